"""What the facts of incidents do to the state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from console.core.incident.incidents import DROPS
from console.core.state import State
from data.values import facts
from data.values.incident import Attempt, Incident
from data.values.people import Place
from data.values.session import Session

Change = Callable[[Incident, Any], Incident]


def _began(state: State, fact: facts.IncidentBegan) -> State:
    return replace(state, incidents={**state.incidents, fact.incident.id: fact.incident})


def _retimed(incident: Incident, fact: facts.IncidentRetimed) -> Incident:
    return replace(incident, t0=fact.t0)


def _given(incident: Incident, fact: facts.IncidentGiven) -> Incident:
    changed = replace(incident, given=(*incident.given, fact.given))
    if fact.given.fact != "back":
        return changed
    return replace(changed, back=fact.given.at if fact.given.value == "yes" else None)


def _answered(state: State, fact: facts.IncidentGiven) -> State:
    """An answer of the incident; a client who says that they have moved is at the new place from now on."""
    incident = state.incidents.get(fact.incident)
    state = _on_incident(_given)(state, fact)
    client = state.clients.get(incident.client) if incident else None
    told = fact.given
    if client is None or told.fact != "same_place" or told.value != "no" or not told.words.strip():
        return state
    moved = replace(client, last_place=Place(told.words, told.at))
    return replace(state, clients={**state.clients, client.id: moved})


def _entered(incident: Incident, fact: facts.StageEntered) -> Incident:
    return replace(incident, stage=fact.passage.stage, path=(*incident.path, fact.passage))


def _marked(incident: Incident, fact: facts.StepMarked) -> Incident:
    return replace(incident, marks=(*incident.marks, fact.mark))


def _attempt_began(incident: Incident, fact: facts.AttemptBegan) -> Incident:
    return replace(incident, attempts=(*incident.attempts, fact.attempt))


def _attempt_ended(incident: Incident, fact: facts.AttemptEnded) -> Incident:
    def ended(one: Attempt) -> Attempt:
        if one.id != fact.attempt:
            return one
        return replace(one, ended=fact.at, outcome=fact.outcome, words=fact.words)

    return replace(incident, attempts=tuple(ended(one) for one in incident.attempts))


def _chosen(state: State, fact: facts.ClientChosen) -> State:
    """A drop that turns out to be another session's counts among that session's drops."""
    incident = state.incidents.get(fact.incident)
    if incident is None:
        return state
    family = DROPS if incident.flow in DROPS else {incident.flow}
    others = [one for one in state.incidents.values() if one.flow in family and one.session == fact.session]
    number = 1 + sum(not one.error and one.id != incident.id for one in others) if fact.session else 1
    same = fact.session == incident.session
    chosen = replace(incident, client=fact.client, session=fact.session, drop=incident.drop if same else number)
    return replace(state, incidents={**state.incidents, incident.id: chosen})


def _suspended(incident: Incident, fact: facts.IncidentSuspended) -> Incident:
    resumed = fact.resumed if fact.at is None else incident.resumed
    return replace(incident, suspended=fact.at, suspended_by=fact.by, resumed=resumed)


def _ended(incident: Incident, fact: facts.IncidentEnded) -> Incident:
    return replace(
        incident, outcome=fact.outcome, decider=fact.decider, ended=fact.at, error=fact.error, words=fact.words
    )


def _overridden(incident: Incident, fact: facts.Overridden) -> Incident:
    return replace(incident, overrides=(*incident.overrides, (fact.route, fact.channel)))


def _time_lost(session: Session, fact: facts.TimeLost) -> Session:
    return replace(session, lost=(*session.lost, fact.lost))


def _content_ended(session: Session, fact: facts.ContentEnded) -> Session:
    return replace(session, content_ended=session.content_ended or fact.at)


def _on_incident(change: Change) -> Callable[[State, Any], State]:
    def handler(state: State, fact: Any) -> State:
        incident = state.incidents.get(fact.incident)
        if incident is None:
            return state
        return replace(state, incidents={**state.incidents, incident.id: change(incident, fact)})

    return handler


def _on_session(change: Callable[[Session, Any], Session]) -> Callable[[State, Any], State]:
    def handler(state: State, fact: Any) -> State:
        session = state.sessions.get(fact.session)
        if session is None:
            return state
        return replace(state, sessions={**state.sessions, session.id: change(session, fact)})

    return handler


HANDLERS: Mapping[type, Callable[[State, Any], State]] = {
    facts.IncidentBegan: _began,
    facts.IncidentRetimed: _on_incident(_retimed),
    facts.IncidentGiven: _answered,
    facts.StageEntered: _on_incident(_entered),
    facts.StepMarked: _on_incident(_marked),
    facts.AttemptBegan: _on_incident(_attempt_began),
    facts.AttemptEnded: _on_incident(_attempt_ended),
    facts.ClientChosen: _chosen,
    facts.IncidentSuspended: _on_incident(_suspended),
    facts.IncidentEnded: _on_incident(_ended),
    facts.Overridden: _on_incident(_overridden),
    facts.TimeLost: _on_session(_time_lost),
    facts.ContentEnded: _on_session(_content_ended),
}
