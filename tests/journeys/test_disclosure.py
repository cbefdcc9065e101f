"""A disclosure, key by key: one to one, in a group, about a guardian; outside the console it was only an incident."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from console.export import grab_card
from tests.fakes import FakeClock
from tests.journeys.drops import in_session, is_in, owed, story, tells
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.incidents import copy_of_the_disk, in_group, pressed
from tests.journeys.people import CHILD, JM, LB

LIMITS = "Say where confidentiality ends."
UNTOLD = (
    "isclos",
    "abuse",
    "parent",
    "the mother",
    "talked",
    "agreement",
    "at home",
    "police",
    "Listen",
    "confidential",
    "between",
)
"""What no export may say of it."""
MOTHER = CHILD["emergency_phone"]
CONSENT = {
    "guardian_consent": "Carla Ortega (mother)", "guardian_consent_date": "2026-10-02",
    "guardian_consent_how": "signed form by post",
}  # fmt: skip
MIA: Mapping[str, str] = {**CHILD, **CONSENT}
BY_MOTHER: Mapping[str, str] = {**MIA, "phone": MOTHER}
"""Her mother's number is the only one on file."""


def tells_nothing(day: Day, *more: str) -> None:
    """No export has a word of what it was."""
    for file in day.here.documents.iterdir():
        text = file.read_bytes().decode("utf-8", "replace")
        told = [word for word in (*UNTOLD, *more) if word.casefold() in text.casefold()]
        assert not told, f"{file.name} tells {told}"


async def test_the_lead_is_told_as_agreed_and_management_later_and_the_day_note_says_there_was_an_incident(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, JM, LB) as day:
        await pressed(day, "10:18:00", "f5", "d")
        day.sees("DISCLOSURE · J.M.", "Listen; do not question.", "Promise no secrecy.", LIMITS)
        await pressed(day, "10:21:00", "2")
        await pressed(day, "10:26:00", "g")
        await is_in(day, "Talk it over with them")
        await pressed(day, "10:26:10", "b")  # they tell more
        await is_in(day, "Listen")
        await pressed(day, "10:28:00", "g")
        await pressed(day, "10:30:00", "1", words="the lead may know, nobody at home")
        await pressed(day, "10:31:00", "3", "g")
        await is_in(day, "Pass it on, as agreed")
        day.sees("01632 960001")
        await pressed(day, "10:33:00", "1", words="Dana Fox 10:33, keeps a record")
        await pressed(day, "10:34:00", "4")
        await pressed(day, "10:34:30", "5", words="Kit, Friday at nine")
        await pressed(day, "10:35:00", "r", "g")
        assert day.incident is None
        assert day.running == "J.M."
        assert owed(day)[:2] == ["J.M.: Report to management: to whom, and when", "J.M.: Ask the lead what came of it"]
        await day.at("10:36:00")
        await day.settle_owed("Report to management", "Mr Poole, by phone")
        await tells(day, "disclosure-agreed", since="Incident began")
        tells_nothing(day)


async def test_nobody_is_there_to_be_told_a_killed_console_goes_on_and_tomorrow_it_is_still_first(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path / "home", JM) as day:
        await pressed(day, "10:18:00", "f5", "y")  # no flow has this letter
        day.sees("What is happening?")
        await day.press("d", "x")
        assert day.incident is None
        await pressed(day, "10:19:00", "f5", "d", "g")
        await pressed(day, "10:22:00", "2", words="the line was too bad")
        await day.press("w")
        await day.press("escape")  # not yet
        await is_in(day, "Talk it over with them")
        await day.resize(40, 10)
        day.sees("J.M.")
        await day.resize(*SMALL)
        await pressed(day, "10:23:00", "w", words="a small child is at home")
        await is_in(day, "Pass it on without agreement")
        await pressed(day, "10:24:00", "2")
        day.sees("Then ring the supervisor.", "01632 960002")
        copy_of_the_disk(tmp_path)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
    clock.suspend(37)
    async with open_day(tmp_path / "killed", clock, size=SMALL) as day:
        await is_in(day, "Pass it on without agreement")
        day.sees("01632 960002")
        await pressed(day, "10:26:00", "4", "6", "l")
        assert day.incident is None
        assert owed(day)[:2] == ["J.M.: Tell the lead", "J.M.: Report to management: to whom, and when"]
        await pressed(day, "10:50:00", "e", "e")
        await pressed(day, "10:55:00", "z", "o", "o")
        await tells(day, "disclosure-owed", since="Incident began")
        tells_nothing(day)
    async with open_day(tmp_path / "killed", "2026-11-19 08:30", size=SMALL) as day:
        assert owed(day)[:2] == ["J.M.: Tell the lead", "J.M.: Report to management: to whom, and when"]
        await day.settle_owed("Tell the lead", "Dana Fox, 08:31")
        assert owed(day)[0] == "J.M.: Report to management: to whom, and when"


