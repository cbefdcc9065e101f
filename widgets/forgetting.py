"""What was drawn leaves memory with what drew it.

Textual 8.2 remembers two colours for each widget's cache of drawn lines, and with them the cache itself: its
`get_inner_outer` lacks the `@classmethod` above its `@lru_cache`. So the lines of a thousand widgets that are gone,
those of a note among them, would stay in memory.
"""

from typing import Any

from textual._styles_cache import StylesCache


def forget_what_was_drawn() -> None:
    """From now on; called once, before the first widget is drawn. Called again it changes nothing."""
    cached: Any = vars(StylesCache)["get_inner_outer"]
    if not isinstance(cached, classmethod):
        StylesCache.get_inner_outer = classmethod(cached)  # type: ignore[method-assign,assignment]


def forget_lines() -> None:
    """Lines that were drawn are kept to be drawn again: their words go too."""
    from widgets import lines, sheet

    lines.forget()
    sheet.forget()
