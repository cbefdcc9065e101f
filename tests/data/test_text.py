"""Text that is clean: nothing in it drives a terminal, nothing of a name is lost, and its width is no surprise."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.text import NAME_CAP, clean, lit, typed_in_secret
from tests.hostile import CORPUS, raw
from tests.text_checks import TEXTS, lines_hold, terminal_holds, words_hold

NAMES = (
    "Zoë", "Nguyễn Thị Ánh", "José O’Neill-Núñez", "Łukasz", "Siân", "محمد بن علي", "דוד בן־גוריון", "张伟", "김민준",
    "ශ්‍රියා", "می‌خواهم", "เพ็ญศรี", "क्षितिज", "Ελένη", "Žaneta", "Ünal", "Sørensen", "e\u0301e\u0300",
)  # fmt: skip


@pytest.mark.parametrize("name", CORPUS)
def test_what_is_hostile_is_only_text_and_takes_its_columns(name: str) -> None:
    text = CORPUS[name]
    words_hold(text, 40)
    for width in (0, 1, 2, 3, 7, 20, 80):
        lines_hold(text, CORPUS["wide"], width)
        terminal_holds(text, width)


@settings(max_examples=250, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 90))
def test_any_text_is_only_text_and_takes_its_columns(text: str, other: str, width: int) -> None:
    words_hold(text, width)
    lines_hold(text, other, width)
    terminal_holds(text, width)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_as_it_is_written(name: str) -> None:
    assert clean(name) == name == lit(name).plain
    typed = ""
    for char in name:  # letter by letter, as a field takes it
        typed = clean(typed + char, part=True)
    assert typed == name


def test_brackets_are_words() -> None:
    assert lit("[TODO] plan [/] [@click=app.quit]x[/]").plain == "[TODO] plan [/] [@click=app.quit]x[/]"


def test_what_was_there_can_be_seen() -> None:
    assert clean("\x1b]52;c;\x07") == "␛]52;c;␇"
    assert clean("a\rb\tc\nd\x7f") == "a␍b␉c␊d␡"
    assert clean("\x9b31m\u2028\ud800\uffff") == "\ufffd31m\ufffd\ufffd\ufffd"


def test_flags_are_letters_and_an_emoji_is_one_sign() -> None:
    assert clean("🇬🇧") == "GB"
    assert clean("👍🏽 ❤️ 👩‍👩‍👧") == "👍 ❤ 👩👩👧"


def test_no_mark_of_a_name_stands_on_what_is_before_it() -> None:
    assert clean("\u0338NO \u0338CALL") == "NO CALL"
    assert clean("\u0301", part=True) == "\u0301", "what is typed goes behind a letter that is there"


def test_no_text_is_longer_than_its_cap() -> None:
    assert len(clean("x" * 10**6)) == NAME_CAP
    assert clean("e" + "\u0301" * 10**6) == "e" + "\u0301" * 8


def test_what_counts_of_a_passphrase_never_changes() -> None:
    """Another answer here, in any release, would lock people out of their own files."""
    left_out = [char for char in map(chr, range(0x110000)) if not typed_in_secret(char)]
    ranges = ((0, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x2028, 0x202E), (0x2066, 0x2069))
    assert left_out == [chr(one) for first, last in (*ranges, (0xD800, 0xDFFF)) for one in range(first, last + 1)]


def test_no_character_at_all_gets_through_that_may_not() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert not raw(clean(every, cap=len(every), lines=True))
    for mark in (char for char in every if unicodedata.category(char) in {"Mn", "Me", "Mc"}):
        assert len(clean("e" + mark * 20)) <= 9, hex(ord(mark))
