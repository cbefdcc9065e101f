"""R9: every released file is upgraded with a kill before each statement; no row is lost."""

import tempfile
from pathlib import Path

from tests.faults.migrating import kills, released
from tests.faults.result import Result

RAW_KEY = bytes(range(32))
WHERE_IT_BREAKS = (26, 31)
"""Statements of the careless upgrade around which its kill is seen to lose."""


def run(count: int, seed: int) -> Result:
    """At most `count` statements of each released file, plain and encrypted; a few begin where `seed` says."""
    result = Result("R9 migrations lose no row", "old or new, whole", canary="without its one transaction")
    with tempfile.TemporaryDirectory() as base:
        for revision in released():
            for name, key in (("plain", None), ("encrypted", RAW_KEY)):
                first = 1 if count >= 40 else 1 + seed % 36
                found = kills(revision, Path(base) / f"{revision}-{name}", key, only=(first, first + count - 1))
                result.tries += found.old + found.new + len(found.lost)
                result.failures += [f"revision {revision}, {name}: {words}" for words in found.lost]
        canary = kills(1, Path(base) / "canary", None, careless=True, only=WHERE_IT_BREAKS)
        result.canary_failed = bool(canary.lost)
    return result
