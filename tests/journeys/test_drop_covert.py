"""Someone came in: the screen tells nobody anything, nothing rings, and the room stays open."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, SUPERVISOR, dropped, in_session, is_in, tells
from tests.journeys.harness import SMALL, TALL, Day
from tests.journeys.people import AK


def looks_like_a_clock(day: Day) -> None:
    """Only the clock, the closing line and neutral questions; `harness` looks for the words that may not be there."""
    assert day.app.flow.hidden, day.screen_text()
    lines = [line for line in day.screen_text().splitlines() if line.strip()]
    assert len(lines) <= 8, day.screen_text()


async def test_someone_came_in_and_the_agreed_sign_leads_back(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await dropped(day)
        rung = len(day.notifier.shown)
        await day.press("p")
        looks_like_a_clock(day)
        day.sees("I will send the brochure.", "All as agreed?")
        await day.at("10:23:00")
        looks_like_a_clock(day)  # no five minutes here
        await day.at("10:34:00")
        looks_like_a_clock(day)
        assert len(day.notifier.shown) == rung
        await day.press("1")
        await is_in(day, "Back: before you go on")
        await day.at("10:34:05")
        await day.press("1", "3", "5")
        await day.at("10:34:30")
        await day.press("g")
        assert day.incident is None
        day.sees("lost 16 min")
        await tells(day, "drop-covert-sign")


async def test_without_a_sign_by_the_booked_end_it_is_the_leads(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL, size=TALL) as day:
        await dropped(day)
        await day.press("p")
        rung = len(day.notifier.shown)
        await day.at("10:49:59")
        looks_like_a_clock(day)
        assert day.state.incidents[day.incident.id].stage == "covert.wait"  # type: ignore[union-attr]
        await day.at("10:50:00")
        looks_like_a_clock(day)
        assert day.state.incidents[day.incident.id].stage == "covert.lead"  # type: ignore[union-attr]
        assert len(day.notifier.shown) == rung, "something rang"
        day.sees("Next: phone Dana. Passed on?", "Esc Esc more")  # whom to ring, but no number and no role
        await day.press("escape", "escape")
        day.sees("Ring the lead, unheard.", *SUPERVISOR[1:], "01632 960001")
        await day.press("5")
        looks_like_a_clock(day)
        await day.press("g")
        assert day.incident is None
        await tells(day, "drop-covert-lead")


async def test_escape_once_leads_nowhere_and_twice_shows_the_steps_until_the_next_answer(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await dropped(day)
        await day.press("p", "escape")
        looks_like_a_clock(day)
        await day.press("x", "?", "f", "t", "enter", "space")  # none of them is on the screen: none does anything
        looks_like_a_clock(day)
        await day.press("escape", "escape")
        day.sees("Stay in the room to the booked end.", "entered in error")
        await day.press("2")  # "not yet", and no incident key
        looks_like_a_clock(day)
        await day.press("escape", "escape", "escape", "escape")  # hammered in fright: the day, with names, stays away
        day.sees("entered in error")
        await day.press("x")
        assert day.incident is None
        day.does_not_see("lost")


async def test_danger_in_covert_is_for_the_services_and_the_screen_stays_quiet(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await dropped(day)
        await day.press("p")
        await day.at("10:19:00")
        await day.press("4")
        looks_like_a_clock(day)
        day.sees("Next: the work phone. Arranged?", "Esc Esc more")
        await day.press("escape", "escape")
        day.sees("999", "3 Mill Lane, York", "10:01 today")
        day.does_not_see("07700 900125")
        await day.press("5")
        await day.at("10:25:00")
        await day.press("g")
        assert day.incident is None
        await tells(day, "drop-covert-danger")


async def test_the_crisis_key_works_in_covert(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL, AK) as day:
        await dropped(day)
        await day.press("p")
        await day.press("f3")
        looks_like_a_clock(day)
        assert day.state.arrived == "crisis"


async def test_a_resize_and_a_warning_uncover_nothing(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await dropped(day)
        await day.press("p")
        for size in (TALL, (60, 18), (40, 12), SMALL):
            await day.resize(*size)
            looks_like_a_clock(day)
        await day.at("10:45")
        looks_like_a_clock(day)
        assert not any("minute" in words for words in day.notifier.shown)
