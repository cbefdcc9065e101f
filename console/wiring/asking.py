"""How a command comes to the keys: it asks for the passphrase on the terminal, or reads it where it was told to.

Rule: nothing is asked before it is needed, and never what an argument or the environment would show to others. Without
a terminal nothing is read but the descriptor that was named.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.settings import Folders
from console.settings import load as load_settings
from data.values.trouble import BadInput, Trouble

if TYPE_CHECKING:
    from console.core.ports import Clock
    from data.values.keys import Keys

OPTION = "--passphrase-fd"
PROMPT = "Passphrase (or the twelve recovery words): "
NO_TERMINAL = (
    "What is kept is encrypted: run this in a terminal, which asks for the passphrase, or name an open descriptor to "
    f"read it from: {OPTION} N."
)
NOTHING_YET = "Nothing is kept here yet: start session-day once, which asks for a passphrase; then do this again."
_LONGEST = 4096

Ask = Callable[[str], str]


def taken_out(args: list[str]) -> tuple[list[str], int | None]:
    """The arguments without `--passphrase-fd N`, and N. Raises BadInput."""
    rest, descriptor = [], None
    given = iter(args)
    for one in given:
        name, sign, number = one.partition("=")
        if name != OPTION:
            rest.append(one)
            continue
        number = number if sign else next(given, "")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            raise BadInput(f"{OPTION} needs the number of an open descriptor, such as {OPTION} 3.")
        descriptor = int(number)
    return rest, descriptor


class Asking:
    """Called, it answers the keys, or None for what is plain; they are asked for once. Raises Trouble.

    `ask` shows a prompt and answers what was typed, unseen; None where nobody is there. `makes` is for a command that
    would begin the data file.
    """

    def __init__(
        self,
        here: Folders,
        clock: "Clock",
        *,
        descriptor: int | None = None,
        ask: Ask | None = None,
        makes: bool = False,
        backup: Path | None = None,
    ) -> None:
        self._here = here
        self._clock = clock
        self._descriptor = descriptor
        self._ask = ask
        self._makes = makes
        self._backup = backup
        self._found: tuple[Keys | None] | None = None

    def __call__(self) -> "Keys | None":
        """See the class."""
        if self._found is None:
            self._found = (self._keys(),)
        return self._found[0]

    def _keys(self) -> "Keys | None":
        from data import header, kinds, restorable

        database = self._here.database
        settings = load_settings(self._here.settings)
        path = restorable.key_file_for(database, self._backup) if self._backup else kinds.beside(database)
        kind = kinds.kind_of(database)
        if kind == "plain" and path == kinds.beside(database):
            return None
        if not kinds.known(path):
            if kind == "encrypted" and settings.encrypted:
                raise header.missing(path)
            if self._makes and kind == "none" and settings.encrypted:
                raise Trouble(NOTHING_YET)
            return None
        why = ""
        if settings.keyring and path == kinds.beside(database):
            from console.wiring import by_keyring

            keys, why = by_keyring.unlock(path)
            if keys:
                return keys
        return self._by_passphrase(path, f"{why}\n{PROMPT}" if why else PROMPT)

    def _by_passphrase(self, path: Path, prompt: str) -> "Keys":
        from console.tries import Tries
        from data import vault

        tries = Tries(self._here.state)
        tries.need(self._clock.now())
        typed = self._typed(prompt)
        with tries.counted(self._clock):
            return vault.unlock_by_either(path, typed)

    def _typed(self, prompt: str) -> str:
        if self._descriptor is not None:
            return line_from(self._descriptor)
        if self._ask is None:
            raise BadInput(NO_TERMINAL)
        try:
            return self._ask(prompt)
        except EOFError:
            raise BadInput("No passphrase was typed.") from None


def asked_on_the_terminal() -> Ask | None:
    """What asks there, unseen; None where there is no terminal."""
    import getpass

    return getpass.getpass if sys.stdin is not None and sys.stdin.isatty() else None


def line_from(descriptor: int) -> str:
    """The first line that can be read there, without its end. Raises BadInput."""
    found = b""
    try:
        while b"\n" not in found and len(found) <= _LONGEST and (more := os.read(descriptor, _LONGEST)):
            found += more
    except OSError as error:
        raise BadInput(f"{OPTION} {descriptor} cannot be read ({error.strerror}): name an open descriptor.") from None
    line = found.partition(b"\n")[0].removesuffix(b"\r")
    if not line or len(line) > _LONGEST:
        raise BadInput(f"{OPTION} {descriptor} gave no passphrase: it is the first line that is read there.")
    return line.decode(errors="surrogateescape")
