"""The data file goes away in the middle of a session: it is said, nothing is lost, and work goes on."""

from contextlib import closing
from pathlib import Path

from tests import homes
from tests.journeys.harness import SMALL, folders, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up

GONE = "moved-away.db"


async def test_what_could_not_be_saved_is_there_at_the_next_start(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    database = folders(tmp_path).database
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        database.rename(database.with_name(GONE))
        day.app.acting.act("start", day.only_session.id)  # type: ignore[union-attr]  # a key would wait for the disk
        await day.until("NOT SAVED")
        await day.until("Kept aside")
        assert day.running == "J.M."
    database.with_name(GONE).rename(database)
    async with open_day(tmp_path, "2026-11-18 10:05", size=SMALL) as day:
        assert day.running == "J.M."
        await day.until(lambda: not (folders(tmp_path).state / "aside").exists())
        day.does_not_see("NOT SAVED")
    async with open_day(tmp_path, "2026-11-18 10:06", size=SMALL) as day:
        assert day.running == "J.M."


async def test_a_file_that_comes_back_is_saved_to_again_by_itself(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    database = folders(tmp_path).database
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        database.rename(database.with_name(GONE))
        day.app.acting.act("start", day.only_session.id)  # type: ignore[union-attr]  # a key would wait for the disk
        await day.until("NOT SAVED")
        database.with_name(GONE).rename(database)
        await day.until(lambda: not day.state.saving.failed and not day.state.saving.pending)
        assert not (folders(tmp_path).state / "aside").exists()
        day.does_not_see("NOT SAVED")


async def test_a_file_that_cannot_be_read_takes_no_form_away(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        lane = day.app.acting.console._runner.lane  # type: ignore[union-attr]
        await day.until(lambda: not lane.facts_wait)
        lane._saver.close()
        await day._key("f")
        day.sees("What is owed?")
        for key in (*"leaflet", "enter"):
            await day._key(key)
        await day.until("NOT SAVED")
        assert "leaflet" in {one.text for one in day.state.follow_ups.values()}


async def test_leaving_says_whether_what_is_not_saved_would_be_lost(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    here = folders(tmp_path)
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        (here.state / "aside").write_text("in the way")
        here.database.rename(here.database.with_name(GONE))
        day.app.acting.act("start", day.only_session.id)  # type: ignore[union-attr]  # a key would wait for the disk
        await day.until("In memory only")
        await day._key("q")
        day.sees("Leaving now would lose it.")
        await day._key("escape")
        (here.state / "aside").unlink()
        await day.until("Kept aside")
        await day._key("q")
        day.sees("It is kept aside", "takes it over.")
        await day._key("escape")
        here.database.with_name(GONE).rename(here.database)
        await day.until(lambda: not day.state.saving.failed and not day.state.saving.pending)


async def test_a_file_that_another_program_holds_does_not_keep_the_console_from_opening(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
    with closing(homes.connected(folders(tmp_path))) as other:
        other.execute("BEGIN IMMEDIATE")
        async with open_day(tmp_path, "2026-11-18 10:01", size=SMALL) as day:
            day.app.acting.act("start", day.only_session.id)  # type: ignore[union-attr]  # a key would wait for the disk
            await day.until("NOT SAVED")
            await day.until("Kept aside")
            other.execute("ROLLBACK")
            await day.until(lambda: not day.state.saving.failed and not day.state.saving.pending)
