"""The save lane: what is to be kept goes to the disk on one thread, in order; facts first, then what is being typed.

Rule: nothing leaves memory before it is on the disk. What cannot be saved is kept aside on another path at once, said,
and tried again every second. Of a draft only the newest is kept.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from console.core import effects, events
from console.core.ports import Saver, Spare
from data.values.facts import Record
from data.values.kept import Draft, Kept
from data.values.trouble import NotSaved

KEPT_SECONDS = 3.0
RETRY_SECONDS = 1.0

UNFORESEEN = "The program failed in saving; a report was written to its state folder: see session-day doctor."

Batch = tuple[tuple[Record, ...], Kept]


class SaveLane:
    """One for a runner, which gives it work; what became of it comes back by `send` as an event."""

    def __init__(
        self,
        spare: Spare,
        *,
        send: Callable[[events.Event], None],
        spawn: Callable[[Coroutine[None, None, None]], None],
        later: Callable[[float, Callable[[], None]], object],
        report: Callable[[BaseException], object],
    ) -> None:
        self._spare = spare
        self._report = report
        self._send = send
        self._spawn = spawn
        self._later = later
        self._saver: Saver | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="save")
        self._facts: list[Batch] = []
        self._typed: dict[str, effects.KeepDraft] = {}
        self._revisions: dict[str, int] = {}
        self._busy = False
        self._to_retry = False
        self._drained: asyncio.Event | None = None
        self._waiting: list[asyncio.Event] = []

    # --- what is to be kept -------------------------------------------------------------------------------------------
    @property
    def facts_wait(self) -> bool:
        """Whether a fact is not on the disk yet."""
        return bool(self._facts)

    def rest(self) -> bool:
        """Let go of the store, which is about to be closed; not while anything waits for it."""
        if self._facts or self._typed or self._busy:
            return False
        self._saver = None
        self._revisions.clear()
        return True

    def ready(self, saver: Saver) -> None:
        """The store can be written from now on."""
        self._saver = saver
        self.go_on()

    def take_over(self, facts: Batch | None, typed: tuple[Draft, ...]) -> None:
        """What the console before could not save comes first."""
        if facts:
            self._facts.append(facts)
        self._typed = {one.id: effects.KeepDraft(one.id, one.revision, one.fields) for one in typed}

    def keep(self, records: tuple[Record, ...], changed: Kept) -> None:
        """Facts, and the projections they changed; they go to the disk with the next `go_on`."""
        self._facts.append((records, changed))

    def keep_typed(self, draft: effects.KeepDraft) -> None:
        """The newest of each counts, from the next `go_on`; its revision grows also where the clock was set back."""
        revision = max(draft.revision, self._revisions.get(draft.id, 0) + 1)
        self._revisions[draft.id] = revision
        self._typed[draft.id] = replace(draft, revision=revision)

    def typed(self, draft: str) -> Mapping[str, str] | None:
        """What was typed under this name and waits; None where nothing does."""
        waiting = self._typed.get(draft)
        return waiting.fields if waiting else None

    def knows(self, draft: str, revision: int) -> None:
        """This draft is kept with this revision: what is typed now is newer, whatever the wall clock says."""
        self._revisions[draft] = max(revision, self._revisions.get(draft, 0))

    # --- saving -------------------------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Save the next thing that waits, unless something is on its way already."""
        if self._busy or self._saver is None:
            return
        if self._facts:
            self._busy = True
            self._spawn(self._save(self._saver, *self._facts[0]))
            return
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.set()
        if self._typed:
            self._busy = True
            self._spawn(self._save_typed(self._saver, next(iter(self._typed.values()))))
        elif self._drained:
            self._drained.set()

    async def _save(self, saver: Saver, records: tuple[Record, ...], changed: Kept) -> None:
        try:
            await self._there(saver.commit, records, changed)
        except Exception as error:
            await self._not_saved(error)
            return
        self._facts.pop(0)
        await self._saved(events.Saved())

    async def _save_typed(self, saver: Saver, draft: effects.KeepDraft) -> None:
        try:
            await self._there(saver.keep_draft, draft.id, draft.revision, draft.fields)
        except Exception as error:
            await self._not_saved(error)
            return
        if self._typed.get(draft.id) is draft:  # nothing newer was typed meanwhile
            del self._typed[draft.id]
        await self._saved(events.DraftSaved())

    async def _saved(self, event: events.Event) -> None:
        if not self._facts and not self._typed and self._spare.used:
            await self._there(self._spare.clear)
        self._busy = False
        self._send(event)
        self.go_on()

    async def _not_saved(self, error: Exception) -> None:
        """Say it, and try again; on leaving no more can be done than to keep it aside.

        What nobody foresaw is a fault of the program: reported, and for the rest the same as a disk that is full.
        """
        why = str(error) if isinstance(error, NotSaved) else UNFORESEEN
        if why == UNFORESEEN:
            self._report(error)
        self._send(events.SaveFailed(await self._put_aside(why)))
        self._to_retry = True
        self._later(RETRY_SECONDS, self._retry)
        if self._drained:
            self._drained.set()

    def _retry(self) -> None:
        if self._to_retry:
            self._to_retry = self._busy = False
            self.go_on()

    async def _put_aside(self, why: str) -> str:
        """Keep everything that waits on another path; the answer says why, and what became of it."""
        records = tuple(record for records, _ in self._facts for record in records)
        typed = tuple(self._typed.values())
        try:
            await self._there(self._spare.keep, records)
            for one in typed:
                await self._there(self._spare.keep_draft, one.id, one.revision, one.fields)
        except Exception:  # whatever it is: this must never hide that nothing was saved
            return f"In memory only: do not close. {why}"
        return f"Kept aside, trying again. {why}"

    async def _there(self, work: Callable[..., None], *given: object) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, work, *given)

    # --- waiting ------------------------------------------------------------------------------------------------------
    async def kept(self) -> None:
        """Wait until every fact is on the disk; not for ever: a store that cannot save must hold nothing else up."""
        if self._saver is None or not self._facts:
            return
        kept = asyncio.Event()
        self._waiting.append(kept)
        with suppress(TimeoutError):
            await asyncio.wait_for(kept.wait(), KEPT_SECONDS)

    async def drain(self, *, aside: bool) -> None:
        """Wait until everything is on the disk, or `aside` where there is no store yet. Nothing is kept after it."""
        self._drained = asyncio.Event()
        self._retry()  # a last time, and at once
        self.go_on()
        if self._facts or self._typed or self._busy:
            if self._saver is not None:
                await self._drained.wait()
            elif aside:
                await self._put_aside("")
        self._thread.shutdown(wait=False)
