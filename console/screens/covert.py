"""The covert look: the session's clock, the agreed closing line, a neutral question. Nothing tells what it is.

Rule: whatever the view holds besides, nothing of it comes here: no client, no word of an incident, no key but those of
the question. Somebody who looks over a shoulder sees a clock.

Where a colleague or the services are to be rung, the question begins with a hint: "Next: phone Dana.", a colleague's
first name, or "Next: the work phone." for the services; both could stand in anybody's plan for the day. No number and
no role is here: a number read over a shoulder can be looked up or rung. Both stand behind Esc twice, and "Esc Esc more"
says so.
"""

from __future__ import annotations

from data.values.views import FlowKey, IncidentView
from widgets.digits import large
from widgets.lines import BLANK, Row, Run, cells, width_of, wrap
from widgets.sheet import Band

LEAVE_WITHIN = 1.0
"""Seconds between two Esc that lead back."""


def covert_bands(view: IncidentView, width: int, height: int) -> list[Band]:
    """Three things in the middle of an empty page, all of them quiet."""
    clock = [Run(line, "quiet") for line in large(view.digits)]
    if cells(clock[0].text) > width or height < 8:
        clock = [Run(view.digits, "quiet")]
    rows = [_middle([line], width) for line in clock if line.text.strip()]
    if view.closing_line:
        rows += [BLANK, *(_middle(line, width) for line in wrap([Run(view.closing_line, "quiet")], width - 4))]
    for text, keys in _questions(view):
        rows += [BLANK, *(_middle(line, width) for line in _asked(text, keys, width - 4))]
    if len(rows) > height:
        rows = [row for row in rows if row is not BLANK]
    top = max((height - len(rows)) // 2, 0)
    page = [*[BLANK] * top, *rows][:height]
    if view.watermark and len(page) < height - 1:  # nobody real is behind it, and it must never be taken for real
        page += [*[BLANK] * (height - 1 - len(page)), _middle([Run(view.watermark, "quiet")], width)]
    return [Band(row) for row in page]


def covert_keys(view: IncidentView) -> frozenset[str]:
    """The keys that stand on the page; what is not shown does nothing."""
    return frozenset(key.key for _text, keys in _questions(view) for key in keys)


def _questions(view: IncidentView) -> list[tuple[str, tuple[FlowKey, ...]]]:
    if view.neutral:
        return [(row.text, row.keys) for row in view.neutral]
    return [(view.question, view.answers)] if view.question else []


def _asked(text: str, keys: tuple[FlowKey, ...], width: int) -> list[tuple[Run, ...]]:
    """The question and its keys on one line where they fit, else the keys below it."""
    asked = wrap([Run(text, "quiet")], width) if text else []
    runs: list[Run] = []
    for key in keys:
        runs += [*([Run("   ")] if runs else []), Run(key.key, "strong" if key.chosen else "quiet")]
        runs += [Run(f" {key.words}", "quiet")] if key.words else []
    if len(asked) == 1 and width_of(asked[0]) + 3 + width_of(runs) <= width:
        return [(*asked[0], Run("   "), *runs)] if runs else asked
    return [*asked, *(wrap(runs, width) if runs else [])]


def _middle(runs: tuple[Run, ...] | list[Run], width: int) -> Row:
    return Row((Run(" " * max((width - width_of(runs)) // 2, 0)), *runs))
