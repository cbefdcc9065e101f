"""When something really happened, a little while ago: a time of day or "5 min ago"."""

from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from console.core.entry import reading as forms
from console.core.wall import hhmm, span
from console.screens.dialog import Panelled
from data.text import lit
from data.values.time import Now
from data.values.trouble import BadInput
from widgets.form_sheet import FieldInput
from widgets.key_line import Keys


class AskTimeScreen(Panelled[datetime | None]):
    """See the module. Ends with the instant in UTC; Enter on nothing is now. `not_before` refuses what is earlier."""

    def __init__(
        self,
        title: str,
        prompt: str,
        now: Now,
        zone: str,
        *,
        lines: tuple[str, ...] = (),
        not_before: datetime | None = None,
    ) -> None:
        super().__init__(title, lines)
        self.prompt = prompt
        self.now = now
        self.zone = zone
        self.not_before = not_before

    def body(self) -> ComposeResult:
        """The prompt, the line, what was understood."""
        yield Static(lit(f"{self.prompt}  like 10:55, or 5 min ago", "$secondary"), id="prompt")
        yield FieldInput(placeholder=f"now, {hhmm(self.now.utc, self.zone)}", max_length=40, compact=True)
        yield Static(id="said")

    def keys(self) -> Keys:
        """Enter takes the time."""
        return (("enter", "take"), ("esc", "back"))

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FieldInput).focus()

    def _read(self, typed: str) -> datetime:
        at = forms.read_moment("Time", typed or "now", self.now.utc, self.zone)
        if self.not_before is not None and at < self.not_before:
            raise BadInput(f"Time: not before {hhmm(self.not_before, self.zone)}.")
        return at

    def _understood(self, at: datetime) -> str:
        passed = self.now.utc - at
        return f"{hhmm(at, self.zone)}, {span(passed)} ago" if passed else f"{hhmm(at, self.zone)}, now"

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        try:
            words = self._understood(self._read(message.value.strip()))
        except BadInput:
            words = ""
        self.query_one("#said", Static).update(lit(words, "$secondary"))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        try:
            self.dismiss(self._read(self.query_one(FieldInput).value.strip()))
        except BadInput as problem:
            self.query_one("#said", Static).update(lit(str(problem)))
