"""One client's note of one session as plain text: what is copied and pasted into the practice's record system.

It holds what is about this client and about the session as a whole; of a group's other members it names nobody.
"""

from collections.abc import Iterable

from console.core import timeline, wall
from console.export import incidents
from console.export.day_note import DayNote, Person, Protocol, SessionNote
from console.export.one_client import one_client


def client_note(note: DayNote, session: str, client: str, clinical: bool = True) -> str:
    """The text; "" where the note has no such session or client. `clinical`: with the typed note."""
    found = next(iter(one_client(note, client, session).sessions), None)
    person = next((one for one in found.people if one.id == client), None) if found else None
    if found is None or person is None:
        return ""
    parts = [list(_head(note, found, person)), list(_protocol(found, client))]
    if happened := list(_incidents(found, client)):
        parts.append(["Incidents", *happened])
    if owed := [f"  {words}" for about, words in found.owed if about in {"", client}]:
        parts.append(["Owed", *owed])
    if clinical and note.clinical:
        parts.append(list(_clinical(found, client)))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(note: DayNote, session: SessionNote, person: Person) -> Iterable[str]:
    day = f"{wall.day_words(session.day)} {session.day.year}"
    yield f"{person.shown} · {day}, {_booked(session)} · times: {note.zone}"
    kind = "Group session" if session.group else "Session"
    number = f" {session.number}" if session.number else ""
    by = f", {session.platform}" if session.platform else ""
    yield f"{kind}{number}: {session.state}, {session.mode}{by}. {lasted(session)}".rstrip()
    yield from (f"{words}." for words in session.course)
    yield f"Policy: {session.policy.words}"


def _booked(session: SessionNote) -> str:
    return f"{session.begin.local[:5]} to {session.end.local[:5]}"


def lasted(session: SessionNote) -> str:
    """When it began and ended, in a sentence: "10:00:03 to 10:50:10, 50 min (4 min lost)."; "" if it did not begin."""
    if session.started is None:
        return ""
    lost = f" ({session.lost_minutes} min lost)" if session.lost_minutes else ""
    if session.ended is None:
        return f"Began {session.started.local}, not ended{lost}."
    return f"{session.started.local} to {session.ended.local}, {session.minutes} min{lost}."


def _protocol(session: SessionNote, client: str) -> Iterable[str]:
    mine = [one for one in session.protocol if one.client in {"", client}]
    if mine:
        yield "Protocol"
        yield from (f"  {said(one)}" for one in mine)


def _incidents(session: SessionNote, client: str) -> Iterable[str]:
    for one in incidents.of(session, client):
        yield f"  {incidents.told(one)}"
        yield from (f"    {incidents.tried(each)}" for each in one.attempts)


def said(one: Protocol) -> str:
    """One line of protocol: "10:01:05  Alone, private and safe? alone", "not done  Where are you now?"."""
    if one.when is None:
        return f"{one.words}  {one.text}"
    seen = " (seen by the console)" if one.by == "console" else ""
    return f"{one.when.local}  {timeline.asked(one.text)} {one.words}{seen}"


def _clinical(session: SessionNote, client: str) -> Iterable[str]:
    for one in session.clinical:
        if one.client == client:
            yield f"Note ({one.form})" + (f", filed {one.filed.local}" if one.filed else "")
            yield one.text
            yield from (f"Addendum {moment.local}: {words}" for moment, words in one.addenda)
