"""What the check of the journal found, and today's backup: said until a person has seen it."""

from dataclasses import replace

from console.core import effects, events
from console.core.state import State, Step
from console.core.steps.making import done, nothing, record
from data.values import facts
from data.values.time import Now

JOURNAL = "journal"
"""The stream of what is kept about the journal itself."""


def losses_found(state: State, event: events.LossesFound, now: Now) -> Step:
    """Rings for what is new; it stays until it was read."""
    del now
    fresh = tuple(one for one in event.sentences if one not in state.losses_read and one not in state.losses)
    if not fresh:
        return nothing(state)
    return Step(replace(state, losses=(*state.losses, *dict.fromkeys(fresh))), (), (effects.Bell(),))


def losses_read(state: State, event: events.LossesRead, now: Now) -> Step:
    """That it was read is itself kept, with what it was; then it is not told again."""
    del event
    if not state.losses:
        return nothing(state)
    fact = facts.LossesRead(state.losses, now.utc)
    read = replace(state, losses=(), losses_read=state.losses_read | {*state.losses})
    kept = (record(JOURNAL, "", fact, now),)
    return done(read, kept, effects.PutLossesAway(), say="Read; that stands in the journal.", now=now)


def backup_tried(state: State, event: events.BackupTried, now: Now) -> Step:
    """A backup that failed is said; one that was made takes that back."""
    del now
    seen = state.no_backup_seen and event.failed == state.no_backup
    return Step(replace(state, no_backup=event.failed, no_backup_seen=seen))


def no_backup_seen(state: State, event: events.NoBackupSeen, now: Now) -> Step:
    """Out of the way, but still owed until one is made."""
    del event, now
    return Step(replace(state, no_backup_seen=True))
