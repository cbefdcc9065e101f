"""Whom a flow's outbound step reaches next, and what the gate says of it.

Every number or text that a flow shows or copies comes from here, and here everything comes from the gate.
"""

from console.core.flow.ahead import AHEAD, current, dealt_with
from console.core.gate import gate
from console.core.gate.gate import GateAnswer
from console.core.incident.incidents import client_of, count_of, policy_for, session_of
from console.core.state import State
from data.values.flow import Flow, Party, Stage, Step, StepKind, Whom
from data.values.incident import Attempt, Incident
from data.values.people import Channel
from data.values.session import Session
from data.values.time import Now

OUTCOMES = {
    "client": (
        ("1", "the client", "client"),
        ("2", "someone else", "someone else"),
        ("3", "voicemail", "voicemail"),
        ("4", "engaged", "engaged"),
        ("5", "no answer", "no answer"),
        ("6", "dead number", "dead number"),
    ),
    "contact": (
        ("1", "safe", "safe"),
        ("2", "will check, rings back", "will check"),
        ("3", "cannot", "cannot"),
        ("4", "no answer", "no answer"),
    ),
    "colleague": (("1", "reached", "reached"), ("2", "no answer", "no answer")),
}
"""How a try can end, by whom it was to reach: (digit, words, what is kept)."""

_SORT = {
    Party.CLIENT: "client",
    Party.EMERGENCY: "contact",
    Party.GUARDIAN: "client",
    Party.LEAD: "colleague",
    Party.SUPERVISOR: "colleague",
    Party.SERVICES: "colleague",
    Party.MANAGEMENT: "colleague",
    Party.DATA_CONTROLLER: "colleague",
    Party.CO_FACILITATOR: "colleague",
    Party.NEXT: "client",
    Party.TODAY: "client",
}


def outcomes(step: Step) -> tuple[tuple[str, str, str], ...]:
    """The digits that end a try of this step."""
    if step.answers:
        return tuple((one.key, one.say, one.value) for one in step.answers)
    return OUTCOMES[_SORT[step.to]] if step.to else ()


def tries_of(incident: Incident, step: Step) -> tuple[Attempt, ...]:
    """The tries to reach this party so far, in whatever stage, since the client was last reached.

    Of those one by one: the tries to whoever is in hand, that is, not those to who was dealt with.
    """
    mine = [one for one in incident.attempts if step.to and one.party == step.to.value]
    if step.to in AHEAD:
        done = dealt_with(incident)
        mine = [one for one in mine if one.person not in done]
    reached = max((n for n, one in enumerate(mine, 1) if one.outcome == "client"), default=0)
    return tuple(mine[reached:])


def going(incident: Incident) -> Attempt | None:
    """The try that goes on, if any."""
    return next((one for one in reversed(incident.attempts) if one.ended is None), None)


def tried(incident: Incident, party: Party) -> frozenset[str]:
    """The ids of the people of this party who were tried to the end."""
    return frozenset(one.person for one in incident.attempts if one.party == party.value and one.ended)


def contacts_left(state: State, incident: Incident, now: Now) -> tuple[GateAnswer, ...]:
    """The emergency contacts who may be rung and were not tried yet, in the client's order."""
    client = client_of(state, incident)
    if client is None:
        return ()
    done = tried(incident, Party.EMERGENCY)
    asked = (
        gate.for_step(state, incident, Party.EMERGENCY, Channel.CALL, now, person=one.id)
        for one in client.emergency
        if one.id not in done
    )
    return tuple(answer for answer in asked if answer.allowed)


def tries_left(state: State, incident: Incident, step: Step) -> bool:
    """Whether this step may be tried again: by the policy's number of tries; contacts are asked each."""
    if step.to is Party.EMERGENCY:
        return True
    return len(tries_of(incident, step)) < count_of(step.tries, policy_for(state, incident))


def answer_for(state: State, incident: Incident, step: Step, now: Now) -> GateAnswer | None:
    """The gate's answer for this step now; None for one that reaches nobody."""
    if step.to is None or step.kind not in {StepKind.MESSAGE, StepKind.ATTEMPT, StepKind.SHOW}:
        return None
    person = ""
    if step.to is Party.EMERGENCY:
        calling = going(incident)
        left = contacts_left(state, incident, now)
        person = calling.person if calling and calling.party == step.to.value else left[0].person if left else ""
    elif step.to in AHEAD:
        waiting = current(state, incident, step.to, now)
        person = waiting[0] if waiting else ""
    return gate.for_step(state, incident, step.to, channel_of(step), now, person=person)


def about_of(state: State, incident: Incident, step: Step, now: Now) -> Incident | Session:
    """What a step's text is filled in for: the incident, or the appointment of a client still to come."""
    waiting = current(state, incident, step.to, now) if step.to in AHEAD else None
    return waiting[1] if waiting else incident


def channel_of(step: Step) -> Channel:
    """The channel of an outbound step: a message is a text, everything else a call, unless it says otherwise."""
    return step.channel or (Channel.TEXT if step.kind is StepKind.MESSAGE else Channel.CALL)


def call_step(stage: Stage) -> Step | None:
    """The stage's first try to ring somebody."""
    return next((one for one in stage.steps if one.kind is StepKind.ATTEMPT and one.to is not None), None)


def is_known(state: State, incident: Incident) -> bool:
    """Whether it is known whom it is about."""
    return client_of(state, incident) is not None and (not incident.session or session_of(state, incident) is not None)


def asks_whom(flow: Flow, stage: Stage) -> bool:
    """Whether whom it is about has to be known here: not always, where it may be about no client."""
    own = {Party.CLIENT, Party.EMERGENCY, Party.GUARDIAN}
    reaches = any(step.to in own for step in stage.steps)
    return flow.about is Whom.CLIENT or (flow.about is Whom.EITHER and reaches)
