"""The scheduler: APScheduler 3 with jobs in memory, made anew from the instants it is given.

Rule: it only wakes; the stored instants are the judge of what is due. APScheduler drops what fell due in a suspend,
stalls when the clock is set back and misses some of many at once; so jobs carry no grace limit, a missed or failed job
wakes too, and the runner's own heartbeat calls `poke()`.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from console.adapters.clock import FasterClock

if TYPE_CHECKING:
    from console.core.ports import Clock


class Waking(Protocol):
    """What stands behind a paced scheduler."""

    def set(self, instants: Mapping[str, datetime]) -> None:
        """Replace all wake-ups by these."""
        ...

    def poke(self) -> None:
        """Look again now."""
        ...

    def close(self) -> None:
        """Stop."""
        ...


class PacedWakeUps:
    """Wake-ups on a clock that runs faster: `really` says when the machine's own clock gets there."""

    def __init__(self, below: Waking, really: Callable[[datetime], datetime]) -> None:
        self._below = below
        self._really = really
        self._known: dict[str, tuple[datetime, datetime]] = {}

    def set(self, instants: Mapping[str, datetime]) -> None:
        """Replace all wake-ups by these; one that did not change keeps the real instant it had."""
        before = self._known
        self._known = {
            name: before[name] if name in before and before[name][0] == instant else (instant, self._really(instant))
            for name, instant in instants.items()
        }
        self._below.set({name: real for name, (_, real) in self._known.items()})

    def poke(self) -> None:
        """Look again now."""
        self._below.poke()

    def close(self) -> None:
        """Stop; no wake-up comes after it."""
        self._below.close()


def paced(clock: "Clock", below: Waking) -> Waking:
    """These wake-ups, on this clock: as they are where it is the machine's own."""
    return PacedWakeUps(below, clock.really) if isinstance(clock, FasterClock) else below


class WakeUps:
    """Stands behind `console.core.ports.Scheduler`. Used from one event loop, and calls `wake` on it.

    Many wake-ups in one turn of the loop become one call: the runner looks at everything that is due anyway. One that
    `waits` begins with the first `poke()` after `load()`: until then the heartbeat alone looks at what is due.
    """

    _loaded = False

    def __init__(self, wake: Callable[[], None], *, waits: bool = False) -> None:
        self._wake = wake
        self._waits = waits
        self._wanted: dict[str, datetime] = {}
        self._scheduler: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._set: dict[str, datetime] = {}
        self._waking = False
        self._closed = False

    @staticmethod
    def load() -> None:
        """Import APScheduler (50 ms) ahead of time, from a thread behind the first frame."""
        import apscheduler.schedulers.asyncio
        import apscheduler.triggers.date  # noqa: F401

        WakeUps._loaded = True

    def set(self, instants: Mapping[str, datetime]) -> None:
        """Replace all wake-ups by these: stable id to UTC instant. An instant that has passed wakes at once."""
        if self._closed:
            return
        if self._waits and not WakeUps._loaded:
            self._wanted = dict(instants)
            return
        self._waits = False
        scheduler = self._started()
        for name in self._set.keys() - instants.keys():
            self._remove(name)
        for name, instant in instants.items():
            if self._set.get(name) != instant:
                self._add(scheduler, name, instant)
        self._set = dict(instants)

    def poke(self) -> None:
        """Look again now: after a suspend or a step of the clock APScheduler's own timer is wrong."""
        if self._waits and WakeUps._loaded:
            self.set(self._wanted)
        elif self._scheduler is not None and not self._closed:
            self._scheduler.wakeup()

    def close(self) -> None:
        """Stop; no wake-up comes after it."""
        self._closed = True
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def _started(self) -> Any:
        if self._scheduler is None:
            from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
            from apscheduler.schedulers.asyncio import AsyncIOScheduler

            self._loop = asyncio.get_running_loop()
            self._scheduler = AsyncIOScheduler(event_loop=self._loop, timezone=UTC)
            self._scheduler.add_listener(lambda _event: self._soon(), EVENT_JOB_MISSED | EVENT_JOB_ERROR)
            self._scheduler.start()
        return self._scheduler

    def _add(self, scheduler: Any, name: str, instant: datetime) -> None:
        from apscheduler.triggers.date import DateTrigger

        scheduler.add_job(
            self._fired,
            DateTrigger(run_date=instant.astimezone(UTC)),
            id=name,
            misfire_grace_time=None,
            coalesce=True,
            replace_existing=True,
        )

    def _remove(self, name: str) -> None:
        # A job that has run is gone already.
        if self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    async def _fired(self) -> None:
        # A coroutine runs on the loop itself; a plain function would go to a pool of ten threads.
        self._soon()

    def _soon(self) -> None:
        if self._loop is not None and not self._waking and not self._closed:
            self._waking = True
            self._loop.call_soon_threadsafe(self._wake_once)

    def _wake_once(self) -> None:
        self._waking = False
        if not self._closed:
            self._wake()
