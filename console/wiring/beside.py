"""The process that looks after what is kept, beside a console: begun a moment after the opening, and on each new day.

Rule: it is never waited for, it stands behind the screen in the queue for the processor, and it ends with the console.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.core import events
from data.values.time import Now

if TYPE_CHECKING:
    from data.values.keys import Keys

DELAY = timedelta(seconds=2)
"""After the console is ready: the opening has the processor for itself."""
AGAIN = timedelta(hours=1)
"""After a backup that failed."""
GENTLE = 10
ENDED = "The check of what is kept ended before its time: run `session-day verify`."

Send = Callable[[events.Event], None]


class Beside:
    """One round at a time. `today` is the console's day and zone, None before the first state.

    `keys` are handed to the child through a pipe; they are nobody's argument, and in no environment and no file.
    """

    def __init__(
        self,
        launcher: str,
        *,
        today: Callable[[], tuple[date, str] | None],
        send: Send,
        keys: "Callable[[], Keys | None]" = lambda: None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = (sys.executable, "-I", launcher, "child", "care")
        self._today = today
        self._send = send
        self.keys = keys
        self._environment = {**os.environ, **(environment or {})}
        self._ready: datetime | None = None
        self._looked_after: date | None = None
        self._not_before: datetime | None = None
        self._round: asyncio.Task[None] | None = None
        self._child: asyncio.subprocess.Process | None = None

    def ready(self, now: Now) -> None:
        """The store is open for writing: from now on there is something to look after."""
        self._ready = now.utc

    def beat(self, now: Now) -> None:
        """Begin a round where one is due. Cheap: called with every heartbeat."""
        today = self._today()
        if self._ready is None or today is None or (self._round and not self._round.done()):
            return
        waits = self._not_before is None or now.utc < self._not_before
        if now.utc - self._ready < DELAY or (self._looked_after == today[0] and waits):
            return
        self._looked_after, self._not_before = today[0], None
        self._round = asyncio.get_running_loop().create_task(self._go(now, today[1]))

    async def ended(self) -> None:
        """Until the round that was begun is over."""
        if self._round:
            await self._round

    async def stop(self) -> None:
        """The console closes: what it only reads can be left in the middle."""
        if self._round and not self._round.done():
            self._round.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._round

    async def _go(self, now: Now, zone: str) -> None:
        keys = self.keys()
        if keys and keys.wiped:  # forgotten a moment ago: what is locked is looked after when it is open again
            self._looked_after = None
            return
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                now.utc.isoformat(),
                zone,
                stdin=asyncio.subprocess.PIPE if keys else asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._environment,
            )
        except OSError:
            self._failed(now, ENDED)
            return
        try:
            _stand_back(child.pid)
            if keys and child.stdin:
                with contextlib.suppress(OSError):  # it has ended already, which is noticed below
                    child.stdin.write(bytes(keys.data) + bytes(keys.mac))
                    child.stdin.close()
            await self._listen(child, now)
        finally:
            await _end(child)

    async def _listen(self, child: asyncio.subprocess.Process, now: Now) -> None:
        done = False
        while child.stdout and (line := await child.stdout.readline()).endswith(b"\n"):
            match json.loads(line):
                case {"found": [*sentences]}:
                    self._send(events.LossesFound(tuple(str(one) for one in sentences)))
                case {"backup": ""}:
                    self._send(events.BackupTried())
                case {"backup": str(words)}:
                    self._failed(now, words)
                case {"done": True}:
                    done = True
        if not done:
            self._failed(now, ENDED)

    def _failed(self, now: Now, words: str) -> None:
        self._not_before = now.utc + AGAIN
        self._send(events.BackupTried(words))


def _stand_back(child: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, child, os.getpriority(os.PRIO_PROCESS, 0) + GENTLE)


async def _end(child: Any) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
    await child.wait()
