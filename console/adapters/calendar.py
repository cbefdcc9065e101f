"""Reads a calendar through the calendar child, which is killed when it takes too long.

Rule: whatever a calendar holds, the answer comes within five seconds, in 512 MB, and is whole or one line of trouble.
"""

import subprocess
import sys
from datetime import timedelta

import session_day
from console.adapters.calendar_child import BROKEN, MAX_BYTES, guarded
from data.codec import decode, encode
from data.values.imports import Answered, Calendar, Task, Window
from data.values.time import Now
from data.values.trouble import BadInput

LIMIT_SECONDS = 4.5  # leaves room for starting and ending within the promised five
BACK = timedelta(weeks=1)
AHEAD = timedelta(weeks=12)

TOO_LONG = "This calendar took too long to read: export only the coming weeks and import that file."


def window_at(now: Now) -> Window:
    """The stretch an import looks at: one week back to twelve weeks ahead, as practice systems' feeds reach."""
    return Window(now.utc - BACK, now.utc + AHEAD)


def read_calendar(data: bytes, now: Now, zone: str, window: Window | None = None) -> Calendar:
    """The calendar in these bytes, its appointments within the window; floating times are taken in `zone`.

    Blocks for up to five seconds: call it from a thread where a screen is waiting. Raises BadInput in one line with
    the cure for what is no calendar, is broken, too big, holds too much, took too long, or has no sessions in it.
    """
    if len(data) > MAX_BYTES:
        guarded(data)
    task = Task(zone, window or window_at(now))
    try:
        child = subprocess.run(  # noqa: S603 - our own launcher, nothing from the calendar in its arguments
            [sys.executable, "-I", str(session_day.__file__), "child", "calendar"],
            input=encode(task).encode() + b"\n" + data,
            capture_output=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(TOO_LONG) from None
    if child.returncode:
        raise BadInput(TOO_LONG if child.returncode < 0 else BROKEN)
    try:
        answer = decode(child.stdout, Answered)
    except ValueError as error:
        raise BadInput(BROKEN) from error
    if answer.calendar is None:
        raise BadInput(answer.trouble or BROKEN)
    return answer.calendar
