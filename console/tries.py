"""The wrong passphrases in a row, kept over a restart, and how long the next try waits.

Rule: the wait is counted by the clock that counts suspend and that nobody sets. In another boot it begins anew, so
neither a clock that was set nor a restart shortens it. What another window or a command counted counts here too.
Whoever can write here could copy the data and guess elsewhere: this is against guessing at the keyboard, the key
derivation against the rest.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.core.waiting import wait_after
from data.files import private_folder, read_private, write_atomic
from data.values.time import Now
from data.values.trouble import BadInput, WrongPassphrase

if TYPE_CHECKING:
    from console.core.ports import Clock

FILE = "wrong-tries.json"
_LIMIT = 4096
_MOST = 1_000_000


class Tries:
    """One practice's wrong tries; `folder` is that of the state. A full disk forgets none while the program runs."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._failures, self._boot, self._boottime = self._read()

    @property
    def failures(self) -> int:
        """How many in a row were wrong."""
        return self._failures

    def wait(self, now: Now) -> timedelta:
        """How long nothing is tried from now on; nothing for none."""
        self._catch_up()
        whole = wait_after(self._failures)
        if not whole:
            return whole
        passed = now.boottime - self._boottime
        if now.boot != self._boot or passed < 0:
            self._keep(self._failures, now)
            return whole
        return max(whole - timedelta(seconds=passed), timedelta())

    def need(self, now: Now) -> None:
        """Raises `BadInput` while it waits, for a command that does not wait itself."""
        left = self.wait(now).total_seconds()
        if left > 0:
            raise BadInput(f"The last passphrases were wrong: wait {max(1, round(left))} s, then try again.")

    def failed(self, now: Now) -> None:
        """Another wrong one."""
        self._catch_up()
        self._keep(min(self._failures + 1, _MOST), now)

    @contextmanager
    def counted(self, clock: "Clock") -> Iterator[None]:
        """What is tried in here counts: a wrong one makes the next wait, a right one ends the row."""
        try:
            yield
        except WrongPassphrase:
            self.failed(clock.now())
            raise
        self.passed()

    def passed(self) -> None:
        """It was right: the next wrong one is the first again."""
        self._failures = 0
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _catch_up(self) -> None:
        """Take over what was counted elsewhere meanwhile; never fewer than are known here."""
        found = self._read()
        if found[0] > self._failures:
            self._failures, self._boot, self._boottime = found

    def _keep(self, failures: int, now: Now) -> None:
        self._failures, self._boot, self._boottime = failures, now.boot, now.boottime
        content = {"failures": failures, "boot": now.boot, "boottime": now.boottime}
        with suppress(OSError):
            private_folder(self._path.parent)
            write_atomic(self._path, json.dumps(content).encode())

    def _read(self) -> tuple[int, str, float]:
        try:
            found = json.loads(read_private(self._path, _LIMIT) or b"{}")
            failures = min(max(int(found.get("failures", 0)), 0), _MOST)
            return failures, str(found.get("boot", "")), float(found.get("boottime", 0.0))
        except (OSError, ValueError, TypeError, AttributeError, OverflowError):
            return 0, "", 0.0
