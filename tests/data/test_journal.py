"""What was edited, removed, cut short, rolled back or swapped is noticed, and its place is named."""

import contextlib
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from data.driver import connect
from data.journal import Head, HeadFile, journal_key, payload_hash
from data.store import Store
from data.values.kept import Kept
from data.values.trouble import Trouble
from tests.data.conftest import Home
from tests.data.samples import first_day, ticked
from tests.store_faults import FailsNth

ENTRIES = 13


@pytest.fixture
def saved(home: Home) -> Home:
    """Thirteen entries in a closed file."""
    with home.open() as store:
        store.commit(*first_day())
        for number in range(ENTRIES - 3):
            store.commit(*ticked(number))
    return home


def verdict(home: Home, last: int | None = None) -> str:
    with home.open() as store:
        return "\n".join(store.verify(last))


def copy_of(home: Home) -> Path:
    """The data folder as it is now, put beside it."""
    copy = home.folder / "older"
    shutil.copytree(home.path.parent, copy)
    return copy


def put_back(home: Home, copy: Path) -> None:
    shutil.rmtree(home.path.parent)
    copy.rename(home.path.parent)


def test_an_untouched_file_is_well(saved: Home) -> None:
    assert verdict(saved) == ""
    assert verdict(saved, last=5) == ""
    with saved.open() as store:
        assert store.ahead() == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = 'x' WHERE seq = 1",
        "UPDATE event SET payload = NULL WHERE seq = 1",
        "UPDATE event SET stream = 'other' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "UPDATE journal SET mac = x'00' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
        "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT DO UPDATE SET payload = 'x'",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_facts_and_journal_can_only_be_added_to(saved: Home, statement: str, recursive: str) -> None:
    connection = connect(saved.path, saved.key)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(dbapi2.Error, match="only ever added"):
        connection.execute(statement)
    connection.close()
    assert verdict(saved) == ""


def test_a_payload_may_go_only_together_with_an_erased_entry(saved: Home) -> None:
    connection = connect(saved.path, saved.key)
    connection.execute(
        "INSERT INTO journal SELECT writer, 14, 'erased', writer, 4, x'', mac, x'00' FROM journal WHERE seq = 13"
    )
    connection.execute("UPDATE event SET payload = NULL WHERE seq = 4")
    with pytest.raises(dbapi2.Error, match="only ever added"):
        connection.execute("UPDATE event SET payload = NULL, client = '' WHERE seq = 4")
    connection.close()
    words = verdict(saved)
    assert "Entry 4 " not in words
    assert "Entry 14 " in words  # its MAC was made up here


