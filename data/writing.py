"""How a commit is written: facts, their links in the chain, and the projections they changed.

Everything here happens inside the store's one transaction, on its connection; nothing begins or ends one.
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Connection, text
from sqlalchemy.sql.elements import TextClause

from data.codec import encode, kind_of
from data.journal import COVERED, FACT, GENESIS, KEY_LENGTH, link_mac, payload_hash
from data.rows import SHAPES, Row, Shape, stamp, values_of
from data.values.facts import Record
from data.values.kept import Kept
from data.values.keys import Secret
from data.values.quick import dataclass

_EVENT = (*COVERED, "payload")
_LINK = ("writer", "seq", "what", "event_writer", "event_seq", "payload_hash", "previous", "mac")


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a writer's chain stands: its newest link, and the newest of its facts."""

    seq: int
    mac: bytes
    event_seq: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit is about to write, already turned into rows. `facts` are rows without their numbers."""

    facts: tuple[Row, ...]
    projections: tuple[tuple[Shape, list[Row]], ...]
    participants: tuple[tuple[str, tuple[str, ...]], ...]


def prepare(records: Sequence[Record], changed: Kept, mac_key: Secret) -> Batch:
    """The rows of a commit. Raises ValueError (UnicodeEncodeError among them) for what cannot be stored."""
    projections = tuple(
        (shape, [shape.row(value, mac_key) for value in values]) for shape, values in values_of(changed) if values
    )
    participants = tuple((session.id, tuple(dict.fromkeys(session.participants))) for session in changed.sessions)
    return Batch(tuple(_fact(record) for record in records), projections, participants)


def _fact(record: Record) -> Row:
    row: Row = {
        "stream": record.stream,
        "client": record.client,
        "kind": kind_of(record.fact),
        "version": record.version,
        "recorded_utc": stamp(record.recorded.utc),
        "boot": record.recorded.boot,
        "boottime": float(record.recorded.boottime),
        "happened_utc": stamp(record.happened),
        "payload": encode(record.fact),
    }
    for name in ("stream", "client", "boot"):
        str(row[name]).encode()  # half a character is refused here, before anything is written
    return row


def tail_of(connection: Connection, writer: str) -> Tail:
    """Where the writer's chain stands in the database."""
    params = {"writer": writer}
    link = connection.execute(
        text("SELECT seq, mac FROM journal WHERE writer = :writer ORDER BY seq DESC LIMIT 1"), params
    ).first()
    newest = connection.execute(text("SELECT max(seq) FROM event WHERE writer = :writer"), params).scalar()
    return Tail(link[0] if link else 0, link[1] if link else GENESIS, newest or 0)


def append(
    connection: Connection, facts: Sequence[Row], tail: Tail, *, writer: str, database: str, mac_key: Secret
) -> Tail:
    """Add the facts and their links after `tail`; the answer is where the chain stands then."""
    keys = _keys(connection, {str(fact["client"]) for fact in facts})
    events: list[Row] = []
    links: list[Row] = []
    for fact in facts:
        event: Row = {"writer": writer, "seq": tail.event_seq + 1, **fact}
        hashed = payload_hash(keys[str(fact["client"])], str(fact["payload"]))
        covered = [event[name] for name in COVERED]
        mac = link_mac(
            mac_key, database, writer, tail.seq + 1, what=FACT, event=covered, hashed=hashed, previous=tail.mac
        )
        values = (writer, tail.seq + 1, FACT, writer, tail.event_seq + 1, hashed, tail.mac, mac)
        events.append(event)
        links.append(dict(zip(_LINK, values, strict=True)))
        tail = Tail(tail.seq + 1, mac, tail.event_seq + 1)
    if events:
        connection.execute(_insert("event", _EVENT), events)
        connection.execute(_insert("journal", _LINK), links)
    return tail


def _keys(connection: Connection, clients: set[str]) -> Mapping[str, bytes]:
    """The payload keys of these clients, made where there is none yet."""
    keys: dict[str, bytes] = {}
    wanted = text("SELECT key FROM client_key WHERE client = :client")
    for client in sorted(clients):
        found = connection.execute(wanted, {"client": client}).first()
        keys[client] = found[0] if found else secrets.token_bytes(KEY_LENGTH)
        if not found:
            connection.execute(_insert("client_key", ("client", "key")), {"client": client, "key": keys[client]})
    return keys


def keep_projections(connection: Connection, batch: Batch) -> None:
    """Write the changed rows of the ordinary tables over those that were there."""
    for shape, rows in batch.projections:
        connection.execute(_upsert(shape.table), rows)
    for session, clients in batch.participants:
        connection.execute(text("DELETE FROM session_participant WHERE session = :session"), {"session": session})
        if clients:
            pairs = [{"session": session, "client": client} for client in clients]
            connection.execute(_insert("session_participant", ("session", "client")), pairs)


@cache
def _insert(table: str, columns: tuple[str, ...]) -> TextClause:
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    return text(f"INSERT INTO {table} ({names}) VALUES ({values})")  # noqa: S608 - names of our own tables


@cache
def _upsert(table: str) -> TextClause:
    shape = next(shape for shape in SHAPES if shape.table == table)
    changed = ", ".join(f"{name} = excluded.{name}" for name in (*shape.others, "doc", "seal"))
    keys = ", ".join(shape.keys)
    return text(f"{_insert(table, shape.names).text} ON CONFLICT ({keys}) DO UPDATE SET {changed}")
