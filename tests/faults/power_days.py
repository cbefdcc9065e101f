"""The days of the real program that the power-loss model records: what is typed in them, and what must come to pass."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from console.settings import Folders
from console.wiring import open_store
from data import backup, kinds, vault
from data.driver import connect
from data.journal import journal_key
from data.values.keys import Keys
from tests.faults import homes
from tests.faults.disk import Disk
from tests.faults.recording import Day, Typist

PASSPHRASE = "four words for tests"
CHEAP = vault.Cost(8, 1)
NEARLY_FULL = 64 * 1024 - 500
"""A head of so many bytes is made short within the next few lines."""
LOG = 900
"""Pages in the log that was left behind: the first who opens the file carries them over."""
CARRIED_OVER, LOG_GONE = ("pwrite64", "/session-day.db"), ("unlink", "-wal")
MADE_SHORT, BACKED_UP = ("rename", ".head"), ("rename", "-daily.db")


@dataclass
class Recorded:
    """A day that was recorded, the disk as it was before it, and the keys of its file.

    `parts` are what must have come to pass in it: a call, and how the name of its file ends. `well` are backups that
    were looked at.
    """

    day: Day
    disk: Disk
    keys: Keys | None = None
    parts: tuple[tuple[str, str], ...] = ()
    well: set[bytes] = field(default_factory=set)

    @contextmanager
    def start(self) -> Iterator[Typist]:
        """The program from its start, opened and ready, to its end."""
        with self.day.start() as typist:
            if self.keys:
                typist.passphrase(PASSPHRASE)
            typist.program.ready()
            yield typist

    @property
    def missing(self) -> list[tuple[str, str]]:
        """The parts that never came to pass."""
        return [
            part for part in self.parts if not any(call.name == part[0] and call.at(part[1]) for call in self.day.calls)
        ]


def short(base: Path, *, encrypted: bool) -> Recorded:
    """Some lines and a note, with checkpoints among them."""
    keys = _prepared(base / "home", encrypted=encrypted)
    recorded = Recorded(Day(base / "home", "often"), Disk(base / "home"), keys, (CARRIED_OVER, LOG_GONE))
    with recorded.start() as typist:
        lines(typist, "line", 3)
        typist.note("slept better")
        lines(typist, "more", 2)
    return recorded


def often(base: Path, *, encrypted: bool) -> Recorded:
    """More of them, and a second start."""
    recorded = short(base, encrypted=encrypted)
    with recorded.start() as typist:
        typist.note("less well", pasted="\n" + "Zürich " * 2_000 + "\n")
        lines(typist, "again", 4)
    return recorded


def whole(base: Path, *, encrypted: bool) -> Recorded:
    """A log that was left behind, the daily backup, the head made short; nothing of the program is changed."""
    home = base / "home"
    keys = _prepared(home, encrypted=encrypted)
    _log_left_behind(home, keys)
    recorded = Recorded(Day(home), Disk(home), keys, (CARRIED_OVER, LOG_GONE, MADE_SHORT, BACKED_UP))
    with recorded.start() as typist:
        lines(typist, "line", 3)
        typist.note("slept better")
        typist.until(lambda: any((home / "data" / backup.FOLDER).glob("*.db")))
        lines(typist, "later", 3)
    with recorded.start() as typist:
        lines(typist, "again", 2)
    return recorded


def first(base: Path, *, encrypted: bool) -> Recorded:
    """The first start of all, in an empty home."""
    here = homes.folders(base / "home")
    here.config.mkdir(parents=True)
    _settings(here, encrypted=encrypted)
    recorded = Recorded(Day(base / "home"), Disk(base / "home"), None, (("mkdir", "/head"), LOG_GONE))
    with recorded.day.start() as typist:
        if encrypted:
            typist.new_passphrase(PASSPHRASE)
        typist.program.wait_for("Your practice", 30)
        typist.program.send(b"\x13")
        typist.program.wait_for(lambda text: "Your practice" not in text and typist.program.saved, 30)
        lines(typist, "first", 3)
    recorded.keys = vault.unlock(kinds.beside(here.database), PASSPHRASE) if encrypted else None
    return recorded


def lines(typist: Typist, word: str, count: int) -> None:
    for number in range(count):
        typist.owes(f"{word} {number}")


def _prepared(home: Path, *, encrypted: bool) -> Keys | None:
    """The faults' home, plain or encrypted, with a head that is soon made short."""
    here = homes.folders(homes.fresh(home))
    keys = _encrypt(here) if encrypted else None
    (head,) = (here.state / "head").iterdir()
    line = head.read_bytes()[-200:].rpartition(b"\n\n")[2]
    head.write_bytes(head.read_bytes() + (b"\n" + line) * (NEARLY_FULL // (len(line) + 1)))
    return keys


def _encrypt(here: Folders) -> Keys:
    secrets = here.config / "secrets"
    keys, _ = vault.create(kinds.beside(here.database), PASSPHRASE, CHEAP, mac=journal_key(secrets))
    shutil.rmtree(secrets)
    new = here.database.with_name("new.db")
    new.touch()
    with closing(connect(here.database, None)) as connection:
        connection.execute(f"ATTACH '{new}' AS new KEY \"x'{keys.data.hex()}'\"")
        connection.execute("SELECT sqlcipher_export('new')").fetchall()
        connection.execute("DETACH new")
    for one in here.data.glob(f"{here.database.name}*"):
        one.unlink()
    new.rename(here.database)
    _settings(here, encrypted=True)
    return keys


def _settings(here: Folders, *, encrypted: bool) -> None:
    words = f"encrypted = {str(encrypted).lower()}\nnotify = false\nbell = false\n"
    here.settings.write_text(words, encoding="utf-8")


def _log_left_behind(home: Path, keys: Keys | None) -> None:
    """As a kill leaves it, so many pages long."""
    here = homes.folders(home)
    log = here.database.with_name(f"{here.database.name}-wal")
    with closing(open_store(here, here.database, keys)) as store:
        for revision in range(1000):
            store.keep_draft("elsewhere", revision, {"text": "x" * 60_000})
            if log.stat().st_size > LOG * 4_120:
                break
        content, pages = log.read_bytes(), here.database.read_bytes()
    here.database.write_bytes(pages)
    log.write_bytes(content)
