"""The locked screen by itself: it fits, shows what it is given, takes a passphrase, and lets no key through."""

from typing import Any

import pytest

from console.screens.neutral import NeutralScreen
from data.values.views import LockedView
from tests.screens.dialogs import SIZES, Opened, press, running, text
from widgets.digits import large

SESSION = LockedView(
    "31:29",
    "Locked. Type your passphrase.",
    caption="left · 10:18",
    asks=True,
    warnings=("5 minutes left: say so", "10:55 A session begins soon", "11:00 A session is due"),
    seen=(("^a", "seen"),),
    next="Alone, private and safe?",
    keys=(("F3", "Crisis"),),
    watermark="REHEARSAL",
)
PLAIN = LockedView("10:18", "Locked. Enter opens it.", detail="The data here is not encrypted: this only hides it.")


def locked(view: LockedView) -> tuple[NeutralScreen, list[str], list[str]]:
    """The screen showing this, what was given to it, and how often a warning was seen."""
    typed: list[str] = []
    seen: list[str] = []
    screen = NeutralScreen(typed.append, lambda: seen.append("seen"))
    screen.show(view)
    return screen, typed, seen


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
async def test_the_clock_the_warnings_the_way_in_and_f3_fit_in_every_size(size: tuple[int, int]) -> None:
    screen, _, _ = locked(SESSION)
    app = Opened(screen)
    async with running(app, size) as pilot:
        await pilot.pause()
        shown = text(app)
        assert "31:29" in shown or all(line.strip() in shown for line in large("31:29"))
        for words in (SESSION.line, "5 minutes left: say so", "^a", "Alone, private and safe?", "F3"):
            assert words in shown, shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_field_stands_in_the_middle_under_its_words(size: tuple[int, int]) -> None:
    screen, _, _ = locked(SESSION)
    async with running(Opened(screen), size) as pilot:
        await pilot.pause()
        at = screen.query_one("#field").region
        assert at.width >= 40
        assert abs(at.x - (size[0] - at.right)) <= 1


async def test_what_is_typed_is_not_shown_and_goes_where_it_belongs_once() -> None:
    screen, typed, _ = locked(SESSION)
    app = Opened(screen)
    async with running(app) as pilot:
        await press(pilot, "open sesame ex2a")
        assert "sesame" not in text(app)
        await press(pilot, "enter")
        assert typed == ["open sesame ex2a"]
        await press(pilot, "enter")
        assert typed == ["open sesame ex2a", ""]
        assert (app.letters, app.results) == (0, [])


async def test_while_a_wrong_passphrase_waits_nothing_typed_is_taken() -> None:
    screen, typed, _ = locked(SESSION)
    app = Opened(screen)
    async with running(app) as pilot:
        screen.show(LockedView("10:18", SESSION.line, asks=True, said="Another try in 8 seconds.", waits=True))
        await press(pilot, "again", "enter")
        assert typed == []
        assert "Another try in 8 seconds." in text(app)
        screen.show(LockedView("10:18", SESSION.line, asks=True))
        await press(pilot, "again", "enter")
        assert typed == ["again"]


async def test_a_warning_is_seen_with_one_key_while_typing_and_an_incident_key_passes() -> None:
    screen, typed, seen = locked(SESSION)
    app = Opened(screen)
    async with running(app) as pilot:
        await pilot.press("p", "ctrl+a", "f3", "w", "escape")
        await press(pilot, "enter")
        assert (seen, typed, app.incidents, app.results) == (["seen"], ["pw"], 1, [])


async def test_in_a_plain_home_enter_opens_and_a_acknowledges() -> None:
    screen, typed, seen = locked(PLAIN)
    app = Opened(screen)
    async with running(app) as pilot:
        assert PLAIN.detail in text(app)
        await press(pilot, "x", "a", "enter")
        assert (typed, seen, app.letters) == ([""], ["seen"], 1)


async def test_come_back_to_it_is_empty_and_hidden_again() -> None:
    screen, _typed, _ = locked(SESSION)
    app = Opened(screen)
    async with running(app) as pilot:
        await press(pilot, "half a pass", "ctrl+t")
        assert "half a pass" in text(app), "ctrl+t shows what is typed, where nobody looks over the shoulder"
        other: Any = NeutralScreen(print, print)
        app.push_screen(other)
        await pilot.pause()
        app.pop_screen()
        await pilot.pause()
        assert "half a pass" not in text(app)
        await press(pilot, "n")
        assert "n" not in text(app).splitlines()[12].strip()
