"""Backups are whole, proven, private, and the right ones are kept; restoring one loses nothing it held."""

import random
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import backup, driver, restorable, restoring
from data.backup import Backup
from data.checking import Report, check
from data.driver import connect
from data.store import Store
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import NINE, NOW, first_day, ticked
from tests.faults.restoring import everything, restores

LATER = NINE + timedelta(hours=2)


def make(home: Home, at: datetime = NINE, reason: str = "daily", folder: Path | None = None) -> Backup:
    return backup.make(
        home.path, home.key, at=at, reason=reason, head_dir=home.head_dir, secrets_dir=home.secrets_dir, folder=folder
    )


def looked_at(home: Home, made: Backup) -> Report:
    return restorable.look_at(made.path, home.key, home.secrets_dir)


def check_of(home: Home) -> Report:
    return check(home.path, home.key, head_dir=home.head_dir, secrets_dir=home.secrets_dir)


def lost_by(home: Home, made: Backup) -> restorable.Lost:
    return restorable.would_lose(home.path, home.key, made.path, head_dir=home.head_dir, secrets_dir=home.secrets_dir)


def restore(home: Home, made: Backup) -> Path | None:
    return restoring.restore(
        home.path,
        home.key,
        made,
        lost_by(home, made),
        now=NOW,
        head_dir=home.head_dir,
        secrets_dir=home.secrets_dir,
    )


@pytest.fixture
def filled(store: Store) -> Store:
    """Thirteen entries in an open file."""
    store.commit(*first_day())
    for number in range(10):
        store.commit(*ticked(number))
    return store


def test_a_backup_is_made_while_the_console_saves_on(home: Home, filled: Store) -> None:
    made = make(home)
    filled.commit(*ticked(50))
    report = looked_at(home, made)
    assert report.found == ()
    assert report.entries == 13
    assert len(filled.records()) == 14
    assert filled.verify() == ()


def test_a_backup_is_one_private_file_with_its_head_beside_it(home: Home, filled: Store) -> None:
    made = make(home)
    assert made.path.name == "practice-20261121-090000-daily.db"
    assert made.path.parent == home.path.parent / "backups"
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    names = sorted(path.name for path in made.path.parent.iterdir())
    assert names == [made.path.name, f"{made.path.name}.{filled.writer}.head"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.path.parent.iterdir()} == {0o600}
    looked_at(home, made)
    assert sorted(path.name for path in made.path.parent.iterdir()) == names  # looking leaves nothing behind


def test_a_backup_of_an_encrypted_file_holds_no_word_in_clear(home: Home, filled: Store) -> None:
    content = make(home).path.read_bytes()
    assert (b"Anna" in content) == (home.key is None)


def test_two_backups_in_one_second_are_two_files(home: Home, filled: Store) -> None:
    assert make(home).path != make(home).path
    assert len(backup.backups(home.path.parent / "backups", home.path)) == 2


