"""A day of the real program, written down call by call: what it asked of the disk, and what its screen then said.

Rule: what was on the screen is taken from the same trace as the writes and syncs, whole frames only, so that "saved"
stands in one order with them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyte

from tests.faults.program import BEGIN, END, Program, session_day, variant
from tests.faults.traced import Call, calls, watched

COLUMNS, ROWS = 80, 24
OWED, NOTE = "What is owed?", "leave, draft kept"


@dataclass(slots=True)
class Typed:
    """Words typed where `dialog` stands on the screen; the calls at which they were shown as taken, and as saved."""

    words: str
    dialog: str
    shown: int | None = None
    saved: int | None = None


@dataclass(slots=True)
class Day:
    """Starts of the program on one home, one after the other. `wrong` are variants of `other_disk`, by their names."""

    home: Path
    wrong: str = ""
    calls: list[Call] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)

    @contextmanager
    def start(self) -> Iterator["Typist"]:
        """One start, left in the end through its own question."""
        trace = self.home.with_name("trace")
        argv = variant("other_disk") if self.wrong else session_day()
        with Program(self.home, watched(argv, trace), env={"OTHER_DISK": self.wrong}) as program:
            typist = Typist(program)
            yield typist
            typist.leave()
        self._take(calls(trace), typist.typed)
        trace.unlink()

    def _take(self, found: list[Call], typed: list[Typed]) -> None:
        after = self.calls[-1].ended + 1 if self.calls else 0
        screen = _Screen(typed)
        for call in found:
            self.calls.append(call.later(after))
            if call.name == "write" and call.paths[0].startswith("/dev/pts/"):
                screen.take(call.texts[0][: call.result], len(self.calls))
        self.typed += typed


class Typist:
    """Types into one start of the program, and waits for each to be shown as saved."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.typed: list[Typed] = []
        self.recovery: tuple[str, ...] = ()
        """The words that `new_passphrase` read from the screen."""

    def passphrase(self, words: str) -> None:
        """At the first screen of an encrypted home."""
        self.program.wait_for("Your passphrase", 30)
        self.program.send(words.encode() + b"\r")

    def new_passphrase(self, words: str) -> None:
        """At the very first screen; the recovery words are written down and typed back."""
        self.program.wait_for("A passphrase", 30)
        for asked in ("Four or five words", "The same once more"):
            self.program.wait_for(asked)
            self.program.send(words.encode() + b"\r")
        self.program.wait_for("they are on paper", 30)
        shown = {int(number): word for number, word in re.findall(r"(\d+)  ([a-z]+)", self.program.text)}
        self.program.send(b"\r")
        self.program.wait_for("Now from the paper")
        self.recovery = tuple(shown[number] for number in range(1, 13))
        self.program.send(" ".join(self.recovery).encode() + b"\r")

    def owes(self, words: str) -> None:
        """A line of what is owed."""
        self.typed.append(Typed(words, OWED))
        self.program.owes(words)
        self._until_saved()

    def note(self, words: str, pasted: str = "") -> None:
        """Something pasted and words into the note of the session that runs; slowly enough for a draft to be kept."""
        self.typed.append(Typed(words, NOTE))
        self.program.send(b"n")
        self.program.wait_for(NOTE)
        if pasted:
            self.program.send(b"\x1b[200~" + pasted.encode() + b"\x1b[201~")
        self.program.send(words.encode())
        self.program.wait_for(words)
        self.program.for_(1.0)
        self.program.send(b"\x13")
        self._until_saved()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something outside the screen."""
        self.program.wait_for(lambda _: holds(), 30)

    def leave(self) -> None:
        """By its own key."""
        self.program.send(b"q")
        self.program.wait_for(lambda text: "Leave Session Day?" in text or self.program.process.poll() is not None)
        self.program.send(b"y")
        self.program.wait_exit(30)

    def _until_saved(self) -> None:
        dialog = self.typed[-1].dialog
        self.program.wait_for(lambda text: dialog not in text and self.program.saved)


class _Screen:
    """What a person saw: whole frames, and in each what became of the words that were typed."""

    def __init__(self, typed: list[Typed]) -> None:
        self._left = list(typed)
        self._open = False
        self._rest = b""
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)

    def take(self, written: bytes, at: int) -> None:
        """More was written, by the call of this number."""
        self._rest += written
        while (end := self._rest.find(END)) >= 0:
            self._stream.feed(self._rest[: end + len(END)].replace(BEGIN, b"").replace(END, b""))
            self._rest = self._rest[end + len(END) :]
            self._look("\n".join(line.rstrip() for line in self._screen.display), at)

    def _look(self, text: str, at: int) -> None:
        if not self._left:
            return
        typed = self._left[0]
        if typed.dialog in text:
            self._open = self._open or typed.words in text
        elif self._open:
            typed.shown = typed.shown or at
            if any(line.split("  ")[-1].strip().startswith("saved") for line in text.splitlines()):
                typed.saved = at
                self._left.pop(0)
                self._open = False
