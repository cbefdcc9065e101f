"""How a command comes to the keys: asked on the terminal, read from a descriptor, or refused in one line."""

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring as library
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from console import caring
from console.adapters.keyring import MISSING
from console.commands import backup as backup_command
from console.core.waiting import wait_after
from console.settings import Folders, folders
from console.tries import FILE, Tries
from console.wiring import by_keyring
from console.wiring.asking import NO_TERMINAL, NOTHING_YET, OPTION, Asking, line_from, taken_out
from console.wiring.care import Care
from console.wiring.keeping import open_store
from data import kinds, vault
from data.values.keys import Keys
from data.values.time import Now
from data.values.trouble import BadInput, Trouble, WrongPassphrase
from tests.commands.test_cli import ran
from tests.data.samples import NINE, NOW, first_day, ticked
from tests.fakes import FakeClock
from tests.homes import CHEAP, PASSPHRASE
from tests.term import ROOT, Term


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """An encrypted home with four entries, whatever the run wants of other homes."""
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path / "home"))
    here = folders()
    here.make()
    keys, _ = vault.create(kinds.beside(here.database), PASSPHRASE, CHEAP)
    with open_store(here, here.database, keys) as store:
        store.commit(*first_day())
        store.commit(*ticked(1))
    return here


def asking(here: Folders, *typed: str, clock: FakeClock | None = None, **more: object) -> Asking:
    answers = iter(typed)
    return Asking(here, clock or FakeClock(NINE), ask=(lambda _: next(answers)) if typed else None, **more)  # type: ignore[arg-type]


def same(keys: Keys | None, here: Folders) -> bool:
    return keys is not None and vault.fits(kinds.beside(here.database), keys)


# --- asking -----------------------------------------------------------------------------------------------------------
def test_the_passphrase_is_asked_for_once_and_only_when_it_is_needed(closed: Folders) -> None:
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return PASSPHRASE

    care = Care(closed, Asking(closed, FakeClock(NINE), ask=ask))
    assert asked == []
    assert care.check().found == ()
    assert care.check().found == ()
    assert asked == ["Passphrase (or the twelve recovery words): "]


def test_the_recovery_words_may_be_typed_there_too(closed: Folders) -> None:
    path = kinds.beside(closed.database)
    words = vault.new_words(path, vault.unlock(path, PASSPHRASE))
    assert same(asking(closed, str(words))(), closed)


def test_without_a_terminal_nothing_is_read_and_one_line_says_what_to_do(closed: Folders) -> None:
    for command in (("today",), ("verify",), ("backup",), ("export",), ("grab-card", "--print")):
        told = ran(*command, stdin=None, input=f"{PASSPHRASE}\n")
        assert told.returncode == 2, command
        assert told.stdout == "", command
        assert told.stderr.endswith(f"{NO_TERMINAL}\n"), command
        assert told.stderr.count("\n") == 1, command
    assert not (closed.state / FILE).exists()


def test_a_script_gives_it_through_a_descriptor(closed: Folders, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\nmore\n", encoding="utf-8")
    with file.open("rb") as opened:
        number = opened.fileno()
        told = ran("today", OPTION, str(number), pass_fds=(number,))
    assert (told.returncode, told.stderr) == (0, "")
    told = ran("verify", f"{OPTION}=0", stdin=None, input=f"{PASSPHRASE}\n")
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "4 entries: all is as it was saved.")
    told = ran("verify", OPTION, "0", stdin=None, input="wrong\n")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.endswith(f"{vault.WRONG}\n")


def test_a_descriptor_that_is_none_is_one_line() -> None:
    for args in ([OPTION], [OPTION, "x"], [f"{OPTION}="], [OPTION, "-1"], [OPTION, "1234567"]):
        with pytest.raises(BadInput, match="needs the number of an open descriptor"):
            taken_out(args)
    assert taken_out(["--day", "x", OPTION, "3", "--names"]) == (["--day", "x", "--names"], 3)
    with pytest.raises(BadInput, match="cannot be read"):
        line_from(987)
    reading, writing = os.pipe()
    os.close(writing)
    with pytest.raises(BadInput, match="gave no passphrase"):
        line_from(reading)
    os.close(reading)


