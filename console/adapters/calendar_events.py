"""Events of a parsed calendar as appointments: instances expanded, instants worked out from their own wall clock.

Runs in the calendar child only. Rule: an event that cannot be read is said to be unread; it is never guessed at, and
it never keeps the others from being read.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from console.core.imports.links import find_link
from data.text import clean
from data.values.imports import Appointment, Calendar, Status, Task, Unread, Window
from data.values.quick import dataclass
from data.values.trouble import BadInput

MAX_INSTANCES = 400
MAX_APPOINTMENTS = 2_000
LONGEST_UID = 200
LONGEST_TEXT = 20_000
_DAY = timedelta(days=1)

_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
_REPEATING = ("RRULE", "RDATE")
_SPLIT_OFF = re.compile(r"_R\d{8}(?:T\d{6})?(?=@|$)")
_PHONE = re.compile(r"\b(by )?(tele)?phone\b", re.IGNORECASE)
_IN_PERSON = re.compile(r"\b(in[ -]person|face[ -]to[ -]face|f2f)\b", re.IGNORECASE)
_LINK_FIELDS = (
    "LOCATION",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "CONFERENCE",
    "URL",
    "DESCRIPTION",
    "X-ALT-DESC",
    "X-GOOGLE-CONFERENCE",
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What holds for every event of one reading."""

    zone: ZoneInfo
    window: Window
    cancelled: bool


def read_events(events: Iterable[icalendar.Event], task: Task, method: str) -> Calendar:
    """The appointments of these events within the window. Raises BadInput where there are too many instances."""
    reading = _Reading(ZoneInfo(task.zone), task.window, method == "CANCEL")
    appointments: list[Appointment] = []
    unread: list[Unread] = []
    masters: set[str] = set()
    for uid, group in _by_uid(events):
        if why := next(filter(None, map(_unreadable, group)), ""):
            unread.append(Unread(uid, _text(group[0], "SUMMARY"), why))
            continue
        try:
            instances = list(_instances(uid, group, reading))
        except BadInput:
            raise
        except (ArithmeticError, LookupError, TypeError, ValueError):
            unread.append(Unread(uid, _text(group[0], "SUMMARY"), "its times cannot be worked out"))
            continue
        appointments += instances
        if any("RECURRENCE-ID" not in event for event in group):
            masters.add(uid)
        if len(appointments) > MAX_APPOINTMENTS:
            raise BadInput(f"This calendar has more than {MAX_APPOINTMENTS:,} appointments in thirteen weeks.")
    appointments.sort(key=lambda one: (one.begin, one.uid, one.recurrence))
    return Calendar(task.window, "", False, tuple(appointments), tuple(unread), frozenset(masters))


def _by_uid(events: Iterable[icalendar.Event]) -> Iterator[tuple[str, list[icalendar.Event]]]:
    """Events that belong together. Some systems give several appointments one uid: those are told apart by start."""
    groups: dict[str, list[icalendar.Event]] = defaultdict(list)
    for event in events:
        groups[_uid(event)].append(event)
    for uid, group in groups.items():
        own = [event for event in group if "RECURRENCE-ID" not in event]
        newest = max((_sequence(event) for event in own), default=0)
        current = {_raw(event, "DTSTART"): event for event in own if _sequence(event) == newest}
        moved = [event for event in group if "RECURRENCE-ID" in event]
        if len(current) < 2:
            yield uid, [*current.values(), *moved]
            continue
        for start, event in current.items():
            yield f"{uid}#{start}", [event]
        if moved:
            yield uid, moved


def _uid(event: icalendar.Event) -> str:
    uid = clean(_first(event, "UID").strip(), cap=10 * LONGEST_UID)
    if uid and len(uid) <= LONGEST_UID:
        return uid
    # Without a uid only its own words and start tell it apart from others.
    told_by = uid or f"{_raw(event, 'DTSTART')} {_first(event, 'SUMMARY')}"
    return "sha256-" + hashlib.sha256(told_by.encode("utf-8", "replace")).hexdigest()[:32]


def _sequence(event: icalendar.Event) -> int:
    value = event.get("SEQUENCE", 0)
    return int(value) if isinstance(value, int) else 0


def _unreadable(event: icalendar.Event) -> str:
    """Why this event's times cannot be used; "" when they can."""
    wrong = next((name for name, _ in event.errors if name in _TIMES), "")
    start = _dt(event, "DTSTART")
    if not isinstance(start, date) or wrong == "DTSTART":
        return "its start cannot be read"
    if wrong:
        return f"its {wrong} cannot be read"
    end = _dt(event, "DTEND")
    if isinstance(end, date) and isinstance(start, datetime) == isinstance(end, datetime):
        if isinstance(start, datetime) and isinstance(end, datetime) and bool(start.tzinfo) != bool(end.tzinfo):
            return "its start and end do not name their time zones alike"
        if end < start:
            return "it ends before it begins"
    return ""


