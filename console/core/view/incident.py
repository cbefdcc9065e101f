"""An incident as one value: what to do next, against the clock, in the words of a person.

Every number on it comes from the gate. The covert look is drawn from `digits`, `closing_line`, `question` and `answers`
alone; what stands in them names nobody and nothing.
"""

from datetime import timedelta

from console.core import alarms, clock
from console.core.flow import reach, times
from console.core.flow.ends import lost_so_far
from console.core.flow.engine import target
from console.core.flow.keys import Meaning, keys
from console.core.flow.reach import answer_for
from console.core.flow.seen import facts_of
from console.core.flow.times import NOTHING
from console.core.incident.incidents import (
    DROP,
    LATE,
    client_of,
    flow_named,
    place,
    policy_for,
    session_of,
)
from console.core.messages import message_text
from console.core.state import State
from console.core.view.crisis_card import crisis_card
from console.core.view.header import watermark
from console.core.view.incident_asks import asked_who, covert_question, neutral_rows, standing
from console.core.view.incident_beside import is_grave, others, overdue
from console.core.view.incident_drawing import Drawing
from console.core.view.incident_rows import rows_of, shown_exits
from console.core.view.said import said_part
from console.core.wall import hhmm, hhmmss, span
from data.values.flow import Flow, Look, Outcome, Party, Step, StepKind, Whom
from data.values.incident import Incident
from data.values.people import Channel
from data.values.session import Session
from data.values.time import Now
from data.values.views import FlowKey, IncidentView

NO_CALL = "NO CALL"
CLOSING = "We can stop here for today."
"""What is said where no closing line was agreed."""
_SINCE = {LATE: "since you were waiting", DROP: "since the connection dropped"}
"""What the clock counts from where nothing opens by itself."""
_ALWAYS_LARGE = frozenset({Party.SERVICES, Party.LEAD, Party.SUPERVISOR})


def incident_view(state: State, incident: Incident, now: Now, *, names: bool = False) -> IncidentView:
    """Everything on the screen of this incident now; of one that has ended, how it ended."""
    at = place(state, incident)
    if at is None or incident.ended is not None:
        return _over(state, incident)
    flow, stage = at
    drawing = Drawing(state, incident, stage, facts_of(state, incident, now), keys(state, incident, now), now)
    covert = stage.look is Look.COVERT
    digits, then = _counting(drawing, flow)
    number, words = ("", "") if covert else _number(drawing)
    question, answers = covert_question(drawing, flow) if covert else standing(drawing, flow)
    main = answers[0].key if answers else ""
    return IncidentView(
        id=incident.id,
        title=flow.title,
        who=_who(state, incident, names),
        began=hhmmss(incident.t0.utc, state.practice.zone),
        use_when=flow.use_when,
        first=flow.first,
        stage=stage.title,
        digits=digits,
        then=then,
        clock=_session_clock(drawing, flow),
        rows=rows_of(drawing, flow, main),
        question=question,
        answers=answers,
        exits=(*shown_exits(drawing), *_earlier(drawing)),
        leave=tuple(_key(key, drawing.keys[key]) for key in ("x", "?") if key in drawing.keys),
        number=number,
        number_words=words,
        script=_script(drawing),
        look=stage.look.value,
        closing_line=_closing(state, incident),
        neutral=neutral_rows(drawing, flow) if covert else (),
        warning="" if covert else _warning(state, now),
        saving="NOT SAVED" if state.saving.failed else "",
        said=said_part(state, now),
        ask=asked_who(drawing),
        watermark=watermark(state),
        card=crisis_card(state, incident, now) if stage.card else None,
        others=others(state, incident, now),
        grave=is_grave(state, incident),
        overdue=overdue(state, incident, now),
        flow=incident.flow,
    )


def _over(state: State, incident: Incident) -> IncidentView:
    flow = flow_named(state, incident, incident.flow)
    ended = hhmm(incident.ended, state.practice.zone) if incident.ended else ""
    return IncidentView(
        id=incident.id,
        title=flow.title if flow else "Incident",
        who=_who(state, incident, names=False),
        began=hhmmss(incident.t0.utc, state.practice.zone),
        use_when="",
        first=(),
        stage=f"Ended {ended}: {incident.outcome}" if incident.outcome else "Ended",
        digits="",
        then="",
        clock="",
        rows=(),
        watermark=watermark(state),
    )


def _who(state: State, incident: Incident, names: bool) -> str:
    client = client_of(state, incident)
    if client is None:
        return "who?" if _about_somebody(state, incident) else ""
    return (client.name if names else "") or client.initials or client.reference


def _about_somebody(state: State, incident: Incident) -> bool:
    flow = flow_named(state, incident, incident.flow)
    return flow is None or flow.about is Whom.CLIENT


def _key(key: str, meaning: Meaning) -> FlowKey:
    return FlowKey(key, meaning.words, meaning.chosen, meaning.offered)


def _earlier(drawing: Drawing) -> tuple[FlowKey, ...]:
    return tuple(_key(key, one) for key, one in drawing.keys.items() if one.kind == "earlier")


