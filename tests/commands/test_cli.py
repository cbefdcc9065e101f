"""The command line: every ending is words and an exit code, and nothing personal."""

import inspect
import io
import os
import resource
import stat
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import constants

from console import VERSION, cli
from console.settings import Folders
from data.values.trouble import BadInput, NotSaved, Trouble
from tests import homes
from tests.term import ROOT, Term, python

SENTINEL = "Wilhelmina-Sentinel"


def ran(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The real program, with no terminal."""
    command = [sys.executable, str(ROOT / "session_day.py"), *args]
    settled = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": 20, **options}
    return subprocess.run(command, check=False, **settled)


def unlocked(*args: str) -> subprocess.CompletedProcess[str]:
    """The same on a home that may be encrypted: the passphrase comes through a descriptor."""
    if not homes.ENCRYPTED:
        return ran(*args)
    return ran(*args, "--passphrase-fd", "0", stdin=None, input=f"{homes.PASSPHRASE}\n")


Wire = Callable[[Callable[[str, list[str]], int]], list[tuple[str, list[str]]]]


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch, home: Folders) -> Wire:
    """Puts a composition root of the test's own behind the command line."""
    calls: list[tuple[str, list[str]]] = []

    def wired(run: Callable[[str, list[str]], int]) -> list[tuple[str, list[str]]]:
        def run_command(name: str, args: list[str]) -> int:
            calls.append((name, args))
            return run(name, args)

        root = types.ModuleType("console.wiring")
        root.__dict__["run_command"] = run_command
        monkeypatch.setitem(sys.modules, "console.wiring", root)
        monkeypatch.setattr(sys.modules["console"], "wiring", root, raising=False)
        monkeypatch.setattr(cli, "_guard_process", lambda: None)
        return calls

    return wired


def raising(error: BaseException) -> Callable[[str, list[str]], int]:
    def run(name: str, args: list[str]) -> int:
        client = SENTINEL
        assert client
        raise error

    return run


def test_version_and_help_are_answered_on_stdout() -> None:
    assert ran("--version").stdout == f"session-day {VERSION}\n"
    shown = ran("--help")
    assert shown.returncode == 0
    assert all(f"  {name} " in shown.stdout for name in cli.COMMANDS)
    assert "child" not in shown.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonsense"], "There is no command 'nonsense'"),
        (["--nonsense"], "There is no option '--nonsense'"),
        (["--versio"], "There is no option '--versio'"),
        (["demo", "fast"], "'fast'"),
        (["child"], "own use"),
        (["child", "os"], "own use"),
        (["a\x1b]0;title\x07\nb"], "␛]0;title␇"),
    ],
)
def test_what_is_not_known_is_one_line_and_exit_2(args: list[str], words: str) -> None:
    answer = ran(*args)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert words in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "\x1b" not in answer.stderr


@pytest.mark.parametrize("args", [[], ["demo"]])
def test_without_a_terminal_it_says_what_to_use_instead(args: list[str]) -> None:
    answer = ran(*args)
    assert answer.returncode == 2
    assert answer.stderr == "Session Day needs a terminal; for a plain list use: session-day today\n"


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_shows_no_full_screen_is_refused(term: str) -> None:
    with Term(python(str(ROOT / "session_day.py"), "demo"), env={"TERM": term}) as window:
        code, _ = window.wait_exit()
    assert code == 2
    assert window.raw == b"Session Day needs a terminal; for a plain list use: session-day today\r\n"


def test_a_command_gets_its_arguments_and_its_code_is_the_exit_code(wire: Wire) -> None:
    calls = wire(lambda _name, _args: 3)
    assert cli.main(["import", "day.ics", "--yes", "--help"]) == 3
    assert calls == [("import", ["day.ics", "--yes", "--help"])]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(Trouble("It could not be done: try again."), 1), (BadInput("Line 3: no date."), 2), (NotSaved("Disk full."), 1)],
)
def test_trouble_is_its_one_line_and_its_code(
    wire: Wire, capsys: pytest.CaptureFixture[str], trouble: Trouble, code: int
) -> None:
    wire(raising(trouble))
    assert cli.main(["today"]) == code
    assert capsys.readouterr() == ("", f"{trouble}\n")


def test_trouble_of_several_lines_with_control_characters_is_one_clean_line(
    wire: Wire, capsys: pytest.CaptureFixture[str]
) -> None:
    wire(raising(Trouble("a\nb\x1b[2J")))
    cli.main(["today"])
    assert capsys.readouterr().err == "a b␛[2J\n"


def test_an_error_of_the_program_is_one_line_and_a_report_without_data(
    wire: Wire, capsys: pytest.CaptureFixture[str], home: Folders
) -> None:
    wire(raising(ValueError(f"no room for {SENTINEL}")))
    assert cli.main(["today"]) == 70
    shown = capsys.readouterr()
    reports = list((home.state / "crashes").iterdir())
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert str(reports[0]) in shown.err
    report = reports[0].read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "console/cli.py:" in report
    assert SENTINEL not in shown.err + report


def test_an_interruption_is_130_and_no_words(wire: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    wire(raising(KeyboardInterrupt()))
    assert cli.main(["today"]) == 130
    assert capsys.readouterr() == ("", "")


def test_output_that_nobody_reads_ends_quietly() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from console.cli import main;"
         "sys.stdin.read(); sys.exit(main(['--help']))"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    program.stdout.close()
    program.stdout = None
    _, err = program.communicate("", timeout=20)
    assert program.returncode == 141
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_said() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        answer = ran("--help", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert answer.returncode == 1
    assert answer.stderr == "No room is left on the disk: make room and try again.\n"


def test_files_are_for_their_owner_alone_and_a_crash_leaves_no_core(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from console import cli; cli.main(['--version'])\n"
        "Path(sys.argv[1]).touch(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    made = tmp_path / "made"
    command = [sys.executable, "-c", script, str(made)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=20, umask=0)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert answer.stdout.endswith("(0, 0)\n")
    assert resource.getrlimit(resource.RLIMIT_CORE) is not None


def test_a_child_is_the_named_module_with_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    child = types.ModuleType("console.adapters.notifier_child")
    got: list[list[str]] = []

    def child_main(args: list[str]) -> int:
        got.append(args)
        return 11

    child.__dict__["main"] = child_main
    monkeypatch.setitem(sys.modules, "console.adapters.notifier_child", child)
    monkeypatch.setattr(cli, "_guard_process", lambda: None)
    assert cli.main(["child", "notifier", "--x"]) == 11
    assert got == [["--x"]]


SWITCHES = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)


def test_textuals_logs_of_keys_and_pictures_of_the_screen_cannot_be_switched_on(
    monkeypatch: pytest.MonkeyPatch, wire: Wire, home: Folders
) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    wire(lambda _name, _args: 0)
    seen: dict[str, str | None] = {}

    def run_console(demo: bool) -> int:
        seen.update({name: os.environ.get(name) for name in SWITCHES}, demo=str(demo))
        return 0

    sys.modules["console.wiring"].__dict__["run_console"] = run_console
    for name in SWITCHES:
        monkeypatch.setenv(name, "1")
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Tty())
    monkeypatch.setenv("TERM", "xterm")
    assert cli.main(["demo"]) == 0
    assert seen == {**dict.fromkeys(SWITCHES), "demo": "True"}
    left = {line.split('"')[1] for line in inspect.getsource(constants).splitlines() if '"TEXTUAL' in line}
    assert left >= set(SWITCHES) - {"TEXTUAL"} | cli.HARMLESS, "Textual has renamed one"
