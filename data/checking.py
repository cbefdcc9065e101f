"""Is a data file whole? Looked at through the bare driver, so that it starts fast and works beside a running console.

Rule: nothing is made and nothing is changed, not even a key or a log beside a backup.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import refusals
from data.driver import connect, connect_still
from data.journal import Head, HeadFile, fingerprint, journal_key
from data.migrations import REVISION, newer
from data.reading import REVISION as READ_REVISION
from data.reading import load_records
from data.rows import unstamp
from data.values.facts import LossesRead, Record, Restored
from data.values.keys import Secret
from data.values.quick import dataclass
from data.values.trouble import Trouble
from data.verify import Place, capped, everything, writers

JOURNAL = "journal"
"""The stream of what is kept about the journal itself."""
_DAMAGED = "is damaged"
_NEWEST = """SELECT j.seq, j.mac, e.recorded_utc FROM journal AS j
 LEFT JOIN event AS e ON e.writer = j.event_writer AND e.seq = j.event_seq
 WHERE j.writer = :writer ORDER BY j.seq DESC LIMIT 1"""
_AT = "SELECT mac FROM journal WHERE seq = :seq"
_FACTS = "SELECT max(seq) FROM event WHERE writer = :writer"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest entry of one writer: its number, when it was saved (None once unreadable), its MAC, and the head."""

    seq: int
    saved: datetime | None
    head: Head

    @property
    def words(self) -> str:
        """Number and the beginning of the MAC: to be written down elsewhere, and compared later."""
        return f"{self.seq} {self.head.mac.hex()[:16]}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, one sentence each; `read` are those that a person has read already."""

    found: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    newest: Mapping[str, Newest] | None = None
    read: frozenset[str] = frozenset()

    @property
    def damaged(self) -> bool:
        """Whether the file itself cannot be read to its end, or its pages are not what they were."""
        return any(_DAMAGED in one for one in self.found)

    @property
    def unread(self) -> tuple[str, ...]:
        """What nobody has read yet."""
        return tuple(one for one in self.found if one not in self.read)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(one.seq for one in (self.newest or {}).values())


def check(
    path: Path,
    key: Secret | None,
    *,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
    last: int | None = None,
    still: bool = False,
    against: tuple[int, str] | None = None,
) -> Report:
    """Check this file; with `last` only the heads, the counts and that many of the newest entries.

    `still` is for a file that nobody writes, such as a backup. `against` is an entry that was written down elsewhere:
    its number and the beginning of its MAC in hexadecimal. Raises `Trouble` when the file cannot be opened at all.
    """
    mac_key = journal_key(secrets_dir, make=False, given=mac_key)
    try:
        files = HeadFile.all_of(head_dir, path, mac_key)
        kept = tuple(sentence for file in files.values() for sentence in file.evidence())
        heads = {writer: file.read() for writer, file in files.items()}
    except OSError as error:
        raise Trouble(f"The journal's head cannot be read ({error.strerror}): look at {head_dir}.") from None
    if not path.exists():
        return Report((*kept, *_missing(path, heads)), ("There is no data file yet.",))
    try:
        with closing(connect_still(path, key) if still else connect(path, key, query_only=True)) as connection:
            connection.execute("BEGIN")
            return _report(_Looked(connection, path, mac_key, secrets_dir, key is not None), heads, kept, last, against)
    except dbapi2.OperationalError as error:
        raise refusals.of_opening(error, path) from None
    except (dbapi2.Error, ValueError):
        return Report((*kept, _damaged(path)))


@dataclass(frozen=True, slots=True)
class _Looked:
    connection: Any
    path: Path
    mac_key: Secret
    secrets_dir: Path
    encrypted: bool

    @property
    def about(self) -> dict[str, str]:
        """What the file says of itself."""
        made = self.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
        return dict(self.connection.execute("SELECT name, value FROM meta").fetchall()) if made else {}

    @property
    def revision(self) -> int:
        """Its schema; 0 for an empty file."""
        made = self.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'schema_revision'").fetchone()
        row = self.connection.execute(READ_REVISION).fetchone() if made[0] else None
        return int(row[0]) if row else 0


