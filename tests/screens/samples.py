"""Each dialog and form with sample data, by name: for the preview and for the tests that visit them all."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from console.screens.first_run import FirstRunScreen
from data.values.people import Practice

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


SCREENS: Mapping[str, Callable[[], Screen[Any]]] = {
    "first_run": _first_run,
}
