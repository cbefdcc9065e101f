"""The system's keyring (Secret Service, Keychain, Credential Locker) as one place for one secret.

Rule: it opens a slot of its own in the key file, so it can be taken away at any time, and nothing is lost with it. The
library is an extra and imported only here, only when it is asked for. Whatever fails there is said in one sentence, and
the passphrase opens as ever.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.values.trouble import BadInput, Trouble, WrongPassphrase

if TYPE_CHECKING:
    from data.values.keys import Keys

SERVICE = "session-day"
MISSING = "The keyring needs an extra: install session-day[keyring]. The passphrase opens as ever."
NOT_THERE = "The keyring holds nothing for this data: type the passphrase."
OTHER = "The keyring's secret opens something else: type the passphrase, then switch the keyring on anew."


def unlock(path: Path) -> "tuple[Keys | None, str]":
    """The keys of this key file by the secret in the keyring; or None, and why the passphrase is needed.

    Blocks while the system asks for its own password. Raises `Trouble` where no secret can help: a damaged key file.
    """
    from data import vault

    if not vault.has_keyring(path):
        return None, NOT_THERE
    try:
        found = _backend().get_password(SERVICE, _name(path))
    except Trouble as trouble:
        return None, str(trouble)
    except Exception as error:  # a backend may raise anything at all; what it says may hold the secret
        return None, _failed(error)
    if not found:
        return None, NOT_THERE
    try:
        return vault.unlock_by_secret(path, bytes.fromhex(found)), ""
    except (WrongPassphrase, ValueError, TypeError):
        return None, OTHER


def remember(path: Path, keys: "Keys") -> str:
    """From now on the keyring opens it too; "" when that is so, else why it is not. Raises `Trouble`."""
    from data import vault

    secret = vault.add_keyring(path, keys)
    try:
        backend = _backend()
        backend.set_password(SERVICE, _name(path), secret.hex())
        if backend.get_password(SERVICE, _name(path)) == secret.hex():
            return ""
        why = "The keyring did not keep the secret. The passphrase opens as ever."
    except Trouble as trouble:
        why = str(trouble)
    except Exception as error:
        why = _failed(error)
    finally:
        secret[:] = bytes(len(secret))
    vault.drop_keyring(path)
    return why


def forget(path: Path) -> None:
    """Only the passphrase and the words open it from now on, also where the keyring cannot be reached."""
    from data import vault

    with suppress(Exception):
        _backend().delete_password(SERVICE, _name(path))
    vault.drop_keyring(path)


def _backend() -> Any:
    try:
        import keyring
    except ImportError:
        raise BadInput(MISSING) from None
    return keyring


def _name(path: Path) -> str:
    """One entry for each practice: by the id of its key file, which says nothing of anybody."""
    from data import header

    found = header.read(path)
    return found.id if found else ""


def _failed(error: Exception) -> str:
    return f"The keyring does not answer ({type(error).__name__}). The passphrase opens as ever."
