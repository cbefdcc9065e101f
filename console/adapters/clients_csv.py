"""clients.csv: a table of clients, one row each, as a spreadsheet writes it.

Rules: the columns are those of `COLUMNS`, in any order, only `reference` is needed. An empty cell changes nothing, "-"
empties the field. Every bad cell is said with its row, column and cure (up to twenty); with one bad cell nothing is
imported. Nothing is guessed: a number that looks strange is kept as typed, with a warning. What comes from the disk is
read in a child (clients.py), whose answer is the cells as text, read here once more.
"""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

from console.adapters.clients_columns import COLUMNS, BadCell
from data.text import clean
from data.values.imports import ClientRow, TextRow
from data.values.trouble import BadInput

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
MAX_PROBLEMS = 20
MAX_COLUMNS = 200
MAX_NAME = 60
LONG = 1_000
TOO_BIG = "This clients file is larger than 2 MB: split it."


def read_clients(data: bytes, today: date) -> tuple[ClientRow, ...]:
    """The rows of a clients file. Raises BadInput naming every bad cell, a line each, up to twenty."""
    return typed(read_cells(data, today), today)


def read_cells(data: bytes, today: date) -> tuple[TextRow, ...]:
    """The filled cells of each row as text, once each of them is known to be good. Raises BadInput as above."""
    if len(data) > MAX_BYTES:
        raise BadInput(TOO_BIG)
    rows = _rows(_decoded(data))
    header = _header(rows)
    problems: list[str] = []
    clients = [row for line, cells in rows if (row := _row(line, header, cells, today, problems))]
    problems += _repeated(clients)
    if problems:
        more = [f"… and {len(problems) - MAX_PROBLEMS} more."] if len(problems) > MAX_PROBLEMS else []
        raise BadInput("\n".join([*problems[:MAX_PROBLEMS], *more, "Nothing was imported."]))
    if not clients:
        raise BadInput("There are no clients in this file: write one a row under the column names.")
    return tuple(clients)


def typed(rows: Iterable[TextRow], today: date) -> tuple[ClientRow, ...]:
    """The rows with each cell as its own type."""
    return tuple(
        ClientRow(row.line, row.reference, {name: _cell(name, value, today) for name, value in row.cells.items()})
        for row in rows
    )


def normal_number(value: str, country: str) -> tuple[str, str]:
    """The number as it is written in its country, and a warning ("" none) where it was kept as typed."""
    import phonenumbers

    try:
        number = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException:
        return value, "kept as typed: it does not look like a number of any country"
    if not phonenumbers.is_valid_number(number):
        return value, "kept as typed: no such number is known, check it"
    home = phonenumbers.region_code_for_number(number) == country
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape), ""


def same_number(one: str, other: str, country: str) -> bool:
    """Whether two ways of writing lead to one number."""
    import phonenumbers

    def dialled(value: str) -> str:
        try:
            return phonenumbers.format_number(
                phonenumbers.parse(value, country or None), phonenumbers.PhoneNumberFormat.E164
            )
        except phonenumbers.NumberParseException:
            return re.sub(r"\D", "", value)

    return dialled(one) == dialled(other)


def _decoded(data: bytes) -> str:
    if b"\0" in data or data[:2] in {b"\x1f\x8b", b"PK", b"BZ", b"\xff\xfe", b"\xfe\xff"}:
        raise BadInput("This is not a CSV file: in the spreadsheet choose “save as CSV (UTF-8)”.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not empty; the delimiter is the one its first line uses most."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, cells in enumerate(reader):
            if count > MAX_ROWS:
                raise BadInput(f"This clients file has more than {MAX_ROWS:,} rows: split it.")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise BadInput(f"Row {reader.line_num} of this file cannot be read: save it again as CSV (UTF-8).") from None


def _header(rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    _, cells = next(rows, (0, []))
    if len(cells) > MAX_COLUMNS:
        raise BadInput(f"This file has more than {MAX_COLUMNS} columns: keep those in --template.")
    names = [re.sub(r"[\s-]+", "_", cell.strip().casefold()[:MAX_NAME]) for cell in cells]
    if "reference" not in names:
        raise BadInput("The first row must name the columns, and one of them must be “reference”; see --template.")
    for name in names:
        if name and name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            cure = f"did you mean “{near[0]}”?" if near else "take it out; the columns are in --template."
            raise BadInput(f"There is no column “{clean(name, cap=40)}”: {cure}")
        if name and names.count(name) > 1:
            raise BadInput(f"The column “{name}” is there twice: take one out.")
    return names


def _row(line: int, header: list[str], cells: list[str], today: date, problems: list[str]) -> TextRow | None:
    given: dict[str, str] = {}
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        problems.append(f"Row {line}: it has more cells than there are columns; put text with commas in quotes.")
        return None
    for name, cell in zip(header, cells, strict=False):
        value = clean(re.sub(r"\s*\n\s*", ", ", cell.strip()), cap=LONG + 1)
        if not name or not value:
            continue
        try:
            _cell(name, value, today)
        except BadCell as cure:
            problems.append(f"Row {line}, {name}: {cure}.")
        else:
            given[name] = value
    reference = given.get("reference", "")
    if reference in {"", "-"}:
        problems.append(f"Row {line}, reference: every client needs one.")
        return None
    return TextRow(line, reference, given)


def _cell(name: str, value: str, today: date) -> object:
    if value == "-":
        return None
    if len(value) > LONG:
        raise BadCell(f"longer than {LONG} characters; shorten it")
    read = COLUMNS[name][2](value)
    if isinstance(read, date) and read > today:
        raise BadCell("that day has not come yet")
    return read


def _repeated(clients: list[TextRow]) -> list[str]:
    seen: dict[str, int] = {}
    problems = []
    for row in clients:
        first = seen.setdefault(row.reference.casefold(), row.line)
        if first != row.line:
            problems.append(f"Row {row.line}, reference: already in row {first}; one row for each client.")
    return problems
