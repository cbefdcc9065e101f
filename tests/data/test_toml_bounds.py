"""What somebody else's TOML may be: a file, not too large, and not deep."""

import os
from pathlib import Path

import pytest

from data.policies import shipped, text_hash
from data.toml_bounds import MOST_LEVELS, NoFile, TooLarge, read_text, too_deep
from tests.term import ROOT


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/*.toml")), ids=lambda path: path.name)
def test_everything_that_is_shipped_is_far_from_the_bound(path: Path) -> None:
    assert not too_deep(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = " + "[" * 13, 2),
        ("a = " + "{b = " * 13, 1),
        ("a" + ".a" * 13 + " = 1", 1),
        ('"a b" . "c" .' + "d." * 12 + "e = 1", 1),
        ("\n\n[" + "a . " * 13 + "a]", 3),
        ('a = "\\"[[" # [[[[\n' + "c = " + "[" * 13, 2),
    ],
)
def test_what_is_deep_is_found_with_its_line(text: str, line: int) -> None:
    assert too_deep(text) == line


@pytest.mark.parametrize("text", ['"{}"', "'{}'", '"""\n{}\n"""', "'''\n{}\n'''", "1 # {}"])
def test_what_only_stands_in_words_is_not_deep(text: str) -> None:
    for words in ("[" * 50, "{" * 50, "a." * 50 + "a"):
        assert not too_deep("a = " + text.format(words))


def test_levels_that_are_closed_again_do_not_add_up() -> None:
    assert not too_deep("a = [" + "[1], " * 100 + "]")
    assert not too_deep("a = " + "[" * MOST_LEVELS + "]" * MOST_LEVELS)


def test_a_file_that_never_ends_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(NoFile):
            read_text(path, 100)


def test_a_file_may_have_just_so_many_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"x" * 99 + b"\r\n")
    assert read_text(path, 101) == "x" * 99 + "\n"
    with pytest.raises(TooLarge):
        read_text(path, 100)


def test_the_hash_of_a_shipped_policy_is_that_of_its_text() -> None:
    assert len({text_hash(name) for name in shipped()}) == len(shipped())
