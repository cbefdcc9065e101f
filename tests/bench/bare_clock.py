"""The reference for a running clock: Textual's Digits, once a second, below Textual's Header with its clock."""

from textual.app import App, ComposeResult
from textual.widgets import Digits, Header


class BareClock(App[None]):
    """Nothing but that."""

    def compose(self) -> ComposeResult:
        """Header and digits."""
        yield Header(show_clock=True)
        yield Digits("50:00")

    def on_mount(self) -> None:
        """Begin to count."""
        self.left = 50 * 60
        self.set_interval(1.0, self.count)

    def count(self) -> None:
        """One second less."""
        self.left -= 1
        self.query_one(Digits).update(f"{self.left // 60:02}:{self.left % 60:02}")


if __name__ == "__main__":
    BareClock().run()