def test_in_a_terminal_what_is_typed_is_not_shown(closed: Folders) -> None:
    command = [sys.executable, str(ROOT / "session_day.py"), "verify"]
    with Term(command, env={"SESSION_DAY_HOME": str(closed.data.parent)}) as term:
        term.wait_for("Passphrase (or the twelve recovery words):", 20)
        term.send(f"{PASSPHRASE}\r".encode())
        term.wait_for("4 entries: all is as it was saved.", 20)
        term.wait_exit()
    assert PASSPHRASE.encode() not in term.raw


def test_help_asks_nothing_and_doctor_needs_nothing(closed: Folders) -> None:
    for command in ("today", "verify", "backup", "restore", "import", "export"):
        told = ran(command, "--help")
        assert (told.returncode, told.stderr) == (0, ""), command
    told = ran("doctor")
    assert "encrypted yes" in told.stdout
    assert told.stderr == ""


def test_a_plain_home_is_never_asked_for_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path / "home"))
    here = folders()
    here.make()
    here.settings.write_text("encrypted = false\n", encoding="utf-8")
    assert asking(here, makes=True)() is None
    with open_store(here, here.database) as store:
        store.commit(*first_day())
    assert asking(here)() is None


def test_an_import_does_not_begin_a_plain_file_where_everything_is_to_be_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESSION_DAY_HOME", str(tmp_path / "home"))
    (tmp_path / "week.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", encoding="utf-8")
    told = ran("import", str(tmp_path / "week.ics"), "--yes")
    assert told.returncode != 0
    assert not folders().database.exists()
    with pytest.raises(Trouble, match=NOTHING_YET[:30]):
        asking(folders(), makes=True)()
    assert asking(folders())() is None


def test_encrypted_data_without_its_key_file_is_said_with_the_cure(closed: Folders) -> None:
    Care(closed, asking(closed, PASSPHRASE)).backup("asked", NINE)
    path = kinds.beside(closed.database)
    path.unlink()
    with pytest.raises(Trouble, match=r"key file session-day\.key is missing.*copy .*backups.*there"):
        asking(closed, PASSPHRASE)()
    told = ran("doctor")
    assert told.returncode == 1


# --- wrong tries ------------------------------------------------------------------------------------------------------
def test_the_waits_grow_and_stop_at_a_minute() -> None:
    assert [wait_after(number).seconds for number in range(12)] == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_after(10**9) == timedelta(seconds=60)


