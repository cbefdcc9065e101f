"""I cannot go on: cover or the lead first, then today's clients one by one, each by a way that is safe for them."""

from pathlib import Path

from tests.fakes import FakeClock
from tests.journeys.drops import DAY, in_session, is_in, owed, practice, story
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.incidents import NO_WAY, copy_of_the_disk, pressed
from tests.journeys.people import AK, JM, LB, RT, bring_in

BY_MAIL = {**AK, "call": "not safe", "email": "anna@example.org", "email_safe": "safe"}
BY_PHONE = {**RT, "text": "not safe"}
TELL = "Today's clients: tell whoever does not know yet"
AGAIN = "Offer today's clients another time"


def tells(day: Day, name: str) -> None:
    """What the day note says of it under the day itself."""
    told = day.day_note().partition("\n## The day\n")[2].strip()
    assert not [one for one in ("J.M.", "A.K.", "R.T.", "L.B.", "077", "@") if one in told], "it is about nobody"
    day.compare(name, f"{told}\n")


async def test_today_s_clients_are_told_one_by_one_by_text_by_e_mail_by_phone_and_one_has_no_safe_way(
    tmp_path: Path,
) -> None:
    await practice(tmp_path, "standard")
    bring_in(
        tmp_path, [JM, BY_MAIL, BY_PHONE, dict(NO_WAY)],
        f"{DAY} 10:00 50 JM-002", f"{DAY} 11:00 50 AK-014", f"{DAY} 14:00 50 RT-031", f"{DAY} 15:30 50 LB-020",
    )  # fmt: skip
    async with open_day(tmp_path, f"{DAY} 09:30", size=SMALL) as day:
        await pressed(day, "09:30:00", "f5", "c")
        day.sees("I CANNOT GO ON", "Yourself first.", "Lead", "01632 960001", "no session runs")
        await pressed(day, "09:30:10", "2")
        await pressed(day, "09:30:40", "4")
        await day.type("Pe")
        await day.press("escape")  # nobody covers after all; and the digit that follows is an answer
        await pressed(day, "09:31:00", "5", "g")
        await is_in(day, "Today's clients, one by one")
        day.sees("J.M. · 10:00 3 more", "By text", JM["phone"])
        await pressed(day, "09:31:30", "c")
        day.sees("Copied", "✓ By text")
        assert "another time" in day.app.clipboard or "cannot" in day.app.clipboard, day.app.clipboard
        await pressed(day, "09:32:00", "t")
        day.sees("A.K. · 11:00 2 more", "By e-mail", "anna@example.org")
        day.does_not_see("✓", AK["phone"])
        await pressed(day, "09:33:00", "c", "t")
        day.sees("R.T. · 14:00 1 more", f"Ring, from the work phone {RT['phone']}")
        await day.press("c")  # no text is safe: the key means nothing
        day.does_not_see("By text", "Copied")
        await pressed(day, "09:36:00", "t")
        day.sees("L.B. · 15:30", "No safe way: be in the room then, or ask cover.")
        day.does_not_see(LB["phone"])
        await day.press("escape")
        assert owed(day)[:2] == ["I cannot go on: still open", TELL]
        await day._move("owed", "still open")
        await day.press("enter")
        await pressed(day, "09:37:00", "t")
        day.sees("nobody left today", "› g everybody knows")
        await pressed(day, "09:38:00", "g")
        assert day.incident is None
        assert TELL not in owed(day)
        await day.settle_owed(AGAIN, "all on Friday")
        await day.export()
        tells(day, "cannot-go-on-all-told")


async def test_it_works_again_then_an_alarm_leaves_somebody_untold_which_is_first_tomorrow(tmp_path: Path) -> None:
    async with in_session(tmp_path / "home", JM, LB) as day:
        await pressed(day, "10:18:00", "f5", "c", "1")
        day.sees("Go on by phone where you can; cut off: F2.", "Say: we must stop; I will be in touch.")
        await pressed(day, "10:19:00", "l")
        assert day.incident is None
        assert day.running == "J.M."

        await pressed(day, "10:20:00", "f5", "c", "3")
        day.sees("Leave now; the rest can wait.")
        await day.resize(40, 10)
        await day.resize(*SMALL)
        await pressed(day, "10:40:00", "4", words="Dana Fox takes L.B. at eleven")
        await day.press("g")
        copy_of_the_disk(tmp_path)
        clock = FakeClock(day.clock.utc, day.clock.boot, day.clock.boottime)
    clock.suspend(25)
    async with open_day(tmp_path / "killed", clock, size=SMALL) as day:
        await is_in(day, "Today's clients, one by one")
        day.sees("L.B. · 11:00", LB["phone"])
        await pressed(day, "10:42:00", "l")
        assert day.running == "J.M.", "only a person ends the session"
        assert owed(day)[:2] == [TELL, AGAIN]
        await pressed(day, "10:50:00", "e", "e")
        await pressed(day, "10:51:00", "z", "o", "o")
        await day.export()
        day.compare("cannot-go-on-some-left", story(day, "I cannot go on began"))
    async with open_day(tmp_path / "killed", "2026-11-19 08:30", size=SMALL) as day:
        assert owed(day)[0] == TELL
        await day.settle_owed(TELL, "L.B. rang me, 08:31")
        assert TELL not in owed(day)
        await pressed(day, "08:40:00", "f5", "c", "2", "5")
        await day.press("g")  # nobody else today: done
        assert day.incident is None
        assert not [one for one in day.state.incidents.values() if one.ended is None]
        assert owed(day).count(AGAIN) == 1
