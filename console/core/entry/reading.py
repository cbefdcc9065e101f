"""What a person typed into a form, read: dates, times, minutes, numbers, addresses, zones, countries.

Every reader is total over text: it gives the value, or raises `BadInput` with one line that names the place and the
cure. Dates are read the British way (day first); a year may be left out where only the near future makes sense.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from data.values.people import Hours
from data.values.trouble import BadInput

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COUNTRIES: Mapping[str, str] = {
    "GB": "United Kingdom", "IE": "Ireland", "US": "United States", "CA": "Canada", "AU": "Australia",
    "NZ": "New Zealand", "ZA": "South Africa", "IN": "India", "FR": "France", "DE": "Germany", "ES": "Spain",
    "PT": "Portugal", "IT": "Italy", "NL": "Netherlands", "BE": "Belgium", "CH": "Switzerland", "AT": "Austria",
    "DK": "Denmark", "NO": "Norway", "SE": "Sweden", "FI": "Finland", "PL": "Poland", "GR": "Greece", "MT": "Malta",
    "CY": "Cyprus",
}  # fmt: skip
_ALSO = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "usa": "US"}

_NUMERIC = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED = re.compile(r"(?:[a-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)? *([a-z]{3,9})\.?,?(?: *(\d{4}|\d{2}))?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))? *(am|pm)?")
_AGO = re.compile(r"(\d{1,3}) *(?:m|min|mins|minute|minutes)?\.? *ago|- *(\d{1,3})")
_SPAN = re.compile(r"(?:(\d{1,2}) *(?:h|hour|hours)|(\d{1,2}):)? *(?:(\d{1,3}) *(?:m|min|mins|minutes?)?)?")


def read_date(place: str, text: str, today: date, *, past: bool = False) -> date:
    """A date as typed: 21/11/1998, 21 Nov 1998, 1998-11-21, and 21/11, today, tomorrow or a weekday.

    Without a year it is the next such day (with `past`: the last one). A year of two digits with `past` is the latest
    that is not after `today`, otherwise of this century.
    """
    typed = " ".join(text.lower().split())
    near = _near_day(typed, today, past=past)
    if near is not None:
        return near
    parts = _date_parts(typed)
    if parts is None:
        raise BadInput(f"{place}: write it like 21/11/{1998 if past else today.year}.")
    year_typed, month, day = parts
    try:
        return _with_year(year_typed, month, day, today, past=past)
    except ValueError:
        raise BadInput(f"{place}: there is no such day. Write it like 21/11/{1998 if past else today.year}.") from None


def _near_day(typed: str, today: date, *, past: bool) -> date | None:
    if typed in {"today", "tod"}:
        return today
    if typed in {"tomorrow", "tom"} and not past:
        return today + timedelta(days=1)
    if typed == "yesterday":
        return today - timedelta(days=1)
    if len(typed) >= 3 and not past:
        for index, name in enumerate(WEEKDAYS):
            if name.startswith(typed):
                return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    return None


def _date_parts(typed: str) -> tuple[str, int, int] | None:
    """(year as typed or "", month, day), or None when it is not a date at all."""
    if found := _ISO.fullmatch(typed):
        return found[1], int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(typed):
        return found[3] or "", int(found[2]), int(found[1])
    if found := _WORDED.fullmatch(typed):
        month = next((n for n, name in enumerate(MONTHS, 1) if found[2].startswith(name)), 0)
        return (found[3] or "", month, int(found[1])) if month else None
    return None


def _with_year(typed: str, month: int, day: int, today: date, *, past: bool) -> date:
    if len(typed) == 4:
        return date(int(typed), month, day)
    if typed:
        written = date(2000 + int(typed), month, day)
        return date(1900 + int(typed), month, day) if past and written > today else written
    if past:
        this = date(today.year, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    for year in range(today.year, today.year + 9):  # 29 February comes within eight years
        try:
            this = date(year, month, day)
        except ValueError:
            continue
        if this >= today:
            return this
    raise ValueError


def read_born(place: str, text: str, today: date) -> date:
    """A date of birth, with its year: a date of the past, not more than 120 years ago."""
    parts = _date_parts(" ".join(text.lower().split()))
    if parts and not parts[0]:
        raise BadInput(f"{place}: write the year too, like 21/11/1998.")
    born = read_date(place, text, today, past=True)
    if born > today:
        raise BadInput(f"{place}: {show_date(born)} is still to come. Check the year.")
    if born.year < today.year - 120:
        raise BadInput(f"{place}: {born.year} is too long ago. Check the year.")
    return born


def show_date(day: date) -> str:
    """The date as a form writes it: 21/11/1998."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def read_time(place: str, text: str) -> time:
    """A time of day as typed: 9, 930, 9:30, 9.30, 21h15, 2pm."""
    found = _TIME.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise BadInput(f"{place}: write it like 14:30.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise BadInput(f"{place}: write it like 14:30 or 2:30 pm.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadInput(f"{place}: a day has no {hour:02}:{minute:02}. Write it like 14:30.")
    return time(hour, minute)


def read_moment(place: str, text: str, now: datetime, zone: str) -> datetime:
    """An instant that has just passed, in UTC: "now", "5 min ago", "-5", or a time of day within the last 12 hours."""
    typed = " ".join(text.lower().split())
    if typed == "now":
        return now
    if found := _AGO.fullmatch(typed):
        return now - timedelta(minutes=int(found[1] or found[2]))
    try:
        clock = read_time(place, typed)
    except BadInput:
        raise BadInput(f"{place}: write it like 10:55, or 5 min ago.") from None
    here = now.astimezone(ZoneInfo(zone))
    local = [datetime.combine(here.date() - timedelta(days=back), clock, here.tzinfo) for back in (0, 1)]
    passed = [at for day in local for fold in (1, 0) if (at := day.replace(fold=fold).astimezone(UTC)) <= now]
    if not passed or now - max(passed) > timedelta(hours=12):
        raise BadInput(f"{place}: {clock:%H:%M} is still to come; it is {here:%H:%M}.")
    return max(passed)


def read_minutes(place: str, text: str, *, low: int = 1, high: int = 480) -> int:
    """A length in minutes as typed: 50, 50 min, 1h, 1h 20, 1:30."""
    typed = " ".join(text.lower().split())
    found = _SPAN.fullmatch(typed)
    if not typed or not found or (found[2] and not found[3]):
        raise BadInput(f"{place}: write the minutes, like 50.")
    minutes = int(found[1] or found[2] or 0) * 60 + int(found[3] or 0)
    if not low <= minutes <= high:
        raise BadInput(f"{place}: between {low} and {high} minutes.")
    return minutes


def read_count(place: str, text: str, *, low: int = 0, high: int = 9999) -> int:
    """A whole number between `low` and `high`."""
    typed = text.strip().removeprefix("×").removeprefix("x").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        raise BadInput(f"{place}: write a number, like {max(low, 1)}.")
    if not low <= int(typed) <= high:
        raise BadInput(f"{place}: a number between {low} and {high}.")
    return int(typed)


def read_phone(place: str, text: str) -> str:
    """A phone number as dialled. A light look only: digits, blanks, + ( ) - . and 3 to 15 digits."""
    typed = " ".join(text.split())
    if not re.fullmatch(r"\+?[0-9 ().\-/]+", typed):
        raise BadInput(f"{place}: only digits and blanks, like 07700 900123.")
    digits = sum(char.isdigit() for char in typed)
    if not 3 <= digits <= 15:
        raise BadInput(f"{place}: {digits} digits cannot be a phone number. Check it.")
    return typed


def read_email(place: str, text: str) -> str:
    """An e-mail address, looked at lightly: one @, a dot behind it, no blanks."""
    typed = text.strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", typed):
        raise BadInput(f"{place}: write it like ann@example.org.")
    return typed


def read_hours(place: str, text: str) -> Hours | None:
    """Hours in which something may be done: after 9, before 18:00, 9-17, 22:00 to 6:00; "any" or nothing is none."""
    typed = " ".join(text.lower().replace("–", "-").split())
    if typed in {"", "any", "any time", "always"}:
        return None
    try:
        if typed.startswith("after "):
            return Hours(after=read_time(place, typed[6:]))
        if typed.startswith("before "):
            return Hours(before=read_time(place, typed[7:]))
        after, _, before = typed.replace(" to ", "-").partition("-")
        return Hours(read_time(place, after), read_time(place, before))
    except BadInput:
        raise BadInput(f"{place}: write it like 9-17, after 9, or before 18:00.") from None


def show_hours(hours: Hours | None) -> str:
    """The hours as a form writes them: 09:00-17:00, after 09:00."""
    if hours is None or (hours.after is None and hours.before is None):
        return ""
    if hours.after is None:
        return f"before {hours.before:%H:%M}"
    if hours.before is None:
        return f"after {hours.after:%H:%M}"
    return f"{hours.after:%H:%M}-{hours.before:%H:%M}"


def read_country(place: str, text: str) -> str:
    """A country's two letters, from its name or the letters themselves."""
    typed = " ".join(text.lower().split())
    if typed in _ALSO:
        return _ALSO[typed]
    if len(typed) == 2 and typed.isascii() and typed.isalpha():
        return typed.upper()
    named = [code for code, name in COUNTRIES.items() if name.lower().startswith(typed)] if len(typed) > 3 else []
    if len(named) != 1:
        raise BadInput(f"{place}: write its two letters, like GB.")
    return named[0]


@cache
def _zones() -> frozenset[str]:
    """Every zone there is; looked up once, it reads a folder."""
    return frozenset(available_timezones())


def read_zone(place: str, text: str) -> str:
    """A time zone's IANA name, from that name or its city: Europe/London, london, new york."""
    typed = "_".join(text.split()).lower()
    zones = _zones()
    exact = [zone for zone in zones if zone.lower() == typed]
    city = sorted(zone for zone in zones if "/" in zone and zone.lower().rpartition("/")[2] == typed)
    if not (exact or city):
        raise BadInput(f"{place}: write the region and the city, like Europe/London.")
    return (exact or city)[0]


def read_list(text: str) -> tuple[str, ...]:
    """Words with commas between them; each once, in the order typed."""
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := " ".join(part.split()))))


