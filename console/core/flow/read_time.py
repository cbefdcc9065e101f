"""When somebody said that they ring back: words typed in haste, as an instant.

Its rule: what cannot be read, or lies so far ahead that it was not meant, is no time; then the plan's wait counts.
"""

import re
from datetime import datetime, time, timedelta

from console.core.wall import day_of, instant

FARTHEST = timedelta(hours=12)
"""Nobody rings back later than that; such a time is one that has just passed, or half of the day was left out."""
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})|(\d{3,4})")
_MINUTES = re.compile(r"(?:in )?(\d{1,3}) *(?:m|min|mins|minutes?)|(?:in )?(\d{1,2})")


def next_time(words: str, now: datetime, zone: str) -> datetime | None:
    """The instant meant by "10:45", "1045" (the next time that clocks there show it), "10 min" or "10"; else None."""
    typed = " ".join(words.casefold().split()).removeprefix("by ").removeprefix("at ")
    if found := _MINUTES.fullmatch(typed):
        minutes = int(found[1] or found[2])
        return now + timedelta(minutes=minutes) if 0 < minutes <= FARTHEST // timedelta(minutes=1) else None
    if not (found := _TIME.fullmatch(typed)):
        return None
    hour, minute = (int(found[1]), int(found[2])) if found[1] else divmod(int(found[3]), 100)
    if hour > 23 or minute > 59:
        return None
    today = day_of(now, zone)
    at = instant(today, time(hour, minute), zone)
    at = at if at >= now else instant(today + timedelta(days=1), time(hour, minute), zone)
    return at if at - now <= FARTHEST else None
