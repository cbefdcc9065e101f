"""The same state with nobody in it: what the screens draw while others may see them.

Rule: every word that a person typed and everything that tells who somebody is has gone, whatever screen draws it, as it
is taken from the state before any screen is drawn. A session is "Session 3", by its place in the day; the services'
numbers are nobody's and stay. It is only ever drawn from, never stepped and never saved.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from console.core import alarms
from console.core.alarm_kinds import END
from console.core.day import agenda
from console.core.state import State
from data.values.incident import Incident
from data.values.people import Client, Colleague, ContactRule, EmergencyContact, Place, Practice, Route
from data.values.session import Contact, DayRecord, FollowUp, Note, Session, Tick, Warned

T = TypeVar("T")
HIDDEN = "hidden"
"""Stands where something was."""
SOMEBODY = "Client"


def word(typed: str) -> str:
    """What somebody typed: that there is something, never what."""
    return HIDDEN if typed else ""


class Hiding:
    """Makes states without people. What has not changed since the last one is not made again: it is drawn each second.

    The answer for equal states is equal; the memory only makes it cheap.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[object, ...], Any]] = {}

    def __call__(self, state: State) -> State:
        """The state as others may see it."""
        named = self._once("names", (state.sessions, state.today), lambda: names(state))
        return replace(
            state,
            practice=self._once("practice", (state.practice,), lambda: _practice(state.practice)),
            clients=self._all("clients", state.clients, (named,), lambda one: _client(one, named)),
            sessions=self._all("sessions", state.sessions, (named,), lambda one: _session(one, named)),
            ticks=self._all("ticks", state.ticks, (), _tick),
            follow_ups=self._all("follow_ups", state.follow_ups, (named,), lambda one: _follow_up(one, named)),
            notes=self._all("notes", state.notes, (), _note),
            contacts=self._all("contacts", state.contacts, (), _contact),
            days=self._all("days", state.days, (), _day),
            warned=self._all("warned", state.warned, (), _warned),
            incidents=self._all("incidents", state.incidents, (), _incident),
            said=replace(state.said, words=_said(state, named)) if state.said else None,
            losses=tuple(HIDDEN for _ in state.losses),
        )

    def _all(self, name: str, kept: Mapping[Any, T], given: tuple[object, ...], make: Callable[[T], T]) -> dict[Any, T]:
        return self._once(name, (kept, *given), lambda: {key: make(one) for key, one in kept.items()})

    def _once(self, name: str, given: tuple[object, ...], make: Callable[[], T]) -> T:
        before = self._made.get(name)
        if (
            before is None
            or len(before[0]) != len(given)
            or any(a is not b for a, b in zip(before[0], given, strict=True))
        ):
            self._made[name] = before = (given, make())
        made: T = before[1]
        return made


def names(state: State) -> dict[str, str]:
    """What each session, and each client of one, is called: "Session 3"; a member of a group "Member 2".

    Somebody who comes twice is called by the first, in both.
    """
    found: dict[str, str] = {}
    for number, session in enumerate(agenda(state), 1):
        found[session.id] = f"Session {number}"
        for member, client in enumerate(session.participants, 1):
            found.setdefault(client, f"Member {member}" if session.group else f"Session {number}")
    return found


# --- people -----------------------------------------------------------------------------------------------------------
_KEPT = frozenset({"id", "zone", "country", "mode", "platform", "contact_route"})
"""Of a client: what tells nothing of who it is, and decides what is shown."""


def _client(one: Client, named: Mapping[str, str]) -> Client:
    called = named.get(one.id, SOMEBODY)
    typed: dict[str, Any] = {name: word(getattr(one, name)) for name in _typed(one)}
    return replace(
        replace(one, **typed),
        reference=called,
        initials=called,
        name="",
        born=None,
        routes=tuple(map(_route, one.routes)),
        emergency=tuple(_emergency(contact, number) for number, contact in enumerate(one.emergency, 1)),
        plan=replace(one.plan, signal=word(one.plan.signal), closing_line=""),
        consent=replace(one.consent, who=word(one.consent.who), how=word(one.consent.how)) if one.consent else None,
        last_place=_place(one.last_place),
    )


