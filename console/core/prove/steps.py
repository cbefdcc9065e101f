"""What is proved of the lines of one stage: the gate can be asked of every outbound one, and every must be settled."""

import re
from collections.abc import Iterator

from console.core.prove.walk import Finding
from data.values.flow import GATED, Look, Stage, Step, StepKind

_OUTBOUND = frozenset({StepKind.MESSAGE, StepKind.ATTEMPT})
_GATE_FACTS = frozenset(
    {
        "call_route",
        "text_route",
        "email_route",
        "voicemail_route",
        "letter",
        "safe_route",
        "emergency",
        "contacts_left",
        "guardian",
        "next_route",
        "today_route",
    }
)
"""Facts that say what the gate answered: a must that hides by them could never be recorded as not possible."""
_NUMBER = re.compile(r"\d(?:[ ()/-]?\d){4,}")
"""Five digits or more: a number to ring, written where no gate is asked."""


def steps_findings(key: str, stage: Stage) -> Iterator[Finding]:
    """Everything wrong with the steps of this stage, by key path."""
    if stage.card and stage.look is Look.COVERT:
        yield Finding(key, "a covert stage shows nobody's place or number; take out card, or look")
    musts = [step for step in stage.steps if step.must]
    for exit_ in stage.exits:
        if musts and exit_.ask and exit_.sets.get("back") != "yes":
            words = f"asks for words, but while {musts[0].id} is undone the same key asks why: one would have no place"
            yield Finding(f"{key}.exit.{exit_.id}", f"{words}; ask in a step of kind ask")
    for step in stage.steps:
        at = f"{key}.step.{step.id}"
        yield from _outbound(at, step)
        if step.must:
            yield from _must(at, stage, step)
        if stage.look is Look.COVERT and step.to in GATED:
            yield Finding(at, "a covert stage shows nobody's number and sends nothing; take it out")


def _outbound(at: str, step: Step) -> Iterator[Finding]:
    half = (step.to is None) != (step.channel is None)
    nobody = step.kind is StepKind.MESSAGE and step.to is None
    if nobody or (half and step.kind in {*_OUTBOUND, StepKind.SHOW}):
        missing = "to" if step.to is None else "channel"
        yield Finding(at, f"goes out past the gate: add {missing}, so that the gate can be asked")
    elif step.kind in {StepKind.DO, StepKind.ASK} and step.to in GATED:
        kinds = "attempt, message or show"
        yield Finding(at, f"reaches somebody, but no gate is asked of a {step.kind.value}; make it {kinds}")
    if _NUMBER.search(" ".join((step.text, *(answer.say for answer in step.answers)))):
        yield Finding(at, "has a number in its words, past the gate; use to and channel, and take it out here")


def _must(at: str, stage: Stage, step: Step) -> Iterator[Finding]:
    if step.kind not in {*_OUTBOUND, StepKind.DO}:
        yield Finding(at, f"a must that is only a {step.kind.value} cannot be recorded; make it do, message or attempt")
    elif hidden := _GATE_FACTS & step.when.keys():
        yield Finding(at, f"a must hidden by {min(hidden)} could not be recorded as not possible; take it out")
    if not stage.exits:
        yield Finding(at, "a must can be left only by a key that asks why; give the stage an exit")
