"""A policy: a named, versioned, data-only profile of rules, checks and texts, each with its source."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import Enum
from typing import Generic, TypeVar

from data.values.flow import Flow
from data.values.people import Hours
from data.values.quick import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """One value of a policy and where it comes from ("S3 4.4", "standard").

    `inherited` names the profile it was taken over from when this policy's own source is silent.
    """

    value: T
    source: str
    inherited: str = ""


class Phase(Enum):
    """When a check belongs, in the order of a day."""

    DAY_START = "day start"
    REVIEW = "review"
    FIRST = "first session"
    BEFORE = "before"
    START = "start"
    GROUP = "group"
    DURING = "during"
    ENDING = "ending"
    AFTER = "after"
    DAY_END = "day end"


class Scope(Enum):
    """What a tick is about: one day, one session, one client for good, or the practice."""

    DAY = "day"
    SESSION = "session"
    CLIENT = "client"
    PRACTICE = "practice"


class CheckState(Enum):
    """The state of one line. Only DONE, ADJUSTED, NOT_APPLICABLE and REFUSED are settled; each looks different."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not applicable"
    ADJUSTED = "adjusted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    OVERRIDDEN = "overridden"


class About(Enum):
    """What a check is about, where a rule of the core needs to know; everything else is PLAIN."""

    PLAIN = "plain"
    PRIVACY = "privacy"
    LOCATION = "location"
    EMERGENCY_CONTACT = "emergency contact"
    CONTACT_RULES = "contact rules"
    IDENTITY = "identity"
    CONSENT = "consent"
    RECORDING = "recording"
    PLATFORM = "platform"
    LINK = "link"
    END_REMINDER = "end reminder"
    AFTERCARE = "aftercare"
    NEXT_SESSION = "next session"
    NOTE = "note"
    TEST_ALERT = "test alert"
    DROP_KEY = "drop key"
    PRESENT = "present"
    REVIEW = "review"
    FEEDBACK = "feedback"
    SAFE_WORD = "safe word"
    GROUP_AGREEMENT = "group agreement"


class Sees(Enum):
    """The closed list of what the console can see for itself. Safety answers are never among them."""

    LINK_NEW = "link new"
    PASSCODE = "passcode"
    PLATFORM = "platform"
    POLICY_IN_DATE = "policy in date"
    CONSENT_RECORDED = "consent recorded"
    LOCATION_AGE = "location age"
    CONTACT_PRESENT = "contact present"
    RULES_AGE = "rules age"


class Condition(Enum):
    """When a check applies. A check with several applies only when all hold."""

    FIRST_SESSION = "first session"
    NOT_FIRST = "not first session"
    CHILD = "child"
    WATCH = "watch"
    GROUP = "group"
    ONE_TO_ONE = "one to one"
    VIDEO = "video"
    PHONE = "phone"
    REMOTE = "remote"
    REVIEW_DUE = "review due"
    ACCESS_NEEDS = "access needs"
    TECHNICAL_FIRST = "first by this platform"


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a check: the word shown, the state it gives, the prompt for words to type ("" none)."""

    say: str
    gives: CheckState = CheckState.DONE
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a checklist, as the policy writes it.

    `answers` empty means a plain tick. `safety` lines cannot be done by a bare Enter and can never be deferred.
    `per_participant` gives every member of a session a line of their own. `days` repeats a PRACTICE check.
    """

    id: str
    phase: Phase
    text: str
    source: str
    scope: Scope = Scope.SESSION
    about: About = About.PLAIN
    per_participant: bool = False
    safety: bool = False
    answers: tuple[Answer, ...] = ()
    when: tuple[Condition, ...] = ()
    sees: Sees | None = None
    days: int | None = None
    hint: str = ""
    inherited: str = ""


class Recording(Enum):
    """What the policy says of recording and screenshots."""

    NOT_USED = "not used"
    NEVER = "never"
    DUAL_CONSENT = "dual consent"


class NotReached(Enum):
    """What follows when the client is not reached after a drop."""

    ON_CONCERN = "emergency contact on concern"
    MUST = "emergency contact must"
    NEW_APPOINTMENT = "new appointment"
    PLAN = "client's plan"


class LocationRule(Enum):
    """Where the client is: asked at every session, or taken as at home unless noted."""

    EVERY_SESSION = "every session"
    HOME = "home unless noted"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class CrisisNumber:
    """A number to give or ring in a crisis, with the advice to check its hours."""

    name: str
    number: str
    hint: str = ""
    source: str = ""
    inherited: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A text the practitioner may copy; never sent by itself. `channel` is what the gate is asked about."""

    text: str
    source: str
    channel: str = "text"
    inherited: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A text or address that a key shows: resources, privacy policy, complaints, the crisis policy."""

    title: str
    text: str
    source: str
    inherited: str = ""


@dataclass(frozen=True, slots=True)
class LinkRule:
    """What a meeting link must be: new for every session, with a passcode; `sent` says from where and when."""

    new: bool
    passcode: bool
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One whole policy, inheritance already filled in; see PRODUCT section 2 for the words.

    `platforms` empty: the policy names none, and the practice's own choice (`Practice.platforms`) counts.
    `platform_only`: an unapproved platform is refused, not merely overridden. `sources` maps a source's short name
    ("S3") to its title in words. `hash` is the SHA-256 of the text it was read from; "" for one made in a test.
    `not_asked` maps the id of a check that this policy leaves out to the source of that choice. `flows` lists its flows
    by name; `own_flows` are those of them that it writes itself.
    """

    name: str
    title: str
    source: str
    extends: str
    created: date | None
    review: date | None
    owner: str
    lead: str
    session: Cited[timedelta]
    warnings: Cited[tuple[timedelta, ...]]
    invitation: Cited[timedelta]
    reminder: Cited[timedelta]
    in_room: Cited[timedelta]
    late: Cited[tuple[timedelta, ...]]
    reconnect: Cited[timedelta]
    tries: Cited[int]
    gap: Cited[timedelta]
    wait: Cited[timedelta]
    not_reached: Cited[NotReached]
    notice: Cited[timedelta]
    platforms: Cited[tuple[str, ...]]
    platform_only: Cited[bool]
    link: Cited[LinkRule]
    recording: Cited[Recording]
    hours: Cited[Hours]
    child_under: Cited[int]
    own_consent: Cited[bool]
    location: Cited[LocationRule]
    stale_after: Cited[timedelta]
    breach_limit: Cited[timedelta]
    note_overdue: Cited[timedelta]
    buffer: Cited[timedelta]
    idle_lock: Cited[timedelta]
    review_every: Cited[int]
    retention: Cited[str]
    crisis_numbers: Mapping[str, tuple[CrisisNumber, ...]]
    references: Mapping[str, Reference]
    messages: Mapping[str, Message]
    checks: tuple[Check, ...]
    flows: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""
    not_asked: Mapping[str, str] = field(default_factory=dict)
    own_flows: Mapping[str, Flow] = field(default_factory=dict)
