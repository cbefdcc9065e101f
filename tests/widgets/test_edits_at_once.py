"""A burst of keys, as a stalled machine hands them on, is written in the order in which it was typed."""

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

from console.screens.entry import SecretInput
from widgets.form_sheet import FieldInput
from widgets.note_area import NoteArea


class Shown(App[None]):
    def __init__(self, field: Input | TextArea) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield self.field


@pytest.mark.parametrize("kind", [FieldInput, SecretInput, NoteArea])
async def test_letters_right_behind_a_backspace_or_an_arrow_stand_where_they_belong(
    kind: type[Input] | type[TextArea],
) -> None:
    field = kind()
    async with Shown(field).run_test() as pilot:
        field.focus()
        await pilot.pause()
        for key in ("Q", "N", "backspace", "X", "Y", "left", "left", "Z", "delete", "W"):
            pilot.app.post_message(events.Key(key if len(key) > 1 else key.lower(), key if len(key) == 1 else None))
        await pilot.pause()
        assert (field.text if isinstance(field, TextArea) else field.value) == "QZWY"


async def test_a_note_that_is_filed_is_not_edited() -> None:
    field = NoteArea("as it was", read_only=True)
    async with Shown(field).run_test() as pilot:
        field.focus()
        await pilot.press("end", "backspace", "delete")
        assert field.text == "as it was"
