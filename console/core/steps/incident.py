"""Incidents: a key of a flow's screen, whom it is about, and what comes due by itself. What begins one: `pressing`.

A key never waits for a question: the incident begins at the key, and whom it is about can be said afterwards. Nothing
here needs the store: a flow goes on while nothing can be saved.
"""

from collections.abc import Iterable
from dataclasses import replace

from console.core import effects, events
from console.core.day import agenda
from console.core.flow import engine
from console.core.flow.keys import EARLIEST, Meaning, keys
from console.core.flow.loops import now_known, redate
from console.core.flow.moves import end, give
from console.core.flow.reach import about_of
from console.core.flow.run import Run
from console.core.flow.times import NOTHING
from console.core.flow.turns import in_turn, line_lost, sign_taken_back
from console.core.flow.who import LISTED, called
from console.core.incident.incidents import (
    DROPS,
    LATE,
    SAFE_WORD,
    flow_named,
    is_of_group,
    is_open,
    look_of,
    open_incidents,
    place,
)
from console.core.incident.urgency import is_crisis, of_person, person_of
from console.core.incident.words import TAKEN_IN
from console.core.messages import message_text
from console.core.session import live
from console.core.state import State, Step
from console.core.steps import gating
from console.core.steps.making import done, nothing, only_client, refused
from data.values import facts
from data.values.facts import Record
from data.values.flow import Look, Outcome
from data.values.incident import Incident
from data.values.session import EXPECTED, Session
from data.values.time import Now

NEXT_STEP = "The next step is open"
ENDED = "ended"
"""What an outcome proposes when the session has nothing left to do but to end."""
UNLISTED = "Nobody is known by that. Go on without a name; 0 asks again."


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
    return _turned(done(state, records, *copied, say=_say(state, incident, meaning), now=now), now)


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
    if is_of_group(state, incident.session):
        return "The group goes on."
    if goal.proposes == ENDED:
        running = live(state)
        return "The session's clock runs until you end it: e." if running and running.id == incident.session else ""
    return f"Proposed: {goal.proposes}. You decide, on the session."


def _whom(state: State, incident: Incident, meaning: Meaning, words: str, now: Now) -> Step:
    """A digit of the list, or somebody else by initials, reference or name."""
    if meaning.value:
        return choose(state, events.IncidentFor(incident.id, meaning.value, meaning.what), now)
    found = called(state, words)
    if not found:
        run = Run(state, incident.id, now)
        give(run, {LISTED: "no"}, words=words)
        return done(state, run.records, say=UNLISTED, now=now)
    if len(found) > 1:
        return refused(state, "Several are: give the reference.", now)
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
    now_known(run)
    return _settled(done(state, (*run.records, *_same_as(run, now)), now=now), now)


def _same_as(run: Run, now: Now) -> tuple[Record, ...]:
    """It turns out to be what is open already: a drop of that person's crisis, or the same flow begun twice."""
    state, incident = run.state, run.incident
    person = person_of(state, incident)
    others = tuple(one for one in of_person(state, person) if one.id != incident.id)
    crisis = next((one for one in others if is_crisis(one)), None)
    state, taken_back = sign_taken_back(state, person, now) if incident.flow == SAFE_WORD else (state, ())
    again = Run(state, incident.id, now)
    if incident.flow in DROPS and crisis is not None:
        end(again, Outcome("taken-in", TAKEN_IN, "practitioner", ""), lost=True)
        return (*again.records, *line_lost(again.state, crisis, now).records)
    family = DROPS if incident.flow in DROPS else {incident.flow}
    if any(one.flow in family for one in others):
        end(again, Outcome("same", "one was open already", "practitioner", ""), error=True)
    return (*taken_back, *again.records)


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
    redate(run)
    return _settled(done(state, run.records, now=now), now)


# --- by itself --------------------------------------------------------------------------------------------------------
def settle_open(step: Step, now: Now) -> Step:
    """What has come due in the open incidents; a late client at the policy's last step becomes one."""
    step = _settled(step, now)
    for session in _now_late(step.state, now):
        records = engine.begin(step.state, LATE, session.id, only_client(session), now)
        step = _more(step, records)
    return _turned(step, now)


def overtaken(step: Step, now: Now) -> Step:
    """Whoever was waited for is late no more once their session starts, or is settled by a person."""
    for one in open_incidents(step.state) if step.records else ():
        if one.flow == LATE:
            step = _more(step, engine.settle(step.state, one, now))
    return _turned(step, now)


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
    return _turned(step, now)


def _turned(step: Step, now: Now) -> Step:
    """Of each person the most urgent is in hand, the others wait."""
    return _more(step, in_turn(step.state, now))


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
