"""The App: one screen at home, those that are kept ready, the theme, and the way out. Nothing is decided here."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from console.acts_on_keys import Acting, ActsOnKeys
from console.adapters.terminal import SafeApp
from console.entry_beneath import EntryBeneath
from console.keymap import bindings
from console.screens.day import DayScreen
from console.screens.incident_keys import IncidentKeys
from console.theme import install
from data.values.trouble import Trouble
from widgets.forgetting import forget_what_was_drawn

if TYPE_CHECKING:
    from console.screens.incident import IncidentScreen
    from console.screens.neutral import NeutralScreen


class SessionDayApp(EntryBeneath, ActsOnKeys, IncidentKeys, SafeApp):
    """Made by `console.wiring`, which gives it everything it knows. An `entry` comes first, and the day over it."""

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
        self.early: list[tuple[str, str, str, dict[str, str]]] = []
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
        self.act_on_keys(acting)

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
