"""Proves of a policy's flows what PRODUCT section 6 promises, over every combination of the facts that guards name.

Every stage can be reached and has a way out in every combination · truthful keys are sure to lead to an outcome, in at
most N of them · nothing goes round without a person's choice · every deadline leads on · every outbound step names whom
and how, so that the gate is asked · every exit leads to a stage or to an outcome with its words and who decided · a
must can be recorded as not possible · routes stand in the precedence · wherever a call is a step its number is on the
screen or one key away · a covert stage shows nobody's number · a loop that a line closes can come to that line.

Pure: flows in, findings by key path out ("drop.stage.phone.route[1]"). Facts that the console works out (the policy's
must, the gate's answers, the hour) may have any value in any combination, whether or not they can come together: so
what is proved holds for every policy that lists the same flows, and is proved once for all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from console.core.flow.facts import FACTS
from console.core.prove import stage as prove_stage
from console.core.prove.calls import calls_findings
from console.core.prove.loops import loops_findings, rounds
from console.core.prove.model import Model
from console.core.prove.situations import Facts
from console.core.prove.steps import steps_findings
from console.core.prove.walk import LIMIT, Finding, Walk
from data.values.flow import Flow, Route, Stage
from data.values.quick import dataclass

__all__ = ["LIMIT", "PRECEDENCE", "Finding", "FlowProof", "Proof", "prove"]

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
_KEPT = 4
_known: dict[tuple[str, int], "Proof"] = {}
"""The newest proofs by what was proved: several policies list the same flows."""


@dataclass(frozen=True, slots=True)
class FlowProof:
    """How much of one flow was looked at, and the most keys that it takes from anywhere in it to an outcome."""

    states: int
    paths: int
    keys: float


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found (nothing: proved), and how much was looked at: combinations of facts, and ways between them."""

    findings: tuple[Finding, ...]
    flows: Mapping[str, FlowProof] = field(default_factory=dict)

    @property
    def states(self) -> int:
        """The combinations of facts that were looked at, in all stages of all flows."""
        return sum(one.states for one in self.flows.values())

    @property
    def paths(self) -> int:
        """The ways from one combination to another that were followed."""
        return sum(one.paths for one in self.flows.values())


def prove(flows: Mapping[str, Flow], facts: Facts = FACTS, limit: int = LIMIT) -> Proof:
    """Prove these flows together; a flow with more than `limit` combinations is refused by its name."""
    asked = (repr((flows, facts)), limit)
    if asked not in _known:
        while len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[asked] = _prove(flows, facts, limit)
    return _known[asked]


def _prove(flows: Mapping[str, Flow], facts: Facts, limit: int) -> Proof:
    walk = Walk(flows, facts, limit)
    model = Model(walk)
    found: list[Finding] = []
    for flow in flows.values():
        found += _flow(model, flow)
    found += rounds(walk)
    found += loops_findings(walk)
    sizes = {name: FlowProof(model.states[name], model.paths[name], model.most_keys(name)) for name in flows}
    return Proof(tuple(dict.fromkeys(found)), sizes)


def _flow(model: Model, flow: Flow) -> Iterator[Finding]:
    yield from _order(flow.id, flow.routes)
    for number, route in enumerate(flow.routes, 1):
        goal = model.walk.target(flow.id, route.to)
        if goal is None or goal[1]:
            yield Finding(f"{flow.id}.route[{number}]", f'leads nowhere: "{route.to}"; name a stage or a flow')
    yield from _outcomes(model.walk, flow)
    if flow.id in model.too_large:
        most = f"over {model.walk.limit:,} combinations"
        yield Finding(flow.id, f"names too many facts to be looked at in full ({most}); split it into two flows")
    for stage in flow.stages.values():
        yield from _stage(model, flow, stage)


def _stage(model: Model, flow: Flow, stage: Stage) -> Iterator[Finding]:
    key, name = f"{flow.id}.stage.{stage.id}", f"{flow.id}.{stage.id}"
    yield from _order(key, stage.routes)
    yield from steps_findings(key, stage)
    if name not in model.walk.reached:
        yield Finding(key, "nothing leads to this stage; lead to it, or take it out")
        return
    yield from prove_stage.leads(model.walk, flow, stage)
    yield from prove_stage.dead_ends(model, flow, stage)
    if name not in model.walk.ending:
        yield Finding(key, "from here no outcome can be reached; give it a way that ends")
    yield from calls_findings(model.walk, flow, stage)


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
