"""One policy file, read by itself: every value converted, every problem with its line and key, nothing merged yet.

Reading goes on after a problem, so that one look at a file finds them all.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from data import policy_words as to
from data.policy_file import Layer
from data.text import clean
from data.toml_bounds import too_deep
from data.toml_places import Path, places
from data.values.citing import OWN_WORDS
from data.values.policy import (
    About,
    Cited,
    Condition,
    CrisisNumber,
    LocationRule,
    Message,
    NotReached,
    Phase,
    Recording,
    Reference,
    Scope,
    Sees,
)
from data.values.trouble import Problem

RULES: Mapping[str, to.Convert] = {
    "session": to.duration,
    "warnings": to.durations,
    "invitation": to.duration,
    "reminder": to.duration,
    "in_room": to.duration,
    "late": to.durations,
    "reconnect": to.duration,
    "tries": to.count,
    "gap": to.duration,
    "wait": to.duration,
    "not_reached": to.one_of(NotReached),
    "notice": to.duration,
    "platforms": to.words,
    "platform_only": to.flag,
    "link": to.link_rule,
    "recording": to.one_of(Recording),
    "hours": to.hours,
    "child_under": to.count,
    "own_consent": to.flag,
    "location": to.one_of(LocationRule),
    "stale_after": to.duration,
    "breach_limit": to.duration,
    "note_overdue": to.duration,
    "buffer": to.duration,
    "idle_lock": to.duration,
    "review_every": to.count,
    "retention": to.text,
}
HEAD: Mapping[str, to.Convert] = {
    "name": to.line,
    "title": to.line,
    "source": to.line,
    "extends": to.line,
    "created": to.day,
    "review": to.day,
    "owner": to.line,
    "lead": to.line,
    "flows": to.words,
}
TABLES = ("sources", "rules", "crisis", "references", "messages", "check", "flow")
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def parsed(file: str, text: str) -> Layer:
    """The text as a layer with the line of every key, or with the one problem that it is not TOML."""
    import tomllib

    layer = Layer(file)
    if deep := too_deep(text):
        layer.problems.append(Problem(file, deep, "", "goes deeper than a policy does; look at the brackets here"))
        return layer
    try:
        layer.raw, layer.at = _looked_at(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        at = int(found[1]) if found and found[1] else text.count("\n") + 1
        said = _AT_LINE.sub("", str(error))
        words = f"this is not TOML ({said[:1].lower()}{said[1:]}); look at the quotes and brackets here"
        layer.problems.append(Problem(file, at, "", clean(words)))
    except (ValueError, RecursionError):  # a number of thousands of digits
        layer.problems.append(Problem(file, 1, "", "something in it is far too long; take it out"))
    return layer


@lru_cache(maxsize=32)
def _looked_at(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    """What a text says, and where: a policy and its flows are read several times in one command, and never changed."""
    import tomllib

    return tomllib.loads(text), places(text)


def read(file: str, text: str, known_sources: Mapping[str, str]) -> Layer:
    """The layer that this text makes; `known_sources` are those of the policy it extends."""
    layer = parsed(file, text)
    if not layer.at and layer.problems:
        return layer
    _read_head(layer)
    _read_sources(layer)
    source = to.source({**OWN_WORDS, **known_sources, **layer.sources})
    _read_rules(layer, source)
    _read_texts(layer, source)
    _read_crisis(layer, source)
    _read_checks(layer, source)
    _read_flows(layer, source)
    return layer


def _read_head(layer: Layer) -> None:
    known = dict.fromkeys((*HEAD, *TABLES))
    for key, value in layer.raw.items():
        if key in HEAD:
            try:
                layer.head[key] = HEAD[key](value)
            except to.Wrong as wrong:
                layer.wrong(str(wrong), key, *wrong.path)
        elif key not in known:
            layer.wrong(f"is not a key of a policy{to.near(key, known)}", key)


def _read_sources(layer: Layer) -> None:
    found = layer.table(dict.fromkeys(layer.names("sources"), to.line), (), "sources") if layer.names("sources") else {}
    layer.sources = found or {}
    own = layer.head.get("source")
    if own and own not in layer.sources and own not in OWN_WORDS:
        layer.wrong(f'"{own}" has no title; add {own} = "its title" to [sources]', "source")


def _read_rules(layer: Layer, source: to.Convert) -> None:
    for name in layer.names("rules"):
        if name not in RULES:
            layer.wrong(f"is not a rule{to.near(name, RULES)}", "rules", name)
            continue
        found = layer.table({"is": RULES[name], "source": source}, ("is", "source"), "rules", name)
        if found and {"is", "source"} <= found.keys():
            layer.rules[name] = Cited(found["is"], found["source"])


def _read_texts(layer: Layer, source: to.Convert) -> None:
    for name in layer.names("references"):
        kind = {"title": to.line, "text": to.text, "source": source}
        if (found := layer.table(kind, tuple(kind), "references", name)) and found.keys() == kind.keys():
            layer.references[name] = Reference(**found)
    for name in layer.names("messages"):
        kind = {"text": to.message, "source": source, "channel": to.channel}
        if (found := layer.table(kind, tuple(kind), "messages", name)) and found.keys() == kind.keys():
            layer.messages[name] = Message(**found)


def _read_crisis(layer: Layer, source: to.Convert) -> None:
    kind = {"country": to.line, "name": to.line, "number": to.line, "hint": to.line, "source": source}
    for index, _ in enumerate(_list(layer, "crisis")):
        found = layer.table(kind, ("country", "name", "number", "source"), "crisis", index)
        if found and {"country", "name", "number", "source"} <= found.keys():
            country = found.pop("country")
            layer.crisis[country] = (*layer.crisis.get(country, ()), CrisisNumber(**found))


def _per(value: object) -> bool:
    if value not in ("participant", "session"):
        raise to.Wrong('must be "participant" (a line for each member) or "session"')
    return value == "participant"


def _read_checks(layer: Layer, source: to.Convert) -> None:
    kind: dict[str, to.Convert] = {
        "id": to.line,
        "phase": to.one_of(Phase),
        "text": to.line,
        "source": source,
        "scope": to.one_of(Scope),
        "about": to.one_of(About),
        "per": _per,
        "safety": to.flag,
        "answers": to.answers,
        "when": to.all_of(Condition),
        "sees": to.one_of(Sees),
        "days": to.count,
        "hint": to.hint,
        "asked": to.flag,
    }
    for index, _ in enumerate(_list(layer, "check")):
        found = layer.table(kind, ("id", "source"), "check", index)
        if not found or "id" not in found:
            continue
        name = found.pop("id")
        if name in layer.index:
            first = layer.at.get(("check", layer.index[name]), 1)
            layer.wrong(f"is there already, on line {first}; give this one another id", "check", index, "id")
            continue
        layer.index[name] = index
        if found.pop("asked", True):
            layer.checks[name] = found
        else:
            layer.left_out[name] = found.get("source", "")


def _read_flows(layer: Layer, source: to.Convert) -> None:
    for name in layer.names("flow"):
        from data.flow_read import Reader, hashed

        if read := Reader(layer, ("flow", name), source).read():
            read.flow = hashed(read.flow)
            layer.flows[name] = read


def _list(layer: Layer, name: str) -> list[Any]:
    raw = layer.raw.get(name, [])
    if isinstance(raw, list):
        return raw
    layer.wrong(f"must be written as [[{name}]], once for each", name)
    return []
