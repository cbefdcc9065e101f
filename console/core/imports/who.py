"""Whose appointment this is: by the exact reference in its title, or by a series that was decided before (DETAILS 11).

Rule: nobody is guessed. What is not exact is a question, with suggestions; an answer is remembered with its series.
"""

import re
from collections.abc import Iterable, Mapping

from console.core.imports.keys import series_key
from data.values.imports import Appointment, Decision
from data.values.people import Client
from data.values.session import SeriesLink, Session

_SHORT = 3


class Register:
    """The clients and series that are known, ready to be looked up."""

    def __init__(
        self, clients: Iterable[Client], series: Iterable[SeriesLink], sessions: Iterable[Session] = ()
    ) -> None:
        self.clients: Mapping[str, Client] = {client.id: client for client in clients}
        self._series = {link.series: link for link in series}
        self._groups = {
            session.series: session.participants
            for session in sorted(sessions, key=lambda one: one.begin)
            if session.series and session.group
        }
        self._patterns = [(_pattern(client.reference), client) for client in self.clients.values() if client.reference]

    def who(self, appointment: Appointment) -> Decision | None:
        """What is known of this appointment; None where a person must say."""
        link = self._series.get(series_key(appointment))
        if link and not link.is_session:
            return Decision(is_session=False)
        if named := self.by_reference(appointment.title):
            return Decision(clients=named, group=len(named) > 1)
        if link and link.client in self.clients:
            return Decision(clients=(link.client,))
        if link and not link.client:
            return Decision(clients=self._groups.get(link.series, ()), group=True)
        return None

    def by_reference(self, title: str) -> tuple[str, ...]:
        """The clients whose exact reference stands in the title, in its order; none where one reference is shared."""
        found = [(match.start(), client) for pattern, client in self._patterns if (match := pattern.search(title))]
        found.sort(key=lambda one: (one[0], one[1].id))
        starts = [start for start, _ in found]
        return tuple(client.id for _, client in found) if len(set(starts)) == len(starts) else ()

    def perhaps(self, title: str) -> tuple[str, ...]:
        """Up to three clients whose name or initials stand in the title: suggestions, never answers."""
        words = set(_words(title))
        letters = re.sub(r"\W", "", title).casefold()
        likely = [
            client.id
            for client in self.clients.values()
            if (words & {word for word in _words(client.name) if len(word) > 1})
            or (len(client.initials) > 1 and _letters(client.initials) in {*words, letters})
        ]
        return tuple(likely[:3])

    def find(self, words: str) -> Client | None:
        """The one client with this reference, or with these initials where nobody else has them."""
        wanted = words.strip().casefold()
        exact = [client for client in self.clients.values() if client.reference.casefold() == wanted]
        alike = [client for client in self.clients.values() if _letters(client.initials) == _letters(words)]
        found = exact or (alike if _letters(words) else [])
        return found[0] if len(found) == 1 else None


def _pattern(reference: str) -> re.Pattern[str]:
    """The reference as a whole word. A short one, or one of digits only, must stand alone or be marked as one."""
    words = re.escape(reference.strip())
    if len(reference.strip()) < _SHORT or reference.strip().isdigit():
        return re.compile(rf"^\s*{words}\s*$|(?:#|\bref\.?\s*|[(\[]){words}(?![\w-])", re.IGNORECASE)
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
