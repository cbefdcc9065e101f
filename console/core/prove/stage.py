"""What is proved of one stage: its routes, exits and deadlines lead on, and in every combination there is a way out."""

from collections.abc import Iterable, Iterator

from console.core.prove.model import Model, Point
from console.core.prove.situations import within, words
from console.core.prove.walk import BEFORE, Finding, Walk
from data.values.flow import Flow, Stage


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
        if exit_.to == BEFORE and name in walk.begun:
            words_ = "a flow can begin here, where no stage is before it, so the key is not there; name a stage"
            yield Finding(f"{key}.exit.{exit_.id}", words_)
        elif not walk.targets(name, exit_.to):
            yield Finding(f"{key}.exit.{exit_.id}", f'leads nowhere: "{exit_.to}"; name a stage or an outcome')
        elif rests and not any(within(rest, exit_.when, walk.facts) is not None for rest in rests):
            yield Finding(f"{key}.exit.{exit_.id}", "can never be taken here; look at its when")
    for number, deadline in enumerate(stage.deadlines, 1):
        goal = walk.target(flow.id, deadline.to)
        if goal is None or goal[1]:
            yield Finding(f"{key}.deadline[{number}]", f'leads nowhere: "{deadline.to}"; name a stage')
        elif goal[0] == name:
            yield Finding(f"{key}.deadline[{number}]", "opens the stage it is in; lead to another")
        elif rests and not any(within(rest, deadline.when, walk.facts) is not None for rest in rests):
            yield Finding(f"{key}.deadline[{number}]", "can never pass here; look at its when")


def dead_ends(model: Model, flow: Flow, stage: Stage) -> Iterator[Finding]:
    """In every combination a key leads out, or time does, and truthful keys are sure to lead to an outcome."""
    key, name = f"{flow.id}.stage.{stage.id}", f"{flow.id}.{stage.id}"
    if name not in model.stages:
        return
    if stuck := model.stuck(name):
        hint = "add an exit" if not stage.exits else "add an exit that holds then, or a question that leads on"
        whens = [*(one.when for one in stage.exits), *(one.when for one in stage.deadlines)]
        at = _at(model, stuck[0], [fact for when in whens for fact in when])
        yield Finding(key, f"no way out: {at}; {hint}")
    elif unending := model.unending(name):
        at = _at(model, unending[0], model.stages[name].groups)
        yield Finding(key, f"no keys are sure to lead to an outcome: {at}; add an exit that leads to one")


def _at(model: Model, point: Point, only: Iterable[str]) -> str:
    return words(point, model.walk.facts, only) or "always"
