"""An export tells what was pressed, also when the disk is slow: it waits for the save that came before it."""

import asyncio
import threading
from typing import Any

from console.core import events
from console.core.rebuild import state_from
from console.runner import Runner
from data.values.kept import Kept
from tests.core.build import a_policy
from tests.fakes import FakeClock, FakeDesk, FakeNotifier, FakeScheduler


class SlowDisk:
    """A store whose commit waits until it is let go, and a hand-over that notes what was kept when it was asked."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.kept = 0
        self.written: list[int] = []

    def commit(self, records: tuple[Any, ...], changed: Kept) -> None:
        del changed
        self.go.wait(10)
        self.kept += len(records)

    def keep_draft(self, draft: str, revision: int, fields: Any) -> None: ...

    def write(self, *_: Any) -> str:
        self.written.append(self.kept)
        return "here"

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not asked for here")


async def test_the_day_note_is_written_after_what_was_pressed_is_kept() -> None:
    clock, disk = FakeClock(), SlowDisk()
    other: Any = disk
    runner = Runner(
        clock=clock, scheduler=FakeScheduler(), notifier=FakeNotifier(), line=other, desk=FakeDesk(),
        handover=other, shelf=other, spare=Nothing(), leave=lambda: None, later=lambda *_: None,
    )  # fmt: skip
    runner.open(state_from(Kept(), a_policy(), clock.utc.date()), None)
    runner.store_ready(other)
    runner.send(events.IncidentPressed("more"))
    runner.send(events.DayNoteWanted())
    for _ in range(20):
        await asyncio.sleep(0)
    assert disk.written == []
    disk.go.set()
    async with asyncio.timeout(10):
        while not disk.written:
            await asyncio.sleep(0)
    assert disk.written[0] >= 2, "the opening of the day, and the key"
    await runner.drain()


class Nothing:
    """Nothing was put aside."""

    used = False

    def clear(self) -> None: ...
    def keep(self, records: Any) -> None: ...
    def keep_draft(self, draft: str, revision: int, fields: Any) -> None: ...
