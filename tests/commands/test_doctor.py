"""The doctor says what it finds in plain lines, and its exit code says whether to look."""

import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.commands import doctor
from console.commands.doctor import Parts
from console.settings import Folders
from data.values.trouble import BadInput, Trouble
from tests import homes
from tests.fakes import FakeClock
from tests.term import Term, python

SOUND = {
    "size": "1.2 MB",
    "revision": "1",
    "journal mode": "wal",
    "synchronous": "FULL",
    "last good backup": "none yet",
}


def parts(tmp_path: Path, **changed: Any) -> Parts:
    database = tmp_path / "session-day.db"
    database.touch(mode=0o600)
    sound = Parts(
        now=FakeClock().now(),
        clock_source="CLOCK_BOOTTIME",
        counts_suspend=True,
        boot_is_known=True,
        database_path=database,
        settings_path=tmp_path / "settings.toml",
        machine_zone="Europe/London",
        database=lambda: SOUND,
        practice_zone=lambda: "Europe/London",
        settings=lambda: None,
        notify=lambda _words: ("on", ""),
    )
    return replace(sound, **changed)


def told(look: Parts, *args: str) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = doctor.run(list(args), out, io.StringIO(), look)
    return code, out.getvalue().splitlines()


def line(lines: list[str], what: str) -> str:
    found = [one for one in lines if one[9:].startswith(what)]
    assert len(found) == 1, lines
    return found[0]


def raising(trouble: Trouble) -> Callable[..., Any]:
    def raise_it(*_: object) -> Any:
        raise trouble

    return raise_it


def test_all_well_is_ok_line_by_line_and_exit_0(tmp_path: Path) -> None:
    code, lines = told(parts(tmp_path), "--notify")
    assert all(one.startswith("ok ") for one in lines), lines
    assert code == 0
    assert "textual" in line(lines, "libraries")
    assert "synchronous FULL" in line(lines, "database")
    assert "last good backup none yet" in line(lines, "database")
    assert "2026-11-18 09:00:00 UTC" in line(lines, "clock")
    assert "Europe/London (UTC+0000)" in line(lines, "zone")


@pytest.mark.parametrize(
    ("changed", "what", "words"),
    [
        ({"counts_suspend": False, "clock_source": "time.monotonic"}, "clock", "time.monotonic stops in sleep"),
        ({"boot_is_known": False}, "clock", "no boot id"),
        ({"practice_zone": lambda: "Europe/Paris"}, "zone", "this machine is in Europe/London (UTC+0000)"),
        ({"practice_zone": lambda: "Nowhere/Land"}, "zone", "is not known"),
        ({"database": lambda: {**SOUND, "synchronous": "NORMAL"}}, "database", "could be lost in a power cut"),
        ({"database": raising(Trouble("The file is damaged."))}, "database", "The file is damaged."),
        ({"settings": raising(BadInput("settings.toml: theme must be one of"))}, "settings", "theme must be"),
        ({"notify": lambda _words: ("missing", "no program")}, "notifier", "missing: no program"),
    ],
)
def test_what_is_not_well_is_a_line_to_look_at_and_exit_1(
    tmp_path: Path, changed: Mapping[str, Any], what: str, words: str
) -> None:
    code, lines = told(parts(tmp_path, **changed), "--notify")
    assert code == 1
    found = line(lines, what)
    assert found.startswith("look at ")
    assert words in found


def test_a_database_that_others_can_read_is_to_be_looked_at(tmp_path: Path) -> None:
    look = parts(tmp_path)
    look.database_path.chmod(0o644)
    code, lines = told(look, "--notify")
    assert code == 1
    assert "chmod 600" in line(lines, "database")


def test_before_first_run_nothing_is_wrong(tmp_path: Path) -> None:
    code, lines = told(parts(tmp_path, database=dict, practice_zone=str), "--notify")
    assert code == 0
    assert "not there yet" in line(lines, "database")
    assert "the practice has none yet" in line(lines, "zone")


