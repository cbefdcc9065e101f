"""The runner: holds the state, feeds events to the core, has the effects performed. It decides nothing.

Saves go to one thread, in order (`console.lane`); every other effect runs beside it (`console.performing`). What fails
comes back as an event. Events that arrive before the state is there are kept, each with its own `now`, and stepped in
order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime

from console.core import alarms, events
from console.core.changed import changed
from console.core.lock import Due, Remains, asleep, come_due, forgets, remains
from console.core.ports import Clock, Desk, Handover, Line, Listener, Notifier, Saver, Scheduler, Shelf, Spare
from console.core.state import State
from console.core.step import step
from console.crash import write_report
from console.lane import SaveLane
from console.performing import Performing
from data.values.facts import Record
from data.values.kept import Draft, Kept
from data.values.people import Client
from data.values.time import Now

PAINT_SECONDS = 0.02
"""How long a key's facts wait for the screen to be painted before they go to the disk."""
_READ_ANEW = (events.DayLoaded, events.ClientsLoaded)
"""What was still being read when everything was forgotten: it is about people, and the next opening reads it anew."""
_OF_THE_LOCK = (events.Touched, events.CameBack, events.LockPressed, events.Unlocked, events.SharePressed)
UNFORESEEN = "Something beside the screen failed in the program: look whether it happened. A report was written."


