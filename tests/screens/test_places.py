"""Where the parts stand: nothing overlaps, nothing leaves the screen, nothing needed is missing."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from console.screens.places import Needs, places

LINES = st.integers(0, 12)


def needs(banner: int, owed: int, drop: int, answer: int) -> Needs:
    return Needs(lambda _w: banner, lambda _w: owed, lambda _w: drop, lambda _w: answer)


@given(st.integers(1, 300), st.integers(1, 120), LINES, LINES, LINES, st.integers(0, 7))
def test_no_two_parts_overlap_and_none_leaves_the_screen(
    width: int, height: int, banner: int, owed: int, drop: int, answer: int
) -> None:
    where = places(width, height, needs(banner, owed, drop, answer))
    screen = Region(0, 0, width, height)
    for region in where.values():
        assert region.area > 0
        assert screen.contains_region(region)
    for one, other in combinations(where.values(), 2):
        assert not one.overlaps(other)


@given(st.integers(60, 300), st.integers(18, 120), LINES)
def test_from_60_by_18_every_part_is_there(width: int, height: int, banner: int) -> None:
    where = places(width, height, needs(banner, 3, 3, 0))
    assert {"header", "today", "checks", "owed", "drop", "clock", "keys"} <= set(where)
    assert where["keys"].height == 2
    assert where["clock"].height >= 3
    assert where["drop"].height >= 3


def test_below_that_the_card_has_the_whole_screen() -> None:
    for size in ((59, 40), (200, 17), (50, 12), (1, 1)):
        assert places(*size, needs(2, 2, 2, 0)) == {"card": Region(0, 0, *size)}


def test_a_question_stands_under_the_card() -> None:
    where = places(50, 12, needs(0, 2, 2, 3))
    assert where == {"card": Region(0, 0, 50, 9), "answer": Region(0, 9, 50, 3)}


def test_a_very_wide_screen_keeps_the_parts_in_the_middle() -> None:
    where = places(300, 60, needs(0, 2, 2, 0))
    assert where["header"].width < 170
    assert where["header"].x == 300 - where["header"].right
