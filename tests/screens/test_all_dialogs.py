"""What holds for every dialog and form: it fits, Esc leads back, the incident keys come through, text stays text."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual import events
from textual.screen import Screen

from console.core.entry.session import Booking
from console.screens.ask_text import AskTextScreen
from console.screens.ask_time import AskTimeScreen
from console.screens.choose import ChooseScreen
from console.screens.client_form import ClientForm
from console.screens.close_day import CloseDayScreen, NoteLine
from console.screens.contact_rules import ContactRulesScreen
from console.screens.first_run import FirstRunScreen
from console.screens.flows import FlowsScreen
from console.screens.gap import GapScreen
from console.screens.help import HelpScreen
from console.screens.late import LateScreen
from console.screens.note import NoteScreen
from console.screens.session_form import SessionForm
from console.screens.why import WhyScreen
from data.values.people import Channel, Client, Colleague, Practice, Role
from data.values.session import MeetingLink, Note
from data.values.views import FlowChoice, OwedRow, Tone
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_contact, a_route, a_rule, a_session
from tests.screens.dialogs import SIZES, Opened, press, running, text
from tests.screens.samples import SCREENS
from widgets.key_line import KeyLine

H = "A[/oops] [red]K\x1b]52;c;eA==\x07\x9b31m\u202eevil\u2028"
RAW = set("\x1b\x07\x9b\u202e\u2028")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
async def test_every_dialog_fits_and_shows_its_keys(name: str, size: tuple[int, int]) -> None:
    app = Opened(SCREENS[name]())
    async with running(app, size) as pilot:
        await pilot.pause()
        whole = app.screen.region
        for keys in app.screen.query(KeyLine):
            assert whole.contains_region(keys.region)
            assert all(words in text(app) for _, words in keys.keys)


@pytest.mark.parametrize("name", SCREENS)
async def test_escape_leads_back_with_nothing_done_and_an_incident_key_reaches_the_app(name: str) -> None:
    app = Opened(SCREENS[name]())
    async with running(app) as pilot:
        await press(pilot, "f2", "f5")
        assert app.incidents == 2
        await press(pilot, "escape")
        assert app.results == [None]


@pytest.mark.parametrize("name", SCREENS)
async def test_what_is_ended_twice_ends_only_itself(name: str) -> None:
    app = Opened(SCREENS[name]())
    async with running(app) as pilot:
        await pilot.pause()
        screen = app.screen
        app.push_screen(SCREENS["why"]())
        await pilot.pause()
        screen.dismiss(None)  # not on top: nothing is taken away
        assert len(app.screen_stack) == 3
        await press(pilot, "escape")
        screen.dismiss(None)
        screen.dismiss(None)
        screen.post_message(events.Key("enter", None))
        await pilot.pause()
        assert app.results == [None]
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_that_is_left_before_it_was_shown_harms_nothing(name: str) -> None:
    app = Opened(SCREENS["why"]())
    async with running(app) as pilot:
        await press(pilot, "escape")
        screen = SCREENS[name]()
        app.push_screen(screen)
        screen.dismiss(None)
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_an_answer_pressed_twice_before_the_first_is_done_is_given_once() -> None:
    app = Opened(SCREENS["export"]())
    async with running(app) as pilot:
        await pilot.pause()
        key = next(iter(app.screen.options))[0]  # type: ignore[attr-defined]
        for _ in range(3):
            app.screen.post_message(events.Key(key, key))
        await pilot.pause()
        assert len(app.results) == 1
        assert len(app.screen_stack) == 1


TYPED_IN = {"first_run", "session_new", "client_new", "note", "text", "time"}


@pytest.mark.parametrize("name", sorted(TYPED_IN))
async def test_while_typing_letters_and_digits_are_text_and_incident_keys_still_arrive(name: str) -> None:
    app = Opened(SCREENS[name]())
    async with running(app) as pilot:
        await press(pilot, "enter" if name == "first_run" else "home", "e", "x", "2", "f3")
        assert (app.letters, app.incidents, app.results) == (0, 1, [])
        assert "ex2" in text(app)


def client() -> Client:
    route = a_route(H, {Channel.CALL: a_rule(wording=H, who_may_answer=H)}, label=H)
    contact = replace(a_contact(H, routes=(route,)), relation=H)
    plan = replace(a_client().plan, signal=H)
    return a_client(
        reference=H, initials=H, name=H, routes=(route,), emergency=(contact,), plan=plan, platform=H, zone=H
    )  # fmt: skip


def hostile() -> dict[str, Screen[Any]]:
    them = client()
    session = replace(a_session(), title=H, platform=H, link=MeetingLink(H))
    practice = Practice(H, Colleague(H, H), roles={Role.LEAD: Colleague(H, H)}, platforms=(H,))
    note = Note("n", "s", "c", "free", H, addenda=((NOW.utc, H),))
    filed = replace(note, filed=NOW.utc)
    what: dict[str, Any] = {"session": H, "who": H, "on_typed": lambda *_: None, "zone": LONDON, "facts": (H,)}
    rows = (OwedRow(H, H, H, Tone.ATTENTION, "s"),)
    lines = (NoteLine("s", "c", H, H, written=True),)
    return {
        "choose": ChooseScreen(H, (H,), (("a", H, 1),), 1, leave=H),
        "text": AskTextScreen(H, H, value=H, lines=(H,)),
        "time": AskTimeScreen(H, H, NOW, LONDON, lines=(H,)),
        "late": LateScreen(H, H, H, runs_into=H),
        "gap": GapScreen(H, timedelta(minutes=3), lines=(H,)),
        "why": WhyScreen(H, H, H, H),
        "help": HelpScreen(((H, ((H, H),)),)),
        "flows": FlowsScreen((FlowChoice("x", "x", H, H), FlowChoice("drop", "F2", H, H))),
        "close": CloseDayScreen(rows, ((H, 1),), can_close_clean=False, notes=lines),
        "rules": ContactRulesScreen(them, POLICY, NOW, LONDON),
        "note": NoteScreen(note, **what),
        "filed": NoteScreen(filed, **what),
        "draft": NoteScreen(None, draft=("free", H), **what),
        "client": ClientForm(them, policy=POLICY, now=NOW, zone=LONDON),
        "session": SessionForm(session, Booking((them,), practice, POLICY, TODAY)),
        "first": FirstRunScreen(practice, ((H, H, H), ("standard", H, H)), "UTC"),
    }


@pytest.mark.parametrize("name", hostile())
async def test_hostile_text_is_shown_as_text_everywhere(name: str) -> None:
    app = Opened(hostile()[name])
    async with running(app, (120, 36)) as pilot:
        await press(pilot, "down", "down", "up", "tab", "tab")
        shown = text(app)
        assert not RAW & set(shown)
        assert "[" in shown
        assert not app.results
