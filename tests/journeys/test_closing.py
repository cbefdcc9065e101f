"""The day's end: what is unresolved comes first, and is first again the next morning."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


async def test_a_day_with_something_unresolved_closes_only_with_open_items_which_come_back(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002", "2026-11-19 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.at("10:49:50")
        await day.press("z", "o", "o")
        day.sees("J.M. is still running: end it first.")
        await day.press("e")
        await day.at("11:00")
        await day.press("z")
        day.sees("J.M.: ended, not closed", "J.M.: note not written")
        await day.press("c")
        day.sees("still open: settle them")
        await day.press("escape", "e")
        await day.press("z")
        day.does_not_see("ended, not closed")
        await day.press("o")
        day.sees("o once more closes the day.")
        await day.press("o")
        await day.until("Day closed with")
        await day.export()
        note = day.day_note()
    assert "## Not settled" in note
    assert "J.M.: note not written" in note

    async with open_day(tmp_path, "2026-11-19 08:30", size=SMALL) as day:
        day.sees("J.M.: note not written", "from last time")
        assert day.view.owed[0].due == "from last time"


async def test_a_note_is_copied_and_filed_one_client_at_a_time(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        await day.at("10:50:10")
        await day.press("e", "n")
        await day.type("Slept better.")
        await day.press("ctrl+s", "z")
        await day.press("end", "y")
        assert "Slept better." in day.app.clipboard
        assert "Private and alone?" in day.app.clipboard
        await day.press("f")
        day.sees("J.M.: filed. The note is locked")
        await day.press("escape", "n")
        day.sees("locked. Later words are an addendum")
        await day.press("a")
        await day.type("One thing more.")
        await day.press("ctrl+s")
        await day.export()
        note = day.day_note()
    assert "Slept better." in note
    assert "Addendum 10:50:10" in note
