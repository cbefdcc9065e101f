"""The first thing on the screen where the data is encrypted: the passphrase, and the way on for who has lost it."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from console.screens.entry import EntryScreen
from data.text import lit
from widgets.key_line import Keys


class PassphraseScreen(EntryScreen):
    """See the module. `answered` is called with what was typed, `lost` where only the recovery words are left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "lost", "Recovery words", show=False, id="entry.words")]
    prompt = "Your passphrase"

    def __init__(
        self, answered: Callable[[str], None], leave: Callable[[], None], lost: Callable[[], None] | None = None
    ) -> None:
        super().__init__(answered, leave)
        self._lost = lost

    def keys(self) -> Keys:
        """Enter opens."""
        return (("enter", "open"), ("ctrl+t", "show"), ("ctrl+r", "lost it?"), ("esc", "leave"))

    def action_lost(self) -> None:
        """Open by the recovery words."""
        if self._lost and not self.busy:
            self._lost()


class NewPassphraseScreen(EntryScreen):
    """A passphrase is chosen: typed once, with how long it would take to guess, then once more.

    No rule is set but that there is one: what is measured is said, and the choice is the practitioner's.
    `weigh` is asked about each new text and answers by `weighed`.
    """

    prompt = "A passphrase"
    first = "Four or five words that have nothing to do with each other are good, and easy to remember."
    once_more = "The same once more"
    second = "So that no slip of the fingers locks you out."

    def __init__(
        self,
        answered: Callable[[str], None],
        leave: Callable[[], None],
        *,
        title: str,
        lead: tuple[str, ...],
        weigh: Callable[[str], None],
        leaving: str = "leave",
    ) -> None:
        super().__init__(answered, leave)
        self.title_words, self.lead_words = title, lead
        self._weigh = weigh
        self._leaving = leaving
        self._chosen = ""

    def keys(self) -> Keys:
        """Esc leads back to the first time, and from there away."""
        return (("enter", "go on"), ("ctrl+t", "show"), ("esc", "choose another" if self._chosen else self._leaving))

    def on_mount(self) -> None:
        """What makes a good one."""
        self.say(self.first)

    def on_input_changed(self) -> None:
        """How good it is, while it is typed."""
        if self.busy or self._chosen:
            return
        if typed := self.field.value:
            self._weigh(typed)

    def weighed(self, typed: str, words: str) -> None:
        """The answer about this text, if it still stands there."""
        if not self._chosen and not self.busy and self.field.value == typed:
            self.say(words)

    def submitted(self, typed: str) -> None:
        """The first time it is kept, the second time compared."""
        if not typed.strip():
            self.again("It cannot be empty.")
        elif not self._chosen:
            self._asks(self.second, chosen=typed)
        elif typed != self._chosen:
            self._asks("The two were not the same. Choose it again, from the first time.", attention=True)
        else:
            self._answered(typed)

    def action_leave(self) -> None:
        """From the second time back to the first; from there away."""
        if self._chosen and not self.busy:
            self._asks(self.first)
        else:
            super().action_leave()

    def _asks(self, words: str, *, chosen: str = "", attention: bool = False) -> None:
        self._chosen = chosen
        self.query_one("#prompt", Static).update(lit(self.once_more if chosen else self.prompt, "$secondary"))
        self.again(words, attention=attention)
