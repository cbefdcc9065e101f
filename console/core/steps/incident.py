"""Incidents: an incident key, a key of a flow's screen, whom it is about, and what comes due by itself.

A key never waits for a question: the incident begins at the key, and whom it is about can be said afterwards. Nothing
here needs the store: a flow goes on while nothing can be saved.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from console.core import effects, events
from console.core import session as sessions
from console.core.checklist import checks
from console.core.day import agenda
from console.core.flow import engine
from console.core.flow.keys import EARLIEST, Meaning, keys
from console.core.flow.reach import about_of
from console.core.flow.run import Run
from console.core.flow.times import NOTHING
from console.core.flow.who import called
from console.core.incident.incidents import DROP, LATE, flow_named, is_open, look_of, open_drop, open_incidents, place
from console.core.messages import message_text
from console.core.state import Said, State, Step
from console.core.steps import checks as checking
from console.core.steps import gating
from console.core.steps.making import about, day_stream, done, nothing, only_client, record, refused
from data.values import facts
from data.values.facts import Record
from data.values.flow import Look
from data.values.incident import Incident
from data.values.policy import About, CheckState
from data.values.session import EXPECTED, Session, SessionState, TickKey
from data.values.time import Now

NEAR = timedelta(minutes=15)
"""With no session running, an incident key means the session that begins or ended this close to it."""
NEXT_STEP = "The next step is open"
_KEYS = {DROP: "Drop", "crisis": "Crisis", "safe-word": "Safe word"}
ENDED = "ended"
"""What an outcome proposes when the session has nothing left to do but to end."""


# --- an incident key --------------------------------------------------------------------------------------------------
def pressed(state: State, event: events.IncidentPressed, now: Now) -> Step:
    """An incident key: its flow begins at once, or is shown where it is open; one without a flow is only kept.

    At the start of the day the drop key is tried out: it ticks the line that asks for it, once.
    """
    if event.in_hand is not None and (tried := _tried(state, event, event.in_hand, now)):
        return tried
    if event.key not in state.flows:
        return _only_arrived(state, event, now)
    session = _meant(state, event.key, now)
    client = only_client(session) if session else ""
    known = open_drop(state, session.id if session else "", client) if event.key == DROP else None
    records = () if known else engine.begin(state, event.key, session.id if session else "", client, now)
    step = done(state, records, now=now) if records else Step(state)
    return replace(step, state=replace(step.state, arrived=event.key))


def _tried(state: State, event: events.IncidentPressed, key: TickKey, now: Now) -> Step | None:
    """The line in hand is "press the drop key", still open, and nothing runs that could drop: it is ticked."""
    if event.key != DROP or sessions.live(state) or any(one.flow == DROP for one in open_incidents(state)):
        return None
    line = checks.find(state, key, now)
    if line is None or line.check.about is not About.DROP_KEY or line.state is CheckState.DONE:
        return None
    step = checking.answer(state, events.CheckAnswered(key), now)
    if not step.records:
        return None
    said = Said(f"{_KEYS[DROP]} key arrived.", at=now.utc)
    return replace(step, state=replace(step.state, arrived=event.key, said=said))


def _only_arrived(state: State, event: events.IncidentPressed, now: Now) -> Step:
    session = sessions.live(state)
    fact = facts.KeyArrived(event.key, now.utc)
    kept = about(session, fact, now) if session else record(day_stream(state), "", fact, now)
    step = done(state, (kept,), say=f"{_KEYS.get(event.key, 'More')} key arrived.", now=now)
    return replace(step, state=replace(step.state, arrived=event.key))


def _meant(state: State, key: str, now: Now) -> Session | None:
    """The session that runs, else the nearest one; none where nothing is near."""
    live = sessions.live(state)
    if live and key != LATE:
        return live
    near = [one for one in agenda(state) if _distance(one, now) <= NEAR and (one.state in EXPECTED or key != LATE)]
    near = [one for one in near if one.state is SessionState.ENDED or one.state in EXPECTED]
    return min(near, key=lambda one: (_distance(one, now), one.begin, one.id), default=None)


def _distance(session: Session, now: Now) -> timedelta:
    end = session.ended_at or session.end
    return max(NOTHING, session.begin - now.utc, now.utc - end)


# --- a key of the flow ------------------------------------------------------------------------------------------------
def flow_key(state: State, event: events.FlowKeyPressed, now: Now) -> Step:
    """A key of the incident's screen; one without a meaning changes nothing."""
    incident = state.incidents.get(event.incident)
    meaning = keys(state, incident, now).get(event.key) if incident and is_open(incident) else None
    if incident is None or meaning is None:
        return nothing(state)
    if meaning.needs and not event.words.strip():
        return refused(state, meaning.ask, now)
    if meaning.kind in {"confirm", "override"}:
        return _at_the_gate(state, incident, meaning, event.words, now)
    if meaning.kind == "who":
        return _whom(state, incident, meaning, event.words, now)
    records = engine.press(state, incident, event.key, event.words, now)
    if not records:
        return nothing(state)
    copied = _copied(state, incident, meaning, now)
    return done(state, records, *copied, say=_say(state, incident, meaning), now=now)


