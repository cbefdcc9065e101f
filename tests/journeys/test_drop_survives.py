"""A drop survives: a killed console, a closed terminal, sleep, a resize, a data file that goes away."""

import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests import homes
from tests.fakes import FakeClock
from tests.journeys.drops import SIGNAL, book, dropped, in_session, is_in, practice, tells
from tests.journeys.harness import HERE, SMALL, Day, folders, open_day
from tests.journeys.people import JM
from tests.term import CLOCK, ROOT, Term, python

STEPS: dict[str, Sequence[str]] = {
    "nothing said yet": [],
    "frozen": ["f", "r"],
    "the phone is open": ["m", "t"],
    "ringing": ["t", "g"],
    "between two tries": ["t", "5"],
    "reached": ["t", "1", "1"],
    "back": ["b", "1"],
    "not reached": ["t", "5", "l"],
    "another appointment": ["h", "n", "t", "l"],
    "the emergency contact": ["d", "t", "6", "l", "g"],
    "the lead": ["d", "t", "l", "4"],
    "the emergency services": ["i"],
    "someone came in": ["p"],
}
AWAY = 37
"""Seconds from the kill to the next start."""


@pytest.mark.parametrize("step", STEPS)
async def test_a_console_killed_in_any_step_is_in_the_same_step_with_the_right_time(tmp_path: Path, step: str) -> None:
    async with in_session(tmp_path / "home", SIGNAL) as day:
        await dropped(day)
        for key in STEPS[step]:
            await day.pass_time(seconds=3)
            await day.press(key)
        copy_of_the_disk(tmp_path)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
        await day.pass_time(seconds=AWAY)
        clock.suspend(AWAY)
        async with open_day(tmp_path / "killed", clock, size=SMALL) as again:
            assert again.incident is not None, again.screen_text()
            assert day.incident is not None
            assert again.incident == replace(day.incident, clock=f"{day.incident.clock} · console off {AWAY} s")
            await again.press("escape", "escape", "escape")
            again.does_not_see("Was the session running?")  # the drop counts its minutes


def copy_of_the_disk(base: Path) -> None:
    """What kill -9 leaves: the disk as it is now, and nobody who holds a lock."""
    copytree(base / "home", base / "killed", ignore=ignore_patterns("*.sock"))


async def test_a_machine_that_restarts_in_the_middle_goes_on_by_the_wall_clock(tmp_path: Path) -> None:
    async with in_session(tmp_path / "home") as day:
        await dropped(day)
        await day.at("10:19:00")
        copy_of_the_disk(tmp_path)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
    clock.reboot(90)
    async with open_day(tmp_path / "killed", clock, size=SMALL) as day:
        await is_in(day, "Reconnect", "2:30")
        day.sees("lost 2:30")


async def test_five_minutes_that_end_in_sleep_open_the_phone_on_waking_and_it_is_said(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.pass_time(seconds=30)
        rung = len(day.notifier.shown)
        await day.suspend(minutes=7)
        await is_in(day, "Phone: you ring")
        day.sees("YOU RING", "lost 7:30")
        assert "The next step is open" in day.notifier.shown[rung:]
        day.sees("asleep 7 min")
        await day.press("1", "1", "3", "g")
        day.does_not_see("Was the session running?")
        await tells(day, "drop-asleep")


async def test_a_resize_in_the_middle_changes_nothing_and_loses_no_words(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("b", "1", "3", "6")
        await day.type("the libr")
        for size in ((120, 36), (60, 18), (40, 10), SMALL):
            await day.resize(*size)
        await day.type("ary")
        day.sees("the library")
        await day.press("enter")
        await is_in(day, "Back: before you go on")
        await day.press("g")
        assert day.incident is None


async def test_the_flow_goes_on_without_its_data_file_and_the_next_start_is_in_the_same_step(tmp_path: Path) -> None:
    database = folders(tmp_path).database
    gone = database.with_name("moved-away.db")
    async with in_session(tmp_path) as day:
        database.rename(gone)
        await unsaved(day, "f2")
        assert day.stage == "Reconnect"
        day.sees("YOU RING", "07700 900125")
        await day.until("NOT SAVED")
        await unsaved(day, "d", "t")
        assert day.stage == "Phone: you ring"
        day.sees("YOU RING")
        await unsaved(day, "g", "5")
        day.sees("no answer", "again in 3:00", "NOT SAVED")
        await day.until((folders(tmp_path).state / "aside").exists)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
    gone.rename(database)
    clock.suspend(60)
    async with open_day(tmp_path, clock, size=SMALL) as day:
        await is_in(day, "Phone: you ring")
        day.sees("again in 2:00", "no answer")
        day.does_not_see("NOT SAVED")


async def unsaved(day: Day, *keys: str) -> None:
    """Keys that cannot be saved: everything but the disk is waited for."""
    for key in keys:
        await day._key(key)
    await day.quiet()


@pytest.mark.parametrize("way", ["killed", "its terminal is closed"])
async def test_the_real_program_comes_back_to_the_countdown(tmp_path: Path, way: str) -> None:
    """In a real terminal, on the real clock."""
    begin = CLOCK.now().utc.astimezone(HERE).replace(second=0, microsecond=0)
    await practice(tmp_path, "standard")
    book(tmp_path, "standard", JM, times=(f"{begin:%H:%M}",), day=f"{begin:%Y-%m-%d}")
    home = {"SESSION_DAY_HOME": str(tmp_path), "TZ": "Europe/London"}
    command = python("-I", str(ROOT / "session_day.py"))
    with Term(command, columns=80, rows=24, env=home) as term:
        homes.unlock(term)
        term.wait_for("J.M.")
        term.wait_for("Day start")
        term.settle()
        term.send(b"s")
        term.wait_for("in session")
        term.send(b"\x1bOQ")
        term.wait_for("CONNECTION DROPPED")
        term.wait_for("Reconnect")
        pressed = CLOCK.now()
        term.send(b"f")
        term.wait_for("Call by name; ask for a sign.")
        term.settle()
        if way == "killed":
            term.signal(signal.SIGKILL)
        else:
            term.hang_up()
        term.wait_exit()
    with Term(command, columns=80, rows=24, env=home) as term:
        homes.unlock(term)
        term.wait_for("CONNECTION DROPPED")
        term.wait_for("Call by name; ask for a sign.")
        term.wait_for("07700 900125")
        lost = term.text.partition("lost ")[2].split()[0]
        minutes, seconds = lost.split(":")
        passed = CLOCK.now().boottime - pressed.boottime
        assert abs(int(minutes) * 60 + int(seconds) - passed) <= 2, (lost, passed)
        term.signal(signal.SIGTERM)
        term.wait_exit()
