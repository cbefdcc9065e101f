"""What is read back, as SQL that both the store and the first view run: one text, one way to put it together.

Nothing here knows what runs the SQL: a `Run` takes a text with `:names` and their values and gives rows. So the first
view goes through the bare driver and the store through SQLAlchemy, and the two cannot drift apart.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from data.codec import decode, decode_fact
from data.rows import stamp, unstamp
from data.values.incident import Incident
from data.values.kept import Kept
from data.values.people import Client, Practice
from data.values.session import (
    BEFORE_START,
    LIVE,
    Contact,
    DayRecord,
    FollowUp,
    Note,
    SeriesLink,
    Session,
    SessionState,
    Tick,
    Warned,
)
from data.values.time import Now

if TYPE_CHECKING:
    from data.values.facts import Record

T = TypeVar("T")
Run = Callable[[str, Mapping[str, object]], Sequence[Sequence[Any]]]

LOOK_BACK = timedelta(days=14)
LOOK_AHEAD = timedelta(days=3)
"""A reminder may fall so long before its session's day: by its lead time, and where it waits for working hours."""


def _states(*states: SessionState) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states, key=lambda state: state.value))


# A session is loaded when it is of the day, when it is still to come and so near that something of it may fall due
# before its day, when it runs, when it was left without an end before the day, or when an incident of it is open.
LOADED = """SELECT id FROM session WHERE day = :day
 UNION SELECT id FROM session WHERE state IN (@before) AND day > :day AND day <= :until
 UNION SELECT id FROM session WHERE state IN (@live)
 UNION SELECT id FROM session WHERE state IN (@ended) AND day < :day
 UNION SELECT id FROM session WHERE state IN (@before) AND day >= :since AND day < :day
 UNION SELECT session FROM incident WHERE ended_utc IS NULL AND session <> ''"""

HAPPENED = """SELECT id FROM incident WHERE ended_utc IS NULL
 UNION SELECT id FROM incident WHERE session IN (@loaded)
 UNION SELECT id FROM incident WHERE began_utc >= :begin AND began_utc < :finish"""

# What was settled since the last day was closed, too: what that day left open would else still stand there as owed.
# What an open incident left owed is loaded whenever it was settled, by the beginning of its id ("." follows "-"): else
# it would be left owed a second time.
OWED = """SELECT id FROM follow_up WHERE done_utc IS NULL
 UNION SELECT id FROM follow_up WHERE done_utc >= :begin AND done_utc < :finish
 UNION SELECT id FROM follow_up WHERE done_utc < :begin
  AND done_utc >= (SELECT MAX(closed_utc) FROM day WHERE day >= :since AND day < :day)
 UNION SELECT owed.id FROM incident AS open CROSS JOIN follow_up AS owed
  WHERE open.ended_utc IS NULL AND owed.id > open.id || '-' AND owed.id < open.id || '.'"""

PEOPLE = """SELECT client FROM session_participant WHERE session IN (@loaded)
 UNION SELECT client FROM follow_up WHERE id IN (@owed)
 UNION SELECT client FROM contact WHERE at_utc >= :begin AND at_utc < :finish
 UNION SELECT client FROM incident WHERE id IN (@happened)"""


def _sql(text: str) -> str:
    text = text.replace("@people", PEOPLE).replace("@owed", OWED)
    text = text.replace("@happened", HAPPENED).replace("@loaded", LOADED)
    text = text.replace("@live", _states(*LIVE)).replace("@ended", _states(SessionState.ENDED))
    return text.replace("@before", _states(*BEFORE_START))


PRACTICE = "SELECT doc FROM practice WHERE id = 1"
SESSIONS = _sql("SELECT doc FROM session WHERE id IN (@loaded) ORDER BY begin_utc, id")
CLIENTS = _sql("SELECT doc FROM client WHERE id IN (@people) ORDER BY id")
TICKS = _sql(
    """SELECT doc FROM tick WHERE scope = 'session' AND scope_id IN (@loaded)
 UNION ALL SELECT doc FROM tick WHERE scope = 'day' AND scope_id = :day
 UNION ALL SELECT doc FROM tick WHERE scope = 'client' AND scope_id IN (@people)
 UNION ALL SELECT doc FROM tick WHERE scope = 'practice'"""
)
FOLLOW_UPS = _sql("SELECT doc FROM follow_up WHERE id IN (@owed) ORDER BY id")
NOTES = _sql("SELECT doc FROM note WHERE session IN (@loaded) ORDER BY id")
CONTACTS = "SELECT doc FROM contact WHERE at_utc >= :begin AND at_utc < :finish ORDER BY at_utc, id"
DAYS = "SELECT doc FROM day WHERE day >= :since AND day <= :day ORDER BY day"
SERIES = "SELECT doc FROM series ORDER BY series"
WARNED = _sql(
    """SELECT doc, shown_utc AS at, id FROM warned WHERE session IN (@loaded)
 UNION ALL SELECT doc, shown_utc AS at, id FROM warned
  WHERE session = '' AND shown_utc >= :begin AND shown_utc < :finish
 ORDER BY at, id"""
)
INCIDENTS = _sql("SELECT doc FROM incident WHERE id IN (@happened) ORDER BY began_utc, id")
OTHER_LINKS = _sql(
    """SELECT DISTINCT mine.link_key FROM session AS mine
 WHERE mine.id IN (@loaded) AND mine.link_key <> '' AND EXISTS (
  SELECT 1 FROM session AS other WHERE other.link_key = mine.link_key AND other.id NOT IN (@loaded))"""
)

ALL_CLIENTS = "SELECT doc FROM client ORDER BY id"
OF_CLIENT = """SELECT doc FROM session WHERE id IN (SELECT session FROM session_participant WHERE client = :client)
 ORDER BY begin_utc, id"""

