"""Notes, follow-ups, contacts, the day's end and what is handed over."""

from collections.abc import Mapping
from dataclasses import replace

from console.core import day, effects, events
from console.core.state import Said, State, Step, day_record
from console.core.steps.making import (
    about,
    client_stream,
    day_stream,
    done,
    nothing,
    record,
    refused,
    session_stream,
)
from data.values import facts
from data.values.session import Note
from data.values.time import Now

NOTE_CAP = 20_000


def note_id(session: str, client: str) -> str:
    """One note for each client of each session."""
    return f"{session}-{client}"


def save_follow_up(state: State, event: events.FollowUpEntered, now: Now) -> Step:
    """Something owed was added, changed or closed."""
    follow_up = event.follow_up
    if not follow_up.text.strip():
        return refused(state, "Say in a few words what is owed.", now)
    if follow_up.done is not None and follow_up.kind in day.loop_kinds(state) and not follow_up.outcome.strip():
        return refused(state, "An incident left it open: say with whom, and when.", now)
    stream = client_stream(follow_up.client) if follow_up.client else day_stream(state)
    return done(state, (record(stream, follow_up.client, facts.FollowUpSaved(follow_up), now),), now=now)


def keep_draft(state: State, event: events.NoteTyped, now: Now) -> Step:
    """What is being typed, kept outside the journal; the draft's revision is the instant."""
    fields = {"session": event.session, "client": event.client, "form": event.form, "text": event.text[:NOTE_CAP]}
    return Step(state, (), (_draft(note_id(event.session, event.client), now, fields),))


def keep_form(state: State, event: events.FormTyped, now: Now) -> Step:
    """What is being typed in a form, kept the same way."""
    return Step(state, (), (_draft(event.form, now, event.fields),))


def _draft(name: str, now: Now, fields: Mapping[str, str]) -> effects.KeepDraft:
    return effects.KeepDraft(name, int(now.utc.timestamp() * 1000), fields)


def save_note(state: State, event: events.NoteEntered, now: Now) -> Step:
    """The note was saved; a filed one is locked."""
    session = state.sessions.get(event.session)
    if session is None or event.client not in session.participants:
        return nothing(state)
    known = state.notes.get(note_id(event.session, event.client))
    if known and known.filed:
        return refused(state, "This note is filed and locked: add words instead.", now)
    note = Note(note_id(event.session, event.client), event.session, event.client, event.form, event.text[:NOTE_CAP])
    fact = facts.NoteSaved(replace(note, saved=now.utc))
    step = done(state, (record(session_stream(session.id), event.client, fact, now),), now=now)
    return replace(step, effects=(*step.effects, _draft(note.id, now, {})))


def file_note(state: State, event: events.NoteFiledAway, now: Now) -> Step:
    """The note was filed in the record system."""
    note = state.notes.get(event.note)
    if note is None or note.filed:
        return nothing(state)
    if not note.text.strip():
        return refused(state, "There is no text to file yet.", now)
    fact = facts.NoteFiled(note.id, now.utc)
    return done(state, (record(session_stream(note.session), note.client, fact, now),), say="Filed.", now=now)


def add_addendum(state: State, event: events.AddendumEntered, now: Now) -> Step:
    """Later words to a filed note."""
    note = state.notes.get(event.note)
    if note is None or not note.filed or not event.text.strip():
        return nothing(state)
    fact = facts.AddendumAdded(note.id, now.utc, event.text[:NOTE_CAP])
    step = done(state, (record(session_stream(note.session), note.client, fact, now),), now=now)
    return replace(step, effects=(*step.effects, _draft(note.id, now, {})))


def log_contact(state: State, event: events.ContactEntered, now: Now) -> Step:
    """A contact between sessions, with its purpose (S0 L43)."""
    contact = event.contact
    if contact.client not in state.clients:
        return nothing(state)
    if not contact.purpose.strip():
        return refused(state, "Say what the contact was for.", now)
    fact = facts.ContactLogged(contact)
    return done(state, (record(client_stream(contact.client), contact.client, fact, now),), now=now)


def close_day(state: State, event: events.DayClosed, now: Now) -> Step:
    """Close the day clean, or with open items, which are first tomorrow and named in the export."""
    if day_record(state).closed:
        return nothing(state)
    if running := day.still_running(state):
        return refused(state, f"{running} is still running: end it first.", now)
    items = tuple(item.text for item in day.unresolved(state, now))
    if items and not event.with_open:
        return refused(state, f"{len(items)} still open: settle them, or close with open items (o).", now)
    how = "open items" if items else "clean"
    closed = replace(day_record(state), closed=now.utc, how=how, open_items=items)
    words = "Day closed." if not items else f"Day closed with {len(items)} open."
    return done(state, (record(day_stream(state), "", facts.DaySaved(closed), now),), say=words, now=now)


def reopen_day(state: State, event: events.DayReopened, now: Now) -> Step:
    """Closing was too early."""
    del event
    if not day_record(state).closed:
        return nothing(state)
    opened = replace(day_record(state), closed=None, how="", open_items=())
    return done(state, (record(day_stream(state), "", facts.DaySaved(opened), now),), now=now)


def answer_alert(state: State, event: events.AlertAnswered, now: Now) -> Step:
    """The answer to "did you see the test alert?"."""
    seen = replace(day_record(state), alert_seen="yes" if event.seen else "no")
    return done(state, (record(day_stream(state), "", facts.DaySaved(seen), now),), now=now)


def copy_note(state: State, event: events.NoteCopied, now: Now) -> Step:
    """One client's day note to the clipboard."""
    session = state.sessions.get(event.session)
    if session is None or event.client not in session.participants:
        return nothing(state)
    del now
    return Step(state, (), (effects.CopyNote(event.session, event.client, event.clinical),))


def write_day_note(state: State, event: events.DayNoteWanted, now: Now) -> Step:
    """The day note to files."""
    del now
    return Step(state, (), (effects.WriteDayNote(event.forms, event.clinical),))


def write_grab_card(state: State, event: events.GrabCardWanted, now: Now) -> Step:
    """The page for when the laptop itself fails."""
    del event, now
    return Step(state, (), (effects.WriteGrabCard(),))


def handed_over(state: State, event: events.HandoverDone, now: Now) -> Step:
    """A day note or the grab card left the console; one that only shows the file keeps no fact of it."""
    fact = facts.HandedOver(event.how, event.form, now.utc, event.session)
    session = state.sessions.get(event.session)
    kept = about(session, fact, now) if session else record(day_stream(state), "", fact, now)
    words = f"Copied: {event.where}" if event.how == "copied" else f"Written to {event.where}."
    if state.read_only:
        return Step(replace(state, said=Said(words, at=now.utc)))
    return done(state, (kept,), say=words, now=now)
