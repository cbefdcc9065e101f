"""The answer bar: a question with its answers, one key each, and a field where an answer needs words.

Rule: nothing changes until an answer is given; Esc leaves everything as it was. In the field letters are text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from data.text import NAME_CAP, clean
from widgets.bars import packed
from widgets.lines import BLANK, Lines, Row, Run, cells, width_of, wrap

if TYPE_CHECKING:
    from data.values.views import CheckAsk

UNSAID = "a few words first, or Esc"
"""In a field that needs words and has none."""
_KEYS = (Run("    enter", "plain"), Run(" keep", "quiet"), Run("   esc", "plain"), Run(" back", "quiet"))
"""Behind the prompt of a field, where there is room."""


class Words(Input):
    """A field for one line of words; what comes in is cleaned at once."""

    DEFAULT_CSS = """
    Words { height: 1; border: none; padding: 0; background: $panel; color: $foreground; dock: bottom; }
    Words:focus { border: none; background: $panel; background-tint: $foreground 0%; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, max_length=NAME_CAP, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """Only text is text."""
        return clean(value, part=True)


class AnswerBar(Lines, can_focus=True):
    """See the module. Shown with `put`, gone after `Answered` or `close`."""

    ground = "panel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Up", show=False, id="answer.up"),
        Binding("left", "choose(-1)", "Left", show=False, id="answer.left"),
        Binding("down", "choose(1)", "Down", show=False, id="answer.down"),
        Binding("right", "choose(1)", "Right", show=False, id="answer.right"),
        Binding("enter", "take", "Answer", show=False, id="answer.take"),
    ]

    @dataclass
    class Answered(Message):
        """An answer was given: its word, and the words typed for it."""

        word: str
        detail: str

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._ask: CheckAsk | None = None
        self._typing = -1
        self._at = -1
        self._straight = True

    @property
    def field(self) -> Words | None:
        """The text field, once it was needed."""
        return next((child for child in self.children if isinstance(child, Words)), None)

    def put(self, ask: CheckAsk, *, field: bool = True) -> None:
        """Ask this. The screen gives it the focus. Without `field` a single answer too waits for its key: where nobody
        asked for the question, letters go on being keys."""
        self._ask, self._typing, self._at = ask, -1, -1
        self._straight = field
        self.refresh()
        if field and len(ask.answers) == 1 and ask.answers[0][2]:
            if self.is_attached:
                self._choose(0)
        else:
            self._hide_field()

    def on_mount(self) -> None:
        """What was asked before there was a place for a field gets one now: a start may open straight into it."""
        if self._ask is not None:
            self.put(self._ask, field=self._straight)

    def close(self) -> None:
        """No question any more."""
        self._ask, self._typing = None, -1
        self._hide_field()

    def _hide_field(self) -> None:
        if self.field:
            self.field.display = False

    # --- drawing ----------------------------------------------------------------------------------------------------
    def wants(self, width: int) -> int:
        """Lines needed in `width` columns; 0 while nothing is asked."""
        rows = self._rows(width - 4)
        return (len(rows) + 2 if self.roomy else len(rows)) if rows else 0

    def row(self, y: int, width: int) -> Row:
        """The question, then its answers or the field's prompt."""
        rows = self._rows(width - 4)
        y -= 1 if self.roomy else 0
        words = rows[y] if 0 <= y < len(rows) else BLANK
        return Row((Run(" ", "bar-live"), Run(" "), *words.left))

    def _rows(self, width: int) -> list[Row]:
        ask = self._ask
        if ask is None:
            return []
        question = [Run(ask.text, "strong")]
        if self._typing < 0:
            if ask.value:
                question += [Run("  "), Run(ask.value, "quiet")]
            keys = [*((key, word) for key, word, _prompt in ask.answers), ("esc", "back")]
            lines = [self._lit(line) for line in packed(keys, width)]
            return [*(Row(line) for line in wrap(question, width, most=2)), *(Row(line) for line in lines)]
        _key, word, prompt = ask.answers[self._typing]
        named = [Run(word, "live"), Run("  ")] if len(ask.answers) > 1 else []
        said = [*named, Run(prompt, "quiet")]
        if width_of((*said, *_KEYS)) <= width:
            said += _KEYS
        lines = [*wrap(question, width, most=2), *wrap(said, width, most=2)]
        return [*(Row(line) for line in lines), BLANK]

    def _lit(self, line: Iterable[Run]) -> tuple[Run, ...]:
        if self._ask is None or self._at < 0:
            return tuple(line)
        key, word, _prompt = self._ask.answers[self._at]
        return tuple(Run(run.text, "live") if run.text in (f" {word}", f" {key} ") else run for run in line)

    # --- answering --------------------------------------------------------------------------------------------------
    def on_key(self, event: events.Key) -> None:
        """A key of an answer gives it."""
        if self._ask is None or self._typing >= 0:
            return
        for at, (key, _word, _prompt) in enumerate(self._ask.answers):
            if key and key in (event.key, event.character):
                event.stop()
                event.prevent_default()
                self._choose(at)
                return

    def action_choose(self, by: int) -> None:
        """Move between the answers; gives none."""
        if self._ask and self._ask.answers and self._typing < 0:
            self._at = (self._at + by) % len(self._ask.answers) if self._at >= 0 else (0 if by > 0 else -1)
            self._at %= len(self._ask.answers)
            self.refresh()

    def action_take(self) -> None:
        """Give the answer moved to; a bare Enter, with none moved to, gives nothing."""
        if self._at >= 0 and self._typing < 0:
            self._choose(self._at)

    def _choose(self, at: int) -> None:
        if self._ask is None:
            return
        _key, word, prompt = self._ask.answers[at]
        if not prompt:
            self._done(word, "")
            return
        self._typing = at
        self.run_worker(self._type(), exclusive=True)

    async def _type(self) -> None:
        field = self.field
        if field is None:
            field = Words()
            await self.mount(field)
        if self._ask is None:
            field.display = False
            return
        field.styles.margin = (0, 2, 1 if self.roomy else 0, 2)
        field.value, field.placeholder = self._ask.value, ""
        field.cursor_position = len(field.value)
        field.display = True
        self.screen.set_focus(field)
        self.refresh(layout=True)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        words = clean(event.value.strip())
        if self._ask is None or self._typing < 0:
            return
        if self._ask.needed and not words:
            event.input.placeholder = UNSAID  # closed, the letters that follow would be taken for keys
            return
        self._done(self._ask.answers[self._typing][1], words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()

    def _done(self, word: str, detail: str) -> None:
        self.close()
        self.post_message(self.Answered(word, detail))

    def on_click(self, event: events.Click) -> None:
        """The mouse gives the answer under it."""
        if self._ask is None or self._typing >= 0:
            return
        rows = self._rows(self.size.width - 4)
        y = event.y - (1 if self.roomy else 0)
        if not 0 <= y < len(rows):
            return
        x = 2
        for run in rows[y].left:
            x += cells(run.text)
            if event.x < x:
                words = run.text.strip()
                for at, (key, word, _prompt) in enumerate(self._ask.answers):
                    if words and words in (key, word):
                        self._choose(at)
                return
