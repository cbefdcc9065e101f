"""S8: what somebody did to the saved facts is found: seven tamperings, each at `count` random places."""

import tempfile
from pathlib import Path

from tests.faults.result import Result
from tests.faults.tampering import sqlites_own, tamperings

RAW_KEY = bytes(range(32))


def run(count: int, seed: int) -> Result:
    """Half of the places in a plain file, half in an encrypted one; the canary is SQLite's own check."""
    result = Result("S8 tampering is found", "every one", canary="integrity_check in place of ours")
    with tempfile.TemporaryDirectory() as base:
        for name, key, places in (("plain", None, (count + 1) // 2), ("encrypted", RAW_KEY, count // 2)):
            found = tamperings(places, Path(base) / name, key, seed=seed)
            result.tries += found.tries
            result.failures += [f"{name}: {words}" for words in found.missed]
        result.canary_failed = bool(tamperings(1, Path(base) / "canary", None, seed=seed, judge=sqlites_own).missed)
    return result
