"""Saving: the one lane by which anything gets on the disk.

One IMMEDIATE transaction on the file that was opened, synced; then the head outside the database, synced. A commit that
is tried again after its head could not be written is recognised, so that no fact is kept twice.
"""

import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from data import refusals
from data.engine import LogGone
from data.journal import Head
from data.opening import Opened
from data.values.facts import Record
from data.values.kept import Kept
from data.values.trouble import NotSaved, Trouble
from data.writing import Batch, Tail, append, keep_projections, prepare, tail_of

T = TypeVar("T")


class Saving:
    """The save lane of one open file; one caller at a time."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._path = opened.path
        self._lane = threading.Lock()
        self._closed = False
        self._synced = opened.head.seq if opened.head else 0
        self._losses = opened.losses
        # What was handed to the disk and not confirmed: the MAC its last link would have, and its facts.
        self._unsure: dict[bytes, tuple[Record, ...]] = {}

    def close(self) -> None:
        """Nothing is saved any more; waits for a save that is under way."""
        with self._lane:
            self._closed = True

    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """See `Store.commit`."""
        with self._lane:
            try:
                batch = prepare(records, changed, self._opened.mac_key)
            except ValueError as error:
                raise refusals.of_value(error, self._path) from None
            tail = self._write(lambda connection: self._put(connection, records, batch))
            self._sync_head(tail)
            self._unsure.clear()

    def _put(self, connection: Connection, records: tuple[Record, ...], batch: Batch) -> Tail:
        opened = self._opened
        tail = tail_of(connection, opened.writer)
        kept = self._unsure.get(tail.mac, ())
        facts = batch.facts[len(kept) :] if records[: len(kept)] == kept else batch.facts
        tail = append(connection, facts, tail, writer=opened.writer, database=opened.database, mac_key=opened.mac_key)
        keep_projections(connection, batch)
        self._unsure[tail.mac] = records
        return tail

    def _write(self, work: Callable[[Connection], T]) -> T:
        """Do this in one IMMEDIATE transaction on the file that was opened. Raises `NotSaved`."""
        if self._closed:
            raise refusals.closed(self._path)
        if self._opened.read_only:
            raise refusals.read_only(self._path)
        watched = self._opened.watched
        try:
            watched.check()
            with self._opened.engine.connect().execution_options(write=True) as connection, connection.begin():
                answer = work(connection)
                watched.check()
            watched.check()
        except LogGone:
            self._opened.engine.dispose()
            raise
        except (DBAPIError, dbapi2.Error) as error:
            raise refusals.of_driver(getattr(error, "orig", error), self._path) from None
        except NotSaved:
            raise
        except Trouble as error:
            raise NotSaved(str(error)) from None
        except OSError as error:
            raise refusals.of_driver(error, self._path) from None
        except UnicodeDecodeError:  # the driver quotes a page that is no text any more
            raise refusals.of_driver(dbapi2.DatabaseError("malformed"), self._path) from None
        return answer

    def _sync_head(self, tail: Tail) -> None:
        """Put the head outside the database on the disk; what it proved lost is kept beside it first."""
        if tail.seq == self._synced:
            return
        file = self._opened.head_file
        try:
            if self._losses:
                file.keep_evidence(self._losses)
                self._losses = ()
            file.write(Head(self._opened.database, tail.seq, tail.event_seq, tail.mac))
        except OSError as error:
            raise refusals.head(error, self._path) from None
        self._synced = tail.seq

    def change(self, sql: str, params: Mapping[str, object]) -> None:
        """One statement beside the facts. Raises `NotSaved`."""
        with self._lane:
            try:
                self._write(lambda connection: connection.execute(text(sql), dict(params)))
            except ValueError as error:  # half a character in an id or a text
                raise refusals.of_value(error, self._path) from None
