"""Performing what the core asks for: each effect through its port, beside the screen and with its own time limit.

Rule: it decides nothing. An effect that leaves the machine starts only after the save it names; one that fails comes
back as an event, so that the core decides what is said.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import date

from console.core import effects, events
from console.core.ports import Desk, Handover, Line, Notifier, Shelf
from console.core.state import State
from console.crash import write_report
from console.lane import SaveLane
from data.values.time import Now
from data.values.trouble import Trouble

SLOW_SECONDS = 1.5
"""A notification that was not shown by then counts as failed until it is: an alarm must be seen within two."""


class Performing:
    """One for a runner. `send` takes what comes back; `spawn` runs work beside the screen; `forget` is the runner's."""

    def __init__(
        self,
        *,
        notifier: Notifier,
        line: Line,
        desk: Desk,
        handover: Handover,
        shelf: Shelf,
        lane: SaveLane,
        send: Callable[[events.Event], None],
        spawn: Callable[[Coroutine[None, None, None]], None],
        forget: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._notifier = notifier
        self._line = line
        self._looking = False
        self._desk = desk
        self._handover = handover
        self._shelf = shelf
        self._lane = lane
        self._send = send
        self._spawn = spawn
        self._forget = forget
        self._leave = leave

    def perform(self, asked: Iterable[effects.Effect], state: State, now: Now) -> None:
        """Begin all of it; `state` is the one that asked. Nothing here waits."""
        for effect in asked:
            match effect:
                case effects.Bell() | effects.CopyText():
                    self._on_desk(effect)
                case effects.Notify(words):
                    self._spawn(self.notify(words))
                case effects.CopyNote(session, client, clinical):
                    self._copy_note(state, session, client, clinical, now)
                case effects.WriteDayNote(forms, clinical):
                    self._spawn(self._write(state, forms, clinical, now))
                case effects.WriteGrabCard():
                    self._spawn(self._write_card(state, now))
                case effects.KeepDraft():
                    self._lane.keep_typed(effect)
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
                self._forget()
            case effects.Leave():
                self._leave()

    def _on_desk(self, effect: effects.Bell | effects.CopyText) -> None:
        if isinstance(effect, effects.CopyText):
            self._desk.copy(effect.words)
        else:
            self._desk.bell()

    async def notify(self, words: str) -> None:
        """On the desktop; what became of it comes back as an event."""
        showing = asyncio.ensure_future(self._notifier.show(words))
        if not (await asyncio.wait({showing}, timeout=SLOW_SECONDS))[0]:
            self._send(events.NotifierAnswered("failed", "the desktop has not answered yet"))
        try:
            state, why = await showing
        except Exception as error:  # a notifier that fails in any way is itself an alarm
            write_report(error)
            state, why = "failed", "the program failed in showing it; a report was written"
        self._send(events.NotifierAnswered(state, why))

    async def _look(self) -> None:
        if self._looking:  # a host that is slow to answer is not asked twice at once
            return
        self._looking = True
        try:
            self._send(events.LineSeen(await self._line.look()))
        finally:
            self._looking = False

    def _copy_note(self, state: State, session: str, client: str, clinical: bool, now: Now) -> None:
        self._desk.copy(self._handover.note_text(state, session, client, clinical, now))
        person = state.clients.get(client)
        self._send(events.HandoverDone("copied", "text", person.initials if person else "note", session))

    async def _write(self, state: State, forms: tuple[str, ...], clinical: bool, now: Now) -> None:
        await self._lane.kept()
        try:
            where = await asyncio.to_thread(self._handover.write, state, forms, clinical, now)
        except (OSError, Trouble) as trouble:
            self._send(events.EffectFailed(f"The day note could not be written: {trouble}"))
            return
        self._send(events.HandoverDone("exported", ", ".join(forms), where))

    async def _write_card(self, state: State, now: Now) -> None:
        try:
            where = await asyncio.to_thread(self._handover.write_card, state, now)
        except (OSError, Trouble) as trouble:
            self._send(events.EffectFailed(f"The grab card could not be written: {trouble}"))
            return
        self._send(events.HandoverDone("exported", "grab card", where))

    async def _use_policy(self, name: str, minutes: int | None) -> None:
        try:
            kept_name, policy, flows = await asyncio.to_thread(self._shelf.use_policy, name, minutes)
        except (OSError, Trouble) as trouble:
            self._send(events.EffectFailed(str(trouble)))
            return
        self._send(events.PolicyLoaded(kept_name, policy, flows))

    async def _open_day(self, day: date) -> None:
        await self._lane.kept()  # what has just happened is read back with the day
        try:
            kept = await asyncio.to_thread(self._shelf.load_day, day)
        except (OSError, Trouble) as trouble:
            self._send(events.EffectFailed(str(trouble)))
            return
        self._send(events.DayLoaded(day, kept))

    async def _put_losses_away(self) -> None:
        """Only once the fact that they were read is on the disk: until then they must be found again."""
        await self._lane.kept()
        if self._lane.facts_wait:
            return
        try:
            await asyncio.to_thread(self._shelf.put_losses_away)
        except (OSError, Trouble) as trouble:
            self._send(events.EffectFailed(str(trouble)))
