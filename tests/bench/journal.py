"""What the journal costs: a row saved with its link and its head, beside the same row saved without; and checking it.

The plain twin is the same engine, the same tables and the same projections, less the links, their keys and the head.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Protocol

from sqlalchemy import text

from data import checking
from data.driver import connect
from data.engine import make_engine
from data.journal import COVERED
from data.store import Store, open_store
from data.values import facts
from data.values.facts import Record
from data.values.kept import Kept
from data.values.policy import CheckState, Scope
from data.values.session import Tick, TickKey
from data.values.time import Now
from data.verify import Place, chain_trouble
from data.writing import keep_projections, prepare

ROW_WITHIN = 0.001
"""Seconds that the journal may add to a row."""
CHECKED = 15_000
"""Rows a second that must be checked."""
BATCH = 250
_AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
_INSERT = text(
    f"INSERT INTO event (writer, seq, {', '.join(COVERED[2:])}, payload) "
    f"VALUES (:writer, :seq, {', '.join(f':{name}' for name in COVERED[2:])}, :payload)"
)
_READ = """SELECT j.seq, j.what, j.payload_hash, j.previous, j.mac, e.* FROM journal AS j
 JOIN event AS e ON e.writer = j.event_writer AND e.seq = j.event_seq ORDER BY j.seq"""


@dataclass(frozen=True, slots=True)
class Said:
    """One line under the table, and whether its bound holds."""

    words: str
    holds: bool


class Twin:
    """The store without its journal."""

    def __init__(self, store: Store) -> None:
        self._engine = make_engine(store.path, None)
        with connect(store.path, None) as connection:
            for name in ("event_kept", "event_not_replaced", "event_unchanged"):
                connection.execute(f"DROP TRIGGER {name}")
        self._seq = 0

    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """As the store's, but for the links and the head."""
        batch = prepare(records, changed, bytes(32))
        with self._engine.connect().execution_options(write=True) as connection, connection.begin():
            rows = [{"writer": "twin", "seq": self._seq + at, **fact} for at, fact in enumerate(batch.facts, 1)]
            connection.execute(_INSERT, rows)
            keep_projections(connection, batch)
        self._seq += len(records)


def measure(scratch: Path, rows: int, rounds: int, say: Callable[[str], None]) -> list[Said]:
    """Save `rows` in commits of one and of many, and check them all; in turn with the twin, A B A B."""
    with _store(scratch, "ours.db") as ours, _store(scratch, "twin.db") as plain:
        twin = Twin(plain)
        said = []
        for size, count, what in ((1, rounds, "a commit"), (BATCH, max(rows // BATCH, 4), "250 in a commit")):
            said.append(_saving(ours, twin, size, count, what, say))
        said.append(_checking(ours, say))
    return said


def _store(scratch: Path, name: str) -> Store:
    folder = scratch / "journal"
    return open_store(folder / name, None, head_dir=folder / "heads", secrets_dir=folder / "secrets")


class _Saver(Protocol):
    def commit(self, records: tuple[Record, ...], changed: Kept) -> None: ...


def _saving(ours: Store, twin: Twin, size: int, count: int, what: str, say: Callable[[str], None]) -> Said:
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(-20, count):
        say(f"journal, {what}: {number + 1} of {count}")
        records, kept = _ticks(number * size, size)
        savers: tuple[_Saver, _Saver] = (ours, twin)
        for saver, samples in zip(savers, took, strict=True):
            begun = perf_counter()
            saver.commit(records, kept)
            if number >= 0:
                samples.append((perf_counter() - begun) / size)
    mine, other = median(took[0]), median(took[1])
    more = mine - other
    words = f"a row saved with its journal, {what}: {mine * 1e3:.2f} ms, without {other * 1e3:.2f} ms; "
    holds = more <= ROW_WITHIN
    return Said(f"{words}the journal costs {more * 1e3:.2f} ms (bound {ROW_WITHIN * 1e3:.0f} ms): {_ok(holds)}", holds)


def _checking(store: Store, say: Callable[[str], None]) -> Said:
    took: tuple[list[float], list[float]] = ([], [])
    with connect(store.path, None, query_only=True) as connection:
        place = Place(connection.execute, store.path.name, store._opened.database, store._opened.mac_key)
        rows = checking.newest_of(place, store.writer).seq
        for number in range(4):
            say(f"journal, checking: {number + 1} of 4")
            begun = perf_counter()
            assert list(chain_trouble(place, store.writer, None)) == []
            took[0].append(perf_counter() - begun)
            begun = perf_counter()
            assert sum(1 for _ in connection.execute(_READ)) == rows
            took[1].append(perf_counter() - begun)
    speed, plain = rows / median(took[0]), rows / median(took[1])
    holds = speed >= CHECKED
    words = f"the journal checked: {speed:,.0f} rows a second of {rows:,}, only read {plain:,.0f}"
    return Said(f"{words} (bound {CHECKED:,}): {_ok(holds)}", holds)


def _ticks(first: int, count: int) -> tuple[tuple[Record, ...], Kept]:
    ticks = tuple(
        Tick(TickKey(Scope.SESSION, f"s{at % 50}", "", f"check-{at}"), CheckState.DONE, "private, alone", _AT)
        for at in range(first, first + count)
    )
    now = Now(_AT, "boot-1", 1.0)
    return tuple(Record("session:s", "", facts.Ticked(one), now, _AT) for one in ticks), Kept(ticks=ticks)


def _ok(holds: bool) -> str:
    return "ok" if holds else "PASSED OVER"
