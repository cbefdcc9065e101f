"""Today's sessions in order of time, with the line of now between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.values.tone import Tone
from widgets.lines import BLANK, Row, Run, cells, fit, width_of, wrap
from widgets.panel import Entry, Panel

if TYPE_CHECKING:
    from data.values.views import AgendaRow

EMPTY = (("w", "a new session"), ("p", "a new client"))


class Agenda(Panel):
    """Time, who, how it stands, and what is missing. The cursor skips the line of now."""

    marks_when_idle = True

    def __init__(self, rows: tuple[AgendaRow, ...] | None, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._rows = rows

    def show(self, rows: tuple[AgendaRow, ...]) -> None:
        """Draw these sessions; the cursor stays on its session, or goes to the nearest that is left."""
        if rows == self._rows:
            return
        before = [row.session for row in self._rows or () if row.session]
        after = [row.session for row in rows if row.session]
        if self.cursor not in after:
            at = before.index(self.cursor) if self.cursor in before else 0
            self.cursor = after[min(at, len(after) - 1)] if after else ""
        self._rows = rows
        self.changed()

    def heading(self, width: int) -> list[Row]:  # noqa: ARG002
        """One word."""
        return [Row((Run("Today", "title"),)), BLANK]

    def entries(self, width: int) -> list[Entry]:
        """One entry a session; two lines where the words need them."""
        if self._rows is None:
            return []
        if not any(row.session for row in self._rows):
            words = [Entry("", (Row((Run("No sessions today.", "quiet"),)), BLANK))]
            return [
                *words,
                *(Entry("", (Row((Run(f" {key} ", "cap"), Run(f" {what}", "quiet"))),)) for key, what in EMPTY),
            ]
        who = min(max((cells(row.who) for row in self._rows), default=0), 22 if self.roomy else 14, width // 2)
        return [self._entry(row, who, width) for row in self._rows]

    def _entry(self, row: AgendaRow, who: int, width: int) -> Entry:
        if not row.session:
            return Entry("", (_now(row, width),))
        gap = Run("  " if self.roomy else " ")
        pen = row.tone.value
        quiet = "quiet" if row.tone in (Tone.QUIET, Tone.DONE) else pen
        name = quiet if row.tone is Tone.QUIET else pen
        start = (Run(fit(row.time, 5), quiet), gap, Run(fit(row.who, who), name), gap, Run(fit(row.mark, 2), pen))
        what = Run(row.what, quiet)
        note = (Run(row.note, "live" if row.tone is Tone.LIVE else row.note_tone.value),) if row.note else ()
        taken = width_of(start)
        if taken + cells(row.what) + width_of(note) + (1 if note else 0) <= width:
            return Entry(row.session, (Row((*start, what), note),))
        if taken + max(cells(row.what), width_of(note)) <= width:
            return Entry(row.session, (Row((*start, what)), Row((Run(" " * taken), *note))))
        indent = Run(" " * (5 + len(gap.text)))
        more = wrap([what, Run("  "), *note], width - len(indent.text), most=2)
        return Entry(row.session, (Row(start), *(Row((indent, *line)) for line in more)))


def _now(row: AgendaRow, width: int) -> Row:
    time = fit(row.time, 5)
    return Row((Run(time, "title"), Run(" " + "╌" * max(width - cells(time) - 1, 0), "rule")))
