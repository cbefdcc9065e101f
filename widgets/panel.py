"""A flat panel with a heading and a list of entries; one of them carries the cursor.

Rule: one widget however long the list. The panel moves its cursor at once, repaints only the lines that changed, and
posts `Moved`; it says how much is hidden above and below and never shows a scroll bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from widgets.lines import BLANK, Lines, Row, Run, crop, lined

CAP = 400


class Entry(NamedTuple):
    """One thing in the list: its key ("" cannot be chosen), where it belongs, and its lines."""

    key: str
    rows: tuple[Row, ...]


class Panel(Lines, can_focus=True):
    """See the module. A subclass gives `heading(width)` and `entries(width)`, and calls `changed()` when they do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="panel.up"),
        Binding("down", "move(1)", "Down", show=False, id="panel.down"),
        Binding("pageup", "move(-8)", "Up a page", show=False, id="panel.page-up"),
        Binding("pagedown", "move(8)", "Down a page", show=False, id="panel.page-down"),
        Binding("home", "move(-9999)", "First", show=False, id="panel.home"),
        Binding("end", "move(9999)", "Last", show=False, id="panel.end"),
    ]

    bar = ""
    marks_when_idle = False

    @dataclass
    class Moved(Message):
        """The cursor went to another entry."""

        panel: Panel
        key: str

        @property
        def control(self) -> Panel:
            """The panel it happened in."""
            return self.panel

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts when keys repeat."""
            return isinstance(message, Panel.Moved) and message.panel is self.panel

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.cursor = ""
        self._top = 0
        self._made_for = (-1, -1)
        self._heading: list[Row] = []
        self._list: list[tuple[str, Row]] = []

    def heading(self, width: int) -> list[Row]:  # noqa: ARG002  the subclass's to use
        """The lines that stay at the top."""
        return []

    def entries(self, width: int) -> list[Entry]:  # noqa: ARG002  the subclass's to use
        """The list, in `width` columns."""
        return []

    # --- geometry ---------------------------------------------------------------------------------------------------
    @property
    def edge(self) -> int:
        """Columns kept free at either side; the cursor's mark stands in the left one."""
        return 2 if self.roomy else 1

    @property
    def above(self) -> int:
        """Lines kept free at the top."""
        return 1 if self.roomy else 0

    def inner(self, width: int) -> int:
        """Columns for words in a panel of `width`."""
        return max(width - 2 * self.edge - (1 if self.bar else 0), 0)

    def changed(self) -> None:
        """The list or the heading is another one: make it anew, keep the cursor where it was."""
        self._made_for = (-1, -1)
        self.refresh()

    def let_go(self) -> None:
        """See `Lines`: the list too, which is made anew when it is drawn."""
        super().let_go()
        self._made_for, self._heading, self._list = (-1, -1), [], []

    def prepare(self, width: int, height: int) -> None:
        """Make the lines, where they are not made for this size."""
        if (width, height) == self._made_for:
            return
        self._made_for = (width, height)
        width = self.inner(width)
        self._heading = self.heading(width)
        self._list = [(entry.key, row) for entry in self.entries(width)[:CAP] for row in entry.rows]
        self._keep_in_view()

    @property
    def _room(self) -> int:
        return max(self._made_for[1] - self.above - len(self._heading), 0)

    def _keep_in_view(self) -> bool:
        """Scroll as little as shows the whole entry at the cursor; whether anything moved."""
        room = self._room
        mine = [at for at, (key, _row) in enumerate(self._list) if key and key == self.cursor] or [0]
        top = min(self._top, max(len(self._list) - room, 0))
        # A line at either end says how much is hidden, so the cursor stays off the ends while there is more.
        if mine[-1] >= top + room - 1 and mine[-1] < len(self._list) - 1:
            top = mine[-1] - room + 2
        elif mine[-1] >= top + room:
            top = mine[-1] - room + 1
        if mine[0] <= top and top:
            top = mine[0] - 1
        first = next((at for at, (key, _row) in enumerate(self._list) if key), 0)
        top = 0 if mine[0] <= first else top
        # No line below "↑ more" that only continues an entry whose beginning is hidden.
        while 0 < top < mine[0] - 1 and self._list[top + 1][0] and self._list[top + 1][0] == self._list[top][0]:
            top += 1
        moved, self._top = top != self._top, top
        return moved

    # --- drawing ----------------------------------------------------------------------------------------------------
    def _at(self, y: int, top: int | None = None) -> tuple[str, Row]:
        top = self._top if top is None else top
        at = y - self.above
        if at < 0:
            return "", BLANK
        if at < len(self._heading):
            return "", self._heading[at]
        at -= len(self._heading)
        index = at + top
        if at == 0 and top and (hidden := self._count(0, index + 1)):
            return "", Row((Run(f"↑ {hidden} more", "quiet"),))
        if at == self._room - 1 and index < len(self._list) - 1 and (hidden := self._count(index, len(self._list))):
            return "", Row((Run(f"↓ {hidden} more", "quiet"),))
        return self._list[index] if index < len(self._list) else ("", BLANK)

    def _count(self, begin: int, end: int) -> int:
        return len({key for key, _row in self._list[begin:end] if key})

    def paint(self, y: int, width: int) -> list[Run]:
        """Bar, cursor mark, words."""
        key, row = self._at(y)
        mark = Run("▌", "live") if self._marked(key) and self.has_focus else Run(" ")
        edge, inner = self.edge, self.inner(width)
        margin = Run(" " * (edge - 1))
        words = [margin, *lined(row, inner), Run(" " * (width - inner - edge - (1 if self.bar else 0)))]
        runs = [Run(" ", self.bar), mark, *words] if self.bar else [mark, *words]
        return runs if inner else crop(runs, width)

    def chosen(self, y: int) -> int:
        """The line of the cursor stands out, more so with the focus."""
        return (2 if self.has_focus else 1) if self._marked(self._at(y)[0]) else 0

    def _marked(self, key: str) -> bool:
        return bool(key) and key == self.cursor and (self.marks_when_idle or self.has_focus)

    # --- the cursor -------------------------------------------------------------------------------------------------
    def keys(self) -> list[str]:
        """The keys that can be chosen, in order."""
        self.prepare(*self.size)
        return list(dict.fromkeys(key for key, _row in self._list if key))

    def place(self, key: str) -> None:
        """Put the cursor on `key` without a message."""
        if key == self.cursor:
            return
        before, self.cursor = self.cursor, key
        if not self.is_attached or self._made_for == (-1, -1):
            self.refresh()
            return
        top = self._top
        self._keep_in_view()
        width, height = self.size
        drawn = ((y, self._at(y, top), self._at(y)) for y in range(height))
        lines = [y for y, was, now in drawn if was != now or was[0] in {before, key} - {""}]
        self.refresh(*(Region(0, y, width, 1) for y in lines or [0]))

    def action_move(self, by: int) -> None:
        """Move the cursor by so many entries; stops at the ends."""
        keys = self.keys()
        if not keys:
            return
        at = keys.index(self.cursor) + by if self.cursor in keys else 0
        self._go(keys[max(0, min(at, len(keys) - 1))])

    def _go(self, key: str) -> None:
        if key != self.cursor:
            self.place(key)
            self.post_message(self.Moved(self, key))

    def on_focus(self) -> None:
        """The cursor's mark appears."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's mark goes."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """The mouse chooses a line."""
        key = self._at(event.y)[0]
        if key:
            self._go(key)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the list, not the cursor."""
        self._scroll(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the list, not the cursor."""
        self._scroll(event, -3)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        self.prepare(*self.size)
        self._top = max(min(self._top + by, len(self._list) - self._room), 0)
        self.refresh()
