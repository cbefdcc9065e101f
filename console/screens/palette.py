"""A list to choose from by name: type a few letters, Enter takes it. Every action, or every client."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from console.screens.dialog import Panelled
from data.text import lit
from widgets.form_sheet import FieldInput
from widgets.key_line import Keys

Action = tuple[str, str, str]


class PaletteScreen(Panelled[str | None]):
    """See the module. `actions` are (action, key, words); ends with the action. Dots aside: "ak" finds A.K."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, id="palette.down"),
        Binding("up", "move(-1)", "Before", show=False, id="palette.up"),
    ]

    def __init__(
        self,
        actions: tuple[Action, ...],
        title: str = "What would you like to do?",
        *,
        take: str = "do it",
        by_name: bool = True,
    ) -> None:
        super().__init__(title)
        self.actions = actions
        self._take = take
        self._by_name = by_name

    def body(self) -> ComposeResult:
        """A field, and what fits."""
        yield FieldInput(placeholder="a few letters", id="words")
        listed = OptionList(id="found", markup=False, compact=True)
        listed.can_focus = False
        yield listed

    def keys(self) -> Keys:
        """Up and down choose."""
        return (("↑ ↓", "choose"), ("enter", self._take), ("esc", "back"))

    def on_mount(self) -> None:
        """All of them at first."""
        self._fill("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def _fill(self, typed: str) -> None:
        words = _plain(typed).split()
        fitting = [one for one in self.actions if all(word in self._said(one) for word in words)]
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([Option(_row(one), id=one[0]) for one in fitting])
        found.highlighted = 0 if fitting else None

    def _said(self, one: Action) -> str:
        """What the letters are looked for in; the name of an action too, as it is a word of the key bar."""
        return _plain(f"{one[0] if self._by_name else ''} {one[1]} {one[2]}")

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


def _plain(words: str) -> str:
    return words.casefold().replace(".", "")


def _row(action: Action) -> Content:
    return Content.assemble(lit(f"{action[1]:>6}  ", "$secondary"), lit(action[2]))
