"""What is proved of calls: wherever one is a step, the number (or NO CALL and why) is on the screen or one key away.

A call is a step where a line is a try to ring, where a line that is done or asked names whom it reaches, and where the
words of any line begin with "Ring" or "Phone". Covert stages are left out: there it is behind Esc twice.
"""

import re
from collections.abc import Iterator

from console.core.prove.situations import Situation, outside, within
from console.core.prove.walk import Finding, Walk
from data.values.flow import Flow, Guard, Look, Party, Stage, Step, StepKind
from data.values.people import Channel

CALM: Guard = {
    "danger": ("no", "unasked"),
    "saw": ("frozen", "hung-up", "distress", "mine", "unanswered"),
    "alone": ("unasked",),
}
"""Nobody said anything that leads to more urgent steps: a key that shows the number only by way of those shows none."""
_RING = re.compile(r"(Or |Then |Now )?(ring|phone|dial)\b", re.IGNORECASE)


def calls_findings(walk: Walk, flow: Flow, stage: Stage) -> Iterator[Finding]:
    """Everything wrong with the calls of this stage."""
    key, name = f"{flow.id}.stage.{stage.id}", f"{flow.id}.{stage.id}"
    if stage.look is Look.COVERT:
        return
    _, rests = walk.opened(name)
    for step in stage.steps:
        if _is_call(step):
            shown = [part for rest in rests if (part := within(rest, step.when, walk.facts)) is not None]
            bare = [part for one in shown for part in _bare(walk, stage, step.to, one)]
            if any(not _one_key_away(walk, name, step.to, one) for one in bare):
                whom = f"the {step.to.value}" if step.to else "whom it says"
                words = f"a call to {whom} is a step, but no line shows the number, and no key brings it forward"
                yield Finding(f"{key}.step.{step.id}", f"{words}; add a show with to and channel")
    yield from _opens_by_itself(walk, key, name, stage)


def shows_number(stage: Stage, party: Party | None) -> bool:
    """Whether this party's number (or NO CALL) may stand in this stage; without a party, anybody's."""
    return bool(_numbers(stage, party))


def _numbers(stage: Stage, party: Party | None) -> list[Step]:
    """The lines that show this party's number; without a party, anybody's."""
    shown = {StepKind.SHOW, StepKind.ATTEMPT}
    return [
        step
        for step in stage.steps
        if step.kind in shown and step.channel is Channel.CALL and step.to is not None and party in {None, step.to}
    ]


def _is_call(step: Step) -> bool:
    if step.to is None:
        return step.kind is not StepKind.ATTEMPT and bool(_RING.match(step.text))
    return step.kind in {StepKind.DO, StepKind.ASK} and step.channel in {None, Channel.CALL, Channel.VOICEMAIL}


def _bare(walk: Walk, stage: Stage, party: Party | None, situation: Situation) -> list[Situation]:
    """The part of the situation in which no line of the stage shows this party's number."""
    left = [situation]
    for step in _numbers(stage, party):
        left = [rest for one in left for rest in outside(one, step.when, walk.facts)]
    return left


def _one_key_away(walk: Walk, name: str, party: Party | None, situation: Situation) -> bool:
    """Whether some key leads surely to a screen with the number: in every stage in which one can come to rest."""
    for exit_ in walk.stage(name).exits:
        part = within(situation, exit_.when, walk.facts)
        goals = [goal for goal, outcome in walk.targets(name, exit_.to) if not outcome]
        if part is None or not goals:
            continue
        after = walk.arriving(walk.given(part, exit_.sets))
        ends = [walk.stage(end) for goal in goals for end in walk.settled(goal, after)]
        if all(end.look is not Look.COVERT and shows_number(end, party) for end in ends):
            return True
    return False


def _opens_by_itself(walk: Walk, key: str, name: str, stage: Stage) -> Iterator[Finding]:
    """Where a call to the client opens by itself, the number stands here already or is one key away."""
    coming = {end for deadline in walk.deadlines(name) for end in walk.settled(deadline)}
    rings = any(
        step.to is Party.CLIENT and step.kind is StepKind.ATTEMPT for end in coming for step in walk.stage(end).steps
    )
    if not rings or shows_number(stage, Party.CLIENT):
        return
    calm = {fact: frozenset(values) for fact, values in CALM.items()}
    keys = {end for goal in walk.keys_lead(name) for end in walk.settled(goal, calm)}
    if not any(shows_number(walk.stage(end), Party.CLIENT) for end in keys):
        yield Finding(key, "a call opens here by itself, but no key brings its number forward; add an exit to it")
