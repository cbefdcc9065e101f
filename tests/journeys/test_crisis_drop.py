"""A crisis and the connection: a drop in a crisis is a step of it, a crisis in a drop takes the drop in."""

from pathlib import Path

from tests.journeys.drops import dropped, in_session, is_in, owed, tells
from tests.journeys.incidents import LEAD_TOLD, opened, pressed, stands
from tests.journeys.people import JM


async def test_the_line_goes_in_a_crisis_the_phone_is_there_at_once_and_back_leads_where_one_was(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path) as day:
        await pressed(day, "10:18:00", "f3", "1")
        await pressed(day, "10:19:00", "f2")
        await is_in(day, "The line is lost: ring them", "1:00")
        day.sees("YOU RING", "07700 900125", "Rejoin the room; keep trying.")
        assert len(opened(day)) == 1
        await pressed(day, "10:19:05", "g")
        day.sees("ringing since 10:19:05")
        await pressed(day, "10:19:30", "5")
        await pressed(day, "10:19:31", "g")  # no waiting between two tries, in a crisis
        day.sees("ringing since 10:19:31")
        await pressed(day, "10:19:50", "b")
        await is_in(day, "Stay with the client")
        day.sees("Back: ask whether they are alone, and where.")
        await pressed(day, "10:20:10", "r")
        await pressed(day, "10:21:00", "i")
        await pressed(day, "10:21:20", "f2", "f2")
        await is_in(day, "Emergency services")  # danger comes first; the number is on the card, ringing one key away
        day.sees("The line is gone.", "07700 900125")
        await day.press("t")
        await is_in(day, "The line is lost: ring them")
        await pressed(day, "10:21:30", "1")
        day.sees("go on by phone")
        await pressed(day, "10:21:50", "t")
        await is_in(day, "Emergency services")
        await pressed(day, "10:23:00", "1", words="ref 4411, PC Hale")
        await pressed(day, "10:30:00", "g", words="Rose, who is there now")
        assert not opened(day)
        await tells(day, "crisis-line-lost", since="Crisis began")


async def test_a_crisis_in_a_drop_takes_it_in_and_both_end_with_the_hand_over(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await pressed(day, "10:18:09", "d")
        await pressed(day, "10:18:40", "f3")
        await is_in(day, "The line is lost: ring them", "0:00")
        day.sees("CRISIS · J.M.", "07700 900125", "Also open:", "Drop")
        assert stands(day, "drop") == "drop.reconnect waits"
        await pressed(day, "10:19:00", "3")  # voicemail: nobody is reached
        await pressed(day, "10:19:05", "g")
        await pressed(day, "10:19:20", "l")  # while it still rings
        await is_in(day, "Not reached: who can look?")
        day.sees("wife (Rose Moss)", "Say only: we lost contact; can you look?")
        assert day.incident is not None
        assert day.incident.number == "07700 900126"
        await pressed(day, "10:20:00", "4")
        day.sees("› s  emergency services")
        await day.press("s")
        day.sees("The line is gone.")
        await pressed(day, "10:23:00", "2", words="Ambulance, ref 77, J. Cole, 10:23")
        assert not opened(day)
        day.sees("lost 5 min")
        assert owed(day)[3] == "J.M.: Ask the service what came of it"
        await tells(day, "crisis-takes-drop")


async def test_danger_that_was_said_in_the_drop_is_known_in_the_crisis(tmp_path: Path) -> None:
    async with in_session(tmp_path) as day:
        await dropped(day)
        await pressed(day, "10:18:20", "i")
        await pressed(day, "10:18:40", "f3")
        await is_in(day, "Emergency services")
        day.sees("CRISIS · J.M.", "999", "✓i  danger now", "The line is gone.")
        await pressed(day, "10:20:00", "1", words="ref 4411, PC Hale")
        await is_in(day, "The line is lost: ring them")  # help is arranged: now the client
        await pressed(day, "10:20:10", "s")
        await is_in(day, "Help is on its way")


async def test_a_crisis_in_error_gives_the_drop_back_and_asks_private_and_where_before_what_is_overdue(
    tmp_path: Path,
) -> None:
    async with in_session(tmp_path, JM) as day:
        await dropped(day)
        await pressed(day, "10:18:09", "m")
        await pressed(day, "10:20:00", "f3")
        await day.at("10:24:00")
        assert stands(day, "drop") == "drop.reconnect waits"
        await pressed(day, "10:24:00", "x")
        await is_in(day, "Reconnect")
        day.sees("Still private?", "Still in the same place?", "Overdue: “Phone” since 10:23")
        assert [one for one in owed(day) if LEAD_TOLD in one or "lead" in one] == []
        await pressed(day, "10:24:10", "7")
        await is_in(day, "Reconnect")
        await pressed(day, "10:24:20", "0", words="the library, York")
        await is_in(day, "Phone: you ring")
        day.does_not_see("Overdue")
        await pressed(day, "10:24:50", "1", "1", "3")
        await pressed(day, "10:25:00", "g")
        assert not opened(day)
        day.sees("· phone", "lost 7 min")
        await tells(day, "crisis-in-error")
