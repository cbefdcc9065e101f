"""The screen of an incident in the whole application: it comes within its key, leaves nothing lost, and finds back."""

from pathlib import Path

from tests.journeys.drops import SIGNAL, book, in_session, set_up
from tests.journeys.harness import SMALL, open_day
from tests.journeys.incidents import in_group
from tests.journeys.people import JM


async def test_esc_leaves_the_screen_and_the_day_shows_the_way_back(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press("f2", "escape")
        assert day.incident is None
        day.sees("Drop · J.M. is open", "back to it")
        await day.pass_time(seconds=20)
        await day.press("r")
        assert day.stage == "Reconnect"
        assert day.incident is not None
        assert day.incident.digits == "4:40"
        await day.press("escape", "2")
        assert day.stage == "Reconnect"
        await day.press("2")
        assert day.stage == "Reconnect", "a digit is a digit again"
        await day.press("escape")
        await day.pass_time(seconds=3)
        await day.press("f2")
        assert day.stage == "Reconnect"


async def test_the_same_drop_is_come_back_to_and_none_begins_beside_it(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press("f2", "f2", "escape", "f2")
        assert len(day.state.incidents) == 1


async def test_a_deadline_that_passes_while_the_screen_is_left_takes_nothing_from_who_types(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press("f2", "escape")
        await day.pass_time(seconds=3)
        await day.press("n")
        await day.type("They saw")
        await day.pass_time(minutes=6)
        await day.type(" it")
        day.sees("They saw it")
        await day.press("f2")
        day.sees("Phone")
        await day.press("escape")
        day.sees("They saw it")


async def test_where_lines_come_from_is_shown_in_their_place_and_any_key_goes_on(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press("f2", "question_mark")
        day.sees("› Rejoin the room", "Remote Session Protocol Policy, 4.4", "Where this comes from")
        await day.press("question_mark")
        assert day.stage == "Reconnect"
        await day.press("question_mark", "r")
        assert day.stage == "Reconnect"
        day.sees("attempt 2")
        await day.press("question_mark", "escape")
        day.sees("CONNECTION DROPPED", "Your own line")
        day.does_not_see("Where this comes from")


async def test_a_restart_opens_straight_into_what_was_left_open(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await day.press("f2")
        await day.pass_time(seconds=60)
        clock = day.clock
    async with open_day(tmp_path, clock, size=SMALL) as day:
        await day.until("CONNECTION DROPPED · J.M.")
        assert day.stage == "Reconnect"
        await day.press("b")
        assert day.stage != "Reconnect"


async def test_a_restart_asks_again_whom_it_is_about(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.press("f2")
        day.sees("Whom is it about?", "0  other")
        clock = day.clock
    async with open_day(tmp_path, clock, size=SMALL) as day:
        await day.until("Whom is it about?")
        await day.press("0")
        day.sees("Initials or reference")
        await day.type("nobody")
        await day.press("enter")
        day.sees("Nobody is known by that. Go on without a name; 0 asks again.")


async def test_where_nobody_is_known_a_crisis_is_answered_and_ended_by_its_keys(tmp_path: Path) -> None:
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.press("f3", "1", "i")  # no key is taken for a name
        day.sees("✓i", "YOU RING  emergency services")
        await day.press("1")
        await day.type("ref 12")
        await day.press("enter", "g")
        await day.type("the crew")
        await day.press("enter")
        assert day.incident is None
        day.does_not_see("until you end it")
        assert any(one.text.startswith("Tell the lead") for one in day.state.follow_ups.values())


async def test_somebody_who_is_on_no_list_holds_up_nothing_and_can_be_named_later(tmp_path: Path) -> None:
    async with in_group(tmp_path) as day:
        await day.press("f3")
        day.sees("CRISIS · who?", "1  ", "0  other")
        day.does_not_see("1  the client")
        await day.press("0")
        await day.type("Mr Nobody")
        await day.press("enter")
        day.sees("1  the client", "0  other")
        await day.press("1", "s", "1")
        await day.type("ref 12")
        await day.press("enter")
        assert day.stage == "Help is on its way"
        await day.press("0")
        await day.type("L.B.")
        await day.press("enter")
        day.sees("CRISIS · L.B.")
        day.does_not_see("0  other")
        day.does_not_see("Mr Nobody")


async def test_esc_twice_uncovers_and_only_what_is_shown_can_be_pressed(tmp_path: Path) -> None:
    async with in_session(tmp_path, SIGNAL) as day:
        await day.press("f2", "p")
        assert day.app.flow.hidden
        day.sees("I will send the brochure.", "Keep to the plan?")
        await day.press("x", "question_mark")
        assert day.app.flow.hidden
        await day.press("escape")
        assert day.app.flow.hidden
        await day.press("escape")
        assert not day.app.flow.hidden
        await day.press("x")
        assert day.incident is None


async def test_a_late_client_takes_no_screen_by_itself(tmp_path: Path) -> None:
    book(tmp_path, "standard", JM)
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.at("10:15:30")
        assert any(one.flow == "late" for one in day.state.incidents.values())
        assert day.incident is None
        day.sees("is open", "back to it")
        await day.press("r")
        day.sees("J.M.", "began 10:15")
