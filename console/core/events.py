"""Events: what a person did or what came back from outside, in the past tense. The core decides what follows."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, timedelta

from data.values.facts import Record
from data.values.flow import Flow
from data.values.kept import Kept
from data.values.people import Client, Practice
from data.values.policy import CheckState, Policy
from data.values.quick import dataclass
from data.values.session import Contact, EndChoice, FollowUp, Mode, Session, SessionState, Side, TickKey


# --- from the clock and from the runner ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Beat:
    """The heartbeat, or a wake-up of the scheduler: look at what is due."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The console opened on this state; `last_seen` is the last instant at which a console watched, if known."""

    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything given to the store up to now is on the disk."""


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """What is being typed is on the disk; no fact was."""


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """The store could not save; `words` say why and what to do. What was not saved is kept and tried again."""

    words: str


@dataclass(frozen=True, slots=True)
class LossesFound:
    """The check of the journal found this: edited, removed, cut short, rolled back or swapped; a sentence each."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossesRead:
    """A person has read what was found."""


@dataclass(frozen=True, slots=True)
class BackupTried:
    """Today's backup was made, or `failed` says why not."""

    failed: str = ""


@dataclass(frozen=True, slots=True)
class NoBackupSeen:
    """A person has seen that today has no backup."""


