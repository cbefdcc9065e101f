"""U1: nine sizes in every place, a storm of resizes, and what is no terminal: it stays usable, or says one line.

Below 60 columns or 18 rows there is a card. After a storm the screen is what it was, and the next key is answered at
once. The canary is a program that never hears of a new size.
"""

import subprocess
import tempfile
from itertools import islice
from pathlib import Path
from random import Random

from tests.faults import homes
from tests.faults.places import F1, PLACES, Place
from tests.faults.program import CLOCK, Program, session_day, variant
from tests.faults.result import Result

SIZES = ((200, 60), (120, 36), (100, 30), (80, 24), (60, 18), (59, 17), (40, 10), (20, 5), (1, 1))
STORM = 500
KEY_SECONDS = 0.2
AT_HOME = (80, 24)
HELP = "When something happens"


def run(count: int, seed: int) -> Result:
    """`count` places by nine sizes (there are fewer), then the storm and what is no terminal."""
    result = Result("U1 usable at any size", "alive, nothing blank, next key in 0.2 s; no terminal: one line, 2")
    canary = Result("canary", "")
    random = Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        for place in islice(random.sample(PLACES, len(PLACES)), count):
            _sizes(homes.fresh(home), result, place)
        _storm(homes.fresh(home), result, random, STORM if count >= len(PLACES) else STORM // 5)
        _no_terminal(home, result)
        _storm(homes.fresh(home), canary, random, 20, variant("fixed_size"))
    result.canary = "a program that hears of no new size"
    result.canary_failed = bool(canary.failures)
    return result


def _sizes(home: Path, result: Result, place: Place) -> None:
    with Program(home) as program:
        program.ready()
        place.go(program)
        for columns, rows in SIZES:
            what = f"{place.name} at {columns}x{rows}"
            program.resize(columns, rows)
            program.settle()
            result.tries += 1
            if not result.expect(program.process.poll() is None, f"{what}: it ended"):
                return
            result.expect(program.text.strip() or rows == 1, f"{what}: the screen is blank")
            result.expect(place.name != "day" or columns < 40 or homes.WHO in program.text, f"{what}: who is not there")
            result.expect("Traceback" not in program.text, f"{what}: a traceback")
        program.resize(*AT_HOME)
        program.settle()
        result.expect(
            place.shows in program.text, f"{place.name}: after all sizes it is not what it was\n{program.text}"
        )


def _storm(home: Path, result: Result, random: Random, sizes: int, argv: list[str] | None = None) -> None:
    with Program(home, argv) as program:
        program.ready()
        program.settle()
        before, minute, turned = _words(program.text), CLOCK.now().utc.minute, False
        for _ in range(sizes):
            program.resize(random.randint(1, 200), random.randint(1, 60))
            program.for_(random.choice((0, 0, 0.002, 0.01)))
            result.tries += 1
        program.resize(*AT_HOME)
        end = CLOCK.now().boottime + 5
        while _words(program.text) != before and CLOCK.now().boottime < end:
            program.read(0.05)
        if _words(program.text) != before and CLOCK.now().utc.minute != minute:
            turned = True  # another minute draws another screen: what it is now is seen in another storm
        else:
            result.expect(_words(program.text) == before, f"after the storm it is not what it was:\n{program.text}")
        if not result.expect(program.process.poll() is None, "the storm ended it"):
            return
        pressed = CLOCK.now().boottime
        program.send(F1)
        program.wait_for(lambda text: HELP in text, 5)
        seconds = CLOCK.now().boottime - pressed
        result.at_most("key after the storm, s", seconds)
        result.expect(seconds <= KEY_SECONDS, f"the key after the storm took {seconds:.2f} s")
    if turned:
        _storm(home, result, random, sizes, argv)


def _words(text: str) -> list[str]:
    """The upper part of the screen: below it the clock counts on."""
    return text.splitlines()[1:18]


def _no_terminal(home: Path, result: Result) -> None:
    ran = subprocess.run(
        session_day(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=20,
        env=homes.environment(home),
    )  # fmt: skip
    result.tries += 2
    result.expect(ran.returncode == 2, f"without a terminal it ended with {ran.returncode}")
    result.expect(ran.stderr.count("\n") == 1 and not ran.stdout, f"without a terminal it said {ran.stderr!r}")
    with Program(home, env={"TERM": "dumb"}) as program:
        code, _ = program.wait_exit()
        result.expect(code == 2 and program.raw.count(b"\n") == 1, f"on a dumb terminal: {code}, {program.raw!r}")
