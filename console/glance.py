"""A first glance at today, made by a process of its own while this one is still importing the screen.

Rule: it only reads, and nothing waits long for it. Whatever goes wrong with it changes nothing: the console then shows
its own first view a moment later, as it does in any case. What it shows is replaced by that view, never acted on.
"""

import os
import pickle  # read only from our own child, through its own pipe
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from console.settings import Folders
from data.values.quick import dataclass

if TYPE_CHECKING:
    from console.core.state import State
    from data.values.facts import Record
    from data.values.kept import Draft, Kept
    from data.values.time import Now
    from data.values.views import DayView

MOMENT = 0.03
"""Seconds that a painted, empty screen waits for it: it was begun long before, so it is there or something is slow."""
LIMIT = 2.0
"""Seconds after which it is ended."""
_GENTLE = 5
"""How far its priority (as `nice` counts) is below our own: where the machine is busy, the screen comes first."""


@dataclass(frozen=True, slots=True)
class FirstView:
    """The first state and how it looks, when a console last watched, and what is not kept yet: facts (the demo's), and
    what was being typed.
    """

    state: "State"
    view: "DayView"
    last_seen: datetime | None = None
    unsaved: "tuple[tuple[Record, ...], Kept] | None" = None
    typed: "tuple[Draft, ...]" = ()


class Glance:
    """The child that looks, and what it saw."""

    def __init__(self) -> None:
        import subprocess  # not with the module: the child has no use for it

        import session_day

        self._child: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._child = subprocess.Popen(  # noqa: S603 - our own launcher, no words of anybody
                [sys.executable, "-I", str(session_day.__file__), "child", "glance"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if sys.platform != "win32":
                os.setpriority(os.PRIO_PROCESS, self._child.pid, os.getpriority(os.PRIO_PROCESS, 0) + _GENTLE)

    def view(self) -> "DayView | None":
        """What it saw, or None; blocks until it has ended. Called once, from a thread."""
        import subprocess

        if self._child is None:
            return None
        try:
            seen, _ = self._child.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
            return None
        if self._child.returncode or not seen:
            return None
        view: DayView = pickle.loads(seen)  # noqa: S301 - see the import
        return view


def main(args: list[str]) -> int:
    """In the child: look, and write what is seen. Anything amiss is for the console itself to find and to say."""
    del args
    from console.adapters.clock import SystemClock
    from console.settings import folders

    try:
        view = look(folders(), SystemClock().now(), "UTC")  # the practice says its own zone, or there is nothing to see
    except Exception:
        return 1
    if view is not None:
        sys.stdout.buffer.write(pickle.dumps(view, pickle.HIGHEST_PROTOCOL))
    return 0


def look(here: Folders, now: "Now", zone: str) -> "DayView | None":
    """The day screen as it stands in the file; None where there is no practice yet, or only the store can read it."""
    from dataclasses import replace

    from console.core.rebuild import state_from
    from console.core.view import Look, day_view
    from console.core.wall import day_of
    from data import shelf, today
    from data.values.kept import Kept

    day = day_of(now.utc, zone)
    kept = today.load(here.database, None, day)
    practice = kept.practice if isinstance(kept, Kept) else None
    if practice and day_of(now.utc, practice.zone) != day:
        day = day_of(now.utc, practice.zone)
        kept = today.load(here.database, None, day)
    if practice is None or not isinstance(kept, Kept):
        return None
    cache = here.state / "policies"
    pinned = shelf.pinned({one.policy_hash for one in kept.sessions if one.policy_hash}, cache)
    state = state_from(kept, shelf.cached(practice.policy, cache), day, pinned)
    return day_view(replace(state, plain=True), Look(), now)
