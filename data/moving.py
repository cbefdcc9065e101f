"""Moves what is kept plain under the keys: the data file, what could not be saved, and the backups; then clears up.

Rule: at every moment the data file is the plain one or the encrypted one, whole. A proven plain backup comes first; the
encrypted file is compared with the plain one before one rename puts it in place, and opened there before anything plain
is removed. What was broken off goes on at the next call. Nothing that did not come over is removed: it is named.

What is removed is not overwritten: a modern disk writes elsewhere than where it is told to, so that would be a promise
without effect. Until the disk has used that room again, somebody with the right tools may read there what was plain.
"""

import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data import backup, header, kinds, refusals, vault
from data.checking import check
from data.conversion import convert
from data.driver import connect
from data.files import disk_full, private_folder, sync_folder
from data.journal import KEY_FILE, HeadFile, journal_key
from data.spare import FILE as SPARE_FILE
from data.values.keys import Keys, Secret
from data.values.trouble import BadInput, Trouble

_ROOM = ".moving"
OTHER_KEY = "The journal was begun with another key than the key file's, so nothing was moved: restore a backup."


@dataclass(frozen=True, slots=True)
class Homes:
    """Where things lie: the data file, its journal's head and (plain) key, and the folder of the spare."""

    database: Path
    head_dir: Path
    secrets_dir: Path
    spare: Path

    @property
    def mac_file(self) -> Path:
        """The journal's key of a plain home. It is the last that goes: while it is there, the move is not over."""
        return self.secrets_dir / KEY_FILE

    @property
    def spare_file(self) -> Path:
        """What could not be saved."""
        return self.spare / SPARE_FILE


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: the files that are encrypted now, and those that stayed plain because they cannot be read."""

    files: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()

    @property
    def words(self) -> str:
        """One line for the screen."""
        if self.left:
            names = ", ".join(path.name for path in self.left)
            return (
                f"Encrypted now. Still plain, because it cannot be read: {names}. Remove it when you need it no more."
            )
        return "Encrypted now; the plain files were removed."


def needed(homes: Homes) -> bool:
    """Whether something plain is left of a home that is to be encrypted. Cheap. Raises OSError."""
    return kinds.kind_of(homes.database) == "plain" or homes.mac_file.exists()


def journals_key(homes: Homes) -> Secret | None:
    """The journal's key of a plain home, which goes on among the keys; None where there is none. Raises `Trouble`."""
    return journal_key(homes.secrets_dir, make=False) if homes.mac_file.exists() else None


def move(homes: Homes, keys: Keys, at: datetime) -> Moved:
    """Move everything over, or go on where it was broken off; whoever calls holds the lock of the data file.

    The key file must be there already: without it nothing moved could be opened. Raises `Trouble`; then the data file
    is the one it was.
    """
    try:
        return _moved(homes, keys, at)
    except dbapi2.Error as error:
        raise refusals.of_opening(error, homes.database) from None
    except OSError as error:
        why = "the disk is full: make room" if disk_full(error) else f"look at {homes.database.parent}"
        raise Trouble(f"It could not be encrypted, and is as it was: {why} ({error.strerror}).") from None


def _moved(homes: Homes, keys: Keys, at: datetime) -> Moved:
    if not vault.fits(kinds.beside(homes.database), keys):
        raise BadInput(f"The key file is of other keys, so nothing was moved: {kinds.beside(homes.database)}.")
    known = journals_key(homes)
    if known is not None and bytes(known) != bytes(keys.mac):
        raise Trouble(OTHER_KEY)
    _clear_rooms(homes)
    files: list[Path] = []
    if kinds.kind_of(homes.spare_file) == "plain":
        _swap(homes.spare_file, homes.spare / "head", keys)
        files.append(homes.spare_file)
    if kinds.kind_of(homes.database) == "plain":
        outside: dict[str, Any] = {"head_dir": homes.head_dir, "secrets_dir": homes.secrets_dir, "mac_key": keys.mac}
        backup.make(homes.database, None, at=at, reason=backup.MOVED, **outside)
        _swap(homes.database, homes.head_dir, keys)
        files.append(homes.database)
    _need_it_opens(homes, keys)
    moved, left = _backups(homes, keys)
    homes.mac_file.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        sync_folder(homes.secrets_dir)
    return Moved((*files, *moved), left)


def _swap(plain: Path, head_dir: Path, keys: Keys) -> None:
    """Put an encrypted file of the same content in the plain one's place."""
    with closing(connect(plain, None)) as connection:  # the log comes into the file: none may lie beside the new one
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Trouble(f"Another program is using {plain.name}: close it, then start again.")
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    heads = {writer: file.read() for writer, file in HeadFile.all_of(head_dir, plain, keys.mac).items()}
    room = private_folder(plain.parent / _ROOM)
    ready = room / plain.name
    convert(plain, ready, keys, heads)
    for end in ("-wal", "-shm", "-journal"):
        plain.with_name(plain.name + end).unlink(missing_ok=True)
    sync_folder(plain.parent)
    ready.replace(plain)
    sync_folder(plain.parent)
    shutil.rmtree(room, ignore_errors=True)


def _need_it_opens(homes: Homes, keys: Keys) -> None:
    """The file in its place, opened and looked at before anything plain goes. Raises `Trouble`."""
    if kinds.kind_of(homes.database) == "none":
        return
    check(
        homes.database, keys.data, head_dir=homes.head_dir, secrets_dir=homes.secrets_dir, mac_key=keys.mac, last=1000
    )
    with closing(connect(homes.database, keys.data, query_only=True)) as connection:
        pages = connection.execute("PRAGMA quick_check(1)").fetchall()
        if pages != [("ok",)] or connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise Trouble("The encrypted file cannot be read back, so the plain backup was left: check the disk.")


def _backups(homes: Homes, keys: Keys) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Every plain backup made into an encrypted one under its own name; what cannot be read is left and named."""
    folder = backup.folder_of(homes.database)
    if not folder.is_dir():
        return (), ()
    header.copy_to(kinds.beside(homes.database), folder / kinds.KEY_FILE)
    moved, left = [], []
    for path in sorted(folder.rglob("*")):
        if path.name.startswith(f".{homes.database.stem}.") and ".part" in path.name:
            path.unlink(missing_ok=True)  # a backup that was killed: nobody's
        elif path.suffix == ".db" and kinds.kind_of(path) == "plain":
            try:
                _swap_backup(path, keys)
                moved.append(path)
            except (dbapi2.Error, Trouble):
                left.append(path)
    shutil.rmtree(folder / _ROOM, ignore_errors=True)
    return tuple(moved), tuple(left)


def _swap_backup(path: Path, keys: Keys) -> None:
    room = private_folder(path.parent / _ROOM)
    heads = {writer: file.read() for writer, file in HeadFile.all_of(path.parent, path, keys.mac).items()}
    ready = room / path.name
    ready.unlink(missing_ok=True)
    convert(path, ready, keys, heads)
    ready.replace(path)
    sync_folder(path.parent)


def _clear_rooms(homes: Homes) -> None:
    """What a move that was killed left half done: it is made anew."""
    for folder in (homes.database.parent, homes.spare, backup.folder_of(homes.database)):
        shutil.rmtree(folder / _ROOM, ignore_errors=True)
