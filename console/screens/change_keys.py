"""What opens the data, changed: another passphrase, other recovery words, the system keyring."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from console.screens.entry import EntryScreen
from data.text import lit
from widgets.key_line import Keys, cap

PASSPHRASE, WORDS, KEYRING = "passphrase", "words", "keyring"


class ChangeKeysScreen(EntryScreen):
    """See the module. `answered` is called with one of the three; `keyring` says whether that opens it now.

    `done` is what was just changed, in words.
    """

    title_words = "What opens your data"
    lead_words = (
        "A backup made before keeps its own key file. What opened it then still opens it, and today's data with it.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "choose('passphrase')", "Passphrase", show=False, id="keys.passphrase"),
        Binding("w", "choose('words')", "Recovery words", show=False, id="keys.words"),
        Binding("k", "choose('keyring')", "Keyring", show=False, id="keys.keyring"),
    ]

    def __init__(
        self, answered: Callable[[str], None], leave: Callable[[], None], *, keyring: bool, done: str = ""
    ) -> None:
        super().__init__(answered, leave)
        self.keyring = keyring
        self.done = done

    def body(self) -> ComposeResult:
        """The three, each with its key."""
        turn = (
            "This computer's keyring opens it too: no longer" if self.keyring else "Let this computer's keyring open it"
        )
        lines = (
            ("p", "Another passphrase"),
            ("w", "Other recovery words; the paper you have is void then"),
            ("k", turn),
        )
        yield Static(
            Content("\n").join(Content.assemble(cap(key), "  ", lit(words)) for key, words in lines), id="words"
        )

    def on_mount(self) -> None:
        """What was done before is said."""
        self.say(self.done)

    def keys(self) -> Keys:
        """Its own keys stand above."""
        return (("esc", "done"),)

    def action_choose(self, what: str) -> None:
        """One of the three."""
        if not self.busy:
            self._answered(what)
