"""What every journey of a drop begins with: a practice with a lead, and a session that runs since ten."""

import atexit
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from tests.fakes import FakeClock
from tests.journeys.harness import SMALL, TALL, Day, calendar, import_file, open_day, table
from tests.journeys.people import AK, JM
from widgets.form import Form

LEAD = ("Dana Fox", "01632 960001")
SUPERVISOR = ("Kit Marsh", "01632 960002")
MY_PHONE = "07700 900100"
PLATFORM = {"remote-protocol": "Teams", "online-working": "Teams"}
LINKS = {
    "Zoom": "https://zoom.us/j/9123456{number:04}?pwd=x{number}",
    "Teams": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x{number}?p=x{number}",
}
DAY = "2026-11-18"

# Nobody may ring or write to either of these; the first has a contact who may be rung.
NO_NUMBER: Mapping[str, str] = JM | {"call": "not safe", "text": "not safe", "voicemail": "not safe"}
NO_TEXT: Mapping[str, str] = JM | {"text": "not safe", "voicemail": "not safe"}
FLAGGED: Mapping[str, str] = JM | {
    "emergency_name": "Rose Moss", "emergency_relation": "partner", "emergency_danger": "yes",
}  # fmt: skip
CLIENT_RINGS: Mapping[str, str] = JM | {"plan_who_rings": "client", "plan_wait": "4"}
BY_CHAT: Mapping[str, str] = JM | {"plan_by": "chat"}
SIGNAL: Mapping[str, str] = JM | {"plan_signal": "blue cup on the table", "closing_line": "I will send the brochure."}


def book(
    base: Path, policy: str, *people: Mapping[str, str], times: tuple[str, ...] = ("10:00", "11:00"), day: str = DAY
) -> None:
    """These clients, the first at ten, the next at eleven, on the platform that the policy approves."""
    platform = PLATFORM.get(policy, "Zoom")
    import_file(base, "clients.csv", table(*({**one, "platform": platform} for one in people)), "2026-11-17 17:30:00")
    booked = zip(times, people, strict=False)
    events = [
        f"{day} {time} 50 {one['reference']} {LINKS[platform].format(number=number)}"
        for number, (time, one) in enumerate(booked, 1)
    ]
    import_file(base, "calendar.ics", calendar(*events), "2026-11-17 17:30:40")


async def set_up(day: Day, policy: str = "standard", *, roles: bool = True) -> None:
    """First run: the policy, the platform, my own name and number, the lead and the supervisor."""
    form = day.app.screen.query_one(Form)
    for _ in range(8):
        if form.values["policy"] == policy:
            break
        await day.press("right")
    assert form.values["policy"] == policy
    await day.press("down", "down")
    await day.type(PLATFORM.get(policy, "Zoom"))
    await day.press("down", "down", "down")
    await day.type("Sam Reed")
    await day.press("down")
    await day.type(MY_PHONE)
    if roles:
        for words in (*LEAD, *SUPERVISOR):
            await day.press("down")
            await day.type(words)
    await day.press("ctrl+s")
    await day.until("Today")


_PRACTICES: dict[str, TemporaryDirectory[str]] = {}


async def practice(base: Path, policy: str) -> None:
    """A home that was set up for this policy, by keys, once for all journeys of a test run."""
    if policy not in _PRACTICES:
        made = TemporaryDirectory(prefix="session-day-practice-")
        async with open_day(Path(made.name), "2026-11-17 17:00") as day:
            await set_up(day, policy)
        atexit.register(made.cleanup)
        _PRACTICES[policy] = made
    half_written = ignore_patterns(".flow-*")  # what is read of a flow is kept beside the console, and may outlive it
    copytree(_PRACTICES[policy].name, base, dirs_exist_ok=True, ignore=half_written)