class Runner:
    """One for a console. `send` is all that a screen is given; listeners get each new state once."""

    def __init__(
        self,
        *,
        clock: Clock,
        scheduler: Scheduler,
        notifier: Notifier,
        line: Line,
        desk: Desk,
        handover: Handover,
        shelf: Shelf,
        spare: Spare,
        leave: Callable[[], None],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._clock = clock
        self._scheduler = scheduler
        self._desk = desk
        self.lane = SaveLane(spare, send=self.send, spawn=self.spawn, later=later, report=write_report)
        """What waits for the disk, what is being typed among it."""
        self._performing = Performing(
            notifier=notifier,
            line=line,
            desk=desk,
            handover=handover,
            shelf=shelf,
            lane=self.lane,
            send=self.send,
            spawn=self.spawn,
            forget=self._forget_keys,
            leave=leave,
        )
        self.forget: Callable[[], Awaitable[None]] | None = None
        """Closes the store and wipes the keys; None in a plain home, where there are none to forget."""
        self.forgotten: Callable[[Remains], None] | None = None
        """Told what remains once the state is dropped: everything else that held a part of it lets go."""
        self.reminded: Callable[[tuple[Due, ...], Now], None] | None = None
        """Told of every heartbeat after that, with what came due."""
        self._remains: tuple[Remains, Now] | None = None
        self._forgetting = False
        self._waiting: list[tuple[events.Event, Now]] = []
        self._settling: asyncio.TimerHandle | None = None
        self._wake_ups_changed = False
        self._listeners: list[Listener] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.state: State | None = None

    def listen(self, listener: Listener) -> None:
        """Call this with every new state."""
        self._listeners.append(listener)

    def open(
        self,
        state: State,
        last_seen: datetime | None,
        unsaved: tuple[tuple[Record, ...], Kept] | None = None,
        typed: tuple[Draft, ...] = (),
    ) -> None:
        """Take the first state (and facts and drafts that are not kept yet), then step what arrived before it."""
        if unsaved:
            state = replace(state, saving=replace(state.saving, pending=1))
        self.lane.take_over(unsaved, typed)
        if self._remains:  # others may still see the screen
            state = replace(state, sharing=self._remains[0].sharing)
        self.state, self._remains = state, None
        waiting, self._waiting = self._waiting, []
        self._step(events.Opened(last_seen), self._clock.now())
        for event, now in waiting:
            self._step(event, now)

    def store_ready(self, saver: Saver) -> None:
        """The store can be written from now on; what waited is saved first."""
        self.lane.ready(saver)

    def beat(self) -> Now:
        """One heartbeat; the scheduler is nudged, because its own timer does not count suspend."""
        now = self._clock.now()
        if self.state is not None:
            self._step(events.Beat(), now)
        elif self._remains is not None:
            self._remind(*self._remains, now)
        self._scheduler.poke()
        return now

    def awake(self) -> bool:
        """Before anything is painted or acted on: after a sleep the heart beats first. Whether the lock came of it."""
        state = self.state
        if state is None or not asleep(state, self._clock.now()):
            return False
        self.beat()
        return self.state is not None and self.state.locked is not None and state.locked is None

    def now(self) -> Now:
        """This instant, for what is drawn."""
        return self._clock.now()

    @property
    def has_forgotten(self) -> bool:
        """Whether only the passphrase brings the state back."""
        return self._remains is not None

    def take_clients(self, clients: tuple[Client, ...]) -> None:
        """The clients who have nothing on today."""
        self.send(events.ClientsLoaded(clients))

    def send(self, event: events.Event) -> None:
        """Something happened, now."""
        now = self._clock.now()
        if self.state is None:
            if self._remains is None or not isinstance(event, (*_OF_THE_LOCK, *_READ_ANEW)):
                self._waiting.append((event, now))
        else:
            self._step(event, now)

    def _step(self, event: events.Event, now: Now) -> None:
        before = self.state
        if before is None:
            return
        result = step(before, event, now)
        state = result.state
        if result.records:
            state = replace(state, saving=replace(state.saving, pending=state.saving.pending + 1))
            self.lane.keep(result.records, changed(before, state))
        self.state = state
        if isinstance(event, events.Touched) and state.locked is before.locked is None:
            return  # nothing that is drawn or waits has changed, and somebody is typing
        for listener in self._listeners:
            listener(state)
        self._performing.perform(result.effects, result.state, now)
        if result.records or not isinstance(event, events.Beat | events.Saved):
            self._wake_ups_changed = True
        if isinstance(event, events.Beat):
            self._settle()
        elif self._settling is None:  # saving takes the processor from the screen, which answers the key first
            self._settling = asyncio.get_running_loop().call_later(PAINT_SECONDS, self._settle)

    def _settle(self) -> None:
        if self._settling:
            self._settling.cancel()
            self._settling = None
        if self._wake_ups_changed and self.state is not None:
            self._wake_ups_changed = False
            self._scheduler.set(alarms.wakeups(self.state, self._clock.now()))
        self.lane.go_on()

    async def drain(self) -> None:
        """Wait until everything is on the disk; whoever calls it sets the limit."""
        self._settle()
        state = self.state
        made_up = state is not None and (state.demo or bool(state.rehearsal))
        await self.lane.drain(aside=state is not None and not made_up and not state.read_only)
        self._scheduler.close()

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run this beside the screen; what nobody foresaw in it is reported and said."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What nobody foresaw in one effect is reported and said; work goes on."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            write_report(error)
            self.send(events.EffectFailed(UNFORESEEN))

    # --- the keys are forgotten ---------------------------------------------------------------------------------------
    def _forget_keys(self) -> None:
        if self.forget and not self._forgetting:
            self._forgetting = True
            self.spawn(self._forget(self.forget))

    async def _forget(self, forget: Callable[[], Awaitable[None]]) -> None:
        """Only once everything is on the disk, and only if nobody has opened it meanwhile; asked again otherwise."""
        try:
            await self.lane.kept()
            state, now = self.state, self._clock.now()
            if state is None or not forgets(state, now) or not self.lane.rest():
                return
            kept = remains(state, now)
            self.state, self._remains = None, (kept, now)
            del state
            self._scheduler.set({f"due-{n}": one.at for n, one in enumerate(kept.due)})
            if self.forgotten:
                self.forgotten(kept)
            await forget()
        finally:
            self._forgetting = False

    def _remind(self, kept: Remains, last: Now, now: Now) -> None:
        """What remains is rung for, once each; nothing else is known."""
        due = come_due(kept.due, last.utc, now.utc)
        self._remains = (kept, max(last, now, key=lambda one: one.utc))
        if due:
            self._desk.bell()
            self.spawn(self._performing.notify(due[-1].words))
        if self.reminded:
            self.reminded(due, now)
