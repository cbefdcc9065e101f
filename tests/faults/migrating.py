"""R9: a kill at any statement of a migration loses no row. `kills(revision, folder, key)` tries every statement.

Each released file is upgraded to the newest revision and on through one more step of every kind that loses data when
done carelessly (a table made anew under foreign keys, a new column, an index, rows rewritten), in a process that is
killed before its Nth statement, for every N. After each the file opens at the old revision with every row, or at the
new one with every row. `careless=True` is the canary: the same step without its one transaction must be seen to lose.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from data.driver import connect
from data.migrations import REVISION

FIXTURES = Path(__file__).parent.parent / "data" / "fixtures"
ROOT = Path(__file__).parent.parent.parent
BEYOND = REVISION + 1


@dataclass
class Killed:
    """How many statements there were, where the kill left the old revision and where the new, and what was lost."""

    statements: int = 0
    old: int = 0
    new: int = 0
    lost: list[str] = field(default_factory=list)


def kills(
    revision: int, folder: Path, key: bytes | None, *, careless: bool = False, only: tuple[int, int] = (1, 10_000)
) -> Killed:
    """A kill before every statement of the upgrade of this released file, or `only` from one to another."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = json.dumps([revision, str(folder), key.hex() if key else "", careless, only])
    command = [sys.executable, "-m", "tests.faults.migrating", asked]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Killed(**json.loads(ran.stdout))


def released() -> list[int]:
    """The revisions of which a file is kept."""
    return sorted(int(path.stem.removeprefix("revision_")) for path in FIXTURES.glob("revision_*.sql"))


def one_step_further(op: Any) -> None:
    """What a later step may do: the sorts of change that have lost rows elsewhere."""
    import sqlalchemy as sa

    op.add_column("client", sa.Column("added", sa.String()))
    with op.batch_alter_table("session", recreate="always") as batch:
        batch.add_column(sa.Column("added", sa.String()))
    op.create_index("session_added", "session", ["added"])
    op.execute("UPDATE session SET added = 'yes'")
    op.create_table("another", sa.Column("id", sa.String(), primary_key=True))
    op.execute("INSERT INTO another (id) SELECT id FROM session")


# --- in a process of its own, with one thread, from which each try is forked -----------------------------------------
def _main(revision: int, folder: Path, key: bytes | None, *, careless: bool, only: tuple[int, int]) -> Killed:
    for name in ("alembic.operations.batch", "alembic.runtime.migration", "data.migrations.upgrade"):
        import_module(name)  # once, and not in every try

    step = ModuleType(f"data.migrations.step_{BEYOND:03d}")
    step.__dict__["upgrade"] = one_step_further
    sys.modules[step.__name__] = step
    script = (FIXTURES / f"revision_{revision}.sql").read_text()
    whole = _fresh(folder / "whole.db", key, script)
    before = _rows(whole, key)
    found = Killed()
    for number in range(only[0], only[1] + 1):
        path = folder / f"try-{number}.db"
        shutil.copyfile(whole, path)
        killed = _killed_at(number, path, key, careless=careless)
        _judge(found, path, key, revision, before, f"a kill before statement {number}")
        for one in folder.glob(f"{path.name}*"):
            one.unlink()
        if not killed:
            break
        found.statements = number
    return found


def _fresh(path: Path, key: bytes | None, script: str) -> Path:
    path.touch()
    with closing(connect(path, key)) as connection:
        connection.executescript(script)
    return path


def _killed_at(number: int, path: Path, key: bytes | None, *, careless: bool) -> bool:
    """Upgrade in a forked process that dies before this statement; whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            _upgrade(number, path, key, careless=careless)
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"the upgrade failed by itself at statement {number}")
    return False


def _upgrade(number: int, path: Path, key: bytes | None, *, careless: bool) -> None:
    from sqlalchemy import event

    from data.engine import make_engine, stored_revision
    from data.migrations.upgrade import upgrade

    engine = make_engine(path, key)
    found, left = stored_revision(engine), number

    def before_each(_statement: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(before_each)
    if careless:

        @event.listens_for(engine, "begin", insert=False)
        def no_transaction(connection: Any) -> None:
            connection.exec_driver_sql("COMMIT")

        @event.listens_for(engine, "commit")
        def begin_what_is_committed(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN")

    upgrade(engine, found, to=BEYOND)


def _judge(
    found: Killed, path: Path, key: bytes | None, revision: int, before: dict[str, tuple[list[str], Any]], what: str
) -> None:
    with closing(connect(path, key)) as connection:
        (now,) = connection.execute("SELECT revision FROM schema_revision").fetchone() or (0,)
        made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master").fetchall()}
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    half = ("another" in made) != (now == BEYOND)
    after = _rows(path, key, before)
    kept = {table: rows for table, rows in before.items() if table != "schema_revision"}
    if now not in (revision, BEYOND) or half or not whole or any(after.get(table) != kept[table] for table in kept):
        found.lost.append(f"{what}: revision {now}")
    elif now == revision:
        found.old += 1
    else:
        found.new += 1


def _rows(
    path: Path, key: bytes | None, like: dict[str, tuple[list[str], Any]] | None = None
) -> dict[str, tuple[list[str], Any]]:
    """Every table's rows in the columns it had `before`; a table that is gone has none."""
    found = {}
    with closing(connect(path, key)) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        ]
        for table in tables:
            columns = (like or {}).get(table, ([],))[0]
            columns = columns or [row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            found[table] = (columns, sorted(rows, key=repr))
    return found


if __name__ == "__main__":
    _revision, _folder, _key, _careless, _only = json.loads(sys.argv[1])
    raw = bytes.fromhex(_key) if _key else None
    print(json.dumps(_main(_revision, Path(_folder), raw, careless=_careless, only=_only).__dict__))
