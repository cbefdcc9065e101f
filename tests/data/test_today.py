"""The first view is the store's answer, without the store's weight."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from data import today
from data.driver import connect
from data.store import Store
from data.today import Absent
from data.values.incident import Incident
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Scope
from data.values.session import Contact, DayRecord, FollowUp, Note, SeriesLink, SessionState, Warned
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import NINE, NOW, TODAY, client, first_day, session, tick

EVERYTHING = Kept(
    Practice(zone="Europe/London"),
    tuple(client(name) for name in ("c1", "c2", "c3")),
    (
        session("s1", "c1", link="room"),
        session("s2", "c1", "c2", hour=10),
        session("left", "c3", day=TODAY - timedelta(days=2), state=SessionState.ENDED, link="room"),
        session("gone", "c3", day=TODAY - timedelta(days=9), state=SessionState.CLOSED, link="room"),
    ),
    (
        tick(Scope.SESSION, "s1", "private", "c1"),
        tick(Scope.DAY, "2026-11-21", "wifi"),
        tick(Scope.CLIENT, "c1", "agreed"),
        tick(Scope.PRACTICE, "", "training"),
    ),
    (FollowUp("f1", "call", "ring back", NINE, client="c2"),),
    (Note("n1", "s1", "c1", text="well"),),
    (Contact("k1", "c2", NINE, "call", "plan"),),
    (DayRecord(TODAY, opened=NINE),),
    (SeriesLink("weekly", "c1"),),
    (Warned("w1", "s1", "end", "5 minutes left", NINE, NINE),),
    (
        Incident("i1", "drop", "h", "s1", "c1", NOW, NINE, "drop.reconnect"),
        Incident("i2", "drop", "h", "gone", "c3", NOW, NINE, "drop.phone"),
    ),
)


@pytest.mark.parametrize("days", [-9, -2, -1, 0, 1, 20])
def test_the_first_view_equals_the_answer_of_the_store(home: Home, store: Store, days: int) -> None:
    store.commit((), EVERYTHING)
    day = TODAY + timedelta(days=days)
    found = today.load(home.path, home.key, day)
    assert found == store.load(day)
    assert isinstance(found, Kept)
    assert found.practice == EVERYTHING.practice


def test_it_is_read_while_a_console_writes(home: Home, store: Store) -> None:
    store.commit(*first_day())
    with store._engine.connect().execution_options(write=True) as writing, writing.begin():
        writing.exec_driver_sql("DELETE FROM tick")
        assert today.load(home.path, home.key, TODAY) == first_day()[1]


def test_a_missing_file_is_an_answer_and_is_not_made(home: Home) -> None:
    assert today.load(home.path, home.key, TODAY) is Absent.NO_FILE
    assert not home.path.exists()


def test_another_revision_is_an_answer(home: Home, store: Store) -> None:
    store.close()
    home.tamper("UPDATE schema_revision SET revision = 99")
    assert today.load(home.path, home.key, TODAY) is Absent.OTHER_REVISION
    empty = home.path.with_name("empty.db")
    empty.touch()
    assert today.load(empty, home.key, TODAY) is Absent.OTHER_REVISION


def test_a_wrong_key_and_a_damaged_row_are_said_in_one_line(home: Home, store: Store) -> None:
    store.commit(*first_day())
    store.close()
    home.tamper("UPDATE session SET doc = '{}'")
    with pytest.raises(Trouble, match="cannot read: run `session-day verify`"):
        today.load(home.path, home.key, TODAY)
    if home.key:
        with pytest.raises(Trouble, match="does not open with this key"):
            today.load(home.path, bytes(32), TODAY)


def test_it_changes_nothing(home: Home, store: Store) -> None:
    connection = connect(home.path, home.key, query_only=True)
    with pytest.raises(Exception, match="readonly"):
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")
    connection.close()


def test_importing_it_brings_in_none_of_the_heavy_libraries() -> None:
    code = "import sys, data.today; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    root = Path(__file__).parent.parent.parent
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "msgspec" in loaded
    assert not loaded & {"sqlmodel", "sqlalchemy", "pydantic", "textual", "alembic"}
