"""Finds what was edited, removed, cut short, rolled back or swapped, and says where, one sentence each.

It reads the journal link by link, the facts they speak of, the head outside the database, and the seals of the
projections. It changes nothing. Words name the entry by its number and date, never a person or what was written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.codec import decode
from data.journal import COVERED, ERASED, FACT, GENESIS, Head, link_mac, payload_hash
from data.log import in_log
from data.rows import SHAPES, Shape
from data.values.keys import Secret
from data.values.quick import dataclass

MOST = 20

Rows = Callable[[str, Mapping[str, object]], Iterable[Sequence[Any]]]

_LINKS = (
    "SELECT j.seq, j.what, j.event_writer, j.event_seq, j.payload_hash, j.previous, j.mac, e.payload, e.@columns "
    "FROM journal AS j LEFT JOIN event AS e ON e.writer = j.event_writer AND e.seq = j.event_seq "
    "WHERE j.writer = :writer AND j.seq > :after ORDER BY j.seq"
).replace("@columns", ", e.".join(COVERED))
_ERASED = "SELECT 1 FROM journal WHERE event_writer = :writer AND event_seq = :seq AND what = 'erased'"
_NEXT_WRITER = "SELECT min(writer) FROM journal WHERE writer > :after"
_TAIL = "SELECT seq, mac FROM journal WHERE writer = :writer ORDER BY seq DESC LIMIT 1"
_AT = "SELECT mac FROM journal WHERE writer = :writer AND seq = :seq"
_COUNT = "SELECT count(*) FROM journal WHERE writer = :writer AND what = 'fact' AND seq <= :seq"
_PAGES = "PRAGMA cipher_integrity_check"
_PAGE = re.compile(r"page (\d+)")
_ORPHANS = """SELECT e.writer, e.seq FROM event AS e WHERE NOT EXISTS (
 SELECT 1 FROM journal AS j WHERE j.event_writer = e.writer AND j.event_seq = e.seq AND j.what = 'fact')
 ORDER BY e.writer, e.seq"""


@dataclass(frozen=True, slots=True)
class Place:
    """What is needed to check one database: how to read it, what it calls itself, and the journal's key."""

    rows: Rows
    name: str
    database: str
    key: Secret

    def one(self, sql: str, params: Mapping[str, object]) -> Sequence[Any] | None:
        """The first row that this gives, or None."""
        return next(iter(self.rows(sql, params)), None)


def writers(place: Place) -> list[str]:
    """Everybody who wrote in this journal, one look-up each: a DISTINCT would walk all of it."""
    found: list[str] = []
    after = ""
    while (row := place.one(_NEXT_WRITER, {"after": after})) is not None and row[0] is not None:
        after = row[0]
        found.append(after)
    return found


def entries_of(place: Place, writer: str) -> int:
    """How many entries this writer's chain has."""
    tail = place.one(_TAIL, {"writer": writer})
    return tail[0] if tail else 0


def head_trouble(place: Place, writer: str, head: Head | None) -> Iterator[str]:
    """What the head outside the database says against it; nothing when the database is at it or ahead of it."""
    held = entries_of(place, writer)
    if head is None:
        if held:
            yield (
                f"The journal's head of {place.name} is missing, and the file holds {held} entries: whether newer "
                "ones were lost cannot be told. Compare the last entries with what you remember."
            )
        return
    if head.database != place.database:
        if held or head.seq:
            yield f"{place.name} is not the file that was saved to last: it was replaced by another. Restore a backup."
        return
    if not head.seq:  # it was made with the file
        return
    if held < head.seq:
        yield (
            f"{place.name} holds {held} entries and {head.seq} were saved: {_entries(held + 1, head.seq)} missing. "
            "It was cut short, or is an older copy. Restore the newest backup, or enter them again."
        )
        return
    found = place.one(_AT, {"writer": writer, "seq": head.seq})
    if found is None or found[0] != head.mac:
        yield f"Entry {head.seq} of {place.name} is not the one that was saved: the file was replaced by another."


def ahead(place: Place, writer: str, head: Head | None) -> int:
    """How many entries the database is ahead of its head: a crash between the two leaves one commit's."""
    return max(0, entries_of(place, writer) - head.seq) if head else 0


def chain_trouble(place: Place, writer: str, last: int | None) -> Iterator[str]:
    """What is wrong in this writer's chain; only in its newest `last` links when a number is given."""
    keys = {row[0]: row[1] for row in place.rows("SELECT client, key FROM client_key", {})}
    seq, previous = _start(place, writer, last)
    for link in place.rows(_LINKS, {"writer": writer, "after": seq}):
        if link[0] != seq + 1:
            yield f"Entries are missing in {place.name}: {_entries(seq + 1, link[0] - 1)} removed."
        elif previous is not None and link[5] != previous:
            yield f"{_entry(link)} of {place.name} does not follow the one before it: one of them was replaced."
        wrong = _link_trouble(place, writer, link, keys)
        if wrong:
            yield f"{_entry(link)} of {place.name} {wrong}."
        seq, previous = link[0], link[6]


