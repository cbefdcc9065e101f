"""A console is killed in the middle of a session: nothing that was saved is lost, and the clock is right."""

import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests import homes
from tests.fakes import FakeClock
from tests.journeys.harness import HERE, SMALL, at, open_day
from tests.journeys.people import JM, bring_in
from tests.journeys.stories import part, write_up
from tests.term import CLOCK, ROOT, Term, python


async def test_a_killed_console_comes_back_to_the_same_second(tmp_path: Path) -> None:
    bring_in(tmp_path, [JM], "2026-11-18 10:00 50 JM-002")
    first = subprocess.run(
        python("-m", "tests.journeys.first_half", str(tmp_path)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert first.returncode == -signal.SIGKILL, first.stderr

    clock = FakeClock(at("2026-11-18 10:00"))
    clock.suspend(23 * 60 + 15)  # the same boot goes on: 10:23:15, three minutes after it was killed
    async with open_day(tmp_path, clock, size=SMALL) as day:
        assert day.running == "J.M."
        assert day.view.clock.digits == "26:45"
        day.sees("The console was off 3 min. By the clock 23:15 have passed. Was the session running?")
        await day.pass_time(seconds=25)
        await day.press("y")
        day.does_not_see("The console was off")
        day.sees("› Check in")
        await day.press("n")
        day.sees("Half a sentence", "This is what you were typing: not yet saved.")
        await day.type(", then the whole.")
        await day.press("ctrl+s")
        await day.at("10:40")
        await day.press("a")
        await day.at("10:45")
        await day.press("a")
        await part(day, "a walk by the river", "25 Nov 10:00")
        await day.at("10:49:10")
        await day.press("a", "e")
        await day.at("10:52")
        await write_up(day, " And the end.")
        await day.export()
    day.tells("killed")
    assert "Half a sentence, then the whole. And the end." in day.day_note()


def test_what_was_shown_as_saved_is_there_after_kill_9(tmp_path: Path) -> None:
    """The real program in a real terminal, on the real clock."""
    here = CLOCK.now().utc
    begin = here.astimezone(UTC).replace(second=0, microsecond=0)
    home = {"SESSION_DAY_HOME": str(tmp_path), "TZ": "Europe/London"}
    bring_in(tmp_path, [JM], f"{_london(begin)} 50 JM-002", when=_london(begin))
    command = python("-I", str(ROOT / "session_day.py"))
    with Term(command, columns=80, rows=24, env=home) as term:
        homes.unlock(term)
        term.wait_for("Welcome to Session Day")
        term.send(b"\x1b")
        term.wait_for("J.M.")
        term.wait_for("Day start")
        term.settle()
        term.send(b"s")
        term.wait_for("Private and alone?")
        term.send(b"\r")
        term.wait_for("adjusted")
        term.send(b"a")
        term.wait_for("› Who is there?")
        term.wait_for(lambda screen: "saved" in screen)
        term.signal(signal.SIGKILL)
        assert term.wait_exit()[0] == -signal.SIGKILL
    with Term(command, columns=80, rows=24, env=home) as term:
        homes.unlock(term)
        term.wait_for("in session")
        term.wait_for("› Who is there?")
        assert "✓  Private and alone?" in term.text
        assert "The console was off" not in term.text  # for a few seconds: nothing could have been missed
        term.signal(signal.SIGTERM)
        assert term.wait_exit()[0] == 128 + signal.SIGTERM


def _london(utc: datetime) -> str:
    return f"{utc.astimezone(HERE):%Y-%m-%d %H:%M}"
