"""The first half of a session in a process of its own, which then dies as by kill -9: `python -m … FOLDER`.

The clock is the journeys' own, so that what comes after can be told to the second.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.journeys.harness import open_day
from tests.journeys.stories import arrive, set_up


async def main(base: Path) -> None:
    async with open_day(base, "2026-11-18 10:00") as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.pass_time(seconds=30)
        await arrive(day, "3 Mill Lane, York")
        await day.at("10:20:15")
        await day.press("n")
        await day.type("Half a sentence")
        await day.until(day.drafts)
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
