"""A canary: the real program, but a key of an incident waits for a write to the data file before anything is shown."""

import sys
from contextlib import suppress
from typing import Any

from console.acts.acting import Acts
from console.cli import main
from data import store
from data.values.trouble import NotSaved
from tests.faults.faulty import put_faults_in

if __name__ == "__main__":
    put_faults_in()
    opened: list[store.Store] = []
    make, real = store.Store.__init__, Acts.incident

    def made(self: store.Store, given: Any) -> None:
        make(self, given)
        opened.append(self)

    def slow(self: Acts, key: str, *, outside: bool = False) -> None:
        with suppress(NotSaved):
            opened[0].keep_policy(key, "{}")
        real(self, key, outside=outside)

    store.Store.__init__ = made  # type: ignore[method-assign, assignment]
    Acts.incident = slow  # type: ignore[method-assign]
    sys.exit(main(sys.argv[1:]))
