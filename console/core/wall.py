"""The wall clock: UTC instants as a practitioner reads them, and wall-clock times as instants.

Arithmetic is done in UTC; only what follows the wall clock by its nature (an appointment's weekly time, working hours,
the date of a day) goes through a zone. An unknown zone reads as UTC: a wrong name must never hide an appointment.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from data.values.people import Hours

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = timedelta(days=7)


def zone_of(name: str) -> tzinfo:
    """The zone of that IANA name; UTC for a name that is not one."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found, a folder, or no name at all
        return UTC


def local(at: datetime, zone: str) -> datetime:
    """The instant on that zone's wall clock."""
    return at.astimezone(zone_of(zone))


def day_of(at: datetime, zone: str) -> date:
    """The local date of the instant."""
    return local(at, zone).date()


def hhmm(at: datetime, zone: str) -> str:
    """The local time: "10:00"."""
    return f"{local(at, zone):%H:%M}"


def hhmmss(at: datetime, zone: str) -> str:
    """The local time to the second: "10:01:05"."""
    return f"{local(at, zone):%H:%M:%S}"


def day_words(day: date) -> str:
    """The date in words: "Tue 24 Nov"; the same in every locale."""
    return f"{_DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def when(at: datetime, zone: str, today: date) -> str:
    """The local time, with its date unless that is today: "10:00", "Tue 24 Nov 10:00"."""
    day = day_of(at, zone)
    return hhmm(at, zone) if day == today else f"{day_words(day)} {hhmm(at, zone)}"


def offset_words(at: datetime, zone: str) -> str:
    """The zone named as on that day: "Europe/London (GMT)"."""
    short = local(at, zone).tzname() or ""
    named = short[:1].isalpha() and short != zone
    return f"{zone} ({short})" if named else zone or "UTC"


def span(passed: timedelta) -> str:
    """A duration in words, rounded down: "48 s", "14 min", "1 h 5 min", "2 h", "3 days"."""
    seconds = int(abs(passed).total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    if seconds < 60:
        return f"{seconds} s"
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        rest = minutes - hours * 60
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} days"


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a wall-clock time on a local date.

    A time that the change to summer time skips is read as that much later; one that happens twice, as the first.
    """
    return datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone_of(zone)).astimezone(UTC)


def midnight(day: date, zone: str) -> datetime:
    """The UTC instant at which that local date begins."""
    return instant(day, time(), zone)


def weekly(begin: datetime, zone: str, count: int, every: int = 1) -> Iterator[datetime]:
    """The instants of an appointment that comes back every so many weeks at the same wall-clock time, `begin` first."""
    from dateutil.rrule import WEEKLY, rrule  # only here: the first view needs none of it

    first = local(begin, zone)
    wall = first.replace(tzinfo=None)
    for moment in rrule(WEEKLY, dtstart=wall, interval=every, count=count):
        yield begin if moment == wall else instant(moment.date(), first.time(), zone)


def difference(at: datetime, zone: str, other: str) -> timedelta:
    """How far the other zone's wall clock is ahead of this one's at that instant."""
    there, here = local(at, other).utcoffset(), local(at, zone).utcoffset()
    return (there or timedelta()) - (here or timedelta())


def their_time(at: datetime, zone: str, other: str) -> str:
    """What a client abroad reads on their clock: "05:00 there", with the date where it differs; "" where none does."""
    if not other or not difference(at, zone, other):
        return ""
    there = local(at, other)
    day = "" if there.date() == day_of(at, zone) else f"{day_words(there.date())} "
    return f"{day}{there:%H:%M} there"


def difference_changed(at: datetime, zone: str, other: str) -> bool:
    """Whether the difference between the two clocks is not what it was a week before: the weeks to be warned of."""
    return bool(other) and difference(at, zone, other) != difference(at - _WEEK, zone, other)


def in_hours(at: datetime, hours: Hours, zone: str) -> bool:
    """Whether the instant lies in these wall-clock hours (which may cross midnight)."""
    clock = local(at, zone).time()
    after, before = hours.after, hours.before
    if after is not None and before is not None and after > before:
        return clock >= after or clock < before
    return (after is None or clock >= after) and (before is None or clock < before)


def next_opening(at: datetime, hours: Hours, zone: str) -> datetime | None:
    """The first instant from `at` on at which these hours open; None where they have no opening."""
    if hours.after is None:
        return None
    day = day_of(at, zone)
    openings = (instant(day + timedelta(days=ahead), hours.after, zone) for ahead in range(3))
    return next((one for one in openings if one >= at), None)


def last_closing(at: datetime, hours: Hours, zone: str) -> datetime | None:
    """The last instant up to `at` at which these hours closed; None where they have no closing."""
    if hours.before is None:
        return None
    day = day_of(at, zone)
    closings = (instant(day - timedelta(days=back), hours.before, zone) for back in range(3))
    return next((one for one in closings if one <= at), None)
