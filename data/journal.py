"""The journal: a chain of keyed hashes over the facts, and its head outside the database.

Each link holds the keyed hash of one fact's payload (by the client's own key, which erasing destroys), the MAC of the
link before, and its own MAC over both and over everything else that is stored of the fact. The MAC key lies in a file
of its own outside the data folder. After every commit the head (sequence, count, MAC) is added to a sidecar file and
synced: only that notices a database that was cut short or swapped with an older copy. Ids and hashes only: no name and
no word of a note is ever in the chain or in the head.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from data.codec import encode
from data.files import (
    PRIVATE_FILE,
    append_synced,
    open_private,
    private_folder,
    read_private,
    sync_folder,
    write_atomic,
)
from data.values.keys import Secret
from data.values.quick import dataclass
from data.values.trouble import Trouble

FACT = "fact"
ERASED = "erased"
GENESIS = bytes(32)
KEY_LENGTH = 32
KEY_FILE = "journal.key"

# The columns of an event that its link covers as they stand; the payload is covered by its keyed hash.
COVERED = (
    "writer",
    "seq",
    "stream",
    "client",
    "kind",
    "version",
    "recorded_utc",
    "boot",
    "boottime",
    "happened_utc",
)

_COMPACT_AT = 64 * 1024
_HEAD_LIMIT = 1 << 24


def payload_hash(client_key: bytes, payload: str) -> bytes:
    """The keyed hash of a fact's payload; without the key it says nothing of the payload, not even by guessing."""
    return hmac.digest(client_key, payload.encode(), "sha256")


def link_mac(
    key: Secret,
    database: str,
    writer: str,
    seq: int,
    *,
    what: str,
    event: Sequence[object],
    hashed: bytes,
    previous: bytes,
) -> bytes:
    """The MAC of one link. `event` holds the event's columns in the order of COVERED; an absent event is ()."""
    text = encode([database, writer, seq, what, list(event), hashed.hex(), previous.hex()])
    return hmac.digest(key, text.encode(), "sha256")


def fingerprint(key: Secret) -> str:
    """Tells two journal keys apart and gives nothing of them away."""
    hashed = hashlib.sha256(b"session-day journal key")
    hashed.update(key)
    return hashed.hexdigest()[:16]


def journal_key(secrets_dir: Path, *, make: bool = True, given: Secret | None = None) -> Secret:
    """The journal's key: the one that is `given`, or of a plain home its 0600 file, made on the first day.

    Without `make` nothing is written: where there is none, the answer is a key that fits no journal. Raises `Trouble`
    for a file that is no key.
    """
    if given is not None:
        return given
    path = secrets_dir / KEY_FILE
    try:
        if make:
            private_folder(secrets_dir)
        found = read_private(path, KEY_LENGTH + 1)
        if found is None and not make:
            return secrets.token_bytes(KEY_LENGTH)
        if found is None:
            found = secrets.token_bytes(KEY_LENGTH)
            write_atomic(path, found)
        elif os.name != "nt":
            _close_to_others(path)
    except OSError as error:
        raise Trouble(f"The journal's key cannot be read or made: look at {path} ({error.strerror}).") from None
    if len(found) != KEY_LENGTH:
        raise Trouble(f"The journal's key is damaged: restore {path} from its backup.")
    return found


def _close_to_others(path: Path) -> None:
    descriptor = open_private(path, os.O_RDONLY)
    try:
        if os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, PRIVATE_FILE)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of one writer as the sidecar knows it. `count` is how many facts it stands for."""

    database: str
    seq: int
    count: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class HeadFile:
    """The sidecar of one database and one writer: lines added and synced, the last whole one counts.

    Each line ends with its own MAC, so that a torn or a flipped line is not taken for a head.
    """

    path: Path
    key: Secret

    @staticmethod
    def all_of(folder: Path, database: Path, key: Secret) -> "dict[str, HeadFile]":
        """The sidecars of this database's name in the folder, by writer."""
        start, end = f"{database.name}.", ".head"
        if not folder.is_dir():
            return {}
        names = sorted(entry.name for entry in folder.iterdir())
        found = (name for name in names if name.startswith(start) and name.endswith(end))
        return {name[len(start) : -len(end)]: HeadFile(folder / name, key) for name in found}

    @staticmethod
    def of(folder: Path, database: Path, writer: str, key: Secret) -> "HeadFile":
        """The sidecar of one writer."""
        return HeadFile(folder / f"{database.name}.{writer}.head", key)

    @property
    def evidence_path(self) -> Path:
        """Where it is kept that rows were lost, once the head has moved on, until a person has seen it."""
        return self.path.with_suffix(".lost")

    def read(self) -> Head | None:
        """The head, or None where there is none (or not one whole line). Raises OSError."""
        content = read_private(self.path, _HEAD_LIMIT)
        for line in reversed((content or b"").split(b"\n")):
            head = self._parse(line)
            if head is not None:
                return head
        return None

    def write(self, head: Head) -> None:
        """Make this the head, and sync it. Raises OSError."""
        line = self._line(head)
        # A line feed on both sides: half a line left by a full disk spoils only itself.
        if append_synced(self.path, b"\n" + line + b"\n") > _COMPACT_AT:
            write_atomic(self.path, line + b"\n")

    def evidence(self) -> tuple[str, ...]:
        """The losses found at earlier starts that nobody has acknowledged. Raises OSError."""
        content = read_private(self.evidence_path) or b""
        return tuple(line for line in content.decode(errors="replace").splitlines() if line)

    def keep_evidence(self, sentences: Sequence[str]) -> None:
        """Keep these before the head moves on and they could not be found any more. Raises OSError."""
        append_synced(self.evidence_path, "".join(f"{sentence}\n" for sentence in sentences).encode())

    def drop_evidence(self) -> None:
        """A person has seen it. Raises OSError."""
        self.evidence_path.unlink(missing_ok=True)
        sync_folder(self.path.parent)

    def _line(self, head: Head) -> bytes:
        body = f"{head.database} {head.seq} {head.count} {head.mac.hex()}"
        return f"{body} {self._tag(body)}".encode()

    def _parse(self, line: bytes) -> Head | None:
        body, _, tag = line.decode("ascii", errors="replace").rpartition(" ")
        if not body or not hmac.compare_digest(self._tag(body).encode(), tag.encode()):
            return None
        database, seq, count, mac = body.split(" ")
        return Head(database, int(seq), int(count), bytes.fromhex(mac))

    def _tag(self, body: str) -> str:
        return hmac.digest(self.key, b"head " + body.encode(), "sha256").hex()[:32]
