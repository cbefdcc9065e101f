"""The end of the day: what is unresolved first, then the notes to hand over, then closing, clean or with open items."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from console.screens.dialog import Page
from data.text import lit
from data.values.quick import dataclass
from data.values.views import OwedRow, Tone
from widgets.key_line import KeyLine, Keys


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One client's note of one session, to be copied and filed. `written` false: there is no text yet."""

    session: str
    client: str
    who: str
    time: str
    written: bool
    filed: bool = False


class CloseDayScreen(Page[str | None]):
    """See the module.

    Ends with "clean", "open", "export", "go:SESSION" (go to that session), or, where no `act` was given, with
    "copy:SESSION:CLIENT" or "filed:SESSION:CLIENT". With `act` those two are handed to it and the screen stays.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "clean", "Close clean", show=False, id="close.clean"),
        Binding("o", "open", "Close with open items", show=False, id="close.open"),
        Binding("x", "export", "Export", show=False, id="close.export"),
        Binding("y", "note('copy')", "Copy note", show=False, id="close.copy"),
        Binding("f", "note('filed')", "Filed", show=False, id="close.filed"),
    ]
    title_words = "Close the day"

    def __init__(
        self,
        unresolved: tuple[OwedRow, ...],
        counts: tuple[tuple[str, int], ...],
        *,
        can_close_clean: bool,
        notes: tuple[NoteLine, ...] = (),
        act: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.unresolved = unresolved
        self.notes = notes
        self.can_close_clean = can_close_clean
        self.act = act
        self.subtitle_words = " · ".join(f"{number} {words}" for words, number in counts)
        self._sure = False
        self._at = ""

    def body(self) -> ComposeResult:
        """What is open, then the notes."""
        yield OptionList(id="body", compact=True, markup=False)

    def keys(self) -> Keys:
        """Clean only where nothing is open; the note's keys only on a note."""
        first = ("c", "close clean") if self.can_close_clean else ("o", "close with open items")
        note = self._note()
        filed = (("f", "filed"),) if note and note.written and not note.filed else ()
        copy = (("y", "copy note"), *filed) if note else ()
        go = (("enter", "go there"),) if self._session() else ()
        return (first, ("x", "export all"), *copy, *go, ("esc", "back"))

    def on_mount(self) -> None:
        """Begin on the first line."""
        self._show()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._show()

    def _show(self) -> None:
        body = self.query_one(OptionList)
        at = body.highlighted
        body.clear_options()
        body.add_options(self._rows())
        body.highlighted = at if at is not None else next(
            (index for index, option in enumerate(body.options) if not option.disabled), None
        )  # fmt: skip
        self.query_one(KeyLine).keys = self.keys()

    def _rows(self) -> list[Option]:
        rows = []
        if self.unresolved:
            rows.append(Option(lit(f"Still open, {len(self.unresolved)}", "bold $warning"), disabled=True))
            rows += [Option(self._open_row(row), id=f"open:{index}") for index, row in enumerate(self.unresolved)]
        else:
            rows.append(Option(lit("Nothing is left open.", "bold $success"), disabled=True))
        if self.notes:
            rows.append(Option(Content.assemble("\n", lit("Notes", "bold $primary")), disabled=True))
            rows += [Option(self._note_row(note), id=f"note:{index}") for index, note in enumerate(self.notes)]
        return rows

    def _open_row(self, row: OwedRow) -> Content:
        room = max(self.size.width - 12, 20)
        due = lit(row.due, "bold $warning" if row.tone in {Tone.ATTENTION, Tone.ALARM} else "$secondary")
        words = lit(f"! {row.text}").truncate(max(room - due.cell_length - 3, 10), ellipsis=True)
        return Content.assemble("  ", words, "   ", due)

    def _note_row(self, note: NoteLine) -> Content:
        state = "✓ filed" if note.filed else "○ to file" if note.written else "! not written"
        style = "$success" if note.filed else "" if note.written else "bold $warning"
        return Content.assemble(lit(f"  {note.time:<7}", "$secondary"), lit(f"{note.who:<16.16}"), lit(state, style))

    # --- the line in hand --------------------------------------------------------------------------------------------
    def _in_hand(self) -> tuple[str, int]:
        kind, _, index = (self._at or ":-1").partition(":")
        return kind, int(index)

    def _note(self) -> NoteLine | None:
        kind, index = self._in_hand()
        return self.notes[index] if kind == "note" else None

    def _session(self) -> str:
        kind, index = self._in_hand()
        return self.unresolved[index].session if kind == "open" else self.notes[index].session if kind == "note" else ""

    @on(OptionList.OptionHighlighted)
    def _moved(self, message: OptionList.OptionHighlighted) -> None:
        message.stop()
        self._at = message.option_id or ""
        self._sure = False
        self.query_one(KeyLine).keys = self.keys()

    @on(OptionList.OptionSelected)
    def _go(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if session := self._session():
            self.dismiss(f"go:{session}")

    # --- keys --------------------------------------------------------------------------------------------------------
    def action_clean(self) -> None:
        """Close clean, where nothing is open."""
        if self.can_close_clean:
            self.dismiss("clean")
        else:
            self.say(f"{len(self.unresolved)} still open: settle them, or o closes with open items.", attention=True)

    def action_open(self) -> None:
        """Close with open items; once more to be sure."""
        if self.can_close_clean:
            self.say("Nothing is open: c closes clean.")
        elif self._sure:
            self.dismiss("open")
        else:
            self._sure = True
            count = len(self.unresolved)
            words = "It stays open and is" if count == 1 else f"All {count} stay open and are"
            self.say(f"{words} first tomorrow. o once more closes the day.", attention=True)

    def action_export(self) -> None:
        """All notes to files."""
        self.dismiss("export")

    def action_note(self, how: str) -> None:
        """Copy the note in hand, or say that it was filed."""
        note = self._note()
        if note is None:
            self.say("Choose a client's note below first.", attention=True)
            return
        if how == "filed" and (note.filed or not note.written):
            self.say("Already filed." if note.filed else f"{note.who}: the note is not written yet.", attention=True)
            return
        answer = f"{how}:{note.session}:{note.client}"
        if self.act is None:
            self.dismiss(answer)
            return
        self.act(answer)
        if how == "filed":
            self.notes = tuple(replace(one, filed=True) if one == note else one for one in self.notes)
            self._show()
            self.say(f"{note.who}: filed. The note is locked; later words are an addendum.")
