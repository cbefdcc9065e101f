"""The invitation and the reminder of a session: settled by the key `i`, or on their own check lines."""

from collections.abc import Mapping
from datetime import datetime

from console.core.checklist import checks
from console.core.state import State
from data.values.policy import CheckState, Scope
from data.values.session import Session, Tick, TickKey
from data.values.time import Now

LINES: Mapping[str, str] = {"invitation": "invited", "reminder": "reminded"}
"""The check that asks for each of them, by its id in the policies."""


def settled(state: State, session: Session, what: str) -> bool:
    """Whether nothing is left to send: it was sent, or its line was answered for everybody."""
    sent: Mapping[str, datetime | None] = {"invitation": session.invited, "reminder": session.reminded}
    if sent[what]:
        return True
    answered = [_answered(state, session, participant, what) for participant in session.participants]
    return _answered(state, session, "", what) or (bool(answered) and all(answered))


def _answered(state: State, session: Session, participant: str, what: str) -> bool:
    tick = state.ticks.get(TickKey(Scope.SESSION, session.id, participant, LINES[what]))
    return tick is not None and tick.state not in {CheckState.OPEN, CheckState.DEFERRED}


def ticks_of(state: State, session: Session, what: str, now: Now) -> tuple[Tick, ...]:
    """The answers that a message which was sent gives to its own lines; those that were answered stay."""
    from console.core.events import CheckAnswered  # the first view of the day needs no events

    ticks = []
    for line in checks.lines(state, session, now):
        if line.check.id == LINES[what] and line.state is CheckState.OPEN:
            answer = line.check.answers[0].say if line.check.answers else ""
            tick = checks.answer(state, CheckAnswered(line.key, answer), now)
            if isinstance(tick, Tick):
                ticks.append(tick)
    return tuple(ticks)
