"""T1 and T2: whatever the machine's clocks do, every reminder is shown within a second, once, and the session's time is
right to the second.

The real runner, store and replay on a clock that is pushed about: sleep of a second to twelve hours, the wall clock set
forward and back by up to two hours, restarts of the console and of the machine, on ordinary days and on those when the
clocks change. What must have been shown is the reckoning of `tests.core.test_alarms_through_time`, which shares no
arithmetic with the program's. The canary is a console that drops what came due while it slept, as schedulers do.
"""

import asyncio
import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count as numbers
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from console.core import alarms, clock
from console.core.rebuild import state_from
from console.core.state import policy_of
from console.core.wall import day_of
from console.runner import Runner
from console.wiring.first import first_view
from console.wiring.keeping import Keeping, open_store
from data.values.facts import ClientSaved, PracticeSet, Record, SessionSaved, WarningShown
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Policy
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import LONDON, a_client, a_session, minutes
from tests.core.test_alarms_through_time import MOVES, POLICY, World
from tests.fakes import FakeDesk, FakeLine, FakeNotifier, FakeScheduler
from tests.faults.homes import folders
from tests.faults.result import Result

DAYS = (
    datetime(2026, 11, 21, 10, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 40, tzinfo=UTC),  # the clocks go forward at 01:00
    datetime(2026, 10, 25, 0, 40, tzinfo=UTC),  # and back
)
KINDS = ("end-", "reminder", "invitation", "in-room", "start", "late-")


def run(count: int, number: int) -> Result:
    """So many schedules."""
    result = Result("T1 T2 reminders and time on any clock", "0 missed, 0 doubled, time within 1 s")
    _schedules(result, count, number)
    canary = Result("canary", "")
    real = alarms.due
    alarms.due = lambda state, now: tuple(one for one in real(state, now) if not one.late)
    try:
        _schedules(canary, min(count, 20), number)
    finally:
        alarms.due = real
    result.canary = "what came due in sleep is dropped"
    result.canary_failed = bool(canary.failures)
    return result


def _schedules(result: Result, count: int, number: int) -> None:
    names = numbers()
    with tempfile.TemporaryDirectory() as scratch, asyncio.Runner() as loop:

        @seed(number)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.sampled_from(DAYS),
            st.lists(st.integers(5, 2400), max_size=3, unique=True),  # minutes: today, tomorrow, the day after
            st.lists(MOVES, min_size=1, max_size=14),
        )
        def schedule(begin: datetime, offsets: list[int], moves: list[tuple[str, int]]) -> None:
            home = Path(scratch) / str(next(names))
            with result.trying((begin, offsets, moves)):
                loop.run(_one(Watched(home, begin, offsets), moves))
            shutil.rmtree(home, ignore_errors=True)

        schedule()
    result.measured["time off by, s"] = max(result.measured.get("time off by, s", 0.0), Watched.worst)


async def _one(watched: "Watched", moves: list[tuple[str, int]]) -> None:
    await watched.open()
    try:
        for kind, size in moves:
            match kind:
                case "watch":
                    await watched.watch(size)
                case "sleep" | "doze":
                    watched.world.real += size
                case "step":
                    watched.world.stepped += size
                case "restart":
                    await watched.restart(bool(size))
            await watched.check()
    finally:
        await watched.close()


class OnePolicy(Keeping):
    """A home whose policy is the one of the reckoning, without flows."""

    def policy(self, name: str) -> Policy:
        """That one, whatever the name."""
        del name
        return POLICY

    def flows(self, policy: Policy) -> dict[str, Any]:
        """None."""
        del policy
        return {}

    def pinned(self, kept: Kept) -> dict[str, Policy]:
        """That one."""
        del kept
        return {POLICY.hash: POLICY}


