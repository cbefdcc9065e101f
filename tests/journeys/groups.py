"""Six members of a group, and what journeys and pictures of a group session share."""

from collections.abc import Mapping
from pathlib import Path

from tests.journeys.harness import TALL, Day
from tests.journeys.incidents import in_group, pressed
from tests.journeys.people import AK, JM, LB


def _member(initials: str, name: str, number: int, **more: str) -> Mapping[str, str]:
    letters = initials.replace(".", "")
    return LB | {
        "reference": f"{letters}-0{number}", "initials": initials, "name": name, "born": f"19{number}-05-04",
        "phone": f"07700 9003{number}", "emergency_name": f"Kim {name.rsplit(maxsplit=1)[-1]}",
        "emergency_phone": f"07700 9004{number}",
    } | more  # fmt: skip


MEMBERS = (
    AK,
    JM,
    _member("M.A.", "May Abbot", 51),
    _member("M.B.", "Max Bell", 52, text="not safe"),
    _member("N.C.", "Nia Cole", 53),
    _member("O.D.", "Oz Demir", 54),
)
WORDS = ("Cried, then laughed.", "Quiet today.", "Spoke first.", "Back after a drop.", "Asked for next week.")


async def look_at(day: Day, number: int) -> None:
    """Enter on this member's row, from the top of the group's table."""
    await day.line(f"{number} ")
    await day.press("enter")


async def back_to_the_group(day: Day) -> None:
    """The first line of a member's own list leads back."""
    await day.press("home", "enter")


async def group_in_pictures(base: Path, size: tuple[int, int] = TALL) -> Day:
    """A group in session: its table while the checks are asked, and one member's drop beside it."""
    async with in_group(base, co_facilitator="Noor Hale", members=MEMBERS, size=size, called="Wednesday circle") as day:
        for number in (1, 2, 3):
            await look_at(day, number)
            await day.check("Private and alone?", "a")
            await day.check("Who is there?", "o")
            if number == 1:
                await day.check("Where are you now?", "a", "14 Elm Road, Leeds")
            await back_to_the_group(day)
        await look_at(day, 6)
        await day.check("Who is there?", "n")
        await back_to_the_group(day)
        await day.at("10:09")
        day.picture("group")
        await pressed(day, "10:20", "f2")
        await pressed(day, "10:20:20", "4")
        await day.at("10:20:40")
        day.picture("group-drop")
        await day.press("x")
        await day.export()
    return day
