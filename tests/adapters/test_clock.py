"""The clock reads the machine's own clocks; the fake moves only by hand."""

import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from console.adapters import clock as clock_module
from console.adapters.clock import SystemClock
from data.values.time import elapsed
from tests.fakes import FakeClock


def test_now_is_aware_utc_with_a_boot_and_its_time() -> None:
    now = SystemClock().now()
    assert now.utc.tzinfo is UTC
    assert now.boot
    assert now.boottime > 0


def test_time_never_runs_backwards_within_a_boot() -> None:
    clock = SystemClock()
    readings = [clock.now() for _ in range(1000)]
    assert [now.boottime for now in readings] == sorted(now.boottime for now in readings)
    assert readings[0].boottime < readings[-1].boottime


@pytest.mark.skipif(sys.platform != "linux", reason="CLOCK_BOOTTIME and boot_id are Linux's")
def test_on_linux_elapsed_time_is_boottime_and_the_boot_has_the_kernels_id() -> None:
    clock = SystemClock()
    assert (clock.source, clock.counts_suspend) == ("CLOCK_BOOTTIME", True)
    assert clock.boot_is_known
    assert clock.boot == Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    assert abs(clock.now().boottime - uptime) < 2  # the kernel's uptime counts suspend


def test_two_processes_of_one_boot_measure_the_same_time() -> None:
    script = "from console.adapters.clock import SystemClock as S; n = S().now(); print(n.boot, n.boottime)"
    before = SystemClock().now()
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=20)
    after = SystemClock().now()
    boot, boottime = answer.stdout.split()
    assert boot == before.boot
    assert before.boottime < float(boottime) < after.boottime


def test_without_a_boot_id_each_process_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_module, "_BOOT_ID", tmp_path / "none")
    first, second = SystemClock(), SystemClock()
    assert first.boot != second.boot
    assert not first.boot_is_known
    assert elapsed(first.now(), first.now()) >= timedelta()


def test_without_a_clock_that_counts_suspend_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_module, "_counting_names", lambda: ("CLOCK_OF_NO_MACHINE",))
    clock = SystemClock()
    assert (clock.source, clock.counts_suspend) == ("time.monotonic", False)
    assert clock.now().boottime > 0


def test_elapsed_time_sees_a_suspend_and_no_step_and_falls_back_on_the_wall_clock_over_a_reboot() -> None:
    clock = FakeClock()
    begun = clock.now()
    clock.advance(60)
    clock.suspend(14 * 60)
    clock.step(-7200)
    assert elapsed(begun, clock.now()) == timedelta(minutes=15)
    assert clock.monotonic == begun.boottime + 60
    clock.step(7200)
    clock.reboot(30)
    assert elapsed(begun, clock.now()) == timedelta(minutes=15, seconds=30)
