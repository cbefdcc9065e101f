"""The pens that lines are drawn with: one style for each tone, made from the theme's standard colours.

Rule: a pen is never the only sign of a state. Asked for by name: the values of `data.values.views.Tone`, and the few
that only widgets use ("title", "cap", "cap-chosen", "rule", "soft", "digits", "glyph-done", "bar-live",
"bar-attention", "bar-alarm").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

_COLOURS = ("foreground", "secondary", "primary", "success", "warning", "error", "background", "surface", "panel")


class Pens:
    """The styles on one ground ("background", "surface", "panel", or "amber", "red" and "tint" for what stands out)."""

    def __init__(self, colours: tuple[str, ...], ground: str) -> None:
        have = dict(zip(_COLOURS, map(Color.parse, colours), strict=True))
        text, quiet, live = have["foreground"], have["secondary"], have["primary"]
        done, amber, red = have["success"], have["warning"], have["error"]
        under = have["panel"].blend(amber, 0.16) if ground == "tint" else _ground(have, ground)
        if ground in ("amber", "red"):
            text = quiet = live = done = amber = red = have["background"]
        self._cursors = (under, under.blend(live, 0.09), under.blend(live, 0.2))
        self._styles: dict[tuple[str, int], Style] = {}
        self._inks: dict[str, tuple[Color, Color | None, bool]] = {
            "quiet": (quiet, None, False),
            "plain": (text, None, False),
            "strong": (text, None, True),
            "live": (live, None, True),
            "done": (text, None, False),
            "attention": (amber, None, True),
            "soft": (amber, None, False),
            "alarm": (red, None, True),
            "title": (quiet, None, False),
            "glyph-done": (done, None, False),
            "digits": (live, None, False),
            "rule": (under.blend(text, 0.22), None, False),
            "cap": (text, under.blend(text, 0.13), True),
            "cap-chosen": (under, live, True),
            "bar-live": (live, live, False),
            "bar-attention": (amber, amber, False),
            "bar-alarm": (red, red, False),
        }

    def __call__(self, name: str, cursor: int = 0) -> Style:
        """The style called `name`; an unknown name draws plain.

        `cursor` is 1 on the chosen line of a panel, 2 where that panel also has the focus.
        """
        key = (name, cursor)
        if key not in self._styles:
            ink, own, bold = self._inks.get(name, self._inks["plain"])
            under = own or self._cursors[cursor]
            self._styles[key] = Style(color=ink.rich_color, bgcolor=under.rich_color, bold=bold)
        return self._styles[key]


def _ground(have: Mapping[str, Color], ground: str) -> Color:
    return have[{"amber": "warning", "red": "error"}.get(ground, ground)]


@lru_cache(maxsize=64)
def _pens(colours: tuple[str, ...], ground: str) -> Pens:
    return Pens(colours, ground)


def pens(variables: Mapping[str, str], ground: str) -> Pens:
    """The pens for a theme's variables; the same object as long as the theme is the same."""
    return _pens(tuple(variables[name] for name in _COLOURS), ground)
