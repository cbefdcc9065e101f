"""The covert look in the whole program: from the key on no frame, title or notification tells what it is."""

import re
from pathlib import Path

import pytest
from textual.screen import Screen

from tests.journeys.drops import SIGNAL, in_session
from tests.journeys.harness import Day
from tests.screens.forbidden import FORBIDDEN

WAYS = {
    "the day": (),
    "a note": ("n", *"They said"),
    "the list": ("f5",),
    "a drop": ("f2",),
    "a crisis": ("f3",),
    "what waits for a crisis": ("f3", "f5", "d", "tab"),
    "a crisis that was left": ("f3", "escape"),
    "a form": ("c",),
    "help": ("f1",),
}


def told(day: Day) -> list[str]:
    text = day.screen_text()
    return [word for word in FORBIDDEN if re.search(word, text, re.IGNORECASE)]


class Frames:
    """Every frame that goes to the terminal from now on, and what it tells."""

    def __init__(self, day: Day) -> None:
        self.told: list[list[str]] = []
        before = day.app._display

        def display(screen: Screen[object], renderable: object) -> None:
            before(screen, renderable)  # type: ignore[arg-type]
            self.told.append(told(day))

        day.app._display = display  # type: ignore[method-assign]


@pytest.mark.parametrize("where", WAYS)
async def test_within_one_repaint_of_the_safe_word_nothing_tells_what_it_is(tmp_path: Path, where: str) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.at("10:18")
        await day.press(*WAYS[where])
        rung = list(day.notifier.shown)
        assert told(day)
        frames = Frames(day)
        await day.press("f4")
        assert day.app.flow.hidden, day.screen_text()
        assert frames.told
        assert not any(frames.told), [words for words in frames.told if words]
        await day.press("f2", "f4", "f5", "alt+5", "tab", "q", "n", "z")
        await day.at("10:45:30")  # a warning of the session's end is due
        assert not any(frames.told), [words for words in frames.told if words]
        assert day.notifier.shown == rung
        assert (day.app.title, day.app.sub_title, day.app.screen.title) == ("Session Day", "", None)


async def test_the_crisis_key_works_behind_it_and_esc_twice_shows_the_card(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.at("10:18")
        await day.press("f4")
        frames = Frames(day)
        await day.press("f3")
        assert day.app.flow.hidden, day.screen_text()
        assert not any(frames.told)
        assert day.incident is not None
        assert day.incident.title == "Crisis"
        await day.press("escape")
        assert not any(frames.told)
        await day.press("escape")
        day.sees("CRISIS · J.M.", "F3")


async def test_f4_hides_again_what_esc_twice_uncovered_and_begins_nothing(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.at("10:18")
        await day.press("f4")
        before = day.state.incidents
        for hide in ("f4", "f4"):
            await day.press("escape", "escape")
            day.sees("SAFE WORD · J.M.", "F4  Hide again")
            await day.press(hide)
            assert day.app.flow.hidden, day.screen_text()
            assert not told(day)
        await day.press("escape", "escape")
        day.app.pressed_outside("safe-word")
        await day.settle()
        assert day.app.flow.hidden, day.screen_text()
        assert day.state.incidents.keys() == before.keys()


async def test_a_key_pressed_twice_in_haste_says_nothing_on_the_look_that_it_led_to(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.at("10:18")
        await day.press("f5", "s", "l", "l")  # cannot ask: the second is not the way on of the hidden screen
        assert day.app.flow.hidden, day.screen_text()
        assert [one.stage for one in day.state.incidents.values()] == ["covert.wait"]
        await day.at("10:19")
        await day.press("1", "1")  # the sign came: that they are alone has still to be asked
        day.sees("Are you alone? Yes or no.")
        assert "g  go on with the session" not in day.screen_text()
        await day.at("10:19:05")
        await day.press("1")
        day.does_not_see("› Are you alone?")


async def test_esc_twice_leads_back_and_the_screen_is_covert_again_when_it_is_come_back_to(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.at("10:18")
        await day.press("f4", "escape", "escape")
        day.sees("J.M.", "The agreed sign", "blue cup on the table")
        day.app.flow._forget_escape()  # a third Esc in haste leads no further; a second later it does
        await day.press("escape")
        day.sees("back to it")
        await day.press("f4")
        assert day.app.flow.hidden
        assert not told(day)
