"""The crash report says where in the program, and nothing of what the program held."""

import asyncio
import gc
import logging
import stat
import sys
import threading
from pathlib import Path

import pytest

from console import crash
from console.settings import Folders

SENTINEL = "Wilhelmina-Sentinel"


def failed() -> Exception:
    """An exception with a cause, a group and a wrapped error, each holding data."""
    client = SENTINEL
    try:
        try:
            raise KeyError(client)
        except KeyError as cause:
            raise ExceptionGroup(client, [ValueError(client), OSError(2, client, f"/home/{client}")]) from cause
    except ExceptionGroup as error:
        return error


def test_it_holds_types_frames_and_versions_and_no_message_value_or_local() -> None:
    text = crash.describe(failed())
    assert all(name in text for name in ("ExceptionGroup", "KeyError", "ValueError", "FileNotFoundError", "textual "))
    assert "tests/adapters/test_crash.py:" in text
    assert " in failed" in text
    assert SENTINEL not in text


def test_notes_and_names_of_exceptions_made_from_data_do_not_enter() -> None:
    error = ValueError("x")
    error.add_note(SENTINEL)
    assert SENTINEL not in crash.describe(error)


def test_a_file_elsewhere_is_named_without_the_account() -> None:
    code = compile("1/0", f"/home/{SENTINEL}/lib/module.py", "exec")
    with pytest.raises(ZeroDivisionError) as raised:
        exec(code)
    text = crash.describe(raised.value)
    assert "lib/module.py:1" in text
    assert SENTINEL not in text


def test_a_circle_of_causes_and_deep_recursion_end() -> None:
    error = ValueError()
    other = ValueError()
    error.__cause__, other.__cause__ = other, error
    assert crash.describe(error).count("ValueError") == 2

    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as raised:
        deeper()
    assert len(crash.describe(raised.value).splitlines()) < 100


def test_the_report_is_for_its_owner_alone(home: Folders) -> None:
    path = crash.write_report(ValueError())
    assert path is not None
    assert path.parent == home.state / "crashes"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_no_report_can_be_written_it_still_says_so_and_answers_70(
    home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    home.state.parent.mkdir(parents=True, exist_ok=True)
    home.state.write_text("in the way", encoding="utf-8")
    assert crash.report_and_say(ValueError(SENTINEL)) == 70
    shown = capsys.readouterr().err
    assert shown.startswith("Something went wrong in the program")
    assert "Report" not in shown
    assert shown.count("\n") == 1


def test_while_quiet_a_failed_thread_becomes_a_report_and_nothing_is_written(
    home: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(SENTINEL)

    with crash.quiet():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    reports = list((home.state / "crashes").iterdir())
    assert len(reports) == 1
    assert capfd.readouterr() == ("", "")


def test_while_quiet_a_forgotten_task_and_a_failing_finaliser_write_nothing(
    home: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    class Failing:
        def __del__(self) -> None:
            raise ValueError(SENTINEL)

    async def forgetful() -> None:
        async def fail() -> None:
            raise ValueError(SENTINEL)

        await asyncio.wait({asyncio.create_task(fail())})

    with crash.quiet():
        asyncio.run(forgetful())
        Failing()
        gc.collect()
    assert capfd.readouterr() == ("", "")


def test_afterwards_the_hooks_are_what_they_were() -> None:
    before = (threading.excepthook, sys.unraisablehook, list(logging.getLogger().handlers))
    with crash.quiet():
        assert threading.excepthook is not before[0]
    assert (threading.excepthook, sys.unraisablehook, logging.getLogger().handlers) == before


def test_a_planted_link_in_place_of_a_report_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "new_id", lambda: "known")
    (tmp_path / "crash-known.txt").symlink_to(tmp_path / "elsewhere")
    assert crash.write_report(ValueError(), tmp_path) is None
    assert not (tmp_path / "elsewhere").exists()


def test_a_report_goes_through_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "crashes").symlink_to(tmp_path / "elsewhere")
    assert crash.write_report(ValueError("x"), tmp_path / "crashes") is None
    assert not any((tmp_path / "elsewhere").iterdir())