def _at_the_gate(state: State, incident: Incident, meaning: Meaning, words: str, now: Now) -> Step:
    if meaning.kind == "confirm":
        confirmed = events.RouteConfirmed(meaning.value or incident.client, meaning.route, meaning.channel)
        step = gating.confirm(state, confirmed, now)
    else:
        overridden = events.GateOverridden(incident.id, incident.client, meaning.route, meaning.channel, words)
        step = gating.override(state, overridden, now)
    return _settled(step, now) if step.records else step


def _copied(state: State, incident: Incident, meaning: Meaning, now: Now) -> tuple[effects.Effect, ...]:
    at = place(state, incident)
    step = next((one for one in at[1].steps if one.id == meaning.what), None) if at else None
    if meaning.kind != "copy" or step is None:
        return ()
    return (effects.CopyText(message_text(state, about_of(state, incident, step, now), step.message, now)),)


def _say(state: State, incident: Incident, meaning: Meaning) -> str:
    """What a key's effect is told in words: a text that was copied, an outcome that a person has still to decide."""
    if meaning.kind == "copy":
        return "Copied: paste it where you send it."
    at = place(state, incident)
    taken = next((one for one in at[1].exits if one.id == meaning.what), None) if at else None
    if meaning.kind != "exit" or at is None or taken is None:
        return ""
    goal = engine.target(state, incident, at[0], taken.to)
    if goal is None or isinstance(goal, str) or not goal.proposes:
        return ""
    if goal.proposes == ENDED:
        return "The session's clock runs until you end it: e."
    return f"Proposed: {goal.proposes}. You decide, on the session."


def _whom(state: State, incident: Incident, meaning: Meaning, words: str, now: Now) -> Step:
    """A digit of the list, or somebody else by initials, reference or name."""
    if meaning.value:
        return choose(state, events.IncidentFor(incident.id, meaning.value, meaning.what), now)
    found = called(state, words)
    if len(found) != 1:
        return refused(state, "Nobody is known by that." if not found else "Several are: give the reference.", now)
    return choose(state, events.IncidentFor(incident.id, found[0].id), now)


def choose(state: State, event: events.IncidentFor, now: Now) -> Step:
    """It is said whom the incident is about; t = 0 stays at the key."""
    incident = state.incidents.get(event.incident)
    if incident is None or not is_open(incident) or event.client not in state.clients:
        return nothing(state)
    session = event.session if event.session in state.sessions else incident.session
    known = state.sessions.get(session)
    if known is not None and event.client not in known.participants:
        session = ""
    run = Run(state, incident.id, now)
    run.add(facts.ClientChosen(incident.id, event.client, session))
    return _settled(done(state, run.records, now=now), now)


def earlier(state: State, event: events.BeganEarlier, now: Now) -> Step:
    """It began earlier than the key; ten minutes at most."""
    incident = state.incidents.get(event.incident)
    if incident is None or not is_open(incident) or event.by <= NOTHING:
        return nothing(state)
    before = incident.t0
    by = min(event.by, EARLIEST - (incident.pressed - before.utc))
    if by <= NOTHING:
        return refused(state, "It can be set back by ten minutes at most.", now)
    run = Run(state, incident.id, now)
    moved = Now(before.utc - by, before.boot, before.boottime - by.total_seconds())
    run.add(facts.IncidentRetimed(incident.id, moved))
    return _settled(done(state, run.records, now=now), now)


# --- by itself --------------------------------------------------------------------------------------------------------
def settle_open(step: Step, now: Now) -> Step:
    """What has come due in the open incidents; a late client at the policy's last step becomes one."""
    step = _settled(step, now)
    for session in _now_late(step.state, now):
        records = engine.begin(step.state, LATE, session.id, only_client(session), now)
        step = _more(step, records)
    return step


def overtaken(step: Step, now: Now) -> Step:
    """Whoever was waited for is late no more once their session starts, or is settled by a person."""
    for one in open_incidents(step.state) if step.records else ():
        if one.flow == LATE:
            step = _more(step, engine.settle(step.state, one, now))
    return step


def _now_late(state: State, now: Now) -> Iterable[Session]:
    ladder = state.policy.late.value
    if LATE not in state.flows or not ladder:
        return ()
    begun = {one.session for one in state.incidents.values() if one.flow == LATE}
    return tuple(
        one
        for one in agenda(state)
        if one.state in EXPECTED and one.begin + max(ladder) <= now.utc < one.end and one.id not in begun
    )


def _settled(step: Step, now: Now) -> Step:
    for one in open_incidents(step.state):
        records = engine.settle(step.state, one, now)
        if records:
            before = look_of(step.state, one)
            step = _more(step, records)
            if _rings(step.state, step.state.incidents[one.id], before, records):
                sound = (effects.Bell(), effects.Notify(NEXT_STEP))
                step = replace(step, state=replace(step.state, rung=now), effects=(*step.effects, *sound))
    return step


def _rings(state: State, incident: Incident, before: Look, records: tuple[Record, ...]) -> bool:
    """A stage that opened by its deadline rings; never in, into or out of a quiet or covert one."""
    opened = any(isinstance(one.fact, facts.StageEntered) and one.fact.passage.why == "deadline" for one in records)
    quiet = Look.OPEN is not before or look_of(state, incident) is not Look.OPEN
    return opened and not quiet and flow_named(state, incident, incident.flow) is not None


def _more(step: Step, records: tuple[Record, ...]) -> Step:
    if not records:
        return step
    further = done(step.state, records)
    said = replace(further.state, said=step.state.said)
    return Step(said, (*step.records, *records), step.effects)
