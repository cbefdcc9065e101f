"""The model of a disk that loses its power: only what was synced is sure, and nothing is there that nobody wrote."""

from pathlib import Path
from random import Random

import pytest

from tests.faults.disk import SECTOR, Disk, Loss
from tests.faults.traced import Call, calls

OLD, NEW = b"o" * (3 * SECTOR), b"n" * (3 * SECTOR)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    base = tmp_path / "base"
    base.mkdir()
    (base / "file").write_bytes(OLD)
    return base


def _call(base: Path, line: int, name: str, path: str, *rest: str, text: bytes = b"", begun: int | None = None) -> Call:
    began = line if begun is None else begun
    where = (str(base / path),)
    if name in {"unlink", "mkdir"}:
        return Call(name, began, line, (), (where[0].encode(),), rest, 0)
    if name == "rename":
        return Call(name, began, line, (), (where[0].encode(), text), rest, 0)
    if name == "openat":
        return Call(name, began, line, (), (where[0].encode(),), rest, 3)
    return Call(name, began, line, where, (text,) if text else (), rest, len(text))


def _write(base: Path, line: int) -> Call:
    return _call(base, line, "pwrite64", "file", "0", text=NEW)


def _after(disk: Disk, to: Path, loss: Loss, seed: int = 0) -> dict[str, bytes]:
    disk.after(loss, Random(seed), to)
    return {str(path.relative_to(to)): path.read_bytes() for path in to.rglob("*") if path.is_file()}


def test_a_write_is_sure_only_once_a_sync_that_began_after_it_has_ended(base: Path, tmp_path: Path) -> None:
    disk = Disk(base)
    disk.take(_write(base, 2))
    disk.take(_call(base, 3, "fsync", "file", begun=1))
    assert _after(disk, tmp_path / "to", Loss.ALL) == {"file": OLD}
    disk.take(_call(base, 4, "fsync", "file"))
    assert _after(disk, tmp_path / "to", Loss.ALL) == {"file": NEW}


def test_what_was_not_synced_is_there_in_any_part_torn_at_a_sector(base: Path, tmp_path: Path) -> None:
    disk = Disk(base)
    disk.take(_write(base, 1))
    for loss, number in ((Loss.HALF, 8), (Loss.TORN, 4)):
        found = {_after(disk, tmp_path / "to", loss, seed)["file"] for seed in range(200)}
        sectors = [{one[at : at + SECTOR] for at in range(0, len(one), SECTOR)} for one in found]
        assert len(found) == number
        assert set().union(*sectors) == {OLD[:SECTOR], NEW[:SECTOR]}
    assert _after(disk, tmp_path / "to", Loss.NONE) == {"file": NEW}


def test_a_new_name_is_sure_once_its_folder_and_the_one_above_are_synced(base: Path, tmp_path: Path) -> None:
    disk = Disk(base)
    disk.take(_call(base, 1, "mkdir", "folder"))
    disk.take(_call(base, 2, "openat", "folder/new", "O_RDWR|O_CREAT"))
    disk.take(_call(base, 3, "write", "folder/new", text=NEW))
    disk.take(_call(base, 4, "fsync", "folder/new"))
    disk.take(_call(base, 5, "fsync", "folder"))
    assert _after(disk, tmp_path / "to", Loss.ALL) == {"file": OLD}
    disk.take(_call(base, 6, "fsync", "."))
    assert _after(disk, tmp_path / "to", Loss.ALL) == {"file": OLD, "folder/new": NEW}


def test_a_file_that_was_put_in_place_of_another_is_the_one_or_the_other(base: Path, tmp_path: Path) -> None:
    disk = Disk(base)
    disk.take(_call(base, 1, "openat", "new", "O_WRONLY|O_CREAT"))
    disk.take(_call(base, 2, "write", "new", text=NEW))
    disk.take(_call(base, 3, "fsync", "new"))
    disk.take(_call(base, 4, "rename", "new", text=str(base / "file").encode()))
    found = {_after(disk, tmp_path / "to", Loss.HALF, seed)["file"] for seed in range(50)}
    assert found == {OLD, NEW}


def test_a_call_that_the_model_does_not_know_is_an_error(base: Path) -> None:
    with pytest.raises(ValueError, match="does not know fallocate of file"):
        Disk(base).take(_call(base, 1, "fallocate", "file", "0", "0", "9"))


def test_a_trace_is_read_with_what_ran_beside_what_and_without_what_failed(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(
        "7 fsync(3<\\x2f\\x61> <unfinished ...>\n"
        '8 pwrite64(3<\\x2f\\x61>, "\\x00\\xff", 2, 512) = 2\n'
        "7 <... fsync resumed>)             = 0\n"
        '8 unlink("\\x2f\\x62") = -1 ENOENT (No such file or directory)\n'
        "8 +++ exited with 0 +++\n"
    )
    write, sync = calls(trace)
    assert write == Call("pwrite64", 1, 1, ("/a",), (b"\x00\xff",), ("2", "512"), 2)
    assert sync == Call("fsync", 0, 2, ("/a",), (), (), 0)


def test_a_line_of_a_trace_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text("7 pwrite64(3</a>\n")
    with pytest.raises(ValueError, match="line 0"):
        calls(trace)
