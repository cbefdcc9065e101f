"""Several incidents at once: what is set aside comes back; members of a group run side by side; a tired hand."""

from pathlib import Path

from tests.journeys.drops import dropped, in_session, is_in, owed, tells
from tests.journeys.harness import SMALL, TALL
from tests.journeys.incidents import in_group, is_covert, opened, pressed, stands
from tests.journeys.people import AK, JM

CRISIS = "CRISIS · J.M."


async def test_a_disclosure_is_set_aside_by_a_crisis_and_comes_back_at_the_same_line(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:10:00", "f5", "d")
        began = day.stage
        await pressed(day, "10:12:00", "f3", "1", "4")
        day.sees(CRISIS, "Also open:", "J.M. · Incident")
        await pressed(day, "10:13:00", "f5", "q")  # less urgent: it is noted, and waits
        day.sees(CRISIS)
        assert stands(day, "poor-quality").endswith(" waits")
        await pressed(day, "10:15:00", "6", "g", words="Rose is with them till nine")
        day.sees("DISCLOSURE · J.M.", "Still private?", "Still in the same place?")
        assert day.stage == began
        await pressed(day, "10:15:10", "9")
        await pressed(day, "10:15:20", "7")
        day.does_not_see("Still private?")
        assert day.stage == began
        await day.press("x")
        day.sees("POOR SOUND OR PICTURE · J.M.", "Still private?")
        await day.press("x")
        assert not opened(day)
        await tells(day, "turns-disclosure", since="Incident began")


async def test_in_a_group_a_crisis_beside_anothers_drop_and_the_group_goes_on_with_the_co_facilitator(
    tmp_path: Path,
) -> None:
    async with in_group(tmp_path, co_facilitator="Noor Haddad") as day:
        await pressed(day, "10:20:00", "f2", "2")
        day.sees("CONNECTION DROPPED · A.K.", "07700 900123")
        await pressed(day, "10:20:30", "f3")
        day.sees("Whom is it about?", "Give the group to the co-facilitator, by name.")
        await pressed(day, "10:20:35", "1", "j")
        day.sees(CRISIS, "Also open:", "A.K. · Drop")
        await day.press("tab")
        day.sees("CONNECTION DROPPED · A.K.", "Also open:", "J.M. · Crisis")
        await pressed(day, "10:22:00", "tab", "1")
        await pressed(day, "10:22:10", "f3", "1")  # F3 twice: the same one
        day.sees(CRISIS)
        assert sorted(one.flow for one in opened(day)) == ["crisis", "drop"]
        await day.press("tab")
        await pressed(day, "10:23:00", "b", "1", "3", "5", "g")
        assert [one.flow for one in opened(day)] == ["crisis"]
        await pressed(day, "10:24:00", "f3", "1", "6", "g", words="plan with J., kept till Friday")
        assert not opened(day)
        assert owed(day)[:3] == [
            "J.M.: Tell the lead: who, and what was decided",
            "J.M.: A debrief for yourself: with whom, when",
            "J.M.: Report to management: to whom, when",
        ]
        assert day.running
        await tells(day, "turns-group", since="Drop began")


async def test_alone_with_a_group_it_is_paused_and_the_safe_word_of_one_hides_all(tmp_path: Path) -> None:
    async with in_group(tmp_path) as day:
        await pressed(day, "10:20:00", "f3")
        day.sees("Pause the group; say only that you pause.")
        day.does_not_see("co-facilitator")
        await pressed(day, "10:20:05", "2", "j")
        day.sees("CRISIS · A.K.")
        await pressed(day, "10:22:00", "6", "g", words="A.K. rings Ewa")
        await pressed(day, "10:30:00", "f4")
        is_covert(day)
        day.sees("Who?", "3 L.B.")
        await day.press("3")
        is_covert(day)
        day.does_not_see("A.K.", "J.M.", "L.B.")
        await pressed(day, "10:33:00", "1")
        day.sees("SAFE WORD · L.B.")
        await pressed(day, "10:33:20", "1", "4", "g")
        assert not opened(day)
        assert "L.B.: Ask how they are when you next speak" in owed(day)
        assert day.running
        await tells(day, "turns-group-alone", since="Crisis began")


async def test_a_tired_hand_loses_nothing(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, AK) as day:
        await pressed(day, "10:10:00", "f3", "f3", "f3")
        assert len(opened(day)) == 1
        await day.press("x")
        assert not opened(day)
        assert not [one for one in owed(day) if one.startswith("J.M.")]  # its loops went with it
        await pressed(day, "10:12:00", "f5", "z", "a", "9")  # letters of no flow
        day.sees("What is happening?")
        await day.press("w")  # the wrong letter
        day.sees("TOO MUCH AT ONCE · J.M.")
        await day.press("f3")
        day.sees(CRISIS)
        await day.press("1", "z", "d", "f", "h", "p", "y", "9", "7", "0")  # keys of other flows
        await is_in(day, "Stay with the client")
        assert stands(day, "overwhelm").endswith(" waits")
        await day.press("s", "escape")
        day.sees("Crisis · J.M. is open")
        await day.pass_time(seconds=3)
        await day.press("r")
        await is_in(day, "Emergency services")
        await day.press("1")
        await day.type("ref 44")
        for size in (TALL, (60, 18), (40, 10), SMALL):
            await day.resize(*size)
        await day.type("11")
        day.sees("ref 4411")
        await day.press("escape")  # not now
        await is_in(day, "Emergency services")
        await day.press("1")
        await day.type("ref 4411")
        await day.press("enter")
        await is_in(day, "Help is on its way")
        await pressed(day, "10:14:00", "g", words="Rose")
        day.sees("TOO MUCH AT ONCE · J.M.", "Still private?")
        await day.press("x")
        assert not opened(day)
        await dropped(day, "10:30")
        await day.press("f4")
        is_covert(day)
        await day.press("escape", "escape", "x")
        await is_in(day, "Reconnect")
        await day.press("x")
        assert day.running == "J.M."
