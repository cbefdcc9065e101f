"""What stands beside a step: every number in it is the gate's; an old place says that it is old."""

from collections.abc import Iterator

from console.core import ages, clock
from console.core.checklist import seen
from console.core.flow import ahead, reach, times
from console.core.flow.reach import channel_of
from console.core.flow.read_past import past_time
from console.core.flow.read_time import next_time
from console.core.flow.times import NOTHING
from console.core.gate import gate
from console.core.gate.gate import GateAnswer
from console.core.incident.incidents import client_of, count_of, given, numbers, policy_for, session_of
from console.core.incident.places import place_of
from console.core.session import co_facilitator
from console.core.view.incident_drawing import Drawing
from console.core.view.owed import due_words
from console.core.wall import day_of, hhmm, when
from data.values.flow import Party, Step, StepKind
from data.values.incident import Attempt
from data.values.people import Channel, Turn
from data.values.views import Part, Tone

REJOIN, LINE, PLACE, WHAT, PHONE, SIGN, WAIT = "rejoin", "own-line", "place", "what", "number", "agreed-sign", "wait"
PACING, TURN, LIMIT = "pacing", "whose-turn", "limit"
LEADS_ON = frozenset({"co-facilitator", "break-out"})
"""Steps that the console knows something about: by their ids."""


COUNTED = 9
"""More tries than that are as many as it takes: nobody counts them down."""


def value_of(drawing: Drawing, step: Step, answer: GateAnswer | None) -> Iterator[Part]:
    """What is known of a step: the number or NO CALL, what was answered, how often it was tried."""
    marks = ahead.marks_of(drawing.state, drawing.incident, drawing.stage, step, drawing.now)
    if step.id in LEADS_ON and (name := co_facilitator(drawing.state, session_of(drawing.state, drawing.incident))):
        yield Part(f"{name} has the group", Tone.STRONG)
    match step.kind:
        case StepKind.DO:
            if step.id == REJOIN:
                newest = drawing.time(marks[-1].at) if marks else drawing.time(drawing.incident.t0.utc)
                yield Part(f"attempt {len(marks) + 1} · {newest}", Tone.QUIET)
            elif marks:
                yield Part(drawing.time(marks[-1].at), Tone.DONE)
                yield from _brought_up(drawing, step)
        case StepKind.ASK:
            if typed := _typed(drawing, step):
                yield Part(typed, Tone.DONE)
                yield from _unread(drawing, step, typed)
        case StepKind.MESSAGE:
            yield from _message(answer)
            if marks:
                yield Part(f"copied {drawing.time(marks[-1].at)}", Tone.DONE)
        case StepKind.ATTEMPT:
            yield from _attempts(drawing, step, answer)
        case StepKind.SHOW:
            yield from _shown(drawing, step, answer)


def _brought_up(drawing: Drawing, step: Step) -> Iterator[Part]:
    """The policy's own words that the key of this line brings up, such as where its crisis policy is."""
    found = policy_for(drawing.state, drawing.incident).references.get(step.message)
    if found is not None:
        yield Part(found.text, Tone.STRONG)


def is_answered(drawing: Drawing, step: Step) -> bool:
    """Whether this question has an answer that still counts."""
    return bool(given(drawing.incident, step.fact, ""))


def _unread(drawing: Drawing, step: Step, typed: str) -> Iterator[Part]:
    """A limit counts from when it was discovered: where no such time can be read, from what it counts instead."""
    zone = drawing.state.practice.zone
    if step.fact == "discovered" and past_time(typed, drawing.now.utc, zone) is None:
        yield Part(f"no past time in that: counts from {hhmm(drawing.incident.t0.utc, zone)}", Tone.ATTENTION)


def _typed(drawing: Drawing, step: Step) -> str:
    """The words typed for the answer; which answer it was stands in its key."""
    newest = next((one for one in reversed(drawing.incident.given) if one.fact == step.fact), None)
    return newest.words if newest and is_answered(drawing, step) else ""


def _message(answer: GateAnswer | None) -> Iterator[Part]:
    if answer is None:
        return
    if answer.route is None:
        yield from refusal(answer)
    elif answer.confirm:
        yield Part(f"{answer.route.value} · {answer.why}", Tone.ATTENTION)
    else:
        yield Part(answer.route.value, Tone.STRONG)


def refusal(answer: GateAnswer) -> Iterator[Part]:
    """NO CALL, and why."""
    head, _, why = answer.words.partition(": ")
    yield Part(head, Tone.ATTENTION)
    if why:
        yield Part(why, Tone.QUIET)


def _attempts(drawing: Drawing, step: Step, answer: GateAnswer | None) -> Iterator[Part]:
    state, incident, now = drawing.state, drawing.incident, drawing.now
    if answer is not None and answer.route is None:
        yield from refusal(answer)
    tries = reach.tries_of(incident, step)
    calling = reach.going(incident)
    if calling and calling.step == step.id:
        yield Part(f"ringing since {drawing.time(calling.begun)}", Tone.LIVE)
    rest = times.gap_left(state, incident, step, now)
    most = count_of(step.tries, policy_for(state, incident))
    if step.to is Party.CLIENT:
        number = f"try {min(len(tries) + (not calling), most)}"
        yield Part(f"{number} of {most}" if most <= COUNTED else number, Tone.QUIET)
    if rest > NOTHING and len(tries) < most:
        yield Part(f"again in {clock.count(rest)}", Tone.PLAIN)
    yield from (Part(_told(drawing, one), Tone.QUIET) for one in tries if one.ended)


