"""A crisis while somebody may be in the client's room: the screen tells nothing, in every step of it."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, in_session, is_in, owed, tells
from tests.journeys.incidents import is_covert, of_the_end, opened, pressed, stands


async def test_after_the_safe_word_a_crisis_stays_unseen_until_the_sign_and_each_ends_by_a_person(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        rung = len(day.notifier.shown)
        await pressed(day, "10:20:00", "f4")
        is_covert(day)
        await pressed(day, "10:21:00", "f3")
        is_covert(day)
        assert stands(day, "crisis") == "crisis.unseen"
        assert stands(day, "safe-word") == "safe-word.wait waits"
        await pressed(day, "10:22:00", "4")
        is_covert(day)
        assert stands(day, "crisis") == "crisis.unseen-services"
        await pressed(day, "10:22:10", "escape", "escape")
        day.sees("999", "3 Mill Lane, York", "10:01 today")
        day.does_not_see("07700 900125")
        await pressed(day, "10:24:00", "5")
        is_covert(day)
        assert stands(day, "crisis") == "crisis.unseen"
        await day.at("10:41:00")
        is_covert(day)
        assert not of_the_end(day, rung)
        await pressed(day, "10:41:30", "1")
        await is_in(day, "Stay with the client")
        day.sees("CRISIS · J.M.", "› g  help is on its way")
        await pressed(day, "10:41:40", "g")
        await pressed(day, "10:43:00", "g", words="PC Hale, at the door")
        assert stands(day, "crisis") == "crisis.waiting"
        assert [one.flow for one in opened(day)] == ["safe-word"]
        await day.at("10:43:10")
        assert not of_the_end(day, rung)
        is_covert(day)
        await pressed(day, "10:44:00", "1")
        await is_in(day, "Alone again? Before you go on")
        day.sees("Still private?", "Still in the same place?")
        await pressed(day, "10:44:10", "7", "9", "1", "4", "l")
        assert not opened(day)
        assert "J.M.: Agree the next appointment" in owed(day)
        await tells(day, "crisis-covert", since="Incident began")


async def test_the_safe_word_in_a_crisis_hides_it_at_once_and_at_the_booked_end_the_lead_is_told_unheard(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await pressed(day, "10:30:00", "f3", "1", "4")
        day.sees("CRISIS · J.M.")
        rung = len(day.notifier.shown)
        await pressed(day, "10:31:00", "f4")
        is_covert(day)
        await day.press("f2", "f4", "f5", "x", "s")
        is_covert(day)
        await day.at("10:50:00")
        is_covert(day)
        assert stands(day, "crisis") == "crisis.unseen-lead"
        assert day.notifier.shown[rung:] == [], "something rang"
        day.sees("Next: phone Dana. Passed on?")
        await pressed(day, "10:52:00", "5")
        is_covert(day)
        await pressed(day, "10:52:30", "l")  # the call is over: the rest is done in the open
        await is_in(day, "The line is lost: ring them")  # F2 was noted, unseen
        await pressed(day, "10:52:50", "b")
        await is_in(day, "Stay with the client")
        await pressed(day, "10:53:00", "6")
        await pressed(day, "10:55:00", "g", words="Dana rings Rose at eleven")
        assert [one.flow for one in opened(day)] == ["safe-word"]
        is_covert(day)
        await pressed(day, "10:56:00", "5", "g")
        assert not opened(day)
        await tells(day, "crisis-hidden", since="Crisis began")
