"""What is kept is looked after beside the day: losses are said until they are read, and each day has its backup."""

import re
import shutil
from contextlib import closing
from pathlib import Path

from console.wiring.care import Care
from data import backup
from data.driver import connect
from data.values.facts import LossesRead
from tests import homes
from tests.journeys.harness import Day, folders, open_day

BANNER = "NOT AS IT WAS SAVED"


async def a_day(base: Path, when: str) -> None:
    """A day of a practice that is set up, with one client and one thing owed."""
    async with open_day(base, when) as day:
        await day.press("escape")
        await day.press("o")
        await day.type("ring the surgery")
        await day.press("enter", "escape")


def edit(base: Path) -> None:
    """Somebody with the file in hand changes an entry."""
    with closing(connect(folders(base).database, homes.key(folders(base)))) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event_unchanged'").fetchone()
        connection.execute("DROP TRIGGER event_unchanged")
        connection.execute("UPDATE event SET happened_utc = '2026-11-18T07:00:00.000000+00:00' WHERE seq = 2")
        connection.execute(sql)


def read_facts(base: Path) -> list[LossesRead]:
    with homes.open_store(folders(base)) as store:
        return [one.fact for one in store.records("journal") if isinstance(one.fact, LossesRead)]


async def test_an_edited_entry_is_said_until_it_is_read_and_not_again(tmp_path: Path) -> None:
    await a_day(tmp_path, "2026-11-18 09:00")
    edit(tmp_path)
    async with open_day(tmp_path, "2026-11-18 10:00", size=(80, 24), looked_after=True) as day:
        day.does_not_see(BANNER)
        await day.care()
        day.sees(f"{BANNER}: one thing was found")
        assert day.view.owed[0].text == "Not as it was saved: one thing was found"
        await day.press("a")
        day.sees("Entry 2 (2026-11-18 09:00 UTC) of session-day.db was changed", "session-day restore")
        await day.press("escape")
        day.sees(BANNER)
        await day.take_owed("Not as it was saved")
        await day.press("space", "y")  # the line of what is owed leads there too
        day.does_not_see(BANNER)
        assert not any("Not as it was saved" in row.text for row in day.view.owed)
    (kept,) = read_facts(tmp_path)
    assert [one[:8] for one in kept.sentences] == ["Entry 2 "]
    async with open_day(tmp_path, "2026-11-18 11:00", looked_after=True) as day:
        await day.care()
        day.does_not_see(BANNER)
    report = Care(folders(tmp_path), homes.keys(folders(tmp_path))).check()
    assert report.found  # whoever asks is still told
    assert report.unread == ()


async def test_a_file_put_back_to_an_older_day_is_said_at_once(tmp_path: Path) -> None:
    await a_day(tmp_path, "2026-11-18 09:00")
    older = tmp_path / "older"
    shutil.copytree(tmp_path / "data", older)
    await a_day(tmp_path, "2026-11-19 09:00")
    shutil.rmtree(tmp_path / "data")
    older.rename(tmp_path / "data")
    async with open_day(tmp_path, "2026-11-20 09:00") as day:
        await day.until(BANNER)
        await day.press("a")
        day.sees("was cut short, or is an older copy")
        await day.press("y")
        await day.until(lambda: not list((tmp_path / "state" / "head").glob("*.lost")))
    async with open_day(tmp_path, "2026-11-20 10:00") as day:
        day.does_not_see(BANNER)
    assert Care(folders(tmp_path), homes.keys(folders(tmp_path))).check().found == ()


async def test_an_exported_day_note_tells_the_newest_entry(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 17:00") as day:
        await day.press("escape")
        await day.press("z", "o")
        await day.export()
        assert re.search(r'^- Journal: newest entry "\d+ [0-9a-f]{16}"$', day.day_note(), re.MULTILINE)


def made(day: Day) -> list[str]:
    found = backup.backups(day.here.data / "backups", day.here.database)
    return [f"{one.made:%d} {one.reason}" for one in reversed(found)]


async def test_each_day_has_its_backup_and_the_next_day_of_an_open_console_too(tmp_path: Path) -> None:
    await a_day(tmp_path, "2026-11-18 09:00")
    async with open_day(tmp_path, "2026-11-18 10:00", looked_after=True) as day:
        await day.care()
        assert made(day) == ["18 daily"]
    async with open_day(tmp_path, "2026-11-18 23:59", looked_after=True) as day:
        await day.care()
        assert made(day) == ["18 daily"]
        await day.at("00:01")
        await day.until(lambda: str(day.state.today) == "2026-11-19")
        await day.care()
        assert made(day) == ["18 daily", "19 daily"]


async def test_a_backup_that_fails_is_said_and_stands_among_what_is_owed_until_one_is_made(tmp_path: Path) -> None:
    await a_day(tmp_path, "2026-11-18 09:00")
    in_the_way = tmp_path / "data" / "backups"
    in_the_way.write_text("not a folder")
    async with open_day(tmp_path, "2026-11-18 10:00", looked_after=True) as day:
        await day.care()
        day.sees("NO BACKUP TODAY", "No backup was made. Look at")
        await day.press("a")
        day.does_not_see("NO BACKUP TODAY")
        assert any(row.text == "No backup today" for row in day.view.owed)
        await day.care()
        in_the_way.unlink()
        day.does_not_see("NO BACKUP TODAY")  # not again before an hour is over
        await day.pass_time(hours=1)
        await day.care()
        assert made(day) == ["18 daily"]
        assert not any(row.text == "No backup today" for row in day.view.owed)
