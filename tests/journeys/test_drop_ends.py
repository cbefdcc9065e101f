"""A drop at 10:18, key by key and second by second, to each way it can end."""

from pathlib import Path

import pytest

from tests.journeys.drops import dropped, in_session, is_in, owed, tells
from tests.journeys.harness import SMALL, TALL


@pytest.mark.parametrize("size", [SMALL, TALL])
async def test_a_drop_that_comes_back_goes_on_with_its_minutes_counted_as_lost(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with in_session(tmp_path, size=size) as day:
        await dropped(day)
        day.sees("Stay in the room.", "Note what you saw.", "Breathe.", "What did you see?", "YOU RING", "07700 900125")
        await is_in(day, "Reconnect", "5:00")
        await day.pass_time(seconds=4)
        await day.press("f")
        day.sees("✓f", "frozen", "Call by name; ask for a sign.")
        await day.at("10:18:40")
        await day.press("r")
        day.sees("attempt 2 · 10:18:40")
        await day.at("10:20:10")
        await is_in(day, "Reconnect", "2:50")
        await day.press("b")
        await is_in(day, "Back: before you go on")
        day.sees("lost 2:10")
        for second, key in ((16, "1"), (21, "3"), (27, "5")):
            await day.at(f"10:20:{second}")
            await day.press(key)
        day.sees("go on with the session")
        await day.at("10:20:30")
        await day.press("g")
        assert day.incident is None
        assert day.running == "J.M."
        day.sees("lost 2 min")
        await tells(day, "drop-back")


async def test_after_five_minutes_the_phone_opens_and_the_session_goes_on_by_phone(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.pass_time(seconds=6)
        await day.press("m")
        day.sees("Use another device, or the phone's own network.", "Your own line")
        await day.at("10:22:59")
        await is_in(day, "Reconnect", "0:01")
        await day.at("10:23:00")
        await is_in(day, "Phone: you ring")
        day.sees("YOU RING", "Rejoin the room; try again.")
        assert day.notifier.shown[-1] == "The next step is open"
        await day.at("10:23:10")
        await day.press("g")
        day.sees("ringing since 10:23:10")
        await day.at("10:23:40")
        await day.press("5")
        day.sees("again in 3:00", "10:23:10 no answer")
        await day.at("10:25:00")
        day.sees("again in 1:40")
        await day.press("1")  # the second try is not due: a digit alone does nothing
        day.sees("again in 1:40")
        await day.at("10:26:40")
        await day.press("g")
        await day.at("10:27:05")
        await day.press("1")
        await is_in(day, "Reached: is it them?")
        await day.at("10:27:20")
        await day.press("1")
        await day.at("10:27:30")
        await day.press("3")
        day.sees("go on by phone")
        await day.at("10:27:40")
        await day.press("g")
        assert day.incident is None
        day.sees("· phone")
        day.does_not_see("Zoom")
        await tells(day, "drop-phone")


async def test_nobody_answers_and_the_emergency_contact_says_that_the_client_is_safe(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.at("10:18:05")
        await day.press("d")
        day.sees("› t  phone now")
        await day.at("10:18:20")
        await day.press("t")
        await is_in(day, "Phone: you ring")
        await day.at("10:18:50")
        await day.press("3")
        day.sees("voicemail", "Voicemail: only the agreed words.")
        await day.at("10:21:50")
        await day.press("g")
        await day.at("10:22:20")
        await day.press("5")
        await is_in(day, "Emergency contact")  # distress is concern: nobody is asked again
        day.sees("YOU RING", "wife", "Say only: we lost contact; can you look?")
        await day.at("10:22:40")
        await day.press("g")
        await day.at("10:24:00")
        await day.press("1")
        await is_in(day, "Safe, says the contact")
        await day.at("10:24:30")
        await day.press("g")
        assert day.incident is None
        await tells(day, "drop-emergency-contact")


async def test_a_contact_who_looks_and_does_not_ring_back_leads_to_the_lead(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("d", "t")
        await day.at("10:18:30")
        await day.press("6")
        await day.press("l")
        await is_in(day, "Emergency contact")
        await day.at("10:19:00")
        await day.press("2")
        day.sees("Rings back by what time?")
        await day.type("10:35")
        await day.press("enter")
        await is_in(day, "They look, and ring back")
        await day.at("10:34:59")
        await is_in(day, "They look, and ring back", "0:01")
        await day.at("10:35:00")
        await is_in(day, "Lead or supervisor")  # by itself, at the time that they said
        await day.at("10:36:00")
        day.sees("01632 960001")
        await day.at("10:37:00")
        await day.press("1")
        day.sees("Who, and what was decided")
        await day.type("Dana: police to look")
        await day.press("enter")
        await day.press("i")
        await is_in(day, "Emergency services")
        day.sees("999", "3 Mill Lane, York", "10:01 today")
        await day.at("10:38:00")
        await day.press("1")
        await day.type("ref 4411, PC Hale, 10:38")
        await day.press("enter")
        await day.at("10:38:30")
        await day.press("g")
        assert day.incident is None
        await tells(day, "drop-services")


async def test_a_frozen_client_without_a_sign_for_a_minute_is_treated_as_in_distress(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("f")
        await day.at("10:18:59")
        day.does_not_see("› t  phone now")
        await day.at("10:19:00")
        day.sees("› t  phone now")
        await is_in(day, "Reconnect", "4:00")  # offered, not opened
        await day.press("w")
        day.sees("› t  phone now")
        await day.at("10:19:10")
        await day.press("t")
        await day.at("10:19:30")
        await day.press("5")
        await day.press("l")
        await is_in(day, "Emergency contact")  # no sign is concern: nobody is asked again
        await day.at("10:20:00")
        await day.press("b")
        await is_in(day, "Back: before you go on")
        await day.press("1", "3", "5", "g")
        await tells(day, "drop-frozen")


async def test_a_clean_hang_up_without_concern_follows_the_plan_and_offers_another_time(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("h")
        day.sees("Any concern in the last minutes?")
        day.does_not_see("› t  phone now")
        await day.at("10:18:10")
        await day.press("n")
        day.sees("Follow the plan: wait, or you ring.")
        await day.at("10:23:00")
        await is_in(day, "Phone: you ring")
        await day.press("4")
        await day.at("10:26:30")
        await day.press("5")
        await is_in(day, "Another appointment")
        day.sees("Offer another appointment by text.")
        await day.press("c")
        day.sees("Copied")
        await day.at("10:27:00")
        await day.press("g")
        assert day.incident is None
        assert owed(day) == ["J.M.: Was the other appointment answered?"]
        await tells(day, "drop-hung-up")


async def test_a_clean_hang_up_with_concern_is_distress(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.press("h", "u")
        day.sees("› t  phone now")
        await day.at("10:18:20")
        await day.press("t", "5", "l")
        await is_in(day, "Emergency contact")
        await day.at("10:19:00")
        await day.press("4")
        await is_in(day, "Lead or supervisor")
        await day.at("10:20:00")
        await day.press("2")
        await day.press("l")
        assert day.incident is None
        assert owed(day) == ["J.M.: Tell the lead today"]
        await tells(day, "drop-hung-up-concern")


async def test_an_unanswered_triage_offers_the_phone_after_a_minute_and_asks_about_concern_only_at_the_end(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.at("10:18:59")
        day.does_not_see("› t  phone now")
        await day.at("10:19:00")
        day.sees("› t  phone now")
        await day.at("10:23:00")
        await is_in(day, "Phone: you ring")
        await day.press("5")
        await day.at("10:26:00")
        await day.press("5")
        await is_in(day, "Not reached: any concern?")  # the preset rings nobody
        await day.at("10:40:00")
        await is_in(day, "Not reached: any concern?")
        await day.press("n")
        await is_in(day, "Another appointment")
        await day.at("10:41:00")
        await day.press("u")  # thought better of it
        await is_in(day, "Emergency contact")
        await day.press("b")
        await day.press("l")
        await is_in(day, "End and rearrange")
        await day.press("y", "g")
        assert owed(day) == ["J.M.: Tell the lead about the concern"]
        await tells(day, "drop-unanswered")


async def test_in_the_last_five_minutes_there_is_only_a_safe_landing(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await day.at("10:40")
        await day.press("a")
        await day.at("10:45")
        await day.press("a")
        await dropped(day, "10:46:30")
        day.sees("session 3:30 left", "› t  phone now")
        await day.press("m")
        await day.at("10:47:20")
        await day.press("b")
        await is_in(day, "Back: before you go on")
        day.sees("Are you alone?")  # before anything is said
        await day.press("3")
        await is_in(day, "Safe landing")
        day.sees("Two minutes to end well; nothing new.", "Are you all right?")
        await day.press("1", "3", "4")
        day.does_not_see("landed: end well")  # concern is asked, too
        await day.press("n")
        day.sees("landed: end well")
        await day.at("10:48:40")
        await day.press("g")
        assert day.incident is None
        assert day.running == "J.M."
        assert owed(day) == ["J.M.: Not done last time: put it first"]
        day.sees("The session's clock runs until you end it: e.")
        await tells(day, "drop-landing")


async def test_at_a_second_drop_the_phone_opens_at_once_and_rejoining_stays(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await day.at("10:18:30")
        await day.press("b", "1", "3", "5", "g")
        await dropped(day, "10:30")
        await is_in(day, "Phone: you ring")
        day.sees("Rejoin the room; try again.")
        await day.at("10:30:40")
        await day.press("r")
        await day.at("10:31:00")
        await day.press("b")
        await day.press("1", "3", "6")
        await day.type("the library, York")
        await day.press("enter", "g")
        assert day.incident is None
        day.sees("lost 1 min", "J.M.")
        await tells(day, "drop-twice")


async def test_a_third_drop_ends_the_content_and_rearranges(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        for minute in ("10:10", "10:20"):
            await dropped(day, minute)
            await day.pass_time(seconds=30)
            await day.press("b", "1", "3", "5", "g")
        await dropped(day, "10:30")
        await is_in(day, "Phone: you ring")
        await day.at("10:30:30")
        await day.press("1")
        await day.press("1", "3")
        await is_in(day, "End and rearrange")
        await day.press("1")
        day.does_not_see("g  rearranged")
        await day.press("n")
        await day.at("10:32:00")
        await day.press("g")
        assert day.incident is None
        assert owed(day) == ["J.M.: Agree the new appointment"]
        await tells(day, "drop-third")
