"""Writes one thing into a folder again and again, each time in a process with another fault; says what was left.

Run as `python -m tests.faults.writing WHAT FOLDER CUTS SEED`; its answer is JSON: how many faults, what was wrong.
Faults: the disk takes no more after so many bytes; killed there; killed, or no room left, at each of its opens,
renames and removals.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from console.export import grab_card
from console.export.exporter import Exporter
from data import shelf
from tests.export.days import NOW, a_day, records_of

EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir"})
OLD = b"what was there before\n"
Write = Callable[[Path], object]


def note(form: str) -> Write:
    """The day note in this form."""
    return lambda folder: Exporter(folder, records_of).write(a_day(), [form], True, NOW)


def of_client(folder: Path) -> object:
    """One client's alone."""
    state = a_day()
    return Exporter(folder, records_of).write(state, ["md"], True, NOW, next(iter(state.clients)))


def careless(folder: Path) -> object:
    """A canary: straight onto the name."""
    folder.mkdir(exist_ok=True)
    return (folder / "2026-11-21-day-note.md").write_text("note\n" * 500, encoding="utf-8")


WRITERS: dict[str, Write] = {
    "day note as text": note("md"),
    "day note as JSON": note("json"),
    "day note as CSV": note("csv"),
    "one client's note": of_client,
    "grab card": lambda folder: grab_card.write(folder, a_day(), NOW, "txt"),
    "own policy": lambda folder: shelf.write_own(folder, "standard", 45),
    "careless": careless,
}


def main(what: str, folder: Path, cuts: int, seed: int) -> dict[str, object]:
    """See the module."""
    os.umask(0)  # what is made is private by itself
    write = WRITERS[what]
    write(folder)
    wanted = {path.name: path.read_bytes() for path in folder.iterdir()}
    modes = [path.name for path in (folder, *folder.iterdir()) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    wrong = [f"{name} is open to others" for name in modes]
    size = max(map(len, wanted.values()))
    random = Random(seed)
    sizes = sorted({0, 1, size - 1, *(random.randrange(size) for _ in range(cuts))})
    tries = [(kind, at) for kind in ("full after", "killed after") for at in sizes]
    tries += [(kind, at) for kind in ("no room at", "killed at") for at in range(_events(write, folder))]
    for kind, at in tries:
        for before in (None, OLD):
            wrong += [f"{kind} {at}: {words}" for words in _tried(write, folder, wanted, kind, at, before)]
    return {"tries": 2 * len(tries), "wrong": wrong}


def _tried(write: Write, folder: Path, wanted: dict[str, bytes], kind: str, at: int, before: bytes | None) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name in wanted if before is not None else ():
        (folder / name).write_bytes(before or b"")
    _in_a_process(write, folder, kind, at)
    wrong = []
    for name, content in wanted.items():
        found = (folder / name).read_bytes() if (folder / name).exists() else None
        if found not in (before, content):
            wrong.append(f"{name} is half written ({len(found or b'')} of {len(content)} bytes)")
    write(folder)
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    if write is WRITERS["own policy"]:  # what a kill left beside it tells of nobody
        left = {name: content for name, content in left.items() if not name.startswith(".")}
    if left != wanted:
        wrong.append(f"afterwards there is {sorted(left.keys() ^ wanted.keys()) or 'another content'}")
    return wrong


def _in_a_process(write: Write, folder: Path, kind: str, at: int) -> None:
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            _fault(folder, kind, at)
            write(folder)
        os._exit(0)
    os.waitpid(child, 0)


def _fault(folder: Path, kind: str, at: int) -> None:
    if kind.endswith("after"):
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kind.startswith("killed") else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
        return

    def fail(count: int) -> None:
        if count == at and kind.startswith("killed"):
            os.kill(os.getpid(), signal.SIGKILL)
        elif count >= at:
            raise OSError(28, "No space left on device")

    _watch(folder, fail)


def _watch(folder: Path, told: Callable[[int], object]) -> None:
    """Call it at each open, rename, removal and making of a folder in there, with its number."""
    count = -1

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        if event in EVENTS and str(folder) in str(args[0]):
            count += 1
            told(count)

    sys.addaudithook(hook)


def _events(write: Write, folder: Path) -> int:
    """How many there are in one writing, counted in a process of its own."""
    read, said = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            _watch(folder, lambda _: os.write(said, b"x"))
            write(folder)
        os._exit(0)
    os.waitpid(child, 0)
    os.close(said)
    with os.fdopen(read, "rb") as file:
        return len(file.read())


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
