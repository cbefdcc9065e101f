"""S14: no network, but to what the practitioner named.

A day of the real program in a terminal with everything switched on, and every command beside it, watched by strace with
all their children (the notifier, the calendar, the clients, the check beside the screen): 0 internet sockets, 0
look-ups. With `probe_hosts` it reaches for these and nobody else. The canary is a child that sends one word.
"""

import os
import signal
import stat
import tempfile
from pathlib import Path

from console.adapters.line import DOWN, passive
from tests.faults import homes, s1_home
from tests.faults.networked import asked, network_watched, reached
from tests.faults.places import F2, F3, F4
from tests.faults.program import CLOCK, Program, session_day, variant
from tests.faults.result import Result
from tests.journeys.harness import calendar, table

NAMED = ("127.0.0.1", "127.0.0.77")
DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
ESC = b"\x1b\x1b"
LONG = 60.0
COMMANDS = (
    ("--version",), ("today",), ("verify",), ("backup",), ("doctor",), ("export",), ("grab-card", "--form", "txt"),
    ("policy", "check", "standard"), ("import", "{away}/days.ics", "--yes"), ("import", "{away}/people.csv", "--yes"),
    ("press", "drop"),
)  # fmt: skip
SHORT_OF = ("doctor", "import", "export", "press")
KEYS = ((b"t",), (b"n", b"words", b"\x13"), (b"l",), (F2, b"b"), (F3, b"y"), (F4,), (b"z", b"x"))


def run(count: int, seed: int) -> Result:
    """So many days; every third names hosts. From three on every command runs, below only those with children."""
    result = Result("S14 no network", "0 internet sockets, 0 look-ups; with probe_hosts only to them")
    canary = Result("canary", "")
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            base = Path(scratch) / str(number)
            with result.trying(f"day {number + seed}"):
                _day(base, result, hosts=())
                _commands(base, result, COMMANDS if count > 1 else [one for one in COMMANDS if one[0] in SHORT_OF])
        with result.trying("named hosts"):
            _day(Path(scratch) / "named", result, hosts=NAMED)
        with canary.trying("a child that sends"):
            _watched(Path(scratch) / "canary", canary, variant("calls_home", "--version"), "canary")
    result.canary = "a child that sends one word to an address nobody named"
    result.canary_failed = any("127.0.0.1" in words for words in canary.failures)
    return result


def _home(base: Path, hosts: tuple[str, ...]) -> Path:
    home = base / "home"
    base.mkdir(parents=True, exist_ok=True)
    s1_home.make(home, CLOCK.now(), hostile=False)
    named = f"probe_hosts = [{', '.join(repr(one) for one in hosts)}]\n"
    homes.folders(home).settings.write_text(f"encrypted = false\nbell = true\n{named}", encoding="utf-8")
    tools = base / "tools"
    tools.mkdir()
    (tools / "notify-send").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (tools / "notify-send").chmod(stat.S_IRWXU)
    return home


def _day(base: Path, result: Result, hosts: tuple[str, ...]) -> None:
    """The console, by keys: an alert, a note, what is written out, a drop, a crisis, the safe word."""
    home, trace = _home(base, hosts), base / "trace"
    path = f"{base / 'tools'}:/usr/bin:/bin"
    with Program(home, network_watched(session_day(), trace), env={**DESKTOP, "PATH": path}) as program:
        program.ready()
        program.settle()
        for keys in KEYS:
            for key in (*keys, ESC, ESC):
                program.send(key)
                program.for_(0.3)
        program.for_(1.5)
        _terminate(program.process.pid)
        program.wait_exit(LONG)
    beyond = reached(trace, hosts)
    result.expect(not beyond, f"the console reached for {beyond[:3]}")
    result.at_most("Unix sockets", float(trace.read_text(encoding="utf-8").count("AF_UNIX")))
    if hosts and passive(Path("/sys/class/net"), Path("/proc/net")) != DOWN:
        result.expect(asked(trace, hosts[0]), "no named host was asked, so this says nothing")


def _terminate(tracer: int) -> None:
    """End what strace runs (it passes no signal on), as closing the session would."""
    children = Path(f"/proc/{tracer}/task/{tracer}/children").read_text(encoding="ascii").split()
    for child in children:
        os.kill(int(child), signal.SIGTERM)


def _commands(base: Path, result: Result, commands: object) -> None:
    away = base / "away"
    away.mkdir()
    (away / "days.ics").write_text(calendar(f"{CLOCK.now().utc:%Y-%m-%d} 23:30 20 nobody known"), encoding="utf-8")
    (away / "people.csv").write_text(table({"reference": "NN-1", "name": "New"}), encoding="utf-8")
    assert isinstance(commands, tuple | list)
    for words in commands:
        given = [one.format(away=away) for one in words]
        _watched(base, result, session_day(*given), " ".join(words))


def _watched(base: Path, result: Result, argv: list[str], name: str) -> None:
    base.mkdir(parents=True, exist_ok=True)
    trace = base / "trace"
    with Program(base / "home", network_watched(argv, trace), env=DESKTOP) as program:
        program.wait_exit(LONG)
    beyond = reached(trace)
    result.expect(not beyond, f"{name} reached for {beyond[:3]}")
