"""The engine: runs any flow that data describes. Pure and total: a key without meaning and an event out of place change
nothing; nothing but facts moves an incident, and `settle` is bounded.

How a flow is read (what whoever writes one may rely on):

- **Keys** of the stage, first wins: whom it is about, while that is not known; 7 8 9 0, what is asked anew of one that
  was given back; the standing questions (of the flow the incident began with and of the stage's own flow; in a covert
  stage only the latter's), then steps, then exits, then the common keys o (override), e (it began a minute earlier),
  x (entered in error), ? (why); = confirms a route whose rule is old.
- **Steps**: DO is marked by its key and may be pressed again (each counts: "rejoin, attempt 2"). ASK gives its fact.
  MESSAGE copies the policy's text named `message`, through the gate. ATTEMPT: its key says "ringing now"; digits end
  the try (its own `answers`, or `OUTCOMES` of the party). A digit without "ringing now" begins and ends it at once, but
  not within the gap. No emergency contact is rung twice in one incident: the next who may be rung takes the place. An
  ATTEMPT with no `to` is the practitioner's own try to rejoin. Steps to NEXT and TODAY reach other clients, each
  through their own gate for their own appointment and never by an override; of TODAY one after the other, the first
  whom the stage's DO was not pressed for (`ahead`).
- **Routes**: those of the flow that the stage belongs to, then the stage's. Of each list only the first whose guard
  holds counts; it blocks all below it, which is what makes it a precedence. Routes and deadlines never lead to an
  outcome: a person decides.
- **Presets** (`Silent.after`) count from t0. **Deadlines** as their anchor says; AGREED is t0 plus the plan's wait, or
  where none was agreed the booked end; ATTEMPT_ENDED the newest ended try, none while one goes on; RING_BACK the time
  that was typed for it; DISCOVERED the time in the words of that answer, else t0.
- **Exits**: a stage of the same flow, an outcome of it, "flow.stage", a flow. One that sets back = yes is the client
  coming back; one to an outcome with `lost` keeps the session's minutes since t0 as lost. While a must that could be
  done is undone, an exit asks for a reason, except BACK (back = yes, or line = back). "before" is the stage that one
  came from, as on a way back: stages that were only passed through are none, and returning to one forgets what came
  after it; where there is none, the exit has no key. An exit with `ask` needs words: they are kept with the outcome, or
  with the stage that opens, and with the facts that it sets.
- **Loops** (`Stage.owes`): a follow-up each, made once, when its guard holds while its stage is open. It is closed by a
  DO or an exit that says so, a try that reached, or an answer with the words it asks for ("yes" where no answer of that
  step asks for any). An incident in error takes its own back; an earlier t0 or discovery moves their limits.
- **Turns** (`turns`, read after every event): of one person's open incidents the most urgent is in hand, all others are
  suspended. Suspended ones move only by a person's key; given back, they stand at the same stage, and what came due
  opens once *private?* and *where?* are answered. A crisis that suspends a drop is given line = lost, and so is one in
  which a drop key is pressed; the drop ends with it, and comes back where the crisis was entered in error.
- **Entering** a stage with `content = false` ends the session's content; a must that the gate makes impossible is then
  marked "not possible: unsafe", before the routes are read.
- A person's answer to `concern` replaces a preset. Presets never replace what a person said.
"""

from collections.abc import Mapping

from console.core.flow import ahead
from console.core.flow.ahead import party_of
from console.core.flow.keys import BACK_A_MINUTE, Meaning, keys
from console.core.flow.loops import close_by_step, redate
from console.core.flow.moves import CALL_BACK, end, give, leave, opened, target
from console.core.flow.reach import answer_for, going
from console.core.flow.run import Run
from console.core.flow.settle import settle_run
from console.core.flow.times import digits
from console.core.incident.incidents import DROPS, drops_of, flow_named, place
from console.core.state import State
from data.values import facts
from data.values.facts import Record
from data.values.flow import Outcome, Step, Whom
from data.values.incident import Attempt, Given, Incident, Passage, StepMark
from data.values.time import Now

__all__ = ["Meaning", "begin", "digits", "keys", "press", "settle", "target"]


# --- beginning and pressing -------------------------------------------------------------------------------------------
def begin(state: State, flow_id: str, session_id: str, client: str, now: Now) -> tuple[Record, ...]:
    """The facts of a new incident of this flow, and of what follows at once; none where the flow is not there."""
    flow = state.flows.get(flow_id)
    if flow is None or flow.start not in flow.stages:
        return ()
    stem = session_id or f"{state.today.isoformat()}"
    number = 1 + sum(one.id.startswith(f"{stem}-{flow_id}-") for one in state.incidents.values())
    start = f"{flow.id}.{flow.start}"
    incident = Incident(
        id=f"{stem}-{flow_id}-{number}",
        flow=flow.id,
        flow_hash=flow.hash,
        pinned=tuple(sorted((name, one.hash) for name, one in state.flows.items() if name == one.id)),
        session=session_id,
        client="" if flow.about is Whom.PRACTICE else client,
        t0=now,
        pressed=now.utc,
        stage=start,
        drop=1 + (drops_of(state, session_id, client) if session_id and flow_id in DROPS else 0),
        path=(Passage(start, now.utc, "start"),),
    )
    run = Run(state, incident.id, now)
    run.add(facts.IncidentBegan(incident))
    give(run, flow.sets)
    opened(run)
    settle_run(run, by_person=True)
    return run.records


