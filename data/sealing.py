"""Sealing the keys in a slot of the key file, under a passphrase or under a random secret; and opening it again.

AES-256-GCM (`cryptography`) with the slot's own words as associated data; a passphrase is stretched by argon2id, what
is random itself by HKDF. Our own copies are wiped; the libraries' live as long as Python lets them.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from data.header import Cost, Header, Slot, associated
from data.text import typed_in_secret
from data.values.keys import KEY_LENGTH, Keys, Secret
from data.values.trouble import BadInput, WrongPassphrase


@contextmanager
def derived(passphrase: str, slot: Slot) -> Iterator[bytes]:
    """The key that a passphrase gives. The same letters give the same key however a keyboard composes them."""
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    cost = slot.cost or Cost(8, 1)
    typed = bytearray(unicodedata.normalize("NFKC", typed_in_secret(passphrase)).encode())
    try:
        yield hash_secret_raw(bytes(typed), slot.salt, cost.rounds, cost.memory, cost.lanes, KEY_LENGTH, Type.ID)
    except HashingError:
        raise BadInput(f"The passphrase needs {cost.memory // 1024} MB of memory: close other programs.") from None
    finally:
        wipe(typed)


def spread(secret: Secret, slot: Slot) -> bytes:
    """The key that a random secret gives: it cannot be guessed, so nothing slow is needed."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_LENGTH, slot.salt, f"session-day {slot.kind}".encode()).derive(secret)


def sealed(vault: str, slot: Slot, key: bytes, keys: Keys) -> Slot:
    """The slot with the keys in it. `vault` is the id of the key file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    both = keys.data + keys.mac
    try:
        locked = AESGCM(key).encrypt(slot.nonce, both, associated(vault, slot))
    finally:
        wipe(both)
    return Slot(slot.kind, slot.salt, slot.nonce, locked, slot.cost)


def opened(header: Header, slot: Slot, key: bytes, wrong: str) -> Keys:
    """The keys in this slot. Raises `WrongPassphrase` with these words."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    both = bytearray(2 * KEY_LENGTH)
    try:
        AESGCM(key).decrypt_into(slot.nonce, slot.sealed, associated(header.id, slot), both)
        return Keys(both[:KEY_LENGTH], both[KEY_LENGTH:])
    except InvalidTag:
        raise WrongPassphrase(wrong) from None
    finally:
        wipe(both)


def wipe(secret: bytearray) -> None:
    """Zero it where it stands."""
    secret[:] = bytes(len(secret))
