"""What comes in on stdin: any bytes at all, made into messages that the app can take.

Rule: what cannot be read is left out and the parser goes on; what is pasted is cleaned; what the terminal claims of
its size is not believed.
"""

from collections.abc import Callable, Iterable

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.geometry import Size
from textual.message import Message

from data.text import NOTE_CAP, clean

QUIET_TICKS = 10
"""Tenths of a second without a byte after which an unfinished paste counts as finished."""


class SafeParser(XTermParser):
    """Textual's parser, which begins again after what it cannot read, and never swallows keys in an open paste."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._seen = ""
        self._pasting = False
        self._quiet = 0

    def feed(self, data: str) -> Iterable[Message]:
        """The messages in these characters; those that cannot be read are left out.

        No characters at all are nothing, not the end: the first byte of a cut character decodes to none.
        """
        self._quiet = 0
        self._watch_paste(data)
        for character in data:
            try:
                yield from super().feed(character)
            except Exception:
                self._begin_again()

    def tick(self) -> Iterable[Message]:
        """What waited for more characters and got none; called every tenth of a second."""
        try:
            yield from super().tick()
        except Exception:
            self._begin_again()
        self._quiet += 1
        if self._pasting and self._quiet >= QUIET_TICKS:
            yield from self.feed(BRACKETED_PASTE_END)

    def _watch_paste(self, data: str) -> None:
        self._seen = (self._seen + data)[-(len(data) + len(BRACKETED_PASTE_END) - 1) :]
        start, end = self._seen.rfind(BRACKETED_PASTE_START), self._seen.rfind(BRACKETED_PASTE_END)
        if start != end:
            self._pasting = start > end
        self._seen = self._seen[-(len(BRACKETED_PASTE_END) - 1) :]

    def _begin_again(self) -> None:
        self._pasting = False
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None


def believable(message: Message, real_size: Callable[[], tuple[int, int]]) -> Message | None:
    """The message as the app may have it: pasted text cleaned, a claimed size replaced by the real one."""
    if isinstance(message, events.Paste):
        lines = message.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        return events.Paste(clean(lines, cap=NOTE_CAP, lines=True, part=True))
    if isinstance(message, events.Resize):
        size = Size(*real_size())
        return events.Resize(size, size)
    if isinstance(message, events.Key) and message.character and _is_surrogate(message.character):
        return None
    return message


def _is_surrogate(character: str) -> bool:
    return any(0xD800 <= ord(one) <= 0xDFFF for one in character)
