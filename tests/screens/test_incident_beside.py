"""What stands around an incident's own lines: what else is open, what passed meanwhile, the card, long first lines."""

from dataclasses import replace

import pytest

from console.screens.incident import covert_sheet, open_sheet
from data.values.views import CheckAsk, FlowKey, OtherIncident
from tests.incident_samples import COVERT, PHONE, RECONNECT, TRIAGE
from tests.screens.test_incident import SIZES, page, settled, shown, words
from tests.stages import shown as staged
from tests.stages import stages

OTHERS = (OtherIncident("i2", "J.M. · Drop · 3:12 to “Phone”"), OtherIncident("i3", "Breach · Record", suspended=True))
CARD = staged("crisis", "services")


async def test_what_else_is_open_stands_on_a_quiet_line_and_tab_leads_there() -> None:
    view = replace(RECONNECT, others=OTHERS)
    async with shown(view) as (app, pilot):
        assert "Also open: J.M. · Drop · 3:12 to “Phone”, and 1 more" in words(app)
        await pilot.press("tab")
        assert app.pressed == [("tab", "")]


async def test_a_click_on_tab_leads_there_too() -> None:
    async with shown(replace(TRIAGE, others=OTHERS)) as (app, pilot):
        row = next(n for n, line in enumerate(words(app).splitlines()) if "Also open" in line)
        await pilot.click(offset=(74, row))
        assert app.pressed == [("tab", "")]


async def test_tab_takes_no_words_from_who_types_and_does_nothing_in_covert() -> None:
    asking = FlowKey("g", "help arrived", ask=CheckAsk("help arrived", (("w", "words", "Confirmed by whom?"),)))
    async with shown(replace(TRIAGE, others=OTHERS, exits=(asking,))) as (app, pilot):
        await pilot.press("g", *"Dr H", "tab")
        await settled(pilot)
        assert "Dr H" in words(app)
        assert app.pressed == []
        app.page.show(replace(COVERT, others=OTHERS, overdue="Overdue: “Phone”"))
        await settled(pilot)
        await pilot.press("tab")
        assert app.pressed == []
        assert "open" not in words(app)
        assert "verdue" not in words(app)


async def test_an_exit_that_asks_hands_over_the_words() -> None:
    asking = FlowKey("g", "help arrived", ask=CheckAsk("help arrived", (("w", "words", "Confirmed by whom?"),)))
    async with shown(replace(PHONE, exits=(asking,))) as (app, pilot):
        await pilot.press("g")
        await settled(pilot)
        assert "Confirmed by whom?" in words(app)
        await pilot.press(*"Dr Hale", "enter")
        await settled(pilot)
        assert app.pressed == [("g", "Dr Hale")]


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 36), (58, 17)])
def test_what_passed_meanwhile_is_said_at_every_size(size: tuple[int, int]) -> None:
    told = "Overdue: “Phone: you ring” since 10:23, 4:10 ago"
    for view in (RECONNECT, PHONE, CARD):
        assert told in " ".join(page(replace(view, overdue=told), size).split())


@pytest.mark.parametrize("size", [size for size in SIZES if size[0] > 50])
def test_a_rehearsal_says_so_on_every_screen(size: tuple[int, int]) -> None:
    for view in (TRIAGE, PHONE, CARD):
        assert "REHEARSAL" in page(replace(view, watermark="REHEARSAL"), size)
    rows = covert_sheet(replace(COVERT, watermark="REHEARSAL"))(*size)
    assert any("REHEARSAL" in run.text for band in rows for run in band.row.left)


def test_red_is_for_the_gravest_alone() -> None:
    for flow, stage, _look in stages():
        view = staged(flow, stage)
        for size in ((80, 24), (116, 34), (50, 12)):
            bands = open_sheet(view)(*size)
            red = [band for band in bands if band.ground == "red" or any("alarm" in run.pen for run in band.row.left)]
            assert bool(red) == (flow == "crisis" and view.look != "covert"), (flow, stage, size)


# --- first lines ------------------------------------------------------------------------------------------------------
LONG = ("Say that you lost some of it now.", "They may be looking for the link.", "Ask before anything else is said.")
VERY_LONG = tuple(f"{words} {words}" for words in LONG)


@pytest.mark.parametrize("first", [LONG, VERY_LONG])
def test_long_first_lines_stand_in_columns_or_below_each_other_and_none_is_cut(first: tuple[str, ...]) -> None:
    for width in (58, 60, 80, 100, 120, 200):
        text = page(replace(TRIAGE, first=first), (width + 2, 40))
        for line in first:
            for word in line.split():
                assert word in text, (width, word, text)
        assert "…" not in text


def test_three_columns_keep_their_lines_apart() -> None:
    text = page(replace(TRIAGE, first=LONG), (80, 30))
    row = next(line for line in text.splitlines() if "Say that you" in line)
    assert "They may be" in row
    assert "Ask before" in row


# --- the crisis card --------------------------------------------------------------------------------------------------
def test_at_120_columns_what_is_beside_it_stands_at_the_right_and_at_80_below() -> None:
    wide, small = page(CARD, (120, 36)), page(CARD, (80, 24))
    row = next(line for line in wide.splitlines() if "WHERE" in line)
    assert row.index("Emergency services") > row.index("Elm Road")
    assert "Emergency services  999" in small
    assert next(line for line in small.splitlines() if "WHERE" in line).count("Emergency") == 0


def test_the_key_that_says_they_moved_stands_on_the_place_it_changes() -> None:
    for size in ((120, 36), (80, 24), (62, 20)):
        row = next(line for line in page(CARD, size).splitlines() if "WHERE" in line)
        assert "v  moved" in row


def test_what_is_not_entered_is_named_on_it() -> None:
    assert CARD.card
    bare = replace(CARD, card=replace(CARD.card, missing=("lead's number", "safety plan")))
    assert "Not entered: lead's number, safety plan" in page(bare, (80, 26))
    aside = " ".join(line.partition("│")[2] for line in page(bare, (120, 36)).splitlines())
    assert "Not entered: lead's number, safety plan" in " ".join(aside.split())
