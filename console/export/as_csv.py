"""The day note as CSV, one statement a row, for a spreadsheet. No cell of it can be a formula.

Columns: day, session, reference, initials, layer ("session", "protocol", "incident", "clinical", "owed", "timeline",
"contact", "day", "open"), what, value, local, utc, source. Layer "session" says what a session was; every row names
its day.
"""

import csv
import io
import re
from collections.abc import Iterable

from console.core.timeline import TimelineLine
from console.export.clipboard import lasted
from console.export.day_note import DayNote, IncidentNote, Moment, Person, Protocol, SessionNote
from data.text import NOTE_CAP, clean

COLUMNS = ("day", "session", "reference", "initials", "layer", "what", "value", "local", "utc", "source")
_FORMULA = re.compile("(^|[\n;])([ \u00a0]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_NOBODY = Person("", "", "")
_Row = tuple[str, ...]


def as_csv(note: DayNote) -> str:
    """The whole note with a line of column names; every cell in quotes."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in row] for row in _rows(note))
    return out.getvalue()


def safe(cell: str) -> str:
    """The cell as text, whatever a spreadsheet would make of it: an apostrophe before what could begin a formula.

    It also stands there after a line end or a semicolon, where some spreadsheets begin a cell.
    """
    return _FORMULA.sub(r"\1'\2", clean(cell, cap=NOTE_CAP, lines=True))


_Place = tuple[str, str, Person]
"""The day, the session's id, and whom it is about."""


def _row(place: _Place, layer: str, what: str, value: str, *, when: Moment | None = None, source: str = "") -> _Row:
    day, session, who = place
    local, utc = (when.local, when.at.isoformat()) if when else ("", "")
    return (day, session, who.reference, who.initials, layer, what, value, local, utc, source)


def _rows(note: DayNote) -> Iterable[_Row]:
    day = note.day.isoformat()
    here = (day, "", _NOBODY)
    yield _row(here, "day", "written", f"{note.closed}; times: {note.zone}", when=note.made)
    yield _row(here, "day", "policy", note.policy.words)
    if note.head:
        yield _row(here, "day", "journal", note.head)
    for item in note.open_items:
        yield _row(here, "open", "not settled", item)
    for session in note.sessions:
        yield from _session(session)
    for _, words in note.owed:
        yield _row(here, "owed", "owed", words)
    for who, when, words in note.contacts:
        yield _row((day, "", who), "contact", "contact", words, when=when)
    for one in note.day_checks:
        yield _check(here, one, "day")
    for incident in note.incidents:
        yield from _incident(here, incident)
    for line in note.timeline:
        yield _line(here, line)


def _session(session: SessionNote) -> Iterable[_Row]:
    people = {one.id: one for one in session.people}
    only = session.people[0] if len(session.people) == 1 else _NOBODY
    here = (session.day.isoformat(), session.id, only)
    yield _row(here, "session", "booked", f"to {session.end.local}", when=session.begin)
    yield _row(here, "session", "state", session.state)
    yield _row(here, "session", "mode", f"{session.mode} {session.platform}".strip())
    yield _row(here, "session", "policy", session.policy.words)
    if words := lasted(session):
        yield _row(here, "session", "held", words, when=session.started)
    for words in session.course:
        yield _row(here, "session", "course", words)

    def about(client: str) -> _Place:
        return (here[0], here[1], people.get(client, only))

    for one in session.protocol:
        yield _check(about(one.client), one, "protocol")
    for incident in session.incidents:
        yield from _incident(about(incident.client), incident)
    for client, words in session.owed:
        yield _row(about(client), "owed", "owed", words)
    for note in session.clinical:
        yield _row(about(note.client), "clinical", note.form, note.text, when=note.saved)
        for when, words in note.addenda:
            yield _row(about(note.client), "clinical", "addendum", words, when=when)
    for line in session.timeline:
        yield _line(about(line.client), line)


def _check(place: _Place, one: Protocol, layer: str) -> _Row:
    return _row(place, layer, one.text, one.words, when=one.when, source=one.source)


def _incident(place: _Place, one: IncidentNote) -> Iterable[_Row]:
    """One row for the incident, at its beginning; one for its end; one for each try."""
    yield _row(place, "incident", one.what, "began", when=one.began)
    for tried in one.attempts:
        yield _row(place, "incident", tried.what, tried.outcome, when=tried.when)
    decider = f" (decided by: {one.decider})" if one.decider else ""
    yield _row(place, "incident", one.what, f"{one.outcome or 'ended'}{decider}", when=one.ended)


def _line(place: _Place, line: TimelineLine) -> _Row:
    return _row(place, "timeline", "", line.words, when=Moment(line.at, line.local))
