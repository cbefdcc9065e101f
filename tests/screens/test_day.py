"""The day screen: what is on it at every size, what keys ask for, and that no words can break it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from console.keymap import DAY, INCIDENT
from data.values.views import CheckAsk, DayView
from tests.preview import Preview
from tests.samples import ASK, BEFORE, DAYS, EMPTY, HOSTILE, SESSION, WARNING, hostile
from widgets.lines import clear

SIZES = [(200, 50), (140, 40), (120, 36), (100, 30), (80, 24), (60, 18), (59, 17), (50, 12), (24, 6)]


@asynccontextmanager
async def shown(view: DayView | None, size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[Preview, Pilot[None]]]:
    app = Preview(view)
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
@pytest.mark.parametrize("name", sorted(DAYS))
async def test_every_day_fits_every_size(name: str, size: tuple[int, int]) -> None:
    async with shown(DAYS[name], size) as (app, _pilot):
        assert [len(line) for line in lines(app)] == [size[0]] * size[1]
        for child in app.day.children:
            if child.region:
                assert app.screen.region.contains_region(child.region)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 18), (50, 12)])
@pytest.mark.parametrize("view", [SESSION, WARNING])
async def test_clock_who_next_action_number_and_incident_keys_are_always_there(
    view: DayView, size: tuple[int, int]
) -> None:
    async with shown(view, size) as (app, _pilot):
        text = words(app)
        assert "╶" in text
        for need in ("A.K.", "› ", "Say there are five minutes left", "YOU RING", "07700 900123", "NO TEXT"):
            assert need in text
        for key in ("F2", "F3", "F4", "F5"):
            assert key in text


async def test_no_call_and_why_stand_where_a_number_would() -> None:
    for size in ((120, 36), (80, 24), (50, 12)):
        async with shown(BEFORE, size) as (app, _pilot):
            assert "NO CALL  no number is known to be safe" in words(app)


async def test_the_keys_never_overflow_at_80_columns() -> None:
    keys = tuple((key.cap, key.words) for key in DAY)
    async with shown(replace(SESSION, keys=keys), (80, 24)) as (app, _pilot):
        incident, others = lines(app)[-2:]
        assert "F5  More" in incident
        assert others.strip().startswith("space tick   enter open   s start")
        assert "…" not in others


async def test_the_demo_says_so_and_failed_alerts_are_seen_at_60_columns() -> None:
    async with shown(BEFORE, (60, 18)) as (app, _pilot):
        assert "DEMO" in lines(app)[0]
        assert "alerts fail" in lines(app)[0]


async def test_an_empty_day_says_how_to_begin() -> None:
    async with shown(EMPTY) as (app, _pilot):
        for need in ("No sessions today.", "a new session", "a new client", "session-day import", "Nothing owed"):
            assert need in words(app)


async def test_the_frame_is_there_before_the_first_view() -> None:
    async with shown(None) as (app, pilot):
        assert "Session Day" in words(app)
        assert "F2" in words(app)
        app.day.show(SESSION)
        await settled(pilot)
        assert "14 Elm Road, Leeds" in words(app)
        assert app.day.query_one("#today").cursor == "s2"  # type: ignore[attr-defined]


async def test_a_banner_comes_and_goes_without_covering_anything() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.show(WARNING)
        await settled(pilot)
        assert sum("5 minutes left: say so" in line for line in lines(app)) == 2
        app.day.show(SESSION)
        await settled(pilot)
        assert "5 minutes left: say so" not in words(app)


async def test_resizing_again_and_again_breaks_nothing() -> None:
    async with shown(SESSION) as (app, pilot):
        for at in range(36):
            await pilot.resize_terminal(*SIZES[at % len(SIZES)])
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "07700 900123" in words(app)
        await pilot.press("down")


# --- no words can break it --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_in_every_field_are_only_words(text: str) -> None:
    for size in ((120, 36), (80, 24), (50, 12)):
        async with shown(hostile(text), size) as (app, pilot):
            app.day.put(CheckAsk(text, ((text or "1", text, text), ("2", text, "")), text), "open", "a", "c0")
            await settled(pilot)
            for line in lines(app):
                assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
            await pilot.press("escape", "down", "tab", "up", "right")


async def test_brackets_are_shown_as_they_are() -> None:
    async with shown(hostile("[TODO] a")) as (app, _pilot):
        assert words(app).count(clear("[TODO] a")) > 15


# --- keys -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", [key for key in DAY if key.id not in ("day.right", "day.left")], ids=lambda key: key.id)
async def test_each_key_asks_for_its_action(key: "object") -> None:
    name, pressed = key.action, key.keys.split(",")  # type: ignore[attr-defined]
    async with shown(SESSION) as (app, pilot):
        for one in pressed:
            await pilot.press(one)
            action, session, _line, given = app.calls[-1]
            assert f"press('{action}')" == name
            assert (session, given) == ("s2", {"place": "checks"})
        assert len(app.calls) == len(pressed)


@pytest.mark.parametrize(("key", "action"), [("f2", "drop"), ("f3", "crisis"), ("f4", "safe-word"), ("f5", "more")])
async def test_the_incident_keys_work_by_f_key_by_alt_and_after_esc(key: str, action: str) -> None:
    async with shown(SESSION) as (app, pilot):
        digit = key[1]
        await pilot.press(key, f"alt+{digit}", "escape", digit)
        assert [call[0] for call in app.calls] == [action] * 3
        await pilot.press(digit)
        assert len(app.calls) == 3


async def test_the_keys_shown_become_digits_while_esc_arms_them() -> None:
    async with shown(SESSION) as (app, pilot):
        await pilot.press("escape")
        await settled(pilot)
        assert " 2  Drop" in words(app)
        assert "F2" not in words(app)
        await pilot.press("2")
        await settled(pilot)
        assert "F2" in words(app)


def test_every_binding_has_its_own_id_and_words() -> None:
    ids = [key.id for key in (*DAY, *INCIDENT)]
    assert len(ids) == len(set(ids))
    assert all(key.words and key.id.count(".") == 1 for key in (*DAY, *INCIDENT))


async def test_space_on_today_ticks_the_next_thing_and_enter_goes_to_the_checks() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.query_one("#today").focus()
        await pilot.press("space")
        assert app.calls[-1] == ("tick", "s2", "e1", {"place": "today"})
        await pilot.press("enter")
        assert app.focused is app.day.query_one("#checks")
        assert len(app.calls) == 1


async def test_the_cursor_moves_at_once_and_the_session_is_asked_for_after() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.query_one("#today").focus()
        await pilot.press("down")
        await settled(pilot)
        assert app.calls == [("select", "s3", "", {})]


async def test_the_cursor_follows_details_that_change_by_themselves_and_never_one_that_was_moved() -> None:
    async with shown(SESSION) as (app, pilot):
        assert SESSION.detail is not None
        other = replace(SESSION, detail=replace(SESSION.detail, session="s3"))
        app.day.show(other)
        await pilot.press("s")
        assert app.calls[-1][:2] == ("start", "s3")
        app.day.query_one("#today").focus()
        await pilot.press("down")
        app.day.show(SESSION)
        await pilot.press("s")
        assert app.calls[-1][:2] == ("start", "s4")


async def test_why_names_the_line_of_the_panel_with_the_cursor() -> None:
    async with shown(SESSION) as (app, pilot):
        await pilot.press("up", "question_mark")
        assert app.calls[-1] == ("why", "s2", "c4", {"place": "checks"})
        await pilot.press("right", "down", "question_mark")
        assert app.calls[-1] == ("why", "", "o2", {"place": "owed"})
        await pilot.press("right", "question_mark")
        assert app.calls[-1] == ("why", "s2", "", {"place": "today"})


async def test_the_keys_of_a_banner_come_before_the_screens_own() -> None:
    async with shown(BEFORE) as (app, pilot):
        await pilot.press("n")
        assert app.calls == [("banner", "s3", "gap", {"place": "checks", "key": "n"})]


# --- answers ----------------------------------------------------------------------------------------------------------
async def at_privacy(pilot: Pilot[None]) -> None:
    await pilot.press("down", "down", "down", "enter")
    await settled(pilot)


async def test_enter_on_a_safety_check_opens_its_answers_and_ticks_nothing() -> None:
    async with shown(BEFORE) as (app, pilot):
        await at_privacy(pilot)
        assert "Are you alone, and is it private?" in words(app)
        assert " 1  alone" in words(app)
        await pilot.press("enter", "enter")
        assert app.calls == []


async def test_a_digit_gives_the_answer() -> None:
    async with shown(BEFORE) as (app, pilot):
        await at_privacy(pilot)
        await pilot.press("1")
        await settled(pilot)
        assert app.calls == [("open", "s3", "c1", {"place": "checks", "answer": "alone", "detail": ""})]
        assert app.focused is app.day.query_one("#checks")
        assert "3  rearranged" not in words(app)


async def test_an_answer_that_needs_words_gets_a_field_in_which_letters_are_text() -> None:
    async with shown(BEFORE) as (app, pilot):
        await at_privacy(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert "What was adjusted?" in words(app)
        await pilot.press("s", "q", "2", "f2", "space", "n")
        assert [call[0] for call in app.calls] == ["drop"]
        await pilot.press("enter")
        await settled(pilot)
        assert app.calls[-1] == (
            "open", "s3", "c1", {"place": "checks", "answer": "adjusted", "detail": "headphones onsq2 n"}
        )  # fmt: skip


async def test_esc_leaves_a_question_and_changes_nothing() -> None:
    for typing in (False, True):
        async with shown(BEFORE) as (app, pilot):
            await at_privacy(pilot)
            if typing:
                await pilot.press("2", "x")
            await pilot.press("escape")
            await settled(pilot)
            assert app.calls == []
            assert "What was adjusted?" not in words(app)
            assert app.focused is app.day.query_one("#checks")


async def test_a_question_is_left_by_going_elsewhere() -> None:
    async with shown(BEFORE) as (app, pilot):
        await at_privacy(pilot)
        await pilot.press("tab")
        await settled(pilot)
        assert "1  alone" not in words(app)
        assert app.calls == []


async def test_the_screens_keys_rest_while_a_question_is_open() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.put(ASK, "open", "s2", "c1")
        await settled(pilot)
        await pilot.press("s", "z")
        assert app.calls == []
        await pilot.press("right", "right", "enter")
        await settled(pilot)
        assert "What was adjusted?" in words(app)


async def test_one_answer_with_a_prompt_goes_straight_to_its_field() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.put(CheckAsk("Go on without it", (("", "overridden", "Why?"),)), "override", "s2", "c1")
        await settled(pilot)
        await pilot.press(*"her ", "w", "i", "s", "h", "enter")
        await settled(pilot)
        assert app.calls[-1] == (
            "override", "s2", "c1", {"place": "checks", "answer": "overridden", "detail": "her wish"}
        )  # fmt: skip


async def test_a_pasted_escape_sequence_is_words() -> None:
    async with shown(SESSION) as (app, pilot):
        app.day.put(CheckAsk("Where?", (("", "here", "Address"),), "a\x1b]52;c;x\x07b"), "open", "s2", "c2")
        await settled(pilot)
        assert "\x1b" not in words(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.calls[-1][3]["detail"] == clear("a\x1b]52;c;x\x07b")
