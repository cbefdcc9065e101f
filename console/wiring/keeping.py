"""What is kept, behind the ports: the data file with its lock and its spare, the policies and flows on the shelf."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from console.settings import Folders
from data.values.trouble import Trouble

if TYPE_CHECKING:
    from data.lock import Lock
    from data.spare import Spare
    from data.store import Store
    from data.values.facts import Record
    from data.values.flow import Flow
    from data.values.kept import Draft, Kept
    from data.values.keys import Keys
    from data.values.policy import Policy


def open_store(here: Folders, database: Path, keys: "Keys | None" = None) -> "Store":
    """The concrete store of this data file; `keys` is None for a plain one. Raises Trouble."""
    from console.wiring.care import outside
    from data.store import open_store as concrete

    return concrete(database, keys.data if keys else None, **outside(here, keys))


def aside(here: Folders) -> Folders:
    """The folders of the spare: a place for what cannot be saved, on another path."""
    return replace(here, state=here.state / "aside")


class Keeping:
    """One console's data file and shelf; `keys` is None for a plain home, or while it is locked.

    The methods with a port's name are that port (`console.core.ports.Shelf`).
    """

    def __init__(self, here: Folders, keys: "Keys | None" = None) -> None:
        self.here = here
        self.keys = keys
        self.database = here.database
        self.store: Store | None = None
        self.lock: Lock | None = None
        self.read_only = False
        self._read: dict[str, Policy] = {}

    @cached_property
    def spare(self) -> "Spare":
        """The other place for what cannot be saved; made when first asked for, after the first frame."""
        from data.spare import Spare

        elsewhere = aside(self.here)  # under the keys of the moment: they change when they were forgotten
        return Spare(elsewhere.state, lambda path: open_store(elsewhere, path, self.keys))

    # --- the file -----------------------------------------------------------------------------------------------------
    def take_lock(self) -> datetime | None:
        """Own the file, or open it read-only; the answer is when a console last watched, where that is known."""
        from data import lock

        if self.lock:  # it was kept while the keys were forgotten
            return lock.last_alive(self.database)
        self.here.make()
        self.lock = lock.take(self.database)
        self.read_only = self.lock is None
        return self.lock.last_alive if self.lock else None

    def open(self) -> "Store | None":
        """The store, ready for writing; None in a read-only console. Raises Trouble."""
        if self.store is None and not self.read_only:
            from data import policies

            self.store = open_store(self.here, self.database, self.keys)
            for policy in self._read.values():  # a session goes on by the text it was started with, for good
                if self.store.policy(policy.hash) is None:  # a disk that is full is no reason not to open
                    self.store.keep_policy(policy.hash, policies.to_json(policy))
        return self.store

    def losses(self) -> tuple[str, ...]:
        """What the head outside the file says was lost, and what was found at earlier starts; without what was read."""
        from data.checking import JOURNAL
        from data.values.facts import LossesRead

        if self.store is None:
            return ()
        found = self.store.verify(0)
        facts = [one.fact for one in self.store.records(JOURNAL)] if found else []
        read = {sentence for fact in facts if isinstance(fact, LossesRead) for sentence in fact.sentences}
        return tuple(one for one in found if one not in read)

    def put_losses_away(self) -> None:
        """See the port."""
        if self.store:
            self.store.acknowledge_losses()

    def alive(self, now: datetime) -> None:
        """A console watched at this instant."""
        if self.lock:
            self.lock.touch_alive(now)

    def release(self) -> None:
        """Give the file free."""
        if self.lock:
            self.lock.release()

    def view(self, day: date) -> "Kept":
        """What is kept of this day; an older file is brought up to date first. Raises Trouble."""
        from data import today
        from data.values.kept import Kept

        key = self.keys.data if self.keys else None
        kept = today.load(self.database, key, day)
        if not isinstance(kept, Kept) and self.database.exists():
            self.open()
            kept = today.load(self.database, key, day)
        return kept if isinstance(kept, Kept) else Kept()

    def load_day(self, day: date) -> "Kept":
        """See the port."""
        return self.view(day)

    def records(self, stream: str) -> "tuple[Record, ...]":
        """The facts of one stream."""
        return self.store.records(stream=stream) if self.store else ()

    def draft(self, name: str) -> "Draft | None":
        """What was being typed under this name and never saved; drafts of the spare wait in the runner."""
        if self.store:
            with suppress(Trouble):  # a file that cannot be read takes no form away: it opens empty
                return self.store.draft(name)
        return None

    # --- the shelf ----------------------------------------------------------------------------------------------------
    @property
    def _shelf(self) -> Path:
        return self.here.state / "policies"

    def policy(self, name: str) -> "Policy":
        """The policy of this name or path, from the cache of checked ones where it has not changed. Raises BadInput."""
        from data import shelf

        policy = self._read[name] = shelf.cached(name, self._shelf)
        return policy

    def flows(self, policy: "Policy") -> "Mapping[str, Flow]":
        """The flows of a policy, from the cache of read ones. Raises BadInput."""
        from data import shelf

        return shelf.flows(policy, self._shelf)

    def pinned_flows(self, kept: "Kept") -> "dict[str, Flow]":
        """The flows as they were when the open incidents began, by hash."""
        from data import shelf

        hashes = {text for one in kept.incidents if one.ended is None for _, text in one.pinned}
        return shelf.pinned_flows(hashes, self._shelf)

    def pinned(self, kept: "Kept") -> dict[str, "Policy"]:
        """The policies that sessions were started with, by hash: from the shelf, else from the data file itself."""
        from data import policies, shelf

        hashes = {session.policy_hash for session in kept.sessions if session.policy_hash}
        found = shelf.pinned(hashes, self._shelf)
        if missing := hashes - found.keys():
            store = self.open()
            texts = {one: store.policy(one) for one in missing} if store else {}
            found |= {one: policies.from_json(text) for one, text in texts.items() if text}
        return found

    def use_policy(self, name: str, session_minutes: int | None) -> "tuple[str, Policy, Mapping[str, Flow]]":
        """See the port."""
        from data import shelf

        if session_minutes is not None:
            name = shelf.write_own(self.here.config, name, session_minutes)
        policy = self.policy(name)
        return name, policy, self.flows(policy)

    def policies(self) -> tuple[tuple[tuple[str, str, str], ...], dict[str, int]]:
        """What the first-run screen offers: (name, title, summary), and each one's session length in minutes."""
        from data import policies

        loaded = {name: self.policy(name) for name in policies.shipped()}
        summaries = tuple((name, one.title, "") for name, one in loaded.items())
        return summaries, {name: int(one.session.value.total_seconds() // 60) for name, one in loaded.items()}
