"""The lock and the screen share as steps: keys of their own, and what time alone does before every other event."""

from dataclasses import replace

from console.core import effects, events, lock
from console.core.state import State, Step
from data.values.time import Now

NEUTRAL = "Look at Session Day."
"""All that the desktop is told while the screen is shared: others read it too."""


_COPIES = (effects.CopyText, effects.CopyNote, effects.WriteDayNote, effects.WriteGrabCard)


def touched(state: State, event: events.Touched, now: Now) -> Step:
    """Somebody is there. A locked console stays locked."""
    del event
    return Step(replace(state, touched=now))


def came_back(state: State, event: events.CameBack, now: Now) -> Step:
    """Another program had the terminal."""
    del event
    return Step(lock.came_back(state, now))


def press(state: State, event: events.LockPressed, now: Now) -> Step:
    """Hide everything now."""
    del event
    return Step(lock.pressed(state, now))


def unlock(state: State, event: events.Unlocked, now: Now) -> Step:
    """Open again; the idle time begins anew."""
    del event
    return Step(replace(state, locked=None, touched=now, said=None)) if state.locked else Step(state)


def share(state: State, event: events.SharePressed, now: Now) -> Step:
    """Hide everything personal, or show it again. A locked console does not change it: its key is behind the lock."""
    del event, now
    return Step(state) if state.locked else Step(replace(state, sharing=not state.sharing, said=None))


def before(state: State, event: events.Event, now: Now) -> State:
    """What time alone has done since the last event. From the first one on, and at the opening, somebody is there."""
    if isinstance(event, events.Opened):
        return replace(state, touched=now, locked=None)
    return lock.after(state if state.touched else replace(state, touched=now), now)


def beaten(step: Step, now: Now) -> Step:
    """After a heartbeat: the keys are forgotten where it is time."""
    if not lock.forgets(step.state, now):
        return step
    return replace(step, effects=(*step.effects, effects.ForgetKeys()))


def worded(step: Step) -> Step:
    """What leaves the screen: nothing is copied from behind the lock; while the screen is shared the desktop shows no
    word of what a notification is about."""
    if step.state.locked and step.state.locked.how != lock.BY_KEY:  # whoever sits there copies nobody's words
        step = replace(step, effects=tuple(one for one in step.effects if not isinstance(one, _COPIES)))
    if not step.state.sharing:
        return step
    told = tuple(effects.Notify(NEUTRAL) if isinstance(one, effects.Notify) else one for one in step.effects)
    return replace(step, effects=told)
