"""S8 and R6: whatever is done to what was saved is found. Long forms: `tamperings(100, …)`, `damages(200, …)`.

`tamperings(count, folder, key)` tries each of seven tamperings at `count` random places with the check of `verify`,
and answers the tries and what was missed. `damages` truncates, flips, deletes and swaps the database, its log and
its head at random, starts on them as the console does, and counts as missed whatever then reads back differently, or
not at all, with nothing said. `judge` is the canary: SQLite's own `integrity_check` in place of ours must miss many.
"""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from data.checking import check
from data.driver import connect
from data.store import Store
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import first_day, ticked

ENTRIES = 40
Judge = Callable[[Home], bool]


@dataclass
class Counted:
    """How often it was tried, how often what was read differed afterwards, and what went unnoticed, in words."""

    tries: int = 0
    changed: int = 0
    missed: list[str] = field(default_factory=list)


def ours(home: Home) -> bool:
    """Whether the check finds anything; one that cannot even open the file says so too."""
    try:
        report = check(home.path, home.key, head_dir=home.head_dir, secrets_dir=home.secrets_dir)
    except Trouble:
        return True
    return bool(report.found)


def sqlites_own(home: Home) -> bool:
    """The canary's judge: only what SQLite sees."""
    try:
        with closing(connect(home.path, home.key, query_only=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)])
    except (dbapi2.Error, Trouble):
        return True


# --- S8: tampering by somebody who has the key of the file -----------------------------------------------------------
def edited_words(home: Home, n: int, rng: random.Random) -> None:
    """A fact's words are changed."""
    home.tamper(f"UPDATE event SET payload = replace(payload, 'a', '{rng.choice('bcd')}') WHERE seq = {n}")


def edited_beside(home: Home, n: int, rng: random.Random) -> None:
    """What is stored beside a fact is changed."""
    column = rng.choice(("stream", "client", "kind", "recorded_utc", "boot", "happened_utc"))
    home.tamper(f"UPDATE event SET {column} = {column} || 'x' WHERE seq = {n}")


def removed(home: Home, n: int, rng: random.Random) -> None:
    """A fact is removed, alone or with its entry."""
    home.tamper(
        f"DELETE FROM event WHERE seq = {n}", *([f"DELETE FROM journal WHERE seq = {n}"] if rng.random() < 0.5 else [])
    )


def cut_short(home: Home, n: int, rng: random.Random) -> None:
    """Everything from an entry on is removed, as if it had never been."""
    del rng
    home.tamper(f"DELETE FROM journal WHERE seq >= {n}", f"DELETE FROM event WHERE seq >= {n}")


def rolled_back(home: Home, n: int, rng: random.Random) -> None:
    """An older copy is put back, and perhaps went on by itself for as long."""
    _refill(home.folder / "other", home, n - 1)
    with Home(home.folder / "other", home.key).open() as other:
        for number in range(rng.choice((0, ENTRIES - n + 1))):
            other.commit(*ticked(1000 + number))
    shutil.copy(home.folder / "other" / "data" / "practice.db", home.path)


def swapped(home: Home, n: int, rng: random.Random) -> None:
    """Two facts change places, or two entries."""
    m = rng.choice([other for other in range(4, ENTRIES + 1) if other != n])
    table = rng.choice(("event", "journal"))
    home.tamper(
        *(f"UPDATE {table} SET seq = {new} WHERE seq = {old}" for old, new in ((n, -1), (m, n), (-1, m))),
    )


def put_in(home: Home, n: int, rng: random.Random) -> None:
    """A fact is put in from outside, or an ordinary row is changed."""
    columns = "stream, client, kind, version, recorded_utc, boot, boottime, happened_utc, payload"
    home.tamper(
        rng.choice(
            (
                f"INSERT INTO event SELECT writer, 999, {columns} FROM event WHERE seq = {n}",
                f"UPDATE tick SET doc = replace(doc, 'alone', 'three') WHERE check_id = 'check-{n - 4}'",
                f"DELETE FROM client_key WHERE client = (SELECT client FROM event WHERE seq = {n})",
            )
        )
    )


