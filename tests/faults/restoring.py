"""R8: a restored backup is the source as it was. `restores(count, folder)` runs `count` random days of a practice.

For the long form call it with 100 and an empty folder; it raises AssertionError at the first day that does not come
back, and answers how many did. `lose=True` is its canary: a backup that misses its last row must be found out.
"""

import random
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from data import backup, restorable, restoring
from data.backup import Backup
from data.checking import check
from data.driver import connect
from data.store import Store, open_store
from data.values.facts import NoteSaved, Restored
from data.values.kept import Kept
from data.values.session import Note
from tests.data.samples import NINE, NOW, first_day, record, ticked

RAW_KEY = bytes(range(32))


def restores(count: int, folder: Path, *, seed: int = 8, lose: bool = False) -> int:
    """So many random days, every second one encrypted; the answer is how many came back as they were."""
    rng = random.Random(seed)
    for number in range(count):
        home = folder / f"day-{number}"
        _one(home, RAW_KEY if number % 2 else None, rng, lose=lose)
        shutil.rmtree(home)
    return count


def _one(home: Path, key: bytes | None, rng: random.Random, *, lose: bool) -> None:
    path = home / "data" / "practice.db"
    outside: dict[str, Any] = {"head_dir": home / "heads", "secrets_dir": home / "secrets"}
    before = rng.randrange(40)
    with open_store(path, key, **outside) as store:
        store.commit(*first_day())
        for number in range(before):
            _something(store, rng, number)
        source = everything(store)
        made = backup.make(path, key, at=NINE, reason="daily", **outside)
        for number in range(before, before + rng.randrange(20)):
            _something(store, rng, number)
        newest = len(store.records())
    if lose:
        _lose_a_row(made, key)
    lost = restorable.would_lose(path, key, made.path, **outside)
    now = replace(NOW, utc=NINE + timedelta(hours=1))
    restoring.restore(path, key, made, lost, now=now, **outside)
    with open_store(path, key, **outside) as store:
        found = everything(store)
        *facts, last = store.records()
        assert found | {"facts": tuple(facts)} == source
        assert store.verify() == ()
        first = len(facts) + 1
        given_up = (first, newest) if newest >= first else (0, 0)
        assert last.fact == Restored(made.made, *given_up, now.utc)
        store.commit(*ticked(999))
        assert store.verify() == ()
    assert check(path, key, **outside).found == ()


def _something(store: Store, rng: random.Random, number: int) -> None:
    """A tick, a note, a draft or a policy's text."""
    match rng.randrange(4):
        case 0:
            note = Note(f"n{number % 5}", "s1", "c1", text="é" * rng.randrange(3_000), saved=NINE)
            store.commit((record(NoteSaved(note), "session:s1", "c1", number),), Kept(notes=(note,)))
        case 1:
            store.keep_draft("s1-c1", number, {"text": f"typed {number}"})
        case 2:
            store.keep_policy(f"hash-{number}", "{}")
        case _:
            store.commit(*ticked(number))


def everything(store: Store) -> dict[str, Any]:
    """All that can be read of a file."""
    with closing(connect(store.path, _key_of(store))) as connection:
        texts = connection.execute("SELECT hash, json_text FROM policy_text ORDER BY hash").fetchall()
    return {"kept": store.all_kept(), "facts": store.records(), "drafts": store.drafts(), "texts": texts}


def _key_of(store: Store) -> bytes | None:
    return RAW_KEY if store._opened.encrypted else None


def _lose_a_row(made: Backup, key: bytes | None) -> None:
    with closing(connect(made.path, key)) as connection:
        connection.execute("DELETE FROM tick WHERE check_id = (SELECT max(check_id) FROM tick)")
        connection.execute("DELETE FROM draft")
        connection.execute("DELETE FROM practice")
        connection.execute("PRAGMA journal_mode = DELETE")
