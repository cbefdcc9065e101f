"""An incident key, F2 to F5 or a letter of the list: a flow begins, or what is open already is led back to.

A key never waits for a question, and never opens a second list for the same thing: a drop in a crisis is a step of the
crisis, a hang-up in a drop answers the drop. Whether what begins is in hand or waits, `in_turn` decides.
"""

from dataclasses import replace
from datetime import timedelta

from console.core import events
from console.core import session as sessions
from console.core.checklist import checks
from console.core.day import agenda
from console.core.flow import engine
from console.core.flow.moves import give
from console.core.flow.run import Run
from console.core.flow.settle import settle_run
from console.core.flow.times import NOTHING
from console.core.flow.turns import in_turn, line_lost, sign_taken_back
from console.core.incident.incidents import CRISIS, DROP, DROPS, LATE, SAFE_WORD, given, look_of, open_incidents
from console.core.incident.urgency import crisis_of, of_person, person_in, person_of, same_flow, stands_in_crisis
from console.core.incident.words import title
from console.core.state import Said, State, Step
from console.core.steps import checks as checking
from console.core.steps.making import about, day_stream, done, only_client, record
from data.values import facts
from data.values.facts import Record
from data.values.flow import Look
from data.values.incident import Incident
from data.values.policy import About, CheckState
from data.values.session import EXPECTED, Session, SessionState, TickKey
from data.values.time import Now

NEAR = timedelta(minutes=15)
"""With no session running, an incident key means the session that begins or ended this close to it."""
_KEYS = {DROP: "Drop", CRISIS: "Crisis", SAFE_WORD: "Safe word"}


def pressed(state: State, event: events.IncidentPressed, now: Now) -> Step:
    """An incident key: its flow begins at once, or is shown where it is open; one without a flow is only kept.

    At the start of the day the drop key is tried out: it ticks the line that asks for it, once.
    """
    if event.in_hand is not None and (tried := _tried(state, event, event.in_hand, now)):
        return tried
    if event.key not in state.flows:
        return _only_arrived(state, event, now)
    before = frozenset(state.incidents)
    session = _meant(state, event.key, now)
    records = _records(state, event.key, session, now)
    if event.key == SAFE_WORD:
        person = person_in(state, session, only_client(session) if session else "")
        records = (*records, *sign_taken_back(done(state, records).state, person, now)[1])
    step = done(state, records, now=now) if records else Step(state)
    turns = in_turn(step.state, now)
    if turns:
        step = replace(done(step.state, turns), records=(*records, *turns))
    said = _noted(step.state, before, now) or step.state.said
    return replace(step, state=replace(step.state, arrived=event.key, said=said))


def _records(state: State, key: str, session: Session | None, now: Now) -> tuple[Record, ...]:
    """What a key of a flow does to what is open, or begins."""
    client = only_client(session) if session else ""
    person = person_in(state, session, client)
    crisis = crisis_of(state, person) if person else None
    if key in DROPS and crisis is not None:
        return line_lost(state, crisis, now).records
    known = (same_flow(state, person, key) if person else None) or _unnamed(state, session, key)
    if known is not None and not (key == SAFE_WORD and stands_in_crisis(known)):
        return _answered_by_key(state, known, key, now)
    if key == SAFE_WORD and person and _is_hidden(state, person):
        fact = facts.KeyArrived(key, now.utc)
        return (about(session, fact, now) if session else record(day_stream(state), "", fact, now),)
    return engine.begin(state, key, session.id if session else "", client, now)


def _unnamed(state: State, session: Session | None, key: str) -> Incident | None:
    """One of the same flow of which it was not said yet whom it is about: the key leads back to the question."""
    family = DROPS if key in DROPS else {key}
    stem = session.id if session else ""
    waiting = (one for one in open_incidents(state) if one.flow in family and not one.client and one.session == stem)
    return next(waiting, None)


def _answered_by_key(state: State, known: Incident, key: str, now: Now) -> tuple[Record, ...]:
    """A flow whose key already answers a question answers it in what is open: a hang-up in a drop."""
    sets = state.flows[key].sets if known.flow != key else {}
    fresh = {fact: value for fact, value in sets.items() if given(known, fact, "") != value}
    run = Run(state, known.id, now)
    if fresh and look_of(state, known) is not Look.COVERT:
        give(run, fresh)
        settle_run(run, by_person=True)
    return run.records


def _is_hidden(state: State, person: str) -> bool:
    """Whether what is in hand of this person hides the screen: then nothing that can be seen may change."""
    standing = of_person(state, person)
    return bool(standing) and look_of(state, standing[0]) is Look.COVERT


def _noted(state: State, before: frozenset[str], now: Now) -> Said | None:
    """What begins behind a more urgent one is only noted; nothing is said while the screen is hidden."""
    new = next((one for key, one in state.incidents.items() if key not in before), None)
    if new is None or new.suspended is None:
        return None
    first = of_person(state, person_of(state, new))[0]
    if look_of(state, first) is Look.COVERT:
        return None
    return Said(f"Noted. {title(first, state.flows)} first; it comes back after.", at=now.utc)


# --- what the key is about --------------------------------------------------------------------------------------------
def _tried(state: State, event: events.IncidentPressed, key: TickKey, now: Now) -> Step | None:
    """The line in hand is "press the drop key", still open, and nothing runs that could drop: it is ticked."""
    if event.key != DROP or sessions.live(state) or any(one.flow in DROPS for one in open_incidents(state)):
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
