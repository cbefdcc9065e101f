"""Makes the day note from the state and the facts: which sessions, which lines, in which words."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from console.core import clock, day, timeline, wall
from console.core.checklist import lines as checklist
from console.core.checklist.applies import is_child
from console.core.incident import words as incident_words
from console.core.state import State, policy_of
from console.export import incidents, withhold
from console.export.day_note import (
    Clinical,
    DayNote,
    Moment,
    Person,
    PolicyNamed,
    Protocol,
    SessionNote,
    moment,
)
from data.values.facts import Record, Ticked
from data.values.people import Client
from data.values.policy import About, CheckState, Phase, Policy
from data.values.session import LIVE, SIDE_EXITS, Session, SessionState
from data.values.time import Now

Records = Callable[[str], Iterable[Record]]
"""The facts of one stream ("day:2026-11-21", "session:ID", "client:ID"), in any order."""

_ALWAYS = (About.IDENTITY, About.PRIVACY, About.LOCATION, About.EMERGENCY_CONTACT, About.CONTACT_RULES, About.CONSENT)
"""Named in the note even where nothing was answered (S3 7)."""
_HELD = LIVE | {SessionState.ENDED, SessionState.CLOSED}


def day_note(state: State, records: Records, now: Now, *, clinical: bool = True, head: str = "") -> DayNote:
    """The note of the state's day. `clinical`: with layer 2; `head` is the journal's, if it is to be named."""
    zone = state.practice.zone
    record = state.days.get(state.today)
    closed = record.closed if record else None
    open_items = record.open_items if record and closed else tuple(one.text for one in day.unresolved(state, now))
    note = DayNote(
        day=state.today,
        made=moment(now.utc, zone),
        zone=wall.offset_words(wall.midnight(state.today, zone) + timedelta(hours=12), zone),
        practice=state.practice.name,
        practitioner=state.practice.me.name,
        policy=_policy(state.policy, state),
        closed=f"closed {record.how} at {wall.hhmm(closed, zone)}" if record and closed else "not closed",
        open_items=open_items,
        owed=_owed(state, lambda session: not session),
        contacts=_contacts(state),
        day_checks=_day_checks(state, now),
        timeline=_told(state, records(f"day:{state.today.isoformat()}"), state.today),
        clinical=clinical,
        demo=state.demo,
        head=head,
        incidents=incidents.of_session(state, ""),
        sessions=(),
    )
    note = withhold.without(note, _safe_words(state, state.clients), withhold.SAFE_WORD)
    sessions = (_session(state, one, records, now, clinical) for one in day.agenda(state))
    return replace(note, sessions=tuple(sessions))


def _safe_words(state: State, people: Iterable[str]) -> withhold.Pattern | None:
    return withhold.pattern(state.clients[one].safe_word for one in people if one in state.clients)


def _maybe(at: datetime | None, zone: str) -> Moment | None:
    return moment(at, zone) if at else None


def _person(state: State, client: str) -> Person:
    person = state.clients.get(client)
    if person is None:
        return Person(client, "", "")
    return Person(client, person.reference, person.initials, (person.name, *person.name.split()))


def _policy(policy: Policy, state: State) -> PolicyNamed:
    overdue = policy.review is not None and policy.review < state.today
    return PolicyNamed(policy.title, policy.name, policy.created, policy.hash, policy.review, overdue)


def _owed(state: State, wanted: Callable[[str], bool]) -> tuple[tuple[str, str], ...]:
    """What is not settled, as (client, words), of the sessions wanted ("" is what belongs to none)."""
    zone, found = state.practice.zone, []
    waiting = (one for one in state.follow_ups.values() if one.done is None and wanted(one.session))
    for one in sorted(waiting, key=lambda one: (one.due is None, one.due or one.made, one.id)):
        due = f", due {wall.when(one.due, zone, state.today)}" if one.due else ""
        found.append((one.client, f"{one.text}{due}"))
    return tuple(found)


def _contacts(state: State) -> tuple[tuple[Person, Moment, str], ...]:
    zone = state.practice.zone
    today = [one for one in state.contacts.values() if wall.day_of(one.at, zone) == state.today]
    return tuple(
        (_person(state, one.client), moment(one.at, zone), f"{one.channel}: {one.purpose}")
        for one in sorted(today, key=lambda one: (one.at, one.id))
    )


# --- a session --------------------------------------------------------------------------------------------------------
def _session(state: State, session: Session, records: Records, now: Now, clinical: bool) -> SessionNote:
    note = _whole_session(state, session, records, now, clinical)
    return withhold.without(note, _safe_words(state, session.participants), withhold.SAFE_WORD)


def _whole_session(state: State, session: Session, records: Records, now: Now, clinical: bool) -> SessionNote:
    zone = state.practice.zone
    ended = session.ended_at if session.started else None
    lasted = ended - session.started.utc if ended and session.started else None
    return SessionNote(
        id=session.id,
        day=session.day,
        begin=moment(session.begin, zone),
        end=moment(session.end, zone),
        group=session.group or len(session.participants) > 1,
        number=session.number,
        people=tuple(_person(state, one) for one in session.participants),
        state=_state(state, session),
        mode=session.mode.value,
        platform=session.platform,
        started=_maybe(session.started.utc if session.started else None, zone),
        ends=_maybe(session.ends, zone),
        choice=session.choice.value if session.started else "",
        ended=_maybe(ended, zone),
        minutes=round(lasted / timedelta(minutes=1)) if lasted is not None else None,
        lost_minutes=clock.lost(session) // timedelta(minutes=1),
        course=tuple(_course(state, session, zone)),
        policy=_policy(policy_of(state, session), state),
        protocol=_protocol(state, session, now),
        clinical=_clinical(state, session) if clinical else (),
        owed=_owed(state, lambda one: one == session.id),
        timeline=_timeline(state, session, records),
        incidents=incidents.of_session(state, session.id),
    )


def _state(state: State, session: Session) -> str:
    """The session's state; a child who did not come was not brought."""
    children = (is_child(one, state.policy, session.day) for one in _clients(state, session))
    return "was not brought" if session.state is SessionState.DID_NOT_ATTEND and any(children) else session.state.value


