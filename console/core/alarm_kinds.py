"""The kinds of alarm: for each thing that can come due, when that is, and how it is said.

Every instant follows from what is stored, so that the same alarm has the same id on every heartbeat and after every
restart: (session, kind, instant). Desktop words never hold a name, nor a number of anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from console.core import clock, outgoing, wall
from console.core import session as sessions
from console.core.state import State, policy_of
from data.values.quick import dataclass
from data.values.session import BEFORE_START, EXPECTED, LIVE, FollowUp, Mode, Session, SessionState, Warned
from data.values.time import Now

STALE = timedelta(hours=12)
"""An appointment that ended this long before is no longer announced; it is listed as unresolved instead."""
FOREWARNING = timedelta(hours=24)
"""How long before a breach's limit it is said once more."""
BREACHES = frozenset({"breach", "regulator"})
"""Kinds of follow-up with the regulator's limit: entered by hand, and left open by the flow."""
END = "end-"
"""How the kinds of end warnings begin; the minutes left follow."""

_NOTHING = timedelta()
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that comes due. `words` are for the console, `notice` for the desktop: never a name or a number of one.

    `latch`: stands until acknowledged, and with `repeat` sounds again. `notify` and `bell` fall away where a newer one
    of the same session came due together with it. `timed` is false for what belongs to a whole day and is never late.
    """

    id: str
    at: datetime
    kind: str
    session: str
    words: str
    notice: str
    bell: bool = False
    notify: bool = True
    latch: bool = False
    repeat: bool = False
    timed: bool = True
    late: bool = False


def everything(state: State, now: Now) -> tuple[Alarm, ...]:
    """Everything that is or will be due for the loaded sessions and what is owed, by instant; shown or not."""
    found: list[Alarm] = []
    busy = sessions.live(state) is not None
    for session in state.sessions.values():
        if session.state in LIVE:
            found += _ends(state, session, now)
        elif session.state in EXPECTED and now.utc - session.end < STALE:
            found += _before(state, session, busy)
        elif session.state in {SessionState.ENDED, SessionState.CLOSED}:
            found += _notes(state, session)
    found += _owed(state)
    found += _buffers(state)
    found += _own_dates(state)
    return tuple(sorted(found, key=lambda alarm: (alarm.at, alarm.id)))


# --- the end of a running session -------------------------------------------------------------------------------------
def _ends(state: State, session: Session, now: Now) -> Iterable[Alarm]:
    policy = policy_of(state, session)
    shown = clock.face(session, policy, now)
    if shown is None or session.ends is None or session.started is None:
        return
    total = session.ends - session.started.utc
    for before in sorted({*policy.warnings.value, _NOTHING}, reverse=True):
        if before and not _NOTHING < before < total:
            continue
        kind = f"{END}{before / _MINUTE:g}"
        title = end_title(before)
        words = f"{title}: {'say so' if before else 'close when you are ready'}"
        ident = f"{session.id}:{kind}:{(session.ends - before).isoformat()}"
        yield Alarm(ident, shown.ends - before, kind, session.id, words, title, bell=True, latch=True, repeat=True)


def end_title(before: timedelta) -> str:
    """An end warning in a few words: "5 minutes left", "Time is up"."""
    return f"{minutes_words(before)} left" if before else "Time is up"


def minutes_words(span: timedelta) -> str:
    """A number of minutes in words."""
    minutes = span / _MINUTE
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def before_end(kind: str) -> timedelta:
    """How long before the end a warning of this kind falls."""
    return timedelta(minutes=float(kind.removeprefix(END)))


def instant_of(warned_or_alarm: Warned | Alarm) -> datetime | None:
    """The instant in an end warning's id, on the clock by which its session was started; None for a foreign id."""
    prefix = f"{warned_or_alarm.session}:{warned_or_alarm.kind}:"
    try:
        return datetime.fromisoformat(warned_or_alarm.id.removeprefix(prefix))
    except ValueError:
        return None


# --- before a session begins ------------------------------------------------------------------------------------------
def _before(state: State, session: Session, busy: bool) -> Iterable[Alarm]:
    policy, who = state.policy, sessions.who(state, session)
    begin, at = session.begin, wall.hhmm(session.begin, state.practice.zone)
    if not outgoing.settled(state, session, "reminder") and session.mode is not Mode.IN_PERSON:
        yield _alarm(session, "reminder", reminder_at(state, session), f"Reminder to {who} for {at} is due")
    if not outgoing.settled(state, session, "invitation") and session.mode is Mode.VIDEO:
        yield _alarm(session, "invitation", begin - policy.invitation.value, f"Invitation to {who} for {at} is due")
    if session.state is not SessionState.IN_ROOM:
        lead = policy.in_room.value
        yield _alarm(session, "in-room", begin - lead, f"{who} in {minutes_words(lead)}: be in the room")
    yield replace(_alarm(session, "start", begin, f"{at} {who} is due"), bell=not busy)
    for after in policy.late.value:
        words = f"{at} {who} has not started: {after / _MINUTE:g} min"
        yield replace(_alarm(session, f"late-{after / _MINUTE:g}", begin + after, words), bell=not busy)


