"""What the facts of incidents do to the state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.core.gate.people import every_guardian
from console.core.incident.incidents import DROPS, is_of_group
from console.core.state import State
from data.values import facts
from data.values.incident import Attempt, Given, Incident
from data.values.people import Client, Place
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
    """An answer of the incident, and what it says of the client from now on."""
    incident = state.incidents.get(fact.incident)
    state = _on_incident(_given)(state, fact)
    client = state.clients.get(incident.client) if incident else None
    learn = _LEARNED.get((fact.given.fact, fact.given.value))
    if client is None or learn is None:
        return state
    return replace(state, clients={**state.clients, client.id: learn(client, fact.given)})


def _moved(client: Client, told: Given) -> Client:
    """A client who says where they are now is there; whether that is abroad is asked beside it, before or after.

    Who is elsewhere and does not say where has left the place that was known.
    """
    words, known = told.words.strip(), client.last_place
    if not words:
        return replace(client, last_place=replace(known, left=True)) if known else client
    just_told = known is not None and told.at - known.at <= JUST_TOLD
    abroad = known.abroad if known is not None and just_told else ""
    return replace(client, last_place=Place(words, told.at, abroad))


def _abroad(client: Client, told: Given) -> Client:
    """They are in another country: no number of this one helps there. A place just told stays, with the country."""
    country = told.words.strip() or UNKNOWN_COUNTRY
    known = client.last_place
    just_told = known is not None and told.at - known.at <= JUST_TOLD
    text = known.text if known is not None and just_told else country
    return replace(client, last_place=Place(text, told.at, country))


def _at_home(client: Client, told: Given) -> Client:
    del told  # that they are in their own country is all that counts
    known = client.last_place
    return replace(client, last_place=replace(known, abroad="")) if known else client


def _guardian_may_be_danger(client: Client, told: Given) -> Client:
    """A disclosure about a guardian: every guardian leaves every ladder, card and list, and so do their numbers.

    Who is marked as one, who gave the consent, and whose relation says so: nobody is left in who may be meant.
    """
    del told
    meant = {one.id for one in every_guardian(client)}
    contacts = tuple(replace(one, may_be_danger=True) if one.id in meant else one for one in client.emergency)
    return replace(client, emergency=contacts)


UNKNOWN_COUNTRY = "another country"
JUST_TOLD = timedelta(minutes=10)
"""A place told as long ago, or less, is the one that is abroad; an older one is somewhere else."""
_LEARNED: Mapping[tuple[str, str], Callable[[Client, Given], Client]] = {
    ("same_place", "no"): _moved,
    ("abroad", "yes"): _abroad,
    ("abroad", "no"): _at_home,
    ("about_guardian", "yes"): _guardian_may_be_danger,
}
"""What an answer tells of the client, for good."""
_OF_PLACE = frozenset({"same_place", "abroad"})


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
    """A drop that turns out to be another session's counts among its drops; in a group among its member's."""
    incident = state.incidents.get(fact.incident)
    if incident is None:
        return state
    family = DROPS if incident.flow in DROPS else {incident.flow}
    others = [one for one in state.incidents.values() if one.flow in family and one.session == fact.session]
    group = is_of_group(state, fact.session)
    others = [one for one in others if one.client == fact.client] if group else others
    number = 1 + sum(not one.error and one.id != incident.id for one in others) if fact.session else 1
    same = fact.session == incident.session and not group
    chosen = replace(incident, client=fact.client, session=fact.session, drop=incident.drop if same else number)
    return _learned(replace(state, incidents={**state.incidents, incident.id: chosen}), chosen)


def _learned(state: State, incident: Incident) -> State:
    """What was answered before it was known whom it is about holds of them too; only a newer place stands."""
    client = state.clients.get(incident.client)
    if client is None:
        return state
    for told in incident.given:
        learn = _LEARNED.get((told.fact, told.value))
        newer = client.last_place is not None and client.last_place.at > told.at
        if learn is not None and (told.fact not in _OF_PLACE or not newer):
            client = learn(client, told)
    return replace(state, clients={**state.clients, client.id: client})


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
