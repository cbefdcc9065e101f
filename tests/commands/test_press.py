"""`session-day press`: arrives, or says in one line that it did not, at once."""

import asyncio
import io
import subprocess
import sys
from typing import Any

import pytest

from console.adapters.clock import SystemClock
from console.adapters.press import NoConsole, serve, socket_path
from console.commands import press
from console.settings import Folders
from data.values.time import elapsed
from data.values.trouble import BadInput
from tests.term import ROOT

CLOCK = SystemClock()


def pressed(*args: str) -> subprocess.CompletedProcess[str]:
    """The command as a desktop's shortcut runs it."""
    command = [sys.executable, str(ROOT / "session_day.py"), "press", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)


@pytest.mark.parametrize("key", ["drop", "crisis", "safe-word"])
async def test_a_key_arrives_at_the_running_console(home: Folders, key: str) -> None:
    got: list[dict[str, Any]] = []

    async def console(request: dict[str, Any]) -> dict[str, Any]:
        got.append(request)
        return {}

    home.make()
    server = await serve(socket_path(home.database, home.runtime), console)
    begun = CLOCK.now()
    answer = await asyncio.to_thread(pressed, key)
    seconds = elapsed(begun, CLOCK.now()).total_seconds()
    await server.close()
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "arrived\n", "")
    assert got == [{"do": "press", "key": key}]
    assert seconds < 1


def test_without_a_console_it_is_one_line_and_exit_1(home: Folders) -> None:
    begun = CLOCK.now()
    answer = pressed("drop")
    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", "No console is running.\n")
    assert elapsed(begun, CLOCK.now()).total_seconds() < 1


async def test_a_console_that_hangs_is_said_within_a_second(home: Folders) -> None:
    released = asyncio.Event()

    async def hanging(request: dict[str, Any]) -> dict[str, Any]:
        await released.wait()
        return {}

    home.make()
    server = await serve(socket_path(home.database, home.runtime), hanging)
    begun = CLOCK.now()
    answer = await asyncio.to_thread(pressed, "crisis")
    seconds = elapsed(begun, CLOCK.now()).total_seconds()
    released.set()
    await server.close()
    assert answer.returncode == 1
    assert "press the key in the console itself" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert seconds < 1.2


@pytest.mark.parametrize("args", [[], ["panic"], ["drop", "crisis"], ["--loud"]])
def test_anything_but_one_key_is_one_line_that_names_the_keys(args: list[str]) -> None:
    with pytest.raises(BadInput, match="press drop, press crisis or press safe-word"):
        press.run(args, io.StringIO(), io.StringIO())


def test_its_help_needs_no_console(home: Folders) -> None:
    out = io.StringIO()
    assert press.run(["--help"], out, io.StringIO()) == 0
    assert "drop|crisis|safe-word" in out.getvalue()
    with pytest.raises(NoConsole):
        press.run(["drop"], out, io.StringIO())
