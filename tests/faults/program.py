"""The real program in a real terminal that draws whole frames only, as a terminal of today does.

Rule: what counts as shown is what a person could have seen. The program is told that the terminal knows synchronised
output, so it marks where a frame begins and ends; half a frame, cut off by a kill, was never shown.
"""

import os
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from console.adapters.clock import SystemClock
from console.adapters.press import socket_path
from data.values.time import elapsed
from tests import homes
from tests.faults.homes import environment, folders
from tests.term import ROOT, Term

ASKED, KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
LEFT = b"\x1b[?1049l"
"""The alternate screen is left: the terminal is as it was."""
READY = "in session"
CLOCK = SystemClock()


def session_day(*args: str) -> list[str]:
    """The program's own command line."""
    return [sys.executable, "-I", str(ROOT / "session_day.py"), *args]


def variant(name: str, *args: str) -> list[str]:
    """The real program with one thing made wrong, by a module of this folder."""
    return [sys.executable, "-m", f"tests.faults.{name}", *args]


class Program(Term):
    """One start of the program on this home."""

    def __init__(
        self,
        home: Path,
        argv: Sequence[str] | None = None,
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._rest = b""
        self._whole = False
        self._door = socket_path(folders(home).database, folders(home).runtime)
        self._door_before = self._made()
        self.began = CLOCK.now()
        super().__init__(argv or session_day(), columns=columns, rows=rows, env={**environment(home), **(env or {})})
        if homes.asks(folders(home)) and (env or {}).get("TERM") != "dumb":
            self._unlock()

    def _unlock(self) -> None:
        """In an encrypted run the passphrase is typed first; what is measured begins with it.

        A variant that brings the keys along shows the day at once.
        """
        try:
            self.wait_for(lambda text: homes.PROMPT in text or "Today" in text, 30)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        if homes.PROMPT not in self.text:
            return
        self.began = CLOCK.now()
        self.send(f"{homes.PASSPHRASE}\r".encode())

    def __enter__(self) -> Self:
        return self

    def read(self, wait: float) -> bool:
        """As the terminal's; only whole frames are drawn."""
        if self.master < 0 or not select.select([self.master], [], [], wait)[0]:
            return False
        try:
            got = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += got
        self._rest += got
        if ASKED in got:
            os.write(self.master, KNOWN)
        self._whole = self._whole or BEGIN in self._rest
        end = self._rest.rfind(END) + len(END) if self._whole else len(self._rest)
        if end >= len(END) or not self._whole:
            self._stream.feed(self._rest[:end])
            self._rest = self._rest[end:]
        return bool(got)

    def ready(self, words: str = READY) -> float:
        """Wait until the day is shown and can be saved to; the seconds until it was shown."""
        shown = self.wait_for(words, 30)
        self.wait_for(lambda _: self._made() not in {None, self._door_before}, 30)
        return shown

    def _made(self) -> int | None:
        """When its socket was made, the last thing before it takes every key; a killed one leaves its own behind."""
        try:
            return self._door.stat().st_ctime_ns
        except FileNotFoundError:
            return None

    def since_start(self) -> float:
        """Seconds since it was started."""
        return elapsed(self.began, CLOCK.now()).total_seconds()

    def drain(self) -> None:
        """Take in all that was written before now."""
        while self.read(0):
            pass

    def for_(self, seconds: float) -> None:
        """Read for so long."""
        end = CLOCK.now().boottime + seconds
        while (left := end - CLOCK.now().boottime) > 0:
            self.read(left)

    def kill(self) -> None:
        """kill -9, and what it wrote before that is taken in."""
        self.process.kill()
        self.process.wait()
        self.drain()

    @property
    def saved(self) -> bool:
        """Whether the screen says that everything is on the disk."""
        return any(part.startswith("saved") for part in self._foot())

    @property
    def saving(self) -> bool:
        """Whether it says that something is on its way there."""
        return any(part == "saving" for part in self._foot())

    def _foot(self) -> list[str]:
        return [line.split("  ")[-1].strip() for line in self.text.splitlines()]

    def owes(self, words: str) -> float:
        """`f`, and these words: a line that the screen then shows as saved or not. The instant of Enter, at its end."""
        self.send(b"f")
        self.wait_for("What is owed?")
        self.send(words.encode())
        self.wait_for(words)
        self.send(b"\r")
        return CLOCK.now().boottime
