"""What stands before the day: the passphrase, the choice of one, the recovery words."""

import asyncio
import threading
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from console.entering import Entering
from console.entry_beneath import EntryBeneath
from console.screens.entry import EntryScreen
from console.theme import DARK
from console.way_in import CHANGE, CHOOSE, MOVE, UNLOCK
from data.values.trouble import BadInput, WrongPassphrase
from tests.screens.dialogs import SIZES, press, text

WORDS = (
    "about",
    "above",
    "absent",
    "absorb",
    "abstract",
    "absurd",
    "abuse",
    "access",
    "accident",
    "account",
    "accuse",
    "zebra",
)
RIGHT = "four odd words"


class Way:
    """A way in without a file."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.said = ""
        self.waiting = 0.0
        self.why = ""
        self.words_kept = 0
        self.chosen = ""
        self.changed = ""
        self.tried: list[str] = []

    def quietly(self) -> str | None:
        return None

    def wait(self) -> float:
        return self.waiting

    def unlock(self, passphrase: str) -> str:
        self.tried.append(passphrase)
        if passphrase == RIGHT:
            return "keys"
        raise WrongPassphrase("That is not the passphrase.")

    def unlock_by_words(self, words: str) -> str:
        self.check(words)
        return "keys"

    def change(self, passphrase: str) -> None:
        self.changed = passphrase

    def weigh(self, passphrase: str) -> str:
        return f"{len(passphrase)} letters."

    def choose(self, passphrase: str) -> tuple[str, ...]:
        self.chosen = passphrase
        return WORDS

    def check(self, typed: str) -> None:
        if typed.split() != [word[:4] for word in WORDS]:
            raise BadInput("The 5th word is not in the list.")

    def begin(self) -> str:
        return "new keys"

    def other_words(self) -> tuple[str, ...]:
        return WORDS

    def keep_words(self) -> None:
        self.words_kept += 1

    keyring = False

    def turn_keyring(self) -> str:
        self.keyring = not self.keyring
        return "The keyring opens it too."


class Before(EntryBeneath, App[str]):
    """An app with nothing but what stands before the day."""

    CSS_PATH = "../../console/screens/entry.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.entering: Entering[str] = Entering(way, self.exit)
        self.entry = self.entering.first
        self.keys = ""

    def get_default_screen(self) -> Screen[Any]:
        return self.entering.first

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.run_worker(self._go())

    async def _go(self) -> None:
        self.keys = await self.entering.keys(self.show_entry)


async def until(pilot: Pilot[Any], words: str) -> str:
    """Wait for these words on the screen; the whole of it."""
    async with asyncio.timeout(5):
        while words not in (shown := text(pilot.app)):
            await pilot.pause()
    return shown


async def opened(pilot: Pilot[Any]) -> str:
    app: Before = pilot.app  # type: ignore[assignment]
    async with asyncio.timeout(5):
        while not app.keys:
            await pilot.pause()
    return app.keys


def on(way: Way, size: tuple[int, int] = (80, 24)) -> Any:
    return Before(way).run_test(size=size, notifications=True, tooltips=True)


async def test_the_right_passphrase_opens() -> None:
    async with on(Way(UNLOCK)) as pilot:
        await until(pilot, "Your passphrase")
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"


async def test_why_the_keyring_did_not_open_it_is_said_and_the_passphrase_opens_as_ever() -> None:
    way = Way(UNLOCK)
    way.why = "The keyring does not answer (KeyringError). The passphrase opens as ever."
    async with on(way) as pilot:
        await until(pilot, "The keyring does not answer")
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"


async def test_what_was_typed_before_it_is_asked_for_counts() -> None:
    """Enter came while the program was still looking whether the keyring opens it."""
    way, going_on = Way(UNLOCK), threading.Event()

    def looks() -> None:
        going_on.wait(5)

    way.quietly = looks  # type: ignore[method-assign]
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        await press(pilot, RIGHT, "enter")
        going_on.set()
        assert await opened(pilot) == "keys"


async def test_a_wrong_one_is_said_and_what_was_typed_is_gone() -> None:
    way = Way(UNLOCK)
    async with on(way) as pilot:
        await press(pilot, "wrong", "enter")
        await until(pilot, "That is not the passphrase.")
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"
        assert way.tried == ["wrong", RIGHT]


async def test_while_it_waits_nothing_is_tried() -> None:
    way = Way(UNLOCK)
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        way.waiting = 0.05
        await press(pilot, "wrong", "enter")
        await until(pilot, "Another try in 1 second.")
        await press(pilot, RIGHT, "enter")
        assert way.tried == ["wrong"]
        assert field(pilot).value == "wrong"  # not taken while it waits
        way.waiting = 0.0
        async with asyncio.timeout(5):
            while pilot.app.entering.first.busy:
                await pilot.pause()
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"


async def test_the_letters_are_hidden_until_they_are_wanted() -> None:
    async with on(Way(UNLOCK)) as pilot:
        await press(pilot, "odd")
        assert "odd" not in text(pilot.app)
        await pilot.press("ctrl+t")
        assert "odd" in await until(pilot, "odd")


async def test_what_is_typed_cannot_be_copied() -> None:
    async with on(Way(UNLOCK)) as pilot:
        await press(pilot, "odd")
        await pilot.press("ctrl+a", "ctrl+c", "ctrl+x")
        assert pilot.app.clipboard == ""


async def test_the_words_open_what_the_passphrase_no_longer_does_and_a_new_one_is_chosen() -> None:
    way = Way(UNLOCK)
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        await pilot.press("ctrl+r")
        await until(pilot, "The twelve words")
        await press(pilot, "about above", "enter")
        shown = await until(pilot, "The 5th word is not in the list.")
        assert "about above" in shown  # to be mended, not typed anew
        field(pilot).value = " ".join(word[:4] for word in WORDS)
        await pilot.press("enter")
        await until(pilot, "Now a new passphrase")
        await press(pilot, RIGHT, "enter")
        await until(pilot, "The same once more")
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"
        assert way.changed == RIGHT


async def test_over_the_words_stands_which_one_the_cursor_is_at() -> None:
    """Twelve words are longer than the field: the one that is wrong must be found."""
    async with on(Way(UNLOCK)) as pilot:
        await until(pilot, "Your passphrase")
        await pilot.press("ctrl+r")
        assert "· word" not in await until(pilot, "The twelve words")
        await press(pilot, "about above ")
        await until(pilot, "The twelve words · word 3")
        await pilot.press("home")
        await until(pilot, "The twelve words · word 1")
        await pilot.press("ctrl+right", "right")
        await until(pilot, "The twelve words · word 2")
        await press(pilot, "enter")
        await until(pilot, "The 5th word is not in the list.")
        await until(pilot, "The twelve words · word 2")


async def test_from_the_words_there_is_a_way_back_to_the_passphrase() -> None:
    async with on(Way(UNLOCK)) as pilot:
        await until(pilot, "Your passphrase")
        await pilot.press("ctrl+r")
        await until(pilot, "The twelve words")
        await pilot.press("escape")
        await until(pilot, "Your passphrase")
        await press(pilot, RIGHT, "enter")
        assert await opened(pilot) == "keys"


@pytest.mark.parametrize("kind", [CHOOSE, MOVE])
async def test_a_passphrase_is_chosen_twice_and_the_words_are_asked_back(kind: str) -> None:
    way = Way(kind)
    async with on(way) as pilot:
        await until(pilot, "Four or five words")
        await press(pilot, "enter")
        await until(pilot, "It cannot be empty.")
        await press(pilot, RIGHT)
        await until(pilot, "14 letters.")
        await press(pilot, "enter")
        await until(pilot, "The same once more")
        await press(pilot, "another", "enter")
        await until(pilot, "The two were not the same.")
        assert not way.chosen
        await press(pilot, RIGHT, "enter", RIGHT, "enter")
        shown = await until(pilot, "zebra")
        assert all(word in shown for word in WORDS)
        await pilot.press("enter")
        shown = await until(pilot, "Now from the paper")
        assert not any(word in shown for word in WORDS)
        await press(pilot, "about", "enter")
        await until(pilot, "The 5th word is not in the list.")
        await pilot.press("escape")  # the paper is not right: once more
        await until(pilot, "zebra")
        await pilot.press("enter")
        await until(pilot, "Now from the paper")
        field(pilot).value = " ".join(word[:4] for word in WORDS)
        await pilot.press("enter")
        assert await opened(pilot) == "new keys"
        assert way.chosen == RIGHT


@pytest.mark.parametrize("size", SIZES)
async def test_an_incident_key_before_the_passphrase_is_not_lost_and_that_is_said(size: tuple[int, int]) -> None:
    async with on(Way(UNLOCK), size) as pilot:
        await until(pilot, "Your passphrase")
        pilot.app.early = [("crisis", "", "", {}), ("crisis", "", "", {}), ("select", "1", "", {})]
        pilot.app.say_noted()
        shown = " ".join((await until(pilot, "Danger now: ring the emergency services.")).replace("▌", "").split())
        assert "F3: noted, and opens" in shown
        await pilot.press("ctrl+r")  # it goes along to the next screen
        shown = await until(pilot, "The twelve words")
        await until(pilot, "F3: noted, and")
        assert "esc" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with on(Way(MOVE), size) as pilot:
        await until(pilot, "Four or five words")
        await press(pilot, RIGHT, "enter", RIGHT, "enter")
        shown = await until(pilot, "zebra")
        assert "asked back next." in shown
        assert "they are on paper" in shown


async def test_what_opens_it_is_changed_one_after_another() -> None:
    way = Way(CHANGE)
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        await press(pilot, RIGHT, "enter")
        await until(pilot, "What opens your data")
        await pilot.press("k")
        await until(pilot, "The keyring opens it too.")
        await pilot.press("p")
        await until(pilot, "Another passphrase")
        await press(pilot, "other", "enter")
        await until(pilot, "The same once more")
        await press(pilot, "other", "enter")
        await until(pilot, "From now on the new passphrase opens it.")
        assert way.changed == "other"
        await pilot.press("w")
        await until(pilot, "zebra")
        await pilot.press("enter")
        await until(pilot, "Now from the paper")
        assert way.words_kept == 0
        field(pilot).value = " ".join(word[:4] for word in WORDS)
        await pilot.press("enter")
        await until(pilot, "tear up the old paper")
        assert way.words_kept == 1
        await pilot.press("escape")
        assert await opened(pilot) == "keys"


async def test_from_the_second_time_esc_leads_back_to_the_first() -> None:
    way = Way(CHOOSE)
    async with on(way) as pilot:
        await until(pilot, "Four or five words")
        await press(pilot, "one", "enter")
        shown = await until(pilot, "The same once more")
        assert "A passphrase" not in shown
        assert "choose another" in shown
        await pilot.press("escape")
        shown = await until(pilot, "Four or five words")
        assert "The same once more" not in shown
        assert pilot.app.is_running
        await press(pilot, RIGHT, "enter", RIGHT, "enter")
        await until(pilot, "zebra")
        assert way.chosen == RIGHT


async def test_who_thinks_better_of_a_change_goes_back_and_nothing_is_changed() -> None:
    way = Way(CHANGE)
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        await press(pilot, RIGHT, "enter")
        await until(pilot, "What opens your data")
        await pilot.press("p")
        await until(pilot, "back: it stays as it is")
        await pilot.press("escape")
        await until(pilot, "the passphrase is the one it was")
        await pilot.press("w")
        await until(pilot, "back: the words stay as they are")
        await pilot.press("escape")
        await until(pilot, "the words on your paper still open it")
        assert not way.changed
        assert way.words_kept == 0
        await pilot.press("escape")
        assert await opened(pilot) == "keys"


async def test_who_came_in_by_the_words_cannot_go_on_without_a_passphrase() -> None:
    way = Way(CHANGE)
    async with on(way) as pilot:
        await until(pilot, "Your passphrase")
        await pilot.press("ctrl+r")
        await until(pilot, "The twelve words")
        field(pilot).value = " ".join(word[:4] for word in WORDS)
        await pilot.press("enter")
        await until(pilot, "Now a new passphrase")
        await pilot.press("escape")
        await pilot.pause()
        assert not way.changed
        assert not pilot.app.keys


async def test_while_it_works_only_the_keys_that_do_something_are_shown() -> None:
    way, going_on = Way(UNLOCK), threading.Event()

    def unlock(passphrase: str) -> str:
        going_on.wait(5)
        return "keys"

    way.unlock = unlock  # type: ignore[method-assign]
    async with on(way) as pilot:
        await until(pilot, "lost it?")
        await press(pilot, RIGHT, "enter")
        shown = await until(pilot, "Opening")
        assert "lost it?" not in shown
        going_on.set()
        assert await opened(pilot) == "keys"


def field(pilot: Pilot[Any]) -> Any:
    screen = pilot.app.screen
    assert isinstance(screen, EntryScreen)
    return screen.field
