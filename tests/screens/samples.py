"""Each dialog and form with sample data, by name: for the preview and for the tests that visit them all."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from console.core.entry_session import Booking
from console.screens.client_form import ClientForm
from console.screens.first_run import FirstRunScreen
from console.screens.session_form import SessionForm
from data.values.people import Client, Practice
from data.values.session import Session
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_session

POLICIES = (
    ("standard", "Standard", "What most services ask, with a guided drop and contact safety."),
    ("support-service", "Support service", "Text first, then a new appointment; 50 minutes, 24 hours' notice."),
    ("solo-counsellor", "Solo counsellor", "One person, Zoom, a new link every time."),
    ("group-safeguarding", "Group safeguarding", "Groups with members' own rules."),
    (
        "remote-protocol",
        "Remote protocol",
        "Five minutes to reconnect, then the phone; recording only with two consents.",
    ),
    ("online-working", "Online working", "Teams only, the client's own plan, never a recording."),
)


def _first_run() -> Screen[Any]:
    return FirstRunScreen(Practice(), POLICIES, "Europe/London", lengths={"standard": 50, "solo-counsellor": 60})


def _client(client: Client | None = None) -> ClientForm:
    return ClientForm(client, policy=POLICY, now=NOW, zone=LONDON, taken={"C-001": "R.T."})


PEOPLE = tuple(
    a_client(name.lower(), initials=f"{name[0]}.{name[1]}.", reference=f"C-{n:03}", seen=n % 3)
    for n, name in enumerate(("AK", "RT", "JM", "LB", "SO", "AB", "AC"), 1)
)


def _session(session: Session | None = None) -> Screen[Any]:
    return SessionForm(session, Booking(PEOPLE, Practice(), POLICY, TODAY), new_client=_client, others=(a_session(),))


SCREENS: Mapping[str, Callable[[], Screen[Any]]] = {
    "first_run": _first_run,
    "session_new": _session,
    "session_form": lambda: _session(a_session()),
    "client_new": _client,
    "client_form": lambda: _client(a_client(born=NOW.utc.date().replace(year=2012))),
}
