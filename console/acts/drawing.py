"""The day as it is drawn: what of it may be seen, and no more made anew each second than has changed.

Rule: values are never changed in place, so what is the same object is the same.
"""

from dataclasses import fields
from datetime import datetime

from console.core.state import State
from console.core.view import Look, a_moment_later, day_view
from console.core.view.hidden import Hiding
from data.values.time import Now
from data.values.views import DayView


class DayDrawing:
    """Remembers what was drawn last; let go of as a whole where everything is forgotten."""

    def __init__(self) -> None:
        self._drawn: tuple[tuple[Look, datetime], State, DayView] | None = None
        self._hiding = Hiding()

    def shown(self, state: State) -> State:
        """The state that is drawn and asked about: nobody is in it while others see the screen."""
        return self._hiding(state) if state.sharing else state

    def view(self, state: State, look: Look, now: Now) -> DayView:
        """Nearly always a second has passed and nothing else: then only what counts in seconds is made anew."""
        state = self.shown(state)
        of = (look, now.utc.replace(second=0, microsecond=0))
        if self._drawn and self._drawn[0] == of and _nothing_happened(self._drawn[1], state):
            view = a_moment_later(self._drawn[2], state, look.names, now)
        else:
            view = day_view(state, look, now)
        self._drawn = (of, state, view)
        return view


_HAPPENS = tuple(field.name for field in fields(State) if field.name not in ("beat", "said", "touched"))


def _nothing_happened(before: State, after: State) -> bool:
    """Whether only the heart has beaten. Values are never changed in place: what is the same object is the same."""
    return all(getattr(before, name) is getattr(after, name) for name in _HAPPENS)
