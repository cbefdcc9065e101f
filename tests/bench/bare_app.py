"""The reference for the first frame: Textual with one line of words."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Nothing but that."""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("Session Day")


if __name__ == "__main__":
    Bare().run()
