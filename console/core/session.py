"""The life of a session: which state may follow which, and why not.

The table is the truth: a move that is not in it changes nothing. Time alone never moves a session; a person decides.
RUNNING is reached only by a start, which `refuse_start` guards; two sessions are never both live.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.core.checklist import checks
from console.core.state import State
from data.values.people import Role
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, Session, SessionState
from data.values.time import Now

S = SessionState

_EXITS = frozenset({S.CANCELLED_IN_TIME, S.CANCELLED_LATE, S.DID_NOT_ATTEND, S.REARRANGED, S.UNSAFE})
_FROM_LIVE = frozenset({S.ENDED, S.REARRANGED, S.UNSAFE})

MOVES: Mapping[SessionState, frozenset[SessionState]] = {
    S.REQUESTED: frozenset({S.OFFERED, S.AGREED}) | _EXITS,
    S.OFFERED: frozenset({S.AGREED}) | _EXITS,
    S.AGREED: frozenset({S.PREPARING, S.IN_ROOM}) | _EXITS,
    S.PREPARING: frozenset({S.IN_ROOM}) | _EXITS,
    S.IN_ROOM: _EXITS,
    S.RUNNING: frozenset({S.ENDING}) | _FROM_LIVE,
    S.ENDING: _FROM_LIVE,
    S.ENDED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    **{state: frozenset() for state in SIDE_EXITS},
}

EARLIEST_BACKDATE = timedelta(hours=12)


def is_late(session: Session, now: Now) -> bool:
    """Whether the booked start has passed and the session has not begun; derived, never stored."""
    return session.state in BEFORE_START and now.utc > session.begin


def live(state: State) -> Session | None:
    """The one session that is running or ending, if any."""
    return next((session for session in state.sessions.values() if session.state in LIVE), None)


def who(state: State, session: Session) -> str:
    """The session as a practitioner names it: the client's initials, or the group's title."""
    if session.group:
        return session.title or "Group"
    client = state.clients.get(session.participants[0]) if session.participants else None
    return (client.initials or client.reference) if client else session.title or "Client not known"


def refuse_move(state: State, session: Session, to: SessionState, at: datetime, now: Now) -> str:
    """Why this session may not go to that state at that instant; "" when it may. RUNNING is asked by `refuse_start`."""
    if to not in MOVES[session.state]:
        return f"{who(state, session)} is {session.state.value}: it cannot become {to.value} from there."
    if at > now.utc:
        return "That time has not come yet."
    if to is S.DID_NOT_ATTEND and at < session.begin:
        return "The booked start has not come yet: cancel it instead."
    if session.state in LIVE and session.started and at < session.started.utc:
        return "That is before the session began."
    return checks.close_refusal(state, session) if to is S.CLOSED else ""


def refuse_start(state: State, session: Session, at: datetime, other_ended: datetime | None, now: Now) -> str:
    """Why this session may not begin at that instant; "" when it may."""
    if session.state in LIVE:
        return f"{who(state, session)} is already running."
    if session.state not in BEFORE_START:
        return f"{who(state, session)} is {session.state.value}: undo that first (u)."
    if at > now.utc:
        return "A start cannot lie in the future."
    if now.utc - at > EARLIEST_BACKDATE:
        return "A start can be set back by twelve hours at most."
    other = live(state)
    if other and other_ended is None:
        return f"{who(state, other)} is still running: say when it ended first."
    if other and other_ended and not _within(other, other_ended, at):
        return f"{who(state, other)} must have ended after it began and before this start."
    return checks.start_refusal(state, session, now)


def _within(other: Session, ended: datetime, start: datetime) -> bool:
    return other.started is not None and other.started.utc <= ended <= start


def moved(session: Session, to: SessionState, at: datetime, reason: str, received: datetime | None) -> Session:
    """The session in its new state; instants that belong to that state are set."""
    changed = replace(
        session,
        state=to,
        before=session.state,
        reason=reason or session.reason,
        received=received or session.received,
    )
    if to is S.CLOSED:
        return replace(changed, closed_at=at)
    if to is S.ENDED or (to in SIDE_EXITS and session.state in LIVE):
        return replace(changed, ended_at=at)
    return changed


def undone(session: Session, to: SessionState) -> Session:
    """The session back in the state before its last move; what the undone state had set is cleared."""
    back = replace(session, state=to, before=None)
    if session.state is S.CLOSED:
        return replace(back, closed_at=None)
    if session.state in LIVE and to in BEFORE_START:
        return replace(back, started=None, ends=None, late_side=None, policy_hash="", modes=(), gaps=(), lost=())
    return replace(back, ended_at=None, received=None, reason="")


def co_facilitator(state: State, session: Session | None) -> str:
    """Who leads this group with me, by name: named in the booking, else the practice's; "" for nobody, or no group."""
    if session is None or not session.group:
        return ""
    usual = state.practice.roles.get(Role.CO_FACILITATOR)
    return session.co_facilitator or (usual.name.strip() if usual else "")
