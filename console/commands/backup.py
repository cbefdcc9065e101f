"""`session-day backup`: a proven copy of everything that is kept, now; in the data folder or in one that is named.

Exit codes: 0 made · 1 it could not be made · 2 asked for wrongly.
"""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol, TextIO

from data.text import clean
from data.values.time import Now
from data.values.trouble import BadInput

if TYPE_CHECKING:
    from data.backup import Backup

WORDS = """A copy is read back before it gets its name. The console makes one a day by itself and keeps
those of seven days and four weeks. A copy on this computer is lost with this computer:
--to FOLDER puts one elsewhere, and those there are yours to keep and to remove.
"""


class Backups(Protocol):
    """What this command needs from outside."""

    def backup(self, reason: str, at: datetime, to: Path | None = None) -> "Backup | None":
        """A proven copy; None while there is nothing to copy. Raises Trouble."""
        ...


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage and message."""
        raise BadInput(f"No backup was made: {message}; see session-day backup --help.")


def run(args: list[str], out: TextIO, now: Now, care: Backups) -> int:
    """Make one and say where it is. Raises Trouble."""
    parser = _Parser(prog="session-day backup", add_help=False, allow_abbrev=False)
    parser.add_argument("--to", metavar="FOLDER", help="put it into this folder")
    parser.add_argument("-h", "--help", action="store_true", help="say this")
    options = parser.parse_args(args)
    if options.help:
        out.write(f"{parser.format_help()}\n{WORDS}")
        return 0
    folder = Path(options.to).expanduser().absolute() if options.to else None
    if folder and not folder.is_dir():
        raise BadInput(f"There is no folder {clean(str(folder), cap=200)}: make it first, or name another.")
    made = care.backup("asked", now.utc, folder)
    if made is None:
        print("Nothing is kept yet, so there is nothing to back up.", file=out)
        return 0
    print(f"{clean(str(made.path), cap=400)}: {made.path.stat().st_size / 1e6:.1f} MB, read back and whole.", file=out)
    return 0
