"""The terminal: a Textual App that no bytes, no signal and no crash can end badly.

Rule: garbage on stdin is ignored (Textual ends on one invalid UTF-8 byte, #6456); a signal or a closed terminal leaves
cleanly, saves first; a crash restores the terminal and shows no data. It leans on a few private names of Textual,
which is why Textual is pinned below 9 and `tests/adapters/test_terminal.py` runs all of this in a real pty.
"""

import asyncio
import io
import os
import selectors
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from console import crash
from console.adapters.stdin import SafeParser, believable

DRAIN_LIMIT = 5.0
"""Seconds that the saves may take before the program ends all the same."""
LAST_LIMIT = 0.7
"""Seconds that Textual may take to close down after that; then the terminal is restored by hand."""

ENDING = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT") if hasattr(signal, name))
"""The signals that end the program."""

_RESTORE = "\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[23;0t"


class _LastingFile:
    """The terminal's file as Textual's writer thread sees it: a terminal that is gone swallows what is written."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file or io.StringIO()

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            return self._file.write(text.encode("utf-8", "replace").decode("utf-8"))
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return True


def safe_driver() -> type[Driver] | None:
    """The guarded driver for this platform; None on Windows, where Textual's own is used."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class SafeDriver(LinuxDriver):
        """Reads bytes that may be anything, writes to a terminal that may be gone, and leaves by signal."""

        def __init__(self, app: "SafeApp", **options: Any) -> None:
            super().__init__(app, **options)
            self._safe_app = app
            self._file = _LastingFile(self._file)  # type: ignore[assignment]

        def start_application_mode(self) -> None:
            """As Textual's, with our signals and a neutral title."""
            loop = asyncio.get_running_loop()
            for number in ENDING:
                signal.signal(number, partial(_tell_to_leave, loop, self._safe_app))
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if self._writer_thread is not None:
                self.write(f"\x1b[22;0t\x1b]0;{self._safe_app.TERMINAL_TITLE}\x07")

        def stop_application_mode(self) -> None:
            """As Textual's; the title is what it was before."""
            if self._writer_thread is not None:
                self.write("\x1b[23;0t")
                super().stop_application_mode()

        def end_undisturbed(self) -> None:
            """All is saved. Another signal, or the same again, would only end it before the terminal is restored."""
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)

        def _sigcont_application(self, *_: Any) -> None:
            self._safe_app.stopped = True
            # Stopped from outside (SIGSTOP): Textual would start a second reader beside the first.
            if self._auto_restart and self._writer_thread is not None and not self._must_signal_resume:
                self.suspend_application_mode()
                self._must_signal_resume = True
            super()._sigcont_application()

        def _run_input_thread(self) -> None:
            try:
                self.run_input_thread()
            except Exception as error:
                self._app.call_later(self._app._handle_exception, error)

        def run_input_thread(self) -> None:
            """Read until told to stop; a terminal that is gone leaves the app as a hang-up does."""
            parser = SafeParser(self._debug)
            decode = getincrementaldecoder("utf-8")("replace").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(0.1):
                        data = self._read_some()
                        if not data:
                            self._gone()
                            return
                        self._take(parser.feed(decode(data)))
                    self._take(parser.tick())

        def _read_some(self) -> bytes:
            try:
                return os.read(self.fileno, 4096)
            except OSError:
                return b""

        def _gone(self) -> None:
            self._loop.call_soon_threadsafe(self._safe_app.leave, 128 + signal.SIGHUP)

        def _take(self, messages: Iterable[Message]) -> None:
            for message in messages:
                safe = believable(message, self._get_terminal_size)
                if safe is not None:
                    with suppress(RuntimeError):  # the loop has closed: nobody is left to tell
                        self.process_message(safe)

    return SafeDriver


