"""Trouble that a practitioner is told of in one line: what, where, and the cure. Never a traceback."""

from dataclasses import dataclass


class Trouble(Exception):  # noqa: N818 - it is what the screen says, not the name of a bug
    """Its text is one sentence that names the place and the cure. `code` is the exit code of a command."""

    code = 1


class NotSaved(Trouble):
    """The store could not save; nothing of that transaction is kept."""


class BadInput(Trouble):
    """A file, a key or an argument that cannot be used."""

    code = 2


class WrongPassphrase(Trouble):
    """What was typed opens nothing. The same sentence for every wrong one."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file that a person wrote, with the cure.

    `line` counts from 1; `key` is "" where no key can be named.
    """

    file: str
    line: int
    key: str
    words: str

    def __str__(self) -> str:
        """As one line: `file:line: key: what is wrong; the cure`."""
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.key, self.words) if part)
