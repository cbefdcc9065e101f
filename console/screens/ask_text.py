"""One line of text asked for: a reason, where somebody is, what changed."""

import hashlib
from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from console.screens.dialog import Panelled
from console.screens.kept_typing import RESUMED, KeepsTyping
from data.text import NAME_CAP, clean, lit
from data.values.trouble import BadInput
from widgets.form_sheet import FieldInput
from widgets.key_line import Keys


class AskTextScreen(KeepsTyping, Panelled[str | None]):
    """See the module. Ends with the words, "" where nothing is required; `check` raises BadInput to refuse them."""

    def __init__(
        self,
        title: str,
        prompt: str,
        *,
        required: bool = True,
        cap: int = NAME_CAP,
        value: str = "",
        check: Callable[[str], object] | None = None,
        lines: tuple[str, ...] = (),
    ) -> None:
        super().__init__(title, lines)
        self.prompt = prompt
        self.required = required
        self.cap = cap
        self.value = value
        self.check = check

    def body(self) -> ComposeResult:
        """The prompt, the line, what is wrong with it."""
        yield Static(lit(self.prompt, "$secondary"), id="prompt")
        value = self.resumed.get("text", self.value)
        yield FieldInput(clean(value, cap=self.cap), max_length=self.cap, compact=True, select_on_focus=False)
        yield Static(id="said")

    def keys(self) -> Keys:
        """Enter keeps, Esc leaves."""
        return (("enter", "keep"), ("esc", "back"))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FieldInput).focus()
        if self.resumed:
            self.say(RESUMED)

    @property
    def typing_id(self) -> str:
        """The question, without its words: they may name somebody."""
        asked = "\n".join((self.heading, self.prompt, *self.lines))
        return f"ask:{hashlib.sha256(asked.encode()).hexdigest()[:16]}"

    def typed(self) -> dict[str, str]:
        """The words so far."""
        return {"text": self.query_one(FieldInput).value}

    def say(self, words: str) -> None:
        """One line under the text."""
        said = self.query_one("#said", Static)
        said.update(lit(words))
        said.display = bool(words)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if message.value != self.resumed.get("text", self.value):
            self.say(self.comment(message.value.strip()))
            self.typing()

    def comment(self, typed: str) -> str:
        """What is said while typing; nothing here."""
        del typed
        return ""

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        typed = self.query_one(FieldInput).value.strip()
        if not typed and self.required:
            self.say(f"{self.prompt.rstrip(':?')}: some words are needed here.")
            return
        try:
            if typed and self.check is not None:
                self.check(typed)
        except BadInput as problem:
            self.say(str(problem))
            return
        self.dismiss(typed)