class SafeApp(App[None]):
    """The base of our App. Override `before_leaving` to drain the saves; start it with `run_to_end()`."""

    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set[Any]] = set()
    TERMINAL_TITLE: ClassVar[str] = "Session Day"
    """What the terminal's window is called meanwhile: neutral, never about a client."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._leaving = False
        self._drained = False
        self._kept = False
        self._crashed = False
        self.stopped = False
        """Another program has had the terminal since the last frame."""
        self._report: Path | None = None
        self._watchdog: threading.Timer | None = None

    def on_load(self) -> None:
        """What fails outside every message (a timer of the loop, a task) goes to the one handler too."""
        asyncio.get_running_loop().set_exception_handler(self._failed_beside)

    def _failed_beside(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, Exception):
            return
        if crash.is_ours(error):
            self._handle_exception(error)
        else:  # a library's: nothing of ours was left half done
            crash.write_report(error)

    def before_painting(self, stopped: bool) -> None:
        """Called before every frame; `stopped`: the program was stopped and this is the first one after it."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        stopped, self.stopped = self.stopped, False
        self.before_painting(stopped)
        if screen is self.screen:  # what has been hidden just now is not painted any more
            super()._display(screen, renderable)

    async def on_event(self, event: events.Event) -> None:
        """Between two keys the loop turns: a flood of them holds up no save and no signal; at the end none counts.

        (Textual takes what waits in its queue without ever letting anything else run.)
        """
        if isinstance(event, events.InputEvent):
            if self._kept:
                return
            await asyncio.sleep(0)
        await super().on_event(event)

    async def before_leaving(self) -> None:
        """Drain what must be saved. Called once on every way out; given up after `DRAIN_LIMIT` seconds."""

    def run_to_end(self) -> int:
        """Run the app; the answer is the exit code: 0, 128 + the signal that ended it, or 70 after a crash."""
        self.run()
        if self._watchdog is not None:
            self._watchdog.cancel()
        _let_go_of_a_closed_terminal()
        if self._crashed:
            return crash.say(self._report)
        return self.return_code or 0

    def leave(self, code: int = 0) -> None:
        """Save, restore the terminal and end with this code. Safe to call often; only the first counts."""
        if not self._leaving:
            self._leaving = True
            self._leaving_task = asyncio.create_task(self._leave(code))

    async def _leave(self, code: int) -> None:
        await self._drain()
        self._watchdog = threading.Timer(LAST_LIMIT, _end_by_hand, (self._driver, code))
        self._watchdog.daemon = True
        self._watchdog.start()
        self.exit(return_code=code)

    async def _drain(self) -> None:
        if not self._drained:
            self._drained = True
            with suppress(Exception):
                async with asyncio.timeout(DRAIN_LIMIT):
                    await self.before_leaving()
            self._kept = True
            if undisturbed := getattr(self._driver, "end_undisturbed", None):
                undisturbed()

    async def _shutdown(self) -> None:
        await self._drain()
        await super()._shutdown()

    def bell(self) -> None:
        """Not for Textual, which rings where a line is full: see `ring`."""

    def ring(self) -> None:
        """The bell, for the desk alone, which asks the settings first."""
        super().bell()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: one of them puts a picture of the screen into a file."""
        del screen
        return ()

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Never: it would hold what is on the screen, in a file that nobody looks after."""
        return ""

    def deliver_screenshot(self, *_: object, **__: object) -> str | None:
        """Never, as above."""
        return None

    def get_driver_class(self) -> type[Driver]:
        """The guarded driver, where there is one."""
        return safe_driver() or super().get_driver_class()

    @on(Driver.SignalResume)
    def _repaint(self) -> None:
        # Another program had the terminal: nothing of what was painted is there any more.
        self.refresh(repaint=True, layout=True)

    def panic(self, *renderables: RenderableType) -> None:
        """End as after a crash; what Textual would print is not printed."""
        del renderables
        self._handle_exception(RuntimeError())

    def _handle_exception(self, error: Exception) -> None:
        """Write the report and close. Textual's own would print the local variables, which are about clients."""
        self._return_code = crash.CODE
        if not self._crashed:
            self._crashed = True
            self._report = crash.write_report(error)
        if self._exception is None:  # a test's pilot raises it again
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


def _tell_to_leave(loop: asyncio.AbstractEventLoop, app: SafeApp, number: int, _frame: object) -> None:
    """Python's own handler: asyncio's gets its signals by a pipe that a flood of keys fills, and then loses them."""
    loop.call_soon_threadsafe(app.leave, 128 + number)


def _let_go_of_a_closed_terminal() -> None:
    """Python flushes its streams once more at exit, and where they are gone it would put its own exit code for ours."""
    for stream in filter(None, (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _end_by_hand(driver: Driver | None, code: int) -> None:
    """Textual did not close down in time: what was to be saved is saved, so restore the terminal and end."""
    descriptor = getattr(driver, "fileno", None)
    before = getattr(driver, "attrs_before", None)
    if isinstance(descriptor, int):
        with suppress(Exception):
            import termios

            os.set_blocking(2, False)
            os.write(2, _RESTORE.encode())
            if before is not None:
                termios.tcsetattr(descriptor, termios.TCSANOW, before)
    os._exit(code)


class TerminalDesk:
    """Stands behind `console.core.ports.Desk`: the bell, and the clipboard by OSC 52.

    OSC 52 can only write, gives no answer, and macOS Terminal ignores it: what was copied must also be shown.
    """

    def __init__(self, app: SafeApp, *, bell: bool = True) -> None:
        self._app = app
        self._bell = bell

    def bell(self) -> None:
        """Ring, where the settings allow it."""
        if self._bell:
            self._app.ring()

    def copy(self, words: str) -> None:
        """Put words on the clipboard."""
        self._app.copy_to_clipboard(words)
