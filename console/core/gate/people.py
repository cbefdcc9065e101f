"""Whom the gate is asked about, and by which of their numbers: the client, the emergency contacts, a guardian.

Its rule: rules belong to the number. The strictest word about the same number counts, wherever it is written; a retired
number is never fallen back to; one flagged as the danger is never offered, nor is any number that they share.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from console.core.ages import age, zone_named
from console.core.gate.numbers import is_dangers, is_retired, is_said_not_safe
from console.core.gate.rule import KINDS, MISSING, GateAnswer, Standing, may, opened, refused
from data.values.people import Channel, Client, EmergencyContact, Practice, Route, Turn
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.time import Now

Overrides = frozenset[tuple[str, str]]
"""(route id, channel value) that were overridden, for the incident in hand."""

PRACTICE_ZONE = Practice().zone
NONE: Overrides = frozenset()
_GUARDIANS = frozenset(
    {
        "mother", "mum", "mam", "dad", "father", "parent", "parents", "guardian", "carer", "stepmother", "stepfather",
        "grandmother", "grandfather",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is to be reached and when: what every question to the gate has in common. `zone` is the practice's."""

    client: Client
    policy: Policy
    now: Now
    zone: str
    overrides: Overrides = NONE
    agreed: tuple[str, datetime] | None = None

    def routes(self) -> list[Route]:
        """The client's routes, the one that the plan names first."""
        return sorted(self.client.routes, key=lambda route: route.id != self.client.plan.route)

    def may(self, route: Route, channel: Channel) -> GateAnswer:
        """The rule of this number, the same number elsewhere, and an override where one can be."""
        client, zone = self.client, own_zone(self.client, self.zone)
        if is_retired(client, route):
            return refused(channel, "retired", Standing.RETIRED)
        if is_dangers(client, route):
            return refused(channel, "also a number of somebody who may be the danger", Standing.DANGER)
        agreed = self._agreed(route, channel)
        answer = may(
            route, channel, watch=client.watch, policy=self.policy, now=self.now, zone=zone, agreed=agreed
        )  # fmt: skip
        if answer.allowed and is_said_not_safe(client, route, channel):
            answer = refused(channel, "not safe", Standing.NOT_SAFE, answer.age, route=route.id)
        return opened(answer, route) if (route.id, channel.value) in self.overrides else answer

    def _agreed(self, route: Route, channel: Channel) -> datetime | None:
        """When the appointment was agreed by this channel of this very number; None where that is not known."""
        if self.agreed is None or self.agreed[0] != channel.value:
            return None
        own = [one for one in self.client.routes if one.kind is route.kind and not one.retired]
        known = route.id == self.client.plan.route or (len(own) == 1 and own[0].id == route.id)
        return self.agreed[1] if known else None

    def first(self, routes: Iterable[Route], channel: Channel) -> GateAnswer:
        """The first that passes; otherwise the first refusal that can be overridden, or that of one in use."""
        fitting = [route for route in routes if route.kind is KINDS[channel]]
        answers = [self.may(route, channel) for route in fitting]
        if not answers:
            return refused(channel, MISSING[KINDS[channel]], Standing.MISSING)
        passing = (answer for answer in answers if answer.allowed)
        open_to = (answer for answer in answers if answer.may_override)
        in_use = (answer for answer, route in zip(answers, fitting, strict=True) if not route.retired)
        return next(passing, next(open_to, next(in_use, answers[0])))

    def contact(
        self, contact: EmergencyContact, channel: Channel = Channel.CALL
    ) -> tuple[EmergencyContact, GateAnswer]:
        """The contact with the one number that passed or with none, and the answer."""
        if contact.may_be_danger:
            told = age(contact.confirmed, self.now, own_zone(self.client, self.zone))
            answer = refused(channel, "flagged: may be the danger", Standing.DANGER, told)
        else:
            answer = self.first(contact.routes, channel)
        if answer.allowed and not contact.consent and not answer.overridden:
            why = " · ".join(filter(None, ("no consent recorded: one key confirms it", answer.why)))
            answer = replace(answer, confirm=True, why=why, standing=Standing.CONFIRM)
        who = f"{contact.relation} ({contact.name})" if contact.relation else contact.name
        answer = replace(answer, person=contact.id, who=who)
        return replace(contact, routes=(answer.route,) if answer.route else ()), answer

    def one_of(self, contacts: Iterable[EmergencyContact], channel: Channel, person: str, missing: str) -> GateAnswer:
        """That person's answer, or the first who can be reached; otherwise the first refusal."""
        asked = [contact for contact in contacts if person in {"", contact.id}]
        answers = [self.contact(contact, channel)[1] for contact in asked]
        if not answers:
            return refused(channel, missing, Standing.MISSING)
        return next((answer for answer in answers if answer.allowed), answers[0])


def own_zone(client: Client, practice_zone: str = PRACTICE_ZONE) -> str:
    """The client's own zone; the practice's where none is known, or the name is none."""
    return client.zone if zone_named(client.zone) else practice_zone


def best(
    client: Client,
    channel: Channel,
    policy: Policy,
    now: Now,
    zone: str = PRACTICE_ZONE,
    *,
    overrides: Overrides = NONE,
) -> GateAnswer:
    """The first route that passes for this channel, the one named in the client's plan before the others; else why not.

    `zone` is the practice's, for a client without one. A retired number is never fallen back to.
    """
    asking = Asking(client, policy, now, zone, overrides)
    return asking.first(asking.routes(), channel)


def emergency(
    client: Client, policy: Policy, now: Now, zone: str = PRACTICE_ZONE, *, overrides: Overrides = NONE
) -> tuple[tuple[EmergencyContact, GateAnswer], ...]:
    """The emergency contacts in the client's order, each with the gate's answer to a call.

    Each contact is given back with the one number that passed, or with none: a number that must not be rung is not in
    the answer. One flagged as the danger is always refused. Without the client's recorded consent one key confirms.
    """
    asking = Asking(client, policy, now, zone, overrides)
    return tuple(asking.contact(contact) for contact in client.emergency)


def guardians(client: Client) -> tuple[EmergencyContact, ...]:
    """The contacts who stand for a child, flagged ones last: who is marked so; where nobody is, `every_guardian`."""
    marked = tuple(one for one in client.emergency if one.guardian)
    return tuple(sorted(marked or every_guardian(client), key=lambda contact: contact.may_be_danger))


def every_guardian(client: Client) -> tuple[EmergencyContact, ...]:
    """Everybody who may be meant by "guardian": marked so, or who gave the consent, or whose relation says so."""
    consented = client.consent.who.casefold().strip() if client.consent else ""
    found = [
        contact
        for contact in client.emergency
        if contact.guardian
        or (consented and contact.name.casefold().strip() == consented)
        or _GUARDIANS & set(contact.relation.casefold().replace("-", "").replace(",", " ").split())
    ]
    return tuple(found)


def turn(client: Client) -> Turn:
    """Who rings whom after a drop, as the client agreed."""
    return client.plan.who_rings


def no_safe_route(
    client: Client,
    policy: Policy,
    now: Now,
    zone: str = PRACTICE_ZONE,
    *,
    overrides: Overrides = NONE,
    contacts: bool = True,
) -> bool:
    """No safe route left: nothing of the client's own may be used, and (with `contacts`) no emergency contact rung."""
    own = any(best(client, channel, policy, now, zone, overrides=overrides).allowed for channel in Channel)
    theirs = contacts and any(answer.allowed for _, answer in emergency(client, policy, now, zone, overrides=overrides))
    return not own and not theirs
