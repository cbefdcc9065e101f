"""A program in a real terminal (a pty, with pyte as the screen), with the instant at which each byte came.

Rule: what is read is stamped first and drawn on the emulated screen afterwards, so that the emulator's own time, which
grows with what a program draws, is never counted.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import pyte

from tests import homes
from tests.term import ROOT

COLUMNS, ROWS = 120, 36
PATIENCE = 20.0
TYPING = 2.0
"""Seconds for a passphrase: nobody types one faster."""
BREATH = 0.004
"""Seconds without a byte after which a frame is taken to be complete. A pty hands it over in parts of 2 or 4 kB, as it
happens; drawing one takes longer than all of them take to come."""
_CONTROL = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")

T = TypeVar("T")


class TooSlowError(Exception):
    """Something that was waited for did not come."""


class Program:
    """One start of one program. Use as a context manager: it is asked to end, and waited for."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self.passphrase = homes.PASSPHRASE if homes.ENCRYPTED and list(argv) == session_day() else ""
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._waiting: list[tuple[float, bytes]] = []
        self._raw = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        given = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED}
        self.begun = perf_counter()
        self.process = subprocess.Popen(
            list(argv),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**given, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            preexec_fn=_own_terminal,  # noqa: PLW1509 - two system calls, this process has one thread
        )
        os.close(slave)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        end = perf_counter() + PATIENCE
        while self.process.poll() is None and perf_counter() < end:
            self._read(0.02)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _read(self, wait: float) -> bool:
        """Stamp and keep what came; false where nothing did."""
        if not select.select([self._master], [], [], wait)[0]:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self._waiting.append((perf_counter(), data))
        self._raw += data
        return bool(data)

    def _drawn(self, seen: Callable[[], T | None]) -> tuple[float, T] | None:
        """Draw what waits; when and what was first seen, where it was."""
        while self._waiting:
            at, data = self._waiting.pop(0)
            self._stream.feed(data)
            if (found := seen()) is not None:
                return at, found
        return None

    def start(self, *words: str) -> tuple[float, ...]:
        """Seconds from the start until each of these stands on the screen; they come in this order.

        Where a passphrase is asked for, that is the first frame; what comes after it is counted from Enter.
        """
        if not self.passphrase:
            return self._come(words)
        first = self._come((homes.PROMPT,))
        end = perf_counter() + TYPING
        while (left := end - perf_counter()) > 0:
            self._read(left)
        self.begun = self.type(f"{self.passphrase}\r".encode())
        return (*first, *self._come(words[1:])) if len(words) > 1 else self._come(words)

    def _come(self, words: Sequence[str]) -> tuple[float, ...]:
        came: list[float] = []
        end = self.begun + PATIENCE
        hint, looked = words[-1].encode(), 0
        while len(came) < len(words):
            ended = self.process.poll() is not None
            new = _CONTROL.sub(b"", self._raw[max(looked - 200, 0) :])  # only what is new, or looking would take time
            looked = len(self._raw)
            if hint in new or ended:
                self._draw_until(words, came)
            if len(came) < len(words) and not self._read(0.1) and (ended or perf_counter() > end):
                raise TooSlowError(f"{words[len(came)]!r} did not come; the screen was:\n{self.text}")
        return tuple(came)

    def _draw_until(self, words: Sequence[str], came: list[float]) -> None:
        """Draw what waits until all of these were seen; when, since the start."""
        while self._waiting and len(came) < len(words):
            at, data = self._waiting.pop(0)
            self._stream.feed(data)
            while len(came) < len(words) and self._has(words[len(came)]):
                came.append(at - self.begun)

    def _has(self, words: str) -> bool:
        return any(words in line for line in self.screen.display)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def settle(self, seconds: float = 0.06) -> list[float]:
        """Take in everything until nothing came for so long."""
        while self._read(seconds):
            pass
        at = [when for when, _ in self._waiting]
        self._drawn(lambda: None)
        return at

    def type(self, keys: bytes) -> float:
        """Write these bytes; the instant at which that was."""
        begun = perf_counter()
        os.write(self._master, keys)
        return begun

    def press(self, keys: bytes, look: Callable[[pyte.Screen], T], limit: float = 2.0) -> float:
        """Seconds from writing these bytes until what `look` sees on the screen is another. Raises TooSlowError."""
        before = look(self.screen)
        begun = self.type(keys)
        while perf_counter() - begun < limit:
            self._read(0.1)
            while self._read(BREATH):  # the whole frame first: while a part is drawn nobody would stamp the next
                pass
            found = self._drawn(lambda: True if look(self.screen) != before else None)
            if found:
                return found[0] - begun
        raise TooSlowError(f"{keys!r} changed nothing; the screen was:\n{self.text}")

    def until(self, look: Callable[[pyte.Screen], T], before: T, since: float, limit: float = 0.5) -> float | None:
        """Seconds since `since` until what `look` sees is another than `before`; None where it stays."""
        while perf_counter() - since < limit:
            found = self._drawn(lambda: True if look(self.screen) != before else None)
            if found:
                return found[0] - since
            self._read(0.05)
        return None

    def cpu(self) -> float:
        """Seconds of processor time that it took so far, all threads together."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        try:
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
        except OSError:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# A profile or a debug switch of whoever starts the bench must not slow one side down; .pyc files must be written.
_NOT_PASSED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONASYNCIODEBUG",
    "SESSION_DAY_HOME",
    "TEXTUAL",
)


def _own_terminal() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def marked(screen: pyte.Screen, column: int, top: int, bottom: int) -> tuple[tuple[int, str], ...]:
    """Where the cursor is: the lines between `top` and `bottom` whose ground at `column` is not that of most, with
    their words, for a list that scrolls keeps the cursor on the same line."""
    grounds = [screen.buffer[line][column].bg for line in range(top, bottom)]
    most = max(set(grounds), key=grounds.count)
    return tuple(
        (line, "".join(screen.buffer[line][at].data for at in range(column, column + 12)))
        for line, ground in zip(range(top, bottom), grounds, strict=True)
        if ground != most
    )


def session_day() -> list[str]:
    """Our command line."""
    return [sys.executable, str(ROOT / "session_day.py")]


def bare(name: str, *args: str) -> list[str]:
    """The command line of a reference, started the same way."""
    return [sys.executable, str(Path(__file__).parent / f"{name}.py"), *args]
