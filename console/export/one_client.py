"""The day note as one client's: their sessions, with nobody in them but this client.

Its rule: of a group only what is about this member, or about the group as a whole, is left; an incident, a follow-up or
a line that is another member's, or nobody knows whose, is in nobody else's note. Out of every text, whoever typed it,
the other members' names, initials and references are taken.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from console.export import withhold
from console.export.day_note import DayNote, Person, SessionNote

_MARKS = re.compile(r"\w+")


def one_client(note: DayNote, client: str, session: str = "") -> DayNote:
    """The note with this client alone (and, where one is named, with this session alone), for any form.

    The day's own lists are left out: they are about other people.
    """
    mine = tuple(
        _of_one(one, person)
        for one in note.sessions
        for person in one.people
        if person.id == client and session in {"", one.id}
    )
    return replace(
        note,
        open_items=(),
        owed=tuple(one for one in note.owed if client and one[0] == client),
        contacts=tuple(one for one in note.contacts if one[0].id == client),
        day_checks=(),
        timeline=(),
        sessions=mine,
        incidents=tuple(one for one in note.incidents if client and one.client == client),
    )


def _of_one(session: SessionNote, person: Person) -> SessionNote:
    """The session as this member's; of one to one nothing is another's."""
    if len(session.people) < 2:
        return session
    mine = {"", person.id}
    kept = replace(
        session,
        people=(person,),
        protocol=tuple(one for one in session.protocol if one.client in mine),
        clinical=tuple(one for one in session.clinical if one.client == person.id),
        owed=tuple(one for one in session.owed if one[0] == person.id),
        timeline=tuple(one for one in session.timeline if one.client == person.id or one.shared),
        incidents=tuple(one for one in session.incidents if one.client == person.id),
    )
    others = [one for one in session.people if one.id != person.id]
    named = withhold.without(replace(kept, people=()), _names(person, others), withhold.MEMBER)
    clean = withhold.without(named, _marks(person, others), withhold.MEMBER)
    return replace(clean, people=(person,))


def _names(person: Person, others: list[Person]) -> withhold.Pattern | None:
    """The others' names, in any case; a word that is also this client's own stays, but for a whole name."""
    own = {word.casefold() for word in _words_of(person)}
    found = (word for one in others for word in _words_of(one))
    return withhold.pattern(word for word in found if len(word) > 1 and word.casefold() not in own)


def _words_of(person: Person) -> Iterator[str]:
    """A name as it may be typed: whole, in its words, and in the parts of a double name."""
    for word in person.called:
        yield word
        if " " not in word:
            yield from (part for part in re.split(r"[-\u2010\u2011]", word) if part != word)


def _marks(person: Person, others: list[Person]) -> withhold.Pattern | None:
    """The others' references, and their initials with or without dots and blanks; this client's own are never taken."""
    own = {person.initials, person.reference, *_spelt(person.initials)}
    found = (mark for one in others for mark in (one.reference, one.initials, *_spelt(one.initials)))
    wanted = [mark for mark in found if len(mark) > 1 and mark not in own]
    return withhold.pattern(wanted, exact=True, but=own)


def _spelt(initials: str) -> Iterator[str]:
    letters = _MARKS.findall(initials)
    if len(letters) > 1:
        yield from ("".join(letters), ".".join(letters), f"{'. '.join(letters)}.", " ".join(letters))
