"""The first start of all: what it makes is on the disk, folders and head included, before anything is saved."""

from pathlib import Path

import pytest

from data import files
from tests.data.conftest import Home
from tests.data.samples import first_day


def test_a_new_folder_is_synced_into_the_one_it_lies_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    files.private_folder(tmp_path / "one" / "two")
    assert synced == [tmp_path, tmp_path / "one"]
    files.private_folder(tmp_path / "one" / "two")
    assert len(synced) == 2


def test_a_power_loss_between_the_first_save_and_its_head_is_no_loss(home: Home) -> None:
    with home.open() as store:
        (head,) = home.head_dir.iterdir()
        before = head.read_bytes()
        store.commit(*first_day())
    head.write_bytes(before)
    with home.open() as store:
        assert store.verify() == ()
        assert len(store.records()) == 3


def test_a_head_that_is_taken_away_after_the_first_save_is_missed(home: Home) -> None:
    with home.open() as store:
        store.commit(*first_day())
    for head in home.head_dir.iterdir():
        head.unlink()
    with home.open() as store:
        assert any("head of practice.db is missing" in one for one in store.verify())


def test_a_file_in_which_nothing_was_saved_may_be_begun_anew(home: Home) -> None:
    home.open().close()
    home.path.unlink()
    with home.open() as store:
        assert store.verify() == ()
        store.commit(*first_day())
        assert store.verify() == ()
    with home.open() as store:
        assert store.verify() == ()
