"""Poor sound or picture: better, and what may have been missed; gone into the phone, into a drop, or rearranged."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.incidents import pressed
from tests.journeys.people import JM


async def test_it_gets_better_and_poor_again_then_a_drop_comes_into_it_and_it_ends_rearranged(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:10:00", "f5", "q")
        day.sees("POOR SOUND OR PICTURE · J.M.", "Guess nothing.", "Your own line", "Gone altogether: F2")
        await pressed(day, "10:10:20", "1", "2", "b")
        await is_in(day, "Better: before you go on")
        day.sees("Ask: what may I have missed?")
        await pressed(day, "10:11:00", "r")
        await is_in(day, "Make it better")
        await pressed(day, "10:12:00", "b", "1", "2", "g")
        assert day.incident is None
        assert day.running == "J.M."
        day.does_not_see("lost")

        await pressed(day, "10:20:00", "f5", "q")
        await pressed(day, "10:21:00", "f2")
        await is_in(day, "Reconnect")
        await pressed(day, "10:22:00", "b", "1", "3", "5", "g")
        await is_in(day, "Make it better")
        await pressed(day, "10:22:20", "7", "9")
        await pressed(day, "10:23:00", "l")
        await is_in(day, "End and rearrange")
        await pressed(day, "10:23:20", "c")
        day.sees("Copied")
        await pressed(day, "10:24:00", "1", "g")
        assert day.incident is None
        assert owed(day)[0] == "J.M.: Agree the new appointment"
        await tells(day, "poor-quality", since="Poor sound or picture began")


async def test_gone_for_good_it_goes_on_by_phone_or_ends_with_a_concern_that_is_owed(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:18:00", "f5", "q", "l")
        await pressed(day, "10:18:20", "2")
        await pressed(day, "10:18:40", "b")  # better after all
        await is_in(day, "Better: before you go on")
        await pressed(day, "10:19:00", "r", "l", "2", "g")
        assert owed(day)[0] == "J.M.: Tell the lead about the concern"

        await pressed(day, "10:25:00", "f5", "q")
        await pressed(day, "10:25:30", "t")
        await is_in(day, "Phone: you ring")
        await pressed(day, "10:26:00", "1")
        await is_in(day, "Reached: is it them?")
        await pressed(day, "10:26:20", "1", "3", "g")
        assert day.incident is None
        day.sees("· phone")
        await tells(day, "poor-quality-phone", since="Poor sound or picture began")
