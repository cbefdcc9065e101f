"""R8: a restored backup is the source as it was, on random days of a practice."""

import tempfile
from pathlib import Path

from tests.faults.restoring import restores
from tests.faults.result import Result


def run(count: int, seed: int) -> Result:
    """Every second day is encrypted; the canary is a backup that lost a row."""
    result = Result("R8 backups restore", "restored == source", canary="a backup without its last row")
    with tempfile.TemporaryDirectory() as base:
        for number in range(count):
            try:
                restores(2, Path(base) / f"{number}", seed=seed + number)
            except AssertionError as error:
                result.failures.append(f"day {number}: {error}"[:400])
            result.tries += 1
        try:
            restores(1, Path(base) / "canary", seed=seed, lose=True)
        except AssertionError:
            result.canary_failed = True
    return result
