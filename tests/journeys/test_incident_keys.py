"""The incident keys arrive from everywhere, also while somebody types, and take no text with them."""

import io
from pathlib import Path

import pytest

from console.commands import press
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up

DROP = "CONNECTION DROPPED · J.M."


def has_begun(day: Day, digit: str) -> None:
    """What F3 and F4 lead to: the card, or a screen that tells nothing."""
    if digit == "3":
        day.sees("CRISIS · J.M.", "WHERE")
    else:
        assert day.app.flow.hidden, day.screen_text()


async def leave(day: Day, digit: str) -> None:
    """Entered in error; where nothing is told, Esc twice leads to that key."""
    await day.press(*(("escape", "escape") if digit == "4" else ()), "x")
    assert day.incident is None, day.screen_text()


@pytest.mark.parametrize("digit", ["3", "4"])
async def test_crisis_and_safe_word_begin_from_the_day_screen(tmp_path: Path, digit: str) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", f"f{digit}")
        has_begun(day, digit)
        await leave(day, digit)
        await day.pass_time(seconds=3)
        await day.press("escape", digit)
        has_begun(day, digit)
        assert len(day.state.incidents) == 2


@pytest.mark.parametrize("digit", ["3", "4"])
async def test_crisis_and_safe_word_take_no_text_from_a_note(tmp_path: Path, digit: str) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "n")
        await day.type("Room 2345 was cold")
        await day.press(f"f{digit}")
        has_begun(day, digit)
        await leave(day, digit)
        await day.type(".")
        day.sees("Room 2345 was cold.")
        await day.press("escape", digit)
        has_begun(day, digit)
        await leave(day, digit)
        await day.press("n")
        day.sees("Room 2345 was cold.", "not yet saved")


@pytest.mark.parametrize("digit", ["3", "4"])
async def test_crisis_and_safe_word_take_no_text_from_an_answer(tmp_path: Path, digit: str) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.check("Private and alone?", "a")
        await day.line("Where are you now?")
        await day.press("enter", "a")
        await day.type("12345 Hay")
        await day.press(f"f{digit}")
        has_begun(day, digit)
        await leave(day, digit)
        day.sees("12345 Hay")
        await day.press("enter")
        day.sees("12345 Hay")


async def test_the_drop_takes_the_screen_and_gives_back_what_was_being_typed(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "n")
        await day.type("Room 2345 was cold")
        await day.press("f2")
        day.sees(DROP)
        await day.press("x")
        day.sees("Room 2345 was cold")
        await day.type(".")
        day.sees("Room 2345 was cold.")
        await day.press("escape", "2")
        day.sees(DROP)
        await day.press("x", "n")
        day.sees("Room 2345 was cold.", "not yet saved")


async def test_the_drop_takes_no_text_from_an_answer(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.check("Private and alone?", "a")
        await day.line("Where are you now?")
        await day.press("enter", "a")
        await day.type("12345 Hay")
        await day.press("f2", "x")
        day.sees("12345 Hay")
        await day.press("enter")
        day.sees("✓  Where are you now?  12345 Hay")


async def test_a_digit_is_a_digit_again_after_any_other_key(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "+", "escape", "+", "3")
        day.sees("ends 11:05 extended")
        assert not day.state.incidents
        await day.press("escape", "3", "4")
        has_begun(day, "3")
        assert len(day.state.incidents) == 1


async def test_press_reaches_the_running_console_through_its_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path))
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        out = io.StringIO()
        assert await day.beside(lambda: press.run(["drop"], out, io.StringIO())) == 0
        assert out.getvalue() == "arrived\n"
        await day.until("CONNECTION DROPPED")
