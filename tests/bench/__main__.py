"""`make bench`: measures and prints the table.

It ends with 0 where every bound holds, 1 where one was passed over, 2 where it could not be measured.
With SESSION_DAY_TEST_ENCRYPTED=1, as `make bench` sets it, the homes are encrypted as by default: the first frame asks
for the passphrase, and what comes after it is counted from Enter. With 0 they are plain.
`python -m tests.bench --short` takes a quick look with fewer samples.
"""

import argparse
import compileall
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from console.adapters.clock import SystemClock
from console.core.wall import day_of
from tests.bench import entering, homes, journal, measures, switching, years
from tests.bench.table import Line, p95, table
from tests.bench.terminal import TooSlowError
from tests.term import ROOT

MEASURES = ("starts", "enter", "keys", "f2", "idle", "years")


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("--short", action="store_true", help="fewer samples, two years instead of twenty")
    parser.add_argument("--only", choices=(*MEASURES, "journal"), help="one measure alone")
    asked = parser.parse_args()
    for folder in ("console", "widgets", "data"):
        compileall.compile_dir(str(ROOT / folder), quiet=2)
    os.umask(0o077)
    with tempfile.TemporaryDirectory(prefix="session-day-bench-") as scratch:
        try:
            costs = _journal(Path(scratch), short=asked.short) if asked.only in (None, "journal") else []
            lines, behind = measure(Path(scratch), short=asked.short, only=asked.only)
            if asked.only in (None, "enter"):
                costs += _entering(Path(scratch), short=asked.short)
        except TooSlowError as error:
            print(f"\n{error}", file=sys.stderr)
            return 2
    say("")
    if lines:
        print(table(lines))
    holds = [line.holds for line in lines] + [cost.holds for cost in costs]
    if behind:
        within = p95(behind) <= measures.DETAILS_WITHIN
        holds.append(within)
        print(
            f"the details follow the cursor after {median(behind) * 1000:.0f} ms, p95 {p95(behind) * 1000:.0f} ms "
            f"(bound {measures.DETAILS_WITHIN * 1000:.0f} ms): {'ok' if within else 'PASSED OVER'}"
        )
    for cost in costs:
        print(cost.words)
    print(
        "Milliseconds. A/A: how far the reference's median is from that of the same program measured again beside it."
    )
    return 0 if all(holds) else 1


def measure(scratch: Path, *, short: bool, only: str | None) -> tuple[list[Line], list[float]]:
    """All measures, or one; and how long the details were behind the cursor."""
    now = SystemClock().now()
    today = day_of(now.utc, homes.ZONE)
    day = homes.make(scratch / "day", now, today)
    lines: list[Line] = []
    behind: list[float] = []
    if only in (None, "starts"):
        lines += measures.starts(day, scratch, 8 if short else 40, say)
    if only in (None, "keys"):
        line, behind = measures.keys(day.copy_to(scratch / "keys"), 60 if short else 320, say)
        lines.append(line)
    if only in (None, "f2"):
        lines.append(switching.f2(day.copy_to(scratch / "f2"), 30 if short else 150, say))
    if only in (None, "idle"):
        lines.append(measures.idle(day.copy_to(scratch / "idle"), 10, 1 if short else 6, say))
    if only in (None, "years"):
        empty, full = day.copy_to(scratch / "empty"), day.copy_to(scratch / "full")
        say("writing twenty years")
        sessions, ticks = years.fill(full, now, today, years.SESSIONS // 10 if short else years.SESSIONS)
        size = full.folders.database.stat().st_size / 1e6
        say("")
        print(f"{sessions:,} sessions and {ticks:,} ticks are in the file of years ({size:,.0f} MB).")
        lines.append(measures.years(empty, full, 5 if short else 20, say))
    return lines, behind


def _journal(scratch: Path, *, short: bool) -> list[journal.Said]:
    return journal.measure(scratch, *((5_000, 200) if short else (50_000, 400)), say)


def _entering(scratch: Path, *, short: bool) -> list[journal.Said]:
    now = SystemClock().now()
    home = homes.make(scratch / "entered", now, day_of(now.utc, homes.ZONE))
    return entering.measure(home, scratch, 6 if short else 20, say)


def say(words: str) -> None:
    """Where it stands, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r{words:<40}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
