"""The first view of today, read through the bare driver before SQLModel is imported; read-only.

It runs the very same statements as the store (`data.reading`), so it gives the very same answer. Where there is
nothing it can read, it says why as a value: the store then has the word.
"""

from contextlib import closing
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import refusals
from data.driver import connect
from data.migrations import REVISION
from data.reading import REVISION as READ_REVISION
from data.reading import load_day
from data.values.kept import Kept
from data.values.keys import Secret


class Absent(Enum):
    """Why there is no first view."""

    NO_FILE = "no file"
    OTHER_REVISION = "another revision"


def load(path: Path, key: Secret | None, day: date) -> Kept | Absent:
    """What `Store.load(day)` gives, or why not. Raises `Trouble` for a file that cannot be read with this key."""
    if not path.exists():
        return Absent.NO_FILE
    try:
        with closing(connect(path, key, query_only=True)) as connection:
            connection.execute("BEGIN")
            if _revision(connection) != REVISION:
                return Absent.OTHER_REVISION
            return load_day(lambda sql, params: connection.execute(sql, params).fetchall(), day)
    except dbapi2.Error as error:
        raise refusals.of_opening(error, path) from None
    except ValueError:
        raise refusals.unreadable(path) from None


def _revision(connection: Any) -> int:
    made = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'schema_revision'").fetchone()
    row = connection.execute(READ_REVISION).fetchone() if made[0] else None
    return row[0] if row else 0
