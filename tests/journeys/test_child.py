"""A child is not seen before somebody's consent is recorded; then as anybody else."""

from pathlib import Path

from tests.journeys.harness import SMALL, open_day
from tests.journeys.people import CHILD, bring_in
from tests.journeys.stories import arrive, part, set_up, write_up


async def test_a_child_starts_only_once_a_consent_is_recorded(tmp_path: Path) -> None:
    bring_in(tmp_path, [CHILD], "2026-11-18 15:30 50 MO-040")
    async with open_day(tmp_path, "2026-11-18 15:20", size=SMALL) as day:
        await set_up(day)
        await day.row("M.O.")
        await day.press("i", "i")
        await day.at("15:30")
        await day.press("s")
        day.sees("M.O. is under 18: record the guardian's consent")
        assert not day.running

        await day.pass_time(seconds=40)
        await day.check("Consent: who gave it", "g", "mother, 16 Nov 2026, signed form by post")
        await day.at("15:31:30")
        await day.press("s")
        day.sees("in session")

        await day.pass_time(seconds=15)
        await arrive(day, "9 Canal Row, Hull")
        await day.check("Where is the adult?", "w", "mother, in the kitchen")
        await day.at("16:10")
        await day.press("a")
        await day.at("16:15:05")
        await day.press("a")
        await part(day, "football", "25 Nov 15:30")
        await day.at("16:19")
        await day.press("a")
        await day.at("16:20:10")
        await day.press("e")
        await day.pass_time(minutes=2)
        await write_up(day, "School is better.")
        await day.export()
    day.tells("child")


async def test_an_override_does_not_stand_in_for_a_consent(tmp_path: Path) -> None:
    bring_in(tmp_path, [CHILD], "2026-11-18 15:30 50 MO-040")
    async with open_day(tmp_path, "2026-11-18 15:30", size=SMALL) as day:
        await set_up(day)
        await day.row("M.O.")
        await day.line("Consent: who gave it")
        await day.press("o")
        await day.type("no time")
        await day.press("enter")
        day.sees("Nothing takes the place of a child's consent")
        await day.press("s")
        assert not day.running
