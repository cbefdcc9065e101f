"""A session's own keys: start, end, outcomes, late, longer, gaps, warnings."""

from datetime import timedelta
from typing import Any

from console.core import clock, events, wall
from console.core import session as life
from console.core.state import State
from console.screens.ask_time import AskTimeScreen
from console.screens.choose import ChooseScreen
from data.values.session import BEFORE_START, LIVE, EndChoice, Mode, Session, SessionState, Side
from data.values.time import Now

S = SessionState
_EXTENSIONS = (("1", 5), ("2", 10), ("3", 15))


def start(acts: Any, state: State, wanted: Any) -> None:
    """One key; only when another session still runs is there a question first."""
    session = state.sessions.get(wanted.session)
    other = life.live(state)
    if session and other and other.id != session.id and session.state in BEFORE_START:
        _end_other_first(acts, state, session, other)
    elif session:
        acts.send(events.StartPressed(session.id))


def _end_other_first(acts: Any, state: State, session: Session, other: Session) -> None:
    who = life.who(state, other)
    now = acts.console.now()
    options = [("n", "just now", now.utc)]
    if other.ends and other.started and other.started.utc < other.ends < now.utc:
        options.append(("b", f"at {wall.hhmm(other.ends, state.practice.zone)}, its end", other.ends))
    options.append(("t", "at another time…", None))

    def then(ended: Any) -> None:
        if ended is not None:
            acts.send(events.StartPressed(session.id, other_ended=ended))

    def chosen(choice: Any) -> None:
        if choice == "other":
            _ask_time(acts, state, f"When did {who} end?", then)
        else:
            then(choice)

    shown = tuple((key, words, value if value is not None else "other") for key, words, value in options)
    acts.console.push(ChooseScreen(f"{who} is still running", ("When did it end?",), shown, None), chosen)


def start_earlier(acts: Any, state: State, wanted: Any) -> None:
    """A start that was forgotten: at what time did it begin?"""
    session = state.sessions.get(wanted.session)
    if session:
        who = life.who(state, session)
        _ask_time(
            acts, state, f"When did {who} begin?", lambda at: at and acts.send(events.StartPressed(session.id, at=at))
        )


def _ask_time(acts: Any, state: State, title: str, then: Any) -> None:
    now: Now = acts.console.now()
    acts.console.push(AskTimeScreen(title, now, state.practice.zone), then)


def end(acts: Any, state: State, wanted: Any) -> None:
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


def outcome(acts: Any, state: State, wanted: Any) -> None:
    """Every state this session may go to, each with a key; a person decides."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    moves = tuple(
        (key, words, to) for to, (key, words) in _OUTCOMES.items() if to in life.MOVES[session.state]
    )  # fmt: skip
    if not moves:
        acts.send(events.Moved(session.id, S.CLOSED))  # the core says why not
        return

    def then(to: Any) -> None:
        if to in {S.CANCELLED_IN_TIME, S.CANCELLED_LATE}:
            _received(acts, state, session, to)
        elif to is not None:
            acts.send(events.Moved(session.id, to))

    who = life.who(state, session)
    lines = (f"It is {session.state.value}. Undo is u.",)
    acts.console.push(ChooseScreen(f"{who}: what happened?", lines, moves, None), then)


_OUTCOMES = {
    S.OFFERED: ("o", "offered"),
    S.AGREED: ("a", "agreed"),
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


def _received(acts: Any, state: State, session: Session, to: SessionState) -> None:
    """When the cancellation was received; in time or late is still the practitioner's to say (S0 L8)."""
    notice = state.policy.notice.value
    begins = wall.when(session.begin - notice, state.practice.zone, state.today)
    title = f"When was it received? In time was until {begins}."
    _ask_time(acts, state, title, lambda at: at and acts.send(events.Moved(session.id, to, received=at)))


