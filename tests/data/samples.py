"""Small values for the store's tests: one client, one session, one tick and the facts they come from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from data.values.facts import ClientSaved, Fact, PracticeSet, Record, SessionSaved, Ticked
from data.values.kept import Kept
from data.values.people import Client, Practice
from data.values.policy import CheckState, Scope
from data.values.session import MeetingLink, Session, SessionState, Tick, TickKey
from data.values.time import Now

TODAY = date(2026, 11, 21)
NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)
NOW = Now(NINE, "boot-1", 1234.5)


def client(name: str) -> Client:
    return Client(name, reference=f"REF-{name}", initials="A.K.", name=f"Anna {name}")


def session(
    name: str,
    *who: str,
    day: date = TODAY,
    state: SessionState = SessionState.AGREED,
    link: str = "",
    came_from: str = "",
    hour: int = 9,
) -> Session:
    begin = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Session(
        name,
        day,
        begin,
        begin + timedelta(minutes=50),
        "Europe/London",
        who,
        state=state,
        link=MeetingLink(f"https://meet.example/{link}", "zoom", link) if link else None,
        came_from=came_from,
    )


def tick(scope: Scope, scope_id: str, check: str, who: str = "") -> Tick:
    return Tick(TickKey(scope, scope_id, who, check), CheckState.DONE, "private, alone", NINE, answer="alone")


def record(fact: Fact, stream: str, who: str = "", minute: int = 0) -> Record:
    at = NINE + timedelta(minutes=minute)
    return Record(stream, who, fact, replace(NOW, utc=at), at)


def ticked(number: int) -> tuple[tuple[Record, ...], Kept]:
    """The commit of one tick of session s1, the `number`th."""
    made = tick(Scope.SESSION, "s1", f"check-{number}", "c1")
    return (record(Ticked(made), "session:s1", "c1", number),), Kept(ticks=(made,))


def first_day() -> tuple[tuple[Record, ...], Kept]:
    """A practice, a client and one session of today."""
    practice, anna, nine = Practice(name="Elm Road"), client("c1"), session("s1", "c1")
    records = (
        record(PracticeSet(practice), "practice"),
        record(ClientSaved(anna), "client:c1", "c1"),
        record(SessionSaved(nine), "session:s1", "c1"),
    )
    return records, Kept(practice=practice, clients=(anna,), sessions=(nine,))
