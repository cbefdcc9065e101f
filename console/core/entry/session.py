"""A booking as a form holds it: the values to show, and the sessions from what was typed.

Appointments follow the wall clock: a weekly one keeps its time of day across a change of the clocks, and a time that a
change skips is refused by name, never moved in silence. Lengths are added in UTC.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from console.core import wall
from console.core.entry import reading as forms
from console.core.imports import links
from data.values.ids import new_id
from data.values.people import Client, Practice
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.session import MeetingLink, Mode, Session
from data.values.trouble import BadInput

WEEKS_CAP = 52


@dataclass(frozen=True, slots=True)
class Booking:
    """What a booking is made against: who is known, the practice, its policy, today's local date."""

    clients: tuple[Client, ...]
    practice: Practice
    policy: Policy
    today: date
    make_id: Callable[[], str] = new_id

    def client(self, client: str) -> Client | None:
        """The client of that id."""
        return next((one for one in self.clients if one.id == client), None)


def shown_session(session: Session | None, booking: Booking) -> dict[str, str]:
    """What the form shows of a session; of none, what a new one begins with."""
    platforms = booking.practice.platforms or booking.policy.platforms.value
    length = booking.policy.session.value
    if session is None:
        return {
            "kind": "one", "client": "", "members": "", "title": "", "co_facilitator": "", "first": "no",
            "date": forms.show_date(booking.today), "time": "", "length": _minutes(length), "mode": Mode.VIDEO.value,
            "platform": platforms[0] if platforms else "", "link": "", "weeks": "",
        }  # fmt: skip
    begin = wall.local(session.begin, session.zone)
    return {
        "kind": "group" if session.group else "one",
        "client": "" if session.group else ",".join(session.participants[:1]),
        "members": ",".join(session.participants) if session.group else "",
        "title": session.title,
        "co_facilitator": session.co_facilitator,
        "first": "yes" if session.first else "no",
        "date": forms.show_date(begin.date()),
        "time": f"{begin:%H:%M}",
        "length": _minutes(session.end - session.begin),
        "mode": session.mode.value,
        "platform": session.platform,
        "link": session.link.url if session.link else "",
        "weeks": "",
    }


def _minutes(length: timedelta) -> str:
    return str(int(length.total_seconds() // 60))


def begins_at(day: date, at: time, zone: str, place: str = "Time") -> datetime:
    """The UTC instant of a wall-clock time; a time that the clocks skip that night is refused with the next one."""
    begin = wall.instant(day, at, zone)
    there = wall.local(begin, zone)
    if there.time() != at:
        raise BadInput(
            f"{place}: {at:%H:%M} does not exist on {forms.show_date(day)}, the clocks go forward. Write {there:%H:%M}."
        )
    return begin


def comes_twice(day: date, at: time, zone: str) -> bool:
    """Whether that wall-clock time happens twice that night; a booking takes the first."""
    again = datetime.combine(day, at.replace(fold=1), tzinfo=wall.zone_of(zone)).astimezone(UTC)
    return again > wall.instant(day, at, zone)


def time_words(values: Mapping[str, str], booking: Booking) -> str:
    """When the session as typed begins and ends, in words; what is not yet readable is left out."""
    zone = booking.practice.zone
    try:
        day = forms.read_date("Date", values["date"], booking.today)
        at = forms.read_time("Time", values["time"])
        begin = begins_at(day, at, zone)
        end = begin + timedelta(minutes=forms.read_minutes("Length", values["length"]))
    except BadInput:
        return ""
    words = f"{wall.day_words(day)}, {wall.hhmm(begin, zone)} to {wall.hhmm(end, zone)}"
    if comes_twice(day, at, zone):
        words += "; this time comes twice, the first is taken"
    client = booking.client(values.get("client", ""))
    there = wall.their_time(begin, zone, client.zone) if client else ""
    return f"{words}; {there}" if there else words


def overlapping(sessions: Iterable[Session], others: Iterable[Session]) -> Session | None:
    """The first of the other sessions that one of these runs into."""
    known = list(others)
    for one in sessions:
        for other in known:
            if other.id != one.id and one.begin < other.end and other.begin < one.end:
                return other
    return None


def entered_sessions(session: Session | None, values: Mapping[str, str], booking: Booking) -> tuple[Session, ...]:
    """The session with what was typed, and its weekly followers. Raises BadInput."""
    zone = session.zone if session else booking.practice.zone
    day = forms.read_date("Date", values["date"], booking.today)
    at = forms.read_time("Time", values["time"]) if values["time"] else None
    if at is None:
        raise BadInput("Time: write it like 14:30.")
    weeks = forms.read_count("Weekly, times", values["weeks"], low=1, high=WEEKS_CAP) if values.get("weeks") else 1
    begin = begins_at(day, at, zone)
    if session and wall.local(session.begin, zone).replace(tzinfo=None) == datetime.combine(day, at):
        begin = session.begin  # the second of two equal times stays the second
    length = timedelta(minutes=forms.read_minutes("Length", values["length"]))
    made = _one(session or Session(booking.make_id(), day, begin, begin + length, zone), values, booking)
    made = replace(made, day=day, begin=begin, end=begin + length)
    if weeks == 1:
        return (made,)
    made = replace(made, series=made.series or booking.make_id())
    days = [day + timedelta(weeks=week) for week in range(1, weeks)]
    return (made, *(_follower(made, nth, begins_at(on, at, zone, "Weekly"), booking) for nth, on in enumerate(days, 1)))


def _one(session: Session, values: Mapping[str, str], booking: Booking) -> Session:
    group = values["kind"] == "group"
    people = tuple(one for one in values["members" if group else "client"].split(",") if one)
    if not people:
        raise BadInput("Members: choose who takes part." if group else "Client: choose one, or ctrl+n for a new one.")
    mode = Mode(values["mode"])
    client = None if group else booking.client(people[0])
    same = session.participants == people
    return replace(
        session,
        participants=people,
        group=group,
        title=values["title"] if group else session.title,
        co_facilitator=values.get("co_facilitator", "").strip() if group else "",
        first=values["first"] == "yes" and not group,
        number=session.number if same else client.seen + 1 if client else 0,
        mode=mode,
        platform=values["platform"] if mode is Mode.VIDEO else "",
        link=entered_link(values["link"], session.link) if mode is Mode.VIDEO else None,
    )


def entered_link(typed: str, before: MeetingLink | None = None) -> MeetingLink | None:
    """The meeting link in what was pasted, which may be a whole invitation; None for nothing typed. Raises BadInput."""
    if not typed:
        return None
    if before is not None and before.url == typed:
        return before
    found = links.find_link(typed)
    if found is None:
        raise BadInput("Link: this is no meeting's address. Paste the one from your platform, or leave it empty.")
    return found


def _follower(first: Session, nth: int, begin: datetime, booking: Booking) -> Session:
    """The same appointment some weeks on: its own id, no link (a link is new every time), not a first session."""
    day = wall.day_of(begin, first.zone)
    number = first.number + nth if first.number else 0
    return replace(
        first, id=booking.make_id(), day=day, begin=begin, end=begin + (first.end - first.begin), first=False,
        link=None, number=number, came_from="",
    )  # fmt: skip
