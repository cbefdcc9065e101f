"""The day as a whole: what is on today, what is still owed, what must be settled before the day is closed.

Nothing here closes anything: it lists, and a person decides.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from console.core import outgoing, wall
from console.core import session as sessions
from console.core.alarm_kinds import reminder_at
from console.core.checklist import checks
from console.core.checklist.applies import is_absent
from console.core.incident.incidents import open_incidents
from console.core.incident.words import is_discreet, title
from console.core.state import State
from data.values.policy import CheckState, Phase
from data.values.quick import dataclass
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, FollowUp, Note, Session, SessionState
from data.values.time import Now


@dataclass(frozen=True, slots=True)
class Item:
    """One thing not yet settled. `kind` says what would settle it; `due` is None where nothing presses."""

    id: str
    kind: str
    text: str
    due: datetime | None = None
    session: str = ""


def agenda(state: State) -> tuple[Session, ...]:
    """Today's sessions and those from earlier that still run or wait, or were closed today; by booked start."""
    shown = (one for one in state.sessions.values() if one.day == state.today or _left_open(one, state))
    return tuple(sorted(shown, key=lambda one: (one.begin, one.id)))


def _left_open(session: Session, state: State) -> bool:
    if session.day >= state.today:
        return False
    closed_today = session.closed_at and wall.day_of(session.closed_at, state.practice.zone) >= state.today
    return session.state in LIVE or session.state is SessionState.ENDED or bool(closed_today)


def still_running(state: State) -> str:
    """The session that is running, named as the practitioner names it; "" when none is."""
    live = sessions.live(state)
    return sessions.who(state, live) if live else ""


def readiness(state: State, now: Now) -> dict[str, tuple[str, ...]]:
    """What is missing or has expired, by session id, for the sessions still to come; only those with something."""
    found = {}
    for session in agenda(state):
        if session.state in BEFORE_START:
            due = checks.due_phases(session, state.policy, now)
            words = tuple(line.check.text for line in checks.missing(checks.lines(state, session, now), *due))
            if refusal := checks.start_refusal(state, session, now):
                words = (refusal, *words)
            if words:
                found[session.id] = words
    return found


def note_of(state: State, session: Session, client: str) -> Note | None:
    """The note of this client in this session, if any text was saved."""
    note = state.notes.get(f"{session.id}-{client}")
    return note if note and note.text.strip() else None


def unresolved(state: State, now: Now) -> tuple[Item, ...]:
    """Everything that keeps the day from being closed clean, the most pressing first."""
    items = [*_incidents(state), *_loops(state)]
    for session in agenda(state):
        items += _of_session(state, session, now)
    items += _follow_ups(state)
    items += _deferred(state, now)
    return tuple(items)


def _incidents(state: State) -> Iterable[Item]:
    """Incidents that are still open, the most urgent first; a covert one is only an incident."""
    for incident in open_incidents(state):
        client = state.clients.get(incident.client)
        who = f" {client.initials or client.reference}" if client and not is_discreet(incident, state.flows) else ""
        words = f"{title(incident, state.flows)}{who}: still open"
        yield Item(incident.id, "incident", words, session=incident.session)


def _of_session(state: State, session: Session, now: Now) -> Iterable[Item]:
    who = sessions.who(state, session)
    if session.state in LIVE:
        yield Item(f"{session.id}:live", "end", f"{who} is still {session.state.value}", session=session.id)
    elif session.state in BEFORE_START and session.end <= now.utc:
        yield Item(f"{session.id}:outcome", "outcome", f"{who}: no outcome yet", session=session.id)
    elif session.state is SessionState.ENDED:
        yield Item(f"{session.id}:close", "close", f"{who}: ended, not closed", session=session.id)
    if session.state in {SessionState.ENDED, SessionState.CLOSED}:
        yield from _notes(state, session)
    for gap in session.gaps:
        if not gap.ran:
            yield Item(gap.id, "gap", f"{who}: did it run while the console could not see?", session=session.id)


def _notes(state: State, session: Session) -> Iterable[Item]:
    due = (session.ended_at or session.end) + state.policy.note_overdue.value
    for client in session.participants:
        if note_of(state, session, client) is None and not is_absent(state, session, client):
            person = state.clients.get(client)
            who = person.initials if person else "client"
            yield Item(f"{session.id}-{client}:note", "note", f"{who}: note not written", due, session.id)


