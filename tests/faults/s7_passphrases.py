"""S7: a wrong passphrase waits ever longer, says one sentence, and tells nothing of how wrong it was.

By an injected clock, through the doors of the first screen, of the lock and of the commands: what each wrong one costs,
over restarts, and that nothing is tried meanwhile. The real program in a terminal for the first ones. What the
derivation takes for each kind of wrong one, at its real cost; and which calls of the system a command makes for each.
The canaries are a count that a restart forgets, and a look at the passphrase before the derivation.
"""

import asyncio
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from console import tries as counting
from console.settings import Folders, Settings
from console.tries import Tries
from console.way_in import UNLOCK
from console.wiring.asking import Asking
from console.wiring.keeping import Keeping
from console.wiring.locking import HomeLock
from console.wiring.way import Way
from data import kinds, recovery, vault
from data.text import clean
from data.values.keys import Keys
from data.values.trouble import BadInput, WrongPassphrase
from tests.fakes import FakeClock
from tests.faults import homes
from tests.faults.program import CLOCK, Program, session_day
from tests.faults.result import Result
from tests.faults.searching import WRITES, outside
from tests.faults.traced import calls, watched
from tests.homes import CHEAP

RIGHT = "soft shoes walk uphill slowly"
OTHER_RIGHT = "a green kettle on Sundays"
WAITS = (0, 0, 1, 2, 4, 8, 16, 32, 60)
"""Seconds after the first, the second … wrong one in a row; the last holds for all that follow."""
WRONG_ONES = 20
WAYS = ("first screen", "lock", "command")
KINDS = {
    "nothing like it": "x",
    "near": RIGHT[:-1] + "z",
    "one letter less": RIGHT[:-1],
    "right with a blank": RIGHT + " ",
    "other case": RIGHT.upper(),
    "very long": "word " * 90,
    "control bytes": "\x07\x1b[A soft\x00",
    "right and more": RIGHT + "\x7f!",
}
TWELVE = str(recovery.new())
ALIKE = 1.25
"""The least processor time of two kinds differs by no more than this factor: the machine itself is no steadier."""
ROUNDS = 3
KEYS_WAIT = 45.0
CONTROL = re.compile(rb"\x1b(?:\[[0-9;?<>=$ ]*[A-Za-z@-~]|[\]P_^].*?(?:\x07|\x1b\\)|.)", re.DOTALL)
NUMBERED = re.compile(r"\.[0-9a-f]{6,}\b|\d{3,}|tmp\w+")


