"""Every released schema upgrades to now with all its rows, or the file stays as it was."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import data.models
from data import backup
from data.driver import connect, connect_still
from data.engine import make_engine, stored_revision
from data.migrations import REVISION
from data.migrations.upgrade import upgrade
from data.store import Store
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import TODAY, first_day, ticked
from tests.faults.migrating import kills, released

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).parent.parent.parent

COUNTS = {
    1: {"event": 14, "journal": 14, "client_key": 2, "client": 1, "session": 1, "session_participant": 1, "tick": 11}
    | {"practice": 1, "draft": 1, "policy_text": 1, "meta": 3, "schema_revision": 1},
}


def load_fixture(home: Home, revision: int) -> None:
    """Put the released file of this revision, its head and its key into the home."""
    for folder in (home.path.parent, home.head_dir, home.secrets_dir):
        folder.mkdir(parents=True)
    home.path.touch()
    connection = connect(home.path, home.key)
    connection.executescript((FIXTURES / f"revision_{revision}.sql").read_text())
    (writer,) = connection.execute("SELECT value FROM meta WHERE name = 'writer'").fetchone()
    connection.close()
    shutil.copy(FIXTURES / f"revision_{revision}.head", home.head_dir / f"{home.path.name}.{writer}.head")
    (home.secrets_dir / "journal.key").write_bytes(bytes(range(32)))


def schema_of(home: Home) -> set[tuple[str, str, str, str]]:
    connection = connect(home.path, home.key)
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    found = {(kind, name, table, " ".join(sql.split())) for kind, name, table, sql in rows}
    connection.close()
    return found


def rows_of(home: Home) -> dict[str, list[Any]]:
    connection = connect(home.path, home.key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    connection.close()
    return found


def test_a_new_file_has_the_schema_of_the_newest_fixture(home: Home, store: Store) -> None:
    store.close()
    released = Home(home.folder / "released", home.key)
    load_fixture(released, REVISION)
    assert schema_of(home) == schema_of(released)


@pytest.mark.parametrize("revision", sorted(COUNTS))
def test_a_released_file_upgrades_with_every_row_and_a_whole_journal(home: Home, revision: int) -> None:
    load_fixture(home, revision)
    before = {table: len(rows) for table, rows in rows_of(home).items() if rows}
    assert before == COUNTS[revision]
    with home.open() as store:
        assert stored_revision(store._engine) == REVISION
        assert store.verify() == ()
        assert len(store.records()) == 14
        assert len(store.load(TODAY).ticks) == 11
        assert store.load(TODAY).practice == first_day()[1].practice
        store.commit(*ticked(99))
        assert store.verify() == ()


def test_the_tables_of_the_models_are_those_of_the_migrations(home: Home, store: Store) -> None:
    assert data.models.EventRow.__tablename__ == "event"
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        migrated = _shape(connection)
    path = home.folder / "made.db"
    path.touch()
    engine = make_engine(path, home.key)
    SQLModel.metadata.create_all(engine)
    with engine.connect() as connection:
        assert _shape(connection) == migrated
    engine.dispose()


def _shape(connection: sa.Connection) -> dict[str, Any]:
    """Columns, keys, indexes and whether rows lie in their key, table by table."""
    found: dict[str, Any] = {}
    for _, table, kind, _, clustered, _ in connection.exec_driver_sql("PRAGMA table_list").all():
        if kind == "table" and not table.startswith("sqlite_"):
            columns = connection.exec_driver_sql(f"PRAGMA table_xinfo({table})").all()
            indexes = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
            foreign = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all()
            found[table] = (
                clustered,
                {tuple(column[1:]) for column in columns},
                {(index[1], index[2], _columns_of(connection, index[1])) for index in indexes},
                {tuple(key[2:5]) for key in foreign},
            )
    return found


def _columns_of(connection: sa.Connection, index: str) -> tuple[str, ...]:
    return tuple(row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({index})"))


def test_a_file_of_a_newer_program_is_left_alone_and_said(home: Home, store: Store) -> None:
    store.close()
    home.tamper("UPDATE schema_revision SET revision = 7")
    before = rows_of(home)
    with pytest.raises(Trouble, match=r"newer Session Day \(revision 7, this one knows 1\): update the program"):
        home.open()
    assert rows_of(home) == before


def test_a_second_console_does_not_upgrade(home: Home) -> None:
    home.path.parent.mkdir(parents=True)
    home.path.touch()
    with pytest.raises(Trouble, match="older Session Day"):
        home.open(read_only=True)


# --- a later step ----------------------------------------------------------------------------------------------------
@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A step 2 that a test fills."""
    module = ModuleType("data.migrations.step_002")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def add_column(op: Operations) -> None:
    op.add_column("client", sa.Column("added", sa.String()))