def _follow_ups(state: State) -> Iterable[Item]:
    """What is owed, the nearest first; the loops of incidents are in `_loops`."""
    kinds = loop_kinds(state)
    yield from _waiting(state, "follow-up", lambda one: one.kind not in kinds)


def _loops(state: State) -> Iterable[Item]:
    """What incidents left open: help not confirmed, the lead or management to be told, a report with its limit."""
    kinds = loop_kinds(state)
    yield from _waiting(state, "loop", lambda one: one.kind in kinds)


def _waiting(state: State, kind: str, wanted: Callable[[FollowUp], bool]) -> Iterable[Item]:
    waiting = [one for one in state.follow_ups.values() if one.done is None and wanted(one)]
    order = {name: number for number, name in enumerate(loop_kinds(state))}  # the same after a restart
    waiting.sort(key=lambda one: (one.due is None, one.due or one.made, order.get(one.kind, len(order)), one.id))
    for one in waiting:
        yield Item(one.id, kind, one.text, one.due, one.session)


def loop_kinds(state: State) -> tuple[str, ...]:
    """The kinds of follow-up that the policy's flows leave open, in the order in which the flows name them, the most
    urgent flow first: the same in every run, whatever order they were read in."""
    flows = sorted(state.flows.values(), key=lambda flow: (flow.urgency, flow.id, flow.hash))
    stages = (stage for flow in flows for stage in flow.stages.values())
    return tuple(dict.fromkeys(owed.id for stage in stages for owed in stage.owes))


def _deferred(state: State, now: Now) -> Iterable[Item]:
    for session in agenda(state):
        if session.state in SIDE_EXITS:
            continue
        for line in checks.lines(state, session, now):
            if line.state is CheckState.DEFERRED:
                who = sessions.who(state, session)
                yield Item(f"{session.id}:{line.check.id}", "check", f"{who}: {line.check.text}", session=session.id)
    for line in checks.day_lines(state, Phase.DAY_END, now):
        if line.state in {CheckState.OPEN, CheckState.DEFERRED}:
            yield Item(f"day:{line.check.id}", "check", line.check.text)


def carried_over(state: State) -> tuple[Item, ...]:
    """What the last closed day left open: first on today's list until this day is closed."""
    earlier = [record for record in state.days.values() if record.day < state.today and record.how]
    if not earlier:
        return ()
    last = max(earlier, key=lambda record: record.day)
    return tuple(Item(f"{last.day}:{at}", "carried", words) for at, words in enumerate(last.open_items))


def owed(state: State, now: Now) -> tuple[Item, ...]:
    """What is owed now: open incidents and what they left open before all; then follow-ups, messages due, notes due,
    sessions left open, own dates; the overdue first.
    """
    items = list(_follow_ups(state))
    for session in agenda(state):
        if session.state in SIDE_EXITS:
            continue
        items += [item for item in _of_session(state, session, now) if item.kind != "end"]
    items += [
        Item(own.id, "own date", own.text, datetime.combine(own.due, now.utc.time(), now.utc.tzinfo))
        for own in state.practice.own_dates
        if own.done is None and own.due <= state.today
    ]
    items.sort(key=lambda item: (item.due is None, item.due or now.utc))
    return (*_incidents(state), *_loops(state), *items, *_messages(state, now))


def _messages(state: State, now: Now) -> Iterable[Item]:
    """What is to be sent by now; for a session of the next days too, whose reminder may be due on this one."""
    coming = (one for one in state.sessions.values() if one.state in BEFORE_START and one.begin >= now.utc)
    for session in sorted(coming, key=lambda one: (one.begin, one.id)):
        for what, due in (
            ("invitation", session.begin - state.policy.invitation.value),
            ("reminder", reminder_at(state, session)),
        ):
            if due <= now.utc and not outgoing.settled(state, session, what):
                begins = "" if session.day <= state.today else f" for {_when(state, session)}"
                words = f"{sessions.who(state, session)}: {what}{begins} to send"
                yield Item(f"{session.id}:{what}", what, words, due, session.id)


def _when(state: State, session: Session) -> str:
    return wall.when(session.begin, state.practice.zone, state.today)
