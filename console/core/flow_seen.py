"""The facts that guards read, worked out from the state: one pure function, every value from the listed ones."""

from collections.abc import Mapping
from datetime import timedelta

from console.core import clock, flow_reach, gate
from console.core.applies import is_child
from console.core.flow_facts import GIVEN, SEEN
from console.core.gate import GateAnswer
from console.core.incidents import (
    COVERT,
    CRISIS,
    LATE,
    client_of,
    entered,
    given,
    is_open,
    policy_for,
    session_of,
)
from console.core.state import State
from data.values.flow import Guard, Party
from data.values.incident import Incident
from data.values.people import Channel, Client, Role
from data.values.policy import NotReached
from data.values.session import LIVE, Session
from data.values.time import Now

LAST_MINUTES = timedelta(minutes=5)
_NOT_REACHED = {
    NotReached.ON_CONCERN: "concern",
    NotReached.MUST: "must",
    NotReached.NEW_APPOINTMENT: "appointment",
    NotReached.PLAN: "plan",
}
_NTH = ("first", "second", "third")


def holds(guard: Guard, facts: Mapping[str, str]) -> bool:
    """Whether all of the guard holds; one that names an unknown fact never does."""
    return all(facts.get(name, "") in values for name, values in guard.items())


def facts_of(state: State, incident: Incident, now: Now) -> Mapping[str, str]:
    """Every fact that a guard may name, and its value now."""
    facts = {name: given(incident, name, _unasked(name)) for name in GIVEN}
    client, session = client_of(state, incident), session_of(state, incident)
    facts["concern_by"] = _by(incident)
    facts |= _of_session(state, incident, session, now)
    facts |= _of_policy(state, incident, client, session)
    facts |= _of_client(state, incident, client, now)
    facts |= _of_attempts(state, incident, facts, now)
    for role, name in ((Role.LEAD, "lead"), (Role.SUPERVISOR, "supervisor")):
        known = state.practice.roles.get(role)
        facts[name] = "known" if known and known.phone.strip() else "none"
    return facts


def _unasked(name: str) -> str:
    return {"saw": "unanswered", "back": "no"}.get(name, "unasked")


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _by(incident: Incident) -> str:
    newest = next((one for one in reversed(incident.given) if one.fact == "concern"), None)
    if newest is None:
        return "nobody"
    return "preset" if newest.by == "preset" else "person"


def _of_session(state: State, incident: Incident, session: Session | None, now: Now) -> dict[str, str]:
    face = clock.face(session, policy_for(state, incident), now) if session else None
    end = (session.ends or session.end) if session else None
    return {
        "drop_number": _NTH[min(max(incident.drop, 1), 3) - 1],
        "session_running": _yes(session and session.state in LIVE),
        "last_minutes": _yes(face and face.left <= LAST_MINUTES),
        "session_over": _yes(face.over if face else end and now.utc >= end),
        "client_follows": _yes(session and _follows(state, session)),
        "late": _late(state, session, now) if incident.flow == LATE else "no",
    }


def _follows(state: State, session: Session) -> bool:
    after = clock.next_session(state, session)
    end = session.ends or session.end
    return after is not None and after.begin - end <= state.policy.buffer.value


def _late(state: State, session: Session | None, now: Now) -> str:
    if session is None or session.started is not None:
        return "no"
    passed = sum(now.utc >= session.begin + after for after in sorted(state.policy.late.value)[:3])
    return ("no", *_NTH)[passed]


def _of_policy(state: State, incident: Incident, client: Client | None, session: Session | None) -> dict[str, str]:
    policy = policy_for(state, incident)
    rule = policy.not_reached.value
    day = session.day if session else state.today
    crisis = any(
        one.flow == CRISIS and is_open(one) and one.client == incident.client and one.id != incident.id
        for one in state.incidents.values()
    )
    return {
        "must": _yes(rule is NotReached.MUST and incident.flow != LATE),
        "not_reached": _NOT_REACHED[rule],
        "watch": _yes(client and client.watch),
        "child": _yes(client and is_child(client, policy, day)),
        "crisis_open": _yes(crisis),
        "client_known": _yes(client),
    }


def _route(answer: GateAnswer) -> str:
    return ("confirm" if answer.confirm else "safe") if answer.allowed else "none"


def _of_client(state: State, incident: Incident, client: Client | None, now: Now) -> dict[str, str]:
    ask = {channel: gate.for_step(state, incident, Party.CLIENT, channel, now) for channel in Channel}
    by = client.plan.by.strip().casefold() if client else "call"
    guardian = gate.for_step(state, incident, Party.GUARDIAN, Channel.CALL, now)
    contact = gate.for_step(state, incident, Party.EMERGENCY, Channel.CALL, now)
    flagged = client is not None and any(one.may_be_danger for one in client.emergency)
    return {
        "turn": gate.turn(client).value if client else "practitioner",
        "plan_by": by if by in {"chat", "relay"} else "call",
        "signal_agreed": _yes(client and client.plan.signal.strip()),
        "letter": _yes(client and client.plan.letter_agreed and ask[Channel.LETTER].allowed),
        "call_route": _route(ask[Channel.CALL]),
        "text_route": _route(ask[Channel.TEXT]),
        "email_route": _route(ask[Channel.EMAIL]),
        "voicemail_route": "safe" if ask[Channel.VOICEMAIL].allowed else "none",
        "guardian": "safe" if guardian.allowed else "none",
        "emergency": "safe" if contact.allowed else "flagged-only" if flagged else "none",
        "safe_route": _yes(contact.allowed or any(answer.allowed for answer in ask.values())),
    }


def _of_attempts(state: State, incident: Incident, facts: Mapping[str, str], now: Now) -> dict[str, str]:
    calling = flow_reach.going(incident)
    to_client = [one for one in incident.attempts if one.party == Party.CLIENT.value and one.ended]
    to_contacts = [one for one in incident.attempts if one.party == Party.EMERGENCY.value and one.ended]
    last = max((n for n, one in enumerate(to_client, 1) if one.outcome == "client"), default=0)
    begun = len(to_client) - last + (calling is not None and calling.party == Party.CLIENT.value)
    since = [one for one in to_client if one.ended and one.ended >= entered(incident)]
    newest = incident.attempts[-1] if incident.attempts else None
    return {
        "tries_left": _yes(begun < max(1, policy_for(state, incident).tries.value)),
        "contacts_left": _yes(flow_reach.contacts_left(state, incident, now)),
        "contact_said": _one_of(to_contacts[-1].outcome if to_contacts else "", "contact_said", "nothing"),
        "answered": _one_of(to_client[-1].outcome if to_client else "", "answered", "nobody"),
        "attempt": "none" if newest is None else "ended" if newest.ended else "going",
        "reached": _yes(facts["back"] == "yes" or any(one.outcome == "client" for one in since)),
    }


def _one_of(outcome: str, fact: str, otherwise: str) -> str:
    value = outcome.replace(" ", "-")
    return value if value in SEEN[fact] else otherwise


def is_covert(incident: Incident) -> bool:
    """Whether the stage in hand belongs to the covert flow."""
    return incident.stage.partition(".")[0] == COVERT
