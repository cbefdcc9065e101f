"""A screen that ends once. A key held down, or pressed twice, reaches a screen that its first press has ended already.

Rule: ending a screen that is not on top does nothing (Textual's own would take away whatever is on top then, the day
itself at last, and the program with it); and a screen that has ended hears of no key and no size any more.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")
_TOO_LATE = (events.Mount, events.Resize, events.InputEvent, events.Paste)

if TYPE_CHECKING:
    _Base = Screen
else:

    class _Base(Generic[T]): ...


class EndsOnce(_Base[T]):
    """Stands before Textual's screen in the bases of ours."""

    _ended = False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """End with this answer; a second time does nothing."""
        if self.app.screen is not self:
            return AwaitComplete()
        self._ended = True
        return super().dismiss(result)

    async def on_event(self, event: events.Event) -> Any:
        """As Textual's, until it has ended; it may have ended before it was ever shown."""
        if not (self._ended and isinstance(event, _TOO_LATE)):
            await super().on_event(event)
