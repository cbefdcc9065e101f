"""A plain home moved under the keys: everything comes over, nothing plain stays, a kill at any line harms nothing."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data import backup, kinds, moving, restorable, restoring, vault
from data.checking import check
from data.driver import connect
from data.values.keys import Keys
from data.values.trouble import BadInput, Trouble
from tests.data.moving_kills import (
    CHEAP,
    PASSPHRASE,
    everything,
    opened,
    plain_files,
    plain_home,
    waiting,
)
from tests.data.samples import NINE, NOW, ticked


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where the machine has that: a kill needs no disk, and syncing one takes minutes."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="session-day-moving-", dir=memory if memory.is_dir() else None))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def home(folder: Path) -> moving.Homes:
    return plain_home(folder / "home")


def keyed(home: moving.Homes) -> Keys:
    return vault.create(kinds.beside(home.database), PASSPHRASE, CHEAP, mac=moving.journals_key(home))[0]


def test_everything_comes_over_and_nothing_plain_stays(home: moving.Homes, folder: Path) -> None:
    before, unsaved = everything(home, None), waiting(home, None)
    assert plain_files(folder)
    assert moving.needed(home)
    keys = keyed(home)
    done = moving.move(home, keys, NINE)
    assert done.left == ()
    assert done.words == "Encrypted now; the plain files were removed."
    assert not moving.needed(home)
    assert (everything(home, keys), waiting(home, keys)) == (before, unsaved)
    assert plain_files(folder) == []
    assert not home.mac_file.exists()


def test_the_journal_goes_on_from_the_same_head(home: moving.Homes) -> None:
    keys = keyed(home)
    moving.move(home, keys, NINE)
    with opened(home, keys) as store:
        assert store.verify() == ()
        store.commit(*ticked(77))
        assert store.verify() == ()
    outside: dict[str, Any] = {"head_dir": home.head_dir, "secrets_dir": home.secrets_dir}
    assert check(home.database, keys.data, mac_key=keys.mac, **outside).found == ()


def test_the_backups_of_before_come_over_too_and_can_be_put_back(home: moving.Homes) -> None:
    keys = keyed(home)
    moving.move(home, keys, NINE)
    found = backup.backups(backup.folder_of(home.database), home.database)
    assert sorted(one.reason for one in found) == ["asked", "daily", "moved"]
    for one in found:
        report = restorable.look_at(one.path, keys.data, home.secrets_dir, keys.mac)
        assert report.found == ()
        assert report.entries
    (chosen,) = (one for one in found if one.reason == "daily")
    outside: dict[str, Any] = {"head_dir": home.head_dir, "secrets_dir": home.secrets_dir, "mac_key": keys.mac}
    lost = restorable.would_lose(home.database, keys.data, chosen.path, **outside)
    assert lost.last
    restoring.restore(home.database, keys.data, chosen, lost, now=NOW, **outside)
    with opened(home, keys) as store:
        assert store.verify() == ()


def test_a_plain_backup_that_lay_elsewhere_is_encrypted_as_it_is_put_back(home: moving.Homes, folder: Path) -> None:
    stick = folder / "stick"
    made = backup.make(
        home.database, None, at=NINE, reason="asked", head_dir=home.head_dir, secrets_dir=home.secrets_dir, folder=stick
    )
    keys = keyed(home)
    moving.move(home, keys, NINE)
    before = everything(home, keys)
    outside: dict[str, Any] = {"head_dir": home.head_dir, "secrets_dir": home.secrets_dir, "mac_key": keys.mac}
    lost = restorable.would_lose(home.database, keys.data, made.path, **outside)
    restoring.restore(home.database, keys.data, made, lost, now=NOW, **outside)
    assert kinds.kind_of(home.database) == "encrypted"
    with opened(home, keys) as store:
        assert store.verify() == ()
        assert store.all_kept() == before["kept"]


def test_without_the_key_file_nothing_is_moved(home: moving.Homes) -> None:
    keys = Keys(bytearray(range(32)), bytearray(range(32)))
    with pytest.raises(BadInput, match="of other keys"):
        moving.move(home, keys, NINE)
    assert everything(home, None)


def test_keys_that_do_not_hold_the_journals_key_move_nothing(home: moving.Homes) -> None:
    keys, _ = vault.create(kinds.beside(home.database), PASSPHRASE, CHEAP)
    with pytest.raises(Trouble, match="begun with another key"):
        moving.move(home, keys, NINE)
    assert everything(home, None)


def test_a_copy_that_lost_a_row_is_found_out_and_nothing_plain_goes(
    home: moving.Homes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data import conversion

    before, keys = everything(home, None), keyed(home)
    honest = conversion._export

    def loses(source: object, ready: Path, key: bytes) -> None:
        honest(source, ready, key)
        with closing(connect(ready, key)) as connection:
            connection.execute("DELETE FROM tick WHERE check_id = 'check-0'")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()

    monkeypatch.setattr(conversion, "_export", loses)
    with pytest.raises(Trouble, match="did not hold what the plain file holds"):
        moving.move(home, keys, NINE)
    assert everything(home, None) == before
    assert home.mac_file.exists()
    monkeypatch.undo()
    moving.move(home, keys, NINE)
    assert everything(home, keys) == before


def test_a_plain_backup_that_cannot_be_read_is_left_and_named(home: moving.Homes) -> None:
    keys = keyed(home)
    bad = backup.folder_of(home.database) / "session-day-20260101-000000-daily.db"
    bad.write_bytes(b"SQLite format 3\0" + b"nothing like one" * 900)
    done = moving.move(home, keys, NINE)
    assert done.left == (bad,)
    assert f"Still plain, because it cannot be read: {bad.name}" in done.words
    assert bad.exists()


def test_a_second_move_does_nothing(home: moving.Homes) -> None:
    keys = keyed(home)
    moving.move(home, keys, NINE)
    before = {path: path.read_bytes() for path in home.database.parent.rglob("*.db")}
    assert moving.move(home, keys, NINE).files == ()
    assert {path: path.read_bytes() for path in home.database.parent.rglob("*.db")} == before


def killed(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.data.moving_kills", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)


def test_a_kill_at_any_line_leaves_the_plain_home_or_the_moved_one_whole(folder: Path) -> None:
    """Every fourth line here; `--all` in the long run."""
    done = killed(folder)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40


def test_a_move_that_takes_the_plain_file_away_too_early_is_found_out(folder: Path) -> None:
    done = killed(folder, "--lose")
    assert done.returncode == 1
    assert "assert whole(at, keys) == (expected, unsaved)" in done.stderr
