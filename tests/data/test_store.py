"""What is kept comes back, and what cannot be kept is said in one sentence."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from data import reading, refusals
from data.driver import SETTINGS, connect
from data.store import Store
from data.values.facts import ClientSaved, NoteSaved, Record
from data.values.incident import Incident
from data.values.kept import Draft, Kept
from data.values.people import Practice
from data.values.policy import Scope
from data.values.session import Contact, DayRecord, FollowUp, Note, SeriesLink, SessionState, Warned
from data.values.trouble import NotSaved, Trouble
from tests.data.conftest import Home
from tests.data.samples import NINE, NOW, TODAY, client, first_day, record, session, tick, ticked
from tests.store_faults import FailsNth


def test_what_was_committed_is_there_after_opening_again(home: Home) -> None:
    records, changed = first_day()
    with home.open() as store:
        store.commit(records, changed)
        writer = store.writer
    with home.open() as store:
        assert store.all_kept() == changed
        assert store.records() == tuple(replace(r, writer=writer, seq=n) for n, r in enumerate(records, 1))


def test_a_changed_row_takes_the_place_of_the_old_one(store: Store) -> None:
    store.commit(*first_day())
    later = session("s1", "c2", "c3", state=SessionState.CANCELLED_LATE)
    store.commit((), Kept(sessions=(later,)))
    assert store.all_kept().sessions == (later,)
    assert store.sessions_of("c1") == ()
    assert store.sessions_of("c3") == (later,)


def test_every_connection_has_the_settings_that_keep_what_was_saved(home: Home, store: Store) -> None:
    seen: list[dict[str, object]] = []
    barrier = threading.Barrier(3)

    def look() -> None:
        with store._engine.connect() as connection:
            barrier.wait(timeout=10)  # three at once, so that they are three connections
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS}
            seen.append(found)

    with ThreadPoolExecutor(3) as pool:
        for future in [pool.submit(look) for _ in range(3)]:
            future.result()
    wal_full = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}
    assert seen == [wal_full | {"secure_delete": 1, "recursive_triggers": 1}] * 3


def test_worker_threads_write_one_after_the_other_and_readers_do_not_wait(store: Store) -> None:
    store.commit(*first_day())
    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(store.commit, *ticked(number)) for number in range(40)]
        reads = [pool.submit(store.load, TODAY) for _ in range(20)]
    assert [write.result() for write in writes] == [None] * 40
    assert all(read.result().sessions for read in reads)
    assert len(store.load(TODAY).ticks) == 40
    assert [r.seq for r in store.records()] == list(range(1, 44))
    assert store.verify() == ()


def test_only_the_owner_may_read_what_is_written(home: Home, store: Store) -> None:
    store.commit(*first_day())
    files = [path for path in home.folder.rglob("*") if path.is_file()]
    assert {"practice.db", "practice.db-wal", "journal.key"} <= {path.name for path in files}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE((home.folder / name).stat().st_mode) for name in ("data", "heads", "secrets")} == {0o700}


def test_the_journal_key_lies_outside_the_folder_of_the_data(home: Home, store: Store) -> None:
    key = (home.secrets_dir / "journal.key").read_bytes()
    assert len(key) == 32
    assert all(key not in path.read_bytes() for path in home.path.parent.iterdir())


def test_an_encrypted_file_holds_no_word_in_clear(home: Home) -> None:
    records, changed = first_day()
    with home.open() as store:
        store.commit(records, changed)
        store.keep_draft("note:s1", 1, {"text": "Elm Road"})
        contents = b"".join(path.read_bytes() for path in home.path.parent.iterdir())
    assert (b"Elm Road" in contents) == (home.key is None)
    assert all(b"Elm Road" not in path.read_bytes() for path in home.head_dir.iterdir())


def test_a_wrong_key_is_said_in_one_line_and_nothing_is_printed(
    home: Home, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    store.commit(*first_day())
    store.close()
    with pytest.raises(Trouble, match="does not open with this key, or it is damaged"):
        Home(home.folder, bytes(32)).open()
    if home.key is not None:
        with pytest.raises(Trouble, match=r"practice\.db is encrypted"):
            Home(home.folder, None).open()
    assert capfd.readouterr() == ("", "")


def test_a_key_of_the_wrong_length_is_refused(home: Home) -> None:
    with pytest.raises(Trouble, match="must be 32 bytes"):
        Home(home.folder, b"short").open()


# --- what a day loads ------------------------------------------------------------------------------------------------
def test_a_day_loads_its_sessions_and_those_left_without_an_end(store: Store) -> None:
    yesterday, long_ago = TODAY - timedelta(days=1), TODAY - timedelta(days=15)
    states = SessionState
    wanted = (
        session("today", day=TODAY),
        session("today-cancelled", day=TODAY, state=states.CANCELLED_LATE),
        session("running", day=yesterday, state=states.RUNNING),
        session("ending", day=long_ago, state=states.ENDING),
        session("ended", day=long_ago, state=states.ENDED),
        session("unresolved", day=yesterday),
        session("in-room", day=TODAY - timedelta(days=14), state=states.IN_ROOM),
        session("tomorrow", day=TODAY + timedelta(days=1)),
        session("after the weekend", day=TODAY + timedelta(days=3), state=states.REQUESTED),
    )
    others = (
        session("closed", day=yesterday, state=states.CLOSED),
        session("forgotten", day=long_ago),
        session("called off", day=TODAY + timedelta(days=1), state=states.CANCELLED_IN_TIME),
        session("next week", day=TODAY + timedelta(days=4)),
        session("cancelled", day=yesterday, state=states.CANCELLED_IN_TIME),
    )
    store.commit((), Kept(sessions=wanted + others))
    assert {s.id for s in store.load(TODAY).sessions} == {s.id for s in wanted}


def test_a_day_loads_what_belongs_to_its_sessions_and_nothing_else(store: Store) -> None:
    clients = tuple(client(name) for name in ("here", "owed", "called", "elsewhere"))
    sessions = (session("s1", "here", link="room"), session("old", "elsewhere", day=TODAY - timedelta(days=30)))
    sessions = (sessions[0], replace(sessions[1], state=SessionState.CLOSED, link=sessions[0].link))
    mine = (
        tick(Scope.SESSION, "s1", "private"),
        tick(Scope.DAY, "2026-11-21", "wifi"),
        tick(Scope.CLIENT, "here", "agreed"),
        tick(Scope.PRACTICE, "", "training"),
    )
    not_mine = (
        tick(Scope.SESSION, "old", "private"),
        tick(Scope.DAY, "2026-11-20", "wifi"),
        tick(Scope.CLIENT, "elsewhere", "agreed"),
    )
    owed = FollowUp("f1", "call", "ring back", NINE, client="owed")
    done_today = FollowUp("f2", "call", "ring back", NINE, client="here", done=NINE)
    done_before = FollowUp("f3", "call", "ring back", NINE, done=NINE - timedelta(days=2))
    contacts = (Contact("k1", "called", NINE, "call", "plan"), Contact("k2", "elsewhere", NINE - timedelta(1), "c", ""))
    notes = (Note("n1", "s1", "here", text="well"), Note("n2", "old", "elsewhere", text="well"))
    days = tuple(DayRecord(TODAY - timedelta(days=back)) for back in (0, 14, 15))
    series = (SeriesLink("weekly", "here"), SeriesLink("yoga", "", is_session=False))
    warned = (
        Warned("w1", "s1", "end", "5 minutes left", NINE, NINE),
        Warned("w2", "", "day", "close the day", NINE, NINE + timedelta(minutes=1)),
        Warned("w3", "old", "end", "5 minutes left", NINE, NINE),
    )
    everything = Kept(
        Practice(zone="Europe/London"),
        clients,
        sessions,
        mine + not_mine,
        (owed, done_today, done_before),
        notes,
        contacts,
        days,
        series,
        warned,
    )
    store.commit((), everything)
    found = store.load(TODAY)
    assert {c.id for c in found.clients} == {"here", "owed", "called"}
    assert found.sessions == sessions[:1]
    assert set(found.ticks) == set(mine)
    assert found.follow_ups == (owed, done_today)
    assert found.notes == notes[:1]
    assert found.contacts == contacts[:1]
    assert {d.day for d in found.days} == {TODAY, TODAY - timedelta(days=14)}
    assert found.series == series
    assert found.warned == warned[:2]
    assert found.other_links == {"room"}
    assert found.practice == Practice(zone="Europe/London")


def test_a_day_loads_open_incidents_with_their_session_and_client_and_those_of_the_day(store: Store) -> None:
    long_ago = TODAY - timedelta(days=30)
    begun = replace(NOW, utc=NINE - timedelta(days=30))
    still = Incident("open", "drop", "h", "old", "a", begun, begun.utc, "drop.phone")
    ended = replace(still, id="ended", session="other", client="b", ended=begun.utc)
    today = replace(still, id="today", session="", client="c", t0=NOW, ended=NINE)
    sessions = (session("old", "a", day=long_ago, state=SessionState.CLOSED), session("other", "b", day=long_ago))
    sessions = (sessions[0], replace(sessions[1], state=SessionState.CLOSED))
    store.commit((), Kept(clients=tuple(client(n) for n in "abc"), sessions=sessions, incidents=(still, ended, today)))
    found = store.load(TODAY)
    assert found.incidents == (still, today)
    assert [one.id for one in found.sessions] == ["old"]
    assert {one.id for one in found.clients} == {"a", "c"}
    assert store.all_kept().incidents == (ended, still, today)


def test_a_day_loads_what_was_settled_since_the_last_day_was_closed(store: Store) -> None:
    """Or else what that day left open would stand there as owed, days after it was settled."""
    closed = DayRecord(TODAY - timedelta(days=3), closed=NINE - timedelta(days=3), how="open items")
    since = FollowUp("f1", "call", "Ring", NINE, done=NINE - timedelta(days=2))
    before = replace(since, id="f2", done=NINE - timedelta(days=4))
    store.commit((), Kept(days=(closed,), follow_ups=(since, before)))
    assert store.load(TODAY).follow_ups == (since,)


def test_a_day_loads_what_open_incidents_left_owed_whenever_it_was_settled(store: Store) -> None:
    """Or else a crisis over midnight would leave owed anew what was settled before."""
    begun = replace(NOW, utc=NINE - timedelta(days=2))
    crisis = Incident("s1-crisis-1", "crisis", "h", "", "", begun, begun.utc, "crisis.stay")
    ended = replace(crisis, id="s0-crisis-1", ended=begun.utc)
    settled = FollowUp("s1-crisis-1-lead", "lead", "Tell the lead", begun.utc, done=begun.utc, outcome="told Lee")
    of_ended = replace(settled, id="s0-crisis-1-lead")
    of_another = replace(settled, id="s1-crisis-11-lead")
    store.commit((), Kept(incidents=(crisis, ended), follow_ups=(settled, of_ended, of_another)))
    assert store.load(TODAY).follow_ups == (settled,)


@pytest.mark.parametrize(
    "name",
    ["SESSIONS", "CLIENTS", "TICKS", "FOLLOW_UPS", "NOTES", "CONTACTS", "DAYS", "WARNED", "INCIDENTS", "OTHER_LINKS"],
)
def test_loading_a_day_walks_through_no_whole_table(store: Store, name: str) -> None:
    """Twenty years in the file must not slow today's list: every statement goes by an index."""
    params = {"day": "", "since": "", "until": "", "begin": "", "finish": ""}
    with store._engine.connect() as connection:
        plan = connection.execute(text("EXPLAIN QUERY PLAN " + getattr(reading, name)), params).all()
    steps = [row[3] for row in plan]
    assert any("SEARCH" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == []


def test_a_room_of_two_sessions_of_the_day_is_no_other_link(store: Store) -> None:
    store.commit((), Kept(sessions=(session("s1", link="room"), session("s2", link="room", hour=10))))
    assert store.load(TODAY).other_links == frozenset()


def test_the_day_of_a_contact_is_the_local_one(store: Store) -> None:
    late = Contact("k1", "c1", datetime(2026, 11, 21, 11, 30, tzinfo=UTC), "call", "plan")
    store.commit((), Kept(practice=Practice(zone="Pacific/Auckland"), contacts=(late,)))
    assert store.load(TODAY).contacts == ()
    assert store.load(TODAY + timedelta(days=1)).contacts == (late,)


def test_look_ups_find_sessions_and_clients(store: Store) -> None:
    sessions = (session("s1", "c1", came_from="uid-1"), session("s2", "c2", hour=10), session("s3", "c1", hour=11))
    clients = (client("c1"), replace(client("c2"), name="50%_Björn"))
    store.commit((), Kept(clients=clients, sessions=sessions))
    assert store.sessions_of("c1") == (sessions[0], sessions[2])
    assert store.all_clients() == clients
    assert store.search("anna ref") == clients[:1]
    assert store.search("BJÖRN") == clients[1:]
    assert store.search("0%_b") == clients[1:]
    assert store.search("%") == clients[1:]
    assert store.search(" ") == ()


def test_records_of_a_stream_and_of_a_day_come_in_the_order_they_were_saved(store: Store) -> None:
    store.commit(*first_day())
    other = session("old", day=TODAY - timedelta(days=3))
    backdated = record(NoteSaved(Note("n1", "old", "c1")), "session:old", "c1")
    store.commit((replace(backdated, happened=NINE - timedelta(days=3)),), Kept(sessions=(other,)))
    store.commit(*ticked(1))
    assert [r.seq for r in store.records("session:s1")] == [3, 5]
    assert [r.seq for r in store.records(day=TODAY)] == [1, 2, 3, 5]
    assert [r.seq for r in store.records(day=TODAY - timedelta(days=3))] == [4]


# --- drafts and policies ---------------------------------------------------------------------------------------------
def test_a_draft_is_one_row_and_an_older_revision_never_overwrites_a_newer(store: Store) -> None:
    store.keep_draft("note:s1", 2, {"text": "she said more"}, saved=NINE)
    store.keep_draft("note:s1", 1, {"text": "she said"})
    assert store.drafts() == (Draft("note:s1", 2, {"text": "she said more"}, NINE),)
    assert store.records() == ()


def test_the_text_of_a_pinned_policy_is_kept_once_and_never_changed(store: Store) -> None:
    store.keep_policy("abc", '{"title": "first"}')
    store.keep_policy("abc", '{"title": "other"}')
    assert store.policy("abc") == '{"title": "first"}'
    assert store.policy("nothing") is None


# --- what cannot be saved --------------------------------------------------------------------------------------------
def test_a_full_disk_keeps_nothing_and_the_next_commit_works(store: Store) -> None:
    store.commit(*first_day())
    kept = store.all_kept()
    big = tuple(record(ClientSaved(replace(client("c1"), safety_plan="x" * 50_000)), "client:c1", "c1") for _ in "1234")
    with store._engine.connect() as connection:  # the pool has one connection: this is the one that writes
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotSaved, match=r"disk is full.*make room"):
        store.commit(big, Kept(clients=(client("c2"),)))
    assert store.all_kept() == kept
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    store.commit(big, Kept())
    assert len(store.records()) == 7
    assert store.verify() == ()


