"""Facts: what happened, stored for good. The timeline is made of them, and the whole state is rebuilt from them.

One client a fact: a group act is one fact for each member and one without personal data. An undo is a new fact. Each
class here is one `kind`; its fields are the payload. `Record` is the envelope with everything that is stored beside it.
"""

from datetime import datetime, timedelta

from data.values.incident import Attempt, Given, Incident, Passage, StepMark
from data.values.people import Client, Practice
from data.values.quick import dataclass
from data.values.session import (
    Contact,
    DayRecord,
    EndChoice,
    FollowUp,
    Gap,
    LostTime,
    Mode,
    Note,
    SeriesLink,
    Session,
    SessionState,
    Side,
    Tick,
    Warned,
)
from data.values.time import Now


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """The practice's own data were entered or changed."""

    practice: Practice


@dataclass(frozen=True, slots=True)
class ClientSaved:
    """A client was added or changed."""

    client: Client


@dataclass(frozen=True, slots=True)
class SessionSaved:
    """A session was booked, or changed before its start, by hand or by an import."""

    session: Session


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A person moved a session to another state; `received` is when a cancellation was received."""

    session: str
    to: SessionState
    at: datetime
    reason: str = ""
    received: datetime | None = None
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A session began; `at` may lie before the key was pressed. The policy's hash is pinned here."""

    session: str
    at: datetime
    started: Now
    ends: datetime
    choice: EndChoice
    late_side: Side | None = None
    policy_hash: str = ""


@dataclass(frozen=True, slots=True)
class EndSet:
    """The practitioner chose when the session is meant to end."""

    session: str
    ends: datetime
    choice: EndChoice
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ModeChanged:
    """The session went on in another mode."""

    session: str
    mode: Mode
    at: datetime


@dataclass(frozen=True, slots=True)
class GapFound:
    """The console could not watch for a while in a running session."""

    session: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class GapAnswered:
    """The practitioner said whether the session ran during the gap, and what was lost."""

    session: str
    gap: str
    ran: str
    lost: timedelta


@dataclass(frozen=True, slots=True)
class Ticked:
    """A check was answered, by a person or by the console itself; answering OPEN takes an answer back."""

    tick: Tick


@dataclass(frozen=True, slots=True)
class WarningShown:
    """A warning was put on the screen."""

    warned: Warned


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A person acknowledged the warning that stood for this session (or "" for one of the day)."""

    warning: str
    session: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpSaved:
    """Something owed was added, changed or closed by a person."""

    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class NoteSaved:
    """The text of a note was saved."""

    note: Note


@dataclass(frozen=True, slots=True)
class NoteFiled:
    """A note was filed in the record system, and is locked."""

    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AddendumAdded:
    """Words added to a filed note."""

    note: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ContactLogged:
    """A contact between sessions, with its purpose."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class DaySaved:
    """A working day was opened or closed."""

    record: DayRecord


@dataclass(frozen=True, slots=True)
class SeriesDecided:
    """A calendar series was given to a client, or said not to be a session."""

    link: SeriesLink


@dataclass(frozen=True, slots=True)
class MessageNoted:
    """The practitioner sent a session's "invitation" or "reminder" by their own means."""

    session: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A day note left the console: "exported" (with its form) or "copied"."""

    how: str
    form: str
    at: datetime
    session: str = ""


@dataclass(frozen=True, slots=True)
class IncidentBegan:
    """An incident key was pressed, or a flow began by itself at its hour."""

    incident: Incident


@dataclass(frozen=True, slots=True)
class IncidentRetimed:
    """It began earlier than the key: t = 0 was set back."""

    incident: str
    t0: Now


@dataclass(frozen=True, slots=True)
class IncidentGiven:
    """A question of the flow was answered, again or for the first time; or a preset came to hold."""

    incident: str
    given: Given


@dataclass(frozen=True, slots=True)
class StageEntered:
    """Another stage opened."""

    incident: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class StepMarked:
    """A step was done, skipped with a reason, or found not possible."""

    incident: str
    mark: StepMark


@dataclass(frozen=True, slots=True)
class AttemptBegan:
    """Somebody is being rung."""

    incident: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    """How a try ended."""

    incident: str
    attempt: str
    outcome: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClientChosen:
    """It became known whom the incident is about."""

    incident: str
    client: str
    session: str


@dataclass(frozen=True, slots=True)
class IncidentSuspended:
    """A more urgent incident, `by` its id, took over; or it gave this one back (`at` None, and `resumed` when)."""

    incident: str
    at: datetime | None
    resumed: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class IncidentEnded:
    """An incident ended: how, and who decided; `words` are what was said with it. `error` for one begun by mistake."""

    incident: str
    outcome: str
    decider: str
    at: datetime
    error: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimeLost:
    """Minutes that a drop took from a session, and whose side it was on."""

    session: str
    lost: LostTime
    at: datetime


@dataclass(frozen=True, slots=True)
class ContentEnded:
    """The content of a session is over (a third drop, a safe landing); reaching the client may go on."""

    session: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overridden:
    """The gate was overridden with a reason. The reason is for the journal alone."""

    incident: str
    client: str
    route: str
    channel: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AgreedBy:
    """An appointment was agreed by a channel ("text", "email", …): confirms it for that appointment's messages."""

    session: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyArrived:
    """An incident key arrived; until its flow exists this is all that happens."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The file was put back from the backup made at `made`; entries `first` to `last` (0 for none) were given up."""

    made: datetime
    first: int
    last: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LossesRead:
    """A person read what the journal's check had found: edited, removed, cut short, rolled back or swapped."""

    sentences: tuple[str, ...]
    at: datetime


Fact = (
    PracticeSet
    | ClientSaved
    | SessionSaved
    | StateChanged
    | Started
    | EndSet
    | ModeChanged
    | GapFound
    | GapAnswered
    | Ticked
    | WarningShown
    | Acknowledged
    | FollowUpSaved
    | NoteSaved
    | NoteFiled
    | AddendumAdded
    | ContactLogged
    | DaySaved
    | SeriesDecided
    | HandedOver
    | MessageNoted
    | KeyArrived
    | IncidentBegan
    | IncidentRetimed
    | IncidentGiven
    | StageEntered
    | StepMarked
    | AttemptBegan
    | AttemptEnded
    | ClientChosen
    | IncidentSuspended
    | IncidentEnded
    | TimeLost
    | ContentEnded
    | Overridden
    | AgreedBy
    | Restored
    | LossesRead
)


@dataclass(frozen=True, slots=True)
class Record:
    """A fact with what is stored beside it.

    `stream` is "practice", "journal", "day:2026-11-21", "session:ID" or "client:ID"; `client` the one person it is
    about, or "".
    `happened` differs from `recorded.utc` when it was backdated. `writer` and `seq` are given by the store.
    """

    stream: str
    client: str
    fact: Fact
    recorded: Now
    happened: datetime
    version: int = 1
    writer: str = ""
    seq: int = 0
