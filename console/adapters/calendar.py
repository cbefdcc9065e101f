"""Reads a calendar through the calendar child, which is killed when it takes too long.

Rule: whatever a calendar holds, the answer comes within five seconds, in 512 MB, and is whole or one line of trouble.
"""

from datetime import timedelta

from console.adapters.calendar_child import BROKEN, MAX_BYTES, guarded
from console.adapters.child import asked
from data.codec import decode, encode
from data.values.imports import Answered, Calendar, Task, Window
from data.values.time import Now
from data.values.trouble import BadInput

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
    said = asked("calendar", encode(task), data, too_long=TOO_LONG, broken=BROKEN)
    try:
        answer = decode(said, Answered)
    except ValueError as error:
        raise BadInput(BROKEN) from error
    if answer.calendar is None:
        raise BadInput(answer.trouble or BROKEN)
    return answer.calendar
