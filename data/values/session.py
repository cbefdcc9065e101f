"""A session: one appointment with one client, or a group with members; its clock, its ticks and what is still owed."""

from datetime import date, datetime, timedelta
from enum import Enum

from data.values.policy import About, CheckState, Scope
from data.values.quick import dataclass
from data.values.time import Now


class Mode(Enum):
    """How the session is held."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in person"


class SessionState(Enum):
    """Where a session stands; PRODUCT section 1. `late` is derived, never stored."""

    REQUESTED = "requested"
    OFFERED = "offered"
    AGREED = "agreed"
    PREPARING = "preparing"
    IN_ROOM = "in room"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED_IN_TIME = "cancelled in time"
    CANCELLED_LATE = "cancelled late"
    DID_NOT_ATTEND = "did not attend"
    REARRANGED = "rearranged"
    UNSAFE = "unsafe to proceed"


BEFORE_START = frozenset(
    {
        SessionState.REQUESTED,
        SessionState.OFFERED,
        SessionState.AGREED,
        SessionState.PREPARING,
        SessionState.IN_ROOM,
    }
)
EXPECTED = BEFORE_START - {SessionState.REQUESTED, SessionState.OFFERED}
"""Agreed and not begun: the client is expected."""
LIVE = frozenset({SessionState.RUNNING, SessionState.ENDING})
SIDE_EXITS = frozenset(
    {
        SessionState.CANCELLED_IN_TIME,
        SessionState.CANCELLED_LATE,
        SessionState.DID_NOT_ATTEND,
        SessionState.REARRANGED,
        SessionState.UNSAFE,
    }
)


class EndChoice(Enum):
    """When the session is meant to end: as booked, the full length from its start, or extended by hand."""

    AS_BOOKED = "as booked"
    FULL = "full length"
    EXTENDED = "extended"


class Side(Enum):
    """Whose side a delay or lost time was on."""

    CLIENT = "client"
    MINE = "mine"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class MeetingLink:
    """A meeting's address. `key` (platform and meeting number) tells whether two sessions share one room."""

    url: str
    platform: str = ""
    key: str = ""
    passcode: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the console could not watch: asleep, off, or the wall clock was changed.

    `ran` is the practitioner's answer (yes, no, partly; "" while unanswered) and `lost` what it cost the session. In a
    drop it is "dropped", and nobody is asked: the drop counts its minutes.
    """

    id: str
    begin: datetime
    end: datetime
    why: str
    ran: str = ""
    lost: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class LostTime:
    """Minutes that a drop or a gap took from the session, and whose side it was on."""

    lost: timedelta
    side: Side
    why: str


@dataclass(frozen=True, slots=True)
class Session:
    """One appointment. `begin` and `end` are the booked instants in UTC; `zone` is the wall clock they were agreed in.

    `participants` are client ids. `came_from` keeps what an import needs to find it again (calendar UID and
    recurrence id). `started_at` is the practitioner's start, perhaps backdated; `started` the reading of the clocks
    for that instant. `length` is a full session. A session belongs to the local date of its booked start, `day`.
    `agreed_by` is the channel (`Channel.value`) by which the appointment was agreed, at `agreed_at`: it confirms that
    channel for this appointment's messages (PRODUCT section 5). `co_facilitator` is who leads a group with me, by name.
    """

    id: str
    day: date
    begin: datetime
    end: datetime
    zone: str
    participants: tuple[str, ...] = ()
    title: str = ""
    group: bool = False
    mode: Mode = Mode.VIDEO
    platform: str = ""
    link: MeetingLink | None = None
    series: str = ""
    came_from: str = ""
    first: bool = False
    number: int = 0
    state: SessionState = SessionState.AGREED
    before: SessionState | None = None
    started: Now | None = None
    ends: datetime | None = None
    choice: EndChoice = EndChoice.AS_BOOKED
    late_side: Side | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    received: datetime | None = None
    reason: str = ""
    policy_hash: str = ""
    gaps: tuple[Gap, ...] = ()
    lost: tuple[LostTime, ...] = ()
    invited: datetime | None = None
    reminded: datetime | None = None
    modes: tuple[tuple[datetime, Mode], ...] = ()
    content_ended: datetime | None = None
    agreed_by: str = ""
    agreed_at: datetime | None = None
    co_facilitator: str = ""


@dataclass(frozen=True, slots=True)
class TickKey:
    """Which line: (scope, its id, participant or "", check id)."""

    scope: Scope
    scope_id: str
    participant: str
    check: str


@dataclass(frozen=True, slots=True)
class Tick:
    """What was answered to one check, by whom and when; `text` is the check as it read then.

    `about` is kept for the same reason. `by` is "practitioner" or "console";
    `answer` the word chosen, `detail` what was typed, `reason` for an override.
    """

    key: TickKey
    state: CheckState
    text: str
    at: datetime
    answer: str = ""
    detail: str = ""
    reason: str = ""
    by: str = "practitioner"
    source: str = ""
    about: About = About.PLAIN


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something still owed: a new appointment, a report, a call back. Closed only by a person."""

    id: str
    kind: str
    text: str
    made: datetime
    client: str = ""
    session: str = ""
    due: datetime | None = None
    done: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """The clinical text of a client's session: free, SOAP, DAP or BIRP. Locked once filed; later words are addenda."""

    id: str
    session: str
    client: str
    form: str = "free"
    text: str = ""
    saved: datetime | None = None
    filed: datetime | None = None
    addenda: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact between sessions, logged with its purpose (S0 L43)."""

    id: str
    client: str
    at: datetime
    channel: str
    purpose: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that was shown and stays until acknowledged. A newer one of the same session replaces it.

    `id` is stable over restarts (session, kind, instant due). `quiet` ones (crisis, covert) never sound.
    """

    id: str
    session: str
    kind: str
    words: str
    due: datetime
    shown: datetime
    late: bool = False
    acknowledged: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One working day: when it was opened, and when and how it was closed ("clean" or "open items")."""

    day: date
    opened: datetime | None = None
    closed: datetime | None = None
    how: str = ""
    open_items: tuple[str, ...] = ()
    alert_seen: str = ""


@dataclass(frozen=True, slots=True)
class SeriesLink:
    """What was once decided of a calendar series: it is this client's, or not a session at all (client "")."""

    series: str
    client: str
    is_session: bool = True
