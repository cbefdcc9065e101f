"""The wrapper that fails the Nth commit, at the place in the real store where it would fail.

"disk full" fails the database's own commit (nothing is kept); "head" fails after it, when the head outside is synced.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, event
from sqlcipher3 import dbapi2

from data.store import Store
from data.values.facts import Record
from data.values.kept import Kept


class FailsNth:
    """A saver whose commits with these numbers (from 1) fail, whatever is tried again after them succeeds."""

    def __init__(self, store: Store, nth: Collection[int], how: str = "disk full") -> None:
        self.store = store
        self.count = 0
        self._nth = frozenset(nth)
        self._how = how
        self._full = False
        event.listen(store._engine, "commit", self._on_commit)

    def commit(self, records: tuple[Record, ...], changed: Kept) -> None:
        """As the store's."""
        self.count += 1
        if self.count not in self._nth:
            self.store.commit(records, changed)
        elif self._how == "head":
            self._without_head(records, changed)
        else:
            self._full = True
            try:
                self.store.commit(records, changed)
            finally:
                self._full = False

    def keep_draft(self, draft: str, revision: int, fields: Mapping[str, str]) -> None:
        """As the store's."""
        self.store.keep_draft(draft, revision, fields)

    def _without_head(self, records: tuple[Record, ...], changed: Kept) -> None:
        folder = self.store._opened.head_dir
        away = folder.with_name("away")
        folder.rename(away)
        folder.write_text("in the way")
        try:
            self.store.commit(records, changed)
        finally:
            folder.unlink()
            away.rename(folder)

    def _on_commit(self, connection: Connection) -> None:
        if self._full and connection.get_execution_options().get("write"):
            error: Any = dbapi2.OperationalError("database or disk is full")
            raise error
