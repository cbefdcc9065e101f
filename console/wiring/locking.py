"""The lock of an encrypted home: its passphrase opens it again, and after a longer idle time nothing is left in memory.

Rule: the file's own lock is kept meanwhile, so that no other console takes the data; the store is closed before the
keys are wiped. Opening again is what a start does, but for the screens, which are there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from console.wiring.keeping import Keeping

if TYPE_CHECKING:
    from console.way_in import WayIn
    from data.values.keys import Keys


class HomeLock:
    """See `console.core.ports.Unlock`. `open_again` is called with the keys in place; `close` gives the store free."""

    asks = True

    def __init__(
        self,
        way: "WayIn[Keys]",
        keeping: Keeping,
        *,
        open_again: Callable[[], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        self._way = way
        self._keeping = keeping
        self._open_again = open_again
        self._close = close

    def wait(self) -> float:
        """See the port."""
        return self._way.wait()

    async def unlock(self, passphrase: str) -> None:
        """See the port."""
        keys = await asyncio.to_thread(self._way.unlock, passphrase)
        known = self._keeping.keys
        if known is None or not known.wiped:
            keys.wipe()  # it was only asked whether this is the passphrase
            return
        self._keeping.keys = keys
        try:
            await self._open_again()
        except BaseException:
            await self.forget()
            raise

    async def forget(self) -> None:
        """Close what is open, and wipe the keys."""
        await self._close()
        if self._keeping.keys:
            self._keeping.keys.wipe()
