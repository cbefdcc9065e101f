"""clients.csv as spreadsheets write it, and what is said of cells that cannot be used."""

from datetime import date, time, timedelta

import pytest

from console.adapters.clients_columns import COLUMNS, columns_in_words, template
from console.adapters.clients_csv import normal_number, read_clients, same_number
from data.values.imports import ClientRow
from data.values.people import Hours, Safety, Turn
from data.values.trouble import BadInput

TODAY = date(2026, 11, 18)


def read(text: str, encoding: str = "utf-8") -> tuple[ClientRow, ...]:
    return read_clients(text.encode(encoding), TODAY)


def cell(name: str, value: str) -> object:
    return read(f'reference,{name}\nAK-014,"{value}"\n')[0].cells.get(name, "not given")


def trouble(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read(text)
    return str(caught.value)


def test_the_template_names_every_column_and_can_be_read_back() -> None:
    rows = read(template())
    assert template().splitlines()[0].split(",") == list(COLUMNS)
    assert [one.reference for one in rows] == ["AK-014"]
    assert rows[0].cells["text"] is Safety.NOT_SAFE
    assert all(name in columns_in_words() for name in COLUMNS)


@pytest.mark.parametrize(
    ("name", "typed", "read_as"),
    [
        ("born", "1990-12-31", date(1990, 12, 31)),
        ("born", "31/12/1990", date(1990, 12, 31)),
        ("born", "31.12.1990", date(1990, 12, 31)),
        ("watch", "Yes", True),
        ("watch", "n", False),
        ("text", "Not Safe", Safety.NOT_SAFE),
        ("text", "not_safe", Safety.NOT_SAFE),
        ("hours", "09:00-17:30", Hours(time(9), time(17, 30))),
        ("hours", "after 18:00", Hours(after=time(18))),
        ("hours", "before 12:00", Hours(before=time(12))),
        ("hours", "22:00 – 06:00", Hours(time(22), time(6))),
        ("plan_who_rings", "me", Turn.PRACTITIONER),
        ("plan_wait", "5", timedelta(minutes=5)),
        ("sessions_so_far", "12", 12),
        ("mode", "In person", "in person"),
        ("country", "uk", "GB"),
        ("zone", "America/New_York", "America/New_York"),
        ("email", "anna@example.org", "anna@example.org"),
        ("address", "14 Elm Road\nLeeds", "14 Elm Road, Leeds"),
        ("name", "-", None),
        ("name", "  ", "not given"),
        ("name", "Ann [TODO] \x1b[2J", "Ann [TODO] ␛[2J"),
    ],
)
def test_a_cell_is_read_as_what_it_is(name: str, typed: str, read_as: object) -> None:
    assert cell(name, typed) == read_as


@pytest.mark.parametrize(
    ("name", "typed", "cure"),
    [
        ("born", "12/31/1990", "no such day"),
        ("born", "last year", "write the date as 1990-12-31"),
        ("born", "2027-01-01", "that day has not come yet"),
        ("watch", "maybe", "write yes or no"),
        ("text", "ok", "write safe or not safe or unknown"),
        ("hours", "25:00-26:00", "write the hours as 09:00-17:00"),
        ("plan_wait", "0", "whole number from 1 to 180"),
        ("sessions_so_far", "²", "whole number"),
        ("country", "England", "two letters"),
        ("zone", "GMT+1", "time zone as Europe/London"),
        ("phone", "ask reception", "write one number"),
        ("phone", "07700 900123 / 07700 900124 / 07700 900125", "write one number"),
        ("email", "anna at example", "one e-mail address"),
        ("name", "x" * 1001, "longer than 1000"),
    ],
)
def test_a_bad_cell_is_said_with_row_column_and_cure(name: str, typed: str, cure: str) -> None:
    words = trouble(f"reference,{name}\nAK-014,{typed}\n")
    assert words.startswith(f"Row 2, {name}: ")
    assert cure in words
    assert words.endswith("Nothing was imported.")


def test_every_bad_cell_is_listed_up_to_twenty() -> None:
    words = trouble("reference,watch,born\n" + "".join(f"R{n},maybe,never\n" for n in range(15))).splitlines()
    assert words[:2] == [
        "Row 2, watch: write yes or no.",
        "Row 2, born: write the date as 1990-12-31 (or 31/12/1990, day first).",
    ]
    assert (len(words), words[-2]) == (22, "… and 10 more.")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimiters_and_encodings_of_spreadsheets(delimiter: str, encoding: str) -> None:
    rows = read(f"Reference{delimiter}Name\r\nAK-014{delimiter}Zoë Müller\r\n\r\n", encoding)
    assert [(one.line, one.reference, one.cells["name"]) for one in rows] == [(2, "AK-014", "Zoë Müller")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The first row must name the columns"),
        ("name\nAnna\n", "“reference”"),
        ("reference,phon\nA1,x\n", "There is no column “phon”: did you mean “phone”?"),
        ("reference,shoe size\nA1,x\n", "take it out"),
        ("reference,name,name\nA1,x,y\n", "is there twice"),
        ("reference\n", "There are no clients in this file"),
        ("reference,name\n,Anna\n", "Row 2, reference: every client needs one"),
        ("reference\nA1\na1\n", "Row 3, reference: already in row 2"),
        ("reference,name\nA1,Kowalska, Anna\n", "more cells than there are columns"),
        ("reference\n" + "A\n" * 2_001, "more than 2,000 rows"),
        ("reference,name\nA1,\0\n", "save as CSV"),
        ("reference,name\nA1," + "x" * 2_000_000, "larger than 2 MB"),
        ('reference,name\nA1,"' + "x" * 200_000 + '"\n', "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(text: str, says: str) -> None:
    assert says in trouble(text)


@pytest.mark.parametrize(
    ("typed", "country", "number", "warned"),
    [
        ("01134960123", "GB", "0113 496 0123", False),
        ("+44 113 496 0123", "GB", "0113 496 0123", False),
        ("+353 1 234 5678", "GB", "+353 1 234 5678", False),
        ("(01) 234 5678", "IE", "(01) 234 5678", False),
        ("07700 900123", "GB", "07700 900123", True),
        ("116 123", "GB", "116 123", True),
        ("0", "GB", "0", True),
    ],
)
def test_numbers_are_written_as_they_are_dialled(typed: str, country: str, number: str, warned: bool) -> None:
    written, warning = normal_number(typed, country)
    assert (written, bool(warning)) == (number, warned)


def test_one_number_written_two_ways_is_one_number() -> None:
    assert same_number("07700 900123", "+44 (0)7700 900123", "GB")
    assert not same_number("07700 900123", "07700 900124", "GB")
