"""The clients still to come today, whom an incident may keep waiting: the next one, and all of them one by one.

Its rule: each is reached through their own gate and their own appointment, never through that of the incident's client.
"""

from console.core.day import agenda
from console.core.state import State
from data.values.flow import Party, Stage, Step, StepKind
from data.values.incident import Incident, StepMark
from data.values.session import EXPECTED, Session
from data.values.time import Now

AHEAD = frozenset({Party.NEXT, Party.TODAY})
"""The parties who are somebody else's appointment."""
Waiting = tuple[str, Session]
"""A client's id and the appointment that they are expected for."""


def to_come(state: State, incident: Incident, now: Now) -> tuple[Waiting, ...]:
    """Today's clients still to come, in the order of their appointments; the incident's own is not among them."""
    found: dict[str, Session] = {}
    for session in agenda(state):
        if session.id != incident.session and session.state in EXPECTED and session.end > now.utc:
            for client in session.participants:
                if client != incident.client and client in state.clients:
                    found.setdefault(client, session)
    return tuple(found.items())


def dealt_with(incident: Incident) -> frozenset[str]:
    """The ids of those for whom the stage's step was done."""
    return frozenset(one.person for one in incident.marks if one.person and one.state == "done")


def current(state: State, incident: Incident, party: Party, now: Now) -> Waiting | None:
    """Whom this party means now; None where nobody is left.

    TODAY is the first who was not dealt with yet. NEXT is the client of the appointment that follows; of a group the
    first member who was not dealt with, and once all were, the first.
    """
    waiting, done = to_come(state, incident, now), dealt_with(incident)
    if party is Party.NEXT:
        waiting = tuple(one for one in waiting if one[1].id == waiting[0][1].id)
    left = tuple(one for one in waiting if one[0] not in done)
    return next(iter(left), waiting[0] if waiting and party is Party.NEXT else None)


def party_of(stage: Stage, step: Step) -> Party | None:
    """Whose mark doing this step is, in a stage that reaches clients still to come; None where it is nobody's.

    A copied text is that of whom it is for; a step that is done, theirs where it is `per_person`, or where none is.
    """
    if step.to in AHEAD and step.kind is StepKind.MESSAGE:
        return step.to
    parties = [one.to for one in stage.steps if one.to in AHEAD]
    if not parties or step.kind is not StepKind.DO:
        return None
    marked = any(one.kind is StepKind.DO and one.per_person for one in stage.steps)
    return parties[0] if step.per_person or not marked else None


def marks_of(state: State, incident: Incident, stage: Stage, step: Step, now: Now) -> tuple[StepMark, ...]:
    """What became of a step; where clients are gone through one by one, only for the one in hand."""
    mine = tuple(one for one in incident.marks if one.step == step.id)
    party = party_of(stage, step)
    waiting = current(state, incident, party, now) if party else None
    return tuple(one for one in mine if one.person == waiting[0]) if waiting else mine
