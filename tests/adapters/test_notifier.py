"""Desktop notifications: what becomes of them is said, quickly, and nothing about them blocks the console."""

import asyncio
import os
import select
import shutil
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import session_day
from console.adapters.clock import SystemClock
from console.adapters.notifier import DesktopNotifier
from data.values.time import elapsed
from tests.adapters.notification_daemon import Daemon

LAUNCHER = str(session_day.__file__)
CLOCK = SystemClock()
IN_CI = os.environ.get("CI") == "1"

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="notify-send and D-Bus are not theirs")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a desktop's address and no program at all but those that a test puts into this folder."""
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return tools


def stub(tools: Path, script: str) -> None:
    """A notify-send of our own."""
    program = tools / "notify-send"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


async def longest_wait_while(answer: asyncio.Task[tuple[str, str]]) -> float:
    """The longest time in seconds for which the loop did not turn while the answer was awaited."""
    longest = 0.0
    while not answer.done():
        before = CLOCK.now()
        await asyncio.wait({answer}, timeout=0.01)
        longest = max(longest, elapsed(before, CLOCK.now()).total_seconds() - 0.01)
    return longest


@pytest.mark.parametrize(
    ("script", "state", "why"),
    [
        ("exit 0", "on", ""),
        ("exit 1", "failed", "notify-send could not show it"),
        ("echo noise; echo noise >&2; kill -9 $$", "failed", "notify-send could not show it"),
        (None, "missing", "install notify-send"),
    ],
    ids=["works", "exits with 1", "dies noisily", "is missing"],
)
async def test_what_became_of_it_is_known_within_two_seconds_and_never_blocks(
    desk: Path, capfd: pytest.CaptureFixture[str], script: str | None, state: str, why: str
) -> None:
    if script is not None:
        stub(desk, script)
    begun = CLOCK.now()
    answer = asyncio.create_task(DesktopNotifier(LAUNCHER).show("5 minutes left"))
    blocked = await longest_wait_while(answer)
    assert answer.result()[0] == state
    assert why in answer.result()[1]
    assert elapsed(begun, CLOCK.now()).total_seconds() < 2
    assert blocked < 0.1
    assert capfd.readouterr() == ("", "")


async def test_without_a_desktop_session_it_is_missing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(desk, "exit 0")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    state, why = await DesktopNotifier(LAUNCHER).show("5 minutes left")
    assert state == "missing"
    assert "D-Bus" in why


def has_ended(pid: int) -> bool:
    """Whether the process is gone, or goes within the time that a busy machine may take to let it die."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended = bool(select.select([process], [], [], 10)[0])
    os.close(process)
    return ended


async def test_one_that_hangs_is_killed_with_all_it_started(desk: Path, tmp_path: Path) -> None:
    stub(desk, f"echo $$ > {tmp_path}/pid; exec {shutil.which('sleep', path='/usr/bin:/bin')} 60")
    begun = CLOCK.now()
    answer = asyncio.create_task(DesktopNotifier(LAUNCHER, limit=1.0).show("5 minutes left"))
    blocked = await longest_wait_while(answer)
    assert answer.result() == ("failed", "the desktop did not answer within 1 s")
    assert elapsed(begun, CLOCK.now()).total_seconds() < 2
    assert blocked < 0.1
    assert has_ended(int((tmp_path / "pid").read_text(encoding="ascii")))


def test_the_limit_is_five_seconds() -> None:
    assert DesktopNotifier(LAUNCHER)._limit == 5.0


async def test_the_words_are_no_argument_of_our_own_process_and_reach_plyer_whole(desk: Path, tmp_path: Path) -> None:
    """notify-send has its text as arguments: that is why the words never hold a name. Our child has it on stdin."""
    stub(desk, f'printf "%s\\n" "$@" > {tmp_path}/argv; tr "\\0" "\\n" < /proc/$PPID/cmdline > {tmp_path}/parent')
    (desk / "tr").symlink_to("/usr/bin/tr")
    words = "- 5 minutes left: say so; $(id) `id` 'quoted'"
    assert await DesktopNotifier(LAUNCHER).show(words) == ("on", "")
    argv = (tmp_path / "argv").read_text(encoding="utf-8").splitlines()
    assert argv[:2] == ["Session Day", f" {words}"]
    parent = (tmp_path / "parent").read_text(encoding="utf-8")
    assert "notifier" in parent
    assert "minutes" not in parent


async def test_turned_off_it_says_off_and_starts_nothing(desk: Path, tmp_path: Path) -> None:
    stub(desk, f"touch {tmp_path}/started")
    state, _ = await DesktopNotifier(LAUNCHER, enabled=False).show("5 minutes left")
    assert state == "off"
    assert not (tmp_path / "started").exists()


async def test_of_two_hundred_at_once_the_newest_is_shown_and_the_desktop_is_not_filled(
    desk: Path, tmp_path: Path
) -> None:
    stub(desk, f'printf "%s\\n" "$2" >> {tmp_path}/shown')
    notifier = DesktopNotifier(LAUNCHER)
    answers = await asyncio.gather(*(notifier.show(f"reminder {number}") for number in range(200)))
    assert set(answers) == {("on", "")}
    shown = (tmp_path / "shown").read_text(encoding="utf-8").split("\n")[:-1]
    assert shown[-1] == "reminder 199"
    assert len(shown) <= 2


async def test_a_launcher_that_cannot_run_has_failed(tmp_path: Path) -> None:
    state, _ = await DesktopNotifier(str(tmp_path / "none.py")).show("5 minutes left")
    assert state == "failed"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A private session bus; its address is in the environment."""
    missing = [name for name in ("dbus-daemon", "notify-send") if shutil.which(name) is None]
    if missing:
        assert not IN_CI, f"{' and '.join(missing)} must be installed where the whole suite runs"
        pytest.skip(f"{' and '.join(missing)} is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={tmp_path}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
async def desktop(bus: str) -> AsyncIterator[Daemon]:
    """A notification service on the private bus."""
    async with Daemon(bus) as daemon:
        yield daemon


@pytest.mark.dbus
async def test_a_real_notification_arrives_over_d_bus(desktop: Daemon) -> None:
    assert await DesktopNotifier(LAUNCHER).show("5 minutes left: say so") == ("on", "")
    async with asyncio.timeout(2):
        title, body = await desktop.shown.get()
    assert (title, body) == ("Session Day", "5 minutes left: say so")


@pytest.mark.dbus
async def test_a_bus_without_a_notification_service_is_said_to_have_failed(bus: str) -> None:
    state, why = await DesktopNotifier(LAUNCHER).show("5 minutes left")
    assert state == "failed"
    assert "notification service" in why
