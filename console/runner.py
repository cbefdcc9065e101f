"""The runner: holds the state, feeds events to the core, performs the effects. It decides nothing.

Saves go to one thread, in order; every other effect runs beside it. A failed effect comes back as an event. Events that
arrive before the state is there are kept, each with its own `now`, and stepped in order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import date, datetime

from console.core import alarms, effects, events
from console.core.changed import changed
from console.core.lock import Due, Remains, asleep, come_due, forgets, remains
from console.core.ports import Clock, Desk, Handover, Line, Listener, Notifier, Saver, Scheduler, Shelf, Spare
from console.core.state import State, Step
from console.core.step import step
from console.crash import write_report
from console.lane import SaveLane
from data.values.facts import Record
from data.values.kept import Draft, Kept
from data.values.people import Client
from data.values.time import Now
from data.values.trouble import Trouble

PAINT_SECONDS = 0.02
"""How long a key's facts wait for the screen to be painted before they go to the disk."""
SLOW_SECONDS = 1.5
"""A notification that was not shown by then counts as failed until it is: an alarm must be seen within two."""
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
        self._notifier = notifier
        self._line = line
        self._looking = False
        self._desk = desk
        self._handover = handover
        self._shelf = shelf
        self._leave = leave
        self.lane = SaveLane(spare, send=self.send, spawn=self._spawn, later=later, report=write_report)
        """What waits for the disk, what is being typed among it."""
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
            if self._remains is None or not isinstance(event, _OF_THE_LOCK):
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
        self._perform(result, now)
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

    # --- the effects -------------------------------------------------------------------------------------------------
    def _perform(self, result: Step, now: Now) -> None:
        for effect in result.effects:
            match effect:
                case effects.Bell() | effects.CopyText():
                    self._on_desk(effect)
                case effects.Notify(words):
                    self._spawn(self._notify(words))
                case effects.CopyNote(session, client, clinical):
                    self._copy_note(result.state, session, client, clinical, now)
                case effects.WriteDayNote(forms, clinical):
                    self._spawn(self._write(result.state, forms, clinical, now))
                case effects.WriteGrabCard():
                    self._spawn(self._write_card(result.state, now))
                case effects.KeepDraft():
                    self.lane.keep_typed(effect)
                case effects.UsePolicy(name, minutes):
                    self._spawn(self._use_policy(name, minutes))
                case effects.OpenDay(day):
                    self._spawn(self._open_day(day))
                case _:
                    self._perform_own(effect)

    def _perform_own(self, effect: effects.Effect) -> None:
        """What is about this console itself."""
        match effect:
            case effects.LookAtLine():
                self._spawn(self._look())
            case effects.PutLossesAway():
                self._spawn(self._put_losses_away())
            case effects.ForgetKeys():
                if self.forget and not self._forgetting:
                    self._forgetting = True
                    self._spawn(self._forget(self.forget))
            case effects.Leave():
                self._leave()

    def _on_desk(self, effect: effects.Bell | effects.CopyText) -> None:
        if isinstance(effect, effects.CopyText):
            self._desk.copy(effect.words)
        else:
            self._desk.bell()

    async def _notify(self, words: str) -> None:
        showing = asyncio.ensure_future(self._notifier.show(words))
        if not (await asyncio.wait({showing}, timeout=SLOW_SECONDS))[0]:
            self.send(events.NotifierAnswered("failed", "the desktop has not answered yet"))
        try:
            state, why = await showing
        except Exception as error:  # a notifier that fails in any way is itself an alarm
            write_report(error)
            state, why = "failed", "the program failed in showing it; a report was written"
        self.send(events.NotifierAnswered(state, why))

    async def _look(self) -> None:
        if self._looking:  # a host that is slow to answer is not asked twice at once
            return
        self._looking = True
        try:
            self.send(events.LineSeen(await self._line.look()))
        finally:
            self._looking = False

    def _copy_note(self, state: State, session: str, client: str, clinical: bool, now: Now) -> None:
        self._desk.copy(self._handover.note_text(state, session, client, clinical, now))
        person = state.clients.get(client)
        self.send(events.HandoverDone("copied", "text", person.initials if person else "note", session))

    async def _write(self, state: State, forms: tuple[str, ...], clinical: bool, now: Now) -> None:
        await self.lane.kept()
        try:
            where = await asyncio.to_thread(self._handover.write, state, forms, clinical, now)
        except (OSError, Trouble) as trouble:
            self.send(events.EffectFailed(f"The day note could not be written: {trouble}"))
            return
        self.send(events.HandoverDone("exported", ", ".join(forms), where))

    async def _write_card(self, state: State, now: Now) -> None:
        try:
            where = await asyncio.to_thread(self._handover.write_card, state, now)
        except (OSError, Trouble) as trouble:
            self.send(events.EffectFailed(f"The grab card could not be written: {trouble}"))
            return
        self.send(events.HandoverDone("exported", "grab card", where))

    async def _use_policy(self, name: str, minutes: int | None) -> None:
        try:
            kept_name, policy, flows = await asyncio.to_thread(self._shelf.use_policy, name, minutes)
        except (OSError, Trouble) as trouble:
            self.send(events.EffectFailed(str(trouble)))
            return
        self.send(events.PolicyLoaded(kept_name, policy, flows))

    async def _open_day(self, day: date) -> None:
        await self.lane.kept()  # what has just happened is read back with the day
        try:
            kept = await asyncio.to_thread(self._shelf.load_day, day)
        except (OSError, Trouble) as trouble:
            self.send(events.EffectFailed(str(trouble)))
            return
        self.send(events.DayLoaded(day, kept))

    async def _put_losses_away(self) -> None:
        """Only once the fact that they were read is on the disk: until then they must be found again."""
        await self.lane.kept()
        if self.lane.facts_wait:
            return
        try:
            await asyncio.to_thread(self._shelf.put_losses_away)
        except (OSError, Trouble) as trouble:
            self.send(events.EffectFailed(str(trouble)))

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
            self._spawn(self._notify(due[-1].words))
        if self.reminded:
            self.reminded(due, now)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run this beside the screen; what nobody foresaw in it is reported and said."""
        self._spawn(work)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What nobody foresaw in one effect is reported and said; work goes on."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            write_report(error)
            self.send(events.EffectFailed(UNFORESEEN))
