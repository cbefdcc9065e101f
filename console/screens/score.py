"""The score sheet of a rehearsal: what was done and when, what was left out. q leaves, Esc goes on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.screens.dialog import Page
from data.text import lit
from widgets.key_line import Keys


class ScoreScreen(Page[bool]):
    """See the module. The result is True where the rehearsal is to be left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "end", "Leave", show=False, id="score.leave"),
    ]
    title_words = "How it went"
    subtitle_words = "so far; the rehearsal goes on behind it"

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.lines = lines

    def body(self) -> ComposeResult:
        """The lines, to read down."""
        with VerticalScroll(id="body", classes="text"):
            yield Static(Content("\n").join(lit(line) for line in self.lines), id="sheet")

    def keys(self) -> Keys:
        """Up and down read on."""
        return (("↑ ↓", "read on"), ("q", "leave"), ("esc", "go on"))

    def on_mount(self) -> None:
        """Up and down scroll."""
        self.query_one("#body").focus()

    def action_end(self) -> None:
        """The rehearsal is over."""
        self.dismiss(True)
