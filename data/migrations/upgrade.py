"""Brings a file to a revision: all steps, the revision row and the checks in one transaction, or nothing at all.

Foreign keys are off before the transaction begins (inside one the setting is ignored, and a table made anew would
cascade). Before the commit every reference must hold and no trigger may have been lost. `event` and `journal` are never
made anew by a step: their triggers and their rows are the record.
"""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, text

from data.migrations import REVISION
from data.values.trouble import Trouble

GUARDED = ("event", "journal")


def upgrade(engine: Engine, found: int, to: int = REVISION) -> None:
    """Take the steps after `found` up to `to`. Raises `Trouble` when a check fails; then nothing has changed."""
    with engine.connect().execution_options(write=True) as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                before = _triggers(connection)
                for number in range(found + 1, to + 1):
                    _step(connection, number)
                _check(connection, before)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _step(connection: Connection, number: int) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    step = import_module(f"data.migrations.step_{number:03d}")
    step.upgrade(Operations(MigrationContext.configure(connection)))
    connection.execute(text("DELETE FROM schema_revision"))
    connection.execute(text("INSERT INTO schema_revision (revision) VALUES (:number)"), {"number": number})


def _triggers(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.execute(text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"))
    return {(name, table) for name, table in rows}


def _check(connection: Connection, before: set[tuple[str, str]]) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    after = _triggers(connection)
    unguarded = [table for table in GUARDED if not any(found == table for _, found in after)]
    if broken or not before <= after or unguarded:
        raise Trouble(
            "The data file could not be brought up to date without losing something, so it was left as it was: "
            "keep the older program, and report this."
        )