TAMPERINGS = (edited_words, edited_beside, removed, cut_short, rolled_back, swapped, put_in)


def tamperings(count: int, folder: Path, key: bytes | None, *, seed: int = 8, judge: Judge = ours) -> Counted:
    """Each tampering at so many random places."""
    rng = random.Random(seed)
    whole, counted = Home(folder / "whole", key), Counted()
    _filled(whole, ENTRIES)
    assert not ours(whole)
    for tamper in TAMPERINGS:
        for _ in range(count):
            home, n = Home(folder / "try", key), rng.randrange(4, ENTRIES + 1)
            shutil.rmtree(home.folder, ignore_errors=True)
            shutil.copytree(whole.folder, home.folder)
            tamper(home, n, rng)
            counted.tries += 1
            if not judge(home):
                counted.missed.append(f"{tamper.__name__} at entry {n}")
    return counted


def _filled(home: Home, entries: int) -> None:
    with home.open() as store:
        store.commit(*first_day())
        for number in range(entries - 3):
            store.commit(*ticked(number))


def _refill(folder: Path, like: Home, entries: int) -> None:
    """The same file as it was when it held so many entries: its own older self."""
    shutil.copytree(like.folder / "data", folder / "data")
    shutil.copytree(like.secrets_dir, folder / "secrets")
    shutil.copytree(like.head_dir, folder / "heads")
    Home(folder, like.key).tamper(
        f"DELETE FROM journal WHERE seq > {entries}",
        f"DELETE FROM event WHERE seq > {entries}",
        f"DELETE FROM tick WHERE CAST(substr(check_id, 7) AS INTEGER) > {entries - 4}",
    )


# --- R6: damage to the files -----------------------------------------------------------------------------------------
def damages(count: int, folder: Path, key: bytes | None, *, seed: int = 6, judge: Judge | None = None) -> Counted:
    """So many random damages to the database, its log and its head, and swaps of each with an older copy."""
    rng = random.Random(seed)
    whole, counted = Home(folder / "whole", key), Counted()
    older, newest = folder / "older", folder / "newest"
    store = whole.open()
    store.commit(*first_day())
    for number in range(30):
        store.commit(*ticked(number))
        if number == 12:  # as a kill would leave them: part in the file, part in the log
            store.close()
            shutil.copytree(whole.folder, older)
            store = whole.open()
    before = _read(store)
    shutil.copytree(whole.folder, newest)
    store.close()
    for _ in range(count):
        home = Home(folder / "try", key)
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.copytree(newest, home.folder)
        home.path.with_name("practice.db-shm").unlink(missing_ok=True)
        what = _damage(home, older, rng)
        counted.tries += 1
        same, said = _started(home, before, judge)
        counted.changed += not same
        if not same and not said:
            counted.missed.append(what)
    return counted


def _damage(home: Home, older: Path, rng: random.Random) -> str:
    (head,) = home.head_dir.iterdir()
    files = (home.path, home.path.with_name("practice.db-wal"), head)
    target, how = rng.choice(files), rng.choice(("flip", "cut", "delete", "swap", "swap both"))
    content = bytearray(target.read_bytes())
    place = rng.randrange(len(content))
    if how == "flip":
        content[place] ^= 1 << rng.randrange(8)
        target.write_bytes(content)
    elif how == "cut":
        target.write_bytes(content[:place])
    elif how == "delete":
        target.unlink()
    else:
        for one in files[:2] if how == "swap both" else (target,):
            old = older / one.relative_to(home.folder)
            one.unlink()
            if old.exists():
                shutil.copy(old, one)
    return f"{how} of {target.name} at byte {place} of {len(content)}"


def _started(home: Home, before: Any, judge: Judge | None) -> tuple[bool, bool]:
    """Whether everything reads as it did, and whether anything was said; as the console's start does it."""
    said = judge(home) if judge else ours(home)
    try:
        with home.open() as store:
            if judge is None:
                said = said or bool(store.verify(0))
            return _read(store) == before, said
    except (Trouble, dbapi2.Error):
        return False, said or judge is None


def _read(store: Store) -> Any:
    return store.all_kept(), store.records()
