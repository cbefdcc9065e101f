"""An incident on a very small terminal: the number or NO CALL, the clock, the next thing and the keys, never less."""

from __future__ import annotations

from dataclasses import replace

from console.screens.incident_parts import Caps, last_line, number_pen, title
from console.screens.incident_rows import keys_line, keys_packed, short
from data.values.views import FlowKey, IncidentView
from widgets.digits import large
from widgets.lines import Row, Run, cells, wrap
from widgets.number import blocks
from widgets.sheet import Band

BACK = "b"
"""The key that says they are back, in every flow that has one."""


def card_bands(view: IncidentView, caps: Caps, width: int, height: int) -> list[Band]:
    """For a very small terminal: the number or NO CALL, the clock, the next thing, and the keys."""
    room, inner = max(height - 2, 0), max(width - 2, 4)
    question = 1 if view.question else 0
    large_ones, small_ones = (_card_rows(view, inner, big=big) for big in (3, 0))
    rows = large_ones if len(large_ones) + question <= room else small_ones
    more = _card_more(view, inner, words=True)
    asked = len(keys_packed(view.answers, inner, [Run(view.question, "strong")])) if view.question else 0
    exits = len(keys_packed([key for key in view.exits if not key.offered], inner))
    if len(rows) + bool(view.said) + asked + exits > room:
        more = _card_more(view, inner, words=False)
    body = [Band(Row((Run(" "), *row.left), row.right)) for row in (*rows, *more)][:room]
    last = last_line(replace(view, leave=(*_back(view), *view.leave)), caps, width)
    return [title(view, width), *body, *[Band()] * (room - len(body)), last][-height:]


def _back(view: IncidentView) -> tuple[FlowKey, ...]:
    """That they are back, where the next thing does not hold its key: it never goes for want of room."""
    following = {key.key for row in view.rows if row.next for key in row.keys}
    found = (*(key for row in view.rows for key in row.keys), *view.exits)
    return tuple(key for key in found if key.key == BACK and key.key not in following)[:1]


def _card_rows(view: IncidentView, width: int, *, big: int) -> list[Row]:
    """What may never be missing."""
    warned = wrap([Run(f"! {view.warning}  a seen", "attention")], width, most=1) if view.warning else []
    passed = wrap([Run(f"! {view.overdue}", "attention")], width, most=2) if view.overdue else []
    out = [Row(line) for line in (*warned, *passed)]
    if view.number:
        pen = number_pen(view)
        drawn = blocks(view.number, width, big)
        number = [Row((Run(line, pen),)) for line in drawn]
        number = number or [Row(line) for line in wrap([Run(view.number, pen)], width, most=4)]
        words = wrap([Run(view.number_words, "plain")], width, most=2) if view.number_words else []
        out += [*number, *(Row(line) for line in words)]
    out += _card_clock(view, width, big=bool(big) and not view.number)
    following = next((row for row in view.rows if row.next), None)
    out += short(following, width) if following else []
    offered = [key for key in view.exits if key.offered]
    return out + [Row(line) for line in keys_packed(offered, width)]


def _card_clock(view: IncidentView, width: int, *, big: bool) -> list[Row]:
    drawn = large(view.digits)
    if big and cells(drawn[0]) <= width:
        words = wrap([Run(view.then, "strong")], width, most=2)
        return [*(Row((Run(line, "soft"),)) for line in drawn), *(Row(line) for line in words)]
    runs = [Run(f"{view.digits}  ", "attention"), Run(view.then)]
    return [Row(line) for line in wrap(runs, width, most=2)]


def _card_more(view: IncidentView, width: int, *, words: bool) -> list[Row]:
    """What is good to have where there is room for it; without `words` the keys of the question alone."""
    said = [Row(line) for line in wrap([Run(view.said.text, view.said.tone.value)], width)] if view.said else []
    lead = [Run(view.question, "strong")]
    asked = [Row(line) for line in keys_packed(view.answers, width, lead)]
    if not words:
        asked = [Row((*lead, Run(" "), *keys_line(view.answers, words=False)))]
    exits = [Row(line) for line in keys_packed([key for key in view.exits if not key.offered], width)]
    script = [Row(line) for text in view.script.split("\n") for line in wrap([Run(text)], width)] if view.script else []
    others = [line for row in view.rows if not row.next for line in short(row, width)]
    clock = [Row((Run(view.clock, "quiet"),))] if view.clock else []
    return [*said, *(asked if view.question else []), *exits, *clock, *script, *others]
