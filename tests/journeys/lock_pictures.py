"""The lock as a picture: by its key, in the middle of a session, with an end warning."""

from pathlib import Path

from tests import homes
from tests.journeys.harness import Day, folders, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


async def lock_in_pictures(base: Path, size: tuple[int, int]) -> Day:
    """A session runs on; who looks at the screen sees a clock."""
    homes.prepare(folders(base), encrypted=True)
    bring_in(base, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(base, "2026-11-18 09:30", size=size, encrypted=True) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:00")
        await day.press("s")
        await day.at("10:40:10")
        await day.press("ctrl+l")
        await day.until("Locked. Type your passphrase.")
        day.does_not_see("J.M.")
        day.picture("locked")
    return day
