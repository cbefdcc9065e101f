"""The system's keyring (Secret Service, Keychain, Credential Locker): keeps one secret under a name, and gives it back.

Rule: the library is an extra and imported only here, only when it is asked for. Whatever fails there becomes one
sentence, a `Trouble`, without what the keyring said: that may hold the secret.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from data.values.trouble import BadInput, Trouble

SERVICE = "session-day"
MISSING = "The keyring needs an extra: install session-day[keyring]. The passphrase opens as ever."


def given(name: str) -> str:
    """What is kept under this name, "" for nothing. Blocks while the system asks for its own password.

    Raises `Trouble`.
    """
    with _backend() as backend:
        return backend.get_password(SERVICE, name) or ""


def keep(name: str, secret: str) -> bool:
    """Keep it under this name; whether it can be read back. Raises `Trouble`."""
    with _backend() as backend:
        backend.set_password(SERVICE, name, secret)
        return bool(backend.get_password(SERVICE, name) == secret)


def remove(name: str) -> None:
    """Nothing is kept under this name any more. Raises `Trouble`."""
    with _backend() as backend:
        backend.delete_password(SERVICE, name)


@contextmanager
def _backend() -> Iterator[Any]:
    try:
        import keyring
    except ImportError:
        raise BadInput(MISSING) from None
    try:
        yield keyring
    except Exception as error:  # a backend may raise anything at all
        why = f"The keyring does not answer ({type(error).__name__}). The passphrase opens as ever."
        raise Trouble(why) from None
