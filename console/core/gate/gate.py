"""The gate: contact safety's plain answer (PRODUCT section 5). Every outbound step to a private person asks it.

Its rule: `ask` answers for every outbound step in the application; `for_step` asks it for a flow, `for_session` for a
message about an appointment. A refusal carries no number at all. `why`, the words of a refusal and the reason of an
override are for the screen and the journal only: they go in no note, audit, report, message or log. Emergency services,
the lead and the supervisor are not gated. Nothing else in the core reads a number to show or copy it.
"""

from dataclasses import replace

from console.core.gate.changes import QUICK_REASONS, confirmed, is_pressing
from console.core.gate.people import (
    NONE,
    PRACTICE_ZONE,
    Asking,
    Overrides,
    best,
    emergency,
    guardians,
    no_safe_route,
    own_zone,
    turn,
)
from console.core.gate.rule import NO, OVERRIDABLE, GateAnswer, Standing, is_stale, may, refused, within
from console.core.state import State, policy_of
from data.values.flow import Party
from data.values.incident import Incident
from data.values.people import Channel, Client, Role, Route, RouteKind
from data.values.policy import CrisisNumber, Policy
from data.values.session import EXPECTED, Session
from data.values.time import Now

__all__ = [
    "NO", "NONE", "OVERRIDABLE", "PRACTICE_ZONE", "QUICK_REASONS", "GateAnswer", "Overrides", "Standing", "ask", "best",
    "confirmed", "emergency", "for_session", "for_step", "guardians", "is_pressing", "is_stale", "may",
    "no_safe_route", "of_route", "own_zone", "turn", "within",
]  # fmt: skip
_ROLES = {
    Party.LEAD: Role.LEAD,
    Party.SUPERVISOR: Role.SUPERVISOR,
    Party.MANAGEMENT: Role.MANAGEMENT,
    Party.DATA_CONTROLLER: Role.DATA_CONTROLLER,
    Party.CO_FACILITATOR: Role.CO_FACILITATOR,
}
_WRITTEN = {
    "uk": "gb", "united kingdom": "gb", "great britain": "gb", "britain": "gb",
    "england": "gb", "scotland": "gb", "wales": "gb", "northern ireland": "gb",
}  # fmt: skip
"""Countries as they are written, with the code of their emergency number."""
_LATER = frozenset({Party.NEXT, Party.TODAY})


def ask(
    state: State,
    party: Party,
    channel: Channel,
    now: Now,
    *,
    client: str = "",
    session: Session | None = None,
    overrides: Overrides = NONE,
    person: str = "",
) -> GateAnswer:
    """May this party be reached by this channel now? `client` is the id of the person that all of it is about.

    `person` names one emergency contact or guardian by id; "" is the first who can be reached. An answer for those of
    the practice or the services is never refused for safety, only where no number was entered. NEXT and TODAY are
    clients like any other: give the id of the one meant and their own appointment.
    """
    if party in _ROLES:
        return _colleague(state, _ROLES[party])
    someone = state.clients.get(client)
    policy = policy_of(state, session) if session else state.policy
    if party is Party.SERVICES:
        return _services(state, someone, policy)
    if someone is None:
        return refused(channel, "choose whom it is about", Standing.MISSING)
    agreed = (session.agreed_by, session.agreed_at) if session and session.agreed_at else None
    asking = Asking(someone, policy, now, state.practice.zone, overrides, agreed)
    if party is Party.EMERGENCY:
        return asking.one_of(someone.emergency, channel, person, "no emergency contact")
    if party is Party.GUARDIAN:
        return asking.one_of(guardians(someone), channel, person, "no guardian's number")
    answer = asking.first(asking.routes(), channel)
    return replace(answer, person=someone.id, who=someone.initials or someone.reference)


def for_step(
    state: State, incident: Incident, party: Party, channel: Channel, now: Now, *, person: str = ""
) -> GateAnswer:
    """The gate's answer for an outbound step of this incident, its overrides included.

    For NEXT and TODAY `person` is the client meant ("" is nobody): asked for their own appointment, and never
    overridden by what the incident in hand is about.
    """
    if party in _LATER:
        return _for_somebody_else(state, person, channel, now)
    session = state.sessions.get(incident.session)
    overrides = frozenset(incident.overrides)
    return ask(state, party, channel, now, client=incident.client, session=session, overrides=overrides, person=person)


def _for_somebody_else(state: State, client: str, channel: Channel, now: Now) -> GateAnswer:
    if client not in state.clients:
        return refused(channel, "nobody is left to tell", Standing.MISSING)
    waiting = (one for one in state.sessions.values() if one.state in EXPECTED and one.end > now.utc)
    theirs = (one for one in waiting if client in one.participants)
    session = min(theirs, key=lambda one: (one.begin, one.id), default=None)
    answer = ask(state, Party.CLIENT, channel, now, client=client, session=session)
    return replace(answer, may_override="")


def of_route(state: State, incident: Incident, route: str, channel: Channel, now: Now) -> GateAnswer | None:
    """The answer for one number of the incident's client or of a contact, by its id; None without it."""
    client = state.clients.get(incident.client)
    if client is None:
        return None
    session = state.sessions.get(incident.session)
    policy = policy_of(state, session) if session else state.policy
    known = (*client.routes, *(one for contact in client.emergency for one in contact.routes))
    asking = Asking(client, policy, now, state.practice.zone, frozenset(incident.overrides))
    return next((asking.may(one, channel) for one in known if one.id == route), None)


def for_session(state: State, session: Session, client: str, channel: Channel, now: Now) -> GateAnswer:
    """The gate's answer for a message about this appointment to one of its clients; there is nothing to override."""
    return ask(state, Party.CLIENT, channel, now, client=client, session=session)


def _colleague(state: State, role: Role) -> GateAnswer:
    known = state.practice.roles.get(role)
    if known is None or not known.phone.strip():
        why = f"the {role.value}'s number is not entered"
        return replace(refused(Channel.CALL, why, Standing.MISSING), person=role.value, who=role.value)
    who = f"{role.value} ({known.name})" if known.name else role.value
    return _ungated(Route(role.value, RouteKind.PHONE, known.phone), role.value, who)


def _services(state: State, client: Client | None, policy: Policy) -> GateAnswer:
    """The emergency number of the country where the client is, or is said to live; abroad it may not be known."""
    who = Party.SERVICES.value
    abroad = client.last_place.abroad if client and client.last_place else ""
    country = abroad or (client.country if client else "") or state.practice.country
    numbers = crisis_numbers(country, policy)
    if not numbers:
        why = f"local number unknown ({country})" if abroad else f"local emergency number not known ({country})"
        return replace(refused(Channel.CALL, why, Standing.MISSING), person=who, who=who)
    return _ungated(Route(who, RouteKind.PHONE, numbers[0].number), who, who)


def crisis_numbers(country: str, policy: Policy) -> tuple[CrisisNumber, ...]:
    """The policy's numbers of a country, by its code or as a person writes it ("gb", "UK")."""
    wanted = country.strip().casefold()
    wanted = _WRITTEN.get(wanted, wanted)
    return next((numbers for code, numbers in policy.crisis_numbers.items() if code.casefold() == wanted), ())


def _ungated(route: Route, person: str, who: str) -> GateAnswer:
    return GateAnswer(True, route.value, route, False, "", "", Standing.UNGATED, "", person, who)
