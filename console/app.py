"""The App: one screen at home, the theme, the incident keys, and the way out. Nothing is decided here."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from console.adapters.terminal import SafeApp
from console.entry_beneath import EntryBeneath
from console.keymap import INCIDENT, bindings
from console.screens.day import DayScreen
from console.screens.incident_keys import IncidentKeys
from console.theme import install
from data.values.trouble import Trouble
from widgets.forgetting import forget_what_was_drawn

if TYPE_CHECKING:
    from console.screens.incident import IncidentScreen
    from console.screens.neutral import NeutralScreen


class Acting(Protocol):
    """What the keys of the screens ask for; see `console.acts`."""

    def act(self, action: str, session: str, line: str = "", **words: str) -> None:
        """Do it."""
        ...

    def ask(self, action: str, session: str, line: str) -> Any:
        """The question to put first, or None."""
        ...

    def incident(self, key: str, *, outside: bool = False) -> None:
        """An incident key."""
        ...

    def awake(self) -> bool:
        """Look whether the machine slept; whether the console was locked by that."""
        ...

    def came_back(self) -> None:
        """Another program had the terminal."""
        ...

    def absent(self) -> bool:
        """Whether it is to be told that somebody is there."""
        ...

    def touch(self) -> None:
        """Somebody is there."""
        ...

    def lock(self) -> None:
        """Hide everything."""
        ...

    def share(self) -> None:
        """Hide all that is personal, or show it again."""
        ...

    def opens(self, typed: str) -> None:
        """Enter on the locked screen."""
        ...

    def seen(self) -> None:
        """The warning on the locked screen was seen."""
        ...

    def flow_key(self, key: str, words: str) -> None:
        """A key of the incident's screen."""
        ...

    def leave_incident(self) -> None:
        """Away from the incident's screen."""
        ...


_ARMING = frozenset({"escape", "2", "3", "4", "5"})
SAFE_WORD = "safe-word"
_INCIDENT = frozenset(name for key in INCIDENT[:4] for name in key.keys.split(","))
_KEPT = ("drop", "crisis", "safe-word", "more", "select")


class SessionDayApp(EntryBeneath, IncidentKeys, SafeApp):
    """Made by `wiring.py`, which gives it everything it knows. An `entry` comes first, and the day over it."""

    # A default screen's own file is never read.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["screens/day.tcss", "screens/entry.tcss"]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Session Day"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("discreet")]

    def __init__(self, theme: str = "dark", entry: Screen[Any] | None = None) -> None:
        forget_what_was_drawn()
        super().__init__()
        self.entry = entry
        install(self, theme, os.environ)
        self.trouble: Trouble | None = None
        self.acting: Acting | None = None
        self._early: list[tuple[str, str, str, dict[str, str]]] = []
        self.begun = asyncio.Event()
        """The first frame is painted."""
        self.looking: Callable[[], Coroutine[Any, Any, None]] | None = None
        self.opening: Callable[[], Coroutine[Any, Any, None]] | None = None
        self.beat: Callable[[], None] | None = None
        self.closing: Callable[[], Coroutine[Any, Any, None]] | None = None
        self.day = DayScreen(None, self._act, self._ask)

    @cached_property
    def flow(self) -> "IncidentScreen":
        """The screen of an incident; made after the first frame, and before any key can want it."""
        from console.screens.incident import IncidentScreen

        return IncidentScreen(self._flow_key, self._leave_incident)

    @cached_property
    def locked(self) -> "NeutralScreen":
        """The locked screen; made at the same time as that of an incident."""
        from console.screens.neutral import NeutralScreen

        return NeutralScreen(self._opens, self._seen)

    def get_default_screen(self) -> Screen[Any]:
        """Home, or what stands before it."""
        return self.entry or self.day

    def on_mount(self) -> None:
        """Paint first; everything else comes after the first frame, but for what a glance of another process saw."""
        if self.looking:
            self.run_worker(self.looking())
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.begun.set()
        if self.opening:
            self.run_worker(self.opening())

    def take(self, acting: Acting) -> None:
        """From now on keys are acted on; those that may not be lost and came before are acted on first."""
        for name, screen in (("incident", self.flow), ("locked", self.locked)):
            self.install_screen(screen, name)  # kept: made once, and never removed when it is left
        self.acting = acting
        for action, session, line, words in self._early:
            acting.act(action, session, line, **words)
        self._early.clear()

    async def prepare(self) -> None:
        """Make the screens of an incident and of the lock ready behind the day, so that their keys find them made.
        (Pushing them and taking them away again would do the same with public names, but would take keys from the day
        for that moment.)"""
        for screen in (self.flow, self.locked):
            _screen, made = self._get_screen(screen)
            await made

    async def painted(self) -> None:
        """Wait until what was last shown is on the terminal."""
        done = asyncio.Event()
        self.day.call_after_refresh(done.set)
        await done.wait()

    async def before_leaving(self) -> None:
        """Everything that was pressed is on the disk before the terminal is given back."""
        if self.closing:
            await self.closing()

    async def on_event(self, event: events.Event) -> None:
        """Esc then 2 to 5, and nothing between: after any other key a digit is a digit again."""
        if isinstance(event, events.Key) and event.key not in _ARMING:
            self.disarm()
            self.day.disarm()
        there = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if there and self.acting and self.acting.awake() and getattr(event, "key", "") not in _INCIDENT:
            return  # meant for a screen that has just been locked
        await super().on_event(event)
        if there and self.acting and self.acting.absent():
            self.call_later(self.acting.touch)

    def before_painting(self, stopped: bool) -> None:
        """Nothing that is about to be hidden is painted after a sleep or a stop."""
        if self.acting and stopped:
            self.acting.came_back()
        elif self.acting:
            self.acting.awake()

    def incident(self, key: str) -> None:
        """F2 to F5, from whatever screen is on top."""
        self.day.disarm()
        self._hide(key)
        self._act(key, "")

    def _hide(self, key: str) -> None:
        """The safe word hides what was looked at behind the covert look, too; there it begins nothing new."""
        if key == SAFE_WORD and self.acting:
            self.flow.cover()

    def pressed_outside(self, key: str) -> None:
        """An incident key from another program: `session-day press`."""
        self._hide(key)
        if self.acting:
            self.acting.incident(key, outside=True)

    def _act(self, action: str, session: str, line: str = "", **words: str) -> None:
        if self.acting:
            self.acting.act(action, session, line, **words)
        elif action in _KEPT:
            self._early.append((action, session, line, words))

    def action_lock(self) -> None:
        """The key of the lock."""
        if self.acting:
            self.acting.lock()

    def action_share(self) -> None:
        """The key of the screen share."""
        if self.acting:
            self.acting.share()

    def _opens(self, typed: str) -> None:
        if self.acting:
            self.acting.opens(typed)

    def _seen(self) -> None:
        if self.acting:
            self.acting.seen()

    def _ask(self, action: str, session: str, line: str) -> Any:
        return self.acting.ask(action, session, line) if self.acting else None

    def _flow_key(self, key: str, words: str) -> None:
        if self.acting:
            self.acting.flow_key(key, words)

    def _leave_incident(self) -> None:
        if self.acting:
            self.acting.leave_incident()
