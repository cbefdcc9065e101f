"""Every action by name: type a few letters, Enter does it. The keys stand beside the words."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from console.screens.dialog import Panelled
from data.text import lit
from widgets.key_line import Keys

Action = tuple[str, str, str]


class PaletteScreen(Panelled[str | None]):
    """See the module. `actions` are (action, key, words); ends with the action."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, id="palette.down"),
        Binding("up", "move(-1)", "Before", show=False, id="palette.up"),
    ]

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__("What would you like to do?")
        self.actions = actions

    def body(self) -> ComposeResult:
        """A field, and what fits."""
        yield Input(placeholder="a few letters", id="words")
        listed = OptionList(id="found", markup=False, compact=True)
        listed.can_focus = False
        yield listed

    def keys(self) -> Keys:
        """Up and down choose."""
        return (("↑ ↓", "choose"), ("enter", "do it"), ("esc", "back"))

    def on_mount(self) -> None:
        """All of them at first."""
        self._fill("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        fitting = [one for one in self.actions if all(word in f"{one[2]} {one[0]}".casefold() for word in words)]
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([Option(_row(one), id=one[0]) for one in fitting])
        found.highlighted = 0 if fitting else None

    def action_move(self, by: int) -> None:
        """Up and down while typing."""
        found = self.query_one(OptionList)
        if found.highlighted is not None:
            found.highlighted = max(0, min(found.option_count - 1, found.highlighted + by))

    @on(Input.Submitted)
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        found = self.query_one(OptionList)
        if found.highlighted is not None:
            self.dismiss(found.get_option_at_index(found.highlighted).id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)


def _row(action: Action) -> Content:
    return Content.assemble(lit(f"{action[1]:>6}  ", "$secondary"), lit(action[2]))