def _told(drawing: Drawing, one: Attempt) -> str:
    words = f" ({one.words})" if one.words else ""
    return f"{drawing.time(one.begun)} {one.outcome}{words}"


def _shown(drawing: Drawing, step: Step, answer: GateAnswer | None) -> Iterator[Part]:
    if step.id == LINE:
        line = drawing.state.line
        yield Part(line, Tone.ATTENTION if line.startswith("down") else Tone.DONE if line == "up" else Tone.QUIET)
    elif step.id == PLACE:
        yield from _place(drawing)
    elif step.id == WHAT:
        yield from _what(drawing)
    elif step.id == SIGN:
        client = client_of(drawing.state, drawing.incident)
        yield Part((client.plan.signal if client else "").strip() or "none was agreed", Tone.STRONG)
    elif step.id == PACING:
        client = client_of(drawing.state, drawing.incident)
        yield Part((client.pacing if client else "").strip() or "nothing yet: offer what follows", Tone.STRONG)
    elif step.id == TURN:
        yield from _in_hand(drawing)
    elif step.id == LIMIT:
        yield from _limit(drawing)
    elif step.id == WAIT:
        yield from _ring_back(drawing)
    elif answer is not None and answer.route is None:
        yield from refusal(answer)
    elif answer is not None and answer.route is not None:
        if step.to is Party.CLIENT and channel_of(step) is Channel.CALL:
            yield _turn(drawing)
        yield Part(answer.route.value, Tone.STRONG)
        if answer.confirm:
            yield Part(answer.why, Tone.ATTENTION)


def _in_hand(drawing: Drawing) -> Iterator[Part]:
    """Whose turn it is of the clients still to come, when they are expected, and how many follow."""
    state, incident, now = drawing.state, drawing.incident, drawing.now
    waiting = ahead.current(state, incident, Party.TODAY, now)
    if waiting is None:
        yield Part("nobody left today", Tone.DONE)
        return
    client, session = state.clients[waiting[0]], waiting[1]
    left = len([one for one in ahead.to_come(state, incident, now) if one[0] not in ahead.dealt_with(incident)])
    yield Part(f"{client.initials or client.reference} · {hhmm(session.begin, state.practice.zone)}", Tone.STRONG)
    if left > 1:
        yield Part(f"{left - 1} more", Tone.QUIET)


def _limit(drawing: Drawing) -> Iterator[Part]:
    """Until when what this incident owes by a limit is due, and how long that is."""
    waiting = [one for one in drawing.state.follow_ups.values() if one.id.startswith(f"{drawing.incident.id}-")]
    due = min((one.due for one in waiting if one.due and one.done is None), default=None)
    if due is not None:
        zone = drawing.state.practice.zone
        yield Part(when(due, zone, day_of(drawing.now.utc, zone)), Tone.STRONG)
        yield Part(*due_words(due, drawing.now, zone))


def _ring_back(drawing: Drawing) -> Iterator[Part]:
    """By when somebody who looks said that they ring back."""
    newest = drawing.incident.attempts[-1] if drawing.incident.attempts else None
    if newest is None or newest.ended is None or newest.outcome != "will check" or not newest.words.strip():
        return
    zone = drawing.state.practice.zone
    by = next_time(newest.words, newest.ended, zone)
    yield Part(f"by {hhmm(by, zone) if by else newest.words.strip()}", Tone.STRONG)


def _turn(drawing: Drawing) -> Part:
    client = client_of(drawing.state, drawing.incident)
    if client is not None and client.plan.who_rings is Turn.CLIENT and not drawing.incident.attempts:
        wait = clock.count(numbers(drawing.state, drawing.incident)["wait"])
        return Part(f"KEEP THE LINE FREE {wait}, then you ring", Tone.LIVE)
    return Part("YOU RING", Tone.LIVE)


def _place(drawing: Drawing) -> Iterator[Part]:
    """Where the client is, or was: an old place is LAST KNOWN, with its age."""
    client, session = client_of(drawing.state, drawing.incident), session_of(drawing.state, drawing.incident)
    known = place_of(client, drawing.incident)
    zone = gate.own_zone(client, drawing.state.practice.zone) if client else drawing.state.practice.zone
    if known is None:
        yield Part("NOT KNOWN", Tone.ATTENTION)
        return
    told = ages.age(known.at, drawing.now, zone)
    since = seen.place_since(session) if session else None
    current = ages.is_current(known, drawing.now, zone, since)
    yield Part(told if current else ages.last_known(told), Tone.QUIET if current else Tone.ATTENTION)
    yield Part(known.text, Tone.STRONG)


def _what(drawing: Drawing) -> Iterator[Part]:
    client = client_of(drawing.state, drawing.incident)
    if client is not None:
        born = f", born {client.born:%d.%m.%Y}" if client.born else ""
        yield Part(f"{client.name or client.initials}{born}", Tone.STRONG)
    phone = drawing.state.practice.me.phone
    yield Part(f"ring me back: {phone}" if phone else "your own number is not entered", Tone.PLAIN)
