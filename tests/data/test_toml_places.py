"""Key path -> line, held against what tomllib reads."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.policies import FOLDER
from data.toml_places import Path, places


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _paths(item, (*path, key))


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.toml")))
def test_every_key_of_a_shipped_file_is_found_on_a_line_that_names_it(file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    lines, found = text.splitlines(), places(text)
    wanted = set(_paths(tomllib.loads(text)))
    assert wanted == set(found)
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2\n", ("b",), 2),
        ("# c\n\n[x]\n  y = 1 # y\n", ("x", "y"), 4),
        ("[[c]]\nid = 'a'\n\n[[c]]\nid = 'b'\n", ("c", 1, "id"), 5),
        ("[[c]]\n[c.d]\ne = 1\n[[c]]\n[c.d]\ne = 2\n", ("c", 1, "d", "e"), 6),
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), 4),
        ("a = '''\n[x]\n'''\nb = 2\n", ("b",), 4),
        ('a = "x # \\" ["\nb = 2\n', ("b",), 2),
        ("a = [\n  1, # [\n  { b = 2 },\n]\nc = 3\n", ("a", 1, "b"), 3),
        ("a = [\n  1,\n  [2,\n   3],\n]\nc = 3\n", ("a", 1, 1), 4),
        ("a.b.c = 1\n", ("a", "b"), 1),
        ('"a b"."c.d" = 1\n', ("a b", "c.d"), 1),
        ("[ a . 'b c' ]\nd = 2026-10-12 # x\ne = 1\n", ("a", "b c", "e"), 3),
        ("a = { b = { c = [1, 2] }, d = 'x' }\r\ne = 1\r\n", ("e",), 2),
        ("a = {}\nb = []\nc = [ ]\nd = 1\n", ("d",), 4),
    ],
)
def test_a_key_is_found_on_its_line(text: str, path: Path, line: int) -> None:
    assert tomllib.loads(text)
    assert places(text)[path] == line


@example("a=[}")
@given(st.text(alphabet="ab=[]{}\"'.,#\n 1", max_size=60))
def test_every_text_is_walked_to_its_end_and_a_valid_one_loses_no_key(text: str) -> None:
    found = places(text)
    try:
        wanted = set(_paths(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return
    assert wanted == set(found)
