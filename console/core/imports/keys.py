"""How an appointment is found again: where a session came from, and which series an appointment belongs to.

`Session.came_from` reads "calendar/recurrence/print/uid". The print is a hash of what the calendar said at the last
import: while it stays the same, what a person changed by hand is left alone.
"""

import hashlib
import re

from data.values.imports import Appointment
from data.values.quick import dataclass
from data.values.session import Session

_NONE = "-"
_SPACES = re.compile(r"\s+")
_SPLIT_OFF = re.compile(r"_R\d{8}(?:T\d{6})?(?=@|$)")

# Titles that name nobody. An answer about one of them says nothing about the next.
_NOBODY = frozenset(
    re.findall(
        r"\S+",
        """
        appointment appt booked booking busy call client confirmed consultation counselling counseling meeting new
        online other private reserved review session slot teams telehealth telephone therapy therapist video virtual
        weekly zoom with and the a at my in on by via for 1:1 phone follow up initial first assessment individual hour
        min mins minutes 30 45 50 55 60 90 microsoft untitled event no title
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session came from, taken apart."""

    calendar: str
    recurrence: str
    print: str
    uid: str

    @property
    def key(self) -> tuple[str, str]:
        """What finds the instance in a calendar: UID and RECURRENCE-ID."""
        return self.uid, self.recurrence

    @property
    def base(self) -> str:
        """The uid that the parts of a split series share."""
        return _SPLIT_OFF.sub("", self.uid)


def came_from(appointment: Appointment, calendar: str) -> str:
    """What a session keeps of the appointment it was made from."""
    parts = (calendar or _NONE, appointment.recurrence or _NONE, fingerprint(appointment), appointment.uid)
    return "/".join(parts)


def origin_of(session: Session) -> Origin | None:
    """Where this session came from; None for one that was entered by hand."""
    parts = session.came_from.split("/", 3)
    if len(parts) != 4:
        return None
    calendar, recurrence = ("" if part == _NONE else part for part in parts[:2])
    return Origin(calendar, recurrence, *parts[2:])


def fingerprint(appointment: Appointment) -> str:
    """Eight digits that change when the calendar says something else of this appointment."""
    url = appointment.link.url if appointment.link else ""
    said = (
        appointment.begin.isoformat(),
        appointment.end.isoformat(),
        appointment.title,
        appointment.mode,
        appointment.zone,
        url,
    )
    return _hash("\n".join(said))[:8]


def series_key(appointment: Appointment) -> str:
    """What an answer to "who is this?" is remembered under.

    A repeating event by its uid. A single one by a hash of its title, so that eight appointments of one name are one
    question; where the title names nobody ("Appointment"), by its own uid: the next one is somebody else.
    """
    if appointment.repeats or names_nobody(appointment.title):
        return f"uid:{appointment.series}"
    return f"title:{_hash(_plain(appointment.title))[:16]}"


def names_nobody(title: str) -> bool:
    """Whether a title has only words that any appointment could have."""
    words = re.findall(r"[^\W_]+(?::\d+)?", _plain(title))
    return all(word in _NOBODY for word in words)


def _plain(title: str) -> str:
    return _SPACES.sub(" ", title).strip().casefold()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
