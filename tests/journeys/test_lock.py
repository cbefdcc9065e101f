"""The lock: it hides everything when nobody is there, rings all the same, and never hides what is in hand."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from console.acts.locking import Locking
from console.core.ports import Unlock
from data.values.trouble import WrongPassphrase
from tests.fakes import FakeClock
from tests.journeys.harness import SMALL, TALL, Day, open_day
from tests.journeys.people import AK, JM, bring_in
from tests.journeys.stories import arrive, set_up

JOHN = JM | {"safety_plan": "Ring Rose; walk by the river."}
PEOPLE = ("J.M.", "John", "Moss", "JM-002", "A.K.", "Anna", "Rose", "Mill Lane", "07700", "river", "quiet start")
SECOND = timedelta(seconds=1)


async def begin(day: Day) -> None:
    await set_up(day)
    await day.row("J.M.")


@contextmanager
def painting(day: Day) -> Iterator[list[str]]:
    """Everything that is painted meanwhile, frame by frame, as text."""
    frames: list[str] = []
    paint = App._display

    def painted(app: App[None], screen: Screen[None], renderable: Any) -> None:
        if renderable is not None:
            frames.append("\n".join(strip.text for strip in screen._compositor.render_strips()))
        paint(app, screen, renderable)

    App._display = painted  # type: ignore[method-assign,assignment]
    try:
        yield frames
    finally:
        App._display = paint  # type: ignore[method-assign]


def told(text: str) -> list[str]:
    """What of anybody is in it."""
    return [word for word in PEOPLE if word in text]


class Secret:
    """A way in that knows one passphrase; every wrong one doubles the wait."""

    asks = True

    def __init__(self, clock: FakeClock) -> None:
        self.tried: list[str] = []
        self.wrong = 0
        self._clock = clock
        self._last = clock.boottime

    def wait(self) -> float:
        whole = float(2**self.wrong) if self.wrong else 0.0
        return max(whole - (self._clock.boottime - self._last), 0.0)

    def tried_elsewhere(self) -> None:
        """A wrong one in another window."""
        self.wrong, self._last = self.wrong + 1, self._clock.boottime

    async def unlock(self, passphrase: str) -> None:
        self.tried.append(passphrase)
        await asyncio.sleep(0)
        if passphrase != "open sesame":
            self.tried_elsewhere()
            raise WrongPassphrase("That is not the passphrase.")
        self.wrong = 0


def asks_for_a_passphrase(day: Day) -> Secret:
    """This console's lock asks from now on."""
    way: Unlock = (secret := Secret(day.clock))
    locking: Locking = getattr(day.app.acting, "locking")  # noqa: B009  a port does not have it
    locking._unlock = way
    return secret


