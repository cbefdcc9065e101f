"""What is due when: the end warnings of a running session, appointments, messages, and what is owed.

A pure list made anew from the stored instants at every heartbeat, which is the judge: a wake-up only looks sooner.
End warnings follow the time that really passed in the session; everything else follows the wall clock. An alarm's id is
(session, kind, instant), so a moved end is a new alarm, a restart shows nothing twice, and sleep hides nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.core import alarm_kinds as kinds
from console.core import clock, wall
from console.core.alarm_kinds import Alarm
from console.core.flow.times import coming
from console.core.incident.incidents import look_of, open_incidents
from console.core.incident.urgency import is_crisis
from console.core.state import State, policy_of
from data.values.flow import Look
from data.values.session import LIVE, Session, Warned
from data.values.time import Now, elapsed

LATE = timedelta(seconds=5)
"""Shown later than this after it was due, an alarm says so."""
REPEAT = timedelta(seconds=30)
"""An end warning that nobody acknowledged sounds again this often (DETAILS 14)."""
BEAT = timedelta(seconds=1)
"""The slowest heartbeat: a repeat falls one sooner, so that the silence never exceeds `REPEAT`."""
_NOTHING = timedelta()

__all__ = ["Alarm", "Due", "alarms", "due", "notice_of", "owed_by", "reminder_at", "repeat_due", "ringing", "wakeups"]
Due = Alarm
notice_of = kinds.notice_of
reminder_at = kinds.reminder_at
owed_by = kinds.owed_by


def alarms(state: State, now: Now) -> tuple[Alarm, ...]:
    """Everything that is or will be due for the loaded sessions and what is owed, by instant; shown or not."""
    return kinds.everything(state, now)


def due(state: State, now: Now) -> tuple[Alarm, ...]:
    """What is due and was not shown yet, as it is to be shown now; each to be recorded as shown.

    Of several that came due together for one session, after a suspend, only the newest sounds.
    """
    fresh = [alarm for alarm in alarms(state, now) if _is_due(state, alarm, now) and alarm.id not in state.shown]
    fresh = [alarm for alarm in fresh if not _overtaken(state, alarm)]
    fresh = [alarm for alarm in fresh if not (_is_end(alarm) and _is_silent(state, alarm))]
    newest = {_chain(alarm): alarm.id for alarm in fresh}
    return tuple(_as_shown(state, alarm, now, newest[_chain(alarm)] == alarm.id) for alarm in fresh)


def wakeups(state: State, now: Now) -> Mapping[str, datetime]:
    """The instants to come at which something is due: id to UTC, the next repeat of a standing warning among them."""
    wakes = {
        alarm.id: alarm.at
        for alarm in alarms(state, now)
        if alarm.id not in state.shown and not _is_due(state, alarm, now)
    }
    wakes |= _of_incidents(state, now)
    if ringing(state, now):
        passed = elapsed(state.rung, now) if state.rung else REPEAT
        wakes["repeat"] = now.utc + max(_NOTHING, REPEAT - BEAT - passed)
    return wakes


def _of_incidents(state: State, now: Now) -> Mapping[str, datetime]:
    """When something of an open incident comes due; judged at the heartbeat from the incident's own clock."""
    return {name: now.utc + rest for one in open_incidents(state) for name, rest in coming(state, one, now)}


def ringing(state: State, now: Now) -> Warned | None:
    """The end warning that stands: shown, not acknowledged, its session still running, its end not moved since, and
    no crisis that silences it.
    """
    del now  # time alone never silences it
    for session in state.sessions.values():
        warned = state.warned.get(session.id) if session.state in LIVE else None
        if warned is None or warned.acknowledged is not None or not _is_end(warned):
            continue
        if _still_holds(session, warned) and not _is_silent(state, warned):
            return warned
    return None


def repeat_due(state: State, now: Now) -> bool:
    """Whether the standing warning has been silent so long that it must sound again."""
    if ringing(state, now) is None:
        return False
    rung = state.rung
    if rung is None or rung.boot != now.boot or (not now.boot and now.utc < rung.utc):
        return True
    return elapsed(rung, now) >= REPEAT - BEAT


# --- showing ----------------------------------------------------------------------------------------------------------
def _is_due(state: State, alarm: Alarm, now: Now) -> bool:
    return _overdue(state, alarm, now) >= _NOTHING


def _overdue(state: State, alarm: Alarm, now: Now) -> timedelta:
    """How long ago it came due: by the session's own time for its end warnings, by the wall clock for all others."""
    if _is_end(alarm) and (session := state.sessions.get(alarm.session)):
        shown = clock.face(session, policy_of(state, session), now)
        return kinds.before_end(alarm.kind) - shown.left if shown else -REPEAT
    return now.utc - alarm.at


def _chain(alarm: Alarm) -> str:
    """Which alarms replace one another: of one session's beginning, or of its end, only the newest due sounds."""
    if _is_end(alarm):
        return f"{alarm.session}:end"
    if alarm.session and alarm.kind != "note":
        return f"{alarm.session}:begin"
    return alarm.id


def _as_shown(state: State, alarm: Alarm, now: Now, newest: bool) -> Alarm:
    overdue = _overdue(state, alarm, now)
    if not newest:
        alarm = replace(alarm, bell=False, notify=False, latch=False, repeat=False)
    if overdue <= LATE or not alarm.timed:
        return alarm
    zone = state.practice.zone
    was_due = f"was due {wall.when(alarm.at, zone, wall.day_of(now.utc, zone))}, {wall.span(overdue)} ago"
    session = state.sessions.get(alarm.session)
    shown = clock.face(session, policy_of(state, session), now) if session else None
    if not _is_end(alarm) or shown is None:
        return replace(alarm, late=True, words=f"{alarm.words} ({was_due})")
    title = kinds.end_title(kinds.before_end(alarm.kind))
    notice = f"Less than {title}" if shown.left > _NOTHING else kinds.end_title(_NOTHING)
    return replace(alarm, late=True, words=f"{title}: {was_due}. Now {_rest(shown.left)}", notice=notice)


def _rest(left: timedelta) -> str:
    """A late warning says what is left now, not only what was left then."""
    return f"{clock.count(left)} left" if left > _NOTHING else f"{clock.count(-left)} over"


def _is_end(one: Alarm | Warned) -> bool:
    return one.kind.startswith(kinds.END)


def _still_holds(session: Session, warned: Warned) -> bool:
    """Choosing another end answers the warnings of the old one."""
    instant = kinds.instant_of(warned)
    return instant is None or session.ends is None or instant == session.ends - kinds.before_end(warned.kind)


def _is_silent(state: State, one: Alarm | Warned) -> bool:
    """Whether its session's client is in a crisis, or something hides the screen: nobody is reminded of the end then.

    What came due meanwhile is shown afterwards, the newest of it, as late (PRODUCT section 4).
    """
    session = state.sessions.get(one.session)
    return session is not None and any(
        (each.session == session.id or each.client in session.participants)
        and (is_crisis(each) or look_of(state, each) is Look.COVERT)
        for each in open_incidents(state)
    )


def _overtaken(state: State, alarm: Alarm) -> bool:
    """Whether a moved end put this warning before one that was already shown: "10 minutes left" after "5 minutes"."""
    warned = state.warned.get(alarm.session)
    if warned is None or not _is_end(alarm) or not _is_end(warned):
        return False
    new, old = kinds.instant_of(alarm), kinds.instant_of(warned)
    earlier = new is not None and old is not None and new <= old
    return earlier and kinds.before_end(alarm.kind) >= kinds.before_end(warned.kind)