RECORDS = """SELECT writer, seq, stream, client, kind, version, recorded_utc, boot, boottime, happened_utc, payload
 FROM event WHERE payload IS NOT NULL AND @which ORDER BY writer, seq"""
OF_STREAM = "stream = :stream"
OF_DAY = """(stream = 'day:' || :day OR stream IN (SELECT 'session:' || id FROM session WHERE day = :day)
 OR happened_utc >= :begin AND happened_utc < :finish)"""

REVISION = "SELECT revision FROM schema_revision"


def load_day(run: Run, day: date) -> Kept:
    """Everything that the console needs for this day; see `Store.load`. Raises ValueError for a row it cannot read."""
    practice = first(run, PRACTICE, {}, Practice)
    begin, finish = day_bounds(day, practice.zone if practice else "")
    params = {
        "day": day.isoformat(),
        "since": (day - LOOK_BACK).isoformat(),
        "until": (day + LOOK_AHEAD).isoformat(),
        "begin": begin,
        "finish": finish,
    }
    return Kept(
        practice=practice,
        clients=read(run, CLIENTS, params, Client),
        sessions=read(run, SESSIONS, params, Session),
        ticks=read(run, TICKS, params, Tick),
        follow_ups=read(run, FOLLOW_UPS, params, FollowUp),
        notes=read(run, NOTES, params, Note),
        contacts=read(run, CONTACTS, params, Contact),
        days=read(run, DAYS, params, DayRecord),
        series=read(run, SERIES, params, SeriesLink),
        warned=read(run, WARNED, params, Warned),
        incidents=read(run, INCIDENTS, params, Incident),
        other_links=frozenset(row[0] for row in run(OTHER_LINKS, params)),
    )


def load_all(run: Run) -> Kept:
    """Every projection there is. Raises ValueError for a row it cannot read."""
    return Kept(
        practice=first(run, PRACTICE, {}, Practice),
        clients=read(run, ALL_CLIENTS, {}, Client),
        sessions=read(run, "SELECT doc FROM session ORDER BY begin_utc, id", {}, Session),
        ticks=read(run, "SELECT doc FROM tick ORDER BY scope, scope_id, participant, check_id", {}, Tick),
        follow_ups=read(run, "SELECT doc FROM follow_up ORDER BY id", {}, FollowUp),
        notes=read(run, "SELECT doc FROM note ORDER BY id", {}, Note),
        contacts=read(run, "SELECT doc FROM contact ORDER BY at_utc, id", {}, Contact),
        days=read(run, "SELECT doc FROM day ORDER BY day", {}, DayRecord),
        series=read(run, SERIES, {}, SeriesLink),
        warned=read(run, "SELECT doc FROM warned ORDER BY shown_utc, id", {}, Warned),
        incidents=read(run, "SELECT doc FROM incident ORDER BY began_utc, id", {}, Incident),
    )


def load_records(run: Run, stream: str | None, day: date | None) -> "tuple[Record, ...]":
    """The facts in the order in which they were saved, without the erased ones; of a stream, of a day, or all.

    Those of a day are the day's own, those of its sessions, and whatever else happened on it. Raises ValueError for a
    fact that this version cannot read.
    """
    which, params = ["1 = 1"], {}
    if stream is not None:
        which, params = [*which, OF_STREAM], {"stream": stream}
    if day is not None:
        practice = first(run, PRACTICE, {}, Practice)
        begin, finish = day_bounds(day, practice.zone if practice else "")
        which = [*which, OF_DAY]
        params |= {"day": day.isoformat(), "begin": begin, "finish": finish}
    return tuple(_record(row) for row in run(RECORDS.replace("@which", " AND ".join(which)), params))


def _record(row: Sequence[Any]) -> "Record":
    from data.values.facts import Record

    writer, seq, stream, client, kind, version, recorded, boot, boottime, happened, payload = row
    return Record(
        stream=stream,
        client=client,
        fact=decode_fact(kind, payload),
        recorded=Now(unstamp(recorded), boot, boottime),
        happened=unstamp(happened),
        version=version,
        writer=writer,
        seq=seq,
    )


def search_clients(run: Run, words: str, most: int) -> tuple[Client, ...]:
    """The clients in whose reference, initials or name every one of these words stands; at most `most`."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    escaped = (word.replace("!", "!!").replace("%", "!%").replace("_", "!_") for word in wanted)
    params: dict[str, object] = {f"w{number}": f"%{word}%" for number, word in enumerate(escaped)}
    tests = " AND ".join(f"words LIKE :{name} ESCAPE '!'" for name in params)
    sql = "SELECT doc FROM client WHERE @tests ORDER BY reference, id LIMIT :most".replace("@tests", tests)
    return read(run, sql, params | {"most": most}, Client)


def read(run: Run, sql: str, params: Mapping[str, object], kind: type[T]) -> tuple[T, ...]:
    """The values in the first column of what this gives."""
    return tuple(decode(row[0], kind) for row in run(sql, params))


def first(run: Run, sql: str, params: Mapping[str, object], kind: type[T]) -> T | None:
    """The first value that this gives, or None."""
    rows = run(sql, params)
    return decode(rows[0][0], kind) if rows else None


def day_bounds(day: date, zone: str) -> tuple[str, str]:
    """The stored instants at which this local day begins and the next one does. An unknown zone is read as UTC."""
    where: tzinfo = UTC
    if zone:
        try:
            where = ZoneInfo(zone)
        except (OSError, ValueError, KeyError):  # a zone that is not found is a KeyError
            where = UTC
    begin = datetime.combine(day, time.min, where)
    finish = datetime.combine(day + timedelta(days=1), time.min, where)
    return stamp(begin), stamp(finish)
