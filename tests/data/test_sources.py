"""The table of sources: every line of the five documents has its place, and the place says that line."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.flows import load_flows, planned
from data.policies import FOLDER, load
from data.values.citing import citations, line_run
from data.values.policy import Policy

ROOT = Path(__file__).parents[2]
TABLE: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
COUNTS = {"S0": 36, "S1": 18, "S2": 23, "S3": 34, "S4": 37}
POINTERS = [
    pytest.param(doc, row["lines"], pointer, id=f"{doc}-{row['lines']}-{pointer[:60]}")
    for doc, part in TABLE.items()
    for row in part["rows"]
    for pointer in row["lives"]
]
ISSUES = {2, 3, 4, 5, 6}


def _lines(text: str) -> set[int]:
    return {line for run in text.split(",") for line in range(line_run(run)[0], line_run(run)[1] + 1)}


def _cited(source: str, doc: str) -> set[int]:
    """The lines of the document that a source cites; a section without lines stands for all of its own."""
    found: set[int] = set()
    for part in citations(source):
        if part.doc == doc:
            sections = TABLE[doc].get("sections", {})
            runs = part.lines or ((tuple(sections[part.section]),) if part.section else ())
            found.update(line for first, last in runs for line in range(first, last + 1))
    return found


def _target(policy: Policy, name: str) -> tuple[str, str]:
    """(source, inherited) of what `check.private`, `message.offer`, `reconnect` or `review` points to."""
    kind, _, key = name.partition(".")
    if not key:
        value = getattr(policy, kind)
        assert value, f"{kind} is not set"
        return (value.source, value.inherited) if hasattr(value, "source") else ("", "")
    found: Any
    if kind == "check":
        (found,) = (check for check in policy.checks if check.id == key)
    elif kind == "crisis":
        (found,) = (number for number in policy.crisis_numbers["GB"] if number.name == key)
    else:
        found = {"message": policy.messages, "reference": policy.references}[kind][key]
    return found.source, found.inherited


@cache
def _sources_of_flows(profile: str) -> dict[str, str]:
    """Every part of the profile's flows by its key, with its source."""
    found: dict[str, str] = {}
    for flow in load_flows(load(profile)).values():
        named = [(f"{flow.id}.ask.{one.id}", one.source) for one in flow.questions]
        named += [(f"{flow.id}.route[{number}]", one.source) for number, one in enumerate(flow.routes, 1)]
        named += [(f"{flow.id}.outcome.{one.id}", one.source) for one in flow.outcomes.values()]
        for stage in flow.stages.values():
            key = f"{flow.id}.stage.{stage.id}"
            named += [(f"{key}.step.{step.id}", step.source) for step in stage.steps]
            named += [(f"{key}.exit.{one.id}", one.source) for one in stage.exits]
            named += [(f"{key}.route[{number}]", one.source) for number, one in enumerate(stage.routes, 1)]
            named += [(f"{key}.deadline[{number}]", one.source) for number, one in enumerate(stage.deadlines, 1)]
        found |= dict(named)
    return found


def _resolve(doc: str, lines: str, pointer: str) -> None:
    """Raises AssertionError or LookupError where the pointer leads nowhere, or to something that cites another line."""
    kind, _, rest = pointer.partition(":")
    if kind == "policy":
        profile, _, name = rest.partition(":")
        assert profile == TABLE[doc]["profile"]
        policy = load(profile)
        source, inherited = _target(policy, name)
        assert not inherited, "taken over: this profile does not say it itself"
        if name in {"created", "review", "owner", "lead"}:
            assert policy.source == doc
        else:
            assert _lines(lines) <= _cited(source, doc), f"{name} cites {source}"
    elif kind == "core":
        path, _, words = rest.partition(": ")
        assert (ROOT / path).exists()
        assert len(words.split()) >= 2
    elif kind == "flow" and ": issue " not in rest:
        name, _, key = rest.partition(":")
        source = _sources_of_flows(TABLE[doc]["profile"])[f"{name}.{key}"]
        assert _lines(lines) <= _cited(source, doc), f"{key} cites {source}"
    elif kind == "flow":
        name, issue, words = rest.split(": ", 2)
        assert name in load(TABLE[doc]["profile"]).flows
        assert name in planned(), "it is there: point to its part"
        assert int(issue.removeprefix("issue ")) in ISSUES
        assert words
    elif kind.startswith("issue "):
        assert int(kind.removeprefix("issue ")) in ISSUES
        assert len(rest.split()) >= 3
    else:
        assert kind == "none"
        assert len(rest.split()) >= 5, "a written reason"


@pytest.mark.parametrize(("doc", "lines", "pointer"), POINTERS)
def test_a_pointer_leads_to_something_that_cites_this_line(doc: str, lines: str, pointer: str) -> None:
    _resolve(doc, lines, pointer)


@pytest.mark.parametrize("doc", COUNTS)
def test_no_row_of_a_document_is_missing(doc: str) -> None:
    rows = TABLE[doc]["rows"]
    assert len(rows) == TABLE[doc]["count"] == COUNTS[doc]
    assert all(row["lives"] and row["says"] for row in rows)
    firsts = [min(_lines(row["lines"])) for row in rows]
    assert firsts == sorted(firsts)


def test_there_is_one_table_for_each_document_and_its_title_is_the_profiles() -> None:
    assert TABLE.keys() == COUNTS.keys()
    for doc, part in TABLE.items():
        policy = load(part["profile"])
        assert policy.source == doc
        assert policy.title == policy.sources[doc] == part["title"]


@pytest.mark.parametrize("doc", COUNTS)
def test_what_a_profile_says_for_its_source_is_said_by_a_row(doc: str) -> None:
    """The other way round: nothing claims to come from lines that the table does not know."""
    policy = load(TABLE[doc]["profile"])
    known = {line for row in TABLE[doc]["rows"] for line in _lines(row["lines"])}
    own: list[Any] = [*policy.checks, *policy.messages.values(), *policy.references.values()]
    sources = [one.source for one in own if not one.inherited]
    assert sources
    for source in sources:
        cited = _cited(source, doc)
        assert cited, f"{source} does not cite {doc}"
        assert cited & known, f"no row for {source}"


def test_the_profiles_name_no_person_and_no_organisation_of_the_sources() -> None:
    names = re.compile(r"\b(jerri|prior mindset|mbh|ra counselling)\b", re.IGNORECASE)
    for path in FOLDER.glob("*.toml"):
        assert not names.search(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    ("doc", "lines", "pointer"),
    [
        ("S3", "115", "policy:remote-protocol:check.where"),  # cites 4.3, not 4.4
        ("S3", "113", "policy:remote-protocol:check.nothing"),
        ("S0", "13", "policy:support-service:reconnect"),  # taken over from standard
        ("S0", "47", "flow:teleport: issue 3: words"),
        ("S0", "47", "flow:drop: issue 4: it is there already"),
        ("S0", "47", "flow:drop:stage.reconnect.step.nothing"),
        ("S0", "47", "flow:drop:stage.reconnect.step.programs"),  # cites S1
        ("S0", "47", "core:console/core/nowhere.py: some words"),
        ("S0", "47", "none: because"),
        ("S0", "47", "elsewhere"),
    ],
)
def test_a_pointer_that_leads_astray_is_noticed(doc: str, lines: str, pointer: str) -> None:
    with pytest.raises((AssertionError, LookupError, ValueError)):
        _resolve(doc, lines, pointer)
