"""The neutral screen as the lock: the clock, the warnings, the way in; after the lock by key the next action and F3.

Rule: it is shown a `LockedView`, which is about nobody, and hands on what is typed; it decides nothing. It is made once
and kept, lies over whatever was there, and only who pushed it takes it away: no key typed here reaches the day.
The third content of the neutral screen, the covert look, is `console.screens.covert`; both are drawn alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.screen import Screen
from textual.widgets import Input

from console.keymap import bindings
from console.screens.entry import CAP, SecretInput
from console.screens.neutral_lines import clock_rows, fitted, middle, words_rows
from data.values.views import LockedView
from widgets.lines import BLANK, Row, Run
from widgets.sheet import Band, Make, Sheet

EMPTY = LockedView("", "")


class NeutralScreen(Screen[None]):
    """See the module. `opens` is called with what was typed ("" for Enter alone), `seen` where a warning was seen."""

    CSS_PATH = "neutral.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("locked"),
        Binding("enter", "open", "Open", show=False, id="locked.enter"),
        Binding("a", "seen", "Seen", show=False, id="locked.a"),
    ]

    def __init__(self, opens: Callable[[str], None], seen: Callable[[], None]) -> None:
        super().__init__()
        self._opens = opens
        self._seen = seen
        self._view = EMPTY
        self._above = Sheet(id="above")
        self._below = Sheet(id="below")
        self._field = SecretInput(password=True, max_length=CAP, compact=True, select_on_focus=False, id="field")

    def compose(self) -> ComposeResult:
        """The clock and what must be seen, the field, what was answered."""
        yield self._above
        with Center():  # by itself: the screen's own alignment moves all three together
            yield self._field
        yield self._below

    def on_mount(self) -> None:
        """As it was shown last."""
        self.show(self._view)

    def show(self, view: LockedView) -> None:
        """Draw this; what is being typed stays."""
        self._view = view
        self._above.show(above(view))
        self._below.show(below(view))
        self._field.display = view.asks
        self._field.disabled = view.waits
        if self.is_attached and view.asks and not view.waits and self.focused is not self._field:
            self.set_focus(self._field)

    def clear(self) -> None:
        """Nothing is left of what was typed."""
        self._field.value = ""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """On top again: an empty field, ready to be typed in."""
        del event
        self.clear()
        self._field.password = True
        if self._view.asks:
            self.set_focus(self._field)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        typed = self._field.value
        self.clear()
        if not self._view.waits:
            self._opens(typed)

    @on(Sheet.Clicked)
    def _clicked(self, message: Sheet.Clicked) -> None:
        message.stop()
        if message.key in {key for key, _words in self._view.seen}:
            self._seen()

    def action_open(self) -> None:
        """Enter where nothing is typed."""
        if not self._view.asks and not self._view.waits:
            self._opens("")

    def action_seen(self) -> None:
        """The warning was seen; it needs no passphrase."""
        self._seen()


def above(view: LockedView) -> Make:
    """The clock, the warnings, and the line over the field; they stand on the field."""

    def make(width: int, height: int) -> list[Band]:
        rows = _standing(view, width, height)
        return [Band(row) for row in (*[BLANK] * (height - len(rows)), *rows[:height])]

    return make


def _standing(view: LockedView, width: int, height: int) -> list[Row]:
    """All of it where it fits; else without blank lines, then with a small clock, then without the last warnings."""
    small = [middle([Run(view.digits, "quiet")], width)]
    warned = [words_rows(f"! {words}", width, "attention") for words in view.warnings]
    way_in = [*([_keys(view.seen, width)] if view.seen else []), BLANK, *words_rows(view.line, width)]
    clock = [*clock_rows(view.digits, width, height), *words_rows(view.caption, width)]
    loose = [row for one in warned for row in (BLANK, *one)]
    for top in (clock, small):
        rows = fitted([*top, *loose, *way_in], height)
        if len(rows) <= height:
            return rows
    room = max(height - len(small) - sum(row is not BLANK for row in way_in), 1)
    kept = [row for row in loose if row is not BLANK][:room]
    return fitted([*small, *kept, *way_in], height - 1)


def below(view: LockedView) -> Make:
    """What was answered, what to know, the next action and its keys; and at the foot whose people these are."""

    def make(width: int, height: int) -> list[Band]:
        rows = [BLANK, *words_rows(view.said, width, "attention"), *words_rows(view.detail, width)]
        if view.next:
            rows += [BLANK, *words_rows(f"› {view.next}", width, "plain")]
        if view.keys:
            rows += [BLANK, _keys(view.keys, width)]
        rows = fitted(rows, height)
        if view.watermark and len(rows) < height:
            rows += [*[BLANK] * (height - 1 - len(rows)), *words_rows(view.watermark, width)]
        return [Band(row) for row in rows[:height]]

    return make


def _keys(keys: tuple[tuple[str, str], ...], width: int) -> Row:
    runs: list[Run] = []
    for key, words in keys:
        runs += [*([Run("   ")] if runs else []), Run(f" {key} ", "cap"), Run(f" {words}", "quiet")]
    return middle(runs, width)