EDITS = {
    "payload": "UPDATE event SET payload = replace(payload, 'alone', 'three') WHERE seq = {n}",
    "time": "UPDATE event SET recorded_utc = '2026-11-21T08:00:00.000000+00:00' WHERE seq = {n}",
    "happened": "UPDATE event SET happened_utc = '2026-11-21T08:00:00.000000+00:00' WHERE seq = {n}",
    "boottime": "UPDATE event SET boottime = boottime + 1 WHERE seq = {n}",
    "client": "UPDATE event SET client = '' WHERE seq = {n}",
    "kind": "UPDATE event SET kind = 'KeyArrived' WHERE seq = {n}",
    "mac": "UPDATE journal SET mac = zeroblob(32) WHERE seq = {n}",
    "hash": "UPDATE journal SET payload_hash = zeroblob(32) WHERE seq = {n}",
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("n", [4, 9, ENTRIES])
def test_an_edited_fact_is_named(saved: Home, edit: str, n: int) -> None:
    saved.tamper(EDITS[edit].format(n=n))
    assert f"Entry {n} (" in verdict(saved)


def test_an_edit_with_its_payload_hash_made_anew_is_still_noticed(saved: Home) -> None:
    connection = connect(saved.path, saved.key)
    (key,) = connection.execute("SELECT key FROM client_key WHERE client = 'c1'").fetchone()
    (payload,) = connection.execute("SELECT payload FROM event WHERE seq = 6").fetchone()
    connection.close()
    forged = payload.replace("alone", "three")
    assert forged != payload
    hashed = payload_hash(key, forged).hex()
    saved.tamper(
        f"UPDATE event SET payload = '{forged}' WHERE seq = 6",
        f"UPDATE journal SET payload_hash = x'{hashed}' WHERE seq = 6",
    )
    assert "Entry 6 (" in verdict(saved)


def test_a_removed_fact_and_a_removed_entry_are_named(saved: Home) -> None:
    saved.tamper("DELETE FROM event WHERE seq = 5")
    assert "Entry 5 of practice.db lost its fact" in verdict(saved)
    saved.tamper("DELETE FROM journal WHERE seq IN (7, 8)")
    assert "entries 7 to 8 are removed" in verdict(saved)


def test_a_fact_put_in_from_outside_is_named(saved: Home) -> None:
    saved.tamper(
        "INSERT INTO event SELECT writer, 99, stream, client, kind, version, recorded_utc, boot, boottime, "
        "happened_utc, payload FROM event WHERE seq = 4"
    )
    assert "Fact 99" in verdict(saved)


def test_facts_that_changed_places_are_named(saved: Home) -> None:
    saved.tamper(
        "UPDATE event SET seq = -1 WHERE seq = 5",
        "UPDATE event SET seq = 5 WHERE seq = 6",
        "UPDATE event SET seq = 6 WHERE seq = -1",
    )
    words = verdict(saved)
    assert "Entry 5 (" in words
    assert "Entry 6 (" in words


def test_entries_cut_off_at_the_end_are_noticed(saved: Home) -> None:
    saved.tamper("DELETE FROM journal WHERE seq > 10", "DELETE FROM event WHERE seq > 10")
    for last in (None, 5):
        assert "holds 10 entries and 13 were saved: entries 11 to 13 are missing" in verdict(saved, last)


def test_an_older_copy_is_noticed_and_stays_said_until_a_person_has_seen_it(saved: Home) -> None:
    older = copy_of(saved)
    with saved.open() as store:
        store.commit(*ticked(50))
        store.commit(*ticked(51))
    put_back(saved, older)
    with saved.open() as store:
        assert "entries 14 to 15 are missing" in "\n".join(store.verify(1000))
        for number in range(60, 65):
            store.commit(*ticked(number))
        assert "entries 14 to 15 are missing" in "\n".join(store.verify())
    assert "entries 14 to 15 are missing" in verdict(saved)
    with saved.open() as store:
        store.acknowledge_losses()
        assert store.verify() == ()


def test_an_older_copy_that_went_further_on_its_own_is_noticed(saved: Home) -> None:
    older = copy_of(saved)
    heads = saved.folder / "heads-before"
    shutil.copytree(saved.head_dir, heads)
    with saved.open() as store:
        store.commit(*ticked(50))
    newest = saved.folder / "heads-newest"
    saved.head_dir.rename(newest)
    heads.rename(saved.head_dir)
    put_back(saved, older)
    with saved.open() as store:
        for number in range(60, 65):
            store.commit(*ticked(number))
    shutil.rmtree(saved.head_dir)
    newest.rename(saved.head_dir)
    assert "Entry 14 of practice.db is not the one that was saved" in verdict(saved)


@pytest.mark.parametrize("remove", ["database", "head"])
def test_a_removed_database_or_head_is_noticed(saved: Home, remove: str) -> None:
    shutil.rmtree(saved.path.parent if remove == "database" else saved.head_dir)
    if remove == "database":  # what was saved to is never silently begun anew
        with pytest.raises(Trouble, match="is gone, and 13 entries were saved to it"):
            verdict(saved)
    else:
        assert "head of practice.db is missing" in verdict(saved)


def test_another_database_in_its_place_is_noticed(saved: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other", saved.key)
    shutil.copytree(saved.secrets_dir, other.secrets_dir)
    with other.open() as store:
        store.commit(*first_day())
    shutil.copy(other.path, saved.path)
    assert "replaced by another" in verdict(saved)


def test_a_database_ahead_of_its_head_is_well_and_said(saved: Home) -> None:
    heads = saved.folder / "before"
    shutil.copytree(saved.head_dir, heads)
    with saved.open() as store:
        store.commit(*ticked(50))
    shutil.rmtree(saved.head_dir)
    heads.rename(saved.head_dir)
    with saved.open() as store:
        assert store.verify() == ()
        assert store.ahead() == (
            "The last entry is newer than the journal's head: the console ended in between. All is well."
        )
        store.commit(*ticked(51))
    with saved.open() as store:
        assert store.verify() == ()
        assert store.ahead() == ""


def test_another_journal_key_is_said_once_and_not_for_every_entry(saved: Home) -> None:
    (saved.secrets_dir / "journal.key").write_bytes(bytes(32))
    with saved.open() as store:
        assert len(store.verify()) == 1
        assert "another key" in store.verify()[0]
        store.commit(*ticked(50))  # work goes on


def test_a_cut_journal_key_is_refused(saved: Home) -> None:
    (saved.secrets_dir / "journal.key").write_bytes(b"short")
    with pytest.raises(Trouble, match="journal's key is damaged: restore"):
        saved.open()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE session SET doc = replace(doc, '09:50', '10:50')",
        "UPDATE session SET state = 'closed'",
        "UPDATE tick SET seal = zeroblob(16) WHERE check_id = 'check-3'",
        "UPDATE tick SET scope_id = 's2' WHERE check_id = 'check-3'",
        "UPDATE client SET doc = '{'",
    ],
)
def test_an_edited_projection_is_noticed(saved: Home, statement: str) -> None:
    saved.tamper(statement)
    assert "changed after it was saved" in verdict(saved)


