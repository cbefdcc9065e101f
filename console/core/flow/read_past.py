"""When something happened or was discovered: words typed in haste, as an instant that has passed.

Its rule: a time without a day is the newest such time; a day without a time counts from its beginning, so that a limit
is never told too late. What cannot be read, or has not come yet, is no time: then the incident's beginning counts.
"""

import re
from datetime import MAXYEAR, date, datetime, time, timedelta

from console.core.wall import day_of, instant

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)\b(?![./]\d)")
_NAMED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?(?:,? (\d{4}))?")
_NUMBERED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_RELATIVE = {"today": 0, "yesterday": 1, "last night": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST = time(0)


def past_time(words: str, now: datetime, zone: str) -> datetime | None:
    """The instant meant by "09:10", "20 Nov 17:30", "yesterday 17:30", "Tuesday", "20/11/2026 17:30"; else None."""
    typed = " ".join(words.casefold().split())
    today = day_of(now, zone)
    named, day = _day(typed, today)
    found = _TIME.search(_NUMBERED.sub(" ", typed))
    if (named and day is None) or (day is None and found is None):
        return None
    clock = time(int(found[1]), int(found[2])) if found else FIRST
    if day is not None and not 1 < day.year < MAXYEAR:  # at the edges of the calendar zones run over
        return None
    at = instant(day or today, clock, zone)
    if at > now and day is None:
        at = instant(today - timedelta(days=1), clock, zone)
    return at if at <= now else None


def _day(typed: str, today: date) -> tuple[bool, date | None]:
    """Whether a day was named, and which: the newest one where no year was; None for one that no calendar has."""
    if found := _NUMBERED.search(typed):
        return True, _date(int(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED.search(typed)) and found[2][:3] in _MONTHS:
        month, day = _MONTHS.index(found[2][:3]) + 1, int(found[1])
        if found[3]:
            return True, _date(int(found[3]), month, day)
        this = _date(today.year, month, day)
        return True, this if this and this <= today else _date(today.year - 1, month, day)
    for words, back in _RELATIVE.items():
        if words in typed:
            return True, today - timedelta(days=back)
    for number, name in enumerate(_WEEKDAYS):
        if re.search(rf"\b{name[:3]}(?:{name[3:]})?\b", typed):
            return True, today - timedelta(days=(today.weekday() - number) % 7)
    return False, None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
