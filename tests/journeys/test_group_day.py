"""A group of six from its checks to its notes, with one member's drop beside it; and a group that is led alone."""

from pathlib import Path

from console.core.session import live
from data.values.session import Session
from tests.journeys.drops import owed
from tests.journeys.groups import MEMBERS, WORDS, back_to_the_group, look_at
from tests.journeys.harness import Day
from tests.journeys.incidents import in_group, is_covert, opened, pressed, stands

INITIALS = tuple(one["initials"] for one in MEMBERS)


def _running(day: Day) -> Session:
    found = live(day.state)
    assert found is not None
    return found


async def _checks(day: Day) -> None:
    """Who is here and alone, of each; the first is asked everything; the last is not here."""
    assert day.view.detail is not None
    members = day.view.detail.members
    assert members is not None
    assert [(row.key, row.who) for row in members.rows] == list(zip("123456", INITIALS, strict=True))
    day.sees("with Noor Hale", "in alone where kin rules word terms", "NO TEXT")
    for number in range(1, 6):
        await day.pass_time(seconds=20)
        await look_at(day, number)
        day.sees(f"{INITIALS[number - 1]}, in ")
        await day.check("Private and alone?", "a")
        await day.check("Who is there?", "o")
        if number == 1:
            await day.check("Where are you now?", "a", "14 Elm Road, Leeds")
            await day.check("Emergency contact still right?", "s")
            await day.check("Still safe to ring", "s")
            await day.check("Safe word agreed, one to one", "a")
        await back_to_the_group(day)
        assert day.view.clock.next.startswith(f"{INITIALS[number]}: "), day.view.clock.next
    await look_at(day, 6)
    await day.check("Who is there?", "n")
    await back_to_the_group(day)
    await day.tick("Waiting room on")
    await day.check("A break-out room", "r", "Noor")
    await day.press("home")
    day.sees("not here")


async def _a_drop_beside(day: Day) -> None:
    """M.B. drops at 10:20; the group goes on with Noor, and on the screen too, until he is back."""
    await pressed(day, "10:20:00", "f2")
    day.sees("Whom is it about?", "Stay in the room.")
    await day.press("4")
    day.sees("CONNECTION DROPPED · M.B.", "Noor Hale has the group", "session 1:10:00 left")
    await pressed(day, "10:21:00", "escape")
    day.sees("in session")
    await look_at(day, 2)
    await day.check("Where are you now?", "a", "3 Mill Lane, York")
    await pressed(day, "10:22:00", "f3", "3")
    assert stands(day, "crisis") == "crisis.stay"
    assert stands(day, "drop") == "drop.reconnect", "another member's crisis sets nothing aside"
    day.sees("M.B. · Drop")
    await day.press("tab")
    day.sees("CONNECTION DROPPED · M.B.")
    await pressed(day, "10:22:20", "tab")
    day.sees("CRISIS · M.A.")
    await day.press("x")
    await pressed(day, "10:23:00", "r", "b")
    await pressed(day, "10:23:30", "1", "3", "5", "g")
    assert not opened(day)
    assert _running(day).lost == (), "the group lost nothing"


async def _notes(day: Day) -> None:
    """Ended by a key; a note for each who was there, none asked for of the one who was not."""
    await back_to_the_group(day)
    await day.at("11:29:00")
    await day.tick("Time to look back together")
    await day.tick("Say goodbye")
    await pressed(day, "11:30:20", "e")
    for number, words in enumerate(WORDS, 1):
        await day.press("n", str(number))
        await day.type(words)
        await day.press("ctrl+s")
    await day.at("11:40:00")
    missing = [text for text in owed(day) if "note not written" in text]
    assert not missing, missing
    await day.press("e")


async def test_a_group_of_six_from_checks_to_notes_with_one_members_drop_beside_it(tmp_path: Path) -> None:
    async with in_group(tmp_path, co_facilitator="Noor Hale", members=MEMBERS) as day:
        await _checks(day)
        await _a_drop_beside(day)
        await _notes(day)
        await day.press("z", "end", "up", "up", "up", "y")
        copied = day.app.clipboard
        who = next(one for one in INITIALS if copied.startswith(one))
        assert not [other for other in INITIALS if other != who and other in copied], copied
        assert ("Drop" in copied) == (who == "M.B."), copied
        await day.press("escape")
        await day.export()
        day.tells("group-day")


async def test_alone_the_group_is_paused_or_goes_on_and_a_safe_word_asks_who_without_a_word_of_it(
    tmp_path: Path,
) -> None:
    async with in_group(tmp_path) as day:
        day.sees("you lead alone: nobody for a break-out")
        await pressed(day, "10:20:00", "f2", "2")
        day.sees("You are alone. The group?", "pause it")
        await day.press("1")
        await pressed(day, "10:21:00", "2")
        assert "Speak with A.K. after the group" in [one.text for one in day.state.follow_ups.values()]
        await pressed(day, "10:22:00", "f4")
        is_covert(day)
        day.sees("Who?", "1 J.M.", "2 A.K.", "3 L.B.")
        day.does_not_see("All as agreed?")
        await day.press("4")
        assert stands(day, "safe-word") == "safe-word.wait"
        await day.press("1")
        is_covert(day)
        day.sees("All as agreed?")
        day.does_not_see("J.M.")
        await pressed(day, "10:23:55", "1")
        await pressed(day, "10:24:00", "1", "4", "5", "g")
        assert not [one for one in opened(day) if one.flow == "safe-word"]
        day.sees("Drop · A.K. is open")
        await pressed(day, "10:24:40", "r", "b")
        await day.press("1", "3", "5", "g")
        assert not opened(day)
        (lost,) = _running(day).lost
        assert (lost.lost.total_seconds(), lost.why) == (60, "paused")
