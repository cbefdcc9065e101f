"""An incident as lines: one view and one size in, bands out. Pure, so that tests can walk it.

Order from the top: what it is and whom it is about, the first lines, the number where a call comes next, the clock that
counts to what opens by itself, the steps with their keys, the question that stands, the incident keys. Where it is
tight the quiet things go first; the number, the clock, who, the next thing and the keys never go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from console.screens.incident_rows import columns, keys_line, keys_packed, row_lines, short
from data.values.views import FlowKey, IncidentView
from widgets.bars import key_runs as caps_of
from widgets.bars import tight
from widgets.digits import large
from widgets.lines import BLANK, Row, Run, cells, width_of, wrap
from widgets.number import blocks
from widgets.sheet import Band

NO_CALL = "NO CALL"
BACK = "b"
"""The key that says they are back, in every flow that has one."""
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9)]) (?=[0-9(])")
SMALLEST = (58, 18)
"""Below this (of the sheet; the screen is two columns wider) the card stands in place of the page."""
ROOMY = (96, 28)
WIDEST = 96
"""Columns of a step: its keys stay near its words on a wide screen."""


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
Caps = Sequence[tuple[str, str]]


def incident_bands(view: IncidentView, caps: Caps, width: int, height: int) -> list[Band]:
    """The whole page in exactly `height` bands; `caps` are the incident keys that stand at its foot."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return card_bands(view, caps, width, height)
    foot = _foot(view, caps, width)
    for room in _rooms(view, roomy=width >= ROOMY[0] and height >= ROOMY[1]):
        top, steps = _top(view, width, room), _steps(view, width, room)
        spare = height - len(top) - len(steps) - len(foot) - room.foot
        if spare >= 0:
            return [*top, *steps, *[Band(BLANK, "surface")] * spare, *[Band()] * room.foot, *foot]
    return [*top, *_cut(steps, height - len(top) - len(foot)), *foot][:height]


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


def _cut(steps: list[Band], room: int) -> list[Band]:
    """The steps from the next one on; how many lines are hidden is said."""
    if len(steps) <= room or room < 1:
        return steps[: max(room, 0)]
    at = next((n for n, band in enumerate(steps) if band.row.left and _is_next(band.row)), 0)
    begin = max(0, min(at, len(steps) - room + 1))
    hidden = len(steps) - room + 1
    return [*steps[begin : begin + room - 1], Band(Row((Run(f"   ↕ {hidden} more lines", "quiet"),)), "surface")]


def _is_next(row: Row) -> bool:
    return any(run.pen == "live" and run.text.startswith("›") for run in row.left)


# --- from the top -----------------------------------------------------------------------------------------------------
def _top(view: IncidentView, width: int, room: Room) -> list[Band]:
    above, below = [Band()] * room.above, [Band()] * room.below
    out = [title(view, width), *[Band()] * room.airy]
    if room.use_when and view.use_when:
        out += [_band([Run(view.use_when, "plain")], width)]
    out += _warning(view, width)
    if room.first and view.first:
        out += _boxed(view, width) if room.boxed else [_band(_first(view), width)]
    out += [Band()] * (room.airy and bool(view.number))
    number = _number(view, width, room) if view.number else []
    clock = _clock(view, width, room.large and not view.number)
    script = _script(view, width)
    if number:
        return [*out, *number, *(above if script else []), *script, *above, *clock, *below]
    return [*out, *above, *clock, *below, *script, *(below if script else [])]


def title(view: IncidentView, width: int) -> Band:
    """What it is, whom it is about, when it began; whom goes last."""
    who = f" · {view.who}" if view.who else ""
    began = f"began {view.began}" if view.began[:1].isdigit() else view.began
    head = view.title.upper()
    room = width - 2
    if cells(head) + cells(who) + cells(began) + 2 > room - (cells(view.saving) + 3 if view.saving else 0):
        began = ""
    began = " · ".join(part for part in (view.saving, began) if part)
    if cells(head) + cells(who) > room and who:
        return Band(Row((Run(" "), Run(view.who, "strong"), Run(" · "), Run(head, "strong")), (Run(" "),)), "amber")
    return Band(Row((Run(" "), Run(head + who, "strong")), (Run(began, "strong"), Run(" "))), "amber")


def _warning(view: IncidentView, width: int) -> list[Band]:
    if not view.warning:
        return []
    keys = caps_of((("a", "seen"),))
    lines = wrap([Run("! ", "attention"), Run(view.warning, "attention")], width - 4 - width_of(keys), most=2)
    right = (*keys, Run(" "))
    return [Band(Row((Run(" "), *line), right if n == 0 else ()), "tint") for n, line in enumerate(lines)]


def _first(view: IncidentView) -> list[Run]:
    return [Run("   ".join(view.first), "strong")]


