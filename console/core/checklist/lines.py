"""A checklist as it stands: each line with what a person answered, what the console sees, and whether it waits.

Its rules: OVERRIDDEN and DEFERRED never count as done, and a deferred line comes back in the phase where it fits, or at
the day's end. Privacy comes first: while it is not settled, the other safety lines of that person wait for it.
"""

from collections.abc import Iterable

from console.core.ages import local_date
from console.core.checklist.applies import (
    CONSOLE,
    SETTLED,
    Slot,
    conditions,
    has_started,
    holds,
    is_absent,
    is_spent,
    people,
    slots,
)
from console.core.checklist.seen import Seen, is_automatic, see, seen_in
from console.core.state import State
from data.values.policy import About, Check, CheckState, Phase, Policy, Scope, Sees
from data.values.quick import dataclass
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, Session, SessionState, Tick, TickKey
from data.values.time import Now

PRACTICE_ID = "practice"
_WAITING_PHASES = frozenset({Phase.START, Phase.GROUP})
_MADE_PRIVATE = frozenset({CheckState.DONE, CheckState.ADJUSTED, CheckState.OVERRIDDEN})
# The answer of PRODUCT section 3 that says it could not be made private now, whatever state a policy gives it.
_NOT_PRIVATE = "rearranged"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands. `client` is the person it is about, "" for nobody in particular.

    `seen` is what the console sees of it (stored at the start of the session); `waits`: privacy must come first.
    """

    key: TickKey
    check: Check
    tick: Tick | None
    seen: Seen | None
    state: CheckState
    waits: bool
    client: str


# --- the lines of a session -------------------------------------------------------------------------------------------
def lines(state: State, session: Session, now: Now) -> tuple[Line, ...]:
    """All lines of the session, by phase and in the policy's order; judged by the policy pinned at its start.

    A member of a group who is not here is asked nothing more; what was answered before stays.
    """
    found = tuple(_line(state, slot, session, now) for slot in slots(state, session))
    absent = {one for one in session.participants if is_absent(state, session, one)}
    found = tuple(line for line in found if line.client not in absent or _was_answered(line))
    private = {line.client: False for line in found if not _is_private(line)}
    return tuple(_waiting(line) if _must_wait(line, private) else line for line in found)


def _was_answered(line: Line) -> bool:
    return line.tick is not None and line.tick.by != CONSOLE and line.tick.state is not CheckState.OPEN


def _line(state: State, slot: Slot, session: Session | None, now: Now) -> Line:
    tick = _counting_tick(state, slot, session, now)
    seen = None
    if slot.check.sees is not None:
        if tick is not None and tick.by == CONSOLE:
            seen = seen_in(tick)
        else:
            seen = see(state, slot.check, session, state.clients.get(slot.client), now)
    return Line(slot.key, slot.check, tick, seen, _state(slot.check, tick, seen), waits=False, client=slot.client)


def _counting_tick(state: State, slot: Slot, session: Session | None, now: Now) -> Tick | None:
    """The tick that counts: the console's own only once the session has started, no answer that has run out."""
    tick = state.ticks.get(slot.key)
    if tick is None:
        return None
    if session is None:
        return None if _has_come_round(state, slot.check, tick, now) else tick
    if tick.by == CONSOLE and not has_started(session):
        return None
    return None if slot.check.scope is Scope.CLIENT and is_spent(tick, slot.check, session) else tick


def _state(check: Check, tick: Tick | None, seen: Seen | None) -> CheckState:
    """A person's answer first; then a pass that the console may tick itself; all else is open."""
    if tick is not None and (tick.state is not CheckState.OPEN or tick.by == CONSOLE):
        return tick.state
    passed = seen is not None and seen.verdict == "passes" and is_automatic(check)
    return CheckState.DONE if passed else CheckState.OPEN


