"""`session-day doctor`: looks at what the console stands on, in plain lines, each "ok" or "look at".

Rule: nothing is changed and nothing is sent, but a test notification where `--notify` asks for one. No line holds
anything about a client. Exit code 0 where all is ok, 1 where something is to be looked at.
"""

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from console import VERSION
from console.settings import Folders
from data.text import clean
from data.values.quick import dataclass
from data.values.time import Now
from data.values.trouble import BadInput, Trouble

HELP = """session-day doctor [--notify]

Looks at versions, settings, database, clock, time zone, notifier and terminal.
  --notify   also shows a test notification
"""
LIBRARIES = ("textual", "sqlmodel", "sqlcipher3", "apscheduler", "plyer", "tzdata")
NO_BACKUP = "none yet"
LATE = timedelta(days=7)
"""A last good backup older than this is to be looked at."""
SMALLEST = (60, 18)
"""Columns and rows below which the console is not usable."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root lends. Every function may raise Trouble, which becomes a line to look at.

    `database` answers what there is to say of the file, by name ("size", "revision", "journal mode", "synchronous",
    "SQLite", "last good backup"), or an empty mapping where there is no file yet. `practice_zone` is an IANA name, or
    empty before first run. `notify` shows a test notification and answers a state and why. `settings` raises where
    the settings file is broken.
    """

    now: Now
    clock_source: str
    counts_suspend: bool
    boot_is_known: bool
    database_path: Path
    settings_path: Path
    machine_zone: str
    database: Callable[[], Mapping[str, str]]
    practice_zone: Callable[[], str | None]
    settings: Callable[[], object]
    notify: Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at."""

    ok: bool
    what: str
    words: str


def run(args: list[str], out: TextIO, err: TextIO, parts: Parts) -> int:
    """Print what was found; 0 where all is ok, 1 where a line is to be looked at. Raises BadInput."""
    del err
    if args in (["--help"], ["-h"]):
        print(HELP, end="", file=out)
        return 0
    if args not in ([], ["--notify"]):
        raise BadInput("doctor takes only --notify; see session-day doctor --help.")
    lines = list(_looked_at(parts, out, notify=bool(args)))
    for line in lines:
        print(f"{'ok' if line.ok else 'look at':<8} {clean(line.what):<10} {clean(line.words, cap=1000)}", file=out)
    return 0 if all(line.ok for line in lines) else 1


def _looked_at(parts: Parts, out: TextIO, *, notify: bool) -> Iterator[Line]:
    yield from _versions()
    yield _try("settings", lambda: _settings(parts))
    yield _try("database", lambda: _database(parts))
    yield _clock(parts)
    yield _try("zone", lambda: _zone(parts))
    yield _try("notifier", lambda: _tested(parts) if notify else _notifier())
    yield from _terminal(out)


def _try(what: str, look: Callable[[], Line]) -> Line:
    try:
        return look()
    except Trouble as trouble:
        return Line(False, what, str(trouble))


def _versions() -> Iterator[Line]:
    from importlib.metadata import PackageNotFoundError, version

    yield Line(True, "program", f"Session Day {VERSION} on Python {sys.version.split()[0]}, {sys.platform}")
    found: list[str] = []
    missing: list[str] = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Line(True, "libraries", ", ".join(found))
    if missing:
        yield Line(False, "libraries", f"not installed: {', '.join(missing)}; install Session Day again")


def _settings(parts: Parts) -> Line:
    parts.settings()
    there = parts.settings_path.exists()
    return Line(True, "settings", str(parts.settings_path) + ("" if there else " (not there: the defaults apply)"))


def _database(parts: Parts) -> Line:
    said = parts.database()
    if not said:
        return Line(True, "database", f"{parts.database_path} (not there yet: the console makes it)")
    words = ", ".join(f"{name} {value}" for name, value in said.items())
    safe = said.get("journal mode", "wal").lower() == "wal" and said.get("synchronous", "full").lower() == "full"
    private = os.name == "nt" or not parts.database_path.stat().st_mode & 0o077
    cure = "" if safe else "; what is saved could be lost in a power cut: close other programs that use this file"
    cure += "" if private else f"; others can read it: chmod 600 {parts.database_path}"
    late = _is_late(said.get("last good backup", NO_BACKUP), parts.now)
    cure += "; run session-day backup, which says why there is none newer" if late else ""
    return Line(safe and private and not late, "database", f"{parts.database_path}: {words}{cure}")


def _is_late(backup: str, now: Now) -> bool:
    """Whether the last good backup is long ago. Where there is none yet, the console makes one when it opens."""
    if backup == NO_BACKUP:
        return False
    made = datetime.strptime(backup, "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
    return now.utc - made > LATE


def _clock(parts: Parts) -> Line:
    now = f"{parts.now.utc:%Y-%m-%d %H:%M:%S} UTC"
    if not parts.counts_suspend:
        return Line(False, "clock", f"{now}; {parts.clock_source} stops in sleep: trust the wall clock")
    boot = "the boot is known" if parts.boot_is_known else "no boot id: over a restart the wall clock counts"
    return Line(parts.boot_is_known, "clock", f"{now}; {parts.clock_source} counts sleep; {boot}")


def _zone(parts: Parts) -> Line:
    practice = parts.practice_zone()
    shown = practice or parts.machine_zone
    words = f"{shown or 'UTC'} (UTC{_offset(shown, parts.now)})"
    if practice is None:
        return Line(bool(parts.machine_zone), "zone", f"{words}, the machine's; the practice's is encrypted")
    if not practice:
        return Line(bool(parts.machine_zone), "zone", f"{words}, the machine's; the practice has none yet")
    if practice != parts.machine_zone and _offset(practice, parts.now) != _offset(parts.machine_zone, parts.now):
        elsewhere = f"{parts.machine_zone or 'unknown'} (UTC{_offset(parts.machine_zone, parts.now)})"
        return Line(
            False, "zone", f"{words} is the practice's, but this machine is in {elsewhere}: times are the practice's"
        )
    return Line(True, "zone", f"{words}, the practice's")


def _offset(zone: str, now: Now) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return f"{now.utc.astimezone(ZoneInfo(zone or 'UTC')):%z}"
    except (ZoneInfoNotFoundError, ValueError):
        raise BadInput(f"The time zone {zone!r} is not known: name it like Europe/London.") from None


def _notifier() -> Line:
    if sys.platform in ("win32", "darwin"):
        return Line(True, "notifier", "the system's own; try it with session-day doctor --notify")
    program = shutil.which("notify-send")
    bus = bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or _bus_beside()
    if program and bus:
        return Line(True, "notifier", f"{program}, D-Bus session found; try it with session-day doctor --notify")
    lacks = [] if program else ["notify-send is missing (install libnotify-bin)"]
    lacks += [] if bus else ["no D-Bus session: not inside a desktop"]
    return Line(False, "notifier", f"{'; '.join(lacks)}; warnings show in the console all the same")


def _bus_beside() -> bool:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(runtime) and (Path(runtime) / "bus").exists()


def _tested(parts: Parts) -> Line:
    state, why = parts.notify("Test alert. Did you see it?")
    if state == "on":
        return Line(True, "notifier", "a test notification was sent: did you see it?")
    return Line(False, "notifier", f"{state}: {why}")


def _terminal(out: TextIO) -> Iterator[Line]:
    term = os.environ.get("TERM", "")
    if not out.isatty():
        yield Line(True, "terminal", "not looked at: the output goes elsewhere")
        return
    if term == "dumb" or (not term and sys.platform != "win32"):
        yield Line(False, "terminal", "TERM says that it shows no full screen; session-day today gives plain lines")
        return
    columns, rows = shutil.get_terminal_size()
    fits = columns >= SMALLEST[0] and rows >= SMALLEST[1]
    cure = "" if fits else f": make it at least {SMALLEST[0]} by {SMALLEST[1]}"
    colours = "none (NO_COLOR)" if os.environ.get("NO_COLOR") else _colours(term)
    yield Line(fits, "terminal", f"{term or 'Windows'}, {columns} by {rows}{cure}, colours {colours}")
    encoding = (out.encoding or "").lower().replace("-", "")
    wide = f"characters {encoding or 'unknown'}, widths of Unicode {unicodedata.unidata_version}"
    yield Line(encoding == "utf8", "terminal", wide if encoding == "utf8" else f"{wide}: set a UTF-8 locale")


def _colours(term: str) -> str:
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million"
    return "256" if "256" in term else "16"


def parts(here: Folders) -> Parts:
    """The parts of this machine, for these folders."""
    from console.commands.doctor_parts import parts as of_this_machine

    return of_this_machine(here)