def _boxed(view: IncidentView, width: int) -> list[Band]:
    lines = [tuple(_first(view))]
    if width_of(lines[0]) > width - 4:
        lines = [(Run(words, "strong"),) for words in view.first]
    side = Run("│", "digits")
    rows = [Row((side, Run(" "), *line), (side,)) for line in lines]
    edges = [Row((Run(f"{left}{'─' * (width - 2)}{right}", "digits"),)) for left, right in ("╭╮", "╰╯")]
    return [Band(edges[0]), *(Band(row) for row in rows), Band(edges[1])]


def _band(runs: Sequence[Run], width: int, ground: str = "background") -> Band:
    lines = wrap(runs, width - 1, most=1)
    return Band(Row((Run(" "), *(lines[0] if lines else ()))), ground)


# --- the number -------------------------------------------------------------------------------------------------------
def _number(view: IncidentView, width: int, room: Room) -> list[Band]:
    pen = number_pen(view)
    drawn = blocks(view.number, width - 6, room.number)
    words = wrap([Run(view.number_words, pen if view.number == NO_CALL else "live")], width - 6, most=3)
    edge = Run("█  ", "bar-attention" if view.number == NO_CALL else "bar-live")
    side = Run(" ", edge.pen)
    said = [Row((side, Run("  "), *line)) for line in words if line]
    if drawn:
        number = [Row((side, Run("  "), Run(line, pen))) for line in drawn]
    else:
        number = [Row((side, Run("  "), *line)) for line in wrap([Run(view.number, pen)], width - 6, most=4)]
    blank = [Row((side,))] if room.pads else []
    between = [Row((side,))] if room.apart and drawn else []
    inside = (number, between, said) if view.number == NO_CALL else (said, between, number)  # the reason comes after
    return [Band(row, "panel") for row in (*blank, *(row for part in inside for row in part), *blank)]


def number_pen(view: IncidentView) -> str:
    """NO CALL is amber, a number as bright as words can be."""
    return "attention" if view.number == NO_CALL else "strong"


# --- the clock --------------------------------------------------------------------------------------------------------
def _clock(view: IncidentView, width: int, big: bool) -> list[Band]:
    drawn = large(view.digits)
    if not big or cells(drawn[0]) > width // 2:
        return _small_clock(view, width)
    pad = " " * 4
    words = ((), (Run(view.then),), (Run(view.clock, "quiet"),))
    return [
        Band(Row((Run(" "), Run(line, "soft"), Run(pad), *beside))) for line, beside in zip(drawn, words, strict=True)
    ]


def _small_clock(view: IncidentView, width: int) -> list[Band]:
    left = [Run(" "), *([Run(view.digits, "attention"), Run("  ")] if view.digits else []), Run(view.then, "strong")]
    right = (Run(view.clock, "quiet"), Run(" "))
    if width_of(left) + width_of(right) + 2 <= width:
        return [Band(Row(tuple(left), right))]
    return [Band(Row(tuple(left))), Band(Row((Run(" "), *right)))]


# --- the steps --------------------------------------------------------------------------------------------------------
def _script(view: IncidentView, width: int) -> list[Band]:
    """Words to say or to read out, apart from everything that is about the console."""
    if not view.script:
        return []
    text = _BETWEEN_DIGITS.sub("\N{NO-BREAK SPACE}", view.script)  # a number is never broken
    parts = [line for said in text.split("\n") for line in wrap([Run(said, "strong")], width - 9, most=4)]
    lead = (Run(" Say  ", "quiet"), Run(" " * 6))
    return [Band(Row((lead[min(n, 1)], Run("│ ", "digits"), *line))) for n, line in enumerate(parts)]


def _steps(view: IncidentView, width: int, room: Room) -> list[Band]:
    inner = width - 2
    at = columns(view.rows, min(inner, WIDEST))
    apart = [BLANK] * room.airy
    rows = [row for n, one in enumerate(view.rows) for row in (*(apart if n else []), *row_lines(one, at))]
    head = [Row((Run(view.stage, "title"),)), *apart] if view.stage and room.heading else []
    exits = [Row(line) for line in keys_packed(view.exits, inner - 2)]
    blank = [BLANK] * room.inside
    between = [BLANK] * (room.between and bool(exits and rows))
    inside = [*blank, *head, *rows, *between, *(Row((Run(" "), *row.left)) for row in exits)]
    return [Band(Row((Run(" "), *row.left), row.right), "surface") for row in inside]


# --- the foot ---------------------------------------------------------------------------------------------------------
def _foot(view: IncidentView, caps: Caps, width: int) -> list[Band]:
    out: list[Band] = []
    if view.said:
        lines = wrap([Run(view.said.text, view.said.tone.value)], width - 2, most=2)
        out += [Band(Row((Run(" "), *line))) for line in lines]
    if view.question:
        out += [Band(Row((Run(" "), *line))) for line in _question(view, width - 2)]
    return [*out, last_line(view, caps, width)]


def _question(view: IncidentView, width: int) -> list[tuple[Run, ...]]:
    """The question with its keys behind it; where they do not fit there, on the line below, not torn apart."""
    lead = [Run(view.question, "strong")]
    keys = keys_line(view.answers)
    if width_of(lead) + 1 + width_of(keys) > width >= width_of(keys):
        return [tuple(lead), tuple(keys)]
    return keys_packed(view.answers, width, lead)


