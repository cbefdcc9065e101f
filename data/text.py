"""Text is only text: `clean()` at every way in, `lit()` at every way out.

Control characters in data reach the terminal through every widget, and square brackets are markup to Textual: a risk
flag in brackets would vanish. So no string from data goes to the screen but through `lit`.

Rule: what is clean is as wide as its characters are, one by one, so that a line that was measured fits however it is
cut. That is why emoji lose what would join or change them; the one exception is the joiner that Sinhala and its like
write in the middle of a word.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

NAME_CAP = 200
NOTE_CAP = 20_000
_MARKS_CAP = 8

_JOINER, _NON_JOINER = "\u200d", "\u200c"
_C0_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x0A,)} | {0x7F: 0x2421}
_REPLACED = dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *range(0xFDD0, 0xFDF0)), 0xFFFD)
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_UNSEEN = (0x00AD, 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, 0xFEFF)
_EMOJI_MODIFIERS = (0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400), *range(0xE0000, 0xE0080))
_DROPPED = dict.fromkeys((*_BIDI, *_UNSEEN, *_EMOJI_MODIFIERS))
_FLAGS = {0x1F1E6 + n: ord("A") + n for n in range(26)}
"""Halves of flags, which two terminals draw in three ways, become the letters that they stand for."""
_TABLE: dict[int, int | None] = _C0_PICTURES | _REPLACED | _DROPPED | _FLAGS
_NO_CHARACTERS = re.compile(
    "[\ud800-\udfff" + "".join(chr((p << 16) + n) for p in range(17) for n in (0xFFFE, 0xFFFF)) + "]"
)
_NEEDS_WORK = re.compile("[^\x20-\x7e\xa1-\xac\xae-\u02ff\n]")
_MAY_COMBINE = re.compile(
    "[\u0300-\u036f\u0483-\u1dff\u200b-\u200d\u2060-\u206f\u20d0-\u20ff\u2c00-\u302f\u3099\u309a\ua600-\uabff\ud7b0-\ud7ff"
    "\ufb1e\ufe00-\ufe2f\ufff0-\ufffb\U00010000-\U0010ffff]"
)
"""What may hold a combining mark or an unseen character; Latin, dashes, quotes and arrows need no second look."""
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are signs one can see: the number signs of Arabic and the like."""
_MARKS = frozenset({"Mn", "Me", "Mc"})
_FOLLOWING_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")
"""The later letters of a Korean syllable written in pieces; drawn, as marks are, in the columns of the first."""
_EMOJI = re.compile("[\U0001f000-\U0001faff]")
_VIRAMA = 9
_NEVER_TYPED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, *, cap: int = NAME_CAP, lines: bool = False, part: bool = False) -> str:
    """The text without anything that could drive a terminal or disturb a line.

    C0 and DEL become visible pictures; C1, line separators, surrogates and codes that are no characters the
    replacement character; bidi overrides, tags and what cannot be seen are dropped; runs of combining marks are cut to
    eight, those with no letter to stand on are dropped; the whole to `cap` characters. Line feeds stay only with
    `lines`. `part`: it is a piece of a text that is being typed, so that its first mark may stand on a letter before
    it, and a joiner at its end may join what comes.
    """
    text = text[: cap * 2]
    if _NEEDS_WORK.search(text):
        text = text.replace("\r\n", "\n") if lines else text
        text = _NO_CHARACTERS.sub("\ufffd", text.translate(_TABLE))
        if _MAY_COMBINE.search(text):
            text = _settled(text, part=part)
    if not lines:
        text = text.replace("\n", "\u240a")
    text = text[:cap]
    return text if part else text.rstrip(_JOINER)


def _settled(text: str, *, part: bool) -> str:
    """Marks and joiners only where a script has them, and nothing else that is drawn in no column."""
    out: list[str] = []
    before = "" if part else " "
    run = 0
    for char in text:
        kind = unicodedata.category(char)
        if kind in _MARKS or _FOLLOWING_JAMO.match(char):
            if run == _MARKS_CAP or before in (" ", "\n"):
                continue
            run += 1
        elif kind == "Cf" and char not in _SEEN_FORMATS:
            if not _joins(char, before):
                continue
        else:
            run = 0
            char = "\ufffd" if kind == "Cn" and not _EMOJI.match(char) else char  # noqa: PLW2901  no character yet
        out.append(char)
        before = char
    return "".join(out)


def _joins(char: str, before: str) -> bool:
    """Whether this unseen character does what a script needs behind that one."""
    if char == _JOINER:
        return before == "" or unicodedata.combining(before) == _VIRAMA
    return char == _NON_JOINER and (before == "" or unicodedata.category(before)[0] in "LM")


def typed_in_secret(text: str) -> str:
    """What counts of a passphrase: everything but what no keyboard types and no screen may show.

    Not `clean`, which may change with the next release and with the tables of Unicode: the same letters must open the
    same file on every machine and for ever, so this must stay as it is.
    """
    return _NEVER_TYPED.sub("", text)


def lit(text: str, style: str = "", *, lines: bool = False) -> "Content":
    """The text as Textual content, shown literally: no markup, no control sequence."""
    from textual.content import Content

    shown = clean(text, cap=NOTE_CAP, lines=lines)
    return Content.styled(shown, style) if style else Content(shown)
