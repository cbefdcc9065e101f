"""Instants: what `now` is, and how much time has really passed between two of them."""

from datetime import datetime, timedelta

from data.values.quick import dataclass


@dataclass(frozen=True, slots=True)
class Now:
    """One reading of the clocks.

    `utc` is the wall clock in UTC. `boottime` counts seconds since this machine's boot, suspend included; it means
    something only together with `boot`, the id of that boot.
    """

    utc: datetime
    boot: str = ""
    boottime: float = 0.0


def elapsed(since: Now, now: Now) -> timedelta:
    """The time that passed from `since` to `now`, suspend included, never fooled by a step of the wall clock.

    Within one boot it is the difference of `boottime`; across boots only the wall clock is left. Never negative.
    """
    if since.boot and since.boot == now.boot:
        passed = timedelta(seconds=now.boottime - since.boottime)
    else:
        passed = now.utc - since.utc
    return max(passed, timedelta())
