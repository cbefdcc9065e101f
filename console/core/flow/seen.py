"""The facts that guards read, worked out from the state, every value from the listed ones.

Each is worked out when a guard asks for it, once: most guards ask for few, and the gate is asked only where it must be.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from console.core import clock
from console.core.checklist.applies import is_child
from console.core.flow import ahead, reach
from console.core.flow.facts import FACTS, GIVEN, SEEN
from console.core.gate import gate
from console.core.gate.gate import GateAnswer
from console.core.incident.incidents import (
    LATE,
    client_of,
    entered,
    given,
    look_of,
    policy_for,
    session_of,
)
from console.core.incident.urgency import is_crisis, of_person, person_of
from console.core.session import co_facilitator
from console.core.state import State
from data.values.flow import Guard, Look, Party
from data.values.incident import Attempt, Incident
from data.values.people import Channel, Role
from data.values.policy import NotReached, Policy
from data.values.session import LIVE
from data.values.time import Now

LAST_MINUTES = timedelta(minutes=5)
_NOT_REACHED = {
    NotReached.ON_CONCERN: "concern",
    NotReached.MUST: "must",
    NotReached.NEW_APPOINTMENT: "appointment",
    NotReached.PLAN: "plan",
}
_PLANNED = {"chat": "chat", "text": "chat", "relay": "relay"}
"""A plan may say text: by message, as one by chat."""
_NTH = ("first", "second", "third")


def holds(guard: Guard, facts: Mapping[str, str]) -> bool:
    """Whether all of the guard holds; one that names an unknown fact never does."""
    return all(facts.get(name, "") in values for name, values in guard.items())


def facts_of(state: State, incident: Incident, now: Now) -> Mapping[str, str]:
    """Every fact that a guard may name, and its value now."""
    return _Facts(state, incident, now)


class _Facts(Mapping[str, str]):
    """See `facts_of`."""

    def __init__(self, state: State, incident: Incident, now: Now) -> None:
        self.state = state
        self.incident = incident
        self.now = now
        self.session = session_of(state, incident)
        self.client = client_of(state, incident)
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            if name in GIVEN:
                self._known[name] = given(self.incident, name, _unasked(name))
            else:
                self._known[name] = _SEEN[name](self)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FACTS)

    def __len__(self) -> int:
        return len(FACTS)

    @property
    def policy(self) -> Policy:
        """The policy that counts."""
        return policy_for(self.state, self.incident)

    def ask(self, party: Party, channel: Channel) -> GateAnswer:
        """The gate's answer now."""
        return gate.for_step(self.state, self.incident, party, channel, self.now)

    def tries(self, party: Party) -> list[Attempt]:
        """The tries to reach this party that have ended."""
        return [one for one in self.incident.attempts if one.party == party.value and one.ended]


def _unasked(name: str) -> str:
    return {"saw": "unanswered", "back": "no"}.get(name, "unasked")


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _by(of: _Facts) -> str:
    newest = next((one for one in reversed(of.incident.given) if one.fact == "concern"), None)
    if newest is None:
        return "nobody"
    return "preset" if newest.by == "preset" else "person"


# --- the session ------------------------------------------------------------------------------------------------------
def _last_minutes(of: _Facts) -> str:
    face = clock.face(of.session, of.policy, of.now) if of.session else None
    return _yes(face and face.left <= LAST_MINUTES)


def _over(of: _Facts) -> str:
    if of.session is None:
        return "no"
    face = clock.face(of.session, of.policy, of.now)
    return _yes(face.over if face else of.now.utc >= (of.session.ends or of.session.end))


def _follows(of: _Facts) -> str:
    after = clock.next_session(of.state, of.session) if of.session else None
    if after is None or of.session is None:
        return "no"
    return _yes(after.begin - (of.session.ends or of.session.end) <= of.state.policy.buffer.value)


def _late(of: _Facts) -> str:
    if of.incident.flow != LATE or of.session is None or of.session.started is not None:
        return "no"
    passed = sum(of.now.utc >= of.session.begin + after for after in sorted(of.state.policy.late.value)[:3])
    return _NTH[max(passed, 1) - 1]


# --- the policy and the client ----------------------------------------------------------------------------------------
def _must(of: _Facts) -> str:
    return _yes(of.policy.not_reached.value is NotReached.MUST and of.incident.flow != LATE)


def _child(of: _Facts) -> str:
    day = of.session.day if of.session else of.state.today
    return _yes(of.client and is_child(of.client, of.policy, day))


def _beside(of: _Facts) -> tuple[Incident, ...]:
    """The other open incidents of this person."""
    return tuple(one for one in of_person(of.state, person_of(of.state, of.incident)) if one.id != of.incident.id)


def _crisis(of: _Facts) -> str:
    return _yes(any(is_crisis(one) for one in _beside(of)))


def _covert_open(of: _Facts) -> str:
    return _yes(any(look_of(of.state, one) is Look.COVERT for one in _beside(of)))


def _plan_by(of: _Facts) -> str:
    by = of.client.plan.by.strip().casefold() if of.client else "call"
    return _PLANNED.get(by, "call")