# --- privacy first ----------------------------------------------------------------------------------------------------
def _is_private(line: Line) -> bool:
    """False for a line about privacy that is not settled as private; lines about anything else say nothing."""
    if line.check.about is not About.PRIVACY or line.check.phase not in _WAITING_PHASES:
        return True
    rearranged = line.tick is not None and line.tick.answer.strip().casefold() == _NOT_PRIVATE
    return line.state in _MADE_PRIVATE and not rearranged


def _must_wait(line: Line, private: dict[str, bool]) -> bool:
    if line.check.about is About.PRIVACY or not line.check.safety or line.check.phase not in _WAITING_PHASES:
        return False
    return line.client in private or "" in private


def _waiting(line: Line) -> Line:
    return Line(line.key, line.check, line.tick, line.seen, line.state, waits=True, client=line.client)


# --- the lines of the day ---------------------------------------------------------------------------------------------
def day_lines(state: State, phase: Phase, now: Now) -> tuple[Line, ...]:
    """The day's own lines of that phase, and the practice's duties that are due (or were done today).

    A line with conditions is there when one of today's sessions meets them.
    """
    found = (_day_slot(state, check) for check in state.policy.checks if check.phase is phase)
    return tuple(_line(state, slot, None, now) for slot in found if slot and _is_due_today(state, slot, now))


def _day_slot(state: State, check: Check) -> Slot | None:
    if check.scope is Scope.DAY:
        return Slot(TickKey(Scope.DAY, state.today.isoformat(), "", check.id), check, "")
    if check.scope is Scope.PRACTICE:
        return Slot(TickKey(Scope.PRACTICE, PRACTICE_ID, "", check.id), check, "")
    return None


def _is_due_today(state: State, slot: Slot, now: Now) -> bool:
    tick = state.ticks.get(slot.key)
    answered = tick is not None and tick.state is not CheckState.OPEN
    if slot.check.scope is Scope.PRACTICE and tick is not None and tick.state in SETTLED:
        done_today = local_date(tick.at, state.practice.zone) >= local_date(now.utc, state.practice.zone)
        return done_today or _has_come_round(state, slot.check, tick, now)
    return answered or not slot.check.when or _met_today(state, slot.check)


def _has_come_round(state: State, check: Check, tick: Tick, now: Now) -> bool:
    """Whether a duty of the practice, settled so many days ago, is due again: its old answer no longer counts."""
    if check.scope is not Scope.PRACTICE or check.days is None or tick.state not in SETTLED:
        return False
    zone = state.practice.zone
    passed = (local_date(now.utc, zone) - local_date(tick.at, zone)).days
    return passed > 0 and passed >= check.days


def _met_today(state: State, check: Check) -> bool:
    today = (one for one in state.sessions.values() if one.day == state.today and one.state not in SIDE_EXITS)
    return any(
        all(holds(one, state.policy, session, people(state, session)) for one in conditions(check)) for session in today
    )


def find(state: State, key: TickKey, now: Now) -> Line | None:
    """The line with that key as it stands, whichever list it is in; None where there is none."""
    if key.scope in {Scope.DAY, Scope.PRACTICE}:
        found = [line for phase in Phase for line in day_lines(state, phase, now)]
    elif key.scope is Scope.SESSION:
        session = state.sessions.get(key.scope_id)
        found = list(lines(state, session, now)) if session else []
    else:
        found = [line for session in _nearest(state, key.scope_id) for line in lines(state, session, now)]
    return next((line for line in found if line.key == key), None)


def _nearest(state: State, client: str) -> list[Session]:
    """The client's sessions, the live one first, then today's: its lines are the ones on the screen."""
    theirs = [one for one in state.sessions.values() if client in one.participants]
    return sorted(theirs, key=lambda one: (one.state not in LIVE, one.day != state.today, one.begin))


# --- counting, and what comes next ------------------------------------------------------------------------------------
def progress(of: Iterable[Line]) -> tuple[int, int]:
    """(settled, all). Done, adjusted, refused and not applicable are settled; overridden and deferred never are."""
    found = tuple(of)
    return sum(line.state in SETTLED for line in found), len(found)


