"""Opening the console: paint first, then today, then the store.

The first frame waits for nothing. Behind it, in a thread, the first view is read through the bare driver and shown;
only then is everything else imported, the store made ready for writing, and what was pressed meanwhile saved. Nothing
here names a concrete store or adapter: `wiring.py` hands them over.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from console.core.events import LossesFound
from console.glance import FirstView
from console.runner import Runner
from data.values.facts import Record
from data.values.kept import Kept
from data.values.people import Client
from data.values.time import Now
from data.values.trouble import Trouble

BEAT_SECONDS = 1.0
SHORTEST_BEAT = 0.1
"""However fast the clock runs, the heart beats ten times a second at most."""


class OpenStore(Protocol):
    """The store as the opening and the closing see it."""

    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """Keep facts and projections."""
        ...

    def keep_draft(self, draft: str, revision: int, fields: Any) -> None:
        """Keep what is being typed."""
        ...

    def all_clients(self) -> tuple[Client, ...]:
        """Every client."""
        ...

    def close(self) -> None:
        """Give the file free."""
        ...


class Opening:
    """One console from its first frame to its last. `pace` is how many seconds of its clock pass in a real one."""

    def __init__(
        self,
        runner: Runner,
        *,
        open_store: Callable[[], OpenStore | None],
        serve: Callable[[Runner], Awaitable[Callable[[], Awaitable[None]]]],
        alive: Callable[[Now], None],
        ready: Callable[[Now], None],
        losses: Callable[[], tuple[str, ...]],
        failed: Callable[[Trouble], None],
        ended: Callable[[], Awaitable[None]],
        beating: bool = True,
        pace: float = 1.0,
    ) -> None:
        self.runner = runner
        self._open_store = open_store
        self._serve = serve
        self._alive = alive
        self._ready = ready
        self._losses = losses
        self._failed = failed
        self._ended = ended
        self._keeps_beating = beating
        self._pace = pace
        self._store: OpenStore | None = None
        self._stop_serving: Callable[[], Awaitable[None]] | None = None
        self._beating: asyncio.TimerHandle | None = None

    async def open(self, first: FirstView) -> None:
        """Called once today is shown. Trouble at any point is told, never raised."""
        self.runner.open(first.state, first.last_seen, first.unsaved, first.typed)
        self.beat()
        try:
            await self._ready_for_writing()
        except Trouble as trouble:
            self._failed(trouble)

    async def _ready_for_writing(self) -> None:
        # Importing makes millions of objects that stay: the collector would only walk them in the way of the screen.
        gc.disable()
        try:
            self._store = await asyncio.to_thread(self._open_store)
            if self._store is None:  # read-only: another console owns the file
                return
            self.runner.store_ready(self._store)
            if found := await asyncio.to_thread(self._losses):
                self.runner.send(LossesFound(found))
            self._stop_serving = await self._serve(self.runner)
        finally:
            gc.freeze()
            gc.enable()
        self.runner.take_clients(await asyncio.to_thread(self._store.all_clients))
        self._ready(self.runner.now())

    async def again(self, first: FirstView) -> None:
        """Once more after `rest`: the heart has not stopped, and whoever presses from outside is still served.

        Raises Trouble.
        """
        self.runner.open(first.state, first.last_seen, first.unsaved, first.typed)
        self._store = await asyncio.to_thread(self._open_store)
        if self._store is None:
            return
        self.runner.store_ready(self._store)
        if found := await asyncio.to_thread(self._losses):
            self.runner.send(LossesFound(found))
        self.runner.take_clients(await asyncio.to_thread(self._store.all_clients))
        self._ready(self.runner.now())

    async def rest(self) -> None:
        """Close the store: the keys are about to be forgotten. Everything is on the disk."""
        if self._store:
            await asyncio.to_thread(self._store.close)
            self._store = None

    def beat(self) -> None:
        """The heartbeat, at each full second of the wall clock: one repaint, and one look at what is due."""
        now = self.runner.beat()
        self._alive(now)
        if not self._keeps_beating:  # a journey moves its own clock and beats by hand
            return
        rest = (BEAT_SECONDS - now.utc.microsecond / 1e6) / self._pace + 0.002
        wait = rest if self._pace <= 1 else max(rest, SHORTEST_BEAT)
        self._beating = asyncio.get_running_loop().call_later(wait, self.beat)

    async def close(self) -> None:
        """Drain the save lane, then give everything free. Called on every way out."""
        if self._beating:
            self._beating.cancel()
        await self.runner.drain()
        if self._stop_serving:
            await self._stop_serving()
        if self._store:
            self._store.close()
        await self._ended()
