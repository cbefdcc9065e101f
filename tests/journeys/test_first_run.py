"""From nothing at all to a first session, with keys only."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day

KEYS_AT_MOST = 60
"""In under a minute: sixty keys, the letters of names and times among them."""


async def test_an_empty_console_leads_to_a_first_session_in_a_few_keys(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        day.sees("Welcome to Session Day", "any line can be left for later")
        before = day.pressed
        await day.press("escape")
        day.sees("Book a session: w. A calendar: session-day import FILE", "w new session", "p new client")
        await day.press("w", "ctrl+n")
        await day.type("RT-031")
        await day.press("enter")
        await day.type("Ruth Tailor")
        await day.press("ctrl+s")
        day.sees("New session", "R.T.")
        await day.press("ctrl+s")
        day.sees("Time: this one is needed.")
        await day.type("10:00")
        await day.press("ctrl+s")
        await day.until(lambda: bool(day.state.sessions))
        await day.press("s")
        assert day.running == "R.T."
        assert day.only_session.first
        assert day.pressed - before <= KEYS_AT_MOST
        day.sees("R.T.", "› Private and alone?")


async def test_the_questions_left_for_later_are_not_asked_again_and_can_be_answered_any_time(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 08:00", size=SMALL) as day:
        await day.press("escape")
        day.does_not_see("Welcome")
    async with open_day(tmp_path, "2026-11-18 08:05", size=SMALL) as day:
        day.does_not_see("Welcome")
        await day.press(",")
        day.sees("The practice", "Your name")
        await day.press("down", "down")
        await day.type("Teams")
        await day.press("ctrl+s")
        assert day.state.practice.platforms == ("Teams",)
