"""The lock: when the console hides everything by itself, when it forgets the keys, and what it still rings for then.

Pure: values in, values out. Its rules (PRODUCT section 10, promise S6):

- After the policy's idle time without a key, counted by the clock that counts suspend, the console locks; after a
  sleep it locks whatever the time.
- It does not lock by itself while a session runs (unless the practitioner asked for that) nor while a flow is open:
  what is in hand keeps its screen. Nor in a rehearsal, where nobody is real.
- Locked by key it keeps the next action and F3; once the idle time is over too, it is as if it had locked by itself.
- The keys are forgotten half an hour later, and only while no session runs, no flow is open, no warning waits to be
  seen and everything is on the disk.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from console.core import alarms
from console.core import session as sessions
from console.core.clock import ASLEEP
from console.core.gate.gate import crisis_numbers
from console.core.incident.incidents import open_incidents
from console.core.state import Locked, State
from data.values.quick import dataclass
from data.values.time import Now, elapsed

__all__ = ["BY_KEY", "FORGET", "IDLE", "RESUME", "Due", "Locked", "Remains", "after", "asleep", "come_due", "forgets"]
IDLE, RESUME, BY_KEY = "idle", "resume", "key"
FORGET = timedelta(minutes=30)
"""For so long it stays locked before the keys are forgotten too."""
_NOTHING = timedelta()


def asleep(state: State, now: Now) -> bool:
    """Whether no heart has beaten for so long that the machine must have slept."""
    return state.beat is not None and elapsed(state.beat, now) > ASLEEP


def in_hand(state: State) -> bool:
    """Whether something keeps its screen: a session that runs, or an open flow."""
    running = sessions.live(state) is not None and not state.lock_in_session
    return running or bool(open_incidents(state))


def by_itself(state: State, now: Now) -> str:
    """Why the console is to be locked now though nobody asked for it: `RESUME`, `IDLE`, or "" where it is not."""
    if state.rehearsal or in_hand(state):
        return ""
    if asleep(state, now):
        return RESUME
    limit = state.policy.idle_lock.value
    return IDLE if limit > _NOTHING and state.touched and elapsed(state.touched, now) >= limit else ""


def after(state: State, now: Now) -> State:
    """The state once time has done what it does: looked at before every event, so that none comes before the lock."""
    how = by_itself(state, now)
    if not how or (state.locked and state.locked.how != BY_KEY):
        return state
    since = state.locked.since if state.locked else now
    return replace(state, locked=Locked(how, since))


def pressed(state: State, now: Now) -> State:
    """Locked by key; what is locked already stays as it is."""
    return state if state.locked else replace(state, locked=Locked(BY_KEY, now))


def came_back(state: State, now: Now) -> State:
    """The program was stopped (Ctrl-Z) and goes on: as after a sleep, however short."""
    if state.rehearsal or in_hand(state) or state.locked:
        return state
    return replace(state, locked=Locked(RESUME, now))


def forgets(state: State, now: Now) -> bool:
    """Whether the keys are to be forgotten: `FORGET` after it locked by itself, where nothing needs them."""
    if state.locked is None or state.touched is None or state.rehearsal:
        return False
    if sessions.live(state) or open_incidents(state) or alarms.ringing(state, now):
        return False
    if state.saving.pending or state.saving.failed:
        return False
    return elapsed(state.touched, now) >= max(state.policy.idle_lock.value, _NOTHING) + FORGET


# --- what remains in memory once the keys are forgotten ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Due:
    """One thing that comes due, in words without a name."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Remains:
    """All that stays: how it was locked, the zone of the clock, what is still due, the number of the services, and
    whether others see the screen.

    Nothing in it is about anybody.
    """

    locked: Locked
    zone: str
    due: tuple[Due, ...] = ()
    emergency: str = ""
    sharing: bool = False


def remains(state: State, now: Now) -> Remains:
    """What is kept of this state, which must be locked, so that nothing due later is missed."""
    later = (one for one in alarms.alarms(state, now) if one.notify and one.at > now.utc and one.id not in state.shown)
    numbers = crisis_numbers(state.practice.country, state.policy)
    return Remains(
        locked=state.locked or Locked(IDLE, now),
        zone=state.practice.zone,
        due=tuple(dict.fromkeys(Due(one.at, one.notice) for one in later)),
        emergency=numbers[0].number if numbers else "",
        sharing=state.sharing,
    )


def come_due(due: Iterable[Due], since: datetime, now: datetime) -> tuple[Due, ...]:
    """What came due after `since` and by `now`: each exactly once, also over a sleep. Instants are UTC."""
    return tuple(one for one in due if since < one.at <= now)
