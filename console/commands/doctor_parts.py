"""What the doctor looks at, taken from this machine: the concrete clock, file and notifier behind `doctor.Parts`.

Rule: everything is only read. The file is opened by the driver, without the store, so that a file that the store
would refuse can still be looked at.
"""

import asyncio
from collections.abc import Mapping
from contextlib import closing

from console.adapters.clock import SystemClock, machine_zone
from console.commands.doctor import NO_BACKUP, Parts
from console.settings import Folders, load
from data.values.kept import Kept
from data.values.trouble import Trouble

_SYNCHRONOUS = {0: "off", 1: "normal", 2: "full", 3: "extra"}


def parts(here: Folders) -> Parts:
    """The parts for these folders."""
    clock = SystemClock()
    return Parts(
        now=clock.now(),
        clock_source=clock.source,
        counts_suspend=clock.counts_suspend,
        boot_is_known=clock.boot_is_known,
        database_path=here.database,
        settings_path=here.settings,
        machine_zone=machine_zone(),
        database=lambda: _database(here),
        practice_zone=lambda: _practice_zone(here, clock),
        settings=lambda: load(here.settings),
        notify=lambda words: _notify(here, words),
    )


def _database(here: Folders) -> Mapping[str, str]:
    if not here.database.exists():
        return {}
    from sqlcipher3 import dbapi2

    from data import driver, kinds, reading, refusals, vault

    size = f"{here.database.stat().st_size / 1e6:.1f} MB"
    if kinds.known(kinds.beside(here.database)) and kinds.kind_of(here.database) == "encrypted":
        vault.has_keyring(kinds.beside(here.database))  # a key file that cannot be used is said here
        return {"encrypted": "yes", "size": size, "last good backup": _last_backup(here)}

    try:
        with closing(driver.connect(here.database, None, query_only=True)) as connection:
            (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
            (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
            (revision,) = connection.execute(reading.REVISION).fetchone() or (0,)
    except dbapi2.Error as error:
        raise refusals.of_opening(error, here.database) from None
    return {
        "encrypted": "no",
        "size": size,
        "revision": str(revision),
        "journal mode": str(journal),
        "synchronous": _SYNCHRONOUS.get(synchronous, str(synchronous)),
        "SQLite": str(dbapi2.sqlite_version),
        "last good backup": _last_backup(here),
    }


def _last_backup(here: Folders) -> str:
    from console.wiring.care import Care

    found = Care(here).backups()
    return f"{found[0].made:%Y-%m-%d %H:%M} UTC" if found else NO_BACKUP


def _practice_zone(here: Folders, clock: SystemClock) -> str | None:
    if not here.database.exists():
        return ""
    from data import kinds, today

    if kinds.kind_of(here.database) == "encrypted":
        return None
    try:
        kept = today.load(here.database, None, clock.now().utc.date())
    except Trouble:
        return ""  # the line about the database says why
    return kept.practice.zone if isinstance(kept, Kept) and kept.practice else ""


def _notify(here: Folders, words: str) -> tuple[str, str]:
    import session_day
    from console.adapters.notifier import DesktopNotifier

    notifier = DesktopNotifier(str(session_day.__file__), enabled=load(here.settings).notify)
    return asyncio.run(notifier.show(words))