# --- the gate ---------------------------------------------------------------------------------------------------------
def _route(channel: Channel) -> Callable[[_Facts], str]:
    def seen(of: _Facts) -> str:
        answer = of.ask(Party.CLIENT, channel)
        return ("confirm" if answer.confirm else "safe") if answer.allowed else "none"

    return seen


def _voicemail(of: _Facts) -> str:
    return "safe" if of.ask(Party.CLIENT, Channel.VOICEMAIL).allowed else "none"


def _letter(of: _Facts) -> str:
    return _yes(of.client and of.client.plan.letter_agreed and of.ask(Party.CLIENT, Channel.LETTER).allowed)


def _emergency(of: _Facts) -> str:
    if of.ask(Party.EMERGENCY, Channel.CALL).allowed:
        return "safe"
    return "flagged-only" if of.client and any(one.may_be_danger for one in of.client.emergency) else "none"


def _safe_route(of: _Facts) -> str:
    own = any(of.ask(Party.CLIENT, channel).allowed for channel in Channel)
    return _yes(own or of.ask(Party.EMERGENCY, Channel.CALL).allowed)


def _way(party: Party) -> Callable[[_Facts], str]:
    def seen(of: _Facts) -> str:
        person = ahead.current(of.state, of.incident, party, of.now)
        ways = (Channel.TEXT, Channel.EMAIL, Channel.CALL) if person else ()
        asked = ((one, gate.for_session(of.state, person[1], person[0], one, of.now)) for one in ways if person)
        return next((one.value for one, answer in asked if answer.allowed), "none")

    return seen


def _role(role: Role) -> Callable[[_Facts], str]:
    def known(of: _Facts) -> str:
        colleague = of.state.practice.roles.get(role)
        return "known" if colleague and colleague.phone.strip() else "none"

    return known


# --- the tries --------------------------------------------------------------------------------------------------------
def _tries_left(of: _Facts) -> str:
    mine = [one for one in of.incident.attempts if one.party == Party.CLIENT.value]
    last = max((n for n, one in enumerate(mine, 1) if one.outcome == "client"), default=0)
    return _yes(len(mine) - last < max(1, of.policy.tries.value))


def _attempt(of: _Facts) -> str:
    newest = of.incident.attempts[-1] if of.incident.attempts else None
    return "none" if newest is None else "ended" if newest.ended else "going"


def _reached(of: _Facts) -> str:
    opened = entered(of.incident)
    here = any(one.outcome == "client" and one.ended and one.ended >= opened for one in of.tries(Party.CLIENT))
    return _yes(of["back"] == "yes" or here)


def _newest(party: Party, fact: str, otherwise: str) -> Callable[[_Facts], str]:
    def seen(of: _Facts) -> str:
        ended = of.tries(party)
        value = ended[-1].outcome.replace(" ", "-") if ended else ""
        return value if value in SEEN[fact] else otherwise

    return seen


_SEEN: Mapping[str, Callable[[_Facts], str]] = {
    "concern_by": _by,
    "drop_number": lambda of: _NTH[min(max(of.incident.drop, 1), 3) - 1],
    "last_minutes": _last_minutes,
    "session_over": _over,
    "session_running": lambda of: _yes(of.session and of.session.state in LIVE),
    "client_known": lambda of: _yes(of.client),
    "client_follows": _follows,
    "watch": lambda of: _yes(of.client and of.client.watch),
    "child": _child,
    "crisis_open": _crisis,
    "must": _must,
    "not_reached": lambda of: _NOT_REACHED[of.policy.not_reached.value],
    "turn": lambda of: gate.turn(of.client).value if of.client else "practitioner",
    "plan_by": _plan_by,
    "call_route": _route(Channel.CALL),
    "text_route": _route(Channel.TEXT),
    "email_route": _route(Channel.EMAIL),
    "voicemail_route": _voicemail,
    "letter": _letter,
    "safe_route": _safe_route,
    "emergency": _emergency,
    "contacts_left": lambda of: _yes(reach.contacts_left(of.state, of.incident, of.now)),
    "contact_said": _newest(Party.EMERGENCY, "contact_said", "nothing"),
    "guardian": lambda of: "safe" if of.ask(Party.GUARDIAN, Channel.CALL).allowed else "none",
    "tries_left": _tries_left,
    "attempt": _attempt,
    "reached": _reached,
    "answered": _newest(Party.CLIENT, "answered", "nobody"),
    "signal_agreed": lambda of: _yes(of.client and of.client.plan.signal.strip()),
    "lead": _role(Role.LEAD),
    "supervisor": _role(Role.SUPERVISOR),
    "late": _late,
    "management": _role(Role.MANAGEMENT),
    "data_controller": _role(Role.DATA_CONTROLLER),
    "co_facilitator": lambda of: "known" if co_facilitator(of.state, of.session) else "none",
    "group": lambda of: _yes(of.session and of.session.group),
    "covert_open": _covert_open,
    "next_client": lambda of: _yes(ahead.current(of.state, of.incident, Party.NEXT, of.now)),
    "next_route": _way(Party.NEXT),
    "today_route": _way(Party.TODAY),
    "clients_left": lambda of: _yes(ahead.current(of.state, of.incident, Party.TODAY, of.now)),
    "safety_plan": lambda of: _yes(of.client and of.client.safety_plan.strip()),
}