def test_many_troubles_are_counted_and_not_all_listed(saved: Home) -> None:
    with saved.open() as store:
        for number in range(100, 130):
            store.commit(*ticked(number))
    saved.tamper("UPDATE event SET kind = 'KeyArrived'")
    with saved.open() as store:
        found = store.verify()
    assert len(found) == 21
    assert found[-1].startswith("And ")


PLACES = 24


def _flip(content: bytearray, place: int) -> None:
    content[place] ^= 0x40


def _cut(content: bytearray, place: int) -> None:
    del content[place:]


@pytest.mark.parametrize("damage", [_flip, _cut])
@pytest.mark.parametrize("which", ["practice.db", "practice.db-wal"])
def test_damage_at_random_places_is_never_silent(
    home: Home, damage: Callable[[bytearray, int], None], which: str
) -> None:
    """R6 in short: whatever reads back differently afterwards is reported; 24 places of each kind."""
    store = home.open()
    records, changed = first_day()
    store.commit(records, changed)
    for number in range(10):
        store.commit(*ticked(number))
    before = (store.all_kept(), store.records())
    copy = home.folder / "copy"
    if which == "practice.db":  # closing brings the log into the file; while it is open, all is in the log
        store.close()
    shutil.copytree(home.path.parent, copy)
    store.close()
    rng = random.Random(6)
    changed_at = 0
    for _ in range(PLACES):
        shutil.rmtree(home.path.parent)
        shutil.copytree(copy, home.path.parent)
        target = home.path.parent / which
        content = bytearray(target.read_bytes())
        damage(content, rng.randrange(len(content)))
        target.write_bytes(content)
        home.path.with_name("practice.db-shm").unlink(missing_ok=True)
        if not _reads_the_same(home, before):
            changed_at += 1
    assert changed_at > 0  # the damage is real: some of it changes what is read


def _reads_the_same(home: Home, before: object) -> bool:
    try:
        with home.open() as store:
            found = store.verify()
            same = (store.all_kept(), store.records()) == before
            assert same or found, "something reads back differently and nothing was said"
            return same
    except Trouble:
        return False


# --- the head file ---------------------------------------------------------------------------------------------------
def head_file(folder: Path) -> HeadFile:
    return HeadFile.of(folder, Path("practice.db"), "w1", bytes(32))


def test_a_torn_or_flipped_line_of_the_head_is_not_taken_for_a_head(tmp_path: Path) -> None:
    file = head_file(tmp_path)
    one, two = Head("db", 1, 1, b"1" * 32), Head("db", 2, 2, b"2" * 32)
    assert file.read() is None
    file.write(one)
    file.write(two)
    assert file.read() == two
    whole = file.path.read_bytes()
    for cut in range(len(whole) // 2 + 1, len(whole) - 1):
        file.path.write_bytes(whole[:cut])
        assert file.read() == one
        file.write(two)
        assert file.read() == two
    file.path.write_bytes(whole.replace(b"db 2 2", b"db 9 2"))
    assert file.read() == one


def test_the_head_file_stays_small(tmp_path: Path) -> None:
    file = head_file(tmp_path)
    for seq in range(1, 1200):
        file.write(Head("db", seq, seq, bytes(32)))
    assert file.path.stat().st_size <= 64 * 1024
    assert file.read() == Head("db", 1199, 1199, bytes(32))


def test_the_head_holds_no_word_of_a_person(saved: Home) -> None:
    content = b"".join(path.read_bytes() for path in saved.head_dir.iterdir())
    assert content
    assert all(word not in content for word in (b"Anna", b"A.K.", b"Elm", b"alone", b"session:"))


def test_the_journal_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    key = journal_key(tmp_path / "secrets")
    file = tmp_path / "secrets" / "journal.key"
    file.chmod(0o644)
    assert journal_key(tmp_path / "secrets") == key
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_head_that_could_not_be_written_is_written_by_the_next_commit(store: Store) -> None:
    from data.values.trouble import NotSaved

    saver = FailsNth(store, {1}, "head")
    with pytest.raises(NotSaved, match=r"head of practice\.db could not be written"):
        saver.commit(*first_day())
    saver.commit(first_day()[0], Kept())
    head = store._opened.head_file.read()
    assert head is not None
    assert (head.seq, head.count) == (3, 3)
    assert replace(head, mac=b"") == Head(store._opened.database, 3, 3, b"")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_saved_is_said_only_once_the_row_and_then_the_head_are_on_the_disk(
    home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int]] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        real(descriptor)
        name = Path(f"/proc/self/fd/{descriptor}").readlink().suffix
        with contextlib.closing(connect(home.path, home.key, query_only=True)) as connection:
            synced.append((name, connection.execute("SELECT count(*) FROM journal").fetchone()[0]))

    monkeypatch.setattr("data.files.os.fsync", watched)
    store.commit(*first_day())
    store.commit(*ticked(1))
    assert [one for one in synced if one[0] == ".head"] == [(".head", 3), (".head", 4)]
    head = store._opened.head_file.read()
    assert head is not None
    assert head.seq == 4
