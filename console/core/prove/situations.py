"""Situations: for each fact the values it may have; together they stand for every combination of facts at once.

A fact that a situation does not name may have any of its values. Guards cut a situation in two, exactly: nothing is
sampled and nothing is left out. A guard holds here precisely where `flow.seen.holds` says so of a single combination.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from data.values.flow import Guard

Facts = Mapping[str, tuple[str, ...]]
Situation = Mapping[str, frozenset[str]]

ANY: Situation = {}


def within(situation: Situation, guard: Guard, facts: Facts) -> Situation | None:
    """The part of the situation in which the guard holds; None where it never does."""
    out = dict(situation)
    for fact, values in guard.items():
        left = out.get(fact, frozenset(facts.get(fact, ()))) & frozenset(values)
        if not left:
            return None
        out[fact] = left
    return out


def holds_at(point: Situation, guard: Guard) -> bool:
    """Whether the guard holds in a situation that it cannot cut: one combination, or one of `combinations`."""
    return not any(point[fact].isdisjoint(values) for fact, values in guard.items())


def outside(situation: Situation, guard: Guard, facts: Facts) -> Iterator[Situation]:
    """The rest of the situation, in parts that do not overlap."""
    inside = dict(situation)
    for fact, values in guard.items():
        known = inside.get(fact, frozenset(facts.get(fact, ())))
        if rest := known - frozenset(values):
            yield inside | {fact: rest}
        if not (kept := known & frozenset(values)):
            return
        inside[fact] = kept


def kinds(guards: Iterable[Guard], facts: Facts) -> dict[str, list[frozenset[str]]]:
    """For every fact that these guards name, its values in groups that none of the guards can tell apart."""
    asked: dict[str, list[frozenset[str]]] = {}
    for guard in guards:
        for fact, values in guard.items():
            asked.setdefault(fact, []).append(frozenset(values))
    out: dict[str, list[frozenset[str]]] = {}
    for fact, sets in asked.items():
        groups: dict[tuple[bool, ...], set[str]] = {}
        for value in facts.get(fact, ()):
            groups.setdefault(tuple(value in one for one in sets), set()).add(value)
        out[fact] = [frozenset(group) for group in groups.values()]
    return out


def size(groups: Mapping[str, list[frozenset[str]]]) -> int:
    """How many combinations there are."""
    total = 1
    for one in groups.values():
        total *= len(one)
    return total


def combinations(groups: Mapping[str, list[frozenset[str]]]) -> Iterator[dict[str, frozenset[str]]]:
    """Every combination of the groups, each a situation that no guard can cut."""
    names = list(groups)
    for values in product(*groups.values()):
        yield dict(zip(names, values, strict=True))


def words(situation: Situation, facts: Facts, only: Iterable[str]) -> str:
    """The situation in words: "concern is no or unasked, letter is no"."""
    parts = [
        f"{fact} is {' or '.join(value for value in facts[fact] if value in situation[fact])}"
        for fact in dict.fromkeys(only)
        if fact in situation and fact in facts and situation[fact] != frozenset(facts[fact])
    ]
    return ", ".join(parts)
