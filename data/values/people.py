"""People and how they may be reached: clients, emergency contacts, the practice and its roles.

Contact rules belong to the number or address (a `Route`), never to the person: a retired route is never used again.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import Enum

from data.values.quick import dataclass


class Channel(Enum):
    """A way to use a route."""

    TEXT = "text"
    CALL = "call"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    LETTER = "letter"


class Safety(Enum):
    """What is known of one channel of one route. Unknown counts as not safe."""

    SAFE = "safe"
    NOT_SAFE = "not safe"
    UNKNOWN = "unknown"


class RouteKind(Enum):
    """What a route is: decides which channels it has."""

    PHONE = "phone"
    EMAIL = "email"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Hours:
    """Local wall-clock hours in which something may be done; `None` leaves that side open. May cross midnight."""

    after: time | None = None
    before: time | None = None


@dataclass(frozen=True, slots=True)
class ContactRule:
    """What was agreed for one channel of one route, and when that was last confirmed."""

    safety: Safety = Safety.UNKNOWN
    hours: Hours | None = None
    wording: str = ""
    who_may_answer: str = ""
    confirmed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One number or address of somebody, with its rules. `value` is a number as dialled, an e-mail or an address."""

    id: str
    kind: RouteKind
    value: str
    label: str = ""
    rules: Mapping[Channel, ContactRule] = field(default_factory=dict)
    retired: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """Somebody to ring when the client cannot be reached. `may_be_danger`: never offered as somebody to ring.

    `guardian`: stands for a child. Where nobody is marked so, the consent's name and the words of relation tell.
    """

    id: str
    name: str
    relation: str = ""
    consent: bool = False
    may_be_danger: bool = False
    routes: tuple[Route, ...] = ()
    confirmed: datetime | None = None
    guardian: bool = False


class Turn(Enum):
    """Who rings whom after a drop, as the client agreed."""

    PRACTITIONER = "practitioner"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the client agreed for a drop (S4 1.3): who rings, by which channel, the signal, how long to wait.

    `route` names the route to ring, or "" for the first that passes the gate. `by` may also be "chat" or "relay".
    """

    who_rings: Turn = Turn.PRACTITIONER
    by: str = "call"
    route: str = ""
    signal: str = ""
    closing_line: str = ""
    wait: timedelta | None = None
    letter_agreed: bool = False


class ConsentKind(Enum):
    """Whose consent lets a child be seen."""

    GUARDIAN = "guardian"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Consent:
    """A recorded consent for a child (S3 4.1): who gave it, when, and how it was seen or on what basis."""

    kind: ConsentKind
    who: str
    given: date
    how: str = ""


@dataclass(frozen=True, slots=True)
class RecordingConsent:
    """The two written consents that a dual-consent policy asks for (S3 4.5); each with its date."""

    client: date | None = None
    management: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client said they were, and when. An old one is LAST KNOWN, never where the client is.

    `abroad` is the country in words where they said that they are in another one than their own; "" at home.
    `left`: they have moved since and did not say where; it is LAST KNOWN, however new.
    """

    text: str
    at: datetime
    abroad: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """A person who is seen. Shown by `initials` (or `reference`) unless names are revealed."""

    id: str
    reference: str
    initials: str
    name: str = ""
    born: date | None = None
    watch: bool = False
    zone: str = ""
    country: str = ""
    routes: tuple[Route, ...] = ()
    emergency: tuple[EmergencyContact, ...] = ()
    plan: Plan = Plan()
    consent: Consent | None = None
    own_consent_basis: str = ""
    recording: RecordingConsent = RecordingConsent()
    safe_word: str = ""
    camera: str = ""
    device: str = ""
    access_needs: str = ""
    contact_route: str = ""
    suitability: str = ""
    self_care: str = ""
    safety_plan: str = ""
    pacing: str = ""
    mode: str = ""
    platform: str = ""
    fee_note: str = ""
    identity: str = ""
    identified: datetime | None = None
    seen: int = 0
    reviewed_at: int = 0
    last_place: Place | None = None
    last_activity: str = ""
    ended: date | None = None


class Role(Enum):
    """A role that the policy names; the person behind it is in the practice's data."""

    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGEMENT = "management"
    DATA_CONTROLLER = "data controller"
    CO_FACILITATOR = "co-facilitator"


@dataclass(frozen=True, slots=True)
class Colleague:
    """The person in a role, and the number to reach them."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OwnDate:
    """Something of the practitioner's own that comes due: training, competence, a security check, supervision."""

    id: str
    text: str
    due: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """The service that owns the policy: who I am, which numbers are mine, who stands behind me, and where we are.

    `policy` names a shipped profile or is the path of the practice's own policy file. `set_up` is false until the
    first-run questions were answered or left for later. `zone` is an IANA name, `country` an ISO 3166 code.
    """

    name: str = ""
    me: Colleague = Colleague()
    policy: str = "standard"
    zone: str = "Europe/London"
    country: str = "GB"
    platforms: tuple[str, ...] = ()
    roles: Mapping[Role, Colleague] = field(default_factory=dict)
    own_dates: tuple[OwnDate, ...] = ()
    set_up: bool = False
