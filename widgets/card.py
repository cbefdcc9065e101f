"""The card of a very small terminal: the clock, who, the next thing, the number or NO CALL, the incident keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.aside import flow
from widgets.bars import Keys, tight
from widgets.checklist import next_words
from widgets.digits import large
from widgets.lines import BLANK, Lines, Row, Run, cells, wrap

if TYPE_CHECKING:
    from data.values.views import DayView


class Card(Lines, can_focus=True):
    """Everything that must never be missing, in whatever room there is."""

    ground = "background"

    def __init__(self, view: DayView | None, incident: Keys, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._view = view
        self._incident = incident

    def show(self, view: DayView) -> None:
        """Draw this."""
        changed, self._view = view != self._view, view
        if changed and self.region:
            self.refresh()

    def row(self, y: int, width: int) -> Row:
        """The lines in order of need; the keys stand on the last one."""
        if y == self.size.height - 1:
            return Row((Run(" "), *tight(self._incident, width - 2)))
        rows = self._rows(width - 2, self.size.height - 1)
        return Row((Run(" "), *rows[y].left), (*rows[y].right, Run(" "))) if y < len(rows) else BLANK

    def _rows(self, width: int, height: int) -> list[Row]:
        view = self._view
        if view is None:
            return [Row((Run("Session Day", "strong"),))]
        banner = view.banner
        said = [Row(line) for line in wrap([Run(banner.words, "attention")], width, most=2)] if banner else []
        keys = [Row(tuple(tight(banner.keys, width)))] if banner and banner.keys else []
        drop = [row for parts in view.drop for row in flow(parts, width)]
        mark = [Row((Run(f" {view.header.watermark} ", "cap"),))] if view.header.watermark else []
        now = [*mark, *said, *keys]
        following = _next(view, width)
        spare = height - len(now) - len(following) - len(drop) - 4
        gap = [BLANK] if spare >= 2 else []
        return [*now, *_clock(view, width, small=spare < 0), *gap, *following, *gap, *drop][:height]


def _clock(view: DayView, width: int, *, small: bool) -> list[Row]:
    clock = view.clock
    who = clock.who or (view.detail.who if view.detail else "")
    mood = {"warning": "attention", "over": "strong", "idle": "plain"}.get(clock.mood, "live")
    lines = large(clock.digits, heavy=clock.mood == "over")
    saved = Run(clock.saved, clock.saved_tone.value)
    if small or cells(lines[1]) > width:
        return [Row((Run(clock.digits, mood), Run("  "), Run(who, "strong"), Run("  "), Run(clock.caption, "quiet")))]
    caption = Row((Run(who, "strong"), Run("  "), Run(clock.caption, "quiet")))
    right = (saved,) if cells(lines[0]) + cells(clock.saved) + 2 <= width else ()
    return [*(Row((Run(line, mood),), right if at == 0 else ()) for at, line in enumerate(lines)), caption]


def _next(view: DayView, width: int) -> list[Row]:
    words = view.clock.next or (next_words(view.detail.groups) if view.detail else "")
    return [Row(line) for line in wrap([Run("› ", "live"), Run(words, "strong")], width, most=2)] if words else []
