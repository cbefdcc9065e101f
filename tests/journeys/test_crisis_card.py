"""The crisis card is made from memory: it opens with the data file gone, locked or full, and takes what is said."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import homes
from tests.journeys.drops import in_session
from tests.journeys.harness import SMALL, TALL, Day, folders
from tests.journeys.people import AK
from tests.store_faults import FailsNth

ANNA: Mapping[str, str] = AK | {
    "safety_plan": "Ring Ewa; walk; Samaritans.", "access_needs": "hard of hearing",
}  # fmt: skip
PLACE = "14 Elm Road, Leeds"


def is_the_card(day: Day) -> None:
    """In the order in which a call handler asks, with the ages and the numbers."""
    text = day.screen_text()
    order = [text.index(label) for label in ("WHERE", "WHO", "NOW", "RISKS", "PHONE", "CALL BACK")]
    assert order == sorted(order), text
    day.sees(PLACE, "said 10:01 today", "Anna Kowalska, 35, born 31.12.1990", "07700 900123", "07700 900100", "999")
    day.sees("sister (Ewa Kowalska) 07700 900124", "lead (Dana Fox) 01632 960001")


async def unsaved(day: Day, *keys: str) -> None:
    """Keys that cannot be saved: everything but the disk is waited for."""
    for key in keys:
        await day._key(key)
    await day.quiet()


def full(day: Day) -> FailsNth:
    """From now on every commit finds the disk full."""
    runner = getattr(day.app.acting, "console")._runner  # noqa: B009  a port does not have it
    saver = FailsNth(runner.lane._saver, range(1, 10_000))
    runner.lane._saver = saver
    return saver


@pytest.mark.parametrize("trouble", ["gone", "locked", "full"])
async def test_it_opens_and_takes_what_is_said_whatever_the_disk_says(tmp_path: Path, trouble: str) -> None:
    async with in_session(tmp_path, ANNA, place=PLACE, size=SMALL) as day:
        await day.at("10:18")
        database = folders(tmp_path).database
        other = homes.connected(folders(tmp_path))
        if trouble == "gone":
            database.rename(database.with_name("moved-away.db"))
        elif trouble == "locked":
            other.execute("BEGIN IMMEDIATE")
        else:
            saver = full(day)
        await unsaved(day, "f3")
        is_the_card(day)
        day.sees("CRISIS · A.K.", "Ring Ewa; walk; Samaritans.")
        await unsaved(day, "v", *"the library", "enter")
        day.sees("the library", "said 10:18 today")
        day.does_not_see(PLACE)
        await unsaved(day, "s")
        day.sees("999", "the library", "YOU RING")
        if trouble != "locked":  # a file that is locked is waited for first
            await day.until("NOT SAVED")
        other.close()
        if trouble == "full":
            saver._nth = frozenset()


async def test_at_120_columns_whom_else_to_ring_stands_beside_it(tmp_path: Path) -> None:
    async with in_session(tmp_path, ANNA, place=PLACE, size=TALL) as day:
        await day.press("f3")
        is_the_card(day)
        row = next(line for line in day.screen_text().splitlines() if "WHERE" in line)
        assert row.index("Emergency services") > row.index("Elm Road")
        day.sees("Samaritans  116 123  check the hours")
        await day.press("x")
        day.does_not_see("WHERE")


async def test_what_is_open_is_first_of_what_is_owed_and_enter_leads_back_to_it(tmp_path: Path) -> None:
    async with in_session(tmp_path, ANNA, place=PLACE) as day:
        await day.press("f5", "b")
        day.sees("SECURITY BREACH")
        await day.press("escape")
        assert "still open" in day.view.owed[0].text
        await day._move("owed", "still open")
        await day.press("enter")
        day.sees("SECURITY BREACH")
        await day.press("f3")
        day.sees("CRISIS · A.K.", "Also open:", "Security breach")
        await day.press("tab")
        day.sees("SECURITY BREACH", "Also open:", "Crisis")
        await day.press("tab")
        day.sees("CRISIS · A.K.")