def test_a_file_that_may_not_be_written_is_said(store: Store) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(NotSaved, match=r"may not be written to.*allow writing"):
        store.commit(*first_day())
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
    store.commit(*first_day())
    assert len(store.records()) == 3


def test_a_file_in_use_by_another_program_is_said_and_the_next_commit_works(home: Home) -> None:
    with home.open(busy_ms=20) as store:
        other = connect(home.path, home.key)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved, match=r"Another program is using practice\.db"):
            store.commit(*first_day())
        with pytest.raises(NotSaved, match=r"Another program is using practice\.db"):
            store.keep_draft("note", 1, {})
        other.execute("ROLLBACK")
        other.close()
        store.commit(*first_day())
        assert len(store.records()) == 3


def test_a_damaged_file_is_said(home: Home, store: Store) -> None:
    store.commit(*first_day())
    store._engine.dispose()  # no page is in memory and no log is left: everything is read from the file
    home.path.write_bytes(b"\x55" * home.path.stat().st_size)
    with pytest.raises(NotSaved, match="-wal was removed"):
        store.commit(*ticked(1))
    with pytest.raises(NotSaved, match=r"damaged.*backup"):
        store.commit(*ticked(1))
    with pytest.raises(Trouble, match="damaged"):
        store.load(TODAY)
    assert "damaged" in store.verify()[-1]


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_file_removed_or_replaced_is_noticed_and_saved_to_again_once_it_is_back(
    home: Home, store: Store, how: str
) -> None:
    store.commit(*first_day())
    away = home.path.with_name("away.db")
    home.path.rename(away)
    if how == "replaced":
        home.path.write_bytes(away.read_bytes())
    said = {
        "removed": r"was removed while.*put it back at",
        "replaced": r"was replaced by another.*put the first back at",
    }
    with pytest.raises(NotSaved, match=said[how]):
        store.commit(*ticked(1))
    away.rename(home.path)
    store.commit(*ticked(1))
    assert [r.seq for r in store.records()] == [1, 2, 3, 4]
    assert store.verify() == ()


