"""What is being typed on a screen is handed on within a second, so that it is there again whatever ends the program.

Rule: it is no entry. It is kept as a draft under the screen's own name, shown again where it was typed and said not to
be saved, and gone once the screen is left on purpose.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.timer import Timer

KEEP_AFTER = 0.8
"""Seconds from a letter to the draft that holds it; with the save itself the disk is two seconds behind at most."""
RESUMED = "This is what you were typing: not yet saved."
NOTHING: Mapping[str, str] = MappingProxyType({})

if TYPE_CHECKING:
    from textual.widget import Widget as _Base
else:
    _Base = object


class KeepsTyping(_Base):
    """A screen with typing. Whoever shows it gives `on_typed`, and `resumed` where something was left behind."""

    resumed: Mapping[str, str] = NOTHING
    on_fields: Callable[[Mapping[str, str]], None] | None = None
    handed_on = False
    """Whether a draft of it is kept."""
    _timer: Timer | None = None

    @property
    def typing_id(self) -> str:
        """Under which name its draft is kept."""
        raise NotImplementedError

    def typed(self) -> Mapping[str, str]:
        """What differs from what the screen began with, by field."""
        raise NotImplementedError

    def typing(self) -> None:
        """A letter came."""
        if self._timer is None and self.on_fields is not None:
            self._timer = self.set_timer(KEEP_AFTER, self.keep_typing)

    def keep_typing(self) -> None:
        """Hand the draft on now."""
        if self._timer is None:
            return
        self._timer.stop()
        self._timer = None
        if self.on_fields is not None:
            self.handed_on = True
            self.on_fields(self.typed())
