"""Large digits, three lines high, in light strokes.

Time past the end is drawn in heavy strokes, so that it shows without colour too.
"""

from __future__ import annotations

_SHAPES = {
    "0": ("╭─╮", "│ │", "╰─╯"),
    "1": ("╶╮ ", " │ ", "╶┴╴"),
    "2": ("╶─╮", "╭─╯", "╰─╴"),
    "3": ("╶─╮", " ─┤", "╶─╯"),
    "4": ("╷ ╷", "╰─┤", "  ╵"),
    "5": ("╭─╴", "╰─╮", "╶─╯"),
    "6": ("╭─╴", "├─╮", "╰─╯"),
    "7": ("╶─╮", "  │", "  ╵"),
    "8": ("╭─╮", "├─┤", "╰─╯"),
    "9": ("╭─╮", "╰─┤", "╶─╯"),
    ":": (" ", ":", " "),
    "+": (" ╷ ", "╶┼╴", " ╵ "),
    "-": ("   ", "╶─╴", "   "),
    " ": ("   ", "   ", "   "),
}
_HEAVY = str.maketrans("╭─╮│╰╯├┤┴╶╴╷╵┼", "┏━┓┃┗┛┣┫┻╺╸╻╹╋")


def large(text: str, *, heavy: bool = False) -> tuple[str, str, str]:
    """The three lines of `text`, which is digits, ":", "+" and "-"; anything else stands small on the middle line."""
    if not all(char in _SHAPES for char in text):
        return "", text, ""
    lines = tuple(" ".join(_SHAPES[char][at] for char in text) for at in range(3))
    if heavy:
        lines = tuple(line.translate(_HEAVY) for line in lines)
    return lines[0], lines[1], lines[2]
