"""How flows lead from stage to stage, read as the engine reads them, for all combinations of facts at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from console.core.prove.situations import ANY, Facts, Situation, outside, within
from data.values.flow import Flow, Route, Stage

LIMIT = 1_000_000
"""So many combinations one flow may have; a larger one is refused by its name."""


class TooLarge(Exception):  # noqa: N818 - it becomes a finding, not a traceback
    """A flow names so many facts that it cannot be looked at in full; its text says so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a flow does not keep, by key path, with the cure in words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """A way to another stage in these situations; `key` is the route or deadline that leads there."""

    to: str
    situation: Situation
    key: str


class Walk:
    """A policy's flows as a map. Stages go by "flow.stage", outcomes by "flow.outcome".

    `reached` are the stages that can be reached from any flow's start, `ended` the outcomes that a key leads to, and
    `ending` the stages from which some outcome can be reached. `states` and `paths` count what was looked at.
    """

    def __init__(self, flows: Mapping[str, Flow], facts: Facts, limit: int = LIMIT) -> None:
        self.flows, self.facts, self.limit = flows, facts, limit
        self.states = self.paths = 0
        self.opened = cache(self._opened)
        self.ended: set[str] = set()
        self.reached = self._reach()
        self.ending = self._ending()

    def target(self, flow: str, to: str) -> tuple[str, bool] | None:
        """Where a name in this flow leads: ("drop.phone", False), or an outcome with True; None for nowhere."""
        own = self.flows[flow]
        if to in own.stages or to in own.outcomes:
            return f"{flow}.{to}", to in own.outcomes
        name, _, rest = to.partition(".")
        other = self.flows.get(name)
        if other is None:
            return None
        stage = rest or other.start
        return (f"{name}.{stage}", False) if stage in other.stages else None

    def stage(self, name: str) -> Stage:
        """The stage of this name."""
        flow, _, stage = name.partition(".")
        return self.flows[flow].stages[stage]

    def read(self, name: str, situation: Situation) -> tuple[list[Move], list[Situation]]:
        """What happens at once in a stage: the routes that open, each with its situations, and where it stays.

        The flow's routes are read first, then the stage's. Of each list the first that holds counts; where it leads to
        the stage itself, the list is read no further.
        """
        flow, _, stage = name.partition(".")
        own = self.flows[flow]
        moves, left = self._list(name, own.routes, flow, [situation])
        more, rests = self._list(name, own.stages[stage].routes, f"{flow}.stage.{stage}", left)
        self.paths += len(moves) + len(more)
        return moves + more, rests

    def _list(
        self, name: str, routes: tuple[Route, ...], key: str, left: list[Situation]
    ) -> tuple[list[Move], list[Situation]]:
        moves: list[Move] = []
        stays: list[Situation] = []
        for number, route in enumerate(routes, 1):
            goal = self.target(name.partition(".")[0], route.to)
            here = [part for one in left if (part := within(one, route.when, self.facts)) is not None]
            if goal is None or goal[1] or goal[0] == name:
                stays += here
            else:
                moves += [Move(goal[0], part, f"{key}.route[{number}]") for part in here]
            left = [rest for one in left for rest in outside(one, route.when, self.facts)]
        return moves, left + stays

    def _opened(self, name: str) -> tuple[list[Move], list[Situation]]:
        return self.read(name, ANY)

    def moves_by_itself(self, name: str, situation: Situation) -> Iterator[Move]:
        """Routes, and deadlines in the situations where no route opens first."""
        moves, rests = self.read(name, situation)
        yield from moves
        key = f"{name.partition('.')[0]}.stage.{name.partition('.')[2]}"
        for number, deadline in enumerate(self.stage(name).deadlines, 1):
            goal = self.target(name.partition(".")[0], deadline.to)
            for rest in rests:
                part = within(rest, deadline.when, self.facts)
                if goal and not goal[1] and goal[0] != name and part is not None:
                    self.paths += 1
                    yield Move(goal[0], part, f"{key}.deadline[{number}]")

    def deadlines(self, name: str) -> list[str]:
        """The stages that this one's deadlines open."""
        goals = [self.target(name.partition(".")[0], one.to) for one in self.stage(name).deadlines]
        return [goal[0] for goal in goals if goal and not goal[1]]

    def keys_lead(self, name: str) -> list[str]:
        """The stages that this one's keys lead to, in some situation."""
        return [goal for goal, outcome in self._by_keys(name) if not outcome]

    def settled(self, name: str) -> frozenset[str]:
        """Where one comes to rest after entering this stage, over all situations."""
        seen, found, todo = {name}, set(), [name]
        while todo:
            one = todo.pop()
            moves, rests = self.opened(one)
            if rests:
                found.add(one)
            new = {move.to for move in moves} - seen
            seen |= new
            todo += new
        return frozenset(found)

    def _by_keys(self, name: str) -> Iterator[tuple[str, bool]]:
        _, rests = self.opened(name)
        for exit_ in self.stage(name).exits:
            goal = self.target(name.partition(".")[0], exit_.to)
            if goal and any(within(rest, exit_.when, self.facts) is not None for rest in rests):
                yield goal

    def next(self, name: str) -> Iterator[tuple[str, bool]]:
        """Everything that follows this stage, by itself or by a key; outcomes with True."""
        for move in self.moves_by_itself(name, ANY):
            yield move.to, False
        yield from self._by_keys(name)

    def _reach(self) -> list[str]:
        todo = [f"{flow.id}.{flow.start}" for flow in self.flows.values() if flow.start in flow.stages]
        found = dict.fromkeys(todo)
        while todo:
            for goal, outcome in self.next(todo.pop()):
                if outcome:
                    self.ended.add(goal)
                elif goal not in found:
                    found[goal] = None
                    todo.append(goal)
        return list(found)

    def _ending(self) -> set[str]:
        """Backwards from the outcomes."""
        after = {name: list(self.next(name)) for name in self.reached}
        found: set[str] = set()
        while True:
            new = {
                name
                for name, goals in after.items()
                if name not in found and any(outcome or goal in found for goal, outcome in goals)
            }
            if not new:
                return found
            found |= new
