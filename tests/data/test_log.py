"""A power loss while the write-ahead log is carried over: what the log holds whole is no damage, anything else is."""

from contextlib import closing
from pathlib import Path

import pytest

from data.driver import connect
from data.store import Store
from tests.data.conftest import RAW_KEY, Home
from tests.data.samples import first_day, ticked

PAGE, HEADER, FRAME = 4096, 32, 24


@pytest.fixture
def cut_off(tmp_path: Path) -> Home:
    """An encrypted file with a log beside it, as they lie on the disk while the console runs."""
    home = Home(tmp_path, RAW_KEY)
    with home.open() as store:
        store.commit(*first_day())
        for revision, words in enumerate(("x" * 60_000, "")):  # some pages are free then
            store.keep_draft("d", revision, {"text": words})
    with home.open() as store:
        store.commit(*ticked(1))
        file, log = home.path.read_bytes(), _log(home).read_bytes()
    home.path.write_bytes(file)
    _log(home).write_bytes(log)
    return home


def _log(home: Home) -> Path:
    return home.path.with_name("practice.db-wal")


def _in_log(home: Home) -> set[int]:
    log = _log(home).read_bytes()
    return {int.from_bytes(log[at : at + 4], "big") for at in range(HEADER, len(log), FRAME + PAGE)}


def _tear(home: Home, page: int) -> None:
    content = bytearray(home.path.read_bytes())
    content[page * PAGE - 512 : page * PAGE] = bytes(512)
    home.path.write_bytes(content)


def _verified(store: Store) -> tuple[int, tuple[str, ...]]:
    return len(store.records()), store.verify()


def test_pages_that_were_torn_while_the_log_was_carried_over_are_no_damage(cut_off: Home) -> None:
    pages = _in_log(cut_off)
    assert len(pages) > 3
    for page in pages:
        _tear(cut_off, page)
    with cut_off.open() as store:
        assert _verified(store) == (4, ())


def _free_page(home: Home) -> int:
    """One that the log does not hold, and nothing but its own MAC would miss when it is torn."""
    page = next(page for page in range(home.path.stat().st_size // PAGE, 1, -1) if page not in _in_log(home))
    _tear(home, page)
    with closing(connect(home.path, RAW_KEY, query_only=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [str(page) in row[0] for row in connection.execute("PRAGMA cipher_integrity_check")] == [True]
        before = home.path.read_bytes(), _log(home).read_bytes()
    for path, content in zip((home.path, _log(home)), before, strict=True):  # closing carries the log over
        path.write_bytes(content)
    return page


def test_a_torn_page_that_the_log_does_not_hold_is_damage(cut_off: Home) -> None:
    _free_page(cut_off)
    with cut_off.open() as store:
        assert _verified(store) == (4, ("practice.db is damaged: restore the newest backup.",))


def test_a_torn_page_is_damage_where_only_a_commit_without_an_end_has_it_in_the_log(cut_off: Home) -> None:
    page, log = _free_page(cut_off), _log(cut_off).read_bytes()
    frame = page.to_bytes(4, "big") + bytes(4) + log[16:24] + bytes(8) + bytes(PAGE)
    _log(cut_off).write_bytes(log + frame)
    with cut_off.open() as store:
        assert _verified(store) == (4, ("practice.db is damaged: restore the newest backup.",))
