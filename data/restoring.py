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
from data.checking import JOURNAL, newest_of
from data.conversion import convert
from data.driver import connect, connect_still
from data.files import create_private, private_folder, sync_folder
from data.journal import HeadFile, journal_key
from data.restorable import Lost, key_file_for, key_of
from data.store import open_store
from data.values.facts import Record, Restored
from data.values.kept import Kept
from data.values.keys import Keys, Secret
from data.values.time import Now
from data.values.trouble import Trouble
from data.verify import writers

_FOLDER = ".restoring"


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
    if key is not None and key_of(chosen.path, key) is None:
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
