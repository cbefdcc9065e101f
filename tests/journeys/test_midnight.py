"""A session that runs past midnight stays on the screen, and the new day opens once it has ended.

What is due before midnight for a session of the next day is told before midnight.
"""

from datetime import date
from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import arrive, set_up


async def test_a_session_past_midnight_is_neither_lost_nor_ended(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM, AK], "2026-11-18 23:30 50 JM-002", "2026-11-19 09:00 50 AK-014")
    async with open_day(tmp_path, "2026-11-18 23:29", size=SMALL) as day:
        await set_up(day)
        await day.take_owed("A.K.: reminder for Thu 19 Nov 09:00 to send")
        day.sees("since 17:00")
        await day.press("space")
        day.sees("A.K.", "Thu 19 Nov")
        await day.press("i", "r")
        day.does_not_see("reminder for")
        await day.row("J.M.")
        await day.at("23:30")
        await day.press("s")
        await day.pass_time(seconds=30)
        await arrive(day, "3 Mill Lane, York")
        await day.at("00:00:30")
        day.sees("J.M.", "in session", "Thursday 19 November")
        assert day.state.today == date(2026, 11, 18)
        await day.at("00:10")
        day.sees("10 minutes left: say so")
        await day.press("a")
        await day.at("00:15")
        await day.press("a")
        await day.at("00:19:40")
        await day.press("a", "e")
        await day.at("00:21")
        await day.until(lambda: day.state.today == date(2026, 11, 19))
        day.sees("J.M.", "ended", "A.K.")
        await day.press("n")
        await day.type("Late, but well.")
        await day.press("ctrl+s", "e")
        await day.at("00:22")
        day.sees("J.M.", "closed")
        await day.export()
    day.tells("midnight")
