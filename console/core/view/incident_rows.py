"""The lines of a stage: each step with what is known of it, its keys, and the one next thing."""

from collections.abc import Iterator
from dataclasses import replace

from console.core.flow import ahead
from console.core.flow.keys import Meaning, asked, is_back, undone_musts
from console.core.flow.reach import answer_for, channel_of
from console.core.flow.seen import holds
from console.core.gate.gate import NO, GateAnswer
from console.core.view.incident_asks import override_ask, question_keys
from console.core.view.incident_beside import ANEW_ROWS, anew_rows
from console.core.view.incident_drawing import Drawing, flow_key
from console.core.view.incident_values import PHONE, REJOIN, is_answered, value_of
from data.values.flow import Exit, Flow, Step, StepKind
from data.values.views import FlowKey, FlowRow

OVERRIDE = "o"
DECIDE = "decide"
"""The step that says to answer the question at the foot: nothing else leads on."""
ON = "g"
"""The key that goes on, in every stage that has one."""
LINE_GONE = "line"
"""The line of a crisis that says that the connection is gone: it stands while that is so, and is never done."""
MEANWHILE = frozenset({"moved", "abroad", LINE_GONE})
"""Lines for what may happen while other things are done: their keys are there, and they are never the next thing."""


def rows_of(drawing: Drawing, flow: Flow, main: str) -> tuple[FlowRow, ...]:
    """The stage's lines, then the standing questions that are not at the foot; one of them is next.

    What stands as a question already, since the incident began in a flow that asks it throughout, has no line besides.
    """
    questions = asked(drawing.state, drawing.incident, flow, drawing.stage, drawing.facts)
    stand = {one.fact for one in questions}
    lines = (step for step in drawing.steps if step.kind is not StepKind.ASK or step.fact not in stand)
    rows = [*anew_rows(drawing), *(_row(drawing, step) for step in lines)]
    for question in questions:
        found = question_keys(drawing, question)
        if found and found[0].key != main:
            rows.append(FlowRow(f"ask-{question.id}", question.text, (), found))
    anew = next((row.id for row in rows if row.id in ANEW_ROWS and not row.done), "")
    following = anew or _next(drawing, rows, leads_on=bool(leading(drawing)))
    return tuple(_marked(row, next_=row.id == following) for row in rows)


def _marked(row: FlowRow, *, next_: bool) -> FlowRow:
    """Only one thing is next: of a line that is not, no key is offered; of the one that is, the first."""
    first = next((one.key for one in row.keys if one.offered), "") if next_ else ""
    keys = tuple(replace(one, offered=one.offered and one.key == first) for one in row.keys)
    return replace(row, next=next_, keys=keys)


def _next(drawing: Drawing, rows: list[FlowRow], *, leads_on: bool) -> str:
    """The one next thing: a question to decide, else the way on that is offered, else the first line that waits for a
    key, else the way on, else a line to read.
    """
    if any(row.id == DECIDE for row in rows):
        return DECIDE
    offered = {key for key, one in drawing.keys.items() if one.kind == "exit" and one.offered}
    if offered:
        return next((row.id for row in rows if any(one.key in offered for one in row.keys)), "")
    waiting = [row for row in rows if _waits(row)]
    if leads_on and all(row.id == REJOIN for row in waiting):
        return ""
    unread = [row for row in rows if not row.done and row.id not in MEANWHILE]
    return (waiting or unread or rows or [FlowRow("", "")])[0].id


def _waits(row: FlowRow) -> bool:
    """Whether a line waits for a key. One that could only be overridden does not: that is never the next thing."""
    if row.id in MEANWHILE or row.id.startswith("ask-"):
        return False
    return not row.done and any(one.key != OVERRIDE for one in row.keys)


def leading(drawing: Drawing) -> str:
    """The key of the way on once every question of the stage is answered; "" before, and where there is none."""
    asks = [one for one in drawing.steps if one.kind is StepKind.ASK]
    if not asks or not all(is_answered(drawing, one) for one in asks):
        return ""
    ways = {key: one for key, one in drawing.keys.items() if one.kind == "exit"}
    return next((key for key, one in ways.items() if one.offered), ON if ON in ways else "")


def shown_exits(drawing: Drawing) -> tuple[FlowKey, ...]:
    """The exits that stand on no line; the way on is marked."""
    taken = {one.id for step in drawing.steps for one in _exits_of(drawing, step)}
    way = leading(drawing)
    if (
        way
        and not drawing.keys[way].offered
        and any(_waits(_row(drawing, one)) for one in drawing.steps if one.id != REJOIN)
    ):
        way = ""  # a line is next
    exits = [
        replace(one, offered=True) if (one := flow_key(key, meaning)).key == way else one
        for key, meaning in drawing.keys.items()
        if meaning.kind == "exit" and meaning.what not in taken
    ]
    above = any(one.offered and one.what in taken for one in drawing.keys.values() if one.kind == "exit")
    first = "" if above else next((one.key for one in exits if one.offered), "")
    return tuple(replace(one, offered=one.offered and one.key == first) for one in exits)  # one thing is next


def _exits_of(drawing: Drawing, step: Step) -> Iterator[Exit]:
    """Exits that belong to a line: BACK to rejoining, the phone to the number."""
    for one in drawing.stage.exits:
        belongs = (step.id == REJOIN and is_back(one)) or (step.id == PHONE and one.id == "phone")
        if belongs and holds(one.when, drawing.facts):
            yield one


# --- one line ---------------------------------------------------------------------------------------------------------
def _row(drawing: Drawing, step: Step) -> FlowRow:
    marks = ahead.marks_of(drawing.state, drawing.incident, drawing.stage, step, drawing.now)
    answer = answer_for(drawing.state, drawing.incident, step, drawing.now)
    done = is_answered(drawing, step) if step.kind is StepKind.ASK else bool(marks)
    done = done and step.id not in {REJOIN, LINE_GONE}
    must = step.must and any(one.id == step.id for one, _ in _owed(drawing))
    value, found = tuple(value_of(drawing, step, answer)), _keys(drawing, step, answer)
    return FlowRow(step.id, step.text, value, found, done=done, must=must)


def _owed(drawing: Drawing) -> tuple[tuple[Step, bool], ...]:
    return undone_musts(drawing.state, drawing.incident, drawing.stage, drawing.facts, drawing.now)


def _keys(drawing: Drawing, step: Step, answer: GateAnswer | None) -> tuple[FlowKey, ...]:
    mine = {"done", "fact", "copy", "ring", "outcome", "confirm", "override"}
    found = []
    for key, meaning in drawing.keys.items():
        if meaning.kind not in mine or meaning.what != step.id:
            continue
        shown = flow_key(key, _short(step, meaning))
        if meaning.kind == "override" and answer is not None:
            shown = replace(shown, ask=override_ask(drawing, NO[channel_of(step)]))
        found.append(shown)
    for one in _exits_of(drawing, step):
        if one.key in drawing.keys and drawing.keys[one.key].what == one.id:
            found.append(flow_key(one.key, drawing.keys[one.key]))
    return tuple(found)


def _short(step: Step, meaning: Meaning) -> Meaning:
    """A step's own key needs no more words than the line it stands on."""
    if meaning.kind == "done":
        own = "show" if step.message else "done"
        return replace(meaning, words="again" if step.id == REJOIN else own)
    return replace(meaning, words="copy") if meaning.kind == "copy" else meaning