def run(count: int, seed: int) -> Result:
    """`count` series of wrong ones by the injected clock; each kind so often at the real cost, at most five times."""
    result = Result("S7 a wrong passphrase waits and tells nothing", "0,0,1,2,4…60 s, one sentence, no oracle")
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        for number in range(count):
            with result.trying(f"series {number}"):
                _series(_home(base / f"series-{number}"), result, Random(seed + number))
        with result.trying("in a terminal"):
            _in_a_terminal(_home(base / "real"), result, min(count, 5))
        with result.trying("what it takes"):
            _takes_as_long(base, result, min(max(count // 4, 1), 5))
        with result.trying("what it touches"):
            _touches_the_same(base, result)
        result.canary = "a count that a restart forgets; a look before the derivation"
        result.canary_failed = _forgets(base) and _looks_before(base)
    return result


def _home(base: Path, passphrase: str = RIGHT, cost: vault.Cost = CHEAP) -> Folders:
    here = homes.folders(base)
    here.make()
    here.settings.write_text("notify = false\nbell = false\n", encoding="utf-8")
    vault.create(kinds.beside(here.database), passphrase, cost)[0].wipe()
    return here


# --- by the clock -----------------------------------------------------------------------------------------------------
def _series(here: Folders, result: Result, random: Random) -> None:
    """Twenty wrong ones through changing doors, now and then after a restart; then the right one."""
    clock, said = FakeClock(), set()
    doors = _Doors(here, clock)
    for number in range(WRONG_ONES):
        how, kind = random.choice(WAYS), random.choice(list(KINDS))
        if random.random() < 0.3:
            doors = _Doors(here, clock)
        if random.random() < 0.1:
            clock.step(random.choice((-86_400, 86_400)))
        said.add(doors.answer(how, KINDS[kind]))
        wanted = WAITS[min(number, len(WAITS) - 1)]
        left = Tries(here.state).wait(clock.now()).total_seconds()
        result.expect(left == wanted, f"after {number + 1} wrong ones ({how}) {left} s and not {wanted}")
        early = doors.early(RIGHT) if wanted else ()
        result.expect(not early, f"the right one was taken {wanted} s too soon by {early}")
        if wanted and random.random() < 0.2:
            clock.reboot()
        clock.advance(Tries(here.state).wait(clock.now()).total_seconds())
    result.expect(said == {vault.WRONG}, f"more than one sentence: {said}")
    how = random.choice(WAYS)
    result.expect(doors.answer(how, RIGHT) == "", f"the right one did not open it: {how}")
    result.expect(Tries(here.state).failures == 0, "what was wrong before was not forgiven")


class _Doors:
    """The three ways to try a passphrase, all made before the first is tried."""

    def __init__(self, here: Folders, clock: FakeClock) -> None:
        self._here, self._clock = here, clock
        self._way = Way(here, Settings(), clock, UNLOCK)
        keeping = Keeping(here, vault.Keys(bytearray(32), bytearray(32)))
        way: Any = Way(here, Settings(), clock, UNLOCK)
        self._lock = HomeLock(way, keeping, open_again=_nothing, close=_nothing)

    def answer(self, how: str, typed: str) -> str:
        """What this way says to it; "" where it opens. A way asks first how long it must wait, as the screens do."""
        try:
            if how == WAYS[0]:
                _wiped(self._way.unlock(typed))
            elif how == WAYS[1]:
                asyncio.run(self._lock.unlock(typed))
            else:
                _wiped(Asking(self._here, self._clock, ask=lambda _: typed)())
        except (WrongPassphrase, BadInput) as wrong:
            return str(wrong)
        return ""

    def early(self, typed: str) -> list[str]:
        """The ways that do not wait now."""
        command = self.answer(WAYS[2], typed)
        waits = (self._way.wait(), self._lock.wait(), 0.0 if "wait" not in command else 1.0)
        return [how for how, wait in zip(WAYS, waits, strict=True) if wait <= 0]


async def _nothing() -> None:
    """The lock of these doors opens nothing."""


def _wiped(keys: Keys | None) -> None:
    if keys:
        keys.wipe()


# --- the real program -------------------------------------------------------------------------------------------------
def _in_a_terminal(here: Folders, result: Result, count: int) -> None:
    """The first ones on the first screen; a kill does not shorten the wait; the same on the lock; and by a command."""
    home, kinds = here.data.parent, [kind for kind in KINDS if "control" not in kind][:count]
    with Program(home) as program:
        program.wait_for("Your passphrase", KEYS_WAIT)
        for kind in kinds:
            _wrong(here, program, kind, result)
        program.kill()
        _silent(program.raw, result, "the first screen, killed")
    failures = Tries(here.state).failures
    result.expect(failures == len(kinds), f"{failures} wrong ones are known after the kill")
    for _ in range(5 - failures):
        Tries(here.state).failed(CLOCK.now())
    told = _command(here, RIGHT)
    result.expect("wait" in told and told.count("\n") == 1, f"a command did not wait: {told!r}")
    with Program(home) as program:
        program.wait_for("Another try in", KEYS_WAIT)
        program.wait_for(lambda text: "Another try" not in text, KEYS_WAIT)
        program.settle()
        program.send(f"{RIGHT}\r".encode())
        program.wait_for("Your practice", KEYS_WAIT)
        program.send(b"\x1b")
        program.wait_for("Today", KEYS_WAIT)
        program.send(b"\x0c")
        program.wait_for("Locked.", KEYS_WAIT)
        for kind in kinds[:3]:
            _wrong(here, program, kind, result)
        program.wait_for(lambda text: "Another try" not in text, KEYS_WAIT)
        program.send(f"{RIGHT}\r".encode())
        program.wait_for("Today", KEYS_WAIT)
        program.send(b"qy")
        program.wait_exit(KEYS_WAIT)
        _silent(program.raw, result, "left by its key")
    told = _command(here, KINDS["near"])
    result.expect(told.endswith(f"{vault.WRONG}\n"), f"the command said {told!r}")
    result.expect(told.count("\n") == 1, f"the command said more than a line: {told!r}")


def _wrong(here: Folders, program: Program, kind: str, result: Result) -> None:
    """One wrong one, once the last one's wait is over."""
    program.wait_for(lambda text: "Another try" not in text, KEYS_WAIT)
    program.settle()
    before = Tries(here.state).failures
    seen = len(program.raw)
    program.send(f"{KINDS[kind]}\r".encode())
    program.wait_for(lambda _: Tries(here.state).failures > before, KEYS_WAIT)
    program.wait_for(lambda text: vault.WRONG[:60] in text, KEYS_WAIT)
    if wait := WAITS[before]:
        words = f"{wait} second{'s' * (wait > 1)}"
        program.wait_for(lambda _: words.encode() in program.raw[seen:], KEYS_WAIT)
    result.expect(Tries(here.state).failures == before + 1, f"{kind}: one wrong one counted for more")


def _silent(raw: bytes, result: Result, what: str) -> None:
    """Nothing that a person could read is left on the terminal beside the screen."""
    words = re.sub(
        rb"\x1b(?:\[[0-9;?<>=$ ]*[A-Za-z@-~]|[\]P_^].*?(?:\x07|\x1b\\)|.)", b"", outside(raw), flags=re.DOTALL
    )
    result.expect(not words.strip(), f"{what}: it wrote {words!r}")


def _command(here: Folders, typed: str) -> str:
    """What `today` answers on stderr; on stdout nothing may stand."""
    done = _today(here, typed, session_day("today", "--passphrase-fd", "0"))
    assert done.stdout == b"", done.stdout
    assert done.returncode in (1, 2), done.returncode
    return done.stderr.decode()


def _today(here: Folders, typed: str, argv: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    environment = {**homes.environment(here.data.parent), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    line = typed.encode("utf-8", "surrogateescape") + b"\n"
    return subprocess.run(argv, input=line, capture_output=True, env=environment, check=False, timeout=KEYS_WAIT)


# --- no oracle --------------------------------------------------------------------------------------------------------
def _takes_as_long(base: Path, result: Result, count: int) -> None:
    """The real cost, in time of the processor, one kind after the other, round by round."""
    path = kinds.beside(_home(base / "dear", cost=vault.COST).database)
    factor, least = _spread(path, count)
    result.at_most("slowest kind by fastest", factor)
    result.at_most("least derivation, s", min(least.values()))
    result.expect(factor <= ALIKE, f"kinds take differently long: {least}")
    result.expect(min(least.values()) > 0.05, f"a derivation is cheap: {least}")


def _spread(path: Path, count: int, rounds: int = ROUNDS) -> tuple[float, dict[str, float]]:
    """How far the kinds are apart, after some more rounds where the machine was uneven; the least of each."""
    least: dict[str, float] = {}
    factor = 0.0
    for _ in range(rounds):
        for _ in range(count):
            for kind, typed in {**KINDS, "empty": "", "twelve words": TWELVE}.items():
                least[kind] = min(least.get(kind, 1e9), _processor(path, typed))
        factor = max(least.values()) / max(min(least.values()), 1e-6)
        if factor <= ALIKE:
            break
    return factor, least


def _processor(path: Path, typed: str) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(WrongPassphrase):
        vault.unlock(path, typed).wipe()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _touches_the_same(base: Path, result: Result) -> None:
    """A command's calls that name a file, for each kind; twelve words, which are looked at twice, for two homes."""
    first = _home(base / "touched")
    traces = {kind: _touched(first, base, KINDS[kind]) for kind in ("near", "nothing like it", "very long")}
    wanted = traces["nothing like it"]
    result.expect(len(wanted) > 5, f"hardly any call was seen: {wanted}")
    for kind, seen in traces.items():
        result.expect(seen == wanted, f"{kind} touches other files: {set(seen) ^ set(wanted)}")
    second = _home(base / "touched-too", OTHER_RIGHT)
    answers = [(_touched(here, base, TWELVE), _answered(here, TWELVE)) for here in (first, second)]
    result.expect(answers[0] == answers[1], "twelve words are answered by what is kept, and not by what was typed")


def _touched(here: Folders, base: Path, typed: str) -> list[tuple[str, str]]:
    """What was opened, made, changed or removed, in its order; without what differs at every start."""
    Tries(here.state).passed()
    trace = base / "trace"
    done = _today(here, typed, watched(session_day("today", "--passphrase-fd", "0"), trace))
    assert done.returncode in (1, 2), done
    home = str(here.data.parent)
    seen = []
    for call in calls(trace):
        names = [*call.paths, *(text.decode("latin-1") for text in call.texts if call.name not in WRITES)]
        seen += [(call.name, NUMBERED.sub("#", name.replace(home, ""))) for name in names if home in name]
    trace.unlink()
    return seen


def _answered(here: Folders, typed: str) -> str:
    Tries(here.state).passed()
    return clean(_command(here, typed), cap=500)


# --- canaries ---------------------------------------------------------------------------------------------------------
def _forgets(base: Path) -> bool:
    found = Result("canary", "")
    real = counting.Tries._read
    counting.Tries._read = lambda self: (0, "", 0.0)  # type: ignore[method-assign]  # noqa: ARG005
    try:
        _series(_home(base / "forgets"), found, Random(1))
    finally:
        counting.Tries._read = real  # type: ignore[method-assign]
    return any("and not" in words for words in found.failures)


def _looks_before(base: Path) -> bool:
    with _a_look_before():
        factor, _least = _spread(kinds.beside(_home(base / "looks", cost=vault.COST).database), 1, rounds=1)
    return factor > ALIKE


@contextmanager
def _a_look_before() -> Iterator[None]:
    """What is too short is told at once."""
    real = vault.unlock

    def unlock(path: Path, passphrase: str) -> Keys:
        if len(passphrase) < len(RIGHT):
            raise WrongPassphrase(vault.WRONG)
        return real(path, passphrase)

    vault.unlock = unlock
    try:
        yield
    finally:
        vault.unlock = real
