"""G writes the page for when the laptop itself fails, also from a console that only shows the file."""

from pathlib import Path

from tests.journeys.harness import SMALL, TALL, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


async def test_one_key_writes_the_card_and_says_where(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 08:00", size=SMALL) as day:
        await set_up(day)
        await day.press("G")
        await day.until("Written to")
        (card,) = day.here.documents.iterdir()
        assert card.name == "2026-11-18-grab-card.pdf"
        await day.saved()
        await day.press("z", "x")
        await day.until(lambda: list(day.here.documents.glob("*-day-note.md")))
        assert "Grab card written" in day.day_note()
        card.unlink()
        async with open_day(tmp_path, "2026-11-18 08:00", size=TALL) as second:
            await second.press("G")
            await second.until("Written to")
            assert card.exists()
