"""Names are hidden, but for five seconds on a key."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


async def test_a_name_shows_for_five_seconds(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        day.does_not_see("John", "Moss")
        await day.press("v")
        day.sees("John Moss", "names shown")
        await day.pass_time(seconds=4)
        day.sees("John Moss")
        await day.pass_time(seconds=1)
        day.does_not_see("John")
        day.sees("names hidden")
