"""All the keys, by where they work."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.screens.dialog import Page
from data.text import lit
from widgets.key_line import Keys, cap

Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
TWO_COLUMNS = 96


class HelpScreen(Page[None]):
    """See the module. `groups` are (title, ((key, words), …))."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,f1", "leave", "Back", show=False, id="help.leave"),
    ]
    title_words = "Keys"
    subtitle_words = "the incident keys work everywhere, also while you type"

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self.groups = groups

    def body(self) -> ComposeResult:
        """The keys; two columns where there is room."""
        with VerticalScroll(id="body", classes="text"):
            yield Static(id="keys")

    def keys(self) -> Keys:
        """Up and down read on."""
        return (("↑ ↓", "read on"), ("esc", "back"))

    def on_mount(self) -> None:
        """Up and down scroll."""
        self.query_one("#body").focus()

    def on_resize(self) -> None:
        """One column or two."""
        two = self.size.width >= TWO_COLUMNS
        wide = max((cap(key).cell_length for _, keys in self.groups for key, _ in keys), default=0) + 2
        blocks = [_block(title, keys, wide) for title, keys in self.groups]
        self.query_one("#keys", Static).update(_columns(blocks) if two else _stacked(blocks))


def _block(title: str, keys: tuple[tuple[str, str], ...], wide: int) -> list[Content]:
    rows = [Content.assemble(one := cap(key), " " * (wide - one.cell_length), lit(words)) for key, words in keys]
    return [lit(title, "bold $primary"), *rows, Content("")]


def _stacked(blocks: list[list[Content]]) -> Content:
    return Content("\n").join(row for block in blocks for row in block)


def _columns(blocks: list[list[Content]]) -> Content:
    """The blocks dealt to two columns of about the same height: the longest first, each column in the order given."""
    sides: tuple[set[int], set[int]] = (set(), set())
    tall = [0, 0]
    for n in sorted(range(len(blocks)), key=lambda n: -len(blocks[n])):
        side = tall.index(min(tall))
        sides[side].add(n)
        tall[side] += len(blocks[n])
    begin = 0 if 0 in sides[0] else 1
    left, right = ([row for n in sorted(sides[at]) for row in blocks[n]] for at in (begin, 1 - begin))
    width = max((row.cell_length for row in left), default=0) + 6
    rows = []
    for index in range(max(len(left), len(right))):
        one = left[index] if index < len(left) else Content("")
        other = right[index] if index < len(right) else Content("")
        rows.append(Content.assemble(one.pad_right(width - one.cell_length), other))
    return Content("\n").join(rows)