def _typed(one: Client) -> list[str]:
    """The fields of words, but for those that are kept."""
    return [name for name in Client.__slots__ if name not in _KEPT and isinstance(getattr(one, name), str)]


def _route(one: Route) -> Route:
    return replace(one, value=HIDDEN, label="", rules={channel: _rule(rule) for channel, rule in one.rules.items()})


def _rule(one: ContactRule) -> ContactRule:
    return replace(one, wording=word(one.wording), who_may_answer=word(one.who_may_answer))


def _emergency(one: EmergencyContact, number: int) -> EmergencyContact:
    return replace(one, name=f"contact {number}", relation="contact", routes=tuple(map(_route, one.routes)))


def _place(one: Place | None) -> Place | None:
    return replace(one, text=word(one.text), abroad=word(one.abroad)) if one else None


def _practice(one: Practice) -> Practice:
    own = tuple(replace(each, text=word(each.text)) for each in one.own_dates)
    roles = {role: _colleague(each) for role, each in one.roles.items()}
    return replace(one, name=word(one.name), me=_colleague(one.me), roles=roles, own_dates=own)


def _colleague(one: Colleague) -> Colleague:
    return Colleague("", word(one.phone))


# --- what happened ----------------------------------------------------------------------------------------------------
def _session(one: Session, named: Mapping[str, str]) -> Session:
    link = replace(one.link, url=HIDDEN) if one.link else None
    return replace(
        one,
        title=named.get(one.id, SOMEBODY) if one.title or one.group else "",
        link=link,
        reason=word(one.reason),
        co_facilitator="co-facilitator" if one.co_facilitator else "",
        lost=tuple(replace(each, why=word(each.why)) for each in one.lost),
    )


def _tick(one: Tick) -> Tick:
    return replace(one, detail=word(one.detail), reason=word(one.reason))


def _follow_up(one: FollowUp, named: Mapping[str, str]) -> FollowUp:
    whose = named.get(one.session) or named.get(one.client) or ""
    return replace(one, text=f"{whose}: {one.kind}" if whose else one.kind.capitalize(), outcome=word(one.outcome))


def _note(one: Note) -> Note:
    return replace(one, text=word(one.text), addenda=tuple((at, word(words)) for at, words in one.addenda))


def _contact(one: Contact) -> Contact:
    return replace(one, purpose=word(one.purpose), words=word(one.words))


def _day(one: DayRecord) -> DayRecord:
    return replace(one, open_items=tuple(f"Open item {number}" for number, _ in enumerate(one.open_items, 1)))


def _warned(one: Warned) -> Warned:
    return one if one.kind.startswith(END) else replace(one, words=alarms.notice_of(one))


def _incident(one: Incident) -> Incident:
    return replace(
        one,
        words=word(one.words),
        decider=word(one.decider),
        given=tuple(replace(each, words=word(each.words)) for each in one.given),
        marks=tuple(replace(each, words=word(each.words)) for each in one.marks),
        attempts=tuple(replace(each, words=word(each.words)) for each in one.attempts),
        path=tuple(replace(each, words=word(each.words)) for each in one.path),
    )


def _said(state: State, named: Mapping[str, str]) -> str:
    """What the console said last, with everybody's name taken out of it: it was put in words before."""
    words = state.said.words if state.said else ""
    for one in state.clients.values():
        called = named.get(one.id, SOMEBODY)
        for told in (one.name, one.initials, one.reference, *(route.value for route in one.routes)):
            words = words.replace(told, called) if told else words
    for session in state.sessions.values():
        words = words.replace(session.title, named.get(session.id, SOMEBODY)) if session.title else words
    return words
