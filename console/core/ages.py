"""How old something is, in words; its rule: what could send help always says its age, and old never looks current.

Ages are told in the calendar days of a wall clock ("7 days old"), because that is how a person counts them. Zones are
IANA names; a name that is unknown is read as UTC here (`gate` refuses instead, where hours depend on it).
"""

from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from console.core.wall import MONTHS, day_of, hhmm
from data.values.people import Hours, Place
from data.values.time import Now


def zone_named(name: str) -> tzinfo | None:
    """The zone of that IANA name, or None where there is no such zone."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def local_date(at: datetime, zone: str) -> date:
    """The day on that zone's calendar; UTC's where the zone is unknown."""
    return day_of(at, zone)


def date_words(day: date, today: date) -> str:
    """ "14 Nov"; with the year where it is not this one."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def days_old(at: datetime, now: Now, zone: str) -> int:
    """Calendar days since; negative where it lies ahead of the clock."""
    return (local_date(now.utc, zone) - local_date(at, zone)).days


def age(at: datetime | None, now: Now, zone: str) -> str:
    """ "10:02 today", "16:20 yesterday", "7 days old", "none"; an instant ahead of the clock says so."""
    if at is None:
        return "none"
    days = days_old(at, now, zone)
    if days in {0, 1}:
        return f"{hhmm(at, zone)} {'yesterday' if days else 'today'}"
    if days < 0:
        return f"dated {date_words(local_date(at, zone), local_date(now.utc, zone))}, ahead of the clock"
    return f"{days} days old"


def checked(at: datetime | None, now: Now, zone: str) -> str:
    """When something was last checked: "checked 14 Nov", "checked 10:02 today", "never checked"."""
    if at is None:
        return "never checked"
    if days_old(at, now, zone) == 0:
        return f"checked {age(at, now, zone)}"
    return f"checked {date_words(local_date(at, zone), local_date(now.utc, zone))}"


def is_current(place: Place | None, now: Now, zone: str, since: datetime | None = None) -> bool:
    """Whether this may be shown as where the client is: said since then, or (without `since`) today."""
    if place is None or place.left:
        return False
    return place.at >= since if since is not None else days_old(place.at, now, zone) == 0


def place_words(place: Place | None, now: Now, zone: str, since: datetime | None = None) -> str:
    """ "14 Elm Road (10:02 today)", "LAST KNOWN, 7 DAYS: 14 Elm Road" or "none" (PRODUCT 3, rule 5)."""
    if place is None:
        return "none"
    told = age(place.at, now, zone)
    if is_current(place, now, zone, since):
        return f"{place.text} ({told})"
    return f"{last_known(told)}: {place.text}"


def last_known(told: str) -> str:
    """ "7 days old" → "LAST KNOWN, 7 DAYS"."""
    return f"LAST KNOWN, {told.removesuffix(' old').upper()}"


def time_words(at: time) -> str:
    """ "9", "17:30": the shortest way to say it on a 24-hour clock."""
    return f"{at:%H:%M}" if at.minute else str(at.hour)


def hours_words(hours: Hours | None) -> str:
    """ "after 9", "before 17:30", "9 to 17:30", or "" where any hour is right."""
    if hours is None or (hours.after is None and hours.before is None):
        return ""
    if hours.before is None:
        return f"after {time_words(hours.after)}" if hours.after else "after 0"
    if hours.after is None:
        return f"before {time_words(hours.before)}"
    return f"{time_words(hours.after)} to {time_words(hours.before)}"
