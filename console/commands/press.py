"""`session-day press drop|crisis|safe-word`: an incident key from outside the console, for a desktop-wide shortcut.

Rule: it answers within a second, whatever the console does, and imports nothing that takes time.
"""

from typing import TextIO

from console.adapters.press import call, socket_path
from console.settings import folders
from data.values.trouble import BadInput

KEYS = ("drop", "crisis", "safe-word")
LIMIT = 0.8
"""Seconds to wait for the console; with the start of this program it stays under one."""


def run(args: list[str], out: TextIO, err: TextIO) -> int:
    """Signal the running console and print "arrived". Raises Trouble where no console took it."""
    del err
    if args in (["--help"], ["-h"]):
        print("session-day press drop|crisis|safe-word\n\nSignals the running console, as its own key would.", file=out)
        return 0
    if len(args) != 1 or args[0] not in KEYS:
        raise BadInput("Say which key: session-day press drop, press crisis or press safe-word.")
    where = folders()
    call(socket_path(where.database, where.runtime), {"do": "press", "key": args[0]}, LIMIT)
    print("arrived", file=out)
    return 0
