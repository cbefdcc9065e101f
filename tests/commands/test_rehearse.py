"""`session-day rehearse`: what is asked for wrongly is one line and exit code 2; the list names every flow."""

import io
from pathlib import Path

import pytest

from console.adapters import press
from console.adapters.press import socket_path
from console.commands import rehearse
from console.rehearsal import Rehearsal
from data.values.trouble import BadInput, Trouble
from tests.commands.test_cli import ran
from tests.core.incident_build import flows_of, policy_named
from tests.term import ROOT, Term, python


def asked(*args: str) -> tuple[Rehearsal | None, str]:
    out = io.StringIO()
    found = rehearse.asked(list(args), out, lambda: ("standard", policy_named("standard"), flows_of("standard")))
    return found, out.getvalue()


def test_a_flow_is_named_by_its_id_or_its_title() -> None:
    for words in ("drop", "Drop", "connection dropped"):
        found, _ = asked(words, "--speed", "10")
        assert found == Rehearsal("drop", "standard", 10)


def test_every_flow_of_the_policy_is_listed_with_its_key() -> None:
    found, told = asked("--list")
    assert found is None
    assert told.startswith("Flows of Session Day standard, the most urgent first:\n")
    assert "  drop            Connection dropped (F2)\n" in told
    assert all(f"  {name} " in told for name in flows_of("standard"))


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["dorp"], "There is no flow 'dorp' in your policy: did you mean drop?"),
        (["conection droped"], "did you mean drop?"),
        (["0000"], "--list names them"),
        ([], "Which flow?"),
        (["drop", "--speed", "31"], "take a whole number from 1 to 30"),
        (["drop", "--speed", "fast"], "--speed fast is not a speed"),
        (["drop", "late"], "not understood"),
    ],
)
def test_what_is_asked_for_wrongly_is_one_line_with_the_cure(args: list[str], words: str) -> None:
    with pytest.raises(BadInput) as trouble:
        asked(*args)
    assert words in str(trouble.value)
    assert "\n" not in str(trouble.value)


def test_the_real_command_refuses_an_unknown_flow_and_a_pipe() -> None:
    answer = ran("rehearse", "dorp")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "There is no flow 'dorp' in your policy: did you mean drop?\n"
    assert ran("rehearse", "drop").stderr.startswith("Session Day needs a terminal")


def test_in_a_real_terminal_it_ends_with_its_sheet_and_leaves_nothing(tmp_path: Path) -> None:
    command = python(str(ROOT / "session_day.py"), "rehearse", "drop", "--speed", "30")
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    with Term(command, env={"SESSION_DAY_HOME": str(home), "TMPDIR": str(scratch)}) as window:
        window.wait_for("press F2")
        assert "REHEARSAL" in window.text
        pressed = call(socket_path(home / "data" / "session-day.db", home / "run"))
        assert pressed == "No console is running."
        window.send(b"\x1bOQ")
        window.wait_for("CONNECTION DROPPED")
        window.wait_for("YOU RING", 40)  # five minutes have passed, in ten seconds
        window.send(b"x")
        window.wait_for("q shows the score sheet")
        window.send(b"q")
        window.wait_for("How it went")
        window.send(b"q")
        code, _ = window.wait_exit()
        assert window.attributes() == window.before
    assert code == 0, window.text
    assert "Score sheet of the rehearsal at 30×" in window.text
    assert list(scratch.iterdir()) == []
    assert not (home / "data").exists()


def call(path: Path) -> str:
    """What `session-day press` would say."""
    with pytest.raises(Trouble) as trouble:
        press.call(path, {"do": "press", "key": "drop"}, 1)
    return str(trouble.value)