def test_a_full_disk_is_said_and_leaves_nothing(home: Home, filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "SPARE_ROOM", 1 << 60)
    with pytest.raises(Trouble, match=r"^No backup was made\. The disk is full: make room\.$"):
        make(home)
    assert list((home.path.parent / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(home: Home, filled: Store) -> None:
    (home.path.parent / "backups").write_text("in the way")
    with pytest.raises(Trouble, match=r"No backup was made\. Look at"):
        make(home)


def test_a_copy_that_does_not_hold_what_was_saved_gets_no_name(
    home: Home, filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:

    def loses_a_row(connection: object, path: Path, key: bytes | None) -> None:
        driver.copy_into(connection, path, key)
        with closing(connect(path, key)) as copy:
            copy.execute("DROP TRIGGER journal_kept")
            copy.execute("DELETE FROM journal WHERE seq = 13")
            copy.execute("PRAGMA journal_mode = DELETE")

    monkeypatch.setattr("data.backup.copy_into", loses_a_row)
    with pytest.raises(Trouble, match="The copy did not hold what was saved"):
        make(home)
    assert list((home.path.parent / "backups").iterdir()) == []


def test_a_damaged_file_is_not_taken_for_a_backup(home: Home, filled: Store) -> None:
    filled.close()
    content = bytearray(home.path.read_bytes())
    content[len(content) // 2 :] = random.Random(1).randbytes(len(content) - len(content) // 2)
    home.path.write_bytes(content)
    with pytest.raises(Trouble, match=r"No backup was made\."):
        make(home)
    assert backup.backups(home.path.parent / "backups", home.path) == ()


def test_what_the_present_has_lost_does_not_keep_it_from_being_backed_up(home: Home, filled: Store) -> None:
    filled.close()
    home.tamper("DELETE FROM journal WHERE seq > 10", "DELETE FROM event WHERE seq > 10")
    assert looked_at(home, make(home)).entries == 10


# --- which are kept --------------------------------------------------------------------------------------------------
def on(day: int, hour: int = 9, reason: str = "daily") -> Backup:
    made = datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)
    return Backup(Path(f"p-{made:%Y%m%d-%H%M%S}-{reason}.db"), made, reason)


def test_a_year_of_days_leaves_seven_days_and_four_weeks() -> None:
    kept: frozenset[Backup] = frozenset()
    for day in range(365):
        kept = backup.kept({*kept, on(day)})
    days = sorted((one.made.date() for one in kept), reverse=True)
    assert days[:7] == [on(364 - back).made.date() for back in range(7)]
    assert len({day.isocalendar()[:2] for day in days}) == 4
    assert len(kept) <= 7 + 3


def test_a_holiday_costs_no_backup() -> None:
    old = {on(day) for day in range(7)}
    assert backup.kept({*old, on(200)}) >= {one for one in old if one.made > on(0).made}


def test_what_was_made_before_a_change_is_kept_beside_the_daily_one_for_a_week() -> None:
    before = on(3, 8, "import")
    assert before in backup.kept({before, on(3), on(9)})
    assert before not in backup.kept({before, *(on(day) for day in range(3, 40))})


def test_pruning_removes_the_heads_too_and_nothing_that_is_not_ours(home: Home, filled: Store) -> None:
    made = [make(home, NINE + timedelta(days=day)) for day in range(12)]
    folder = made[0].path.parent
    (folder / "practice-20261121-090000-mine.db").write_text("the practitioner's own")
    (folder / ".practice.abc.part").write_text("being made")
    gone = backup.prune(folder, home.path, NINE)
    assert gone
    assert {one.path for one in gone}.isdisjoint(folder.iterdir())
    assert not any((folder / f"{one.path.name}.{filled.writer}.head").exists() for one in gone)
    assert (folder / "practice-20261121-090000-mine.db").exists()
    assert (folder / ".practice.abc.part").exists()
    backup.prune(folder, home.path, datetime(2100, 1, 1, tzinfo=UTC))
    assert not (folder / ".practice.abc.part").exists()


# --- restoring -------------------------------------------------------------------------------------------------------
def test_restored_days_are_as_they_were(tmp_path: Path) -> None:
    assert restores(5, tmp_path) == 5


def test_the_proof_of_restoring_would_notice_a_backup_that_lost_rows(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        restores(1, tmp_path, lose=True)


def test_what_would_be_lost_is_counted(home: Home, filled: Store) -> None:
    made = make(home)
    assert lost_by(home, made) == restorable.Lost()
    for number in range(50, 53):
        filled.commit(*ticked(number))
    lost = lost_by(home, made)
    assert (lost.first, lost.last, lost.sessions, lost.readable, lost.same) == (14, 16, 1, True, True)
    assert lost.since == "2026-11-21T09:50:00.000000+00:00"


def test_a_restore_is_in_the_journal_and_verify_is_clean_and_says_so(home: Home, filled: Store) -> None:
    made = make(home)
    filled.commit(*ticked(50))
    filled.close()
    kept = restore(home, made)
    report = check_of(home)
    assert report.found == ()
    assert report.notes == (
        "Restored on 2026-11-21 09:00 UTC from the backup of 2026-11-21 09:00 UTC: entries 14 to 14 were given up.",
    )
    assert kept is not None
    assert restorable.look_at(kept, home.key, home.secrets_dir).entries == 14  # the present was kept first
    assert [path.name for path in home.path.parent.iterdir() if path.name.startswith(".")] == []


def test_restoring_after_a_loss_brings_it_back_and_what_was_said_of_it_goes(home: Home, filled: Store) -> None:
    before = everything(filled)
    made = make(home)
    filled.close()
    home.tamper("DELETE FROM journal WHERE seq > 10", "DELETE FROM event WHERE seq > 10")
    with home.open() as store:
        store.commit(*ticked(70))
        assert store.verify()
    restore(home, made)
    with home.open() as store:
        assert everything(store)["facts"][:13] == before["facts"]
        assert store.verify() == ()


def test_a_damaged_present_is_set_aside_as_it_is(home: Home, filled: Store) -> None:
    made = make(home)
    filled.commit(*ticked(50))
    filled.close()
    damaged = random.Random(2).randbytes(40_000)
    home.path.write_bytes(damaged)
    lost = lost_by(home, made)
    assert (lost.first, lost.last, lost.readable) == (14, 14, False)
    kept = restore(home, made)
    assert kept is not None
    assert (kept / "practice.db").read_bytes() == damaged
    assert list(kept.glob("practice.db.*.head"))
    assert check_of(home).found == ()


def test_a_data_file_that_is_gone_comes_back(home: Home, filled: Store) -> None:
    made = make(home)
    filled.close()
    home.path.unlink()
    assert restore(home, made) is None
    assert check_of(home).found == ()
    with home.open() as store:
        assert len(store.records()) == 14


def test_a_backup_of_another_course_of_the_file_is_told(home: Home, filled: Store, tmp_path: Path) -> None:
    made = make(home)
    other = Home(tmp_path / "other", home.key)
    with other.open() as store:
        store.commit(*first_day())
    lost = restorable.would_lose(
        other.path, home.key, made.path, head_dir=other.head_dir, secrets_dir=other.secrets_dir
    )
    assert not lost.same
    assert (lost.first, lost.last) == (1, 3)


def test_a_restore_that_fails_before_its_last_step_leaves_the_file_as_it_was(
    home: Home, filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(home)
    filled.commit(*ticked(50))
    before = everything(filled)
    filled.close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.restoring.shutil.copyfile", full)
    with pytest.raises(Trouble, match="could not be put in place"):
        restore(home, made)
    with home.open() as store:
        assert everything(store) == before
        assert store.verify() == ()
