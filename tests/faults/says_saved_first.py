"""A canary: the real program, but "saved" is shown first, and the commit comes 0.3 s later."""

import sys
import threading
from typing import Any

from console.cli import main
from console.wiring import keeping

LATER = 0.3


class Liar:
    """A store that answers before it has saved."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, records: Any, changed: Any) -> None:
        """Later."""
        threading.Timer(LATER, self._store.commit, (records, changed)).start()


def lie() -> None:
    """From now on every store that is opened is a liar."""
    honest = keeping.open_store
    keeping.open_store = lambda here, database, keys=None: Liar(honest(here, database, keys))  # type: ignore[assignment,return-value]


if __name__ == "__main__":
    lie()
    sys.exit(main(sys.argv[1:]))
