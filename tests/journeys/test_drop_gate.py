"""A drop behind contact safety: who may not be texted, rung, or reached at all; and whose plan is that they ring."""

from pathlib import Path

from tests.journeys.drops import (
    BY_CHAT,
    CLIENT_RINGS,
    FLAGGED,
    NO_NUMBER,
    NO_TEXT,
    dropped,
    in_session,
    is_in,
    owed,
    tells,
)

NUMBER = "07700 900125"
CONTACT = "07700 900126"


async def test_a_client_who_must_not_be_texted_cannot_be_sent_the_text_by_any_key(tmp_path: Path) -> None:
    async with in_session(tmp_path, NO_TEXT) as day:
        await dropped(day)
        day.sees("NO TEXT", "not safe (11 Nov)", f"YOU RING {NUMBER}")
        await day.press("c")
        day.sees("NO TEXT")
        day.does_not_see("Copied")
        await day.press("h", "n")
        await day.at("10:19:30")
        await day.press("t")
        await day.at("10:20:00")
        await day.press("5", "l")
        await is_in(day, "Another appointment")
        day.sees("Offer another appointment by e-mail.", "NO E-MAIL")
        await day.press("c")
        day.does_not_see("Copied")
        await day.press("l")
        assert owed(day) == ["J.M.: Ask next time what happened"]
        await tells(day, "drop-no-text")


async def test_an_override_takes_a_reason_and_is_told_nowhere(tmp_path: Path) -> None:
    async with in_session(tmp_path, NO_TEXT) as day:
        await dropped(day)
        await day.press("o")
        day.sees("Override NO TEXT?", "Why?")
        await day.press("enter")  # no reason: nothing
        day.sees("NO TEXT")
        await day.press("o")
        await day.type("asked for it by e-mail an hour ago")
        await day.press("enter")
        day.sees(NUMBER, "copy")
        await day.press("c")
        day.sees("Copied")
        await day.at("10:19:05")
        await day.press("b", "1", "3", "5", "g")
        await tells(day, "drop-override")
        assert "asked for it" not in day.day_note()


async def test_in_distress_the_reason_of_an_override_is_one_key(tmp_path: Path) -> None:
    async with in_session(tmp_path, NO_NUMBER) as day:
        await dropped(day)
        await day.press("d")
        await day.press("t")
        await is_in(day, "No call that is safe")
        day.sees("NO CALL", "not safe (11 Nov)")
        day.does_not_see(NUMBER)
        await day.press("o")
        day.sees("Override NO CALL?", "immediate danger", "client asked", "other")
        await day.press("1")
        await is_in(day, "Phone: you ring")
        day.sees("YOU RING")
        await day.press("1")
        await is_in(day, "Reached: is it them?")


async def test_with_no_safe_number_the_room_stays_open_and_nothing_is_rung(tmp_path: Path) -> None:
    async with in_session(tmp_path, NO_NUMBER) as day:
        await dropped(day)
        day.sees("NO CALL", "NO TEXT")
        day.does_not_see(NUMBER)
        await day.press("m")
        await day.at("10:23:00")
        await is_in(day, "Not reached: any concern?")
        day.sees("NO CALL")
        day.does_not_see(NUMBER)


async def test_no_safe_route_left_and_no_concern_stays_in_the_room_to_the_booked_end(tmp_path: Path) -> None:
    async with in_session(tmp_path, NO_NUMBER) as day:
        await dropped(day)
        await day.press("h", "n")
        await day.at("10:23:00")
        await is_in(day, "No safe route left")
        day.sees("Stay in the room to the booked end.", "NO CALL")
        day.does_not_see(NUMBER, CONTACT)
        await day.at("10:40")
        await day.press("a")
        await is_in(day, "No safe route left")
        await day.press("l")
        assert day.running == "J.M."
        assert owed(day) == ["J.M.: Ask next time what happened"]
        await tells(day, "drop-no-route")


async def test_a_contact_who_may_be_the_danger_is_never_offered(tmp_path: Path) -> None:
    async with in_session(tmp_path, FLAGGED) as day:
        await dropped(day)
        await day.press("d", "t")
        await day.at("10:18:40")
        await day.press("5", "l")
        await is_in(day, "Lead or supervisor")
        day.sees("01632 960001")
        day.does_not_see(CONTACT)
        await day.at("10:19:10")
        await day.press("i")
        await is_in(day, "Emergency services")
        day.sees("999")
        day.does_not_see(CONTACT)
        await day.at("10:21:00")
        await day.press("1")
        await day.type("ref 7")
        await day.press("enter", "g")
        await tells(day, "drop-flagged")


async def test_the_must_of_a_policy_against_an_unsafe_contact_is_recorded_as_not_possible(tmp_path: Path) -> None:
    async with in_session(tmp_path, FLAGGED, policy="remote-protocol", place="") as day:
        await dropped(day)
        await day.press("h", "n")
        await day.at("10:23:00")
        await day.press("5")
        await day.at("10:26:30")
        await day.press("5")
        await is_in(day, "Another appointment")  # no concern was said before, by a person
        day.does_not_see(CONTACT)
        await day.press("g")
        await tells(day, "drop-must-unsafe")
        assert "not possible: unsafe" in day.day_note()


async def test_where_the_client_rings_the_line_is_kept_free_and_then_the_practitioner_rings(tmp_path: Path) -> None:
    async with in_session(tmp_path, CLIENT_RINGS) as day:
        await dropped(day)
        day.sees("KEEP THE LINE FREE 4:00, then you ring")
        await day.press("m")
        await day.at("10:23:00")
        await is_in(day, "Keep the line free", "4:00")
        day.sees("The client rings you. Do not ring out.")
        await day.at("10:26:59")
        await is_in(day, "Keep the line free", "0:01")
        await day.at("10:27:00")
        await is_in(day, "Phone: you ring")
        day.sees("YOU RING")
        await day.press("1")
        await day.press("1", "3", "g")
        day.sees("· phone")
        await tells(day, "drop-client-rings")


async def test_the_client_rings_while_the_line_is_kept_free(tmp_path: Path) -> None:
    async with in_session(tmp_path, CLIENT_RINGS) as day:
        await dropped(day)
        await day.press("t")
        await is_in(day, "Keep the line free", "4:00")
        await day.at("10:19:30")
        await day.press("1")
        await is_in(day, "Reached: is it them?")
        await day.press("2")  # it is not them
        await is_in(day, "Not reached: any concern?")


async def test_a_plan_by_message_keeps_to_messages(tmp_path: Path) -> None:
    async with in_session(tmp_path, BY_CHAT) as day:
        await dropped(day)
        await day.press("t")
        await is_in(day, "By message, as agreed", "5:00")
        day.does_not_see("YOU RING")
        await day.press("c")
        day.sees("Copied")
        await day.at("10:23:00")
        await is_in(day, "Not reached: any concern?")
