"""The incidents of a day as the day note tells them: what, when, tries and what came of them, how it ended.

What happened in covert, and why the gate was overridden, is told nowhere: see `console.core.incident.words`.
"""

from collections.abc import Iterable
from datetime import datetime

from console.core import wall
from console.core.incident import words
from console.core.state import State
from console.export.day_note import AttemptNote, DayNote, IncidentNote, SessionNote, moment
from data.values.incident import Incident, Passage


def of_session(state: State, session: str) -> tuple[IncidentNote, ...]:
    """Those of this session ("" for those of none), the first first; what was entered in error is left out."""
    found = [one for one in state.incidents.values() if one.session == session and not one.error]
    return tuple(_note(state, one) for one in sorted(found, key=lambda one: (one.t0.utc, one.id)))


def _note(state: State, incident: Incident) -> IncidentNote:
    zone = state.practice.zone
    outcome = words.outcome_words(incident, incident.outcome, state.flows)
    return IncidentNote(
        client=incident.client,
        what=words.title(incident, state.flows),
        began=moment(incident.t0.utc, zone),
        ended=moment(incident.ended, zone) if incident.ended else None,
        outcome=outcome if incident.ended else "not ended",
        decider=incident.decider if outcome else "",
        attempts=tuple(_attempts(state, incident, zone)),
    )


def _attempts(state: State, incident: Incident, zone: str) -> Iterable[AttemptNote]:
    """The tries to reach somebody; those made in a stage of which nothing is told are left out."""
    if words.is_discreet(incident, state.flows):
        return
    tried: dict[str, int] = {}
    for one in incident.attempts:
        tried[one.party] = tried.get(one.party, 0) + 1
        if not words.is_hidden(_stage_at(incident, one.begun), state.flows):
            what = words.attempt_words(one.party, tried[one.party])
            outcome = words.attempt_outcome(one.outcome) if one.ended else "not ended"
            yield AttemptNote(moment(one.begun, zone), what, outcome)


def _stage_at(incident: Incident, at: datetime) -> str:
    """The stage in which the incident stood then."""
    before = [one for one in incident.path if one.at <= at]
    return (before or [Passage(incident.stage, at, "")])[-1].stage


def told(one: IncidentNote) -> str:
    """ "10:18:40 to 10:24:10 Drop: The session went on by phone (decided by: practitioner)"."""
    until = f" to {_day(one)}{one.ended.local}" if one.ended else ""
    outcome = f": {one.outcome}" if one.outcome else ""
    decider = f" (decided by: {one.decider})" if one.decider else ""
    return f"{one.began.local}{until}  {one.what}{outcome}{decider}"


def _day(one: IncidentNote) -> str:
    """The date before the time of an end that came on another day: "Thu 19 Nov "."""
    if one.ended is None or one.ended.day is None or one.ended.day == one.began.day:
        return ""
    return f"{wall.day_words(one.ended.day)} "


def tried(one: AttemptNote) -> str:
    """ "10:23:40  Call to the client, try 1: no answer"."""
    return f"{one.when.local}  {one.what}: {one.outcome}"


def of(note: DayNote | SessionNote, client: str = "") -> tuple[IncidentNote, ...]:
    """The incidents of a note; of one client (and of nobody) where a client is given."""
    return tuple(one for one in note.incidents if not client or one.client in {"", client})
