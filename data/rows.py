"""How a value lies in its table: real columns for what is asked for, the whole value as JSON in `doc`, and a seal.

The seal is a keyed hash over the table's name, the key columns and `doc`; the key is not in the database. So a flipped
bit or an edit by hand is noticed even where SQLite itself sees nothing wrong. Instants are text in UTC of one width,
which sorts as time does in any database.
"""

import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from data.codec import encode
from data.values.incident import Incident
from data.values.kept import Kept
from data.values.keys import Secret
from data.values.people import Client, Practice
from data.values.quick import dataclass
from data.values.session import Contact, DayRecord, FollowUp, Note, SeriesLink, Session, Tick, Warned

Row = dict[str, object]
SEAL_LENGTH = 16


def stamp(at: datetime) -> str:
    """An instant as it is stored. Raises ValueError for one without a zone: nobody knows when that was."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(text: str) -> datetime:
    """The stored instant, in UTC. Raises ValueError."""
    return datetime.fromisoformat(text)


def _maybe(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def seal(mac_key: Secret, table: str, keys: list[object], doc: str) -> bytes:
    """The seal of one row."""
    return hmac.digest(mac_key, encode([table, *keys, doc]).encode(), "sha256")[:SEAL_LENGTH]


@dataclass(frozen=True, slots=True)
class Shape:
    """One table of projections: its name, the value it holds, its columns (keys first), and how they are made."""

    table: str
    kind: type[Any]
    keys: tuple[str, ...]
    others: tuple[str, ...]
    columns: Callable[[Any], Row]

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of the table."""
        return (*self.keys, *self.others, "doc", "seal")

    def row(self, value: object, mac_key: Secret) -> Row:
        """The whole row of a value. Raises ValueError (also UnicodeEncodeError) for what cannot be stored."""
        return self.sealed(self.columns(value), encode(value), mac_key)

    def sealed(self, row: Row, doc: str, mac_key: Secret) -> Row:
        """These columns with the text of the value and the seal over both."""
        return row | {"doc": doc, "seal": seal(mac_key, self.table, [row[name] for name in self.keys], doc)}


def _practice(_: Practice) -> Row:
    return {"id": 1}


def _client(value: Client) -> Row:
    words = " ".join((value.reference, value.initials, value.name)).casefold()
    ended = None if value.ended is None else value.ended.isoformat()
    return {"id": value.id, "reference": value.reference, "words": words, "ended": ended}


def _session(value: Session) -> Row:
    return {
        "id": value.id,
        "day": value.day.isoformat(),
        "begin_utc": stamp(value.begin),
        "end_utc": stamp(value.end),
        "state": value.state.value,
        "series": value.series,
        "came_from": value.came_from,
        "link_key": value.link.key if value.link else "",
    }


def _tick(value: Tick) -> Row:
    key = value.key
    return {
        "scope": key.scope.value,
        "scope_id": key.scope_id,
        "participant": key.participant,
        "check_id": key.check,
        "state": value.state.value,
        "at_utc": stamp(value.at),
    }


def _follow_up(value: FollowUp) -> Row:
    return {
        "id": value.id,
        "client": value.client,
        "session": value.session,
        "due_utc": _maybe(value.due),
        "done_utc": _maybe(value.done),
    }


def _note(value: Note) -> Row:
    return {"id": value.id, "session": value.session, "client": value.client, "filed_utc": _maybe(value.filed)}


def _contact(value: Contact) -> Row:
    return {"id": value.id, "client": value.client, "at_utc": stamp(value.at)}


def _day(value: DayRecord) -> Row:
    return {"day": value.day.isoformat(), "closed_utc": _maybe(value.closed)}


def _series(value: SeriesLink) -> Row:
    return {"series": value.series, "client": value.client, "is_session": value.is_session}


def _warned(value: Warned) -> Row:
    return {
        "id": value.id,
        "session": value.session,
        "due_utc": stamp(value.due),
        "shown_utc": stamp(value.shown),
        "acknowledged_utc": _maybe(value.acknowledged),
    }


def _incident(value: Incident) -> Row:
    return {
        "id": value.id,
        "session": value.session,
        "client": value.client,
        "flow": value.flow,
        "began_utc": stamp(value.t0.utc),
        "ended_utc": _maybe(value.ended),
    }


PRACTICE = Shape("practice", Practice, ("id",), (), _practice)
CLIENT = Shape("client", Client, ("id",), ("reference", "words", "ended"), _client)
SESSION = Shape(
    "session",
    Session,
    ("id",),
    ("day", "begin_utc", "end_utc", "state", "series", "came_from", "link_key"),
    _session,
)
TICK = Shape("tick", Tick, ("scope", "scope_id", "participant", "check_id"), ("state", "at_utc"), _tick)
FOLLOW_UP = Shape("follow_up", FollowUp, ("id",), ("client", "session", "due_utc", "done_utc"), _follow_up)
NOTE = Shape("note", Note, ("id",), ("session", "client", "filed_utc"), _note)
CONTACT = Shape("contact", Contact, ("id",), ("client", "at_utc"), _contact)
DAY = Shape("day", DayRecord, ("day",), ("closed_utc",), _day)
SERIES = Shape("series", SeriesLink, ("series",), ("client", "is_session"), _series)
WARNED = Shape("warned", Warned, ("id",), ("session", "due_utc", "shown_utc", "acknowledged_utc"), _warned)
INCIDENT = Shape("incident", Incident, ("id",), ("session", "client", "flow", "began_utc", "ended_utc"), _incident)
SHAPES = (PRACTICE, CLIENT, SESSION, TICK, FOLLOW_UP, NOTE, CONTACT, DAY, SERIES, WARNED, INCIDENT)


def values_of(kept: Kept) -> Iterator[tuple[Shape, tuple[object, ...]]]:
    """The values to save, table by table, in the order in which they may be written."""
    yield PRACTICE, () if kept.practice is None else (kept.practice,)
    yield CLIENT, kept.clients
    yield SESSION, kept.sessions
    yield TICK, kept.ticks
    yield FOLLOW_UP, kept.follow_ups
    yield NOTE, kept.notes
    yield CONTACT, kept.contacts
    yield DAY, kept.days
    yield SERIES, kept.series
    yield WARNED, kept.warned
    yield INCIDENT, kept.incidents
