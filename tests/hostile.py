"""Strings that would drive a terminal, break a line or be taken for markup, and ways to put them into everything.

Rule: nothing of the program is used to judge what it drew: `raw` looks at characters, not at `clean`.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from typing import Any, TypeVar

T = TypeVar("T")

CORPUS: Mapping[str, str] = {
    # control characters
    "nul": "a\x00b",
    "every C0": "".join(map(chr, range(0x20))),
    "every C1": "".join(map(chr, range(0x80, 0xA0))),
    "bell": "ring\x07\x07",
    "backspaces": "safe\b\b\b\bunsafe",
    "carriage return": "NO CALL\rcall 1",
    "line feeds": "one\ntwo\r\nthree",
    "tabs": "a\tb\t\tc",
    "form feed": "page\x0cpage\x0b",
    "delete": "x\x7f\x7fy",
    "shift out": "\x0e lqqk \x0f",
    "escape alone": "\x1b",
    "reset": "\x1bc",
    # sequences
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31mred\x1b[0m",
    "cursor": "\x1b[10;10Hhere\x1b[s\x1b[u",
    "alternate screen": "\x1b[?1049l out",
    "mouse on": "\x1b[?1000h\x1b[?1006h",
    "paste": "\x1b[200~typed\x1b[201~",
    "report": "\x1b[6n\x1b[c\x1b[>q",
    "title": "\x1b]0;A. Name\x07",
    "title, ended otherwise": "\x1b]2;A. Name\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "link": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "notification": "\x1b]9;A. Name\x07\x1b]777;notify;a;b\x07",
    "picture": "\x1b]1337;File=inline=1:AAAA\x07",
    "graphics": "\x1b_Ga=T,f=24;AAAA\x1b\\",
    "device control": "\x1bP+q544e\x1b\\",
    "sixel": "\x1bPq#0;2;0;0;0~\x1b\\",
    "privacy": "\x1b^secret\x1b\\",
    "string": "\x1bXsecret\x1b\\",
    "C1 CSI": "\x9b31mred",
    "C1 OSC": "\x9d0;A. Name\x9c",
    "C1 DCS": "\x90q~\x9c",
    "unfinished": "\x1b]52;c;",
    "synchronised": "\x1b[?2026h held",
    # direction and what cannot be seen
    "override": "\u202egnp.exe\u202c",
    "embedding": "\u202aleft\u202bright\u202c",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks of direction": "\u200ea\u200fb\u061cc",
    "joiners": "a\u200d\u200d\u200db\u200cc\u200d",
    "a joiner first": "\u200d👩👩👩",
    "nothing but joiners": "\u200d\u200c\u200d\u200c",
    "zero width": "a\u200bb\u2060c\ufeffd\u00ade",
    "tags": "🏴\U000e0067\U000e0062\U000e0065\U000e007f",
    "variations": "❤\ufe0f☎\ufe0ex\U000e0100y",
    "line separators": "one\u2028two\u2029three\x85four",
    "no characters": "\ufffe\uffff\ufdd0\U0001ffff\U0010fffe",
    "annotations": "a\ufff9b\ufffac\ufffbd",
    "fillers": "a\u3164b\u115fc\u1160d\uffa0e",
    "a surrogate": "a\ud800b\udc00",
    "half a pair": "\ude00\ud83d",
    "private": "\ue000\uf8ff\U000f0000",
    # marks and widths
    "marks": "e" + "\u0301" * 200,
    "a mark first": "\u0338\u20e0 NO CALL",
    "enclosed": "a\u20dd\u20e0b\u0488",
    "Zalgo": "H̷̨̛̤͓͎̠̺̳̜̞̠̱̟͇̤̫̲̙͚̘̎̃̀̍́͌̾̈́̚e̸̢̢̡̛̛̪̟͔̖̳͙̱͈̦̘͛̂̾̀̂̏̍",
    "spacing marks": "क" + "\u0903" * 60,
    "Korean in pieces": "ᄀ" + "\u1161" * 60,
    "wide": "宽字名字" * 8,
    "half and full": "ｱｲｳＡＢＣ",
    "emoji": "👩‍👩‍👧‍👦👍🏽🏳️‍🌈",
    "flags": "🇬🇧🇫🇷🇪",
    "right to left": "שלום עליכם محمد علي",
    "both directions": "R.T. שלום 07700 900123",
    "Sinhala": "ශ්‍රියා",
    "Persian": "می‌خواهم",
    "Thai": "เพ็ญศรี",
    "ligature": "﷽﷽﷽",
    # markup, formulas and the like
    "closing tag": "[/]",
    "a flag in brackets": "[TODO] plan",
    "unknown tag": "Ann [/oops]",
    "bold": "[b]bold[/b]",
    "link in markup": "[@click=app.quit]x[/]",
    "link of a screen": "[@click=screen.dismiss]x[/]",
    "style": "[red on blue]x[/red on blue]",
    "link target": "[link=https://evil.example]x[/link]",
    "open bracket": "[[[[",
    "escaped": "\\[b]\\",
    "variable": "$warning $n {name} {0} %s %(x)s",
    "emoji code": ":skull: :warning:",
    "formula": "=HYPERLINK(\"x\")",
    "quotes": "\"'`;--<script>&amp;",
    "option": "--help",
    "path": "../../etc/passwd\x00.txt",
    # lengths
    "nothing": "",
    "blanks": "      ",
    "wide blanks": "\u00a0\u2003\u3000\u2007",
    "very long": "x" * 30_000,
    "a long line of words": "word " * 4_000,
    "many lines": "line\n" * 500,
}  # fmt: skip

STORED = {name: words for name, words in CORPUS.items() if not any(0xD800 <= ord(one) < 0xE000 for one in words)}
"""Those that a database or a file can hold."""
WORST = (
    "clipboard", "title", "C1 OSC", "device control", "link", "clear", "override", "a joiner first", "every C0",
    "link in markup",
)  # fmt: skip

_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_JOINERS = frozenset("\u200c\u200d")
STRUCTURE = frozenset(
    {"id", "session", "client", "flow", "mood", "glyph", "mark", "flow_id", "zone", "kind", "form", "state"}
)
"""Fields that hold no words: names within the program."""


def raw(text: str) -> set[str]:
    """The characters in it that may never be drawn."""
    return {one for one in text if one != "\n" and _is_raw(one)}


def _is_raw(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind == "Cf":
        return char not in _SEEN_FORMATS | _JOINERS
    return kind in {"Cc", "Cs", "Zl", "Zp"} or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) < 0xFDF0


def sayer(first: int = 0, words: Mapping[str, str] = CORPUS) -> Callable[[], str]:
    """Gives one of the strings after the other, from this one on, without end."""
    listed = list(words.values())
    turning: Iterator[str] = cycle([*listed[first % len(listed) :], *listed[: first % len(listed)]])
    return lambda: next(turning)


def filled(value: T, say: Callable[[], str], keep: frozenset[str] = STRUCTURE) -> T:
    """The value with every text in it, at any depth, another one; fields named in `keep` stay as they are."""
    made: Any = _filled(value, say, keep)
    return made  # type: ignore[no-any-return]


def _filled(value: Any, say: Callable[[], str], keep: frozenset[str]) -> Any:
    if isinstance(value, str):
        return say()
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        kept = {name for name, one in held.items() if name in keep and not is_dataclass(one)}
        return replace(value, **{name: _filled(one, say, keep) for name, one in held.items() if name not in kept})
    if isinstance(value, tuple):
        inside = [_filled(one, say, keep) for one in value]
        return type(value)(*inside) if hasattr(value, "_fields") else tuple(inside)
    if isinstance(value, dict):
        return {key: _filled(one, say, keep) for key, one in value.items()}
    return value
