"""The real program on a data file that can be made to fail: while a file FAULT lies in its home, writing fails so.

"read-only" is SQLite's own refusal, brought about on the program's connections; "full" is raised where SQLite raises
it, at the commit (a small write may fit into pages that are there already). The spare is whole.
"""

import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlcipher3 import dbapi2

from console.cli import main
from console.settings import HOME_VARIABLE
from data import opening

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
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if kind() == 'read-only' else 'OFF'}")

    def at_commit(connection: Connection) -> None:
        if kind() == "full" and connection.get_execution_options().get("write"):
            error: Any = dbapi2.OperationalError("database or disk is full")
            raise error

    vars(opening)["make_engine"] = made


if __name__ == "__main__":
    put_faults_in()
    sys.exit(main(sys.argv[1:]))
