"""A second console on the same file only shows it."""

import shutil
from pathlib import Path

from tests.journeys.harness import SMALL, folders, import_file, open_day, table
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import set_up


async def test_a_second_console_opens_read_only_and_says_so(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as first:
        await set_up(first)
        async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as second:
            second.sees("only shown: another console owns it", "J.M.")
            await second.row("J.M.")
            await second.press("s")
            second.sees("Another console owns this file")
            assert not second.running
        await first.row("J.M.")
        await first.press("s")
        assert first.running == "J.M."


async def test_an_import_while_the_console_runs_arrives_in_it(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 08:00", size=SMALL) as day:
        await set_up(day)
        said = await day.beside(lambda: import_file(tmp_path, "more.csv", table(AK), "2026-11-18 08:00"))
        assert "Imported." in said
        await day.until(lambda: "AK-014" in {one.reference for one in day.state.clients.values()})


async def test_a_session_goes_on_by_the_policy_it_was_started_with(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00") as day:
        await set_up(day)
        await day.row("J.M.")
        await day.press("s")
        started_by = day.only_session.policy_hash
    shutil.rmtree(folders(tmp_path).state / "policies")  # only a cache: the text itself is in the data file
    (folders(tmp_path).config / "policy.toml").write_text('extends = "standard"\n')
    async with open_day(tmp_path, "2026-11-18 10:05") as day:
        assert started_by in day.state.policies
