"""A complaint: in the client's own words, the way to make it, whom it was passed on to; owed until a person says."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.harness import SMALL, open_day
from tests.journeys.incidents import pressed
from tests.journeys.people import JM

PASS_ON = "J.M.: Pass the complaint on: to whom, and when"
ANSWERED = "J.M.: The complaint: was it answered?"


async def test_it_is_passed_on_or_settled_or_still_owed_tomorrow(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:18:00", "f5", "k")
        day.sees("COMPLAINT · J.M.", "Listen; do not defend.", "Their own words.")
        await pressed(day, "10:18:30", "1", words="J.M.: you were late twice")
        await pressed(day, "10:19:00", "2")
        await pressed(day, "10:20:00", "3", words="Mr Poole 10:20")
        await pressed(day, "10:20:10", "g")
        assert day.incident is None
        assert owed(day)[0] == ANSWERED
        await day.settle_owed(ANSWERED, "answered by letter")

        await pressed(day, "10:25:00", "f5", "k")
        await pressed(day, "10:25:30", "1", words="the sound again")
        await pressed(day, "10:26:00", "3", words="Mr Poole 10:26")
        await day.press("w", "enter")  # not without how
        await is_in(day, "Hear it, and pass it on")
        await day.type("a headset from next time")
        await day.press("enter")
        assert day.incident is None
        assert ANSWERED not in owed(day)

        await pressed(day, "10:30:00", "f5", "k", "x")
        assert not [one for one in owed(day) if one.startswith("J.M.")]
        await pressed(day, "10:31:00", "f5", "k")
        await pressed(day, "10:31:20", "1", words="the fee")
        await pressed(day, "10:32:00", "4", "l")
        assert owed(day)[:2] == [PASS_ON, ANSWERED]
        await pressed(day, "10:50:00", "e", "e")
        await pressed(day, "10:51:00", "z", "o", "o")
        await tells(day, "complaint", since="Complaint began")
    async with open_day(tmp_path, "2026-11-19 08:30", size=SMALL) as day:
        assert set(owed(day)[:2]) == {PASS_ON, ANSWERED}
        await day.settle_owed(PASS_ON, "Mr Poole, 08:31")
        await day.settle_owed(ANSWERED, "answered by letter")
        assert not [one for one in owed(day) if "omplaint" in one]
