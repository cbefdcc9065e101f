"""The two panels under the main ones: what is owed, and what to do if it drops. Each has a bar at its left edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.values.tone import Tone
from widgets.lines import Lines, Row, Run, cells, lined, runs_of, width_of, wrap
from widgets.panel import Entry, Panel

if TYPE_CHECKING:
    from data.values.views import OwedRow, Part


class OwedPanel(Panel):
    """What is still owed, and by when."""

    bar = "bar-attention"

    def __init__(self, rows: tuple[OwedRow, ...], *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._rows = rows
        self._cursor_home()

    def show(self, rows: tuple[OwedRow, ...]) -> None:
        """Draw these; the cursor stays on its line."""
        if rows == self._rows:
            return
        self._rows = rows
        self._cursor_home()
        self.changed()

    def _cursor_home(self) -> None:
        if self.cursor not in {row.id for row in self._rows}:
            self.cursor = self._rows[0].id if self._rows else ""
        self.bar = "bar-attention" if self._rows else "cap"
        self.can_focus = bool(self._rows)

    @property
    def current(self) -> OwedRow | None:
        """The row at the cursor."""
        return next((row for row in self._rows if row.id == self.cursor), None)

    def wants(self, width: int) -> int:
        """How many lines of words there are in a panel of `width`."""
        return 1 + sum(len(entry.rows) for entry in self.entries(self.inner(width)))

    def heading(self, width: int) -> list[Row]:  # noqa: ARG002
        """One word, and how many."""
        return [Row((Run("Owed", "title"),))]

    def entries(self, width: int) -> list[Entry]:
        """What, and the time left at the right."""
        if not self._rows:
            return [Entry("", (Row((Run("Nothing owed", "quiet"),)),))]
        return [_owed(row, width) for row in self._rows]


def _owed(row: OwedRow, width: int) -> Entry:
    loud = row.tone in (Tone.ATTENTION, Tone.ALARM, Tone.STRONG)
    words = Run(row.text, "strong" if loud else row.tone.value)
    lines = wrap([words], width, most=2)
    if not row.due:
        return Entry(row.id, tuple(Row(line) for line in lines))
    due = (Run(row.due, "soft" if row.tone is Tone.ATTENTION else row.tone.value if loud else "quiet"),)
    *first, last = (Row(line) for line in lines)
    if width_of(last.left) + width_of(due) + 2 <= width:
        return Entry(row.id, (*first, Row(last.left, due)))
    return Entry(row.id, (*first, last, Row((), due)))


class DropPanel(Lines):
    """If it drops: who rings, the number or NO CALL, and what is not safe."""

    def __init__(self, lines: tuple[tuple[Part, ...], ...], *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._lines = lines

    def show(self, lines: tuple[tuple[Part, ...], ...]) -> None:
        """Draw these lines."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def wants(self, width: int) -> int:
        """How many lines of words there are in a panel of `width`."""
        return 1 + len(self._words(width))

    @property
    def _bar(self) -> str:
        first = self._lines[0][0].tone if self._lines and self._lines[0] else Tone.QUIET
        return {Tone.LIVE: "bar-live", Tone.ATTENTION: "bar-attention", Tone.ALARM: "bar-attention"}.get(first, "cap")

    def _edge(self) -> int:
        return 2 if self.roomy else 1

    def _words(self, width: int) -> list[Row]:
        room = max(width - 1 - 2 * self._edge(), 4)
        if not self._lines:
            return [Row((Run("No session chosen", "quiet"),))]
        return [row for parts in self._lines for row in flow(parts, room)]

    def row(self, y: int, width: int) -> Row:
        """A bar, then the words."""
        edge = self._edge()
        y -= 1 if self.roomy else 0
        rows = [Row((Run("If it drops", "title"),)), *self._words(width)]
        inner = max(width - 1 - 2 * edge, 0)
        words = lined(rows[y], inner) if 0 <= y < len(rows) else []
        return Row((Run(" ", self._bar), Run(" " * edge), *words))


def flow(parts: tuple[Part, ...], width: int) -> list[Row]:
    """The parts beside each other, a part that does not fit on a new line: a number is never broken."""
    rows: list[list[Run]] = [[]]
    for run in runs_of(parts):
        if width_of(rows[-1]) + cells(run.text) > width and rows[-1]:
            rows.append([])
        if rows[-1] or run.text.strip():
            rows[-1].append(run)
    return [Row(tuple(line)) for row in rows for line in (wrap(row, width) if width_of(row) > width else [tuple(row)])]
