"""One console with its parts: shown today first, then connected to everything that stands behind the ports."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from console.glance import MOMENT, FirstView
from console.wiring.keeping import Keeping
from data.values.trouble import Trouble

if TYPE_CHECKING:
    from console.acts import Acts
    from console.app import SessionDayApp
    from console.desk import AppConsole
    from console.entering import Entering
    from console.glance import Glance
    from console.opening import Opening
    from console.rehearsal import Rehearsal
    from console.runner import Runner
    from console.way_in import WayIn
    from console.wiring import Parts
    from console.wiring.beside import Beside
    from console.wiring.locking import HomeLock
    from data.values.keys import Keys
    from data.values.time import Now
    from data.values.views import DayView

_NEEDED = (
    "console.wiring.first",
    "data.today",
    "data.policies",
    "data.shelf",
    "data.store",
    "console.opening",
    "console.acts",
    "console.desk",
    "console.answering",
    "console.adapters.line",
    "console.adapters.notifier",
    "console.adapters.press",
    "console.adapters.scheduler",
)
"""What showing today and opening the store need."""


class Connected:
    """Its work begins after the first frame; see `console.opening` for what follows."""

    def __init__(
        self,
        app: "SessionDayApp",
        parts: "Parts",
        *,
        demo: bool,
        glance: "Glance | None" = None,
        entering: "Entering[Keys] | None" = None,
        way: "WayIn[Keys] | None" = None,
    ) -> None:
        self.app = app
        self.parts = parts
        self.glance = glance
        self.entering = entering
        self.way = way
        self.demo = demo
        self.keeping = Keeping(parts.folders, parts.keys)
        self._shown = False
        self._looked = asyncio.Event()
        self.beside: Beside | None = None
        self.lock: HomeLock | None = None
        self.opening: Opening | None = None

    async def open(self) -> None:
        """Show today, then build the runner and what acts on it, then open."""
        with suppress(TimeoutError):  # where the glance is slow, go on without it
            await asyncio.wait_for(self._looked.wait(), MOMENT if self.glance else None)
        try:
            if self.entering:
                self.keeping.keys = await self._entered(self.entering)
            first = await asyncio.to_thread(self._first_view)
        except Trouble as trouble:
            self._failed(trouble)
            return
        if not self._shown:
            await self._show(first.view)
        runner, console, acts = await asyncio.to_thread(self._make)
        runner.listen(acts.listen)
        runner.forgotten, runner.reminded = acts.forget, acts.locking.beat
        if self.lock:
            runner.forget = self.lock.forget
        self.beside = self._beside(runner)
        self.app.take(acts)
        from console.core.events import EffectDone

        self.opening = opening = self._opening(runner)

        async def close() -> None:
            console.hand_on_typing()
            await opening.close()

        self.app.closing = close
        self.app.beat = opening.beat
        await opening.open(first)
        if self.way and self.way.said:
            runner.send(EffectDone(self.way.said))
        await self.app.prepare()
        await runner.lane.kept()  # what is already pressed is on the disk first
        await asyncio.to_thread(self._load_later)

    def _beside(self, runner: "Runner") -> "Beside | None":
        """What looks after what is kept; nothing where nothing real is kept, or another console owns it."""
        if self.demo or self.parts.rehearsal or self.keeping.read_only or not self.parts.beside:
            return None
        beside = self.parts.beside(runner)
        beside.keys = lambda: self.keeping.keys
        return beside

    def _opening(self, runner: "Runner") -> "Opening":
        from console.opening import Opening

        return Opening(
            runner,
            open_store=self.keeping.open,
            serve=self._serve,
            alive=self._alive,
            ready=self.beside.ready if self.beside else lambda _: None,
            losses=self.keeping.losses,
            failed=self._failed,
            ended=self._ended,
            beating=self.parts.beating,
            pace=self.parts.rehearsal.speed if self.parts.rehearsal else 1,
        )

    async def _entered(self, entering: "Entering[Keys]") -> "Keys":
        """What is heavy comes in while the passphrase is typed: from Enter on, only the keys and the day are made."""
        made = asyncio.create_task(self.app.make_day())
        loaded = asyncio.create_task(asyncio.to_thread(_load_all))
        keys = await entering.keys(self.app.show_entry)
        await made
        await loaded
        return keys

    def _first_view(self) -> FirstView:
        from console.wiring.first import demo_view, first_view

        if not self.parts.zone:
            from console.adapters.clock import machine_zone

            self.parts.zone = machine_zone()
        now, zone = self.parts.clock.now(), self.parts.zone
        if rehearsal := self.parts.rehearsal:
            from console.wiring.first import rehearsal_view

            return rehearsal_view(self.keeping, now, zone, flow=rehearsal.flow, policy=rehearsal.policy)
        if self.demo:
            return demo_view(self.keeping, now, zone)
        return first_view(self.keeping, now, zone, lock_in_session=self.parts.settings.lock_in_session)

    async def look(self) -> None:
        """Show what the glance saw, if it is still the first; read while the first frame is made, shown after it."""
        view = await asyncio.to_thread(self.glance.view) if self.glance else None
        await self.app.begun.wait()
        if view and not self._shown:
            await self._show(view)
        self._looked.set()

    async def _show(self, view: "DayView") -> None:
        self._shown = True
        self.app.day.show(view)
        await self.app.enter()
        await self.app.painted()

    def _make(self) -> "tuple[Runner, AppConsole, Acts]":
        import session_day
        from console.acts import Acts
        from console.adapters.line import OwnLine
        from console.adapters.notifier import DesktopNotifier
        from console.adapters.scheduler import WakeUps, paced
        from console.adapters.terminal import TerminalDesk
        from console.desk import AppConsole
        from console.wiring.handing import Handing

        parts, settings = self.parts, self.parts.settings
        handing = Handing(self.keeping, parts)
        runner = _runner_for(parts.rehearsal)(
            clock=parts.clock,
            scheduler=parts.scheduler or paced(parts.clock, WakeUps(lambda: _wake(runner), waits=True)),
            notifier=parts.notifier or DesktopNotifier(str(session_day.__file__), enabled=settings.notify),
            line=parts.line or OwnLine(settings.probe_hosts),
            desk=TerminalDesk(self.app, bell=settings.bell),
            handover=handing,
            shelf=self.keeping,
            spare=self.keeping.spare,
            leave=self.app.leave,
            later=self.app.set_timer,
        )
        console = AppConsole(self.app, runner, shelf=handing)
        if self.way:
            from console.wiring.locking import HomeLock

            self.lock = HomeLock(self.way, self.keeping, open_again=self._open_again, close=self._rest)
        return runner, console, Acts(console, machine_zone=parts.zone or "Europe/London", unlock=self.lock)

    async def _open_again(self) -> None:
        first = await asyncio.to_thread(self._first_view)
        if self.opening:
            await self.opening.again(first)

    async def _rest(self) -> None:
        if self.opening:
            await self.opening.rest()
        self.keeping.store = None

    def _alive(self, now: "Now") -> None:
        self.keeping.alive(now.utc)
        if self.beside:
            self.beside.beat(now)

    async def _ended(self) -> None:
        if self.beside:
            await self.beside.stop()
        self.keeping.release()

    def _load_later(self) -> None:
        from console.adapters.scheduler import WakeUps

        WakeUps.load()

    async def _serve(self, runner: "Runner") -> Callable[[], Any]:
        from console.adapters import press
        from console.answering import answer

        path = press.socket_path(self.keeping.database, self.parts.folders.runtime)
        server = await press.serve(path, lambda request: answer(runner, self.app.pressed_outside, request))
        return server.close

    def _failed(self, trouble: Trouble) -> None:
        """The console cannot go on without its data: said in one line, after the terminal is given back."""
        self.app.trouble = trouble
        self.app.leave(trouble.code)


def _runner_for(rehearsal: "Rehearsal | None") -> "Callable[..., Runner]":
    """What makes the runner: one that remembers, for a rehearsal."""
    if rehearsal:
        from console.rehearsal import RecordingRunner

        return partial(RecordingRunner, rehearsal)
    from console.runner import Runner

    return Runner


def _load_all() -> None:
    """Import what comes next."""
    for name in _NEEDED:
        import_module(name)


def _wake(runner: "Runner") -> None:
    runner.beat()
