"""The clock: large digits, a progress line with its marks, whose clock it is, and whether everything is saved.

Rule: it changes as a whole with its mood (running, a warning, past the end), in words and strokes and not by colour
alone, and a second that passes repaints the digits and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from textual.geometry import Region

from data.values.views import ClockView, Tone
from widgets.digits import large
from widgets.lines import Lines, Row, Run, cells, crop, fit, width_of

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
        saved = Run(view.saved, "attention" if view.saved_tone in (Tone.ATTENTION, Tone.ALARM) else "quiet")
        left = crop([*who, Run(view.caption, loud)], max(room - cells(view.saved) - 2, 0))
        return [*left, Run(" " * max(room - width_of(left) - cells(view.saved), 0)), saved]

    def _progress(self, view: ClockView) -> str:
        room = self.size.width - self._digits_width() - self._edge()
        return "".join(run.text for run in self._progress_runs(view, room))

    def _progress_runs(self, view: ClockView, room: int) -> list[Run]:
        if not view.marks and not view.fraction:
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
        line = [" "] * room
        for at, (_fraction, label) in zip(_columns(view, room), view.marks, strict=True):
            text = fit(label, min(cells(label), 6)) if label else ""
            begin = max(0, min(at - (len(text) - 1) // 2, room - len(text)))
            if cells(text) == len(text) and all(char == " " for char in line[max(begin - 1, 0) : begin + len(text)]):
                line[begin : begin + len(text)] = text
        labels = "".join(line)
        if not view.next:
            return [Run(labels, "quiet")]
        free = len(labels) - len(labels.lstrip()) if labels.strip() else room
        words = crop([Run("› ", "live"), Run(view.next, "strong")], max(free - 2, 0))
        return [*words, Run(" " * (free - width_of(words))), Run(labels[free:], "quiet")]


def _columns(view: ClockView, room: int) -> list[int]:
    return [max(0, min(round(fraction * room), room - 1)) for fraction, _label in view.marks]
