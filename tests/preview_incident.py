"""Look at an incident: `python -m tests.preview_incident NAME [THEME]`; without a name, the list.

For developers; the keys only write down what was asked for; the names are the keys of `tests.incident_samples`.
"""

from __future__ import annotations

import os
import sys

from textual.app import App, ComposeResult
from textual.widgets import Input

from console.screens.incident import IncidentScreen
from console.theme import install
from data.values.views import IncidentView
from tests.incident_samples import INCIDENTS


class Preview(App[None]):
    """A page with a field, and the screen of an incident over it."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Session Day"

    def __init__(self, view: IncidentView, theme: str = "dark", environ: dict[str, str] | None = None) -> None:
        super().__init__()
        self.pressed: list[tuple[str, str]] = []
        self.left = 0
        self.sample = view
        self.page = IncidentScreen(lambda key, words: self.pressed.append((key, words)), self.leave)
        install(self, theme, environ or {})

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        self.install_screen(self.page, "incident")
        self.page.show(self.sample)
        self.push_screen("incident")

    def leave(self) -> None:
        self.left += 1
        self.pop_screen()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in INCIDENTS:
        print("python -m tests.preview_incident NAME [THEME]; names:", *INCIDENTS)
        raise SystemExit(2)
    Preview(INCIDENTS[sys.argv[1]], (*sys.argv, "dark")[2], dict(os.environ)).run()
