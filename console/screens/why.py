"""`?` on a line: what it says, and where it comes from, in words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from console.screens.dialog import Panelled
from data.text import lit


class WhyScreen(Panelled[None]):
    """See the module. `inherited` names the profile that a policy whose own source is silent took the line from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,question_mark,q", "leave", "Back", show=False, id="why.leave"),
    ]

    def __init__(self, words: str, source: str, hint: str = "", inherited: str = "") -> None:
        super().__init__(words)
        self.source = source
        self.hint = hint
        self.inherited = inherited

    def body(self) -> ComposeResult:
        """The hint and the source."""
        rows = [lit(self.hint), Content("")] if self.hint else []
        rows.append(Content.assemble(lit("From  ", "$secondary"), lit(self.source)))
        if self.inherited:
            rows.append(lit(f"Not in this policy's own source: taken over from {self.inherited}.", "$secondary"))
        yield Static(Content("\n").join(rows), id="lines")
