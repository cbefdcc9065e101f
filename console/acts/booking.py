"""Booking by hand, and what is owed."""

from dataclasses import replace

from console.acts import people
from console.acts.port import Acting, Wanted
from console.core import events
from console.core.day import loop_kinds
from console.core.state import State
from data.values.ids import new_id
from data.values.session import BEFORE_START, FollowUp, Session


def session(acts: Acting, state: State, wanted: Wanted) -> None:
    """A new session, or several weekly ones."""
    del wanted
    _form(acts, state, None)


def change(acts: Acting, state: State, wanted: Wanted) -> None:
    """Change the selected session, while it has not begun."""
    found = state.sessions.get(wanted.session)
    if found and found.state in BEFORE_START:
        _form(acts, state, found)
    else:
        acts.say("It has begun or is settled: m says what happened, + makes it longer.")


def _form(acts: Acting, state: State, known: Session | None) -> None:
    from console.core.entry.session import Booking
    from console.screens.session_form import Booked, SessionForm

    clients = tuple(one for one in state.clients.values() if one.ended is None)
    booking = Booking(clients, state.practice, state.policy, state.today)
    others = tuple(one for one in state.sessions.values() if known is None or one.id != known.id)
    screen = SessionForm(known, booking, new_client=lambda: people.new_form(acts, state), others=others)

    def then(answer: Booked | None) -> None:
        if answer is None:
            return
        for client in answer.clients:
            acts.send(events.ClientEntered(client))
        for one in answer.sessions:
            acts.send(events.SessionEntered(one))

    acts.console.push(screen, then)


def owe(acts: Acting, state: State, wanted: Wanted) -> None:
    """Something owed, in a few words."""
    from console.screens.ask_text import AskTextScreen

    found = state.sessions.get(wanted.session)
    client = found.participants[0] if found and len(found.participants) == 1 else ""

    def then(typed: str | None) -> None:
        if typed:
            made = FollowUp(new_id(), "task", typed, acts.console.now().utc, client, found.id if found else "")
            acts.send(events.FollowUpEntered(made))

    acts.console.push(AskTextScreen("What is owed?", "In a few words", required=True), then)


def settle(acts: Acting, state: State, owed: FollowUp) -> None:
    """Only a person closes what is owed, and says how; what an incident left open wants words, always."""
    from console.screens.ask_text import AskTextScreen

    def then(typed: str | None) -> None:
        if typed is not None:
            now = acts.console.now().utc
            acts.send(events.FollowUpEntered(replace(owed, done=now, outcome=typed)))

    loop = owed.kind in loop_kinds(state)
    prompt = "With whom, and when?" if loop else "How did it end? (may stay empty)"
    acts.console.push(AskTextScreen(f"Done: {owed.text}", prompt, required=loop), then)
