"""Every stage of every shipped flow, each with an incident put straight into it: for what must hold in all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from console.core.state import State
from console.core.view.incident import incident_view
from data.values.flow import Look
from data.values.incident import Given, Incident, Passage
from data.values.people import Client, Place
from data.values.views import IncidentView
from tests.core.build import a_client, at
from tests.core.incident_build import KEY, a_day, flows_of, later

ANNA = replace(
    a_client(),
    name="Anna Kowalska",
    born=date(1990, 12, 31),
    last_place=Place("14 Elm Road, Leeds LS6 2AB", at(10, 2)),
    safety_plan="Ring Ewa, walk to the river, then Samaritans; pills are with Ewa.",
    access_needs="hard of hearing",
)
"""A client of whom everything is known that a call handler asks."""


def in_stage(
    flow: str, stage: str, *given: Given, client: Client = ANNA, policy: str = "standard"
) -> tuple[State, Incident]:
    """The day with an incident of this flow that has just come into this stage."""
    state = a_day(policy, client=client)
    found = state.flows[flow]
    here = f"{flow}.{stage}"
    path = [Passage(f"{flow}.{found.start}", KEY, "start")]
    path += [Passage(here, KEY, "key")] if stage != found.start else []
    incident = Incident(
        f"s-1-{flow}-1", flow, found.hash, "s-1", client.id, later(0), KEY, here, given=given, path=tuple(path)
    )  # fmt: skip
    return replace(state, incidents={incident.id: incident}), incident


def shown(
    flow: str, stage: str, *given: Given, client: Client = ANNA, policy: str = "standard", seconds: float = 48
) -> IncidentView:
    """What the screen is given to draw, some seconds after the key."""
    state, incident = in_stage(flow, stage, *given, client=client, policy=policy)
    return incident_view(state, incident, later(seconds))


def stages(policy: str = "standard") -> Iterator[tuple[str, str, Look]]:
    """Flow, stage and look of each stage there is."""
    for name, flow in sorted(flows_of(policy).items()):
        if name == flow.id:
            yield from ((name, stage.id, stage.look) for stage in flow.stages.values())