def last_line(view: IncidentView, caps: Caps, width: int) -> Band:
    """Quiet ways out at the left, the incident keys at the right; where it is tight these alone."""
    room = width - 2
    quiet: list[Run] = []
    incident = caps_of(caps)
    if width_of(incident) > room:
        return Band(Row((Run(" "), *tight(caps, room))))
    for key, words in (*((key.key, key.words.partition(",")[0]) for key in view.leave), ("esc", "the day")):
        more = [*([Run("   ")] if quiet else []), Run(key, "plain"), Run(f" {words}", "quiet")]
        if width_of(quiet) + width_of(more) + width_of(incident) + 2 > room:
            incident = caps_of([*caps[:-1], (caps[-1][0], "")])  # the last one can do without its word
        if width_of(quiet) + width_of(more) + width_of(incident) + 2 <= room:
            quiet += more
    return Band(Row((Run(" "), *quiet), (*incident, Run(" "))))


# --- the card ---------------------------------------------------------------------------------------------------------
def card_bands(view: IncidentView, caps: Caps, width: int, height: int) -> list[Band]:
    """For a very small terminal: the number or NO CALL, the clock, the next thing, and the keys."""
    room, inner = max(height - 2, 0), max(width - 2, 4)
    question = 1 if view.question else 0
    large_ones, small_ones = (_card_rows(view, inner, big=big) for big in (3, 0))
    rows = large_ones if len(large_ones) + question <= room else small_ones
    more = _card_more(view, inner, words=True)
    asked = len(keys_packed(view.answers, inner, [Run(view.question, "strong")])) if view.question else 0
    exits = len(keys_packed([key for key in view.exits if not key.offered], inner))
    if len(rows) + bool(view.said) + asked + exits > room:
        more = _card_more(view, inner, words=False)
    body = [Band(Row((Run(" "), *row.left), row.right)) for row in (*rows, *more)][:room]
    last = last_line(replace(view, leave=(*_back(view), *view.leave)), caps, width)
    return [title(view, width), *body, *[Band()] * (room - len(body)), last][-height:]


def _back(view: IncidentView) -> tuple[FlowKey, ...]:
    """That they are back, where the next thing does not hold its key: it never goes for want of room."""
    following = {key.key for row in view.rows if row.next for key in row.keys}
    found = (*(key for row in view.rows for key in row.keys), *view.exits)
    return tuple(key for key in found if key.key == BACK and key.key not in following)[:1]


def _card_rows(view: IncidentView, width: int, *, big: int) -> list[Row]:
    """What may never be missing."""
    warned = wrap([Run(f"! {view.warning}  a seen", "attention")], width, most=1) if view.warning else []
    out = [Row(line) for line in warned]
    if view.number:
        pen = number_pen(view)
        drawn = blocks(view.number, width, big)
        number = [Row((Run(line, pen),)) for line in drawn]
        number = number or [Row(line) for line in wrap([Run(view.number, pen)], width, most=4)]
        words = wrap([Run(view.number_words, "plain")], width, most=2) if view.number_words else []
        out += [*number, *(Row(line) for line in words)]
    out += _card_clock(view, width, big=bool(big) and not view.number)
    following = next((row for row in view.rows if row.next), None)
    out += short(following, width) if following else []
    offered = [key for key in view.exits if key.offered]
    return out + [Row(line) for line in keys_packed(offered, width)]


def _card_clock(view: IncidentView, width: int, *, big: bool) -> list[Row]:
    drawn = large(view.digits)
    if big and cells(drawn[0]) <= width:
        words = wrap([Run(view.then, "strong")], width, most=2)
        return [*(Row((Run(line, "soft"),)) for line in drawn), *(Row(line) for line in words)]
    runs = [Run(f"{view.digits}  ", "attention"), Run(view.then)]
    return [Row(line) for line in wrap(runs, width, most=2)]


def _card_more(view: IncidentView, width: int, *, words: bool) -> list[Row]:
    """What is good to have where there is room for it; without `words` the keys of the question alone."""
    said = [Row(line) for line in wrap([Run(view.said.text, view.said.tone.value)], width)] if view.said else []
    lead = [Run(view.question, "strong")]
    asked = [Row(line) for line in keys_packed(view.answers, width, lead)]
    if not words:
        asked = [Row((*lead, Run(" "), *keys_line(view.answers, words=False)))]
    exits = [Row(line) for line in keys_packed([key for key in view.exits if not key.offered], width)]
    script = [Row(line) for text in view.script.split("\n") for line in wrap([Run(text)], width)] if view.script else []
    others = [line for row in view.rows if not row.next for line in short(row, width)]
    clock = [Row((Run(view.clock, "quiet"),))] if view.clock else []
    return [*said, *(asked if view.question else []), *exits, *clock, *script, *others]
