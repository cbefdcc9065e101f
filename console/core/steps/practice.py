"""The practice, its clients, its bookings, and what an import brought."""

from dataclasses import replace

from console.core import effects, events
from console.core.state import State, Step
from console.core.steps.making import PRACTICE, about, client_stream, done, nothing, record, refused
from data.values import facts
from data.values.session import BEFORE_START
from data.values.time import Now


def set_practice(state: State, event: events.PracticeEntered, now: Now) -> Step:
    """First run, or the settings changed; another policy is asked for where another was chosen."""
    practice = event.practice
    asked = practice.policy != state.practice.policy or event.session_minutes is not None
    use = (effects.UsePolicy(practice.policy, event.session_minutes),) if asked else ()
    return done(state, (record(PRACTICE, "", facts.PracticeSet(practice), now),), *use, now=now)


def take_policy(state: State, event: events.PolicyLoaded, now: Now) -> Step:
    """The policy holds from now on; a session that has begun keeps the one it was started with."""
    flows = {**{flow.hash: flow for flow in state.flows.values()}, **event.flows}
    policies = {**state.policies, event.policy.hash: event.policy}
    held = replace(state, policy=event.policy, policies=policies, flows=flows)
    if event.name == state.practice.policy:
        return Step(held)
    named = replace(state.practice, policy=event.name)
    return done(held, (record(PRACTICE, "", facts.PracticeSet(named), now),), now=now)


def take_clients(state: State, event: events.ClientsLoaded, now: Now) -> Step:
    """Clients who have nothing on today; those already here are newer."""
    del now
    return Step(replace(state, clients={client.id: client for client in event.clients} | dict(state.clients)))


def save_client(state: State, event: events.ClientEntered, now: Now) -> Step:
    """A client was added or changed; a reference belongs to one client only."""
    client = event.client
    if not (client.reference or client.initials):
        return refused(state, "A client needs initials or a reference.", now)
    taken = next(
        (
            other
            for other in state.clients.values()
            if other.id != client.id and client.reference and other.reference == client.reference
        ),
        None,
    )
    if taken:
        return refused(state, f"The reference {client.reference} is already that of {taken.initials}.", now)
    return done(state, (record(client_stream(client.id), client.id, facts.ClientSaved(client), now),), now=now)


def save_session(state: State, event: events.SessionEntered, now: Now) -> Step:
    """A session was booked or changed; one that has begun is changed only by its own keys."""
    session = event.session
    if session.end <= session.begin:
        return refused(state, "A session must end after it begins.", now)
    known = state.sessions.get(session.id)
    if (known and known.state not in BEFORE_START) or session.state not in BEFORE_START:
        return refused(state, "That session has begun or is over: it is changed only by its own keys.", now)
    if any(client not in state.clients for client in session.participants):
        return refused(state, "Add the client first.", now)
    return done(state, (about(session, facts.SessionSaved(session), now),), now=now)


def take_records(state: State, event: events.RecordsGiven, now: Now) -> Step:
    """Facts that an import or a writing command prepared while this console owns the file."""
    del now  # they carry their own
    if spoils(state, event.records):
        return nothing(state)
    return done(state, event.records)


def spoils(state: State, records: tuple[facts.Record, ...]) -> bool:
    """Whether prepared facts would overwrite a session that has begun since they were prepared."""
    return any(_spoils(state, one.fact) for one in records)


def _spoils(state: State, fact: facts.Fact) -> bool:
    if not isinstance(fact, facts.SessionSaved):
        return False
    known = state.sessions.get(fact.session.id)
    return known is not None and known.state not in BEFORE_START