def _clients(state: State, session: Session) -> Iterable[Client]:
    return (state.clients[one] for one in session.participants if one in state.clients)


def _course(state: State, session: Session, zone: str) -> Iterable[str]:
    """What else is to be said of how it went, one sentence each."""
    if session.state in SIDE_EXITS:
        received = f", received {wall.hhmm(session.received, zone)}" if session.received else ""
        unsafe = session.state is SessionState.UNSAFE  # its reason may say why a contact is unsafe
        reason = f": {session.reason}" if session.reason and not unsafe else ""
        yield f"{_state(state, session).capitalize()}{received}{reason}"
    if session.late_side:
        yield f"Began late, {incident_words.SIDES[session.late_side]}"
    modes = session.modes[1:] if len(session.modes) > 1 else ()
    for at, mode in modes:
        yield f"Went on {'' if mode.value == 'in person' else 'by '}{mode.value} from {wall.hhmmss(at, zone)}"
    for gap in session.gaps:
        lost = f", {wall.span(gap.lost)} lost" if gap.lost else ""
        yield f"{timeline.gap_words(gap)} at {wall.hhmmss(gap.begin, zone)}; ran: {gap.ran or 'not answered'}{lost}"
    for one in session.lost:
        why = incident_words.why_lost(one.why, state.flows)
        yield f"{wall.span(one.lost)} lost, {incident_words.SIDES[one.side]}: {why}"


def _protocol(state: State, session: Session, now: Now) -> tuple[Protocol, ...]:
    """The lines of the checklist that say something: identity, privacy, location and contact first."""
    held = session.state in _HELD
    found = [
        _of_line(line, state)
        for line in checklist.lines(state, session, now)
        if _is_answered(line) or (held and line.check.about in _ALWAYS)
    ]
    order = {about.value: place for place, about in enumerate(_ALWAYS)}
    return tuple(sorted(found, key=lambda one: order.get(one.about, len(order))))


def _is_answered(line: checklist.Line) -> bool:
    return line.tick is not None and (line.tick.state is not CheckState.OPEN or line.tick.by == "console")


def _of_line(line: checklist.Line, state: State) -> Protocol:
    tick, check = line.tick, line.check
    if tick is None or not _is_answered(line):
        return Protocol(line.client, check.about.value, check.text, "not done", "open", None, "", check.source)
    zone = state.practice.zone
    discreet = check.about in timeline.DISCREET or tick.about in timeline.DISCREET
    words = timeline.check_words(tick, frozenset({check.id}) if discreet else frozenset())
    if discreet and tick.state is CheckState.DONE:
        words = "confirmed"
    same_day = wall.day_of(tick.at, zone) == state.today
    local = wall.hhmmss(tick.at, zone) if same_day else wall.when(tick.at, zone, state.today)
    moment = Moment(tick.at, local)
    return Protocol(line.client, check.about.value, tick.text, words, tick.state.value, moment, tick.by, tick.source)


def _day_checks(state: State, now: Now) -> tuple[Protocol, ...]:
    phases = (Phase.DAY_START, Phase.DAY_END)
    found = [line for phase in phases for line in checklist.day_lines(state, phase, now) if _is_answered(line)]
    return tuple(_of_line(line, state) for line in found)


def _clinical(state: State, session: Session) -> tuple[Clinical, ...]:
    zone = state.practice.zone
    notes = (day.note_of(state, session, client) for client in session.participants)
    return tuple(
        Clinical(
            note.client,
            note.form,
            note.text,
            _maybe(note.saved, zone),
            _maybe(note.filed, zone),
            tuple((moment(at, zone), words) for at, words in note.addenda),
        )
        for note in notes
        if note
    )


def _timeline(state: State, session: Session, records: Records) -> tuple[timeline.TimelineLine, ...]:
    """The session's own facts, and those kept with its clients that belong to it."""
    found = list(records(f"session:{session.id}"))
    for client in session.participants:
        found += [one for one in records(f"client:{client}") if _belongs(one, session, state.practice.zone)]
    return _told(state, found, session.day)


def _told(state: State, records: Iterable[Record], of: date) -> tuple[timeline.TimelineLine, ...]:
    """The facts in words; what happened on another day than this says so."""
    zone = state.practice.zone
    told = [record for record in records if not isinstance(record.fact, timeline.UNTOLD)]
    return tuple(
        line if (on := wall.day_of(line.at, zone)) == of else replace(line, local=f"{wall.day_words(on)} {line.local}")
        for line in timeline.lines(told, zone, lambda one: _person(state, one).initials, _discreet(state), state.flows)
    )


def _discreet(state: State) -> frozenset[str]:
    """The ids of all checks of which only the state is told, by any policy that holds today."""
    policies = (state.policy, *state.policies.values())
    return frozenset(check.id for policy in policies for check in policy.checks if check.about in timeline.DISCREET)


def _belongs(record: Record, session: Session, zone: str) -> bool:
    """What was asked of the client for good on that day is part of the session; so is what it left owed."""
    if isinstance(record.fact, Ticked):
        return wall.day_of(record.happened, zone) == session.day
    return timeline.session_of(record) == session.id
