"""Every stage in every combination of the facts that its guards name, and every way on from each.

From it: which combinations have no way out, and how many keys it takes to end a flow, however the facts stand. A key
counts as a way where it is truthful: an exit whose guard holds, and a question only as its worst answer, for nobody has
to say what is not so to get on. What the world does (a call is answered, minutes pass, somebody comes back) is never
relied on for an end, and what a stage's guards do not name is forgotten in it, so that the next takes the worst of it.
Hence "at most N keys" may be more than it takes, and is never less. "x", entered in error, is one key from everywhere
and is not counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from console.core.prove.situations import Situation, combinations, holds_at, kinds, size
from console.core.prove.walk import BEFORE, Walk
from data.values.flow import Flow, FlowAnswer, Guard, Stage, StepKind

Point = Mapping[str, frozenset[str]]
Goal = tuple[str, tuple[int, ...]]
"""A stage and those of its points that may hold there; ("", ()) is an outcome."""
OUTCOME: Goal = ("", ())
_ANY: frozenset[str] = frozenset()
_KEPT = 1_024
_explored: dict[str, tuple[list[tuple["Way", ...]], list[bool]]] = {}
"""What was found of a stage, by everything that it hangs on: most stages of two proofs are the same."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a point: how many keys, and where they may lead; which of the goals, the world decides."""

    keys: int
    goals: tuple[Goal, ...]


@dataclass(slots=True)
class Points:
    """One stage in every combination: the ways on from each, and where time leads on by itself."""

    name: str
    groups: dict[str, list[frozenset[str]]]
    points: list[dict[str, frozenset[str]]]
    ways: list[tuple[Way, ...]] = field(default_factory=list)
    timed: list[bool] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    known: dict[tuple[frozenset[str], ...], tuple[int, ...]] = field(default_factory=dict)

    def at(self, situation: Situation) -> tuple[int, ...]:
        """The points that this situation may be."""
        wanted = tuple([situation.get(name, _ANY) for name in self.groups])
        if wanted not in self.known:
            found = [0]
            for groups, values in zip(self.groups.values(), wanted, strict=True):
                hold = [n for n, group in enumerate(groups) if not values or group & values]
                found = [at * len(groups) + n for at in found for n in hold]  # as `combinations` counts them
            self.known[wanted] = tuple(found)
        return self.known[wanted]


def guards(flow: Flow, stage: Stage) -> Iterator[Guard]:
    """Every guard that says where this stage leads."""
    yield from (one.when for one in (*flow.routes, *stage.routes))
    yield from (one.when for one in stage.exits)
    yield from (one.when for one in stage.deadlines)
    yield from (one.when for one in flow.questions)
    yield from (step.when for step in stage.steps if step.kind is StepKind.ASK)


