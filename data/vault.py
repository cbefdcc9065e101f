"""The vault: random keys, kept in the key file beside the data file under a passphrase, words and perhaps the keyring.

Rule: the keys themselves never change; what opens them does. So a new passphrase costs one small file, and every backup
stays open to whoever has the passphrase or the words of its key file. A wrong passphrase is told from damage, always by
the same sentence and in the same time. Keys are bytearrays and wiped; the copies that the libraries make of a
passphrase, or of what is derived from it, live as long as Python lets them.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from data import header as files
from data import recovery
from data.header import KEYRING, PASSPHRASE, WORDS, Cost, Header, Slot
from data.recovery import RecoveryWords
from data.sealing import derived, opened, sealed, spread, wipe
from data.text import typed_in_secret
from data.values.keys import KEY_LENGTH, Keys, Secret
from data.values.trouble import BadInput, WrongPassphrase

__all__ = ["COST", "Cost", "Keys", "Made", "RecoveryWords"]
COST = Cost(memory=64 * 1024, rounds=5)
"""About 0.35 s on a laptop: hardly felt once a day, and dear to whoever tries millions."""
WRONG = "That passphrase does not open it: try again, or use the recovery words."
WRONG_WORDS = "Those words open something else: look whether the paper is of this practice."
WRONG_SECRET = "The keyring's secret is of other keys: type the passphrase."  # noqa: S105 - what is said
NO_PASSPHRASE = "A passphrase cannot be empty: type one."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Made:
    """Fresh keys with their words, not kept yet: `keep` puts the key file on the disk."""

    keys: Keys = field(repr=False)
    words: RecoveryWords = field(repr=False)
    header: Header = field(repr=False)

    def keep(self, path: Path) -> None:
        """Write the key file; one that is there is never overwritten. Raises `Trouble`."""
        if path.exists():
            raise BadInput(f"There is a key file already, so it was left: {path}.")
        files.write(path, self.header)

    def put(self, path: Path) -> None:
        """Write the key file over the one of the same keys. Raises `BadInput` and `Trouble`."""
        _own(path, self.keys)
        files.write(path, self.header)


def make(passphrase: str, cost: Cost = COST, *, mac: Secret | None = None) -> Made:
    """Fresh keys under this passphrase. `mac` is the journal's key where there is a journal already.

    Raises `BadInput` for an empty passphrase.
    """
    keys = Keys(bytearray(secrets.token_bytes(KEY_LENGTH)), bytearray(mac or secrets.token_bytes(KEY_LENGTH)))
    words = recovery.new()
    vault = fingerprint(keys)
    slots = (_under_passphrase(vault, keys, passphrase, cost), _under_words(vault, keys, words))
    return Made(keys, words, Header(vault, slots))


def create(path: Path, passphrase: str, cost: Cost = COST, *, mac: Secret | None = None) -> tuple[Keys, RecoveryWords]:
    """Fresh keys, and the key file on the disk. Raises `BadInput` and `Trouble`."""
    made = make(passphrase, cost, mac=mac)
    made.keep(path)
    return made.keys, made.words


# --- opening ----------------------------------------------------------------------------------------------------------
def unlock(path: Path, passphrase: str) -> Keys:
    """The keys, by the passphrase. Raises `WrongPassphrase`, or `Trouble` where no passphrase can help."""
    header, slot = _slot(path, PASSPHRASE)
    with derived(passphrase, slot) as key:
        return opened(header, slot, key, WRONG)


def unlock_by_words(path: Path, words: str | Iterable[str]) -> Keys:
    """The keys, by the recovery words. Raises `BadInput` that names the word that is none, and as `unlock` does."""
    header, slot = _slot(path, WORDS)
    secret = recovery.secret_of(words)
    try:
        return opened(header, slot, spread(secret, slot), WRONG_WORDS)
    finally:
        wipe(secret)


def unlock_by_either(path: Path, typed: str) -> Keys:
    """By the passphrase; where twelve words were typed that do not open as that, by them. Raises as both do."""
    try:
        return unlock(path, typed)
    except WrongPassphrase:
        if len(recovery.parted(typed)) != recovery.COUNT:
            raise
    try:
        return unlock_by_words(path, typed)
    except BadInput as wrong:
        raise WrongPassphrase(f"That is not the passphrase, and not the recovery words: {wrong}") from None


def unlock_by_secret(path: Path, secret: Secret) -> Keys:
    """The keys, by the secret that `add_keyring` gave. Raises `WrongPassphrase` or `Trouble`."""
    header, slot = _slot(path, KEYRING, WRONG_SECRET)
    return opened(header, slot, spread(secret, slot), WRONG_SECRET)


# --- what opens it ----------------------------------------------------------------------------------------------------
def rewrap(path: Path, keys: Keys, passphrase: str, cost: Cost = COST) -> None:
    """From now on this passphrase opens it, and the one before no more. Raises `BadInput` and `Trouble`.

    Backups that were put elsewhere keep their key file, and so open with what opened them when they were made.
    """
    header = _own(path, keys)
    files.write(path, header.with_slot(_under_passphrase(header.id, keys, passphrase, cost)))


def other_words(path: Path, keys: Keys) -> Made:
    """Fresh recovery words, not kept yet: until `put`, the ones before open it. Raises `Trouble`."""
    header, words = _own(path, keys), recovery.new()
    return Made(keys, words, header.with_slot(_under_words(header.id, keys, words)))


def new_words(path: Path, keys: Keys) -> RecoveryWords:
    """Fresh recovery words; the ones before open nothing more. Raises `Trouble`."""
    made = other_words(path, keys)
    made.put(path)
    return made.words


def add_keyring(path: Path, keys: Keys) -> bytearray:
    """A random secret of 32 bytes that opens it from now on, to be kept in the system's keyring. Raises `Trouble`."""
    header, secret = _own(path, keys), bytearray(secrets.token_bytes(KEY_LENGTH))
    slot = _empty(KEYRING)
    files.write(path, header.with_slot(sealed(header.id, slot, spread(secret, slot), keys)))
    return secret


