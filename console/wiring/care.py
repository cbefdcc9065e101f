"""What is kept, looked after: the check of the journal, the backups, and putting one back; of one home's data file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.settings import Folders
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from data.backup import Backup
    from data.checking import Report
    from data.restorable import Lost
    from data.values.keys import Keys, Secret
    from data.values.time import Now


def outside(here: Folders, keys: "Keys | None" = None) -> dict[str, Any]:
    """Where the journal's head and its key lie: outside the folder of the data, or the key among the `keys`."""
    mac = keys.mac if keys else None
    return {"head_dir": here.state / "head", "secrets_dir": here.config / "secrets", "mac_key": mac}


class Care:
    """For the commands and for the child beside a console. Nothing here writes to the data file but `restore`.

    `keys` may also be how to ask for them: then they are asked for when first needed.
    """

    def __init__(self, here: Folders, keys: "Keys | Callable[[], Keys | None] | None" = None) -> None:
        self.here = here
        self.database = here.database
        self._asked = keys

    @cached_property
    def keys(self) -> "Keys | None":
        """The keys; None for a plain home."""
        return self._asked() if callable(self._asked) else self._asked

    @property
    def _key(self) -> "Secret | None":
        return self.keys.data if self.keys else None

    @property
    def _outside(self) -> dict[str, Any]:
        return outside(self.here, self.keys)

    def check(self, last: int | None = None, against: tuple[int, str] | None = None) -> "Report":
        """The whole file, or its heads, counts and newest entries. Raises Trouble where it cannot be opened."""
        from data import checking

        return checking.check(self.database, self._key, last=last, against=against, **self._outside)

    def newest(self) -> str:
        """The newest entry's number and seal, as `verify --entry` takes it; "" where there is none to be read."""
        from data import checking

        with suppress(Trouble):  # a day note is written all the same
            mac = self.keys.mac if self.keys else None
            if words := checking.newest_words(self.database, self._key, self.here.config / "secrets", mac):
                return f'newest entry "{words}"'
        return ""

    def backup(self, reason: str, at: "datetime", to: Path | None = None) -> "Backup | None":
        """A proven copy of the file as it is now; None while there is nothing to copy. Raises Trouble."""
        from data import backup

        if not self.database.exists():
            return None
        return backup.make(self.database, self._key, at=at, reason=reason, folder=to, **self._outside)

    def backups(self) -> "tuple[Backup, ...]":
        """Those in the data folder, the newest first. Raises Trouble."""
        from data import backup

        folder = backup.folder_of(self.database)
        try:
            return backup.backups(folder, self.database)
        except OSError as error:
            raise Trouble(f"The backups cannot be listed: look at {folder} ({error.strerror}).") from None

    def backup_at(self, path: Path) -> "Backup | None":
        """The backup in this file, wherever it lies; None where there is no file."""
        from data import backup

        return backup.in_file(path)

    def prune(self, now: "datetime") -> None:
        """Remove the backups that need not be kept. Raises OSError."""
        from data import backup

        backup.prune(backup.folder_of(self.database), self.database, now)

    def look_at(self, chosen: Path) -> "Report":
        """Check a backup as a whole. Raises Trouble."""
        from data import restorable

        mac = self.keys.mac if self.keys else None
        return restorable.look_at(chosen, self._key, self.here.config / "secrets", mac)

    def would_lose(self, chosen: Path) -> "Lost":
        """What restoring it would give up. Raises Trouble."""
        from data import restorable

        return restorable.would_lose(self.database, self._key, chosen, **self._outside)

    def restore(self, chosen: "Backup", lost: "Lost", now: "Now") -> Path | None:
        """Put it in place; the answer is where the present was kept. Only inside `alone`. Raises Trouble."""
        from data import restoring

        return restoring.restore(self.database, self._key, chosen, lost, now=now, **self._outside)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else may open the file for writing. Raises BadInput where a console runs."""
        from data import lock

        self.here.make()
        held = lock.take(self.database)
        if held is None:
            raise BadInput("Session Day is open: leave it first (q), then restore.")
        try:
            yield
        finally:
            held.release()