def _instances(uid: str, group: list[icalendar.Event], reading: _Reading) -> Iterator[Appointment]:
    calendar = icalendar.Calendar()
    for event in group:
        calendar.add_component(event)
    repeats = any(name in event for event in group for name in (*_REPEATING, "RECURRENCE-ID"))
    # A day more on both sides: floating and all-day events are compared without a zone.
    query = recurring_ical_events.of(calendar)
    for count, event in enumerate(query.between(reading.window.begin - _DAY, reading.window.end + _DAY)):
        if count >= MAX_INSTANCES:
            raise BadInput(f"Something in this calendar repeats more than {MAX_INSTANCES} times in thirteen weeks.")
        appointment = _appointment(uid, event, repeats, reading)
        if reading.window.begin <= appointment.begin < reading.window.end:
            yield appointment


def _appointment(uid: str, event: icalendar.Event, repeats: bool, reading: _Reading) -> Appointment:
    start, end = _when(event, "DTSTART"), _when(event, "DTEND")
    all_day, zoneless = not isinstance(start, datetime), getattr(start, "tzinfo", None) is None
    begin = _instant(start, reading.zone)
    ends = _instant(end, reading.zone)
    recurrence = _recurrence(_planned(event, start), reading.zone) if repeats else ""
    location, title = _text(event, "LOCATION"), _text(event, "SUMMARY")
    link = find_link(*(words for name in _LINK_FIELDS for words in _all(event, name)))
    return Appointment(
        uid=uid,
        recurrence=recurrence,
        series=_SPLIT_OFF.sub("", uid),
        begin=begin,
        end=ends,
        zone=_zone_name(start, reading.zone),
        title=title,
        status=Status.CANCELLED if reading.cancelled else _status(event),
        repeats=repeats,
        all_day=all_day,
        floating=not all_day and zoneless,
        open_end=not all_day and ends <= begin,
        link=link,
        mode="" if link else _mode(f"{title} {location}"),
    )


def _when(event: icalendar.Event, name: str) -> date | datetime:
    """One of an instance's times; the expansion has given it all three."""
    value = _dt(event, name)
    if not isinstance(value, date):
        raise ValueError(f"no {name}")
    return value


def _dt(event: icalendar.Event, name: str) -> object:
    """The value of a time property; None where it is absent, given twice, or broken (which raises when looked at)."""
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:
        return None


def _planned(event: icalendar.Event, start: date | datetime) -> date | datetime:
    """When the series had planned this instance. "This and all that follow" names only the first of those it moved."""
    follows = getattr(event["RECURRENCE-ID"], "params", {}).get("RANGE") == "THISANDFUTURE"
    return start if follows else _when(event, "RECURRENCE-ID")


def _instant(value: date | datetime, zone: tzinfo) -> datetime:
    """In UTC. A floating time is on the practice's wall clock; a date is its first instant there."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _recurrence(value: date | datetime, zone: tzinfo) -> str:
    if not isinstance(value, datetime):
        return f"{value:%Y%m%d}"
    return f"{_instant(value, zone):%Y%m%dT%H%M%SZ}"


def _zone_name(value: date | datetime, zone: ZoneInfo) -> str:
    """The IANA name of the wall clock; the practice's where the calendar has only UTC or rules of its own."""
    key = getattr(value.tzinfo, "key", "") if isinstance(value, datetime) else ""
    return key if key and key not in {"UTC", "Etc/UTC", "GMT"} else zone.key


def _status(event: icalendar.Event) -> Status:
    says = _first(event, "STATUS").strip().upper()
    return {"CANCELLED": Status.CANCELLED, "CANCELED": Status.CANCELLED, "TENTATIVE": Status.TENTATIVE}.get(
        says, Status.CONFIRMED
    )


def _mode(words: str) -> str:
    if _IN_PERSON.search(words):
        return "in person"
    return "phone" if _PHONE.search(words) else ""


def _all(event: icalendar.Event, name: str) -> list[str]:
    value = event.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [str(one)[:LONGEST_TEXT] for one in values]


def _first(event: icalendar.Event, name: str) -> str:
    return next(iter(_all(event, name)), "")


def _text(event: icalendar.Event, name: str) -> str:
    return clean(_first(event, name).strip())


def _raw(event: icalendar.Event, name: str) -> str:
    value = _dt(event, name)
    return f"{value:%Y%m%dT%H%M%S}" if isinstance(value, date) else clean(_first(event, name), cap=40)
