"""The journeys that are also pictures: the list of F5, a crisis with its card, a disclosure, and the safe word."""

from collections.abc import Mapping
from pathlib import Path

from tests.journeys.drops import in_session
from tests.journeys.harness import TALL, Day
from tests.journeys.people import AK, JM

ANNA: Mapping[str, str] = AK | {
    "safety_plan": "Ring Ewa, walk to the river, then Samaritans.",
    "access_needs": "hard of hearing",
    "closing_line": "I will send the brochure.",
    "plan_signal": "blue cup on the table",
}  # fmt: skip


async def incidents_in_pictures(base: Path, size: tuple[int, int] = TALL) -> Day:
    """A.K. in session since ten: what F5 lists, a crisis up to the call, what they disclose, and the safe word."""
    async with in_session(base, ANNA, JM, place="14 Elm Road, Leeds", size=size) as day:
        await day.at("10:18")
        await day.press("f5")
        day.picture("flows")
        await day.press("escape", "f3")
        await day.at("10:18:20")
        await day.press("1")
        await day.at("10:18:50")
        day.picture("crisis")
        await day.press("s")
        await day.at("10:19:30")
        day.picture("crisis-ring")
        await day.press("x")
        await day.at("10:21")
        await day.press("f5", "d")
        await day.at("10:22:10")
        day.picture("disclosure")
        await day.press("x", "f4")
        await day.at("10:24:10")
        day.picture("safe-word")
        await day.press("escape", "escape", "x")
        await day.export()
    return day
