"""A rehearsal from its first line to its score: the real console, invented people, nothing kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from console.core import session
from console.core.view.rehearsing import OVER
from console.rehearsal import NoNotifier, Rehearsal
from console.settings import Settings
from console.wiring import Parts, build
from console.wiring.first import rehearsal_view
from console.wiring.keeping import Keeping
from data import policies
from tests.core.incident_build import flows_of
from tests.fakes import FakeClock, FakeLine, FakeScheduler
from tests.journeys.harness import SMALL, ZONE, Day, at, folders


@asynccontextmanager
async def rehearsing(base: Path, flow: str, when: str = "2026-11-18 10:16") -> AsyncIterator[tuple[Day, Rehearsal]]:
    """The console of a rehearsal, with a clock that is moved by hand."""
    clock, here, scheduler = FakeClock(at(when)), folders(base), FakeScheduler()
    rehearsal = Rehearsal(flow, speed=10)
    parts = Parts(
        clock, here, Settings(), scheduler, NoNotifier(), FakeLine(), beating=False, zone=ZONE, rehearsal=rehearsal
    )
    app = build(parts)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        day = Day(here, clock, app, pilot)
        day.scheduler = scheduler
        await day.until(lambda: getattr(app.acting, "state", None) is not None)
        await day.saved()
        await day.settle()
        yield day, rehearsal
        if app._watchdog is not None:
            app._watchdog.cancel()


async def test_a_drop_is_rehearsed_and_scored(tmp_path: Path) -> None:
    async with rehearsing(tmp_path, "drop") as (day, rehearsal):
        day.sees("REHEARSAL", "Rehearsal of “Connection dropped”: press F2", "A.K.")
        await day.press("f2")
        day.sees("REHEARSAL", "CONNECTION DROPPED")
        await day.pass_time(seconds=4)
        await day.press("f")
        await day.pass_time(seconds=20)
        await day.press("s", "r", "b")
        await day.pass_time(seconds=6)
        await day.press("x", "escape")
        day.sees(OVER)
        await day.press("q")
        day.sees("How it went", "First key after 0:04", "Reconnect, open for 0:24", "REHEARSAL")
        await day.press("escape")
        day.sees(OVER)
        await day.press("q", "q")
    told = "\n".join(rehearsal.sheet())
    assert "Score sheet of the rehearsal at 10×" in told
    assert "0:04 f frozen" in told
    assert "0:24 b BACK" in told


async def test_a_flow_with_a_letter_says_it_and_r_begins_it(tmp_path: Path) -> None:
    async with rehearsing(tmp_path, "poor-quality") as (day, _):
        day.sees("press F5, then q", "begin now")
        await day.press("r")
        assert day.incident is not None
        assert day.incident.watermark == "REHEARSAL"


async def test_a_late_client_is_late_by_itself(tmp_path: Path) -> None:
    async with rehearsing(tmp_path, "late") as (day, _):
        day.sees("wait until they are late")
        assert not day.running
        await day.pass_time(minutes=2)
        day.sees("A.K. is not here")
        await day.press("r")
        assert day.incident is not None


@pytest.mark.parametrize("policy", policies.shipped())
def test_under_every_policy_somebody_is_in_session_when_it_begins(tmp_path: Path, policy: str) -> None:
    now = FakeClock(at("2026-11-18 10:16")).now()
    state = rehearsal_view(Keeping(folders(tmp_path)), now, ZONE, flow="drop", policy=policy).state
    live = session.live(state)
    assert live is not None
    assert live.id == "ak"
    assert state.practice.policy == policy
    assert not state.incidents
    assert timedelta(minutes=15) < now.utc - live.begin < timedelta(minutes=22)
    assert flows_of(policy).keys() == state.flows.keys()
