"""Where the parts of the day screen stand, from the size of the terminal: pure arithmetic, so that tests can walk it.

Three forms. Roomy (100×30 and more): blank lines between the parts. Close (60×18 and more): the same parts without
them. Below that the card alone. Very wide screens keep their lines readable: the parts stop growing and stay in the
middle.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region

from data.values.quick import dataclass

ROOMY = (100, 30)
SMALLEST = (60, 18)
WIDEST = 164

Wants = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Needs:
    """How many lines each part needs in a given width."""

    banner: Wants
    owed: Wants
    drop: Wants
    answer: Wants


def places(width: int, height: int, needs: Needs) -> dict[str, Region]:
    """The region of every part that is shown, by its id; no two overlap and none leaves the screen."""
    if width < SMALLEST[0] or height < SMALLEST[1]:
        answer = max(min(needs.answer(width), height - 4), 0)
        card = {"card": Region(0, 0, width, height - answer)}
        return card | ({"answer": Region(0, height - answer, width, answer)} if answer else {})
    roomy = width >= ROOMY[0] and height >= ROOMY[1]
    room = min(width - (4 if roomy else 2), WIDEST)
    x = (width - room) // 2
    y = 1 if roomy else 0
    out = {"header": Region(x, y, room, 1)}
    y += 2 if roomy or height >= 26 else 1
    banner = min(needs.banner(room), 3)
    if banner:
        out["banner"] = Region(x, y, room, banner)
        y += banner + (1 if roomy else 0)
    bottom = height - (1 if roomy else 0)
    out["keys"] = Region(x, bottom - 2, room, 2)
    clock = 5 if roomy else 3
    out["clock"] = Region(x, bottom - 2 - clock, room, clock)
    stop = bottom - 2 - clock - (1 if roomy or height >= 28 else 0)
    return out | _panels(Region(x, y, room, stop - y), needs, roomy=roomy)


def _panels(body: Region, needs: Needs, *, roomy: bool) -> dict[str, Region]:
    gap = 2 if roomy else 1
    left = max(40, min(body.width * 34 // 100, 54)) if roomy else max(24, min(body.width * 42 // 100, 40))
    right = body.width - left - gap
    pad = 2 if roomy else 0
    most = max(min(8, body.height // 3), 2)
    low = min(max(needs.owed(left), needs.drop(right), 2) + pad, most)
    space = 1 if roomy or body.height >= 12 else 0
    high = max(body.height - low - space, 1)
    across = body.x + left + gap
    below = body.y + high + space
    answer = min(needs.answer(right), max(high - 4, 2))
    out = {
        "today": Region(body.x, body.y, left, high),
        "checks": Region(across, body.y, right, high - answer),
        "owed": Region(body.x, below, left, low),
        "drop": Region(across, below, right, low),
    }
    if answer:
        out["answer"] = Region(across, body.y + high - answer, right, answer)
    return out
