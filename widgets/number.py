"""A telephone number, or NO CALL, in solid blocks: the most visible thing on a screen, to be read from across a room.

Rule: a number is never cut and never approximated. What has no shape, or no room, stands as plain words instead.
"""

from __future__ import annotations

_PIXELS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": ("## ", " # ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "+": ("   ", " # ", "###", " # ", "   "),
    "-": ("   ", "   ", "###", "   ", "   "),
    "(": (" #", "# ", "# ", "# ", " #"),
    ")": ("# ", " #", " #", " #", "# "),
    "*": ("   ", "# #", " # ", "# #", "   "),
    "#": ("# #", "###", "# #", "###", "# #"),
    " ": ("  ",) * 5,
    "A": ("###", "# #", "###", "# #", "# #"),
    "C": ("###", "#  ", "#  ", "#  ", "###"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"),
    "O": ("###", "# #", "# #", "# #", "###"),
}
_HALVES = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}


def blocks(text: str, width: int, height: int) -> tuple[str, ...]:
    """The lines of `text` in blocks, as large as `width` and `height` allow: five lines high, else three, else none.

    Empty where a character has no shape or there is no room; the caller then shows the words themselves.
    """
    if not text.strip() or not all(char in _PIXELS for char in text):
        return ()
    for lines, least in ((_five(text), 5), (_three(text), 3)):
        if len(lines[0]) <= width and height >= least:
            return lines
    return ()


def _five(text: str) -> tuple[str, ...]:
    rows = ("  ".join(_wide(_PIXELS[char][y]) for char in text) for y in range(5))
    return tuple(row.rstrip().ljust(_length(text, 2)) for row in rows)


def _wide(pixels: str) -> str:
    return "".join("██" if pixel == "#" else "  " for pixel in pixels)


def _three(text: str) -> tuple[str, ...]:
    rows = [" ".join(_PIXELS[char][y] for char in text) for y in range(5)] + [" " * _length(text, 1)]
    pairs = ((rows[y], rows[y + 1]) for y in (0, 2, 4))
    return tuple("".join(_HALVES[top + low] for top, low in zip(*pair, strict=True)) for pair in pairs)


def _length(text: str, scale: int) -> int:
    return scale * (sum(len(_PIXELS[char][0]) for char in text) + len(text) - 1)
