"""The Signal for Help was seen: by itself no reason to call anybody; what they answer says where it leads."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, in_session, is_in, owed, tells
from tests.journeys.incidents import is_covert, opened, pressed, stands
from tests.journeys.people import JM


async def test_alone_and_no_help_wanted_they_go_on_talking_as_usual(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:20:00", "f5", "s")
        await is_in(day, "Check in safely")
        day.sees("Is somebody there with you? Yes or no.", "Send nothing, ring nobody")
        day.does_not_see("07700", "999")
        await pressed(day, "10:20:30", "j")
        day.does_not_see("g  go on talking")
        await pressed(day, "10:20:40", "r", "g")
        assert not opened(day)
        assert day.running == "J.M."
        assert owed(day)[0] == "J.M.: Ask how they are when you next speak"
        await tells(day, "signal-talk", since="Incident began")
        assert "Signal" not in day.day_note()


async def test_help_is_wanted_and_nobody_is_there_so_it_is_a_crisis_that_is_told_as_an_incident(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:20:00", "f5", "s")
        await pressed(day, "10:20:10", "j", "w")
        await is_in(day, "Stay with the client")
        day.sees("WHERE", "3 Mill Lane, York")
        await pressed(day, "10:21:00", "1", "s")
        await pressed(day, "10:22:00", "2", words="Police, ref 12")
        assert not opened(day)
        assert "J.M.: Tell the lead: who, and what was decided" in owed(day)
        await tells(day, "signal-help", since="Incident began")


async def test_somebody_is_there_so_it_hides_and_the_lead_is_rung_unheard_or_the_sign_comes(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await pressed(day, "10:20:00", "f5", "s")
        await pressed(day, "10:20:10", "w", "t")  # wants help, and somebody is there
        is_covert(day)
        assert stands(day, "signal") == "covert.lead"
        await pressed(day, "10:22:00", "5", "g")
        assert not opened(day)
        assert "J.M.: Ask the lead what came of it" in owed(day)
        await pressed(day, "10:30:00", "f5", "s", "l")  # cannot ask
        is_covert(day)
        await pressed(day, "10:33:00", "1")
        await is_in(day, "Alone again? Before you go on")
        await pressed(day, "10:33:10", "1", "4", "g")
        assert not opened(day)
        await tells(day, "signal-unseen", since="Incident began")
