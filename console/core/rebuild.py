"""The state at start: the kept projections as one value. A restart is a replay, not a special case."""

from collections.abc import Mapping
from datetime import date

from console.core.state import State, slot
from data.values.flow import Flow
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Policy
from data.values.session import Warned


def state_from(
    kept: Kept,
    policy: Policy,
    today: date,
    policies: Mapping[str, Policy] | None = None,
    *,
    flows: Mapping[str, Flow] | None = None,
    demo: bool = False,
    read_only: bool = False,
) -> State:
    """The state of this day from what was kept."""
    return State(
        today=today,
        policy=policy,
        practice=kept.practice or Practice(),
        policies=dict(policies or {}) | {policy.hash: policy},
        clients={one.id: one for one in kept.clients},
        sessions={one.id: one for one in kept.sessions},
        ticks={one.key: one for one in kept.ticks},
        follow_ups={one.id: one for one in kept.follow_ups},
        notes={one.id: one for one in kept.notes},
        contacts={one.id: one for one in kept.contacts},
        days={one.day: one for one in kept.days},
        series={one.series: one for one in kept.series},
        warned=_standing(kept.warned),
        shown=frozenset(one.id for one in kept.warned),
        incidents={one.id: one for one in kept.incidents},
        flows=dict(flows or {}),
        other_links=kept.other_links,
        demo=demo,
        read_only=read_only,
    )


def _standing(warned: tuple[Warned, ...]) -> Mapping[str, Warned]:
    """The newest warning in each place, as the live program has it."""
    standing: dict[str, Warned] = {}
    for one in sorted(warned, key=lambda warning: (warning.shown, warning.due)):
        standing[slot(one)] = one
    return standing
