"""Today's list: sessions by booked start, with a now-line where the day stands."""

from collections.abc import Iterator

from console.core import session as sessions
from console.core.checklist import checks
from console.core.checklist.applies import is_child
from console.core.day import agenda
from console.core.state import State
from console.core.wall import hhmm
from data.values.policy import Phase
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, Session, SessionState
from data.values.time import Now
from data.values.views import AgendaRow, Tone

DAY_START, DAY_END = "@start", "@end"
DAY_ROWS = {DAY_START: Phase.DAY_START, DAY_END: Phase.DAY_END}
"""Rows that stand for the day's own checks instead of a session."""


def agenda_rows(state: State, names: bool, now: Now) -> tuple[AgendaRow, ...]:
    """The rows in order; the now-line has no session."""
    sessions_today = agenda(state)
    rows: list[AgendaRow] = list(_of_day(state, DAY_START, now))
    marked = not sessions_today
    for session in sessions_today:
        if not marked and session.begin > now.utc:
            rows.append(now_line(state, now))
            marked = True
        rows.append(_row(state, session, names, now))
    if not marked:
        rows.append(now_line(state, now))
    return (*rows, *_of_day(state, DAY_END, now))


def _of_day(state: State, row: str, now: Now) -> Iterator[AgendaRow]:
    """The day's own checks, as a row before the first session or after the last; none where the policy has none."""
    phase = DAY_ROWS[row]
    lines = checks.day_lines(state, phase, now)
    if lines:
        settled, total = checks.progress(lines)
        done = settled == total
        note = f"{settled}/{total}{' ✓' if done else ''}"
        yield AgendaRow(row, "", phase.value.capitalize(), "", "", note, Tone.QUIET if done else Tone.PLAIN)


def now_line(state: State, now: Now) -> AgendaRow:
    """Where the day stands."""
    return AgendaRow("", hhmm(now.utc, state.practice.zone), "", "", "now", "", Tone.QUIET)


def named(state: State, session: Session, names: bool) -> str:
    """Initials, or the name while names are shown."""
    if names and not session.group and session.participants:
        client = state.clients.get(session.participants[0])
        if client and client.name:
            return client.name
    return sessions.who(state, session)


def _row(state: State, session: Session, names: bool, now: Now) -> AgendaRow:
    mark, what, tone = _standing(state, session, now)
    note, note_tone = _note(state, session, now)
    return AgendaRow(
        session=session.id,
        time=hhmm(session.begin, state.practice.zone),
        who=named(state, session, names),
        mark=mark,
        what=what,
        note=note,
        tone=tone,
        note_tone=note_tone,
    )


def state_words(state: State, session: Session) -> str:
    """The state in words; a child who did not come was not brought."""
    if session.state is SessionState.DID_NOT_ATTEND and any(
        (client := state.clients.get(one)) and is_child(client, state.policy, session.day)
        for one in session.participants
    ):
        return "was not brought"
    return {SessionState.RUNNING: "in session"}.get(session.state, session.state.value)


def _standing(state: State, session: Session, now: Now) -> tuple[str, str, Tone]:
    words = state_words(state, session)
    if session.state in LIVE:
        return "▶", words, Tone.LIVE
    if session.state in SIDE_EXITS or session.state is SessionState.CLOSED:
        return "", words, Tone.QUIET
    if session.state is SessionState.ENDED:
        return "", words, Tone.PLAIN
    if sessions.is_late(session, now):
        minutes = int((now.utc - session.begin).total_seconds() // 60)
        return "!", f"late {minutes} min" if minutes else "due now", Tone.ATTENTION
    if session.state is not SessionState.AGREED:
        return "", words, Tone.PLAIN
    return "", ", ".join(_kind(state, session)), Tone.PLAIN


def _kind(state: State, session: Session) -> Iterator[str]:
    """What sort of session this is, where nothing more pressing is to be said of it."""
    del state
    if session.group:
        yield f"{len(session.participants)} members"
        return
    yield "first" if session.first else ("weekly" if session.series else "agreed")
    if session.mode.value != "video":
        yield f"by {session.mode.value}" if session.mode.value == "phone" else session.mode.value


def _note(state: State, session: Session, now: Now) -> tuple[str, Tone]:
    if session.state in SIDE_EXITS:
        return "", Tone.QUIET
    lines = checks.lines(state, session, now)
    if session.state in BEFORE_START:
        lacking = len(checks.missing(lines, *checks.due_phases(session, state.policy, now))) or bool(
            checks.start_refusal(state, session, now)
        )
        return (f"! {int(lacking)} missing", Tone.ATTENTION) if lacking else ("", Tone.QUIET)
    settled, total = checks.progress(lines)
    done = settled == total
    return (f"{settled}/{total}{' ✓' if done and total else ''}", Tone.QUIET if done else Tone.PLAIN)
