"""How flows lead from stage to stage, read as the engine reads them, for all combinations of facts at once.

Where it cannot know more it allows more, never less: what a stage's guards do not name is forgotten and may be anything
in the next; "before" is every stage from which this one can be entered; and an answer that is asked anew whenever a
stage opens may be there or not, for it stays where a route follows it at the same instant.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from console.core.incident.incidents import AFRESH
from console.core.prove.situations import ANY, Facts, Situation, holds_at, outside, within
from data.values.flow import Flow, Route, Stage
from data.values.quick import dataclass

BEFORE = "before"
"""The goal of an exit that leads back to the stage from which this one was entered."""

LIMIT = 1_000_000
"""So many combinations one flow may have; a larger one is refused by its name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a flow does not keep, by key path, with the cure in words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """A way to another stage; `situation` is how the facts stand on arrival, `key` the route or deadline."""

    to: str
    situation: Situation
    key: str


class Walk:
    """A policy's flows as a map. Stages go by "flow.stage", outcomes by "flow.outcome".

    `reached` are the stages that can be reached from any flow's start, `ended` the outcomes that a key leads to, and
    `ending` the stages from which some outcome can be reached. `came` are, for each stage, those from which it can be
    entered; `begun` are those with which a flow begins, where nothing is "before".
    """

    def __init__(self, flows: Mapping[str, Flow], facts: Facts, limit: int = LIMIT) -> None:
        self.flows, self.facts, self.limit = flows, facts, limit
        self.opened = cache(self._opened)
        self.ended: set[str] = set()
        self.came: dict[str, set[str]] = {}
        self.begun = self._begun()
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

    def targets(self, name: str, to: str) -> list[tuple[str, bool]]:
        """Where a name leads from this stage: as `target`, and "before" to every stage one may have come from."""
        if to == BEFORE:
            return [(one, False) for one in sorted(self.came.get(name, ()))]
        goal = self.target(name.partition(".")[0], to)
        return [goal] if goal else []

    def arriving(self, situation: Situation) -> Situation:
        """How the facts stand when another stage opens in this situation."""
        out = dict(situation)
        for fact in AFRESH & out.keys():
            out[fact] |= {"unasked"} & set(self.facts.get(fact, ()))
        out.pop("reached", None)
        return self._back(out)

    def given(self, situation: Situation, sets: Mapping[str, str]) -> Situation:
        """How the facts stand after a person gave these; who said so is a fact of its own."""
        out = dict(situation)
        for fact, value in sets.items():
            out[fact] = frozenset({value})
            if f"{fact}_by" in self.facts:
                out[f"{fact}_by"] = frozenset({"person"})
        return self._back(out)

    def _back(self, situation: dict[str, frozenset[str]]) -> Situation:
        """Whoever is back in the room counts as reached."""
        if situation.get("back") == frozenset({"yes"}) and "yes" in self.facts.get("reached", ()):
            situation["reached"] = frozenset({"yes"})
        return situation

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
        return moves + more, rests

    def next_at(self, name: str, point: Situation) -> str:
        """`read` for one combination: the stage that opens next, or this one where it stays."""
        flow, _, stage = name.partition(".")
        own = self.flows[flow]
        for routes in (own.routes, own.stages[stage].routes):
            route = next((one for one in routes if holds_at(point, one.when)), None)
            goal = self.target(flow, route.to) if route else None
            if goal is not None and not goal[1] and goal[0] != name:
                return goal[0]
        return name

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
                moves += [Move(goal[0], self.arriving(part), f"{key}.route[{number}]") for part in here]
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
                    yield Move(goal[0], self.arriving(part), f"{key}.deadline[{number}]")

    def deadlines(self, name: str) -> list[str]:
        """The stages that this one's deadlines open."""
        goals = [self.target(name.partition(".")[0], one.to) for one in self.stage(name).deadlines]
        return [goal[0] for goal in goals if goal and not goal[1]]

    def keys_lead(self, name: str) -> list[str]:
        """The stages that this one's keys lead to, in some situation."""
        return [goal for goal, outcome in self._by_keys(name) if not outcome]

    def settled(self, name: str, situation: Situation = ANY) -> frozenset[str]:
        """Where one comes to rest after entering this stage in this situation."""
        seen: set[tuple[str, frozenset[tuple[str, frozenset[str]]]]] = set()
        found, todo = set(), [(name, situation)]
        while todo:
            one, at = todo.pop()
            if (mark := (one, frozenset(at.items()))) not in seen:
                seen.add(mark)
                moves, rests = self.read(one, at)
                found |= {one} if rests else set()
                todo += [(move.to, move.situation) for move in moves]
        return frozenset(found)

    def _by_keys(self, name: str) -> Iterator[tuple[str, bool]]:
        _, rests = self.opened(name)
        for exit_ in self.stage(name).exits:
            if any(within(rest, exit_.when, self.facts) is not None for rest in rests):
                yield from self.targets(name, exit_.to)

    def next(self, name: str) -> Iterator[tuple[str, bool]]:
        """Everything that follows this stage, by itself or by a key; outcomes with True."""
        for move in self.moves_by_itself(name, ANY):
            yield move.to, False
        yield from self._by_keys(name)

    def _begun(self) -> set[str]:
        """The starts alone: a stage that opens at once after one leads back to the start itself."""
        return {f"{flow.id}.{flow.start}" for flow in self.flows.values() if flow.start in flow.stages}

    def _reach(self) -> list[str]:
        todo = [f"{flow.id}.{flow.start}" for flow in self.flows.values() if flow.start in flow.stages]
        found = dict.fromkeys(todo)
        while todo:
            name = todo.pop()
            for goal, outcome in self.next(name):
                if outcome:
                    self.ended.add(goal)
                    continue
                if name != goal and name not in self.came.setdefault(goal, set()):
                    self.came[goal].add(name)
                    if goal in found and self._leads_back(goal):
                        todo.append(goal)  # a new stage that one may have come from is a new goal of "before"
                if goal not in found:
                    found[goal] = None
                    todo.append(goal)
        return list(found)

    def _leads_back(self, name: str) -> bool:
        return any(exit_.to == BEFORE for exit_ in self.stage(name).exits)

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