def press(state: State, incident: Incident, key: str, words: str, now: Now) -> tuple[Record, ...]:
    """What a key of the incident's screen does, and what follows at once; nothing for a key without a meaning."""
    meaning = keys(state, incident, now).get(key)
    words = words.strip()
    if meaning is None or (meaning.needs and not words):
        return ()
    run = Run(state, incident.id, now)
    _do(run, meaning, words)
    if any(_dates(one) for one in run.records):
        redate(run)
    if run.records:
        settle_run(run, by_person=True)
    return run.records


def settle(state: State, incident: Incident, now: Now) -> tuple[Record, ...]:
    """What has come due by itself: presets, deadlines and routes, until nothing moves any more."""
    run = Run(state, incident.id, now)
    settle_run(run)
    return run.records


def _dates(record: Record) -> bool:
    """Whether this fact changed from when on a limit counts."""
    fact = record.fact
    discovered = isinstance(fact, facts.IncidentGiven) and fact.given.fact == "discovered"
    return discovered or isinstance(fact, facts.IncidentRetimed)


def _do(run: Run, meaning: Meaning, words: str) -> None:
    match meaning.kind:
        case "answer" | "fact":
            _answer(run, meaning, words)
        case "done" | "copy":
            _mark(run, meaning, words)
        case "ring":
            _ring(run, meaning.what)
        case "outcome":
            _outcome(run, meaning, words)
        case "exit":
            leave(run, meaning.what, words)
        case "earlier":
            before = run.incident.t0
            moved = Now(before.utc - BACK_A_MINUTE, before.boot, before.boottime - BACK_A_MINUTE.total_seconds())
            run.add(facts.IncidentRetimed(run.id, moved))
        case "error":
            end(run, Outcome("error", "entered in error", "practitioner", ""), error=True)


def _mark(run: Run, meaning: Meaning, words: str) -> None:
    """A step was done, or its text copied; where clients still to come are gone through, for whoever is in hand."""
    at, step = place(run.state, run.incident), _step(run, meaning.what)
    party = party_of(at[1], step) if at and step else None
    waiting = ahead.current(run.state, run.incident, party, run.now) if party else None
    if party is not None and waiting is None:
        return
    state = "copied" if meaning.kind == "copy" else "done"
    run.add(facts.StepMarked(run.id, StepMark(meaning.what, state, run.here, words, waiting[0] if waiting else "")))
    if step is not None:
        close_by_step(run, step, state, words)


def _answer(run: Run, meaning: Meaning, words: str) -> None:
    also = _also(run, meaning)
    run.add(facts.IncidentGiven(run.id, Given(meaning.fact, meaning.value, run.here, words=words)))
    give(run, also)
    if meaning.kind == "fact":
        run.add(facts.StepMarked(run.id, StepMark(meaning.what, "done", run.here, meaning.words)))
        step = _step(run, meaning.what)
        if step is not None:
            close_by_step(run, step, meaning.value, words)


def _also(run: Run, meaning: Meaning) -> Mapping[str, str]:
    """What this answer sets besides its own fact."""
    at = place(run.state, run.incident)
    first = flow_named(run.state, run.incident, run.incident.flow)
    flows = [flow for flow in (at[0] if at else None, first) if flow]
    answers = [answer for flow in flows for one in flow.questions if one.id == meaning.what for answer in one.answers]
    answers += [answer for one in (at[1].steps if at else ()) if one.id == meaning.what for answer in one.answers]
    return next((answer.also for answer in answers if answer.value == meaning.value), {})


def _ring(run: Run, step_id: str) -> bool:
    step = _step(run, step_id)
    answer = answer_for(run.state, run.incident, step, run.now) if step else None
    if step is None or step.to is None or answer is None or not answer.allowed or answer.route is None:
        return False
    number = len(run.incident.attempts) + 1
    attempt = Attempt(
        f"{run.id}-a{number}", step.id, step.to.value, answer.person, answer.route.id, run.here
    )  # fmt: skip
    run.add(facts.AttemptBegan(run.id, attempt))
    return True


def _outcome(run: Run, meaning: Meaning, words: str) -> None:
    if going(run.incident) is None and not _ring(run, meaning.what):
        return
    calling = going(run.incident)
    if calling is not None:
        run.add(facts.AttemptEnded(run.id, calling.id, meaning.value, run.here, words))
        step = _step(run, meaning.what)
        for one in step.answers if step else ():
            if one.value == meaning.value:
                give(run, ({step.fact: one.value} if step and step.fact else {}) | dict(one.also))
        if step is not None:
            close_by_step(run, step, meaning.value, words)
        if meaning.value == "will check":
            run.owe(CALL_BACK, f"{calling.party} of {{who}} rings back{f' by {words}' if words else ''}", words)


def _step(run: Run, step_id: str) -> Step | None:
    at = place(run.state, run.incident)
    return next((one for one in at[1].steps if one.id == step_id), None) if at else None
