"""What a frightened practitioner does: wrong keys, the key twice, Esc out and back, typing, two things at once."""

from pathlib import Path

import pytest

from tests.journeys.drops import book, dropped, in_session, is_in, owed, practice, tells
from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import AK, JM


async def test_the_drop_key_twice_and_thrice_is_one_drop(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await day.at("10:18")
        await day.press("f2", "f2")
        await day.pass_time(seconds=3)
        await day.press("f2", "escape", "f2")
        await is_in(day, "Reconnect", "4:57")
        assert len(day.state.incidents) == 1


async def test_every_key_of_the_keyboard_leaves_the_drop_in_a_known_step(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        for key in "qwertzuiopasdfghjklyxcvbnm1234567890=?+,QWERTZ":
            await day.press(key)  # each keeps the promises of the screen
            if day.incident is None:
                await day.press("escape", "f2")
        assert day.running == "J.M."


async def test_letters_meant_for_the_video_chat_end_nothing(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.type("hello are you there")
        assert day.running == "J.M."
        assert all(one.ended is None for one in day.state.incidents.values())


async def test_a_drop_in_the_middle_of_a_note_gives_the_words_back(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await day.press("n")
        await day.type("She said that fb2")
        await day.at("10:18")
        await day.press("f2")
        await is_in(day, "Reconnect", "5:00")
        await day.press("f")
        day.sees("Call by name; ask for a sign.")
        await day.pass_time(seconds=20)
        await day.press("b", "1", "3", "5", "g")
        day.sees("She said that fb2")
        await day.type(" is over.")
        await day.press("ctrl+s")
        await tells(day, "drop-in-a-note")
        assert "She said that fb2 is over." in day.day_note()


async def test_esc_leaves_the_screen_and_never_the_drop(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("d", "escape")
        assert day.incident is None
        day.sees("Drop · J.M. is open", "back to it")
        await day.at("10:23:00")
        day.sees("Drop · J.M. is open")
        await day.press("f2")
        await is_in(day, "Phone: you ring")  # it went on meanwhile
        await day.press("escape")
        await day.pass_time(seconds=3)
        await day.press("r")
        await is_in(day, "Phone: you ring")


async def test_why_shows_where_the_lines_come_from_and_leads_back(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("question_mark")
        day.sees("Remote Session Protocol Policy, 4.4")
        await day.press("escape")
        await is_in(day, "Reconnect", "5:00")


async def test_a_drop_entered_in_error_takes_no_minutes_and_is_not_counted(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.pass_time(seconds=20)
        await day.press("x")
        assert day.incident is None
        day.does_not_see("lost")
        await dropped(day, "10:30")
        await is_in(day, "Reconnect", "5:00")  # still the first
        await day.press("b", "1", "3", "5", "g")
        await tells(day, "drop-in-error")


async def test_it_began_a_minute_ago_is_one_key_and_not_for_ever(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("e")
        await is_in(day, "Reconnect", "4:00")
        day.sees("began 10:17:00")
        await day.press("e")
        await is_in(day, "Reconnect", "3:00")


async def test_a_wrong_answer_is_corrected_by_the_right_key(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("p")
        assert day.app.flow.hidden
        await day.press("escape", "escape", "x")
        await dropped(day, "10:19")
        await day.press("d", "h", "y", "n", "f")
        day.sees("✓f  frozen")
        await is_in(day, "Reconnect", "5:00")


async def test_a_drop_with_nobody_in_session_asks_whom_it_is_about_and_rings_nobody_before(tmp_path: Path) -> None:
    await practice(tmp_path, "standard")
    book(tmp_path, "standard", JM, AK)
    async with open_day(tmp_path, "2026-11-18 09:30", size=SMALL) as day:
        await day.press("f2")
        assert day.incident is not None
        day.sees("Whom is it about?", "J.M.", "A.K.", "NO CALL")
        day.does_not_see("07700 900125", "07700 900123")
        await day.pass_time(seconds=40)
        await day.press("2")
        day.sees("A.K.", "07700 900123", "NO TEXT")
        await is_in(day, "Reconnect", "4:20")


async def test_the_next_client_is_due_while_the_drop_is_open(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, AK) as day:
        await day.at("10:45")
        await day.press("a")
        await dropped(day, "10:46")
        await day.press("h", "n")
        await day.at("10:51:00")
        await is_in(day, "Phone: you ring")
        await day.at("11:00")
        day.sees("Time is up")
        await day.press("a")
        day.does_not_see("Time is up")
        await day.press("5")
        await day.at("11:03")
        await day.press("5", "l")
        assert owed(day) == ["J.M.: Ask next time what happened"]
        await day.press("e")
        await day.row("A.K.")
        await day.press("s")
        assert day.running == "A.K."


async def test_a_late_client_waits_on_the_day_while_another_drops(tmp_path: Path) -> None:
    """A.K. is late at 11:15 while J.M.'s drop is still open: the drop stays on the screen."""
    async with in_session(tmp_path, JM, AK) as day:
        await day.at("10:45")
        await day.press("a")
        await dropped(day, "10:46")
        await day.press("d", "t")
        await is_in(day, "Phone: you ring")
        await day.at("11:15")
        await is_in(day, "Phone: you ring")
        assert {one.flow for one in day.state.incidents.values()} == {"drop", "late"}


@pytest.mark.parametrize("size", [(60, 18), (40, 10)])
async def test_in_a_very_small_window_the_number_is_there(tmp_path: Path, size: tuple[int, int]) -> None:
    async with in_session(tmp_path, size=size, place="") as day:
        await dropped(day)
        await day.press("t")
        day.sees("07700 900125")
