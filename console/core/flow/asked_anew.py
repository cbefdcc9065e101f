"""The two questions that an incident asks anew when it is given back: *private?* and *where?*

Its rule: until both are answered nothing of it moves by itself; deadlines that passed meanwhile show as overdue, and
open with the second answer. Their four keys mean nothing else in any flow. They are asked of a client, not of the
practice, and they wait while the screen is hidden or it is not known whom it is about.
"""

from datetime import datetime

from console.core.incident.incidents import client_of, flow_named, look_of
from console.core.state import State
from data.values.flow import FlowAnswer, Look, Question, Whom
from data.values.incident import Incident

PRIVATE = Question(
    "again-private",
    "Still private?",
    "private",
    (FlowAnswer("7", "private", "yes"), FlowAnswer("8", "not, or cannot ask", "no")),
    "S3 4.2",
)
WHERE = Question(
    "again-where",
    "Still in the same place?",
    "same_place",
    (
        FlowAnswer("9", "same place", "yes"),
        FlowAnswer("0", "elsewhere, or not known", "no", ask="Where now? Empty where it is not known"),
    ),
    "S3 4.3",
)
ANEW = (PRIVATE, WHERE)


def asked_anew(state: State, incident: Incident) -> tuple[Question, ...]:
    """Both questions while one of them waits for its answer; none before it was given back, or behind a hidden look."""
    flow = flow_named(state, incident, incident.flow)
    hidden = look_of(state, incident) is Look.COVERT
    if incident.resumed is None or hidden or client_of(state, incident) is None:
        return ()
    if flow is not None and flow.about is Whom.PRACTICE:
        return ()
    return ANEW if any(answered(incident, one) is None for one in ANEW) else ()


def answered(incident: Incident, question: Question) -> str | None:
    """What was answered since it was given back."""
    since = incident.resumed
    told = (one for one in reversed(incident.given) if one.fact == question.fact)
    return next((one.value for one in told if since is None or one.at >= since), None)


def stands_still(state: State, incident: Incident) -> bool:
    """Whether nothing of it moves by itself: it waits for a more urgent one, or for these answers."""
    return incident.suspended is not None or bool(asked_anew(state, incident))


def released(incident: Incident) -> datetime | None:
    """Since when it moves again, on its own clock: the second answer after it was given back; None of another."""
    since = incident.resumed
    if since is None:
        return None
    first = [
        next((one.at for one in incident.given if one.fact == question.fact and one.at >= since), None)
        for question in ANEW
    ]
    known = [one for one in first if one is not None]
    return max(known) if len(known) == len(ANEW) else None