def _alarm(session: Session, kind: str, at: datetime, words: str) -> Alarm:
    return Alarm(f"{session.id}:{kind}:{at.isoformat()}", at, kind, session.id, words, _notice(kind))


def reminder_at(state: State, session: Session) -> datetime:
    """When the text reminder of a session is due: the policy's lead before it, within the policy's hours.

    Outside the hours it waits for the next opening, if that leaves half an hour before the session; otherwise it falls
    an hour before the last closing.
    """
    policy, zone = state.policy, state.practice.zone
    at, hours = session.begin - policy.reminder.value, policy.hours.value
    if wall.in_hours(at, hours, zone):
        return at
    opening = wall.next_opening(at, hours, zone)
    if opening and opening <= session.begin - timedelta(minutes=30):
        return opening
    closing = wall.last_closing(at, hours, zone)
    return closing - timedelta(hours=1) if closing else at


# --- after a session, and what is owed --------------------------------------------------------------------------------
def _notes(state: State, session: Session) -> Iterable[Alarm]:
    written = {note.client for note in state.notes.values() if note.session == session.id and note.text.strip()}
    if session.participants and not set(session.participants) <= written:
        at = (session.ended_at or session.end) + policy_of(state, session).note_overdue.value
        day = wall.day_words(session.day)
        yield _alarm(session, "note", at, f"Note of {sessions.who(state, session)}, {day}, is overdue")


def owed_by(state: State, follow_up: FollowUp) -> datetime | None:
    """When something owed is due: its own instant, or the policy's limit for a breach that was given none."""
    if follow_up.due is None and follow_up.kind in BREACHES:
        return follow_up.made + state.policy.breach_limit.value
    return follow_up.due


def _owed(state: State) -> Iterable[Alarm]:
    for follow_up in state.follow_ups.values():
        at = owed_by(state, follow_up) if follow_up.done is None else None
        if at is None:
            continue
        if follow_up.kind in BREACHES:
            yield _day_alarm("breach-soon", follow_up.id, at - FOREWARNING, f"24 h left: {follow_up.text}")
        kind = "breach" if follow_up.kind in BREACHES else "owed"
        yield _day_alarm(kind, follow_up.id, at, f"Due now: {follow_up.text}")


def _day_alarm(kind: str, what: str, at: datetime, words: str) -> Alarm:
    """An alarm of the day; it must not take the place where a session's own warnings stand."""
    return Alarm(f"{what}:{kind}:{at.isoformat()}", at, kind, "", words, _notice(kind))


def _buffers(state: State) -> Iterable[Alarm]:
    """Breaks shorter than the policy's buffer, said on the morning of their day."""
    coming = sorted(
        (one for one in state.sessions.values() if one.state in BEFORE_START | LIVE and one.day == state.today),
        key=lambda one: (one.begin, one.id),
    )
    for first, then in pairwise(coming):
        free = then.begin - max(first.end, first.begin)
        if free < state.policy.buffer.value:
            yield _buffer(state, first, then, free)


def _buffer(state: State, first: Session, then: Session, free: timedelta) -> Alarm:
    between = f"between {sessions.who(state, first)} and {sessions.who(state, then)}"
    at = wall.hhmm(then.begin, state.practice.zone)
    words = f"No break {between} at {at}" if free <= _NOTHING else f"Only {wall.span(free)} {between} at {at}"
    if free < _NOTHING:
        words = f"Two sessions at once: {sessions.who(state, first)} and {sessions.who(state, then)} at {at}"
    ident = f"{then.id}:buffer:{first.end.isoformat()}/{then.begin.isoformat()}"
    morning = wall.midnight(then.day, state.practice.zone)
    return Alarm(ident, morning, "buffer", "", words, _notice("buffer"), timed=False)


def _own_dates(state: State) -> Iterable[Alarm]:
    for own in state.practice.own_dates:
        if own.done is None:
            at = wall.midnight(own.due, state.practice.zone)
            yield replace(_day_alarm("own", own.id, at, f"Due: {own.text}"), timed=False)


_NOTICES: Mapping[str, str] = {
    "invitation": "An invitation is due",
    "reminder": "A reminder is due",
    "in": "A session begins soon",
    "start": "A session is due",
    "late": "A session has not started",
    "note": "A note is overdue",
    "owed": "Something owed is due",
    "breach": "A report is due",
    "buffer": "A short break today",
    "own": "One of your own dates is due",
}


def notice_of(warned: Warned) -> str:
    """The desktop words of a warning that stands: no name, no number of anybody."""
    if warned.kind.startswith(END):
        return end_title(before_end(warned.kind))
    return _notice(warned.kind)


def _notice(kind: str) -> str:
    return _NOTICES.get(kind.split("-", maxsplit=1)[0], "Something is due")
