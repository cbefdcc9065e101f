"""What journeys of the urgent incidents share: a key at a second, words behind it, a group in session, what is open."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns

from data.values.incident import Incident
from tests.journeys.drops import DAY, LINKS, practice
from tests.journeys.harness import SMALL, Day, calendar, import_file, open_day, table
from tests.journeys.people import AK, JM, LB, RT
from widgets.form import Form

LEAD_TOLD = "Dana Fox, told; police to look"
NO_WAY: Mapping[str, str] = LB | {"call": "not safe", "text": "not safe", "voicemail": "not safe"}
"""The next client, whom nobody may ring or write to."""
LATE_WORDS = ("minute", "Time is up", "Less than")
"""How the warnings of a session's end begin or go on."""


async def pressed(day: Day, at: str, *keys: str, words: str = "") -> None:
    """These keys at that second, and the words that the last of them asks for."""
    await day.at(at)
    await day.press(*keys)
    if words:
        await day.type(words)
        await day.press("enter")


def opened(day: Day) -> list[Incident]:
    """The incidents that are open, in the order in which they began."""
    return [one for one in day.state.incidents.values() if one.ended is None]


def stands(day: Day, flow: str) -> str:
    """The stage of the newest incident that began with this flow, with " waits" where it is set aside."""
    one = [each for each in day.state.incidents.values() if each.flow == flow][-1]
    return f"{one.stage}{' waits' if one.suspended and one.ended is None else ''}"


def is_covert(day: Day) -> None:
    """Only the clock, the closing line and neutral questions; `harness` looks for the words that may not be there."""
    assert day.app.flow.hidden, day.screen_text()
    lines = [line for line in day.screen_text().splitlines() if line.strip()]
    assert len(lines) <= 8, day.screen_text()


def of_the_end(day: Day, since: int) -> list[str]:
    """What was rung about the session's end, after so many notifications."""
    return [words for words in day.notifier.shown[since:] if any(one in words for one in LATE_WORDS)]


def copy_of_the_disk(base: Path) -> None:
    """What kill -9 leaves of "home" below `base`: the disk as it is now, in "killed", and nobody who holds a lock."""
    copytree(base / "home", base / "killed", ignore=ignore_patterns("*.sock", ".flow-*"))


@asynccontextmanager
async def in_group(
    base: Path,
    *,
    co_facilitator: str = "",
    members: tuple[Mapping[str, str], ...] = (JM, AK, LB),
    size: tuple[int, int] = SMALL,
    called: str = "",
) -> AsyncIterator[Day]:
    """A console with a group in session since ten, ninety minutes; R.T. comes after it. It is known where J.M. is."""
    await practice(base, "standard")
    people = [{**one, "platform": "Zoom"} for one in (*members, RT)]
    import_file(base, "clients.csv", table(*people), "2026-11-17 17:30:00")
    title = " ".join(one["reference"] for one in members)
    booked = [f"{DAY} 10:00 90 {title}", f"{DAY} 11:45 50 {RT['reference']}"]
    events = [f"{words} {LINKS['Zoom'].format(number=number)}" for number, words in enumerate(booked, 1)]
    import_file(base, "calendar.ics", calendar(*events), "2026-11-17 17:30:40")
    async with open_day(base, f"{DAY} 09:58", size=size) as day:
        await day.row(title[:6])
        if co_facilitator:
            await names(day, co_facilitator, called)
        await day.at("10:00")
        await day.press("s")
        assert day.running, day.screen_text()
        yield day


async def names(day: Day, co_facilitator: str, title: str = "") -> None:
    """The booking gets a co-facilitator, and the group a name of its own, by keys."""
    await day.press("b")
    form = day.app.screen.query_one(Form)
    await day.press("pageup", "pageup")
    for field, words in (("title", title), ("co_facilitator", co_facilitator)):
        for _ in range(20 if words else 0):
            if form.at == field:
                break
            await day.press("down")
        if words:
            await day.press("end", "ctrl+u")
            await day.type(words)
    await day.press("ctrl+s")
