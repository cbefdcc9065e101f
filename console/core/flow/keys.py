"""What each key of an incident means now: one table, for the screen and for the key that comes in.

A key that is not in it changes nothing. What the gate refuses has no key: it cannot be rung, copied or shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from console.core.flow.ahead import AHEAD
from console.core.flow.asked_anew import answered, asked_anew
from console.core.flow.reach import (
    about_of,
    answer_for,
    asks_whom,
    channel_of,
    going,
    is_known,
    outcomes,
    tries_left,
)
from console.core.flow.seen import facts_of, holds
from console.core.flow.times import NOTHING, gap_left, is_offered
from console.core.flow.who import LISTED, OTHER, candidates
from console.core.gate.gate import GateAnswer
from console.core.incident.incidents import before, flow_named, given, is_of_group, is_open, place
from console.core.messages import message_text
from console.core.state import State
from data.values.flow import GATED, Exit, Flow, Look, Question, Stage, Step, StepKind
from data.values.incident import Incident
from data.values.quick import dataclass
from data.values.time import Now

EARLIEST = timedelta(minutes=10)
"""How far t0 may be set back behind the key: a drop noticed later than that is another story."""
BACK_A_MINUTE = timedelta(minutes=1)
BEFORE = "before"
"""Where an exit leads that goes back to the stage from which this one was entered."""
ANOTHER_KEY = "="
"""Confirms a route whose rule is old: one key, then it may be used."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key does. `what` it works on is the id of a question, step or exit; `value` the answer or outcome.

    `kind` is one of "answer", "fact", "done", "copy", "ring", "outcome", "confirm", "exit", "override", "earlier",
    "error", "why", "who". `ask` asks for words first; with `needs` nothing happens without them. `route` and `channel`
    name what is confirmed or overridden; `value` then names another client whose it is.
    """

    kind: str
    words: str
    what: str = ""
    fact: str = ""
    value: str = ""
    ask: str = ""
    needs: bool = False
    chosen: bool = False
    offered: bool = False
    route: str = ""
    channel: str = ""


def keys(state: State, incident: Incident, now: Now) -> Mapping[str, Meaning]:
    """Every key that means something now; empty once the incident has ended or where its flow's text is not there."""
    at = place(state, incident)
    if at is None or not is_open(incident):
        return {}
    flow, stage = at
    facts = facts_of(state, incident, now)
    whom = dict(_who(state, incident, flow, stage, now))
    people = whom.keys() - {OTHER}
    found: dict[str, Meaning] = dict(whom)
    for key, meaning in (
        *_anew(state, incident),
        *_questions(state, incident, flow, stage, facts),
        *_steps(state, incident, stage, facts, now),
        *_exits(state, incident, stage, facts, now),
        *_common(state, incident, stage, facts, now),
    ):
        if key and not (people and key.isdigit()):  # a digit means a person until it is said whom it is about
            found.setdefault(key, meaning)
    return found


def _who(state: State, incident: Incident, flow: Flow, stage: Stage, now: Now) -> Iterator[tuple[str, Meaning]]:
    """While it is not known whom it is about, digits choose; nobody is rung before that.

    Behind the covert look only a group's member is asked for. While a try goes on, its digits end it. Of somebody who
    is on no list the list is put away, so that what is to be done is not held up by a name.
    """
    if is_known(state, incident) or not asks_whom(flow, stage) or going(incident) is not None:
        return
    if stage.look is Look.COVERT and not is_of_group(state, incident.session):
        return
    listed = given(incident, LISTED) != "no"
    for number, (client, session) in enumerate(candidates(state, incident, now) if listed else (), 1):
        person = state.clients[client]
        yield str(number), Meaning("who", person.initials or person.reference, session, value=client)
    yield OTHER, Meaning("who", "other", ask="Initials or reference", needs=True)


def _anew(state: State, incident: Incident) -> Iterator[tuple[str, Meaning]]:
    """What is asked anew of one that was given back: four keys that mean nothing else."""
    for question in asked_anew(state, incident):
        for one in question.answers:
            chosen = answered(incident, question) == one.value
            yield one.key, Meaning("answer", one.say, question.id, question.fact, one.value, one.ask, chosen=chosen)


# --- questions --------------------------------------------------------------------------------------------------------
def asked(state: State, incident: Incident, flow: Flow, stage: Stage, facts: Mapping[str, str]) -> tuple[Question, ...]:
    """The standing questions: of the flow it began with and of the flow in hand; covert only the latter."""
    first = flow_named(state, incident, incident.flow)
    flows = [flow] if first is None or first.id == flow.id or stage.look is Look.COVERT else [first, flow]
    seen: dict[str, Question] = {}
    for one in flows:
        for question in one.questions:
            if holds(question.when, facts):
                seen.setdefault(question.fact, question)
    return tuple(seen.values())


def _questions(
    state: State, incident: Incident, flow: Flow, stage: Stage, facts: Mapping[str, str]
) -> Iterator[tuple[str, Meaning]]:
    for question in asked(state, incident, flow, stage, facts):
        by_person = any(one.fact == question.fact and one.by != "preset" for one in incident.given)
        for one in question.answers:
            chosen = by_person and given(incident, question.fact) == one.value
            yield one.key, Meaning("answer", one.say, question.id, question.fact, one.value, one.ask, chosen=chosen)


# --- steps ------------------------------------------------------------------------------------------------------------
def shown_steps(stage: Stage, facts: Mapping[str, str]) -> tuple[Step, ...]:
    """The stage's steps whose guard holds."""
    return tuple(step for step in stage.steps if holds(step.when, facts))


