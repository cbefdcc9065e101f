"""The key file beside the data file: slots that each hold the same keys, sealed under something else.

Rule: it is read as a whole or not at all. It ends with a checksum of its own over everything before, and must be byte
for byte what would be written of it, so that damage is never taken for a wrong passphrase. It holds no key in the open.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from data import kinds
from data.files import disk_full, private_folder, read_private, write_atomic
from data.values.trouble import Trouble

WHAT = "session-day key file"
VERSION = 1
PASSPHRASE, WORDS, KEYRING = "passphrase", "words", "keyring"
KINDS = (PASSPHRASE, WORDS, KEYRING)
_LIMIT = 64 * 1024
MOST_MEMORY, MOST_ROUNDS, MOST_LANES = 4 * 1024 * 1024, 64, 16
"""In KiB, rounds and lanes: a file that asks for more than that was not written by us."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (argon2id): `memory` in KiB, `rounds` over it, `lanes` at once."""

    memory: int
    rounds: int
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """The keys sealed under one thing. `cost` is None where that is random itself and cannot be guessed."""

    kind: str
    salt: bytes
    nonce: bytes
    sealed: bytes
    cost: Cost | None = None

    @property
    def about(self) -> dict[str, object]:
        """What is written in the open and covered by the seal."""
        cost = self.cost
        costs = {"memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes} if cost else {}
        return {"kind": self.kind, "salt": self.salt.hex(), "nonce": self.nonce.hex(), **costs}


@dataclass(frozen=True, slots=True)
class Header:
    """The whole file. `id` tells one practice's keys from another's and gives nothing of them away."""

    id: str
    slots: tuple[Slot, ...]

    def slot(self, kind: str) -> Slot | None:
        """The slot of this kind."""
        return next((one for one in self.slots if one.kind == kind), None)

    def with_slot(self, slot: Slot) -> "Header":
        """The same with this slot in place of the one of its kind."""
        return replace(self.without(slot.kind), slots=(*self.without(slot.kind).slots, slot))

    def without(self, kind: str) -> "Header":
        """The same without the slot of this kind."""
        return replace(self, slots=tuple(one for one in self.slots if one.kind != kind))


def beside_backup(backup: Path) -> Path:
    """Where the key file of a backup lies that was put elsewhere."""
    return backup.with_name(f"{backup.name}.key")


def spare_copy(path: Path) -> Path:
    """Where a second copy of a key file lies: among the backups."""
    return path.parent / "backups" / kinds.KEY_FILE


def associated(vault: str, slot: Slot) -> bytes:
    """What the seal of this slot covers besides the keys."""
    return _words({"what": WHAT, "version": VERSION, "id": vault, **slot.about}).encode()


def to_bytes(header: Header) -> bytes:
    """The file. Sorted, so that the same header always gives the same bytes."""
    slots = [{**one.about, "sealed": one.sealed.hex()} for one in sorted(header.slots, key=lambda one: one.kind)]
    return _summed({"what": WHAT, "version": VERSION, "id": header.id, "slots": slots})


def read(path: Path) -> Header | None:
    """The key file at this path; None where there is none. Raises `Trouble` for one that cannot be used."""
    try:
        content = read_private(path, _LIMIT + 1)
    except OSError as error:
        raise Trouble(f"The key file cannot be read ({error.strerror}): look at {path}.") from None
    return None if content is None else parse(content, path)


def parse(content: bytes, path: Path) -> Header:
    """The header in these bytes; `path` is for the words. Raises `Trouble`."""
    try:
        document = json.loads(content)
        if not isinstance(document, dict) or document.get("what") != WHAT:
            raise _damaged(path)
        body = {name: value for name, value in document.items() if name != "checksum"}
        if _summed(body) != content:
            raise _damaged(path)
        if body["version"] != VERSION:
            raise Trouble(f"{path.name} is of a newer Session Day: install the newest one to open it ({path}).")
        header = Header(str(body["id"]), tuple(_slot(one) for one in body["slots"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path) from None
    if to_bytes(header) != content or not header.slots:
        raise _damaged(path)
    return header


def write(path: Path, header: Header) -> None:
    """Put it on the disk whole, and in place of the copy among the backups where there is one. Raises `Trouble`."""
    try:
        private_folder(path.parent)
        write_atomic(path, to_bytes(header))
        copy = spare_copy(path)
        if copy.exists():
            write_atomic(copy, to_bytes(header))
    except OSError as error:
        why = "the disk is full: make room" if disk_full(error) else f"look at {path.parent} ({error.strerror})"
        raise Trouble(f"The key file could not be written, so nothing was changed: {why}.") from None


def copy_to(path: Path, place: Path) -> None:
    """A copy of the key file, whole or not at all; a key file of other keys is never overwritten.

    Raises `Trouble` and OSError.
    """
    header = read(path)
    if header is None:
        raise missing(path)
    there = read(place) if place.exists() else None
    if there and there.id != header.id:
        raise Trouble(f"{place} belongs to other data, so it was left: name another folder.")
    if there != header:
        private_folder(place.parent)
        write_atomic(place, to_bytes(header))


def missing(path: Path) -> Trouble:
    """What to say where there is data and no key file."""
    copy = spare_copy(path)
    never = "Where nothing was ever encrypted, the data file is damaged: run `session-day restore`"
    of_backup = f"copy the key file of a backup (its name ends in .key) to {path}. {never}"
    where = f"copy {copy} there" if copy.exists() else of_backup
    return Trouble(f"The key file {path.name} is missing, and without it nothing here can be opened: {where}.")


def _damaged(path: Path) -> Trouble:
    copy = spare_copy(path)
    where = f"put {copy} in its place" if copy.exists() else "put the key file of a backup (.key) in its place"
    return Trouble(f"The key file {path.name} is damaged, so no passphrase can open it: {where} ({path}).")


def _slot(found: Mapping[str, object]) -> Slot:
    kind, numbers = found["kind"], [found.get(name) for name in ("memory", "rounds", "lanes")]
    salt, nonce, sealed = (bytes.fromhex(str(found[name])) for name in ("salt", "nonce", "sealed"))
    if kind not in KINDS or len(salt) != 16 or len(nonce) != 12 or len(sealed) != 80:
        raise ValueError("not a slot of ours")
    if kind != PASSPHRASE:
        return Slot(str(kind), salt, nonce, sealed)
    for number, most in zip(numbers, (MOST_MEMORY, MOST_ROUNDS, MOST_LANES), strict=True):
        if type(number) is not int or not 1 <= number <= most:
            raise ValueError("not a cost of ours")
    memory, rounds, lanes = (int(str(one)) for one in numbers)
    if memory < 8 * lanes:
        raise ValueError("not a cost of ours")
    return Slot(PASSPHRASE, salt, nonce, sealed, Cost(memory, rounds, lanes))


def _words(value: object) -> str:
    return json.dumps(value, sort_keys=True, indent=1)


def _summed(body: Mapping[str, object]) -> bytes:
    """The document with its checksum, which stands where its name sorts."""
    checksum = hashlib.sha256(_words(body).encode()).hexdigest()
    return f"{_words({**body, 'checksum': checksum})}\n".encode()
