"""What a session leaves owed. Each becomes a follow-up that only a person closes."""

from dataclasses import replace

from console.core import session as sessions
from console.core.state import State
from console.core.steps.making import only_client, record, session_stream
from data.values import facts
from data.values.session import FollowUp, Session, SessionState
from data.values.time import Now

_OWED = {
    SessionState.REARRANGED: ("appointment", "New appointment for {who}"),
    SessionState.UNSAFE: ("check", "Ask {who} about a safe way to meet"),
    SessionState.DID_NOT_ATTEND: ("contact", "Contact {who} about the missed session"),
}


_BY_FLOWS = frozenset({"did-not-attend", "was-not-brought", "rearranged"})
"""The outcomes of flows that leave the same owed; see `data/flows`."""


def owed_after(state: State, session: Session, to: SessionState, now: Now) -> tuple[facts.Record, ...]:
    """The follow-ups that this outcome makes; their ids follow from the session, so nothing is owed twice."""
    if to not in _OWED:
        return ()
    if any(
        one.session == session.id and one.done is None and one.kind in _BY_FLOWS for one in state.follow_ups.values()
    ):
        return ()  # the flow of a late client, or of a drop, has left it owed already
    kind, words = _OWED[to]
    follow_up = FollowUp(
        id=f"{session.id}-{kind}",
        kind=kind,
        text=words.format(who=sessions.who(state, session)),
        made=now.utc,
        client=only_client(session),
        session=session.id,
    )
    fact = facts.FollowUpSaved(follow_up)
    return (record(session_stream(session.id), follow_up.client, fact, now),)


def taken_back(state: State, session: Session, now: Now) -> tuple[facts.Record, ...]:
    """What the undone outcome had made owed is owed no more."""
    kind, _ = _OWED.get(session.state, ("", ""))
    owed = state.follow_ups.get(f"{session.id}-{kind}")
    if owed is None or owed.done is not None:
        return ()
    fact = facts.FollowUpSaved(replace(owed, done=now.utc, outcome="taken back"))
    return (record(session_stream(session.id), owed.client, fact, now),)
