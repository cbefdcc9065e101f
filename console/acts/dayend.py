"""Notes and the day's end."""

from typing import Any

from console.acts import people
from console.core import day, events
from console.core import session as life
from console.core.state import State
from console.core.steps.desk import note_id
from console.core.view.owed import unresolved_rows
from data.values.people import Client


def note(acts: Any, state: State, wanted: Any) -> None:
    """Write this session's note; of a group, one for each member."""
    if wanted.session in state.sessions:
        people.pick(acts, state, wanted.session, lambda client: _note(acts, state, wanted.session, client))


def _note(acts: Any, state: State, session_id: str, client: Client) -> None:
    from console.screens.note import NoteScreen

    session = state.sessions[session_id]
    words = f"{life.who(state, session)} · {session.begin:%H:%M}"
    known = state.notes.get(note_id(session_id, client.id))
    facts = acts.console.protocol_lines(state, session_id, client.id)

    def typed(form: str, text: str) -> None:
        acts.send(events.NoteTyped(session_id, client.id, form, text))

    def then(answer: Any) -> None:
        if answer is None:
            return
        form, text = answer
        if known and known.filed:
            acts.send(events.AddendumEntered(known.id, text))
        else:
            acts.send(events.NoteEntered(session_id, client.id, form, text))

    draft = acts.console.draft(note_id(session_id, client.id))
    acts.console.push(NoteScreen(known, words, client.initials, typed, facts=facts, draft=draft), then)


def close(acts: Any, state: State, wanted: Any) -> None:
    """What is unresolved first, then the day note, then closed clean or with open items."""
    from console.screens.close_day import CloseDayScreen

    now = acts.console.now()
    rows = unresolved_rows(state, now)
    clean = not rows and not day.still_running(state)
    clients = _to_copy(state)
    screen = CloseDayScreen(rows, clients, clean)

    def then(answer: Any) -> None:
        _closing(acts, state, wanted, answer)

    acts.console.push(screen, then)


def _to_copy(state: State) -> tuple[tuple[str, str, str], ...]:
    """Each client of each session today: (session, client, words)."""
    out = []
    for session in day.agenda(state):
        for one in session.participants:
            if client := state.clients.get(one):
                out.append((session.id, one, client.initials or client.reference))
    return tuple(out)


def _closing(acts: Any, state: State, wanted: Any, answer: Any) -> None:
    if answer is None:
        return
    if answer in {"clean", "open"}:
        acts.send(events.DayClosed(with_open=answer == "open"))
    elif answer == "export":
        acts.send(events.DayNoteWanted())
        close(acts, state, wanted)
    elif answer.startswith("copy:"):
        _, session, client = answer.split(":")
        acts.send(events.NoteCopied(session, client))
        close(acts, acts.state or state, wanted)
    elif answer.startswith("filed:"):
        _, session, client = answer.split(":")
        acts.send(events.NoteFiledAway(note_id(session, client)))
        close(acts, acts.state or state, wanted)
    else:
        acts.act("select", answer)


def test_alert(acts: Any, state: State, wanted: Any) -> None:
    """Send the test alert."""
    del state, wanted
    acts.send(events.TestAlertAsked())
