"""The incidents of the day: which are open, where each stands, and whose it is.

An incident's own clock is `t0` plus the time that really passed: every instant in its timeline is read on it, so that a
step of the wall clock moves no deadline.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from console.core.state import State, policy_of
from data.values.flow import Amount, Flow, Look, Stage
from data.values.incident import Incident
from data.values.people import Client
from data.values.policy import Policy
from data.values.session import Session
from data.values.time import Now, elapsed

DROP, LATE, CRISIS, SAFE_WORD = "drop", "late", "crisis", "safe-word"
DROPS = frozenset({DROP, "ended-suddenly"})
"""Flows of one and the same event: they are counted together, and the key of either leads to what is open."""
AFRESH = frozenset({"good_time", "alone", "same_place", "all_right", "proven", "private"})
"""Asked anew whenever the stage that asks them opens: after another loss nobody knows whether they still hold."""


def here(incident: Incident, now: Now) -> datetime:
    """This instant on the incident's own clock."""
    return incident.t0.utc + elapsed(incident.t0, now)


def is_open(incident: Incident) -> bool:
    """Whether it has not ended."""
    return incident.ended is None


def open_incidents(state: State) -> tuple[Incident, ...]:
    """Those not ended, the most urgent first, the older first among equals; suspended ones after all others."""
    waiting = [one for one in state.incidents.values() if is_open(one)]
    return tuple(sorted(waiting, key=lambda one: (one.suspended is not None, urgency(state, one), one.t0.utc, one.id)))


def urgency(state: State, incident: Incident) -> int:
    """The more urgent (the lower) of the flow it began with and the flow it stands in; 99 where neither is known."""
    flows = (flow_named(state, incident, one) for one in (incident.flow, incident.stage.partition(".")[0]))
    return min((flow.urgency for flow in flows if flow), default=99)


def flow_named(state: State, incident: Incident, name: str) -> Flow | None:
    """The flow of that name as it was when the incident began; where that text is not kept, as it is now."""
    pinned = next((text for one, text in incident.pinned if one == name), "")
    return state.flows.get(pinned) or state.flows.get(name)


def place(state: State, incident: Incident) -> tuple[Flow, Stage] | None:
    """The flow and the stage in which the incident stands; None where its text is not there."""
    name, _, stage = incident.stage.partition(".")
    flow = flow_named(state, incident, name)
    found = flow.stages.get(stage) if flow else None
    return (flow, found) if flow and found else None


def look_of(state: State, incident: Incident) -> Look:
    """How the stage in hand is shown."""
    at = place(state, incident)
    return at[1].look if at else Look.OPEN


def any_covert(state: State) -> bool:
    """Whether a covert stage is open: then nothing rings, nothing pops up."""
    return any(is_open(one) and look_of(state, one) is Look.COVERT for one in state.incidents.values())


def session_of(state: State, incident: Incident) -> Session | None:
    """The session it belongs to, if any."""
    return state.sessions.get(incident.session)


def client_of(state: State, incident: Incident) -> Client | None:
    """Whom it is about, once that is known."""
    return state.clients.get(incident.client)


def policy_for(state: State, incident: Incident) -> Policy:
    """The policy that counts: the one pinned by the session, else the practice's."""
    session = session_of(state, incident)
    return policy_of(state, session) if session else state.policy


def numbers(state: State, incident: Incident) -> Mapping[str, timedelta]:
    """The policy's durations by the names in `flow.facts.NUMBERS`; `wait` is the client's own where one was agreed."""
    policy, client = policy_for(state, incident), client_of(state, incident)
    late = policy.late.value or (timedelta(),)
    agreed = client.plan.wait if client else None
    return {
        "reconnect": policy.reconnect.value,
        "gap": policy.gap.value,
        "wait": agreed if agreed is not None else policy.wait.value,
        "late_first": late[0],
        "late_second": late[min(1, len(late) - 1)],
        "late_third": late[-1],
        "buffer": policy.buffer.value,
        "breach_limit": policy.breach_limit.value,
    }


def count_of(amount: Amount, policy: Policy) -> int:
    """A count: written out, or the policy's number of tries. At least one."""
    return max(1, policy.tries.value if amount.policy == "tries" else int(amount.seconds))


def drops_of(state: State, session: str, client: str = "") -> int:
    """How many drops this session had, those entered in error left out; in a group those of this member alone."""
    found = [one for one in state.incidents.values() if one.flow in DROPS and one.session == session and not one.error]
    return sum(one.client == client for one in found) if is_of_group(state, session) else len(found)


def is_of_group(state: State, session: str) -> bool:
    """Whether this session is a group's: what happens to one member is not the whole group's then."""
    known = state.sessions.get(session)
    return known is not None and known.group


def given(incident: Incident, fact: str, missing: str = "unasked") -> str:
    """The newest value given for a fact; of one of `AFRESH`, since the stage in hand opened."""
    since = entered(incident) if fact in AFRESH else None
    told = (one for one in reversed(incident.given) if one.fact == fact and (since is None or one.at >= since))
    return next((one.value for one in told), missing)


def before(incident: Incident) -> str:
    """The stage from which the one in hand was entered, as one finds the way back along a path: "" at its start.

    A stage that was only passed through at the same instant is none that one came from, but where there is no other:
    a crisis that began with the line lost leads back to its own start.
    """
    rested = [
        one
        for one, then in zip(incident.path, (*incident.path[1:], None), strict=True)
        if then is None or then.why == "key" or then.at != one.at
    ]
    trail: list[str] = []
    for one in rested:
        trail = trail[: trail.index(one.stage)] if one.stage in trail else trail
        trail.append(one.stage)
    passed = (one.stage for one in incident.path if one.stage != incident.stage)
    return trail[-2] if len(trail) > 1 else next(passed, "")


def entered(incident: Incident) -> datetime:
    """When the stage in hand opened, on the incident's own clock."""
    return incident.path[-1].at if incident.path else incident.t0.utc