async def begin(day: Day, who: str = "J.M.", *, place: str = "3 Mill Lane, York") -> None:
    """The session of ten o'clock runs, and it is known where the client is."""
    await day.row(who)
    await day.at("10:00")
    await day.press("s")
    assert day.running == who, day.screen_text()
    if place:
        await day.check("Private and alone?", "a")
        await day.at("10:01")
        await day.check("Where are you now?", "a", place)


@asynccontextmanager
async def in_session(
    base: Path,
    *people: Mapping[str, str],
    policy: str = "standard",
    size: tuple[int, int] = SMALL,
    place: str = "3 Mill Lane, York",
    when: str | FakeClock = f"{DAY} 09:58",
) -> AsyncIterator[Day]:
    """A console with the first of these people in session since ten o'clock; it was set up the evening before."""
    await practice(base, policy)
    book(base, policy, *(people or (JM,)))
    async with open_day(base, when, size=size) as day:
        await begin(day, (people or (JM,))[0]["initials"], place=place)
        yield day


async def dropped(day: Day, at: str = "10:18") -> None:
    """F2 at that second."""
    await day.at(at)
    await day.press("f2")
    assert day.incident is not None, day.screen_text()


async def is_in(day: Day, title: str, digits: str = "") -> None:
    """The stage on the screen, and what counts on it."""
    assert day.stage == title, day.screen_text()
    if digits:
        assert day.incident is not None
        assert day.incident.digits == digits, day.screen_text()


async def tells(day: Day, name: str, *, since: str = "Drop began") -> None:
    """Export; from the incident on, the session's timeline and what the day note says of it are the expected ones."""
    await day.export()
    day.compare(name, story(day, since))


def story(day: Day, since: str) -> str:
    """The lines of the timeline from the incident on, then how the day note tells it."""
    section = day.day_note().partition("## 10:00 to ")[2].partition("\n## ")[0]
    lines = section.partition("### Timeline\n")[2].strip().splitlines()
    first = next(at for at, line in enumerate(lines) if line.endswith(since))
    head = [line for line in section.partition("\n### ")[0].splitlines()[1:] if line.strip()]
    incidents = section.partition("### Incidents\n")[2].partition("\n### ")[0].strip()
    return "\n".join([*lines[first:], "", *head, "", incidents]) + "\n"


def owed(day: Day) -> list[str]:
    """What is owed, in words."""
    return [one.text for one in day.view.owed]


# --- the journeys that are also pictures ------------------------------------------------------------------------------
async def drop_in_pictures(base: Path, size: tuple[int, int] = TALL) -> Day:
    """A.K., who must not be texted, drops at 10:18:40: triage, reconnect, the phone, and back."""
    async with in_session(base, AK, place="14 Elm Road, Leeds", size=size) as day:
        await dropped(day, "10:18:40")
        await day.at("10:18:44")
        await day.press("r")
        await day.at("10:19:28")
        day.picture("drop")
        await day.press("f")
        await day.at("10:19:40")
        await day.press("r")
        await day.at("10:20:10")
        day.picture("drop-reconnect")
        await day.press("w", "t")
        await day.at("10:20:40")
        await day.press("5")
        await day.at("10:21:30")
        day.picture("drop-phone")
        await day.press("b", "1", "3")
        day.picture("drop-re-entry")
        await day.press("5", "g")
        await day.export()
    return day


async def safety_in_pictures(base: Path, size: tuple[int, int] = TALL) -> Day:
    """J.M., whose numbers are all unsafe: NO CALL and why; then somebody comes in."""
    async with in_session(
        base, {**NO_NUMBER, "plan_signal": SIGNAL["plan_signal"], "closing_line": SIGNAL["closing_line"]}, size=size
    ) as day:
        await dropped(day)
        await day.press("d")
        await day.at("10:18:30")
        await day.press("t")
        day.picture("drop-no-call")
        await day.at("10:18:50")
        await day.press("p")
        await day.at("10:20:00")
        day.picture("covert")
        await day.press("1")
        await day.at("10:20:01")
        await day.press("1", "3", "5", "g")
        await day.export()
    return day
