"""R6: damage to the database, its log or its head that changes what is read is noticed at the next start."""

import tempfile
from pathlib import Path

from tests.faults.result import Result
from tests.faults.tampering import damages, sqlites_own

RAW_KEY = bytes(range(32))
CANARY = 40


def run(count: int, seed: int) -> Result:
    """Half of the damages to a plain file, half to an encrypted one; the canary is SQLite's own check."""
    result = Result("R6 loss and rollback are noticed", "every one", canary="integrity_check in place of ours")
    with tempfile.TemporaryDirectory() as base:
        for name, key, tries in (("plain", None, (count + 1) // 2), ("encrypted", RAW_KEY, count // 2)):
            found = damages(tries, Path(base) / name, key, seed=seed)
            result.tries += found.tries
            result.failures += [f"{name}: {words}" for words in found.missed]
            result.measured[f"{name}, of these read differently"] = found.changed
        result.canary_failed = bool(damages(CANARY, Path(base) / "canary", None, seed=seed, judge=sqlites_own).missed)
    return result
