"""The session looked at: who it is, and its checks by phase, the one next thing in bold.

Rule: how a line stands is told by its glyph first. What the console ticked itself is grey as a whole; what a person
ticked has a green tick beside plain words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.values.tone import Tone
from widgets.lines import BLANK, Row, Run, cells, fit, runs_of, width_of, wrap
from widgets.members import table
from widgets.panel import Entry, Panel

if TYPE_CHECKING:
    from data.values.views import CheckGroup, CheckRow, DetailView

NEXT = "›"
_NARROWEST = 46


class Checklist(Panel):
    """Heading, then groups of checks. Without the focus its current line is the next thing."""

    def __init__(self, detail: DetailView | None, *, id: str, empty: str = "") -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._detail = detail
        self._empty = empty
        self.cursor = _next_of(detail) or _first_of(detail)

    def show(self, detail: DetailView | None) -> None:
        """Draw this session. The cursor follows the next thing where it stood on it, and stays elsewhere."""
        before = self._detail
        if detail == before:
            return
        same = bool(before and detail and before.session == detail.session)
        self._detail = detail
        gone = self.cursor not in _ids(detail)
        following = _next_of(detail)
        if not same or gone:
            self.cursor = following or _first_of(detail)
        elif following and self.cursor == _next_of(before):
            self.cursor = following
        if not same:
            self._top = 0
        self.changed()

    def empty(self, words: str) -> None:
        """What to say while there is no session to look at."""
        if words != self._empty:
            self._empty = words
            self.changed()

    @property
    def current(self) -> str:
        """The line that a key acts on: at the cursor with the focus, else the next thing."""
        return self.cursor if self.has_focus else _next_of(self._detail) or self.cursor

    def _rows(self) -> list[CheckRow]:
        return [row for group in (self._detail.groups if self._detail else ()) for row in group.rows]

    def heading(self, width: int) -> list[Row]:
        """Who and what, and what must be known about them."""
        detail = self._detail
        if detail is None:
            lines = [Row(line) for part in self._empty.split("\n") for line in wrap([Run(part, "quiet")], width)]
            return [Row((Run("Session", "title"),)), BLANK, *lines] if self._empty else []
        lines = [
            Row(line) for line in wrap([Run(detail.who, "strong"), Run("  "), Run(detail.subtitle, "quiet")], width)
        ]
        facts = wrap(runs_of(detail.facts, " · "), width, most=2) if detail.facts else []
        return [*lines, *(Row(line) for line in facts), *([BLANK] if self._made_for[1] > 10 else [])]

    def entries(self, width: int) -> list[Entry]:
        """The groups, with a blank line between them where there is room for it."""
        groups = self._detail.groups if self._detail else ()
        stop = self._column(width)
        made = [
            (Row((Run(group.title, "title"),)), [self._entry(row, width, stop) for row in group.rows])
            for group in groups
        ]
        if self._detail and self._detail.members:
            made.insert(0, table(self._detail.members, width))
        lines = sum(1 + sum(len(entry.rows) for entry in rows) for _title, rows in made)
        airy = lines + len(made) - 1 <= self._room
        out: list[Entry] = []
        for title, rows in made:
            if out and airy:
                out.append(Entry("", (BLANK,)))
            out += [*([Entry("", (title,))] if any(run.text for run in title.left) else []), *rows]
        return out

    def _column(self, width: int) -> int:
        """Where the times end: one column for all, near the words rather than far across the panel."""
        rows = self._rows()
        times = max((cells(row.time) for row in rows), default=0)
        words = max((4 + width_of(_words(row)) for row in rows), default=0)
        return max(min(width, max(words + 3 + times, _NARROWEST)), 0)

    def _entry(self, row: CheckRow, width: int, stop: int) -> Entry:
        start = (Run(" "), Run(fit(NEXT if row.next else row.glyph, 1), _glyph_pen(row)), Run("  "))
        time = (Run(row.time, "quiet"),) if row.time else ()
        room = stop - 4 - (width_of(time) + 2 if time else 0)
        first, *more = wrap(_words(row), room, most=3)
        right = (*time, Run(" " * (width - stop))) if time and width > stop else time
        return Entry(row.id, (Row((*start, *first), right), *(Row((Run("    "), *line)) for line in more)))


def _words(row: CheckRow) -> list[Run]:
    pen = row.tone.value
    words, value = pen, pen
    if row.next:
        words = "strong"
    elif row.waits or row.tone is Tone.QUIET:
        words = value = "quiet"
    elif row.tone in (Tone.ATTENTION, Tone.ALARM):
        words, value = "plain", "soft" if row.tone is Tone.ATTENTION else pen
    elif row.tone is Tone.DONE and row.value:
        words = "quiet"
    return [Run(row.text, words), *([Run("  ", words), Run(row.value, value)] if row.value else [])]


def _glyph_pen(row: CheckRow) -> str:
    if row.next:
        return "live"
    return "glyph-done" if row.tone is Tone.DONE else "quiet" if row.waits else row.tone.value


def _ids(detail: DetailView | None) -> list[str]:
    """Everything that the cursor may stand on, from the top."""
    members = [row.id for row in detail.members.rows] if detail and detail.members else []
    return members + [row.id for group in (detail.groups if detail else ()) for row in group.rows]


def _first_of(detail: DetailView | None) -> str:
    return next(iter(_ids(detail)), "")


def _next_of(detail: DetailView | None) -> str:
    members = [row.id for row in detail.members.rows if row.next] if detail and detail.members else []
    rows = [row for group in (detail.groups if detail else ()) for row in group.rows]
    return next(iter([*members, *(row.id for row in rows if row.next)]), "")


def next_words(groups: tuple[CheckGroup, ...]) -> str:
    """The words of the one next thing, or "" where nothing is left."""
    return next((row.text for group in groups for row in group.rows if row.next), "")