class Model:
    """The whole map of these flows; one that has more points than the limit is in `too_large`, and left out."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.stages: dict[str, Points] = {}
        self.states: dict[str, int] = {}
        self.paths = dict.fromkeys(walk.flows, 0)
        groups = {name: self._groups(name) for name in walk.reached}
        for name, found in groups.items():
            flow = name.partition(".")[0]
            self.states[flow] = self.states.get(flow, 0) + size(found)
        self.too_large = {flow for flow, states in self.states.items() if states > walk.limit}
        for name, found in groups.items():
            if name.partition(".")[0] not in self.too_large:
                self.stages[name] = Points(name, found, list(combinations(found)))
        for stage in self.stages.values():
            self._explore(stage)
        self._count()

    def most_keys(self, flow: str) -> float:
        """The most keys that it takes from any point of this flow to an outcome, each time by the shortest way."""
        mine = (max(one.keys) for name, one in self.stages.items() if name.partition(".")[0] == flow)
        return max(mine, default=0)

    def stuck(self, name: str) -> list[Point]:
        """The combinations in which the stage stays open and nothing truthful, nor time, leads out of it."""
        stage = self.stages[name]
        free = {n for n, timed in enumerate(stage.timed) if timed}
        left = [n for n in range(len(stage.points)) if n not in free]
        while new := [n for n in left if any(_out(way, name, free) for way in stage.ways[n])]:
            free.update(new)
            left = [n for n in left if n not in free]
        return [stage.points[n] for n in left]

    def unending(self, name: str) -> list[Point]:
        """The combinations from which no truthful keys are sure to lead to an outcome."""
        stage = self.stages[name]
        return [point for point, keys in zip(stage.points, stage.keys, strict=True) if keys == inf]

    # --- exploring ----------------------------------------------------------------------------------------------------
    def _groups(self, name: str) -> dict[str, list[frozenset[str]]]:
        return kinds(guards(self.walk.flows[name.partition(".")[0]], self.walk.stage(name)), self.walk.facts)

    def _explore(self, stage: Points) -> None:
        """The ways on from each point; what was looked at in an earlier proof, and is still the same, is taken over."""
        key = self._key(stage)
        if key not in _explored:
            if len(_explored) >= _KEPT:
                _explored.clear()
            _explored[key] = self._looked_at(stage)
        stage.ways, stage.timed = _explored[key]
        steps = sum(len(points) or 1 for ways in stage.ways for way in ways for _, points in way.goals)
        self.paths[stage.name.partition(".")[0]] += steps + sum(stage.timed)

    def _key(self, stage: Points) -> str:
        """Everything that the ways on from this stage hang on."""
        walk, part = self.walk, self.walk.stage(stage.name)
        flow = walk.flows[stage.name.partition(".")[0]]
        names = [one.to for one in (*flow.routes, *part.routes)]
        names += [*(one.to for one in part.exits), *(one.to for one in part.deadlines)]
        goals = sorted({goal for to in names for goal in walk.targets(stage.name, to)})
        there = [(goal, self.stages[goal[0]].groups if goal[0] in self.stages else None) for goal in goals]
        same = (stage.name, stage.groups, flow.routes, flow.questions, part, there, stage.name in walk.begun)
        return repr((same, walk.facts))

    def _looked_at(self, stage: Points) -> tuple[list[tuple[Way, ...]], list[bool]]:
        found: list[tuple[Way, ...]] = []
        timed: list[bool] = []
        for point in stage.points:
            to = self.walk.next_at(stage.name, point)
            if to != stage.name:
                ways = [Way(0, (self._goal(to, self.walk.arriving(point)),))]
            else:
                ways = [*self._exits(stage, point), *self._questions(stage, point)]
            found.append(tuple(dict.fromkeys(ways)))
            timed.append(to == stage.name and self._time(stage, point))
        return found, timed

    def _exits(self, stage: Points, point: Point) -> Iterator[Way]:
        for exit_ in self.walk.stage(stage.name).exits:
            goals = self.walk.targets(stage.name, exit_.to)
            there = exit_.to != BEFORE or stage.name not in self.walk.begun
            if not goals or not there or not holds_at(point, exit_.when):
                continue
            after = self.walk.given(point, exit_.sets)
            found = {OUTCOME if outcome else self._goal(goal, self.walk.arriving(after)) for goal, outcome in goals}
            yield Way(1, tuple(sorted(found)))

    def _questions(self, stage: Points, point: Point) -> Iterator[Way]:
        for when, fact, answers in self._asked[stage.name]:
            if answers and holds_at(point, when):
                after = (self.walk.given(point, {fact: answer.value, **answer.also}) for answer in answers)
                yield Way(1, tuple(sorted({(stage.name, stage.at(one)) for one in after})))

    @cached_property
    def _asked(self) -> Mapping[str, list[tuple[Guard, str, tuple[FlowAnswer, ...]]]]:
        """For each stage its standing questions, and the steps that ask: (when, fact, answers)."""
        found: dict[str, list[tuple[Guard, str, tuple[FlowAnswer, ...]]]] = {}
        for name in self.stages:
            flow, stage = self.walk.flows[name.partition(".")[0]], self.walk.stage(name)
            found[name] = [(one.when, one.fact, one.answers) for one in flow.questions]
            found[name] += [(one.when, one.fact, one.answers) for one in stage.steps if one.kind is StepKind.ASK]
        return found

    def _time(self, stage: Points, point: Point) -> bool:
        """Whether a deadline of the stage leads on from here."""
        for deadline in self.walk.stage(stage.name).deadlines:
            goals = self.walk.targets(stage.name, deadline.to)
            leads = any(not outcome and goal != stage.name for goal, outcome in goals)
            if leads and holds_at(point, deadline.when):
                return True
        return False

    def _goal(self, name: str, situation: Situation) -> Goal:
        """That stage in this situation; of a flow too large to be looked at, nothing more is asked."""
        return (name, self.stages[name].at(situation)) if name in self.stages else OUTCOME

    # --- the fewest keys ----------------------------------------------------------------------------------------------
    def _count(self) -> None:
        """Layer by layer: first what ends by one key, then what leads there by one more, and so on."""
        for stage in self.stages.values():
            stage.keys = [inf] * len(stage.points)
        left = [(stage, n) for stage in self.stages.values() for n in range(len(stage.points))]
        far: dict[Goal, float] = {OUTCOME: 0}
        keys = 0
        while left:
            keys += 1
            before = len(left)
            while new := self._within(left, keys, far):
                for stage, n in new:
                    stage.keys[n] = keys
                left = [(stage, n) for stage, n in left if stage.keys[n] == inf]
            if len(left) == before:
                return

    def _within(self, left: list[tuple[Points, int]], keys: int, far: dict[Goal, float]) -> list[tuple[Points, int]]:
        """Those points from which a way leads to an outcome in so many keys; `far` keeps how far each goal is."""
        asked: dict[Goal, float] = {}  # of goals that are still open: their distance changes from one pass to the next

        def distance(goal: Goal) -> float:
            if goal in far:
                return far[goal]
            if goal not in asked:
                known = self.stages[goal[0]].keys
                found = max((known[n] for n in goal[1]), default=0)
                (asked if found == inf else far)[goal] = found
                return found
            return asked[goal]

        return [
            (stage, n)
            for stage, n in left
            if any(all(way.keys + distance(goal) <= keys for goal in way.goals) for way in stage.ways[n])
        ]


def _out(way: Way, name: str, free: set[int]) -> bool:
    """Whether this way surely leads out of the stage, at once or from a combination that does."""
    return all(goal[0] != name or all(n in free for n in goal[1]) for goal in way.goals)
