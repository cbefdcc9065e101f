"""The screen of an incident: what never leaves it, what its keys ask for, and that no words or deadline break it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from console.screens.incident import MOVED_ON, open_sheet, places
from console.theme import DARK, LIGHT, MONO, install
from data.values.views import CheckAsk, FlowKey, IncidentView, Part, Tone
from tests.incident_samples import (
    COVERT,
    INCIDENTS,
    LANDING,
    NO_CALL,
    PHONE,
    RECONNECT,
    STAGES,
    TRIAGE,
    UNKNOWN,
    hostile,
)
from tests.preview_incident import Preview
from tests.samples import HOSTILE
from widgets.digits import large
from widgets.lines import Row, lined
from widgets.number import blocks

SIZES = [(200, 50), (140, 40), (120, 36), (100, 30), (80, 24), (60, 18), (59, 17), (50, 12), (24, 6)]


@asynccontextmanager
async def shown(
    view: IncidentView, size: tuple[int, int] = (80, 24), **environ: str
) -> AsyncIterator[tuple[Preview, Pilot[None]]]:
    app = Preview(view, environ=environ)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        yield app, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Until messages, layout and painting are done: each may ask for the next."""
    for _ in range(3):
        await pilot.pause()


def lines(app: Preview) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips()]


def words(app: Preview) -> str:
    return "\n".join(lines(app))


# --- what is on it ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["triage", "phone", "who", "covert"])
async def test_the_parts_stay_within_every_size(name: str, size: tuple[int, int]) -> None:
    async with shown(INCIDENTS[name], size) as (app, _pilot):
        assert [len(line) for line in lines(app)] == [size[0]] * size[1]
        for child in app.page.children:
            if child.region:
                assert app.screen.region.contains_region(child.region)


def page(view: IncidentView, size: tuple[int, int]) -> str:
    """The words of the sheet at a terminal's size, without a terminal."""
    sheet = places(*size, lambda _width: 0)["sheet"]
    bands = open_sheet(view)(sheet.width, sheet.height)
    assert len(bands) == sheet.height
    rows = ["".join(run.text for run in lined(band.row, sheet.width)) for band in bands]
    assert {len(row) for row in rows} == {sheet.width}
    return "\n".join(rows)


def has_number(view: IncidentView, text: str) -> bool:
    drawn = [blocks(view.number, 200, high) for high in (5, 3)]
    return view.number in text or any(all(line.rstrip() in text for line in one) for one in drawn if one)


def has_clock(view: IncidentView, text: str) -> bool:
    return view.digits in text or all(line.rstrip() in text for line in large(view.digits))


def never_missing(view: IncidentView, text: str) -> None:
    assert has_clock(view, text)
    assert view.title.upper() in text
    assert view.who in text
    row = next(row for row in view.rows if row.next)
    offered = [f"› {key.key}  {key.words}" for key in row.keys if key.offered]
    assert (offered or [f"› {row.text}"])[0] in text
    assert has_number(view, text)
    for key in ("F3", "F4", "F5"):
        assert key in text


@pytest.mark.parametrize("size", [(80, 24), (50, 12)])
@pytest.mark.parametrize("name", STAGES)
async def test_clock_who_next_thing_number_and_incident_keys_never_leave(name: str, size: tuple[int, int]) -> None:
    async with shown(INCIDENTS[name], size, NO_COLOR="1") as (app, _pilot):
        assert app.theme == MONO.name
        never_missing(INCIDENTS[name], words(app))


@pytest.mark.parametrize("name", STAGES)
def test_nor_at_any_size_in_between(name: str) -> None:
    for width in (50, 57, 59, 60, 61, 79, 80, 99, 100, 120, 163, 220):
        for height in (12, 14, 17, 18, 20, 24, 29, 30, 36, 60):
            never_missing(INCIDENTS[name], page(INCIDENTS[name], (width, height)))


@pytest.mark.parametrize("name", STAGES)
async def test_at_80_columns_every_key_stands_with_its_words_and_the_session_with_its_time(name: str) -> None:
    view = INCIDENTS[name]
    async with shown(view) as (app, _pilot):
        text = words(app)
        for key in [*(key for row in view.rows for key in row.keys), *view.exits, *view.answers]:
            assert f"{key.key}  {key.words}".rstrip() in text
        for need in (view.clock, "x entered in error", "? why", "esc day"):
            assert need in text
        for row in view.rows:
            assert all(part.text in text for part in row.value)


async def test_what_holds_and_what_is_offered_shows_without_colour() -> None:
    async with shown(RECONNECT, NO_COLOR="1") as (app, _pilot):
        assert "✓f  frozen" in words(app)
        assert "› t  phone now" in words(app)
        assert "✓ Tell the client" in words(app)


