"""The composition root: the only module that names the concrete store and adapters, and builds the App.

Everything heavy is imported inside the function that needs it, so that a command loads only what it uses.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.settings import Folders, Settings, folders
from console.settings import load as load_settings
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from console.app import SessionDayApp
    from console.core.ports import Clock
    from console.core.state import State
    from console.glance import FirstView, Glance
    from console.runner import Runner
    from data.lock import Lock
    from data.spare import Spare
    from data.store import Store
    from data.values.facts import Record
    from data.values.flow import Flow
    from data.values.kept import Kept
    from data.values.policy import Policy
    from data.values.session import Note
    from data.values.time import Now
    from data.values.views import DayView


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


def run_console(demo: bool, args: list[str]) -> int:
    """The full screen, until it is left; the exit code."""
    del args  # cli.py has refused any
    import gc

    gc.disable()  # nothing made while starting is garbage; `Opening` turns it on again
    sys.setswitchinterval(0.0005)  # what is painted is written by a thread of Textual's: it must not wait its 5 ms
    here = folders()
    settings = load_settings(here.settings)
    glance = _glance(here) if not demo else None
    from console.adapters.clock import SystemClock, machine_zone

    if demo:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="session-day-demo-") as base:
            parts = Parts(SystemClock(), Folders(*(Path(base) / name for name in _DEMO)), settings, zone=machine_zone())
            return build(parts, demo=True).run_to_end()
    return build(Parts(SystemClock(), here, settings, zone=machine_zone()), glance=glance).run_to_end()


def _glance(here: Folders) -> "Glance | None":
    """Begun before the screen is imported, where there is something to look at."""
    if not here.database.exists():
        return None
    from console.glance import Glance

    return Glance()


_DEMO = ("data", "state", "config", "run", "documents")


def build(parts: Parts, *, demo: bool = False, glance: "Glance | None" = None) -> "SessionDayApp":
    """The App with everything behind it. Nothing is opened until its first frame is painted."""
    from console.app import SessionDayApp

    app = SessionDayApp(parts.settings.theme)
    app.opening = lambda: Connected(app, parts, demo=demo, glance=glance).open()
    return app


class Connected:
    """One console with its parts, made after the first frame; see `console.opening`."""

    def __init__(self, app: "SessionDayApp", parts: Parts, *, demo: bool, glance: "Glance | None" = None) -> None:
        self.app = app
        self.parts = parts
        self.glance = glance
        self.seen = False
        self.demo = demo
        self.lock: Lock | None = None
        self.store: Store | None = None
        self.read_only = False
        self.database = parts.folders.database
        self.spare = spare(parts.folders)

    async def open(self) -> None:
        """Show today, then build the runner and what acts on it, then open."""
        import asyncio

        if self.glance:
            await self._look(self.glance)
        try:
            first = await asyncio.to_thread(self._first_view)
        except Trouble as trouble:
            self._failed(trouble)
            return
        if not self.seen:
            await self._show(first.view)
        runner, acts = await asyncio.to_thread(self._make)
        runner.listen(acts.listen)
        self.app.take(acts)
        from console.opening import Opening

        opening = Opening(
            runner,
            open_store=self._open_store,
            serve=self._serve,
            alive=self._alive,
            load_later=self._load_later,
            failed=self._failed,
            ended=self._ended,
            beating=self.parts.beating,
        )
        self.app.closing = opening.close
        self.app.beat = opening.beat
        await opening.open(first)

    async def _look(self, glance: "Glance") -> None:
        """Show what the glance saw; where it is slow, go on without waiting, and show it if it is still the first."""
        import asyncio

        from console.glance import MOMENT

        async def show() -> None:
            view = await asyncio.to_thread(glance.view)
            if view and not self.seen:
                await self._show(view)

        self._looking = asyncio.create_task(show())
        await asyncio.wait({self._looking}, timeout=MOMENT)

    async def _show(self, view: "DayView") -> None:
        self.seen = True
        self.app.day.show(view)
        await self.app.painted()

    def _make(self) -> tuple["Runner", Any]:
        import session_day
        from console.acts import Acts
        from console.adapters.line import OwnLine
        from console.adapters.notifier import DesktopNotifier
        from console.adapters.scheduler import WakeUps
        from console.adapters.terminal import TerminalDesk
        from console.desk import AppConsole
        from console.runner import Runner

        parts = self.parts
        enabled = parts.settings.notify
        notifier = parts.notifier or DesktopNotifier(str(session_day.__file__), enabled=enabled)
        runner = Runner(
            clock=parts.clock,
            scheduler=parts.scheduler or WakeUps(lambda: self._wake(runner)),
            notifier=notifier,
            line=parts.line or OwnLine(parts.settings.probe_hosts),
            desk=TerminalDesk(self.app, bell=parts.settings.bell),
            handover=self,
            shelf=self,
            spare=self.spare,
            leave=self.app.leave,
            later=self.app.set_timer,
        )
        console = AppConsole(self.app, runner, shelf=self)
        return runner, Acts(console, machine_zone=parts.zone or "Europe/London")

    def _wake(self, runner: "Runner") -> None:
        runner.beat()

    def write(self, state: "State", forms: Any, clinical: bool, now: "Now") -> str:
        """See `console.core.ports.Handover`."""
        return str(self._exporter().write(state, forms, clinical, now))

    def note_text(self, state: "State", session: str, client: str, clinical: bool, now: "Now") -> str:
        """See `console.core.ports.Handover`."""
        return str(self._exporter().note_text(state, session, client, clinical, now))

    def _exporter(self) -> Any:
        from console.export.exporter import Exporter

        return Exporter(self.parts.folders.documents, self._records)

    def _records(self, stream: str) -> "tuple[Record, ...]":
        return self.store.records(stream=stream) if self.store else ()

    # --- opening -----------------------------------------------------------------------------------------------------
    def _first_view(self) -> "FirstView":
        from console.core.rebuild import state_from
        from console.core.view import Look, day_view
        from console.core.wall import day_of
        from console.glance import FirstView
        from data import lock, today
        from data.values.kept import Kept

        now = self.parts.clock.now()
        self.parts.folders.make()
        self.lock = lock.take(self.database)
        self.read_only = self.lock is None
        day = day_of(now.utc, self.parts.zone)
        kept = today.load(self.database, None, day)
        if not isinstance(kept, Kept):
            kept = self._store_view(day) if self.database.exists() else Kept()
        if kept.practice and day_of(now.utc, kept.practice.zone) != day:
            day = day_of(now.utc, kept.practice.zone)
            kept = self.load_day(day)
        if self.demo:
            return self._demo_view(day, now)
        policy = self.policy(kept.practice.policy if kept.practice else "standard")
        flows = {**self._pinned_flows(kept), **self.flows(policy)}
        state = state_from(kept, policy, day, self._pinned(kept), flows=flows, read_only=self.read_only)
        state, unsaved = self._put_aside(state)
        return FirstView(state, day_view(state, Look(), now), self.lock.last_alive if self.lock else None, unsaved)

    def _put_aside(self, state: "State") -> "tuple[State, tuple[tuple[Record, ...], Kept] | None]":
        """What the console that ended last could not save is taken over first."""
        if self.read_only or not self.spare.used:
            return state, None
        from console.core.apply import apply
        from console.core.changed import changed

        records = self.spare.records()
        after = state
        for one in records:
            after = apply(after, one)
        return after, (records, changed(state, after)) if records else None

    def _store_view(self, day: date) -> "Kept":
        """An older file: the store brings it up to date first."""
        self._open_store()
        return self.load_day(day)

    def _demo_view(self, day: date, now: "Now") -> "FirstView":
        from console import demo
        from console.core.changed import changed
        from console.core.rebuild import state_from
        from console.core.view import Look, day_view
        from console.glance import FirstView
        from data.values.kept import Kept

        policy = self.policy(demo.POLICY)
        empty = state_from(Kept(), policy, day, flows=self.flows(policy), demo=True)
        state, records = demo.demo_day(empty, now)
        return FirstView(state, day_view(state, Look(), now), None, (records, changed(empty, state)))

    def _open_store(self) -> "Store | None":
        if self.store is not None or (self.read_only and not self.demo):
            return self.store
        self.store = open_store(self.parts.folders, self.database)
        return self.store

    def _load_later(self) -> None:
        from console.adapters.scheduler import WakeUps

        WakeUps.load()

    async def _serve(self, runner: "Runner") -> Callable[[], Any]:
        from console.adapters import press
        from console.answering import answer

        path = press.socket_path(self.database, self.parts.folders.runtime)
        server = await press.serve(path, lambda request: answer(runner, self.app.pressed_outside, request))
        return server.close

    def _alive(self, now: datetime) -> None:
        if self.lock:
            self.lock.touch_alive(now)

    def _failed(self, trouble: Trouble) -> None:
        """The console cannot go on without its data: say so in one line, after the terminal is given back."""
        self.app.trouble = trouble
        self.app.leave(trouble.code)

    def _ended(self) -> None:
        if self.lock:
            self.lock.release()

    # --- policies and days: the port `Shelf` -------------------------------------------------------------------------
    def policy(self, name: str) -> "Policy":
        """The policy of this name or path, from the cache of checked ones where it has not changed."""
        from data import shelf

        return shelf.cached(name, self.parts.folders.state / "policies")

    def flows(self, policy: "Policy") -> "Mapping[str, Flow]":
        """The flows of a policy, from the cache of read ones."""
        from data import shelf

        return shelf.flows(policy, self.parts.folders.state / "policies")

    def _pinned_flows(self, kept: "Kept") -> "dict[str, Flow]":
        from data import shelf

        hashes = {one.flow_hash for one in kept.incidents if one.ended is None}
        return shelf.pinned_flows(hashes, self.parts.folders.state / "policies")

    def _pinned(self, kept: "Kept") -> dict[str, "Policy"]:
        from data import shelf

        hashes = {session.policy_hash for session in kept.sessions if session.policy_hash}
        return shelf.pinned(hashes, self.parts.folders.state / "policies")

    def use_policy(self, name: str, session_minutes: int | None) -> "tuple[str, Policy, Mapping[str, Flow]]":
        """See `console.core.ports.Shelf`."""
        from data import shelf

        if session_minutes is not None:
            name = shelf.write_own(self.parts.folders.config, name, session_minutes)
        policy = self.policy(name)
        return name, policy, self.flows(policy)

    def load_day(self, day: date) -> "Kept":
        """See `console.core.ports.Shelf`."""
        from data import today
        from data.values.kept import Kept

        kept = today.load(self.database, None, day)
        return kept if isinstance(kept, Kept) else Kept()

    def policies(self) -> tuple[tuple[tuple[str, str, str], ...], dict[str, int]]:
        """What the first-run screen offers: (name, title, summary), and each one's session length in minutes."""
        from data import policies

        loaded = {name: self.policy(name) for name in policies.shipped()}
        summaries = tuple((name, one.title, one.source) for name, one in loaded.items())
        return summaries, {name: int(one.session.value.total_seconds() // 60) for name, one in loaded.items()}

    def draft(self, note: "Note | None", draft: str) -> tuple[str, str] | None:
        """What was being typed and never saved, as (form, text); None where the saved note is newer."""
        kept = (*self.spare.drafts(), *(self.store.drafts() if self.store else ()))
        saved = note.saved if note else None
        for one in kept:
            if one.id == draft and (saved is None or one.revision > saved.timestamp() * 1000):
                return one.fields.get("form", "free"), one.fields.get("text", "")
        return None

    def protocol_lines(self, state: "State", session: str, client: str) -> tuple[str, ...]:
        """The protocol facts of one client's session, as lines above the note."""
        return tuple(self.note_text(state, session, client, False, self.parts.clock.now()).splitlines())


def open_store(here: Folders, database: Path) -> "Store":
    """The concrete store of this data file."""
    from data.store import open_store as concrete

    return concrete(database, None, head_dir=here.state / "head", secrets_dir=here.config / "secrets")


def spare(here: Folders) -> "Spare":
    """The other place for what cannot be saved, under the same key."""
    from data.spare import Spare

    aside = here.state / "aside"
    return Spare(aside, lambda path: open_store(replace(here, state=aside), path))


# --- commands --------------------------------------------------------------------------------------------------------
def run_command(name: str, args: list[str]) -> int:
    """One line-based command; its module is imported only now."""
    from console.adapters.clock import SystemClock

    clock = SystemClock()
    here = folders()
    runners: dict[str, Callable[[], int]] = {
        "policy": lambda: _policy(args, clock.now()),
        "doctor": lambda: _doctor(args, here),
        "today": lambda: _today(args, here, clock),
        "export": lambda: _export(args, here, clock),
        "import": lambda: _import(args, here, clock),
    }
    if name not in runners:
        raise BadInput(f"'{name}' is not a command; see session-day --help.")
    return runners[name]()


def _policy(args: list[str], now: "Now") -> int:
    from console.commands import policy

    return policy.run(args, sys.stdout, sys.stderr, now)


def _doctor(args: list[str], here: Folders) -> int:
    from console.commands import doctor, doctor_parts

    return doctor.run(args, sys.stdout, sys.stderr, doctor_parts.parts(here))


def _today(args: list[str], here: Folders, clock: "Clock") -> int:
    from console.adapters.clock import machine_zone
    from console.commands import today
    from console.door import Door

    return today.run(args, sys.stdout, sys.stderr, clock.now(), Door(here, clock, machine_zone()))


def _export(args: list[str], here: Folders, clock: "Clock") -> int:
    from console.adapters.clock import machine_zone
    from console.commands import export
    from console.door import Door

    return export.run(args, sys.stdout, sys.stderr, clock.now(), Door(here, clock, machine_zone()))


def _import(args: list[str], here: Folders, clock: "Clock") -> int:
    from console.adapters.clock import machine_zone
    from console.commands import importing
    from console.door import Door

    door = Door(here, clock, machine_zone())
    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    return importing.run(args, sys.stdout, sys.stderr, ask, clock.now(), door)
