"""The clock: large digits, a progress line with its marks, whose clock it is, and whether everything is saved.

Rule: it changes as a whole with its mood (running, a warning, past the end), in words and strokes and not by colour
alone, and a second that passes repaints the digits and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.geometry import Region

from data.values.tone import Tone
from widgets.digits import large
from widgets.lines import Lines, Row, Run, cells, crop, fit, width_of

if TYPE_CHECKING:
    from data.values.views import ClockView

_DIGIT_PENS = {"warning": "attention", "over": "strong", "idle": "quiet"}


class ClockBar(Lines):
    """Three lines; five with a blank one above and below."""

    ground = "panel"

    def __init__(self, view: ClockView | None, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._view = view
        self._set_ground()

    def show(self, view: ClockView) -> None:
        """Draw this; only what differs is painted anew."""
        before, self._view = self._view, view
        if view == before:
            return
        self._set_ground()
        still = before and replace(before, digits="", fraction=0.0) == replace(view, digits="", fraction=0.0)
        if before is None or not still or len(before.digits) != len(view.digits):
            self.refresh()
            return
        width = self._digits_width()
        regions = [Region(0, self._top, width, 3)] if before.digits != view.digits else []
        if self._progress(before) != self._progress(view):
            regions.append(Region(width, self._top + 1, self.size.width - width, 1))
        if regions:
            self.refresh(*regions)

    def _set_ground(self) -> None:
        self.ground = "tint" if self._view and self._view.mood == "warning" else "panel"

    @property
    def _top(self) -> int:
        return max((self.size.height - 3) // 2, 0)

    def _edge(self) -> int:
        return 2 if self.roomy else 1

    def _digits_width(self) -> int:
        view = self._view
        wide = max(map(cells, large(view.digits))) if view and view.digits else 0
        return self._edge() + wide + (5 if self.roomy else 2) if wide else self._edge()

    def row(self, y: int, width: int) -> Row:
        """Digits at the left; at the right the caption, the progress line, its marks."""
        view = self._view
        y -= self._top
        if view is None or not 0 <= y <= 2:
            return Row()
        start = self._digits_width()
        pen = _DIGIT_PENS.get(view.mood, "digits")
        digits = Run(fit(" " * self._edge() + large(view.digits, heavy=view.mood == "over")[y], start), pen)
        room = width - start - self._edge()
        if room < 8:
            return Row((digits,))
        runs = (self._caption, self._progress_runs, self._marks)[y](view, room)
        return Row((digits, *crop(runs, room)))

    def _caption(self, view: ClockView, room: int) -> list[Run]:
        loud = {"warning": "attention", "over": "strong"}.get(view.mood, "quiet")
        who = [Run(view.who, "strong"), Run("  ")] if view.who else []
        left = crop([*who, Run(view.caption, loud)], room)
        return _apart(left, [_saved(view)], room) if self._saved_above(view, room) else left

    def _saved_above(self, view: ClockView, room: int) -> bool:
        return cells(view.who) + cells(view.caption) + cells(view.saved) + 4 <= room

    def _progress(self, view: ClockView) -> str:
        room = self.size.width - self._digits_width() - self._edge()
        return "".join(run.text for run in self._progress_runs(view, room))

    def _progress_runs(self, view: ClockView, room: int) -> list[Run]:
        if room < 1 or (not view.marks and not view.fraction):
            return []
        if view.mood == "over":
            return [Run("━" * (room - 1) + "╸", "plain")]
        halves = round(max(0.0, min(view.fraction, 1.0)) * room * 2)
        done = "━" * (halves // 2) + ("╸" if halves % 2 else "")
        track = list("─" * room)
        for at in _columns(view, room):
            track[at] = "┼"
        pen = "attention" if view.mood == "warning" else "live"
        return [Run(done[:room], pen), Run("".join(track[len(done) :]), "rule")]

    def _marks(self, view: ClockView, room: int) -> list[Run]:
        """The next thing, and the marks' labels; where it is too narrow the words go before the labels."""
        words = [Run("› ", "live"), Run(view.next, "strong")] if view.next else []
        if not self._saved_above(view, room):
            loud = view.saved_tone in (Tone.ATTENTION, Tone.ALARM)
            if loud or width_of(words) + cells(view.saved) + 2 <= room:
                return _apart(crop(words, max(room - cells(view.saved) - 2, 0)), [_saved(view)], room)
            return crop(words, room)
        labels = _labels(view, room) if view.mood != "over" else ""
        free = len(labels) - len(labels.lstrip()) or room
        if words and width_of(words) + 2 > free:
            return crop(words, room)
        return [*words, Run(labels[width_of(words) :], "quiet")]


def _saved(view: ClockView) -> Run:
    return Run(view.saved, "attention" if view.saved_tone in (Tone.ATTENTION, Tone.ALARM) else "quiet")


def _apart(left: list[Run], right: list[Run], room: int) -> list[Run]:
    return [*left, Run(" " * max(room - width_of(left) - width_of(right), 0)), *right]


def _labels(view: ClockView, room: int) -> str:
    """Each label under its mark; one that would touch the label before it is left out."""
    line = [" "] * room
    for at, (_fraction, label) in zip(_columns(view, room), view.marks, strict=True):
        text = fit(label, min(cells(label), 6))
        begin = max(0, min(at - (len(text) - 1) // 2, room - len(text)))
        if cells(text) == len(text) and not "".join(line[max(begin - 1, 0) : begin + len(text)]).strip():
            line[begin : begin + len(text)] = text
    return "".join(line)


def _columns(view: ClockView, room: int) -> list[int]:
    return [max(0, min(round(fraction * room), room - 1)) for fraction, _label in view.marks]
