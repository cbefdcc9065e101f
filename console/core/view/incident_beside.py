"""What stands around an incident's own lines: what it asks anew, what passed while it waited, and the other open ones.

Its rule: nothing here tells of an incident that is not to be told; behind a hidden look there is nothing beside at all.
"""

from collections.abc import Iterator
from datetime import timedelta

from console.core import clock
from console.core.flow import times
from console.core.flow.asked_anew import ANEW, answered, asked_anew, stands_still
from console.core.flow.engine import target
from console.core.flow.seen import facts_of
from console.core.flow.times import NOTHING
from console.core.incident import words
from console.core.incident.incidents import client_of, look_of, open_incidents, place
from console.core.incident.urgency import is_crisis
from console.core.state import State
from console.core.view.incident_drawing import Drawing, flow_key
from console.core.wall import hhmm
from data.values.flow import Deadline, Flow, Look
from data.values.incident import Incident
from data.values.time import Now
from data.values.views import FlowRow, OtherIncident

ANEW_ROWS = frozenset(one.id for one in ANEW)
"""The lines that come before all others, and are next, until they are answered."""


def anew_rows(drawing: Drawing) -> tuple[FlowRow, ...]:
    """*Private?* and *where?*, before the stage's own lines, of one that was given back."""
    return tuple(
        FlowRow(
            question.id,
            question.text,
            (),
            tuple(flow_key(key, one) for key, one in drawing.keys.items() if one.what == question.id),
            done=answered(drawing.incident, question) is not None,
        )
        for question in asked_anew(drawing.state, drawing.incident)
    )


def is_grave(state: State, incident: Incident) -> bool:
    """A crisis, and nothing hides it: red is for it alone."""
    return is_crisis(incident) and look_of(state, incident) is not Look.COVERT


def overdue(state: State, incident: Incident, now: Now) -> str:
    """What passed while it waited, and opens once both questions are answered; "" where nothing did."""
    at = place(state, incident)
    if at is None or not stands_still(state, incident):
        return ""
    passed = [pair for pair in _deadlines(state, incident, now) if pair[0] <= NOTHING]
    if not passed:
        return ""
    rest, one = passed[0]
    due = hhmm(now.utc + rest, state.practice.zone)
    return f"Overdue: {_title(state, incident, at[0], one.to)} since {due}, {clock.count(-rest)} ago"


def others(state: State, incident: Incident, now: Now) -> tuple[OtherIncident, ...]:
    """The other open incidents, the most urgent first, those that wait after them."""
    if look_of(state, incident) is Look.COVERT:
        return ()
    found = (one for one in open_incidents(state) if one.id != incident.id)
    return tuple(OtherIncident(one.id, _told(state, one, now), one.suspended is not None) for one in found)


def _told(state: State, incident: Incident, now: Now) -> str:
    return " · ".join(part for part in _parts(state, incident, now) if part)


def _parts(state: State, incident: Incident, now: Now) -> Iterator[str]:
    client, at = client_of(state, incident), place(state, incident)
    yield (client.initials or client.reference) if client else ""
    yield words.title(incident, state.flows)
    if at is None or words.is_hidden(incident.stage, state.flows):
        return
    if incident.suspended is not None:
        yield "waits" if not overdue(state, incident, now) else "waits, overdue"
        return
    coming = next((pair for pair in _deadlines(state, incident, now) if pair[0] > NOTHING), None)
    if coming is not None:
        yield f"{clock.count(coming[0])} to {_title(state, incident, at[0], coming[1].to)}"
    else:
        yield at[1].title


def _deadlines(state: State, incident: Incident, now: Now) -> tuple[tuple[timedelta, Deadline], ...]:
    return times.deadlines(state, incident, facts_of(state, incident, now), now)


def _title(state: State, incident: Incident, flow: Flow, to: str) -> str:
    goal = target(state, incident, flow, to)
    title = words.stage_words(goal, {**state.flows, flow.id: flow}) if isinstance(goal, str) else "the next step"
    return f"“{title}”"
