"""The part of the App for what is pressed: it hands each key to `acting`, and tells it that somebody is there.

Rule: nothing is decided here. Before there is anything that acts, the keys that may not be lost are kept; after a sleep
or a stop the lock comes before the first key and the first frame.
"""

from typing import TYPE_CHECKING, Any, Protocol

from textual import events

from console.keymap import INCIDENT

if TYPE_CHECKING:
    from console.adapters.terminal import SafeApp
    from console.screens.day import DayScreen
    from console.screens.incident import IncidentScreen
    from console.screens.incident_keys import IncidentKeys

    class _Base(IncidentKeys, SafeApp):
        """What it is mixed into."""
else:
    _Base = object


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


class ActsOnKeys(_Base):
    """Mixed into the App. `acting` is None until the console is connected."""

    acting: Acting | None
    day: "DayScreen"
    early: list[tuple[str, str, str, dict[str, str]]]
    """Keys of `_KEPT` that came before that."""

    if TYPE_CHECKING:

        @property
        def flow(self) -> IncidentScreen:
            """The screen of an incident."""

        def say_noted(self) -> None:
            """Say that a key is kept."""

    def act_on_keys(self, acting: Acting) -> None:
        """From now on keys are acted on; those that may not be lost and came before are acted on first."""
        self.acting = acting
        for action, session, line, words in self.early:
            acting.act(action, session, line, **words)
        self.early.clear()

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
            self.early.append((action, session, line, words))
            self.say_noted()

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
