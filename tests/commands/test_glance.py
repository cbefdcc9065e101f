"""The glance: what a process of its own sees of today, and what comes of it on the screen."""

import asyncio
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from console.adapters.clock import SystemClock
from console.app import SessionDayApp
from console.core.view import Look, day_view
from console.core.wall import day_of
from console.door import Door
from console.glance import Glance, look
from console.settings import Settings
from console.wiring import Parts, build
from data.values.time import Now
from data.values.views import DayView
from tests.bench import homes
from tests.bench.homes import Home
from tests.fakes import START, FakeClock, FakeNotifier, FakeScheduler
from tests.homes import ENCRYPTED
from tests.term import ROOT

pytestmark = pytest.mark.skipif(ENCRYPTED, reason="of what is encrypted nothing is seen before the passphrase")
NOW = Now(START, "boot-1", 1000.0)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return homes.make(tmp_path / "home", NOW, START.date())


def test_it_sees_what_the_console_will_show(home: Home) -> None:
    state = Door(home.folders, FakeClock(), homes.ZONE).day(START.date())
    assert look(home.folders, NOW, homes.ZONE) == day_view(replace(state, plain=True), Look(), NOW)


def test_it_sees_the_practices_own_day_where_the_machine_is_elsewhere(home: Home) -> None:
    seen = look(home.folders, NOW, "Pacific/Kiritimati")  # where it is tomorrow already by the evening
    late = Now(START.replace(hour=20), "boot-1", 1000.0)
    assert seen is not None
    elsewhere, there = look(home.folders, late, "Pacific/Kiritimati"), look(home.folders, late, homes.ZONE)
    assert elsewhere == there


def test_it_sees_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    assert look(Home(tmp_path).folders, NOW, homes.ZONE) is None


def test_the_child_writes_what_it_sees_and_nothing_else(tmp_path: Path) -> None:
    now = SystemClock().now()
    home = homes.make(tmp_path / "home", now, day_of(now.utc, homes.ZONE))
    child = subprocess.run(
        [sys.executable, "-I", str(ROOT / "session_day.py"), "child", "glance"],
        capture_output=True,
        check=True,
        timeout=20,
        env={**os.environ, **home.environment(), "SESSION_DAY_HOME": ""},
    )
    view = pickle.loads(child.stdout)
    assert isinstance(view, DayView)
    assert "S9.Z." in {row.who for row in view.rows}
    assert child.stderr == b""


class Ready(Glance):
    """A glance that was there before the screen."""

    def __init__(self, seen: DayView | None) -> None:
        self.seen = seen

    def view(self) -> DayView | None:
        return self.seen


def console(home: Home, glance: Glance) -> SessionDayApp:
    parts = Parts(
        FakeClock(),
        home.folders,
        Settings(),
        scheduler=FakeScheduler(),
        notifier=FakeNotifier(),
        beating=False,
        zone=homes.ZONE,
    )
    return build(parts, glance=glance)


@pytest.mark.parametrize("seen", [True, False], ids=["with a view", "with none"])
async def test_one_that_is_there_before_the_screen_is_in_the_way_of_nothing(home: Home, seen: bool) -> None:
    glance = Ready(look(home.folders, NOW, homes.ZONE) if seen else None)
    app = console(home, glance)
    shown: list[DayView] = []
    show = app.day.show

    def watched(view: DayView) -> None:
        shown.append(view)
        show(view)

    app.day.show = watched  # type: ignore[method-assign]
    async with app.run_test(size=(120, 36)):
        async with asyncio.timeout(20):
            while not shown or not shown[-1].clock.saved.startswith("saved"):
                await asyncio.sleep(0)
    assert shown[0].rows == shown[-1].rows
    assert (shown[0] is glance.seen) is seen
