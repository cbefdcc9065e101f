"""The screen of an incident: what to do next, against the clock; and its covert look.

Rule: made once and kept, it is shown an `IncidentView` and turns keys into calls of `press`; it decides nothing. Every
printable key goes to `press`, except where a question is put first; in the covert look only those that it shows. Time
may change everything that is drawn, and never takes a field from somebody who types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.timer import Timer
from textual.widget import Widget

from console.keymap import CAPS, bindings
from console.screens.covert import LEAVE_WITHIN, covert_bands, covert_keys
from console.screens.incident_keys import IncidentKeys
from console.screens.incident_lines import incident_bands
from data.values.quick import dataclass
from data.values.views import CheckAsk, FlowKey, IncidentView, Part, Tone
from widgets.answer_bar import AnswerBar
from widgets.ground import Ground
from widgets.sheet import Band, Sheet

NEXT = "tab"
"""The key that leads to the next open incident."""
ROOMY = (100, 30)
WIDEST = 132
NO_F2 = ("drop", "ended-suddenly")
"""Flows that are the drop already: F2 has no place at their foot."""
HIDE = ("F4", "Hide again")
"""At the foot of the covert look while it is uncovered."""
MOVED_ON = "Meanwhile the next step has opened: nothing was done. Press the key again if it still holds."
Press = Callable[[str, str], None]
"""A key of the flow, and the words typed for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is open: which key put it (none: the core did), and where that key stood."""

    ask: CheckAsk
    incident: str
    key: FlowKey | None = None
    place: str = ""


class IncidentLayout(Layout):
    """The sheet, and the answer bar under it while something is asked."""

    name = "incident"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002  Textual's signature
    ) -> ArrangeResult:
        """Textual's layout interface."""
        if not isinstance(parent, IncidentScreen):
            return []
        where = places(size.width, size.height, parent.answer_lines, whole=parent.hidden)
        return [
            WidgetPlacement(where[child.id], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id in where
        ]


def places(width: int, height: int, lines: Callable[[int], int], *, whole: bool = False) -> dict[str, Region]:
    """The sheet and the answer bar; the covert look takes the whole terminal."""
    if whole:
        return {"sheet": Region(0, 0, width, height)}
    roomy = width >= ROOMY[0] and height >= ROOMY[1]
    edge = 2 if roomy else 1 if width >= 60 and height >= 18 else 0
    room = min(width - 2 * edge, WIDEST)
    x, y = (width - room) // 2, 1 if roomy else 0
    low = height - (1 if roomy else 0)
    answer = max(min(lines(room), height - 4), 0)
    out = {"sheet": Region(x, y, room, low - y - answer)}
    return out | ({"answer": Region(x, low - answer, room, answer)} if answer else {})


class IncidentScreen(Ground):
    """See the module. Without a view it is an empty page."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    IncidentScreen { background: $background; overflow: hidden; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("flow")]

    def __init__(self, press: Press, leave: Callable[[], None]) -> None:
        super().__init__()
        self._press = press
        self._leave = leave
        self._view: IncidentView | None = None
        self._asked: Asked | None = None
        self._put_off: CheckAsk | None = None
        self._note: Part | None = None
        self._uncovered = False
        self._escaped: Timer | None = None
        self._styled_for = ""
        self._sheet = Sheet(id="sheet")
        self._answer = AnswerBar(id="answer")
        self._answer.can_focus = False
        self._layout = IncidentLayout()

    def compose(self) -> ComposeResult:
        """Two widgets, once and for good."""
        yield self._sheet
        yield self._answer

    @property
    def layout(self) -> Layout:
        """Where the two stand; in place of a layout named in CSS."""
        return self._layout

    @property
    def view(self) -> IncidentView | None:
        """What was last shown."""
        return self._view

    @property
    def hidden(self) -> bool:
        """Whether the covert look is on."""
        return self._view is not None and self._view.look == "covert" and not self._uncovered

    def answer_lines(self, width: int) -> int:
        """Lines that the open question needs."""
        return self._answer.wants(width) if self._asked else 0

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As Textual's, but for parts: with these the screen underneath asks to be seen through this one. It is not
        seen, and a second frame would follow the first on its heels."""
        return self if regions else super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    # --- showing ----------------------------------------------------------------------------------------------------
    def show(self, view: IncidentView) -> None:
        """Draw this; only lines that differ are painted anew."""
        before, was_hidden = self._view, self.hidden
        self._view = view
        if before is None or view.id != before.id or before.look != view.look:
            self._uncovered = False
            self._note = None
        if self.hidden != was_hidden:
            self._arrange()
        if self.hidden and self._asked:
            self._close()
        self._follow_core(view)
        self._draw()

    def forget(self) -> None:
        """Nothing that was shown stays."""
        self._view = self._asked = self._put_off = self._note = None
        self._sheet.show(lambda _width, _height: [])

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        shown = replace(view, said=self._note) if self._note else view
        if self._asked and self._asked.key and _only_words(self._asked.ask):
            shown = replace(shown, leave=(), esc="")  # letters are text now, and Esc is said beside the field
        self._sheet.show(covert_sheet(view) if self.hidden else open_sheet(shown))

    def _follow_core(self, view: IncidentView) -> None:
        """A question of the core opens and goes with it, but never from under somebody who types."""
        if self.hidden or self._typing:
            return
        core = self._asked is not None and self._asked.key is None
        if view.ask is None and core:
            self._close()
        elif view.ask not in (None, self._put_off) and (self._asked is None or core):
            self._put_core(view)

    def _put_core(self, view: IncidentView) -> None:
        if view.ask is not None and (
            self._asked is None or (self._asked.ask, self._asked.incident) != (view.ask, view.id)
        ):
            self._put(Asked(view.ask, view.id))

    @property
    def _typing(self) -> bool:
        field = self._answer.field
        return self._asked is not None and field is not None and bool(field.display)

    def _arrange(self) -> None:
        """Ask for the places anew; asked of a part, because a screen keeps its last arrangement when asked itself."""
        self._sheet.refresh(layout=True)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Come back to: covert is covert again, and what was put off is asked again."""
        event.refresh_styles = self._styled_for != self.app.theme  # nothing else changes how this screen is styled
        self._styled_for = self.app.theme
        self._put_off = None
        if self._uncovered:
            self._uncovered = False
            self._draw()
            self._arrange()
        if self._view:
            self._follow_core(self._view)
        self.call_next(self._on_timer_update)  # painted now: the screen's own timer may wait for a whole frame

    # --- keys -------------------------------------------------------------------------------------------------------
    def on_key(self, event: events.Key) -> None:
        """Every printable key that nothing else took."""
        if event.character and event.is_printable:
            self._forget_escape()
            event.stop()
            event.prevent_default()
            self._key(event.character)

    @on(Sheet.Clicked)
    def _clicked(self, event: Sheet.Clicked) -> None:
        event.stop()
        if event.key == NEXT:
            self.action_next()
        elif len(event.key) == 1:
            self._key(event.key)

    def _key(self, key: str) -> None:
        view = self._view
        if view is None or (self.hidden and key not in covert_keys(view)):
            return
        self._note = None
        found = next(((place, one) for place, one in keys_of(view) if one.key == key and one.ask), None)
        if found and found[1].ask and not self.hidden:
            self._put(Asked(found[1].ask, view.id, found[1], found[0]))
            return
        if self._asked and self._asked.key:
            self._close()
        self._uncovered = False if any(one.key == key for one in view.answers) else self._uncovered
        self._press(key, "")

    def action_next(self) -> None:
        """Tab: the next of the open incidents; nothing in the covert look, nothing while words are typed."""
        if self._view is not None and self._view.others and not self.hidden and not self._typing:
            self._note = None
            if self._asked:
                self._close()
            self._press(NEXT, "")

    def action_leave(self) -> None:
        """Esc: a question goes, with nothing done; then the screen. In the covert look it takes two."""
        if self._asked:
            self._put_off = self._asked.ask
            self._close()
            if isinstance(self.app, IncidentKeys):
                self.app.disarm()  # back at the lines, whose answers are digits: the next one is no incident key
        elif self._escaped is None:
            if self.hidden:
                self._escaped = self.set_timer(LEAVE_WITHIN, self._forget_escape)
            else:
                self._leave()
        elif self.hidden:
            self._forget_escape()
            self._escaped = self.set_timer(LEAVE_WITHIN, self._forget_escape)  # a third in haste leads no further
            if isinstance(self.app, IncidentKeys):
                self.app.disarm()  # what is shown now is answered by digits: the next one is no incident key
            self._uncovered = True
            self._draw()
            self._arrange()

    def cover(self) -> None:
        """Hide again what Esc twice uncovered; nothing where nothing is."""
        if self._uncovered and self._view is not None:
            self._uncovered = False
            if self._asked and self.hidden:
                self._close()
            self._draw()
            self._arrange()

    def _forget_escape(self) -> None:
        if self._escaped:
            self._escaped.stop()
        self._escaped = None

    # --- questions --------------------------------------------------------------------------------------------------
    def _put(self, asked: Asked) -> None:
        self._asked = asked
        self._answer.can_focus = True
        self.set_focus(self._answer)
        self._answer.put(asked.ask, field=asked.key is not None)
        self._draw()
        self._arrange()

    def _close(self) -> None:
        self._asked = None
        self._answer.close()
        self._answer.can_focus = False
        self.set_focus(None)
        self._draw()
        self._arrange()

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        event.stop()
        asked = self._asked
        if asked is None:
            return
        self._close()
        if not self._still(asked):
            self._note = Part(MOVED_ON, Tone.ATTENTION)
            self._draw()
        elif asked.key:
            self._press(asked.key.key, event.detail if _takes_words(asked.ask, event.word) else event.word)
        else:
            self._press(next((key for key, word, _ in asked.ask.answers if word == event.word), ""), event.detail)

    def _still(self, asked: Asked) -> bool:
        """Whether the question is still that of the screen: words are never given to another step than was meant."""
        view = self._view
        if view is None or view.id != asked.incident:
            return False
        if asked.key is None:
            return view.ask == asked.ask
        return any(
            (place, one.key, one.words) == (asked.place, asked.key.key, asked.key.words) for place, one in keys_of(view)
        )


def _takes_words(ask: CheckAsk, word: str) -> bool:
    """Whether this answer is what was typed for it, be it nothing; otherwise it is the answer's own word."""
    return any(prompt for _key, one, prompt in ask.answers if one == word)


def _only_words(ask: CheckAsk) -> bool:
    """Whether this opens straight into a field."""
    return len(ask.answers) == 1 and bool(ask.answers[0][2])


def keys_of(view: IncidentView) -> Iterator[tuple[str, FlowKey]]:
    """Every key of the view with the place it stands in; a step's keys belong to the step, exits to the stage."""
    for row in view.rows:
        yield from ((f"{view.stage}|{row.id}", key) for key in row.keys)
    yield from ((view.stage, key) for key in view.exits)
    yield from (("question", key) for key in view.answers)
    yield from (("leave", key) for key in view.leave)


def open_sheet(view: IncidentView) -> Callable[[int, int], list[Band]]:
    """The page as lines for any size. A covert step that is uncovered asks each question once, on a line of its own."""
    if view.look == "covert" and view.neutral:
        first, known = view.neutral[0], {row.id for row in view.rows}
        asked = first.id in known or view.ask is not None
        question, answers = ("", ()) if asked else (first.text, first.keys)
        view = replace(view, question=question, answers=answers)
    caps = CAPS[1:] if view.flow in NO_F2 else CAPS
    if view.look == "covert":
        caps = tuple(HIDE if key == HIDE[0] else (key, words) for key, words in caps)
    return lambda width, height: incident_bands(view, caps, width, height)


def covert_sheet(view: IncidentView) -> Callable[[int, int], list[Band]]:
    """The covert look as lines for any size."""
    return lambda width, height: covert_bands(view, width, height)
