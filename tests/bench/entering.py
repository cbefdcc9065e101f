"""From Enter to today's sessions on an encrypted home, with the key file as a practice has it, less the derivation.

The derivation is measured beside each start, in this process: it is the price of every guess, and not ours to shorten.
"""

from pathlib import Path
from statistics import median
from time import perf_counter

from data import kinds, vault
from tests import homes
from tests.bench.homes import MARK, Home
from tests.bench.journal import Said
from tests.bench.measures import TITLE, WARM_UP
from tests.bench.measures import Said as Say
from tests.bench.table import p95
from tests.bench.terminal import Program, session_day

WITHIN = 0.150
"""Seconds beyond the derivation."""


def measure(home: Home, scratch: Path, rounds: int, say: Say) -> list[Said]:
    """The line, where homes are encrypted."""
    if not homes.ENCRYPTED:
        return []
    today: list[float] = []
    derived: list[float] = []
    for number in range(-WARM_UP, rounds):
        say(f"from Enter {number + 1} of {rounds}")
        fresh = home.copy_to(scratch / "enter")
        path = kinds.beside(fresh.folders.database)
        keys = homes.keys(fresh.folders)
        if keys is None:
            return []
        vault.rewrap(path, keys, homes.PASSPHRASE)  # at its real cost; the homes of tests are cheap to open
        begun = perf_counter()
        vault.unlock(path, homes.PASSPHRASE).wipe()
        took = perf_counter() - begun
        with Program(session_day(), fresh.environment()) as program:
            _first, came = program.start(TITLE, MARK)
        if number >= 0:
            derived.append(took)
            today.append(came)
    rest = [came - took for came, took in zip(today, derived, strict=True)]
    holds = median(rest) <= WITHIN
    words = (
        f"from Enter to today's sessions {median(today) * 1000:.0f} ms, p95 {p95(today) * 1000:.0f}; the derivation "
        f"alone {median(derived) * 1000:.0f} ms, so {median(rest) * 1000:.0f} ms more "
        f"(bound {WITHIN * 1000:.0f} ms): {'ok' if holds else 'PASSED OVER'}"
    )
    return [Said(words, holds)]
