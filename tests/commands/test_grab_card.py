"""`session-day grab-card`: to a file, to a pipe, or encrypted; every refusal is one line."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from console.commands import grab_card
from console.core.state import State
from data.values.trouble import BadInput, Trouble
from tests.core.build import NOW, TODAY, a_state


class Door:
    def __init__(self, documents: Path) -> None:
        self.documents = documents

    def today(self) -> date:
        return TODAY

    def day(self, day: date) -> State:
        assert day == TODAY
        return a_state()


def ran(folder: Path, *args: str, typed: Iterator[str] | None = None) -> str:
    out = io.StringIO()
    ask = (lambda _: next(typed)) if typed else None
    assert grab_card.run(list(args), out, io.StringIO(), NOW, Door(folder), ask=ask) == 0
    return out.getvalue()


def test_it_writes_a_file_and_says_where_and_who_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-21-grab-card.txt"
    assert ran(tmp_path, "--form", "txt") == f"Written to {path}; anybody who finds it can read it.\n"
    assert "07700 900123" in path.read_text("utf-8")


def test_printed_it_leaves_no_file(tmp_path: Path) -> None:
    assert "10:00–10:50  A.K.  (Teams)" in ran(tmp_path, "--print")
    assert list(tmp_path.iterdir()) == []


def test_encrypted_it_asks_for_the_password_twice(tmp_path: Path) -> None:
    assert "encrypted" in ran(tmp_path, "--encrypt", typed=iter(["long enough", "long enough"]))
    (path,) = tmp_path.iterdir()
    pikepdf.open(path, password="long enough").close()


@pytest.mark.parametrize(
    ("args", "typed", "words"),
    [
        (["--encrypt"], ["short"], "too short"),
        (["--encrypt"], ["long enough", "long enoagh"], "differ: nothing was written"),
        (["--encrypt"], None, "run it in a terminal"),
        (["--print", "--encrypt"], None, "--print only prints"),
        (["--form", "doc"], None, "not understood"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_nothing_is_written(
    tmp_path: Path, args: list[str], typed: list[str] | None, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        ran(tmp_path, *args, typed=iter(typed) if typed else None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Trouble, match="could not be written"):
        ran(tmp_path, "--to", str(tmp_path / "file"))
