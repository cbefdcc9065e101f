"""What a data file is, told by its first bytes and by the key file beside it. Looked at before the first frame.

Rule: the standard library and nothing else is imported here; what opens a file is the vault's.
"""

from pathlib import Path
from typing import Literal

KEY_FILE = "session-day.key"
_PLAIN = b"SQLite format 3\0"


def kind_of(database: Path) -> Literal["none", "plain", "encrypted"]:
    """What the first bytes of the data file say; an empty one is none. Raises OSError."""
    try:
        with database.open("rb") as file:
            beginning = file.read(len(_PLAIN))
    except FileNotFoundError:
        return "none"
    if not beginning:
        return "none"
    return "plain" if beginning == _PLAIN else "encrypted"


def beside(database: Path) -> Path:
    """Where the key file of this data file lies."""
    return database.with_name(KEY_FILE)


def known(path: Path) -> bool:
    """Whether there is a key file, be it damaged or not."""
    return path.is_symlink() or path.exists()


def without_key(database: Path) -> bool:
    """Whether a start needs no key: nothing is encrypted, and no key file says that it ought to be. Raises OSError."""
    return kind_of(database) != "encrypted" and not known(beside(database))
