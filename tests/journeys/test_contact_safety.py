"""Contact safety by keys: a changed rule counts at once, an override is told nowhere, an agreement is kept."""

from pathlib import Path

from data.values.people import Channel
from tests.journeys.drops import NO_NUMBER, begin, book
from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import JM
from tests.journeys.stories import set_up


async def test_a_rule_changed_on_its_page_counts_at_the_very_next_key(tmp_path: Path) -> None:
    book(tmp_path, "standard", JM)
    async with open_day(tmp_path, "2026-11-18 09:55", size=SMALL) as day:
        await set_up(day)
        await begin(day)
        await day.press("g", "n", "f2")
        day.sees("NO CALL", "not safe (18 Nov)")


async def test_an_override_shows_the_number_and_is_told_nowhere(tmp_path: Path) -> None:
    book(tmp_path, "standard", NO_NUMBER)
    async with open_day(tmp_path, "2026-11-18 09:55", size=SMALL) as day:
        await set_up(day)
        await begin(day)
        await day.at("10:18")
        await day.press("f2", "t")
        day.sees("NO CALL")
        await day.press("o")
        await day.type("SECRETreason")
        await day.press("enter")
        day.sees("YOU RING J.M. · overridden: not safe (11 Nov)")
        assert day.incident is not None
        assert day.incident.number == "07700 900125"
        await day.press("escape")
        await day.export()
        for written in (tmp_path / "documents").iterdir():
            assert "SECRET" not in written.read_text(encoding="utf-8")
            assert "overrid" not in written.read_text(encoding="utf-8").lower()


async def test_how_an_appointment_was_agreed_is_said_by_one_key(tmp_path: Path) -> None:
    book(tmp_path, "standard", JM)
    async with open_day(tmp_path, "2026-11-18 09:00") as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("m", "a")
        day.sees("how was it agreed?", "by e-mail")
        await day.press("t")
        day.sees("Agreed by text.")
        (session,) = day.state.sessions.values()
        assert (session.agreed_by, session.state.value) == (Channel.TEXT.value, "agreed")
        await day.press("m", "a", "escape")
        assert day.state.sessions[session.id] == session
