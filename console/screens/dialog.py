"""What every screen here shares: a page that fills the terminal, and a panel over what was there.

Given everything when made, it ends with `dismiss(result)`. Esc always leads back with nothing done; function keys are
never taken, so that the incident keys reach the app also while somebody types.
"""

from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from console.keymap import CAPS
from console.screens.ends_once import EndsOnce
from data.text import lit
from data.values.views import DayView
from widgets.key_line import KeyLine, Keys
from widgets.watch_line import WatchLine

T = TypeVar("T")

SHORT = [(0, "-short"), (22, "-medium"), (30, "-tall")]


class Page(EndsOnce[T], Screen[T], Generic[T]):
    """A whole page: title, lead, a body, one line for what must be said, the keys, and the day's clock at the foot."""

    CSS_PATH = "dialog.tcss"
    VERTICAL_BREAKPOINTS = SHORT
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False, id="page.leave")]
    title_words = ""
    subtitle_words = ""
    lead_words = ""

    def compose(self) -> ComposeResult:
        """Title, lead, body, what is said, keys."""
        yield Static(
            Content.assemble(lit(self.title_words, "bold"), "  ", lit(self.subtitle_words, "$secondary")), id="title"
        )
        if self.lead_words:
            yield Static(lit(self.lead_words), id="lead")
        yield from self.body()
        said = Static(id="said")
        said.display = False
        yield said
        yield KeyLine(self.keys())
        yield self.watch_line

    def glance(self, view: DayView) -> None:
        """The day as it is now: its clock, who, the next thing and what waits for a person stay on the screen."""
        self.watch_line.show(view)

    @cached_property
    def watch_line(self) -> WatchLine:
        """The foot of the page."""
        return WatchLine(CAPS, id="watch")

    def body(self) -> ComposeResult:
        """The widgets between the lead and the keys; one of them has the id "body"."""
        yield Static(id="body")

    def keys(self) -> Keys:
        """The keys of this page and what each does."""
        return (("esc", "back"),)

    def say(self, words: str, *, attention: bool = False) -> None:
        """One line above the keys: a refusal, or what is still missing."""
        said = self.query_one("#said", Static)
        said.update(lit(words, "$warning" if attention else "$secondary"))
        said.display = bool(words)

    def action_leave(self) -> None:
        """Back, with nothing done."""
        self.dismiss(None)


class Panelled(EndsOnce[T], ModalScreen[T], Generic[T]):
    """A small panel: a title, some lines, and what the subclass adds."""

    CSS_PATH = "dialog.tcss"
    VERTICAL_BREAKPOINTS = SHORT
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False, id="panel.leave")]

    def __init__(self, title: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.heading = title
        self.lines = lines

    def compose(self) -> ComposeResult:
        """Title, lines, the subclass's own, keys."""
        with VerticalScroll(id="panel", can_focus=False):
            yield Static(lit(self.heading), id="title")
            if self.lines:
                yield Static(Content("\n").join(lit(line) for line in self.lines), id="lines")
            yield from self.body()
            yield KeyLine(self.keys())

    def body(self) -> ComposeResult:
        """The widgets between the lines and the keys."""
        yield from ()

    def keys(self) -> Keys:
        """The keys of this panel and what each does."""
        return (("esc", "back"),)

    def action_leave(self) -> None:
        """Back, with nothing done."""
        self.dismiss(None)