async def test_choosing_moves_nothing() -> None:
    async with shown(RECONNECT) as (app, pilot):
        before = lines(app)
        app.page.show(replace(RECONNECT, answers=TRIAGE.answers))
        await settled(pilot)
        assert [line.replace("✓f", " f") for line in before] == lines(app)


def test_the_number_is_the_largest_thing_and_grows_with_the_terminal() -> None:
    for width, height, tall in ((78, 24, 3), (116, 34, 5), (58, 18, 3)):
        bands = open_sheet(PHONE)(width, height)
        rows = ["".join(run.text for run in lined(band.row, width)) for band in bands]
        assert sum(row.count("█") + row.count("▀") > 12 for row in rows) == tall


def test_no_call_is_said_in_place_of_a_number_with_why() -> None:
    rows = ["".join(run.text for run in band.row.left) for band in open_sheet(NO_CALL)(78, 24)]
    drawn = blocks("NO CALL", 72, 3)
    assert all(any(line.rstrip() in row for row in rows) for line in drawn)
    assert any("Her partner answers this phone" in row for row in rows)


@pytest.mark.parametrize("number", ["+44 (0)20 7946 0123 ext. 4417", "+44 (0)20 7946 0123", "07700 900123" * 4])
def test_a_number_is_never_cut(number: str) -> None:
    for width, height in ((78, 24), (58, 18), (48, 12), (24, 6)):
        rows = [
            "".join(run.text for run in band.row.left)
            for band in open_sheet(replace(PHONE, number=number))(width, height)
        ]
        text = "".join(rows).replace(" ", "")
        drawn = blocks(number, width, 5) or blocks(number, width, 3)
        assert number.replace(" ", "") in text or all(line.replace(" ", "") in text for line in drawn)


def test_a_long_stage_keeps_its_next_thing_in_sight_and_says_what_is_hidden() -> None:
    rows = ["".join(run.text for run in band.row.left) for band in open_sheet(INCIDENTS["long"])(78, 24)]
    assert any("› Ring. Let it ring eight times." in row for row in rows)
    assert any("more lines" in row for row in rows)


async def test_an_end_warning_stands_with_its_key() -> None:
    for size in ((80, 24), (50, 12)):
        async with shown(LANDING, size) as (app, pilot):
            assert "! 5 minutes left: say so" in words(app)
            assert "seen" in words(app)
            await pilot.press("a")
            assert app.pressed == [("a", "")]


async def test_a_second_that_passes_paints_the_lines_of_the_clock_and_nothing_else() -> None:
    async with shown(TRIAGE) as (app, pilot):
        painted: list[Region] = []
        sheet = app.page._sheet
        before = sheet.refresh
        sheet.refresh = lambda *lines: (painted.extend(lines), before(*lines))[1]  # type: ignore[method-assign,func-returns-value]
        app.page.show(replace(TRIAGE, digits="4:56", clock="session 31:16 left · lost 0:04"))
        await settled(pilot)
        assert 0 < len(painted) <= 3
        assert {region.height for region in painted} == {1}
        assert "session 31:16 left" in words(app)


async def test_it_comes_back_with_one_frame_though_the_page_below_was_asked_to_paint_itself_too() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("escape")
        await settled(pilot)
        frames: list[Screen[object]] = []
        before = app._display
        app._display = lambda screen, renderable: (frames.append(screen), before(screen, renderable))[1]  # type: ignore[method-assign,func-returns-value]
        app.page.show(PHONE)
        app.push_screen("incident")
        await settled(pilot)
        await pilot.pause(0.1)
        assert frames == [app.page]
        assert PHONE.title.upper() in words(app)


