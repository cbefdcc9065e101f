"""The lock on a data file: the console that holds it owns the file; a second one opens read-only.

An empty file `<database>.lock` beside the database. The operating system frees the lock when its holder ends, however
that happens, so a lock is never stale. The file's time of change is the last instant at which a console watched: the
heartbeat sets it, and a restart reads it. No clock is read here.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.files import open_private
from data.values.trouble import Trouble

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lock_path(database: Path) -> Path:
    """Where the lock of this database lies."""
    return database.with_name(database.name + ".lock")


@dataclass(slots=True)
class Lock:
    """A lock that is held. `last_alive` is when a console last watched before this one; None for the first."""

    path: Path
    descriptor: int
    last_alive: datetime | None

    def touch_alive(self, now: datetime) -> None:
        """Remember that a console watched at `now`. Raises OSError; does nothing once released."""
        if self.descriptor >= 0:
            _set_time(self.descriptor, self.path, now)

    def release(self) -> None:
        """Give the file free; a second call does nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def take(database: Path) -> Lock | None:
    """The lock of this database, or None while another console holds it. Raises OSError where it cannot be made.

    Raises Trouble where a link stands in its place.
    """
    path = lock_path(database)
    if path.is_symlink():
        raise Trouble(f"{path} is a link to another place: remove it, then try again.")
    descriptor, new = _open(path)
    if not _grab(descriptor):
        os.close(descriptor)
        return None
    if new:  # a new file carries the system's time, which nobody watched at
        _set_time(descriptor, path, _EPOCH)
    return Lock(path, descriptor, last_alive(database))


def last_alive(database: Path) -> datetime | None:
    """The last instant (UTC) at which a console watched this file, to the microsecond; None when none is known."""
    try:
        nanoseconds = lock_path(database).stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000) if nanoseconds else None


def _open(path: Path) -> tuple[int, bool]:
    try:
        return open_private(path, os.O_CREAT | os.O_EXCL | os.O_RDWR), True
    except FileExistsError:
        return open_private(path, os.O_RDWR), False


def _set_time(descriptor: int, path: Path, at: datetime) -> None:
    nanoseconds = (at.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 1000
    os.utime(descriptor if os.utime in os.supports_fd else path, ns=(nanoseconds, nanoseconds))


def _grab(descriptor: int) -> bool:
    """Lock the open file without waiting; False while another holds it."""
    try:
        import fcntl
    except ImportError:
        return _grab_without_fcntl(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _grab_without_fcntl(descriptor: int) -> bool:
    """The same on Windows: its runtime locks the first byte, which need not exist."""
    import importlib

    msvcrt = importlib.import_module("msvcrt")
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