# --- the clocks -------------------------------------------------------------------------------------------------------
def _counting(drawing: Drawing, flow: Flow) -> tuple[str, str]:
    """What counts, and what opens by itself when it has: a deadline, the next try, or only the time since it began."""
    state, incident, now = drawing.state, drawing.incident, drawing.now
    digits, _, deadline = times.digits(state, incident, now)
    if deadline is not None:
        return digits, f"then {_title(drawing, flow, deadline.to)} opens by itself"
    if drawing.stage.look is Look.COVERT:
        return digits, ""
    calling = reach.call_step(drawing.stage)
    rest = times.gap_left(state, incident, calling, now) if calling else NOTHING
    if calling and rest > NOTHING and reach.tries_left(state, incident, calling):
        return clock.count(rest), "then you ring again"
    return digits, _SINCE.get(incident.flow, "since it began")


def _title(drawing: Drawing, flow: Flow, to: str) -> str:
    goal = target(drawing.state, drawing.incident, flow, to)
    if goal is None or isinstance(goal, Outcome):
        return "the next step"
    name, _, stage = goal.partition(".")
    other = flow if name == flow.id else flow_named(drawing.state, drawing.incident, name)
    found = other.stages.get(stage) if other else None
    return f"“{found.title}”" if found else "the next step"


def _session_clock(drawing: Drawing, flow: Flow) -> str:
    """The session's own clock: what is left of it, and what is lost, by this too where its minutes can be."""
    state, incident, now = drawing.state, drawing.incident, drawing.now
    session, zone = session_of(state, incident), state.practice.zone
    if session is None:
        return "no session runs"
    face = clock.face(session, policy_for(state, incident), now)
    if face is not None:
        words = f"session {clock.digits(face)} {'over' if face.over else 'left'}"
        loses = any(one.lost for stage in flow.stages.values() for one in stage.exits)
        lost = clock.lost(session) + (lost_so_far(state, incident, now) if loses else NOTHING)
        told = f" · lost {clock.count(lost)}" if loses or lost else ""
        return f"{words}{told}{_unwatched(session, incident)}"
    booked = f"booked {hhmm(session.begin, zone)} to {hhmm(session.end, zone)}"
    late = now.utc - session.begin
    if session.started is None and late > NOTHING:
        return f"late {clock.count(timedelta(seconds=int(late.total_seconds())))} · {booked}"
    return booked


def _unwatched(session: Session, incident: Incident) -> str:
    """That the machine slept, or the console was off, while this went on: what was due in it has opened since."""
    gap = next((one for one in reversed(session.gaps) if one.ran == "dropped" and one.end > incident.t0.utc), None)
    if gap is None:
        return ""
    what = {"asleep": "asleep", "restart": "console off"}.get(gap.why, "not watching")
    return f" · {what} {span(gap.end - gap.begin)}"


# --- the number -------------------------------------------------------------------------------------------------------
def _number(drawing: Drawing) -> tuple[str, str]:
    """The number in large digits where a call is the next step, or NO CALL and why."""
    step = reach.call_step(drawing.stage) or _shown_call(drawing)
    answer = answer_for(drawing.state, drawing.incident, step, drawing.now) if step else None
    if step is None or answer is None:
        return "", ""
    who = answer.who or (step.to.value if step.to else "")
    if answer.route is None:
        why = answer.why or answer.words.partition(": ")[2]
        return NO_CALL, f"{who}: {why}" if who else why
    lead = "YOU RING"
    rests_on = (
        answer.why if answer.overridden else answer.age and f"confirmed {answer.age.replace('days old', 'days ago')}"
    )
    parts = [f"{lead}  {who}", answer.route.label, rests_on]
    if answer.confirm:
        parts.append("= it is still right")
    return answer.route.value, " · ".join(part for part in parts if part)


def _shown_call(drawing: Drawing) -> Step | None:
    """A call that is only shown: the services and colleagues large; the client's only where it is refused."""
    calls = [one for one in drawing.steps if one.kind is StepKind.SHOW and one.to and one.channel is Channel.CALL]
    large = [one for one in calls if one.to in _ALWAYS_LARGE]
    if large:
        answers = [(one, answer_for(drawing.state, drawing.incident, one, drawing.now)) for one in large]
        return next((one for one, answer in answers if answer and answer.route), large[0])
    mine = next(iter(calls), None)
    answer = answer_for(drawing.state, drawing.incident, mine, drawing.now) if mine else None
    refused = answer is not None and answer.route is None
    return mine if refused or "call" in drawing.stage.id else None


def _script(drawing: Drawing) -> str:
    """The words to say, where a step shows some."""
    for step in drawing.steps:
        if step.kind is StepKind.SHOW and step.message:
            found = policy_for(drawing.state, drawing.incident).references.get(step.message)
            said = message_text(drawing.state, drawing.incident, step.message, drawing.now)
            return said or (found.text if found else "")
    return ""


# --- the rest ---------------------------------------------------------------------------------------------------------
def _closing(state: State, incident: Incident) -> str:
    client = client_of(state, incident)
    return (client.plan.closing_line if client else "") or CLOSING


def _warning(state: State, now: Now) -> str:
    standing_one = alarms.ringing(state, now)
    return standing_one.words if standing_one else ""
