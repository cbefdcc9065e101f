"""The foot of every page: the clock, who, the next thing or what must be seen now, and the incident keys.

Rule: whatever page lies over the day, these never leave the screen (PRODUCT section 10). It takes no focus and no key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.values.tone import Tone
from widgets.bars import Keys, key_runs, tight
from widgets.checklist import next_words
from widgets.lines import Lines, Row, Run, crop, width_of

if TYPE_CHECKING:
    from data.values.views import DayView

READABLE = 12
"""Columns below which words cut short say nothing."""
_MOODS = {"warning": "attention", "over": "strong", "idle": "plain"}


class WatchLine(Lines):
    """Two lines. The first stands out as a whole while something waits for a person."""

    DEFAULT_CSS = """
    WatchLine { height: 2; width: 1fr; }
    """
    ground = "panel"

    def __init__(self, incident: Keys, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._incident = incident
        self._view: DayView | None = None

    @property
    def view(self) -> DayView | None:
        """What is drawn."""
        return self._view

    def show(self, view: DayView) -> None:
        """Draw this."""
        if view != self._view:
            self._view = view
            waits = view.banner is not None and view.banner.tone in (Tone.ATTENTION, Tone.ALARM)
            self.ground = "amber" if waits else "panel"  # red is for a crisis alone
            self.refresh()

    def row(self, y: int, width: int) -> Row:
        """The clock with what matters now; below it the keys, and the answer to the last one."""
        keys, said = self._keys(width - 2), self._said()
        beside = width_of(keys) + width_of(said) + 2 <= width  # the keys never give way to words
        if y == 0:
            clock = Run(self._time(), "quiet")
            return Row((Run(" "), *self._now(() if beside else said)), (clock, Run(" ")))
        room = width - width_of(keys) - 3
        shown = said if beside else crop(said, room) if self._banner() and room >= READABLE else ()
        shown = shown or self._mark(room)
        return Row((Run(" "), *keys), tuple(shown))

    def _time(self) -> str:
        """The time of day, unless the clock itself shows it."""
        view = self._view
        return view.header.clock if view and view.header.clock != view.clock.digits else ""

    def _mark(self, room: int) -> tuple[Run, ...]:
        """Whether all of it is invented, where there is room to say so."""
        mark = f" {self._view.header.watermark} " if self._view and self._view.header.watermark else ""
        return (Run(mark, "cap"), Run(" ")) if mark and len(mark) + 1 <= room else ()

    def _banner(self) -> bool:
        banner = self._view.banner if self._view else None
        return banner is not None and banner.tone in (Tone.ATTENTION, Tone.ALARM)

    def _now(self, said: tuple[Run, ...]) -> list[Run]:
        """The clock, who, and what matters most: what waits for a person, an answer to the last key, the next thing."""
        view = self._view
        if view is None:
            return []
        clock = view.clock
        runs = [Run(clock.digits, _MOODS.get(clock.mood, "live")), Run("  ")]
        if clock.who:
            runs += [Run(clock.who, "strong"), Run("  ")]
        if view.banner and self._banner():
            return [*runs, Run(view.banner.words, "strong"), Run("  "), Run(view.banner.detail)]
        if said:
            return [*runs, *said]
        words = clock.next or (next_words(view.detail.groups) if view.detail and not clock.who else "")
        return [*runs, Run("› ", "live"), Run(words, "strong")] if words else [*runs, Run(clock.caption, "quiet")]

    def _keys(self, width: int) -> list[Run]:
        keys = key_runs(self._incident)
        return keys if width_of(keys) <= width else list(tight(self._incident, width))

    def _said(self) -> tuple[Run, ...]:
        said = self._view.said if self._view else None
        return (Run(said.text, said.tone.value), Run(" ")) if said else ()
