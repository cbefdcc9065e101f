"""The session clock: what has passed, what is left, when it ends, and what a gap or an extension means.

Nothing here acts: a clock shows and proposes, a person decides (PRODUCT section 4). A session's end is kept as an
instant of the wall clock it was started by; what is *left* is that length less the time that really passed, suspend
included, so that a step of the wall clock shortens no session.
"""

import math
from datetime import datetime, timedelta

from console.core import session as sessions
from console.core import wall
from console.core.state import State, policy_of
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.session import BEFORE_START, LIVE, EndChoice, Session, Side
from data.values.time import Now, elapsed

PROMPT_START = timedelta(minutes=1)
"""A start up to this long after the booked one still counts as on time."""
STEP = timedelta(seconds=2)
"""The wall clock may drift by this much between two heartbeats before it is said to have been changed."""
ASLEEP = timedelta(seconds=30)
"""No heartbeat for longer than this, on a machine that stayed on, is sleep."""
_NOTHING = timedelta()


def length(session: Session) -> timedelta:
    """How long the session was booked for: its full length."""
    return session.end - session.begin


def at_start(session: Session, at: datetime) -> tuple[datetime, EndChoice]:
    """When a session that starts at `at` ends, and by which choice, until the practitioner says otherwise.

    An early or prompt start runs the full length; a late one ends as booked, unless the practitioner was the late one
    or the booked end has passed already.
    """
    full = at + length(session)
    if full == session.end:
        return full, EndChoice.AS_BOOKED
    prompt = at <= session.begin + PROMPT_START
    if prompt or session.late_side is Side.MINE or at >= session.end:
        return full, EndChoice.FULL
    return session.end, EndChoice.AS_BOOKED


def late_choices(session: Session, at: datetime | None = None) -> tuple[datetime, datetime]:
    """The two ends of a late session: as booked, and the full length from its start (or from `at`, not yet started)."""
    start = session.started.utc if session.started else at or session.begin
    return session.end, start + length(session)


@dataclass(frozen=True, slots=True)
class Face:
    """What the clock shows. `left` is negative past the end; `ends` is read on the wall clock as it stands now.

    `fraction` of the session that is over, 0 to 1; `marks` are the warnings on the same scale, with their minutes.
    """

    elapsed: timedelta
    left: timedelta
    ends: datetime
    over: bool
    fraction: float
    marks: tuple[tuple[float, str], ...]


def face(session: Session, policy: Policy, now: Now) -> Face | None:
    """The clock of a running session; None for one that is not running."""
    if session.state not in LIVE or session.started is None or session.ends is None:
        return None
    total = session.ends - session.started.utc
    passed = elapsed(session.started, now)
    left = total - passed
    whole = max(total, timedelta(seconds=1))
    marks = tuple(
        (1 - before / whole, f"{before.total_seconds() / 60:g}")
        for before in sorted(policy.warnings.value, reverse=True)
        if _NOTHING < before < total
    )
    return Face(passed, left, _ends(session.ends, now.utc + left), left < _NOTHING, min(1.0, passed / whole), marks)


def _ends(chosen: datetime, by_wall: datetime) -> datetime:
    """The chosen end, unless the wall clock was changed since: then the instant at which nothing will be left."""
    return chosen if abs(by_wall - chosen) <= STEP else by_wall


def digits(shown: Face) -> str:
    """The time left, "31:29"; past the end "+2:10". A second still begun counts as left: a start shows "50:00"."""
    return count(shown.left)


def count(left: timedelta) -> str:
    """A stretch of time as digits: minutes and seconds, from an hour on "1:05:00"; what is past zero with a plus."""
    seconds = left.total_seconds()
    whole = math.ceil(round(seconds, 3)) if seconds >= 0 else math.floor(round(-seconds, 3))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    words = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"+{words}" if seconds < 0 else words


# --- a longer session -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Extension:
    """What a longer session would mean: its end, the session it runs into ("" none), and that in words."""

    ends: datetime
    runs_into: str
    words: str


def next_session(state: State, session: Session) -> Session | None:
    """The next session of that day that has not begun and is still meant to."""
    later = [
        other
        for other in state.sessions.values()
        if other.id != session.id
        and other.day == session.day
        and other.state in BEFORE_START
        and other.begin >= session.begin
    ]
    return min(later, key=lambda other: (other.begin, other.id), default=None)


