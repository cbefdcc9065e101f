"""Contact rules changed one at a time, each change with its date: pure, from client to client.

A rule that a person sets is confirmed at that moment; a retired route never comes back into use.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from console.core.entry import reading as forms
from data.values.people import Channel, Client, ContactRule, EmergencyContact, Hours, Route, RouteKind, Safety
from data.values.quick import dataclass

CHANNELS = {
    RouteKind.PHONE: (Channel.CALL, Channel.TEXT, Channel.VOICEMAIL),
    RouteKind.EMAIL: (Channel.EMAIL,),
    RouteKind.POST: (Channel.LETTER,),
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One channel of one route, as a line to read. `whose` and `contact` (an id) are "" for the client's own.

    `danger`: this contact may be the danger and is never rung. `agreed`: the client consents that they are rung.
    """

    route: Route
    channel: Channel
    rule: ContactRule
    whose: str = ""
    danger: bool = False
    contact: str = ""
    agreed: bool = True


def rule_lines(client: Client) -> tuple[RuleLine, ...]:
    """Every channel of every number and address in use, the client's own first; then retired ones are left out."""
    own = [RuleLine(route, *pair) for route in client.routes if not route.retired for pair in _pairs(route)]
    theirs = [
        RuleLine(
            route,
            *pair,
            whose=contact.name or "contact",
            danger=contact.may_be_danger,
            contact=contact.id,
            agreed=contact.consent,
        )
        for contact in client.emergency
        for route in contact.routes
        if not route.retired
        for pair in _pairs(route)
    ]
    return (*own, *theirs)


def _pairs(route: Route) -> tuple[tuple[Channel, ContactRule], ...]:
    return tuple((channel, route.rules.get(channel, ContactRule())) for channel in CHANNELS[route.kind])


def with_route(client: Client, route: str, change: Callable[[Route], Route]) -> Client:
    """The client with one route changed, wherever it is."""
    routes = tuple(change(one) if one.id == route else one for one in client.routes)
    contacts = tuple(
        replace(contact, routes=tuple(change(one) if one.id == route else one for one in contact.routes))
        for contact in client.emergency
    )
    return replace(client, routes=routes, emergency=contacts)


def with_rule(client: Client, line: RuleLine, rule: ContactRule) -> Client:
    """The client with one rule changed."""
    return with_route(client, line.route.id, lambda one: replace(one, rules={**one.rules, line.channel: rule}))


def set_safety(client: Client, line: RuleLine, safety: Safety, now: datetime) -> Client:
    """Said safe, not safe or unknown, now. Unknown has no date: nobody confirmed anything."""
    return with_rule(client, line, replace(line.rule, safety=safety, confirmed=_dated(safety, now)))


def confirm(client: Client, line: RuleLine, now: datetime) -> Client:
    """Still right, as of now. There is nothing to confirm of what is unknown."""
    if line.rule.safety is Safety.UNKNOWN:
        return client
    return with_rule(client, line, replace(line.rule, confirmed=now))


def _dated(safety: Safety, now: datetime) -> datetime | None:
    return None if safety is Safety.UNKNOWN else now


def set_hours(client: Client, line: RuleLine, hours: Hours | None) -> Client:
    """The hours in which that channel may be used."""
    return with_rule(client, line, replace(line.rule, hours=hours))


def set_wording(client: Client, line: RuleLine, wording: str) -> Client:
    """What was agreed to say or write."""
    return with_rule(client, line, replace(line.rule, wording=wording))


def set_who(client: Client, line: RuleLine, who: str) -> Client:
    """Who may answer there."""
    return with_rule(client, line, replace(line.rule, who_may_answer=who))


def set_danger(client: Client, contact: str, danger: bool) -> Client:
    """This contact may be the danger, or is said not to be: a flagged one is never offered as somebody to ring."""
    return _with_contact(client, contact, lambda one: replace(one, may_be_danger=danger))


def set_consent(client: Client, contact: str, consent: bool, now: datetime) -> Client:
    """The client consents that this contact is rung, or no longer does; the word is dated."""
    return _with_contact(client, contact, lambda one: replace(one, consent=consent, confirmed=now if consent else None))


def _with_contact(client: Client, contact: str, change: Callable[[EmergencyContact], EmergencyContact]) -> Client:
    return replace(client, emergency=tuple(change(one) if one.id == contact else one for one in client.emergency))


def retired_words(client: Client) -> tuple[str, ...]:
    """The numbers and addresses that are never used again, once each, with whose they were."""
    own = [one.value for one in client.routes if one.retired]
    contacts = [(contact.name or "contact", one) for contact in client.emergency for one in contact.routes]
    theirs = [f"{name}  {one.value}" for name, one in contacts if one.retired]
    return tuple(dict.fromkeys((*own, *theirs)))


def retire(client: Client, route: str) -> Client:
    """The number is no longer theirs: never used again, and never fallen back to."""
    return with_route(client, route, lambda one: replace(one, retired=True))


def age_words(line: RuleLine, now: datetime, zone: str, *, stale_after: timedelta, watch: bool) -> tuple[str, bool]:
    """How old the rule is, and whether that needs a person: stale, or never confirmed at all."""
    rule = line.rule
    if rule.safety is Safety.UNKNOWN:
        return "counts as not safe", False
    words = forms.ago_words(rule.confirmed, now, zone)
    if rule.confirmed is None:
        return "never confirmed", True
    if now - rule.confirmed <= stale_after:
        return words, False
    return (f"{words}: counts as not safe" if watch else f"{words}: ask again"), True
