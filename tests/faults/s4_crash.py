"""S4: a crash shows no client data, on the terminal, in its report or in a core file, and ends with 70.

A fault is put into every handler in turn, with a sentinel in its words and its local variables. What only concerns one
effect (a save, a notification) need not end the program: then it is said and work goes on. The canary is Textual's own
way with a crash, which prints local variables.
"""

import tempfile
from itertools import islice
from pathlib import Path
from random import Random

from tests.faults import homes
from tests.faults.crashing import GOES_ON, SENTINEL, places
from tests.faults.program import CLOCK, LEFT, Program, variant
from tests.faults.result import Result

CODE = 70
PATIENCE = 20.0
LOOKED_AT = 3.5
"""Seconds after which a program that goes on is looked at at the earliest."""


def run(count: int, seed: int) -> Result:
    """`count` faults, or as many as there are."""
    result = Result("S4 a crash shows no client data", "no sentinel on tty, in files or core; exit 70; restored")
    canary = Result("canary", "")
    every = list(places())
    Random(seed).shuffle(every)
    with tempfile.TemporaryDirectory() as scratch:
        for kind, name in islice(every, count):
            _crash(Path(scratch) / "home", result, kind, name)
        _crash(Path(scratch) / "home", canary, "act", "note", "noisy")
    result.canary = "Textual's own handling of a crash"
    result.canary_failed = any("sentinel on the terminal" in words for words in canary.failures)
    return result


def _crash(home: Path, result: Result, kind: str, name: str, *more: str) -> None:
    what = f"{kind} {name}"
    homes.fresh(home)
    with Program(home, variant("crashing", kind, name, *more)) as program:
        limits = Path(f"/proc/{program.process.pid}/limits")
        end, core = CLOCK.now().boottime + PATIENCE, ""
        while program.process.poll() is None and CLOCK.now().boottime < end:
            core = _core_limit(limits) or core
            program.read(0.05)
            if (
                name in GOES_ON
                and kind == "part"
                and program.since_start() > LOOKED_AT
                and GOES_ON[name] in program.text
            ):
                break  # a busy machine gets its time: how soon it is said is measured by R5 and T5
        code = program.process.poll()
        if code is None:
            program.kill()
        program.drain()
        restored = LEFT in program.raw and program.attributes() == program.before
        after = program.raw.rpartition(LEFT)[2]
        raw = program.raw
    result.tries += 1
    result.expect(SENTINEL.encode() not in raw, f"{what}: the sentinel on the terminal")
    told = [path for path in home.rglob("*") if path.is_file() and "crash" in str(path.relative_to(home))]
    result.expect(not any(SENTINEL in path.read_text() for path in told), f"{what}: the sentinel in the report")
    result.expect(core == "0", f"{what}: a core file may be {core} long")
    if code is None:
        result.expect(name in GOES_ON, f"{what}: it neither ended nor is it one of {sorted(GOES_ON)}")
        result.expect(GOES_ON.get(name, "") in program.text, f"{what}: it went on and did not say so")
        return
    result.expect(code == CODE, f"{what}: ended with {code}")
    result.expect(restored, f"{what}: the terminal was not restored")
    result.expect(bool(told), f"{what}: there is no report")
    result.expect(b"Traceback" not in after and after.count(b"\n") <= 2, f"{what}: more than its line: {after!r}")


def _core_limit(limits: Path) -> str:
    """The soft limit of a core file, once the program has set it."""
    try:
        line = next(one for one in limits.read_text().splitlines() if one.startswith("Max core file size"))
    except (OSError, StopIteration):
        return ""
    return line.split()[4]
