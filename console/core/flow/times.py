"""When something of an incident is due: its deadlines, presets and offers, and what its screen counts.

Times to come are given as what is left, so that neither a step of the wall clock nor a restart changes them; nothing is
ever further away than its own length.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from console.core import clock
from console.core.flow.asked_anew import stands_still
from console.core.flow.reach import tries_of
from console.core.flow.read_past import past_time
from console.core.flow.read_time import next_time
from console.core.flow.seen import facts_of, holds
from console.core.incident.incidents import (
    client_of,
    entered,
    here,
    numbers,
    place,
    policy_for,
    session_of,
)
from console.core.state import State
from data.values.flow import Amount, Anchor, Deadline, Exit, Look, Question, Step, StepKind, after
from data.values.incident import Incident
from data.values.time import Now

NOTHING = timedelta()


def left(state: State, incident: Incident, anchor: Anchor, amount: Amount, now: Now) -> timedelta | None:
    """What is left until `anchor` plus `amount`; zero or less once it has passed; None without such an anchor."""
    length = after(amount, numbers(state, incident))
    match anchor:
        case Anchor.T0:
            since: datetime | None = incident.t0.utc
        case Anchor.STAGE:
            since = entered(incident)
        case Anchor.ATTEMPT_ENDED:
            since = _last_ended(incident)
        case Anchor.DISCOVERED:
            since = _discovered(state, incident)
        case Anchor.RING_BACK:
            return _by_their_word(state, incident, length, now)
        case _:
            return _by_the_wall(state, incident, anchor, length, now)
    return None if since is None else min(length, since + length - here(incident, now))


def _discovered(state: State, incident: Incident) -> datetime:
    """When it was discovered, as the words say that were given for it; else the beginning of the incident."""
    told = next((one for one in reversed(incident.given) if one.fact == "discovered"), None)
    at = past_time(told.words, told.at, state.practice.zone) if told and told.value == "yes" else None
    return at or incident.t0.utc


def _last_ended(incident: Incident) -> datetime | None:
    """When the newest try ended; None while one goes on or before there was one."""
    return incident.attempts[-1].ended if incident.attempts else None


def _by_their_word(state: State, incident: Incident, length: timedelta, now: Now) -> timedelta | None:
    """Until somebody who looks said to ring back; where that cannot be read, the plan's wait after the try."""
    last = incident.attempts[-1] if incident.attempts else None
    if last is None or last.ended is None:
        return None
    by = next_time(last.words, last.ended, state.practice.zone) or last.ended + numbers(state, incident)["wait"]
    return min(by - last.ended, by - here(incident, now)) + length


def _by_the_wall(state: State, incident: Incident, anchor: Anchor, length: timedelta, now: Now) -> timedelta | None:
    session, client = session_of(state, incident), client_of(state, incident)
    if anchor is Anchor.AGREED and client and client.plan.wait is not None:
        return min(client.plan.wait + length, incident.t0.utc + client.plan.wait + length - here(incident, now))
    if session is None:
        return None
    if anchor is Anchor.BOOKED_START:
        return session.begin + length - now.utc
    face = clock.face(session, policy_for(state, incident), now)
    return (face.left if face else session.end - now.utc) + length


def deadlines(
    state: State, incident: Incident, facts: Mapping[str, str], now: Now
) -> tuple[tuple[timedelta, Deadline], ...]:
    """The deadlines of the stage in hand whose guard holds, with what is left of each; the next one first."""
    at = place(state, incident)
    found = (
        (rest, one)
        for one in (at[1].deadlines if at else ())
        if holds(one.when, facts) and (rest := left(state, incident, one.anchor, one.after, now)) is not None
    )
    return tuple(sorted(found, key=lambda pair: pair[0]))


def silent_left(state: State, incident: Incident, question: Question, now: Now) -> timedelta | None:
    """What is left until this question's presets hold; None where it has none, or somebody answered."""
    if question.silent is None or any(one.fact == question.fact for one in incident.given):
        return None
    if all(any(one.fact == fact for one in incident.given) for fact in question.silent.sets):
        return None
    return left(state, incident, Anchor.T0, question.silent.after, now)


def is_offered(state: State, incident: Incident, exit_: Exit, facts: Mapping[str, str], now: Now) -> bool:
    """Whether this exit is offered now: one of its offers has come."""
    for offer in exit_.offers:
        rest = left(state, incident, offer.anchor, offer.after, now)
        if rest is not None and rest <= NOTHING and holds(offer.when, facts):
            return True
    return False


def gap_left(state: State, incident: Incident, step: Step, now: Now) -> timedelta:
    """What is left of the pause after the newest try of this step; nothing where none is asked for."""
    ended = [one.ended for one in tries_of(incident, step) if one.ended]
    if not ended or step.kind is not StepKind.ATTEMPT:
        return NOTHING
    length = after(step.gap, numbers(state, incident))
    return max(NOTHING, min(length, ended[-1] + length - here(incident, now)))


def digits(state: State, incident: Incident, now: Now) -> tuple[str, timedelta, Deadline | None]:
    """What the screen counts: down to what opens by itself, or up from t0; a covert one shows the session's clock."""
    at = place(state, incident)
    session = session_of(state, incident)
    if at and at[1].look is Look.COVERT and session:
        face = clock.face(session, policy_for(state, incident), now)
        rest = face.left if face else session.end - now.utc
        return clock.count(rest), rest, None
    for rest, one in deadlines(state, incident, facts_of(state, incident, now), now):
        if rest > NOTHING:
            return clock.count(rest), rest, one
    passed = here(incident, now) - incident.t0.utc
    return clock.count(timedelta(seconds=int(passed.total_seconds()))), passed, None


def coming(state: State, incident: Incident, now: Now) -> Iterator[tuple[str, timedelta]]:
    """Everything of this incident at which something may change by itself, with what is left of each."""
    at = place(state, incident)
    if at is None or stands_still(state, incident):
        return
    for number, one in enumerate(at[1].deadlines):
        if (rest := left(state, incident, one.anchor, one.after, now)) is not None and rest > NOTHING:
            yield f"{incident.id}:deadline:{number}", rest
    for question in at[0].questions:
        if (rest := silent_left(state, incident, question, now)) is not None and rest > NOTHING:
            yield f"{incident.id}:silent:{question.id}", rest
    for exit_ in at[1].exits:
        for number, offer in enumerate(exit_.offers):
            if (rest := left(state, incident, offer.anchor, offer.after, now)) is not None and rest > NOTHING:
                yield f"{incident.id}:offer:{exit_.id}:{number}", rest
