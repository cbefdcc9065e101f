"""Watched at the driver while all that writes does its work: safe connections, and BEGIN IMMEDIATE for every write."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from data import backup, checking, driver, restorable, restoring, today
from data.driver import SETTINGS
from data.spare import Spare
from data.store import open_store
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import NINE, NOW, TODAY, first_day, ticked

CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class Watch:
    """Every connection that the program made, and what was said on each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[list[str]] = []
        self._connect = dbapi2.connect
        monkeypatch.setattr(dbapi2, "connect", self._made)

    def _made(self, *given: Any, **named: Any) -> Any:
        connection = self._connect(*given, **named)
        said: list[str] = []
        self.said.append(said)
        connection.set_trace_callback(said.append)
        return connection

    def changes(self) -> list[tuple[str, str]]:
        """Every statement that changed something, with the one that began its transaction."""
        return [one for said in self.said for one in _changes(said)]


def _changes(said: list[str]) -> Iterator[tuple[str, str]]:
    began = ""
    for words in said:
        first = words.split(maxsplit=1)[0].upper()
        if first == "BEGIN":
            began = words
        elif first in {"COMMIT", "ROLLBACK"}:
            began = ""
        elif first in CHANGING:
            yield began, words


def test_every_write_of_the_store_began_immediate_and_every_connection_was_made_safe(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(monkeypatch)
    outside: dict[str, Any] = {"head_dir": home.head_dir, "secrets_dir": home.secrets_dir}
    with home.open() as store:  # a new file: the schema, and what it says of itself
        store.commit(*first_day())
        store.keep_draft("d1", 1, {"text": "half a word"})
        store.keep_policy("h1", "{}")
        made = backup.make(home.path, home.key, at=NINE, reason="daily", **outside)
        store.commit(*ticked(1))
        assert store.verify() == ()
    spare = Spare(home.folder / "aside", lambda path: open_store(path, home.key, **outside))
    spare.keep(first_day()[0])
    spare.keep_draft("d1", 1, {"text": "half a word"})
    today.load(home.path, home.key, TODAY)
    checking.check(home.path, home.key, **outside)
    lost = restorable.would_lose(home.path, home.key, made.path, **outside)
    restoring.restore(home.path, home.key, made, lost, now=NOW, **outside)

    changes = watch.changes()
    assert {began for began, _ in changes} == {"BEGIN IMMEDIATE"}
    for table in ("event", "journal", "meta", "draft", "policy_text", "session", "schema_revision"):
        assert any(table in words for _, words in changes), f"nothing wrote to {table}: the watch saw too little"
    for said in watch.said:
        _is_safe(said)


def _is_safe(said: list[str]) -> None:
    """WAL and FULL were set and read back before anything else was done, or nothing was written at all."""
    if not list(_changes(said)):
        return
    work = next(at for at, words in enumerate(said) if words.split(maxsplit=1)[0].upper() == "BEGIN")
    for name, (words, _) in SETTINGS.items():
        assert f"PRAGMA {name} = {words}" in said[:work]
        assert f"PRAGMA {name}" in said[:work]


def test_a_setting_that_does_not_hold_refuses_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.open().close()
    monkeypatch.setitem(SETTINGS, "synchronous", ("NORMAL", 2))
    with pytest.raises(Trouble, match="cannot be opened safely"):
        driver.connect(home.path, home.key)


def test_a_write_that_did_not_begin_immediate_is_seen(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(monkeypatch)
    home.open().close()
    with closing(driver.connect(home.path, home.key)) as connection:
        connection.execute("BEGIN")
        connection.execute("DELETE FROM draft")
        connection.execute("COMMIT")
        connection.execute("DELETE FROM draft")
    assert watch.changes()[-2:] == [("BEGIN", "DELETE FROM draft"), ("", "DELETE FROM draft")]
