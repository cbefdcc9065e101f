"""Text is only text: `clean()` at every way in, `lit()` at every way out.

Control characters in data reach the terminal through every widget, and square brackets are markup to Textual: a risk
flag in brackets would vanish. So no string from data goes to the screen but through `lit`.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

NAME_CAP = 200
NOTE_CAP = 20_000
_MARKS_CAP = 8

_C0_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x0A,)} | {0x7F: 0x2421}
_REPLACED = dict.fromkeys((*range(128, 160), 8232, 8233), 65533)
_DROPPED = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0xE0000, 0xE0080))
)
_TABLE: dict[int, int | None] = _C0_PICTURES | _REPLACED | _DROPPED
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEEDS_WORK = re.compile("[^\x20-\x7e\xa1-\u02ff\n]")


def clean(text: str, *, cap: int = NAME_CAP, lines: bool = False) -> str:
    """The text without anything that could drive a terminal or disturb a line.

    C0 and DEL become visible pictures, C1, line separators and surrogates the replacement character; bidi overrides
    and tag characters are dropped; runs of combining marks are cut to eight; the whole to `cap` characters. Line feeds
    stay only with `lines`.
    """
    text = text[: cap * 2]
    if _NEEDS_WORK.search(text):
        text = text.replace("\r\n", "\n") if lines else text
        text = _SURROGATES.sub("\ufffd", text.translate(_TABLE))
        text = _cap_marks(text)
    if not lines:
        text = text.replace("\n", "\u240a")
    return text[:cap]


def _cap_marks(text: str) -> str:
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MARKS_CAP:
            out.append(char)
    return "".join(out)


def lit(text: str, style: str = "", *, lines: bool = False) -> "Content":
    """The text as Textual content, shown literally: no markup, no control sequence."""
    from textual.content import Content

    shown = clean(text, cap=NOTE_CAP, lines=lines)
    return Content.styled(shown, style) if style else Content(shown)
