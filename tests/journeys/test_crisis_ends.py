"""A crisis, key by key and second by second, to each way it can end; what it leaves open is closed by a person."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.incidents import LEAD_TOLD, NO_WAY, of_the_end, opened, pressed
from tests.journeys.people import JM, LB

LEAD, DEBRIEF, MANAGEMENT, ARRIVED = (
    "J.M.: Tell the lead: who, and what was decided",
    "J.M.: A debrief for yourself: with whom, when",
    "J.M.: Report to management: to whom, when",
    "J.M.: Did help arrive? Confirmed by whom",
)


async def test_at_49_minutes_the_end_passes_in_silence_the_next_client_is_told_and_help_arrives(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, LB) as day:
        await pressed(day, "10:40", "a")
        await pressed(day, "10:45", "a")
        rung = len(day.notifier.shown)
        await pressed(day, "10:48:58", "f3")
        await pressed(day, "10:49:10", "1", "4")
        day.sees("CRISIS · J.M.", "3 Mill Lane, York", "said 10:01 today", "Stay with the client.")
        await pressed(day, "10:49:30", "i")
        await is_in(day, "Emergency services", "0:32")
        day.sees("999", "session 0:30 left")
        await pressed(day, "10:51:00", "1", words="ref 4411, PC Hale, 10:51")
        await is_in(day, "Help is on its way")
        day.sees("session +1:00 over")
        assert not of_the_end(day, rung), day.notifier.shown
        await pressed(day, "10:51:30", "w")
        day.sees("Tell them by text that you are late.")
        await day.press("c")
        day.sees("Copied")
        await pressed(day, "10:51:50", "g")
        await pressed(day, "10:52:00", "l", "4", words=LEAD_TOLD)
        await day.press("g")
        await pressed(day, "10:56:00", "5")  # help is arranged: they may leave the line
        await is_in(day, "Help not confirmed yet")
        await day.press("escape")
        assert owed(day)[:4] == ["Crisis J.M.: still open", DEBRIEF, MANAGEMENT, ARRIVED]
        await pressed(day, "11:01:00", "e")
        await day.row("L.B.")
        await pressed(day, "11:02:00", "s")
        assert day.running == "L.B."
        await day.at("11:20:00")
        await day._move("owed", "still open")
        await day.press("enter")
        await is_in(day, "Help not confirmed yet")
        await day.press("g")
        day.sees("Confirmed by whom?")
        await day.press("enter")  # not without a name
        day.sees("a few words first, or Esc")
        await day.type("PC Hale, at the door")
        await day.press("enter")
        assert not opened(day)
        assert day.running == "L.B."
        assert owed(day)[:2] == [DEBRIEF, MANAGEMENT]
        assert "J.M.: Agree with the client when you next speak" in owed(day)
        await day.at("11:21:00")
        await day.settle_owed("Report to management", "Mr Poole, 11:20")
        await day.settle_owed("A debrief", "Kit, Friday")
        await tells(day, "crisis-help-arrived", since="Crisis began")


async def test_a_child_is_at_risk_nobody_is_there_to_be_told_and_the_police_take_it_over(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, NO_WAY) as day:
        await pressed(day, "10:30:00", "f3")
        await pressed(day, "10:30:10", "3")
        await is_in(day, "Lead and police at once")
        day.sees("01632 960001", "999", "Tell only: who, where, what was said, how soon.")
        await pressed(day, "10:31:00", "5")
        await pressed(day, "10:31:10", "s")
        await pressed(day, "10:32:00", "w")
        day.sees("No safe way to them: ask the lead to wait there.")
        day.does_not_see("07700 900127")
        await day.press("g")
        await is_in(day, "Emergency services")
        await pressed(day, "10:34:00", "2", words="Police, ref 8812, Sgt Ames, 10:34")
        assert not opened(day)
        assert owed(day)[:4] == [LEAD, DEBRIEF, MANAGEMENT, "J.M.: Ask the service what came of it"]
        await day.at("10:50:00")
        await day.settle_owed("Tell the lead", LEAD_TOLD)
        assert LEAD not in owed(day)
        await tells(day, "crisis-handed-over", since="Crisis began")


async def test_the_risk_is_less_help_is_told_and_the_session_goes_on_with_a_late_warning(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM | {"safety_plan": "Ring Rose; walk."}) as day:
        rung = len(day.notifier.shown)
        await pressed(day, "10:38:00", "f3", "1", "5", words="cannot be asked now")
        day.sees("Ring Rose; walk.", "Go through the safety plan together.")
        await pressed(day, "10:38:30", "s")
        await pressed(day, "10:39:30", "1", words="ref 4412, PC Ward")
        await pressed(day, "10:43:00", "6")
        await is_in(day, "The risk is less: a plan")
        await pressed(day, "10:44:00", "6")  # not less after all
        await is_in(day, "Stay with the client")
        await day.press("6")
        assert not of_the_end(day, rung), day.notifier.shown
        await pressed(day, "10:45:30", "g", words="Rose stays till nine; 999 told 10:45")
        assert day.incident is None
        assert day.running == "J.M."
        await day.at("10:45:31")
        assert of_the_end(day, rung) == ["Less than 5 minutes left"]
        day.sees("5 minutes left: was due 10:45, 31 s ago. Now 4:29 left")
        assert owed(day)[:4] == [LEAD, DEBRIEF, MANAGEMENT, "J.M.: Look at the safety plan again next time"]
        await tells(day, "crisis-risk-reduced", since="Crisis began")
