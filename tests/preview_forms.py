"""A developer's look at one screen with sample data: `python -m tests.preview_forms NAME`; without a name, the list.

It shows what the screen gave back, and which incident key reached the app.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from console.theme import DARK
from data.text import lit
from tests.screens.samples import SCREENS


class Preview(App[None]):
    """Opens one screen over a page of text and says what came back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(f"f{n}", f"incident('F{n}')", show=False, priority=True) for n in range(2, 6)),
        Binding("q", "quit", show=False),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.sample = name

    def compose(self) -> ComposeResult:
        """What lies behind."""
        yield Static("The day lies behind.\n" * 40, id="behind")

    def on_mount(self) -> None:
        """Open the screen."""
        self.register_theme(DARK)
        self.theme = DARK.name
        self.push_screen(SCREENS[self.sample](), self._ended)

    def _ended(self, result: object) -> None:
        self.query_one("#behind", Static).update(lit(f"came back: {result!r}"))

    def action_incident(self, key: str) -> None:
        """An incident key arrived."""
        self.notify(f"{key} arrived", markup=False)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SCREENS:
        print("python -m tests.preview_forms NAME; names:", *SCREENS)
        raise SystemExit(2)
    Preview(sys.argv[1]).run()
