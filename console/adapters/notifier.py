"""The notifier: a desktop notification by plyer, in a child process that is killed when it hangs.

Rule: the alert in the console is the real signal; this one may fail and says so. The words hold no name and no number,
go to the child on its stdin, and nothing the child writes reaches the terminal.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys

from console.adapters.notifier_child import FAILED, NO_DESKTOP, NO_PROGRAM, REFUSED, SHOWN

LIMIT = 5.0
"""Seconds after which a child that has not ended is killed."""

_ANSWERS = {
    SHOWN: ("on", ""),
    FAILED: ("failed", "the desktop did not take the notification"),
    REFUSED: ("failed", "notify-send could not show it: is a notification service running on this desktop?"),
    NO_PROGRAM: ("missing", "no notification program here: install notify-send (package libnotify-bin)"),
    NO_DESKTOP: ("missing", "no desktop session (D-Bus) to show it on"),
}


class DesktopNotifier:
    """Stands behind `console.core.ports.Notifier`. `launcher` is the path of the installed session_day module.

    One child at a time; of those that wait meanwhile only the newest is shown, so that a hundred at once cannot fill
    the desktop or the machine.
    """

    def __init__(self, launcher: str, *, enabled: bool = True, limit: float = LIMIT) -> None:
        self._command = (sys.executable, "-I", launcher, "child", "notifier")
        self._enabled = enabled
        self._limit = limit
        self._turn = asyncio.Lock()
        self._newest = 0
        self._last = ("on", "")

    async def show(self, words: str) -> tuple[str, str]:
        """Show it within the limit; the answer is a state ("on", "failed", "missing", "off") and why."""
        if not self._enabled:
            return "off", "turned off in settings.toml"
        self._newest += 1
        mine = self._newest
        async with self._turn:
            if mine == self._newest:
                self._last = await self._try(words)
            return self._last

    async def _try(self, words: str) -> tuple[str, str]:
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return "failed", "the notifier could not be started"
        try:
            async with asyncio.timeout(self._limit):
                await child.communicate(json.dumps({"words": words}).encode())
        except TimeoutError:
            return "failed", f"the desktop did not answer within {self._limit:g} s"
        finally:
            await _end(child)
        return _ANSWERS.get(child.returncode or 0, _ANSWERS[FAILED])


async def _end(child: asyncio.subprocess.Process) -> None:
    """End the child and what it started, if it still runs."""
    if child.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    await child.wait()
