"""What is proved of rounds and of loops: nothing goes round without a person, and what is left owed can be closed.

A round of routes and deadlines alone would never stop, and no person chose it. A loop (`Owed`) is closed by a person's
key or words; any can be closed by words in the list of what is owed, so one that no line of a flow closes is well. One
that a line does close must come to that line from wherever it opens.
"""

from collections.abc import Iterator

from console.core.prove.situations import ANY, Situation, within
from console.core.prove.walk import Finding, Walk
from data.values.flow import Exit, Guard, Step

_Mark = tuple[str, frozenset[tuple[str, frozenset[str]]]]
"""A stage in one situation: what comes back to the very same has gone round."""


def rounds(walk: Walk) -> Iterator[Finding]:
    """Every round of routes and deadlines that no key breaks."""
    turning = _turning(walk)
    done: set[_Mark] = set()

    def follow(name: str, situation: Situation, path: tuple[tuple[_Mark, str], ...], by: str) -> Iterator[Finding]:
        mark = (name, frozenset(situation.items()))
        marks = [one for one, _ in path]
        if mark in marks:
            start = marks.index(mark)
            yield from _round([one for one, _ in marks[start:]], [key for _, key in (*path[start + 1 :], (mark, by))])
        if mark in done:
            return
        done.add(mark)
        for move in walk.moves_by_itself(name, situation):
            if move.to in turning:
                yield from follow(move.to, move.situation, (*path, (mark, by)), move.key)

    for name in walk.reached:
        if name in turning:
            yield from follow(name, ANY, (), name)


def _round(names: list[str], keys: list[str]) -> Iterator[Finding]:
    """A round, said of each of its parts in the same words: any of them may be the one to break."""
    first = names.index(min(names))
    words = " → ".join((*names[first:], *names[:first], names[first]))
    for key in keys:
        yield Finding(key, f"goes round for ever without anybody's choice: {words}; break it by a key")


def _turning(walk: Walk) -> set[str]:
    """The stages that could lead back to themselves without a key, if the facts were no matter: only there look on."""
    leads = {name: {move.to for move in walk.moves_by_itself(name, ANY)} for name in walk.reached}
    left = set(leads)
    while True:  # what leads to none that is left, or is led to by none, is on no round
        entered = {goal for name in left for goal in leads[name]}
        stay = {name for name in left if leads[name] & left and name in entered}
        if stay == left:
            return left
        left = stay


def loops_findings(walk: Walk) -> Iterator[Finding]:
    """Every loop whose closing line cannot be come to from where it opens."""
    closers = _closers(walk)
    for name in walk.reached:
        flow, _, stage = name.partition(".")
        for owed in walk.stage(name).owes:
            key = f"{flow}.stage.{stage}.owed.{owed.id}"
            if closers.get(owed.id, set()) and not closers[owed.id] & _onward(walk, name):
                words = "nobody can come from here to the line that closes it; lead there, or close it on the way"
                yield Finding(key, words)


def _closers(walk: Walk) -> dict[str, set[str]]:
    """For each loop that a line says it closes: the stages in which that line can be pressed."""
    found: dict[str, set[str]] = {}
    for flow in walk.flows.values():
        for stage in flow.stages.values():
            parts: tuple[Step | Exit, ...] = (*stage.steps, *stage.exits)
            for part in parts:
                if part.closes:
                    name = f"{flow.id}.{stage.id}"
                    holds = name in walk.reached and _holds(walk, name, part.when)
                    found.setdefault(part.closes, set()).update({name} if holds else ())
                    found[part.closes].add("")
    return found


def _holds(walk: Walk, name: str, guard: Guard) -> bool:
    """Whether the guard can hold while the stage stays open."""
    return any(within(one, guard, walk.facts) is not None for one in walk.opened(name)[1])


def _onward(walk: Walk, name: str) -> set[str]:
    """This stage and every one that can follow it, in any number of moves."""
    found, todo = {name}, [name]
    while todo:
        new = {goal for goal, outcome in walk.next(todo.pop()) if not outcome} - found
        found |= new
        todo += new
    return found
