"""The first view: what was kept of today, with what the console before could not save; or the demo's day."""

from dataclasses import replace
from typing import TYPE_CHECKING

from console.core.apply import apply
from console.core.changed import changed
from console.core.incident.incidents import LATE
from console.core.rebuild import state_from
from console.core.view import Look, day_view
from console.core.wall import day_of
from console.glance import FirstView
from data.values.kept import Kept
from data.values.people import Practice

if TYPE_CHECKING:
    from console.core.state import State
    from console.wiring.keeping import Keeping
    from data.values.facts import Record
    from data.values.time import Now


def first_view(keeping: "Keeping", now: "Now", zone: str, *, lock_in_session: bool = False) -> FirstView:
    """Today as it was left. `zone` is the machine's, until the practice has said its own. Raises Trouble."""
    last_seen = keeping.take_lock()
    day = day_of(now.utc, zone)
    kept = keeping.view(day)
    if kept.practice and day_of(now.utc, kept.practice.zone) != day:
        day = day_of(now.utc, kept.practice.zone)
        kept = keeping.view(day)
    policy = keeping.policy(kept.practice.policy if kept.practice else "standard")
    flows = {**keeping.pinned_flows(kept), **keeping.flows(policy)}
    kept = kept if kept.practice else replace(kept, practice=Practice(zone=zone or Practice().zone))
    state = state_from(kept, policy, day, keeping.pinned(kept), flows=flows, read_only=keeping.read_only)
    state = replace(state, plain=keeping.keys is None, lock_in_session=lock_in_session)
    state, unsaved = _taken_over(keeping, state)
    typed = () if keeping.read_only else keeping.spare.drafts()
    return FirstView(state, day_view(state, Look(), now), last_seen, unsaved, typed)


def _taken_over(keeping: "Keeping", state: "State") -> "tuple[State, tuple[tuple[Record, ...], Kept] | None]":
    """What the console that ended last could not save is taken over first."""
    if keeping.read_only or not keeping.spare.used:
        return state, None
    records = keeping.spare.records()
    after = state
    for one in records:
        after = apply(after, one)
    return after, (records, changed(state, after)) if records else None


def rehearsal_view(keeping: "Keeping", now: "Now", zone: str, *, flow: str, policy: str) -> FirstView:
    """A made-up day by the practice's own policy, just before this flow begins."""
    from console import demo

    keeping.take_lock()
    found = keeping.policy(policy)
    empty = state_from(Kept(), found, day_of(now.utc, zone), flows=keeping.flows(found))
    state, records = demo.demo_day(empty, now, policy=policy, begun=flow != LATE)
    state = replace(state, demo=False, rehearsal=flow)
    return FirstView(state, day_view(state, Look(), now), None, (records, changed(empty, state)))


def demo_view(keeping: "Keeping", now: "Now", zone: str) -> FirstView:
    """The demo's day at this instant; its facts are still to be saved."""
    from console import demo

    keeping.take_lock()
    policy = keeping.policy(demo.POLICY)
    empty = state_from(Kept(), policy, day_of(now.utc, zone), flows=keeping.flows(policy), demo=True)
    state, records = demo.demo_day(empty, now)
    return FirstView(state, day_view(state, Look(), now), None, (records, changed(empty, state)))
