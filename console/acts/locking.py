"""The locked screen as the console shows it: what opens it, what is answered to a wrong passphrase, what waits.

Rule: while the core says locked, the locked screen lies over everything; an incident that a person begins lies over
it, and leads back to it. What is typed goes to the port and nowhere else.
"""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from console.core import events
from console.core.lock import Due, Remains
from console.core.ports import Unlock
from console.core.state import State
from console.core.view.locked import forgotten_view, locked_view
from console.core.waiting import seconds_words
from data.values.time import Now, elapsed
from data.values.trouble import Trouble, WrongPassphrase
from data.values.views import LockedView

OPENING = "Opening…"
LOST = "Lost it? Ctrl+Q leaves; the next start takes your recovery words."
KEYS = {"drop": "F2", "crisis": "F3", "safe-word": "F4", "more": "F5"}


class Locks(Protocol):
    """What of the console this needs."""

    def send(self, event: events.Event) -> None:
        """Something happened."""
        ...

    def now(self) -> Now:
        """This instant."""
        ...

    def show_locked(self, view: LockedView) -> None:
        """Draw the locked screen; on top, unless an incident was opened over it."""
        ...

    def lock(self) -> None:
        """Put the locked screen over everything."""
        ...

    def hide_locked(self) -> None:
        """Take it away."""
        ...

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run this beside the screen."""
        ...


class Plain:
    """The way in of a plain home: Enter."""

    asks = False

    def wait(self) -> float:
        """Nothing is ever tried wrongly."""
        return 0.0

    async def unlock(self, passphrase: str) -> None:
        """It is open."""


class Locking:
    """One for a console; told of every state."""

    def __init__(self, console: Locks, unlock: Unlock | None = None) -> None:
        self._console = console
        self._unlock: Unlock = unlock or Plain()
        self._on = False
        self._trying = False
        self._said = ""
        self._lost = ""
        self._tried: Now | None = None
        self._wait = timedelta()
        self._remains: Remains | None = None
        self._came_due: tuple[Due, ...] = ()
        self._pressed: tuple[str, ...] = ()

    @property
    def forgotten(self) -> bool:
        """Whether there is no state behind it any more."""
        return self._remains is not None

    def follow(self, state: State) -> None:
        """A new state: lock or open, before anything else of it is drawn."""
        if state.locked is not None:
            self._draw(locked_view(state, self._console.now(), asks=self._unlock.asks))
            if not self._on:
                self._on = True
                self._console.lock()
        elif self._on:
            self._on, self._said, self._lost, self._remains, self._came_due, self._pressed = False, "", "", None, (), ()
            self._console.hide_locked()

    def forget(self, kept: Remains) -> None:
        """The keys are forgotten: from now on only this is known."""
        self._remains, self._on = kept, True
        self.beat((), self._console.now())

    def beat(self, due: tuple[Due, ...], now: Now) -> None:
        """A heartbeat while nothing else is known; `due` has come due with it."""
        self._came_due = (*self._came_due, *due)
        if self._remains:
            self._draw(forgotten_view(self._remains, self._came_due, now, pressed=self._pressed))

    def pressed(self, key: str) -> None:
        """An incident key, kept until the passphrase."""
        named = KEYS.get(key, key.capitalize())
        self._pressed = (*self._pressed, named) if named not in self._pressed else self._pressed
        self.beat((), self._console.now())

    # --- the way in ---------------------------------------------------------------------------------------------------
    def opens(self, state: State | None, typed: str) -> None:
        """Enter was pressed with this."""
        if self._trying or (self._unlock.asks and not typed) or self._left() > timedelta():
            return
        if (wait := timedelta(seconds=self._unlock.wait())) > timedelta():  # wrong ones typed elsewhere count too
            self._tried, self._wait = self._console.now(), wait
            self._redraw(state)
            return
        self._trying, self._said, self._lost = True, "", ""
        self._redraw(state)
        self._console.spawn(self._open(typed))

    async def _open(self, typed: str) -> None:
        try:
            await self._unlock.unlock(typed)
        except Trouble as trouble:  # a wrong passphrase, or a damaged file, in one sentence
            self._said, self._trying = str(trouble), False
            self._lost = LOST if isinstance(trouble, WrongPassphrase) else ""
            self._tried, self._wait = self._console.now(), timedelta(seconds=self._unlock.wait())
            self._console.send(events.Touched())  # somebody is there; and what was answered is drawn
            self.beat((), self._tried)
            return
        finally:
            self._trying = False
        self._tried = None
        self._console.send(events.Unlocked())

    def _left(self) -> timedelta:
        """How long nothing is tried yet."""
        if self._tried is None:
            return timedelta()
        return max(self._wait - elapsed(self._tried, self._console.now()), timedelta())

    def _redraw(self, state: State | None) -> None:
        if state is not None:
            self.follow(state)
        else:
            self.beat((), self._console.now())

    def _draw(self, view: LockedView) -> None:
        left = self._left()
        said = OPENING if self._trying else self._said
        if left > timedelta():
            said = f"{said} Another try in {seconds_words(left)}.".strip()
        waits = self._trying or left > timedelta()
        self._console.show_locked(replace(view, said=said, detail=self._lost or view.detail, waits=waits))
