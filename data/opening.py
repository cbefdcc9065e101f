"""Opens the data file: made where it is missing, at the newest revision, with what belongs to it outside."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from data import refusals
from data.engine import Watched, bring_up_to_date, make_engine, reading_rows
from data.files import create_private, private_folder
from data.journal import GENESIS, Head, HeadFile, fingerprint, journal_key
from data.values.ids import new_id
from data.values.keys import Secret
from data.values.quick import dataclass
from data.values.trouble import Trouble
from data.verify import Place, ahead, entries_of, head_trouble, writers


@dataclass(frozen=True, slots=True)
class Opened:
    """An open data file and everything that belongs to it outside.

    `head` is the journal's head as it was found; `losses` what it said against the database then. `key_known` is false
    when the journal was begun with another key than the one in the secrets folder.
    """

    path: Path
    engine: Engine
    watched: Watched
    database: str
    writer: str
    mac_key: Secret
    key_known: bool
    head_dir: Path
    secrets_dir: Path
    head: Head | None
    ahead: int
    losses: tuple[str, ...]
    encrypted: bool
    read_only: bool

    @property
    def head_file(self) -> HeadFile:
        """This writer's head."""
        return HeadFile.of(self.head_dir, self.path, self.writer, self.mac_key)

    def head_files(self) -> dict[str, HeadFile]:
        """The heads of everybody who wrote here from this computer. Raises OSError."""
        return HeadFile.all_of(self.head_dir, self.path, self.mac_key)


def open_file(
    path: Path,
    key: Secret | None,
    writer: str | None,
    *,
    head_dir: Path,
    secrets_dir: Path,
    mac_key: Secret | None = None,
    read_only: bool,
    busy_ms: int,
) -> Opened:
    """Open the file; see `data.store.open_store`. Raises `Trouble` and the driver's own errors."""
    given, mac_key = mac_key, journal_key(secrets_dir, given=mac_key)
    if read_only and not path.exists():
        raise Trouble(f"There is no data file at {path}: start Session Day once without --read-only.")
    if not read_only:
        if not path.exists() and (saved := _saved_before(path, head_dir, mac_key)):
            raise refusals.vanished(path, saved, head_dir)
        make_file(path)
        make_folder(head_dir)
    engine = make_engine(path, key, busy_ms=busy_ms, query_only=read_only)
    try:
        outside = {"head_dir": head_dir, "secrets_dir": secrets_dir, "mac_key": given}
        bring_up_to_date(engine, path, read_only=read_only, before=lambda: _backed_up(path, key, outside))
        about = _about(engine, mac_key, read_only=read_only)
        name = writer or about.get("writer", "")
        with reading_rows(engine) as rows:
            place = Place(rows, path.name, about.get("database", ""), mac_key)
            head = _head(HeadFile.of(head_dir, path, name, mac_key), place, name, read_only=read_only)
            losses = tuple(_losses(place, HeadFile.all_of(head_dir, path, mac_key)))
            more = ahead(place, name, head)
    except OSError as error:
        engine.dispose()
        raise refusals.unread_head(error, head_dir) from None
    except BaseException:
        engine.dispose()
        raise
    return Opened(
        path=path,
        engine=engine,
        watched=Watched(path),
        database=about.get("database", ""),
        writer=name,
        mac_key=mac_key,
        key_known=about.get("journal_key", "") in {"", fingerprint(mac_key)},
        head_dir=head_dir,
        secrets_dir=secrets_dir,
        head=head,
        ahead=more,
        losses=losses,
        encrypted=key is not None,
        read_only=read_only,
    )


def _saved_before(path: Path, head_dir: Path, mac_key: bytes | bytearray) -> int:
    """How many entries were saved to this file on this computer, as the heads outside it say. Raises `Trouble`."""
    try:
        heads = [file.read() for file in HeadFile.all_of(head_dir, path, mac_key).values()]
    except OSError as error:
        raise refusals.unread_head(error, head_dir) from None
    return sum(head.seq for head in heads if head)


def _backed_up(path: Path, key: Secret | None, outside: Mapping[str, Any]) -> None:
    """A proven copy before the schema changes, under the time at which it was last saved to. Raises `Trouble`."""
    from data import backup

    files = (path, path.with_name(path.name + "-wal"))
    saved = datetime.fromtimestamp(max(int(file.stat().st_mtime) for file in files if file.exists()), UTC)
    backup.make(path, key, at=saved, reason="migration", **outside)


def _about(engine: Engine, mac_key: Secret, *, read_only: bool) -> dict[str, str]:
    """What the file says of itself, said now where it is new."""
    with engine.connect() as connection:
        found = {str(row[0]): str(row[1]) for row in connection.execute(text("SELECT name, value FROM meta"))}
    wanted: dict[str, Callable[[], str]] = {
        "database": new_id,
        "writer": new_id,
        "journal_key": lambda: fingerprint(mac_key),
    }
    missing = {name: make() for name, make in wanted.items() if name not in found}
    if not missing or read_only:
        return found
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        rows = [{"name": name, "value": value} for name, value in missing.items()]
        connection.execute(text("INSERT INTO meta (name, value) VALUES (:name, :value)"), rows)
    return found | missing


def _head(file: HeadFile, place: Place, writer: str, *, read_only: bool) -> Head | None:
    """The head; made before the first entry, so that one that is missing beside an entry was taken away."""
    head = file.read()
    made = head is not None and (head.seq > 0 or head.database == place.database)
    if made or read_only or not place.database or entries_of(place, writer):
        return head
    file.write(first := Head(place.database, 0, 0, GENESIS))
    return first


def _losses(place: Place, files: Mapping[str, HeadFile]) -> Iterator[str]:
    for writer in sorted({*files, *writers(place)}):
        yield from head_trouble(place, writer, files[writer].read() if writer in files else None)


def make_folder(path: Path) -> None:
    """Make a folder of ours where it is missing. Raises `Trouble`."""
    try:
        private_folder(path)
    except OSError as error:
        raise Trouble(f"A folder cannot be made: look at {path} ({error.strerror or error}).") from None


def make_file(path: Path) -> None:
    """Make the file and its folder, for the owner alone, where there is none. Raises `Trouble`."""
    try:
        private_folder(path.parent)
        create_private(path)
    except OSError as error:
        raise Trouble(f"The data file cannot be made: look at {path} ({error.strerror or error}).") from None
