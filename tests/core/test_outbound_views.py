"""By any keys of the shipped flows, whatever the contact rules: no number is shown or copied that the gate refuses."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.core import effects, events
from console.core.flow.keys import keys
from console.core.gate import gate
from console.core.state import State
from console.core.step import step
from console.core.view.incident import incident_view
from data.flows import load_flows
from data.policies import load
from data.values.flow import Party
from data.values.people import Channel, Client, Colleague, Practice, Role, Safety
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import BOOT, a_client, a_route, a_rule, a_session, a_state, at, now_at
from tests.core.people import CLIENTS

POLICIES = {name: load(name) for name in ("standard", "remote-protocol", "support-service", "online-working")}
FLOWS = {name: load_flows(policy) for name, policy in POLICIES.items()}
PRACTICE = Practice(
    me=Colleague("Jo", "020 7946 0000"),
    roles={Role.LEAD: Colleague("Ann", "020 7946 0001"), Role.SUPERVISOR: Colleague("Bea", "020 7946 0002")},
)
START = now_at(10, 18, 40)


def digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def texts(value: Any) -> Iterator[str]:
    """Every string anywhere in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def numbers(client: Client) -> set[str]:
    """Every number of this client and of the contacts, however it is written."""
    every = (*client.routes, *(one for contact in client.emergency for one in contact.routes))
    return {digits(one.value)[-9:] for one in every}


def let_through(state: State, incident: str, now: Now) -> set[str]:
    """The numbers that the gate lets through now, for anybody and any channel."""
    one = state.incidents[incident]
    people = ["", *(contact.id for client in state.clients.values() for contact in client.emergency)]
    answers = [
        gate.for_step(state, one, party, channel, now, person=person)
        for party in (Party.CLIENT, Party.EMERGENCY, Party.GUARDIAN)
        for channel in Channel
        for person in people
    ]
    return {digits(answer.number)[-9:] for answer in answers if answer.allowed}


def began(client: Client, policy: str, flow: str) -> State:
    session = a_session(state=SessionState.RUNNING, started=now_at(10), ends=at(10, 50))
    if flow == "late":
        session = a_session()
    state = replace(
        a_state(policy=POLICIES[policy], clients=(client,), sessions=(session,), practice=PRACTICE), flows=FLOWS[policy]
    )
    return step(state, events.IncidentPressed(flow), START).state


def later(now: Now, seconds: int) -> Now:
    return Now(now.utc + timedelta(seconds=seconds), BOOT, now.boottime + seconds)


def check(state: State, incident: str, now: Now, copied: tuple[effects.Effect, ...]) -> None:
    """Nothing shown and nothing copied holds a number that the gate does not let through now."""
    (client,) = state.clients.values()
    forbidden = numbers(client) - let_through(state, incident, now)
    view = incident_view(state, state.incidents[incident], now)
    shown = [digits(text) for text in texts(view)]
    shown += [digits(one.words) for one in copied if isinstance(one, effects.CopyText | effects.Notify)]
    assert not [(number, text) for number in forbidden for text in shown if number in text]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    client=CLIENTS,
    policy=st.sampled_from(sorted(POLICIES)),
    flow=st.sampled_from(["drop", "late"]),
    moves=st.lists(st.tuples(st.integers(0, 30), st.sampled_from([1, 20, 61, 310])), max_size=8),
)
def test_no_number_is_shown_or_copied_that_the_gate_does_not_let_through(
    client: Client, policy: str, flow: str, moves: list[tuple[int, int]]
) -> None:
    state = began(client, policy, flow)
    incident, now = next(iter(state.incidents)), START
    check(state, incident, now, ())
    for choice, seconds in moves:
        now = later(now, seconds)
        pressed = sorted(keys(state, state.incidents[incident], now))
        key = pressed[choice % len(pressed)] if pressed else "b"
        for event in (events.Beat(), events.FlowKeyPressed(incident, key, "by 11")):
            result = step(state, event, now)
            state = result.state
            check(state, incident, now, result.effects)


def test_the_look_itself_sees_a_number_that_is_not_let_through() -> None:
    """A look that cannot fail proves nothing: a number that may not be used is found where it is planted."""
    client = a_client(routes=(a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)}),), emergency=())
    state = began(client, "standard", "drop")
    (incident,) = state.incidents
    check(state, incident, START, ())
    with pytest.raises(AssertionError):
        check(state, incident, START, (effects.CopyText("ring +44 7700 900123"),))
