"""S11: imports cannot hang or fill the machine.

Each file of the corpus is given to the real program (`import`, `policy check`, or as the settings of a start) beside an
open console: it is refused in a line or done within 5 s and 512 MB, nothing is half kept, and the console answers its
keys. Then everything is spoken at the console's socket that nobody should, and the largest table that is allowed is
taken in while keys are pressed. The canary is a program whose readers have no limits.
"""

import errno
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread

from console.adapters import press
from data.driver import connect
from data.values.trouble import Trouble
from tests.faults import bombs, homes, s1_home
from tests.faults.program import CLOCK, Program, session_day
from tests.faults.result import Result
from tests.faults.t5_notifier import _answers
from tests.term import ROOT

SECONDS, MEGABYTES, LATE = 5.0, 512.0, 0.1
GIVES_UP = 9.0
"""Seconds after which a try is over: long past what is promised."""
DOWN, UP = b"\x1b[B", b"\x1b[A"
NEVER = ("ics", "never on the 30th of February, a thousand times")
FIRST = (("csv", "one cell of 2 MB"), ("policy", "400,000 brackets"), ("settings", "50 MB"))
"""What a short run tries in any case."""


def run(count: int, seed: int) -> Result:
    """So many files of the corpus, from a place that the seed names; all of them where `count` is theirs or more."""
    result = Result("S11 imports cannot hang or fill", "≤ 5 s, ≤ 512 MB, keys < 100 ms late, nothing half kept")
    canary = Result("canary", "")
    corpus = bombs.every()
    others = [one for one in corpus if one not in FIRST]
    Random(seed).shuffle(others)
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        home = s1_home.make(base / "home", CLOCK.now(), hostile=False)
        with Program(home) as console:
            console.ready()
            console.settle()
            for one in [*FIRST, *others][:count]:
                result.timed(
                    " ".join(one),
                    lambda once, one=one: _tried(base, console, once, one, corpus[one]()),  # type: ignore[misc]
                )
            for words in SPOKEN:
                result.timed(f"socket: {words}", lambda once, words=words: _spoken(home, console, once, words))  # type: ignore[misc]
            result.timed("the largest table", lambda once: _largest(base, console, once))
        _given(base, canary, NEVER, corpus[NEVER](), [sys.executable, str(ROOT / "tests/faults/unlimited.py")])
    result.measured["files in the corpus"] = len(corpus)
    result.canary = "readers without limits"
    result.canary_failed = bool(canary.slow or canary.failures)
    return result


# --- one file ---------------------------------------------------------------------------------------------------------
def _tried(base: Path, console: Program, result: Result, one: tuple[str, str], data: bytes) -> None:
    before = _kept(base / "home")
    with _keys_answer(console, result):
        code = _given(base, result, one, data, session_day())
    after = _kept(base / "home")
    if one[0] in {"ics", "csv"}:
        result.expect(code == 0 or before == after, f"it ended with {code}, and something of it is kept")
    else:
        result.expect(before == after, "something was kept")


