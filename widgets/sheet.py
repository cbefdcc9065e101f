"""A whole page drawn as lines, each on a ground of its own; what did not change between two showings is not painted.

Rule: it is given a function from its size to its lines and asks it again only for another size or another showing. A
line that was drawn before in this width is not drawn again, so that a page that comes back is there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from widgets.lines import BLANK, Lines, Row, cells, lined
from widgets.pens import Pens, pens


class Band(NamedTuple):
    """One line and what it stands on; see `widgets.pens` for the grounds."""

    row: Row = BLANK
    ground: str = "background"


Make = Callable[[int, int], list[Band]]
_EMPTY = Band()


class Sheet(Lines):
    """See the module."""

    ground = "background"

    @dataclass
    class Clicked(Message):
        """A key that is drawn as a cap was pressed with the mouse."""

        key: str

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._make: Make = lambda _width, _height: []
        self._made: list[Band] = []
        self._made_for = Size(0, 0)

    def show(self, make: Make) -> None:
        """Draw this; only lines that differ are painted anew."""
        before, self._make = self._made, make
        if not self.is_attached or not self.screen.is_current:  # it is painted as a whole when it comes back
            self._made_for = Size(0, 0)
            return
        if self._made_for != self.size:
            self._made_for = Size(0, 0)
            self.refresh()
            return
        self._made = make(*self.size)
        tall = max(len(before), len(self._made))
        lines = [y for y in range(min(tall, self.size.height)) if _at(before, y) != _at(self._made, y)]
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    def prepare(self, width: int, height: int) -> None:
        """Make the lines where they are not made for this size."""
        if self._made_for != (width, height):
            self._made_for = Size(width, height)
            self._made = self._make(width, height)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's line interface. There is neither border nor padding, so nothing else has to go round the lines."""
        size, variables, filters = self.size, self.app.theme_variables, self.get_line_filters()
        self.prepare(*size)
        under = self.background_colors[1]
        strips = []
        for y in crop.line_range:
            band = _at(self._made, y)
            strip = _drawn(band, size.width, pens(variables, band.ground))
            for one in filters:
                strip = strip.apply_filter(one, under)
            strips.append(strip)
        if crop.column_span != (0, size.width):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Asked for by Textual where the mouse is pressed."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def on_click(self, event: events.Click) -> None:
        """The cap under the mouse, or the cap whose words are there."""
        x, key = 0, ""
        for text, pen in lined(_at(self._made, event.y).row, self.size.width):
            key = text.strip() if pen.startswith("cap") else key if text.strip() else ""
            x += cells(text)
            if event.x < x:
                break
        if key:
            self.post_message(self.Clicked(key))


@lru_cache(maxsize=512)
def _drawn(band: Band, width: int, pen: Pens) -> Strip:
    """One line; a strip keeps how it was cut, filtered and written, so the same one is never worked out twice."""
    return Strip([Segment(text, pen(name)) for text, name in lined(band.row, width) if text], width)


def forget() -> None:
    """Let go of every line that was drawn."""
    _drawn.cache_clear()


def _at(bands: list[Band], y: int) -> Band:
    return bands[y] if y < len(bands) else _EMPTY
