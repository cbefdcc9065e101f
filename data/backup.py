"""Backups: whole copies of the data file in one file each, proven to open before they get their name.

Rule: what carries a backup's name was read back when it was made (its pages, its head, its counts); until then it has
another name, and a copy that fails is removed. The present is only read. Beside each lies the journal's head as it was.
"""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import header, kinds, refusals
from data.checking import newest_of
from data.driver import connect, connect_still, copy_into
from data.files import create_private, disk_full, private_folder, sync_folder
from data.journal import Head, HeadFile, journal_key
from data.values.keys import Secret
from data.values.quick import dataclass
from data.values.trouble import Trouble
from data.verify import Place, count_trouble, head_trouble, writers

FOLDER = "backups"
DAILY, ASKED, MOVED = "daily", "asked", "moved"
REASONS = (DAILY, ASKED, "migration", "import", "erase", "restore", MOVED)
"""Why one was made: once a day, by command, or before something that changes much."""
DAYS, WEEKS = 7, 4
"""The newest of so many days, and of so many weeks, are kept; what was made before a change, so many days too."""
SPARE_ROOM = 64_000_000
"""Bytes that must stay free: a backup may never be why the next save finds the disk full."""
NONE_MADE = "No backup was made."
_NAME = re.compile(rf"-(\d{{8}}-\d{{6}})-({'|'.join(REASONS)})(?:-\d+)?\.db$")
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One that was proven when it was made: where, when (UTC) and why."""

    path: Path
    made: datetime
    reason: str


def folder_of(database: Path) -> Path:
    """Where the backups of this file lie."""
    return database.parent / FOLDER


def backups(folder: Path, database: Path) -> tuple[Backup, ...]:
    """Those of this file in the folder, the newest first. Raises OSError."""
    if not folder.is_dir():
        return ()
    found = []
    for path in folder.iterdir():
        match = _NAME.search(path.name)
        if match and path.name[: match.start()] == database.stem:
            found.append(Backup(path, _instant(match[1]), match[2]))
    return tuple(sorted(found, key=lambda one: (one.made, one.path.name), reverse=True))


def in_file(path: Path) -> Backup | None:
    """The backup in this file, wherever it lies and whatever its name; None where there is no file."""
    if not path.is_file():
        return None
    match = _NAME.search(path.name)
    if match:
        return Backup(path, _instant(match[1]), match[2])
    return Backup(path, datetime.fromtimestamp(int(path.stat().st_mtime), UTC), ASKED)


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def make(
    database: Path,
    key: Secret | None,
    *,
    at: datetime,
    reason: str,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
    folder: Path | None = None,
) -> Backup:
    """Copy the file as it is now, read the copy back, and only then give it its name. `key` is the data file's own.

    Of an encrypted file the key file is copied too: once among our own backups, and beside each one that is put
    elsewhere, so that it opens on another computer by what opened it when it was made.
    Works beside a running console and waits for nobody. Raises `Trouble` with one sentence; then nothing is left of it.
    """
    where = folder or folder_of(database)
    mac_key = journal_key(secrets_dir, make=False, given=mac_key)
    temporary = where / f".{database.stem}.{secrets.token_hex(6)}.part"
    try:
        private_folder(where)
        _need_room(database, where)
        create_private(temporary)
        try:
            heads = _heads(head_dir, database, mac_key)
            with closing(connect(database, key, query_only=True)) as present:
                copy_into(present, temporary, key)
                newest = _prove(present, temporary, key, database, mac_key, heads)
            _sync(temporary)
            path = _free_name(where, f"{database.stem}-{at.astimezone(UTC):{_STAMP}}-{reason}")
            for writer, head in newest.items():
                HeadFile.of(where, path, writer, mac_key).write(head)
            if key is not None and kinds.beside(database).exists():
                copy = header.beside_backup(path) if folder else where / kinds.KEY_FILE
                header.copy_to(kinds.beside(database), copy)
            temporary.replace(path)
            sync_folder(where)
        finally:
            _remove(temporary)
    except dbapi2.Error as error:
        raise Trouble(f"{NONE_MADE} {refusals.of_opening(error, database)}") from None
    except OSError as error:
        why = "The disk is full: make room." if disk_full(error) else f"Look at {where} ({error.strerror})."
        raise Trouble(f"{NONE_MADE} {why}") from None
    except ValueError:
        raise Trouble(f"{NONE_MADE} {refusals.damaged(database)}") from None
    except Trouble as trouble:
        raise Trouble(f"{NONE_MADE} {trouble}") from None
    return Backup(path, at.astimezone(UTC).replace(microsecond=0), reason)


def prune(folder: Path, database: Path, now: datetime) -> tuple[Backup, ...]:
    """Remove what need not be kept, and what a backup that was killed left a day ago; the answer is what went.

    Raises OSError.
    """
    found = backups(folder, database)
    keep = kept(found)
    gone = tuple(one for one in found if one not in keep)
    for one in gone:
        for path in (*folder.glob(f"{one.path.name}.*.head"), one.path):
            path.unlink(missing_ok=True)
    for path in folder.glob(f".{database.stem}.*.part*") if folder.is_dir() else ():
        if path.stat().st_mtime < (now - timedelta(days=1)).timestamp():  # a younger one may still be written
            _remove(path)
    return gone


def kept(found: Iterable[Backup]) -> frozenset[Backup]:
    """Of these, the ones to keep. Days and weeks in which there is none do not count: a holiday costs nothing."""
    ordered = sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)
    days: dict[date, Backup] = {}
    weeks: dict[tuple[int, int], Backup] = {}
    for one in ordered:
        days.setdefault(one.made.date(), one)
        weeks.setdefault(one.made.isocalendar()[:2], one)
    keep = {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    if ordered:
        since = ordered[0].made - timedelta(days=DAYS)
        keep |= {one for one in ordered if one.reason != DAILY and one.made > since}
    return frozenset(keep)


def place_of(connection: Any, path: Path, mac_key: Secret) -> Place:
    """What is needed to check the file behind this connection, spoken of as `path`."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'database'").fetchone()
    return Place(connection.execute, path.name, row[0] if row else "", mac_key)


