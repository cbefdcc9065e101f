"""An incident as lines: one view and one size in, bands out. Pure, so that tests can walk it.

Order from the top: what it is and whom it is about, the first lines, the number where a call comes next, the clock that
counts to what opens by itself, the steps with their keys, the question that stands, the incident keys. Where it is
tight the quiet things go first; the number, the clock, who, the next thing and the keys never go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from console.screens.crisis_lines import crisis_bands
from console.screens.incident_parts import Caps, amiss, band, clock, first_lines, foot, number, script, title
from console.screens.incident_rows import cut, steps
from console.screens.incident_small import card_bands
from data.values.views import IncidentView
from widgets.lines import BLANK, Run
from widgets.sheet import Band

SMALLEST = (58, 18)
"""Below this (of the sheet; the screen is two columns wider) the card stands in place of the page."""
ROOMY = (96, 28)


class Room(NamedTuple):
    """What there is room for: blank lines, and parts that can be left out or drawn smaller."""

    number: int = 5
    airy: bool = True
    use_when: bool = True
    boxed: bool = True
    heading: bool = True
    above: bool = True
    below: bool = True
    inside: bool = True
    between: bool = True
    apart: bool = True
    pads: bool = True
    foot: bool = True
    large: bool = True
    first: bool = True


_LEAST = ("airy", "use_when", "between", "above", "boxed", "inside", "foot", "below", "large", "first", "heading")
_LEAST_BY_A_NUMBER = (
    *("airy", "number", "use_when", "boxed", "apart", "between", "above", "inside", "foot", "below", "pads"),
    *("first", "heading"),
)
"""What goes first where it is tight, without and with a number on the page. The number gets smaller only twice."""


def incident_bands(view: IncidentView, caps: Caps, width: int, height: int) -> list[Band]:
    """The whole page in exactly `height` bands; `caps` are the incident keys that stand at its foot."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return card_bands(view, caps, width, height)
    if view.card:
        return crisis_bands(view, view.card, caps, width, height)
    low = foot(view, caps, width)
    for room in _rooms(view, roomy=width >= ROOMY[0] and height >= ROOMY[1]):
        top, lines = _top(view, width, room), _steps(view, width, room)
        spare = height - len(top) - len(lines) - len(low) - room.foot
        if spare >= 0:
            return [*top, *lines, *[Band(BLANK, "surface")] * spare, *[Band()] * room.foot, *low]
    return [*top, *cut(lines, height - len(top) - len(low)), *low][:height]


def _rooms(view: IncidentView, *, roomy: bool) -> Iterator[Room]:
    """From the most generous on, one thing less each time."""
    room = Room() if roomy else Room(airy=False, number=3)
    yield room
    for less in _LEAST_BY_A_NUMBER if view.number else _LEAST:
        without: dict[str, Any] = {less: 3 if less == "number" else False}
        tighter = room._replace(**without)
        if tighter != room:
            room = tighter
            yield room
    if view.number:
        yield room._replace(number=0)


# --- from the top -----------------------------------------------------------------------------------------------------
def _top(view: IncidentView, width: int, room: Room) -> list[Band]:
    above, below = [Band()] * room.above, [Band()] * room.below
    out = [title(view, width), *[Band()] * room.airy]
    if room.use_when and view.use_when:
        out += band([Run(view.use_when, "plain")], width)
    out += amiss(view, width)
    if room.first and view.first:
        out += first_lines(view, width, boxed=room.boxed)
    out += [Band()] * (room.airy and bool(view.number))
    figures = number(view, width, room.number, pads=room.pads, apart=room.apart) if view.number else []
    counting = clock(view, width, big=room.large and not view.number)
    said = script(view, width)
    if figures:
        return [*out, *figures, *(above if said else []), *said, *above, *counting, *below]
    return [*out, *above, *counting, *below, *said, *(below if said else [])]


def _steps(view: IncidentView, width: int, room: Room) -> list[Band]:
    return steps(view, width, airy=room.airy, heading=room.heading, inside=room.inside, between=room.between)
