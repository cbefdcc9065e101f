"""One plain data file made into an encrypted one of the same content, and proven to be that.

Rule: the plain file is only read. What carries the answer was compared with it row by row, and its pages, its chain and
its heads were looked at; a copy that fails is of no use to anybody and is removed by who asked for it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import refusals
from data.checking import newest_of
from data.driver import connect_still
from data.files import create_private
from data.journal import Head
from data.values.keys import Keys, Secret
from data.values.trouble import Trouble
from data.verify import Place, everything, writers

NOT_SAME = "The encrypted copy did not hold what the plain file holds, so nothing was changed: check the disk."
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


def convert(plain: Path, ready: Path, keys: Keys, heads: Mapping[str, Head | None] | None = None) -> None:
    """Make `ready`, encrypted, of the plain file, which nobody writes and which has no log beside it.

    `heads` are the journal's heads that it is held against. Raises `Trouble`, OSError and the driver's own errors.
    """
    create_private(ready)
    with closing(connect_still(plain, None)) as source:
        _export(source, ready, keys.data)
        with closing(connect_still(ready, keys.data)) as copy:
            try:
                same = _same(source, copy) and _chain(source, plain, keys, heads) == _chain(copy, plain, keys, heads)
            except ValueError:
                raise refusals.damaged(plain) from None
            if not same or copy.execute("PRAGMA cipher_integrity_check").fetchall():
                raise Trouble(NOT_SAME)
    descriptor = os.open(ready, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _export(source: Any, ready: Path, key: Secret) -> None:
    """Everything into the empty file, under the key: given as a parameter, so that no statement holds it."""
    source.execute("ATTACH DATABASE ? AS moved KEY ?", (f"{ready.absolute().as_uri()}?mode=rw", f"x'{key.hex()}'"))
    try:
        source.execute("SELECT sqlcipher_export('moved')").fetchall()
        for pragma in ("user_version", "application_id"):
            (number,) = source.execute(f"PRAGMA main.{pragma}").fetchone()
            source.execute(f"PRAGMA moved.{pragma} = {int(number)}")
    finally:
        source.execute("DETACH DATABASE moved")


def _same(source: Any, copy: Any) -> bool:
    """Whether schema, pages and every row of every table are the same."""
    for asked in (_SCHEMA, "PRAGMA quick_check"):
        if source.execute(asked).fetchall() != copy.execute(asked).fetchall():
            return False
    tables = [str(row[0]) for row in source.execute(_TABLES)]
    return all(one == other for name in tables for one, other in zip_longest(_rows(source, name), _rows(copy, name)))


def _rows(connection: Any, table: str) -> Iterator[Any]:
    quoted = table.replace('"', '""')
    columns = [
        str(row[1]).replace('"', '""') for row in connection.execute(f'PRAGMA table_info("{quoted}")').fetchall()
    ]
    order = ", ".join(f'"{one}"' for one in columns)
    # Text that is no text any more is compared as bytes: what was damaged is no fault of the copy.
    wanted = ", ".join(f'typeof("{one}"), CAST("{one}" AS BLOB)' for one in columns)
    yield from connection.execute(f'SELECT {wanted} FROM "{quoted}" ORDER BY {order}')  # noqa: S608 - names of our own


def _chain(connection: Any, path: Path, keys: Keys, heads: Mapping[str, Head | None] | None) -> object:
    """What a whole check finds, and the newest entry of every writer."""
    made = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'journal')").fetchone()
    if made[0] != 2:
        return ()
    row = connection.execute("SELECT value FROM meta WHERE name = 'database'").fetchone()
    place = Place(connection.execute, path.name, row[0] if row else "", keys.mac)
    newest = {writer: newest_of(place, writer) for writer in writers(place)}
    try:
        found = tuple(everything(place, heads or {}, last=None, encrypted=False, older=False))
    except dbapi2.Error:  # of an older Session Day: its tables are checked once it was brought up to date
        found = ("older",)
    return newest, found
