"""What moves an incident by itself: presets after a silence, routes that hold, deadlines that passed."""

from datetime import datetime, timedelta

from console.core.flow.asked_anew import released, stands_still
from console.core.flow.loops import open_loops
from console.core.flow.moves import end, enter, give, target
from console.core.flow.run import Run
from console.core.flow.seen import facts_of, holds
from console.core.flow.times import NOTHING, deadlines, silent_left
from console.core.incident.incidents import LATE, entered, flow_named, is_open, place, session_of
from data.values.flow import Deadline, Flow, Outcome, Route
from data.values.session import BEFORE_START, LIVE

MOST_MOVES = 24
"""How often one event can move an incident on by itself; a loop of routes stops here instead of never."""


def settle_run(run: Run, *, by_person: bool = False) -> None:
    """Let everything happen that has come due, until nothing moves any more; bounded.

    One that is suspended, or was given back and is not answered yet, moves only `by_person`: what a person did leads
    on, and what has come due meanwhile waits.
    """
    if not is_open(run.incident) or _overtaken(run):
        return
    still = stands_still(run.state, run.incident)
    if still and not by_person:
        return
    if not still:
        _preset(run)
    for _ in range(MOST_MOVES):
        open_loops(run)
        if not is_open(run.incident) or not (_route(run) or (not still and _deadline(run))):
            return


def _overtaken(run: Run) -> bool:
    """A late client who came, or whose session a person settled, is late no more."""
    session = session_of(run.state, run.incident)
    if run.incident.flow != LATE or session is None or session.state in BEFORE_START:
        return False
    words = "the client came" if session.state in LIVE else session.state.value
    end(run, Outcome("settled", words, "practitioner", ""))
    return True


def _preset(run: Run) -> None:
    at = place(run.state, run.incident)
    first = flow_named(run.state, run.incident, run.incident.flow)
    seen = facts_of(run.state, run.incident, run.now)
    for flow in dict.fromkeys(one.id for one in (first, at[0] if at else None) if one):
        found = flow_named(run.state, run.incident, flow)
        for question in found.questions if found else ():
            rest = silent_left(run.state, run.incident, question, run.now)
            if rest is not None and rest <= NOTHING and question.silent and holds(question.when, seen):
                known = {one.fact for one in run.incident.given}
                sets = {fact: value for fact, value in question.silent.sets.items() if fact not in known}
                give(run, sets, "preset", _since(run, rest))


def _route(run: Run) -> bool:
    """Follow the first route that holds, of the flow and then of the stage; whether it led anywhere."""
    at = place(run.state, run.incident)
    if at is None:
        return False
    seen = facts_of(run.state, run.incident, run.now)
    for routes in (at[0].routes, at[1].routes):
        route = next((one for one in routes if holds(one.when, seen)), None)
        if route is not None and _follow(run, at[0], route):
            return True
    return False


def _follow(run: Run, flow: Flow, route: Route) -> bool:
    goal = target(run.state, run.incident, flow, route.to)
    if not isinstance(goal, str) or goal == run.incident.stage:
        return False
    enter(run, goal, max(run.here, entered(run.incident)), route.level)
    return True


def _deadline(run: Run) -> bool:
    """Open what the earliest passed deadline opens; whether it did."""
    at = place(run.state, run.incident)
    if at is None:
        return False
    seen = facts_of(run.state, run.incident, run.now)
    for rest, one in deadlines(run.state, run.incident, seen, run.now):
        if rest <= NOTHING and _passed(run, at[0], one, rest):
            return True
    return False


def _passed(run: Run, flow: Flow, deadline: Deadline, rest: timedelta) -> bool:
    goal = target(run.state, run.incident, flow, deadline.to)
    if not isinstance(goal, str) or goal == run.incident.stage:
        return False
    enter(run, goal, max(_since(run, rest), entered(run.incident)), "deadline")
    return True


def _since(run: Run, rest: timedelta) -> datetime:
    """When it came due; of one that stood still meanwhile, when it moved again."""
    due, again = run.here + rest, released(run.incident)
    return due if again is None else max(due, again)
