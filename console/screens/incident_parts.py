"""The parts of an incident's page, each as lines: title, what is amiss, first lines, number, clock, words to say, foot.

Rule: a part says all it has to say or is left out by whoever sets the page; a number is never broken, and amber or red
never says anything that the words do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from console.screens.incident_rows import keys_line, keys_packed
from data.values.views import IncidentView
from widgets.bars import key_runs as caps_of
from widgets.bars import tight
from widgets.digits import large
from widgets.lines import Row, Run, cells, width_of, wrap
from widgets.number import blocks
from widgets.sheet import Band

NO_CALL = "NO CALL"
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9)]) (?=[0-9(])")
COLUMNS_OF = 2
"""Lines of a column of first lines; longer ones stand below each other."""
Caps = Sequence[tuple[str, str]]


def title(view: IncidentView, width: int) -> Band:
    """What it is, whom it is about, when it began; whom goes last. Red is for the gravest alone."""
    who = f" · {view.who}" if view.who else ""
    began = f"began {view.began}" if view.began[:1].isdigit() else view.began
    head = view.title.upper()
    ground = "red" if view.grave else "amber"
    mark = (Run(f" {view.watermark} ", "cap-chosen"), Run(" ")) if view.watermark else ()
    room = width - 2 - width_of(mark)
    if cells(head) + cells(who) + cells(began) + 2 > room - (cells(view.saving) + 3 if view.saving else 0):
        began = ""
    began = " · ".join(part for part in (view.saving, began) if part)
    if cells(head) + cells(who) > room and who:
        return Band(
            Row((Run(" "), *mark, Run(view.who, "strong"), Run(" · "), Run(head, "strong")), (Run(" "),)), ground
        )
    return Band(Row((Run(" "), *mark, Run(head + who, "strong")), (Run(began, "strong"), Run(" "))), ground)


def amiss(view: IncidentView, width: int) -> list[Band]:
    """What passed while this one waited, and a warning of the session's clock with its key."""
    out: list[Band] = []
    if view.overdue:
        lines = wrap([Run("! ", "attention"), Run(view.overdue, "attention")], width - 4, most=2)
        out += [Band(Row((Run(" "), *line)), "tint") for line in lines]
    if view.warning:
        keys = caps_of((("a", "seen"),))
        lines = wrap([Run("! ", "attention"), Run(view.warning, "attention")], width - 4 - width_of(keys), most=2)
        right = (*keys, Run(" "))
        out += [Band(Row((Run(" "), *line), right if n == 0 else ()), "tint") for n, line in enumerate(lines)]
    return out


def first_lines(view: IncidentView, width: int, *, boxed: bool) -> list[Band]:
    """What is done first of all: beside each other on one line, else in columns, else below each other."""
    inner = width - 4 if boxed else width - 2
    lines = _beside(view.first, inner)
    if not boxed:
        return [Band(Row((Run(" "), *line))) for line in lines]
    side = Run("│", "digits")
    rows = [Row((side, Run(" "), *line), (side,)) for line in lines]
    edges = [Row((Run(f"{left}{'─' * (width - 2)}{right}", "digits"),)) for left, right in ("╭╮", "╰╯")]
    return [Band(edges[0]), *(Band(row) for row in rows), Band(edges[1])]


def _beside(first: Sequence[str], width: int) -> list[tuple[Run, ...]]:
    joined = Run("   ".join(first), "strong")
    if cells(joined.text) <= width:
        return [(joined,)]
    across = (width - 3 * (len(first) - 1)) // len(first)
    columns = [wrap([Run(words, "strong")], across, most=9) for words in first]
    deep = max(len(column) for column in columns)
    if deep > COLUMNS_OF:
        return [line for words in first for line in wrap([Run(words, "strong")], width, most=3)]
    return [_across(columns, n, across) for n in range(deep)]


def _across(columns: Sequence[Sequence[tuple[Run, ...]]], n: int, across: int) -> tuple[Run, ...]:
    """Line `n` of columns that stand beside each other."""
    runs: list[Run] = []
    for at, column in enumerate(columns):
        line = column[n] if n < len(column) else ()
        runs += [Run(" " * (at * (across + 3) - width_of(runs))), *line]
    return tuple(runs)


def band(runs: Sequence[Run], width: int, ground: str = "background") -> list[Band]:
    """One thing to read, on as many lines as it needs, two at most."""
    return [Band(Row((Run(" "), *line)), ground) for line in wrap(runs, width - 2, most=2)]


