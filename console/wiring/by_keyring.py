"""The system's keyring as one more thing that opens a home: a random secret there, a slot of its own in the key file.

Rule: it can be taken away at any time and nothing is lost with it. Whatever fails is said in one sentence, and the
passphrase opens as ever.
"""

from contextlib import suppress
from pathlib import Path

from console.adapters import keyring
from data import header, vault
from data.values.keys import Keys
from data.values.trouble import Trouble, WrongPassphrase

NOT_THERE = "The keyring holds nothing for this data: type the passphrase."
NOT_KEPT = "The keyring did not keep the secret. The passphrase opens as ever."
OTHER = "The keyring's secret opens something else: type the passphrase, then switch the keyring on anew."


def unlock(path: Path) -> tuple[Keys | None, str]:
    """The keys of this key file by the secret in the keyring; or None, and why the passphrase is needed.

    Blocks while the system asks for its own password. Raises `Trouble` where no secret can help: a damaged key file.
    """
    if not vault.has_keyring(path):
        return None, NOT_THERE
    try:
        found = keyring.given(_name(path))
    except Trouble as trouble:
        return None, str(trouble)
    if not found:
        return None, NOT_THERE
    try:
        return vault.unlock_by_secret(path, bytes.fromhex(found)), ""
    except (WrongPassphrase, ValueError, TypeError):
        return None, OTHER


def remember(path: Path, keys: Keys) -> str:
    """From now on the keyring opens it too; "" when that is so, else why it is not. Raises `Trouble`."""
    secret = vault.add_keyring(path, keys)
    try:
        why = "" if keyring.keep(_name(path), secret.hex()) else NOT_KEPT
    except Trouble as trouble:
        why = str(trouble)
    finally:
        secret[:] = bytes(len(secret))
    if why:
        vault.drop_keyring(path)
    return why


def forget(path: Path) -> None:
    """Only the passphrase and the words open it from now on, also where the keyring cannot be reached.

    Raises `Trouble`.
    """
    with suppress(Trouble):
        keyring.remove(_name(path))
    vault.drop_keyring(path)


def _name(path: Path) -> str:
    """One entry for each practice: by the id of its key file, which says nothing of anybody."""
    found = header.read(path)
    return found.id if found else ""
