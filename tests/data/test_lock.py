"""One console owns a file; the next one is told at once; when it last watched is remembered."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from data import lock
from tests.data.samples import NINE

ROOT = Path(__file__).parent.parent.parent


def test_a_second_opener_is_told_and_gets_it_once_it_is_free(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    first = lock.take(database)
    assert first is not None
    assert lock.take(database) is None
    first.release()
    first.release()
    second = lock.take(database)
    assert second is not None
    second.release()


def test_two_databases_do_not_hinder_each_other(tmp_path: Path) -> None:
    locks = [lock.take(tmp_path / name) for name in ("a.db", "b.db")]
    assert all(locks)
    for held in locks:
        assert held is not None
        held.release()


def test_a_lock_of_another_program_is_seen_and_is_free_once_that_program_was_killed(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    code = f"""from data import lock; from pathlib import Path
held = lock.take(Path({str(database)!r}))
print('held', flush=True)
input()"""
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert lock.take(database) is None
        child.kill()
        child.wait(timeout=10)
    after = lock.take(database)
    assert after is not None
    after.release()


def test_the_last_watched_instant_outlives_the_console(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    assert lock.last_alive(database) is None
    first = lock.take(database)
    assert first is not None
    assert first.last_alive is None
    at = datetime(2026, 11, 21, 10, 18, 30, 123456, tzinfo=UTC)
    first.touch_alive(NINE)
    first.touch_alive(at)
    first.release()
    first.touch_alive(NINE)
    assert lock.last_alive(database) == at
    second = lock.take(database)
    assert second is not None
    assert second.last_alive == at
    second.release()


def test_being_refused_does_not_change_the_last_watched_instant(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    first = lock.take(database)
    assert first is not None
    first.touch_alive(NINE)
    assert lock.take(database) is None
    assert lock.last_alive(database) == NINE
    first.release()


def test_the_lock_file_is_the_owners_alone(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "practice.db")
    assert held is not None
    assert held.path.stat().st_mode & 0o777 == 0o600
    held.release()
