"""What is taken out of every text that leaves the console, whoever typed it: safe words, and other members' names.

It works on whole values, string by string, so that no field can be forgotten.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
Pattern = re.Pattern[str]

SAFE_WORD = "[withheld]"
MEMBER = "[another member]"


def pattern(words: Iterable[str], *, exact: bool = False, but: Iterable[str] = ()) -> Pattern | None:
    """Finds any of these as whole words, in any case unless `exact`; None where there is none to find.

    What stands in `but` and is longer is never found in part: "A.K." is no part of "A.K.B.", but "AK-0140" is none of
    "AK".
    """
    spared = _longest_first(one for one in but if len(one) > 1)
    either = "|".join(_guarded(one, spared) for one in _longest_first(words))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", 0 if exact else re.IGNORECASE) if either else None


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)


def _guarded(word: str, spared: list[str]) -> str:
    longer = "|".join(_as_typed(one) for one in spared if len(one) > len(word))
    return (rf"(?!(?:{longer})(?!\w))" if longer else "") + _as_typed(word)


def _as_typed(word: str) -> str:
    """The word with any blanks between its parts."""
    return r"\s+".join(re.escape(part) for part in word.split())


def without(value: T, found: Pattern | None, instead: str) -> T:
    """The same value with every match in every text of it replaced; a value of no text as it is."""
    return _without(value, found, instead) if found else value


def _without(value: Any, found: Pattern, instead: str) -> Any:
    if isinstance(value, str):
        return found.sub(instead, value)
    if isinstance(value, tuple):
        return tuple(_without(one, found, instead) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {one.name: _without(getattr(value, one.name), found, instead) for one in fields(value)}
        return replace(value, **changes)
    return value
