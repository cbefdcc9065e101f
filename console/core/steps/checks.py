"""Checks answered by a person."""

from console.core import events
from console.core.checklist import checks
from console.core.state import State, Step
from console.core.steps.making import PRACTICE, client_stream, day_stream, done, record, refused, session_stream
from data.values import facts
from data.values.policy import CheckState, Scope
from data.values.session import TickKey
from data.values.time import Now

NOT_APPLICABLE = "Marked as not applicable: u takes it back."


def answer(state: State, event: events.CheckAnswered, now: Now) -> Step:
    """Keep the answer, or say why it is not one."""
    tick = checks.answer(state, event, now)
    if isinstance(tick, str):
        return refused(state, tick, now)
    kept = record(_stream(state, event.key), _client(state, event.key), facts.Ticked(tick), now)
    return done(state, (kept,), say=NOT_APPLICABLE if tick.state is CheckState.NOT_APPLICABLE else "", now=now)


def _stream(state: State, key: TickKey) -> str:
    if key.scope is Scope.SESSION:
        return session_stream(key.scope_id)
    if key.scope is Scope.CLIENT:
        return client_stream(key.scope_id)
    return day_stream(state) if key.scope is Scope.DAY else PRACTICE


def _client(state: State, key: TickKey) -> str:
    """The one person a tick is about: the line's participant, the client, or the only client of the session."""
    if key.participant or key.scope is Scope.CLIENT:
        return key.participant or key.scope_id
    session = state.sessions.get(key.scope_id)
    return session.participants[0] if session and len(session.participants) == 1 and not session.group else ""
