"""The single values of a flow in TOML: what a manager writes in, value of the vocabulary out, or `Wrong` with the cure.

Texts are capped in words, for they are read at a glance in the worst minute of a week.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from data import policy_words as to
from data.policy_words import Wrong
from data.values.flow import Amount, Anchor, FlowAnswer, Guard, Offer, Silent

NAME = re.compile(r"[a-z][a-z0-9-]*")
_FACT = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(r"[a-z0-9]")
_TARGET = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?")
TAKEN = {"x": "entered in error", "e": "it began a minute earlier", "o": "override", "a": "acknowledge"}
"""Keys that mean the same in every stage and that no flow can give another meaning."""
_SAY_CAP = 24


def short(most: int) -> Callable[[object], str]:
    """One line of at most so many words."""

    def convert(value: object) -> str:
        said = to.line(value)
        if len(said.split()) > most:
            raise Wrong(f"is too long to read at a glance; {most} words at most")
        return said

    return convert


def lines(value: object) -> tuple[str, ...]:
    """At most three first lines of at most eight words."""
    if not isinstance(value, list) or not 1 <= len(value) <= 3:
        raise Wrong('must be one to three lines in brackets, such as ["Stay in the room."]')
    out = []
    for index, item in enumerate(value):
        try:
            out.append(short(8)(item))
        except Wrong as wrong:
            raise Wrong(str(wrong), index) from None
    return tuple(out)


def names(value: object) -> tuple[str, ...]:
    """A list of names, such as those of groups of shared lines."""
    if not isinstance(value, list):
        raise Wrong('must be a list in brackets, such as ["rejoin"]')
    return tuple(name(item) for item in value)


def name(value: object) -> str:
    """A name of small letters, digits and hyphens."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise Wrong("must be a name of small letters, digits and hyphens")
    return value


def target(value: object) -> str:
    """Where something leads: a stage, an outcome, another flow, or a stage of it ("emergency.lead")."""
    if not isinstance(value, str) or not _TARGET.fullmatch(value):
        raise Wrong('must be a stage or an outcome, such as "phone" or "emergency.lead"')
    return value


def fact(value: object) -> str:
    """The name of a fact."""
    if not isinstance(value, str) or not _FACT.fullmatch(value):
        raise Wrong("must be the name of a fact, such as concern")
    return value


def key(value: object) -> str:
    """One key: a small letter or a digit that has no meaning of its own."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise Wrong('must be one key: a small letter or a digit, such as "t"')
    if value in TAKEN:
        raise Wrong(f'the key "{value}" always means: {TAKEN[value]}; take another')
    return value


def letter(value: object) -> str:
    """One small letter: the flow's key in the list of F5."""
    if not isinstance(value, str) or len(value) != 1 or not "a" <= value <= "z":
        raise Wrong('must be one small letter, such as "w"')
    return value


def guard(value: object) -> Guard:
    """`{ saw = "frozen", concern = ["yes", "unsure"] }`: all must hold."""
    if not isinstance(value, dict):
        raise Wrong('must be in braces, such as { concern = ["yes", "unsure"] }')
    return {one: _values(item, one) for one, item in value.items()}


def _values(value: object, name: str) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(item, str) and item for item in listed):
        raise Wrong('must be a word in quotes, or a list of words such as ["yes", "unsure"]', name)
    return tuple(dict.fromkeys(listed))


def sets(value: object) -> Mapping[str, str]:
    """`{ back = "yes" }`: facts and the value each takes."""
    if not isinstance(value, dict) or not value:
        raise Wrong('must be in braces, such as { back = "yes" }')
    for one, item in value.items():
        if not isinstance(item, str) or not item:
            raise Wrong('must be a word in quotes, such as "yes"', one)
    return dict(value)


def amount(value: object) -> Amount:
    """`"10s"`, `"0s"`, `"5m"`, or a number of the policy: `"policy.reconnect"`."""
    if isinstance(value, str) and value.startswith("policy."):
        return Amount(policy=value.removeprefix("policy."))
    if value == "0s":
        return Amount()
    try:
        return Amount(seconds=to.duration(value).total_seconds())
    except Wrong:
        raise Wrong('must be a time such as "10s" or "0s", or a number of the policy such as "policy.gap"') from None


def tries(value: object) -> Amount:
    """How often: `2`, or `"policy.tries"`."""
    if isinstance(value, str) and value.startswith("policy."):
        return amount(value)
    return Amount(seconds=to.count(value))


def anchor(value: object) -> Anchor:
    """From when a time counts."""
    return to.one_of(Anchor)(value)


def each(convert: Callable[[object], Any], example: str) -> Callable[[object], tuple[Any, ...]]:
    """A list of one or more of these."""

    def list_of(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise Wrong(f"must be a list in brackets, such as {example}")
        out = []
        for index, item in enumerate(value):
            try:
                out.append(convert(item))
            except Wrong as wrong:
                raise Wrong(str(wrong), index, *wrong.path) from None
        return tuple(out)

    return list_of


def answer(value: object) -> FlowAnswer:
    """`{ key = "f", say = "frozen", value = "frozen" }`; `ask` prompts for words, `also` sets other facts."""
    known = {"key": key, "say": _say, "value": to.line, "ask": to.line, "also": sets}
    return FlowAnswer(**to.inline(value, known, needs=("key", "say", "value")))


def _say(value: object) -> str:
    said = short(4)(value)
    if len(said) > _SAY_CAP:
        raise Wrong(f"is too long for a key's words; {_SAY_CAP} characters at most")
    return said


def silent(value: object) -> Silent:
    """`{ after = "10s", set = { concern = "unsure" } }`."""
    found = to.inline(value, {"after": amount, "set": sets}, needs=("after", "set"))
    return Silent(found["after"], found["set"])


def offer(value: object) -> Offer:
    """`{ after = "60s", when = { saw = "unanswered" } }`; `from` is t0 unless it says otherwise."""
    found = to.inline(value, {"after": amount, "when": guard, "from": anchor}, needs=("after",))
    return Offer(found["after"], found.get("when", {}), found.get("from", Anchor.T0))
