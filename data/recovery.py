"""The recovery words: twelve words that open everything when the passphrase is gone, with a check among them.

They are 128 random bits and four bits of check in the English list of BIP 39 (`mnemonic`): no two words of the list
share their first four letters, so those are enough to be typed, and most slips of the pen are noticed.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from data.values.trouble import BadInput

if TYPE_CHECKING:
    from mnemonic import Mnemonic

COUNT = 12
_BITS = 128
_ENOUGH = 4
"""So many letters tell every word of the list from every other."""


@dataclass(frozen=True, slots=True)
class RecoveryWords:
    """The words as they are to be written down; shown once and kept nowhere."""

    words: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        """For paper, and for nothing else."""
        return " ".join(self.words)

    @property
    def secret(self) -> bytearray:
        """What they stand for: 16 bytes."""
        return secret_of(self.words)

    def check(self, typed: str | Iterable[str]) -> None:
        """Whether these words were typed. Raises `BadInput` that names the first that is another."""
        given = parted(typed)
        if len(given) != len(self.words):
            raise BadInput(_count(len(given)))
        for number, (one, wanted) in enumerate(zip(given, self.words, strict=True), 1):
            if _whole(one) != wanted:
                raise BadInput(f"The {_nth(number)} word is another one: look at the paper again.")


def new() -> RecoveryWords:
    """Twelve fresh ones, from the system's own randomness."""
    return RecoveryWords(tuple(_list().generate(_BITS).split(" ")))


def secret_of(typed: str | Iterable[str]) -> bytearray:
    """What typed words stand for. Raises `BadInput` that names the place and the cure."""
    given = parted(typed)
    if len(given) != COUNT:
        raise BadInput(_count(len(given)))
    whole = []
    for number, one in enumerate(given, 1):
        word = _whole(one)
        if not word:
            raise BadInput(f"The {_nth(number)} word is not in the list{_like(one)}: look at the paper again.")
        whole.append(word)
    try:
        return _list().to_entropy(whole)
    except ValueError:
        raise BadInput("The words do not fit together: one of them is another one, or the order is.") from None


def parted(typed: str | Iterable[str]) -> tuple[str, ...]:
    """The words in what was typed; numbers, commas and capitals are no matter."""
    text = typed if isinstance(typed, str) else " ".join(typed)
    return tuple(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold()))


@cache
def _list() -> "Mnemonic":
    from mnemonic import Mnemonic

    return Mnemonic("english")


@cache
def _by_beginning() -> dict[str, str]:
    return {word[:_ENOUGH]: word for word in _list().wordlist}


def _whole(typed: str) -> str:
    """The word of the list that this is, or is the beginning of; "" for none."""
    word = _by_beginning().get(typed[:_ENOUGH], "")
    return word if word.startswith(typed) else ""


def _like(typed: str) -> str:
    near = difflib.get_close_matches(typed, _list().wordlist, 1)
    return f" (perhaps “{near[0]}”)" if near else ""


def _count(found: int) -> str:
    return f"There are {COUNT} words, and {found or 'none'} {'was' if found == 1 else 'were'} typed: type them all."


def _nth(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
