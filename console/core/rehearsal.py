"""A rehearsal's score: what was done in each stage and when, what was left out, which musts, which keys.

Its rule: it judges nobody. It tells only what was kept: the same state and keys give the same sheet. What the gate
refused, or had no key, is never called left out.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from console.core import events
from console.core.flow.keys import asked, keys, undone_musts
from console.core.flow.seen import facts_of
from console.core.incident.incidents import flow_named, here, is_open, place
from console.core.state import State
from data.values.flow import Step
from data.values.incident import Incident
from data.values.quick import dataclass
from data.values.time import Now, elapsed

_STEPS = frozenset({"done", "fact", "copy", "ring", "outcome", "confirm"})
"""Meanings of a key that do a line of the stage."""
NOT_POSSIBLE = "not possible"
_PASSED = timedelta(seconds=1)
"""A stage that was open for less was only passed through."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happened at `now`, between these two states."""

    now: Now
    event: events.Event
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stage that could be done: when it was (since the stage opened), and what came of it."""

    text: str
    at: timedelta | None = None
    what: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One stage that was open: since when (from t0), for how long, and what opened it."""

    title: str
    opened: timedelta
    lasted: timedelta
    why: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """One key: when (from t0), and what it meant; `words` "" where it meant nothing there."""

    at: timedelta
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Score:
    """One incident of the rehearsal. `first` is the time to the first key after the one that began it.

    `unanswered` are the standing questions that nobody answered, in words.
    """

    title: str
    lasted: timedelta
    outcome: str
    decider: str
    first: timedelta | None
    visits: tuple[Visit, ...]
    pressed: tuple[Pressed, ...]
    unanswered: tuple[str, ...] = ()

    @property
    def skipped(self) -> tuple[Line, ...]:
        """The lines that could be done and were not."""
        return tuple(line for visit in self.visits for line in visit.lines if line.at is None)


def scores(course: Sequence[Moment]) -> tuple[Score, ...]:
    """One score for each incident that began in this course, in the order in which they began."""
    if not course:
        return ()
    known = course[0].before.incidents
    begun = [one for one in course[-1].after.incidents.values() if one.id not in known]
    return tuple(_score(course, one) for one in sorted(begun, key=lambda one: (one.pressed, one.id)))


def _score(course: Sequence[Moment], incident: Incident) -> Score:
    last = course[-1]
    flow = flow_named(last.after, incident, incident.flow)
    end = incident.ended or here(incident, last.now)
    pressed = tuple(_pressed(course, incident))
    return Score(
        title=flow.title if flow else incident.flow,
        lasted=end - incident.t0.utc,
        outcome="Entered in error" if incident.error else incident.outcome,
        decider=incident.decider,
        first=next((one.at for one in pressed if one.words), None),
        visits=tuple(_visits(course, incident, end)),
        pressed=pressed,
        unanswered=tuple(_unanswered(course, incident)),
    )


def _unanswered(course: Sequence[Moment], incident: Incident) -> Iterator[str]:
    told: dict[str, str] = {}
    for moment in course:
        one = moment.after.incidents.get(incident.id)
        at = place(moment.after, one) if one and is_open(one) else None
        if one and at:
            facts = facts_of(moment.after, one, moment.now)
            told |= {each.fact: each.text for each in asked(moment.after, one, *at, facts)}
    answered = {one.fact for one in incident.given if one.by == "practitioner"}
    yield from (text for fact, text in told.items() if fact not in answered)


def _pressed(course: Sequence[Moment], incident: Incident) -> Iterator[Pressed]:
    for moment in course:
        event, before = moment.event, moment.before.incidents.get(incident.id)
        if isinstance(event, events.FlowKeyPressed) and event.incident == incident.id and before:
            meaning = keys(moment.before, before, moment.now).get(event.key)
            words = (meaning.words or meaning.what).rstrip(".") if meaning else ""
            yield Pressed(elapsed(incident.t0, moment.now), event.key, words)


def _visits(course: Sequence[Moment], incident: Incident, end: datetime) -> Iterator[Visit]:
    closes = [*(one.at for one in incident.path[1:]), end]
    for at, (passage, closed) in enumerate(zip(incident.path, closes, strict=True)):
        seen = list(_while_open(course, incident.id, at + 1))
        lines = tuple(_lines(seen, incident, passage.at, closed)) if seen else ()
        lasted = closed - passage.at
        if lasted >= _PASSED or any(line.at is not None for line in lines):
            name = _title(seen, passage.stage)
            yield Visit(name, passage.at - incident.t0.utc, lasted, _why(passage.why), lines)


def _while_open(course: Sequence[Moment], incident: str, length: int) -> Iterator[tuple[State, Incident, Now]]:
    """Every state in which the incident stood in its stage number `length`."""
    for moment in course:
        for state in (moment.before, moment.after):
            one = state.incidents.get(incident)
            if one and len(one.path) == length and is_open(one):
                yield state, one, moment.now


def _title(seen: list[tuple[State, Incident, Now]], stage: str) -> str:
    at = place(*seen[0][:2]) if seen else None
    return at[1].title if at else stage


def _why(why: str) -> str:
    """What opened a stage; a route tells its level in the precedence."""
    known = {"start": "", "key": "by a key", "deadline": "by itself, its time was up", "resume": "given back"}
    return known.get(why, why)


def _lines(
    seen: list[tuple[State, Incident, Now]], incident: Incident, opened: datetime, closed: datetime
) -> Iterator[Line]:
    at = place(*seen[-1][:2])
    if at is None:
        return
    could = {one.what for state, was, now in seen for one in keys(state, was, now).values() if one.kind in _STEPS}
    state, was, now = seen[-1]
    musts = {step.id for step, _ in undone_musts(state, was, at[1], facts_of(state, was, now), now)}
    for step in at[1].steps:
        when, what = _done(incident, step, opened, closed)
        if step.id in could or when is not None or step.id in musts:
            since = when - opened if when is not None else None
            yield Line(step.text.rstrip("."), since, what, must=step.must and (step.id in musts or when is not None))


def _done(incident: Incident, step: Step, opened: datetime, closed: datetime) -> tuple[datetime | None, str]:
    """When this line was done while its stage was open, and what came of it."""
    found = [(one.at, one.state if one.state != "done" else "") for one in incident.marks if one.step == step.id]
    party = step.to.value if step.to else ""
    tries = (one for one in incident.attempts if one.step == step.id and one.party == party)
    found += [(one.begun, one.outcome or "going on") for one in tries]
    if step.fact:
        mine = (one for one in incident.given if one.fact == step.fact and one.by == "practitioner")
        found += [(one.at, one.value) for one in mine]
    # What led to the stage has its very instant; only what the console said by itself at the opening belongs to it.
    inside = [one for one in found if opened < one[0] <= closed or (one[0] == opened and one[1] == NOT_POSSIBLE)]
    return min(inside, key=lambda one: one[0], default=(None, ""))
