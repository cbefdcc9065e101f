"""A client who is not there: two, five and fifteen minutes; the console proposes, the practitioner decides."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.drops import DAY, NO_NUMBER, book, is_in, owed, practice, tells
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.people import CHILD, JM


@asynccontextmanager
async def waiting(base: Path, who: Mapping[str, str] = JM, policy: str = "standard") -> AsyncIterator[Day]:
    """In the room at 09:55; nobody comes at ten."""
    await practice(base, policy)
    book(base, policy, who)
    async with open_day(base, f"{DAY} 09:55", size=SMALL) as day:
        await day.row(who["initials"])
        await day.press("m", "i")
        yield day


async def test_the_ladder_of_a_late_client_is_a_prompt_until_a_person_takes_it_up(tmp_path: Path) -> None:
    async with waiting(tmp_path) as day:
        await day.at("10:01:59")
        assert not day.state.incidents
        await day.at("10:02")
        day.sees("late 2 min", "J.M. is not here, 2 min: send the link again", "go to it")
        assert not day.state.incidents
        await day.at("10:05")
        day.sees("late 5 min", "J.M. is not here, 5 min: text or ring, by the plan")
        assert not day.state.incidents
        await day.at("10:15")
        assert day.incident is None  # it waits on the day's screen
        assert [one.flow for one in day.state.incidents.values()] == ["late"]
        day.sees("J.M. is open", "back to it")
        await day.press("r")
        await is_in(day, "Not reached: any concern?")
        assert day.only_session.state.value == "in room"


async def test_a_late_client_without_concern_did_not_attend_once_the_practitioner_says_so(tmp_path: Path) -> None:
    async with waiting(tmp_path) as day:
        await day.at("10:02:10")
        await day.press("r")
        await is_in(day, "Send the link again")
        await day.at("10:05:00")
        await is_in(day, "Text or ring, by the plan")
        await day.press("c")
        day.sees("Copied")
        await day.at("10:07")
        await day.press("g")
        await day.at("10:07:30")
        await day.press("3")
        day.sees("Voicemail: only the agreed words.")
        await day.at("10:11")
        await day.press("5")
        await day.at("10:15")
        await is_in(day, "Not reached: any concern?")
        await day.press("n")
        await is_in(day, "Did not attend? You decide")
        await day.at("10:16")
        await day.press("l")
        assert day.incident is None
        assert day.only_session.state.value == "in room"  # proposed, not set
        day.sees("Proposed: did not attend")
        await day.press("m", "d")
        assert day.only_session.state.value == "did not attend"
        await tells(day, "late-no-concern", since="Late client began")


async def test_concern_about_a_late_client_leads_to_the_phone_and_then_to_the_emergency_contact(
    tmp_path: Path,
) -> None:
    async with waiting(tmp_path) as day:
        await day.at("10:15:00")
        await day.press("r")
        await is_in(day, "Not reached: any concern?")
        await day.press("y")
        await is_in(day, "Phone: you ring")
        assert day.incident is not None
        assert day.incident.number == "07700 900125"
        await day.press("5")
        await day.at("10:18:00")
        await day.press("5")
        await is_in(day, "Emergency contact")
        day.sees("wife")
        await day.at("10:18:40")
        await day.press("1")
        await is_in(day, "Safe, says the contact")
        await day.press("g")
        assert day.incident is None
        await tells(day, "late-concern", since="Late client began")


async def test_a_client_who_comes_at_fourteen_minutes_ends_the_waiting_and_starts(tmp_path: Path) -> None:
    async with waiting(tmp_path) as day:
        await day.at("10:05:20")
        await day.press("r")
        await is_in(day, "Text or ring, by the plan")
        await day.at("10:14:00")
        await day.press("b")
        await is_in(day, "Here: start")
        await day.press("g")
        assert day.incident is None
        await day.press("s")
        assert day.running == "J.M."
        day.sees("10:50 as booked / 11:04 full 50")
        await day.at("10:15:30")
        assert day.incident is None
        day.does_not_see("is open")
        await tells(day, "late-came", since="Late client began")


async def test_starting_the_session_ends_the_waiting_by_itself(tmp_path: Path) -> None:
    async with waiting(tmp_path) as day:
        await day.at("10:05:20")
        await day.press("r", "escape", "s")
        assert day.running == "J.M."
        day.does_not_see("is open")
        (one,) = day.state.incidents.values()
        assert one.outcome == "the client came"


async def test_the_musts_of_a_policy_about_drops_do_not_hold_for_a_no_show(tmp_path: Path) -> None:
    async with waiting(tmp_path, policy="remote-protocol") as day:
        await day.at("10:15:00")
        await day.press("r", "n")
        await is_in(day, "Did not attend? You decide")
        await day.press("l")
        assert day.incident is None


async def test_a_late_client_who_may_not_be_rung_is_not(tmp_path: Path) -> None:
    async with waiting(tmp_path, NO_NUMBER) as day:
        await day.at("10:05:00")
        await day.press("r")
        await is_in(day, "Text or ring, by the plan")
        day.sees("NO CALL", "NO TEXT")
        day.does_not_see("07700 900125")
        await day.at("10:15:00")
        await day.press("y")
        await is_in(day, "Emergency contact")
        assert day.incident is not None
        assert day.incident.number == "07700 900126"


async def test_a_child_was_not_brought_and_the_guardian_is_told_through_the_gate(tmp_path: Path) -> None:
    async with waiting(tmp_path, CHILD) as day:
        await day.at("10:15:00")
        await day.press("r", "n")
        await is_in(day, "Did not attend? You decide")
        day.sees("Tell the guardian: the child did not come.", "Think of the lead.", "was not brought")
        await day.press("l")
        assert day.incident is None
        assert owed(day) == ["M.O.: Speak with the guardian and the lead"]
        await day.press("m")
        day.sees("was not brought")
        await day.press("d")
        await tells(day, "late-child", since="Late client began")
