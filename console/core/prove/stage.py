"""What is proved of one stage: its routes, exits and deadlines lead on, and in every combination there is a way out."""

from collections.abc import Iterator, Mapping

from console.core.prove.situations import combinations, kinds, size, within, words
from console.core.prove.walk import Finding, TooLarge, Walk
from data.values.flow import Flow, FlowAnswer, Guard, Stage, StepKind

Point = Mapping[str, frozenset[str]]
_Mark = frozenset[tuple[str, frozenset[str]]]


def leads(walk: Walk, flow: Flow, stage: Stage) -> Iterator[Finding]:
    """Every route and every exit is open in some situation; every deadline leads to another stage."""
    key, name = f"{flow.id}.stage.{stage.id}", f"{flow.id}.{stage.id}"
    moves, rests = walk.opened(name)
    opening = {move.key for move in moves}
    for number, route in enumerate(stage.routes, 1):
        goal = walk.target(flow.id, route.to)
        if goal is None or goal[1]:
            yield Finding(f"{key}.route[{number}]", f'leads nowhere: "{route.to}"; name a stage')
        elif goal[0] != name and f"{key}.route[{number}]" not in opening:
            yield Finding(
                f"{key}.route[{number}]", "never opens: those above always come first; move it, or take it out"
            )
    for exit_ in stage.exits:
        if walk.target(flow.id, exit_.to) is None:
            yield Finding(f"{key}.exit.{exit_.id}", f'leads nowhere: "{exit_.to}"; name a stage or an outcome')
        elif rests and not any(within(rest, exit_.when, walk.facts) is not None for rest in rests):
            yield Finding(f"{key}.exit.{exit_.id}", "can never be taken here; look at its when")
    for number, deadline in enumerate(stage.deadlines, 1):
        goal = walk.target(flow.id, deadline.to)
        if goal is None or goal[1]:
            yield Finding(f"{key}.deadline[{number}]", f'leads nowhere: "{deadline.to}"; name a stage')
        elif goal[0] == name:
            yield Finding(f"{key}.deadline[{number}]", "opens the stage it is in; lead to another")


def dead_ends(walk: Walk, flow: Flow, stage: Stage) -> Iterator[Finding]:
    """In every combination a key leads out, or time does, or answers that a person can give open a way."""
    guards = list(_guards(flow, stage))
    groups = kinds(guards, walk.facts)
    if walk.states + size(groups) > walk.limit:
        raise TooLarge(f"names too many facts to be looked at in full (over {walk.limit:,} combinations); split it")
    stuck = _stuck(walk, flow, stage, list(combinations(groups)))
    walk.states += size(groups)
    if stuck:
        ways: list[Guard] = [one.when for one in stage.exits] + [one.when for one in stage.deadlines]
        only = [fact for when in ways for fact in when]
        at = words(stuck[0], walk.facts, only) or "always"
        hint = "add an exit" if not stage.exits else "add an exit that holds then, or a question that leads on"
        yield Finding(f"{flow.id}.stage.{stage.id}", f"no way out: {at}; {hint}")


def _guards(flow: Flow, stage: Stage) -> Iterator[Guard]:
    yield from (one.when for one in (*flow.routes, *stage.routes))
    yield from (one.when for one in stage.exits)
    yield from (one.when for one in stage.deadlines)
    yield from (one.when for one in flow.questions)
    for step in stage.steps:
        if step.kind is StepKind.ASK:
            yield step.when


def _stuck(walk: Walk, flow: Flow, stage: Stage, points: list[dict[str, frozenset[str]]]) -> list[Point]:
    """The combinations in which the stage stays open and nothing that a person can truthfully do leads out of it.

    A question is a way out only where each of its answers is: nobody has to say what is not so to get on.
    """
    name = f"{flow.id}.{stage.id}"
    free: set[_Mark] = set()
    waiting: dict[_Mark, tuple[Point, list[set[_Mark]]]] = {}
    for point in points:
        moves, _ = walk.read(name, point)
        mark = frozenset(point.items())
        if moves or _opens(walk, flow, stage, point):
            free.add(mark)
        else:
            waiting[mark] = (point, list(_answered(walk, flow, stage, point)))
            walk.paths += sum(len(marks) for marks in waiting[mark][1])
    while new := {mark for mark, (_, asked) in waiting.items() if any(marks <= free for marks in asked)}:
        free |= new
        waiting = {mark: found for mark, found in waiting.items() if mark not in new}
    return [point for point, _ in waiting.values()]


def _opens(walk: Walk, flow: Flow, stage: Stage, point: Point) -> bool:
    here = f"{flow.id}.{stage.id}"
    ways = [(one.to, one.when) for one in stage.exits] + [(one.to, one.when) for one in stage.deadlines]
    for to, when in ways:
        goal = walk.target(flow.id, to)
        if goal and goal[0] != here and within(point, when, walk.facts) is not None:
            return True
    return False


def _answered(walk: Walk, flow: Flow, stage: Stage, point: Point) -> Iterator[set[_Mark]]:
    """For each standing question and each step that asks: the combinations that its answers lead to."""
    asked: list[tuple[str, Guard, tuple[FlowAnswer, ...]]] = [
        (question.fact, question.when, question.answers) for question in flow.questions
    ]
    asked += [(step.fact, step.when, step.answers) for step in stage.steps if step.kind is StepKind.ASK]
    groups = kinds(_guards(flow, stage), walk.facts)
    for fact, when, answers in asked:
        if answers and within(point, when, walk.facts) is not None:
            yield {_after(point, groups, fact, answer) for answer in answers}


def _after(point: Point, groups: Mapping[str, list[frozenset[str]]], fact: str, answer: FlowAnswer) -> _Mark:
    given = {fact: answer.value, **answer.also, f"{fact}_by": "person"}
    changed = {
        name: next((group for group in groups[name] if value in group), point[name])
        for name, value in given.items()
        if name in groups
    }
    return frozenset((dict(point) | changed).items())
