"""A whole page drawn as lines, each on a ground of its own; what did not change between two showings is not painted.

Rule: it is given a function from its size to its lines and asks it again only for another size or another showing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from widgets.lines import BLANK, Lines, Row, cells, lined
from widgets.pens import pens


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
        if not self.is_attached or not self.screen.is_current or self._made_for != self.size:
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

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        band = _at(self._made, y)
        pen = pens(self.app.theme_variables, band.ground)
        segments = [Segment(text, pen(name)) for text, name in lined(band.row, self._wide) if text]
        return Strip(segments, self._wide)

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


def _at(bands: list[Band], y: int) -> Band:
    return bands[y] if y < len(bands) else _EMPTY