def _steps(
    state: State, incident: Incident, stage: Stage, facts: Mapping[str, str], now: Now
) -> Iterator[tuple[str, Meaning]]:
    for step in shown_steps(stage, facts):
        match step.kind:
            case StepKind.DO:
                yield step.key, Meaning("done", step.text, step.id)
            case StepKind.ASK:
                for one in step.answers:
                    chosen = given(incident, step.fact, "") == one.value
                    yield one.key, Meaning("fact", one.say, step.id, step.fact, one.value, one.ask, chosen=chosen)
            case StepKind.MESSAGE:
                yield from _message(state, incident, step, now)
            case StepKind.ATTEMPT:
                yield from _attempt(state, incident, step, now)


def _message(state: State, incident: Incident, step: Step, now: Now) -> Iterator[tuple[str, Meaning]]:
    answer = answer_for(state, incident, step, now)
    if answer is not None and answer.confirm:
        yield from _confirming(step, answer)
        return
    text = message_text(state, about_of(state, incident, step, now), step.message, now)
    if text and (answer is None or answer.allowed):
        yield step.key or "c", Meaning("copy", "copy the text", step.id)


def _confirming(step: Step, answer: GateAnswer) -> Iterator[tuple[str, Meaning]]:
    if answer.route is not None:
        route, channel = answer.route.id, channel_of(step).value
        whose = answer.person if step.to in AHEAD else ""
        meaning = Meaning("confirm", "still right", step.id, value=whose, route=route, channel=channel, offered=True)
        yield ANOTHER_KEY, meaning
        yield step.key, meaning


def _attempt(state: State, incident: Incident, step: Step, now: Now) -> Iterator[tuple[str, Meaning]]:
    if step.to is None:
        yield step.key, Meaning("done", "again" if any(one.step == step.id for one in incident.marks) else "", step.id)
        return
    calling = going(incident)
    ringing = calling is not None and calling.step == step.id
    if not ringing:
        answer = answer_for(state, incident, step, now)
        if calling is not None or not _may_try(state, incident, step) or answer is None or not answer.allowed:
            return
        if answer.confirm:
            yield from _confirming(step, answer)
            return
        yield step.key, Meaning("ring", "ringing now", step.id)
        if gap_left(state, incident, step, now) > NOTHING:
            return
    for key, words, value in outcomes(step):
        ask = "Rings back by what time?" if value == "will check" else ""
        yield key, Meaning("outcome", words, step.id, value=value, ask=ask)


def _may_try(state: State, incident: Incident, step: Step) -> bool:
    """Whether another try is left. The services and the colleagues may be rung as often as it takes."""
    if step.to not in GATED:
        return True
    if step.to in AHEAD:
        return tries_left(state, incident, step)
    return tries_left(state, incident, step) and is_known(state, incident)


def undone_musts(
    state: State, incident: Incident, stage: Stage, facts: Mapping[str, str], now: Now
) -> tuple[tuple[Step, bool], ...]:
    """The undone musts of the stage, each with whether it could be done; they bind while the fact `must` is yes."""
    found: list[tuple[Step, bool]] = []
    if facts.get("must") != "yes":
        return ()
    for step in shown_steps(stage, facts):
        tried = any(one.step == step.id for one in incident.marks) or (
            step.to is not None and any(one.party == step.to.value for one in incident.attempts)
        )
        if step.must and not tried and not (step.fact and given(incident, step.fact, "")):
            answer = answer_for(state, incident, step, now)
            found.append((step, answer is None or answer.allowed))
    return tuple(found)


# --- exits ------------------------------------------------------------------------------------------------------------
def is_back(exit_: Exit) -> bool:
    """Whether this exit is the client, or the connection, coming back: never delayed by a must."""
    return exit_.sets.get("back") == "yes" or exit_.sets.get("line") == "back"


def _exits(
    state: State, incident: Incident, stage: Stage, facts: Mapping[str, str], now: Now
) -> Iterator[tuple[str, Meaning]]:
    owed = next((step for step, could in undone_musts(state, incident, stage, facts, now) if could), None)
    for one in stage.exits:
        if holds(one.when, facts):
            if one.to == BEFORE and not before(incident):
                continue
            why = f"Not done: {owed.text} Why?" if owed and not is_back(one) else one.ask
            offered = is_offered(state, incident, one, facts, now)
            yield one.key, Meaning("exit", one.text, one.id, ask=why, needs=bool(why), offered=offered)


# --- keys of every stage ----------------------------------------------------------------------------------------------
def _common(
    state: State, incident: Incident, stage: Stage, facts: Mapping[str, str], now: Now
) -> Iterator[tuple[str, Meaning]]:
    if stage.look is not Look.COVERT:
        yield from _override(state, incident, stage, facts, now)
        at_first = len(incident.path) < 2 and not incident.attempts
        if at_first and incident.pressed - incident.t0.utc + BACK_A_MINUTE <= EARLIEST:
            yield "e", Meaning("earlier", "it began a minute earlier")
    yield "x", Meaning("error", "entered in error")
    yield "?", Meaning("why", "why, source")


def _override(
    state: State, incident: Incident, stage: Stage, facts: Mapping[str, str], now: Now
) -> Iterator[tuple[str, Meaning]]:
    for step in shown_steps(stage, facts):
        answer = answer_for(state, incident, step, now)
        if answer is not None and not answer.allowed and answer.may_override:
            meaning = Meaning("override", "override", step.id, ask="Reason for the override", needs=True)
            yield "o", replace(meaning, route=answer.may_override, channel=channel_of(step).value)
            return
