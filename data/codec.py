"""Values to JSON and back. msgspec reads the dataclasses of `data.values` as they are and imports in 20 ms."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from data.values import facts

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()


@cache
def kinds() -> "dict[str, type[Any]]":
    """Every kind of fact by the name under which it is stored; imported late, for the first view reads no facts."""
    from data.values import facts

    return {kind.__name__: kind for kind in facts.Fact.__args__}


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def encode(value: object) -> str:
    """The value as compact JSON text. Raises UnicodeEncodeError for half a character (a lone surrogate)."""
    return _ENCODER.encode(value).decode()


def decode(text: str | bytes, kind: type[T]) -> T:
    """The JSON text as a `kind`; raises ValueError naming the place when it is not one."""
    hashable: Any = kind
    value: T = _decoder(hashable).decode(text)
    return value


def kind_of(fact: "facts.Fact") -> str:
    """The name under which a fact is stored."""
    return type(fact).__name__


def decode_fact(kind: str, text: str | bytes) -> "facts.Fact":
    """The payload of a stored fact of this kind; raises ValueError for a kind or payload this version cannot read."""
    if kind not in kinds():
        raise ValueError(f"unknown kind of fact {kind!r}: written by a newer Session Day?")
    fact: facts.Fact = decode(text, kinds()[kind])
    return fact
