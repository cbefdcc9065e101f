"""R7: killed at any moment of a flow, the next start is in the same step with the right time, in less than 3 seconds.

The canary starts on a copy of the home that is a few keys old: what was pressed since must be seen to be missing.
"""

import re
import tempfile
from pathlib import Path
from random import Random

from tests.faults import homes
from tests.faults.places import F2
from tests.faults.program import CLOCK, Program
from tests.faults.result import Result

READY = 3.0
SECOND = 1.0
READING = 0.15
"""Seconds that the reading of the screen itself may take."""
STAYS = 5
"""So many kills in one flow, then another one is begun."""
KEYS = b"fhdrtgwsynuk5124lm"
"""Keys that mean something in one stage or another, and end no flow by themselves."""
TITLE = " began "
_TIMES = re.compile(r"\b\d+:\d\d(?::\d\d)?\b")
_LEFT = re.compile(r"session (\d+:\d\d) left")
_LINE = re.compile(r"^ +Your own line.*$", re.MULTILINE)


def run(count: int, seed: int) -> Result:
    """See the module."""
    result = Result("R7 a restart resumes the step", "same step, time within 1 s, ready in 3 s")
    canary = Result("canary", "")
    random = Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        for number in range(count):
            if number % STAYS == 0:
                _begin(base / "home")
            with result.trying(number):
                _kill_and_look(base / "home", base / "home", result, number, random)
        _begin(base / "home")
        homes.copy(base / "home", base / "older")
        with canary.trying("an older copy"):
            _kill_and_look(base / "home", base / "older", canary, 0, random, keys=b"ft")
    result.canary = "a start on an older copy"
    result.canary_failed = any("another step" in words for words in canary.failures)
    return result


def _begin(home: Path) -> None:
    homes.fresh(home)
    with Program(home, columns=60, rows=18) as program:
        program.ready()
        program.send(F2)
        program.wait_for(TITLE)
        program.settle()
        program.kill()


def _kill_and_look(home: Path, then: Path, result: Result, number: int, random: Random, keys: bytes = b"") -> None:
    with Program(home, columns=60, rows=18) as program:
        program.ready(TITLE)
        program.settle()
        for key in keys or bytes(random.choices(KEYS, k=random.choice((1, 2, 3)))):
            program.send(bytes([key]))
            program.settle()
        first, at_first = _counted(program)
        program.for_(random.uniform(0, 1.0))
        program.kill()
        before = program.text
    with Program(then, columns=60, rows=18) as program:
        program.ready(TITLE)
        seconds = program.since_start()
        result.at_most("slowest start, s", seconds)
        result.expect(seconds < READY, f"{number}: ready after {seconds:.1f} s")
        program.settle()
        second, at_second = _counted(program)
        after = program.text
        program.kill()
    if not result.expect(_step(before) == _step(after), f"{number}: another step\n{before}\n{after}"):
        return
    off = abs((first - second) - (at_second - at_first))
    result.at_most("time off by, s", off)
    result.expect(off <= SECOND + READING, f"{number}: the time is off by {off:.2f} s")


def _step(text: str) -> str:
    """The screen without its times and what is looked up anew."""
    return _TIMES.sub("", _LINE.sub("", text))


def _counted(program: Program) -> tuple[float, float]:
    """Wait until the session's time counts on: what it says then, and the instant of that, in seconds."""
    before = _left(program.text)
    program.wait_for(lambda text: _left(text) != before, 3)
    return _left(program.text), CLOCK.now().boottime


def _left(text: str) -> float:
    found = _LEFT.search(text)
    assert found, f"no times on the screen:\n{text}"
    minutes, seconds = found[1].split(":")
    return int(minutes) * 60 + int(seconds)
