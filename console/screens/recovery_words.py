"""The recovery words: shown once, asked back once; and typed by who has lost the passphrase."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from console.screens.entry import EntryScreen
from data.text import lit
from widgets.key_line import Keys

_COLUMNS = 3
_WIDE = 16
"""Cells of one column; the longest word has eight letters."""
_BETWEEN = "   "


class Columns(Widget):
    """Numbered words in up to three columns, as many as fit, read downwards."""

    DEFAULT_CSS = "Columns { height: auto; width: 1fr; }"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(id="words")
        self.words = tuple(words)

    def _rows(self, width: int) -> list[str]:
        columns = max(1, min(_COLUMNS, (width + len(_BETWEEN)) // (_WIDE + len(_BETWEEN))))
        rows = -(-len(self.words) // columns)
        return [
            _BETWEEN.join(f"{at + 1:>2}  {self.words[at]:<12}" for at in range(row, len(self.words), rows))
            for row in range(rows)
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as that is at this width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(lit(line, "bold") for line in self._rows(self.size.width))


class RecoveryWordsScreen(EntryScreen):
    """The words, to be written on paper. `answered` is called once they are."""

    title_words = "Twelve words for the day when the passphrase is gone"
    lead_words = (
        "Then only they open your data; nobody else can. Write them on paper, in this order, and keep the paper safe. "
        "They are shown this once, and asked back next.",
    )

    def __init__(
        self,
        words: Sequence[str],
        answered: Callable[[str], None],
        leave: Callable[[], None],
        *,
        leaving: str = "leave: nothing is set up yet",
    ) -> None:
        super().__init__(answered, leave)
        self.words = tuple(words)
        self._leaving = leaving

    def body(self) -> ComposeResult:
        """The words in columns."""
        yield Columns(self.words)

    def keys(self) -> Keys:
        """Enter once they are on paper."""
        return (("enter", "they are on paper"), ("esc", self._leaving))

    def key_enter(self) -> None:
        """On to asking them back."""
        self._answered("")


class AskWordsScreen(EntryScreen):
    """The words typed back; the first four letters of each are enough."""

    secret = False
    prompt = "The twelve words"
    lead_words = ("Type them with a space between; the first four letters of each are enough.",)

    def __init__(
        self,
        answered: Callable[[str], None],
        leave: Callable[[], None],
        *,
        title: str,
        back: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(answered, leave)
        self.title_words = title
        self._back = back

    def on_mount(self) -> None:
        """Type at once; over the field stands which word the cursor is at, for the line is longer than the field."""
        super().on_mount()
        self.watch(self.field, "selection", self._at, init=False)

    def _at(self) -> None:
        before = self.field.value[: self.field.cursor_position]
        number = len(before.split()) + (not before or before[-1].isspace())
        words = f"{self.prompt} · word {number}" if self.field.value else self.prompt
        self.query_one("#prompt", Static).update(lit(words, "$secondary"))

    def keys(self) -> Keys:
        """Esc shows the words again while they are still new."""
        return (("enter", "go on"), ("esc", "the words once more" if self._back else "back"))

    def wrong(self, words: str) -> None:
        """What is wrong with them; what was typed stays to be mended."""
        self.ready(words)

    def action_leave(self) -> None:
        """Back to where it came from."""
        if self._back:
            self._back()
        else:
            self._leave()
