"""What is measured. Every measure takes ours and its reference in turn, A B A B, after a warm-up of both."""

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

import pyte

from tests.bench.homes import MARK, Home
from tests.bench.table import Line
from tests.bench.terminal import Program, bare, marked, session_day

TITLE = "Session Day"
SAVED = "saved "
"""Shown once the day's opening has been committed, synced and its head synced: the store was ready for writing."""
WARM_UP = 2
UP, DOWN, LEFT = b"\x1b[A", b"\x1b[B", b"\x1b[D"
LIST = (5, 5, 24)
"""In our screen: a column of Today, and its first line and the one after its last."""
DETAILS = (range(46, 118), range(3, 24))
TABLE = (2, 1, 13)
"""The same in the table's screen."""
STEPS = 9
DETAILS_WITHIN = 0.050

Said = Callable[[str], None]


def starts(home: Home, scratch: Path, rounds: int, say: Said) -> list[Line]:
    """First frame, today on the screen, and ready for writing: all three from the same starts of ours."""
    ours: list[tuple[float, ...]] = []
    bares: tuple[list[float], list[float]] = ([], [])
    stores: tuple[list[float], list[float]] = ([], [])
    for number in range(-WARM_UP, rounds):
        say(f"starts {number + 1} of {rounds}")
        fresh = home.copy_to(scratch / "start")
        got = (
            _start(bare("bare_app"), home, TITLE)[0],
            _start(session_day(), fresh, TITLE, MARK, SAVED),
            _start(bare("bare_app"), home, TITLE)[0],
            _start(bare("bare_store", str(scratch)), home, SAVED)[0],
            _start(bare("bare_store", str(scratch)), home, SAVED)[0],
        )
        if number >= 0:
            bares[0].append(got[0])
            ours.append(got[1])
            bares[1].append(got[2])
            stores[0].append(got[3])
            stores[1].append(got[4])
    first, today, ready = zip(*ours, strict=True)
    return [
        Line("first frame / a bare Textual application", first, *bares, bound=1.2),
        Line("today's sessions on screen / the same", today, *bares, bound=1.5),
        Line("ready for writing / Textual + SQLModel", ready, *stores, bound=1.5),
    ]


def _start(argv: list[str], home: Home, *words: str) -> tuple[float, ...]:
    with Program(argv, home.environment()) as program:
        return program.start(*words)


def years(empty: Home, full: Home, rounds: int, say: Said) -> Line:
    """Today on the screen with twenty years in the file, beside the same day in a file with nothing else."""
    got: tuple[list[float], list[float], list[float]] = ([], [], [])
    for number in range(-WARM_UP, rounds):
        say(f"twenty years {number + 1} of {rounds}")
        for home, samples in zip((empty, full, empty), got, strict=True):
            took = _start(session_day(), home, MARK)[0]
            if number >= 0:
                samples.append(took)
    return Line("today's sessions, 20 years in the file / none", got[1], got[0], got[2], bound=1.2)


def keys(home: Home, count: int, say: Said) -> tuple[Line, list[float]]:
    """A cursor key to the moved cursor; and how long after that our details follow."""
    ours: list[float] = []
    tables: tuple[list[float], list[float]] = ([], [])
    behind: list[float] = []
    with (
        Program(session_day(), home.environment()) as day,
        Program(bare("bare_table"), home.environment()) as one,
        Program(bare("bare_table"), home.environment()) as other,
    ):
        day.start(TITLE, MARK)
        one.start("S11.Z.")
        other.start("S11.Z.")
        for program in (day, one, other):
            program.settle(0.7)
        day.press(LEFT, _cells)
        day.settle()
        for _ in range(STEPS + 3):
            _tap(day, UP)
        for number, key in zip(range(-20, count), _walk(), strict=False):
            say(f"keys {number + 1} of {count}")
            took, after = _key(day, key)
            first, again = (program.press(key, lambda screen: marked(screen, *TABLE)) for program in (one, other))
            for program in (day, one, other):
                program.settle(0.03)
            if number >= 0:
                ours.append(took)
                behind.append(after)
                tables[0].append(first)
                tables[1].append(again)
    return Line("cursor key on the day screen / a bare DataTable", ours, *tables, bound=1.5), behind


def _walk() -> Iterable[bytes]:
    while True:
        yield from [DOWN] * STEPS
        yield from [UP] * STEPS


def _tap(program: Program, key: bytes) -> None:
    before = marked(program.screen, *LIST)
    program.until(lambda screen: marked(screen, *LIST), before, program.type(key), limit=0.3)
    program.settle()


def _key(program: Program, key: bytes) -> tuple[float, float]:
    details = _details(program.screen)
    begun = perf_counter()
    took = program.press(key, lambda screen: marked(screen, *LIST))
    if _details(program.screen) != details:  # they came with the cursor
        return took, 0.0
    followed = program.until(_details, details, begun)
    return took, max((followed or took) - took, 0.0)


def _details(screen: pyte.Screen) -> tuple[str, ...]:
    columns, lines = DETAILS
    return tuple("".join(screen.buffer[line][column].data for column in columns) for line in lines)


def _cells(screen: pyte.Screen) -> tuple[object, ...]:
    column, top, bottom = LIST
    return tuple(screen.buffer[line][at] for line in range(top, bottom) for at in (column - 2, column - 1, column))


def idle(home: Home, seconds: float, windows: int, say: Said) -> Line:
    """Processor time while a clock runs and nobody presses a key; all three beside one another."""
    got: tuple[list[float], list[float], list[float]] = ([], [], [])
    with (
        Program(bare("bare_clock"), home.environment()) as one,
        Program(session_day(), home.environment()) as day,
        Program(bare("bare_clock"), home.environment()) as other,
    ):
        day.start(TITLE, MARK)
        programs = (one, day, other)
        _pass(programs, 5.0)
        for number in range(windows):
            say(f"idle {number + 1} of {windows}")
            before = [program.cpu() for program in programs]
            _pass(programs, seconds)
            for program, was, samples in zip(programs, before, got, strict=True):
                samples.append((program.cpu() - was) / seconds)
    what = "idle with a running clock, CPU a second / Digits + Header"
    return Line(what, got[1], got[0], got[2], bound=1.5, judged_p95=False)


def _pass(programs: tuple[Program, ...], seconds: float) -> None:
    """Let time pass, and read what is written, or a full pipe would stop the writer."""
    end = perf_counter() + seconds
    while (left := end - perf_counter()) > 0:
        for program in programs:
            program.settle(min(0.05, left))
