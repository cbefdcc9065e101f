"""A rehearsal's clock: everything passes faster, in step, and wake-ups come when it gets there."""

from datetime import datetime, timedelta

import pytest

from console.adapters.clock import FasterClock
from console.adapters.scheduler import PacedWakeUps
from data.values.time import elapsed
from tests.fakes import START, FakeClock, FakeScheduler


@pytest.mark.parametrize("speed", [1, 10, 30])
def test_every_second_below_is_so_many_here_on_the_wall_and_since_the_boot(speed: int) -> None:
    below = FakeClock()
    clock = FasterClock(below, speed)
    first = clock.now()
    assert first.utc == START
    below.advance(7)
    assert elapsed(first, clock.now()) == timedelta(seconds=7 * speed)
    assert clock.now().utc - first.utc == timedelta(seconds=7 * speed)


def test_it_counts_sleep_and_is_not_moved_by_a_step_of_the_wall_clock() -> None:
    below = FakeClock()
    clock = FasterClock(below, 10)
    below.step(3600)
    assert clock.now().utc == START
    below.suspend(60)
    assert clock.now().utc == START + timedelta(minutes=10)


def test_its_boot_is_its_own() -> None:
    below = FakeClock()
    assert FasterClock(below, 1).now().boot != FasterClock(below, 1).now().boot != below.boot


def test_a_wake_up_is_set_to_when_the_machine_gets_there() -> None:
    below, scheduler = FakeClock(), FakeScheduler()
    clock = FasterClock(below, 30)
    paced = PacedWakeUps(scheduler, clock.really)
    paced.set({"phone": START + timedelta(minutes=5)})
    assert scheduler.instants == {"phone": START + timedelta(seconds=10)}
    below.advance(4)
    assert clock.really(START + timedelta(minutes=5)) == START + timedelta(seconds=10)


def test_a_wake_up_that_stays_keeps_its_instant_and_one_that_moved_gets_another() -> None:
    asked: list[datetime] = []

    def really(instant: datetime) -> datetime:
        asked.append(instant)
        return instant

    scheduler = FakeScheduler()
    paced = PacedWakeUps(scheduler, really)
    soon, later = START + timedelta(minutes=1), START + timedelta(minutes=2)
    paced.set({"a": soon})
    paced.set({"a": soon, "b": later})
    paced.set({"a": later, "b": later})
    assert asked == [soon, later, later]
    assert scheduler.instants == {"a": later, "b": later}


def test_it_nudges_and_closes_what_stands_behind() -> None:
    scheduler = FakeScheduler()
    paced = PacedWakeUps(scheduler, lambda instant: instant)
    paced.poke()
    paced.close()
    assert scheduler.pokes == 1
    assert scheduler.closed
