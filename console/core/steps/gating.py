"""What a person does at the gate: an override with its reason, a confirmation, how an appointment was agreed.

And what is seen of the own line. Its rule: nothing here lets a number through by itself; the gate is asked again.
"""

from dataclasses import replace

from console.core import effects, events, wall
from console.core.gate import gate
from console.core.incident.incidents import DROPS, given, open_incidents
from console.core.state import State, Step
from console.core.steps.making import about, client_stream, day_stream, done, nothing, record, refused, session_stream
from data.values import facts
from data.values.incident import Incident
from data.values.people import Channel, Client
from data.values.session import BEFORE_START
from data.values.time import Now, elapsed

LOOK_EVERY = 5.0
"""Seconds between two looks at the own line while a drop is open."""


def override(state: State, event: events.GateOverridden, now: Now) -> Step:
    """The gate's refusal is overridden for this incident; a retired number and one of the danger never are."""
    incident = state.incidents.get(event.incident)
    channel = _channel(event.channel)
    if incident is None or incident.ended or channel is None or event.client != incident.client:
        return nothing(state)
    answer = gate.of_route(state, incident, event.route, channel, now)
    if answer is None or answer.allowed:
        return nothing(state)
    if not answer.may_override:
        return refused(state, f"{answer.words}. That is never overridden.", now)
    reason = event.reason.strip()
    if not reason:
        return refused(state, "An override needs a reason.", now)
    fact = facts.Overridden(incident.id, incident.client, event.route, channel.value, reason, now.utc)
    return done(state, (_of(state, incident, fact, now),), now=now)


def confirm(state: State, event: events.RouteConfirmed, now: Now) -> Step:
    """One key: a stale rule is still right. A watch client is asked first; a key alone does not make it safe."""
    client, channel = state.clients.get(event.client), _channel(event.channel)
    if client is None or channel is None:
        return nothing(state)
    if client.watch and _is_stale(state, client, event.route, channel, now):
        return refused(state, "Watch: ask the client first, then confirm it in the contact rules (g).", now)
    changed = gate.confirmed(client, event.route, channel, now.utc)
    if changed == client:
        return nothing(state)
    fact = facts.ClientSaved(changed)
    return done(state, (record(client_stream(client.id), client.id, fact, now),), say="Confirmed today.", now=now)


def _is_stale(state: State, client: Client, route: str, channel: Channel, now: Now) -> bool:
    known = (*client.routes, *(one for contact in client.emergency for one in contact.routes))
    rules = [one.rules.get(channel) for one in known if one.id == route]
    return any(rule is None or gate.is_stale(rule.confirmed, state.policy, now) for rule in rules)


def agree(state: State, event: events.AppointmentAgreed, now: Now) -> Step:
    """The appointment was agreed by this channel, which confirms it for this appointment's messages."""
    session, channel = state.sessions.get(event.session), _channel(event.channel)
    if session is None or channel is None or session.state not in BEFORE_START:
        return nothing(state)
    fact = facts.AgreedBy(session.id, channel.value, now.utc)
    return done(state, (about(session, fact, now),), say=f"Agreed by {_SAID[channel]}.", now=now)


_SAID = {
    Channel.TEXT: "text",
    Channel.CALL: "phone",
    Channel.VOICEMAIL: "voicemail",
    Channel.EMAIL: "e-mail",
    Channel.LETTER: "letter",
}


# --- the own line -----------------------------------------------------------------------------------------------------
def line_seen(state: State, event: events.LineSeen, now: Now) -> Step:
    """The own line in words: "up", "down since 10:18:20", "unknown"; since when it is down is kept while it is."""
    if event.state != "down":
        words = event.state if event.state == "up" else "unknown"
    elif state.line.startswith("down"):
        words = state.line
    else:
        words = f"down since {wall.hhmmss(now.utc, state.practice.zone)}"
    return Step(state if words == state.line else replace(state, line=words))


def with_line(step: Step, now: Now) -> Step:
    """While a drop is open the own line is looked at, every few seconds; otherwise nobody looks."""
    state = step.state
    if not any(_lost(one) for one in open_incidents(state)):
        asked = state.line_asked is None and state.line == "unknown"
        return step if asked else replace(step, state=replace(state, line_asked=None, line="unknown"))
    if state.line_asked and elapsed(state.line_asked, now).total_seconds() < LOOK_EVERY:
        return step
    return replace(
        step, state=replace(state, line_asked=now), effects=(*step.effects, effects.LookAtLine())
    )  # fmt: skip


def _lost(incident: Incident) -> bool:
    """A drop, or a crisis in which the connection went."""
    return incident.flow in DROPS or given(incident, "line") in {"lost", "gone"}


# --- how a fact of an incident is kept --------------------------------------------------------------------------------
def _of(state: State, incident: Incident, fact: facts.Fact, now: Now) -> facts.Record:
    stream = session_stream(incident.session) if incident.session else day_stream(state)
    return record(stream, incident.client, fact, now)


def _channel(name: str) -> Channel | None:
    return next((one for one in Channel if one.value == name), None)
