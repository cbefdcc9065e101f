"""One line of text asked for: a reason, where somebody is, what changed."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from console.screens.dialog import Panelled
from data.text import NAME_CAP, clean, lit
from data.values.trouble import BadInput
from widgets.form_sheet import FieldInput
from widgets.key_line import Keys


class AskTextScreen(Panelled[str | None]):
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
        yield FieldInput(clean(self.value, cap=self.cap), max_length=self.cap, compact=True, select_on_focus=False)
        yield Static(id="said")

    def keys(self) -> Keys:
        """Enter keeps, Esc leaves."""
        return (("enter", "keep"), ("esc", "back"))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FieldInput).focus()

    def say(self, words: str) -> None:
        """One line under the text."""
        said = self.query_one("#said", Static)
        said.update(lit(words))
        said.display = bool(words)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        self.say(self.comment(message.value.strip()))

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
