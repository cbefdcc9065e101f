"""The incident keys arrive from everywhere, also while somebody types, and take no text with them."""

import io
from pathlib import Path

import pytest

from console.commands import press
from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up

DROP = "CONNECTION DROPPED · J.M."
SAID = {"3": "Crisis key arrived.", "4": "Safe word key arrived."}


@pytest.mark.parametrize("digit", SAID)
async def test_an_incident_key_arrives_from_the_day_screen(tmp_path: Path, digit: str) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", f"f{digit}")
        day.sees(SAID[digit])
        await day.pass_time(seconds=20)
        day.does_not_see("arrived")
        await day.press("escape", digit)
        day.sees(SAID[digit])
        await day.export()
        told = day.timeline()
        assert told.count("key pressed") == 2, told


@pytest.mark.parametrize("digit", SAID)
async def test_an_incident_key_takes_no_text_from_a_note(tmp_path: Path, digit: str) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "n")
        await day.type("Room 2345 was cold")
        await day.press(f"f{digit}")
        day.sees(SAID[digit], "Room 2345 was cold")
        await day.type(".")
        day.sees("Room 2345 was cold.")
        await day.pass_time(seconds=20)
        await day.press("escape", digit)
        day.sees(SAID[digit])
        await day.press("n")
        day.sees("Room 2345 was cold.", "not yet saved")


@pytest.mark.parametrize("digit", SAID)
async def test_an_incident_key_takes_no_text_from_an_answer(tmp_path: Path, digit: str) -> None:
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
        day.sees(SAID[digit].split()[0], "12345 Hay")
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
        await day.press("escape", "4", "3")
        day.sees("Safe word key arrived.")
        await day.export()
        assert day.timeline().count("key pressed") == 1


@pytest.mark.parametrize("how", ["f2", "press"])
async def test_before_any_session_the_line_that_asks_for_the_drop_key_is_ticked_by_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path))
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:50", size=SMALL) as day:
        await set_up(day)
        await day.row("Day start")
        await day.line("Press the drop key")
        if how == "f2":
            await day.press("f2")
        else:
            assert await day.beside(lambda: press.run(["drop"], io.StringIO(), io.StringIO())) == 0
        await day.until("Drop key arrived.")
        assert day.incident is None
        assert not day.state.incidents
        day.sees("✓  Press the drop key")
        await day.press("f2")
        day.sees(DROP)  # tried once: from now on the key is the key


async def test_an_x_too_many_after_an_incident_marks_no_line_and_u_takes_a_wanted_one_back(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.line("Feedback invited")
        before = dict(day.state.ticks)
        await day.press("f2", "x", "x")
        day.sees("Nothing is marked")
        await day.press("f2", "escape", "x")
        day.sees("Nothing is marked")
        assert day.state.ticks == before
        await day.press("x")
        day.sees("Marked as not applicable: u takes it back.")
        await day.press("u")
        assert "not applicable" not in day.in_hand()
        await day.press("f2", "escape")
        await day.pass_time(seconds=3)
        await day.press("x")
        day.sees("Marked as not applicable")
        await day.line("Private and alone?")
        await day.press("x")
        day.sees("This one always applies")


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
