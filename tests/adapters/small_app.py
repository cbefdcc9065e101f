"""A small SafeApp for the pty tests: an input, a counter that moves with F2, keys that fail, a save that takes time.

Run as `python -m tests.adapters.small_app FOLDER`: what `before_leaving` saves goes to FOLDER/saved.
"""

import asyncio
import sys
import threading
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from console import cli, crash
from console.adapters.terminal import SafeApp, TerminalDesk

SENTINEL = "Wilhelmina-Sentinel"


class SmallApp(SafeApp):
    """Enough of an application to be ended in every way."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "count", "Count", priority=True),
        ("f3", "fail", "Fail"),
        ("f4", "fail_in_task", "Fail beside"),
        ("f5", "copy", "Copy"),
        ("f6", "fail_in_thread", "Fail in a thread"),
        ("f7", "hang", "Never close"),
        Binding("f8", "work", "Take long", priority=True),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.count = 0
        self.hangs = False

    def compose(self) -> ComposeResult:
        yield Static("counted 0", id="count")
        yield Input(id="words")

    def on_mount(self) -> None:
        self.query_one("#words").focus()

    def action_count(self) -> None:
        self.count += 1
        self.query_one("#count", Static).update(f"counted {self.count}")

    def action_fail(self) -> None:
        client = SENTINEL
        raise ValueError(f"no room for {client}")

    def action_fail_in_task(self) -> None:
        async def failing() -> None:
            client = SENTINEL
            raise ValueError(client)

        self.run_worker(failing())

    def action_fail_in_thread(self) -> None:
        def failing(client: str) -> None:
            raise ValueError(client)

        threading.Thread(target=failing, args=(SENTINEL,)).start()

    def action_hang(self) -> None:
        self.hangs = True
        self.query_one("#count", Static).update("will hang")

    def action_work(self) -> None:
        sum(range(300_000))

    def action_copy(self) -> None:
        TerminalDesk(self).copy("the words")

    async def before_leaving(self) -> None:
        await asyncio.sleep(0.1)
        (self.folder / "saved").write_text(self.query_one("#words", Input).value, encoding="utf-8")

    async def _close_all(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        await super()._close_all()


if __name__ == "__main__":
    cli._guard_process()
    with crash.quiet():
        sys.exit(SmallApp(Path(sys.argv[1])).run_to_end())
