"""Proves of a policy's flows what PRODUCT section 6 promises, over every combination of the facts that guards name.

Every stage can be reached and has a way out in every combination · nothing goes round without a person's choice · every
deadline leads on · every outbound step names whom and how, so that the gate is asked · every exit leads to a stage or
to an outcome with its words and who decided · a must can be recorded as not possible · routes stand in the precedence ·
the number is one key away where a call comes next · a covert stage shows nobody's number.

Pure: flows in, findings by key path out ("drop.stage.phone.route[1]"). A way out is a key, a deadline, or a question
each of whose answers leads on; what the world does (a call is answered, minutes pass) is never relied on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from console.core.flow.facts import FACTS
from console.core.prove import stage as prove_stage
from console.core.prove.situations import ANY, Facts, Situation
from console.core.prove.steps import steps_findings
from console.core.prove.walk import LIMIT, Finding, TooLarge, Walk
from data.values.flow import Flow, Look, Party, Route, Stage, StepKind
from data.values.people import Channel

__all__ = ["LIMIT", "PRECEDENCE", "Finding", "Proof", "prove"]

PRECEDENCE = (
    "immediate danger",
    "someone came in",
    "concern",
    "the policy's must",
    "third drop",
    "second drop",
    "last five minutes",
    "client's plan",
)
"""The levels of PRODUCT section 6, highest first; a route names its own in `level`, other names stand anywhere."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found (nothing: proved), and how much was looked at: combinations of facts, and ways between them."""

    findings: tuple[Finding, ...]
    states: int
    paths: int


def prove(flows: Mapping[str, Flow], facts: Facts = FACTS, limit: int = LIMIT) -> Proof:
    """Prove these flows together; a flow with more than `limit` combinations is refused by its name."""
    walk = Walk(flows, facts, limit)
    found: list[Finding] = []
    for flow in flows.values():
        found += _flow(walk, flow)
    found += _loops(walk)
    return Proof(tuple(dict.fromkeys(found)), walk.states, walk.paths)


def _flow(walk: Walk, flow: Flow) -> Iterator[Finding]:
    yield from _order(flow.id, flow.routes)
    for number, route in enumerate(flow.routes, 1):
        goal = walk.target(flow.id, route.to)
        if goal is None or goal[1]:
            yield Finding(f"{flow.id}.route[{number}]", f'leads nowhere: "{route.to}"; name a stage or a flow')
    yield from _outcomes(walk, flow)
    try:
        for stage in flow.stages.values():
            yield from _stage(walk, flow, stage)
    except TooLarge as large:
        yield Finding(flow.id, str(large))


def _stage(walk: Walk, flow: Flow, stage: Stage) -> Iterator[Finding]:
    key, name = f"{flow.id}.stage.{stage.id}", f"{flow.id}.{stage.id}"
    yield from _order(key, stage.routes)
    yield from steps_findings(key, stage)
    if name not in walk.reached:
        yield Finding(key, "nothing leads to this stage; lead to it, or take it out")
        return
    yield from prove_stage.leads(walk, flow, stage)
    yield from prove_stage.dead_ends(walk, flow, stage)
    if name not in walk.ending:
        yield Finding(key, "from here no outcome can be reached; give it a way that ends")
    yield from _number(walk, key, name, stage)


def _order(key: str, routes: tuple[Route, ...]) -> Iterator[Finding]:
    """The precedence is the order of the routes: a lower level never stands above a higher one."""
    lowest = 0
    for number, route in enumerate(routes, 1):
        place = PRECEDENCE.index(route.level) if route.level in PRECEDENCE else lowest
        if place < lowest:
            words = f'"{route.level}" comes before "{PRECEDENCE[lowest]}" in the precedence; put it higher'
            yield Finding(f"{key}.route[{number}]", words)
        lowest = max(lowest, place)


def _outcomes(walk: Walk, flow: Flow) -> Iterator[Finding]:
    for outcome in flow.outcomes.values():
        key = f"{flow.id}.outcome.{outcome.id}"
        if not outcome.text.strip():
            yield Finding(key, "says nothing; write how it ended")
        if not outcome.decider.strip():
            yield Finding(key, "does not say who decided; add decider")
        if f"{flow.id}.{outcome.id}" not in walk.ended:
            yield Finding(key, "no key leads to this outcome; lead to it, or take it out")


def _number(walk: Walk, key: str, name: str, stage: Stage) -> Iterator[Finding]:
    """Where a call opens by itself, the number stands here already or is one key away."""
    if stage.look is Look.COVERT or shows_number(stage):
        return
    coming = {end for deadline in walk.deadlines(name) for end in walk.settled(deadline)}
    if not any(_rings(walk.stage(one)) for one in coming):
        return
    if not any(shows_number(walk.stage(end)) for goal in walk.keys_lead(name) for end in walk.settled(goal)):
        yield Finding(key, "a call opens here by itself, but no key brings its number forward; add an exit to it")


def shows_number(stage: Stage) -> bool:
    """Whether the client's number (or NO CALL) stands in this stage."""
    return any(
        step.to is Party.CLIENT and step.channel is Channel.CALL and step.kind in {StepKind.SHOW, StepKind.ATTEMPT}
        for step in stage.steps
    )


def _rings(stage: Stage) -> bool:
    return any(step.to is Party.CLIENT and step.kind is StepKind.ATTEMPT for step in stage.steps)


def _loops(walk: Walk) -> Iterator[Finding]:
    """No round of routes and deadlines alone: with the same facts it would never stop, and no person chose it."""
    done: set[tuple[str, frozenset[tuple[str, frozenset[str]]]]] = set()

    def follow(name: str, situation: Situation, path: tuple[str, ...], by: str) -> Iterator[Finding]:
        if name in path:
            round_ = " → ".join((*path[path.index(name) :], name))
            yield Finding(by, f"goes round for ever without anybody's choice: {round_}; break it by a key")
            return
        mark = (name, frozenset(situation.items()))
        if mark in done:
            return
        done.add(mark)
        for move in walk.moves_by_itself(name, situation):
            yield from follow(move.to, move.situation, (*path, name), move.key)

    for name in walk.reached:
        yield from follow(name, ANY, (), name)