async def test_a_theme_that_was_changed_behind_it_is_there_when_it_comes_back() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("escape")
        install(app, "light", {})
        app.push_screen("incident")
        await settled(pilot)
        grounds = {
            str(segment.style.bgcolor.triplet.hex)
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet
        }
        assert {LIGHT.background, LIGHT.surface} <= grounds
        assert not grounds & {DARK.background, DARK.surface}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_without_colours_the_sheet_and_its_margins_are_grey(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(TRIAGE, size) as (app, _pilot):
        colours = {
            colour.triplet
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour and colour.triplet
        }
        assert colours
        assert all(one.red == one.green == one.blue for one in colours)


# --- keys -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", [*"fhpdmynurbtcex1234567890= A", "question_mark"])
async def test_every_printable_key_is_passed_on(key: str) -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press({" ": "space", "=": "equals_sign"}.get(key, key))
        assert app.pressed == [({"question_mark": "?"}.get(key, key), "")]


async def test_other_keys_are_nobodys() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("enter", "up", "tab", "f9", "ctrl+o", "backspace")
        assert (app.pressed, app.left) == ([], 0)


async def test_esc_leaves_and_what_was_typed_below_is_still_there() -> None:
    async with shown(TRIAGE) as (app, pilot):
        field = app.screen_stack[0].query_one(Input)
        await pilot.press("escape")
        await settled(pilot)
        assert app.left == 1
        field.focus()
        await pilot.press("h", "i")
        app.push_screen("incident")
        await settled(pilot)
        await pilot.press("f", "escape")
        await settled(pilot)
        assert app.pressed == [("f", "")]
        assert (field.value, app.focused) == ("hi", field)


async def test_the_mouse_presses_a_cap_or_its_words() -> None:
    async with shown(TRIAGE) as (app, pilot):
        y, line = next((y, line) for y, line in enumerate(lines(app)) if "t  phone now" in line)
        await pilot.click(offset=(line.index("phone now") + 2, y))
        await pilot.click(offset=(line.index(" t ") + 1, y))
        await pilot.click(offset=(line.index("YOU RING"), y))
        assert app.pressed == [("t", ""), ("t", "")]


# --- questions --------------------------------------------------------------------------------------------------------
async def test_a_key_that_needs_words_opens_a_field_in_which_letters_are_text() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o")
        await settled(pilot)
        assert "Why? It is written down." in words(app)
        await pilot.press(*"fb2")
        assert app.pressed == []
        await pilot.press("enter")
        await settled(pilot)
        assert app.pressed == [("o", "fb2")]
        await pilot.press("b")
        assert app.pressed[-1] == ("b", "")


async def test_an_empty_field_is_nothing_and_never_the_name_of_the_answer() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o", "enter")
        await settled(pilot)
        assert app.pressed == [("o", "")]


async def test_a_quick_reason_is_one_more_key() -> None:
    async with shown(NO_CALL) as (app, pilot):
        await pilot.press("o", "2")
        await settled(pilot)
        assert app.pressed == [("o", "client asked")]


async def test_esc_leaves_a_question_first_and_nothing_was_asked_for() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o", "x", "escape")
        await settled(pilot)
        assert (app.pressed, app.left) == ([], 0)
        assert "Why? It is written down." not in words(app)
        await pilot.press("escape")
        assert app.left == 1


async def test_a_deadline_never_takes_the_field_from_who_types() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o", *"he said")
        app.page.show(replace(PHONE, ask=UNKNOWN.ask))
        await settled(pilot)
        assert isinstance(app.focused, Input)
        assert app.focused.value == "he said"
        assert has_number(PHONE, words(app))
        assert "then you ring a second time" in words(app)
        await pilot.press("!")
        assert app.focused.value == "he said!"


async def test_words_are_never_given_to_another_step_than_they_were_typed_for() -> None:
    moved = replace(TRIAGE, stage="Phone", rows=(*TRIAGE.rows[:1], replace(TRIAGE.rows[1], text="Ring the client")))
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o", *"yes")
        app.page.show(moved)
        await pilot.press("enter")
        await settled(pilot)
        assert app.pressed == []
        assert MOVED_ON[:40] in words(app)
        await pilot.press("r")
        await settled(pilot)
        assert app.pressed == [("r", "")]


async def test_a_question_of_the_core_is_answered_by_its_key_and_other_keys_keep_their_meaning() -> None:
    async with shown(UNKNOWN) as (app, pilot):
        assert "Whom is it about?" in words(app)
        await pilot.press("d", "1")
        assert app.pressed == [("d", ""), ("1", "")]


async def test_a_question_of_the_core_that_was_left_does_not_come_back_with_the_next_second() -> None:
    async with shown(UNKNOWN) as (app, pilot):
        await pilot.press("escape")
        app.page.show(replace(UNKNOWN, digits="4:55"))
        await settled(pilot)
        assert "Whom is it about?" not in words(app)
        await pilot.press("escape")
        await settled(pilot)
        app.push_screen("incident")
        app.page.show(replace(UNKNOWN, digits="4:50"))
        await settled(pilot)
        assert "Whom is it about?" in words(app)


async def test_a_question_of_the_core_goes_when_it_is_answered_elsewhere() -> None:
    async with shown(UNKNOWN) as (app, pilot):
        app.page.show(TRIAGE)
        await settled(pilot)
        assert "Whom is it about?" not in words(app)


async def test_the_answer_that_asks_for_words_hands_them_over() -> None:
    async with shown(UNKNOWN) as (app, pilot):
        await pilot.press("3", *"J.M.", "enter")
        await settled(pilot)
        assert app.pressed == [("3", "J.M.")]


# --- covert -----------------------------------------------------------------------------------------------------------
FORBIDDEN = (
    *("drop", "crisis", "safe", "incident", "covert", "someone", "came in", "person", "police", "danger", "emergency"),
    *("hide", "hidden", "abuse", "ring", "phone", "number", "text", "a.k.", "client", "session", "began", "error"),
    *("why", "esc", "f2", "f3", "f4", "f5", "concern", "lead", "supervisor", "lost", "stay", "breathe", "wait"),
    "minutes left",
)


def told(app: Preview) -> list[str]:
    """What on the screen tells that something is wrong."""
    return [word for word in FORBIDDEN if word in words(app).casefold()]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 18), (50, 12), (24, 6)])
