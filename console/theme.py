"""The themes: dark (the default), light, high contrast and monochrome.

Rule: one accent for what is live, grey for what is done or said by the console, amber for what needs a person, red for
crisis alone. A theme is colours only: what a state is, glyphs and words say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

DARK = Theme(
    name="day-dark",
    primary="#7fb8ad",
    secondary="#87939a",
    accent="#7fb8ad",
    success="#8dbb84",
    warning="#dfb060",
    error="#e2706b",
    foreground="#d9dedf",
    background="#14181b",
    surface="#191e22",
    panel="#20272c",
    dark=True,
)
LIGHT = Theme(
    name="day-light",
    primary="#1f6f65",
    secondary="#5d686e",
    accent="#1f6f65",
    success="#3b7434",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#20272b",
    background="#eceeed",
    surface="#f8f9f8",
    panel="#e0e5e4",
    dark=False,
)
CONTRAST = Theme(
    name="day-contrast",
    primary="#5ff0dc",
    secondary="#d0d0d0",
    accent="#5ff0dc",
    success="#7dff7d",
    warning="#ffd23f",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
)
MONO = Theme(
    name="day-mono",
    primary="#f2f2f2",
    secondary="#8f8f8f",
    accent="#f2f2f2",
    success="#cfcfcf",
    warning="#ffffff",
    error="#ffffff",
    foreground="#cfcfcf",
    background="#121212",
    surface="#1a1a1a",
    panel="#242424",
    dark=True,
)
THEMES: Mapping[str, Theme] = {"dark": DARK, "light": LIGHT, "high-contrast": CONTRAST, "mono": MONO}


def choose(wanted: str, environ: Mapping[str, str]) -> str:
    """The Textual name of the theme to use; monochrome where NO_COLOR is set, dark for a name nobody knows."""
    if environ.get("NO_COLOR"):
        return MONO.name
    return THEMES.get(wanted, DARK).name


def install(app: App[Any], wanted: str, environ: Mapping[str, str]) -> None:
    """Register the themes and use one; nothing on the screen moves unless time does."""
    for theme in THEMES.values():
        app.register_theme(theme)
    if app.is_running:
        app.theme = choose(wanted, environ)
    else:
        # Before the first frame: no second parse of the styles for a theme that was never shown.
        app.set_reactive(type(app).theme, choose(wanted, environ))
        app.stylesheet.set_variables(app.get_css_variables())
    app.animation_level = "none"
