"""What is known of a backup before it is put back: which key file opens it, is it whole, what would be given up.

Rule: nothing is written here. What cannot be read of the present is counted by the journal's head outside.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import header, kinds, refusals
from data.backup import place_of
from data.checking import Report, check, newest_of
from data.driver import connect, connect_still
from data.journal import Head, HeadFile, journal_key
from data.values.keys import Secret
from data.values.quick import dataclass
from data.values.trouble import BadInput, Trouble
from data.verify import Place, writers

_APART = "move the folder {} elsewhere first, then restore again."
_SINCE = """SELECT count(*), count(DISTINCT CASE WHEN stream LIKE 'session:%' THEN stream END), min(recorded_utc)
 FROM event WHERE writer = :writer AND seq > :seq"""
_TOUCHED = """SELECT (SELECT count(*) FROM (
 SELECT client FROM event WHERE writer = :writer AND seq > :seq AND client <> ''
 UNION SELECT part.client FROM session_participant part JOIN event ON event.stream = 'session:' || part.session
 WHERE event.writer = :writer AND event.seq > :seq)), (SELECT count(*) FROM client)"""
_AT = "SELECT mac FROM journal WHERE writer = :writer AND seq = :seq"


@dataclass(frozen=True, slots=True)
class Lost:
    """What the present has and the backup has not: entries `first` to `last` (0 for none), and in how many sessions.

    They are about `clients` of the `of` there are now. `since` is when the first of them was saved. `readable` is false
    where the present cannot be read: then only the journal's head tells how much it was. `same` is false for a backup
    of another file, or of another course of it.
    """

    first: int = 0
    last: int = 0
    sessions: int = 0
    since: str = ""
    readable: bool = True
    same: bool = True
    clients: int = 0
    of: int = 0


def key_file_for(database: Path, chosen: Path) -> Path:
    """Which key file opens this backup: the one here, or the one beside it where nothing is kept here yet.

    Raises `BadInput` where the backup is of other keys than what is kept here.
    """
    here = kinds.beside(database)
    beside = [one for one in (header.beside_backup(chosen), chosen.with_name(kinds.KEY_FILE)) if one.exists()]
    if not beside or not chosen.is_file() or kinds.kind_of(chosen) != "encrypted":
        return here
    if kinds.kind_of(database) == "none":
        return beside[0]
    own = header.read(here) if here.exists() else None
    if own is None and kinds.kind_of(database) == "encrypted":
        return here  # it is missing, which is said with its cure
    if own is None or all((found := header.read(one)) is None or found.id != own.id for one in beside):
        raise BadInput(f"{chosen.name} opens by other keys than what is kept here: {_APART.format(database.parent)}")
    return here


def look_at(backup_path: Path, key: Secret | None, secrets_dir: Path, mac_key: Secret | None = None) -> Report:
    """Check a backup as a whole, against the head that lies beside it. Raises `Trouble`."""
    where: dict[str, Any] = {"head_dir": backup_path.parent, "secrets_dir": secrets_dir, "mac_key": mac_key}
    return check(backup_path, key_of(backup_path, key), **where, still=True)


def key_of(chosen: Path, key: Secret | None) -> Secret | None:
    """A plain backup of before is opened without a key, and encrypted as it is restored."""
    return None if key is not None and kinds.kind_of(chosen) == "plain" else key


def would_lose(
    database: Path,
    key: Secret | None,
    chosen: Path,
    *,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
) -> Lost:
    """What restoring this backup would give up. Raises `Trouble` when the backup cannot be read."""
    mac_key = journal_key(secrets_dir, make=False, given=mac_key)
    try:
        with closing(connect_still(chosen, key_of(chosen, key))) as connection:
            place = place_of(connection, chosen, mac_key)
            held = {writer: newest_of(place, writer).head for writer in writers(place)}
    except dbapi2.Error as error:
        raise refusals.of_opening(error, chosen) from None
    except ValueError:
        raise refusals.damaged(chosen) from None
    heads = {writer: file.read() for writer, file in HeadFile.all_of(head_dir, database, mac_key).items()}
    if not database.exists():
        return _by_heads(held, heads)
    try:
        with closing(connect(database, key, query_only=True)) as connection:
            connection.execute("BEGIN")
            return _by_rows(place_of(connection, database, mac_key), held)
    except (dbapi2.Error, ValueError, Trouble):
        return _by_heads(held, heads)


def _by_rows(place: Place, held: dict[str, Head]) -> Lost:
    """Entry by entry. (Nearly always one writer; of several the numbers of the one who lost most are told.)"""
    worst = Lost(same=all(head.database == place.database for head in held.values()))
    for writer in writers(place):
        head, newest = held.get(writer), newest_of(place, writer)
        seq = head.seq if head else 0
        at = place.one(_AT, {"writer": writer, "seq": seq}) if head else None
        same = worst.same and (head is None or newest.seq < seq or (at is not None and at[0] == head.mac))
        _, sessions, since = place.one(_SINCE, {"writer": writer, "seq": head.count if head else 0}) or (0, 0, "")
        begin = seq + 1 if same else 1
        clients, of = place.one(_TOUCHED, {"writer": writer, "seq": begin - 1}) or (0, 0)
        if not same:
            worst = Lost(1, newest.seq, sessions, since or "", same=False, clients=clients, of=of)
        elif newest.seq - seq > worst.last - worst.first:
            worst = Lost(seq + 1, newest.seq, sessions, since or "", clients=clients, of=of)
    return worst


def _by_heads(held: dict[str, Head], heads: dict[str, Head | None]) -> Lost:
    gaps = [(head.seq, held[writer].seq if writer in held else 0) for writer, head in heads.items() if head]
    last, first = max(gaps, key=lambda gap: gap[0] - gap[1], default=(0, 0))
    return Lost(first + 1, last, readable=False) if last > first else Lost(readable=False)