def extension(state: State, session: Session, by: timedelta, now: Now) -> Extension:
    """What ending `by` later than now meant would run into; shown before it can be taken (PRODUCT section 4)."""
    policy = policy_of(state, session)
    shown = face(session, policy, now)
    ends = (session.ends or session.end) + by
    by_wall = (shown.ends if shown else session.ends or session.end) + by
    after = next_session(state, session)
    if after is None:
        return Extension(ends, "", "nothing after it today")
    begins = wall.hhmm(after.begin, state.practice.zone)
    who = f"{sessions.who(state, after)} at {begins}"
    free = after.begin - by_wall
    if free < _NOTHING:
        return Extension(ends, after.id, f"runs into {who}")
    if free < policy.buffer.value:
        minutes = int(free.total_seconds() // 60)
        return Extension(ends, "", f"leaves {minutes or 'no'} {'min' if minutes else 'time'} before {who}")
    return Extension(ends, "", f"free until {begins}")


# --- gaps and lost time -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Notice:
    """The console could not watch: "asleep", "restart", or "clock changed" (`begin` and `end`: the two readings).

    `begin` is never after `end`. `asks` is whether only the practitioner can say if the session ran meanwhile; a
    changed clock alone hid nothing.
    """

    kind: str
    begin: datetime
    end: datetime
    words: str

    @property
    def asks(self) -> bool:
        """Whether to ask "was the session running?"."""
        return self.kind != "clock changed"


def notice(before: Now | None, now: Now, tolerance: timedelta = STEP, session: Session | None = None) -> Notice | None:
    """What happened between two heartbeats, if it was more than a heartbeat; the running session adds its own time."""
    if before is None:
        return None
    if before.boot != now.boot:
        return unwatched(before.utc, now, session)
    passed = elapsed(before, now)
    step = (now.utc - before.utc) - passed if now.boot else min(now.utc - before.utc, _NOTHING)
    changed = _changed(step) if abs(step) > tolerance else ""
    if passed > ASLEEP:
        also = f" {changed}" if changed else ""
        return Notice("asleep", now.utc - passed, now.utc, f"Asleep {wall.span(passed)}.{also}{_asking(session, now)}")
    if changed:
        begin, end = sorted((now.utc - step, now.utc))
        return Notice("clock changed", begin, end, f"{changed}{_so_far(session, now)}")
    return None


def unwatched(last_seen: datetime | None, now: Now, session: Session | None = None) -> Notice | None:
    """The console is back after a restart; None where it is not known when it last watched."""
    if last_seen is None:
        return None
    off = now.utc - last_seen
    words = f"Off for {wall.span(off)}." if off >= _NOTHING else f"Off; the clock now reads {wall.span(off)} earlier."
    return Notice("restart", min(last_seen, now.utc), now.utc, f"{words}{_asking(session, now)}")


def _changed(step: timedelta) -> str:
    return f"The computer's clock was set {'forward' if step > _NOTHING else 'back'} {wall.span(step)}."


def _so_far(session: Session | None, now: Now) -> str:
    if session is None or session.started is None or session.state not in LIVE:
        return ""
    passed = timedelta(seconds=int(elapsed(session.started, now).total_seconds()))
    return f" By the clock {count(passed)} have passed."


def _asking(session: Session | None, now: Now) -> str:
    so_far = _so_far(session, now)
    return f"{so_far} Was the session running?" if so_far else ""


def lost(session: Session) -> timedelta:
    """All the time that drops and gaps took from the session."""
    in_gaps = sum((gap.lost for gap in session.gaps), _NOTHING)
    return sum((one.lost for one in session.lost), in_gaps)


def lost_choices(session: Session, after: Session | None, policy: Policy) -> tuple[str, ...]:
    """What can be done about lost time, in words: end on time, use the buffer, offer it later; () where none is lost.

    `after` is the next session; the buffer that `policy` keeps before it is the most that can be used.
    """
    missing = lost(session)
    if missing <= _NOTHING:
        return ()
    ends = session.ends or session.end
    choices = [f"end on time, {wall.hhmm(ends, session.zone)}"]
    usable = missing if after is None else min(missing, after.begin - ends)
    if usable >= timedelta(minutes=1):
        short = after is not None and after.begin - ends - usable < policy.buffer.value
        until = wall.hhmm(ends + usable, session.zone)
        choices.append(f"use the buffer: {wall.span(usable)} more, to {until}" + (" (a short break)" if short else ""))
    choices.append(f"offer {wall.span(missing)} later")
    return tuple(choices)
