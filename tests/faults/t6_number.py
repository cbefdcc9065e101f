"""T6: in the flow the number is on the screen within one key and 200 ms, also with the data file gone.

The real program at four sizes; before F2 its file is removed, held by another program, read-only, full, or damaged.
The canary is a console that opens the flow only once the key is saved.
"""

import tempfile
from pathlib import Path

from tests.faults import homes
from tests.faults.faulty import faulty
from tests.faults.places import F2
from tests.faults.program import CLOCK, Program, variant
from tests.faults.result import Result
from widgets.number import blocks

NUMBER = "07700 900123"
WITHIN = 0.2
DROPPED = "CONNECTION DROPPED"
FAULTS = ("unlinked", "busy", "read-only", "full", "damaged")
SIZES = ((120, 36), (80, 24), (60, 18), (40, 10))


def run(count: int, seed: int) -> Result:
    """So many tries: each fault at each size in turn."""
    result = Result("T6 the number without the data file", "on screen within 1 key and 0.2 s")
    canary = Result("canary", "")
    every = [(kind, size) for size in SIZES for kind in FAULTS]
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        for number in range(count):
            kind, size = every[(number * 7 + seed) % len(every)]
            result.timed((kind, size), lambda once, kind=kind, size=size: _drop(home, once, kind, size, "faulty"))  # type: ignore[misc]
        with canary.trying("saves first"):
            _drop(home, canary, "busy", (80, 24), "saves_first")
    result.canary = "a flow that opens once it is saved"
    result.canary_failed = bool(canary.slow)
    return result


def _drop(home: Path, result: Result, kind: str, size: tuple[int, int], name: str) -> None:
    homes.fresh(home)
    with Program(home, variant(name), columns=size[0], rows=size[1]) as program:
        program.ready("A.K.")
        program.settle()
        with faulty(home, kind):
            pressed = CLOCK.now().boottime
            program.send(F2)
            program.wait_for(lambda text: DROPPED in text, 5)
            seconds = CLOCK.now().boottime - pressed
            program.for_(0.1)
            if not _shown(program.text):  # the card of a small screen: one key more
                pressed = CLOCK.now().boottime
                program.send(b"t")
                program.wait_for(_shown, 5)
                seconds = max(seconds, CLOCK.now().boottime - pressed)
            result.within("number after", seconds, WITHIN)
            program.for_(0.1)
            program.send(b"t")
            program.for_(0.3)
            result.expect(_shown(program.text), f"on the phone's stage the number is gone\n{program.text}")
            program.wait_for("NOT SAVED", 5)


def _shown(text: str) -> bool:
    """In digits as they are, or in large ones."""
    shapes = (blocks(NUMBER, 200, height) for height in (3, 5))
    return NUMBER in text or any(all(line.rstrip() in text for line in shape) for shape in shapes)
