"""The incident keys, for every screen: F2 to F5, alt with 2 to 5, and Esc then 2 to 5 within two seconds.

Rule: they work while typing too. Esc does at once what the screen does with it, and arms the digits as well; a digit
is a digit again after two seconds, after one of them was pressed, or after any other key. A screen says what Esc does
in `escape` and never binds it: a binding of its own would take the place of the one that arms.
"""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.timer import Timer

from console.keymap import bindings

ARMED_FOR = 2.0


class IncidentKeys(DOMNode):
    """Put before `Screen`, `ModalScreen` or `App` in the bases, and say in `incident` what a key does."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("incident")]

    _armed: Timer | None = None

    def incident(self, key: str) -> None:
        """An incident key: "drop", "crisis", "safe-word" or "more"."""
        raise NotImplementedError

    def escape(self) -> bool:
        """What Esc does here, at once. False lets the key go on to whatever has the focus."""
        return False

    def armed_changed(self, armed: bool) -> None:
        """The digits began or ceased to be incident keys."""

    def action_incident(self, key: str) -> None:
        """F2 to F5."""
        self.disarm()
        self.incident(key)

    def action_armed(self, key: str) -> None:
        """A digit after Esc; otherwise it goes on to whatever reads digits."""
        if self._armed is None:
            raise SkipAction
        self.action_incident(key)

    def action_arm(self) -> None:
        """Esc: arm, and do what Esc does here."""
        self.disarm()
        self._armed = self.set_timer(ARMED_FOR, self.disarm)
        self.armed_changed(True)
        if not self.escape():
            raise SkipAction

    def disarm(self) -> None:
        """The digits are digits again."""
        if self._armed is not None:
            self._armed.stop()
            self._armed = None
            self.armed_changed(False)
