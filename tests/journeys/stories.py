"""The journeys that are also pictures: a plain day, and a first session. Each ends with the export."""

from pathlib import Path

from tests.journeys.harness import TALL, Day, open_day
from tests.journeys.people import AK, JM, LB, RT, bring_in


async def set_up(day: Day) -> None:
    """The questions of the first run: the platforms and my name, the rest for later."""
    await day.press("down", "down")
    await day.type("Zoom")
    await day.press("ctrl+s")
    await day.until("Today")


async def begin_the_day(day: Day) -> None:
    """What the practitioner looks at before the first session."""
    for words in ("My room is closed", "Headphones and microphone", "Laptop and headset", "Updates done", "Wi-Fi"):
        await day.pass_time(seconds=10)
        await day.tick(words)
    await day.pass_time(seconds=10)
    await day.tick("Work phone charged")
    await day.pass_time(seconds=10)
    await day.check("Supervisor or lead", "y")
    await day.press("t")
    await day.until(lambda: day.notifier.shown)
    await day.pass_time(seconds=5)
    await day.check("Did you see the test alert?", "s")


async def arrive(day: Day, place: str) -> None:
    """The first minutes of a session: private, who, where, whom to ring, how to write."""
    await day.check("Private and alone?", "a")
    await day.pass_time(seconds=20)
    await day.check("Who is there?", "o")
    await day.pass_time(seconds=15)
    await day.check("Where are you now?", "a", place)
    await day.pass_time(seconds=25)
    await day.check("Emergency contact still right?", "s")
    await day.pass_time(seconds=10)
    await day.check("Still safe to ring", "s")


async def part(day: Day, activity: str, again: str) -> None:
    """The last minutes."""
    await day.tick("five minutes left")
    await day.pass_time(seconds=60)
    await day.check("What will you do after this?", "c", activity)
    await day.pass_time(seconds=40)
    await day.check("Next session", "a", again)
    await day.pass_time(seconds=30)
    await day.tick("Remind them to close pages")
    await day.tick("Say goodbye")
    await day.pass_time(seconds=10)
    await day.check("The client left first", "a")


async def write_up(day: Day, words: str) -> None:
    """The note, the lines after it, and closed."""
    await day.press("n")
    await day.type(words)
    await day.press("ctrl+s")
    await day.tick("Note written")
    for question in ("Anything technical", "Do I need a debrief?", "Take this to supervision?"):
        await day.check(question, "n")
    await day.check("Feedback invited", "n")
    await day.press("e")


async def end_the_day(day: Day) -> None:
    """The last lines of the day, and closed clean."""
    await day.row("Day end")
    for words in ("Reports and call-backs", "Rooms closed", "Tomorrow's first session", "Something for myself"):
        await day.tick(words)
    await day.press("z")
    day.sees("Nothing is left open.")
    await day.press("c")
    await day.until("Day closed.")


