"""The covert look: the session's clock, the agreed closing line, a neutral question. Nothing tells what it is.

Rule: whatever the view holds besides, nothing of it comes here: no name, no word of an incident, no key but those of
the question. Somebody who looks over a shoulder sees a clock.
"""

from __future__ import annotations

from data.values.views import IncidentView
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
    if view.question:
        rows += [BLANK, *(_middle(line, width) for line in wrap(_asked(view), width - 4, most=3))]
    top = max((height - len(rows)) // 2, 0)
    return [Band(row) for row in (*[BLANK] * top, *rows)][:height]


def _asked(view: IncidentView) -> list[Run]:
    runs = [Run(view.question, "quiet")]
    for answer in view.answers:
        runs += [Run("   "), Run(answer.key, "strong" if answer.chosen else "quiet")]
        runs += [Run(f" {answer.words}", "quiet")] if answer.words else []
    return runs


def _middle(runs: tuple[Run, ...] | list[Run], width: int) -> Row:
    return Row((Run(" " * max((width - width_of(runs)) // 2, 0)), *runs))
