"""Too much at once: what was agreed with this client comes first; better, ended well, or ended with concern left."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.incidents import pressed
from tests.journeys.people import JM, LB

PACING = "cold water, then the window"


async def test_the_client_s_own_ways_come_first_and_the_session_goes_on_or_ends_well(tmp_path: Path) -> None:
    async with in_session(tmp_path, {**JM, "pacing": PACING}, LB) as day:
        await pressed(day, "10:18:00", "f5", "w")
        day.sees("TOO MUCH AT ONCE · J.M.", "Slow down.", "Offer; do not push.", f"Agreed with them {PACING}")
        await pressed(day, "10:18:20", "1")
        await pressed(day, "10:19:00", "3")
        await pressed(day, "10:21:00", "g")
        assert day.incident is None
        assert day.running == "J.M."
        assert not [one for one in owed(day) if one.startswith("J.M.")]

        await pressed(day, "10:30:00", "f5", "w", "2")
        await pressed(day, "10:31:00", "l")
        await is_in(day, "End safely")
        await pressed(day, "10:31:20", "b")  # better after all
        await pressed(day, "10:33:00", "l", "1", "3", "4")
        await pressed(day, "10:36:00", "g")
        assert day.running == "J.M.", "only a person ends the session"
        day.sees("The session's clock runs until you end it: e.")
        assert owed(day)[0] == "J.M.: Look at the pacing together next time"
        await day.press("e")
        await tells(day, "overwhelm", since="Too much at once began")


async def test_a_drop_in_it_is_first_and_leads_back_to_the_same_line_which_may_end_with_concern_left(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:18:00", "f5", "w")
        day.sees("nothing yet")
        await pressed(day, "10:19:00", "l", "2")
        day.sees("Stay; ring the lead. At risk: F3.", "01632 960001")
        await pressed(day, "10:20:00", "f2")
        await is_in(day, "Reconnect")
        await pressed(day, "10:21:00", "b", "1", "3", "5", "g")
        await is_in(day, "End safely")
        day.sees("Still private?", "Still in the same place?")
        await pressed(day, "10:21:20", "7", "9")
        day.does_not_see("Still private?")
        day.sees("01632 960001")
        await pressed(day, "10:24:00", "3", "g")
        assert day.incident is None
        assert owed(day)[0] == "J.M.: Tell the lead about the concern"

        await pressed(day, "10:30:00", "f5", "w", "i")  # danger: the crisis, and that was a slip
        await is_in(day, "Emergency services")
        day.sees("999")
        await pressed(day, "10:30:10", "x")
        assert day.incident is None
        await tells(day, "overwhelm-concern", since="Too much at once began")