def _report(
    looked: _Looked,
    heads: Mapping[str, Head | None],
    kept: tuple[str, ...],
    last: int | None,
    against: tuple[int, str] | None,
) -> Report:
    path, revision, about = looked.path, looked.revision, looked.about
    if revision > REVISION:
        raise newer(path, revision)
    if not revision:
        return Report((*kept, *_missing(path, heads)), ("There is nothing in the data file yet.",))
    place = Place(looked.connection.execute, path.name, about.get("database", ""), looked.mac_key)
    newest = {writer: newest_of(place, writer) for writer in writers(place)}
    records = _of_the_journal(looked)
    if about.get("journal_key", "") not in {"", fingerprint(looked.mac_key)}:
        words = refusals.other_key(path, looked.secrets_dir)
        return Report((*kept, words), _notes(newest, heads, records, older=False), newest, _read(records))
    found = list(kept)
    if against:
        found += _against(place, *against)
    try:
        for sentence in everything(place, heads, last=last, encrypted=looked.encrypted, older=revision < REVISION):
            found.append(sentence)
    except (dbapi2.Error, ValueError):
        found.append(_damaged(path))
    notes = _notes(newest, heads, records, older=revision < REVISION)
    return Report(capped(dict.fromkeys(found)), notes, newest, _read(records))


def newest_of(place: Place, writer: str) -> Newest:
    """The newest entry of this writer."""
    seq, mac, saved = place.one(_NEWEST, {"writer": writer}) or (0, b"", None)
    facts = place.one(_FACTS, {"writer": writer})
    head = Head(place.database, seq, facts[0] or 0 if facts else 0, mac)
    return Newest(seq, _instant(saved), head)


def _instant(text: str | None) -> datetime | None:
    try:
        return unstamp(text) if text else None
    except ValueError:
        return None


def _of_the_journal(looked: _Looked) -> tuple[Record, ...]:
    """What is kept about the journal itself; a fact that cannot be read is for the chain to name."""
    try:
        return load_records(lambda sql, params: looked.connection.execute(sql, params).fetchall(), JOURNAL, None)
    except (dbapi2.Error, ValueError):
        return ()


def _read(records: tuple[Record, ...]) -> frozenset[str]:
    return frozenset(one for record in records if isinstance(record.fact, LossesRead) for one in record.fact.sentences)


def _notes(
    newest: Mapping[str, Newest], heads: Mapping[str, Head | None], records: tuple[Record, ...], *, older: bool
) -> tuple[str, ...]:
    notes = []
    for record in records:
        if isinstance(fact := record.fact, Restored):
            words = f"Restored on {fact.at:%Y-%m-%d %H:%M} UTC from the backup of {fact.made:%Y-%m-%d %H:%M} UTC"
            notes.append(f"{words}: entries {fact.first} to {fact.last} were given up." if fact.last else f"{words}.")
        elif isinstance(fact, LossesRead):
            count = len(fact.sentences)
            what = "One thing that an earlier check found was" if count == 1 else f"{count} things found earlier were"
            notes.append(f"{what} read on {fact.at:%Y-%m-%d %H:%M} UTC.")
    for writer, head in heads.items():
        more = newest[writer].seq - head.seq if head and writer in newest else 0
        if more > 0:
            notes.append(f"The file is {more} ahead of the journal's head: a console runs, or ended in between.")
    if older:
        notes.append("The file is of an older Session Day: its tables are checked once it was opened by this one.")
    return tuple(notes)


def _against(place: Place, seq: int, mac: str) -> list[str]:
    found = [row[0].hex() for row in place.rows(_AT, {"seq": seq})]
    if any(one.startswith(mac) for one in found):
        return []
    what = "is not the one that was written down" if found else "was written down and is missing"
    return [f"Entry {seq} of {place.name} {what}: the file and its head were put back or replaced together."]


def _missing(path: Path, heads: Mapping[str, Head | None]) -> tuple[str, ...]:
    saved = sum(head.seq for head in heads.values() if head)
    if not saved:
        return ()
    return (f"{path.name} is gone, and {saved} entries were saved to it: put it back, or restore the newest backup.",)


def _damaged(path: Path) -> str:
    return f"{path.name} {_DAMAGED} and cannot be read to the end: restore the newest backup."


def newest_words(path: Path, key: Secret | None, secrets_dir: Path, mac_key: Secret | None = None) -> str:
    """Number and seal of the newest entry, to be kept elsewhere: "1234 3f2a9c0d51b7e846"; "" where there is none.

    Only a note kept elsewhere tells that the file and its head were put back together. Raises `Trouble`.
    """
    if not path.exists():
        return ""
    try:
        with closing(connect(path, key, query_only=True)) as connection:
            mac_key = journal_key(secrets_dir, make=False, given=mac_key)
            looked = _Looked(connection, path, mac_key, secrets_dir, key is not None)
            about = looked.about
            place = Place(connection.execute, path.name, about.get("database", ""), looked.mac_key)
            newest = newest_of(place, about.get("writer", ""))
    except dbapi2.Error as error:
        raise refusals.of_opening(error, path) from None
    return newest.words if newest.seq else ""
