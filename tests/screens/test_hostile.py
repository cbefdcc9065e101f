"""Ninety hostile strings in every field of every screen at once: shown as text, each where it stands, and nothing more.

Every field of a screen holds another string. Each test begins at another place in the list, so that together they put
all of it everywhere; `make faults` begins everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.app import App
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static, TextArea

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
from console.screens.incident import covert_sheet, open_sheet
from console.screens.late import LateScreen
from console.screens.note import NoteScreen
from console.screens.palette import PaletteScreen
from console.screens.questions import cancel_question, extend_question, leave_question, other_running_question
from console.screens.score import ScoreScreen
from console.screens.session_form import SessionForm
from console.screens.why import WhyScreen
from data.text import NOTE_CAP, clean
from data.values.people import Channel, Client, Colleague, Consent, ConsentKind, Practice, Role
from data.values.session import MeetingLink, Note
from data.values.views import DetailView, FlowChoice, OwedRow, Tone
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_contact, a_route, a_rule, a_session
from tests.hostile import CORPUS, STRUCTURE, filled, raw, sayer
from tests.incident_samples import INCIDENTS
from tests.preview import Preview
from tests.preview_incident import Preview as IncidentPreview
from tests.samples import DAYS, hostile
from tests.screens.dialogs import Opened, press, running, text
from tests.stages import shown, stages
from widgets.key_line import KeyLine
from widgets.lines import lined

Say = Callable[[], str]
WORDS = list(CORPUS.values())
VIEW = STRUCTURE | {"key", "look"}


# --- dialogs ----------------------------------------------------------------------------------------------------------
def client(say: Say) -> Client:
    """Somebody of whom everything that is known is hostile."""
    rule = filled(a_rule(), say)
    route = filled(a_route("1", {Channel.CALL: rule, Channel.TEXT: rule}), say)
    contact = filled(replace(a_contact(), routes=(route,)), say)
    consent = Consent(ConsentKind.GUARDIAN, say(), TODAY, say())
    made = filled(a_client(routes=(route,), emergency=(contact,), consent=consent), say, STRUCTURE | {"country"})
    return replace(made, zone=say(), own_consent_basis=say())


def screens(say: Say) -> Mapping[str, Callable[[], Screen[Any]]]:
    """Every dialog and form, each text that it is given another one."""

    def some(count: int = 2) -> tuple[str, ...]:
        return tuple(say() for _ in range(count))

    def note(**more: Any) -> Note:
        return replace(Note("n", "s", "c", "free", say(), addenda=((NOW.utc, say()),)), **more)

    def writing(one: Note | None, draft: tuple[str, str] | None = None) -> Screen[Any]:
        return NoteScreen(
            one, draft=draft, session=say(), who=say(), on_typed=lambda *_: None, zone=LONDON, facts=some()
        )

    def session_form() -> Screen[Any]:
        them = client(say)
        practice = Practice(say(), Colleague(say(), say()), roles={Role.LEAD: Colleague(*some())}, platforms=some())
        meeting = replace(a_session(), title=say(), platform=say(), link=MeetingLink(say()), co_facilitator=say())
        return SessionForm(meeting, Booking((them,), practice, POLICY, TODAY))

    def first_run() -> Screen[Any]:
        roles = {role: Colleague(say(), say()) for role in Role}
        practice = Practice(say(), Colleague(say(), say()), roles=roles, platforms=some())
        return FirstRunScreen(practice, ((say(), say(), say()), ("standard", say(), say())), "UTC")

    def close() -> Screen[Any]:
        rows = tuple(OwedRow(str(n), say(), say(), Tone.ATTENTION, "s") for n in range(8))
        notes = tuple(NoteLine("s", "c", say(), say(), written=True) for _ in range(8))
        return CloseDayScreen(rows, ((say(), 1), (say(), 2)), can_close_clean=False, notes=notes)

    return {
        "choose": lambda: ChooseScreen(say(), some(), (("a", say(), 1), ("b", say(), 2)), 1, leave=say()),
        "text": lambda: AskTextScreen(say(), say(), value=say(), lines=some()),
        "time": lambda: AskTimeScreen(say(), say(), NOW, LONDON, lines=some()),
        "late": lambda: LateScreen(say(), say(), say(), runs_into=say()),
        "gap": lambda: GapScreen(say(), timedelta(minutes=3), lines=some()),
        "why": lambda: WhyScreen(say(), say(), say(), say()),
        "help": lambda: HelpScreen(((say(), ((say(), say()), (say(), say()))),)),
        "score": lambda: ScoreScreen(some(30)),
        "palette": lambda: PaletteScreen(tuple((f"a{n}", say(), say()) for n in range(12)), say(), take=say()),
        "flows": lambda: FlowsScreen((FlowChoice("x", "x", say(), say()), FlowChoice("drop", "F2", say(), say()))),
        "close": close,
        "rules": lambda: ContactRulesScreen(client(say), POLICY, NOW, LONDON),
        "note": lambda: writing(note()),
        "filed": lambda: writing(note(filed=NOW.utc)),
        "draft": lambda: writing(None, ("free", say())),
        "client": lambda: ClientForm(client(say), policy=POLICY, now=NOW, zone=LONDON),
        "session": session_form,
        "first": first_run,
        "extend": lambda: extend_question(say(), ((5, say(), say()), (10, say(), ""))),
        "cancel": lambda: cancel_question(say(), say(), in_time=False),
        "leave": lambda: leave_question(say()),
        "other": lambda: other_running_question(say(), say()),
    }


NAMES = tuple(screens(sayer()))
WHOLE = {"choose", "text", "gap", "why", "score", "filed"}
"""Screens that show what they are given from beginning to end, in widgets that scroll."""


def contents(app: App[Any]) -> str:
    """All that the widgets of the screen were given to draw, before anything is cut to size."""
    told = [str(one.visual) if isinstance(one.content, str) else one.content.plain for one in app.screen.query(Static)
            if isinstance(one.content, str) or hasattr(one.content, "plain")]  # fmt: skip
    for listed in app.screen.query(OptionList):
        told += [option.prompt.plain for option in listed.options if hasattr(option.prompt, "plain")]
    told += [one.render().plain for one in app.screen.query(KeyLine)]
    told += [one.value for one in app.screen.query(Input)] + [one.text for one in app.screen.query(TextArea)]
    return "\n".join(told)


async def dialog_holds(name: str, first: int) -> None:
    """One dialog with the strings from this one on: nothing raw is drawn, and each stands there as it is when clean."""
    given: list[str] = []
    say = sayer(first)

    def kept() -> str:
        given.append(say())
        return given[-1]

    app = Opened(screens(kept)[name]())
    async with running(app, (120, 36)) as pilot:
        await press(pilot, "down", "down", "up", "tab", "tab")
        seen, held = text(app), contents(app)
        assert not raw(seen), (name, raw(seen))
        assert not raw(held.replace("\n", "")), name
        assert not app.results
        if name in WHOLE:
            for words in given:
                whole = clean(words, cap=NOTE_CAP, lines=name == "filed")
                short = clean(words)
                assert whole in held or short in held, (name, words[:60])
        await press(pilot, "f2")
        assert app.incidents == 1


@pytest.mark.parametrize("name", NAMES)
async def test_a_dialog_shows_it_all_as_text(name: str) -> None:
    await dialog_holds(name, 11 * NAMES.index(name))


# --- the day ----------------------------------------------------------------------------------------------------------
def drawn(app: App[Any], size: tuple[int, int]) -> str:
    """What is on the screen; every line as wide as the screen."""
    strips = app.screen._compositor.render_strips()
    assert {strip.cell_length for strip in strips} == {size[0]}
    return "\n".join(strip.text for strip in strips)


async def test_the_day_shows_it_all_as_text() -> None:
    size = (120, 36)
    app = Preview(DAYS["session"])
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        for words in WORDS:
            app.day.show(hostile(words))
            await pilot.pause()
            seen = drawn(app, size)
            assert not raw(seen), words[:60]
            assert clean(words)[:6].strip() in seen, words[:60]
        app.notify("[/] for a person", markup=False)
        await pilot.pause()


async def test_every_kind_of_day_shows_it_all_as_text() -> None:
    size = (120, 36)
    app = Preview(DAYS["session"])
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        for at, view in enumerate(one for one in DAYS.values() if one is not None):
            for first in (13 * at, 13 * at + 40):
                app.day.show(filled(view, sayer(first), VIEW))
                await pilot.press("down", "right")
                assert not raw(drawn(app, size)), (at, first)


# --- incidents --------------------------------------------------------------------------------------------------------
STAGES = tuple(stages())


def stage_holds(flow: str, stage: str, first: int) -> None:
    """One stage with the strings from this one on, at four sizes and behind the covert look."""
    view = filled(shown(flow, stage), sayer(first), VIEW)
    for make in (open_sheet(view), covert_sheet(view)):
        for width, height in ((120, 36), (80, 24), (60, 18), (59, 17)):
            bands = make(width, height)
            lines = ["".join(run.text for run in lined(band.row, width)) for band in bands]
            assert len(lines) <= height
            assert not raw("\n".join(lines)), (flow, stage, first)


@pytest.mark.parametrize(("flow", "stage"), [(flow, stage) for flow, stage, _look in STAGES])
def test_every_stage_shows_it_all_as_text(flow: str, stage: str) -> None:
    place = next(at for at, one in enumerate(STAGES) if one[:2] == (flow, stage))
    stage_holds(flow, stage, 7 * place)


async def incident_holds(first: int) -> None:
    """Each sample on the real screen, one after the other, with its questions asked."""
    size = (120, 36)
    samples = [one for one in INCIDENTS.values() if one is not None]
    app = IncidentPreview(samples[0])
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        for at, sample in enumerate(samples):
            app.page.show(filled(sample, sayer(first + 5 * at), VIEW))
            await pilot.press("down", "o")
            await pilot.pause()
            assert not raw(drawn(app, size)), (first, at)


async def test_the_screen_of_an_incident_shows_it_all_as_text() -> None:
    await incident_holds(0)


# --- typed and pasted -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "first"), [("text", 0), ("palette", 1), ("client", 2), ("note", 0)])
async def test_a_paste_is_only_text_in_every_field(name: str, first: int) -> None:
    app = Opened(screens(lambda: "")[name]())
    async with running(app, (120, 36)) as pilot:
        await press(pilot, "home")
        focused = app.screen.focused
        assert isinstance(focused, Input | TextArea), focused
        for words in WORDS[first::3]:
            focused.post_message(Paste(words))
            await pilot.pause()
            held = focused.value if isinstance(focused, Input) else focused.text
            assert not raw(held), words[:60]
            if isinstance(focused, Input):
                focused.value = ""
            else:
                focused.clear()
        assert not raw(text(app))


# --- canary -----------------------------------------------------------------------------------------------------------
async def test_a_screen_that_draws_a_string_as_it_is_would_be_found() -> None:
    class Careless(Screen[None]):
        def compose(self) -> Any:
            yield Static("\x1b]52;c;eA==\x07", markup=False)

    app = Opened(Careless())
    async with running(app) as pilot:
        await pilot.pause()
        assert raw(text(app)) or raw(contents(app))


def test_every_field_of_a_view_is_filled() -> None:
    view = filled(DetailView("s", "A.K.", "x", ()), sayer())
    assert (view.session, view.who, view.subtitle) == ("s", WORDS[0], WORDS[1])