def late(acts: Any, state: State, wanted: Any) -> None:
    """Both ends, and who was late: as booked is the default, the full length when it was me."""
    session = life.live(state) or state.sessions.get(wanted.session)
    if session is None or session.started is None or session.state not in LIVE:
        outcome(acts, state, wanted)
        return
    booked, full = clock.late_choices(session)
    zone = state.practice.zone
    minutes = int(clock.length(session).total_seconds() // 60)
    options = (
        ("b", f"{wall.hhmm(booked, zone)} as booked: the client was late", (EndChoice.AS_BOOKED, Side.CLIENT)),
        ("f", f"{wall.hhmm(full, zone)} full {minutes}: I was late", (EndChoice.FULL, Side.MINE)),
        ("c", f"{wall.hhmm(full, zone)} full {minutes}, though the client was late", (EndChoice.FULL, Side.CLIENT)),
    )
    into = clock.extension(state, session, full - (session.ends or booked), acts.console.now())
    lines = (f"Until {wall.hhmm(full, zone)}: {into.words}.",) if full > (session.ends or booked) else ()

    def then(choice: Any) -> None:
        if choice:
            acts.send(events.EndChosen(session.id, *choice))

    acts.console.push(ChooseScreen(f"Which end for {life.who(state, session)}?", lines, options, "b"), then)


def extend(acts: Any, state: State, wanted: Any) -> None:
    """Longer: what each choice runs into is shown before it can be taken."""
    del wanted
    session = life.live(state)
    if session is None:
        return
    now = acts.console.now()
    options = []
    for key, minutes in _EXTENSIONS:
        by = timedelta(minutes=minutes)
        longer = clock.extension(state, session, by, now)
        ends = wall.hhmm(longer.ends, state.practice.zone)
        options.append((key, f"{minutes} min longer, to {ends}: {longer.words}", by))

    def then(by: Any) -> None:
        if by:
            acts.send(events.Extended(session.id, by))

    title = f"How much longer for {life.who(state, session)}?"
    acts.console.push(ChooseScreen(title, (), tuple(options), None), then)


def mode(acts: Any, state: State, wanted: Any) -> None:
    """Video, phone or in person from now on."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    options = tuple((one.value[0], one.value, one) for one in Mode)

    def then(choice: Any) -> None:
        if choice:
            acts.send(events.ModeSwitched(session.id, choice))

    acts.console.push(ChooseScreen("How is it held from now on?", (), options, None), then)


def acknowledge(acts: Any, state: State, wanted: Any) -> None:
    """`a`."""
    del state
    acts.send(events.WarningAcknowledged(wanted.session))


def sent(acts: Any, state: State, wanted: Any) -> None:
    """The invitation, then the reminder, was sent by the practitioner's own means."""
    session = state.sessions.get(wanted.session)
    if session is None:
        return
    options = (("i", "the invitation", "invitation"), ("r", "the reminder", "reminder"))

    def then(what: Any) -> None:
        if what:
            acts.send(events.MessageSent(session.id, what))

    acts.console.push(ChooseScreen(f"What was sent to {life.who(state, session)}?", (), options, None), then)


def banner(acts: Any, state: State, wanted: Any) -> None:
    """A key of the banner: a warning seen, a gap explained, an end chosen."""
    key = wanted.words.get("key", "")
    if wanted.line.startswith("gap:"):
        _, session, gap = wanted.line.split(":", 2)
        _explain(acts, state, session, gap, key)
    elif wanted.line.startswith("late:"):
        late(acts, state, wanted)
    elif key == "a":
        acknowledge(acts, state, wanted)


def _explain(acts: Any, state: State, session: str, gap: str, key: str) -> None:
    ran = {"y": "yes", "n": "no"}.get(key)
    if ran:
        acts.send(events.GapExplained(session, gap, ran))
        return
    from console.screens.ask_text import AskTextScreen

    del state

    def then(typed: Any) -> None:
        if typed and typed.strip().isdigit():
            acts.send(events.GapExplained(session, gap, "partly", timedelta(minutes=int(typed))))

    acts.console.push(AskTextScreen("How many minutes were lost?", "Minutes", required=True), then)
