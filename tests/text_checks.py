"""What must hold of any string at all, once it is clean and once it is drawn."""

import unicodedata

import pyte
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content
from wcwidth import wcwidth

from data.text import NOTE_CAP, clean, lit
from tests.hostile import CORPUS, raw
from widgets.lines import Row, Run, fit, lined, wrap

JOINER = "\u200d"
SPECIAL = sorted({char for words in CORPUS.values() for char in words[:200]})
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=60),
    st.lists(st.sampled_from([words[:300] for words in CORPUS.values()]), min_size=1, max_size=4).map("".join),
)
"""Any text, text made of what the corpus is made of, and pieces of the corpus one after the other."""


def words_hold(text: str, cap: int) -> None:
    """Clean, the same when cleaned again, capped, shown literally, and as wide as its characters are."""
    for lines in (False, True):
        for part in (False, True):
            made = clean(text, cap=cap, lines=lines, part=part)
            assert not raw(made), (text, made)
            assert lines or "\n" not in made
            assert len(made) <= cap
            assert clean(made, cap=cap, lines=lines, part=part) == made, text
        whole = clean(text, cap=NOTE_CAP, lines=lines)
        shown = lit(text, lines=lines)
        assert isinstance(shown, Content)
        assert shown.plain == whole, text
        assert not shown.spans, text
        styled = lit(text, "bold", lines=lines)
        assert styled.plain == whole, text
        assert len(styled.spans) == bool(whole)
        if JOINER not in whole:
            assert cell_len(whole) == sum(map(cell_len, whole)), (text, whole)
        marks = 0
        for char in whole:
            marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me", "Mc"} else 0
            assert marks <= 8, text


def lines_hold(text: str, other: str, width: int) -> None:
    """Drawn beside something else, it takes the columns it was given, in every way of measuring."""
    assert cell_len(fit(text, width)) == width
    for row in (
        Row((Run(text),), (Run(other),)),
        Row((Run("│"), Run(text), Run("NO CALL"), Run(other))),
        Row((), (Run(other), Run(text))),
    ):
        runs = lined(row, width)
        line = "".join(run.text for run in runs)
        assert not raw(line) and "\n" not in line, (text, line)
        assert sum(cell_len(run.text) for run in runs) == width, (text, other, width)
        if JOINER not in line:
            assert cell_len(line) == width, (text, other, width)
    for line_runs in wrap([Run(text), Run(other)], width):
        line = "".join(run.text for run in line_runs)
        assert not raw(line), (text, line)
        assert sum(cell_len(run.text) for run in line_runs) <= max(width, 4), (text, other, width)


def terminal_holds(text: str, width: int) -> None:
    """By the tables that terminals use it takes the columns it was given, and one that was sent it does nothing else.

    (pyte leaves out what follows a mark of no class: its cursor may stand before the end, never behind it.)
    """
    line = "".join(run.text for run in lined(Row((Run(text),)), width))
    if JOINER in line:
        return  # where a script joins its letters, terminals differ by a column
    screen = pyte.Screen(width + 20, 3)
    pyte.Stream(screen).feed(line)
    assert screen.cursor.x <= width and screen.cursor.y == 0, (text, line)
    assert sum(max(wcwidth(char), 0) for char in line) == width, (text, line)
    assert not "".join(screen.display[1:]).strip()
    assert screen.title == ""
