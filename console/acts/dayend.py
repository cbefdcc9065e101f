"""Notes and the day's end."""

from console.acts import people
from console.acts.port import Acting, Wanted
from console.core import day, events
from console.core.checklist.applies import is_absent
from console.core.state import State
from console.core.steps.desk import note_id
from console.core.view.owed import unresolved_rows
from console.core.wall import hhmm
from console.screens.close_day import CloseDayScreen, NoteLine
from data.values.people import Client
from data.values.session import SessionState


def note(acts: Acting, state: State, wanted: Wanted) -> None:
    """Write this session's note; of a group, one for each member."""
    if wanted.session in state.sessions:
        people.pick(acts, state, wanted.session, lambda client: _note(acts, state, wanted.session, client))


def _note(acts: Acting, state: State, session_id: str, client: Client) -> None:
    from console.screens.note import ADDENDUM, NoteScreen

    session = state.sessions[session_id]
    zone = state.practice.zone
    words = f"{hhmm(session.begin, zone)}–{hhmm(session.end, zone)}"
    known = state.notes.get(note_id(session_id, client.id))
    facts = acts.console.protocol_lines(state, session_id, client.id)

    def typed(form: str, text: str) -> None:
        acts.send(events.NoteTyped(session_id, client.id, form, text))

    def then(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        form, text = answer
        if form == ADDENDUM and known:
            acts.send(events.AddendumEntered(known.id, text))
        else:
            acts.send(events.NoteEntered(session_id, client.id, form, text))

    draft = acts.console.draft(note_id(session_id, client.id), known.saved if known else None)
    who = client.initials or client.reference
    screen = NoteScreen(known, session=words, who=who, on_typed=typed, zone=zone, facts=facts, draft=draft)
    acts.console.push(screen, then)


def close(acts: Acting, state: State, wanted: Wanted) -> None:
    """What is unresolved first, then the notes to hand over, then closed clean or with open items."""
    del wanted
    rows = unresolved_rows(state, acts.console.now())
    notes = _notes(state)
    counts = (("unresolved", len(rows)), ("note" if len(notes) == 1 else "notes", len(notes)))
    clean = not rows and not day.still_running(state)

    def act(answer: str) -> None:
        _handed_over(acts, answer)

    def then(answer: str | None) -> None:
        _closing(acts, answer or "")

    acts.console.push(CloseDayScreen(rows, counts, can_close_clean=clean, notes=notes, act=act), then)


def _notes(state: State) -> tuple[NoteLine, ...]:
    """Each client of each session that took place today; of a group, who was there."""
    out = []
    for session in day.agenda(state):
        if session.state not in {SessionState.ENDED, SessionState.CLOSED}:
            continue
        for one in session.participants:
            client = state.clients.get(one)
            note = day.note_of(state, session, one)
            if note is None and is_absent(state, session, one):
                continue
            who = (client.initials or client.reference) if client else "client"
            time = hhmm(session.begin, state.practice.zone)
            out.append(NoteLine(session.id, one, who, time, note is not None, bool(note and note.filed)))
    return tuple(out)


def _handed_over(acts: Acting, answer: str) -> None:
    what, session, client = answer.split(":")
    if what == "copy":
        acts.send(events.NoteCopied(session, client))
    elif what == "filed":
        acts.send(events.NoteFiledAway(note_id(session, client)))


def _closing(acts: Acting, answer: str) -> None:
    if answer in {"clean", "open"}:
        acts.send(events.DayClosed(with_open=answer == "open"))
    elif answer == "export":
        acts.send(events.DayNoteWanted())
        acts.act("close", "")  # the page stays: what is unresolved is still to be settled
    elif answer.startswith("go:"):
        acts.go(answer.removeprefix("go:"))


def grab_card(acts: Acting, state: State, wanted: Wanted) -> None:
    """Write the page for when the laptop itself fails."""
    del state, wanted
    acts.send(events.GrabCardWanted())


def test_alert(acts: Acting, state: State, wanted: Wanted) -> None:
    """Send the test alert."""
    del state, wanted
    acts.send(events.TestAlertAsked())
