"""The program is stopped and goes on, as Ctrl-Z and `fg` do it: what it paints first is the locked screen."""

import signal
from pathlib import Path

import pytest

from console.settings import HOME_VARIABLE
from tests.term import Term, python


@pytest.mark.parametrize("by", [signal.SIGTSTP, signal.SIGSTOP])
def test_what_is_painted_after_a_stop_is_locked_and_enter_opens_it(tmp_path: Path, by: signal.Signals) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("encrypted = false\n", encoding="utf-8")
    argv = python("-c", "import session_day, sys; sys.exit(session_day.main())")
    with Term(argv, columns=80, rows=24, env={HOME_VARIABLE: str(tmp_path)}) as term:
        term.wait_for("Platforms", 30)
        term.settle()
        term.send(b"\x13")
        term.wait_for("Book a session", 30)
        term.settle()
        term.signal(by)
        term.settle()
        painted = len(term.raw)
        term.signal(signal.SIGCONT)
        term.wait_for("Locked. Enter opens it.", 30)
        assert b"Today" not in term.raw[painted:]
        assert b"Book a session" not in term.raw[painted:]
        term.send(b"\r")
        term.wait_for("Book a session", 30)
        term.send(b"q")
        assert term.wait_exit(30)[0] == 0
