"""The scheduler wakes in real time: on time, at once for the past, once for many, never after close."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest

from console.adapters.clock import SystemClock
from console.adapters.scheduler import WakeUps
from data.values.time import elapsed

CLOCK = SystemClock()


class Woken:
    """Counts wake-ups, and lets a test wait for the next."""

    def __init__(self) -> None:
        self.count = 0
        self.event = asyncio.Event()
        self.at = CLOCK.now()

    def __call__(self) -> None:
        self.count += 1
        self.at = CLOCK.now()
        self.event.set()

    async def wait(self, seconds: float = 3.0) -> None:
        async with asyncio.timeout(seconds):
            await self.event.wait()
        self.event.clear()


async def turn_of_the_loop() -> None:
    """Let what was asked of the loop up to now happen."""
    turned = asyncio.Event()
    asyncio.get_running_loop().call_soon(turned.set)
    await turned.wait()


def in_seconds(seconds: float) -> datetime:
    return CLOCK.now().utc + timedelta(seconds=seconds)


async def test_it_wakes_within_a_fifth_of_a_second_of_the_instant() -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    due = in_seconds(0.3)
    scheduler.set({"ten minutes left": due})
    await woken.wait()
    late = (woken.at.utc - due).total_seconds()
    assert 0 <= late < 0.2
    scheduler.close()


async def test_an_instant_that_has_passed_wakes_at_once_however_old() -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    begun = CLOCK.now()
    scheduler.set({"slept through": in_seconds(-12 * 3600)})
    await woken.wait()
    assert elapsed(begun, woken.at) < timedelta(seconds=1)
    scheduler.close()


async def test_two_hundred_instants_at_once_wake_and_none_is_logged_as_missed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    due = in_seconds(0.3)
    with caplog.at_level(logging.WARNING, "apscheduler"):
        scheduler.set({f"reminder {number}": due for number in range(200)})
        begun = CLOCK.now()
        await woken.wait()
        assert elapsed(begun, woken.at) < timedelta(seconds=1)
    assert not caplog.records
    assert 1 <= woken.count < 20
    scheduler.close()


async def test_setting_again_replaces_everything_that_was_set() -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    scheduler.set({"cancelled": in_seconds(0.2), "moved": in_seconds(0.2)})
    later = in_seconds(0.6)
    scheduler.set({"moved": later})
    await woken.wait()
    assert woken.at.utc >= later
    assert woken.count == 1
    scheduler.close()


async def test_an_instant_that_has_fired_and_is_set_again_later_wakes_again() -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    scheduler.set({"repeat": in_seconds(0.1)})
    await woken.wait()
    scheduler.set({"repeat": in_seconds(0.1)})
    await woken.wait()
    scheduler.set({})
    assert woken.count == 2
    scheduler.close()


async def test_no_wake_up_comes_after_close_and_poking_is_harmless() -> None:
    woken = Woken()
    scheduler = WakeUps(woken)
    scheduler.poke()
    scheduler.set({"soon": in_seconds(0.1)})
    scheduler.poke()
    scheduler.close()
    scheduler.close()
    scheduler.poke()
    scheduler.set({"after": in_seconds(-1)})
    with pytest.raises(TimeoutError):
        await woken.wait(0.5)
    assert woken.count == 0


async def test_poking_after_a_suspend_wakes_for_what_fell_due_in_it() -> None:
    """Within the process a suspend is a timer of asyncio's that fires too late; the heartbeat's poke looks anew."""
    woken = Woken()
    scheduler = WakeUps(woken)
    scheduler.set({"due": in_seconds(0.2)})
    assert scheduler._scheduler is not None
    await turn_of_the_loop()
    scheduler._scheduler._stop_timer()  # the timer that the suspend delays
    with pytest.raises(TimeoutError):
        await woken.wait(0.5)
    scheduler.poke()
    await woken.wait()
    assert woken.count == 1
    scheduler.close()


def test_loading_ahead_needs_no_loop() -> None:
    WakeUps.load()


async def test_one_that_waits_begins_with_the_first_poke_after_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WakeUps, "_loaded", False)
    woken = Woken()
    scheduler = WakeUps(woken, waits=True)
    scheduler.set({"then": in_seconds(-1)})
    scheduler.poke()
    await turn_of_the_loop()
    assert not woken.count
    WakeUps.load()
    scheduler.poke()
    await woken.wait()
    scheduler.set({"again": in_seconds(0.1)})
    await woken.wait()
    scheduler.close()
