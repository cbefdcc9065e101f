"""Whose turn it is: the more urgent incident suspends, the one that waited is given back, a crisis takes in the drop.

Its rule: read anew after every event from the open incidents alone, so that it holds whatever happened before, over
midnight and over a restart too. It is bounded, and what is as it should be is left alone.
"""

from datetime import datetime

from console.core.flow.moves import end, give
from console.core.flow.run import Run
from console.core.flow.settle import settle_run
from console.core.incident.incidents import DROPS, given, is_open
from console.core.incident.urgency import by_person, crisis_of, is_crisis, of_person, person_of
from console.core.incident.words import TAKEN_IN
from console.core.state import State
from data.values import facts
from data.values.facts import Record
from data.values.flow import Outcome
from data.values.incident import Incident
from data.values.time import Now


def in_turn(state: State, now: Now) -> tuple[Record, ...]:
    """What has to be suspended, given back or ended now, so that of each person the most urgent is in hand."""
    records: tuple[Record, ...] = ()
    for _ in range(4 * sum(is_open(one) for one in state.incidents.values()) + 4):
        more = _next(state, now) or (_settled(state, now) if records else [])
        if not more:
            break
        records += tuple(one for run in more for one in run.records)
        state = more[-1].state
    return records


def _settled(state: State, now: Now) -> list[Run]:
    """What the change of turns led to in the one in hand: a crisis hides at once when the safe word comes into it."""
    for first, *_ in by_person(state).values():
        run = Run(state, first.id, now)
        settle_run(run)
        if run.records:
            return [run]
    return []


def _next(state: State, now: Now) -> list[Run]:
    for one in state.incidents.values():
        if is_open(one) and _was_taken_in(state, one):
            run = Run(state, one.id, now)
            crisis = state.incidents[one.suspended_by]
            until = one.back or _line_back(crisis)
            end(run, Outcome("taken-in", TAKEN_IN, crisis.decider, ""), lost=True, until=until)
            return [run]
    for waiting in by_person(state).values():
        first, *others = waiting
        for one in others:
            if one.suspended is None or _comes_into(one, first):
                return _suspend(state, one, first, now)
        if first.suspended is not None:
            run = Run(state, first.id, now)
            run.add(facts.IncidentSuspended(first.id, None, run.here))
            return [run]
    return []


def _line_back(crisis: Incident) -> datetime | None:
    """When the connection came back in the crisis; None where it did not."""
    newest = next((one for one in reversed(crisis.given) if one.fact == "line"), None)
    return newest.at if newest and newest.value == "back" else None


def _was_taken_in(state: State, drop: Incident) -> bool:
    """A drop that a crisis suspended ends with it, unless that was a mistake or another one goes on."""
    crisis = state.incidents.get(drop.suspended_by) if drop.suspended else None
    if crisis is None or drop.flow not in DROPS or not is_crisis(crisis) or is_open(crisis) or crisis.error:
        return False
    return crisis_of(state, person_of(state, drop)) is None


def _comes_into(drop: Incident, first: Incident) -> bool:
    """A drop that waited for something else already comes into the crisis too: the line is lost all the same."""
    return drop.flow in DROPS and is_crisis(first) and drop.suspended_by != first.id


def _suspend(state: State, one: Incident, first: Incident, now: Now) -> list[Run]:
    run = Run(state, one.id, now)
    run.add(facts.IncidentSuspended(one.id, run.here, by=first.id))
    runs = [run]
    if is_crisis(first) and given(one, "danger") == "yes" and given(first, "danger") == "unasked":
        runs.append(Run(run.state, first.id, now))  # it was said a moment ago: nobody has to say it twice
        give(runs[-1], {"danger": "yes"}, "console")
        settle_run(runs[-1], by_person=True)
    if one.flow in DROPS and is_crisis(first) and one.back is None:
        state = runs[-1].state
        runs.append(line_lost(state, state.incidents[first.id], now))
    return runs


def line_lost(state: State, crisis: Incident, now: Now) -> Run:
    """The connection is lost in a crisis: one of its steps, not a second incident."""
    run = Run(state, crisis.id, now)
    if given(crisis, "line") != "lost":
        give(run, {"line": "lost"}, "console")
        settle_run(run, by_person=True)
    return run


def sign_taken_back(state: State, person: str, now: Now) -> tuple[State, tuple[Record, ...]]:
    """The safe word is said again: a sign that came before counts no more, in whatever is open of this person."""
    records: tuple[Record, ...] = ()
    shown = [one for one in of_person(state, person) if given(one, "signal") == "yes"] if person else []
    for one in reversed(shown):
        run = Run(state, one.id, now)
        give(run, {"signal": "unasked"})
        settle_run(run, by_person=True)
        state, records = run.state, (*records, *run.records)
    return state, records
