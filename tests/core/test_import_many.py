"""Which imports are agreed to by typing how many clients they change: a pure count."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.core.imports.many import Touched, by_calendar, by_clients
from data.values.imports import Cancellation, Change, ClientChange, ClientPlan, ImportPlan
from data.values.people import Client
from data.values.session import Session, SessionState
from tests.core.build import a_session

CLIENTS = {f"c{n}": Client(f"c{n}", f"R-{n}", f"C.{n}.") for n in range(10)}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def session(*clients: str) -> Session:
    return replace(a_session(), participants=clients)


@pytest.mark.parametrize(
    ("clients", "of", "many"),
    [(0, 0, False), (0, 10, False), (1, 5, False), (2, 10, False), (3, 10, True), (1, 4, True), (14, 30, True),
     (6, 30, False), (7, 30, True), (1, 1, True)],
)  # fmt: skip
def test_more_than_a_fifth_is_many(clients: int, of: int, *, many: bool) -> None:
    assert Touched(clients, of).many is many


def test_the_words_say_how_many_of_how_many() -> None:
    assert Touched(14, 30).words == "change 14 of your 30 clients"
    assert Touched(1, 1).words == "change 1 of your 1 client"


def test_the_first_import_and_every_addition_touch_nobody_who_is_there() -> None:
    everyone = tuple(CLIENTS.values())
    assert not by_clients(ClientPlan(add=everyone), ()).many
    assert by_clients(ClientPlan(add=everyone), everyone[:1]) == Touched(0, 1)


def test_clients_that_change_are_counted_once_each() -> None:
    changes = tuple(ClientChange(one, replace(one, name="x"), ("name",)) for one in list(CLIENTS.values())[:3])
    assert by_clients(ClientPlan(change=(*changes, changes[0])), CLIENTS) == Touched(3, 10)


def test_a_calendar_touches_whose_sessions_it_changes_or_cancels_groups_included() -> None:
    moved = Change(session("c1"), session("c1"), ("moved",))
    gone = Cancellation(session("c1", "c2", "nobody known"), SessionState.CANCELLED_LATE, "gone")
    plan = ImportPlan(change=(moved,), cancel=(gone,), clients=CLIENTS)
    assert by_calendar(plan) == Touched(2, 10, "change or cancel sessions of")
