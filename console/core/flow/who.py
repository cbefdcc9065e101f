"""Whom an incident may be about, while that is not known: it begins at the key, and is told afterwards."""

from console.core.day import agenda
from console.core.incident.incidents import session_of
from console.core.state import State
from data.values.incident import Incident
from data.values.people import Client
from data.values.time import Now

OTHER = "0"
"""The key for somebody who is not in the list: by initials, reference or name."""
MOST = 8
LISTED = "listed"
"""The fact that is "no" once somebody was named whom nobody here is called: the incident goes on without a name."""


def candidates(state: State, incident: Incident, now: Now) -> tuple[tuple[str, str], ...]:
    """As (client id, session id): the members of its session, else today's clients, the nearest first."""
    session = session_of(state, incident)
    near = sorted(agenda(state), key=lambda one: (abs(one.begin - now.utc), one.id))
    found: dict[str, str] = {}
    for one in [session] if session else [one for one in near if not one.group]:
        for client in one.participants:
            if client in state.clients:
                found.setdefault(client, one.id)
    return tuple(found.items())[:MOST]


def called(state: State, words: str) -> tuple[Client, ...]:
    """Everybody whose initials, reference or name are these words."""
    wanted = words.strip().casefold()
    known = state.clients.values()
    return tuple(
        one for one in known if wanted in {name.casefold() for name in (one.initials, one.reference, one.name)}
    )
