"""The members of a group as lines of a table: initials, a mark under each title, what to know, what is open still.

Rule: a state is told by its mark, never by colour alone. What does not fit at the right is left out from the right: who
is here, alone and where comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.lines import Row, Run, cells, fit
from widgets.panel import Entry

if TYPE_CHECKING:
    from data.values.views import MembersView, MemberView

NEXT = "›"
_START = 4
"""Columns before the words of every line: a blank, its mark, two blanks."""


def table(view: MembersView, width: int) -> tuple[Row, list[Entry]]:
    """The line of titles, and a line for each member."""
    who = max([cells(row.who) for row in view.rows] + [cells("Members")])
    noted = max((sum(cells(note.text) + 2 for note in row.notes) for row in view.rows), default=0)
    room = width - _START - who - 2
    gap = 2 if sum(cells(title) + 2 for title in view.columns) + noted <= room else 1
    titles: list[str] = []
    for title in view.columns:
        if sum(cells(one) + gap for one in (*titles, title)) <= room:
            titles.append(title)
    heads = (" " * gap).join(titles)
    head = (Run(fit("Members", _START + who + 2), "title"), Run(heads, "quiet"))
    return Row(head), [_entry(row, [cells(title) + gap for title in titles], who, width) for row in view.rows]


def _entry(row: MemberView, columns: list[int], who: int, width: int) -> Entry:
    runs = [
        Run(" "),
        Run(NEXT if row.next else " ", "live"),
        Run("  "),
        Run(fit(row.who, who + 2), "strong" if row.next else "plain"),
    ]
    for column, cell in zip(columns, row.cells, strict=False):
        pen = "glyph-done" if cell.tone.value == "done" else cell.tone.value
        runs += [Run(cell.text, pen), Run(" " * (column - cells(cell.text)))]
    taken = sum(cells(run.text) for run in runs)
    for note in row.notes:
        if taken + cells(note.text) <= width:
            runs += [Run(note.text, note.tone.value), Run("  ")]
            taken += cells(note.text) + 2
    return Entry(row.id, (Row(tuple(runs)),))
