"""The order of urgency, decided for each person: which of their incidents is in hand, and which wait.

Its rule: of one person's open incidents the most urgent is in hand, and all others wait, suspended. An incident is as
urgent as the more urgent of the flow it began with and the flow it stands in; of equals the older comes first. A client
who is not known yet is that of the same session of one to one; members of a group run side by side.
"""

from collections.abc import Mapping

from console.core.incident.incidents import CRISIS, DROPS, is_open, session_of, urgency
from console.core.state import State
from data.values.incident import Incident
from data.values.session import Session


def person_of(state: State, incident: Incident) -> str:
    """Whom it is about, as a key: a client's id, or one that stands for somebody not known yet."""
    if incident.client:
        return incident.client
    session = session_of(state, incident)
    return _unknown(state, session) if session and not session.group else f"?{incident.id}"


def person_in(state: State, session: Session | None, client: str) -> str:
    """The same for an incident that is still to begin; "" where nobody can be meant."""
    if client:
        return client
    return _unknown(state, session) if session and not session.group else ""


def _unknown(state: State, session: Session) -> str:
    told = (one.client for one in state.incidents.values() if one.session == session.id and one.client)
    return next(iter(session.participants), next(told, f"?{session.id}"))


def of_person(state: State, person: str) -> tuple[Incident, ...]:
    """This person's open incidents, the most urgent first."""
    found = (one for one in state.incidents.values() if is_open(one) and person_of(state, one) == person)
    return tuple(sorted(found, key=lambda one: rank(state, one)))


def rank(state: State, incident: Incident) -> tuple[int, float, str]:
    """The most urgent first, the older first among equals."""
    return urgency(state, incident), incident.t0.utc.timestamp(), incident.id


def by_person(state: State) -> Mapping[str, tuple[Incident, ...]]:
    """All open incidents by whom they are about, the most urgent of each person first."""
    people = dict.fromkeys(person_of(state, one) for one in state.incidents.values() if is_open(one))
    return {person: of_person(state, person) for person in people}


def is_crisis(incident: Incident) -> bool:
    """Whether it began as a crisis or has become one."""
    return CRISIS in flows_of(incident)


def stands_in_crisis(incident: Incident) -> bool:
    """Whether it stands in the crisis now: what hides that is another incident, whatever this one began with."""
    return incident.stage.partition(".")[0] == CRISIS


def crisis_of(state: State, person: str) -> Incident | None:
    """This person's open crisis, if any."""
    return next((one for one in of_person(state, person) if is_crisis(one)), None)


def flows_of(incident: Incident) -> frozenset[str]:
    """The flow it began with and the one it stands in."""
    return frozenset({incident.flow, incident.stage.partition(".")[0]})


def same_flow(state: State, person: str, flow: str) -> Incident | None:
    """The open incident of this person that this flow's key leads back to: any drop for any of `DROPS`."""
    family = DROPS if flow in DROPS else frozenset({flow})
    return next((one for one in of_person(state, person) if family & flows_of(one)), None)
