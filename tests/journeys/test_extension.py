"""A longer session: what it runs into is shown before it is taken."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import arrive, set_up


async def test_an_extension_says_what_it_runs_into_before_it_is_taken(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
    async with open_day(tmp_path, "2026-11-18 09:59", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:00")
        await day.press("s")
        await day.pass_time(seconds=30)
        await arrive(day, "3 Mill Lane, York")
        await day.at("10:45:05")
        await day.press("a", "+")
        day.sees(
            "to 10:55  leaves 5 min before A.K. at 11:00",
            "to 11:00  leaves no time before A.K. at 11:00",
            "to 11:05  runs into A.K. at 11:00",
        )
        day.sees("ends 10:50 as booked")
        await day.press("escape")
        day.sees("ends 10:50 as booked")
        await day.at("10:46")
        await day.press("+", "3")
        day.sees("ends 11:05 extended")

        await day.at("10:55")
        day.sees("10 minutes left: say so")
        await day.press("a")
        await day.at("11:00")
        day.sees("5 minutes left: say so")
        await day.press("a")
        await day.at("11:03:30")
        await day.row("A.K.")
        await day.press("s")
        day.sees("Two sessions cannot both be running")
        await day.press("n")
        assert day.running == "A.K."
        await day.export()
    day.tells("extension")
