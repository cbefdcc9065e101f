"""R5: any write that fails leaves what was typed recoverable, and NOT SAVED is said within a second.

A day of keys in the whole console, in which the Nth commit fails, for every N: once, at its head, or from there on for
good (then it is killed, and the next start must have every word). Then the real program with a file that is removed,
read-only, full, or held by another program. The canary is a spare that keeps nothing.
"""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, event
from sqlcipher3 import dbapi2

from data.spare import Spare
from data.store import Store
from tests.fakes import FakeClock
from tests.faults import homes
from tests.faults.faulty import faulty
from tests.faults.places import NOTE
from tests.faults.program import CLOCK, Program, variant
from tests.faults.result import Result
from tests.journeys.harness import Day, open_day

SAID_WITHIN = 1.0
ONCE, HEAD, EVER = "once", "head", "for good"
FAULTS = ("unlinked", "read-only", "full", "busy")
REAL = 16
"""Of the real program: each fault by what was typed and how it ends."""
NOT_SAVED = "NOT SAVED"
DRAFT = 0.8
"""Seconds that a letter waits for the next ones, before it is kept."""
ASIDE = 1.5
"""Seconds after which what could not be saved is aside in any case."""

SCRIPT: tuple[tuple[tuple[str, ...], str], ...] = (
    ((" ",), ""),
    (("f",), "send the leaflet"),
    (("enter",), ""),
    (("k",), "asked for another time"),
    (("enter",), ""),
    (("n",), "slept better this week"),
    (("ctrl+s",), ""),
    (("f2",), ""),
    (("f", "r"), ""),
    (("t", "g", "5"), ""),
    (("escape",), ""),
    (("p", "down", "down"), "Wilma Half Typed"),
)
"""Keys, and words typed after them."""


