"""What a program wrote to its terminal, read by a grammar that knows only what ours may write.

Rule: it is narrower than the terminals' own. Colours of the old sixteen, moves without both numbers, titles other than
ours, the clipboard, device control and C1 are nothing that ours writes, so each is told.
"""

import re
from collections.abc import Iterator

from tests.hostile import raw

TITLE = b"\x1b]0;Session Day\x07"
_COLOUR = rb"(?:[34]8;2;\d+;\d+;\d+|[34]8;5;\d+|[34]9)"
_STYLE = rb"(?:%s|[0-9]|2[1-9])" % _COLOUR
_MODES = rb"(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)"
_TOKEN = re.compile(
    rb"(?P<style>\x1b\[(?:%s(?:;%s)*)?m)|(?P<move>\x1b\[\d+;\d+H)|(?P<mode>\x1b\[\?%s[hl])"
    rb"|(?P<asked>\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\[2[23];0t)|(?P<title>%s)"
    rb"|(?P<pointer>\x1b\]22;[a-z-]+\x07)|(?P<text>[^\x1b\x00-\x1f\x7f]+|\r\n)"
    % (_STYLE, _STYLE, _MODES, re.escape(TITLE))
)
ONCE = (b"\x1b[?1049h", b"\x1b[?1049l", TITLE)
"""What is written once, when the program begins or ends."""


def foreign(written: bytes) -> Iterator[str]:
    """Everything in it that ours would not have written, each with what stands around it."""
    at = 0
    while at < len(written):
        token = _TOKEN.match(written, at)
        if token is None:
            yield repr(written[at : at + 24])
            at += 1
            continue
        if token.lastgroup == "text" and token.group() != b"\r\n":
            yield from _in_text(token.group())
        at = token.end()
    for sequence in ONCE:
        if written.count(sequence) > 1:
            yield f"{sequence!r} {written.count(sequence)} times"


def _in_text(words: bytes) -> Iterator[str]:
    try:
        text = words.decode()
    except UnicodeDecodeError:
        yield repr(words[:24])
        return
    if found := raw(text):
        yield f"{sorted(found)!a} in {text[:24]!a}"
