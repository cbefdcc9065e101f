"""F5: everything else that can go wrong, from every screen, also while somebody types; one letter begins it."""

from pathlib import Path

import pytest

from tests.journeys.drops import SIGNAL, dropped, in_session
from tests.journeys.harness import SMALL, TALL, Day
from tests.journeys.people import JM

LIST = "What is happening?"
MOVED = "CLIENT IS SOMEWHERE ELSE · J.M."
"""A flow with a letter, as its screen is headed."""


def is_listed(day: Day) -> None:
    day.sees(LIST, "F2 Connection dropped", "m Client is somewhere else")


@pytest.mark.parametrize("keys", [("f5",), ("escape", "5"), ("alt+5",)])
async def test_it_opens_from_the_day_and_one_letter_begins(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press(*keys)
        is_listed(day)
        await day.press("escape")
        day.does_not_see(LIST)
        assert not day.state.incidents
        await day.press(*keys, "m")
        day.sees(MOVED)
        day.does_not_see(LIST)


async def test_it_takes_no_text_from_a_note_or_an_answer(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, size=TALL) as day:
        await day.press("n")
        await day.type("Room 2345 was cold")
        await day.press("f5")
        is_listed(day)
        await day.press("escape")
        await day.type(".")
        day.sees("Room 2345 was cold.")
        await day.press("f5", "m")
        day.sees(MOVED)
        await day.press("x")
        day.sees("Room 2345 was cold.")
        await day.press("escape")
        await day.check("Where are you now?", "a")
        await day.type(" Hay")
        await day.press("f5", "escape")
        day.sees("Hay")


async def test_over_an_incident_it_keeps_the_clock_and_leads_back_to_it(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await dropped(day)
        await day.press("f5")
        is_listed(day)
        await day.pass_time(seconds=20)
        day.sees(LIST, day.view.clock.digits)
        await day.press("f5", "f2")
        assert day.stage == "Reconnect"
        await day.press("f5", "escape")
        assert day.stage == "Reconnect"


async def test_nothing_is_listed_over_the_covert_look(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await dropped(day)
        await day.press("p")
        before = day.screen_text()
        for keys in (("f5",), ("alt+5",), ("f2",), ("f4",)):
            await day.press(*keys)
            assert day.app.flow.hidden
            assert day.screen_text() == before, keys
        await day.press("escape", "escape", "f5")  # uncovered by hand: then it may be seen
        day.sees(LIST)
        await day.press("escape")
        assert day.app.flow.hidden
        assert day.app.size == SMALL


async def test_help_and_the_palette_know_the_flows(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, size=TALL) as day:
        await day.press("f1")
        day.sees("The next of what is open", "In the list of F5", "Signal for Help seen")
        await day.press("escape", "ctrl+p")
        await day.type("somewhere else")
        day.sees("F5 m", "Client is somewhere else")
        await day.press("enter")
        day.sees(MOVED)
