"""The one door to what is kept: values in, values out, one transaction a call.

A commit writes the facts, their links in the journal and the projections they changed, syncs them, then syncs the head
outside the database, and only then returns. When it raises `NotSaved`, nothing of it is kept, or what is kept is
recognised when it is tried again: no fact is ever kept twice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from data import reading, refusals
from data.codec import decode, encode
from data.driver import BUSY_MS
from data.engine import reading_rows, runner
from data.journal import Head
from data.opening import Opened, open_file
from data.reading import Run
from data.rows import stamp, unstamp
from data.saving import Saving
from data.values.facts import Record
from data.values.kept import Draft, Kept
from data.values.keys import Secret
from data.values.people import Client
from data.values.session import Session
from data.values.trouble import Trouble
from data.verify import Place, capped, everything

T = TypeVar("T")
FOUND_AT_MOST = 50


def open_store(
    path: Path,
    key: Secret | None,
    *,
    writer: str | None = None,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
    read_only: bool = False,
    busy_ms: int = BUSY_MS,
) -> "Store":
    """Open the data file, made anew where there is none, at the newest revision.

    `key` is 32 raw bytes, or None for a plain file. `writer` names who writes (by default the one the file was made
    with). `head_dir` holds the journal's head and lies outside the folder of the data; so does `secrets_dir`, which
    holds the journal's key of a plain home. Of an encrypted one it is given: `mac_key`. Raises `Trouble` with one
    sentence when it cannot be opened.
    """
    try:
        outside: dict[str, Any] = {"head_dir": head_dir, "secrets_dir": secrets_dir, "mac_key": mac_key}
        opened = open_file(path, key, writer, **outside, read_only=read_only, busy_ms=busy_ms)
    except (DBAPIError, dbapi2.Error) as error:
        raise refusals.of_opening(getattr(error, "orig", error), path) from None
    except ValueError:  # what the file says of itself, or the driver of the file, is no text any more
        raise refusals.damaged(path) from None
    return Store(opened)


class Store:
    """See the module. Reading may be done from any thread; writing is one at a time."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._engine = opened.engine
        self._saving = Saving(opened)
        self._closed = False

    @property
    def path(self) -> Path:
        """Where the data file lies."""
        return self._opened.path

    @property
    def writer(self) -> str:
        """The id under which this store writes."""
        return self._opened.writer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file free. Every later save raises `NotSaved`; a second call does nothing."""
        self._saving.close()
        self._closed = True
        self._engine.dispose()

    # --- saving ------------------------------------------------------------------------------------------------------
    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """Keep the facts and the projections they changed, in one transaction, synced together with the head.

        Raises `NotSaved`; then nothing of it is kept, or the same facts given again first are recognised and kept once.
        """
        self._saving.commit(records, changed)

    # --- beside the facts --------------------------------------------------------------------------------------------
    def keep_draft(
        self, draft: str, revision: int, fields: Mapping[str, str], *, saved: datetime | None = None
    ) -> None:
        """Overwrite one draft; an older revision never overwrites a newer one. Raises `NotSaved`."""
        try:
            values = {
                "id": draft,
                "revision": revision,
                "fields": encode(dict(fields)),
                "saved": None if saved is None else stamp(saved),
            }
        except ValueError as error:
            raise refusals.of_value(error, self.path) from None
        self._saving.change(_KEEP_DRAFT, values)

    def drafts(self) -> tuple[Draft, ...]:
        """Everything that was being typed and is not yet saved."""
        return tuple(_draft(row) for row in self._read(lambda run: run(f"{_DRAFTS} ORDER BY id", {})))

    def draft(self, name: str) -> Draft | None:
        """What was being typed under this name, or None. Raises `Trouble`."""
        rows = self._read(lambda run: run(f"{_DRAFTS} WHERE id = :id", {"id": name}))
        return _draft(rows[0]) if rows else None

    def keep_policy(self, policy_hash: str, json: str) -> None:
        """Keep the text of a policy or a flow that something pins, under its hash. Raises `NotSaved`."""
        self._saving.change(_KEEP_POLICY, {"hash": policy_hash, "json": json})

    def policy(self, policy_hash: str) -> str | None:
        """The text kept under this hash, or None."""
        sql = "SELECT json_text FROM policy_text WHERE hash = :hash"
        rows = self._read(lambda run: run(sql, {"hash": policy_hash}))
        return rows[0][0] if rows else None

    # --- reading -----------------------------------------------------------------------------------------------------
    def load(self, day: date) -> Kept:
        """Everything the console needs for this day: its sessions, those left without an end, those of the next three
        days that are still to come (their reminders may be due on this one), and all that is theirs.

        Not all clients: only those of the loaded sessions, of what is owed and of the day's contacts. What is owed and
        was closed on the day is loaded too, and all that an open incident left owed. Raises `Trouble`.
        """
        return self._read(lambda run: reading.load_day(run, day))

    def all_kept(self) -> Kept:
        """Every projection there is, for rebuilding and comparing. Raises `Trouble`."""
        return self._read(reading.load_all)

    def all_clients(self) -> tuple[Client, ...]:
        """Every client. Raises `Trouble`."""
        return self._read(lambda run: reading.read(run, reading.ALL_CLIENTS, {}, Client))

    def sessions_of(self, client: str) -> tuple[Session, ...]:
        """Every session in which this client takes part. Raises `Trouble`."""
        return self._sessions(reading.OF_CLIENT, {"client": client})

    def search(self, words: str) -> tuple[Client, ...]:
        """The clients in whose reference, initials or name every one of the words stands. Raises `Trouble`."""
        return self._read(lambda run: reading.search_clients(run, words, FOUND_AT_MOST))

    def records(self, stream: str | None = None, day: date | None = None) -> tuple[Record, ...]:
        """The facts as they were saved, in order, without erased ones: of a stream, of a day, or all.

        Those of a day are the day's own, those of its sessions, and whatever else happened on it. Raises `Trouble`.
        """
        return self._read(lambda run: reading.load_records(run, stream, day))

    def _sessions(self, sql: str, params: Mapping[str, object]) -> tuple[Session, ...]:
        return self._read(lambda run: reading.read(run, sql, params, Session))

    def _read(self, work: Callable[[Run], T]) -> T:
        if self._closed:
            raise Trouble(f"{self.path.name} is closed: start Session Day again.")
        try:
            with self._engine.connect() as connection, connection.begin():
                return work(runner(connection))
        except (DBAPIError, dbapi2.Error) as error:
            raise refusals.of_opening(getattr(error, "orig", error), self.path) from None
        except ValueError:
            raise refusals.unreadable(self.path) from None

    # --- is it whole -------------------------------------------------------------------------------------------------
    def verify(self, last: int | None = None) -> tuple[str, ...]:
        """What was edited, removed, cut short, rolled back or swapped, and where; empty when all is well.

        With `last` only the head and the newest links are looked at (for the start); without it every link, every
        projection and the file itself. A database ahead of its head is well: `ahead` says it.
        """
        try:
            files = self._opened.head_files()
            kept = tuple(sentence for file in files.values() for sentence in file.evidence())
            heads = {writer: file.read() for writer, file in files.items()}
        except OSError as error:
            return (f"The journal's head cannot be read ({error.strerror}): look at {self._opened.head_dir}.",)
        if not self._opened.key_known:
            return (*kept, refusals.other_key(self.path, self._opened.secrets_dir))
        return (*kept, *self._found(heads, last))

    def _found(self, heads: Mapping[str, Head | None], last: int | None) -> tuple[str, ...]:
        opened = self._opened
        found: list[str] = []
        try:
            with reading_rows(self._engine) as rows:
                place = Place(rows, self.path.name, opened.database, opened.mac_key)
                for sentence in everything(place, heads, last=last, encrypted=opened.encrypted):
                    found.append(sentence)
        except (DBAPIError, dbapi2.Error, Trouble, ValueError):
            found.append(f"{self.path.name} is damaged and cannot be read to the end: restore the newest backup.")
        return capped(found)

    def ahead(self) -> str:
        """A sentence when the database was ahead of its head on opening, which is well; "" otherwise."""
        more = self._opened.ahead
        if not more:
            return ""
        entries = "entry is" if more == 1 else f"{more} entries are"
        return f"The last {entries} newer than the journal's head: the console ended in between. All is well."

    def acknowledge_losses(self) -> None:
        """A person has read what was lost at an earlier start: `verify` need not repeat it. Raises `Trouble`."""
        try:
            for file in self._opened.head_files().values():
                file.drop_evidence()
        except OSError as error:
            raise Trouble(f"This cannot be put away: look at {self._opened.head_dir} ({error.strerror}).") from None


def _draft(row: Sequence[Any]) -> Draft:
    name, revision, fields, saved = row
    return Draft(name, revision, decode(fields, dict[str, str]), None if saved is None else unstamp(saved))


_DRAFTS = "SELECT id, revision, fields_json, saved_utc FROM draft"
# An older revision that arrives late must not overwrite what was typed since.
_KEEP_DRAFT = """INSERT INTO draft (id, revision, fields_json, saved_utc) VALUES (:id, :revision, :fields, :saved)
 ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, fields_json = excluded.fields_json,
 saved_utc = excluded.saved_utc WHERE excluded.revision >= draft.revision"""
_KEEP_POLICY = """INSERT INTO policy_text (hash, json_text) VALUES (:hash, :json) ON CONFLICT (hash) DO NOTHING"""
