"""What flows say of loops and letters, judged together: a loop is one thing, who closes it is named right, and no two
flows share a letter.

A loop may be closed by any flow that the incident can pass through: the flow itself, those that it leads to, and those
that lead to it.
"""

from collections.abc import Iterator, Mapping

from data import policy_words as to
from data.flow_read import Read
from data.values.flow import Flow, Step, StepKind

_REACHED = frozenset({"client", "reached", "safe"})
"""How a try ends that told somebody what it was to tell (`console.core.flow.loops`)."""


def judge_letters(reads: Mapping[str, Read]) -> None:
    """No two flows of a policy have one letter in the list of F5."""
    taken: dict[str, str] = {}
    for name, read in reads.items():
        letter = read.flow.letter
        if letter and letter in taken:
            words = f'the letter "{letter}" already opens {taken[letter]} in the list of F5; take another'
            read.wrong(name, words, "letter")
        elif letter:
            taken[letter] = name


def judge_loops(read: Read, reads: Mapping[str, Read]) -> None:
    """Every loop of the flow is one thing, and every `closes` names one that can be open there."""
    flow = read.flow
    known = {one for name in _neighbours(flow.id, reads) for one in loops(reads[name].flow)}
    texts: dict[str, str] = {}
    for stage in flow.stages.values():
        key = f"{flow.id}.stage.{stage.id}"
        for owed in stage.owes:
            if texts.setdefault(owed.id, owed.text) != owed.text:
                words = f'the loop "{owed.id}" says something else in another stage; give it another id, or its text'
                read.wrong(f"{key}.owed.{owed.id}", words, "id")
        for part, which in (("step", stage.steps), ("exit", stage.exits)):
            for one in which:
                if one.closes and one.closes not in known:
                    words = f'there is no loop "{one.closes}"{to.near(one.closes, dict.fromkeys(sorted(known)))}'
                    read.wrong(f"{key}.{part}.{one.id}", words, "closes")
        for step in stage.steps:
            words = _cannot_close(step)
            if step.closes and words:
                read.wrong(f"{key}.step.{step.id}", words, "closes")


def loops(flow: Flow) -> tuple[str, ...]:
    """The ids of the loops that the stages of this flow open."""
    return tuple(dict.fromkeys(owed.id for stage in flow.stages.values() for owed in stage.owes))


def _cannot_close(step: Step) -> str:
    """Why this step closes nothing; "" for one that can: only a person's key, answer or try does."""
    if step.kind in {StepKind.SHOW, StepKind.MESSAGE}:
        return f"a {step.kind.value} is no word of a person, so nobody could close the loop by it; make it do or ask"
    asks, values = any(answer.ask for answer in step.answers), {answer.value for answer in step.answers}
    if step.kind is StepKind.ASK and not asks and "yes" not in values:
        return 'closes only with words, or by yes; give the answer that closes it an ask, such as "Who, and when"'
    if step.kind is StepKind.ATTEMPT and values and not values & _REACHED:
        return "no end of this try says that they were reached, so nothing closes it; add the answer reached"
    return ""


def _neighbours(start: str, reads: Mapping[str, Read]) -> set[str]:
    """The flows that an incident in this one may have come from or may go to."""
    leads = {name: {one for one in _led(read.flow) if one in reads} for name, read in reads.items()}
    back: dict[str, set[str]] = {name: set() for name in reads}
    for name, goals in leads.items():
        for goal in goals:
            back[goal].add(name)
    return _closure(start, leads) | _closure(start, back)


def _closure(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        new = edges[todo.pop()] - found
        found |= new
        todo += new
    return found


def _led(flow: Flow) -> Iterator[str]:
    """The flows that any route, exit or deadline of this one names."""
    for route in flow.routes:
        yield route.to.partition(".")[0]
    for stage in flow.stages.values():
        for part in (stage.routes, stage.exits, stage.deadlines):
            yield from (one.to.partition(".")[0] for one in part)
