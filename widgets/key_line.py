"""A line of keys as caps with what each does. It breaks between two keys, never within one."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from data.text import lit

Keys = tuple[tuple[str, str], ...]
_BETWEEN = "   "


def cap(key: str) -> Content:
    """One key, drawn as a cap."""
    return lit(f" {key} ", "bold $foreground on $foreground 14%")


def key_lines(keys: Keys, width: int) -> list[Content]:
    """The keys with their words, as many on a line as fit `width` cells."""
    lines: list[Content] = []
    for key, words in keys:
        one = Content.assemble(cap(key), " ", lit(words))
        if lines and lines[-1].cell_length + len(_BETWEEN) + one.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], _BETWEEN, one)
        else:
            lines.append(one)
    return lines


class KeyLine(Widget):
    """Shows (key, words) pairs. Attributes in: `keys`. Takes no focus."""

    DEFAULT_CSS = """
    KeyLine { height: auto; width: 1fr; color: $secondary; }
    """

    keys: reactive[Keys] = reactive((), layout=True)

    def __init__(self, keys: Keys = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.set_reactive(KeyLine.keys, keys)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the keys need at this width."""
        return max(1, len(key_lines(self.keys, width)))

    def render(self) -> Content:
        """The lines of keys."""
        return Content("\n").join(key_lines(self.keys, self.size.width))