class Watched:
    """A console without a screen, and the world that keeps its own account of it."""

    worst = 0.0

    def __init__(self, home: Path, begin: datetime, offsets: list[int]) -> None:
        self.home = home
        self.shown: list[str] = []
        live = a_session(
            day=day_of(begin, LONDON), begin=begin, end=begin + minutes(50), state=SessionState.RUNNING,
            started=Now(begin, "boot-0", 0.0), ends=begin + minutes(50), policy_hash=POLICY.hash,
        )  # fmt: skip
        others = [
            replace(a_session(f"s-{place}"), begin=at, end=at + minutes(50), day=day_of(at, LONDON))
            for place, at in enumerate((begin + minutes(offset) for offset in offsets), 2)
        ]
        self.sessions = (live, *others)
        empty = state_from(Kept(), POLICY, live.day)
        self.world = World(replace(empty, sessions={one.id: one for one in self.sessions}), begin)

    def now(self) -> Now:
        """The clock port: where the world's clocks stand."""
        return self.world.now

    def commit(self, records: tuple[Record, ...], kept: Kept) -> None:
        """The saver port: the real store; what it was given is counted."""
        assert self.keeping.store is not None
        self.keeping.store.commit(records, kept)
        warned = (one.fact.warned.id for one in records if isinstance(one.fact, WarningShown))
        self.shown += [one for one in warned if one.partition(":")[2].startswith(KINDS)]

    def keep_draft(self, *_: object) -> None:
        """Nothing is typed."""

    async def open(self) -> None:
        """A new home with these sessions, and a console on it."""
        client, practice = a_client(), Practice(name="x", zone=LONDON, set_up=True)
        now = self.now()
        facts = (
            Record("practice", "", PracticeSet(practice), now, now.utc),
            Record("client:ak", "ak", ClientSaved(client), now, now.utc),
            *(Record(f"session:{one.id}", "ak", SessionSaved(one), now, now.utc) for one in self.sessions),
        )
        here = folders(self.home)
        here.make()
        with closing(open_store(here, here.database)) as store:
            store.commit(facts, Kept(practice=practice, clients=(client,), sessions=self.sessions))
        await self._start()

    async def _start(self) -> None:
        self.keeping = OnePolicy(folders(self.home))
        first = first_view(self.keeping, self.now(), LONDON)
        self.runner = Runner(
            clock=self, scheduler=FakeScheduler(), notifier=FakeNotifier(), line=FakeLine(), desk=FakeDesk(),
            handover=None, shelf=self.keeping, spare=self.keeping.spare,  # type: ignore[arg-type]  # nothing is written
            leave=lambda: None, later=lambda _seconds, _work: None,
        )  # fmt: skip
        self.runner.open(first.state, first.last_seen, first.unsaved)
        self.keeping.open()
        self.runner.store_ready(self)

    async def close(self) -> None:
        """As the console closes."""
        await self.runner.drain()
        if self.keeping.store:
            self.keeping.store.close()
        self.keeping.release()

    async def restart(self, reboot: bool) -> None:
        """The console ends and comes back with what was kept; the machine perhaps too."""
        await self.close()
        if reboot:
            self.world.boots, self.world.booted = self.world.boots + 1, self.world.real
        await self._start()

    async def watch(self, seconds: int) -> None:
        """Go on awake, a heartbeat a second."""
        for _ in range(seconds):
            self.world.real += 1.0
            await self.check()

    async def check(self) -> None:
        """One heartbeat, and all that must hold after it."""
        world = self.world
        world.expected |= world.required()
        self.keeping.alive(self.runner.beat().utc)
        await self._kept()
        twice = {one for one in self.shown if self.shown.count(one) > 1}
        assert not twice, f"shown twice: {twice}"
        missed, early = world.expected - {*self.shown}, {*self.shown} - world.expected
        assert not missed, f"missed: {missed}"
        assert not early, f"shown too soon: {early}"
        self._counts()

    async def _kept(self) -> None:
        self.runner.lane.go_on()
        while self.runner.lane.facts_wait:
            await asyncio.sleep(0)

    def _counts(self) -> None:
        state = self.runner.state
        assert state is not None
        session = state.sessions["s-1"]
        face = clock.face(session, policy_of(state, session), self.now())
        assert face is not None, "the session that runs has no clock"
        passed = max(self.world.passed(), timedelta())  # after a reboot the wall clock judges, which may be set back
        off = abs((face.elapsed - passed).total_seconds())
        Watched.worst = max(Watched.worst, off)
        assert off <= 1.0, f"the session's time is off by {off:.1f} s"
