"""The three forms: each holds the whole note, and none can do anything to the program that opens it."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.export import as_csv as csv_form
from console.export.as_csv import as_csv
from console.export.as_json import as_json
from console.export.markdown import markdown, plain
from data.values.session import Note
from tests.export.days import a_day, the_note

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+44 7700",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "first\n=1+1",
    "a;=1+1",
    "＝1+1",
    '","=1+1',
    "\x1b]52;c;eA==\x07",
    "\u202ereversed",
    "<script>alert(1)</script>",
]


def with_text(text: str) -> str:
    state = a_day()
    note = Note("s-1-ak", "s-1", "ak", "free", text)
    return as_csv(the_note(replace(state, notes={note.id: note})))


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_has_a_row_for_every_statement_and_a_name_for_every_column() -> None:
    rows = cells(as_csv(the_note()))
    assert tuple(rows[0]) == csv_form.COLUMNS
    assert {len(row) for row in rows} == {len(csv_form.COLUMNS)}
    assert {row[4] for row in rows[1:]} == {
        "day",
        "open",
        "session",
        "protocol",
        "clinical",
        "owed",
        "timeline",
        "contact",
    }
    assert ["2026-11-21", "s-1", "REF-ak", "A.K.", "protocol", "Where are you now?", "at, 1 High Street"] in [
        row[:7] for row in rows
    ]


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_cell_of_the_csv_can_be_a_formula(typed: str) -> None:
    assert_harmless(with_text(typed))


@given(st.text(st.sampled_from("=+-@\t\r\n;, '\"ab＝－0"), max_size=12))
def test_no_text_at_all_makes_a_formula(typed: str) -> None:
    assert_harmless(csv_row(csv_form.safe(typed)))


def csv_row(cell: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([cell])
    return out.getvalue()


def assert_harmless(text: str) -> None:
    for row in cells(text):
        for cell in row:
            for begun in (cell, *cell.split("\n"), *cell.split(";")):
                assert begun.lstrip(" \u00a0")[:1] not in set("=+-@\t\r＝＋－＠")


def test_a_number_that_begins_with_a_plus_is_still_legible() -> None:
    assert csv_form.safe("+44 7700 900123") == "'+44 7700 900123"
    assert csv_form.safe("alone - then not") == "alone - then not"


def test_the_json_has_the_shape_that_is_written_down() -> None:
    note = json.loads(as_json(the_note()))
    assert (note["format"], note["version"], note["day"]) == ("session-day/day-note", 1, "2026-11-21")
    assert set(note) == {
        "format", "version", "demo", "day", "made", "zone", "practice", "practitioner", "policy", "closed",
        "clinical_included", "journal_head", "open_items", "owed", "contacts", "day_checks", "timeline", "sessions",
        "incidents",
    }  # fmt: skip
    session = note["sessions"][0]
    assert set(session) == {
        "id", "day", "begin", "end", "group", "number", "people", "state", "mode", "platform", "started", "ends",
        "choice", "ended", "minutes", "lost_minutes", "course", "policy", "protocol", "clinical", "owed", "timeline",
        "incidents",
    }  # fmt: skip
    assert session["people"] == [{"id": "ak", "reference": "REF-ak", "initials": "A.K."}]
    assert session["started"] == {"utc": "2026-11-21T10:00:00+00:00", "local": "10:00:00"}
    assert session["protocol"][0] == {
        "client": "ak",
        "about": "privacy",
        "text": "Alone, private and safe?",
        "answer": "adjusted, moved to the car",
        "state": "adjusted",
        "when": {"utc": "2026-11-21T10:01:00+00:00", "local": "10:01:00"},
        "by": "practitioner",
        "source": "S3 4.2",
    }
    assert session["clinical"][0]["addenda"][0]["text"] == "later"
    assert session["timeline"][-1] == {
        "utc": "2026-11-21T10:56:10+00:00",
        "local": "10:56:10",
        "client": "ak",
        "words": "Session ended",
    }


@pytest.mark.parametrize("typed", [*HOSTILE, "\ud800 lone", "\x00 nul"])
def test_no_form_lets_a_control_character_out_and_all_are_utf_8(typed: str) -> None:
    state = a_day()
    state = replace(state, practice=replace(state.practice, name=typed))
    state = replace(state, notes={"s-1-ak": Note("s-1-ak", "s-1", "ak", "free", typed)})
    for form in (markdown, as_json, as_csv):
        text = form(the_note(state))
        assert text.encode("utf-8")
        assert not [char for char in text if (ord(char) < 32 and char not in "\r\n") or 127 <= ord(char) < 160]


def test_the_markdown_reads_from_the_head_of_the_day_to_its_timeline() -> None:
    text = markdown(the_note())
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert headings == [
        "# Day note, Sat 21 Nov 2026",
        "## Not settled",
        "## 10:00 to 10:50 · A.K. (REF-ak)",
        "### Protocol",
        "### Owed",
        "### Note (SOAP, filed 12:00:00)",
        "### Timeline",
        "## 12:00 to 13:00 · R.T. (REF-rt), B.L. (REF-bl)",
        "### Protocol",
        "### Owed",
        "### Note (free) · R.T. (REF-rt)",
        "### Note (free) · B.L. (REF-bl)",
        "### Timeline",
        "## 15:00 to 15:50 · A.K. (REF-ak)",
        "## 16:00 to 16:50 · A.K. (REF-ak)",
        "### Timeline",
        "## The day",
        "### Owed",
        "### Contacts between sessions",
    ]
    assert "- 10:00:00  Session started, ends 10:50 as booked\n" in text
    assert "> \\# said \\[withheld\\] once" in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "\\1. not a list"),
        ("a *b* _c_ `d` [e](f) <g>", "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\>"),
    ],
)
def test_nothing_typed_is_markup_in_the_markdown(typed: str, shown: str) -> None:
    assert plain(typed) == shown