def has_keyring(path: Path) -> bool:
    """Whether a secret in the keyring opens it. Raises `Trouble`."""
    header = files.read(path)
    return header is not None and header.slot(KEYRING) is not None


def drop_keyring(path: Path) -> None:
    """No secret in a keyring opens it any more. Raises `Trouble`."""
    header = files.read(path)
    if header and header.slot(KEYRING):
        files.write(path, header.without(KEYRING))


def fits(path: Path, keys: Keys) -> bool:
    """Whether this key file is of these keys. Raises `Trouble` for one that cannot be read."""
    header = files.read(path)
    return header is not None and header.id == fingerprint(keys)


def fingerprint(keys: Keys) -> str:
    """Tells the keys of one practice from another's, and gives nothing of them away: they are random."""
    hashed = hashlib.sha256(b"session-day keys")
    for one in (keys.data, keys.mac):
        hashed.update(one)
    return hashed.hexdigest()[:32]


# --- inside -----------------------------------------------------------------------------------------------------------
def _slot(path: Path, kind: str, otherwise: str = "") -> tuple[Header, Slot]:
    header = files.read(path)
    if header is None:
        raise files.missing(path)
    slot = header.slot(kind)
    if slot is None:
        what = {PASSPHRASE: "passphrase", WORDS: "recovery words"}.get(kind, "")
        raise WrongPassphrase(otherwise or f"It has no {what}: open it in another way.")
    return header, slot


def _own(path: Path, keys: Keys) -> Header:
    header = files.read(path)
    if header is None:
        raise files.missing(path)
    if header.id != fingerprint(keys):
        raise BadInput(f"{path.name} is of other keys, so it was left: start Session Day again ({path}).")
    return header


def _empty(kind: str, cost: Cost | None = None) -> Slot:
    return Slot(kind, secrets.token_bytes(16), secrets.token_bytes(12), b"", cost)


def _under_passphrase(vault: str, keys: Keys, passphrase: str, cost: Cost) -> Slot:
    if not typed_in_secret(passphrase):
        raise BadInput(NO_PASSPHRASE)
    slot = _empty(PASSPHRASE, cost)
    with derived(passphrase, slot) as key:
        return sealed(vault, slot, key, keys)


def _under_words(vault: str, keys: Keys, words: RecoveryWords) -> Slot:
    slot, secret = _empty(WORDS), words.secret
    try:
        return sealed(vault, slot, spread(secret, slot), keys)
    finally:
        wipe(secret)