def run(count: int, seed: int) -> Result:
    """See the module."""
    result = Result("R5 a failed write loses no text", "0 texts lost, 0 tracebacks, NOT SAVED in 1 s")
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        clock = FakeClock()
        homes.make(base / "template", clock.now())
        commits = asyncio.run(_commits(base))
        tries = [(number, how) for number in range(1, commits + 1) for how in (ONCE, HEAD, EVER)]
        Random(seed).shuffle(tries)
        real = max(2, min(REAL, count // 4))
        for number, how in islice(tries, max(1, count - real)):
            asyncio.run(_fault(base, result, number, how))
        for number in range(real):
            _real(base / "real", result, number)
        result.canary_failed = asyncio.run(_canary(base, commits))
    result.canary = "a spare that keeps nothing"
    result.measured["commits in the day"] = commits
    return result


# --- every commit of a day -------------------------------------------------------------------------------------------
@asynccontextmanager
async def _console(base: Path) -> AsyncIterator[Day]:
    home = homes.copy(base / "template", base / "home")
    async with open_day(home, FakeClock(), size=(80, 24)) as day:
        yield day


def _store(day: Day) -> Store:
    store: Store = _lane(day)._saver
    return store


class _Fails:
    """Counts the commits of a store, and fails those it is told to."""

    def __init__(self, store: Store, wanted: Callable[[int], bool], how: str) -> None:
        self.count = 0
        self.failed_at = 0.0
        self._wanted = wanted
        self._store = store
        self._how = how
        self._away = store._opened.head_dir.with_name("away")
        event.listen(store._engine, "commit", self._on_commit)

    def _on_commit(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("write"):
            return
        self.count += 1
        self.put_back()
        if not self._wanted(self.count):
            return
        self.failed_at = self.failed_at or CLOCK.now().boottime
        if self._how == HEAD:
            self._store._opened.head_dir.rename(self._away)
            self._store._opened.head_dir.write_text("in the way")
            return
        error: Any = dbapi2.OperationalError("database or disk is full")
        raise error

    def put_back(self) -> None:
        """The head's folder is there again."""
        if self._away.exists():
            self._store._opened.head_dir.unlink()
            self._away.rename(self._store._opened.head_dir)


async def _commits(base: Path) -> int:
    """How many there are when none fails."""
    async with _console(base) as day:
        fails = _Fails(_store(day), lambda _: False, ONCE)
        for step in SCRIPT:
            await _do(day, *step)
            await day.until(lambda: not _waits(day))
        return fails.count


async def _do(day: Day, keys: tuple[str, ...], words: str) -> None:
    for key in (*keys, *words):
        await day._key(key)
    await day.quiet()
    if keep := getattr(day.app.screen, "keep_typing", None):
        keep()  # now, and not within the second
        await day.quiet()


def _lane(day: Day) -> Any:
    return day.app.acting.console._runner.lane  # type: ignore[union-attr]


def _waits(day: Day) -> bool:
    lane = _lane(day)
    return bool(lane.facts_wait or lane._typed or lane._busy)


async def _fault(base: Path, result: Result, number: int, how: str) -> None:
    """The day with this fault in it; then every word is there."""
    what = f"commit {number} fails {how}"
    result.tries += 1
    try:
        where = await _day_with(base, result, number, how, what)
        lost = _lost(where)
    except Exception as error:
        result.failures.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")
        return
    result.expect(not lost, f"{what}: {lost} was lost")


async def _day_with(base: Path, result: Result, number: int, how: str, what: str) -> Path:
    async with _console(base) as day:
        wanted = (lambda n: n >= number) if how == EVER else (lambda n: n == number)
        fails, said = _Fails(_store(day), wanted, how), False
        for step in SCRIPT:
            await _do(day, *step)
            await day.until(lambda: bool(fails.failed_at) or not _waits(day))
            if how == HEAD:  # a draft has no head: then nothing fails
                await day.until(lambda: day.state.saving.failed or not _waits(day))
                fails.failed_at = fails.failed_at if day.state.saving.failed else 0.0
            if fails.failed_at and not said:
                said = True
                await day.until(NOT_SAVED)
                seconds = CLOCK.now().boottime - fails.failed_at
                result.at_most("NOT SAVED after, s", seconds)
                result.expect(seconds <= SAID_WITHIN, f"{what}: NOT SAVED after {seconds:.1f} s")
            if how != EVER:
                await day.until(lambda: not _waits(day))
        result.expect(said or how == HEAD, f"{what}: it never failed")
        if how != EVER:
            await day.until(lambda: not day.state.saving.failed)
            day.does_not_see(NOT_SAVED)
            fails.put_back()
            return homes.copy(base / "home", base / "then")
        tried = fails.count
        await day.until(lambda: fails.count >= tried + 2)  # once more in any case, with all that waits
        homes.copy(base / "home", base / "then")  # what a kill leaves
    async with open_day(base / "then", FakeClock(), size=(80, 24)) as day:
        await day.until(lambda: not _waits(day))
        result.expect(not homes.folders(base / "then").state.joinpath("aside").exists(), f"{what}: it is still aside")
    return base / "then"


def _lost(home: Path) -> list[str]:
    with closing(homes.store_of(home)) as store:
        kept = repr((store.records(), store.drafts()))
    return [words for _, words in SCRIPT if words and words not in kept]


async def _canary(base: Path, commits: int) -> bool:
    """Whether a spare that keeps nothing is seen to lose words."""
    found = Result("canary", "")
    keep, keep_draft = Spare.keep, Spare.keep_draft
    Spare.keep = Spare.keep_draft = lambda *_: None  # type: ignore[assignment]
    try:
        await _fault(base, found, commits // 2, EVER)
    finally:
        Spare.keep, Spare.keep_draft = keep, keep_draft  # type: ignore[method-assign]
    return any("was lost" in words for words in found.failures)


# --- the real program ------------------------------------------------------------------------------------------------
def _real(home: Path, result: Result, number: int) -> None:
    """One fault while a line is entered or a note is typed, then a kill or a signal; the next start has the words."""
    kind, noting, killing = FAULTS[number % 4], bool(number // 4 % 2), bool(number // 8 % 2)
    what = f"{kind}, {'a note' if noting else 'a line'}, {'killed' if killing else 'told to end'}"
    words = f"words under a fault {number}"
    result.tries += 1
    homes.fresh(home)
    with Program(home, variant("faulty")) as program:
        program.ready()
        if noting:
            NOTE.go(program)
        with faulty(home, kind):
            begun = CLOCK.now().boottime
            if noting:
                program.send(words.encode())
            else:
                begun = program.owes(words)
            try:
                program.wait_for(NOT_SAVED, 8)
            except AssertionError:
                result.failures.append(f"{what}: NOT SAVED was not said\n{program.text}")
            late = CLOCK.now().boottime - begun - (DRAFT if noting else 0)
            result.at_most("NOT SAVED after, s", late)
            result.expect(late <= SAID_WITHIN, f"{what}: NOT SAVED after {late:.1f} s")
            program.for_(ASIDE)
            if killing:
                program.kill()
            else:
                program.signal(signal.SIGTERM)
                program.wait_exit()
        result.expect(b"Traceback" not in program.raw, f"{what}: a traceback")
    with Program(home) as program:
        program.ready()
        aside = homes.folders(home).state / "aside"
        try:
            program.wait_for(lambda _: not aside.exists(), 8)
        except AssertionError:
            result.failures.append(f"{what}: it is still aside")
        program.signal(signal.SIGTERM)
        program.wait_exit()
    with closing(homes.store_of(home)) as store:
        kept = repr((store.records(), store.drafts()))
    result.expect(words in kept, f"{what}: the words were lost")
