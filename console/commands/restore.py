"""`session-day restore [FILE]`: shows what would be lost, asks for a typed yes, puts a backup in the data file's place.

Rule: nothing changes before the yes (a number, where it is about many clients); the present is kept first; a running
console is never written under.

Exit codes: 0 restored · 1 it could not be · 2 asked for wrongly, or a console runs · 3 left as it was, without a yes.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from console.core.imports.many import Touched
from data.text import clean
from data.values.time import Now
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from data.backup import Backup
    from data.checking import Report
    from data.restorable import Lost

HELP = """session-day restore [FILE]

Lists the backups, and takes the newest or the one that is named. It checks that backup
as a whole, says what would be lost, asks for a typed "yes" (or, where that is about more than
a fifth of the clients, for how many), keeps the present as a backup of its own, and
then puts the chosen one in its place. Leave the console first. The restore stands in the journal for good.

Exit codes: 0 restored, 1 it could not be, 2 asked for wrongly, 3 left as it was.
"""
LEFT = 3
YES = "yes"
_SHOWN = 15


class Restores(Protocol):
    """What this command needs from outside; each call may raise Trouble."""

    def backups(self) -> "tuple[Backup, ...]":
        """Those in the data folder, the newest first."""
        ...

    def backup_at(self, path: Path) -> "Backup | None":
        """The backup in this file; None where there is no file."""
        ...

    def look_at(self, chosen: Path) -> "Report":
        """Check a backup as a whole."""
        ...

    def would_lose(self, chosen: Path) -> "Lost":
        """What restoring it would give up."""
        ...

    def restore(self, chosen: "Backup", lost: "Lost", now: Now) -> Path | None:
        """Put it in place; where the present was kept."""
        ...

    def check(self, last: int | None = None) -> "Report":
        """Check the data file."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """While no console can open the file."""
        ...


def run(args: list[str], out: TextIO, ask: Callable[[str], str] | None, now: Now, care: Restores) -> int:
    """Restore one backup. `ask` shows a prompt and answers what was typed; None where nobody is there.

    Raises Trouble.
    """
    if args in (["--help"], ["-h"]):
        out.write(HELP)
        return 0
    if len(args) > 1 or (args and args[0].startswith("-")):
        raise BadInput("restore takes one backup, or nothing for the newest; see session-day restore --help.")
    with care.alone():
        chosen = _chosen(args, out, care)
        lost = _told(chosen, out, care)
        if ask is None:
            raise BadInput("Nobody is here to be asked: run session-day restore in a terminal.")
        if not _agreed(ask, Touched(lost.clients, lost.of)):
            print("Nothing was changed.", file=out)
            return LEFT
        kept = care.restore(chosen, lost, now)
        found = care.check().found
    if kept:
        print(f"What was there before is kept: {clean(str(kept), cap=400)}", file=out)
    print(f"Restored from {clean(chosen.path.name, cap=200)}.", file=out)
    for one in found:
        print(f"- {clean(one, cap=1000)}", file=out)
    return 1 if found else 0


def _agreed(ask: Callable[[str], str], touched: Touched) -> bool:
    """Where it gives up what was saved of many clients, how many is typed; else (or where nobody knows) "yes"."""
    wanted = str(touched.clients) if touched.many else YES
    asks = f"Type {wanted} to restore it and {touched.words}: " if touched.many else 'Type "yes" to restore it: '
    try:
        return ask(asks).strip().casefold() == wanted
    except EOFError:
        return False


def _chosen(args: list[str], out: TextIO, care: Restores) -> "Backup":
    found = care.backups()
    if not args:
        if not found:
            raise Trouble("There is no backup here yet: name the file of one, session-day restore FILE.")
        print("Backups, the newest first (UTC):", file=out)
        for one in found[:_SHOWN]:
            print(f"  {one.made:%a %Y-%m-%d %H:%M}  {clean(one.reason):<10} {clean(one.path.name)}", file=out)
        if len(found) > _SHOWN:
            print(f"  and {len(found) - _SHOWN} older ones in {clean(str(found[0].path.parent), cap=400)}", file=out)
        return found[0]
    for one in found:
        if args[0] == one.path.name:
            return one
    named = care.backup_at(Path(args[0]).expanduser().absolute())
    if named is None:
        raise BadInput(f"There is no backup {clean(args[0], cap=200)}: session-day restore shows those there are.")
    return named


def _told(chosen: "Backup", out: TextIO, care: Restores) -> "Lost":
    """Say what is in the backup and what would be lost. Raises Trouble for one that cannot be used."""
    report = care.look_at(chosen.path)
    name = clean(chosen.path.name, cap=200)
    if report.damaged:
        raise Trouble(f"{name} is damaged, so it was not restored: choose an older one.")
    if not report.entries:
        raise Trouble(f"{name} holds nothing, so it was not restored: choose another one.")
    entries = clean(_many(report.entries, "entry", "entries"))
    print(f"\n{name}\n  made {chosen.made:%A %Y-%m-%d %H:%M} UTC, {entries}", file=out)
    for one in report.found:
        print(f"  look at: {clean(one, cap=1000)}", file=out)
    lost = care.would_lose(chosen.path)
    for line in _lost_words(lost):
        print(f"  {clean(line, cap=1000)}", file=out)
    return lost


def _lost_words(lost: "Lost") -> list[str]:
    told = []
    if not lost.readable:
        told.append("What is there now cannot be read; it will be kept as it is.")
    if not lost.same:
        told.append("It does not go on from the same entries as what is there now: it is of another file, or older.")
    if not lost.last:
        return [*told, "Nothing that was saved would be lost." if lost.readable else "How much is lost is not known."]
    count = lost.last - lost.first + 1
    where = f", in {_many(lost.sessions, 'session', 'sessions')}" if lost.sessions else ""
    since = f", saved since {lost.since[:16].replace('T', ' ')} UTC" if lost.since else ""
    told.append(f"WOULD BE LOST: {_many(count, 'entry', 'entries')} ({lost.first} to {lost.last}){where}{since}.")
    return told


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
