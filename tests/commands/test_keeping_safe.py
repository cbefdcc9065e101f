"""`verify`, `backup` and `restore`: plain lines, exit codes that mean something, nothing lost without a typed yes."""

import io
import re
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from console.commands import backup, restore, verify
from console.commands.doctor_parts import parts
from console.door import Door
from console.settings import Folders
from console.wiring.asking import Asking
from console.wiring.care import Care
from data import lock
from data.driver import connect
from data.values.time import Now
from data.values.trouble import BadInput, Trouble
from tests import homes
from tests.commands.test_cli import unlocked
from tests.data.samples import NINE, NOW, first_day, ticked
from tests.fakes import FakeClock

LATER = Now(NINE + timedelta(hours=2), "boot-1", 8000.0)


@pytest.fixture
def saved(home: Folders) -> Folders:
    """Eight entries in a closed file."""
    home.make()
    with homes.open_store(home) as store:
        store.commit(*first_day())
        for number in range(5):
            store.commit(*ticked(number))
    return home


def more(home: Folders, *numbers: int) -> None:
    with homes.open_store(home) as store:
        for number in numbers:
            store.commit(*ticked(number))


def tamper(home: Folders, *statements: str) -> None:
    with closing(connect(home.database, homes.key(home))) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def verified(home: Folders, *args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return verify.run(list(args), out, err, Care(home, homes.keys(home))), out.getvalue(), err.getvalue()


def backed_up(home: Folders, *args: str, now: Now = NOW) -> str:
    out = io.StringIO()
    assert backup.run(list(args), out, now, Care(home, homes.keys(home))) == 0
    return out.getvalue()


def restored(home: Folders, *args: str, types: str | None = "yes") -> tuple[int, str]:
    out = io.StringIO()
    ask = None if types is None else lambda asks: _asked_for(asks) if types == "yes" else types
    keys = Asking(home, FakeClock(NINE), ask=lambda _: homes.PASSPHRASE, backup=named(args))
    return restore.run(list(args), out, ask, LATER, Care(home, keys)), out.getvalue()


def _asked_for(asks: str) -> str:
    """What the question says is to be typed."""
    found = re.match(r'Type "?(\w+)', asks)
    assert found, asks
    return found[1]


def named(args: tuple[str, ...]) -> Path | None:
    return Path(args[0]) if args else None


def files(home: Folders) -> dict[str, bytes]:
    """Every file of the data and of the head, but for the lock and SQLite's own two."""
    found = [path for folder in (home.data, home.state) for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in found if not path.name.endswith((".lock", "-shm", "-wal"))}


# --- verify ----------------------------------------------------------------------------------------------------------
def test_all_well_is_said_with_how_much_there_is_and_exit_0(saved: Folders) -> None:
    code, out, err = verified(saved)
    first, last = out.splitlines()
    assert (code, err) == (0, "")
    assert first == "8 entries: all is as it was saved."
    assert last.startswith('Newest entry: "8 ')
    assert last.endswith("saved 2026-11-21 09:04:00 UTC.")


def test_what_was_edited_is_named_with_its_place_and_exit_1(saved: Folders) -> None:
    tamper(saved, "UPDATE event SET kind = 'KeyArrived' WHERE seq = 6")
    code, out, _ = verified(saved)
    assert code == 1
    assert "One thing is not as saved (8 entries):" in out
    assert "- Entry 6 (2026-11-21 09:02 UTC) of session-day.db was changed after it was saved." in out
    assert "session-day restore" in out
    assert not any(word in out for word in ("Anna", "A.K.", "alone", "session:"))


def test_a_file_that_is_gone_is_a_loss(saved: Folders) -> None:
    saved.database.unlink()
    code, out, _ = verified(saved)
    assert code == 1
    assert "session-day.db is gone, and 8 entries were saved to it" in out


def test_what_cannot_be_told_is_exit_2_and_one_line(saved: Folders) -> None:
    saved.database.write_bytes(b"nothing like a database" * 300)
    code, out, err = verified(saved)
    assert (code, out) == (2, "")
    assert err.startswith("It cannot be told whether everything is as it was saved. session-day.db ")
    assert "or it is damaged: check the key, or restore a backup" in err
    assert err.count("\n") == 1


def test_nothing_kept_yet_is_no_trouble_and_makes_nothing(home: Folders) -> None:
    assert verified(home)[:2] == (0, "There is no data file yet.\n")
    assert not home.database.exists()
    assert not (home.config / "secrets").exists()


def test_verify_changes_nothing(saved: Folders) -> None:
    before = files(saved)
    verified(saved)
    assert files(saved) == before


def test_verify_works_beside_a_console_that_saves(saved: Folders) -> None:
    held = lock.take(saved.database)
    assert held is not None
    with homes.open_store(saved) as store:
        store.commit(*ticked(60))
        assert verified(saved)[0] == 0
        store.commit(*ticked(61))
        assert verified(saved)[1].startswith("10 entries")
    held.release()


def test_an_entry_that_was_written_down_tells_that_file_and_head_were_put_back_together(saved: Folders) -> None:
    older = files(saved)
    more(saved, 60, 61)
    written = verified(saved)[1].splitlines()[-1].split('"')[1]
    assert verified(saved, "--entry", written)[0] == 0
    for name, content in older.items():
        Path(name).write_bytes(content)
    assert verified(saved)[0] == 0  # both were put back: nothing here can know
    code, out, _ = verified(saved, "--entry", written)
    assert code == 1
    assert "Entry 10 of session-day.db was written down and is missing" in out


def test_the_day_note_holds_an_entry_that_verify_can_compare(saved: Folders) -> None:
    words = Door(saved, FakeClock(NINE), "Europe/London", homes.keys(saved)).newest()
    assert words.startswith('newest entry "8 ')
    assert verified(saved, "--entry", words.split('"')[1])[0] == 0


@pytest.mark.parametrize("args", [["--entry"], ["now"], ["--entry", "ten f00"], ["--entry", "1", "xyz"]])
def test_verify_says_what_it_takes(saved: Folders, args: list[str]) -> None:
    with pytest.raises(BadInput):
        verified(saved, *args)


def test_the_commands_by_their_names(saved: Folders) -> None:
    """The real program, once: every ending is words and an exit code."""
    told = unlocked("verify")
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "8 entries: all is as it was saved.")
    made = unlocked("backup")
    assert made.returncode == 0
    assert made.stdout.endswith("MB, read back and whole.\n")
    asked = unlocked("restore")
    assert asked.returncode == 2
    assert asked.stderr == "Nobody is here to be asked: run session-day restore in a terminal.\n"


