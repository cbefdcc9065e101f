"""A crisis that nobody has ended stays open: over a kill -9, over midnight, and first on the day screen tomorrow."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.fakes import FakeClock
from tests.journeys.drops import book, is_in, owed, practice
from tests.journeys.harness import SMALL, open_day
from tests.journeys.incidents import copy_of_the_disk, opened, pressed
from tests.journeys.people import AK, JM


async def test_it_is_open_after_a_kill_and_after_midnight_at_the_same_step_with_the_right_time(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    await practice(home, "standard")
    book(home, "standard", JM, times=("23:00",))
    async with open_day(home, "2026-11-18 22:58", size=SMALL) as day:
        await day.row("J.M.")
        await pressed(day, "23:00", "s")
        await pressed(day, "23:40:00", "f3", "1", "i")
        await pressed(day, "23:43:00", "1", words="ref 4411, PC Hale, 23:43")
        await is_in(day, "Help is on its way", "3:00")
        copy_of_the_disk(tmp_path)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
        before = day.incident
        await day.pass_time(seconds=37)
        clock.suspend(37)
        assert before is not None
    async with open_day(tmp_path / "killed", clock, size=SMALL) as day:
        await is_in(day, "Help is on its way", "3:37")
        assert day.incident is not None
        assert day.incident.id == before.id
        assert day.incident.rows == replace(before, rows=day.incident.rows).rows
        await pressed(day, "23:50:00", "5", "escape", "e")
        await day.at("00:30:00")
        assert len(opened(day)) == 1
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
    clock.suspend(8 * 3600)
    book(tmp_path / "killed", "standard", AK, times=("10:00",), day="2026-11-19")
    async with open_day(tmp_path / "killed", clock, size=SMALL) as day:
        assert day.state.today == date(2026, 11, 19)
        await is_in(day, "Help not confirmed yet", "8:50:00")
        day.sees("CRISIS · J.M.", "began 23:40:00")
        await day.press("escape")
        assert owed(day)[0] == "Crisis J.M.: still open"
        assert sorted(owed(day)[1:5]) == [
            "J.M.: A debrief for yourself: with whom, when",
            "J.M.: Did help arrive? Confirmed by whom",
            "J.M.: Report to management: to whom, when",
            "J.M.: Tell the lead: who, and what was decided",
        ]
        await day._move("owed", "still open")
        await day.press("enter")
        await pressed(day, "08:31:00", "g", words="PC Hale, by phone")
        assert not opened(day)
        await day.settle_owed("Tell the lead", "Dana, 08:40")
        await day.export()
        day.compare("crisis-midnight", day.day_note().partition("## Not settled")[2])
