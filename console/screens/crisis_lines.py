"""A crisis as lines: the card that is read aloud, the clock, the next thing, the keys; beside it whom else to ring.

Rule: the card stands where the number stands otherwise, in the order in which it is read, and none of its lines is cut.
Where it is tight the quiet things go first; the card, the clock, who, the next thing and the keys never go. What is
beside it stands at the right where the screen is wide, else below in as many lines as there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from console.screens.incident_parts import (
    NO_CALL,
    Caps,
    amiss,
    band,
    clock,
    first_lines,
    foot,
    number_pen,
    script,
    small_clock,
    title,
)
from console.screens.incident_rows import cut, keys_line, steps
from data.values.views import CardLine, CardView, FlowKey, IncidentView, Tone
from widgets.lines import BLANK, Row, Run, cells, lined, width_of, wrap
from widgets.number import blocks
from widgets.sheet import Band

WIDE, ROOMY = 110, 30
LABEL = 11
"""Columns of what a call handler asks, with the blanks after it."""
ON_THE_CARD = ("moved", "abroad")
"""Steps of the flow whose keys stand on the card itself, on the line that they change."""
WHERE = "WHERE"


class Room(NamedTuple):
    """What there is room for. `below` is how many lines of what is beside the card may stand under it."""

    spread: bool = True
    airy: bool = True
    use_when: bool = True
    boxed: bool = True
    below: int = 12
    inside: bool = True
    between: bool = True
    foot: bool = True
    big: bool = True
    missing: bool = True
    quiet: bool = True
    first: bool = True
    heading: bool = True


_LESS: tuple[tuple[str, int], ...] = (
    *(
        ("spread", 0),
        ("airy", 0),
        ("use_when", 0),
        ("boxed", 0),
        ("inside", 0),
        ("between", 0),
        ("foot", 0),
        ("below", 4),
        ("below", 3),
    ),
    *(("big", 0), ("quiet", 0), ("below", 1), ("missing", 0), ("below", 0), ("first", 0), ("heading", 0)),
)
_BIG = 7
"""Before this one goes the large clock, where there is no number."""


def crisis_bands(view: IncidentView, card: CardView, caps: Caps, width: int, height: int) -> list[Band]:
    """The whole page in exactly `height` bands."""
    low = foot(view, caps, width)
    for room in _rooms(view, roomy=width >= WIDE and height >= ROOMY):
        top, lines = _top(view, card, width, room), _steps(view, width, room)
        spare = height - len(top) - len(lines) - len(low) - room.foot
        if spare >= 0:
            return [*top, *lines, *[Band(BLANK, "surface")] * spare, *[Band()] * room.foot, *low]
    return [*top, *cut(lines, height - len(top) - len(low)), *low][:height]


def _rooms(view: IncidentView, *, roomy: bool) -> Iterator[Room]:
    """From the most generous on, one thing less each time. Large digits of a clock go early, of a number late."""
    room = Room() if roomy else Room(airy=False, spread=False)
    yield room
    for name, value in (*_LESS[:_BIG], *(() if view.number else (("big", 0),)), *_LESS[_BIG:]):
        less: dict[str, Any] = {name: value}
        room = room._replace(**less)
        yield room


def _steps(view: IncidentView, width: int, room: Room) -> list[Band]:
    """The lines without what stands on the card; where it is tight without those that are only read."""
    rows = [row for row in view.rows if row.next or row.id not in ON_THE_CARD]
    kept = tuple(row for row in rows if room.quiet or row.next or row.keys)
    return steps(
        replace(view, rows=kept), width, airy=False, heading=room.heading, inside=room.inside, between=room.between
    )


# --- from the top -----------------------------------------------------------------------------------------------------
def _top(view: IncidentView, card: CardView, width: int, room: Room) -> list[Band]:
    air = [Band()] * room.airy
    out = [title(view, width), *air]
    if room.use_when and view.use_when:
        out += band([Run(view.use_when, "plain")], width)
    out += amiss(view, width)
    if room.first and view.first:
        out += first_lines(view, width, boxed=room.boxed)
    ring = [*air, *_ring(view, width, big=room.big)] if view.number else _ring(view, width, big=room.big)
    return [*out, *ring, *script(view, width), *_card(view, card, width, room)]


def _ring(view: IncidentView, width: int, *, big: bool) -> list[Band]:
    """The number to ring and the clocks: beside each other where there is room, else on two lines."""
    if not view.number:
        return clock(view, width, big=big)
    pen, drawn = number_pen(view), blocks(view.number, width // 2, 3) if big else ()
    side = Run(" ", "bar-attention" if view.number == NO_CALL else "bar-live")
    if not drawn:
        runs = [Run(view.number, pen), Run("  "), Run(view.number_words)]
        said = [Band(Row((side, Run(" "), *line)), "panel") for line in wrap(runs, width - 4, most=3)]
        return [*said, *small_clock(view, width)]
    begin = cells(drawn[0]) + 6
    words = wrap([Run(view.number_words, pen if view.number == NO_CALL else "live")], width - begin - 2, most=2)
    counting = (Run(f"{view.digits}  ", "attention"), Run(view.then, "plain"), Run("   "), Run(view.clock, "quiet"))
    if width_of(counting) > width - begin - 2 or len(words) > 1:
        lines = [*[()] * (2 - len(words)), *words, ()]
        return [*_figures(drawn, lines, side, pen), *small_clock(view, width)]
    return _figures(drawn, [*words, (), counting], side, pen)


def _figures(drawn: Sequence[str], beside: Sequence[tuple[Run, ...]], side: Run, pen: str) -> list[Band]:
    return [
        Band(Row((side, Run("  "), Run(line, pen), Run("   "), *words)), "panel")
        for line, words in zip(drawn, beside, strict=False)
    ]


# --- the card ---------------------------------------------------------------------------------------------------------
def _card(view: IncidentView, card: CardView, width: int, room: Room) -> list[Band]:
    moved = [key for row in view.rows if row.id in ON_THE_CARD and not row.next for key in row.keys]
    wide = width >= WIDE
    across = width * 64 // 100 if wide else width
    read = [row for line in card.read for row in _read(line, across - 4, moved if line.label == WHERE else ())]
    read = [row for n, row in enumerate(read) for row in (*([BLANK] if room.spread and n else []), row)]
    aside = _aside(card, width - across - 4) if wide else []
    missing = _missing(card, width - 4) if room.missing and not wide else []
    under = [] if wide else [*_packed(card.beside, width - 4, room.below), *missing]
    side = Run(" ", "bar-alarm" if view.grave else "bar-live")
    deep = max(len(read), len(aside)) + 2 * room.airy
    pad = [BLANK] * room.airy
    left, right = _filled([*pad, *read], deep), _filled([*pad, *aside], deep)
    both = [
        _both(side, one, other, across) if wide else Row((side, Run("  "), *one.left))
        for one, other in zip(left, right, strict=True)
    ]
    return [*[Band()] * room.airy, *(Band(row, "panel") for row in both), *(Band(row) for row in under)]


def _filled(rows: list[Row], deep: int) -> list[Row]:
    return [*rows, *[BLANK] * (deep - len(rows))]


def _both(side: Run, one: Row, other: Row, across: int) -> Row:
    """A line of the card, and a line of what stands beside it."""
    left = lined(one, across - 4)
    return Row((side, Run("  "), *left, Run(" "), Run("│ ", "rule"), *other.left))


def _read(line: CardLine, width: int, keys: Sequence[FlowKey] = ()) -> list[Row]:
    """What is asked, the answer, and how old it is: never cut. What warns of the answer comes before it."""
    caps = keys_line(keys)
    room = width - LABEL
    loud = line.tone is Tone.ATTENTION
    pen = "attention" if loud and not _before(line) else "strong" if line.tone is Tone.STRONG or loud else "plain"
    text, age = (
        [Run(line.text, pen)] if line.text else [],
        [Run(line.age, "attention" if loud else "quiet")] if line.age else [],
    )
    parts = [age, text] if _before(line) else [text, age]
    runs = [run for part in parts if part for run in (*part, Run("  "))][:-1]
    lines = wrap(runs, room - (width_of(caps) + 1 if caps else 0), most=6)
    label = Run(line.label.ljust(LABEL), "title")
    rows = [Row((label if n == 0 else Run(" " * LABEL), *one)) for n, one in enumerate(lines)]
    if caps:
        gap = width - width_of(rows[0].left) - width_of(caps)
        rows[0] = Row((*rows[0].left, Run(" " * max(gap, 1)), *caps))
    return rows


def _before(line: CardLine) -> bool:
    """LAST KNOWN, REFUSED: nobody may read the place and miss this."""
    return line.age[:1].isupper() and line.label == WHERE


# --- beside it --------------------------------------------------------------------------------------------------------
def _aside(card: CardView, width: int) -> list[Row]:
    """Each on a line of its own, what it is above it where one line does not hold both."""
    rows = [row for line in card.beside for row in _beside(line, width)]
    return [*rows, *(Row(row.left[1:]) for row in _missing(card, width))]


def _beside(line: CardLine, width: int) -> list[Row]:
    runs = _parts(line)
    if width_of(runs) <= width:
        return [Row(tuple(runs))]
    label, *rest = runs
    return [
        *(Row(one) for one in wrap([label], width, most=2)),
        *(Row((Run("  "), *one)) for one in wrap(rest[1:], width - 2, most=4)),
    ]


def _parts(line: CardLine) -> list[Run]:
    pen = {Tone.ATTENTION: "attention", Tone.QUIET: "plain"}.get(line.tone, "strong")
    age = [Run("  "), Run(line.age, "quiet")] if line.age else []
    return [Run(line.label, "title"), Run("  "), Run(line.text, pen), *age]


def _packed(beside: Sequence[CardLine], width: int, most: int) -> list[Row]:
    """As many of them as `most` lines hold, whole; the first are the ones to ring."""
    rows: list[list[Run]] = [[]]
    for line in beside:
        runs = _parts(line)
        if width_of(runs) > width:
            rows += [list(one) for one in wrap(runs, width, most=3)]
            rows.append([])
            continue
        gap = [Run("  ·  ", "quiet")] if rows[-1] else []
        if rows[-1] and width_of(rows[-1]) + width_of(gap) + width_of(runs) > width:
            rows.append([])
            gap = []
        rows[-1] += [*gap, *runs]
    return [Row((Run("   "), *row)) for row in rows if row][:most]


def _missing(card: CardView, width: int) -> list[Row]:
    if not card.missing:
        return []
    runs = [Run("Not entered: ", "soft"), Run(", ".join(card.missing), "quiet")]
    return [Row((Run("   "), *line)) for line in wrap(runs, width, most=3)]