async def test_after_five_minutes_it_hides_everybody_and_a_wrong_passphrase_waits_longer_and_longer(
    tmp_path: Path,
) -> None:
    bring_in(tmp_path, [JOHN, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
    async with open_day(tmp_path, "2026-11-18 09:40", size=SMALL) as day:
        await begin(day)
        secret = asks_for_a_passphrase(day)
        await day.press("n")
        await day.type("quiet start")
        day.at_desk = False
        await day.pass_time(minutes=4, seconds=59, every=SECOND)
        day.sees("quiet start")
        await day.pass_time(seconds=1)
        day.sees("Locked. Type your passphrase.")
        assert told(day.screen_text()) == []
        day.does_not_see("F3")

        await day.type("quick")
        await day.press("enter")
        day.sees("That is not the passphrase. Another try in 2 seconds.", "the next start takes your recovery words")
        await day.type("open sesame")
        await day.press("enter")
        assert secret.tried == ["quick"], "nothing is tried before the wait is over"
        await day.pass_time(seconds=2, every=SECOND)
        day.does_not_see("Another try")
        secret.tried_elsewhere()  # by a command in another window: it counts here too
        await day.type("open sesame")
        await day.press("enter")
        day.sees("Another try in 4 seconds.")
        assert secret.tried == ["quick"]
        await day.pass_time(seconds=4, every=SECOND)
        for wait in (8, 16, 32):
            await day.type("slow")
            await day.press("enter")
            day.sees(f"Another try in {wait} seconds.")
            await day.pass_time(seconds=wait, every=SECOND)

        await day.at("09:55")
        day.sees("09:50 An invitation is due", "09:55 A session begins soon")
        assert told(day.screen_text()) == []
        assert "A session begins soon" in day.notifier.shown
        await day.type("open sesame")
        await day.press("enter")
        day.sees("quiet start")  # the note lies open as it was
        await day.press("escape")
        day.sees("J.M.")


async def test_the_first_frame_after_a_night_of_sleep_is_locked_and_its_first_key_does_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, [JOHN, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
    for woken_by in ("beat", "down", "repaint", "resize", "safe-word", "stopped"):
        home = tmp_path / woken_by
        home.mkdir()
        bring_in(home, [JOHN, AK], "2026-11-18 10:00 50 JM-002", "2026-11-18 11:00 50 AK-014")
        async with open_day(home, "2026-11-18 19:00", size=TALL) as day:
            await begin(day)
            day.sees("J.M.")
            day.clock.suspend(2 if woken_by == "stopped" else timedelta(hours=12).total_seconds())
            with painting(day) as frames:
                if woken_by == "beat":
                    day.beat()
                elif woken_by == "down":
                    await day._key("down")
                elif woken_by == "safe-word":
                    day.app.pressed_outside("safe-word")
                elif woken_by == "stopped":  # Ctrl-Z, and back at once
                    day.app.stopped = True
                    day.app.screen.refresh()
                elif woken_by == "resize":
                    await day.pilot.resize_terminal(100, 30)
                else:
                    day.app.screen.refresh()
                await day.quiet()
            assert frames
            assert [one for frame in frames for one in told(frame)] == [], woken_by
            if woken_by != "safe-word":
                day.sees("Locked. Enter opens it.", "not encrypted")
                await day.press("x", "enter")
            else:
                await day.press("escape", "escape")


async def test_neither_a_running_session_nor_an_open_flow_is_hidden_but_by_key_both_are(tmp_path: Path) -> None:
    bring_in(tmp_path, [JOHN], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 10:00", size=SMALL) as day:
        await begin(day)
        await day.press("s")
        await day.pass_time(seconds=20)
        await arrive(day, "3 Mill Lane, York")
        day.at_desk = False
        await day.at("10:18")
        day.sees("J.M.")
        await day.suspend(minutes=10)
        day.sees("Asleep 10 min")
        await day.press("y")

        await day.press("ctrl+l")
        day.sees("left · 10:28", "Check in", "F3")
        assert told(day.screen_text()) == []
        await day.at("10:40")
        day.notifier.shown.clear()
        await day.pass_time(minutes=1)
        day.sees("10 minutes left: say so", "^a")
        assert day.notifier.shown == ["10 minutes left"] * len(day.notifier.shown) != []
        await day.press("x")
        day.sees("10 minutes left: say so")
        await day.press("ctrl+a")
        day.does_not_see("10 minutes left")
        assert told(day.screen_text()) == []

        await day.press("f3")  # locked by key the practitioner sits there: the whole card, at once
        day.sees("CRISIS · J.M.", "07700 900125", "John Moss", "3 Mill Lane, York")
        await day.pass_time(minutes=6)
        day.sees("CRISIS · J.M.")
        await day.press("escape")
        day.sees("Locked. Enter opens it.", "Back to what is open")
        assert told(day.screen_text()) == []
        await day.press("enter")
        day.sees("CRISIS · J.M.")
        await day.press("x", "escape")
        day.sees("J.M.")


async def test_an_incident_key_on_an_idle_lock_guides_without_a_name_and_with_the_passphrase_shows_all(
    tmp_path: Path,
) -> None:
    bring_in(tmp_path, [JOHN], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:40", size=SMALL) as day:
        await begin(day)
        asks_for_a_passphrase(day)
        day.at_desk = False
        await day.pass_time(minutes=6)
        day.sees("Locked. Type your passphrase.")
        day.app.pressed_outside("crisis")
        await day.settle()
        day.sees("CRISIS", "Stay with the client.", "Locked: V, then your passphrase, shows who and the numbers.")
        assert told(day.screen_text()) == []
        await day.press("s")
        day.sees("emergency services", "999")
        for key in ("?", "?", "tab", "f5", "escape"):
            assert told(day.screen_text()) == []
            await day.press(key)
        await day.press("V")
        day.sees("Locked. Type your passphrase.")
        await day.type("open sesame")
        await day.press("enter")
        day.sees("CRISIS · J.M.", "07700 900125")


async def test_names_shown_for_five_seconds_are_gone_with_the_lock_and_do_not_come_back(tmp_path: Path) -> None:
    bring_in(tmp_path, [JOHN], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:40", size=SMALL) as day:
        await begin(day)
        await day.press("v")
        day.sees("John Moss")
        await day.press("ctrl+l")
        assert told(day.screen_text()) == []
        await day.press("enter")
        day.sees("J.M.", "names hidden")
        day.does_not_see("John")
