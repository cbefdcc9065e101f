"""Day notes on the disk: in one folder of the practitioner's own, named by date and form, whole or not at all.

A name is never made from what somebody typed. A folder that is a link is refused; a link planted in place of a file is
replaced, never followed.
"""

import re
from pathlib import Path

from data.files import private_folder, write_atomic
from data.values.trouble import BadInput, Trouble

_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]{1,80}\.(?:md|json|csv|txt|pdf)")


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write the content to that file of the folder; afterwards it is the old file or the new one, synced, and 0600.

    `name` is a date, an id and a form: "2026-11-21-day-note.md". Raises BadInput for any other name, Trouble where the
    folder is a link, and OSError where the disk says no.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for a day note: use a date, a word and .md, .json or .csv.")
    path = own_folder(folder) / name
    for left_over in folder.glob(f".{name}.*"):  # of a writing that was cut off: it holds somebody's notes
        left_over.unlink(missing_ok=True)
    write_atomic(path, content.encode("utf-8", "replace") if isinstance(content, str) else content)
    return path


def own_folder(folder: Path) -> Path:
    """The folder; made where it is missing, then its owner's alone. Raises Trouble for a link, and OSError.

    One that was there before keeps its rights: it may be anybody's choice (`export --to`), and each file is 0600.
    """
    if folder.is_symlink():
        raise Trouble(f"{folder} is a link to another place: name the folder itself for day notes.")
    return private_folder(folder)
