"""The note of one client's session: the protocol's facts above, the practitioner's words below.

What is typed is handed on as a draft at most a second later, so that nothing is lost when this screen goes away. A
filed note is locked: later words are an addendum.
"""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from console.core.entry import reading as forms
from console.core.wall import day_words, local
from console.screens.dialog import Page
from data.text import NOTE_CAP, lit
from data.values.session import Note
from widgets.key_line import KeyLine, Keys
from widgets.note_area import NoteArea

DRAFT_AFTER = 0.8
ADDENDUM = "addendum"
NEARLY = NOTE_CAP - 2_000
Written = tuple[str, str]


class NoteScreen(Page[Written | None]):
    """See the module. Ends with (form, text), or (`ADDENDUM`, text) for words added to a filed note.

    `session` says which session in words, `who` is shown as given (initials). `facts` are lines to read. `draft` is
    what was being typed when this screen was last left. `on_typed(form, text)` keeps the draft.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "finish", "Save", show=False, id="note.save"),
        Binding("ctrl+t", "next_form", "Form", show=False, id="note.form"),
        Binding("a", "add_words", "Add words", show=False, id="note.add"),
    ]

    def __init__(
        self,
        note: Note | None,
        *,
        session: str,
        who: str,
        on_typed: Callable[[str, str], None],
        zone: str,
        facts: tuple[str, ...] = (),
        draft: Written | None = None,
        form: str = "free",
    ) -> None:
        super().__init__()
        self.note = note
        self.title_words = f"Note  {who}"
        self.subtitle_words = session
        self.facts = facts
        self.on_typed = on_typed
        self.zone = zone
        self.filed = note is not None and note.filed is not None
        self.form, self._first = self._start(draft, form)
        self.adding = self.filed and self.form == ADDENDUM
        self._timer: Timer | None = None
        self._resumed = draft is not None

    def _start(self, draft: Written | None, form: str) -> Written:
        if self.note is not None and self.filed:
            return draft if draft and draft[0] == ADDENDUM else (self.note.form, "")
        if draft is not None:
            return draft
        if self.note is not None and self.note.text:
            return self.note.form, self.note.text
        return form, forms.headings(form)

    def body(self) -> ComposeResult:
        """The facts to read, then the text."""
        with Vertical(id="body"):
            if self.facts:
                with VerticalScroll(id="facts", can_focus=False):
                    yield Static(Content("\n").join(lit(line, "$secondary") for line in self.facts))
            if self.filed:
                with VerticalScroll(id="filed", classes="text"):
                    yield Static(self._filed_text())
            yield NoteArea(self._first, id="text")

    def _filed_text(self) -> Content:
        note = self.note
        if note is None:
            return Content("")
        rows = [lit(note.text, lines=True)]
        for at, words in note.addenda:
            rows += [Content(""), lit(f"Added {self._when(at)}", "bold $primary"), lit(words, lines=True)]
        return Content("\n").join(rows)

    def _when(self, at: datetime) -> str:
        there = local(at, self.zone)
        return f"{day_words(there.date())} {there:%H:%M}"

    def keys(self) -> Keys:
        """What can be done with the note as it stands."""
        if self.filed and not self.adding:
            return (("a", "add words"), ("esc", "back"))
        if self.filed:
            return (("ctrl+s", "add these words"), ("esc", "leave, draft kept"))
        return (("ctrl+s", "save"), ("ctrl+t", f"form: {self.form}"), ("esc", "leave, draft kept"))

    def on_mount(self) -> None:
        """Type at once, at the end of what is there; a filed note is read first."""
        self._arrange()
        self._place_cursor()  # at once: the first letters may come before the next frame
        self.call_after_refresh(self._show_cursor)  # a text area scrolls rightly only once it has its size
        if self.filed and self.note and self.note.filed:
            self.say(f"Filed {self._when(self.note.filed)}: locked. Later words are an addendum.")
        elif self._resumed:
            self.say("This is what you were typing: not yet saved.", attention=True)

    def _place_cursor(self) -> None:
        area = self.query_one(NoteArea)
        begun = self._resumed or self.note is not None
        area.move_cursor(area.document.end if begun else (1, 0) if self._first else (0, 0))

    def _show_cursor(self) -> None:
        for area in self.query(NoteArea):  # none where it was left again before its second frame
            area.scroll_cursor_visible()

    def _arrange(self) -> None:
        area = self.query_one(NoteArea)
        area.display = not self.filed or self.adding
        if area.display:
            area.focus()
        else:
            self.query_one("#filed").focus()
        self.query_one(KeyLine).keys = self.keys()

    # --- typing ------------------------------------------------------------------------------------------------------
    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        message.stop()
        length = len(self.query_one(NoteArea).text)
        if NEARLY < length < NOTE_CAP:
            self.say(f"{length:,} of {NOTE_CAP:,} characters.")
        if self._timer is None and self._text() != self._first:
            self._timer = self.set_timer(DRAFT_AFTER, self.keep_typing)

    @on(NoteArea.Full)
    def _full(self, message: NoteArea.Full) -> None:
        message.stop()
        self.say(f"A note holds {NOTE_CAP:,} characters: the rest was left out.", attention=True)

    def _text(self) -> str:
        return self.query_one(NoteArea).text

    def keep_typing(self) -> None:
        """Hand the draft on now."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self.on_typed(self.form, self._text())

    def action_next_form(self) -> None:
        """The next of free, SOAP, DAP, BIRP; what was typed stays."""
        if self.filed:
            return
        names = list(forms.HEADINGS)
        before = self.form
        self.form = names[(names.index(before) + 1) % len(names)] if before in names else names[0]
        area = self.query_one(NoteArea)
        text = forms.change_form(area.text, before, self.form)
        if text != area.text:
            area.replace(text, (0, 0), area.document.end)
            area.move_cursor((1, 0) if text == forms.headings(self.form) and text else area.document.end)
        self.query_one(KeyLine).keys = self.keys()

    def action_add_words(self) -> None:
        """Begin an addendum to a filed note."""
        if self.filed and not self.adding:
            self.adding, self.form = True, ADDENDUM
            self._arrange()

    # --- leaving -----------------------------------------------------------------------------------------------------
    def action_finish(self) -> None:
        """Save what is written."""
        if self.filed and not self.adding:
            return
        if not self._text().strip():
            self.say("Nothing is written yet.", attention=True)
            return
        self.keep_typing()
        self.dismiss((self.form, self._text()))

    def action_leave(self) -> None:
        """Back; the draft is kept."""
        self.keep_typing()
        self.dismiss(None)
