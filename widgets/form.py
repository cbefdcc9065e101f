"""A form made from data: one line a field, one field in hand, one line of help.

All lines are one drawn sheet, and a single text input travels to the field in hand: a form of forty fields opens as
fast as one of four. Enter and tab go on, nothing ever holds the cursor back; a problem is one line under its field.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from data.text import clean
from data.values.trouble import BadInput
from widgets.form_items import EXAMPLE, Field, Item, Kind, Option, shown
from widgets.form_lines import Look, draw, help_line, label_width, matches, picked
from widgets.form_sheet import Body, FieldInput, Sheet


class Form(Widget):
    """Fields in, values out. See the module; `Finished` comes with Enter on the last line."""

    DEFAULT_CSS = """
    Form { height: 1fr; layout: vertical; background: $surface; }
    Form VerticalScroll {
        height: 1fr; layers: sheet field; padding: 1 2; background: $surface;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1; scrollbar-color: $panel;
        scrollbar-background: $surface; scrollbar-background-hover: $surface; scrollbar-background-active: $surface;
    }
    Form Sheet { layer: sheet; width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    Form FieldInput, Form FieldInput:focus {
        layer: field; border: none; padding: 0; height: 1; min-width: 8;
        background: $primary 14%; color: $foreground; text-style: bold;
    }
    Form FieldInput > .input--placeholder { color: $secondary; text-style: none; }
    Form #help {
        height: auto; min-height: 1; max-height: 2; padding: 0 4; background: $panel; color: $secondary;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go(1)", "Next line", show=False, id="form.next"),
        Binding("shift+tab", "go(-1)", "Line before", show=False, id="form.previous"),
        Binding("down", "down(1)", "Down", show=False, id="form.down"),
        Binding("up", "down(-1)", "Up", show=False, id="form.up"),
        Binding("pagedown", "go(8)", "Further down", show=False, id="form.page-down"),
        Binding("pageup", "go(-8)", "Further up", show=False, id="form.page-up"),
        Binding("enter", "enter", "Next line", show=False, id="form.enter"),
    ]

    class Changed(Message):
        """A value changed, by typing or by choosing."""

        def __init__(self, form: "Form", field: str, value: str) -> None:
            super().__init__()
            self.form, self.field, self.value = form, field, value

    class Left(Message):
        """The cursor left a field; its value has been checked."""

        def __init__(self, form: "Form", field: str) -> None:
            super().__init__()
            self.form, self.field = form, field

    class Finished(Message):
        """Enter on the last line."""

        def __init__(self, form: "Form") -> None:
            super().__init__()
            self.form = form

    def __init__(self, items: tuple[Item, ...], *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.items = items
        self.values: dict[str, str] = {field.id: field.value for field in items if isinstance(field, Field)}
        self.problems: dict[str, str] = {}
        self.at = next((item.id for item in items if isinstance(item, Field)), "")
        self._match = 0
        self._owners: list[str] = []
        self._ready = False

    # --- what a screen asks and says ---------------------------------------------------------------------------------
    def set(self, field: str, value: str) -> None:
        """Put a value into a field."""
        self.values[field] = value
        if field == self.at:
            self._load()
        self._draw()

    def say(self, field: str, words: str) -> None:
        """Put a problem under a field; "" takes it away."""
        self.problems.pop(field, None)
        if words:
            self.problems[field] = words
        self._draw()

    def point_at(self, label: str, words: str) -> bool:
        """Put a problem under the field of that label and go there; False where no such field is there."""
        field = next((one for one in self._fields() if one.label == label), None)
        if field is None:
            return False
        self.go_to(field.id)
        self.say(field.id, words)
        return True

    @property
    def changed(self) -> bool:
        """Whether something differs from what the form began with."""
        self._commit()
        return any(self.values[item.id] != item.value for item in self.items if isinstance(item, Field))

    def options(self, field: str, options: tuple[Option, ...]) -> None:
        """Give a field other options."""
        self.items = tuple(
            replace(item, options=options) if isinstance(item, Field) and item.id == field else item
            for item in self.items
        )
        self._draw()

    def check(self) -> bool:
        """Look at every field that is there; go to the first with a problem. True when there is none."""
        self._commit()
        there = list(self._fields())
        for field in there:
            self._check(field)
        here = {field.id for field in there}
        self.problems = {name: words for name, words in self.problems.items() if name in here}
        wrong = next((field.id for field in there if field.id in self.problems), "")
        if wrong:
            self.go_to(wrong)
        return not wrong

    def filled(self) -> dict[str, str]:
        """The values of the fields that are there, without outer blanks."""
        self._commit()
        return {field.id: self.values[field.id].strip() for field in self._fields()}

    # --- drawing -----------------------------------------------------------------------------------------------------
    def compose(self) -> ComposeResult:
        """One sheet, one input, one line of help."""
        with Body():
            yield Sheet()
            entry = FieldInput(compact=True, select_on_focus=False)
            entry.moves = {
                "enter": self.action_enter,
                "down": partial(self.action_down, 1),
                "up": partial(self.action_down, -1),
                "tab": partial(self.action_go, 1),
                "shift+tab": partial(self.action_go, -1),
            }
            yield entry
        yield Static(id="help")

    def on_mount(self) -> None:
        """Begin on the first field; a page that was left before it was made has none."""
        self._ready = bool(self.query(FieldInput))
        self._load()
        self._draw()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._draw()

    def _fields(self) -> Iterator[Field]:
        return (item for item in self.items if isinstance(item, Field) and shown(item, self.values))

    def _field(self, name: str) -> Field:
        return next(item for item in self.items if isinstance(item, Field) and item.id == name)

    def _draw(self) -> None:
        if not self._ready:
            return
        sheet = self.query_one(Sheet)
        width = max((sheet.size or self.size).width, 30)
        look = Look(width, self.at, self.query_one(FieldInput).value, self._match)
        lines, self._owners = draw(self.items, self.values, self.problems, look)
        sheet.update(Content("\n").join(lines))
        self._place(width)
        self.query_one("#help", Static).update(help_line(self._field(self.at), self.values) if self.at else "")

    def _place(self, width: int) -> None:
        """Put the input over the field in hand, and keep its lines in view."""
        if self.at not in self._owners:
            return
        entry, labels = self.query_one(FieldInput), label_width(self.items)
        first = self._owners.index(self.at)
        last = len(self._owners) - 1 - self._owners[::-1].index(self.at)
        entry.styles.offset = (labels, first)
        entry.styles.width = max(width - labels, 8)
        top = max(first - 2, 0)
        self.call_after_refresh(self._into_view, Region(0, top, 1, last - top + 2))

    def _into_view(self, region: Region) -> None:
        for body in self.query(Body):  # none when the page was left before the next frame
            body.scroll_to_region(region, animate=False, force=True)

    # --- moving and typing -------------------------------------------------------------------------------------------
    def go_to(self, name: str) -> None:
        """Take another field in hand."""
        if name == self.at:
            self._load()
            self._draw()
            return
        self._leave()
        self.at, self._match = name, 0
        self._load()
        self._draw()

    def _leave(self) -> None:
        self._commit()
        field = self._field(self.at)
        self._check(field)
        self.post_message(self.Left(self, field.id))

    def _load(self) -> None:
        """Give the input what the field in hand holds, or the focus to the sheet where nothing is typed."""
        if not self._ready or not self.at:
            return
        field, entry = self._field(self.at), self.query_one(FieldInput)
        if not field.typed:
            self.query_one(Sheet).focus(scroll_visible=False)
            entry.display = False
            return
        entry.display = True
        entry.max_length = field.cap
        with self.prevent(Input.Changed):
            entry.value = "" if field.kind is Kind.PICK else self.values[field.id]
        entry.placeholder = clean(picked(field, self.values[field.id]) or field.example or EXAMPLE.get(field.kind, ""))
        entry.cursor_position = len(entry.value)
        if field.kind in {Kind.DATE, Kind.TIME, Kind.NUMBER}:
            entry.action_select_all()  # what stands there is a proposal: typing replaces it
        entry.focus(scroll_visible=False)

    def _commit(self) -> None:
        """Take over what stands in the input."""
        if not self.at or not self._ready:
            return
        field = self._field(self.at)
        if field.typed and field.kind is not Kind.PICK:
            self.values[field.id] = self.query_one(FieldInput).value

    def _check(self, field: Field) -> None:
        self.problems.pop(field.id, None)
        typed = self.values[field.id].strip()
        if not typed and field.required:
            self.problems[field.id] = f"{field.label}: this one is needed."
        if not typed or field.check is None:
            return
        try:
            tidy = field.check(typed)
        except BadInput as problem:
            self.problems[field.id] = str(problem)
            return
        if isinstance(tidy, str):
            self.values[field.id] = tidy

    def action_go(self, by: int) -> None:
        """Some lines on, or back; never past the ends."""
        names = [field.id for field in self._fields()]
        here = names.index(self.at) if self.at in names else 0
        self.go_to(names[min(max(here + by, 0), len(names) - 1)])

    def action_down(self, by: int) -> None:
        """One line on; within the matches of a PICK one match on."""
        field = self._field(self.at)
        found = self._found(field) if field.kind is Kind.PICK else []
        if found and 0 <= self._match + by < len(found):
            self._match += by
            self._draw()
        else:
            self.action_go(by)

    def action_enter(self) -> None:
        """On to the next line; a PICK first takes the match under the cursor."""
        field = self._field(self.at)
        if field.kind is Kind.PICK and not self._take(field):
            return
        names = [field.id for field in self._fields()]
        if names and self.at == names[-1]:
            self.go_to(self.at)
            self.post_message(self.Finished(self))
        else:
            self.action_go(1)

    def _found(self, field: Field) -> list[Option]:
        return matches(field, self.values[field.id], self.query_one(FieldInput).value)

    def _take(self, field: Field) -> bool:
        """Take the match in hand; True when Enter should go on to the next line."""
        typed = self.query_one(FieldInput).value.strip()
        if not typed and self.values[field.id]:
            return True
        found = self._found(field)
        if not found:
            self.say(
                field.id,
                f"{field.label}: nobody with these letters. Try initials or reference." if typed else "",
            )
            return not typed
        chosen = found[min(self._match, len(found) - 1)].value
        before = [name for name in self.values[field.id].split(",") if name] if field.many else []
        self._match = 0
        self.problems.pop(field.id, None)
        self._store(field.id, ",".join([*before, chosen]))
        self._load()
        self._draw()
        return not field.many

    def _store(self, name: str, value: str) -> None:
        if self.values[name] != value:
            self.values[name] = value
            self.post_message(self.Changed(self, name, value))

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        field = self._field(self.at)
        if not field.typed:
            return
        self._match = 0
        if field.kind is not Kind.PICK:
            self._store(field.id, self.query_one(FieldInput).value)
        self._draw()

    @on(FieldInput.Rubbed)
    def _rubbed(self, message: FieldInput.Rubbed) -> None:
        """In a PICK, backspace takes out the one chosen last."""
        message.stop()
        if self._field(self.at).kind is Kind.PICK:
            self._store(self.at, ",".join(self.values[self.at].split(",")[:-1]))
            self._load()
            self._draw()

    @on(Sheet.Turned)
    def _turned(self, message: Sheet.Turned) -> None:
        message.stop()
        options = self._field(self.at).choices
        values = [option.value for option in options]
        if not values or self._field(self.at).typed:
            return
        here = values.index(self.values[self.at]) if self.values[self.at] in values else -1 if message.by > 0 else 0
        self._choose(values[(here + message.by) % len(values)])

    @on(Sheet.Lettered)
    def _lettered(self, message: Sheet.Lettered) -> None:
        message.stop()
        options = self._field(self.at).choices
        chosen = next((option.value for option in options if option.key == message.key), None)
        if chosen is not None:
            self._choose(chosen)

    def _choose(self, value: str) -> None:
        self.problems.pop(self.at, None)
        self._store(self.at, value)
        self._draw()

    @on(Sheet.Pointed)
    def _pointed(self, message: Sheet.Pointed) -> None:
        message.stop()
        owner = self._owners[message.line] if message.line < len(self._owners) else ""
        if owner:
            self.go_to(owner)
