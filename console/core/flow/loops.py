"""Loops: what a stage leaves owed until a person closes it: help on its way, the lead to be told, a report.

Its rule: a loop is a follow-up like any other, made once, and nothing but a person's word closes it: a step or an exit
that says so, or words in the list of what is owed. An incident entered in error takes its own back.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from console.core.flow.run import Run
from console.core.flow.seen import facts_of, holds
from console.core.flow.times import left
from console.core.incident.incidents import flow_named, place
from data.values import facts
from data.values.flow import Anchor, Flow, Owed, Step, StepKind
from data.values.session import FollowUp

REACHED = frozenset({"client", "reached", "safe"})
"""How a try ends that was to tell somebody, and did."""
_NAMED = "{who}"


def open_loops(run: Run) -> None:
    """Make what the stage in hand owes, where its guard holds and it was not made yet."""
    at = place(run.state, run.incident)
    if at is None or not at[1].owes:
        return
    seen = facts_of(run.state, run.incident, run.now)
    for one in at[1].owes:
        if _id(run, one.id) not in run.state.follow_ups and holds(one.when, seen):
            _make(run, one)


def close_loop(run: Run, name: str, words: str) -> None:
    """A person closed it; one that was closed before it was owed is kept with how."""
    owed = run.state.follow_ups.get(_id(run, name))
    if owed is None:
        found = next((one for flow in _flows(run) for one in _owes(flow) if one.id == name), None)
        if found is None:
            return
        owed = _make(run, found)
    if owed.done is None:
        run.add(facts.FollowUpSaved(replace(owed, done=run.now.utc, outcome=words)))


def close_by_step(run: Run, step: Step, value: str, words: str) -> None:
    """A step was done, answered or tried: it closes its loop where it says so and nothing is left of it.

    An answer closes with the words that it asks for; where no answer of the step asks for any, "yes" does.
    """
    if not step.closes:
        return
    asks = any(one.ask for one in step.answers)
    asked = any(one.ask and one.value == value for one in step.answers)
    if step.kind is StepKind.DO:
        close_loop(run, step.closes, words or step.text)
    elif step.kind is StepKind.ATTEMPT and value in REACHED:
        close_loop(run, step.closes, words or value)
    elif step.kind is StepKind.ASK and (words and asked if asks else value == "yes"):
        close_loop(run, step.closes, words or step.text)


def redate(run: Run) -> None:
    """It began or was discovered earlier than was thought: what is still owed by a limit is due earlier too."""
    for one in (owed for flow in _flows(run) for owed in _owes(flow)):
        owed = run.state.follow_ups.get(_id(run, one.id))
        due = _due(run, one)
        if owed is not None and owed.done is None and due is not None and due != owed.due:
            run.add(facts.FollowUpSaved(replace(owed, due=due)))


def take_back(run: Run) -> None:
    """The incident was entered in error: nothing of it is owed."""
    for owed in _own(run):
        run.add(facts.FollowUpSaved(replace(owed, done=run.now.utc, outcome="entered in error")))


def now_known(run: Run) -> None:
    """It became known whom the incident is about: so is what it owes, in its words too, which named the whole group."""
    known = {_id(run, one.id): one for flow in _flows(run) for one in _owes(flow)}
    for owed in _own(run):
        if owed.client != run.incident.client or owed.session != run.incident.session:
            words = _words(run, known[owed.id]) if owed.id in known else owed.text
            changed = replace(owed, text=words, client=run.incident.client, session=run.incident.session)
            run.add(facts.FollowUpSaved(changed))


def _own(run: Run) -> tuple[FollowUp, ...]:
    waiting = run.state.follow_ups.values()
    return tuple(one for one in waiting if one.id.startswith(f"{run.id}-") and one.done is None)


def _make(run: Run, one: Owed) -> FollowUp:
    owed = FollowUp(
        id=_id(run, one.id),
        kind=one.id,
        text=_words(run, one),
        made=run.now.utc,
        client=run.incident.client,
        session=run.incident.session,
        due=_due(run, one),
    )
    run.add(facts.FollowUpSaved(owed))
    return owed


def _words(run: Run, one: Owed) -> str:
    """What is owed, with whom it is about put first."""
    words = one.text if _NAMED in one.text or not run.who else f"{run.who}: {one.text}"
    return words.replace(_NAMED, run.who or "the client")


def _due(run: Run, one: Owed) -> datetime | None:
    """When it is overdue; None for one without a limit, and by the instants of the clock on the wall."""
    if not one.after.policy and not one.after.seconds:
        return None
    rest = left(run.state, run.incident, one.anchor, one.after, run.now)
    if rest is None and one.anchor is not Anchor.T0:
        rest = left(run.state, run.incident, Anchor.T0, one.after, run.now)
    return run.now.utc + rest if rest is not None else None


def _id(run: Run, name: str) -> str:
    return f"{run.id}-{name}"


def _flows(run: Run) -> Iterator[Flow]:
    """The flows that the incident passed through, each once."""
    names = (run.incident.flow, *(one.stage.partition(".")[0] for one in run.incident.path))
    for name in dict.fromkeys(names):
        flow = flow_named(run.state, run.incident, name)
        if flow is not None:
            yield flow


def _owes(flow: Flow) -> Iterator[Owed]:
    for stage in flow.stages.values():
        yield from stage.owes
