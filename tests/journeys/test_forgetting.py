"""Half an hour after the lock the keys are forgotten: nothing of anybody stays, nothing that is due is missed."""

from pathlib import Path
from typing import Any, cast

from console.answering import answer
from console.core.state import State
from data.values.trouble import WrongPassphrase
from tests.journeys.harness import SMALL, Day, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import set_up


class Vault:
    """What the wiring puts behind the ports: it closes the store, and opens it again with the right passphrase."""

    asks = True

    def __init__(self, day: Day) -> None:
        self.acting = cast("Any", day.app.acting)
        self.runner = self.acting.console._runner
        self.kept: tuple[State, Any] | None = None
        self.closed = 0
        self.acting.locking._unlock = self
        self.runner.forget = self.forget
        self.runner.forgotten = self.acting.forget
        self.runner.reminded = self.acting.locking.beat

    def remember(self) -> None:
        """What a start would read from the file; here it is kept by the test."""
        self.kept = (self.runner.state, self.runner.lane._saver)

    async def forget(self) -> None:
        self.closed += 1

    def wait(self) -> float:
        return 0.0

    async def unlock(self, passphrase: str) -> None:
        if passphrase != "open sesame":
            raise WrongPassphrase("That is not the passphrase.")
        if self.runner.state is None:
            assert self.kept is not None
            state, saver = self.kept
            self.runner.open(state, None)
            self.runner.store_ready(saver)


async def test_what_is_due_rings_an_incident_key_waits_and_unlocking_opens_as_a_start_does(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    async with open_day(tmp_path, "2026-11-18 09:00", size=SMALL) as day:
        await set_up(day)
        vault = Vault(day)
        await day.row("J.M.")
        await day.press("n")
        await day.type("half a thought")
        await day.press("ctrl+o")
        await day.until(lambda: any("half a thought" in str(one.fields) for one in day.drafts()))
        day.at_desk = False
        await day.at("09:20")
        day.sees("Locked. Type your passphrase.")
        assert vault.closed == 0
        vault.remember()
        await day.at("09:34")
        assert vault.closed == 0
        for _ in range(12):
            await forgotten_for(day, 10)
        await day.until(lambda: vault.closed)
        assert vault.runner.state is None
        assert vault.acting.state is None
        refused = await answer(vault.runner, day.app.pressed_outside, {"do": "records", "records": []})
        assert refused == {"ok": False, "words": "it is locked: type your passphrase there first"}
        assert (day.app.flow.view, [type(one).__name__ for one in day.app.screen_stack]) == (
            None,
            ["DayScreen", "NeutralScreen"],
        )
        assert "J.M." not in repr(day.app.day._view)
        day.sees("Locked. Type your passphrase.")

        day.notifier.shown.clear()
        for local in ("09:49:30", "09:50:10", "09:55:10", "10:00:10"):
            await forgotten_until(day, local)
        assert day.notifier.shown == ["An invitation is due", "A session begins soon", "A session is due"]
        day.sees("09:50 An invitation is due", "09:55 A session begins soon", "10:00 A session is due")
        await day._key("f3")
        await forgotten_until(day, "10:00:30")
        day.sees("Danger now: ring 999. F3: noted, and open with your passphrase.")

        for letter in "wrong":
            await day._key(letter)
        await day._key("enter")
        await day.until("That is not the passphrase.")
        for letter in "open sesame":
            await day._key("space" if letter == " " else letter)
        await day._key("enter")
        await day.until("CRISIS · Session 1")  # others still see the screen
        day.does_not_see("J.M.")
        await day.press("ctrl+o")
        day.sees("CRISIS · J.M.")
        assert day.incident is not None
        assert day.incident.began == "10:00:10"
        await day.press("x", "escape")
        await day.row("J.M.")
        await day.press("n")
        day.sees("half a thought", "This is what you were typing")


async def forgotten_until(day: Day, local: str) -> None:
    """Time passes while there is no state to wait for."""
    hours, minutes, seconds = (int(one) for one in local.split(":"))
    while (now := day.clock.utc).hour * 3600 + now.minute * 60 + now.second < hours * 3600 + minutes * 60 + seconds:
        await forgotten_for(day, 10)


async def forgotten_for(day: Day, seconds: float) -> None:
    """One heartbeat later."""
    day.clock.advance(seconds)
    day.beat()
    await day.quiet()
