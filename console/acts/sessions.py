"""A session's own keys: start, end, outcomes, late, longer, gaps, warnings."""

from collections.abc import Callable
from datetime import datetime, timedelta

from console.acts import keeping
from console.acts.agreeing import AGREED_ALREADY, agree
from console.acts.port import Acting, Wanted
from console.core import clock, events, wall
from console.core import session as life
from console.core.incident.incidents import LATE
from console.core.state import State, policy_of
from console.screens.ask_time import AskTimeScreen
from console.screens.choose import ChooseScreen
from console.screens.gap import GapAnswer, GapScreen
from console.screens.late import LateAnswer, LateScreen
from console.screens.questions import other_running_question
from data.values.session import BEFORE_START, LIVE, FollowUp, Mode, Session, SessionState, Side
from data.values.time import Now

S = SessionState
_EXTENSIONS = (("1", 5), ("2", 10), ("3", 15))


def start(acts: Acting, state: State, wanted: Wanted) -> None:
    """One key; only when another session still runs is there a question first."""
    session = state.sessions.get(wanted.session)
    other = life.live(state)
    if session and other and other.id != session.id and session.state in BEFORE_START:
        _end_other_first(acts, state, session, other)
    elif session:
        acts.send(events.StartPressed(session.id))


def _end_other_first(acts: Acting, state: State, session: Session, other: Session) -> None:
    def then(ended: datetime | None) -> None:
        if ended is not None:
            acts.send(events.StartPressed(session.id, other_ended=ended))

    def chosen(choice: str | None) -> None:
        if choice == "now":
            then(acts.console.now().utc)
        elif choice == "as booked":
            then(other.end)
        elif choice == "earlier":
            _ask_time(acts, state, f"When did {life.who(state, other)} end?", then)

    acts.console.push(other_running_question(life.who(state, other), life.who(state, session)), chosen)


def start_earlier(acts: Acting, state: State, wanted: Wanted) -> None:
    """A start that was forgotten: at what time did it begin?"""
    session = state.sessions.get(wanted.session)
    if session:
        who = life.who(state, session)

        def then(at: datetime | None) -> None:
            if at:
                acts.send(events.StartPressed(session.id, at=at))

        _ask_time(acts, state, f"When did {who} begin?", then)


def _ask_time(acts: Acting, state: State, title: str, then: Callable[[datetime | None], object]) -> None:
    acts.console.push(AskTimeScreen(title, "Time", acts.console.now(), state.practice.zone), then)


def end(acts: Acting, state: State, wanted: Wanted) -> None:
    """`e`: a running session ends; an ended one is closed. Never two moves on one press."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    if session.state in LIVE:
        acts.send(events.Moved(session.id, S.ENDED))
    elif session.state is S.ENDED:
        acts.send(events.Moved(session.id, S.CLOSED))
    else:
        outcome(acts, state, wanted)


def outcome(acts: Acting, state: State, wanted: Wanted) -> None:
    """Every state this session may go to, each with a key; a person decides."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    possible = life.MOVES[session.state] | ({S.AGREED} if session.state in AGREED_ALREADY else set())
    moves = tuple((key, words, to) for to, (key, words) in _OUTCOMES.items() if to in possible)
    if not moves:
        acts.send(events.Moved(session.id, S.CLOSED))  # the core says why not
        return

    def then(to: SessionState | None) -> None:
        if to in {S.CANCELLED_IN_TIME, S.CANCELLED_LATE}:
            _received(acts, state, session, to)
        elif to is S.AGREED:
            agree(acts, state, session)
        elif to is not None:
            acts.send(events.Moved(session.id, to))

    who = life.who(state, session)
    lines = (f"It is {session.state.value}. Undo is u.",)
    acts.console.push(ChooseScreen(f"{who}: what happened?", lines, moves, None), then)


_OUTCOMES = {
    S.OFFERED: ("o", "offered"),
    S.AGREED: ("a", "agreed, and by which channel"),
    S.PREPARING: ("p", "preparing"),
    S.IN_ROOM: ("i", "I am in the room"),
    S.ENDING: ("b", "bringing it to an end"),
    S.ENDED: ("e", "ended"),
    S.CANCELLED_IN_TIME: ("c", "cancelled in time"),
    S.CANCELLED_LATE: ("l", "cancelled late"),
    S.DID_NOT_ATTEND: ("d", "did not attend (a child: was not brought)"),
    S.REARRANGED: ("r", "rearranged"),
    S.UNSAFE: ("u", "unsafe to proceed"),
    S.CLOSED: ("x", "closed"),
}


def _received(acts: Acting, state: State, session: Session, to: SessionState) -> None:
    """When the cancellation was received; in time or late is still the practitioner's to say (S0 L8)."""
    notice = state.policy.notice.value
    begins = wall.when(session.begin - notice, state.practice.zone, state.today)
    title = f"When was it received? In time was until {begins}."

    def then(at: datetime | None) -> None:
        if at:
            acts.send(events.Moved(session.id, to, received=at))

    _ask_time(acts, state, title, then)


