"""Small builders for the core's tests: a policy, a client, a session and a state, each with one change at a time.

The day is Saturday 21 November 2026; the session is A.K.'s, 10:00 to 10:50 in London, and `NOW` is 10:18:31.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from console.core.state import State
from data.values.people import Channel, Client, ContactRule, EmergencyContact, Hours, Route, RouteKind, Safety
from data.values.policy import (
    About,
    Answer,
    Check,
    CheckState,
    Cited,
    LinkRule,
    LocationRule,
    NotReached,
    Phase,
    Policy,
    Recording,
    Scope,
)
from data.values.session import Session, Tick, TickKey
from data.values.time import Now

T = TypeVar("T")

TODAY = date(2026, 11, 21)
BOOT = "boot-1"
LONDON = "Europe/London"


def at(hour: int, minute: int = 0, second: int = 0, *, day: date = TODAY) -> datetime:
    """That time of the day, in UTC (in November also London's)."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=UTC)


def now_at(hour: int, minute: int = 0, second: int = 0, *, day: date = TODAY) -> Now:
    """A reading of the clocks at that time, on one boot that began at midnight of `TODAY`."""
    utc = at(hour, minute, second, day=day)
    return Now(utc, BOOT, (utc - at(0)).total_seconds())


def days_ago(days: float, now: Now | None = None) -> datetime:
    """The instant so many days before now."""
    return (now or NOW).utc - timedelta(days=days)


NOW = now_at(10, 18, 31)
BEGIN = at(10)
END = at(10, 50)


def cited(value: T, source: str = "standard") -> Cited[T]:
    """A value with a source."""
    return Cited(value, source)


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


# --- checks -----------------------------------------------------------------------------------------------------------
def a_check(id: str = "headphones", phase: Phase = Phase.BEFORE, **changes: Any) -> Check:  # noqa: A002 - as in Check
    """A plain line of a checklist."""
    return replace(Check(id, phase, f"The line {id}", "S3 4.4"), **changes)


PRIVATE = a_check(
    "private",
    Phase.START,
    text="Alone, private and safe?",
    source="S3 4.2",
    about=About.PRIVACY,
    per_participant=True,
    safety=True,
    answers=(
        Answer("alone"),
        Answer("adjusted", CheckState.ADJUSTED, "How?"),
        Answer("rearranged", CheckState.REFUSED),
    ),
)
WHERE = a_check(
    "where",
    Phase.START,
    text="Where are you now?",
    source="S3 4.2",
    about=About.LOCATION,
    per_participant=True,
    safety=True,
    answers=(Answer("at", CheckState.DONE, "The address"), Answer("refused", CheckState.REFUSED)),
)
EMERGENCY = a_check(
    "emergency-contact",
    Phase.START,
    text="Emergency contact still right?",
    source="S3 4.3",
    about=About.EMERGENCY_CONTACT,
    per_participant=True,
    safety=True,
    answers=(
        Answer("same"),
        Answer("updated", CheckState.ADJUSTED, "Who, and which number?"),
        Answer("refused", CheckState.REFUSED),
    ),
)
RULES = a_check(
    "contact-rules",
    Phase.START,
    text="Contact rules still safe?",
    source="S3 4.3",
    about=About.CONTACT_RULES,
    per_participant=True,
    safety=True,
    answers=(Answer("still right"), Answer("updated", CheckState.ADJUSTED, "What changed?")),
)
HEADPHONES = a_check("headphones", Phase.BEFORE, text="Headphones on", source="S0 L24")
PAGES = a_check("pages", Phase.ENDING, text="Pages closed", source="S0 L20")
NOTE = a_check("note", Phase.AFTER, text="Note written", source="S3 7", about=About.NOTE)
CHECKS = (HEADPHONES, PRIVATE, WHERE, EMERGENCY, RULES, PAGES, NOTE)


# --- a policy ---------------------------------------------------------------------------------------------------------
POLICY = Policy(
    name="standard",
    title="The standard policy",
    source="standard",
    extends="",
    created=date(2026, 1, 1),
    review=date(2027, 1, 1),
    owner="the practice",
    lead="the lead",
    session=cited(minutes(50)),
    warnings=cited((minutes(10), minutes(5), minutes(1))),
    invitation=cited(minutes(10)),
    reminder=cited(timedelta(hours=3)),
    in_room=cited(minutes(5)),
    late=cited((minutes(2), minutes(5), minutes(15))),
    reconnect=cited(minutes(5)),
    tries=cited(2),
    gap=cited(minutes(3)),
    wait=cited(minutes(5)),
    not_reached=cited(NotReached.ON_CONCERN),
    notice=cited(timedelta(hours=24)),
    platforms=cited(("Zoom", "Teams")),
    platform_only=cited(False),
    link=cited(LinkRule(new=True, passcode=True)),
    recording=cited(Recording.NEVER),
    hours=cited(Hours(time(9), time(18))),
    child_under=cited(18),
    own_consent=cited(True),
    location=cited(LocationRule.EVERY_SESSION),
    stale_after=cited(timedelta(days=14)),
    breach_limit=cited(timedelta(hours=72)),
    note_overdue=cited(timedelta(hours=24)),
    buffer=cited(minutes(10)),
    idle_lock=cited(minutes(5)),
    review_every=cited(6),
    retention=cited("seven years"),
    crisis_numbers={},
    references={},
    messages={},
    checks=CHECKS,
    sources={"S3": "Remote Session Protocol Policy"},
    hash="policy-1",
)
_CITED = frozenset(field for field in Policy.__slots__ if isinstance(getattr(POLICY, field), Cited))


def a_policy(**changes: Any) -> Policy:
    """The standard policy of the tests; a bare value for a cited field is given a source."""
    wrapped: dict[str, Any] = {
        name: cited(value) if name in _CITED and not isinstance(value, Cited) else value
        for name, value in changes.items()
    }
    return replace(POLICY, **wrapped)


# --- people -----------------------------------------------------------------------------------------------------------
def a_rule(safety: Safety = Safety.SAFE, days: float | None = 7, **changes: Any) -> ContactRule:
    """A contact rule, confirmed so many days before `NOW` (None: never)."""
    confirmed = None if days is None else days_ago(days)
    return replace(ContactRule(safety=safety, confirmed=confirmed), **changes)


def a_route(
    value: str = "07700 900123",
    rules: Mapping[Channel, ContactRule] | None = None,
    **changes: Any,
) -> Route:
    """A phone: calls safe, texts and voicemail not, confirmed a week ago."""
    stated = {
        Channel.CALL: a_rule(),
        Channel.TEXT: a_rule(Safety.NOT_SAFE),
        Channel.VOICEMAIL: a_rule(Safety.NOT_SAFE),
    }
    route = Route("r-1", RouteKind.PHONE, value, rules=stated if rules is None else rules)
    return replace(route, **changes)


def a_contact(name: str = "Mary", **changes: Any) -> EmergencyContact:
    """The sister, whom one may ring."""
    route = a_route("07700 900456", {Channel.CALL: a_rule()}, id=f"r-{name}")
    contact = EmergencyContact(f"e-{name}", name, "sister", consent=True, routes=(route,), confirmed=days_ago(7))
    return replace(contact, **changes)


def a_client(id: str = "ak", **changes: Any) -> Client:  # noqa: A002 - as in Client
    """A.K., grown up, one number, a sister as emergency contact; nothing is missing."""
    client = Client(
        id=id,
        reference=f"REF-{id}",
        initials="A.K.",
        name="Alex King",
        born=date(1990, 5, 1),
        zone=LONDON,
        country="GB",
        routes=(a_route(),),
        emergency=(a_contact(),),
        seen=6,
        reviewed_at=6,
        identified=days_ago(60),
        safe_word="pineapple",
    )
    return replace(client, **changes)


# --- sessions, ticks, the state ---------------------------------------------------------------------------------------
def a_session(id: str = "s-1", **changes: Any) -> Session:  # noqa: A002 - as in Session
    """A.K.'s session, 10:00 to 10:50 by Teams, agreed."""
    session = Session(
        id=id, day=TODAY, begin=BEGIN, end=END, zone=LONDON, participants=("ak",), platform="Teams", number=7
    )
    return replace(session, **changes)


def key_of(check: Check, session: Session | None = None, participant: str = "") -> TickKey:
    """The key of a check's line in a session (the test's own one by default) or, by its scope, elsewhere."""
    owner = session or a_session()
    first = owner.participants[0] if owner.participants else ""
    one = check.per_participant or check.scope is Scope.CLIENT
    who = (participant or first) if one and check.scope in {Scope.SESSION, Scope.CLIENT} else ""
    ids = {Scope.DAY: TODAY.isoformat(), Scope.SESSION: owner.id, Scope.CLIENT: who, Scope.PRACTICE: "practice"}
    return TickKey(check.scope, ids[check.scope], who, check.id)


def a_tick(
    check: Check,
    state: CheckState = CheckState.DONE,
    *,
    session: Session | None = None,
    participant: str = "",
    **changes: Any,
) -> Tick:
    """A person's tick of that check, at 10:01."""
    key = key_of(check, session, participant)
    return replace(Tick(key, state, check.text, at(10, 1), source=check.source), **changes)


def a_state(
    *,
    policy: Policy | None = None,
    clients: Iterable[Client] | None = None,
    sessions: Iterable[Session] | None = None,
    ticks: Iterable[Tick] = (),
    **changes: Any,
) -> State:
    """The tests' day: A.K. and one session, unless others are given."""
    chosen = policy or a_policy()
    state = State(
        today=TODAY,
        policy=chosen,
        policies={chosen.hash: chosen} if chosen.hash else {},
        clients={client.id: client for client in ((a_client(),) if clients is None else clients)},
        sessions={session.id: session for session in ((a_session(),) if sessions is None else sessions)},
        ticks={tick.key: tick for tick in ticks},
    )
    return replace(state, **changes)
