"""The SQLAlchemy engine on the one driver, and the file behind it: brought to the newest revision, and watched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlcipher3 import dbapi2

from data import refusals
from data.driver import BUSY_MS, connect
from data.files import identity
from data.migrations import REVISION, newer
from data.reading import REVISION as READ_REVISION
from data.values.keys import Secret
from data.values.trouble import NotSaved, Trouble


def make_engine(path: Path, key: Secret | None, *, busy_ms: int = BUSY_MS, query_only: bool = False) -> Engine:
    """An engine whose every connection went through `data.driver.connect`.

    The driver is in autocommit mode and the engine begins by itself: IMMEDIATE only where the execution option `write`
    is set, or every read would take the write lock. Errors never print a row.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=dbapi2,
        creator=lambda: connect(path, key, busy_ms=busy_ms, query_only=query_only),
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def stored_revision(engine: Engine) -> int:
    """The revision of the file: 0 for an empty one."""
    with engine.connect() as connection:
        made = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'schema_revision'")).scalar()
        return int(connection.execute(text(READ_REVISION)).scalar() or 0) if made else 0


def bring_up_to_date(engine: Engine, path: Path, *, read_only: bool, before: Callable[[], object]) -> None:
    """Take the missing schema steps; alembic is imported only then. `before` comes first where the file holds anything.

    Raises `Trouble`.
    """
    found = stored_revision(engine)
    if found > REVISION:
        raise newer(path, found)
    if found == REVISION:
        return
    if read_only:
        raise Trouble(f"{path.name} is of an older Session Day: close the other console, then open it again ({path}).")
    from data.migrations.upgrade import upgrade

    if found:
        before()
    upgrade(engine, found)


class LogGone(NotSaved):
    """The write-ahead log was taken away: the connections must be made anew."""


@dataclass(slots=True)
class Watched:
    """The file behind the connections: commits go on "succeeding" after it is unlinked, so it is looked at.

    The same for its write-ahead log, which holds what was saved last.
    """

    path: Path
    file: tuple[int, int] | None = None
    log: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self.file = identity(self.path)

    @property
    def log_path(self) -> Path:
        """Where the write-ahead log lies."""
        return self.path.with_name(self.path.name + "-wal")

    def check(self) -> None:
        """Raises `NotSaved` when either is not the one it was."""
        lies_there = identity(self.path)
        if lies_there is None or self.file is None:
            raise refusals.gone(self.path)
        if lies_there != self.file:
            raise refusals.replaced(self.path)
        found = identity(self.log_path)
        if self.log is None:
            self.log = found
        elif found != self.log:
            self.log = None
            raise LogGone(str(refusals.log_gone(self.path)))


def runner(connection: Connection) -> Any:
    """A `data.reading.Run` on this connection."""
    return lambda sql, params: connection.execute(text(sql), dict(params)).all()


@contextmanager
def reading_rows(engine: Engine) -> Iterator[Any]:
    """Rows straight from the driver, in one view of the file: half the time a row, for walks over all of them."""
    with engine.connect() as connection, connection.begin():
        driver: Any = connection.connection.driver_connection
        yield driver.execute
