"""A home to break: the demo's working day, kept as a real practice's, with a session that runs."""

import os
import shutil
import tempfile
from atexit import register
from contextlib import closing
from functools import cache
from pathlib import Path

from console.adapters.clock import SystemClock
from console.core.changed import changed
from console.core.rebuild import state_from
from console.core.wall import day_of
from console.demo import POLICY, demo_day
from console.settings import Folders
from data import shelf
from data.store import Store
from data.values.kept import Kept
from data.values.people import Practice
from data.values.time import Now
from tests import homes

ZONE = "Europe/London"
WHO = "A.K."
"""Whose session runs."""


def folders(base: Path) -> Folders:
    """The folders of a home, as SESSION_DAY_HOME makes them."""
    return Folders(*(base / name for name in ("data", "state", "config", "run", "documents")))


def environment(base: Path) -> dict[str, str]:
    """What makes the program live there; nothing of this machine's desktop reaches it."""
    return {
        "SESSION_DAY_HOME": str(base),
        "TZ": ZONE,
        "DBUS_SESSION_BUS_ADDRESS": "",
        "XDG_RUNTIME_DIR": "",
        "DISPLAY": "",
    }


def make(base: Path, now: Now) -> None:
    """The practice, its clients and its day at this instant, written through the store as the console would."""
    here = folders(base)
    here.make()
    homes.prepare(here, "notify = false\nbell = false\n")
    policy = shelf.cached(POLICY, here.state / "policies")
    flows = shelf.flows(policy, here.state / "policies")
    empty = state_from(Kept(practice=Practice(zone=ZONE)), policy, day_of(now.utc, ZONE), flows=flows)
    state, records = demo_day(empty, now)
    with closing(store_of(base)) as store:
        store.commit(records, changed(empty, state))


def store_of(base: Path) -> Store:
    """The store of a home that nobody has open."""
    return homes.open_store(folders(base))


@cache
def _template() -> Path:
    before = os.umask(0o077)
    try:
        base = Path(tempfile.mkdtemp(prefix="session-day-faults-"))
        register(shutil.rmtree, base, ignore_errors=True)
        make(base / "home", SystemClock().now())
    finally:
        os.umask(before)
    return base / "home"


def fresh(base: Path) -> Path:
    """A fresh copy of the home that this process made once; its session has been running for some minutes."""
    return copy(_template(), base)


def copy(home: Path, to: Path) -> Path:
    """The home as it lies on the disk now: what a kill leaves."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("*.sock"))
    return to
