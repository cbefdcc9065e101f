"""What the end of an incident does to its session: lost minutes, another mode, the content over.

One member of a group is not the group: its clock, mode and content go on whatever becomes of a member's incident, and
only the minutes for which the group was paused for it are the group's. Whose side they were on is not said then, for
every member's note tells them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.core import clock
from console.core.incident.incidents import LATE, given, here, policy_for, session_of
from console.core.state import State
from data.values import facts
from data.values.facts import Fact
from data.values.flow import Outcome
from data.values.incident import Incident
from data.values.session import LIVE, LostTime, Mode, Session, Side
from data.values.time import Now

PAUSED = "paused"
"""Why a group lost minutes: it names no flow, and is told as an interruption."""
_SIDES = {"mine": Side.MINE, "hung-up": Side.CLIENT}
"""Whoever came in is on neither: the side stands in the day note, where it would tell that somebody did."""


def side_of(incident: Incident) -> Side:
    """Whose side the lost minutes are on, by what was seen."""
    return _SIDES.get(given(incident, "saw"), Side.NEITHER)


def lost_so_far(state: State, incident: Incident, now: Now, until: datetime | None = None) -> timedelta:
    """The session's minutes that this incident has taken: from t0 (to `until`, where that is known), within the
    session's own time, in whole seconds.
    """
    session = session_of(state, incident)
    if incident.flow == LATE or session is None or session.started is None:
        return timedelta()
    if session.group:
        passed = paused(incident, min(until or here(incident, now), here(incident, now)))
    else:
        passed = min(until or here(incident, now), here(incident, now)) - incident.t0.utc
    if session.ended_at is not None:
        passed = min(passed, session.ended_at - incident.t0.utc)
    face = clock.face(session, policy_for(state, incident), now)
    if face is not None:
        passed = min(passed, face.elapsed, passed + min(face.left, timedelta()))
    return timedelta(seconds=max(0, int(passed.total_seconds())))


def paused(incident: Incident, until: datetime) -> timedelta:
    """How long the group was paused for this member: from each "pause it" to the next "go on", or until then."""
    total, since = timedelta(), None
    for one in incident.given:
        if one.fact == "group_choice" and one.value == "pause":
            since = since or one.at
        elif one.fact == "group_choice" and since is not None:
            total, since = total + (one.at - since), None
    return total + max(until - since, timedelta()) if since else total


def ending(
    state: State,
    incident: Incident,
    outcome: Outcome,
    now: Now,
    *,
    lost: bool,
    error: bool,
    words: str = "",
    until: datetime | None = None,
) -> Iterator[Fact]:
    """The facts of an outcome, the end of the incident among them; with `lost` its minutes are kept as lost."""
    at, session = here(incident, now), session_of(state, incident)
    yield facts.IncidentEnded(incident.id, outcome.text, outcome.decider, at, error, words)
    if error or session is None:
        return
    minutes = lost_so_far(state, incident, now, until) if lost else timedelta()
    if minutes:
        side, why = (Side.NEITHER, PAUSED) if session.group else (side_of(incident), incident.flow)
        yield facts.TimeLost(session.id, LostTime(minutes, side, why), now.utc)
    if not session.group:
        yield from _on_session(session, outcome, now)


def _on_session(session: Session, outcome: Outcome, now: Now) -> Iterator[Fact]:
    if session.state not in LIVE:
        return
    modes = {mode.value: mode for mode in Mode}
    if outcome.mode in modes and session.mode is not modes[outcome.mode]:
        yield facts.ModeChanged(session.id, modes[outcome.mode], now.utc)
    if outcome.ends_content and session.content_ended is None:
        yield facts.ContentEnded(session.id, now.utc)
