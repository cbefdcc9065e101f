"""What the contents of the neutral screen share: a quiet clock in the middle of an empty page, quiet lines around it.

Rule: nothing here knows what it is about. Somebody who looks over a shoulder sees a clock.
"""

from __future__ import annotations

from collections.abc import Iterable

from widgets.digits import large
from widgets.lines import BLANK, Row, Run, cells, width_of, wrap

SHORT = 8
"""Lines under which the clock is not drawn large."""


def clock_rows(digits: str, width: int, height: int) -> list[Row]:
    """The clock in the middle, large where there is room."""
    clock = [Run(line, "quiet") for line in large(digits)]
    if cells(clock[0].text) > width or height < SHORT:
        clock = [Run(digits, "quiet")]
    return [middle([line], width) for line in clock if line.text.strip()]


def words_rows(text: str, width: int, pen: str = "quiet") -> list[Row]:
    """Words in the middle, broken where they are too long; none for none."""
    return [middle(line, width) for line in wrap([Run(text, pen)], width - 4)] if text else []


def middle(runs: Iterable[Run], width: int) -> Row:
    """These in the middle of a line."""
    runs = tuple(runs)
    return Row((Run(" " * max((width - width_of(runs)) // 2, 0)), *runs))


def fitted(rows: list[Row], height: int) -> list[Row]:
    """Without the blank lines where they do not fit."""
    return [row for row in rows if row is not BLANK] if len(rows) > height else rows
