"""What is kept besides the facts: the projections, as one value for loading and for saving.

Loading gives those of a day (and everything still open); saving gives only those that a step changed.
"""

from collections.abc import Mapping
from datetime import datetime

from data.values.incident import Incident
from data.values.people import Client, Practice
from data.values.quick import dataclass
from data.values.session import Contact, DayRecord, FollowUp, Note, SeriesLink, Session, Tick, Warned


@dataclass(frozen=True, slots=True)
class Kept:
    """Projections of the facts, each an ordinary table. `other_links`: rooms used by sessions outside these."""

    practice: Practice | None = None
    clients: tuple[Client, ...] = ()
    sessions: tuple[Session, ...] = ()
    ticks: tuple[Tick, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    notes: tuple[Note, ...] = ()
    contacts: tuple[Contact, ...] = ()
    days: tuple[DayRecord, ...] = ()
    series: tuple[SeriesLink, ...] = ()
    warned: tuple[Warned, ...] = ()
    incidents: tuple[Incident, ...] = ()
    other_links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What was being typed and not yet saved as a fact: one overwritten row outside the journal."""

    id: str
    revision: int
    fields: Mapping[str, str]
    saved: datetime | None = None
