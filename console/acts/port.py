"""The ports between an act and the console that runs it; every act is typed against these."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol, TypeVar

from textual.screen import Screen

from console.core import events
from console.core.state import State
from data.values.quick import dataclass
from data.values.time import Now
from data.values.views import CheckAsk, DayView, FlowChoice, IncidentView, LockedView

T = TypeVar("T")


class Lookups(Protocol):
    """What the acts look up: policies to choose from, the facts above a note."""

    def policies(self) -> tuple[tuple[tuple[str, str, str], ...], dict[str, int]]:
        """What the first-run screen offers: (name, title, summary), and each one's session length in minutes."""
        ...

    def sheet(self) -> tuple[str, ...]:
        """The score sheet of the rehearsal as it stands; empty in a real console."""
        ...

    def protocol_lines(self, state: State, session: str, client: str) -> tuple[str, ...]:
        """The protocol facts of one client's session."""
        ...


class Console(Lookups, Protocol):
    """The running console as an act sees it."""

    def send(self, event: events.Event) -> None:
        """Something happened."""
        ...

    def now(self) -> Now:
        """This instant."""
        ...

    def push(self, screen: Screen[T], then: Callable[[T | None], object]) -> None:
        """Open a dialog; `then` gets its result."""
        ...

    def show(self, view: DayView) -> None:
        """Draw the day screen."""
        ...

    def select(self, session: str) -> None:
        """Put the cursor of Today on this session."""
        ...

    def put(self, ask: CheckAsk, action: str, session: str, line: str) -> None:
        """Ask in the answer bar of the day screen."""
        ...

    def show_incident(self, view: IncidentView) -> None:
        """Draw the screen of the incident, on top or not."""
        ...

    def open_incident(self) -> None:
        """Put the screen of the incident on top of everything; what is under it stays as it is."""
        ...

    def leave_incident(self) -> None:
        """Take the screen of the incident away; what was under it is back."""
        ...

    def open_list(self, choices: tuple[FlowChoice, ...], then: Callable[[str | None], object]) -> None:
        """The list of flows over whatever is on the screen; `then` gets the one that was chosen."""
        ...

    def close_list(self) -> None:
        """The list of flows goes, if it is open; nothing was chosen."""
        ...

    def listing(self) -> bool:
        """Whether the list of flows is open."""
        ...

    def show_locked(self, view: LockedView) -> None:
        """Draw the locked screen, on top or not."""
        ...

    def awake(self) -> bool:
        """After a sleep the heart beats first; whether the console was locked by it."""
        ...

    def share(self, on: bool) -> None:
        """Others see the screen, or do no more: a page with somebody on it is covered meanwhile."""
        ...

    def lock(self) -> None:
        """Put the locked screen over everything."""
        ...

    def hide_locked(self) -> None:
        """Take the locked screen away; what was under it is back."""
        ...

    def forget(self) -> None:
        """Let go of everything that was drawn; only the locked screen stays."""
        ...

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run this beside the screen."""
        ...

    def hidden(self) -> bool:
        """Whether the covert look is what is on the screen."""
        ...

    def in_hand(self) -> str:
        """The line of a checklist under the cursor while the day screen is on top and nothing is asked; else ""."""
        ...

    def top(self) -> bool:
        """Whether the day screen itself is on top."""
        ...

    def draft(self, note: str, saved: datetime | None) -> tuple[str, str] | None:
        """What was being typed when the note of this id was last left and not saved since, as (form, text)."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One action with what it is about."""

    action: str
    session: str
    line: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class Slips(Protocol):
    """What an act may ask about the incidents."""

    def slipped(self) -> bool:
        """Whether a key may still have been meant for an incident that has just gone from the screen; asked once."""
        ...


class Acting(Protocol):
    """What an act may use of `Acts`."""

    @property
    def incidents(self) -> Slips:
        """The incidents on the screen."""
        ...

    console: Console
    machine_zone: str
    state: State | None

    def send(self, event: events.Event) -> None:
        """Something happened."""
        ...

    def say(self, words: str) -> None:
        """This key can do nothing here and now; what would help."""
        ...

    def look_at_member(self, session: str, client: str) -> None:
        """Look at one member of a group alone; without a client at the whole group again."""
        ...

    def look_at(self, session: str) -> None:
        """The cursor of Today moved to this session."""
        ...

    def go(self, session: str) -> None:
        """Look at this session."""
        ...

    def reveal(self) -> None:
        """Names for five seconds."""
        ...

    def open_incident(self, incident: str) -> None:
        """Back to the screen of this incident."""
        ...

    def incident(self, key: str, *, outside: bool = False) -> None:
        """The flow of this name begins, or is shown where it is open."""
        ...

    def act(self, action: str, session: str, line: str = "", **words: str) -> None:
        """Do what this key asks for."""
        ...


Handler = Callable[[Acting, State, Wanted], None]