def test_a_disk_that_became_read_only_is_not_taken_for_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "practice.db"
    file.touch()
    refused = dbapi2.OperationalError("disk I/O error")
    assert "check the disk" in str(refusals.of_driver(refused, file))
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "may not be written to" in str(refusals.of_driver(refused, file))


def test_a_file_that_is_gone_is_never_silently_begun_anew(home: Home) -> None:
    with home.open() as store:
        store.commit(*first_day())
    away = home.path.with_name("away.db")
    home.path.rename(away)
    with pytest.raises(Trouble, match=r"is gone, and 3 entries were saved to it: put it back at .*session-day restore"):
        home.open()
    assert not home.path.exists()
    away.rename(home.path)
    with home.open() as store:
        assert store.verify() == ()


def test_a_file_removed_while_it_is_written_is_noticed_before_saved_is_said(home: Home, store: Store) -> None:
    from sqlalchemy import event

    store.commit(*first_day())
    away = home.path.with_name("away.db")
    event.listen(store._engine, "commit", lambda _: home.path.rename(away), once=True)
    with pytest.raises(NotSaved, match="was removed while"):
        store.commit(*ticked(1))
    away.rename(home.path)
    store.commit(*ticked(1))
    assert [r.seq for r in store.records()] == [1, 2, 3, 4]


