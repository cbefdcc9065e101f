"""The clock: the one module that reads any clock.

Rule: elapsed time comes from a clock that counts suspend. `time.monotonic()` stops in suspend on Linux and macOS, so
it is only the last resort, and `SystemClock.counts_suspend` says so.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from data.values.ids import new_id
from data.values.time import Now, elapsed

if TYPE_CHECKING:
    from console.core.ports import Clock

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Reads this machine's clocks.

    `source` names the clock behind `Now.boottime`; `counts_suspend` is false where the machine offers none that does:
    then a sleep looks shorter than it was, and only the wall clock can tell.
    """

    def __init__(self) -> None:
        self.source, self.counts_suspend, self._read = _suspend_counting_clock()
        self.boot, self.boot_is_known = _boot_id()

    def now(self) -> Now:
        """This instant: UTC, the id of this boot, and the seconds since it, suspend included."""
        return Now(utc=datetime.now(UTC), boot=self.boot, boottime=self._read())


class FasterClock:
    """Another clock, sped up: from the instant it is made on, every second of that clock is `speed` seconds here.

    For rehearsals. It has a boot of its own, and follows what really passed (suspend included), so that a step of the
    wall clock below does not move it.
    """

    def __init__(self, clock: "Clock", speed: float) -> None:
        self.speed = speed
        self._clock = clock
        self._start = clock.now()
        self._boot = f"rehearsal-{new_id()}"

    def now(self) -> Now:
        """This instant here."""
        passed = elapsed(self._start, self._clock.now()) * self.speed
        return Now(self._start.utc + passed, self._boot, self._start.boottime + passed.total_seconds())

    def really(self, instant: datetime) -> datetime:
        """The instant of the clock below at which this one will read that instant."""
        now = self._clock.now()
        return now.utc + (instant - self.now().utc) / self.speed


def _suspend_counting_clock() -> tuple[str, bool, Callable[[], float]]:
    """The name of the clock, whether it counts suspend, and how to read it in seconds."""
    if sys.platform == "win32":
        import ctypes

        ticks = ctypes.windll.kernel32.GetTickCount64  # counts sleep and hibernation, in milliseconds
        ticks.restype = ctypes.c_ulonglong
        return "GetTickCount64", True, lambda: float(ticks()) / 1000.0
    for name in _counting_names():
        number = getattr(time, name, None)
        if number is None:
            continue
        try:
            time.clock_gettime(number)
        except OSError:
            continue
        return name, True, partial(time.clock_gettime, number)
    return "time.monotonic", False, time.monotonic


def _counting_names() -> tuple[str, ...]:
    # On macOS CLOCK_MONOTONIC_RAW is mach_continuous_time and runs on in sleep; on Linux the same name does not.
    return ("CLOCK_MONOTONIC_RAW",) if sys.platform == "darwin" else ("CLOCK_BOOTTIME",)


def _boot_id() -> tuple[str, bool]:
    """The id of this boot and whether the machine gave it.

    Where it gives none, a random id stands for this process: within the process elapsed time is exact, across
    processes the wall clock judges.
    """
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip(), True
    except OSError:
        return f"process-{new_id()}", False


def machine_zone() -> str:
    """The IANA name of this machine's time zone; empty where it has none that can be found."""
    from zoneinfo import ZoneInfoNotFoundError

    try:
        import tzlocal

        return str(tzlocal.get_localzone_name() or "")
    except (ImportError, ZoneInfoNotFoundError, ValueError, OSError):
        return ""
