"""T5: a notifier that fails in any way is shown within two seconds, and no key waits for it.

The real program with a stub in place of notify-send: it exits with 1, hangs, dies noisily, is missing, or has no
desktop to speak to. The canary is a stub that works: its failure must not be seen.
"""

import stat
import tempfile
from pathlib import Path

from tests.faults import homes
from tests.faults.program import CLOCK, Program
from tests.faults.result import Result

VISIBLE = 2.0
KEY = 0.1
KEYS = 4
MARK = "▌"
FAILS = ("ALERTS FAIL", "NO ALERTS HERE")
DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
KINDS: dict[str, tuple[str | None, dict[str, str]]] = {
    "exits with 1": ("exit 1", DESKTOP),
    "hangs": ("exec /bin/sleep 60", DESKTOP),
    "dies noisily": ("echo noise; echo noise >&2; kill -9 $$", DESKTOP),
    "is missing": (None, DESKTOP),
    "no desktop": ("exit 0", {}),
}


def run(count: int, seed: int) -> Result:
    """So many tries, each kind in turn."""
    result = Result("T5 a notifier that fails is shown", "visible in 2 s, no key waits more than 0.1 s")
    canary = Result("canary", "")
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(count):
            name = list(KINDS)[(number + seed) % len(KINDS)]
            result.timed(name, lambda once, name=name: _alert(Path(scratch), once, *KINDS[name]))  # type: ignore[misc]
        with canary.trying("works"):
            _alert(Path(scratch), canary, "exit 0", DESKTOP)
    result.canary = "a notifier that works"
    result.canary_failed = bool(canary.failures)
    return result


def _alert(base: Path, result: Result, script: str | None, desktop: dict[str, str]) -> None:
    home, tools = homes.fresh(base / "home"), base / "tools"
    homes.folders(home).settings.write_text("encrypted = false\nbell = false\n", encoding="utf-8")
    tools.mkdir(exist_ok=True)
    (tools / "notify-send").unlink(missing_ok=True)
    if script is not None:
        (tools / "notify-send").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / "notify-send").chmod(stat.S_IRWXU)
    with Program(home, env={"PATH": str(tools), **desktop}) as program:
        program.ready()
        program.settle()
        asked = CLOCK.now().boottime
        program.send(b"t")
        for key in (b"\x1b[B", b"\x1b[A") * (KEYS // 2):
            result.within("a key waits", _answers(program, key), KEY)
            program.for_(0.1)  # the rest of its frame
        program.wait_for(lambda text: any(words in text for words in FAILS), 5)
        result.within("visible after", CLOCK.now().boottime - asked, VISIBLE)
        result.expect("noise" not in program.raw.decode("utf-8", "replace"), "its noise is on the screen")


def _answers(program: Program, key: bytes) -> float:
    """Seconds until the cursor of the checklist has moved."""
    before = _cursor(program)
    begun = CLOCK.now().boottime
    program.send(key)
    program.wait_for(lambda _: _cursor(program) != before, 5)
    return CLOCK.now().boottime - begun


def _cursor(program: Program) -> list[str]:
    """What is marked as in hand; a list that scrolls may keep it on the same line."""
    return [line.partition(MARK)[2] for line in program.text.splitlines() if MARK in line]
