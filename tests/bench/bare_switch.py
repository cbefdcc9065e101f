"""The reference for F2: Textual switching to a screen that was made and installed before, with a countdown on it."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Digits, Static


class Drop(Screen[None]):
    """A countdown and a line of words."""

    BINDINGS: ClassVar[list[BindingType]] = [("x", "app.pop_screen", "Back")]

    def compose(self) -> ComposeResult:
        """Digits and a line."""
        yield Digits("5:00")
        yield Static("opens by itself")


class BareSwitch(App[None]):
    """Nothing but that."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "push_screen('drop')", "Drop")]

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("Session Day")

    def on_mount(self) -> None:
        """Made once and kept."""
        self.install_screen(Drop(), "drop")


if __name__ == "__main__":
    BareSwitch().run()
