"""The state: everything the core decides from. One value, held by the runner, rebuilt from the store at start."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.values.people import Client, Practice
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.session import (
    Contact,
    DayRecord,
    FollowUp,
    Note,
    SeriesLink,
    Session,
    Tick,
    TickKey,
    Warned,
)
from data.values.time import Now

if TYPE_CHECKING:
    from console.core.effects import Effect
    from data.values.facts import Record
    from data.values.flow import Flow
    from data.values.incident import Incident


def slot(warned: Warned) -> str:
    """Where a warning stands: end warnings of one session replace one another, all others stand for themselves."""
    return warned.session if warned.kind.startswith("end-") else warned.id


@dataclass(frozen=True, slots=True)
class Saving:
    """Whether what is on the screen is on the disk: "saved", "saving" or "NOT SAVED" with why."""

    pending: int = 0
    saved: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the core answers to the last event: a refusal with its cure, or a plain confirmation."""

    words: str
    refused: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """The console hides everything. `how`: "idle", "resume" (after a sleep) or "key"; see `console.core.lock`."""

    how: str
    since: Now


@dataclass(frozen=True, slots=True)
class State:
    """See ARCHITECTURE "How it moves". Maps are keyed by the id of what they hold; values are never changed in place.

    The first block is kept (projections of facts); the second lives in memory only. `other_links` are the rooms
    (`MeetingLink.key`) that sessions outside the loaded ones use or used. `warned` holds the newest end warning under
    its session's id and every other one under its own; `shown` the ids of all that were. `incidents` are those still
    open and those of today; `flows` the flows of the policy by id, and those that open incidents began with by hash.
    `turning` is the day that is being loaded; `ahead` the one after `today` that is loaded beside it, while a session
    runs past midnight. `rehearsal` is the flow that is rehearsed with invented people, "" in every real console.
    `losses` are what the check of the journal found and nobody has read, `losses_read` what was read here; `no_backup`
    is why today has no backup, and `no_backup_seen` whether a person has seen that.
    `line` is the machine's own network line in words ("up", "down since 10:18:20", "unknown"), looked at in a drop.
    `touched` is when somebody last pressed a key; `lock_in_session` the setting of that name; `sharing` is on while the
    screen is shared with others, and everything personal hidden on it. `plain`: what is kept is not encrypted.
    """

    today: date
    policy: Policy
    practice: Practice = field(default_factory=Practice)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    clients: Mapping[str, Client] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)
    ticks: Mapping[TickKey, Tick] = field(default_factory=dict)
    follow_ups: Mapping[str, FollowUp] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    days: Mapping[date, DayRecord] = field(default_factory=dict)
    series: Mapping[str, SeriesLink] = field(default_factory=dict)
    warned: Mapping[str, Warned] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    incidents: "Mapping[str, Incident]" = field(default_factory=dict)
    flows: "Mapping[str, Flow]" = field(default_factory=dict)

    other_links: frozenset[str] = frozenset()
    demo: bool = False
    rehearsal: str = ""
    read_only: bool = False
    beat: Now | None = None
    rung: Now | None = None
    saving: Saving = Saving()
    notifier: str = "unknown"
    notifier_words: str = ""
    said: Said | None = None
    arrived: str = ""
    turning: date | None = None
    ahead: date | None = None
    losses: tuple[str, ...] = ()
    losses_read: frozenset[str] = frozenset()
    no_backup: str = ""
    no_backup_seen: bool = False
    line: str = "unknown"
    line_asked: Now | None = None
    locked: Locked | None = None
    touched: Now | None = None
    lock_in_session: bool = False
    sharing: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to: the new state, the facts to save, and the effects to perform."""

    state: State
    records: "tuple[Record, ...]" = ()
    effects: "tuple[Effect, ...]" = ()


def day_record(state: State) -> DayRecord:
    """The record of the state's day, or a fresh one."""
    return state.days.get(state.today, DayRecord(state.today))


def policy_of(state: State, session: Session) -> Policy:
    """The policy that counts for a session: the one pinned at its start, before that today's."""
    return state.policies.get(session.policy_hash, state.policy)
