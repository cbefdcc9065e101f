"""How a handler answers: facts applied and recorded, a refusal in words, or nothing at all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from console.core.apply import apply
from console.core.effects import Effect
from console.core.state import Said, State, Step
from data.values.facts import Fact, Record
from data.values.session import Session
from data.values.time import Now

PRACTICE = "practice"


def session_stream(session: str) -> str:
    """The stream of one session's facts."""
    return f"session:{session}"


def client_stream(client: str) -> str:
    """The stream of one client's facts."""
    return f"client:{client}"


def day_stream(state: State) -> str:
    """The stream of the state's day."""
    return f"day:{state.today.isoformat()}"


def only_client(session: Session) -> str:
    """The one client a fact of this session is about; "" for a group, whose acts carry no personal data."""
    return session.participants[0] if len(session.participants) == 1 and not session.group else ""


def record(stream: str, client: str, fact: Fact, now: Now, happened: datetime | None = None) -> Record:
    """A fact in its envelope; `happened` only where it differs from now."""
    return Record(stream, client, fact, now, happened or now.utc)


def about(session: Session, fact: Fact, now: Now, happened: datetime | None = None) -> Record:
    """A fact of this session."""
    return record(session_stream(session.id), only_client(session), fact, now, happened)


def done(state: State, records: Iterable[Record], *effects: Effect, say: str = "", now: Now | None = None) -> Step:
    """The facts applied in order, to be saved; `say` confirms in words where the screen itself does not show it."""
    kept = tuple(records)
    for one in kept:
        state = apply(state, one)
    said = Said(say, at=now.utc if now else None) if say else None
    return Step(replace(state, said=said), kept, effects)


def refused(state: State, words: str, now: Now) -> Step:
    """Nothing changes; the reason is said."""
    return Step(replace(state, said=Said(words, refused=True, at=now.utc)))


def nothing(state: State) -> Step:
    """An event out of place: the same state, nothing to save, nothing to do."""
    return Step(state)
