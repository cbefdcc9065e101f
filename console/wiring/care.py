"""What is kept, looked after: the check of the journal, the backups, and putting one back; of one home's data file."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.settings import Folders
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from data.backup import Backup
    from data.checking import Report
    from data.restoring import Lost
    from data.values.time import Now


def outside(here: Folders) -> dict[str, Any]:
    """Where the journal's head and its key lie: both outside the folder of the data."""
    return {"head_dir": here.state / "head", "secrets_dir": here.config / "secrets"}


class Care:
    """For the commands and for the child beside a console. Nothing here writes to the data file but `restore`."""

    def __init__(self, here: Folders) -> None:
        self.here = here
        self.database = here.database

    def check(self, last: int | None = None, against: tuple[int, str] | None = None) -> "Report":
        """The whole file, or its heads, counts and newest entries. Raises Trouble where it cannot be opened."""
        from data import checking

        return checking.check(self.database, None, last=last, against=against, **outside(self.here))

    def newest(self) -> str:
        """The newest entry's number and seal, as `verify --entry` takes it; "" where there is none to be read."""
        from data import checking

        with suppress(Trouble):  # a day note is written all the same
            if words := checking.newest_words(self.database, None, self.here.config / "secrets"):
                return f'newest entry "{words}"'
        return ""

    def backup(self, reason: str, at: "datetime", to: Path | None = None) -> "Backup | None":
        """A proven copy of the file as it is now; None while there is nothing to copy. Raises Trouble."""
        from data import backup

        if not self.database.exists():
            return None
        return backup.make(self.database, None, at=at, reason=reason, folder=to, **outside(self.here))

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
        from data import restoring

        return restoring.look_at(chosen, None, self.here.config / "secrets")

    def would_lose(self, chosen: Path) -> "Lost":
        """What restoring it would give up. Raises Trouble."""
        from data import restoring

        return restoring.would_lose(self.database, None, chosen, **outside(self.here))

    def restore(self, chosen: "Backup", lost: "Lost", now: "Now") -> Path | None:
        """Put it in place; the answer is where the present was kept. Only inside `alone`. Raises Trouble."""
        from data import restoring

        return restoring.restore(self.database, None, chosen, lost, now=now, **outside(self.here))

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
