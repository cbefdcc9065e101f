"""Which kept values a step changed: those that are no longer the same object. The store writes just these."""

from collections.abc import Mapping
from typing import TypeVar

from console.core.state import State
from data.values.kept import Kept

K = TypeVar("K")
V = TypeVar("V")


def changed(before: State, after: State) -> Kept:
    """The projections to write so that the tables say what `after` says."""
    return Kept(
        practice=after.practice if after.practice is not before.practice else None,
        clients=_new(before.clients, after.clients),
        sessions=_new(before.sessions, after.sessions),
        ticks=_new(before.ticks, after.ticks),
        follow_ups=_new(before.follow_ups, after.follow_ups),
        notes=_new(before.notes, after.notes),
        contacts=_new(before.contacts, after.contacts),
        days=_new(before.days, after.days),
        series=_new(before.series, after.series),
        warned=_new(before.warned, after.warned),
        incidents=_new(before.incidents, after.incidents),
    )


def _new(before: Mapping[K, V], after: Mapping[K, V]) -> tuple[V, ...]:
    if before is after:
        return ()
    return tuple(value for key, value in after.items() if before.get(key) is not value)
