"""T4: an end warning that nobody acknowledged is never silent for more than thirty seconds, and always to be read.

The whole application under a Hypothesis state machine: time, sleep, a changed clock, resizes, dialogs, a drop, a crash
and a restart, in any order. What must stand is reckoned here, from the time that was let pass. In a crisis and behind
the covert look it is silent instead. The canary is a console that forgets its repeats.
"""

import asyncio
import tempfile
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from console.core import alarms, events
from console.wiring import open_store
from data.values.facts import ClientSaved, PracticeSet, Record, SessionSaved
from data.values.kept import Kept
from data.values.people import Practice
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import LONDON, a_client, a_session, minutes
from tests.fakes import FakeClock
from tests.faults import homes
from tests.faults.result import Result
from tests.journeys.harness import SMALL, at, folders, open_day

SILENT = 30.0
STEPS = 30
"""Steps of one example; the next begins with the session's fortieth minute again."""
BEGIN = at("2026-11-18 10:00")
LENGTH = 50 * 60.0
TITLES = {10: "10 minutes left", 5: "5 minutes left", 1: "1 minute left", 0: "Time is up"}
SIZES = (SMALL, (60, 18), (40, 12), (120, 36), (200, 50))
LOCKS = True
"""Whether the screen is locked too; the locked screen goes on with the clock and the warnings."""


def run(count: int, number: int) -> Result:
    """So many steps."""
    result = Result("T4 an unacknowledged end warning", "never silent for more than 30 s, always to be read")
    _walk(result, count, number)
    canary = Result("canary", "")
    real = alarms.repeat_due
    alarms.repeat_due = lambda state, now: False  # noqa: ARG005
    try:
        _walk(canary, 10 * STEPS, number)
    finally:
        alarms.repeat_due = real
    result.canary = "a console that forgets to repeat"
    result.canary_failed = any("silent" in words for words in canary.failures)
    return result


def _walk(result: Result, count: int, number: int) -> None:
    """So many steps in examples of equal length; the first is always the one with nothing but acknowledging."""
    with tempfile.TemporaryDirectory(prefix="session-day-t4-") as scratch:
        _book(Path(scratch) / "booked")
        Console.base, Console.result = Path(scratch), result
        while result.tries < count and not result.failures:
            _examples(result, count - result.tries, number + result.tries)


