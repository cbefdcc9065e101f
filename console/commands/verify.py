"""`session-day verify`: whether everything is as it was saved; names what is not, and where.

Rule: nothing is changed by looking, and a running console is not in the way. No line holds anything about a client.

Exit codes: 0 all is as it was saved · 1 something is not · 2 it cannot be told.
"""

import re
from typing import TYPE_CHECKING, Protocol, TextIO

from data.text import clean
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from data.checking import Report

HELP = """session-day verify [--entry "NUMBER SEAL"]

Reads everything that was ever saved and says what was edited, removed, cut short,
put back or replaced, and where. Nothing is changed. It works beside a running console.
  --entry "NUMBER SEAL"   also compares this entry, as an earlier verify or day note
                          printed it: so a file that was put back together with
                          everything beside it is noticed too

Exit codes: 0 all is as it was saved, 1 something is not, 2 it cannot be told.
"""
CANNOT = 2


class Checks(Protocol):
    """What this command needs from outside."""

    def check(self, last: int | None = None, against: tuple[int, str] | None = None) -> "Report":
        """Check the data file. Raises Trouble where it cannot be opened."""
        ...


def run(args: list[str], out: TextIO, err: TextIO, care: Checks) -> int:
    """Print what was found. Raises BadInput for arguments it does not know."""
    if args in (["--help"], ["-h"]):
        out.write(HELP)
        return 0
    against = _entry(args)
    try:
        report = care.check(against=against)
    except Trouble as trouble:
        print(f"It cannot be told whether everything is as it was saved. {clean(str(trouble), cap=1000)}", file=err)
        return CANNOT
    for line in lines(report):
        print(clean(line, cap=1000), file=out)
    return 1 if report.found else 0


def lines(report: "Report") -> list[str]:
    """The report in words."""
    told = [*_found(report), *report.notes]
    for newest in (report.newest or {}).values():
        if newest.saved:
            told.append(f'Newest entry: "{newest.words}", saved {newest.saved:%Y-%m-%d %H:%M:%S} UTC.')
    return told


def _found(report: "Report") -> list[str]:
    entries = f"{report.entries:,} entries" if report.entries != 1 else "1 entry"
    if not report.found:
        return [f"{entries}: all is as it was saved."] if report.entries else []
    count = "One thing is" if len(report.found) == 1 else f"{len(report.found)} things are"
    marked = [f"- {one}{' (read)' if one in report.read else ''}" for one in report.found]
    cure = "Looking has changed nothing. What the backups hold: session-day restore shows it and asks first."
    return [f"{count} not as saved ({entries}):", *marked, cure]


def _entry(args: list[str]) -> tuple[int, str] | None:
    if not args:
        return None
    if args[0] != "--entry" or len(args) == 1:
        raise BadInput("verify takes only --entry; see session-day verify --help.")
    match = re.fullmatch(r"(\d{1,12})\W+([0-9a-f]{8,64})", " ".join(args[1:]).strip().lower())
    if not match:
        raise BadInput('An entry is its number and its seal, such as --entry "1234 3f2a9c0d51b7e846".')
    return int(match[1]), match[2]
