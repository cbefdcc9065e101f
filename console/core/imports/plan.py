"""What an import of a calendar would do, worked out before anything is done: add, change, cancel, ask, leave alone.

Rules: an appointment is found again by UID and RECURRENCE-ID; a second import of the same file plans nothing; a session
that has begun or is over is never changed; what a person changed by hand stays until the calendar itself changes; a
session is proposed as cancelled only where the calendar covers it. Nobody is guessed (DETAILS 11).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.core.imports.keys import Origin, fingerprint, origin_of, series_key
from console.core.imports.sessions import booked, differences, local_day, updated
from console.core.imports.who import Register
from data.values.imports import (
    Addition,
    Appointment,
    Calendar,
    Cancellation,
    Change,
    ImportPlan,
    Question,
    Status,
)
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Policy
from data.values.session import BEFORE_START, SIDE_EXITS, Session, SessionState
from data.values.time import Now

CALENDAR_SAYS = "cancelled in the calendar"
GONE = "no longer in the calendar"
OTHER_CLIENT = "the calendar gives this time to somebody else"
LONGEST = timedelta(hours=12)


@dataclass(slots=True)
class _Draft:
    """The plan while it is being worked out."""

    add: list[Addition] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    cancel: list[Cancellation] = field(default_factory=list)
    ask: dict[str, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    skipped: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    new: list[Appointment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every decision looks at."""

    calendar: Calendar
    register: Register
    policy: Policy
    now: Now
    zone: ZoneInfo

    def day(self, appointment: Appointment) -> date:
        """The local date it belongs to."""
        return local_day(appointment, self.zone)

    def updated(self, session: Session, appointment: Appointment) -> Session:
        """The session as this calendar has it now."""
        return updated(session, appointment, self.calendar.id, self.zone, self.policy.session.value)


def plan(calendar: Calendar, known: Kept, policy: Policy, now: Now) -> ImportPlan:
    """What importing this calendar would do. `known` has every client and series, and the window's sessions."""
    practice = known.practice or Practice()
    register = Register(known.clients, known.series, known.sessions)
    desk = _Desk(calendar, register, policy, now, ZoneInfo(practice.zone))
    draft = _Draft()
    matched = _match_all(desk, known.sessions, draft)
    gone = [session for session in known.sessions if session.id not in matched and _is_gone(session, desk)]
    _pair_moved(desk, gone, draft)
    for session in gone:
        draft.cancel.append(Cancellation(session, _cancelled(session.begin, desk), GONE))
    for appointment in draft.new:
        _place(appointment, desk, draft)
    for unread in calendar.unread:
        draft.skipped[f"“{unread.title or 'an event without a title'}” cannot be read: {unread.why}"] += 1
    return _whole(desk, known.sessions, draft)


def _whole(desk: _Desk, sessions: Iterable[Session], draft: _Draft) -> ImportPlan:
    questions = (
        Question(key, found[0].title, tuple(found), desk.register.perhaps(found[0].title))
        for key, found in draft.ask.items()
    )
    booked = {client for session in sessions if session.state not in SIDE_EXITS for client in session.participants}
    clients = desk.register.clients
    floating = sum(addition.appointment.floating for addition in draft.add)
    if floating:
        draft.skipped[f"without a time zone of their own, taken in {desk.zone.key}"] += floating
    return ImportPlan(
        add=tuple(draft.add),
        change=tuple(draft.change),
        cancel=tuple(draft.cancel),
        ask=tuple(sorted(questions, key=lambda one: one.appointments[0].begin)),
        unchanged=draft.unchanged,
        skipped=tuple(words if count == 1 else f"{count} × {words}" for words, count in draft.skipped.items()),
        clients=clients,
        newcomers=frozenset(one.id for one in clients.values() if one.seen == 0 and one.id not in booked),
        calendar=desk.calendar.id,
        zone=desk.zone.key,
        length_minutes=round(desk.policy.session.value.total_seconds() / 60),
    )


# --- what is known already --------------------------------------------------------------------------------------------
def _match_all(desk: _Desk, sessions: Iterable[Session], draft: _Draft) -> set[str]:
    """Compare each appointment with the session made from it; the ids of all sessions that were found again."""
    index: dict[tuple[str, str], list[tuple[Session, Origin]]] = defaultdict(list)
    for session in sessions:
        if origin := origin_of(session):
            index[origin.key].append((session, origin))
    matched: set[str] = set()
    for appointment in desk.calendar.appointments:
        found = index.get((appointment.uid, appointment.recurrence), [])
        matched |= {session.id for session, _ in found}
        live = next((one for one in found if one[0].state in BEFORE_START), None)
        if live:
            _compare(appointment, *live, desk, draft)
        elif found:
            _compare_over(appointment, [session for session, _ in found], desk, draft)
        elif appointment.status is not Status.CANCELLED:
            draft.new.append(appointment)
    return matched


