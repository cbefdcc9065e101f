"""The day note as a value: what is handed over at the end of a day, before it takes any form.

Layer 1 is protocol (generated, with times), layer 2 clinical text (typed); they are kept apart. Clients appear by
initials and reference. The safe word, contact-safety reasons and abuse markers are in no part of it (section 9).
"""

from dataclasses import field
from datetime import date, datetime

from console.core import wall
from console.core.timeline import TimelineLine
from data.values.quick import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and how it reads on the practice's wall clock, with the local date."""

    at: datetime
    local: str
    day: date | None = None


def moment(at: datetime, zone: str) -> Moment:
    """The instant as that zone's wall clock shows it, to the second."""
    return Moment(at, wall.hhmmss(at, zone), wall.day_of(at, zone))


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as an export shows them. `called` are the words by which others would know them: never exported."""

    id: str
    reference: str
    initials: str
    called: tuple[str, ...] = field(default=(), repr=False)

    @property
    def shown(self) -> str:
        """Initials with the reference: "A.K. (REF-7)"."""
        if not self.initials or not self.reference:
            return self.initials or self.reference or "client not known"
        return f"{self.initials} ({self.reference})"


@dataclass(frozen=True, slots=True)
class Protocol:
    """One line of layer 1: what was asked, what came of it, when and by whom; `client` is an id or "" for the session.

    `about` is the check's subject ("privacy", "location", …); `state` "open" is said as "not done".
    """

    client: str
    about: str
    text: str
    words: str
    state: str
    when: Moment | None
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Clinical:
    """Layer 2: one client's typed text, its form, and what was added after it was filed."""

    client: str
    form: str
    text: str
    saved: Moment | None
    filed: Moment | None
    addenda: tuple[tuple[Moment, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyNamed:
    """The policy that held: its title, the name and hash it is known by, its review date, and whether that is over."""

    title: str
    name: str
    created: date | None
    hash: str
    review: date | None
    overdue: bool

    @property
    def words(self) -> str:
        """One line: "Remote Session Protocol Policy (of 2025-10-12), review overdue since 2026-10-12"."""
        made = f" (of {self.created})" if self.created else ""
        if self.review is None:
            return f"{self.title}{made}, no review date"
        return f"{self.title}{made}, review {'overdue since' if self.overdue else 'by'} {self.review}"


@dataclass(frozen=True, slots=True)
class AttemptNote:
    """One try to reach somebody: when, whom in words ("Call to the client, try 2"), and what came of it."""

    when: Moment
    what: str
    outcome: str


@dataclass(frozen=True, slots=True)
class IncidentNote:
    """One incident: a drop, a late client. `client` is an id or ""; `outcome` and `decider` "" where they are not told.

    `attempts` leave out what is not told. The gate's overrides and every reason are in the journal alone.
    """

    client: str
    what: str
    began: Moment
    ended: Moment | None
    outcome: str
    decider: str
    attempts: tuple[AttemptNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionNote:
    """One session: its course in words with times, protocol, clinical text, and the timeline second by second.

    `minutes` is what it lasted in whole minutes and `lost` what drops and gaps took of it; None where it did not take
    place. `course` are further sentences: modes, gaps, cancellation, lost time.
    """

    id: str
    day: date
    begin: Moment
    end: Moment
    group: bool
    number: int
    people: tuple[Person, ...]
    state: str
    mode: str
    platform: str
    started: Moment | None
    ends: Moment | None
    choice: str
    ended: Moment | None
    minutes: int | None
    lost_minutes: int
    course: tuple[str, ...]
    policy: PolicyNamed
    protocol: tuple[Protocol, ...]
    clinical: tuple[Clinical, ...]
    owed: tuple[tuple[str, str], ...]
    timeline: tuple[TimelineLine, ...]
    incidents: tuple[IncidentNote, ...] = ()


@dataclass(frozen=True, slots=True)
class DayNote:
    """A whole day. `closed` says how the day was closed; `open_items` is what is not settled; `head` of the journal.

    `owed` are (client id or "", words); `incidents` those of no session. `zone` names the wall clock of every local
    time in it.
    """

    day: date
    made: Moment
    zone: str
    practice: str
    practitioner: str
    policy: PolicyNamed
    closed: str
    open_items: tuple[str, ...]
    owed: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[Person, Moment, str], ...]
    day_checks: tuple[Protocol, ...]
    sessions: tuple[SessionNote, ...]
    timeline: tuple[TimelineLine, ...]
    clinical: bool
    demo: bool
    head: str = ""
    incidents: tuple[IncidentNote, ...] = ()
