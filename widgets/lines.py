"""The base of everything that is drawn: a widget that paints whole lines, made of runs of words in one pen.

Rule: every word passes `lit` on its way to the screen, a line is exactly as wide as the widget, and nothing overflows:
what does not fit ends in "…". Repainting is by line, so that a moved cursor or a new second costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from data.text import lit
from widgets.pens import Pens, pens

if TYPE_CHECKING:
    from data.values.views import Part


class Run(NamedTuple):
    """Words in one pen; see `widgets.pens` for the names."""

    text: str
    pen: str = "plain"


class Row(NamedTuple):
    """One line: runs from the left, and runs that end at the right edge."""

    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()


BLANK = Row()


@lru_cache(maxsize=512)
def measured(text: str) -> tuple[str, int]:
    """The words as `lit` shows them, as plain text, and how many columns they take on the screen."""
    content = lit(text)
    return content.plain, content.cell_length


def clear(text: str) -> str:
    """The words as they may be shown."""
    return measured(text)[0]


def cells(text: str) -> int:
    """How many columns the words take on the screen."""
    return measured(text)[1]


def width_of(runs: Iterable[Run]) -> int:
    """How many columns the runs take together."""
    return sum(cells(run.text) for run in runs)


def fit(text: str, width: int) -> str:
    """The words in exactly `width` columns: filled up with blanks, or cut with "…"."""
    shown, size = measured(text)
    if size <= width:
        return shown + " " * (width - size)
    return set_cell_size(shown, width - 1) + "…" if width > 0 else ""


def crop(runs: Iterable[Run], width: int) -> list[Run]:
    """The runs cut to at most `width` columns; what is cut ends in "…"."""
    out: list[Run] = []
    left = width
    for run in runs:
        text, size = measured(run.text)
        if not size:
            continue
        if size > left:
            if left > 0:
                out.append(Run(set_cell_size(text, left - 1) + "…", run.pen))
            elif out:
                last = out[-1]
                out[-1] = Run(set_cell_size(last.text, cell_len(last.text) - 1) + "…", last.pen)
            break
        out.append(run if text is run.text else Run(text, run.pen))
        left -= size
    return out


def wrap(runs: Sequence[Run], width: int, *, most: int = 4) -> list[tuple[Run, ...]]:
    """The runs broken between words into lines of at most `width` columns, `most` lines at the most."""
    width = max(width, 4)
    lines: list[list[Run]] = [[]]
    used = 0
    for run in runs:
        for word in _words(clear(run.text)):
            size = cell_len(word)
            if used and used + cell_len(word.rstrip(" ")) > width:
                lines.append([])
                used = 0
                word = word.lstrip(" ")  # noqa: PLW2901  a blank that a line broke at is not shown
                size = cell_len(word)
            if word:
                lines[-1].append(Run(word, run.pen))
                used += size
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = [*kept[-1], *(run for line in lines[most:] for run in line)]
    return [tuple(crop(_joined(line), width)) for line in kept]


def _words(text: str) -> list[str]:
    """Words with the blanks that follow them: "a bc " → "a ", "bc "."""
    out: list[str] = []
    word = ""
    for char in text:
        if word.endswith(" ") and char != " ":
            out.append(word)
            word = ""
        word += char
    return [*out, word] if word else out


def _joined(runs: Iterable[Run]) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        if out and out[-1].pen == run.pen:
            out[-1] = Run(out[-1].text + run.text, run.pen)
        else:
            out.append(run)
    if out:
        out[-1] = Run(out[-1].text.rstrip(" "), out[-1].pen)
    return out


def runs_of(parts: Iterable[Part], between: str = "  ") -> list[Run]:
    """The parts of a view as runs, with `between` them."""
    out: list[Run] = []
    for part in parts:
        if out:
            out.append(Run(between, "quiet"))
        out.append(Run(part.text, part.tone.value))
    return out


@lru_cache(maxsize=1024)
def lined(row: Row, width: int) -> tuple[Run, ...]:
    """The row in exactly `width` columns; the right part goes first, the left is cut where both do not fit."""
    right = crop(row.right, width)
    right_width = width_of(right)
    gap = 1 if right and row.left else 0
    left = crop(row.left, max(width - right_width - gap, 0))
    blank = width - right_width - width_of(left)
    return (*left, Run(" " * blank), *right) if blank > 0 else (*left, *right)


class Lines(Widget):
    """A widget made of lines. A subclass says what stands on line `y` in `width` columns, and on which ground."""

    ALLOW_SELECT: ClassVar[bool] = False
    ground = "surface"
    roomy = False
    """Whether the screen is large enough to leave lines and columns blank; whoever lays the widget out says so."""
    _painted: tuple[Region, list[Strip]] | None = None

    def prepare(self, width: int, height: int) -> None:
        """Before lines are painted: make what they are made of."""

    def paint(self, y: int, width: int) -> list[Run]:
        """Line `y` in exactly `width` columns."""
        return list(lined(self.row(y, width), width))

    def row(self, y: int, width: int) -> Row:  # noqa: ARG002  the subclass's to use
        """What stands on line `y`, `width` columns wide."""
        return BLANK

    def chosen(self, y: int) -> int:  # noqa: ARG002  the subclass's to use
        """1 where line `y` is chosen, 2 where it is and has the focus."""
        return 0

    @property
    def pens(self) -> Pens:
        """The pens of the present theme on this widget's ground."""
        return pens(self.app.theme_variables, self.ground)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's line interface: what is the same for all lines is found once.

        Textual asks every widget at every paint, whatever changed; mostly nothing of this one has.
        """
        cache = self._styles_cache
        if self._painted and self._painted[0] == crop and cache._cache and not cache._dirty_lines:
            return self._painted[1]
        size = self.size
        self._wide, self._pen = size.width, self.pens
        self.prepare(*size)
        self._painted = (crop, super().render_lines(crop))
        return self._painted[1]

    def let_go(self) -> None:
        """Nothing that was drawn stays, though nobody draws it anew."""
        self._painted = None
        self._styles_cache.clear()

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        pen, cursor = self._pen, self.chosen(y)
        segments = [Segment(text, pen(name, cursor)) for text, name in self.paint(y, self._wide) if text]
        return Strip(segments, self._wide)


def forget() -> None:
    """Let go of every word that was measured, also of those that the library remembers."""
    from rich.cells import cached_cell_len

    measured.cache_clear()
    lined.cache_clear()
    cached_cell_len.cache_clear()