def _heads(head_dir: Path, database: Path, mac_key: Secret) -> dict[str, Head | None]:
    """The heads as they were before the copy was begun: it must hold at least what they say."""
    return {writer: file.read() for writer, file in HeadFile.all_of(head_dir, database, mac_key).items()}


def _prove(  # noqa: PLR0917 - the two files and what they are compared by
    present: Any, copy: Path, key: Secret | None, database: Path, mac_key: Secret, heads: dict[str, Head | None]
) -> dict[str, Head]:
    """Read the copy back: its pages, and that it is no less than what was saved. Raises `Trouble`."""
    with closing(connect_still(copy, key)) as connection:
        pages = [row[0] for row in connection.execute("PRAGMA quick_check(1)").fetchall()]
        if key is not None:
            pages += [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        if pages != ["ok"]:
            raise Trouble(f"{database.name} or its disk is damaged: run `session-day verify`.")
        place = place_of(connection, database, mac_key)
        wrong = set(_less(place, heads))
        # What the present itself has lost is no fault of the copy: a true copy of it is better than none.
        if wrong and wrong - set(_less(place_of(present, database, mac_key), heads)):
            raise Trouble("The copy did not hold what was saved: check the disk.")
        return {writer: newest_of(place, writer).head for writer in writers(place)}


def _less(place: Place, heads: dict[str, Head | None]) -> Iterable[str]:
    for writer, head in heads.items():
        yield from head_trouble(place, writer, head)
        yield from count_trouble(place, writer, head)


def _need_room(database: Path, where: Path) -> None:
    log = database.with_name(f"{database.name}-wal")
    wanted = database.stat().st_size + (log.stat().st_size if log.exists() else 0) + SPARE_ROOM
    if shutil.disk_usage(where).free < wanted:
        raise OSError(28, "the disk is full")


def _free_name(where: Path, stem: str) -> Path:
    path, number = where / f"{stem}.db", 2
    while path.exists():
        path, number = where / f"{stem}-{number}.db", number + 1
    return path


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    for one in (path, *path.parent.glob(f"{path.name}-*")):
        with contextlib.suppress(OSError):
            one.unlink()
