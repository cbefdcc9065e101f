"""The state at start: the kept projections as one value. A restart is a replay, not a special case."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from console.core.alarm_kinds import END, before_end, instant_of
from console.core.state import State, slot
from data.values.flow import Flow
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Policy
from data.values.session import Session, Warned


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
        warned=_standing(kept),
        shown=frozenset(one.id for one in kept.warned),
        incidents={one.id: one for one in kept.incidents},
        flows=dict(flows or {}),
        other_links=kept.other_links,
        demo=demo,
        read_only=read_only,
    )


def _standing(kept: Kept) -> Mapping[str, Warned]:
    """The newest warning in each place, as the live program has it."""
    sessions = {one.id: one for one in kept.sessions}
    standing: dict[str, Warned] = {}
    for one in sorted(kept.warned, key=lambda warning: _order(warning, sessions.get(warning.session))):
        standing[slot(one)] = one
    return standing


def _order(one: Warned, session: Session | None) -> tuple[bool, timedelta, datetime, datetime]:
    """Of the warnings of an end that still holds, the one nearest to it is the newest: the wall clock, by which all
    others are told apart, may have been set back in between."""
    if session is not None and session.ends is not None and one.kind.startswith(END):
        before = before_end(one.kind)
        if instant_of(one) == session.ends - before:
            return True, -before, one.shown, one.due
    return False, timedelta(), one.shown, one.due