# --- the number -------------------------------------------------------------------------------------------------------
def number(view: IncidentView, width: int, high: int, *, pads: bool, apart: bool) -> list[Band]:
    """The number in blocks `high` lines high, with whose it is; NO CALL with why."""
    pen = number_pen(view)
    drawn = blocks(view.number, width - 6, high)
    words = wrap([Run(view.number_words, pen if view.number == NO_CALL else "live")], width - 6, most=3)
    edge = Run("█  ", "bar-attention" if view.number == NO_CALL else "bar-live")
    side = Run(" ", edge.pen)
    said = [Row((side, Run("  "), *line)) for line in words if line]
    if drawn:
        figures = [Row((side, Run("  "), Run(line, pen))) for line in drawn]
    else:
        figures = [Row((side, Run("  "), *line)) for line in wrap([Run(view.number, pen)], width - 6, most=4)]
    blank = [Row((side,))] if pads else []
    between = [Row((side,))] if apart and drawn else []
    inside = (figures, between, said) if view.number == NO_CALL else (said, between, figures)  # the reason comes after
    return [Band(row, "panel") for row in (*blank, *(row for part in inside for row in part), *blank)]


def number_pen(view: IncidentView) -> str:
    """NO CALL is amber, a number as bright as words can be."""
    return "attention" if view.number == NO_CALL else "strong"


# --- the clock --------------------------------------------------------------------------------------------------------
def clock(view: IncidentView, width: int, *, big: bool) -> list[Band]:
    """What counts, what opens then, and the session's own clock."""
    drawn = large(view.digits)
    if not big or cells(drawn[0]) > width // 2:
        return small_clock(view, width)
    pad = " " * 4
    words = ((), (Run(view.then),), (Run(view.clock, "quiet"),))
    return [
        Band(Row((Run(" "), Run(line, "soft"), Run(pad), *beside))) for line, beside in zip(drawn, words, strict=True)
    ]


def small_clock(view: IncidentView, width: int) -> list[Band]:
    """The same on one line, or two."""
    left = [Run(" "), *([Run(view.digits, "attention"), Run("  ")] if view.digits else []), Run(view.then, "strong")]
    right = (Run(view.clock, "quiet"), Run(" "))
    if width_of(left) + width_of(right) + 2 <= width:
        return [Band(Row(tuple(left), right))]
    return [Band(Row(tuple(left))), Band(Row((Run(" "), *right)))]


def script(view: IncidentView, width: int) -> list[Band]:
    """Words to say or to read out, apart from everything that is about the console."""
    if not view.script:
        return []
    text = _BETWEEN_DIGITS.sub("\N{NO-BREAK SPACE}", view.script)  # a number is never broken
    parts = [line for said in text.split("\n") for line in wrap([Run(said, "strong")], width - 9, most=4)]
    lead = (Run(" Say  ", "quiet"), Run(" " * 6))
    return [Band(Row((lead[min(n, 1)], Run("│ ", "digits"), *line))) for n, line in enumerate(parts)]


# --- the foot ---------------------------------------------------------------------------------------------------------
def foot(view: IncidentView, caps: Caps, width: int) -> list[Band]:
    """What was said, what else is open, the question that stands, and the last line."""
    out = others(view, width)
    if view.said:
        lines = wrap([Run(view.said.text, view.said.tone.value)], width - 2, most=2)
        out += [Band(Row((Run(" "), *line))) for line in lines]
    if view.question:
        out += [Band(Row((Run(" "), *line))) for line in _question(view, width - 2)]
    return [*out, last_line(view, caps, width)]


def others(view: IncidentView, width: int) -> list[Band]:
    """One quiet line: the incident that tab leads to, and how many more there are."""
    if not view.others:
        return []
    following, *more = view.others
    key = [Run(" tab ", "cap"), Run(" go to it")]
    words = f"Also open: {following.words}{f', and {len(more)} more' if more else ''}"
    room = width - 4 - width_of(key)
    line = wrap([Run(words, "quiet")], room, most=1)[0]
    return [Band(Row((Run(" "), *line), (*key, Run(" "))))]


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
    shorter = [caps_of([*caps[:kept], *((key, "") for key, _ in caps[kept:])]) for kept in _worded(caps)]
    incident = next((one for one in shorter if width_of(one) <= room), [])
    if not incident:
        return Band(Row((Run(" "), *tight(caps, room))))
    quiet: list[Run] = []
    first, *rest = [(key.key, key.words.partition(",")[0]) for key in view.leave] or [("", "")]
    for n, (key, words) in enumerate([first, ("esc", view.esc), *rest]):
        more = [*quiet, *([Run("   ")] if quiet else []), Run(key, "plain"), Run(f" {words}", "quiet")]
        most = min(width_of(incident), room - width_of(more) - 2)
        may = shorter if n < 2 else shorter[:2]  # for where the lines come from only the last key gives its word
        fits = next((one for one in may if width_of(one) <= most), None)
        if words and fits is not None:
            quiet, incident = more, fits
    return Band(Row((Run(" "), *quiet), (*incident, Run(" "))))


def _worded(caps: Caps) -> range:
    """How many of the incident keys have their words: all, or fewer, the last ones going without; never under two."""
    return range(len(caps), min(len(caps), 2) - 1, -1)
