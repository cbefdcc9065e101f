"""A rehearsal: the real console on invented people, with a clock of its own and a score at the end.

Rule: nothing of it touches what is real. It has a home of its own that is removed when it ends, no desktop
notifications, and a socket of its own, so that `session-day press` never reaches it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from console.core import events
from console.core.rehearsal import Moment, scores
from console.core.rehearsal_sheet import sheet
from console.core.state import State
from console.runner import Runner
from data.values.facts import Record
from data.values.kept import Draft, Kept
from data.values.time import Now

SPEEDS = range(1, 31)


@dataclass(slots=True)
class Rehearsal:
    """Which flow, by which policy, how fast; `course` is what has happened so far."""

    flow: str
    policy: str = "standard"
    speed: int = 1
    course: list[Moment] = field(default_factory=list)

    def sheet(self) -> tuple[str, ...]:
        """The score sheet as it stands."""
        return sheet(scores(self.course), speed=self.speed)


class RecordingRunner(Runner):
    """A runner that remembers every key of an incident, and everything that changed one."""

    def __init__(self, rehearsal: Rehearsal, **ports: Any) -> None:
        super().__init__(**ports)
        self.rehearsal = rehearsal

    def open(
        self,
        state: State,
        last_seen: datetime | None,
        unsaved: tuple[tuple[Record, ...], Kept] | None = None,
        typed: tuple[Draft, ...] = (),
    ) -> None:
        """Take the first state; a key that came before it may have begun an incident already."""
        super().open(state, last_seen, unsaved, typed)
        self._remember(state, events.Opened(last_seen), self.now())

    def send(self, event: events.Event) -> None:
        """Something happened, now."""
        before, now = self.state, self.now()
        super().send(event)
        self._remember(before, event, now)

    def beat(self) -> Now:
        """One heartbeat."""
        before = self.state
        now = super().beat()
        self._remember(before, events.Beat(), now)
        return now

    def _remember(self, before: State | None, event: events.Event, now: Now) -> None:
        after = self.state
        if before is None or after is None:
            return
        if isinstance(event, events.FlowKeyPressed) or before.incidents is not after.incidents:
            self.rehearsal.course.append(Moment(now, event, before, after))


class NoNotifier:
    """Nothing of a rehearsal leaves the terminal."""

    async def show(self, words: str) -> tuple[str, str]:
        """Not shown."""
        del words
        return "off", "a rehearsal shows nothing on the desktop"