# --- backup ----------------------------------------------------------------------------------------------------------
def test_a_backup_by_command_says_where_it_is(saved: Folders) -> None:
    out = backed_up(saved)
    path = saved.data / "backups" / "session-day-20261121-090000-asked.db"
    assert out.startswith(f"{path}: ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_to_another_folder_leaves_the_others_alone(saved: Folders, tmp_path: Path) -> None:
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    backed_up(saved, "--to", str(elsewhere))
    assert len(list(elsewhere.glob("*.db"))) == 1
    assert not (saved.data / "backups").exists()


def test_a_folder_that_is_not_there_is_said(saved: Folders, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no folder .*: make it first, or name another"):
        backed_up(saved, "--to", str(tmp_path / "nowhere"))


def test_with_nothing_kept_there_is_nothing_to_back_up(home: Folders) -> None:
    assert backed_up(home) == "Nothing is kept yet, so there is nothing to back up.\n"


def test_the_doctor_says_when_the_last_good_one_was_made(saved: Folders) -> None:
    assert parts(saved).database()["last good backup"] == "none yet"
    backed_up(saved, now=LATER)
    backed_up(saved)
    assert parts(saved).database()["last good backup"] == "2026-11-21 11:00 UTC"


def test_a_backup_comes_before_an_import(saved: Folders) -> None:
    Door(saved, FakeClock(NINE), "Europe/London", homes.keys(saved)).backup("import")
    assert [one.reason for one in Care(saved, homes.keys(saved)).backups()] == ["import"]


# --- restore ---------------------------------------------------------------------------------------------------------
def test_a_restore_shows_what_would_be_lost_asks_and_stands_in_the_journal(saved: Folders) -> None:
    backed_up(saved)
    more(saved, 60, 61, 62)
    code, out = restored(saved)
    assert code == 0
    assert "Sat 2026-11-21 09:00  asked" in out
    assert "made Saturday 2026-11-21 09:00 UTC, 8 entries" in out
    assert "WOULD BE LOST: 3 entries (9 to 11), in 1 session, saved since 2026-11-21 10:00 UTC." in out
    assert "What was there before is kept: " in out
    assert "session-day-20261121-110000-restore.db" in out
    told = verified(saved)
    assert told[0] == 0
    assert "Restored on 2026-11-21 11:00 UTC from the backup of 2026-11-21 09:00 UTC: entries 9 to 11" in told[1]


def test_and_what_was_given_up_can_be_taken_back(saved: Folders) -> None:
    backed_up(saved)
    more(saved, 60)
    restored(saved)
    code, out = restored(saved, "session-day-20261121-110000-restore.db")
    assert code == 0
    with homes.open_store(saved) as store:
        assert len([one for one in store.records() if one.stream == "session:s1"]) == 7
        assert store.verify() == ()
    assert "It does not go on from the same entries" in out


@pytest.mark.parametrize("typed", ["", "y", "no", "yes please"])
def test_anything_but_yes_changes_nothing(saved: Folders, typed: str) -> None:
    backed_up(saved)
    more(saved, 60)
    before = files(saved)
    code, out = restored(saved, types=typed)
    assert code == restore.LEFT
    assert out.endswith("Nothing was changed.\n")
    assert files(saved) == before


def test_what_touches_more_than_a_fifth_of_the_clients_is_agreed_to_by_their_number(saved: Folders) -> None:
    backed_up(saved)
    more(saved, 60)
    asked: list[str] = []
    keys = Asking(saved, FakeClock(NINE), ask=lambda _: homes.PASSPHRASE)

    def ask(asks: str) -> str:
        asked.append(asks)
        return "yes"

    code = restore.run([], io.StringIO(), ask, LATER, Care(saved, keys))
    assert (code, asked) == (restore.LEFT, ["Type 1 to restore it and change 1 of your 1 client: "])
    assert restored(saved)[0] == 0


def test_with_nobody_there_nothing_is_restored(saved: Folders) -> None:
    backed_up(saved)
    with pytest.raises(BadInput, match="Nobody is here to be asked"):
        restored(saved, types=None)


def test_a_running_console_is_not_written_under(saved: Folders) -> None:
    backed_up(saved)
    held = lock.take(saved.database)
    assert held is not None
    with pytest.raises(BadInput, match=r"Session Day is open: leave it first \(q\), then restore\."):
        restored(saved)
    held.release()


def test_a_damaged_backup_is_refused(saved: Folders) -> None:
    backed_up(saved)
    (path,) = (saved.data / "backups").glob("*.db")
    content = bytearray(path.read_bytes())
    content[8192 : 8192 + 4096] = bytes(4096)
    path.write_bytes(content)
    before = saved.database.read_bytes()
    with pytest.raises(Trouble, match="damaged"):
        restored(saved)
    assert saved.database.read_bytes() == before


def test_a_file_that_is_no_backup_is_refused(saved: Folders, tmp_path: Path) -> None:
    for content in (b"", b"holiday pictures" * 500):
        (tmp_path / "other.db").write_bytes(content)
        with pytest.raises(Trouble):
            restored(saved, str(tmp_path / "other.db"))
    with pytest.raises(BadInput, match=r"There is no backup nowhere\.db"):
        restored(saved, "nowhere.db")
    with pytest.raises(Trouble, match="There is no backup here yet"):
        restored(saved)


def test_a_backup_that_was_edited_is_said_before_the_question(saved: Folders) -> None:
    backed_up(saved)
    (path,) = (saved.data / "backups").glob("*.db")
    with closing(connect(path, homes.key(saved))) as connection:
        connection.execute("UPDATE session SET state = 'closed'")
        connection.execute("PRAGMA journal_mode = DELETE")
    _, out = restored(saved, types="no")
    assert "look at: A row of session-day-20261121-090000-asked.db was changed after it was saved: session s1." in out


def test_on_a_new_computer_a_backup_comes_back_and_it_is_said_that_its_journal_cannot_be_checked(
    saved: Folders, tmp_path: Path
) -> None:
    backed_up(saved, "--to", str(tmp_path))
    (path,) = tmp_path.glob("*.db")
    new = Folders(*(tmp_path / "new" / name for name in ("data", "state", "config", "run", "documents")))
    code, out = restored(new, str(path))
    assert code == (0 if homes.ENCRYPTED else 1)  # the journal's key is among the keys that the key file brings along
    assert homes.ENCRYPTED or "begun with another key than the one in" in out
    with homes.open_store(new) as store:
        assert len(store.records()) == 9
