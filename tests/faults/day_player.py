"""A part of the long day in the real program, in a real terminal and a process of its own: `python -m … ORDERS`.

Rule: the clock, the scheduler, the notifier and the own line move by the script; the program, its screens, its store
and the process beside it are those that `session-day` runs. What it measured goes to the report, a trouble too.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.pilot import Pilot

from console import wiring
from console.settings import HOME_VARIABLE, Settings
from tests.fakes import FakeClock, FakeLine, FakeNotifier, FakeScheduler
from tests.faults.day_acts import Act
from tests.faults.day_plants import plant
from tests.faults.day_script import script
from tests.journeys.harness import ZONE, Day, at, folders

MIDNIGHT = at("2026-11-18 00:00")
ROLLUP = Path("/proc/self/smaps_rollup")
DRAWN = 60
"""The screen is drawn at least so often, in seconds of that day."""


def memory() -> dict[str, int]:
    """What this process holds after a collection, in KiB: all that is resident, and what it shares with nobody."""
    gc.collect()
    lines = (line.split() for line in ROLLUP.read_text(encoding="ascii").splitlines()[1:])
    sizes = {words[0].rstrip(":"): int(words[1]) for words in lines}
    return {"resident": sizes["Rss"], "own": sizes["Private_Clean"] + sizes["Private_Dirty"]}


class Typist(Day):
    """A person who types at speed: whole words before the screen has drawn their letters."""

    async def type(self, words: str) -> None:
        """At once."""
        assert self.app._driver is not None
        for letter in words:
            self.app._driver.send_message(Key({" ": "space", ",": "comma"}.get(letter, letter), letter))
        self.pressed += len(words)
        await self.settle()


class Player:
    """Does the acts of a script, from one on, until the day is over or the program is killed."""

    def __init__(self, day: Day, acts: list[Act], orders: dict[str, Any], report: dict[str, Any]) -> None:
        self.day = day
        self.acts = acts
        self.orders = orders
        self.report = report
        self.beat = timedelta(seconds=orders["beat"])
        self.measures = [int(second) for second in orders["measures"]]

    async def play(self) -> None:
        """All of them."""
        for act in self.acts:
            while self.measures and self.measures[0] <= act.at:
                second = self.measures.pop(0)
                await self._until(second)
                self._measure(second)
            await self._until(act.at)
            await self._unlock()
            try:
                await getattr(self, f"_{act.do}")(*act.given)
            except AssertionError as error:
                raise AssertionError(f"{act}: {error}") from error
        await self.day.export()
        self._measure(-1)
        self.report["pressed"] = self.day.pressed

    def _measure(self, second: int) -> None:
        self.report["memory"].append((second, memory(), self.day.pressed))

    async def _until(self, second: int) -> None:
        then = MIDNIGHT + timedelta(seconds=second)
        while (left := (then - self.day.clock.utc).total_seconds()) > 0:
            await self.day.pass_time(every=self.beat, seconds=min(left, DRAWN))

    async def _unlock(self) -> None:
        """Enter, where the console locked itself meanwhile."""
        if getattr(self.day.state, "locked", None) is not None:
            await self.day.press("enter")
            await self.day.until(lambda: self.day.state.locked is None)  # type: ignore[attr-defined,unused-ignore]

    # --- the acts -----------------------------------------------------------------------------------------------------
    async def _open(self) -> None:
        await self.day.row("Day start")

    async def _wait(self) -> None:
        await self.day.settle()

    async def _press(self, *keys: str) -> None:
        await self.day.press(*keys)

    async def _enter(self, keys: str, words: str) -> None:
        await self.day.press(*keys.split())
        await self.day.type(words)
        await self.day.press("enter")

    async def _row(self, words: str) -> None:
        await self.day.row(words)

    async def _tick(self, line: str) -> None:
        await self.day.tick(line)

    async def _check(self, line: str, key: str, typed: str = "") -> None:
        await self.day.check(line, key, typed)

    async def _settle(self, what: str, how: str) -> None:
        await self.day.settle_owed(what, how)
        await self.day._move("checks", "")

    async def _owed(self, what: str, key: str, words: str) -> None:
        await self.day.take_owed(what)
        await self.day.press("enter", key)
        await self.day.type(words)
        await self.day.press("enter")

    async def _note(self, words: str) -> None:
        await self.day.press("n")
        await self.day.type(words)
        await self.day.press("ctrl+s")

    async def _draft(self, words: str) -> None:
        await self.day.press("n")
        await self.day.type(words)
        await self.day.until(lambda: any(words in str(draft.fields) for draft in self.day.drafts()))

    async def _sleep(self, span: str) -> None:
        await self.day.suspend(seconds=int(span))

    async def _kill(self, _off: str) -> None:
        self.report |= {"pressed": self.day.pressed, "killed": True}
        _keep(self.orders, self.report)
        os.kill(os.getpid(), signal.SIGKILL)

    async def _resume(self, was: str, rest: str) -> None:
        self.day.sees("The console was off")
        await self.day.press("y", "n")
        self.day.sees(was)
        await self.day.type(rest)
        await self.day.press("ctrl+s")

    async def _close(self) -> None:
        await self.day.press("z")
        self.day.sees("Nothing is left open.")
        await self.day.press("c")
        await self.day.until("Day closed.")
        await self.day.press("escape")


def clock_at(second: int) -> FakeClock:
    """The same boot, at that second of the day."""
    return FakeClock(MIDNIGHT + timedelta(seconds=second), boottime=1000.0 + second)


async def run(orders: dict[str, Any], report: dict[str, Any]) -> None:
    """Start the program, play, leave."""
    base, whole = Path(orders["home"]), script(orders["kinds"])
    acts = whole.acts[orders["first"] :]
    clock, scheduler, notifier, line = clock_at(acts[0].at), FakeScheduler(), FakeNotifier(), FakeLine()
    parts = wiring.Parts(clock, folders(base), Settings(), scheduler, notifier, line, beating=False, zone=ZONE)
    parts.beside = lambda runner: wiring.looked_after(runner, {HOME_VARIABLE: str(base)})
    app = wiring.build(parts)

    async def pilot(one: Pilot[Any]) -> None:
        try:
            day = Typist(folders(base), clock, app, one)
            day.scheduler, day.notifier, day.own_line = scheduler, notifier, line
            await day.until(lambda: getattr(app.acting, "state", None) is not None)
            await day.saved()
            await day.settle()
            plant(orders["plant"], [])
            await Player(day, acts, orders, report).play()
            report["done"] = True
        except BaseException:
            report["trouble"] = traceback.format_exc()[-6000:]
        finally:
            _keep(orders, report)  # before it closes down: where that takes long, the program ends itself
            app.leave()

    await app.run_async(auto_pilot=pilot)
    if app._watchdog is not None:
        app._watchdog.cancel()


def _keep(orders: dict[str, Any], report: dict[str, Any]) -> None:
    Path(orders["report"]).write_text(json.dumps(report), encoding="utf-8")


def main(words: str) -> int:
    """See the module."""
    orders = json.loads(words)
    report: dict[str, Any] = {"memory": [], "pressed": 0, "done": False, "killed": False, "trouble": ""}
    wiring._made_fast()
    try:
        asyncio.run(run(orders, report))
    except BaseException:
        report["trouble"] += traceback.format_exc()[-3000:]
    _keep(orders, report)
    return 0 if report["done"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
