"""Every proof with the counts of PROMISES: so often in `make faults`, so often in `make test`."""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from console.adapters.clock import SystemClock
from data.values.time import elapsed
from tests.faults.result import Result


@dataclass(frozen=True, slots=True)
class Proof:
    """One module of this folder. `long` and `short` are its counts; `weight` about how many seconds a try takes.

    `needs` is a program that may not be there: then the short form is skipped by name, and the long one fails.
    """

    name: str
    long: int
    short: int
    weight: float = 1.0
    needs: str = ""

    def run(self, count: int, seed: int) -> Result:
        """Run it so often from this seed."""
        clock = SystemClock()
        begun = clock.now()
        result = cast("Result", import_module(f"tests.faults.{self.name}").run(count, seed))
        result.seconds = elapsed(begun, clock.now()).total_seconds()
        return result


PROOFS = (
    Proof("r1_kill", 250, 8, 1.0),
    Proof("r2_power", 1_200, 20, 0.3, needs="strace"),
    Proof("r3_typing", 250, 3, 3.5),
    Proof("r4_endings", 125, 4, 2.2),
    Proof("r5_not_saved", 67, 5, 2.5),
    Proof("r6_damage", 200, 20, 0.05),
    Proof("r7_resume", 100, 2, 4.0),
    Proof("r8_restore", 100, 2, 0.5),
    Proof("r9_migration", 200, 3, 0.5),
    Proof("s1_text", 3_000, 40, 0.1),
    Proof("s3_garbage", 10_000, 200, 0.006),
    Proof("s4_crash", 110, 3, 1.6),
    Proof("s5_sentinels", 6, 1, 45.0, needs="strace"),
    Proof("s7_passphrases", 40, 2, 4.0, needs="strace"),
    Proof("s8_tampering", 100, 2, 0.3),
    Proof("s11_bombs", 104, 4, 3.0),
    Proof("s12_exports", 21, 1, 10.0),
    Proof("s14_network", 2, 1, 30.0, needs="strace"),
    Proof("t1_clocks", 500, 20, 0.15),
    Proof("t3_together", 5, 1, 4.0),
    Proof("t4_unacknowledged", 2_000, 60, 0.15),
    Proof("t5_notifier", 20, 2, 2.3),
    Proof("t6_number", 40, 2, 1.6),
    Proof("day_long", 1, 0, 900.0),
    Proof("u1_sizes", 30, 2, 3.0),
)
