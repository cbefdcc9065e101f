"""A breach of security: contained, recorded, reported; the regulator's 72 hours count from its discovery."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.incidents import pressed
from tests.journeys.people import JM, LB

MANAGEMENT = "J.M.: Report the breach to management: to whom, and when"
REGULATOR = "J.M.: Breach: has the data controller decided on the regulator?"
PEOPLE = "J.M.: Breach: tell those in danger, in a safe way"
LOOK_BACK = "J.M.: Look back on the breach: what changes?"


def due(day: Day, words: str) -> str:
    """What stands beside that line of what is owed."""
    return next(one.due for one in day.view.owed if one.text == words)


async def test_what_was_discovered_this_morning_is_owed_by_its_own_hour_and_tomorrow_it_is_still_first(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:18:00", "f5", "b")
        day.sees("SECURITY BREACH · J.M.", "Stop what leaks.", "Note what, and when.", "Blame nobody.")
        await pressed(day, "10:18:20", "1")
        day.sees("Change the password; sign out everywhere.", "Delete no trace of it; note what you see.")
        await pressed(day, "10:20:00", "r", "g")
        await is_in(day, "Record it")
        await pressed(day, "10:21:00", "w", words="somebody opened my mail, about eight")
        await pressed(day, "10:21:30", "t", words="at nine or so")
        day.sees("no past time in that: counts from 10:18")
        await pressed(day, "10:21:40", "t", words="09:10")
        day.does_not_see("no past time")
        await pressed(day, "10:22:00", "2", "4", "g")
        await is_in(day, "Report it, at once")
        day.sees("They decide by", "Sat 21 Nov 09:10", "70 h left")
        await pressed(day, "10:22:30", "2", "l")
        assert day.incident is None
        assert day.running == "J.M."
        assert owed(day)[:3] == [REGULATOR, MANAGEMENT, LOOK_BACK]
        assert due(day, REGULATOR) == "70 h left"
        await pressed(day, "10:50:00", "e", "e")
        await pressed(day, "10:55:00", "z", "o", "o")
        await tells(day, "breach-owed", since="Security breach began")
    async with open_day(tmp_path, "2026-11-19 08:30", size=SMALL) as day:
        assert owed(day)[:2] == [REGULATOR, MANAGEMENT]
        assert due(day, REGULATOR) == "48 h left"
        await day.settle_owed("to management", "Mr Poole, 08:31")
        assert owed(day)[0] == REGULATOR
        assert owed(day).count(LOOK_BACK) == 1
        assert MANAGEMENT not in owed(day)
    async with open_day(tmp_path, "2026-11-21 09:30", size=SMALL) as day:
        assert owed(day)[0] == REGULATOR
        assert due(day, REGULATOR) == "overdue 20 min"
        assert MANAGEMENT not in owed(day), "it was settled two days ago"
        await day.settle_owed("has the data controller", "need not be, says Ms Orr")
        assert REGULATOR not in owed(day)


async def test_a_stranger_was_in_yesterdays_room_those_in_danger_are_told_and_it_is_reported_at_once(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, JM, LB) as day:
        await pressed(day, "10:18:00", "f5", "b", "3")
        day.sees("Stop it; ask who has it, and that nobody shares it.")
        await pressed(day, "10:18:20", "g", "g")  # a recording: no, it was none
        await day.press("x")
        assert day.incident is None
        assert not [one for one in owed(day) if one.startswith("J.M.")]

        await pressed(day, "10:20:00", "f5", "b", "2")
        day.sees("Put them out, lock the room; go on only by new link.")
        await pressed(day, "10:20:30", "r", "g")
        await pressed(day, "10:21:00", "w", words="a name nobody knew sat in the room, 17:00")
        await day.press("t")
        await day.type("17 Nov ")
        await day.resize(40, 10)
        await day.resize(*SMALL)
        await day.type("17:30")
        await day.press("enter")
        await pressed(day, "10:22:00", "1", "3", words="the client: her partner may know the address")
        await day.press("g", "escape")
        assert owed(day)[:4] == ["Security breach J.M.: still open", REGULATOR, MANAGEMENT, PEOPLE]
        assert due(day, REGULATOR) == "55 h left"
        await day._move("owed", "still open")
        await day.press("enter")
        await is_in(day, "Report it, at once")
        day.sees("Fri 20 Nov 17:30", "55 h left")
        await pressed(day, "10:24:00", "1", words="Mr Poole 10:24")
        await pressed(day, "10:25:00", "t")
        await is_in(day, "Tell those in danger, safely")
        day.sees("07700 900125", "Say what is known, what you did, what they can do.")
        await day.press("c")
        day.sees("Copied")
        await pressed(day, "10:27:00", "1", words="J.M., said here, 10:27")
        await day.press("g")
        await pressed(day, "10:29:00", "3", words="Ms Orr reports it today")
        day.does_not_see("h left")
        await day.press("g")
        assert day.incident is None
        assert owed(day)[:1] == [LOOK_BACK]
        await day.settle_owed("Look back", "links are new each time")
        await tells(day, "breach-reported", since="Security breach began")
