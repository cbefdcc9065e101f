"""Somebody is late: both ends are shown, and the practitioner chooses."""

from pathlib import Path

from tests.journeys.harness import SMALL, TALL, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import arrive, part, set_up, write_up


async def test_a_client_who_comes_at_seven_past_ends_as_booked_unless_chosen_otherwise(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:58", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:02")
        day.sees("late 2 min")
        await day.at("10:07")
        await day.press("s")
        day.sees("10:50 as booked / 10:57 full 50", "ends 10:50 as booked")
        await day.pass_time(seconds=10)
        await arrive(day, "on the train, quiet coach, near York")
        await day.press("l")
        day.sees("J.M. began at 10:07 instead of 10:00.", "10:50  as booked", "10:57  the full length")
        await day.press("f")
        day.sees("ends 10:57 full length")
        await day.at("10:47")
        day.sees("10 minutes left: say so")
        await day.press("a")
        await day.at("10:52")
        day.sees("5 minutes left: say so")
        await day.press("a")
        await part(day, "a walk home", "25 Nov 10:00")
        await day.at("10:56:30")
        await day.press("a", "e")
        await day.at("10:58")
        await write_up(day, "Train was late.")
        await day.export()
    day.tells("late-client")


async def test_when_the_practitioner_was_late_the_full_length_is_in_hand(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
    async with open_day(tmp_path, "2026-11-18 09:58", size=TALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:12:00")
        await day.press("s")
        await day.at("10:12:30")
        await day.press("l", "m")
        day.sees("›  f   11:02  the full length, into A.K.")
        await day.press("enter")
        day.sees("ends 11:02 full length")
        await day.at("10:57")
        day.sees("5 minutes left: say so")
        await day.press("a")
        await day.at("11:01:50")
        await day.press("a", "e")
        await day.export()
    day.tells("late-practitioner")


async def test_a_client_who_does_not_come_is_a_question_and_never_decided_by_time(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:58", size=SMALL) as day:
        await set_up(day)
        await day.row("J.M.")
        await day.at("10:20")
        day.sees("late 20 min")
        await day.at("12:00")
        assert day.only_session.state.value == "agreed"
        await day.press("m", "d")
        assert day.only_session.state.value == "did not attend"
        day.sees("Contact J.M. about the missed")
        await day.press("u")
        day.does_not_see("did not attend")
        await day.press("m", "d")
        await day.export()
    day.tells("did-not-attend")
