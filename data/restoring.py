"""Puts a backup in place of the data file. The present is kept first, and the restore itself is a fact in the journal.

Rule: everything is made ready beside the data file and proven there; then one rename puts it in place, and the head
outside follows. What is given up is counted before, told, and kept for good in the restored journal.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import backup, header, kinds, refusals
from data.backup import Backup, place_of
from data.checking import JOURNAL, Report, check, newest_of
from data.conversion import convert
from data.driver import connect, connect_still
from data.files import create_private, private_folder, sync_folder
from data.journal import Head, HeadFile, journal_key
from data.store import open_store
from data.values.facts import Record, Restored
from data.values.kept import Kept
from data.values.keys import Keys, Secret
from data.values.quick import dataclass
from data.values.time import Now
from data.values.trouble import BadInput, Trouble
from data.verify import Place, writers

_FOLDER = ".restoring"
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
    return check(backup_path, _key_of(backup_path, key), **where, still=True)


def _key_of(chosen: Path, key: Secret | None) -> Secret | None:
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
        with closing(connect_still(chosen, _key_of(chosen, key))) as connection:
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


def restore(
    database: Path,
    key: Secret | None,
    chosen: Backup,
    lost: Lost,
    *,
    now: Now,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
) -> Path | None:
    """Put this backup in place; whoever calls holds the lock of the data file. The key file beside it comes first
    where there is none here: on another computer.

    The answer is where the present was kept first: a backup, or a folder with its files as they were where it could not
    be read; None where there was none. Raises `Trouble`; then the data file is as it was, unless the words say more.
    """
    given, mac_key = mac_key, journal_key(secrets_dir, given=mac_key)
    outside: dict[str, Any] = {"secrets_dir": secrets_dir, "mac_key": given}
    kept = _keep_present(database, key, now.utc, head_dir=head_dir, **outside)
    try:
        with _room_beside(database) as room:
            ready = _made_ready(room, database, key, chosen, lost, now=now, **outside)
            if key is not None:
                _bring_key_file(database, chosen.path)
            _take_log_away(database, key)
            ready.replace(database)
            sync_folder(database.parent)
            _set_heads(database, head_dir, HeadFile.all_of(room / "heads", database, mac_key), mac_key)
    except dbapi2.Error as error:
        raise refusals.of_opening(error, database) from None
    except OSError as error:
        words = f"The backup could not be put in place ({error.strerror}): look at {database.parent} and {head_dir}"
        raise Trouble(f"{words}, then restore again.") from None
    return kept


def _keep_present(database: Path, key: Secret | None, at: datetime, *, head_dir: Path, **outside: Any) -> Path | None:
    """A backup of what is there; where it cannot be read, its files as they are. Raises `Trouble`."""
    if not database.exists():
        return None
    try:
        made = backup.make(database, key, at=at, reason="restore", head_dir=head_dir, **outside)
    except Trouble as trouble:
        if check_reads(database, key):
            raise
        return _set_aside(database, at, head_dir, trouble)
    return made.path


def check_reads(database: Path, key: Secret | None) -> bool:
    """Whether the file can be read to its end."""
    try:
        with closing(connect(database, key, query_only=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)])
    except (dbapi2.Error, ValueError, Trouble):
        return False


def _set_aside(database: Path, at: datetime, head_dir: Path, trouble: Trouble) -> Path:
    folder = backup.folder_of(database) / f"set-aside-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    try:
        private_folder(folder)
        for path in (database, _beside(database, "-wal"), *head_dir.glob(f"{database.name}.*")):
            if path.exists():
                create_private(folder / path.name)
                shutil.copyfile(path, folder / path.name)
        sync_folder(folder)
    except OSError:
        raise trouble from None
    return folder


@contextmanager
def _room_beside(database: Path) -> Iterator[Path]:
    """A folder on the same disk; what a restore that was killed left there goes first."""
    for old in database.parent.glob(f"{_FOLDER}-*"):
        shutil.rmtree(old, ignore_errors=True)
    room = private_folder(database.parent / f"{_FOLDER}-{secrets.token_hex(4)}")
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _made_ready(
    room: Path, database: Path, key: Secret | None, chosen: Backup, lost: Lost, *, now: Now, **outside: Any
) -> Path:
    """The backup as it will stand, with the restore as its newest entry, and its heads beside it."""
    ready, heads = room / database.name, private_folder(room / "heads")
    mac_key = journal_key(outside["secrets_dir"], given=outside["mac_key"])
    if key is not None and _key_of(chosen.path, key) is None:
        convert(chosen.path, ready, Keys(bytearray(key), bytearray(mac_key)))
    else:
        create_private(ready)
        shutil.copyfile(chosen.path, ready)
    with closing(connect_still(ready, key)) as connection:
        place = place_of(connection, ready, mac_key)
        for writer in writers(place):
            HeadFile.of(heads, ready, writer, mac_key).write(newest_of(place, writer).head)
    fact = Restored(chosen.made, lost.first, lost.last, now.utc)
    with open_store(ready, key, head_dir=heads, **outside) as store:
        store.commit((Record(JOURNAL, "", fact, now, now.utc),), Kept())
    _take_log_away(ready, key)
    return ready


def _bring_key_file(database: Path, chosen: Path) -> None:
    """On another computer the key file comes with the backup. It comes first: without it nothing could be opened."""
    here = kinds.beside(database)
    there = key_file_for(database, chosen)
    if there != here:
        here.unlink(missing_ok=True)  # of other keys, under which nothing was ever kept
        header.copy_to(there, here)


def _take_log_away(database: Path, key: Secret | None) -> None:
    """Bring the log into the file and remove it: another file must never find it beside itself."""
    if database.exists():
        try:
            with closing(connect(database, key)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (dbapi2.Error, ValueError, Trouble):
            pass  # it cannot be read, and was set aside as it is
    for end in ("-wal", "-shm"):
        _beside(database, end).unlink(missing_ok=True)


def _set_heads(database: Path, head_dir: Path, ready: dict[str, HeadFile], mac_key: Secret) -> None:
    """The heads of the restored file, and none else: what they say lost is in the restored journal now."""
    private_folder(head_dir)
    for writer, file in HeadFile.all_of(head_dir, database, mac_key).items():
        file.drop_evidence()
        if writer not in ready:
            file.path.unlink()
    for writer, file in ready.items():
        head = file.read()
        if head:
            HeadFile.of(head_dir, database, writer, mac_key).write(head)


def _beside(database: Path, end: str) -> Path:
    return database.with_name(database.name + end)