def lose_a_trigger(op: Operations) -> None:
    add_column(op)
    op.execute("DROP TRIGGER event_kept")


def remake_the_journal(op: Operations) -> None:
    with op.batch_alter_table("journal", recreate="always") as batch:
        batch.add_column(sa.Column("added", sa.String()))


def break_a_reference(op: Operations) -> None:
    add_column(op)
    op.execute("DELETE FROM session")


def fail_in_the_middle(op: Operations) -> None:
    add_column(op)
    op.execute("UPDATE client SET words = ''")
    op.execute("this is not SQL")


@pytest.mark.parametrize("bad", [lose_a_trigger, remake_the_journal, break_a_reference, fail_in_the_middle])
def test_a_step_that_would_lose_something_leaves_the_file_as_it_was(home: Home, step: ModuleType, bad: Any) -> None:
    with home.open() as store:
        store.commit(*first_day())
    before = (schema_of(home), rows_of(home))
    step.upgrade = bad  # type: ignore[attr-defined]
    engine = make_engine(home.path, home.key)
    with pytest.raises((Trouble, sa.exc.OperationalError)):
        upgrade(engine, 1, to=2)
    engine.dispose()
    assert (schema_of(home), rows_of(home)) == before
    with home.open() as store:
        assert store.verify() == ()


def test_a_step_that_makes_a_table_anew_cascades_into_nothing(home: Home, step: ModuleType) -> None:
    with home.open() as store:
        store.commit(*first_day())
    before = rows_of(home)

    def remake_sessions(op: Operations) -> None:
        with op.batch_alter_table("session", recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.String()))

    step.upgrade = remake_sessions  # type: ignore[attr-defined]
    engine = make_engine(home.path, home.key)
    upgrade(engine, 1, to=2)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert stored_revision(engine) == 2
    engine.dispose()
    after = rows_of(home)
    assert after["session_participant"] == before["session_participant"]
    assert [row[:10] for row in after["session"]] == [row[:10] for row in before["session"]]
    assert after["event"] == before["event"]


def test_an_open_file_of_today_needs_no_alembic(home: Home, store: Store) -> None:
    store.commit(*first_day())
    store.close()
    code = f"""import sys
from pathlib import Path
from data.store import open_store
store = open_store(Path({str(home.path)!r}), {home.key!r}, head_dir=Path({str(home.head_dir)!r}),
                   secrets_dir=Path({str(home.secrets_dir)!r}))
print(len(store.records()), "alembic" in sys.modules)
store.close()"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["3", "False"]


# --- killed in the middle, and backed up before ----------------------------------------------------------------------
@pytest.mark.parametrize("revision", released())
def test_a_kill_before_any_statement_of_a_migration_loses_nothing(tmp_path: Path, revision: int) -> None:
    killed = kills(revision, tmp_path, None)
    assert killed.lost == []
    assert killed.statements > 30
    assert killed.old + killed.new == killed.statements + 1


def test_without_its_one_transaction_the_same_migration_would_be_seen_to_lose(tmp_path: Path) -> None:
    assert kills(1, tmp_path, None, careless=True, only=(26, 31)).lost


def test_every_released_revision_has_its_file() -> None:
    assert released() == list(range(1, REVISION + 1)) == sorted(COUNTS)


def test_a_file_is_backed_up_before_it_is_brought_up_to_date(
    home: Home, step: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_fixture(home, 1)
    step.upgrade = add_column  # type: ignore[attr-defined]
    for place in ("data.migrations", "data.engine", "data.migrations.upgrade"):
        monkeypatch.setattr(f"{place}.REVISION", 2)
    monkeypatch.setattr("data.migrations.upgrade.upgrade.__defaults__", (2,))
    with home.open() as store:
        assert stored_revision(store._engine) == 2
    (made,) = backup.backups(home.path.parent / "backups", home.path)
    assert made.reason == "migration"
    with closing(connect_still(made.path, home.key)) as connection:
        assert connection.execute("SELECT revision FROM schema_revision").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (14,)


def test_a_file_that_cannot_be_backed_up_is_not_brought_up_to_date(
    home: Home, step: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_fixture(home, 1)
    step.upgrade = add_column  # type: ignore[attr-defined]
    monkeypatch.setattr("data.engine.REVISION", 2)
    (home.path.parent / "backups").write_text("in the way")
    before = rows_of(home)
    with pytest.raises(Trouble, match=r"No backup was made\. Look at"):
        home.open()
    assert rows_of(home) == before
