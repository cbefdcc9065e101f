"""The covert look: the session's clock, the agreed closing line, a neutral question. Nothing tells what it is.

Rule: whatever the view holds besides, nothing of it comes here: no client, no word of an incident, no key but those of
the question. Somebody who looks over a shoulder sees a clock.

Where a colleague or the services are to be rung, the question begins with a hint: "Next: phone Dana.", a colleague's
first name, or "Next: the work phone." for the services; both could stand in anybody's plan for the day. No number and
no role is here: a number read over a shoulder can be looked up or rung. Both stand behind Esc twice, and "Esc Esc more"
says so.
"""

from __future__ import annotations

from console.screens.neutral_lines import clock_rows, fitted, middle, words_rows
from data.values.views import FlowKey, IncidentView
from widgets.lines import BLANK, Run, width_of, wrap
from widgets.sheet import Band

LEAVE_WITHIN = 1.0
"""Seconds between two Esc that lead back."""


def covert_bands(view: IncidentView, width: int, height: int) -> list[Band]:
    """Three things in the middle of an empty page, all of them quiet."""
    rows = clock_rows(view.digits, width, height)
    if view.closing_line:
        rows += [BLANK, *words_rows(view.closing_line, width)]
    for text, keys in _questions(view):
        rows += [BLANK, *(middle(line, width) for line in _asked(text, keys, width - 4))]
    rows = fitted(rows, height)
    top = max((height - len(rows)) // 2, 0)
    page = [*[BLANK] * top, *rows][:height]
    if view.watermark and len(page) < height - 1:  # nobody real is behind it, and it must never be taken for real
        page += [*[BLANK] * (height - 1 - len(page)), middle([Run(view.watermark, "quiet")], width)]
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
