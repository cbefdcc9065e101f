"""Twenty years of practice: 25,000 sessions with 500,000 ticks, written through the store's own commit."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

from data import policies
from data.values import facts
from data.values.facts import Record
from data.values.kept import Kept
from data.values.session import Session, SessionState
from data.values.time import Now
from tests.bench.homes import POLICY, ZONE, Home, client, record, ticks_of

SESSIONS = 25_000
TICKS_EACH = 20
CLIENTS = 500
A_DAY = 5
A_WEEK = 5
BATCH = 250


def fill(home: Home, now: Now, today: date, sessions: int = SESSIONS) -> tuple[int, int]:
    """Put the years before `today` into the file; how many sessions and ticks it then has more."""
    ticks = 0
    with closing(home.store()) as store:
        for records, kept in batches(now, today, sessions):
            store.commit(records, kept)
            ticks += len(kept.ticks)
    return sessions, ticks


def batches(now: Now, today: date, sessions: int) -> Iterator[tuple[tuple[Record, ...], Kept]]:
    """Clients first, then the sessions from the oldest on, each closed and with its ticks."""
    clients = tuple(client(f"y{at}", f"Y{at}", now) for at in range(CLIENTS))
    yield (
        tuple(record(f"client:{one.id}", one.id, facts.ClientSaved(one), now) for one in clients),
        Kept(clients=clients),
    )
    policy = policies.load(POLICY)
    for first in range(0, sessions, BATCH):
        booked = tuple(_session(at, today, sessions) for at in range(first, min(first + BATCH, sessions)))
        ticks = tuple(tick for one in booked for tick in ticks_of(one, policy, now, TICKS_EACH))
        people = {one.id: one.participants[0] for one in booked}
        saved = (record(f"session:{one.id}", people[one.id], facts.SessionSaved(one), now) for one in booked)
        ticked = (
            record(f"session:{one.key.scope_id}", people[one.key.scope_id], facts.Ticked(one), now) for one in ticks
        )
        yield (*saved, *ticked), Kept(sessions=booked, ticks=ticks)


def _session(at: int, today: date, sessions: int) -> Session:
    """The `at`-th of all: five a day, five days a week, the last one yesterday or just before."""
    days_ago = (sessions - 1 - at) // A_DAY
    day = today - timedelta(days=1 + days_ago // A_WEEK * 7 + days_ago % A_WEEK)
    begin = datetime.combine(day, time(9 + 2 * (at % A_DAY)), UTC)
    end = begin + timedelta(minutes=50)
    return Session(
        id=f"year-{at}",
        day=day,
        begin=begin,
        end=end,
        zone=ZONE,
        participants=(f"y{at * 7 % CLIENTS}",),
        platform="Teams",
        series=f"series-{at * 7 % CLIENTS}",
        number=at // CLIENTS + 1,
        state=SessionState.CLOSED,
        started=Now(begin),
        ends=end,
        ended_at=end,
        closed_at=end,
    )
