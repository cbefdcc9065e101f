"""The ground of a screen: one line of it, drawn once and stood under everything.

Rule: whatever is to be seen on such a screen is drawn by its children; it has neither border nor picture of its own.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


class Ground(Screen[None]):
    """A screen whose lines are all the same. Textual would draw, keep and let go of each of them."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's line interface."""
        return super().render_lines(Region(crop.x, 0, crop.width, 1)) * crop.height
