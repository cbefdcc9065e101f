"""A small SafeApp in a real terminal: garbage, signals, a closed window, stops and crashes all end well."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from textual import events
from textual.geometry import Size

from console.adapters.stdin import SafeParser, believable
from console.adapters.terminal import SafeApp, TerminalDesk, _LastingFile
from tests.adapters.small_app import SENTINEL
from tests.term import Term, python

F2, F3, F4, F5, F6, F7 = (b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~")
LEFT = b"\x1b[?1049l"

GARBAGE = {
    "invalid UTF-8": b"\xff",
    "a cut character": b"\xe2\x82",
    "a code point that is none": b"\x1b[1114112u",
    "a number without end": b"\x1b[99999999999999~",
    "a number longer than any sequence": b"\x1b[" + b"9" * 60 + b"u",
    "a surrogate": b"\x1b[55296u",
    "a control character by number": b"\x1b[155u",
    "a mouse far away": b"\x1b[<0;999999999999;999999999999M",
    "a mouse that is no mouse": b"\x1b[<;;M",
    "a huge window": b"\x1b[48;99999;99999;99999;99999t",
    "a window of nothing": b"\x1b[48;0;0;0;0t",
    "an odd mode report": b"\x1b[?2048;9$y",
    "a cursor nowhere": b"\x1b[0;0R",
    "a paste with escapes": b"\x1b[200~a\x1b]52;c;AAAA\x07b\x1b[201~",
    "an operating system command": b"\x1b]0;title\x07",
    "a device control string": b"\x1bP+q544e\x1b\\",
    "NUL": b"\x00" * 20,
}


def small_app(folder: Path) -> Term:
    term = Term(python("-m", "tests.adapters.small_app", str(folder)), env={"SESSION_DAY_HOME": str(folder / "home")})
    term.__enter__()
    return term


@pytest.fixture
def term(tmp_path: Path) -> Iterator[Term]:
    with small_app(tmp_path) as term:
        term.wait_for("counted 0")
        term.settle()
        yield term


def test_no_garbage_of_the_list_ends_it(term: Term) -> None:
    for number, (what, garbage) in enumerate(GARBAGE.items(), 1):
        term.send(garbage)
        term.read(0.15)
        term.send(F2)
        try:
            term.wait_for(f"counted {number}", 5)
        except AssertionError as error:
            raise AssertionError(f"after {what}") from error


def test_three_hundred_random_strings_do_not_end_it(term: Term) -> None:
    random = Random(20261118)
    for _ in range(300):
        term.send(random.randbytes(random.randint(1, 24)).replace(b"\x11", b"").replace(b"\x1a", b""))
    term.settle()
    for _ in range(20):  # whatever sequence is still open takes a few keys, and a paste left open a second
        term.send(b"\x1b[201~" + F2)
        term.read(0.1)
    term.wait_for(lambda text: "counted" in text and "counted 0" not in text)
    assert term.process.poll() is None


def test_a_paste_that_never_ends_swallows_no_key_for_long(term: Term) -> None:
    term.send(b"\x1b[200~abc")
    while "abc" not in term.text:
        term.read(0.1)
    term.send(F2)
    term.wait_for("counted 1")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_saves_restores_the_terminal_and_ends_within_a_second(
    term: Term, tmp_path: Path, number: signal.Signals
) -> None:
    term.send(b"typed words")
    term.wait_for("typed words")
    for _ in range(20):
        term.signal(number)
    code, seconds = term.wait_exit()
    assert code == 128 + number
    assert seconds < 1
    assert LEFT in term.raw
    assert term.attributes() == term.before
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "typed words"


def test_a_closed_window_saves_and_ends_within_a_second(term: Term, tmp_path: Path) -> None:
    term.send(b"typed words")
    term.wait_for("typed words")
    term.hang_up()
    code, seconds = term.wait_exit()
    assert code == 128 + signal.SIGHUP
    assert seconds < 1
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "typed words"


def test_a_flood_of_keys_holds_up_no_signal(term: Term, tmp_path: Path) -> None:
    term.send(b"words")
    term.settle()
    term.send(b"\x1b[19~" * 3_000)  # each takes some milliseconds: half a minute of work
    term.read(0.1)
    term.signal(signal.SIGTERM)
    code, seconds = term.wait_exit()
    assert code == 128 + signal.SIGTERM
    assert seconds < 5
    assert term.attributes() == term.before
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "words"


def test_an_application_that_never_closes_is_ended_by_hand_with_the_terminal_restored(
    term: Term, tmp_path: Path
) -> None:
    term.send(b"typed words" + F7)
    term.wait_for("will hang")
    term.signal(signal.SIGTERM)
    code, seconds = term.wait_exit()
    assert code == 128 + signal.SIGTERM
    assert seconds < 1.5
    assert LEFT in term.raw
    assert term.attributes() == term.before
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "typed words"


@pytest.mark.parametrize("how", [signal.SIGTSTP, signal.SIGSTOP])
def test_stopped_and_continued_it_paints_again_and_takes_keys(term: Term, how: signal.Signals) -> None:
    term.send(F2)
    term.wait_for("counted 1")
    term.signal(how)
    state = Path(f"/proc/{term.process.pid}/stat")
    while state.exists() and state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "T":
        term.read(0.05)
    term.settle()
    term.screen.reset()
    term.signal(signal.SIGCONT)
    term.wait_for("counted 1")
    for number in range(2, 12):
        term.send(F2)
        term.wait_for(f"counted {number}")


@pytest.mark.parametrize("key", [F3, F4], ids=["in a handler", "in a worker"])
def test_a_crash_shows_no_data_restores_the_terminal_and_ends_with_70(term: Term, tmp_path: Path, key: bytes) -> None:
    term.send(b"typed words")
    term.wait_for("typed words")
    term.send(key)
    code, _ = term.wait_exit()
    assert code == 70
    assert LEFT in term.raw
    assert term.attributes() == term.before
    after = term.raw.rpartition(LEFT)[2].decode()
    reports = list((tmp_path / "home" / "state" / "crashes").iterdir())
    assert len(reports) == 1
    assert str(reports[0]) in after
    assert after.count("\n") == 1
    report = reports[0].read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "small_app.py:" in report
    assert SENTINEL not in report + term.raw.decode("utf-8", "replace")
    assert "Traceback" not in after
    assert (tmp_path / "saved").read_text(encoding="utf-8") == "typed words"


def test_a_failed_thread_leaves_a_report_and_the_application_alone(term: Term, tmp_path: Path) -> None:
    term.send(F6 + F2)
    term.wait_for("counted 1")
    crashes = tmp_path / "home" / "state" / "crashes"
    while not crashes.is_dir() or not any(crashes.iterdir()):
        term.read(0.05)
    assert SENTINEL not in "".join(report.read_text(encoding="utf-8") for report in crashes.iterdir())
    assert SENTINEL.encode() not in term.raw
    assert term.process.poll() is None


def test_the_title_is_neutral_and_given_back(term: Term) -> None:
    assert b"\x1b[22;0t\x1b]0;Session Day\x07" in term.raw
    term.signal(signal.SIGTERM)
    term.wait_exit()
    assert b"\x1b[23;0t" in term.raw


def test_copied_words_reach_the_terminals_clipboard(term: Term) -> None:
    term.send(F5)
    while b"\x1b]52;c;dGhlIHdvcmRz\x07" not in term.raw:
        assert term.read(2), "nothing was copied"


def test_the_bell_rings_only_where_the_settings_allow_it() -> None:
    class Ringing(SafeApp):
        rung = 0

        def ring(self) -> None:
            self.rung += 1

    app = Ringing()
    app.bell()  # as Textual would where a line is full
    TerminalDesk(app, bell=False).bell()
    assert app.rung == 0
    TerminalDesk(app).bell()
    assert app.rung == 1


def test_pasted_text_is_cleaned_and_keeps_its_lines() -> None:
    message = believable(events.Paste("a\x1b]52;c;AA\x07\r\nb\tc"), lambda: (80, 24))
    assert isinstance(message, events.Paste)
    assert message.text == "a␛]52;c;AA␇\nb    c"


def test_a_claimed_size_is_replaced_by_the_real_one() -> None:
    huge = Size(99999, 99999)
    message = believable(events.Resize(huge, huge), lambda: (80, 24))
    assert isinstance(message, events.Resize)
    assert message.size == Size(80, 24)


def test_the_parser_goes_on_after_what_it_cannot_read() -> None:
    parser = SafeParser()
    keys = [
        message.key
        for message in parser.feed("a\x1b[1114112ub\x1b[99999999999999~c")
        if isinstance(message, events.Key)
    ]
    assert keys[0] == "a"
    assert keys[-1] == "c"
    assert "b" in keys


def test_a_terminal_that_is_gone_swallows_what_is_written() -> None:
    ended = subprocess.Popen(["true"], stdin=subprocess.PIPE, text=True)
    ended.wait()
    assert ended.stdin is not None
    file = _LastingFile(ended.stdin)
    file.write("words \ud800")
    file.flush()
    assert file.isatty()
    with pytest.raises(BrokenPipeError):
        ended.stdin.close()
