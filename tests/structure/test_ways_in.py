"""Each way in, walked by every hostile string: what comes out of it is clean.

The fields of forms, notes and questions are in tests/screens/test_hostile.py; a paste and a key in tests/adapters.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from console.adapters.calendar import read_calendar
from console.adapters.clients_columns import COLUMNS
from console.adapters.clients_csv import read_clients
from console.answering import cleaned
from console.settings import load
from data import flows, policies
from data.values.time import Now
from data.values.trouble import BadInput
from tests.hostile import CORPUS, STORED, raw
from tests.term import ROOT

NOW = Now(datetime(2026, 11, 18, 9, tzinfo=UTC))
WORDS = [words for words in STORED.values() if words.strip() and len(words) < 1000]


def texts(value: Any) -> Iterator[str]:
    """Every text in it, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from (*texts(key), *texts(one))
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from texts(one)


def holds_nothing_raw(value: Any) -> None:
    for one in texts(value):
        assert not raw(one), one


def test_a_table_of_clients() -> None:
    for words in WORDS:
        out = io.StringIO()
        row = dict.fromkeys(COLUMNS, "") | {
            "reference": words,
            "name": words,
            "initials": words[:20],
            "safe_word": words,
        }
        known = {name: value for name, value in row.items() if name in COLUMNS}
        writer = csv.DictWriter(out, list(known), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerow(known)
        try:
            holds_nothing_raw(read_clients(out.getvalue().encode(), date(2026, 11, 18)))
        except BadInput as told:
            holds_nothing_raw(str(told))


def test_the_columns_of_a_table_of_clients() -> None:
    for words in WORDS:
        line = words.replace("\n", " ").replace("\r", " ").replace(",", " ").replace('"', " ")
        with pytest.raises(BadInput) as told:
            read_clients(f"reference,{line},{line}\nA,b,c\n".encode(), date(2026, 11, 18))
        holds_nothing_raw(str(told.value))


def test_a_calendar() -> None:
    made = []
    for number, words in enumerate(WORDS):
        line = words.replace("\\", " ").replace("\n", "\\n").replace("\r", "")
        made += [
            "BEGIN:VEVENT",
            f"UID:{number}-{line}",
            f"DTSTART:20261119T{number % 24:02}0000Z",
            f"DTEND:20261119T{number % 24:02}5000Z",
            f"SUMMARY:{line}",
            f"LOCATION:{line} https://example.org/{number}",
            f"DESCRIPTION:{line}",
            f"STATUS:{line}",
            "END:VEVENT",
        ]
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "X-WR-CALNAME:\x1b]0;A\x07", *made, "END:VCALENDAR"]
    try:
        calendar = read_calendar("\r\n".join(whole).encode(), NOW, "Europe/London")
    except BadInput as told:
        pytest.fail(str(told))
    assert len(calendar.appointments) > len(WORDS) // 2
    holds_nothing_raw(calendar)


def _toml(words: str) -> str:
    return '"' + "".join(f"\\U{ord(one):08x}" for one in words) + '"'


def test_a_policy(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    for words in WORDS[::3]:
        file.write_text(f'extends = "standard"\ntitle = {_toml(words)}\nowner = {_toml(words)}\n', encoding="utf-8")
        try:
            holds_nothing_raw(policies.load(str(file)))
        except BadInput as told:
            holds_nothing_raw(str(told))


def test_the_keys_and_flows_of_a_policy(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    for words in WORDS[::6]:
        said = _toml(words)
        file.write_text(
            f'extends = "standard"\n{said} = 1\n[flows.{said}]\ntitle = {said}\nuse_when = {said}\n', encoding="utf-8"
        )
        try:
            holds_nothing_raw(flows.load_flows(policies.load(str(file))))
        except BadInput as told:
            holds_nothing_raw(str(told).replace(str(file), ""))


def test_the_socket() -> None:
    for words in CORPUS.values():
        made = cleaned({"records": [{"payload": {"name": words, "all": [words, {"deep": words}]}}, 1, None, True]})
        holds_nothing_raw(json.loads(json.dumps(made)))
    assert cleaned({"text": "one\ntwo" + "x" * 30_000}) == {"text": "one\ntwo" + "x" * 30_000}


def ran(args: list[str], **environment: str) -> str:
    """The real program, and all that it printed."""
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "session_day.py"), *args],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode
    return (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("command", ["", "--", "import", "export", "rehearse", "policy", "press", "verify"])
def test_the_command_line_and_names_of_files(command: str, tmp_path: Path) -> None:
    words = "\x1b]0;A. Name\x07\x9b31m\u202e[/]"
    args = [*command.split(), words] if command != "--" else [f"--{words}"]
    told = ran(args, SESSION_DAY_HOME=str(tmp_path / "home"))
    assert told.strip()
    assert not raw(told), told


def test_the_environment_and_the_settings(tmp_path: Path) -> None:
    home = tmp_path / "a\x1b]0;A. Name\x07b"
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(f"{_toml(chr(27) + '[2J')} = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="there is no setting"):
        load(home / "config" / "settings.toml")
    told = ran(["doctor"], SESSION_DAY_HOME=str(home), TERM="\x1b[31m", TZ="\x9b1m")
    assert "␛]0;A. Name" in told
    assert not raw(told), told
