"""Somebody may hear while the call is up: at the client's end, or at mine; private again, hidden, or another time."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, in_session, is_in, owed, tells
from tests.journeys.incidents import is_covert, opened, pressed, stands

REPORT = "J.M.: Report to management: to whom, and when"


async def test_at_the_clients_end_it_is_private_again_or_may_be_danger_and_hides(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await pressed(day, "10:15:00", "f5", "p")
        await is_in(day, "Whose side?")
        await pressed(day, "10:15:05", "g")  # nothing heard
        assert not opened(day)
        await pressed(day, "10:20:00", "f5", "p", "1")
        await is_in(day, "Client's side: private again?")
        await pressed(day, "10:20:20", "2", "3", "escape")
        assert owed(day)[0] == "Incident: still open"
        assert owed(day)[1] == REPORT
        await pressed(day, "10:22:00", "r", "1", "g")
        assert not opened(day)
        assert owed(day)[0] == REPORT
        await day.settle_owed("Report to management", "Mr Poole, 10:23")
        await pressed(day, "10:30:00", "f5", "p", "1", "v")
        is_covert(day)
        assert stands(day, "overheard") == "covert.wait"
        await pressed(day, "10:32:55", "1")
        await pressed(day, "10:33:00", "1", "4", "g")
        assert not opened(day)
        await tells(day, "overheard-theirs", since="Incident began")
        note = day.day_note().lower()
        for word in ("may hear", "heard", "private again", "came in"):
            assert word not in note, word


async def test_at_my_end_it_is_mended_or_ended_and_what_was_heard_leads_to_the_breach(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await pressed(day, "10:20:00", "f5", "p", "2")
        await is_in(day, "My side: private again?")
        day.sees("Say that you pause, and why; mute, picture off.")
        await pressed(day, "10:20:10", "5", "r", "4")
        await pressed(day, "10:21:30", "1", "g")
        assert not opened(day)
        await pressed(day, "10:30:00", "f5", "p", "2", "3", "t")
        day.sees("SECURITY BREACH")
        await day.press("x")
        assert not opened(day)
        assert REPORT not in owed(day)
        await pressed(day, "10:40:30", "f5", "p", "2", "3", "l")
        assert not opened(day)
        assert REPORT in owed(day)
        assert "J.M.: Agree another time" in owed(day)
        await tells(day, "overheard-mine", since="Incident began")
