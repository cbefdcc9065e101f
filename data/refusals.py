"""Why something could not be saved, in one sentence with the cure. Never a name, a note or a driver's words."""

import os
from pathlib import Path

from data.files import disk_full
from data.values.trouble import NotSaved, Trouble

_WORDS = {
    "FULL": "The disk is full, so this is not saved: make room; it is tried again by itself.",
    "READONLY": "{name} may not be written to, so this is not saved: allow writing to {path}.",
    "CANTOPEN": "{name} cannot be opened, so this is not saved: look whether {path} is where it was.",
    "BUSY": "Another program is using {name}, so this is not saved yet: close it; it is tried again by itself.",
    "LOCKED": "Another program is using {name}, so this is not saved yet: close it; it is tried again by itself.",
    "CORRUPT": "{name} is damaged, so this is not saved: leave (q) when you can, then run `session-day restore`.",
    "NOTADB": "{name} is damaged, so this is not saved: leave (q) when you can, then run `session-day restore`.",
    "IOERR": "The disk under {name} does not answer as it should, so this is not saved: check the disk and {path}.",
    "CONSTRAINT": "{name} refused an entry that is already there, so this is not saved: run `session-day verify`.",
}
_SIGNS = (
    ("is full", "FULL"),
    ("readonly", "READONLY"),
    ("unable to open", "CANTOPEN"),
    ("is locked", "BUSY"),
    ("malformed", "CORRUPT"),
    ("not a database", "NOTADB"),
    ("i/o error", "IOERR"),
    ("only ever added", "CONSTRAINT"),
)
_LEAVE = " leave (q) when you can, then"
_OTHER = "{name} could not be written, so this is not saved: check the disk and {path}; it is tried again by itself."


def of_driver(error: BaseException | None, path: Path) -> NotSaved:
    """The refusal for an error of the database driver."""
    code = str(getattr(error, "sqlite_errorname", "") or "").removeprefix("SQLITE_").split("_")[0]
    if code not in _WORDS:
        said = str(error).lower()
        code = next((name for sign, name in _SIGNS if sign in said), "")
    if code == "IOERR" and path.exists() and not os.access(path, os.W_OK):
        code = "READONLY"  # the disk was made read-only, or the file was locked, while it was open
    return _refusal(_WORDS.get(code, _OTHER), path)


def of_opening(error: BaseException | None, path: Path) -> Trouble:
    """What to say when the file cannot be opened or read."""
    words = str(of_driver(error, path))
    for part in (", so this is not saved yet", ", so this is not saved", "; it is tried again by itself", _LEAVE):
        words = words.replace(part, "")
    return Trouble(words)


def of_value(error: ValueError, path: Path) -> NotSaved:
    """The refusal for a value that cannot be stored."""
    if isinstance(error, UnicodeEncodeError):
        return _refusal("A text holds half a character, so this is not saved: type that text again by hand.", path)
    return _refusal("A time without a zone was given, so this is not saved: report this.", path)


def gone(path: Path) -> NotSaved:
    """The refusal when the file is not where it was opened any more."""
    return _refusal("{name} was removed while it was open, so this is not saved: put it back at {path}.", path)


def replaced(path: Path) -> NotSaved:
    """The refusal when another file lies where the one that was opened lay."""
    words = "{name} was replaced by another file while it was open, so this is not saved: put the first back at {path}."
    return _refusal(words, path)


def log_gone(path: Path) -> NotSaved:
    """The refusal when the write-ahead log was taken away; a new one is begun at the next try."""
    return _refusal("{name}-wal was removed while it was open, so this is not saved yet: it is tried again.", path)


def closed(path: Path) -> NotSaved:
    """The refusal after leaving."""
    return _refusal("{name} is closed, so this is not saved: start Session Day again.", path)


def read_only(path: Path) -> NotSaved:
    """The refusal in a second console."""
    return _refusal("{name} is open in another console, so this is not saved: enter it there.", path)


def head(error: OSError, path: Path) -> NotSaved:
    """The refusal when the journal's head outside the database could not be synced."""
    why = "the disk is full: make room" if disk_full(error) else "look whether its folder may be written to"
    return _refusal(f"The journal's head of {{name}} could not be written, so this is not saved: {why}.", path)


def _refusal(words: str, path: Path) -> NotSaved:
    return NotSaved(words.format(name=path.name, path=path))


def vanished(path: Path, saved: int, head_dir: Path) -> Trouble:
    """What to say where the file is gone: a new one would take along what was kept aside, and nobody would know."""
    return Trouble(
        f"{path.name} is gone, and {saved} entries were saved to it: put it back at {path}, or run "
        f"`session-day restore`. (To begin anew, move {head_dir} away.)"
    )


def unread_head(error: OSError, head_dir: Path) -> Trouble:
    """What to say where the journal's head cannot be read."""
    return Trouble(f"The journal's head cannot be read ({error.strerror}): look at {head_dir}.")


def damaged(path: Path) -> Trouble:
    """What to say of a file that does not even say what it is."""
    return Trouble(f"{path.name} is damaged: restore the newest backup to {path}.")


def unreadable(path: Path) -> Trouble:
    """What to say of a row that this version cannot read."""
    return Trouble(f"{path.name} holds something this Session Day cannot read: run `session-day verify` ({path}).")


def other_key(path: Path, secrets_dir: Path) -> str:
    """What to say when the journal was begun with another key."""
    return (
        f"The journal of {path.name} was begun with another key than the one in {secrets_dir}, so it cannot be "
        "checked: restore that folder's journal.key from its backup."
    )
