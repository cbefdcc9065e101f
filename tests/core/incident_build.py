"""A drop to try out: the shipped flows, A.K.'s session running since 10:00, and a driver that presses keys at times.

Times are seconds after 10:18:40, when the drop key is pressed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from console.core import effects, events
from console.core.flow.engine import Meaning, keys
from console.core.state import State, Step
from console.core.step import step
from console.core.view.incident import incident_view
from data import policies
from data.flows import load_flows
from data.values.facts import Fact
from data.values.flow import Flow
from data.values.incident import Incident
from data.values.people import Client, Colleague, Practice, Role
from data.values.policy import Policy
from data.values.session import Session, SessionState
from data.values.time import Now
from data.values.views import IncidentView
from tests.core.build import END, TODAY, a_client, a_session, a_state, at, now_at

KEY = at(10, 18, 40)
LEAD, SUPERVISOR = "020 7946 0111", "020 7946 0222"
PRACTICE = Practice(
    name="Elm Road",
    me=Colleague("Sam Reed", "020 7946 0123"),
    roles={Role.LEAD: Colleague("Lee", LEAD), Role.SUPERVISOR: Colleague("Pat", SUPERVISOR)},
    set_up=True,
)


@cache
def policy_named(name: str) -> Policy:
    """A shipped policy."""
    return policies.load(name)


@cache
def flows_of(name: str) -> Mapping[str, Flow]:
    """Its flows."""
    return load_flows(policy_named(name))


def later(seconds: float) -> Now:
    """The reading of the clocks so many seconds after the drop key."""
    return replace(now_at(10, 18, 40), utc=KEY + timedelta(seconds=seconds), boottime=37120.0 + seconds)


def running(**changes: Any) -> Session:
    """A.K.'s session, begun at ten."""
    begun: dict[str, Any] = {"state": SessionState.RUNNING, "started": now_at(10), "ends": END}
    return a_session(**(begun | changes))


def a_day(
    policy: str = "standard", *, client: Client | None = None, session: Session | None = None, **changes: Any
) -> State:
    """The state in which the drop key will be pressed."""
    chosen = policy_named(policy)
    rest: dict[str, Any] = {"flows": flows_of(policy), "practice": PRACTICE, "beat": later(0)} | changes
    return a_state(
        policy=chosen,
        clients=[client or a_client()],
        sessions=[replace(session or running(), policy_hash=chosen.hash)],
        **rest,
    )


class Drop:
    """One incident on the way: presses keys, lets time pass, and remembers everything that came of it."""

    def __init__(self, state: State | None = None, key: str = "drop") -> None:
        self.state = state or a_day()
        self.facts: list[Fact] = []
        self.effects: list[effects.Effect] = []
        self.records: list[Any] = []
        self.at = 0.0
        if key:
            self.send(events.IncidentPressed(key))

    @property
    def incident(self) -> Incident:
        """The newest incident."""
        return list(self.state.incidents.values())[-1]

    @property
    def stage(self) -> str:
        """Where it stands."""
        return self.incident.stage

    def send(self, event: events.Event, seconds: float | None = None) -> Step:
        """This happened, so many seconds after the drop key."""
        self.at = self.at if seconds is None else seconds
        result = step(self.state, event, later(self.at))
        self.state = result.state
        self.facts += [one.fact for one in result.records]
        self.records += result.records
        self.effects += result.effects
        return result

    def press(self, key: str, seconds: float | None = None, words: str = "") -> Step:
        """A key of the incident's screen."""
        return self.send(events.FlowKeyPressed(self.incident.id, key, words), seconds)

    def wait(self, seconds: float) -> None:
        """A heartbeat then, as if one had come every second."""
        self.state = replace(self.state, beat=later(seconds - 1))
        self.send(events.Beat(), seconds)

    def means(self) -> Mapping[str, Meaning]:
        """What the keys mean now."""
        return keys(self.state, self.incident, later(self.at))

    def view(self) -> IncidentView:
        """The screen now."""
        return incident_view(self.state, self.incident, later(self.at))

    def of(self, kind: type) -> list[Any]:
        """The facts of this kind so far."""
        return [one for one in self.facts if isinstance(one, kind)]


__all__ = ["KEY", "LEAD", "SUPERVISOR", "TODAY", "Drop", "a_day", "flows_of", "later", "policy_named", "running"]
