"""Ports: what the core's effects need from outside, as the runner sees it. Adapters stand behind them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from console.core.state import State
from data.values.facts import Record
from data.values.flow import Flow
from data.values.kept import Kept
from data.values.policy import Policy
from data.values.time import Now


class Clock(Protocol):
    """The only reader of clocks."""

    def now(self) -> Now:
        """This instant."""
        ...


class Scheduler(Protocol):
    """Wakes the runner. Never a judge of what is due: the stored instants are."""

    def set(self, instants: Mapping[str, datetime]) -> None:
        """Replace all wake-ups by these: stable id to UTC instant."""
        ...

    def poke(self) -> None:
        """Look again now: after a suspend or a step of the clock a timer is wrong."""
        ...

    def close(self) -> None:
        """Stop; no wake-up comes after it."""
        ...


class Notifier(Protocol):
    """Shows a desktop notification."""

    async def show(self, words: str) -> tuple[str, str]:
        """Show it within five seconds; the answer is a state ("on", "failed", "missing", "off") and why."""
        ...


class Saver(Protocol):
    """The store, as the save lane sees it. Called from one thread, in order."""

    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """Keep the facts and the projections they changed, in one transaction, synced to the disk.

        Raises `NotSaved` (its text is one sentence with the cure); then nothing of it is kept.
        """
        ...

    def keep_draft(self, draft: str, revision: int, fields: Mapping[str, str]) -> None:
        """Overwrite one draft row. Raises `NotSaved`."""
        ...


class Spare(Protocol):
    """Another place for what the store cannot save. Called from the save lane."""

    @property
    def used(self) -> bool:
        """Whether something waits here."""
        ...

    def keep(self, records: tuple[Record, ...]) -> None:
        """Keep these facts, of which the first may be kept already. Raises `Trouble`."""
        ...

    def keep_draft(self, draft: str, revision: int, fields: Mapping[str, str]) -> None:
        """Keep what is being typed. Raises `Trouble`."""
        ...

    def clear(self) -> None:
        """Everything is where it belongs."""
        ...


class Shelf(Protocol):
    """Policies and earlier days. Called from a thread beside the loop."""

    def use_policy(self, name: str, session_minutes: int | None) -> tuple[str, Policy, Mapping[str, Flow]]:
        """The name to keep, the policy and its flows; with minutes, its own file is written first. Raises Trouble."""
        ...

    def load_day(self, day: date) -> Kept:
        """What is kept of this day. Raises Trouble."""
        ...

    def put_losses_away(self) -> None:
        """What earlier starts found lost was read by a person. Raises Trouble."""
        ...


class Handover(Protocol):
    """Writes and copies day notes."""

    def write(self, state: State, forms: Iterable[str], clinical: bool, now: Now) -> str:
        """Write the day note files; the answer is the folder. Raises OSError."""
        ...

    def write_card(self, state: State, now: Now) -> str:
        """Write the grab card of the state's day; the answer is the file. Raises Trouble and OSError."""
        ...

    def note_text(self, state: State, session: str, client: str, clinical: bool, now: Now) -> str:
        """One client's note as plain text."""
        ...


class Line(Protocol):
    """The machine's own network line."""

    async def look(self) -> str:
        """Its state now: "up", "down" or "unknown". Never raises, and answers within three seconds."""
        ...


class Unlock(Protocol):
    """How the locked screen is opened. `asks`: by a passphrase; in a plain home Enter alone opens it."""

    @property
    def asks(self) -> bool:
        """Whether a passphrase is asked for."""
        ...

    def wait(self) -> float:
        """Seconds until the next passphrase is tried; grows with every wrong one."""
        ...

    async def unlock(self, passphrase: str) -> None:
        """Open. Where the keys were forgotten, the runner has its state again by the time this returns.

        Raises WrongPassphrase, or Trouble where no passphrase can help.
        """
        ...


class Desk(Protocol):
    """What the terminal itself can do."""

    def bell(self) -> None:
        """Ring."""
        ...

    def copy(self, words: str) -> None:
        """Put words on the clipboard."""
        ...


Listener = Callable[[State], None]
