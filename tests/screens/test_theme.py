"""Themes: chosen by name, monochrome where colour is not wanted, readable, and red kept for one thing."""

import pytest
from textual.color import Color

from console import settings
from console.theme import MONO, THEMES, choose
from tests.preview import Preview
from tests.samples import SESSION


def test_no_color_means_monochrome_and_an_unknown_name_means_dark() -> None:
    assert choose("light", {"NO_COLOR": "1"}) == MONO.name
    assert choose("light", {}) == "day-light"
    assert choose("plaid", {}) == "day-dark"


def test_every_theme_that_the_settings_take_is_one_there_is() -> None:
    assert set(settings.THEMES) == set(THEMES)
    assert choose("mono", {}) == MONO.name


def luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", sorted(THEMES))
def test_all_words_are_readable_on_every_ground(name: str) -> None:
    theme = THEMES[name]
    for ink in (theme.foreground, theme.secondary, theme.primary, theme.success, theme.warning, theme.error):
        for ground in (theme.background, theme.surface, theme.panel):
            assert ink and ground
            low, high = sorted((luminance(Color.parse(ink)), luminance(Color.parse(ground))))
            assert (high + 0.05) / (low + 0.05) >= 4.4, (name, ink, ground)


@pytest.mark.parametrize("name", sorted(THEMES))
async def test_a_theme_is_there_from_the_first_frame_and_can_be_changed(name: str) -> None:
    app = Preview(SESSION, name)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == THEMES[name].name
        assert THEMES[name].primary in str(app.theme_variables["primary"]).lower()
        app.theme = "day-light"
        await pilot.pause()
        assert app.theme_variables["primary"].lower() == THEMES["light"].primary
