"""What the screens before the day share: one quiet block in the middle, a title, some lines, one field, the keys.

Rule: nothing personal is ever here; they stand while the data is closed. They are the bottom of the stack, so they end
by calling what they were given and never by dismissing themselves.
"""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from data.text import lit, typed_in_secret
from widgets.edits_at_once import EditsAtOnce
from widgets.key_line import KeyLine, Keys

SHORT = [(0, "-tiny"), (14, "-short"), (22, "-tall")]
CAP = 500
"""Letters that a passphrase, or twelve words, may have."""


class SecretInput(EditsAtOnce, Input):
    """A field whose letters are dots until they are wanted. Nothing of it can be copied away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "turn", "Show or hide", show=False, id="secret.show"),
    ]

    def validate_value(self, value: str) -> str:
        """Only text: a paste cannot carry control characters; and exactly what a command would take."""
        return typed_in_secret(value)[:CAP]

    def action_turn(self) -> None:
        """Show the letters, or hide them again."""
        self.password = not self.password

    def action_copy(self) -> None:
        """A passphrase is not put on the clipboard, where every program could read it."""

    def action_cut(self) -> None:
        """As copying."""


class EntryScreen(Screen[None]):
    """See the module. `leave` ends the program."""

    CSS_PATH = "entry.tcss"
    VERTICAL_BREAKPOINTS = SHORT
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False, id="entry.leave")]
    title_words = "Session Day"
    lead_words: tuple[str, ...] = ()
    secret = True
    prompt = ""

    def __init__(self, answered: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._answered = answered
        self._leave = leave
        self.busy = False

    def compose(self) -> ComposeResult:
        """Title, lines, the field, what is said, keys."""
        with Vertical(id="block"):
            yield Static(lit(self.title_words, "bold"), id="title")
            if self.lead_words:
                yield Static(Content("\n").join(lit(line) for line in self.lead_words), id="lead")
            yield from self.body()
            yield Static(id="said")
            yield Static(id="noted")
            yield KeyLine(self.keys())

    def body(self) -> ComposeResult:
        """The field under its prompt."""
        if self.prompt:
            yield Static(lit(self.prompt, "$secondary"), id="prompt")
        yield SecretInput(password=self.secret, max_length=CAP, compact=True, select_on_focus=False)

    def keys(self) -> Keys:
        """The keys of this screen and what each does."""
        return (("enter", "go on"), ("ctrl+t", "show"), ("esc", "leave"))

    def on_mount(self) -> None:
        """Type at once, where something is asked."""
        for field in self.query(SecretInput):
            field.focus()

    @property
    def field(self) -> SecretInput:
        """Where it is typed."""
        return self.query_one(SecretInput)

    def say(self, words: str, *, attention: bool = False) -> None:
        """One line under the field."""
        self.query_one("#said", Static).update(lit(words, "$warning" if attention else "$secondary"))

    def noted(self, words: str) -> None:
        """An incident key was pressed: what becomes of it, over the keys."""
        line = self.query_one("#noted", Static)
        line.update(lit(words, "$warning"))
        line.display = bool(words)

    def show_keys(self, keys: Keys) -> None:
        """These are the keys from now on."""
        self.query_one(KeyLine).keys = keys

    def working(self, words: str, keys: Keys = ()) -> None:
        """Something takes a moment: what is typed meanwhile is not taken. `keys` are those that still do something."""
        self.busy = True
        self.show_keys(keys)
        for field in self.query(SecretInput):
            field.disabled = True
        self.say(words)

    def again(self, words: str, *, attention: bool = True) -> None:
        """It was not that: type once more."""
        self.field.value = ""
        self.ready(words, attention=attention)

    def ready(self, words: str, *, attention: bool = True) -> None:
        """What is typed is taken again; what stands there stays."""
        self.busy = False
        self.show_keys(self.keys())
        self.field.disabled = False
        self.field.focus()
        self.say(words, attention=attention)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if not self.busy:
            self.submitted(self.field.value)

    def submitted(self, typed: str) -> None:
        """Enter was pressed with this."""
        self._answered(typed)

    def action_leave(self) -> None:
        """Leave the program; nothing is open."""
        self._leave()
