"""A tiny terminal: a real pty, the program in it, and pyte as the screen. For tests that need the real thing."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte

from console.adapters.clock import SystemClock
from data.values.time import elapsed

ROOT = Path(__file__).resolve().parent.parent
CLOCK = SystemClock()


class Term:
    """A program in a terminal of its own. Use as a context manager: what still runs at the end is killed."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 100, rows: int = 30, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, slave = pty.openpty()
        self._size(slave, columns, rows)
        self.before: list[Any] = termios.tcgetattr(slave)
        own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}  # xdist sets them
        environment = {**own, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **(env or {})}
        self.process = subprocess.Popen(
            list(argv),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - two system calls, no thread of ours holds a lock
        )
        self._slave = slave

    def __enter__(self) -> "Term":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()
        if self._slave >= 0:
            os.close(self._slave)

    @property
    def text(self) -> str:
        """What the screen shows now."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: bytes) -> None:
        """Type these bytes, reading meanwhile so that neither side blocks."""
        while keys:
            _, writable, _ = select.select([], [self.master], [], 0.2)
            if writable:
                keys = keys[os.write(self.master, keys[:512]) :]
            self.read(0)

    def read(self, wait: float) -> bool:
        """Take in what the program wrote, waiting up to `wait` seconds for some; false once there was none."""
        readable, _, _ = select.select([self.master], [], [], wait)
        if not readable:
            return False
        try:
            got = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += got
        self._stream.feed(got)
        return bool(got)

    def wait_for(self, wanted: str | Callable[[str], bool], seconds: float = 10.0) -> float:
        """Read until the screen shows it; the seconds it took. Fails the test where it does not come."""
        begun = CLOCK.now()
        while True:
            found = wanted in self.text if isinstance(wanted, str) else wanted(self.text)
            passed = elapsed(begun, CLOCK.now()).total_seconds()
            if found:
                return passed
            assert passed < seconds, f"{wanted!r} did not come in {seconds} s; the screen was:\n{self.text}"
            assert self.process.poll() is None or self.read(0.1), f"the program ended; the screen was:\n{self.text}"
            self.read(0.02)

    def settle(self) -> None:
        """Read until the program has written nothing for a fifth of a second."""
        while self.read(0.2):
            pass

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def resize(self, columns: int, rows: int) -> None:
        """The window changes size."""
        self.screen.resize(rows, columns)
        self._size(self.master, columns, rows)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        if self.master >= 0:
            if self._slave >= 0:
                os.close(self._slave)
                self._slave = -1
            os.close(self.master)
            self.master = -1

    def wait_exit(self, seconds: float = 10.0) -> tuple[int, float]:
        """Read until the program ends: its exit code (negative: killed by that signal), and the seconds it took."""
        begun = CLOCK.now()
        while self.process.poll() is None:
            passed = elapsed(begun, CLOCK.now()).total_seconds()
            assert passed < seconds, f"still running after {seconds} s; the screen was:\n{self.text}"
            if self.master >= 0:
                self.read(0.02)
            else:
                select.select([], [], [], 0.02)
        passed = elapsed(begun, CLOCK.now()).total_seconds()
        while self.master >= 0 and self.read(0.05):
            pass
        return self.process.returncode, passed

    def attributes(self) -> list[Any]:
        """The terminal's modes as they are now; equal to `before` when the program put them back."""
        return termios.tcgetattr(self._slave)

    @staticmethod
    def _size(descriptor: int, columns: int, rows: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _own_terminal() -> None:
    """In the child: a session of its own, with the pty as its controlling terminal."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def python(*args: str) -> list[str]:
    """The command line of this interpreter."""
    return [sys.executable, *args]
