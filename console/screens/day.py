"""The day screen: today, the session looked at, what is owed, what to do if it drops, the clock, the keys.

Rule: it is shown a `DayView` and turns keys into calls of `act`; it decides nothing and reaches for nothing. Which
line the cursor is on is its own affair, and moves at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from console.keymap import CAPS, bindings
from console.screens.incident_keys import IncidentKeys
from console.screens.places import ROOMY, Needs, places
from widgets.agenda import Agenda
from widgets.answer_bar import AnswerBar
from widgets.aside import DropPanel, OwedPanel
from widgets.bars import BannerBar, HeaderLine, KeyBar
from widgets.card import Card
from widgets.checklist import Checklist
from widgets.clock_bar import ClockBar
from widgets.ground import Ground
from widgets.lines import Lines
from widgets.panel import Panel

if TYPE_CHECKING:
    from data.values.views import CheckAsk, DayView

EMPTY = "A calendar comes in with\nsession-day import calendar.ics"
FOLLOW = 0.012
"""Seconds after which the details follow the cursor: its own bytes are on their way to the terminal by then."""
_LINES = frozenset({"tick", "open", "defer", "override", "not-applicable", "why", "undo"})


class Act(Protocol):
    """What a key asks for: an action of `console.keymap`, "select", "banner", or an incident key.

    `words` hold `place` ("today", "checks" or "owed", where the cursor was), for a banner its `key`, and after a
    question `answer` and `detail`.
    """

    def __call__(self, action: str, session: str, line: str = "", **words: str) -> None:
        """Do it."""


Ask = Callable[[str, str, str], "CheckAsk | None"]
"""The question to put before (action, session, line), or None where there is none."""


class DayLayout(Layout):
    """Puts the parts where `places` says; what has no place is not drawn."""

    name = "day"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002  Textual's signature
    ) -> ArrangeResult:
        """Textual's layout interface."""
        if not isinstance(parent, DayScreen):
            return []
        roomy = size.width >= ROOMY[0] and size.height >= ROOMY[1]
        for child in children:
            if isinstance(child, Lines):
                child.roomy = roomy
        where = places(size.width, size.height, parent.needs)
        parent.where = where
        return [
            WidgetPlacement(where[child.id], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id in where
        ]


class DayScreen(IncidentKeys, Ground):
    """See the module. Without a view it is the calm frame that the first one will fill."""

    CSS_PATH = "day.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("day")]
    AUTO_FOCUS = "#checks"

    def __init__(self, view: DayView | None, act: Act, ask: Ask) -> None:
        super().__init__()
        self._view = view
        self._act = act
        self._ask = ask
        self._asked: tuple[str, str, str, str] | None = None
        self._before: Widget | None = None
        self._moving = False
        self._header = HeaderLine(view.header if view else None, id="header")
        self._banner = BannerBar(view.banner if view else None, id="banner")
        self._today = Agenda(view.rows if view else None, id="today")
        self._checks = Checklist(view.detail if view else None, id="checks", empty=EMPTY if view else "")
        self._answer = AnswerBar(id="answer")
        self._owed = OwedPanel(view.owed if view else (), id="owed")
        self._drop = DropPanel(view.drop if view else (), id="drop")
        self._clock = ClockBar(view.clock if view else None, id="clock")
        self._keys = KeyBar(CAPS, id="keys")
        self._card = Card(view, CAPS, id="card")
        self.needs = Needs(self._banner.wants, self._owed.wants, self._drop.wants, self._answer.wants)
        self.where: dict[str, Region] = {}
        self._layout = DayLayout()
        if view:
            self._keys.show(view.keys, view.said)
            self._today.cursor = _selected(view)

    def compose(self) -> ComposeResult:
        """All parts, once and for good."""
        yield from (self._header, self._banner, self._today, self._checks, self._answer)
        yield from (self._owed, self._drop, self._clock, self._keys, self._card)

    @property
    def layout(self) -> Layout:
        """Where the parts stand; in place of a layout named in CSS."""
        return self._layout

    # --- showing ----------------------------------------------------------------------------------------------------
    def show(self, view: DayView) -> None:
        """Draw this view; only the parts that differ are painted anew."""
        before, self._view = self._view, view
        tall = None if before is None else (before.banner, before.owed, before.drop)
        self._header.show(view.header)
        self._banner.show(view.banner)
        self._today.show(view.rows)
        if before is None or self._today.cursor in ("", _selected(before)):  # nobody has just moved it
            self._today.place(_selected(view))
        self._checks.empty(EMPTY)
        self._checks.show(view.detail)
        self._owed.show(view.owed)
        self._drop.show(view.drop)
        self._clock.show(view.clock)
        self._keys.show(view.keys, view.said)
        self._card.show(view)
        if (view.banner, view.owed, view.drop) != tall and self._places() != self.where:
            self._rearrange()

    def select(self, session: str) -> None:
        """Put the cursor of Today on this session."""
        self._today.place(session)

    def put(self, ask: CheckAsk, action: str, session: str = "", line: str = "") -> None:
        """Ask this; the answer comes back as `act(action, session, line, answer=…, detail=…)`."""
        self._asked = (action, session, line, self._place())
        if self.focused not in (self._answer, self._answer.field):
            self._before = self.focused
        self.set_focus(self._answer)
        self._answer.put(ask)
        self._rearrange()

    def _places(self) -> dict[str, Region]:
        size = self.size
        return places(size.width, size.height, self.needs)

    def _rearrange(self) -> None:
        """Ask for the places anew; asked of a part, because a screen keeps its last arrangement when asked itself."""
        self._header.refresh(layout=True)

    def on_resize(self) -> None:
        """What is blank depends on the size of the whole screen: paint everything."""
        for child in self.children:
            if isinstance(child, Panel):
                child.changed()
            else:
                child.refresh()

    @property
    def in_hand(self) -> str:
        """The line of the checklist under the cursor; "" in another panel, or while something is asked."""
        return self._checks.current if self._asked is None and self._place() == "checks" else ""

    def forget(self, empty: DayView) -> None:
        """Nothing that was shown, asked or looked at stays."""
        self.escape()
        if field := self._answer.field:
            field.value = ""
        self._before = None
        self.show(empty)
        for widget in self.query(Lines):  # it is not drawn again while another screen lies over it
            widget.let_go()

    # --- keys -------------------------------------------------------------------------------------------------------
    def incident(self, key: str) -> None:
        """F2 to F5: at once, whatever is open."""
        self._act(key, self._session())

    def armed_changed(self, armed: bool) -> None:
        """Show the digits in place of the F-keys."""
        self._keys.arm(armed)

    def on_key(self, event: events.Key) -> None:
        """The keys of a banner come before the screen's own, though never while a question is open."""
        banner = self._view.banner if self._view else None
        if banner is None or self._asked is not None:
            return
        for key, _words in banner.keys:
            if key in (event.key, event.character):
                event.stop()
                event.prevent_default()
                self._act("banner", self._session(), banner.id, place=self._place(), key=key)
                return

    def action_press(self, action: str) -> None:
        """A key of `console.keymap`: ask where there is a question, else act."""
        if self._asked is not None:
            return
        place = self._place()
        session, line = self._session(), ""
        if place == "owed" and self._owed.current and action in _LINES:
            session, line = self._owed.current.session, self._owed.current.id
        elif action in ("tick", "open") or (place == "checks" and action in _LINES):
            line = self._checks.current
        if action == "open" and place == "today" and line:
            self._checks.focus()
            return
        ask = self._ask(action, session, line)
        if ask is not None:
            self.put(ask, action, session, line)
        else:
            self._act(action, session, line, place=place)

    def action_go(self, by: int) -> None:
        """To the next panel, or the one before."""
        if by > 0:
            self.focus_next(Panel)
        else:
            self.focus_previous(Panel)

    def escape(self) -> bool:
        """The question goes, nothing is changed."""
        if self._asked is None:
            return False
        self._close_answer()
        return True

    def _session(self) -> str:
        return self._today.cursor

    def _place(self) -> str:
        return self.focused.id or "" if isinstance(self.focused, Panel) else "checks"

    def _close_answer(self) -> None:
        self._asked = None
        self._answer.close()
        if self.focused in (None, self._answer, self._answer.field):
            self.set_focus(self._before or self._checks)
        self._rearrange()

    # --- from the parts ---------------------------------------------------------------------------------------------
    @on(Panel.Moved, "#today")
    def _looked_at(self, event: Panel.Moved) -> None:
        """The cursor is painted first; the details follow, once for however many keys came."""
        event.stop()
        if not self._moving:
            self._moving = True
            self.call_after_refresh(lambda: self.run_worker(self._follow()))

    async def _follow(self) -> None:
        await asyncio.sleep(FOLLOW)
        self._moving = False
        self._act("select", self._today.cursor)

    def on_descendant_focus(self) -> None:
        """Whoever goes elsewhere leaves the question."""
        if self._asked is not None and self.focused not in (self._answer, self._answer.field):
            self._close_answer()

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        event.stop()
        if self._asked is None:
            return
        action, session, line, place = self._asked
        self._close_answer()
        self._act(action, session, line, place=place, answer=event.word, detail=event.detail)


def _selected(view: DayView) -> str:
    """The session the details are of, else the first."""
    if view.detail:
        return view.detail.session
    return next((row.session for row in view.rows if row.session), "")
