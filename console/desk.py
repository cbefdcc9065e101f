"""The running console as `console.acts` sees it: the App, the runner and the shelf behind one port."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.screen import Screen

from console.acts.port import Lookups
from console.core import events
from console.core.state import State
from console.curtain import Curtain
from console.runner import Runner
from console.screens.dialog import Page
from console.screens.kept_typing import KeepsTyping
from data.values.kept import Draft
from data.values.time import Now
from data.values.views import CheckAsk, ClockView, DayView, FlowChoice, HeaderView, IncidentView, LockedView, Tone
from widgets.forgetting import forget_lines

if TYPE_CHECKING:
    from console.app import SessionDayApp
    from console.screens.flows import FlowsScreen

T = TypeVar("T")
EMPTY = DayView(
    HeaderView("Session Day", "", "", "", Tone.PLAIN, "", "", "", Tone.PLAIN),
    (), None, (), (), ClockView("", "", "", Tone.PLAIN, "idle"), None, (),
)  # fmt: skip
"""A day screen on which nothing is known."""


class Shelved(Lookups, Protocol):
    """What is looked up, drafts among it."""

    def draft(self, name: str) -> Draft | None:
        """What was being typed under this name, as it is kept."""
        ...


class AppConsole:
    """See `console.acts.port.Console`."""

    def __init__(self, app: "SessionDayApp", runner: Runner, *, shelf: "Shelved") -> None:
        self._app = app
        self._runner = runner
        self._shelf = shelf
        self._view: DayView | None = None
        self._list: FlowsScreen | None = None
        self._curtain = Curtain(app)

    def send(self, event: events.Event) -> None:
        """Something happened."""
        self._runner.send(event)

    def now(self) -> Now:
        """This instant."""
        return self._runner.now()

    def push(self, screen: Screen[T], then: Callable[[T | None], object]) -> None:
        """Open a dialog; one is enough: a second press of the same key opens no second one."""
        if not self.top():
            return

        def ended(result: T | None) -> None:
            then(result)
            if isinstance(screen, KeepsTyping):
                self._typing_is_over(screen)

        if isinstance(screen, KeepsTyping):
            self._keep_typing_of(screen)
        if isinstance(screen, Page) and self._view:
            screen.glance(self._view)
        self._app.push_screen(screen, ended)

    def _keep_typing_of(self, screen: KeepsTyping) -> None:
        """What is typed there goes to a draft; one that was left behind is shown again."""
        if self._runner.state is None or self._runner.state.read_only:
            return
        name = screen.typing_id
        screen.resumed = self._draft_fields(name)
        screen.handed_on = bool(screen.resumed)
        screen.on_fields = lambda fields: self.send(events.FormTyped(name, fields))

    def _typing_is_over(self, screen: KeepsTyping) -> None:
        screen.on_fields = None
        if screen.handed_on:
            self.send(events.FormTyped(screen.typing_id, {}))

    def _draft_fields(self, name: str, saved: datetime | None = None) -> Mapping[str, str]:
        """The newest draft of this name: what waits to be saved, else what is kept and newer than `saved`."""
        if (waiting := self._runner.lane.typed(name)) is not None:
            return waiting
        kept = self._shelf.draft(name)
        if kept is None:
            return {}
        self._runner.lane.knows(name, kept.revision)
        return kept.fields if saved is None or kept.revision > saved.timestamp() * 1000 else {}

    def hand_on_typing(self) -> None:
        """What is being typed on any screen is handed on now: the console is about to close."""
        from console.screens.note import NoteScreen

        for screen in self._app.screen_stack:
            if isinstance(screen, KeepsTyping | NoteScreen):
                screen.keep_typing()

    def show(self, view: DayView) -> None:
        """Draw the day screen, also while a dialog lies over it; a page over it keeps the clock at its foot."""
        self._view = view
        self._app.day.show(view)
        self._curtain.show(view)
        for screen in self._app.screen_stack:
            if isinstance(screen, Page):
                screen.glance(view)

    def show_incident(self, view: IncidentView) -> None:
        """Draw the screen of the incident."""
        self._app.flow.show(view)

    def open_list(self, choices: tuple[FlowChoice, ...], then: Callable[[str | None], object]) -> None:
        """The list of F5, over whatever is there; a second press opens no second one."""
        from console.screens.flows import FlowsScreen

        if self._list is not None:
            return

        def ended(chosen: str | None) -> None:
            self._list = None
            then(chosen)

        self._list = FlowsScreen(choices)
        if self._view and not self._curtain.locked:
            self._list.glance(self._view)
        self._app.push_screen(self._list, ended)

    def close_list(self) -> None:
        """Away with it, with nothing chosen."""
        if self._list is not None and self._app.screen is self._list:
            self._list.dismiss(None)

    def listing(self) -> bool:
        """Whether it is open."""
        return self._list is not None

    # --- the lock -----------------------------------------------------------------------------------------------------
    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run this beside the screen."""
        self._runner.spawn(work)

    def awake(self) -> bool:
        """After a sleep the heart beats first."""
        return self._runner.awake()

    def show_locked(self, view: LockedView) -> None:
        """Draw the locked screen."""
        self._app.locked.show(view)

    def lock(self) -> None:
        """Over everything, also over an incident; what is being typed is handed on first."""
        self.hand_on_typing()
        self.close_list()
        self._curtain.lock()

    def share(self, on: bool) -> None:
        """A page or a dialog that was open when others began to see the screen is covered until they do no more."""
        self._app.day.escape()
        if on:
            self._curtain.cover()
        else:
            self._curtain.uncover()

    def hide_locked(self) -> None:
        """What was under it is back; an incident that lies over it stays."""
        self.close_list()
        self._curtain.unlock()

    def forget(self) -> None:
        """Nothing that was drawn stays, on no screen."""
        self._view, self._list = None, None
        self._curtain.alone()
        self._app.day.forget(EMPTY)
        self._app.flow.forget()
        forget_lines()
        self._curtain.lock()

    def hidden(self) -> bool:
        """Whether nothing may be seen but the covert look."""
        return self._app.screen is self._app.flow and self._app.flow.hidden

    def open_incident(self) -> None:
        """On top; what is under it, also what is being typed there, stays as it is."""
        self.close_list()
        if self._app.flow not in self._app.screen_stack:
            self._app.push_screen(self._app.flow)
        elif self._app.screen is self._app.locked:  # it lies under the lock
            self._app.pop_screen()

    def leave_incident(self) -> None:
        """Back to what was under it."""
        self.close_list()
        if self._app.screen is self._app.flow:
            self._app.pop_screen()
            self._curtain.stay()

    def select(self, session: str) -> None:
        """Put the cursor of Today on this session."""
        self._app.day.select(session)

    def put(self, ask: CheckAsk, action: str, session: str, line: str) -> None:
        """Ask in the answer bar."""
        self._app.day.put(ask, action, session, line)

    def in_hand(self) -> str:
        """The line under the cursor of the day screen."""
        return self._app.day.in_hand if self.top() else ""

    def top(self) -> bool:
        """Whether the day screen is on top."""
        return self._app.screen is self._app.day

    def policies(self) -> tuple[tuple[tuple[str, str, str], ...], dict[str, int]]:
        """What the first-run screen offers."""
        return self._shelf.policies()

    def draft(self, note: str, saved: datetime | None) -> tuple[str, str] | None:
        """What was being typed when this note was last left, as (form, text); None where it was saved since."""
        fields = self._draft_fields(note, saved)
        return (fields.get("form", "free"), fields["text"]) if "text" in fields else None

    def sheet(self) -> tuple[str, ...]:
        """The score sheet of the rehearsal as it stands."""
        return self._shelf.sheet()

    def protocol_lines(self, state: State, session: str, client: str) -> tuple[str, ...]:
        """The protocol facts of one client's session."""
        return self._shelf.protocol_lines(state, session, client)