def _examples(result: Result, count: int, number: int) -> None:
    chosen = settings(
        max_examples=1 + -(-count // STEPS), stateful_step_count=STEPS, deadline=None, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(seed(number)(Console), settings=chosen)
    except (AssertionError, ExceptionGroup) as error:  # a group where the example went another way the second time
        found = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
        result.failures += [f"{', '.join(Console.walked)}: {one}" for one in found]


class Console(RuleBasedStateMachine):
    """A session from its fortieth minute on, and whoever sits before it."""

    result = Result("", "")
    base = Path()
    made = 0
    walked: list[str] = []  # noqa: RUF012 - of the example that runs

    @initialize()
    def begin(self) -> None:
        """A session that runs."""
        type(self).walked = []
        self.loop = asyncio.Runner()
        self.clock = FakeClock(BEGIN)
        self.clock.suspend(LENGTH - 605)
        self.passed = LENGTH - 605
        self.ends = LENGTH
        self.lowest: int | None = None
        self.seen = False
        self.sounded = 0.0
        self.crisis = self.rebooted = self.locked = False
        self.size = SMALL
        self.home = self._copy_of(self.base / "booked")
        self.go(self._open())

    def _copy_of(self, home: Path) -> Path:
        """Another home as this one lies on the disk."""
        type(self).made += 1
        return homes.copy(home, self.base / str(self.made))

    def go(self, work: Any) -> None:
        """Run it on the application's loop."""
        self.loop.run(work)

    def teardown(self) -> None:
        """The console is left."""
        if hasattr(self, "open"):
            self.go(self.open.aclose())
            self.loop.close()

    # --- what happens -------------------------------------------------------------------------------------------------
    def step(self, name: str, work: Any) -> None:
        """One step, and all that must hold after it."""
        type(self).walked.append(name)
        self.result.tries += 1
        self.go(work)
        self.go(self._holds())

    @precondition(lambda self: self.goes_on)
    @rule(seconds=st.integers(1, 35))
    def watch(self, seconds: int) -> None:
        """Time passes, a heartbeat a second."""
        self.step(f"watch {seconds}", self._watch(seconds))

    @precondition(lambda self: self.goes_on)
    @rule(minutes=st.integers(1, 8))
    def wait(self, minutes: int) -> None:
        """A longer time passes on a busy machine: its heart beats every ten seconds."""
        self.step(f"wait {minutes} min", self._watch(minutes * 6, every=10))

    @precondition(lambda self: self.goes_on)
    @rule(seconds=st.integers(40, 1800))
    def sleep(self, seconds: int) -> None:
        """The machine sleeps."""
        self.step(f"sleep {seconds}", self._sleep(seconds))

    @precondition(lambda self: self.goes_on and not self.rebooted)  # then only the wall clock can tell: see T1
    @rule(seconds=st.integers(-7200, 7200))
    def set_the_clock(self, seconds: int) -> None:
        """Somebody sets the wall clock."""
        self.step(f"set {seconds}", self._set(seconds))

    @rule(size=st.sampled_from(SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        """The window changes."""
        self.size = size
        self.step(f"resize {size}", self.day.resize(*size))

    @precondition(lambda self: not self.locked)
    @rule(key=st.sampled_from(("n", "plus", "h", "f", "escape", "down")))
    def look_elsewhere(self, key: str) -> None:
        """A note, a question, help, a line, and back."""
        self.step(key, self.day.press(key))

    @precondition(lambda self: not self.crisis and not self.locked)
    @rule()
    def drop(self) -> None:
        """F2, and back to the day."""
        self.step("F2", self.day.press("f2"))

    @precondition(lambda self: self.stands is not None and not self.locked)
    @rule()
    def acknowledge(self) -> None:
        """`a`, on the day's own screen."""
        self.step("a", self._acknowledge())

    @precondition(lambda self: self.lowest is not None)
    @rule(by=st.integers(16, 20))
    def extend(self, by: int) -> None:
        """The session goes on for longer, so long that its warnings come anew."""
        self.step(f"extend {by}", self._extend(by))

    @precondition(lambda self: not self.crisis and not self.locked and len(self.walked) > STEPS // 2)
    @rule()
    def crisis_begins(self) -> None:
        """F3: from now on nothing reminds of the end."""
        self.step("F3", self._crisis())

    @rule(crash=st.booleans(), reboot=st.booleans())
    def restart(self, crash: bool, reboot: bool) -> None:
        """The console is left, or crashes; it comes back with what lay on the disk."""
        self.step(f"restart {crash=} {reboot=}", self._restart(crash, reboot))

    @precondition(lambda self: LOCKS and not self.locked and not self.crisis)
    @rule()
    def lock(self) -> None:
        """The screen is locked; it goes on with the clock and the warnings."""
        self.locked = True
        self.step("lock", self._send(events.LockPressed()))

    @precondition(lambda self: self.locked)
    @rule()
    def unlock(self) -> None:
        """It is opened again."""
        self.locked = False
        self.step("unlock", self._send(events.Unlocked()))

    # --- how ----------------------------------------------------------------------------------------------------------
    async def _open(self) -> None:
        self.open = AsyncExitStack()
        self.day = await self.open.enter_async_context(open_day(self.home, self.clock, size=self.size))
        self.day.keeps_its_promises = lambda: None  # type: ignore[method-assign]  # those of a journey are not these
        self.heard = 0
        await self._hear()

    async def _watch(self, beats: int, every: int = 1) -> None:
        for _ in range(beats):
            self._advance(every)
            self.clock.advance(every)
            self.day.beat()
            await self._hear()

    async def _sleep(self, seconds: int) -> None:
        self._advance(seconds)
        self.sounded += seconds  # nobody hears a machine that sleeps
        await self.day.suspend(seconds=seconds)
        await self._hear()

    async def _set(self, seconds: int) -> None:
        self.clock.step(seconds)
        await self._watch(1)

    async def _acknowledge(self) -> None:
        for _ in range(4):
            await self.day.press("escape")
        stood = self.stands
        await self.day.press("a")
        self.seen = self.seen or stood is not None

    async def _extend(self, by: int) -> None:
        self.ends += by * 60
        self.lowest, self.seen = None, False
        self._advance(0)
        self.sounded = self.passed
        await self._send(events.Extended("s-1", minutes(by)))

    async def _crisis(self) -> None:
        await self.day.press("f3")
        self.crisis = True
        await self._hear()
        self.heard = len(self.day.notifier.shown)

    async def _restart(self, crash: bool, reboot: bool) -> None:
        await self.day.saved()
        if crash:  # what lay on the disk at this moment, and nothing that closing would still have written
            self.home = self._copy_of(self.home)
        await self.open.aclose()
        if reboot and self.clock.utc == BEGIN + timedelta(seconds=self.passed):  # else only the wall clock judges
            self.clock.reboot(5.0)
            self.rebooted = True
            self._advance(5)
        self.locked = False
        await self._open()
        await self._watch(1)

    async def _send(self, event: events.Event) -> None:
        acting: Any = self.day.app.acting
        acting.send(event)
        await self._watch(1)

    # --- what must hold -----------------------------------------------------------------------------------------------
    def _advance(self, seconds: float) -> None:
        """Time passes in the session: which warning is the newest now."""
        self.passed += seconds
        left = self.ends - self.passed
        newest = min((number for number in TITLES if left <= number * 60), default=None)
        if newest is not None and (self.lowest is None or newest < self.lowest):
            if self.stands is None:
                self.sounded = self.passed
            self.lowest, self.seen = newest, False

    @property
    def stands(self) -> int | None:
        """The minutes of the warning that waits for a person; None where none does."""
        return self.lowest if not self.seen and not self.crisis else None

    @property
    def goes_on(self) -> bool:
        """Whether waiting can still lead to anything: the last warning was not seen yet."""
        return self.lowest != 0 or not self.seen

    async def _hear(self) -> None:
        """Let the effects of the last heartbeat come out, and listen."""
        for _ in range(3):
            await asyncio.sleep(0)
        shown = self.day.notifier.shown
        if len(shown) > self.heard:
            self.heard = len(shown)
            self.sounded = self.passed
        if self.stands is not None:
            silent = self.passed - self.sounded
            assert silent <= SILENT, f"silent for {silent:.0f} s at {self.passed:.0f} s, {TITLES[self.stands]!r} stands"

    async def _holds(self) -> None:
        await self.day.settle()
        await self._hear()
        screen = " ".join(self.day.screen_text().split())
        if self.crisis:
            heard = self.day.notifier.shown[self.heard :]
            told = [title for title in TITLES.values() if title in screen or title in heard]
            assert not told, f"in a crisis it says {told}"
        elif self.stands is not None:
            words = TITLES[self.stands]
            assert words in screen, f"{words!r} is not to be read:\n{self.day.screen_text()}"


def _book(base: Path) -> None:
    """A practice, a client and the session that runs."""
    practice = Practice(name="x", zone=LONDON, set_up=True)
    client = a_client()
    session = replace(
        a_session(state=SessionState.RUNNING, started=FakeClock(BEGIN).now(), ends=BEGIN + minutes(50)),
        day=BEGIN.date(), begin=BEGIN, end=BEGIN + minutes(50),
    )  # fmt: skip
    now = Now(BEGIN - timedelta(days=1), "boot-0", 0.0)
    here = folders(base)
    here.make()
    facts = (
        Record("practice", "", PracticeSet(practice), now, now.utc),
        Record(f"client:{client.id}", client.id, ClientSaved(client), now, now.utc),
        Record("session:s-1", client.id, SessionSaved(session), now, now.utc),
    )
    with closing(open_store(here, here.database)) as store:
        store.commit(facts, Kept(practice=practice, clients=(client,), sessions=(session,)))
