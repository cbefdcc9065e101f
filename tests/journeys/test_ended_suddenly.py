"""The client left without a warning: concern first, then their plan, then the ladder of the drop."""

from pathlib import Path

from tests.journeys.drops import in_session, is_in, owed, tells
from tests.journeys.incidents import opened, pressed
from tests.journeys.people import JM


async def test_they_say_why_by_text_and_it_ends_with_their_words(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:20:00", "f5", "h")
        await is_in(day, "They hung up: any concern?", "5:00")
        day.sees("Stay in the room.", "What was said last?", "Any concern in the last minutes?")
        await pressed(day, "10:20:08", "n")
        await pressed(day, "10:22:00", "l", words="the doorbell; texted at 10:21")
        assert not opened(day)
        assert "J.M.: Ask next time how the ending was" in owed(day)
        await tells(day, "ended-suddenly-meant-it", since="Sudden hang-up began")


async def test_with_concern_the_phone_is_next_and_it_counts_as_a_drop(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:20:00", "f5", "h")
        await pressed(day, "10:20:05", "y")
        day.sees("› t  phone now")
        await day.press("t")
        await is_in(day, "Phone: you ring")
        await pressed(day, "10:20:30", "1", "1", "3", "g")
        assert not opened(day)
        day.sees("· phone")
        await pressed(day, "10:30:00", "f2")
        await is_in(day, "Phone: you ring")  # the second
        await pressed(day, "10:30:20", "b", "1", "3", "5", "g")
        assert not opened(day)
        await tells(day, "ended-suddenly-concern", since="Sudden hang-up began")


async def test_nobody_says_anything_and_the_phone_opens_by_itself_or_it_was_a_drop_after_all(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:10:00", "f5", "h")
        await pressed(day, "10:10:05", "m")
        await is_in(day, "Reconnect", "4:55")
        await pressed(day, "10:11:00", "b", "1", "3", "5", "g")
        assert not opened(day)
        await pressed(day, "10:20:00", "f5", "h")
        await is_in(day, "Phone: you ring")  # a second one: at once
        await pressed(day, "10:20:10", "f5", "h")  # pressed again: no second
        assert len(opened(day)) == 1
        await pressed(day, "10:20:20", "5")
        await pressed(day, "10:23:20", "6")
        await is_in(day, "Not reached: any concern?")
        await pressed(day, "10:23:30", "n")
        await pressed(day, "10:24:00", "g")
        assert not opened(day)
        await tells(day, "ended-suddenly-not-reached", since="Sudden hang-up began")
