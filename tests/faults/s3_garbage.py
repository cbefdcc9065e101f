"""S3: garbage on stdin never ends the program, and what was typed before it is intact.

Half of the strings come while a note is open, without what a keyboard would send to change it; half come wherever the
keys among them lead, without the one that leaves. The canary is the same program on Textual's own driver.
"""

import signal
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

from data.values.facts import NoteSaved
from tests.adapters.test_terminal import GARBAGE
from tests.faults import homes
from tests.faults.places import NOTE
from tests.faults.program import CLOCK, Program, variant
from tests.faults.result import Result

WORDS = "kept through all of it"
AT_ONCE = 25
HIGH = bytes([0, *range(0x80, 0x100)])
OPENING = (b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1bO", b"\x1b[<", b"\x1b[?", b"\x1b[200")
PARTS = b"0123456789;:<>?!$'\"*+,-./ "
LEAVING = b"qQ\x10\x11\x1a"
"""q leaves, ctrl+p lists what leaves; ctrl+q and ctrl+z are the terminal's own."""


def run(count: int, seed: int) -> Result:
    """So many strings, and the list of known troublemakers."""
    result = Result("S3 garbage on stdin", "alive, and the draft intact")
    canary = Result("canary", "")
    with tempfile.TemporaryDirectory() as scratch:
        home = homes.fresh(Path(scratch) / "home")
        _feed(home, result, Random(seed), count)
        _feed(homes.fresh(Path(scratch) / "bare"), canary, Random(seed), AT_ONCE, variant("unguarded"))
    result.canary = "on Textual's own driver"
    result.canary_failed = bool(canary.failures)
    return result


def _feed(home: Path, result: Result, random: Random, count: int, argv: list[str] | None = None) -> None:
    with Program(home, argv) as program:
        program.ready()
        NOTE.go(program)
        program.send(WORDS.encode())
        program.wait_for(WORDS)
        program.for_(1.5)
        known = list(GARBAGE.items())
        for what, garbage in known:
            program.send(garbage)
            program.for_(0.05)
            result.tries += 1
            if not result.expect(
                program.process.poll() is None, f"it ended with {program.process.poll()} after {what}"
            ):
                return
        for place, make in (("the note", _in_text), ("anywhere", _anything)):
            for first in range(0, count // 2, AT_ONCE):
                strings = [make(random) for _ in range(min(AT_ONCE, count // 2 - first))]
                for one in strings:
                    program.send(one)
                program.for_(0.02)
                result.tries += len(strings)
                if not result.expect(
                    program.process.poll() is None,
                    f"it ended with {program.process.poll()} in {place}: one of {strings}",
                ):
                    return
            result.expect(_lives(program), f"it answers no more after {place}")
        program.signal(signal.SIGTERM)
        code, _ = program.wait_exit()
        result.expect(code == 128 + signal.SIGTERM, f"it ended with {code}")
        result.expect(b"Traceback" not in program.raw, "a traceback")
    result.expect(_intact(home), "what was typed is not there")


def _in_text(random: Random) -> bytes:
    """No letter and no key that changes a text: high bytes, and sequences that are none."""
    if random.random() < 0.5:
        return bytes(random.choices(HIGH, k=random.randint(1, 24)))
    parts = bytes(random.choices(PARTS, k=random.randint(0, 12)))
    return random.choice(OPENING) + parts + random.choice((b"", b"\xff", b"\x80", b"y", b"!"))


def _anything(random: Random) -> bytes:
    garbage = random.randbytes(random.randint(1, 24))
    return garbage.translate(None, LEAVING)


def _lives(program: Program) -> bool:
    """Whether the clock on its screen still counts."""
    program.drain()
    before, end = len(program.raw), CLOCK.now().boottime + 10
    while CLOCK.now().boottime < end:
        program.send(b"\x1b[201~")
        program.for_(0.3)
        if len(program.raw) > before:
            return True
    return False


def _intact(home: Path) -> bool:
    """Every letter of it is there, in order; garbage may stand between them."""
    with closing(homes.store_of(home)) as store:
        texts = [one.fields.get("text", "") for one in store.drafts()]
        texts += [one.fact.note.text for one in store.records() if isinstance(one.fact, NoteSaved)]
    return any(_holds(text, WORDS) for text in texts)


def _holds(text: str, words: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in words)
