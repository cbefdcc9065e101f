"""Our own files: ours alone, through no link, old or new and never half."""

import os
import stat
from pathlib import Path

import pytest

from data import files


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_and_files_are_the_owners_alone_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = files.private_folder(tmp_path / "a" / "b")
        files.create_private(folder / "made")
        files.write_atomic(folder / "written", b"x")
        files.append_synced(folder / "added", b"x")
    finally:
        os.umask(before)
    assert [mode(path) for path in (tmp_path / "a", folder)] == [0o700] * 2
    assert [mode(path) for path in sorted(folder.iterdir())] == [0o600] * 3


def test_the_mask_is_set_for_everything_after(tmp_path: Path) -> None:
    before = files.private_umask()
    try:
        (tmp_path / "file").write_text("x")
        assert mode(tmp_path / "file") == 0o600
    finally:
        os.umask(before)


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    link = tmp_path / "link"
    link.symlink_to(target)
    for attempt in (
        lambda: files.append_synced(link, b"x"),
        lambda: files.read_private(link),
        lambda: files.open_private(link, os.O_WRONLY | os.O_CREAT),
    ):
        with pytest.raises(OSError, match="symbolic links"):
            attempt()
    assert files.create_private(link) is False
    files.write_atomic(link, b"new")
    assert target.read_bytes() == b"precious"
    assert not link.is_symlink()
    assert link.read_bytes() == b"new"


def test_a_folder_that_is_a_link_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    for name, leads in (("link", tmp_path / "real"), ("dangling", tmp_path / "nowhere")):
        (tmp_path / name).symlink_to(leads)
        with pytest.raises(OSError, match="link to another place"):
            files.private_folder(tmp_path / name)
    assert not (tmp_path / "nowhere").exists()


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "in-the-way").mkdir()
    with pytest.raises(OSError):
        files.write_atomic(folder / "in-the-way", b"x")
    assert [path.name for path in folder.iterdir()] == ["in-the-way"]


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert files.read_private(tmp_path / "nothing") is None
    assert files.identity(tmp_path / "nothing") is None


def test_a_replaced_file_has_another_identity(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert files.create_private(path)
    assert not files.create_private(path)
    before = files.identity(path)
    assert before == files.identity(path)
    files.write_atomic(path, b"x")
    assert files.identity(path) != before


def test_adding_tells_the_new_size(tmp_path: Path) -> None:
    assert files.append_synced(tmp_path / "file", b"one\n") == 4
    assert files.append_synced(tmp_path / "file", b"two\n") == 8
    assert files.read_private(tmp_path / "file") == b"one\ntwo\n"
