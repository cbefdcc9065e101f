"""A page that is one form: Enter goes on, ctrl+s saves at any time, Esc leaves (twice where something was typed)."""

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.screens.dialog import Page
from data.values.trouble import BadInput
from widgets.form import Form
from widgets.form_items import Item
from widgets.key_line import Keys

T = TypeVar("T")
UNSAVED = "Not saved yet: ctrl+s saves, esc once more leaves without."


class FormPage(Page[T], Generic[T]):
    """The subclass gives `items()` and `result(values)`, which may raise BadInput."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "finish", "Save", show=False, id="form.save"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._warned = False

    def items(self) -> tuple[Item, ...]:
        """The fields."""
        raise NotImplementedError

    def result(self, values: dict[str, str]) -> T:
        """What this form ends with. Raises BadInput."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The form."""
        yield Form(self.items(), id="body")

    def keys(self) -> Keys:
        """Enter goes on, ctrl+s saves at any time."""
        return (("enter", "next line"), ("ctrl+s", "save"), ("esc", "leave"))

    def line_left(self, field: str) -> None:
        """What follows from a line once it is typed; ctrl+s leaves its line too."""

    @property
    def form(self) -> Form:
        """The form of this page."""
        return self.query_one(Form)

    @on(Form.Finished)
    def action_finish(self) -> None:
        """Save, if each line reads well."""
        self.line_left(self.form.at)
        if not self.form.check():
            return
        try:
            answer = self.result(self.form.filled())
        except BadInput as problem:
            self.refuse(problem)
            return
        self.dismiss(answer)

    def refuse(self, problem: BadInput) -> None:
        """Say why it cannot be saved: under the field that the words begin with, otherwise above the keys."""
        label = str(problem).partition(":")[0]
        if not self.form.point_at(label, str(problem)):
            self.say(str(problem), attention=True)

    def action_leave(self) -> None:
        """Back; where something was typed, only the second time."""
        if self.form.changed and not self._warned:
            self._warned = True
            self.say(UNSAVED, attention=True)
            return
        self.dismiss(None)

    @on(Form.Changed)
    def _typed_on(self) -> None:
        if self._warned:
            self._warned = False
            self.say("")
