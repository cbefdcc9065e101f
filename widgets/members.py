"""The members of a group as lines of a table: the digit and the initials, a mark under each title, what to know.

Rule: a state is told by its mark, never by colour alone. In a narrow panel the titles are shorter, and what to know of
a member takes a line of its own; what does not fit even so is left out from the right: who is here, alone and where
comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.lines import Row, Run, cells, fit
from widgets.panel import Entry

if TYPE_CHECKING:
    from data.values.views import MembersView, MemberView

NEXT = "›"
_ROOMY = 60
_START = 3
"""Columns before the initials: the mark of the next one, the digit, a blank."""


def table(view: MembersView, width: int) -> tuple[Row, list[Entry]]:
    """The line of titles, and a line for each member; two where there is something to know and no room beside it."""
    who = max((cells(row.who) for row in view.rows), default=0) + (2 if width >= _ROOMY else 1)
    noted = max((sum(cells(note.text) + 2 for note in row.notes) for row in view.rows), default=0)
    room = width - _START - who
    titles, gap = view.columns, 2
    if _wide(titles, gap) + noted > room:
        gap = 1
    if _wide(titles, gap) > room and view.short:
        titles = view.short
    while titles and _wide(titles, gap) > room:
        titles = titles[:-1]
    heads = (" " * gap).join(titles)
    head = (Run(" " * (_START + who)), Run(heads, "quiet"))
    return Row(head), [_entry(row, [cells(title) + gap for title in titles], who, width) for row in view.rows]


def _wide(titles: tuple[str, ...], gap: int) -> int:
    """Columns that these titles take."""
    return sum(cells(title) + gap for title in titles) - gap


def _entry(row: MemberView, columns: list[int], who: int, width: int) -> Entry:
    runs = [
        Run(NEXT if row.next else " ", "live"),
        Run(fit(row.key, 1), "quiet"),
        Run(" "),
        Run(fit(row.who, who), "strong" if row.next else "plain"),
    ]
    pad = 0
    for column, cell in zip(columns, row.cells, strict=False):
        pen = "glyph-done" if cell.tone.value == "done" else cell.tone.value
        runs += [Run(" " * pad), Run(cell.text, pen)]
        pad = column - cells(cell.text)
    if row.notes:
        runs.append(Run(" " * pad))
    taken = sum(cells(run.text) for run in runs)
    beside = taken + sum(cells(note.text) + 2 for note in row.notes) - 2 <= width
    if not row.notes or beside:
        return Entry(row.id, (Row((*runs, *_noted(row, width - taken))),))
    return Entry(row.id, (Row(tuple(runs[:-1])), Row((Run(" " * _START), *_noted(row, width - _START)))))


def _noted(row: MemberView, room: int) -> list[Run]:
    """What to know, as much of it as there is room for."""
    runs: list[Run] = []
    for note in row.notes:
        if cells(note.text) <= room:
            runs += [*([Run("  ")] if runs else []), Run(note.text, note.tone.value)]
            room -= cells(note.text) + 2
    return runs
