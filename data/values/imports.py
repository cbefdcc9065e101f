"""What an import reads, what it would do, and what a person answered: values between a file and the facts.

Nothing here changes anything: a plan is shown first, and only a confirmed one becomes facts.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import Enum

from data.values.people import Client
from data.values.quick import dataclass
from data.values.session import MeetingLink, Session, SessionState


class Status(Enum):
    """What the calendar says of an appointment."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time an import looks at, in UTC: `begin` belongs to it, `end` does not."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """One instance of an event in a calendar; `begin` and `end` are UTC, worked out from its own wall clock in `zone`.

    `recurrence` is the instant (or date) the series had planned for it, "" for an event that does not repeat; with
    `uid` it finds the instance again. `series` is what the parts of one split series share. `floating` ones named no
    zone that is known, and were taken in the practice's. `open_end` ones say no end. `mode` is "phone", "in person"
    or "" where the calendar does not say.
    """

    uid: str
    recurrence: str
    series: str
    begin: datetime
    end: datetime
    zone: str
    title: str = ""
    status: Status = Status.CONFIRMED
    repeats: bool = False
    all_day: bool = False
    floating: bool = False
    open_end: bool = False
    link: MeetingLink | None = None
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An event of the calendar that could not be read, and why in words. Its sessions are never cancelled for it."""

    uid: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar file as read: its appointments within `window`.

    `id` tells calendars apart that have a name ("" for one without). `whole` ones list everything they hold, as feeds
    and exports do; invitations do not. `masters` are the uids whose own event is in the file, so that an instance
    missing from it was taken out.
    """

    window: Window
    id: str = ""
    whole: bool = False
    appointments: tuple[Appointment, ...] = ()
    unread: tuple[Unread, ...] = ()
    masters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """What the calendar child is asked: the practice's zone, and the window to look at."""

    zone: str
    window: Window


@dataclass(frozen=True, slots=True)
class Answered:
    """What the calendar child answers: a calendar, or trouble in one line."""

    calendar: Calendar | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer to "who is this?": clients (ids), or not a session at all.

    `new` are clients to be added by the answer; their ids are among `clients`. A group may have no clients yet.
    """

    clients: tuple[str, ...] = ()
    is_session: bool = True
    group: bool = False
    new: tuple[Client, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """A session to be added. `session` is whole but for its id and `first`, which are given when it is added."""

    session: Session
    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Change:
    """A session to be changed by what the calendar says now; `words` say what is different."""

    before: Session
    after: Session
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A session to be cancelled, in time or late, and why: the calendar says so, or it is no longer there."""

    session: Session
    to: SessionState
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A series whose client is not known: asked once. `perhaps` are clients whose name or initials are in the title."""

    series: str
    title: str
    appointments: tuple[Appointment, ...]
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. `skipped` says in words what it leaves alone, and why.

    `clients` are the known ones by id, `newcomers` those of them whose first session is still to come.
    """

    add: tuple[Addition, ...] = ()
    change: tuple[Change, ...] = ()
    cancel: tuple[Cancellation, ...] = ()
    ask: tuple[Question, ...] = ()
    unchanged: int = 0
    skipped: tuple[str, ...] = ()
    clients: Mapping[str, Client] = field(default_factory=dict)
    newcomers: frozenset[str] = frozenset()
    calendar: str = ""
    zone: str = "Europe/London"
    length_minutes: int = 50

    @property
    def empty(self) -> bool:
        """Whether confirming it would change nothing and asks nothing."""
        return not (self.add or self.change or self.cancel or self.ask)


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One row of a clients file: its line, and the cells that were filled, each already of its own type.

    An empty cell is not there at all; one that says "-" is there as `None`: it empties the field.
    """

    line: int
    reference: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a clients file as the clients child answers it: its line, and the filled cells as cleaned text."""

    line: int
    reference: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRead:
    """What the clients child answers: the rows, or trouble in one line or more."""

    rows: tuple[TextRow, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ClientChange:
    """A client to be changed by a row; `words` say what is different, without showing it."""

    before: Client
    after: Client
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """What an import of clients would do."""

    add: tuple[Client, ...] = ()
    change: tuple[ClientChange, ...] = ()
    unchanged: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether confirming it would change nothing."""
        return not (self.add or self.change)
