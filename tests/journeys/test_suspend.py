"""The machine sleeps in the middle of a session: the console says what happened, asks, and hides no warning."""

from pathlib import Path

from tests.journeys.harness import SMALL, TALL, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import arrive, set_up


async def test_fourteen_minutes_of_sleep_are_asked_about_and_answered_partly(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:59", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:00")
        await day.press("s")
        await day.pass_time(seconds=30)
        await arrive(day, "3 Mill Lane, York")
        await day.at("10:27:40")

        await day.suspend(minutes=14)
        day.sees("Asleep 14 min. By the clock 41:40 have passed. Was the session running?")
        assert day.view.clock.digits == "8:20"
        await day.pass_time(seconds=20)
        await day.press("r")
        await day.type("p")
        day.sees("Minutes lost, 14 at most")
        await day.type("6")
        await day.press("enter")
        day.sees("lost 6 min", "10 minutes left: was due 10:40, 1 min ago")
        await day.press("a")
        await day.at("10:45")
        day.sees("5 minutes left: say so")
        await day.press("a")
        await day.at("10:49:30")
        await day.press("a", "e")
        await day.export()
    day.tells("suspend")
    assert "Asleep 14 min at 10:27:40; ran: partly, 6 min lost" in day.day_note()


async def test_sleep_past_the_end_shows_the_newest_warning_late_and_ends_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=TALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.at("10:30")
        await day.suspend(minutes=45)
        assert day.running == "J.M."
        day.sees("Time is up · Asleep 45 min", "By the clock 1:15:00 have passed", "a  seen")
        await day.press("r", "n")
        day.sees("Time is up: was due 10:50, 25 min ago. Now 25:00 over")
        assert day.notifier.shown[-1] == "Time is up"
        await day.suspend(minutes=20)
        day.sees("Time is up · Asleep 20 min")
        await day.press("a")
        day.does_not_see("Time is up ·")
        day.sees("Asleep 20 min")


async def test_nobody_is_asked_about_sleep_between_sessions(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 08:00", size=SMALL) as day:
        await set_up(day)
        await day.suspend(minutes=90)
        await day.press("enter")  # it locked with the sleep
        day.sees("J.M.")
        day.does_not_see("Asleep")
