"""The real program on a data file that can be made to fail: while a file FAULT lies in its home, writing fails so.

"read-only" is SQLite's own refusal, brought about on the program's connections; "full" and "damaged" are raised where
SQLite raises them, at the commit and at the first look (a small write may fit into pages that are there already). The
spare is whole. "unlinked" and "busy" are done to the file itself.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlcipher3 import dbapi2

from console.cli import main
from console.settings import HOME_VARIABLE
from data import opening
from tests import homes
from tests.faults.homes import folders

FAULT = "FAULT"


def put_faults_in() -> None:
    """From now on every engine on the data file looks for the fault before each transaction."""
    real: Any = vars(opening)["make_engine"]
    sign = Path(os.environ[HOME_VARIABLE]) / FAULT

    def made(path: Path, *given: Any, **named: Any) -> Any:
        engine = real(path, *given, **named)
        if path.name == "session-day.db":
            event.listen(engine, "begin", before, insert=True)
            event.listen(engine, "commit", at_commit)
        return engine

    def kind() -> str:
        return sign.read_text(encoding="utf-8") if sign.exists() else ""

    def before(connection: Connection) -> None:
        if kind() == "damaged":
            broken: Any = dbapi2.DatabaseError("database disk image is malformed")
            raise broken
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if kind() == 'read-only' else 'OFF'}")

    def at_commit(connection: Connection) -> None:
        if kind() == "full" and connection.get_execution_options().get("write"):
            error: Any = dbapi2.OperationalError("database or disk is full")
            raise error

    vars(opening)["make_engine"] = made


@contextmanager
def faulty(home: Path, kind: str) -> Iterator[None]:
    """While it lasts, the data file has this fault."""
    database = folders(home).database
    if kind == "unlinked":
        away = database.with_name("away.db")
        database.rename(away)
        yield
        away.rename(database)
    elif kind == "busy":
        with closing(homes.connected(folders(home))) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        (home / FAULT).write_text(kind, encoding="utf-8")
        yield
        (home / FAULT).unlink()


if __name__ == "__main__":
    put_faults_in()
    sys.exit(main(sys.argv[1:]))
