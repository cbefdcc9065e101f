"""The lines of one stage: what each step is, what is known of it, and its keys as caps.

Rule: nothing is told by colour alone. "›" is the one next thing: a line, or its key where that is offered. "✓" is what
is done or the answer that holds, "must" what nobody skips without a reason. A number or NO CALL is never cut: it
takes a line of its own where there is no room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data.values.views import FlowKey, FlowRow, IncidentView
from widgets.aside import flow
from widgets.lines import BLANK, Row, Run, cells, runs_of, width_of, wrap
from widgets.sheet import Band

NEXT, DONE = "› ", "✓ "
GAP = 2
WIDEST = 96
"""Columns of a step: its keys stay near its words on a wide screen."""


class Columns(NamedTuple):
    """Where values and keys begin, counted from the left, and where a line ends."""

    value: int
    keys: int
    width: int


def key_runs(key: FlowKey, *, words: bool = True) -> list[Run]:
    """One key as a cap; "✓" in the cap of the answer that holds, so that choosing moves nothing."""
    cap = Run(f"✓{key.key} ", "cap-chosen") if key.chosen else Run(f" {key.key} ", "cap")
    said = [Run(f" {key.words}", "strong" if key.offered or key.chosen else "plain")] if words and key.words else []
    return [cap, *said]


def keys_line(keys: Iterable[FlowKey], *, words: bool = True) -> list[Run]:
    """Keys beside each other; "›" before each that is offered, where the gap is, so that offering moves nothing."""
    out: list[Run] = []
    for key in keys:
        out += [*([Run(" ")] if out else []), _before(key), *key_runs(key, words=words)]
    return out


def _before(key: FlowKey) -> Run:
    return Run("›", "live") if key.offered else Run(" ")


def keys_packed(keys: Sequence[FlowKey], width: int, lead: Sequence[Run] = ()) -> list[tuple[Run, ...]]:
    """Keys after `lead`, on as many lines as they need; a key and its words stay together."""
    rows: list[list[Run]] = [list(lead)]
    for key in keys:
        one = [_before(key), *key_runs(key)]
        if rows[-1] and width_of(rows[-1]) + 1 + width_of(one) > width:
            rows.append([])
        rows[-1] += [*([Run(" ")] if rows[-1] else []), *one]
    return [tuple(row) for row in rows if row]


def columns(rows: Iterable[FlowRow], width: int) -> Columns:
    """One place for all values and one for all keys, so that the eye finds them in a line."""
    rows = tuple(rows)
    wide = [width_of(keys_line(row.keys)) for row in rows if row.keys and row.value]
    beside = [each for each in wide if each <= width * 42 // 100]
    keys = width - max(beside) if beside else width
    heads = [width_of(_head(row)) for row in rows if row.value]
    value = max([each for each in heads if each <= keys * 45 // 100], default=width // 4) + GAP
    return Columns(min(max(value, width // 4), keys * 60 // 100), keys, width)


def row_lines(row: FlowRow, at: Columns) -> list[Row]:
    """One step in as many lines as it needs."""
    keys = keys_line(row.keys)
    head = _head(row)
    begin = min(at.keys, at.width - width_of(keys))
    beside = bool(keys) and (begin == at.keys or (not row.value and width_of(head) + GAP <= begin))
    stop = begin - GAP if beside else at.width
    lines = _beside(head, row, at, stop) or _below(head, row, at, stop)
    if beside:
        lines[0] = Row((*lines[0].left, Run(" " * (begin - width_of(lines[0].left))), *keys))
    elif keys:
        lines += [Row((Run(" "), *line)) for line in keys_packed(row.keys, at.width - GAP)]
    return lines


def _head(row: FlowRow) -> list[Run]:
    by_key = any(key.offered for key in row.keys)
    mark = Run(NEXT, "live") if row.next and not by_key else Run(DONE, "glyph-done") if row.done else Run("  ")
    pen = "strong" if row.next else "quiet" if row.done else "plain"
    return [mark, Run(row.text, pen), *([Run("  must", "soft")] if row.must and not row.done else [])]


def _beside(head: list[Run], row: FlowRow, at: Columns, stop: int) -> list[Row]:
    """The value beside the words; nothing where it does not fit there."""
    if not row.value:
        lines = wrap(head[1:], stop - GAP, most=3)
        return [Row(((head[0] if n == 0 else Run("  ")), *line)) for n, line in enumerate(lines)]
    room = stop - at.value
    if width_of(head) > at.value - 1 or any(cells(part.text) > room for part in row.value):
        return []
    lined = flow(row.value, room)
    first = Row((*head, Run(" " * (at.value - width_of(head))), *lined[0].left))
    return [first, *(Row((Run(" " * at.value), *line.left)) for line in lined[1:])]


def _below(head: list[Run], row: FlowRow, at: Columns, stop: int) -> list[Row]:
    """The value after the words where one line holds both, else under them."""
    words = [Row((head[0] if n == 0 else Run("  "), *line)) for n, line in enumerate(wrap(head[1:], stop - GAP))]
    value = runs_of(row.value)
    if len(words) == 1 and width_of(words[0].left) + GAP + width_of(value) <= stop:
        return [Row((*words[0].left, Run(" " * GAP), *value))]
    indent = at.value if all(cells(part.text) <= at.width - at.value for part in row.value) else 4
    return [*words, *(Row((Run(" " * indent), *line.left)) for line in flow(row.value, at.width - indent))]


def short(row: FlowRow, width: int) -> list[Row]:
    """The same for the card: words, value and keys one after the other, wrapped."""
    head = [Row(line) for line in wrap(_head(row), width, most=2)]
    value = flow(row.value, width - 2) if row.value else []
    keys = keys_packed(row.keys, width - 2)
    if len(head) == 1 and len(value) == 1 and width_of(head[0].left) + GAP + width_of(value[0].left) <= width:
        head, value = [Row((*head[0].left, Run("  "), *value[0].left))], []
    return [*head, *(Row((Run("  "), *line.left)) for line in value), *(Row((Run(" "), *line)) for line in keys)]


# --- all of them ------------------------------------------------------------------------------------------------------
def steps(view: IncidentView, width: int, *, airy: bool, heading: bool, inside: bool, between: bool) -> list[Band]:
    """The stage's title, its lines, and the ways out, as roomy as is said."""
    inner = width - 2
    at = columns(view.rows, min(inner, WIDEST))
    apart = [BLANK] * airy
    rows = [row for n, one in enumerate(view.rows) for row in (*(apart if n else []), *row_lines(one, at))]
    head = [Row((Run(view.stage, "title"),)), *apart] if view.stage and heading else []
    exits = [Row(line) for line in keys_packed(view.exits, inner - 2)]
    blank = [BLANK] * (between and bool(exits and rows))
    lines = [*[BLANK] * inside, *head, *rows, *blank, *(Row((Run(" "), *row.left)) for row in exits)]
    return [Band(Row((Run(" "), *row.left), row.right), "surface") for row in lines]


def cut(lines: list[Band], room: int) -> list[Band]:
    """The steps from the next one on; how many lines are hidden is said."""
    if len(lines) <= room or room < 1:
        return lines[: max(room, 0)]
    at = next((n for n, band in enumerate(lines) if band.row.left and _is_next(band.row)), 0)
    begin = max(0, min(at, len(lines) - room + 1))
    hidden = len(lines) - room + 1
    return [*lines[begin : begin + room - 1], Band(Row((Run(f"   ↕ {hidden} more lines", "quiet"),)), "surface")]


def _is_next(row: Row) -> bool:
    return any(run.pen == "live" and run.text.startswith("›") for run in row.left)