def _given(base: Path, result: Result, one: tuple[str, str], data: bytes, argv: list[str]) -> int:
    """Give it to the program; how it ended. What it used is its own and its children's."""
    kind, _ = one
    home = base / "home"
    path = base / f"bomb.{'toml' if kind in {'policy', 'settings'} else kind}"
    path.write_bytes(data)
    if kind == "settings":
        home = base / "other"
        homes.folders(home).config.mkdir(parents=True, exist_ok=True)
        path = homes.folders(home).settings
        path.write_bytes(data)
    words = {"policy": ["policy", "check", str(path)], "settings": ["today"]}.get(kind, ["import", str(path), "--yes"])
    begun = CLOCK.now().boottime
    with (base / "said").open("w+b") as said:
        child = subprocess.Popen(
            [*argv, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            env={**os.environ, **homes.environment(home), "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )  # fmt: skip
        killer = Thread(target=_ends, args=(child,))
        killer.start()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        killer.join()
        said.seek(0)
        told = said.read().decode("utf-8", "replace")
    code = child.returncode
    result.within("seconds of a file", CLOCK.now().boottime - begun, SECONDS)
    megabytes = used.ru_maxrss / 1024
    result.at_most("MB of a file", megabytes)
    result.expect(megabytes <= MEGABYTES, f"it took {megabytes:.0f} MB")
    result.expect(code in {0, 1, 2, 3}, f"it ended with {code}: {told[:300]!r}")
    result.expect("Traceback" not in told and told.count("\n") <= 23, f"it said {told[:300]!r}")
    return code


def _ends(child: "subprocess.Popen[bytes]") -> None:
    """Kill it once it is far past what is promised; it may end before."""
    try:
        descriptor = os.pidfd_open(child.pid)
    except ProcessLookupError:
        return
    if not select.select([descriptor], [], [], GIVES_UP)[0]:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # with what it started
    os.close(descriptor)


def _kept(home: Path) -> int:
    with closing(connect(homes.folders(home).database, None, query_only=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


# --- the console beside it --------------------------------------------------------------------------------------------
@contextmanager
def _keys_answer(console: Program, result: Result) -> Iterator[None]:
    """While this lasts, keys are pressed, and none is answered 100 ms later than without it."""
    alone = median(_answers(console, key) for key in (DOWN, UP) * 3)
    found: list[float] = []
    over = False

    def press_keys() -> None:
        while not over or len(found) < 2:
            for key in (DOWN, UP):
                found.append(_answers(console, key))
                console.for_(0.04)

    beside = Thread(target=press_keys)
    beside.start()
    try:
        yield
    finally:
        over = True
        beside.join()
    result.within("a key is late", max(found) - alone, LATE)


def _speaks(path: Path, words: bytes, *, ends: bool = True) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(4)
    while link.connect_ex(str(path)) == errno.EAGAIN:  # the queue is full: whoever comes waits a little
        select.select([], [], [], 0.02)
    try:
        link.sendall(words)
        if ends:
            link.shutdown(socket.SHUT_WR)
    except OSError:
        pass
    return link


def _many(path: Path, count: int, words: bytes) -> None:
    links = [_speaks(path, words, ends=False) for _ in range(count)]
    for link in links:
        link.close()


def _slow(path: Path) -> None:
    """A byte at a time, for as long as it is listened to."""
    link = _speaks(path, b"{", ends=False)
    try:
        for _ in range(300):
            link.sendall(b" ")
            if link.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK):
                return
    except OSError:
        return
    finally:
        link.close()


def _line(request: object) -> bytes:
    return json.dumps(request).encode() + b"\n"


SPOKEN: dict[str, Callable[[Path], object]] = {
    "20 MB without an end": lambda path: _speaks(path, b"x" * 20_000_000).close(),
    "7 MB of brackets": lambda path: _speaks(path, b"[" * 7_000_000 + b"\n").close(),
    "bytes": lambda path: _speaks(path, bytes(range(256)) * 1000 + b"\n").close(),
    "a million facts that are none": lambda path: _speaks(
        path, _line({"do": "records", "records": [0] * 1_000_000})
    ).close(),
    "a text of 7 MB": lambda path: _speaks(path, _line({"do": "records", "records": ["x" * 7_000_000]})).close(),
    "a number of 7 million digits": lambda path: _speaks(path, b'{"do": ' + b"9" * 7_000_000 + b"}\n").close(),
    "200 that say nothing": lambda path: _many(path, 200, b""),
    "200 that stop in the middle": lambda path: _many(path, 200, b'{"do": "pr'),
    "a slow one": _slow,
}


def _spoken(home: Path, console: Program, result: Result, words: str) -> None:
    path = press.socket_path(homes.folders(home).database, homes.folders(home).runtime)
    before = _kept(home)
    with _keys_answer(console, result):
        SPOKEN[words](path)
        begun = CLOCK.now().boottime
        try:
            press.call(path, {"do": "nothing that is known"}, 3.0)
        except Trouble as trouble:
            result.expect("not understood" in str(trouble), f"the console said {trouble}")
        result.within("the next one waits", CLOCK.now().boottime - begun, 1.0)
    result.expect(_kept(home) == before, "something was kept")


def _largest(base: Path, console: Program, result: Result) -> None:
    """2,000 new clients, by a command that hands them to the console."""
    before = _kept(base / "home")
    mark = f"L{before}"
    rows = "".join(f"{mark}-{n},Name {n},0113 496 {n:04d},not safe\n" for n in range(1_999))
    with _keys_answer(console, result):
        code = _given(base, result, ("csv", "largest"), f"reference,name,phone,text\n{rows}".encode(), session_day())
    result.expect(code == 0, f"it ended with {code}")
    console.wait_for(lambda _: _kept(base / "home") == before + 1_999, 20)
