"""What one key may change of the gate's answer: a confirmation, which is stored, and the reason of an override.

Its rule: only what was said to be safe can be confirmed. An override holds for one incident, and says why.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from data.values.incident import Incident
from data.values.people import Channel, Client, ContactRule, Route, Safety

QUICK_REASONS: Mapping[str, str] = {"1": "immediate danger", "2": "client asked", "3": "other"}
"""The reasons of an override that are one key in a crisis or distress; otherwise a reason is typed."""


def confirmed(client: Client, route: str, channel: Channel, at: datetime) -> Client:
    """The client after one key said that this rule is still right; for a contact also that they may be rung.

    Only what was said to be safe can be confirmed; everything else leaves the client as it is.
    """
    contacts = tuple(
        replace(one, routes=_dated(one.routes, route, channel, at), consent=True, confirmed=at)
        if any(has.id == route and _is_safe(has, channel) for has in one.routes) and not one.may_be_danger
        else one
        for one in client.emergency
    )
    return replace(client, routes=_dated(client.routes, route, channel, at), emergency=contacts)


def _is_safe(route: Route, channel: Channel) -> bool:
    return not route.retired and route.rules.get(channel, ContactRule()).safety is Safety.SAFE


def _dated(routes: tuple[Route, ...], route: str, channel: Channel, at: datetime) -> tuple[Route, ...]:
    return tuple(
        replace(one, rules={**one.rules, channel: replace(one.rules[channel], confirmed=at)})
        if one.id == route and _is_safe(one, channel)
        else one
        for one in routes
    )


def is_pressing(incident: Incident) -> bool:
    """A crisis or distress: the reason of an override is one key (`QUICK_REASONS`), nothing has to be typed."""
    said = {given.fact: given.value for given in incident.given}
    distress = said.get("saw") == "distress" or said.get("concern") == "yes" or said.get("danger") == "yes"
    return distress or "crisis" in {incident.flow, incident.stage.partition(".")[0]}
