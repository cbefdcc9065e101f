"""The spare: where facts and drafts go while the data file cannot be written, on another path under the same key.

Rule: nothing is in two places for long. It is emptied as soon as the data file has everything, and what it still holds
at a start was never saved: it is taken over first.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from data.files import private_folder
from data.values.facts import Record
from data.values.kept import Draft, Kept

if TYPE_CHECKING:
    from data.store import Store

FILE = "not-saved.db"


class Spare:
    """One folder of its own. `open_store` opens a store at a path with the key of the data file."""

    def __init__(self, folder: Path, open_store: "Callable[[Path], Store]") -> None:
        self._folder = folder
        self._open = open_store
        self._kept = 0

    @property
    def used(self) -> bool:
        """Whether something waits here."""
        return (self._folder / FILE).exists()

    def keep(self, records: tuple[Record, ...]) -> None:
        """Keep these facts, of which the first ones may be here already. Raises `Trouble` where this fails too."""
        fresh = records[self._kept :]
        if fresh:
            with closing(self._opened()) as store:
                store.commit(fresh, Kept())
            self._kept = len(records)

    def keep_draft(self, draft: str, revision: int, fields: Mapping[str, str]) -> None:
        """Keep what is being typed. Raises `Trouble`."""
        with closing(self._opened()) as store:
            store.keep_draft(draft, revision, fields)

    def records(self) -> tuple[Record, ...]:
        """The facts that wait here, in order."""
        if not self.used:
            return ()
        with closing(self._opened()) as store:
            found = store.records()
        self._kept = len(found)
        return found

    def drafts(self) -> tuple[Draft, ...]:
        """What was being typed."""
        if not self.used:
            return ()
        with closing(self._opened()) as store:
            return store.drafts()

    def clear(self) -> None:
        """Everything here is in the data file now."""
        self._kept = 0
        shutil.rmtree(self._folder, ignore_errors=True)

    def _opened(self) -> "Store":
        private_folder(self._folder)
        return self._open(self._folder / FILE)
