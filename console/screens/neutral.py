"""The neutral screen: the time, one line that says nothing, and what must be seen. Nothing personal, ever.

One screen with several contents; who opens it says what stands on it and keeps it up to date with `show`.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static

from data.text import lit


class NeutralScreen(Screen[None]):
    """See the module. `clock` is a time of day like "10:18"; `warnings` are words without names."""

    CSS_PATH = "neutral.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False, id="neutral.leave")]

    def __init__(self, clock: str, line: str = "", warnings: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.clock = clock
        self.line = line
        self.warnings = warnings

    def compose(self) -> ComposeResult:
        """The time, the line, the warnings."""
        yield Digits(self.clock, id="clock")
        yield Static(lit(self.line), id="line")
        yield Static(self._warned(), id="warnings")

    def _warned(self) -> Content:
        return Content("\n").join(lit(f"! {words}") for words in self.warnings)

    def show(self, clock: str, line: str = "", warnings: tuple[str, ...] = ()) -> None:
        """Another minute, or another warning."""
        self.clock, self.line, self.warnings = clock, line, warnings
        self.query_one(Digits).update(clock)
        self.query_one("#line", Static).update(lit(line))
        self.query_one("#warnings", Static).update(self._warned())

    def action_leave(self) -> None:
        """Back to what was there."""
        self.dismiss(None)