async def test_covert_shows_a_clock_the_agreed_line_and_a_neutral_question_alone(size: tuple[int, int]) -> None:
    loud = replace(NO_CALL, look="covert", digits="30:12", closing_line=COVERT.closing_line, question=COVERT.question)
    for view in (
        COVERT,
        replace(loud, answers=COVERT.answers, warning="5 minutes left", said=Part("NO TEXT", Tone.ALARM)),
    ):
        async with shown(view, size) as (app, _pilot):
            assert not told(app)
            assert has_clock(view, words(app))
            assert "carry on" in words(app)
            assert app.title == "Session Day"
            assert not app.screen.title


async def test_covert_is_there_with_the_first_repaint() -> None:
    async with shown(PHONE) as (app, pilot):
        painted: list[list[str]] = []
        before = app._display

        def display(screen: Screen[object], renderable: object) -> None:
            before(screen, renderable)  # type: ignore[arg-type]
            painted.append(told(app))

        app._display = display  # type: ignore[method-assign]
        assert told(app)
        app.page.show(COVERT)
        await settled(pilot)
        assert painted
        assert not any(painted)


async def test_a_field_that_was_open_is_gone_in_covert() -> None:
    async with shown(TRIAGE) as (app, pilot):
        await pilot.press("o", *"her partner")
        app.page.show(COVERT)
        await settled(pilot)
        assert not told(app)
        assert "partner" not in words(app)
        await pilot.press("y")
        assert app.pressed == [("y", "")]


async def test_esc_twice_leads_back_and_once_does_nothing() -> None:
    async with shown(COVERT) as (app, pilot):
        await pilot.press("escape")
        await settled(pilot)
        assert not told(app)
        assert app.left == 0
        await pilot.press("escape")
        await settled(pilot)
        assert "SOMEONE CAME IN · A.K." in words(app)
        await pilot.press("escape")  # hammered in fright: it leads no further, to a screen with names
        assert app.left == 0
        app.page._forget_escape()
        await pilot.press("escape")
        assert app.left == 1


async def test_two_escs_far_apart_are_two_single_ones() -> None:
    async with shown(COVERT) as (app, pilot):
        await pilot.press("escape")
        app.page._forget_escape()
        await pilot.press("escape")
        await settled(pilot)
        assert "SOMEONE CAME IN" not in words(app)


async def test_covert_is_covert_again_when_it_is_come_back_to() -> None:
    async with shown(COVERT) as (app, pilot):
        await pilot.press("escape", "escape")
        app.page._forget_escape()
        await pilot.press("escape")
        await settled(pilot)
        app.push_screen("incident")
        await settled(pilot)
        assert not told(app)


# --- no words can break it --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_in_every_field_are_only_words(text: str) -> None:
    async with shown(hostile(text), (120, 36)) as (app, pilot):
        for size in ((120, 36), (80, 24), (50, 12)):
            await pilot.resize_terminal(*size)
            for look in ("open", "covert"):
                app.page.show(replace(hostile(text), look=look))
                await settled(pilot)
                for line in lines(app):
                    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
                await pilot.press("2", "x", "b")


async def test_resizing_again_and_again_breaks_nothing() -> None:
    async with shown(PHONE) as (app, pilot):
        for at in range(36):
            await pilot.resize_terminal(*SIZES[at % len(SIZES)])
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert has_number(PHONE, words(app))
        await pilot.press("1")
        assert app.pressed == [("1", "")]


def test_sheet_and_question_never_overlap_and_never_leave_the_screen() -> None:
    for width in range(10, 220, 7):
        for height in range(6, 70, 3):
            where = places(width, height, lambda _width: 3)
            sheet, answer = where["sheet"], where["answer"]
            assert sheet.bottom <= answer.y
            assert answer.bottom <= height
            assert 0 <= sheet.x <= sheet.right <= width


def test_a_view_without_anything_is_a_page_all_the_same() -> None:
    bare = IncidentView("i", "", "", "", "", (), "", "", "", "", ())
    for width, height in ((78, 24), (50, 12), (10, 2)):
        bands = open_sheet(bare)(width, height)
        assert len(bands) == height
        assert all(isinstance(band.row, Row) for band in bands)


def test_a_key_with_a_question_of_its_own_says_so_in_the_view() -> None:
    asking = [key for view in INCIDENTS.values() for row in view.rows for key in row.keys if key.ask]
    assert asking
    assert all(isinstance(key, FlowKey) and isinstance(key.ask, CheckAsk) for key in asking)
