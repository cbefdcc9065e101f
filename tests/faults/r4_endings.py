"""R4: whatever ends it (hang-up, TERM, INT, QUIT, a closed window), in whatever screen, once or twenty times over: it
ends within a second with its own code, the terminal is as it was, and what was being typed is there at the next start.

The canary is the same program without its signal handlers.
"""

import signal
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

from tests.faults import homes
from tests.faults.places import PLACES, TYPING, Place
from tests.faults.program import LEFT, Program, variant
from tests.faults.result import Result

CLOSED = "closed"
ENDINGS = ("HUP", "TERM", "INT", "QUIT", CLOSED)
LIMIT = 1.0
TRACEBACK = b"Traceback"
WORDS = "half a sentence"


def run(count: int, seed: int) -> Result:
    """See the module."""
    result = Result("R4 every ending is clean", "ends in 1 s with its own code, terminal restored, text back")
    deaf = Result("canary", "")
    random = Random(seed)
    tries = list(_tries())
    random.shuffle(tries)
    tries.sort(key=lambda one: one[2] == 1)  # those with typing first: where few are tried they tell most
    with tempfile.TemporaryDirectory() as scratch:
        for number, one in enumerate(islice(cycle(tries), count)):
            _end(Path(scratch) / "home", result, number, random, *one)
        _end(Path(scratch) / "deaf", deaf, 0, random, TYPING[0], "TERM", 1, argv=variant("deaf"))
    result.canary = f"without its handlers: {len(deaf.failures)} things wrong"
    result.canary_failed = bool(deaf.failures)
    return result


def _tries() -> Iterator[tuple[Place, str, int]]:
    for ending in ENDINGS:
        for place in PLACES:
            yield place, ending, 1
        for place in TYPING:
            yield place, ending, 20


def _end(
    home: Path,
    result: Result,
    number: int,
    random: Random,
    place: Place,
    ending: str,
    times: int,
    *,
    argv: list[str] | None = None,
) -> None:
    words = f"{WORDS} {number}"
    what = f"{number}: {place.name}, {ending} x {times}"
    homes.fresh(home)
    with Program(home, argv) as program:
        program.ready()
        place.go(program)
        if place.typing:
            program.send(words.encode())
            program.wait_for(words)
        program.for_(random.uniform(0, 0.3))
        code, seconds = _by(program, ending, times, random)
        restored = ending == CLOSED or (LEFT in program.raw and program.attributes() == program.before)
        after = program.raw.rpartition(LEFT)[2]
    result.tries += 1
    wanted = 128 + (signal.SIGHUP if ending == CLOSED else signal.Signals[f"SIG{ending}"])
    result.at_most("slowest exit, s", seconds)
    result.expect(seconds <= LIMIT, f"{what}: took {seconds:.2f} s")
    result.expect(code == wanted, f"{what}: ended with {code}, not {wanted}")
    result.expect(restored, f"{what}: the terminal was not restored")
    result.expect(TRACEBACK not in after, f"{what}: a traceback")
    if place.typing:
        result.expect(_comes_back(home, place, words), f"{what}: what was typed did not come back")


def _by(program: Program, ending: str, times: int, random: Random) -> tuple[int, float]:
    """End it so; its code and the seconds it took."""
    if ending == CLOSED:
        program.hang_up()
        return program.wait_exit()
    for _ in range(times):
        if program.process.poll() is None:
            program.signal(signal.Signals[f"SIG{ending}"])
            program.for_(random.uniform(0, 0.01) if times > 1 else 0)
    return program.wait_exit()


def _comes_back(home: Path, place: Place, words: str) -> bool:
    """Whether the next start shows it where it was typed."""
    with Program(home) as program:
        program.ready()
        place.go(program)
        try:
            program.wait_for(words, 3)
        except AssertionError:
            return False
    return True
