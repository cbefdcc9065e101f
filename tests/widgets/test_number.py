"""A number in blocks: readable back, never cut, plain words where there is no shape or no room."""

import pytest

from widgets.number import _PIXELS, blocks


def read(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Three lines of half blocks as five rows of pixels again."""
    rows = []
    for line in lines:
        rows += ["".join("#" if char in up else " " for char in line) for up in ("▀█", "▄█")]
    return [tuple(rows[:5])]


def test_every_shape_differs_and_is_as_wide_in_every_row() -> None:
    assert len(set(_PIXELS.values())) == len(_PIXELS) - 1  # a nought and the letter O look alike, as they do in print
    assert all(len({len(row) for row in shape}) == 1 and len(shape) == 5 for shape in _PIXELS.values())


@pytest.mark.parametrize("text", ["0123456789", "+44 (0)20 7946 0123", "NO CALL", "999", "116 123"])
def test_half_blocks_and_whole_blocks_draw_the_same_pixels(text: str) -> None:
    (small,) = read(blocks(text, 400, 3))
    large = tuple(row[::2].replace("█", "#") for row in blocks(text, 400, 5))
    width = len(small[0])
    assert tuple(row.ljust(width) for row in large) == small


def test_the_largest_form_that_fits_is_taken() -> None:
    assert len(blocks("07700 900123", 116, 5)) == 5
    assert len(blocks("07700 900123", 116, 4)) == 3
    assert len(blocks("07700 900123", 60, 5)) == 3
    assert blocks("07700 900123", 30, 5) == ()
    assert blocks("07700 900123", 116, 2) == ()


@pytest.mark.parametrize("text", ["", " ", "ring 12", "[/]", "\x1b[2J", "٠٧"])
def test_what_has_no_shape_stays_words(text: str) -> None:
    assert blocks(text, 200, 5) == ()
