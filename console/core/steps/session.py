"""A session's own events: moving it, starting it, choosing its end, explaining a gap."""

from dataclasses import replace
from datetime import timedelta

from console.core import clock, events, outgoing
from console.core import session as sessions
from console.core.checklist import seen
from console.core.state import State, Step
from console.core.steps.making import about, done, nothing, only_client, record, refused, session_stream
from console.core.steps.owed import owed_after, taken_back
from data.values import facts
from data.values.session import BEFORE_START, LIVE, EndChoice, Session, SessionState
from data.values.time import Now

LONGEST_EXTENSION = timedelta(hours=2)


def move(state: State, event: events.Moved, now: Now) -> Step:
    """A person moved a session to another state."""
    session = state.sessions.get(event.session)
    if session is None or event.to is SessionState.RUNNING:
        return nothing(state)
    at = event.at or now.utc
    if refusal := sessions.refuse_move(state, session, event.to, at, now):
        return refused(state, refusal, now)
    fact = facts.StateChanged(session.id, event.to, at, event.reason, event.received)
    return done(state, (about(session, fact, now, at), *owed_after(state, session, event.to, now)), now=now)


def undo(state: State, event: events.Undone, now: Now) -> Step:
    """The last change of state was a mistake; both the change and the undoing stay in the record."""
    session = state.sessions.get(event.session)
    if session is None:
        return nothing(state)
    if session.before is None:
        return refused(state, "There is nothing to undo here.", now)
    other = sessions.live(state)
    if session.before in LIVE and other and other.id != session.id:
        return refused(state, f"{sessions.who(state, other)} is running: two sessions cannot both run.", now)
    fact = facts.StateChanged(session.id, session.before, now.utc, undo=True)
    records = (about(session, fact, now), *taken_back(state, session, now))
    return done(state, records, say=f"Back to {session.before.value}.", now=now)


def start(state: State, event: events.StartPressed, now: Now) -> Step:
    """Start a session, perhaps backdated; one that still runs is ended first, at the instant the person gave."""
    session = state.sessions.get(event.session)
    if session is None:
        return nothing(state)
    at = event.at or now.utc
    if refusal := sessions.refuse_start(state, session, at, event.other_ended, now):
        return refused(state, refusal, now)
    records = []
    other = sessions.live(state)
    if other and event.other_ended:
        ended = facts.StateChanged(other.id, SessionState.ENDED, event.other_ended)
        records.append(about(other, ended, now, event.other_ended))
    ends, choice = clock.at_start(session, at)
    begun = replace(now, utc=at, boottime=now.boottime - (now.utc - at).total_seconds())
    fact = facts.Started(session.id, at, begun, ends, choice, session.late_side, state.policy.hash)
    records.append(about(session, fact, now, at))
    for tick in seen.freeze(state, session, now):
        about_whom = tick.key.participant or only_client(session)
        records.append(record(session_stream(session.id), about_whom, facts.Ticked(tick), now))
    return done(state, records, now=now)


def choose_end(state: State, event: events.EndChosen, now: Now) -> Step:
    """As booked or the full length from the start."""
    session = _live(state, event.session)
    if session is None or session.started is None or event.choice is EndChoice.EXTENDED:
        return nothing(state)
    as_booked, full = clock.late_choices(session)
    ends = as_booked if event.choice is EndChoice.AS_BOOKED else full
    if ends <= session.started.utc:
        return refused(state, "The booked end has already passed: choose the full length.", now)
    fact = facts.EndSet(session.id, ends, event.choice, event.side or session.late_side)
    return done(state, (about(session, fact, now),), now=now)


def extend(state: State, event: events.Extended, now: Now) -> Step:
    """End later; what it runs into was shown before this could be pressed."""
    session = _live(state, event.session)
    if session is None or session.ends is None:
        return nothing(state)
    if not timedelta() < event.by <= LONGEST_EXTENSION:
        return refused(state, "An extension is between one minute and two hours.", now)
    fact = facts.EndSet(session.id, session.ends + event.by, EndChoice.EXTENDED)
    return done(state, (about(session, fact, now),), now=now)


def explain_gap(state: State, event: events.GapExplained, now: Now) -> Step:
    """The answer to "was the session running?"."""
    session = state.sessions.get(event.session)
    gap = next((one for one in session.gaps if one.id == event.gap), None) if session else None
    if session is None or gap is None or event.ran not in {"yes", "no", "partly"}:
        return nothing(state)
    whole = gap.end - gap.begin
    lost = {"yes": timedelta(), "no": whole}.get(event.ran, event.lost)
    if lost is None or not timedelta() <= lost <= whole:
        return refused(state, f"Say how many minutes were lost, up to {int(whole.total_seconds() // 60)}.", now)
    fact = facts.GapAnswered(session.id, gap.id, event.ran, lost)
    return done(state, (about(session, fact, now),), now=now)


def switch_mode(state: State, event: events.ModeSwitched, now: Now) -> Step:
    """The session goes on by another mode, or is booked in another one."""
    session = state.sessions.get(event.session)
    if session is None or session.state not in LIVE | BEFORE_START:
        return nothing(state)
    if session.mode is event.mode:
        return nothing(state)
    fact = facts.ModeChanged(session.id, event.mode, now.utc)
    return done(state, (about(session, fact, now),), now=now)


def note_message(state: State, event: events.MessageSent, now: Now) -> Step:
    """The practitioner sent the invitation or the reminder by their own means."""
    session = state.sessions.get(event.session)
    if session is None or event.what not in {"invitation", "reminder"}:
        return nothing(state)
    records = [about(session, facts.MessageNoted(session.id, event.what, now.utc), now)]
    for tick in outgoing.ticks_of(state, session, event.what, now):
        whom = tick.key.participant or only_client(session)
        records.append(record(session_stream(session.id), whom, facts.Ticked(tick), now))
    return done(state, records, now=now)


def _live(state: State, session_id: str) -> Session | None:
    session = state.sessions.get(session_id)
    return session if session and session.state in LIVE else None
