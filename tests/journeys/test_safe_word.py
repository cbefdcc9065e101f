"""The safe word: covert at once; it ends by the agreed sign, by the lead, or by the emergency services."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, in_session, is_in, owed, tells
from tests.journeys.incidents import is_covert, opened, pressed, stands
from tests.journeys.people import AK


async def test_the_sign_comes_and_the_session_goes_on_or_ends_and_no_line_tells_what_it_was(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await pressed(day, "10:10:00", "f4")
        is_covert(day)
        day.sees("I will send the brochure.", "All as agreed?")
        await pressed(day, "10:10:30", "2", "3")
        is_covert(day)
        await pressed(day, "10:14:00", "1")
        await is_in(day, "Alone again? Before you go on")
        await pressed(day, "10:14:10", "2")  # not alone: covert again
        is_covert(day)
        await pressed(day, "10:16:00", "1")
        await pressed(day, "10:16:20", "1", "4", "6", words="the library, York")
        await pressed(day, "10:16:30", "g")
        assert day.running == "J.M."
        assert owed(day)[0] == "J.M.: Ask how they are when you next speak"
        await pressed(day, "10:30:00", "f4")
        await pressed(day, "10:30:55", "1")
        await pressed(day, "10:31:00", "1", "4", "l")
        assert not opened(day)
        assert "J.M.: Agree the next appointment" in owed(day)
        await tells(day, "safe-word-sign", since="Incident began")
        note = day.day_note().lower()
        for word in ("safe word", "alone again", "brochure", "blue cup", "covert", "sign"):
            assert word not in note, word


async def test_no_sign_by_the_booked_end_is_the_leads_and_danger_is_for_the_emergency_services(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL, AK) as day:
        await pressed(day, "10:20:00", "f4")
        await pressed(day, "10:21:00", "4")
        is_covert(day)
        assert stands(day, "safe-word") == "covert.services"
        await pressed(day, "10:25:00", "5", "g")
        assert not opened(day)
        assert "J.M.: Ask the emergency services; tell the lead" in owed(day)
        await pressed(day, "10:40:00", "f4")
        rung = len(day.notifier.shown)
        await day.at("10:50:00")
        is_covert(day)
        assert stands(day, "safe-word") == "covert.lead"
        assert not [one for one in day.notifier.shown[rung:] if "nvitation" not in one], day.notifier.shown
        await pressed(day, "10:52:00", "6", "l")
        assert not opened(day)
        assert "J.M.: Tell the lead today" in owed(day)
        await day.pass_time(seconds=1)
        await tells(day, "safe-word-no-sign", since="Incident began")
