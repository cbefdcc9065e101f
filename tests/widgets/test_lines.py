"""Lines: exactly as wide as asked, never a control character, words kept together."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.samples import HOSTILE
from widgets.lines import Row, Run, fit, lined, width_of, wrap

TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))
RUNS = st.lists(st.builds(Run, TEXTS, st.just("plain")), max_size=5).map(tuple)


@given(TEXTS, st.integers(0, 40))
def test_fitted_words_take_exactly_their_width_and_hold_no_control(text: str, width: int) -> None:
    shown = fit(text, width)
    assert cell_len(shown) == width
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)


@given(RUNS, RUNS, st.integers(1, 100))
def test_a_line_is_exactly_as_wide_as_the_widget(left: tuple[Run, ...], right: tuple[Run, ...], width: int) -> None:
    assert sum(cell_len(run.text) for run in lined(Row(left, right), width)) == width


@given(RUNS, st.integers(4, 60), st.integers(1, 4))
def test_wrapped_lines_are_few_and_narrow_enough(runs: tuple[Run, ...], width: int, most: int) -> None:
    lines = wrap(runs, width, most=most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


def test_words_are_broken_between_and_not_within() -> None:
    lines = wrap([Run("Say there are "), Run("five minutes left", "strong")], 15)
    assert ["".join(run.text for run in line) for line in lines] == ["Say there are", "five minutes", "left"]
    assert lines[1][0].pen == "strong"


def test_what_is_cut_says_so() -> None:
    assert fit("14 Elm Road, Leeds", 8) == "14 Elm …"
    assert wrap([Run("one two three four five")], 9, most=2)[1][0].text.endswith("…")


def test_brackets_are_words() -> None:
    assert fit("[TODO] plan [/]", 15) == "[TODO] plan [/]"
