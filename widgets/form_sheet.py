"""What a form is drawn on: the sheet of lines, the one input that travels over it, and what scrolls both."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from data.text import clean
from widgets.edits_at_once import EditsAtOnce


class FieldInput(EditsAtOnce, Input):
    """The one text input of a form. What comes in is cleaned: a paste cannot carry control characters.

    `moves` are the keys that leave the line. They act here and at once: a letter that comes right behind one, as a
    stalled machine hands them on, belongs to the next line already.
    """

    moves: Mapping[str, Callable[[], object]] = MappingProxyType({})

    def on_key(self, event: events.Key) -> None:
        """Leave the line, or let the input have its key."""
        move = self.moves.get(event.key)
        if move is not None:
            event.stop()
            event.prevent_default()
            move()

    class Rubbed(Message):
        """Backspace was pressed where nothing is left."""

    def action_cut(self) -> None:
        """Cut what is selected; with nothing selected, what somebody copied elsewhere stays on the clipboard."""
        if self.selected_text:
            super().action_cut()

    def action_delete_left(self) -> None:
        """Rub out a letter; with none left, say so."""
        if not self.value:
            self.post_message(self.Rubbed())
        super().action_delete_left()

    def validate_value(self, value: str) -> str:
        """Only text."""
        return clean(value, part=True)


class Sheet(Static, can_focus=True):
    """The drawn lines of a form. It has the focus while a choice is in hand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Option before", show=False, id="form.before"),
        Binding("right,space", "turn(1)", "Next option", show=False, id="form.next-option"),
    ]

    class Turned(Message):
        """Left or right was pressed on a choice."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Lettered(Message):
        """A letter was pressed on a choice."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Pointed(Message):
        """A line was clicked."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def action_turn(self, by: int) -> None:
        """Take the option beside the chosen one."""
        self.post_message(self.Turned(by))

    def on_key(self, event: events.Key) -> None:
        """A letter takes its option, and means nothing else here."""
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            event.prevent_default()
            self.post_message(self.Lettered(event.character.lower()))

    def on_click(self, event: events.Click) -> None:
        """The line under the pointer."""
        self.post_message(self.Pointed(event.y))


class Body(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What scrolls; it has no keys of its own."""