def _start(place: Place, writer: str, last: int | None) -> tuple[int, bytes | None]:
    tail = place.one(_TAIL, {"writer": writer})
    after = max(0, tail[0] - last) if tail and last is not None else 0
    if not after:
        return 0, GENESIS
    before = place.one(_AT, {"writer": writer, "seq": after})
    return after, before[0] if before else None


def _link_trouble(place: Place, writer: str, link: Sequence[Any], keys: Mapping[str, bytes]) -> str:
    seq, what, event_writer, event_seq, hashed, previous, mac, payload, *event = link
    if what not in {FACT, ERASED}:
        return "was changed after it was saved"
    if event[0] is None:
        return "lost its fact: it was removed"
    made = link_mac(place.key, place.database, writer, seq, what=what, event=event, hashed=hashed, previous=previous)
    if made != mac:
        return "was changed after it was saved"
    if what == ERASED:
        return ""
    if payload is None:
        erased = place.one(_ERASED, {"writer": event_writer, "seq": event_seq})
        return "" if erased else "lost its words: they were removed without being erased"
    key = keys.get(event[3])
    if key is None:
        return "cannot be checked: the key of its client was removed"
    return "" if payload_hash(key, payload) == hashed else "was changed after it was saved"


def orphans(place: Place) -> Iterator[str]:
    """Facts that no link speaks of: they were put in by another program."""
    for writer, seq in place.rows(_ORPHANS, {}):
        yield f"Fact {seq} of writer {writer} in {place.name} is not in the journal: it was put in from outside."


def projection_trouble(place: Place) -> Iterator[str]:
    """Rows of the ordinary tables that are not as the store wrote them."""
    for shape in SHAPES:
        for row in place.rows(_all_of(shape), {}):
            if not _as_written(shape, row, place.key):
                yield f"A row of {place.name} was changed after it was saved: {shape.table} {_key_words(shape, row)}."


def _all_of(shape: Shape) -> str:
    names = ", ".join(shape.names)
    return f"SELECT {names} FROM {shape.table}"  # noqa: S608 - names of our own tables and columns


def _as_written(shape: Shape, row: Sequence[Any], key: Secret) -> bool:
    """The text is judged as it stands: an older version wrote fewer fields, and that is no change."""
    found = dict(zip(shape.names, row, strict=True))
    try:
        return shape.sealed(shape.columns(decode(found["doc"], shape.kind)), found["doc"], key) == found
    except (ValueError, TypeError, AttributeError):
        return False


def _key_words(shape: Shape, row: Sequence[Any]) -> str:
    found = dict(zip(shape.names, row, strict=True))
    return " ".join(str(found[name]) for name in shape.keys)


def _entry(link: Sequence[Any]) -> str:
    when = f" ({str(link[14])[:16].replace('T', ' ')} UTC)" if link[14] else ""
    return f"Entry {link[0]}{when}"


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def count_trouble(place: Place, writer: str, head: Head | None) -> Iterator[str]:
    """Whether as many facts are there as the head counted."""
    if head is None or head.database != place.database:
        return
    counted = place.one(_COUNT, {"writer": writer, "seq": head.seq})
    if counted is None or counted[0] != head.count:
        yield f"{place.name} does not hold the {head.count} facts that were saved: some were removed."


def integrity(place: Place, *, encrypted: bool) -> Iterator[str]:
    """What SQLite itself finds, and in an encrypted file the pages whose own MAC is wrong."""
    found = [row[0] for row in place.rows("PRAGMA integrity_check(1)", {})]
    rows = place.rows(_PAGES, {}) if encrypted else ()
    pages = {int(one[1]) if (one := _PAGE.search(row[0])) else 0 for row in rows}
    # A power loss while the log is carried over tears pages of the file; they are read from the log, where they are
    # whole, and are carried over anew. Those in the log were checked just now: SQLite reads them there.
    if found != ["ok"] or (pages and not pages <= in_log(_file_of(place))):
        yield f"{place.name} is damaged: restore the newest backup."


def _file_of(place: Place) -> Path:
    return Path(next(row[2] for row in place.rows("PRAGMA database_list", {}) if row[1] == "main"))


def everything(
    place: Place, heads: Mapping[str, Head | None], *, last: int | None, encrypted: bool, older: bool = False
) -> Iterator[str]:
    """All that is wrong; with `last` only what the heads, their counts and so many of each writer's newest links show.

    With 0 it is the heads alone, which costs nothing. The projections of an `older` revision have other columns: they
    are checked once it is brought up to date.
    """
    for writer in sorted({*heads, *writers(place)}):
        yield from head_trouble(place, writer, heads.get(writer))
        yield from chain_trouble(place, writer, last)
        if last != 0:
            yield from count_trouble(place, writer, heads.get(writer))
    if last is None:
        yield from orphans(place)
        if not older:
            yield from projection_trouble(place)
        yield from integrity(place, encrypted=encrypted)


def capped(sentences: Iterable[str]) -> tuple[str, ...]:
    """At most MOST sentences, and then how many more there are."""
    found = list(sentences)
    more = len(found) - MOST
    return (*found[:MOST], f"And {more} more like these.") if more > 0 else tuple(found)
