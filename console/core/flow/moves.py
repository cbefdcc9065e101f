"""How an incident goes from stage to stage, and how it ends."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from console.core.flow.ends import ending
from console.core.flow.keys import BEFORE, is_back, undone_musts
from console.core.flow.loops import close_loop, open_loops, take_back
from console.core.flow.reach import going
from console.core.flow.run import Run
from console.core.flow.seen import facts_of
from console.core.incident.incidents import before, flow_named, place, session_of
from console.core.state import State
from data.values import facts
from data.values.flow import Exit, Flow, Outcome, Stage, Step
from data.values.incident import Given, Incident, Passage, StepMark
from data.values.session import LIVE, FollowUp

CALL_BACK = "call back"


SAFE = "safe-by-contact"
"""The outcome in which a contact has said that the client is safe: nobody owes a call back any more."""


def called_back(run: Run) -> tuple[FollowUp, ...]:
    """The calls back that this incident still waits for."""
    owed = run.state.follow_ups.values()
    mine = f"{run.id}-{CALL_BACK.replace(' ', '-')}"
    return tuple(one for one in owed if one.kind == CALL_BACK and one.id.startswith(mine) and one.done is None)


def give(
    run: Run, sets: Mapping[str, str], by: str = "practitioner", at: datetime | None = None, words: str = ""
) -> None:
    """Facts are given by somebody, now or at an instant of the incident."""
    for fact, value in sets.items():
        run.add(facts.IncidentGiven(run.id, Given(fact, value, at or run.here, by, words)))


def target(state: State, incident: Incident, flow: Flow, to: str) -> str | Outcome | None:
    """Where a name leads: to a stage ("drop.phone"), to an outcome, or nowhere. "before" is where one came from."""
    if to == BEFORE and to not in flow.stages:
        return before(incident) or None
    if to in flow.stages:
        return f"{flow.id}.{to}"
    if to in flow.outcomes:
        return flow.outcomes[to]
    name, _, rest = to.partition(".")
    other = flow_named(state, incident, name)
    if other is None:
        return Outcome(to, "the session goes on", "practitioner", "", resumes=True) if to == "resume" else None
    if rest in other.outcomes:
        return other.outcomes[rest]
    stage = rest or other.start
    return f"{other.id}.{stage}" if stage in other.stages else None


def leave(run: Run, exit_id: str, words: str) -> None:
    """Take an exit; `words` are what it asks for, or the reason where a must is left undone by it."""
    at = place(run.state, run.incident)
    taken = next((one for one in at[1].exits if one.id == exit_id), None) if at else None
    if at is None or taken is None:
        return
    goal = target(run.state, run.incident, at[0], taken.to)
    if goal is None:
        return
    _skip_musts(run, at[1], taken, words)
    said = words if taken.ask else ""
    give(run, taken.sets, words=said)
    if taken.closes:
        close_loop(run, taken.closes, said or taken.text)
    if isinstance(goal, Outcome):
        end(run, goal, lost=taken.lost, words=said)
    else:
        enter(run, goal, run.here, "key", said)


def _skip_musts(run: Run, stage: Stage, taken: Exit, words: str) -> None:
    """A must left undone keeps its reason; one that was not possible says so."""
    if is_back(taken):
        return
    seen = facts_of(run.state, run.incident, run.now)
    for step, could in undone_musts(run.state, run.incident, stage, seen, run.now):
        mark = StepMark(step.id, "skipped", run.here, words) if could else _impossible(run, step)
        run.add(facts.StepMarked(run.id, mark))


def _impossible(run: Run, step: Step) -> StepMark:
    return StepMark(step.id, "not possible", run.here, "unsafe")


def enter(run: Run, stage: str, at: datetime, why: str, words: str = "") -> None:
    """Open a stage; `why` is "key", "deadline" or the level of a route. A try that is left behind is over."""
    _leave_try(run, stage)
    run.add(facts.StageEntered(run.id, Passage(stage, at, why, words)))
    opened(run)


def _leave_try(run: Run, stage: str) -> None:
    """A call that the stage to open cannot end is over: its digits would be taken for another call's."""
    calling = going(run.incident)
    if calling is None:
        return
    name, _, rest = stage.partition(".")
    flow = flow_named(run.state, run.incident, name)
    steps = flow.stages[rest].steps if flow and rest in flow.stages else ()
    if not any((one.id, one.to.value if one.to else "") == (calling.step, calling.party) for one in steps):
        run.add(facts.AttemptEnded(run.id, calling.id, "no answer", run.here, "left open"))


def opened(run: Run) -> None:
    """What holds from the opening of a stage on: the content may be over, a must may not be possible."""
    at, session = place(run.state, run.incident), session_of(run.state, run.incident)
    if at is None:
        return
    whole = session is not None and not session.group  # one member's content is not the group's
    if whole and not at[1].content and session and session.state in LIVE and session.content_ended is None:
        run.add(facts.ContentEnded(session.id, run.now.utc))
    seen = facts_of(run.state, run.incident, run.now)
    for step, could in undone_musts(run.state, run.incident, at[1], seen, run.now):
        if not could:
            run.add(facts.StepMarked(run.id, _impossible(run, step)))
    open_loops(run)


def end(
    run: Run,
    outcome: Outcome,
    *,
    lost: bool = False,
    error: bool = False,
    words: str = "",
    until: datetime | None = None,
) -> None:
    """End the incident, with all that it means for the session; `lost` minutes count to `until`, else to now."""
    calling = going(run.incident)
    if calling is not None:
        run.add(facts.AttemptEnded(run.id, calling.id, "no answer", run.here, "left open"))
    if outcome.id == SAFE:
        for follow_up in called_back(run):
            run.add(facts.FollowUpSaved(replace(follow_up, done=run.now.utc, outcome="rang back: safe")))
    if error:
        take_back(run)
    for fact in ending(run.state, run.incident, outcome, run.now, lost=lost, error=error, words=words, until=until):
        run.add(fact)
    if outcome.follow_up and not error:
        run.owe(outcome.id, outcome.follow_up, "")
