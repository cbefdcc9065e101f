"""A quick dataclass is the standard one to everybody who uses it: held for every value class that there is."""

import copy
import dataclasses
import inspect
import pickle
import re
from typing import Any

import pytest

from console.core import effects, events, state
from data.values import facts, flow, incident, kept, people, policy, session, time, views
from data.values.quick import dataclass

MODULES = (effects, events, state, facts, flow, incident, kept, people, policy, session, time, views)
CLASSES = [
    one
    for module in MODULES
    for one in vars(module).values()
    if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.__name__
]
PRINTED = re.compile(r"<factory>|<dataclasses\._MISSING_TYPE[^>]*>")


@dataclass(frozen=True, slots=True)
class Quick:
    """One made here."""

    name: str
    many: list[str] = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=0, repr=False)
    beside: int = dataclasses.field(default=0, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same, made by the standard decorator."""

    name: str
    many: list[str] = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=0, repr=False)
    beside: int = dataclasses.field(default=0, compare=False)


def twin(quick: type[Any]) -> type[Any]:
    """The same class by the standard decorator."""
    parts = [
        (
            one.name,
            one.type,
            dataclasses.field(
                default=one.default, default_factory=one.default_factory, repr=one.repr, compare=one.compare
            ),
        )
        for one in dataclasses.fields(quick)
    ]
    made: type[Any] = dataclasses.make_dataclass(quick.__qualname__, parts, frozen=True, slots=True)
    return made


def filled(kind: type[Any]) -> Any:
    """One with words in every field."""
    return kind(**{one.name: f"<{one.name}>" for one in dataclasses.fields(kind)})


@pytest.mark.parametrize("quick", CLASSES, ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_a_value_is_made_compared_printed_and_packed_as_the_standard_one(quick: type[Any]) -> None:
    standard = twin(quick)
    one, other = filled(quick), filled(standard)
    assert repr(one) == repr(other)
    assert one == filled(quick) != other
    assert hash(one) == hash(filled(quick))
    assert [getattr(one, field.name) for field in dataclasses.fields(quick)] == list(dataclasses.astuple(other))
    assert pickle.loads(pickle.dumps(one, pickle.HIGHEST_PROTOCOL)) == copy.deepcopy(one) == one
    assert dataclasses.replace(one) == one
    assert quick.__match_args__ == standard.__match_args__
    assert quick.__slots__ == standard.__slots__
    signatures = [PRINTED.sub("-", str(inspect.signature(kind))) for kind in (quick, standard)]
    assert signatures[0] == signatures[1]
    for field in dataclasses.fields(quick):
        assert dataclasses.replace(one, **{field.name: None}) != one
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, field.name, None)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(one, field.name)


def test_defaults_and_what_is_not_printed_or_compared_are_the_standard_ones() -> None:
    one, other = Quick("a"), Standard("a")
    assert repr(one) == repr(other).replace("Standard", "Quick")
    assert one.many == [] and one.many is not Quick("a").many
    assert one == Quick("a", beside=1) != Quick("a", hidden=1)
    kinds: tuple[Any, Any] = (Quick, Standard)
    assert one != kinds[1]("a")
    for made in kinds:
        with pytest.raises(TypeError, match="name"):
            made()
        with pytest.raises(TypeError, match="unexpected"):
            made("a", unknown=1)
    with pytest.raises(AttributeError):  # the standard one stumbles over this itself
        setattr(one, "unknown", 1)  # noqa: B010 - the type checker knows better
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_another_kind_of_class_takes_the_standard_decorator() -> None:
    plain: Any = dataclass
    with pytest.raises(TypeError):
        plain(frozen=True, slots=False)
    with pytest.raises(TypeError):
        plain(frozen=True, slots=True, order=True)


def test_a_class_that_says_more_than_its_fields_is_refused_and_not_passed_over() -> None:
    class Inherited:
        def __post_init__(self) -> None: ...

    said: list[type[Any]] = [
        type("Checked", (), {"__post_init__": lambda _: None}),
        type("Checked", (Inherited,), {}),
        type("Made", (), {"__init__": lambda _: None}),
        type("Same", (), {"__eq__": lambda _, __: True}),
        type("Given", (), {"__annotations__": {"one": int}, "one": dataclasses.field(default=1, init=False)}),
        type("Named", (), {"__annotations__": {"one": int}, "one": dataclasses.field(kw_only=True)}),
    ]
    for cls in said:
        with pytest.raises(TypeError, match="takes the standard dataclass"):
            dataclass(frozen=True, slots=True)(cls)
