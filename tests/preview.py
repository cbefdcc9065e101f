"""Look at the day screen with an invented day: `python -m tests.preview NAME [THEME]`.

For developers; the keys only write down what was asked for; the names are the keys of `tests.samples.DAYS`.
"""

from __future__ import annotations

import os
import sys

from textual.app import App

from console.screens.day import DayScreen
from console.theme import install
from data.values.views import CheckAsk, DayView
from tests.samples import ASK, DAYS


class Preview(App[None]):
    """The day screen and nothing else."""

    TITLE = "Session Day"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, view: DayView | None, theme: str = "dark", environ: dict[str, str] | None = None) -> None:
        super().__init__()
        self.calls: list[tuple[str, str, str, dict[str, str]]] = []
        self.day = DayScreen(view, self.act, self.ask)
        install(self, theme, environ or {})

    def get_default_screen(self) -> DayScreen:
        return self.day

    def act(self, action: str, session: str, line: str = "", **words: str) -> None:
        self.calls.append((action, session, line, words))
        if action == "leave":
            self.exit()

    def ask(self, action: str, session: str, line: str) -> CheckAsk | None:  # noqa: ARG002
        return ASK if action in ("open", "tick") and line in ("c1", "c2") else None


if __name__ == "__main__":
    name, theme, *_rest = [*sys.argv[1:], *("session", "dark")[len(sys.argv) - 1 :]]
    Preview(DAYS[name], theme, dict(os.environ)).run()