def initials_of(name: str) -> str:
    """The initials that a name suggests: "Ann Kay" gives "A.K."; four at most."""
    letters = [next((c for c in word if c.isalpha()), "") for word in re.split(r"[\s\-‐]+", name)]
    return "".join(f"{letter.upper()[:1]}." for letter in letters if letter)[:8]


def ago_words(at: datetime | None, now: datetime, zone: str) -> str:
    """How old something is, in days of the wall clock: "today 10:02", "yesterday", "7 days old", "never"."""
    if at is None:
        return "never"
    here = ZoneInfo(zone)
    days = (now.astimezone(here).date() - at.astimezone(here).date()).days
    if days <= 0:
        return f"today {at.astimezone(here):%H:%M}"
    return "yesterday" if days == 1 else f"{days} days old"


HEADINGS: Mapping[str, tuple[str, ...]] = {
    "free": (),
    "SOAP": ("Subjective", "Objective", "Assessment", "Plan"),
    "DAP": ("Data", "Assessment", "Plan"),
    "BIRP": ("Behaviour", "Intervention", "Response", "Plan"),
}


def headings(form: str) -> str:
    """The empty note of a form: each heading on a line of its own, with a blank line to write on."""
    return "\n\n".join(f"{word}:\n" for word in HEADINGS.get(form, ()))


def change_form(text: str, form: str, to: str) -> str:
    """The note's text when its form changes: empty headings are exchanged, words that were typed are never lost."""
    if not text.strip() or text.strip() == headings(form).strip():
        return headings(to)
    missing = [word for word in HEADINGS.get(to, ()) if f"{word}:" not in text]
    return "\n\n".join((text.rstrip(), *(f"{word}:\n" for word in missing)))
