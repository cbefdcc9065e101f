"""The single lines at the edges of a screen: header, banner, keys.

Rule: what is least needed goes first where the width is short; nothing is cut in the middle of a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.values.tone import Tone
from widgets.lines import BLANK, Lines, Row, Run, width_of, wrap

if TYPE_CHECKING:
    from data.values.views import Banner, HeaderView, Part

_LOUD = (Tone.ATTENTION, Tone.ALARM, Tone.STRONG)
Keys = Sequence[tuple[str, str]]


class HeaderLine(Lines):
    """Where and when we are; the policy and its review; whether names are hidden and alerts reach the desktop."""

    ground = "background"

    def __init__(self, view: HeaderView | None, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._view = view

    def show(self, view: HeaderView) -> None:
        """Draw this."""
        if view != self._view:
            self._view = view
            self.refresh()

    def row(self, y: int, width: int) -> Row:  # noqa: ARG002
        """One line, without what does not fit: first the quiet things, last the clock and what is amiss."""
        view = self._view
        if view is None:
            return Row((Run("Session Day", "strong"),))
        alerts_late = view.alerts_tone in _LOUD
        order = [
            "policy",
            *(["title", "names"] if view.plain else ["names", "title"]),
            *(["day", "alerts"] if alerts_late else ["alerts", "day"]),
            "note",
        ]
        shown = {"title", "day", "clock", "policy", "note", "names", "alerts", "demo"}
        while True:
            left, right = _left(view, shown), _right(view, shown)
            if width_of(left) + width_of(right) + 2 <= width or not order:
                return Row(tuple(left), tuple(right))
            shown.discard(order.pop(0))


def _left(view: HeaderView, shown: set[str]) -> list[Run]:
    parts = [
        Run(f" {mark} ", "cap") if (mark := view.watermark or ("DEMO" if view.demo else "")) else None,
        Run(view.title, "strong") if "title" in shown else None,
        Run(view.day, "quiet") if "day" in shown else None,
        Run(view.clock, "strong"),
    ]
    return _spaced([[part] for part in parts if part and part.text], 2)


def _right(view: HeaderView, shown: set[str]) -> list[Run]:
    policy = [Run(view.policy, "quiet")] if "policy" in shown and view.policy else []
    note = [Run(view.policy_note, _calm(view.policy_tone))] if "note" in shown and view.policy_note else []
    between = [Run(" · ", "quiet")] if policy and note else []
    plain = [Run(view.plain, "soft")] if view.plain else []
    names = [Run(view.names, "quiet")] if "names" in shown and view.names else []
    alerts = [Run(view.alerts, view.alerts_tone.value)] if "alerts" in shown and view.alerts else []
    return _spaced([group for group in ([*policy, *between, *note], plain, names, alerts) if group], 3)


def _calm(tone: Tone) -> str:
    return "soft" if tone is Tone.ATTENTION else tone.value


def _spaced(groups: list[list[Run]], blanks: int) -> list[Run]:
    out: list[Run] = []
    for group in groups:
        out += [*([Run(" " * blanks)] if out else []), *group]
    return out


class BannerBar(Lines):
    """A line that waits for a person: what, why, and the keys that answer it."""

    def __init__(self, view: Banner | None, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._view = view
        self._set_ground()

    def show(self, view: Banner | None) -> None:
        """Draw this."""
        if view != self._view:
            self._view = view
            self._set_ground()
            self.refresh()

    def _set_ground(self) -> None:
        tone = self._view.tone if self._view else Tone.PLAIN
        self.ground = "amber" if tone in (Tone.ATTENTION, Tone.ALARM) else "panel"  # red is for a crisis alone

    def wants(self, width: int) -> int:
        """Lines needed in `width` columns."""
        return len(self._rows(width))

    def row(self, y: int, width: int) -> Row:
        """Words at the left, keys at the right."""
        rows = self._rows(width)
        return rows[y] if 0 <= y < len(rows) else BLANK

    def _rows(self, width: int) -> list[Row]:
        view = self._view
        if view is None:
            return []
        keys = key_runs(view.keys)
        room = width - 2
        words = [Run(view.words, "strong"), *([Run("  "), Run(view.detail, "plain")] if view.detail else [])]
        right = (*keys, Run(" "))
        if width_of(words) + width_of(keys) + 3 <= room:
            return [Row((Run(" "), *words), right if keys else ())]
        lines = wrap(words, room, most=3)
        rows = [Row((Run(" "), *line)) for line in lines]
        if not keys:
            return rows
        if width_of(lines[-1]) + width_of(keys) + 3 <= room:
            return [*rows[:-1], Row(rows[-1].left, right)]
        return [*rows, *(Row((Run(" "), *line)) for line in packed(view.keys, room))]


def key_runs(keys: Keys) -> list[Run]:
    """Keys as caps with their words."""
    return _spaced([[Run(f" {key} ", "cap"), Run(f" {word}")] for key, word in keys], 2)


def packed(keys: Keys, width: int, *, plain: bool = False) -> list[tuple[Run, ...]]:
    """Keys with their words on as many lines as they need; a key and its word stay together."""
    rows: list[list[Run]] = [[]]
    for key, word in keys:
        one = [Run(key, "quiet"), Run(f" {word}")] if plain else [Run(f" {key} ", "cap"), Run(f" {word}")]
        gap = [Run("   " if plain else "  ")] if rows[-1] else []
        if rows[-1] and width_of(rows[-1]) + width_of(gap) + width_of(one) > width:
            rows.append([])
            gap = []
        rows[-1] += [*gap, *one]
    return [tuple(row) for row in rows]


class KeyBar(Lines):
    """Two lines. Wide: what was said, then all keys. Narrow: incident keys, then what was said or the other keys."""

    ground = "background"

    def __init__(self, incident: Keys, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._incident = incident
        self._keys: Keys = ()
        self._said: Part | None = None
        self._armed = False

    def show(self, keys: Keys, said: Part | None) -> None:
        """Draw these keys, most needed first, and the answer to the last key."""
        if (keys, said) != (self._keys, self._said):
            self._keys, self._said = keys, said
            self.refresh()

    def arm(self, armed: bool) -> None:
        """While Esc has armed them, the incident keys are 2 to 5."""
        if armed != self._armed:
            self._armed = armed
            self.refresh()

    def row(self, y: int, width: int) -> Row:
        """See the class."""
        caps = [(key.removeprefix("F") if self._armed else key, word) for key, word in self._incident]
        incident = key_runs(caps)
        said = [Run(self._said.text, self._said.tone.value)] if self._said else []
        if self.wide(width):
            if y == 0:
                return Row(tuple(said))
            room = width - width_of(incident) - 5
            keys = _fitting(self._keys, room)
            return Row((*incident, Run("     "), *keys))
        if y == 0:
            return Row(tuple(incident)) if width_of(incident) <= width else Row(tight(caps, width))
        return Row(tuple(said or _fitting(self._keys, width)))

    @staticmethod
    def wide(width: int) -> bool:
        """Whether all keys stand on one line."""
        return width >= 96


def tight(caps: Keys, width: int) -> tuple[Run, ...]:
    """Keys with words as far as they fit in `width`: whole words, first words, the keys alone."""
    for blanks, words in ((1, True), (1, False)):
        runs = _spaced(
            [[Run(f"{key} ", "strong"), Run(word if words else word.split()[0])] for key, word in caps], blanks
        )
        if width_of(runs) <= width:
            return tuple(runs)
    return tuple(Run(f"{key} ", "strong") for key, _word in caps)


def _fitting(keys: Keys, width: int) -> list[Run]:
    """As many keys as fit whole; where some do not, the last ones given (help, the palette) stay and others go."""
    kept = list(keys)
    while kept:
        runs = _spaced([[Run(key, "quiet"), Run(f" {word}")] for key, word in kept], 3)
        if width_of(runs) <= width:
            return runs
        kept.pop(-2 if len(kept) > 1 else -1)
    return []
