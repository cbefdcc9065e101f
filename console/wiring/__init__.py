"""The composition root: the only package that names the concrete store and adapters, and builds the App.

Everything heavy is imported inside the function that needs it, so that a command loads only what it uses.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.settings import Folders, Settings, folders
from console.settings import load as load_settings
from console.way_in import CHANGE
from console.wiring.keeping import open_store
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from console.app import SessionDayApp
    from console.core.ports import Clock
    from console.glance import Glance
    from console.rehearsal import Rehearsal
    from console.runner import Runner
    from console.way_in import WayIn
    from console.wiring.beside import Beside
    from console.wiring.way import Way
    from data.values.keys import Keys

__all__ = ["Parts", "build", "open_store", "run_command", "run_console", "run_passphrase", "run_rehearsal"]
NOTHING_TO_CHANGE = "Nothing is encrypted here yet: start session-day once, which asks for a passphrase."
_DEMO = ("data", "state", "config", "run", "documents")


@dataclass(slots=True)
class Parts:
    """What stands behind the ports; a journey puts fakes in place of some."""

    clock: "Clock"
    folders: Folders
    settings: Settings
    scheduler: Any = None
    notifier: Any = None
    line: Any = None
    beating: bool = True
    zone: str = ""
    rehearsal: "Rehearsal | None" = None
    beside: "Callable[[Runner], Beside] | None" = None
    keys: "Keys | None" = None


def run_console(demo: bool) -> int:
    """The full screen, until it is left; the exit code. Raises the trouble that kept it from its data."""
    _made_fast()
    here = folders()
    settings = load_settings(here.settings)
    from console.adapters.clock import SystemClock

    clock = SystemClock()
    way = None if demo else _way(here, settings, clock)
    glance = None if demo or way else _glance(here)
    if demo:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="session-day-demo-") as base:
            parts = Parts(clock, Folders(*(Path(base) / name for name in _DEMO)), settings)
            return _run(build(parts, demo=True))
    return _run(build(Parts(clock, here, settings, beside=looked_after), glance=glance, way=way))


def run_passphrase() -> int:
    """What opens the data, changed on the full screen; nothing of the data is opened. Raises Trouble."""
    from console.adapters.clock import SystemClock
    from console.entering import Entering
    from console.wiring.way import way_of

    _made_fast()
    here = folders()
    settings = load_settings(here.settings)
    way = way_of(here, settings, SystemClock(), change=True)
    if way is None or way.kind != CHANGE:
        raise BadInput(NOTHING_TO_CHANGE)
    from console.app import SessionDayApp

    entering = Entering(way, lambda: app.leave())  # noqa: PLW0108 - there is no app yet
    app = SessionDayApp(settings.theme, entering.first)

    async def change() -> None:
        try:
            (await entering.keys(app.show_entry)).wipe()
        except Trouble as trouble:
            app.trouble = trouble
        app.leave(app.trouble.code if app.trouble else 0)

    app.opening = change
    return _run(app)


def looked_after(runner: "Runner", environment: Mapping[str, str] | None = None) -> "Beside":
    """The process that looks after what is kept while this console runs."""
    import session_day
    from console.wiring.beside import Beside

    def today() -> tuple[date, str] | None:
        return (runner.state.today, runner.state.practice.zone) if runner.state else None

    return Beside(str(session_day.__file__), today=today, send=runner.send, environment=environment)


def run_rehearsal(args: list[str], need_a_terminal: Callable[[], None]) -> int:
    """The console on invented people, in a home of its own, until it is left; then its score sheet. Raises Trouble."""
    import tempfile

    from console.adapters.clock import FasterClock, SystemClock, machine_zone
    from console.commands import rehearse
    from console.wiring.asking import Asking, asked_on_the_terminal, taken_out
    from console.wiring.practised import practised

    here = folders()
    args, descriptor = taken_out(args)
    asking = Asking(here, SystemClock(), descriptor=descriptor, ask=asked_on_the_terminal())
    wanted = rehearse.asked(args, sys.stdout, lambda: practised(here, SystemClock().now(), machine_zone(), asking()))
    if wanted is None:
        return 0
    need_a_terminal()
    _made_fast()
    from console.rehearsal import NoNotifier

    with tempfile.TemporaryDirectory(prefix="session-day-rehearsal-") as base:
        own = Folders(*(Path(base) / name for name in _DEMO))
        clock = FasterClock(SystemClock(), wanted.speed)
        code = _run(build(Parts(clock, own, load_settings(here.settings), notifier=NoNotifier(), rehearsal=wanted)))
    rehearse.show(wanted, sys.stdout)
    return code


def _made_fast() -> None:
    """What must hold before the screen is imported."""
    import gc

    gc.disable()  # nothing made while starting is garbage; `Opening` turns it on again
    sys.setswitchinterval(0.0005)  # what is painted is written by a thread of Textual's: it must not wait its 5 ms
    os.environ.setdefault("TEXTUAL_FPS", "120")  # a change waits for the next frame: 8 ms at most instead of 16


def _run(app: "SessionDayApp") -> int:
    code = app.run_to_end()
    if app.trouble:
        raise app.trouble
    return code


def _glance(here: Folders) -> "Glance | None":
    """Begun before the screen is imported, where there is something to look at: of what is encrypted nothing is."""
    from data import kinds

    if not kinds.without_key(here.database) or kinds.kind_of(here.database) == "none":
        return None
    from console.glance import Glance

    return Glance()


def _way(here: Folders, settings: Settings, clock: "Clock") -> "Way | None":
    """What stands before the day of an encrypted home. Raises Trouble where there is no way in."""
    from data import kinds

    if not settings.encrypted and kinds.without_key(here.database):
        return None
    from console.wiring.way import way_of

    return way_of(here, settings, clock)


def build(
    parts: Parts,
    *,
    demo: bool = False,
    glance: "Glance | None" = None,
    way: "WayIn[Keys] | None" = None,
) -> "SessionDayApp":
    """The App with everything behind it. Nothing is opened until its first frame is painted."""
    from console.app import SessionDayApp
    from console.wiring.connected import Connected

    entering = None
    if way and parts.keys is None:
        from console.entering import Entering

        entering = Entering(way, lambda: app.leave())  # noqa: PLW0108 - there is no app yet
    app = SessionDayApp(parts.settings.theme, entering.first if entering else None)
    connected = Connected(app, parts, demo=demo, glance=glance, entering=entering, way=way)
    app.opening, app.looking = connected.open, connected.look
    return app


def run_command(name: str, args: list[str]) -> int:
    """One line-based command; its module is imported only now."""
    from console.wiring.commands import run

    return run(name, args)
