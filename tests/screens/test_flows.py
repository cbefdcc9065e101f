"""The list of F5: every flow with its key and its condition, one key each, at every size."""

import pytest

from console.core.view.flow_list import flow_choices
from console.screens.flows import FlowsScreen, flow_bands
from data.values.views import FlowChoice
from tests.core.incident_build import a_day
from tests.screens.dialogs import Opened, press, running, text
from tests.screens.flows import FLOWS
from widgets.lines import lined

SHIPPED = flow_choices(a_day())
LISTS = {"all of them": FLOWS, "as shipped": SHIPPED}


def words(choices: tuple[FlowChoice, ...], width: int, height: int, at: int = 0) -> str:
    """The list as it is drawn, in lines."""
    bands = flow_bands(choices, at, width, height)
    assert len(bands) == height
    rows = ["".join(run.text for run in lined(band.row, width)) for band in bands]
    assert {len(row) for row in rows} <= {width}
    return "\n".join(rows)


@pytest.mark.parametrize("name", LISTS)
async def test_every_key_title_and_condition_is_on_80_by_24(name: str) -> None:
    app = Opened(FlowsScreen(LISTS[name]))
    async with running(app) as pilot:
        await pilot.pause()
        told = " ".join(text(app).split())
        for one in LISTS[name]:
            head = f"{one.key} {one.title}"
            assert head in " ".join(told.split()), told
            for word in one.use_when.split():
                assert word in told, word
        assert "…" not in told.replace("use when …", "")


@pytest.mark.parametrize("name", LISTS)
async def test_every_key_and_title_is_on_60_by_18_with_when_the_one_in_hand_is_used(name: str) -> None:
    app = Opened(FlowsScreen(LISTS[name]))
    async with running(app, (60, 18)) as pilot:
        for at, one in enumerate(LISTS[name]):
            told = " ".join(text(app).split())
            for other in LISTS[name]:
                assert f"{other.key} {other.title}" in told, told
            assert one.use_when in told, told
            await press(pilot, "down")
            assert app.opened.at == (at + 1) % len(LISTS[name])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", LISTS)
def test_no_key_and_no_title_is_ever_cut(name: str) -> None:
    for width in (58, 60, 78, 98, 116, 160):
        for height in (11, 14, 20, 30, 50):
            told = " ".join(words(LISTS[name], width, height, at=len(LISTS[name]) - 1).split())
            for one in LISTS[name]:
                assert f"{one.key} {one.title}" in told, (width, height, told)
            assert LISTS[name][-1].use_when in told, (width, height, told)


async def test_one_letter_begins_it() -> None:
    for one in FLOWS:
        if len(one.key) == 1:
            app = Opened(FlowsScreen(FLOWS))
            async with running(app) as pilot:
                await pilot.press(one.key)
                await pilot.pause()
                assert app.results == [one.id]


async def test_a_letter_of_no_flow_does_nothing_and_esc_begins_nothing() -> None:
    app = Opened(FlowsScreen(FLOWS))
    async with running(app) as pilot:
        await press(pilot, "z", "2", "y", "space")
        assert app.results == []
        await press(pilot, "escape")
        assert app.results == [None]


async def test_enter_begins_the_one_in_hand() -> None:
    app = Opened(FlowsScreen(FLOWS))
    async with running(app) as pilot:
        await press(pilot, "down", "down", "enter")
        assert app.results == ["signal"]


async def test_a_click_on_a_title_begins_it() -> None:
    app = Opened(FlowsScreen(FLOWS))
    async with running(app) as pilot:
        await pilot.pause()
        row = next(n for n, line in enumerate(text(app).splitlines()) if "Overwhelm" in line)
        await pilot.click(offset=(12, row))
        await pilot.pause()
        assert app.results == ["overwhelm"]


def test_they_stand_in_the_order_of_urgency_and_no_key_is_there_twice() -> None:
    flows = a_day().flows
    assert [flows[one.id].urgency for one in SHIPPED] == sorted(flows[one.id].urgency for one in SHIPPED)
    keys = [one.key for one in SHIPPED]
    assert len(set(keys)) == len(keys)
    assert "drop" in [one.id for one in SHIPPED]
    assert "emergency" not in [one.id for one in SHIPPED]


def test_a_list_of_nothing_says_so() -> None:
    assert "No flow" in words((), 78, 20)
