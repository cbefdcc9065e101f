"""Safe handling of our own files: only the owner may read them, no planted link is followed, a file is old or new.

Every file that Session Day writes beside the database goes through here. Folders are 0700, files 0600. Where the system
knows no O_NOFOLLOW or cannot sync a folder (Windows), that part is left out.
"""

import contextlib
import errno
import os
import secrets
from pathlib import Path

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def private_umask() -> int:
    """From now on every new file of this process is the owner's alone (umask 077). The answer is the old mask."""
    return os.umask(0o077)


def disk_full(error: OSError) -> bool:
    """Whether this is why: then there is another cure than for everything else."""
    return error.errno == errno.ENOSPC


def private_folder(path: Path) -> Path:
    """The folder, made with its parents where it is missing; ours alone (0700), and on the disk.

    Raises OSError, for a link in its place too: what is ours goes nowhere else.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
        with contextlib.suppress(PermissionError):  # one that we may not list
            sync_folder(folder.parent)  # what is synced in a folder is lost with it
    not_a_link(path)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is not a folder", str(path))
    return path


def not_a_link(path: Path) -> None:
    """Raises OSError where a link stands at this path."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link to another place", str(path))


def open_private(path: Path, flags: int) -> int:
    """A descriptor of the file, 0600 where it is made anew, never through a link. Raises OSError."""
    return os.open(path, flags | _NOFOLLOW | _CLOEXEC | _BINARY, PRIVATE_FILE)


def create_private(path: Path) -> bool:
    """Make an empty file of ours alone; False where there is one already. Raises OSError."""
    try:
        descriptor = open_private(path, os.O_CREAT | os.O_EXCL | os.O_RDWR)
    except FileExistsError:
        return False
    os.close(descriptor)
    sync_folder(path.parent)
    return True


def read_private(path: Path, limit: int = 1 << 20) -> bytes | None:
    """Up to `limit` bytes of the file, or None where there is none; never through a link. Raises OSError."""
    try:
        descriptor = open_private(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(limit)


def write_atomic(path: Path, content: bytes) -> None:
    """Replace the file: afterwards it is the old one or the new one, whole, and on the disk. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = open_private(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def append_synced(path: Path, content: bytes) -> int:
    """Add to the end of the file and sync it; the answer is its new size. Raises OSError."""
    new = not path.exists()
    descriptor = open_private(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    try:
        written = os.write(descriptor, content)
        if written != len(content):
            raise OSError(28, "the disk is full")
        os.fsync(descriptor)
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if new:
        sync_folder(path.parent)
    return size


def sync_folder(path: Path) -> None:
    """Put the folder's list of names on the disk, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at this path: its device and inode; None where there is none.

    Two answers that differ mean that the file was removed or replaced in between.
    """
    try:
        found = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
