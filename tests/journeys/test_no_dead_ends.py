"""Keys pressed in a place where they mean nothing: never silence, always what would help."""

from pathlib import Path

from tests.journeys.harness import open_day
from tests.journeys.stories import set_up


async def test_a_key_about_a_session_says_how_to_come_by_one(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 08:00") as day:
        await set_up(day)
        await day.press("s")
        day.sees("There is no session yet: w books one.")
        await day.press("+")
        day.sees("No session is running: there is nothing to make longer.")
        await day.press("c")
        day.sees("There is no client yet: p adds one.")


async def test_a_client_without_a_session_is_found_by_letters_and_opened(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 08:00") as day:
        await set_up(day)
        for reference, name in (("C-001", "Ann Kay"), ("C-002", "Rory Tan")):
            await day.press("p")
            await day.type(reference)
            await day.press("enter")
            await day.type(name)
            await day.press("ctrl+s")
        await day.press("c")
        day.sees("Which client?", "A.K.", "R.T.")
        await day.type("rt")
        day.does_not_see("C-001")
        await day.press("enter")
        day.sees("C-002", "Rory Tan")


async def test_a_session_booked_for_now_is_the_one_that_s_starts(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 08:02") as day:
        await set_up(day)
        await day.press("p")
        await day.type("C-001")
        await day.press("ctrl+s", "w", "enter", "tab", "tab", "tab")
        await day.type("8:00")
        await day.press("ctrl+s", "s")
        assert day.running


async def test_after_sleep_the_letters_of_the_day_keep_their_meaning(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 08:02") as day:
        await set_up(day)
        await day.press("p")
        await day.type("C-001")
        await day.press("ctrl+s", "w", "enter", "tab", "tab", "tab")
        await day.type("8:00")
        await day.press("ctrl+s", "s")
        await day.suspend(minutes=14)
        day.sees("Was the session running?", "y  yes", "r  no, or partly")
        await day.press("n")
        day.sees("Note")
        await day.press("escape", "r")
        day.sees("no, all of it was lost")
