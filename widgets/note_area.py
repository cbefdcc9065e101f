"""A text area for notes: only text comes in, never more than its cap."""

from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from data.text import NOTE_CAP, clean
from widgets.edits_at_once import EditsAtOnce

TAB = "    "


def note_text(text: str, cap: int = NOTE_CAP) -> str:
    """The text as a note may hold it: no control characters, tabs as blanks, at most `cap` characters."""
    return clean(text.replace("\t", TAB), cap=cap, lines=True, part=True)


class NoteArea(EditsAtOnce, TextArea):
    """See the module. `Full` is posted when something typed or pasted no longer fits."""

    class Full(Message):
        """The cap was reached; what did not fit was left out."""

    def __init__(self, text: str = "", *, cap: int = NOTE_CAP, read_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(note_text(text, cap), soft_wrap=True, read_only=read_only, compact=True, id=id)
        self.cap = cap

    def on_unmount(self) -> None:
        """Let go of it: Textual's list of who hears of a new theme would keep it, with every word and edit of it.

        (It is tidied only when the theme changes; textual 8.2.)
        """
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [pair for pair in watchers if pair[0] is not self]

    def edit(self, edit: Edit) -> EditResult:
        """Every change passes here: clean it, and leave out what does not fit."""
        old = self.get_text_range(*sorted((edit.from_location, edit.to_location)))
        room = max(self.cap - len(self.text) + len(old), 0)
        new = note_text(edit.text, max(room, 1))[:room]
        if len(new) < len(edit.text.replace("\t", TAB)):
            self.post_message(self.Full())
        edit.text = new
        return super().edit(edit)
