"""The list of F5: everything that can go wrong, the most urgent first, one key each.

Rule: one key begins it at once; Esc leaves with nothing done. Every key and title is there at any size; where it is
tight the conditions go, but for that of the line in hand. Pure lines in, so that tests can walk every size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.screens.dialog import Page
from data.values.views import FlowChoice
from widgets.key_line import Keys
from widgets.lines import BLANK, Row, Run, cells, width_of, wrap
from widgets.sheet import Band, Sheet

NONE = "No flow of this policy can be begun from here."
GAP = 2
NARROWEST = 24
"""Columns below which a condition is not set beside its title."""


class FlowsScreen(Page[str | None]):
    """See the module. Ends with the id of the flow to begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Begin", show=False, id="flows.take"),
        Binding("down,tab", "move(1)", "Down", show=False, id="flows.down"),
        Binding("up,shift+tab", "move(-1)", "Up", show=False, id="flows.up"),
    ]
    AUTO_FOCUS = ""
    title_words = "What is happening?"
    subtitle_words = "use when …"

    def __init__(self, choices: Sequence[FlowChoice]) -> None:
        super().__init__()
        self.choices = tuple(choices)
        self.at = 0
        self._sheet = Sheet(id="body")

    def body(self) -> ComposeResult:
        """The flows."""
        yield self._sheet

    def keys(self) -> Keys:
        """A letter is enough; the others are for who would rather choose."""
        return (("a letter", "begins it"), ("↑ ↓ enter", "choose"), ("esc", "back"))

    def on_mount(self) -> None:
        """Draw."""
        self._draw()

    def _draw(self) -> None:
        choices, at = self.choices, self.at
        self._sheet.show(lambda width, height: flow_bands(choices, at, width, height))

    def on_key(self, event: events.Key) -> None:
        """The letter of a flow begins it; any other does nothing."""
        if event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            self._take(event.character)

    @on(Sheet.Clicked)
    def _clicked(self, event: Sheet.Clicked) -> None:
        event.stop()
        self._take(event.key)

    def _take(self, key: str) -> None:
        found = next((one for one in self.choices if one.key == key), None)
        if found:
            self.dismiss(found.id)

    def action_take(self) -> None:
        """The line in hand."""
        if self.choices:
            self.dismiss(self.choices[self.at].id)

    def action_move(self, by: int) -> None:
        """The next line, or the one before."""
        if self.choices:
            self.at = (self.at + by) % len(self.choices)
            self._draw()


def flow_bands(choices: Sequence[FlowChoice], at: int, width: int, height: int) -> list[Band]:
    """All flows in exactly `height` lines, as roomy as that allows."""
    room = width - 2
    if not choices:
        return _filled([Row((Run(NONE, "quiet"),))], height)
    ways: tuple[Callable[[], list[Row]], ...] = (
        lambda: _beside(choices, at, room, apart=True),
        lambda: _beside(choices, at, room, apart=False),
        lambda: _after(choices, at, room),
        lambda: _in_hand(choices, at, room, columns=1),
        lambda: _in_hand(choices, at, room, columns=2),
    )
    found = (way() for way in ways)
    fitting = next((rows for rows in found if rows and len(rows) <= height), None)
    return _filled(fitting or _in_hand(choices, at, room, columns=1), height)


def _filled(rows: list[Row], height: int) -> list[Band]:
    above = 1 if height > len(rows) + 1 else 0
    shown = [*[BLANK] * above, *rows][:height]
    bands = [Band(Row((Run(" "), *row.left)), "surface") for row in shown]
    return [*bands, *[Band(BLANK, "surface")] * (height - len(bands))]


def _head(one: FlowChoice, wide: int, *, in_hand: bool) -> list[Run]:
    """The key as a cap, with the mark of the line in hand in it, and the title."""
    cap = Run(f"›{one.key.ljust(wide)} ", "cap-chosen") if in_hand else Run(f" {one.key.ljust(wide)} ", "cap")
    return [cap, Run(f" {one.title}", "strong")]


def _heads(choices: Sequence[FlowChoice], at: int, first: int = 0) -> list[list[Run]]:
    wide = max((cells(one.key) for one in choices), default=1)
    return [_head(one, wide, in_hand=n == at) for n, one in enumerate(choices, first)]


def _beside(choices: Sequence[FlowChoice], at: int, width: int, *, apart: bool) -> list[Row]:
    """The conditions in a column of their own; a long one on as many lines as it needs."""
    heads = _heads(choices, at)
    begin = max(width_of(head) for head in heads) + GAP
    if width - begin < NARROWEST:
        return []
    rows: list[Row] = []
    for n, (head, one) in enumerate(zip(heads, choices, strict=True)):
        said = _when(one, width - begin, in_hand=n == at)
        first = Row((*head, Run(" " * (begin - width_of(head))), *said[0]))
        blank = [BLANK] if apart and n else []
        rows += [*blank, first, *(Row((Run(" " * begin), *line)) for line in said[1:])]
    return rows


def _after(choices: Sequence[FlowChoice], at: int, width: int) -> list[Row]:
    """Each condition right after its title, which takes fewer lines."""
    rows: list[Row] = []
    for n, (head, one) in enumerate(zip(_heads(choices, at), choices, strict=True)):
        begin = width_of(head) + GAP
        if width - begin < NARROWEST:
            return []
        said = _when(one, width - begin, in_hand=n == at)
        rows.append(Row((*head, Run(" " * GAP), *said[0])))
        rows += [Row((Run(" " * begin), *line)) for line in said[1:]]
    return rows


def _when(one: FlowChoice, width: int, *, in_hand: bool) -> list[tuple[Run, ...]]:
    return wrap([Run(one.use_when, "plain" if in_hand else "quiet")], width, most=9)


def _in_hand(choices: Sequence[FlowChoice], at: int, width: int, *, columns: int) -> list[Row]:
    """Keys and titles alone, and below them when the one in hand is used."""
    deep = -(-len(choices) // columns)
    blocks = [_heads(choices[n : n + deep], at, n) for n in range(0, len(choices), deep)]
    wide = [max(width_of(head) for head in block) for block in blocks]
    if sum(wide) + GAP * (len(wide) - 1) > width and columns > 1:
        return []
    rows = []
    for n in range(deep):
        runs: list[Run] = []
        for block, across in zip(blocks, wide, strict=True):
            head = block[n] if n < len(block) else []
            runs += [*([Run(" " * GAP)] if runs else []), *head, Run(" " * (across - width_of(head)))]
        rows.append(Row(tuple(runs)))
    said = wrap([Run("Use when … ", "quiet"), Run(choices[at].use_when)], width, most=9)
    return [*rows, BLANK, *(Row(line) for line in said)]
