"""A connection to the data file through the bare driver, plain or encrypted, with every setting made and read back.

The store and the first view of today open the file here and nowhere else, always with the SQLite inside sqlcipher3 and
never with the machine's own. Opening never makes a file: one that vanished is not silently begun anew.
"""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data.values.keys import KEY_LENGTH, Secret
from data.values.trouble import Trouble

BUSY_MS = 700

# What must hold on every connection: the words that set it, and what reading it back must give. WAL with FULL is the
# only pair that lost nothing in the power-loss model; recursive triggers keep INSERT OR REPLACE from passing the
# append-only triggers; secure_delete and temp_store leave no old words behind.
SETTINGS: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "secure_delete": ("ON", 1),
    "recursive_triggers": ("ON", 1),
}


def connect(path: Path, key: Secret | None, *, busy_ms: int = BUSY_MS, query_only: bool = False) -> Any:
    """An open connection in autocommit mode; the caller begins and ends its transactions.

    `key` is 32 raw bytes, or None for a plain file. Raises `Trouble` when the file cannot be read with this key or a
    setting does not hold, and the driver's own error when the file is missing or locked.
    """
    if key is not None and len(key) != KEY_LENGTH:
        raise Trouble(f"The key of {path.name} must be {KEY_LENGTH} bytes; this one has {len(key)}.")
    if isinstance(key, bytearray) and not any(key):
        raise Trouble(f"{path.name} is locked: type the passphrase first.")  # its keys were wiped
    if path.is_symlink():
        raise Trouble(f"{path} is a link to another place: put the file itself there.")
    uri = path.absolute().as_uri() + "?mode=rw"
    connection = dbapi2.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_ms / 1000, cached_statements=256
    )
    try:
        _unlock(connection, key, path)
        for name, (words, expected) in SETTINGS.items():
            _set(connection, name, words, expected, path)
        if query_only:
            _set(connection, "query_only", "ON", 1, path)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_still(path: Path, key: Secret | None) -> Any:
    """A connection to a file that nobody writes, such as a backup: nothing is made beside it and nothing changed in it.

    Raises as `connect` does.
    """
    connection = dbapi2.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        _unlock(connection, key, path)
        _set(connection, "temp_store", "MEMORY", 2, path)
    except BaseException:
        connection.close()
        raise
    return connection


def copy_into(connection: Any, path: Path, key: Secret | None) -> None:
    """Copy everything that this connection sees into the empty file at `path`, under the same key.

    The copy is one whole file without a log beside it. Raises the driver's own errors.
    """
    copy = dbapi2.connect(path.absolute().as_uri() + "?mode=rw", uri=True, isolation_level=None)
    try:
        copy.execute("PRAGMA cipher_log_level = NONE").fetchall()
        _give_key(copy, key)
        copy.execute("PRAGMA synchronous = FULL").fetchall()
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        copy.close()


def _unlock(connection: Any, key: Secret | None, path: Path) -> None:
    # Before the key: a wrong one would otherwise write to the terminal.
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    _give_key(connection, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except dbapi2.OperationalError:
        raise
    except (dbapi2.DatabaseError, UnicodeDecodeError):  # the driver's words may quote a page that is no text any more
        what = "is encrypted" if key is None else "does not open with this key"
        raise Trouble(f"{path.name} {what}, or it is damaged: check the key, or restore a backup ({path}).") from None


def _give_key(connection: Any, key: Secret | None) -> None:
    if key is not None:  # a PRAGMA takes no parameters: these words live as long as this line, and cannot be wiped
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()


def _set(connection: Any, name: str, words: str, expected: object, path: Path) -> None:
    connection.execute(f"PRAGMA {name} = {words}").fetchall()
    (found,) = connection.execute(f"PRAGMA {name}").fetchone()
    if found != expected:
        raise Trouble(
            f"{path.name} cannot be opened safely ({name} is {found}, not {words}): move it to a folder on this "
            f"computer's own disk ({path})."
        )
