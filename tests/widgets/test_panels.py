"""Panels: the cursor moves at once, is always in sight, and stays with what it was on."""

from dataclasses import replace
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from console.keymap import CAPS
from data.values.views import Part, Tone
from tests.samples import CLOCK, DETAIL, LONG, OWED, ROWS, SESSION, WARNING
from widgets.agenda import Agenda
from widgets.aside import DropPanel, OwedPanel
from widgets.checklist import Checklist
from widgets.clock_bar import ClockBar
from widgets.digits import large
from widgets.lines import Lines
from widgets.watch_line import WatchLine


class One(App[None]):
    """One widget on an otherwise empty screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget


def words(widget: Lines) -> list[str]:
    return [strip.text.rstrip() for strip in widget.render_lines(widget.size.region)]


async def test_the_cursor_of_a_long_list_is_never_out_of_sight() -> None:
    panel = Checklist(LONG.detail, id="checks")
    async with One(panel).run_test(size=(70, 14)) as pilot:
        seen: list[str] = []
        for key in [*["down"] * 30, *["up"] * 12, "pagedown", "end", "home", "pagedown", "pageup", "end"]:
            await pilot.press(key)
            marked = [line for line in words(panel) if line.startswith("▌")]
            assert marked, (key, panel.cursor)
            seen.append(panel.cursor)
        assert len(set(seen)) > 30
        assert panel.cursor == "7-11"
        assert "↑ " in words(panel)[2]


async def test_what_is_hidden_is_counted() -> None:
    panel = Agenda(LONG.rows, id="today")
    async with One(panel).run_test(size=(40, 12)):
        shown = [line for line in words(panel) if "weekly" in line]
        assert len(shown) == 9
        assert words(panel)[-1].strip() == f"↓ {60 - len(shown)} more"


async def test_the_cursor_skips_the_line_of_now() -> None:
    panel = Agenda(ROWS, id="today")
    async with One(panel).run_test(size=(40, 20)) as pilot:
        panel.place("s2")
        panel.focus()
        await pilot.press("down")
        assert panel.cursor == "s3"
        await pilot.press("up", "up", "up")
        assert panel.cursor == "s1"


async def test_a_session_that_goes_leaves_the_cursor_beside_it() -> None:
    panel = Agenda(ROWS, id="today")
    async with One(panel).run_test(size=(40, 20)):
        panel.place("s4")
        panel.show(tuple(row for row in ROWS if row.session != "s4"))
        assert panel.cursor == "s5"
        panel.show(())
        panel.show(ROWS)
        assert panel.cursor == "s1"


async def test_the_cursor_follows_the_next_thing_where_it_stood_on_it() -> None:
    panel = Checklist(DETAIL, id="checks")
    async with One(panel).run_test(size=(80, 30)) as pilot:
        assert panel.cursor == "e1"
        ending = DETAIL.groups[2]
        rows = (replace(ending.rows[0], next=False), replace(ending.rows[1], next=True), *ending.rows[2:])
        moved = replace(DETAIL, groups=(*DETAIL.groups[:2], replace(ending, rows=rows)))
        panel.show(moved)
        assert panel.cursor == "e2"
        panel.focus()
        await pilot.press("up", "up", "up")
        panel.show(DETAIL)
        assert panel.cursor == "c3"


async def test_without_the_focus_a_key_means_the_next_thing() -> None:
    panel = Checklist(DETAIL, id="checks")
    async with One(panel).run_test(size=(80, 30)) as pilot:
        panel.focus()
        await pilot.press("up")
        assert panel.current == "c4"
        panel.blur()
        await pilot.pause()
        assert panel.current == "e1"


async def test_every_state_differs_without_colour() -> None:
    panel = Checklist(DETAIL, id="checks")
    async with One(panel).run_test(size=(80, 30)):
        shown = "\n".join(words(panel))
    for glyph in "·✓~›○":
        assert f" {glyph}  " in shown


async def test_a_click_chooses_a_line() -> None:
    panel = Agenda(ROWS, id="today")
    async with One(panel).run_test(size=(40, 20)) as pilot:
        await pilot.click(panel, offset=(8, 5))
        assert panel.cursor == "s3"


async def test_a_deadline_stands_beside_what_is_owed_or_below_it_whole() -> None:
    panel = OwedPanel(OWED, id="owed")
    async with One(panel).run_test(size=(40, 10)):
        assert words(panel)[1].endswith("31 h left")
    panel = OwedPanel(OWED, id="owed")
    async with One(panel).run_test(size=(30, 10)):
        assert words(panel)[1].endswith("Report Tuesday's breach")
        assert words(panel)[2].endswith(" 31 h left")


async def test_a_number_is_never_broken_over_two_lines() -> None:
    for width in range(24, 90):
        panel = DropPanel(SESSION.drop, id="drop")
        async with One(panel).run_test(size=(width, 10)):
            assert any("07700 900123" in line for line in words(panel)), width
            assert any("NO TEXT" in line for line in words(panel)), width


@pytest.mark.parametrize("digits", ["31:29", "0:00", "+12:10", "-1:05", "4:58", "1:02:03", "10:18", "6 7"])
def test_large_digits_are_three_lines_of_one_width(digits: str) -> None:
    for heavy in (False, True):
        lines = large(digits, heavy=heavy)
        assert len({len(line) for line in lines}) == 1


def test_past_the_end_has_other_strokes() -> None:
    assert not set("".join(large("+2:10", heavy=True))) & set("╭─╮│╰╯├┤┴╶╴╷╵┼")


def test_what_is_no_time_stands_as_it_is() -> None:
    assert large("soon")[1] == "soon"


class Watched(ClockBar):
    """Remembers which regions were asked to be painted anew."""

    asked: list[tuple[Any, ...]]

    def refresh(self, *regions: Any, **kw: Any) -> "Watched":
        self.asked = [*getattr(self, "asked", []), regions]
        super().refresh(*regions, **kw)
        return self


async def test_a_second_that_passes_repaints_the_digits_alone() -> None:
    bar = Watched(CLOCK, id="clock")
    async with One(bar).run_test(size=(100, 5)) as pilot:
        await pilot.pause()
        bar.asked = []
        bar.show(replace(CLOCK, digits="31:28", fraction=CLOCK.fraction + 0.0001))
        (regions,) = bar.asked
        assert [region.width < 30 for region in regions] == [True]
        bar.asked = []
        bar.show(replace(CLOCK, digits="31:28", fraction=CLOCK.fraction + 0.0001))
        assert bar.asked == []
        bar.show(replace(CLOCK, mood="warning", caption="5 minutes left: say so"))
        assert bar.asked == [()]


async def test_not_saved_is_whole_however_narrow_the_bar() -> None:
    for width in range(58, 120):
        bar = ClockBar(replace(CLOCK, saved="NOT SAVED: the disk is full", saved_tone=Tone.ATTENTION), id="clock")
        async with One(bar).run_test(size=(width, 3)):
            assert any("NOT SAVED: the disk is full" in line for line in words(bar)), width
            assert any("ends 10:50 as booked" in line for line in words(bar)), width


@pytest.mark.parametrize("width", [120, 80, 60])
@pytest.mark.parametrize("banner", [True, False])
async def test_the_incident_keys_at_the_foot_give_way_to_no_words(width: int, banner: bool) -> None:
    foot = WatchLine(CAPS, id="watch")
    said = Part("Before closing, settle the identity of A.K.: done, refused or overridden.", Tone.ATTENTION)
    async with One(foot).run_test(size=(width, 6)):
        foot.show(replace(WARNING if banner else SESSION, said=said))
        first, second = words(foot)
        assert all(key in second for key in ("F2", "F3", "F4", "F5"))
        assert ("5 minutes left" in first) is banner
        assert banner or "Before closing, settle" in first + second
