"""The client is somewhere else: the crisis card follows at once, with the age of the place; abroad no number stands."""

from pathlib import Path

from tests.journeys.drops import in_session, owed, tells
from tests.journeys.incidents import pressed
from tests.journeys.people import JM


async def test_the_card_follows_a_new_place_and_abroad_no_local_number_is_given(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM) as day:
        await pressed(day, "10:18:00", "f5", "m")
        day.sees("CLIENT IS SOMEWHERE ELSE · J.M.", "Ask: where are you now?", "Say: so that help could find you.")
        await pressed(day, "10:18:20", "1", words="14 Quay Street, Hull")
        await pressed(day, "10:18:30", "3", "5", "g")
        assert day.incident is None
        assert day.running == "J.M."
        await pressed(day, "10:25:00", "f3", "1")
        day.sees("14 Quay Street, Hull said 10:18 today", "999")
        day.does_not_see("3 Mill Lane, York")
        await pressed(day, "10:25:10", "x")

        await pressed(day, "10:30:00", "f5", "m", "2", "3")
        await pressed(day, "10:30:10", "6")
        day.sees("Yes or no questions; wait, or another day. Danger: F4.")
        await pressed(day, "10:30:20", "5", "g")

        await pressed(day, "10:34:00", "f5", "m")
        await pressed(day, "10:34:10", "4", words="Spain")
        day.sees("Ask who is near, and how help is rung there.")
        await pressed(day, "10:34:20", "1", words="Calle Mayor 3, Madrid")
        await day.press("g")
        assert owed(day)[0] == "J.M.: Find the emergency number of that country"
        await pressed(day, "10:36:00", "f3", "1")
        day.sees("Calle Mayor 3, Madrid said 10:34 today", "abroad: Spain", "local number unknown")
        day.does_not_see("999", "116 123", "Hull")
        await pressed(day, "10:36:10", "i")
        day.does_not_see("999")
        await day.press("x")

        await pressed(day, "10:38:00", "f5", "m", "l")
        assert owed(day)[:2] == [
            "J.M.: Find the emergency number of that country", "J.M.: Ask again next time: where are you?",
        ]  # fmt: skip
        await pressed(day, "10:39:00", "f3", "1")
        day.sees("LAST KNOWN, 10:34 TODAY Calle Mayor 3, Madrid")
        await day.press("x")
        await day.settle_owed("Find the emergency number", "112, from the embassy's page")
        await tells(day, "client-moved", since="Client is somewhere else began")


async def test_who_would_not_say_where_they_are_has_no_place_until_they_say_it(tmp_path: Path) -> None:
    async with in_session(tmp_path, JM, place="") as day:
        await day.check("Private and alone?", "a")
        await day.check("Where are you now?", "r", "afraid to be sent home")
        await pressed(day, "10:18:00", "f3", "1")
        day.sees("WHERE REFUSED NOT KNOWN")
        await day.press("x")
        await pressed(day, "10:19:00", "f5", "m")
        await day.press("g")  # nothing was said yet
        assert day.incident is not None
        await pressed(day, "10:19:30", "1", words="a friend's, 2 Dock Road, Hull")
        await day.press("escape", "f3", "1")
        day.sees("a friend's, 2 Dock Road, Hull said 10:19 today")
        await day.press("x")
