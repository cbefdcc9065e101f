"""An app that opens one screen and keeps what came back; it counts the incident keys and the letters that reach it."""

from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import Screen

from console.theme import DARK

NAMED = {
    "enter", "tab", "up", "down", "left", "right", "space", "backspace", "escape", "home", "end", "shift+tab",
    *(f"f{n}" for n in range(2, 6)), *(f"ctrl+{letter}" for letter in "nstuz"),
}  # fmt: skip
SIZES = ((80, 24), (60, 18), (120, 36))


class Opened(App[None]):
    """Opens the screen at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(f"f{n}", "incident", priority=True) for n in range(2, 6)),
        Binding("e,x,2", "letter"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.opened = screen
        self.results: list[Any] = []
        self.incidents = 0
        self.letters = 0

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.push_screen(self.opened, self.results.append)

    def action_incident(self) -> None:
        self.incidents += 1

    def action_letter(self) -> None:
        self.letters += 1


def running(app: Opened, size: tuple[int, int] = (80, 24)) -> Any:
    """The app under test, with notifications and tooltips as in a real terminal."""
    return app.run_test(size=size, notifications=True, tooltips=True)


async def press(pilot: Pilot[Any], *words: str) -> None:
    """Named keys as keys, everything else typed letter by letter."""
    for word in words:
        await pilot.press(*((word,) if word in NAMED else ("space" if char == " " else char for char in word)))
    await pilot.pause()


def text(app: App[Any]) -> str:
    """What the screen shows, line by line."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
