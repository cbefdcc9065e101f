"""The door for line-based commands: to the running console where there is one, otherwise to the file itself.

A writing command never writes beside a console that owns the file: it hands its facts over, and the console keeps them.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from console.adapters import press
from console.core.apply import apply
from console.core.changed import changed
from console.core.ports import Clock
from console.core.rebuild import state_from
from console.core.state import State
from console.core.wall import day_of
from console.settings import Folders
from data import lock, shelf
from data.records import records_to_json
from data.values.facts import Record
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import Policy
from data.values.trouble import Trouble

if TYPE_CHECKING:
    from data.store import Store
    from data.values.keys import Keys

ANSWER_SECONDS = 5.0


class Door:
    """What a command may ask and do. Each call opens the store and gives it free again.

    `keys` is None for a plain home; it may also be how to ask for them, which is done when they are first needed.
    """

    def __init__(
        self, here: Folders, clock: Clock, zone: str, keys: "Keys | Callable[[], Keys | None] | None" = None
    ) -> None:
        self._here = here
        self._clock = clock
        self._machine_zone = zone or "Europe/London"
        self._asked = keys

    @cached_property
    def keys(self) -> "Keys | None":
        """The keys, asked for when first needed; None for a plain home."""
        return self._asked() if callable(self._asked) else self._asked

    @property
    def documents(self) -> Path:
        """Where day notes go."""
        return self._here.documents

    def known(self) -> Kept:
        """Everything that is kept."""
        with self._store() as store:
            kept = store.all_kept()
        return kept if kept.practice else replace(kept, practice=Practice(zone=self._machine_zone))

    def policy(self) -> Policy:
        """The policy of this practice."""
        practice = self.day(self.today()).practice
        return shelf.cached(practice.policy, self._here.state / "policies")

    def today(self) -> date:
        """The practice's local date."""
        return day_of(self._clock.now().utc, self._machine_zone)

    def day(self, day: date) -> State:
        """The state of one day, to be read."""
        kept = self._day(day)
        if kept.practice is None:  # nothing was said yet: this machine's zone, as the console would propose it
            kept = replace(kept, practice=Practice(zone=self._machine_zone))
        name = kept.practice.policy if kept.practice else "standard"
        return state_from(kept, shelf.cached(name, self._here.state / "policies"), day, self._pinned(kept))

    def _pinned(self, kept: Kept) -> dict[str, Policy]:
        hashes = {one.policy_hash for one in kept.sessions if one.policy_hash}
        return shelf.pinned(hashes, self._here.state / "policies")

    def records(self, stream: str) -> tuple[Record, ...]:
        """The facts of one stream."""
        if not self._here.database.exists():
            return ()
        with self._store() as store:
            return store.records(stream=stream)

    def newest(self) -> str:
        """The journal's newest entry in words, for the day note; "" where there is none."""
        from console.wiring.care import Care

        return Care(self._here, self.keys).newest()

    def backup(self, reason: str) -> None:
        """A proven copy of the file before something that changes much. Raises Trouble; then nothing was changed."""
        from console.wiring.care import Care

        Care(self._here, self.keys).backup(reason, self._clock.now().utc)

    def apply(self, records: tuple[Record, ...]) -> None:
        """Keep these facts; through the running console where one owns the file. Raises Trouble."""
        self._here.make()
        held = lock.take(self._here.database)
        if held is None:
            self._hand_over(records)
            return
        try:
            with self._store() as store:
                before = state_from(store.all_kept(), self.policy(), self.today())
                after = before
                for one in records:
                    after = apply(after, one)
                store.commit(records, changed(before, after))
        finally:
            held.release()

    def _hand_over(self, records: tuple[Record, ...]) -> None:
        path = press.socket_path(self._here.database, self._here.runtime)
        request = {"do": "records", "records": records_to_json(records)}
        answer = press.call(path, request, ANSWER_SECONDS)
        if not answer.get("ok"):
            raise Trouble(f"The running console did not take it: {answer.get('words', 'no reason given')}.")

    def _day(self, day: date) -> Kept:
        from data import today

        keys = self.keys
        kept = today.load(self._here.database, keys.data if keys else None, day)
        if isinstance(kept, Kept):
            return kept
        if not self._here.database.exists():
            return Kept()
        with self._store() as store:  # an older file is brought up to date first
            return store.load(day)

    @contextmanager
    def _store(self) -> Iterator["Store"]:
        from console.wiring import open_store

        keys = self.keys
        self._here.make()
        with closing(open_store(self._here, self._here.database, keys)) as store:
            yield store