@dataclass(frozen=True, slots=True)
class NotifierAnswered:
    """What became of the last desktop notification: "on", "failed", "missing" or "off", and why in words."""

    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class HandoverDone:
    """A day note was written ("exported") or copied ("copied"); `where` is a path or a client's initials."""

    how: str
    form: str
    where: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class PolicyLoaded:
    """The policy that was asked for is here; `name` is the shipped name or the path it was read from."""

    name: str
    policy: Policy
    flows: Mapping[str, Flow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayLoaded:
    """What was kept of another day, to go on with."""

    day: date
    kept: Kept


@dataclass(frozen=True, slots=True)
class ClientsLoaded:
    """The clients who have nothing on today; needed for bookings by hand."""

    clients: tuple[Client, ...]


@dataclass(frozen=True, slots=True)
class EffectDone:
    """Something outside was done that a person must know of; `words` say what."""

    words: str


@dataclass(frozen=True, slots=True)
class EffectFailed:
    """Something outside did not work; `words` say what and the cure."""

    words: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """A key was pressed that can do nothing here and now; `words` say what would help."""

    words: str


# --- the practice, clients, bookings ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PracticeEntered:
    """The first-run questions (or the practice's settings) were answered or left for later.

    `session_minutes` asks for another session length than the chosen policy's: a policy file of the practice's own.
    """

    practice: Practice
    session_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ClientEntered:
    """A client was added or changed by hand; an existing client keeps its id."""

    client: Client


@dataclass(frozen=True, slots=True)
class SessionEntered:
    """A session was added or changed by hand."""

    session: Session


@dataclass(frozen=True, slots=True)
class RecordsGiven:
    """Facts that an import or a writing command prepared; this console owns the file, so it keeps them."""

    records: tuple[Record, ...]


# --- a session -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Moved:
    """A person moved a session to another state (every state but RUNNING, which is `StartPressed`).

    `at` backdates; `received` is when a cancellation came in; `reason` is typed where one is asked for.
    """

    session: str
    to: SessionState
    at: datetime | None = None
    reason: str = ""
    received: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The last change of a session's state was a mistake; it goes back to the state before."""

    session: str


@dataclass(frozen=True, slots=True)
class StartPressed:
    """Start this session, at `at` if it began earlier.

    `other_ended` answers when a session that still runs ended.
    """

    session: str
    at: datetime | None = None
    other_ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndChosen:
    """As booked or the full length; `side` says who was late."""

    session: str
    choice: EndChoice
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """The session is to end `by` later than it was to; what it runs into was shown before."""

    session: str
    by: timedelta


@dataclass(frozen=True, slots=True)
class GapExplained:
    """The answer to "was the session running?": "yes", "no" or "partly" with the time lost."""

    session: str
    gap: str
    ran: str
    lost: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ModeSwitched:
    """The session goes on by phone, by video or in person."""

    session: str
    mode: Mode


# --- checks ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CheckAnswered:
    """A person answered a check. `answer` is one of the check's words or "" for a plain tick.

    `state` is asked for directly only for DEFERRED, OVERRIDDEN (with `reason`), NOT_APPLICABLE and OPEN (taken back);
    otherwise it follows from the answer.
    """

    key: TickKey
    answer: str = ""
    detail: str = ""
    state: CheckState | None = None
    reason: str = ""


# --- warnings, owed, notes, the day ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WarningAcknowledged:
    """`a`: the standing warning was seen. It ticks nothing."""

    session: str


@dataclass(frozen=True, slots=True)
class FollowUpEntered:
    """Something owed was added, changed, or closed with its outcome."""

    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class NoteTyped:
    """The note's text as it stands while it is typed; kept as a draft."""

    session: str
    client: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class FormTyped:
    """Something is being typed in a form, and is not entered yet; without fields it is over."""

    form: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteEntered:
    """The note was saved."""

    session: str
    client: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteFiledAway:
    """The note was filed in the record system: locked from now on."""

    note: str


@dataclass(frozen=True, slots=True)
class AddendumEntered:
    """Words added to a filed note."""

    note: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactEntered:
    """A contact between sessions was logged."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The practitioner closed the day; `with_open` must be true where something is unresolved."""

    with_open: bool = False


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Closing was too early."""


@dataclass(frozen=True, slots=True)
class AlertAnswered:
    """The answer to "did you see the test alert?"."""

    seen: bool


@dataclass(frozen=True, slots=True)
class TestAlertAsked:
    """Send the test alert."""


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """Copy one client's day note of one session."""

    session: str
    client: str
    clinical: bool = True


@dataclass(frozen=True, slots=True)
class DayNoteWanted:
    """Write the day note to files in these forms."""

    forms: tuple[str, ...] = ("md", "json", "csv")
    clinical: bool = True


@dataclass(frozen=True, slots=True)
class GrabCardWanted:
    """Write the page for when the laptop itself fails."""


@dataclass(frozen=True, slots=True)
class MessageSent:
    """The practitioner sent the invitation or the reminder of a session by their own means."""

    session: str
    what: str


@dataclass(frozen=True, slots=True)
class IncidentPressed:
    """F2 to F5, Esc then 2 to 5, `session-day press`, or a letter of the list that F5 opens.

    `key` is "drop", "crisis", "safe-word", "more", or the id of any flow of the policy.
    `in_hand` is the line of the day's checklist that the cursor is on, where there is one: it may be the one that asks
    to try this key.
    """

    key: str
    outside: bool = False
    in_hand: TickKey | None = None


@dataclass(frozen=True, slots=True)
class FlowKeyPressed:
    """A key of the open incident's screen; `words` are what was typed where the key asks for some."""

    incident: str
    key: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class IncidentFor:
    """Whom the incident is about: a session's client, or any client; before it was known, NO CALL stood there."""

    incident: str
    client: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class BeganEarlier:
    """ "It began about a minute ago": t = 0 is set back by so much."""

    incident: str
    by: timedelta


@dataclass(frozen=True, slots=True)
class GateOverridden:
    """The gate's answer is overridden for one route and channel, with a reason."""

    incident: str
    client: str
    route: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class RouteConfirmed:
    """One key said that a stale rule is still right (or that a contact may be rung): it is dated anew."""

    client: str
    route: str
    channel: str


@dataclass(frozen=True, slots=True)
class AppointmentAgreed:
    """The appointment was agreed by this channel (`Channel.value`)."""

    session: str
    channel: str


@dataclass(frozen=True, slots=True)
class LineSeen:
    """The state of the machine's own network line: "up", "down" or "unknown"."""

    state: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is there: a key or the mouse. Sent every few seconds at most."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """The program was stopped (Ctrl-Z) and goes on."""


@dataclass(frozen=True, slots=True)
class LockPressed:
    """The key of the lock: hide everything now."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The passphrase was right (in a plain home: Enter): the screens are back."""


@dataclass(frozen=True, slots=True)
class SharePressed:
    """The key of the screen share: everything personal is hidden on every screen, or is shown again."""


@dataclass(frozen=True, slots=True)
class LeaveAsked:
    """End the program; nothing is lost by it."""


Event = (
    Beat
    | Opened
    | Saved
    | DraftSaved
    | SaveFailed
    | LossesFound
    | LossesRead
    | BackupTried
    | NoBackupSeen
    | NotifierAnswered
    | HandoverDone
    | EffectDone
    | EffectFailed
    | NotNow
    | PolicyLoaded
    | DayLoaded
    | ClientsLoaded
    | PracticeEntered
    | ClientEntered
    | SessionEntered
    | RecordsGiven
    | Moved
    | Undone
    | StartPressed
    | EndChosen
    | Extended
    | GapExplained
    | ModeSwitched
    | CheckAnswered
    | WarningAcknowledged
    | FollowUpEntered
    | NoteTyped
    | FormTyped
    | NoteEntered
    | NoteFiledAway
    | AddendumEntered
    | ContactEntered
    | DayClosed
    | DayReopened
    | AlertAnswered
    | TestAlertAsked
    | NoteCopied
    | DayNoteWanted
    | GrabCardWanted
    | MessageSent
    | IncidentPressed
    | FlowKeyPressed
    | IncidentFor
    | BeganEarlier
    | GateOverridden
    | RouteConfirmed
    | AppointmentAgreed
    | LineSeen
    | Touched
    | CameBack
    | LockPressed
    | Unlocked
    | SharePressed
    | LeaveAsked
)
