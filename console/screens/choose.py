"""A question answered by one key: a title, some lines, the answers. Esc leaves it unanswered."""

from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from console.screens.dialog import Panelled
from data.text import lit
from widgets.key_line import KeyLine, Keys, cap

V = TypeVar("V")
Options = tuple[tuple[str, str, V], ...]


class ChooseScreen(Panelled[V | None], Generic[V]):
    """See the module. `options` are (key, words, value); Enter takes the one in hand, at first `default`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take", show=False, id="choose.take"),
        Binding("down,tab", "move(1)", "Down", show=False, id="choose.down"),
        Binding("up,shift+tab", "move(-1)", "Up", show=False, id="choose.up"),
    ]

    def __init__(
        self, title: str, lines: tuple[str, ...], options: Options[V], default: V | None = None, *, leave: str = "back"
    ) -> None:
        super().__init__(title, lines)
        self.options = options
        values = [value for _, _, value in options]
        self.at = values.index(default) if default is not None and default in values else -1
        self._leave_words = leave

    def body(self) -> ComposeResult:
        """The answers, one a line."""
        yield Static(self._drawn(), id="options")

    def keys(self) -> Keys:
        """Enter only where an answer is in hand."""
        enter = (("enter", "take"),) if self.at >= 0 else ()
        return (*enter, ("esc", self._leave_words))

    def _drawn(self) -> Content:
        width = max((len(key) for key, _, _ in self.options), default=1)
        return Content("\n").join(
            Content.assemble(
                lit("› " if index == self.at else "  ", "bold $primary"),
                cap(key.center(width)),
                "  ",
                lit(words, "bold" if index == self.at else ""),
            )
            for index, (key, words, _) in enumerate(self.options)
        )

    def on_key(self, event: events.Key) -> None:
        """The key of an answer takes it; any other letter does nothing."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        for key, _, value in self.options:
            if key == event.character:
                self.take(value)
                return

    def take(self, value: V) -> None:
        """What an answer does: it ends the question. A subclass may ask on."""
        self.dismiss(value)

    def action_take(self) -> None:
        """Take the answer in hand."""
        if self.at >= 0:
            self.take(self.options[self.at][2])

    def action_move(self, by: int) -> None:
        """The next answer, or the one before."""
        if not self.options:
            return
        start = self.at if self.at >= 0 or by < 0 else -1
        self.at = (start + by) % len(self.options)
        self.redraw()

    def redraw(self) -> None:
        """Draw answers and keys anew."""
        self.query_one("#options", Static).update(self._drawn())
        self.query_one(KeyLine).keys = self.keys()