def test_a_zone_of_the_same_time_is_no_trouble(tmp_path: Path) -> None:
    code, _ = told(parts(tmp_path, practice_zone=lambda: "Europe/Dublin"), "--notify")
    assert code == 0


def test_no_notification_is_sent_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def notify(words: str) -> tuple[str, str]:
        sent.append(words)
        return "on", ""

    told(parts(tmp_path, notify=notify))
    assert sent == []
    told(parts(tmp_path, notify=notify), "--notify")
    assert sent == ["Test alert. Did you see it?"]


def test_without_notify_send_or_a_desktop_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    _, lines = told(parts(tmp_path))
    found = line(lines, "notifier")
    assert found.startswith("look at ")
    assert "install libnotify-bin" in found
    assert "no D-Bus session" in found


def test_help_says_what_it_does_and_an_unknown_option_is_one_line(tmp_path: Path) -> None:
    assert told(parts(tmp_path), "--help")[0] == 0
    with pytest.raises(BadInput, match="--notify"):
        told(parts(tmp_path), "--loud")


SCRIPT = """
import sys
from pathlib import Path
from tests.commands.test_doctor import parts
from console.commands import doctor
sys.exit(doctor.run([], sys.stdout, sys.stderr, parts(Path(sys.argv[1]))))
"""


@pytest.mark.parametrize(
    ("columns", "rows", "env", "words"),
    [
        (120, 36, {}, "xterm-256color, 120 by 36, colours 256"),
        (120, 36, {"NO_COLOR": "1"}, "colours none (NO_COLOR)"),
        (59, 18, {}, "make it at least 60 by 18"),
        (80, 24, {"TERM": "dumb"}, "shows no full screen"),
    ],
)
def test_in_a_terminal_it_says_what_the_terminal_can_do(
    tmp_path: Path, columns: int, rows: int, env: Mapping[str, str], words: str
) -> None:
    own = {"COLORTERM": "", "PYTHONUTF8": "1", **env}
    with Term(python("-c", SCRIPT, str(tmp_path)), columns=columns, rows=rows, env=own) as term:
        term.wait_exit()
        text = term.raw.decode().replace("\r\n", "\n")
    assert words in text


def test_on_this_machine_with_a_real_file_it_says_revision_and_settings(home: Folders) -> None:
    home.make()
    with homes.open_store(home):
        pass
    _, lines = told(doctor.parts(home))
    found = line(lines, "database")
    assert found.startswith("ok ")
    if homes.ENCRYPTED:  # nothing of it is looked at without the passphrase
        assert "encrypted yes" in found
    else:
        assert "encrypted no" in found
        assert "revision 1" in found
        assert "journal mode wal, synchronous full" in found
    assert line(lines, "clock").startswith("ok ") or sys.platform != "linux"


def test_on_this_machine_a_file_that_is_no_database_is_to_be_looked_at(home: Folders) -> None:
    home.make()
    home.database.write_bytes(b"not a database" * 1000)
    home.database.chmod(0o600)
    code, lines = told(doctor.parts(home))
    if homes.ENCRYPTED:  # from outside, what is encrypted and what is damaged look the same
        assert "encrypted yes" in line(lines, "database")
        return
    assert code == 1
    assert line(lines, "database").startswith("look at ")


def test_on_this_machine_before_first_run_no_file_is_made(home: Folders) -> None:
    _, lines = told(doctor.parts(home))
    assert "not there yet" in line(lines, "database")
    assert not home.database.exists()


@pytest.mark.parametrize(("made", "late"), [("2026-11-12 09:00 UTC", False), ("2026-11-10 09:00 UTC", True)])
def test_a_last_good_backup_of_long_ago_is_to_be_looked_at(tmp_path: Path, made: str, late: bool) -> None:
    code, lines = told(parts(tmp_path, database=lambda: {**SOUND, "last good backup": made}), "--notify")
    assert code == int(late)
    assert ("run session-day backup" in line(lines, "database")) == late