def test_a_log_that_is_taken_away_costs_nothing_that_was_saved(home: Home, store: Store) -> None:
    store.commit(*first_day())
    store.commit(*ticked(1))
    home.path.with_name("practice.db-wal").unlink()
    with pytest.raises(NotSaved, match="-wal was removed"):
        store.commit(*ticked(2))
    store.commit(*ticked(2))
    assert [r.seq for r in store.records()] == [1, 2, 3, 4, 5]
    assert store.verify() == ()


@pytest.mark.parametrize("where", ["fact", "projection", "stream", "draft", "policy"])
def test_half_a_character_is_refused_and_nothing_of_it_is_kept(store: Store, where: str) -> None:
    broken = "a\ud800"
    with pytest.raises(NotSaved, match="half a character"):
        if where == "fact":
            store.commit((record(ClientSaved(replace(client("c1"), name=broken)), "client:c1", "c1"),), Kept())
        elif where == "projection":
            store.commit(first_day()[0], Kept(clients=(replace(client("c1"), name=broken),)))
        elif where == "stream":
            store.commit((record(ClientSaved(client("c1")), broken, "c1"),), Kept())
        elif where == "draft":
            store.keep_draft("note", 1, {"text": broken})
        else:
            store.keep_policy(broken, "{}")
    assert store.records() == ()
    assert store.drafts() == ()
    store.commit(*first_day())


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = Record("practice", "", first_day()[0][0].fact, first_day()[0][0].recorded, datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(NotSaved, match="without a zone"):
        store.commit((naive,), Kept())


def test_after_closing_every_save_is_refused(home: Home) -> None:
    store = home.open()
    store.close()
    store.close()
    with pytest.raises(NotSaved, match="is closed"):
        store.commit(*first_day())
    with pytest.raises(NotSaved, match="is closed"):
        store.keep_draft("note", 1, {})
    with pytest.raises(Trouble, match="is closed"):
        store.load(TODAY)


def test_a_second_console_reads_and_cannot_write(home: Home, store: Store) -> None:
    store.commit(*first_day())
    with home.open(read_only=True) as second:
        assert second.load(TODAY) == store.load(TODAY)
        with pytest.raises(NotSaved, match="open in another console"):
            second.commit(*ticked(1))
        store.commit(*ticked(1))
        assert len(second.load(TODAY).ticks) == 1


def test_a_second_console_makes_no_file(home: Home) -> None:
    with pytest.raises(Trouble, match="no data file"):
        home.open(read_only=True)
    assert not home.path.exists()


# --- R5: any single failed write -------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["disk full", "head"])
def test_whichever_commit_of_a_day_fails_nothing_is_lost_and_nothing_is_kept_twice(home: Home, how: str) -> None:
    script = [first_day(), *(ticked(number) for number in range(29))]
    wanted = [r.fact for records, _ in script for r in records]
    for nth in range(1, len(script) + 1):
        place = Home(home.folder / f"{nth}", home.key)
        with place.open() as store:
            saver = FailsNth(store, {nth}, how)
            waiting: tuple[Record, ...] = ()
            failed = 0
            for records, changed in script:
                waiting = (*waiting, *records)
                try:
                    saver.commit(waiting, changed)
                except NotSaved:
                    failed += 1
                    saver.commit(waiting, changed)
                waiting = ()
            assert failed == 1
            assert [r.fact for r in store.records()] == wanted
            assert len(store.load(TODAY).ticks) == 29
            assert store.verify() == ()


def test_a_head_that_fails_again_and_again_keeps_each_fact_once(store: Store) -> None:
    saver = FailsNth(store, {2, 3, 5}, "head")
    saver.commit(*first_day())
    one, two, three = ticked(1)[0], ticked(2)[0], ticked(3)[0]
    for waiting in (one, one + two):
        with pytest.raises(NotSaved, match="head"):
            saver.commit(waiting, Kept())
    saver.commit(one + two, Kept())
    with pytest.raises(NotSaved, match="head"):
        saver.commit(three, Kept())
    saver.commit(three, Kept())
    assert [r.fact for r in store.records()] == [r.fact for r in (*first_day()[0], *one, *two, *three)]
    assert store.verify() == ()
