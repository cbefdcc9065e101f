"""`dataclass` as the values use it, made in a tenth of the time: what is written for a class waits for its first use.

Rule: it is the standard `dataclass(frozen=True, slots=True)` to whoever uses it and to the type checker; a test holds
every value to that. There are some two hundred of them, most are not used in a start, and the standard decorator
compiles six functions for each while it is imported: together that was a fifth of the time until the console is ready.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")


def _quick(*, frozen: Literal[True], slots: Literal[True]) -> Callable[[type[T]], type[T]]:
    """The decorator. Any other than these two arguments is a TypeError: such a class takes the standard one."""
    if not (frozen and slots):
        raise TypeError("a quick dataclass is frozen and has slots")
    return _made


def _made(cls: type[T]) -> type[T]:
    """Raises TypeError for a class that says more than its fields do: that would be passed over in silence."""
    if hasattr(cls, "__post_init__") or "__init__" in vars(cls) or "__eq__" in vars(cls):
        raise TypeError(f"{cls.__qualname__} takes the standard dataclass: a quick one would pass over what it says")
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    if any(not field.init or field.kw_only for field in dataclasses.fields(made)):
        raise TypeError(f"{cls.__qualname__} takes the standard dataclass: a quick one is given every field")
    own = vars(made)
    values = _values(tuple(field.name for field in dataclasses.fields(made) if field.compare))

    def same(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    made.__init__ = _WrittenLater(made)
    made.__eq__, made.__hash__ = same, hashed
    if "__repr__" not in own:
        made.__repr__ = _repr
    made.__setattr__, made.__delattr__ = _no_setting, _no_deleting
    made.__getstate__, made.__setstate__ = _state, _set_state
    kept: type[T] = made
    return kept


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads these attributes as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


class _WrittenLater:
    """The place of a class's `__init__` until somebody looks for it."""

    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def __get__(self, value: object, owner: type[Any]) -> Any:
        written = self._owner.__init__ = _init(self._owner)
        return written.__get__(value, owner)


def _init(cls: type[Any]) -> Any:
    """The `__init__` of this class, as the standard decorator would write it."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": dataclasses.MISSING}
    given, body = [], []
    for at, field in enumerate(dataclasses.fields(cls)):
        value = field.name
        known[f"_type_{at}"] = field.type
        words = f"{field.name}: _type_{at}"
        if field.default is not dataclasses.MISSING:
            known[f"_default_{at}"] = field.default
            words += f" = _default_{at}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{at}"] = field.default_factory
            words += " = _MISSING"
            value = f"_make_{at}() if {field.name} is _MISSING else {field.name}"
        given.append(words)
        body.append(f"_set(self, {field.name!r}, {value})")
    exec(f"def __init__(self, {', '.join(given)}) -> None:\n {'; '.join(body) or 'pass'}", known)  # noqa: S102 - names of our own fields
    written = known["__init__"]
    written.__qualname__, written.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return written


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _no_setting(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, values: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _quick
