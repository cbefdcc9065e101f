"""S1: no data can drive the terminal or break the screen.

Any string goes through `clean`, `lit` and the drawing of lines; the corpus through every dialog and every stage; and
the real program, on a home whose every word is one of ten of the worst, is led through all its places in a terminal,
with the same strings pasted into its fields: what it wrote is read by a grammar of what it may write. The title is
neutral, and no word of the data stands in an argument or in a report. The canary is a `clean` that only cuts.
"""

import asyncio
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.faults import homes, s1_home
from tests.faults.places import F1, F2, F3, F4, F5
from tests.faults.program import CLOCK, Program, variant
from tests.faults.result import Result
from tests.faults.written import TITLE, foreign
from tests.hostile import CORPUS
from tests.screens.test_hostile import NAMES, STAGES, dialog_holds, stage_holds
from tests.text_checks import TEXTS, lines_hold, terminal_holds, words_hold

LOOK = 0.25
"""Seconds that a place is looked at; what is painted later is read with the next one."""
UP, DOWN, RIGHT, ESC, TAB = b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b\x1b", b"\t"
SEEN = (
    (DOWN, DOWN, UP), (RIGHT, DOWN, DOWN, b"?"), (b"\r",), (b"v",), (b"c", DOWN, DOWN, TAB), (b"g", DOWN), (b"b",),
    (b"m",), (b"l",), (b"+",), (b"M",), (b",", TAB), (b"w",), (b"p",), (b"z", DOWN), (F1,), (b"\x10",), (F5,),
)  # fmt: skip
"""Places that are only looked at; Esc leads back from each."""
FLOWS = ((F2, b"d", b"t", b"5", b"b"), (F3, TAB, b"y", b"n"), (F4, b"\x1b", b"\x1b"))
_PASTES = tuple(b"\x1b[200~" + words.encode() + b"\x1b[201~" for words in s1_home.words().values())
TYPING = (
    (b"n", *_PASTES), (b"f", *_PASTES[:5]), (b"f", _PASTES[0], b"\r"), (b"k", *_PASTES[5:]), (b"k", _PASTES[1], b"\r"),
    (b"p", *_PASTES), (b"w", *_PASTES), (b"\x10", *_PASTES),
)  # fmt: skip
"""Places with a field, into which everything is pasted."""
SHORT = (SEEN[0], SEEN[4], SEEN[5], SEEN[11], SEEN[-1], TYPING[0], TYPING[2], FLOWS[0])
LONG = 1000
"""From so many strings on every place is visited."""
Visit = tuple[bytes, ...]


def run(count: int, seed_: int) -> Result:
    """`count` strings; a part of it as often through dialogs and stages; one day in a terminal."""
    result = Result("S1 text is only text", "0 exceptions, 0 raw characters, 0 foreign bytes on the terminal")
    canary = Result("canary", "")
    _strings(result, count, seed_)
    _screens(result, count // 20, Random(seed_))
    with tempfile.TemporaryDirectory() as scratch:
        _led_through(Path(scratch) / "home", result, SEEN + TYPING + FLOWS if count > LONG else SHORT)
        _led_through(Path(scratch) / "careless", canary, SEEN[:1], variant("careless"))
    result.canary = "a `clean` that only cuts to length"
    result.canary_failed = any("foreign" in words for words in canary.failures)
    return result


def _strings(result: Result, count: int, seed_: int) -> None:
    @seed(seed_)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(TEXTS, TEXTS, st.integers(0, 120))
    def hold(text: str, other: str, width: int) -> None:
        words_hold(text, width)
        lines_hold(text, other, width)
        terminal_holds(text, width)
        result.tries += 1

    try:
        hold()
    except AssertionError as failed:
        result.failures.append(f"a string: {failed!a:.300}")


def _screens(result: Result, count: int, random: Random) -> None:
    for _ in range(count):
        first = random.randrange(len(CORPUS))
        name, (flow, stage, _look) = random.choice(NAMES), random.choice(STAGES)
        try:
            stage_holds(flow, stage, first)
            asyncio.run(dialog_holds(name, first))
        except Exception as failed:  # whatever a string can do to a screen
            result.failures.append(f"{name} or {flow}.{stage} from {first}: {type(failed).__name__} {failed!a:.200}")
        result.tries += 1


def _led_through(home: Path, result: Result, visits: Sequence[Visit], argv: Sequence[str] | None = None) -> None:
    s1_home.make(home, CLOCK.now())
    with Program(home, argv, columns=120, rows=36) as program:
        program.ready("")
        program.for_(LOOK)
        for keys in visits:
            for key in keys:
                program.send(key)
                program.for_(LOOK / 2)
            program.for_(LOOK)
            result.tries += 1
            if not result.expect(program.process.poll() is None, f"it ended after {keys!r}"):
                break
            program.send(ESC)
            program.for_(LOOK / 2)
        _look_beside(program, result)
        program.signal(signal.SIGTERM)
        code, _ = program.wait_exit()
        result.expect(code == 128 + signal.SIGTERM, f"it ended with {code}")
        for what in list(foreign(program.raw))[:20]:
            result.failures.append(f"foreign on the terminal: {what}")
        result.expect(program.raw.count(TITLE) == 1, "the title is not as it should be")
    for report in (homes.folders(home).state / "crashes").glob("*"):
        result.failures.append(f"a report was written: {report.read_text(encoding='utf-8')[-300:]}")


def _look_beside(program: Program, result: Result) -> None:
    """What others can see of it: its arguments and those of what it started."""
    family = [program.process.pid]
    for task in Path(f"/proc/{program.process.pid}/task").glob("*/children"):
        family += map(int, task.read_text(encoding="ascii").split())
    for one in family:
        try:
            told = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        result.expect(s1_home.SENTINEL.encode() not in told, f"in the arguments of a process: {told!r}")