@pytest.mark.parametrize("co_facilitator", ["Ida Holm", ""])
async def test_in_a_group_who_heard_comes_first_then_apart_with_them_or_alone_the_group_pauses(
    tmp_path: Path, co_facilitator: str
) -> None:
    async with in_group(tmp_path, co_facilitator=co_facilitator) as day:
        await pressed(day, "10:18:00", "f5", "d")
        day.sees("Whom is it about?", "Listen; do not question.")
        await pressed(day, "10:18:05", "2")
        await is_in(day, "In the group first")
        day.sees("A.K.")
        if co_facilitator:
            day.sees("Go apart with them; the co-facilitator keeps the group.")
            day.does_not_see("You are alone")
        else:
            day.sees("You are alone: nobody goes apart unaccompanied.")
            await pressed(day, "10:18:20", "3")
        await pressed(day, "10:18:30", "1", words="J.M. and L.B.")
        await pressed(day, "10:20:00", "r", "g")
        await is_in(day, "Listen")
        await pressed(day, "10:30:00", "g")
        await pressed(day, "10:31:00", "1", words="long ago, all safe now")
        if co_facilitator:
            await pressed(day, "10:32:00", "w", words="others may be at risk")
            await is_in(day, "Pass it on without agreement")
            await pressed(day, "10:33:00", "1", words="Dana Fox 10:33")
            await pressed(day, "10:34:00", "3", words="Mr Poole 10:34")
            await day.press("g")
            left = ["A.K.: Ask the lead what came of it"]
        else:
            await pressed(day, "10:32:00", "l", words="long ago; he is dead")
            await is_in(day, "It stays between you")
            await pressed(day, "10:33:00", "5", words="Kit, on Monday")
            await day.press("r", "g")
            left = ["A.K.: Take it to supervision"]
        assert day.incident is None
        assert owed(day)[:1] == left
        await day.export()
        day.compare(f"disclosure-group{'' if co_facilitator else '-alone'}", story(day, "Incident began"))
        tells_nothing(day, "heard", "J.M. and L.B.", "pause")


@pytest.mark.parametrize("only_number", [True, False])
async def test_about_a_guardian_their_number_is_nowhere_any_more(tmp_path: Path, only_number: bool) -> None:
    async with in_session(tmp_path, BY_MOTHER if only_number else MIA, JM, place="9 Canal Row, Hull") as day:
        day.sees(f"then mother {MOTHER}")
        await pressed(day, "10:18:00", "f5", "d")
        await pressed(day, "10:20:00", "1")
        await pressed(day, "10:21:00", "g")
        day.sees("A child: the lead is told, whatever they wish.")
        await pressed(day, "10:22:00", "1", words="she is afraid of going home")
        day.does_not_see("stays between us")
        await pressed(day, "10:23:00", "g", "1", words="Dana Fox: police to the mother")
        await pressed(day, "10:24:00", "3", words="Mr Poole 10:24")
        await shows_no_number(day, "g")
        assert day.incident is None
        day.sees("emergency contact flagged")
        day.does_not_see(MOTHER)

        await day.at("10:25:00")
        await shows_no_number(day, "f3", "1")
        day.sees("may be dangerous: mother, may be present", "an emergency contact who may be rung")
        await shows_no_number(day, "s", "x")

        await day.at("10:30:00")
        await shows_no_number(day, "f2", "d", "t")
        if only_number:
            await is_in(day, "No call that is safe")
            day.sees("NO CALL", "NO TEXT", "also a number of somebody who may be the danger")
        else:
            await is_in(day, "Phone: you ring")
            assert day.incident is not None
            assert day.incident.number == MIA["phone"]
        await shows_no_number(day, "l")
        await is_in(day, "Lead or supervisor")  # not the mother
        await pressed(day, "10:31:00", "1", words="Dana Fox 10:31")
        await shows_no_number(day, "g")
        assert day.incident is None
        await tells(day, f"disclosure-guardian-{'only' if only_number else 'other'}", since="Incident began")
        tells_nothing(day)
        has_no_number(day)


async def shows_no_number(day: Day, *keys: str) -> None:
    """After each of these keys the mother's number is nowhere on the screen."""
    for key in keys:
        await day.press(key)
        day.does_not_see(MOTHER, MOTHER.replace(" ", ""))
        assert MOTHER not in str(day.incident)  # in large digits neither


def has_no_number(day: Day) -> None:
    """No file that was written for others has it, byte by byte."""
    files = sorted(day.here.documents.iterdir())
    assert {".md", ".json", ".csv"} == {one.suffix for one in files}
    for one in files:
        for number in (MOTHER, MOTHER.replace(" ", ""), f"+44{MOTHER.replace(' ', '')[1:]}"):
            assert number.encode() not in one.read_bytes(), one.name
    card = grab_card.text(grab_card.card_of(day.state, day.clock.now()))
    assert "M.O." in card
    assert MOTHER not in card
