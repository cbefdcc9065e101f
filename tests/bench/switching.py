"""F2 to the running countdown, beside switching to a bare screen that was installed before.

Ours begins a drop each time, with everything that this means; `x` (entered in error) leads back.
"""

import pyte

from tests.bench.homes import MARK, Home
from tests.bench.measures import TITLE, Said
from tests.bench.table import Line
from tests.bench.terminal import Program, bare, session_day

F2, BACK = b"\x1bOQ", b"x"
COUNTING = "opens by itself"
"""Stands beside the digits that count down, in both."""
WARM_UP = 10


def f2(home: Home, count: int, say: Said) -> Line:
    """The three one after another, again and again; each is led back before the next."""
    got: tuple[list[float], list[float], list[float]] = ([], [], [])
    with (
        Program(bare("bare_switch"), home.environment()) as one,
        Program(session_day(), home.environment()) as day,
        Program(bare("bare_switch"), home.environment()) as other,
    ):
        day.start(TITLE, MARK)
        programs = (one, day, other)
        for program in programs:
            program.settle(0.7)
        for number in range(-WARM_UP, count):
            say(f"F2 {number + 1} of {count}")
            for program, samples in zip(programs, got, strict=True):
                took = program.press(F2, _counts)
                program.settle(0.05)
                program.press(BACK, _counts)
                program.settle(0.05)
                if number >= 0:
                    samples.append(took)
    return Line("F2 to the running countdown / a bare installed screen", got[1], got[0], got[2], bound=1.5)


def _counts(screen: pyte.Screen) -> bool:
    return any(COUNTING in line for line in screen.display)