async def plain_day(base: Path, size: tuple[int, int] = TALL) -> Day:
    """Four clients from a calendar: two come, one cancels late, one rearranges; the day is closed clean."""
    bring_in(
        base, [JM, AK, LB, RT],
        "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014", "2026-11-18 14:00 50 LB-020",
        "2026-11-18 15:30 50 RT-031",
    )  # fmt: skip
    async with open_day(base, "2026-11-18 08:40", size=size) as day:
        await set_up(day)
        await begin_the_day(day)
        await day.at("09:15")
        await day.row("L.B.")
        await day.press("m", "l")
        await day.type("09:05")
        await day.press("enter", "f")
        await day.type("Offer L.B. another time")
        await day.press("enter")
        await day.row("J.M.")
        await day.at("09:50")
        await day.press("i", "i")
        await day.at("09:55")
        await day.press("m", "i")

        await day.at("10:00")
        await day.press("s")
        await day.pass_time(seconds=30)
        await arrive(day, "3 Mill Lane, York")
        await day.at("10:18:30")
        await day.tick("Check in")
        await day.at("10:40")
        day.sees("10 minutes left: say so")
        await day.press("a")
        day.does_not_see("10 minutes left")
        await day.at("10:45:10")
        await day.press("a")
        await part(day, "a walk by the river", "25 Nov 10:00")
        await day.at("10:49")
        await day.press("a")
        await day.at("10:49:40")
        await day.press("e")
        await day.at("10:52")
        await write_up(day, "Slept better. Began the diary.")

        await day.at("10:55")
        await day.row("A.K.")
        await day.press("i", "i")
        await day.at("11:00:20")
        await day.press("s")
        await day.pass_time(seconds=20)
        await arrive(day, "14 Elm Road, Leeds")
        await day.at("11:31:29")
        await day.line("Check in")
        day.picture("day")
        await day.tick("Check in")
        await day.at("11:40:20")
        await day.press("a")
        await day.at("11:45:20")
        day.picture("end-warning")
        await day.press("a")
        await part(day, "tea, then a call to her sister", "25 Nov 11:00")
        await day.at("11:49:20")
        await day.press("a")
        await day.at("11:50:00")
        await day.press("e")
        await day.at("11:53")
        await write_up(day, "Talked about the move.")

        await day.at("12:10")
        await day.row("R.T.")
        await day.press("m", "r")
        await day.at("16:28:40")
        await day.settle_owed("Offer L.B. another time", "Mon 23 Nov 14:00")
        await day.at("16:30")
        await day.press("z")
        day.picture("close-day")
        await day.press("escape")
        await day.settle_owed("New appointment for R.T.", "Thu 19 Nov 15:30")
        await end_the_day(day)
        await day.export()
    return day


FIRST_LINES = (
    ("Wants to work this way", "", ""),
    ("Explain confidentiality", "", ""),
    ("no technology is wholly secure", "", ""),
    ("How is the technology for you?", "f", ""),
    ("If somebody comes in", "a", "I hold up the blue cup"),
    ("If we are cut off", "a", "I ring the mobile, wait five minutes"),
    ("Safe word agreed", "a", ""),
    ("Signal for Help", "", ""),
    ("Camera on, off", "o", ""),
    ("What do you need now?", "s", "to sleep through"),
    ("Boundaries", "", ""),
    ("Payment is clear", "c", ""),
    ("Self-care plan", "m", "tea before, a walk after"),
    ("Safety plan, with numbers", "m", ""),
    ("When it gets too much", "a", "pause, then breathe"),
    ("Client agreement completed", "c", ""),
    ("Working online suits", "y", ""),
)


async def first_session(base: Path, size: tuple[int, int] = TALL) -> Day:
    """Somebody new: every first-session line is reached, and nothing closes before it is known who they are."""
    bring_in(base, [RT], "2026-11-18 13:00 50 RT-031")
    async with open_day(base, "2026-11-18 12:50", size=size) as day:
        await set_up(day)
        await day.row("R.T.")
        await day.press("i", "i", "i", "r")
        await day.at("13:00")
        await day.press("s")
        await day.pass_time(seconds=20)
        await arrive(day, "7 Hill Street, Bath")
        for words, key, typed in FIRST_LINES:
            await day.pass_time(seconds=60)
            if words.startswith("Camera"):
                await day.line(words)
                day.picture("first-session")
            if key:
                await day.check(words, key, typed)
            else:
                await day.tick(words)
        await day.at("13:40:05")
        await day.press("a")
        await day.at("13:45:05")
        await day.press("a")
        await part(day, "a bath", "25 Nov 13:00")
        await day.at("13:49:30")
        await day.press("a", "e")
        await day.at("13:52:00")
        await day.press("e")
        day.sees("Before closing, settle the identity of R.T.")
        await day.at("13:53:00")
        await day.check("Who I am speaking to", "n")
        await write_up(day, "First meeting; knows what to expect.")
        day.sees("closed")
        await day.at("14:10")
        await end_the_day(day)
        await day.export()
    return day