def _compare(appointment: Appointment, session: Session, origin: Origin, desk: _Desk, draft: _Draft) -> None:
    if appointment.status is Status.CANCELLED:
        if session.begin <= desk.now.utc:
            draft.skipped["cancelled in the calendar, but was to have begun: you decide"] += 1
        else:
            draft.cancel.append(Cancellation(session, _cancelled(session.begin, desk), CALENDAR_SAYS))
        return
    named = desk.register.by_reference(appointment.title)
    if origin.print != fingerprint(appointment) and len(named) == 1 and not _same_client(session, named):
        draft.cancel.append(Cancellation(session, _cancelled(session.begin, desk), OTHER_CLIENT))
        draft.new.append(appointment)
        return
    after = session if origin.print == fingerprint(appointment) else desk.updated(session, appointment)
    if words := differences(session, after, desk.zone):
        draft.change.append(Change(session, after, words))
    else:
        draft.unchanged += 1


def _same_client(session: Session, named: tuple[str, ...]) -> bool:
    return session.group or not session.participants or session.participants == named


def _compare_over(appointment: Appointment, over: list[Session], desk: _Desk, draft: _Draft) -> None:
    """The sessions made from this appointment have begun, are over or were called off: they stay as they are."""
    same_time = [one for one in over if one.begin == appointment.begin]
    cancelled = appointment.status is Status.CANCELLED
    to_come = appointment.begin > desk.now.utc
    back = bool(same_time) and all(one.reason in {CALENDAR_SAYS, GONE, OTHER_CLIENT} for one in same_time)
    if cancelled or (same_time and not (back and to_come)):
        draft.unchanged += 1
    elif to_come and (back or all(one.day != desk.day(appointment) for one in over)):
        # Confirmed again; or the event was used again for another day, after its session was held or called off.
        draft.new.append(appointment)
    else:
        draft.skipped["changed in the calendar after they began or were called off: left as they are"] += 1


# --- what is no longer there ------------------------------------------------------------------------------------------
def _is_gone(session: Session, desk: _Desk) -> bool:
    """Whether this session was taken out of a calendar that would show it, were it still there."""
    origin, calendar = origin_of(session), desk.calendar
    if origin is None or session.state not in BEFORE_START:
        return False
    if not max(desk.now.utc, calendar.window.begin) < session.begin < calendar.window.end:
        return False
    if any(unread.uid == origin.uid for unread in calendar.unread):
        return False
    if origin.uid in calendar.masters:
        return True
    last = max((one.begin for one in calendar.appointments), default=calendar.window.begin)
    return calendar.whole and bool(calendar.id) and origin.calendar == calendar.id and session.begin <= last


def _pair_moved(desk: _Desk, gone: list[Session], draft: _Draft) -> None:
    """A series moved as a whole (or split in two) shows as old instances gone and new ones come: pair them again.

    First by the same day, then by the same week. Both lists are shortened by what was paired.
    """

    def same_day(session: Session, appointment: Appointment) -> bool:
        return session.day == desk.day(appointment)

    def same_week(session: Session, appointment: Appointment) -> bool:
        return session.day.isocalendar()[:2] == desk.day(appointment).isocalendar()[:2]

    for alike in (same_day, same_week):
        for session in list(gone):
            origin = origin_of(session)
            pair = next(
                (
                    one
                    for one in draft.new
                    if origin and one.repeats and one.series == origin.base and alike(session, one)
                ),
                None,
            )
            if pair is None:
                continue
            gone.remove(session)
            draft.new.remove(pair)
            after = desk.updated(session, pair)
            draft.change.append(Change(session, after, differences(session, after, desk.zone) or ("same time",)))


def _cancelled(begin: datetime, desk: _Desk) -> SessionState:
    """In time or late by the policy's notice, taking now as when it was received."""
    in_time = begin - desk.now.utc >= desk.policy.notice.value
    return SessionState.CANCELLED_IN_TIME if in_time else SessionState.CANCELLED_LATE


# --- what is new ------------------------------------------------------------------------------------------------------
def _place(appointment: Appointment, desk: _Desk, draft: _Draft) -> None:
    if appointment.all_day:
        draft.skipped["all-day: not a session"] += 1
    elif appointment.end - appointment.begin > LONGEST:
        draft.skipped["longer than twelve hours: not a session"] += 1
    elif desk.day(appointment) < desk.now.utc.astimezone(desk.zone).date():
        draft.skipped["over before today: not added"] += 1
    else:
        decision = desk.register.who(appointment)
        if decision is None:
            draft.ask[series_key(appointment)].append(appointment)
        elif not decision.is_session:
            draft.skipped["not a session, as you said before"] += 1
        else:
            length = desk.policy.session.value
            session = booked(
                appointment, decision, desk.register.clients, desk.calendar.id, desk.zone.key, length=length
            )
            draft.add.append(Addition(session, appointment))