def due_phases(session: Session, policy: Policy, now: Now) -> tuple[Phase, ...]:
    """The phases whose open lines are missing by now: BEFORE and FIRST from when the invitation is due to the start."""
    lead = max(policy.invitation.value, policy.in_room.value)
    due = session.state in BEFORE_START and now.utc >= session.begin - lead
    return (Phase.BEFORE, Phase.FIRST) if due else ()


def missing(of: Iterable[Line], *phases: Phase) -> tuple[Line, ...]:
    """What is missing for the session to start well: the day list's "! 3 missing".

    That is what the console sees to be wrong, or cannot tell where it should, and nobody has answered or overridden;
    an old place is not missing, for it is asked at every start. With `phases` (see `due_phases`) the lines of those
    phases that nobody has answered count too. A deferred line was decided on, and is not missing.
    """
    unanswered = (line for line in of if line.state is CheckState.OPEN)
    return tuple(line for line in unanswered if _is_wrong(line) or line.check.phase in phases)


def _is_wrong(line: Line) -> bool:
    if line.seen is None or line.seen.verdict == "passes" or line.check.sees is Sees.LOCATION_AGE:
        return False
    return line.seen.verdict == "fails" or is_automatic(line.check)


# A line put off comes back when the next of these phases begins; what is left comes at the day's end.
_COMES_BACK = {
    Phase.REVIEW: Phase.ENDING,
    Phase.FIRST: Phase.ENDING,
    Phase.BEFORE: Phase.START,
    Phase.START: Phase.ENDING,
    Phase.GROUP: Phase.ENDING,
    Phase.DURING: Phase.ENDING,
    Phase.ENDING: Phase.AFTER,
}


def comes_back(check: Check) -> Phase:
    """The phase in which this line, deferred, is offered again; DAY_END for those that have no later one."""
    return _COMES_BACK.get(check.phase, Phase.DAY_END)


def deferred(state: State, now: Now) -> tuple[Line, ...]:
    """Every line that is put off still, the day's own first, then by session: what day end asks for again."""
    found = [line for phase in Phase for line in day_lines(state, phase, now)]
    for session in sorted(state.sessions.values(), key=lambda one: (one.begin, one.id)):
        if session.state not in SIDE_EXITS and session.day <= state.today:
            found.extend(lines(state, session, now))
    put_off = {line.key: line for line in found if line.state is CheckState.DEFERRED}
    return tuple(put_off.values())


_NEXT = {
    SessionState.RUNNING: (Phase.START, Phase.FIRST, Phase.GROUP, Phase.REVIEW, Phase.DURING, Phase.ENDING),
    SessionState.ENDING: (Phase.ENDING,),
    SessionState.ENDED: (Phase.AFTER, Phase.DAY_END),
    SessionState.CLOSED: (Phase.AFTER, Phase.DAY_END),
}


def next_line(of: Iterable[Line], session: Session) -> Line | None:
    """The one next thing for the session's state, privacy before all; None when nothing of its phases is open.

    Once the content is over only the ending is left to do, whether the clock runs or not.
    """
    found = tuple(of)
    state = SessionState.ENDING if session.content_ended and session.state in LIVE else session.state
    phases = (Phase.BEFORE, Phase.FIRST) if state in BEFORE_START else _NEXT.get(state, ())
    wanted = [line for phase in phases for line in _asked_in(phase, found)]
    ready = next((line for line in wanted if not line.waits), None)
    if ready is not None and not any(line.waits for line in wanted):
        return ready
    held = next((line for line in found if not _is_private(line)), None) if wanted else None
    return held or ready


def _asked_in(phase: Phase, found: tuple[Line, ...]) -> tuple[Line, ...]:
    """What the phase asks: its own open lines, then the deferred ones that come back in it."""
    own = (line for line in found if line.state is CheckState.OPEN and line.check.phase is phase)
    back = (line for line in found if line.state is CheckState.DEFERRED and comes_back(line.check) is phase)
    return (*own, *back)
