"""A page that is one form: Enter goes on, ctrl+s saves at any time, Esc leaves (twice where something was typed)."""

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.screens.dialog import Page
from console.screens.kept_typing import RESUMED, KeepsTyping
from data.values.trouble import BadInput
from widgets.form import Form
from widgets.form_items import Field, Item
from widgets.key_line import Keys

T = TypeVar("T")
UNSAVED = "Not saved yet: ctrl+s saves, esc once more leaves without."


class FormPage(KeepsTyping, Page[T], Generic[T]):
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

    about = "new"
    """Whose form it is, by an id of ours."""

    @property
    def typing_id(self) -> str:
        """The form and whose it is."""
        return f"{type(self).__name__}:{self.about}"

    def typed(self) -> dict[str, str]:
        """The fields that differ from what the form began with."""
        self.form.filled()  # takes over what stands in the line in hand
        begun = {one.id: one.value for one in self.form.items if isinstance(one, Field)}
        return {field: value for field, value in self.form.values.items() if value != begun[field]}

    def body(self) -> ComposeResult:
        """The form, with what was being typed when it was last left behind."""
        form = Form(self.items(), id="body")
        form.values |= {field: value for field, value in self.resumed.items() if field in form.values}
        yield form

    def on_mount(self) -> None:
        """Say that what stands there is not saved."""
        if self.resumed:
            self.say(RESUMED, attention=True)

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
        self.typing()
        if self._warned:
            self._warned = False
            self.say("")
