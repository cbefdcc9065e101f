"""A tired practitioner: the wrong key, a key twice, a window that changes its size in the middle."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import set_up


async def test_a_key_pressed_twice_does_nothing_twice(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "s")
        assert day.running == "J.M."
        day.sees("already running")
        await day.tick("Say goodbye")
        await day.line("Say goodbye")
        await day.press("space")
        day.sees("✓  Say goodbye")
        await day.press("n", "n", "n")
        await day.press("escape")
        day.sees("in session")
        await day.press("z", "z", "escape", "q", "q")
        await day.press("escape")
        day.sees("in session")


async def test_enter_alone_settles_no_safety_line(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        before = len(day.state.ticks)
        await day.press("enter", "enter", "enter", "escape", "space", "space", "escape")
        await day.line("Where are you now?")
        await day.press("enter", "a")
        await day.press("enter")
        assert len(day.state.ticks) == before
        await day.press("d")
        assert len(day.state.ticks) == before


async def test_end_pressed_by_mistake_is_taken_back_with_the_clock_where_it_was(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.at("10:20")
        await day.press("e")
        assert not day.running
        await day.pass_time(seconds=30)
        await day.press("u")
        day.sees("in session")
        assert day.view.clock.digits == "29:30"


async def test_resizing_in_the_middle_of_an_answer_keeps_what_was_typed(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.check("Private and alone?", "a")
        await day.line("Where are you now?")
        await day.press("enter", "a")
        await day.type("14 Elm")
        for size in ((120, 36), (60, 18), (80, 24)):
            await day.resize(*size)
            day.sees("14 Elm")
        await day.type(" Road")
        await day.press("enter")
        day.sees("14 Elm Road")


async def test_leaving_in_a_session_is_asked_about_and_the_session_runs_on(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s", "q")
        day.sees("J.M. is still running", "nobody would warn you")
        await day.press("enter")
        day.sees("in session")
