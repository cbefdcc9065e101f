"""What is looked after beside the day, in a process of its own: the check of the journal, and the backup of the day.

Rule: it only reads the data file, at a priority below the screen's, and tells what it found a line of JSON at a time.
First the heads, the counts and the newest entries; then the backup; then everything, however long that takes.
"""

import json
import sys
from datetime import datetime
from io import FileIO
from typing import TYPE_CHECKING

from data.values.trouble import Trouble

if TYPE_CHECKING:
    from console.wiring.care import Care
    from data.values.keys import Keys

NEWEST = 1_000
"""How many of the newest entries are checked first."""


def main(args: list[str]) -> int:
    """In the child: `args` are the instant now and the practice's zone; the keys come through the pipe on stdin."""
    from console.settings import folders
    from console.wiring.care import Care

    keys = _keys()
    try:
        look_after(Care(folders(), keys), datetime.fromisoformat(args[0]), args[1])
    finally:
        if keys:
            keys.wipe()
    return 0


def _keys() -> "Keys | None":
    """The two keys one after the other; nothing at all for a plain home."""
    from data.values.keys import KEY_LENGTH, Keys

    both = bytearray(2 * KEY_LENGTH)
    read, pipe = 0, FileIO(sys.stdin.fileno(), closefd=False)  # unbuffered: no second copy of them is made
    while read < len(both) and (more := pipe.readinto(memoryview(both)[read:])):
        read += more
    if not read:
        return None
    keys = Keys(both[:KEY_LENGTH], both[KEY_LENGTH:])
    both[:] = bytes(len(both))
    return keys


def look_after(care: "Care", now: datetime, zone: str) -> None:
    """One round; every line on stdout has one of the keys "found", "backup" ("" for made) and "done"."""
    from console.core.wall import day_of

    _tell("found", _found(care, NEWEST))
    if all(day_of(one.made, zone) != day_of(now, zone) for one in care.backups()):
        try:
            care.backup("daily", now)
        except Trouble as trouble:
            _tell("backup", str(trouble))
        else:
            _tell("backup", "")
    found = _found(care, None)
    _tell("found", found)
    if not found:  # while something is unexplained, the older backups may be what helps
        care.prune(now)
    _tell("done", True)


def _found(care: "Care", last: int | None) -> list[str]:
    try:
        return list(care.check(last).unread)
    except Trouble as trouble:
        return [str(trouble)]


def _tell(name: str, value: object) -> None:
    print(json.dumps({name: value}), file=sys.stdout, flush=True)