def test_twenty_wrong_ones_wait_ever_longer_say_the_same_and_write_nothing(
    closed: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    clock, said, waited = FakeClock(NINE), set(), []
    for number in range(20):
        with pytest.raises(WrongPassphrase) as trouble:
            asking(closed, f"wrong {number}", clock=clock)()
        said.add(str(trouble.value))
        left = Tries(closed.state).wait(clock.now())
        waited.append(left.total_seconds())
        if left:
            with pytest.raises(BadInput, match=r"wait \d+ s, then try again"):
                asking(closed, PASSPHRASE, clock=clock)()
        clock.advance(left.total_seconds())
    assert waited == [0, 0, 1, 2, 4, 8, 16, 32] + [60] * 12
    assert said == {vault.WRONG}
    assert capfd.readouterr() == ("", "")
    assert same(asking(closed, PASSPHRASE, clock=clock)(), closed)
    assert Tries(closed.state).failures == 0


def at(boottime: float, *, hours: int = 0, boot: str = "boot-1") -> Now:
    return Now(NINE + timedelta(hours=hours), boot, boottime)


def test_no_clock_that_is_set_and_no_restart_shortens_the_wait(tmp_path: Path) -> None:
    tries = Tries(tmp_path)
    for _ in range(8):
        tries.failed(at(100))
    assert tries.wait(at(100)).seconds == 32
    assert tries.wait(at(110, hours=-9)).seconds == 22
    assert tries.wait(at(110, hours=9)).seconds == 22
    again = Tries(tmp_path)  # the program was started again
    assert again.wait(at(120)).seconds == 12
    assert Tries(tmp_path).wait(at(3, boot="boot-2", hours=9)).seconds == 32  # the machine was
    assert Tries(tmp_path).wait(at(33, boot="boot-2")).seconds == 2
    assert Tries(tmp_path).wait(at(35, boot="boot-2")).seconds == 0
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_wrong_ones_typed_in_another_window_count_in_this_one_too(tmp_path: Path) -> None:
    console, command = Tries(tmp_path), Tries(tmp_path)
    console.failed(at(100))
    for _ in range(5):
        command.failed(at(101))
    assert console.wait(at(101)).seconds == 8
    console.failed(at(109))
    assert Tries(tmp_path).failures == console.failures == 7
    command.passed()
    assert console.failures == 7, "what was typed here wrongly is not forgiven there"


def test_a_right_one_begins_anew_and_a_spoilt_count_stops_nobody(tmp_path: Path) -> None:
    tries = Tries(tmp_path)
    for _ in range(5):
        tries.failed(at(100))
    tries.passed()
    assert Tries(tmp_path).wait(at(100)) == timedelta()
    for content in (
        "",
        "[]",
        "{",
        json.dumps({"failures": "x"}),
        json.dumps({"failures": None}),
        "\0",
        '{"failures": 1e999}',
    ):
        (tmp_path / FILE).write_text(content, encoding="utf-8")
        assert Tries(tmp_path).wait(at(100)) == timedelta()


def test_a_full_disk_forgets_no_wrong_one_while_the_program_runs(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be", encoding="utf-8")
    tries = Tries(tmp_path / "state")
    for _ in range(5):
        tries.failed(at(100))
    assert tries.wait(at(100)).seconds == 4


# --- the child beside the console -------------------------------------------------------------------------------------
def test_the_child_gets_the_keys_through_its_pipe_and_nowhere_else(closed: Folders) -> None:
    keys = vault.unlock(kinds.beside(closed.database), PASSPHRASE)
    both = bytes(keys.data) + bytes(keys.mac)
    command = [sys.executable, "-I", str(ROOT / "session_day.py"), "child", "care", NINE.isoformat(), "Europe/London"]
    done = subprocess.run(command, input=both, capture_output=True, timeout=30, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == [{"found": []}, {"backup": ""}, {"found": []}, {"done": True}]
    assert done.stderr == b""
    (made,) = (closed.data / "backups").glob("*.db")
    assert kinds.kind_of(made) == "encrypted"
    blind = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=True)
    assert b"is encrypted, or it is damaged" in blind.stdout
    assert caring.NEWEST


# --- backups elsewhere, and another computer --------------------------------------------------------------------------
def another(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / "new" / name for name in ("data", "state", "config", "run", "documents")))


def put_elsewhere(here: Folders, stick: Path) -> Path:
    stick.mkdir()
    assert backup_command.run(["--to", str(stick)], io.StringIO(), NOW, Care(here, asking(here, PASSPHRASE))) == 0
    (made,) = stick.glob("*.db")
    return made


def restored(here: Folders, made: Path, *typed: str) -> Care:
    care = Care(here, asking(here, *typed, backup=made))
    with care.alone():
        assert care.look_at(made).found == ()
        chosen = care.backup_at(made)
        assert chosen
        care.restore(chosen, care.would_lose(made), NOW)
    return care


def test_a_backup_on_a_stick_opens_on_another_computer_by_passphrase_or_words(closed: Folders, tmp_path: Path) -> None:
    path = kinds.beside(closed.database)
    words = vault.new_words(path, vault.unlock(path, PASSPHRASE))
    made = put_elsewhere(closed, tmp_path / "stick")
    assert sorted(one.name for one in made.parent.iterdir() if one.suffix != ".head") == [made.name, f"{made.name}.key"]
    for number, typed in enumerate((PASSPHRASE, str(words))):
        new = another(tmp_path / str(number))
        care = restored(new, made, typed)
        assert care.check().found == ()
        assert same(asking(new, PASSPHRASE)(), closed)
        assert not (new.config / "secrets").exists()


def test_an_old_backup_opens_after_the_passphrase_was_changed(closed: Folders, tmp_path: Path) -> None:
    made = put_elsewhere(closed, tmp_path / "stick")
    path = kinds.beside(closed.database)
    vault.rewrap(path, vault.unlock(path, PASSPHRASE), "a new one", CHEAP)
    assert restored(closed, made, "a new one").check().found == ()  # here, by the new one
    care = restored(another(tmp_path), made, PASSPHRASE)  # elsewhere, by what it was when it was made
    assert care.check().found == ()


def test_on_a_computer_where_a_passphrase_was_chosen_and_nothing_kept_the_backups_own_key_file_comes(
    closed: Folders, tmp_path: Path
) -> None:
    made, new = put_elsewhere(closed, tmp_path / "stick"), another(tmp_path)
    vault.create(kinds.beside(new.database), "of the new computer", CHEAP)
    assert restored(new, made, PASSPHRASE).check().found == ()
    assert same(asking(new, PASSPHRASE)(), closed)


def test_a_backup_of_other_keys_is_refused_where_something_is_kept(closed: Folders, tmp_path: Path) -> None:
    made, new = put_elsewhere(closed, tmp_path / "stick"), another(tmp_path)
    keys, _ = vault.create(kinds.beside(new.database), "of the new computer", CHEAP)
    with open_store(new, new.database, keys) as store:
        store.commit(*first_day())
    with pytest.raises(BadInput, match="opens by other keys than what is kept here: move the folder"):
        restored(new, made, PASSPHRASE)


def test_where_the_key_file_is_missing_a_restore_says_so_and_not_that_the_backup_is_anothers(closed: Folders) -> None:
    Care(closed, asking(closed, PASSPHRASE)).backup("asked", NINE)
    (made,) = (closed.data / "backups").glob("*.db")
    kinds.beside(closed.database).unlink()
    with pytest.raises(Trouble, match="is missing"):
        asking(closed, PASSPHRASE, backup=made)()


def test_the_backups_of_the_day_have_one_key_file_among_them(closed: Folders) -> None:
    care = Care(closed, asking(closed, PASSPHRASE))
    care.backup("daily", NINE)
    care.backup("asked", NINE + timedelta(hours=1))
    assert (closed.data / "backups" / kinds.KEY_FILE).read_bytes() == kinds.beside(closed.database).read_bytes()
    assert not list((closed.data / "backups").glob("*.db.key"))
    care.prune(NINE + timedelta(days=99))
    assert (closed.data / "backups" / kinds.KEY_FILE).exists()


# --- the keyring ------------------------------------------------------------------------------------------------------
class Ring(KeyringBackend):
    """A keyring of the library's own kind that keeps everything in memory, or fails as it is told to."""

    priority = 1

    def __init__(self, fails: Exception | None = None, forgets: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fails = fails
        self.forgets = forgets

    def _may(self) -> None:
        if self.fails:
            raise self.fails

    def get_password(self, service: str, username: str) -> str | None:
        self._may()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._may()
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._may()
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Callable[[Ring], Ring]]:
    before = library.get_keyring()

    def use(one: Ring) -> Ring:
        library.set_keyring(one)
        return one

    yield use
    library.set_keyring(before)


def unlocked(here: Folders) -> tuple[Path, Keys]:
    path = kinds.beside(here.database)
    return path, vault.unlock(path, PASSPHRASE)


def test_the_keyring_opens_it_until_it_is_forgotten(closed: Folders, ring: Callable[[Ring], Ring]) -> None:
    used = ring(Ring())
    path, keys = unlocked(closed)
    assert by_keyring.unlock(path) == (None, by_keyring.NOT_THERE)
    assert by_keyring.remember(path, keys) == ""
    ((service, name), secret) = next(iter(used.kept.items()))
    assert service == "session-day"
    assert bytes(keys.data).hex() not in secret
    assert name not in {"Elm Road", PASSPHRASE}
    assert same(by_keyring.unlock(path)[0], closed)
    by_keyring.forget(path)
    assert used.kept == {}
    assert by_keyring.unlock(path) == (None, by_keyring.NOT_THERE)
    assert same(vault.unlock(path, PASSPHRASE), closed)


def test_a_command_opens_by_the_keyring_only_where_the_setting_says_so(
    closed: Folders, ring: Callable[[Ring], Ring]
) -> None:
    ring(Ring())
    path, keys = unlocked(closed)
    assert by_keyring.remember(path, keys) == ""
    with pytest.raises(BadInput, match="run this in a terminal"):
        asking(closed)()
    closed.settings.write_text("keyring = true\n", encoding="utf-8")
    assert same(asking(closed)(), closed)


@pytest.mark.parametrize("fails", [KeyringError("locked"), RuntimeError("dbus"), OSError(5, "no"), ValueError("x")])
def test_a_keyring_that_fails_is_said_and_the_passphrase_opens_as_ever(
    closed: Folders, ring: Callable[[Ring], Ring], fails: Exception
) -> None:
    used = ring(Ring())
    path, keys = unlocked(closed)
    assert by_keyring.remember(path, keys) == ""
    used.fails = fails
    found, why = by_keyring.unlock(path)
    assert found is None
    assert why == f"The keyring does not answer ({type(fails).__name__}). The passphrase opens as ever."
    closed.settings.write_text("keyring = true\n", encoding="utf-8")
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return PASSPHRASE

    assert same(Asking(closed, FakeClock(NINE), ask=ask)(), closed)
    assert prompts[0].startswith(why)
    by_keyring.forget(path)
    assert not vault.has_keyring(path)


def test_a_keyring_that_keeps_nothing_gets_no_slot(closed: Folders, ring: Callable[[Ring], Ring]) -> None:
    path, keys = unlocked(closed)
    for bad in (Ring(forgets=True), Ring(fails=KeyringError("no"))):
        ring(bad)
        assert "The passphrase opens as ever." in by_keyring.remember(path, keys)
        assert not vault.has_keyring(path)


def test_a_secret_of_something_else_opens_nothing(closed: Folders, ring: Callable[[Ring], Ring]) -> None:
    used = ring(Ring())
    path, keys = unlocked(closed)
    by_keyring.remember(path, keys)
    for wrong in ("00" * 32, "not hexadecimal", "é", "00"):
        used.kept = dict.fromkeys(used.kept, wrong)
        assert by_keyring.unlock(path) == (None, by_keyring.OTHER)


def test_without_the_extra_it_is_said_how_to_get_it(closed: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    path, keys = unlocked(closed)
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert by_keyring.remember(path, keys) == MISSING
    assert not vault.has_keyring(path)
    assert "keyring" not in json.dumps(sorted(one for one in sys.modules if one.startswith("secretstorage")))


# --- nothing of it stays in the open ----------------------------------------------------------------------------------
def test_no_key_and_no_passphrase_stands_in_any_file_of_the_home(closed: Folders) -> None:
    _, keys = unlocked(closed)
    Care(closed, keys).backup("asked", datetime(2026, 11, 22, tzinfo=UTC))
    secrets = [bytes(keys.data), bytes(keys.mac), PASSPHRASE.encode()]
    secrets += [one.hex().encode() for one in secrets]
    for file in (one for one in closed.data.parent.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert not any(one in content for one in secrets), file
        assert b"Anna" not in content, file
        assert not content.startswith(b"SQLite"), file


def test_keys_that_were_wiped_open_nothing_and_say_so(closed: Folders) -> None:
    _, keys = unlocked(closed)
    care = Care(closed, replace(keys))
    keys.wipe()
    with pytest.raises(Trouble, match="is locked: type the passphrase first"):
        care.check()
    with pytest.raises(Trouble, match="is locked"), closing(open_store(closed, closed.database, keys)):
        pass
