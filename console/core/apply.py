"""What each fact does to the state. The live program and the replay at start use the same function.

Total: a fact about something that is not there (an erased client, a session of another day) changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from console.core import session as sessions
from console.core.incident import apply as apply_incident
from console.core.state import State, slot
from data.values import facts
from data.values.people import Client, Place, Route, Safety
from data.values.policy import About, CheckState
from data.values.session import LIVE, EndChoice, Session, SessionState, Tick

K = TypeVar("K")
V = TypeVar("V")


def apply(state: State, record: facts.Record) -> State:
    """The state after this fact."""
    handler: Callable[[State, Any], State] | None = _HANDLERS.get(type(record.fact))
    return handler(state, record.fact) if handler else state


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return {**mapping, key: value}


def _put(state: State, session: Session) -> State:
    return replace(state, sessions=_with(state.sessions, session.id, session))


def _put_client(state: State, client: Client) -> State:
    return replace(state, clients=_with(state.clients, client.id, client))


def _practice_set(state: State, fact: facts.PracticeSet) -> State:
    return replace(state, practice=fact.practice)


def _client_saved(state: State, fact: facts.ClientSaved) -> State:
    return _put_client(state, fact.client)


def _session_saved(state: State, fact: facts.SessionSaved) -> State:
    return _put(state, fact.session)


def _state_changed(state: State, fact: facts.StateChanged) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    if fact.undo:
        changed = sessions.undone(session, fact.to)
    else:
        changed = sessions.moved(session, fact.to, fact.at, fact.reason, fact.received)
    seen = (changed.state is SessionState.ENDED) - (session.state is SessionState.ENDED and fact.undo)
    if session.state is SessionState.CLOSED:
        seen = 0
    return _count_seen(_put(state, changed), changed, seen)


def _count_seen(state: State, session: Session, by: int) -> State:
    for client_id in session.participants if by else ():
        if client := state.clients.get(client_id):
            state = _put_client(state, replace(client, seen=max(0, client.seen + by)))
    return state


def _started(state: State, fact: facts.Started) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    changed = replace(
        session,
        state=SessionState.RUNNING,
        before=session.state,
        started=fact.started,
        ends=fact.ends,
        choice=fact.choice,
        late_side=fact.late_side,
        policy_hash=fact.policy_hash,
        modes=((fact.at, session.mode),),
    )
    if fact.policy_hash == state.policy.hash:
        state = replace(state, policies=_with(state.policies, fact.policy_hash, state.policy))
    return _put(state, changed)


def _end_set(state: State, fact: facts.EndSet) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    side = fact.side if fact.choice is not EndChoice.EXTENDED else session.late_side
    return _put(state, replace(session, ends=fact.ends, choice=fact.choice, late_side=side))


def _mode_changed(state: State, fact: facts.ModeChanged) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    modes = (*session.modes, (fact.at, fact.mode)) if session.state in LIVE else session.modes
    return _put(state, replace(session, mode=fact.mode, modes=modes))


def _gap_found(state: State, fact: facts.GapFound) -> State:
    session = state.sessions.get(fact.session)
    return _put(state, replace(session, gaps=(*session.gaps, fact.gap))) if session else state


def _gap_answered(state: State, fact: facts.GapAnswered) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    gaps = tuple(replace(gap, ran=fact.ran, lost=fact.lost) if gap.id == fact.gap else gap for gap in session.gaps)
    return _put(state, replace(session, gaps=gaps))


def _ticked(state: State, fact: facts.Ticked) -> State:
    tick = fact.tick
    state = replace(state, ticks=_with(state.ticks, tick.key, tick))
    client = state.clients.get(tick.key.participant)
    if client is None or tick.state not in {CheckState.DONE, CheckState.ADJUSTED}:
        return state
    learned = _LEARNED.get(tick.about)
    return _put_client(state, learned(client, tick)) if learned else state


def _learn_place(client: Client, tick: Tick) -> Client:
    return replace(client, last_place=Place(tick.detail or tick.answer, tick.at)) if tick.detail else client


def _learn_identity(client: Client, tick: Tick) -> Client:
    return replace(client, identity=tick.detail or tick.answer, identified=tick.at)


def _learn_aftercare(client: Client, tick: Tick) -> Client:
    return replace(client, last_activity=tick.detail) if tick.detail else client


def _learn_review(client: Client, tick: Tick) -> Client:
    del tick  # that it was done is all that counts
    return replace(client, reviewed_at=client.seen)


def _confirm_contacts(client: Client, tick: Tick) -> Client:
    if tick.state is not CheckState.DONE:
        return client
    return replace(client, emergency=tuple(replace(one, confirmed=tick.at) for one in client.emergency))


def _confirm_rules(client: Client, tick: Tick) -> Client:
    """ "Still right" refreshes the date of every rule that says something (section 5); "changed" takes all dates away,
    so that nothing is used as agreed until the new rules are written down."""
    at = tick.at if tick.state is CheckState.DONE else None
    return replace(client, routes=tuple(_confirmed(route, at) for route in client.routes))


def _confirmed(route: Route, at: datetime | None) -> Route:
    if route.retired:
        return route
    rules = {
        channel: replace(rule, confirmed=at) if rule.safety is not Safety.UNKNOWN else rule
        for channel, rule in route.rules.items()
    }
    return replace(route, rules=rules)


_LEARNED: Mapping[About, Callable[[Client, Tick], Client]] = {
    About.LOCATION: _learn_place,
    About.IDENTITY: _learn_identity,
    About.AFTERCARE: _learn_aftercare,
    About.REVIEW: _learn_review,
    About.EMERGENCY_CONTACT: _confirm_contacts,
    About.CONTACT_RULES: _confirm_rules,
}


def _warning_shown(state: State, fact: facts.WarningShown) -> State:
    warned = _with(state.warned, slot(fact.warned), fact.warned)
    return replace(state, warned=warned, shown=state.shown | {fact.warned.id})


def _acknowledged(state: State, fact: facts.Acknowledged) -> State:
    for place, warned in state.warned.items():
        if warned.id == fact.warning:
            return replace(state, warned=_with(state.warned, place, replace(warned, acknowledged=fact.at)))
    return state


def _follow_up_saved(state: State, fact: facts.FollowUpSaved) -> State:
    return replace(state, follow_ups=_with(state.follow_ups, fact.follow_up.id, fact.follow_up))


def _note_saved(state: State, fact: facts.NoteSaved) -> State:
    return replace(state, notes=_with(state.notes, fact.note.id, fact.note))


def _note_filed(state: State, fact: facts.NoteFiled) -> State:
    note = state.notes.get(fact.note)
    return replace(state, notes=_with(state.notes, note.id, replace(note, filed=fact.at))) if note else state


def _addendum_added(state: State, fact: facts.AddendumAdded) -> State:
    note = state.notes.get(fact.note)
    if note is None:
        return state
    longer = replace(note, addenda=(*note.addenda, (fact.at, fact.text)))
    return replace(state, notes=_with(state.notes, note.id, longer))


def _contact_logged(state: State, fact: facts.ContactLogged) -> State:
    return replace(state, contacts=_with(state.contacts, fact.contact.id, fact.contact))


def _day_saved(state: State, fact: facts.DaySaved) -> State:
    return replace(state, days=_with(state.days, fact.record.day, fact.record))


def _series_decided(state: State, fact: facts.SeriesDecided) -> State:
    return replace(state, series=_with(state.series, fact.link.series, fact.link))


def _agreed_by(state: State, fact: facts.AgreedBy) -> State:
    session = state.sessions.get(fact.session)
    return _put(state, replace(session, agreed_by=fact.channel, agreed_at=fact.at)) if session else state


def _message_noted(state: State, fact: facts.MessageNoted) -> State:
    session = state.sessions.get(fact.session)
    if session is None:
        return state
    changed = replace(session, invited=fact.at) if fact.what == "invitation" else replace(session, reminded=fact.at)
    return _put(state, changed)


_HANDLERS: Mapping[type, Callable[[State, Any], State]] = {
    facts.PracticeSet: _practice_set,
    facts.ClientSaved: _client_saved,
    facts.SessionSaved: _session_saved,
    facts.StateChanged: _state_changed,
    facts.Started: _started,
    facts.EndSet: _end_set,
    facts.ModeChanged: _mode_changed,
    facts.GapFound: _gap_found,
    facts.GapAnswered: _gap_answered,
    facts.Ticked: _ticked,
    facts.WarningShown: _warning_shown,
    facts.Acknowledged: _acknowledged,
    facts.FollowUpSaved: _follow_up_saved,
    facts.NoteSaved: _note_saved,
    facts.NoteFiled: _note_filed,
    facts.AddendumAdded: _addendum_added,
    facts.ContactLogged: _contact_logged,
    facts.DaySaved: _day_saved,
    facts.SeriesDecided: _series_decided,
    facts.MessageNoted: _message_noted,
    facts.AgreedBy: _agreed_by,
    **apply_incident.HANDLERS,
}
