"""The end warnings: each stays until it was seen, and none ticks anything or ends anything."""

from datetime import timedelta
from pathlib import Path

from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


async def in_session(day: Day) -> None:
    await set_up(day)
    await day.row("J.M.")
    await day.press("s")


async def test_each_warning_stands_repeats_and_is_replaced_by_the_next(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await in_session(day)
        await day.at("10:39:59")
        day.does_not_see("10 minutes left")
        day.notifier.shown.clear()
        await day.at("10:40")
        day.sees("10 minutes left: say so", "a  seen")
        assert day.notifier.shown == ["10 minutes left"]
        await day.at("10:40:29")
        assert day.notifier.shown == ["10 minutes left"] * 2, "silent for thirty seconds at most"
        await day.at("10:45")
        day.sees("5 minutes left: say so")
        day.does_not_see("10 minutes left")
        day.notifier.shown.clear()
        ticks = day.state.ticks

        await day.press("a")
        day.does_not_see("5 minutes left")
        assert day.state.ticks == ticks, "seeing a warning ticks nothing"
        await day.at("10:48")
        assert day.notifier.shown == []

        await day.at("10:49")
        day.sees("1 minute left: say so")
        await day.at("10:50")
        day.sees("Time is up: close when you are ready")
        day.notifier.shown.clear()
        await day.pass_time(minutes=5, every=timedelta(seconds=1))
        assert len(day.notifier.shown) >= 10, "silent for thirty seconds at most"
        await day.at("11:25")
        day.sees("Time is up: close when you are ready")
        assert day.view.clock.digits == "+35:00"
        assert day.running == "J.M."
        await day.press("a")
        day.does_not_see("Time is up")


async def test_a_warning_is_seen_from_a_note_and_a_dialog_and_after_a_resize(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await in_session(day)
        await day.press("n")
        await day.type("a quiet day")
        await day.at("10:45")
        day.sees("5 minutes left: say so", "a quiet day")
        await day.type(", a")
        day.sees("a quiet day, a", "5 minutes left: say so")
        for width, height in ((50, 14), (200, 50), (80, 24)):
            await day.resize(width, height)
            day.sees("5 minutes left")
        await day.press("escape", "+")
        day.sees("go on for longer?", "5 minutes left: say so")
        await day.press("escape", "a")
        day.does_not_see("5 minutes left")