def late(acts: Acting, state: State, wanted: Wanted) -> None:
    """Both ends, and who was late: as booked is the default, the full length when it was me."""
    session = life.live(state) or state.sessions.get(wanted.session)
    if session is None or session.started is None or session.state not in LIVE:
        outcome(acts, state, wanted)
        return
    booked, full = clock.late_choices(session)
    zone = state.practice.zone
    into = clock.extension(state, session, full - (session.ends or booked), acts.console.now())
    began = wall.hhmm(session.started.utc, zone)
    lead = f"{life.who(state, session)} began at {began} instead of {wall.hhmm(session.begin, zone)}."

    def then(choice: LateAnswer | None) -> None:
        if choice:
            acts.send(events.EndChosen(session.id, *choice))

    screen = LateScreen(
        lead,
        wall.hhmm(booked, zone),
        wall.hhmm(full, zone),
        runs_into=_who(state, into.runs_into),
        side=session.late_side or Side.CLIENT,
    )
    acts.console.push(screen, then)


def _who(state: State, session_id: str) -> str:
    found = state.sessions.get(session_id)
    return life.who(state, found) if found else ""


def extend(acts: Acting, state: State, wanted: Wanted) -> None:
    """Longer: what each choice runs into is shown before it can be taken."""
    del wanted
    session = life.live(state)
    if session is None:
        acts.say("No session is running: there is nothing to make longer.")
        return
    now = acts.console.now()
    options = []
    for key, minutes in _EXTENSIONS:
        by = timedelta(minutes=minutes)
        longer = clock.extension(state, session, by, now)
        ends = wall.hhmm(longer.ends, state.practice.zone)
        options.append((key, f"+{minutes} min  to {ends}  {longer.words}", by))

    missing = clock.lost_choices(session, clock.next_session(state, session), policy_of(state, session))
    lines = (f"Lost {wall.span(clock.lost(session))}: {', '.join(missing)}.",) if missing else ()
    if missing:
        options.append(("o", f"offer {wall.span(clock.lost(session))} later", timedelta()))

    def then(by: timedelta | None) -> None:
        if by:
            acts.send(events.Extended(session.id, by))
        elif by is not None:
            acts.send(events.FollowUpEntered(_offered_later(state, session, acts.console.now())))

    acts.console.push(ChooseScreen(f"{life.who(state, session)}: go on for longer?", lines, tuple(options)), then)


def _offered_later(state: State, session: Session, now: Now) -> FollowUp:
    """Lost time that was offered for another day; owed until a person says how it ended."""
    words = f"Offer {wall.span(clock.lost(session))} to {life.who(state, session)}"
    client = session.participants[0] if len(session.participants) == 1 else ""
    return FollowUp(f"{session.id}-lost", "lost time", words, now.utc, client, session.id)


def mode(acts: Acting, state: State, wanted: Wanted) -> None:
    """Video, phone or in person from now on."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    options = tuple((one.value[0], one.value, one) for one in Mode)

    def then(choice: Mode | None) -> None:
        if choice:
            acts.send(events.ModeSwitched(session.id, choice))

    acts.console.push(ChooseScreen("How is it held from now on?", (), options, None), then)


def acknowledge(acts: Acting, state: State, wanted: Wanted) -> None:
    """`a`."""
    del state
    acts.send(events.WarningAcknowledged(wanted.session))


def sent(acts: Acting, state: State, wanted: Wanted) -> None:
    """The invitation, then the reminder, was sent by the practitioner's own means."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    options = (("i", "the invitation", "invitation"), ("r", "the reminder", "reminder"))

    def then(what: str | None) -> None:
        if what:
            acts.send(events.MessageSent(session.id, what))

    acts.console.push(ChooseScreen(f"What was sent to {life.who(state, session)}?", (), options, None), then)


def banner(acts: Acting, state: State, wanted: Wanted) -> None:
    """A key of the banner: a warning seen, a gap explained, an end chosen."""
    key = wanted.words.get("key", "")
    if keeping.press(acts, state, wanted.line):
        return
    if key == "a":
        acknowledge(acts, state, wanted)
    elif wanted.line.startswith("incident:"):
        acts.open_incident(wanted.line.removeprefix("incident:"))
    elif wanted.line.startswith("not-here:"):
        acts.incident(LATE)
    elif wanted.line.startswith("rehearsal:"):
        acts.incident(state.rehearsal)
    elif wanted.line.startswith("gap:"):
        _, session, gap = wanted.line.split(":", 2)
        _explain(acts, state, session, gap, key)
    elif wanted.line.startswith("late:"):
        late(acts, state, wanted)


def _explain(acts: Acting, state: State, session: str, gap: str, key: str) -> None:
    if key == "y":
        acts.send(events.GapExplained(session, gap, "yes"))
        return
    found = next((one for one in state.sessions[session].gaps if one.id == gap), None)
    if found is None:
        return

    def then(answer: GapAnswer | None) -> None:
        if answer:
            acts.send(events.GapExplained(session, gap, *answer))

    words = f"From {wall.hhmm(found.begin, state.practice.zone)} to {wall.hhmm(found.end, state.practice.zone)}."
    acts.console.push(GapScreen(words, found.end - found.begin), then)
