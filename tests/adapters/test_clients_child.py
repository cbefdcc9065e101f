"""A table of clients is read in a child: what is well comes back as it is, what is not in words, whatever it holds."""

from datetime import date

import pytest

from console.adapters.clients import read_clients
from console.adapters.clients_columns import template
from console.adapters.clients_csv import read_clients as read_here
from data.values.trouble import BadInput
from tests.faults.bombs import TABLES

TODAY = date(2026, 11, 18)


def test_every_cell_comes_back_as_its_own_type() -> None:
    data = template().encode() + 'ZO-1,"Zoë, called ""Z"""\r\n'.encode()
    assert read_clients(data, TODAY) == read_here(data, TODAY)


def test_bad_cells_are_listed_a_line_each() -> None:
    with pytest.raises(BadInput) as told:
        read_clients(b"reference,watch\nZO-1,yes\nZO-2,maybe\n", TODAY)
    assert str(told.value) == "Row 3, watch: write yes or no.\nNothing was imported."


@pytest.mark.parametrize(
    "name", ["a quote never closed", "a column name of 2 MB", "a million empty lines", "a zip", "UTF-16"]
)
def test_what_would_hang_or_is_no_table_is_refused_in_a_line(name: str) -> None:
    with pytest.raises(BadInput) as told:
        read_clients(TABLES[name](), TODAY)
    assert "\n" not in str(told.value)


def test_no_table_of_the_corpus_is_more_than_words_or_rows() -> None:
    for name, make in TABLES.items():
        try:
            rows = read_here(make(), TODAY)
        except BadInput as told:
            assert str(told).count("\n") <= 21, name
        else:
            assert rows and len(rows) <= 2_000, name


def test_there_are_forty_and_more() -> None:
    assert len(TABLES) >= 40
