"""While others see the screen: whatever screen is open and whatever is pressed, nobody is on it."""

from pathlib import Path

from tests.journeys.harness import SMALL, TALL, Day, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import arrive, set_up

SIGN = "Zqx"
SOWN = JM | {
    "reference": "ZQX-002", "initials": "Z.Q.", "name": f"{SIGN} Name", "emergency_name": f"{SIGN} Wife",
    "emergency_relation": f"{SIGN} relation", "safety_plan": f"{SIGN} plan", "access_needs": f"{SIGN} needs",
    "safe_word": f"{SIGN} word",
}  # fmt: skip
OTHER = AK | {"reference": "ZQX-014", "initials": "Z.Q.", "name": f"{SIGN} Other", "emergency_name": f"{SIGN} Else"}
PERSONAL = (SIGN, "ZQX", "Z.Q.", "07700 9001", "1981", "02.04")
SHARED = "Others see this screen: ^o ends that first."


async def shows_nobody(day: Day, *keys: str) -> None:
    """After each of these keys nobody is on the screen."""
    for key in keys:
        await day.press(key)
        day.does_not_see(*PERSONAL)


async def test_nobody_is_on_any_screen_until_the_same_key_ends_it(tmp_path: Path) -> None:
    bring_in(tmp_path, [SOWN, OTHER], "2026-11-18 10:00 50 ZQX-002", "2026-11-18 12:00 50 ZQX-014")
    async with open_day(tmp_path, "2026-11-18 10:00", size=TALL) as day:
        await set_up(day)
        await day.row("Z.Q.")
        await day.press("s")
        await arrive(day, f"3 {SIGN} Lane, York")
        await day.press("f")
        await day.type(f"{SIGN} to ring")
        await day.press("enter")
        await day.press("n")
        await day.type(f"{SIGN} as we spoke")
        await day.press("ctrl+s")
        day.sees("Z.Q.", SIGN)
        day.notifier.shown.clear()

        await shows_nobody(day, "ctrl+o")
        day.sees("Screen share: names hidden", "10:00", "Session 1", "Session 2", "in session")
        day.sees("Hidden now. F2, then V, shows the number.")
        day.does_not_see("YOU RING", "voicemail")
        for key in ("v", "c", "g", "n", "k", "w", "b", "f", "z", "comma"):  # each would put somebody on the screen
            await shows_nobody(day, key)
            day.sees(SHARED)
            await day.pass_time(seconds=9)
        for opened in ("m", "+", "l", "i", "?", "h", "ctrl+p", "f5", "M"):  # these open, about "Session 1"
            await shows_nobody(day, opened)
            day.does_not_see(SHARED)
            await shows_nobody(day, "escape", "escape")
        for panel in ("right", "right", "right", "right"):
            await shows_nobody(day, panel, "down", "space", "escape", "?", "escape")
        await day.resize(50, 14)
        await shows_nobody(day, "down")
        await day.resize(*TALL)
        await day.at("10:40")
        day.sees("10 minutes left: say so")
        assert set(day.notifier.shown) == {"Look at Session Day."}
        await shows_nobody(day, "a", "ctrl+l", "enter")
        day.sees("Screen share: names hidden")

        await day.press("ctrl+o")
        day.sees("Z.Q.")
        assert {one.name for one in day.state.clients.values()} == {f"{SIGN} Name", f"{SIGN} Other"}
        assert any(SIGN in one.text for one in day.state.follow_ups.values())


async def test_in_an_incident_one_key_shows_who_and_the_number_and_hides_them_again(tmp_path: Path) -> None:
    bring_in(tmp_path, [SOWN], "2026-11-18 10:00 50 ZQX-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await set_up(day)
        await day.row("Z.Q.")
        await day.press("s", "ctrl+o")
        await shows_nobody(day, "f2", "d", "t")
        day.sees("Session 1", "Others see this screen: V shows who and the numbers")
        await day.press("V")
        await day.pass_time(minutes=1)
        day.sees("Z.Q.")
        assert day.incident is not None
        assert day.incident.number == "07700 900125"
        await shows_nobody(day, "V", "?", "?", "f3")
        await day.press("V")
        day.sees("CRISIS · Z.Q.", f"{SIGN} Name")
        await shows_nobody(day, "escape")
        await shows_nobody(day, "f4")


async def test_a_page_that_lies_open_is_covered_and_is_there_again(tmp_path: Path) -> None:
    bring_in(tmp_path, [SOWN], "2026-11-18 10:00 50 ZQX-002")
    async with open_day(tmp_path, "2026-11-18 09:50", size=SMALL) as day:
        await set_up(day)
        await day.row("Z.Q.")
        await day.press("n")
        await day.type(f"{SIGN} begins well")
        await shows_nobody(day, "ctrl+o")
        day.sees("Hidden while others see this screen.")
        await shows_nobody(day, "escape", "x", "f3", "escape", "ctrl+l", "enter")
        day.sees("Hidden while others see this screen.")
        await day.press("ctrl+o")
        day.sees(f"{SIGN} begins well")
        await day.type(", and goes on")
        day.sees(f"{SIGN} begins well, and goes on")
