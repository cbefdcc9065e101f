"""Homes of tests, plain or encrypted: SESSION_DAY_TEST_ENCRYPTED=1 makes the same homes encrypted.

Only tests read that variable. A plain home says so in its settings; an encrypted one has a key file that is cheap to
open, so that nothing waits for the derivation.
"""

import os
from pathlib import Path
from typing import Any

from console.settings import Folders
from console.wiring.keeping import open_store as concrete
from data import kinds, vault
from data.driver import connect
from data.store import Store
from data.values.keys import Keys
from data.values.trouble import WrongPassphrase
from tests.term import Term

PASSPHRASE = "correct horse battery staple"
CHEAP = vault.Cost(8, 1)
ENCRYPTED = os.environ.get("SESSION_DAY_TEST_ENCRYPTED") == "1"


def prepare(here: Folders, settings: str = "", *, encrypted: bool = ENCRYPTED) -> Keys | None:
    """Make the home what the run, or a test that is about it, wants: its settings and perhaps its key file; its keys.

    What it says already is left.
    """
    if not here.settings.exists():
        here.config.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = "" if encrypted else "encrypted = false\n"
        here.settings.write_text(f"{line}{settings}", encoding="utf-8")
    path = kinds.beside(here.database)
    if encrypted and not path.exists():
        made = vault.make(PASSPHRASE, CHEAP)
        made.keep(path)
    return keys(here)


def keys(here: Folders) -> Keys | None:
    """The keys of a home, fresh ones each time (they may be wiped); None for a plain one."""
    path = kinds.beside(here.database)
    return vault.unlock(path, PASSPHRASE) if path.exists() else None


def open_store(here: Folders, database: Path | None = None) -> Store:
    """The store of a home."""
    return concrete(here, database or here.database, keys(here))


def key(here: Folders) -> bytes | None:
    """The raw key of the data file, for a look through the driver."""
    found = keys(here)
    return bytes(found.data) if found else None


def connected(here: Folders) -> Any:
    """A connection to the data file through the driver: another program that has it open, or a hand in it."""
    return connect(here.database, key(here))


PROMPT = "Your passphrase"
"""What the first screen of an encrypted home shows."""


def unlock(term: Term) -> None:
    """Type the passphrase at the first screen of a real program, in an encrypted run."""
    if ENCRYPTED:
        term.wait_for(PROMPT, 30)
        term.send(f"{PASSPHRASE}\r".encode())


def asks(here: Folders) -> bool:
    """Whether the real program, started on this home, first asks for `PASSPHRASE`."""
    if not ENCRYPTED:
        return False
    try:
        return keys(here) is not None
    except WrongPassphrase:
        return False  # a home of a test that has its own
