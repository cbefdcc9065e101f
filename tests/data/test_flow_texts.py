"""No text of a flow is longer than a glance: read from the files themselves, past everything that reads flows."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "flows"
FILES = sorted(FOLDER.glob("*.toml"))
FIRST, STEP, EXIT, QUESTION, TITLE, ASKED = 8, 12, 6, 8, 6, 12
OF_A_PROGRAM = re.compile(
    r"\b(click|select|button|error|invalid|timeout|null|user|abort|cancel|submit|input|status|boolean|modal|dialog|"
    r"notification|enter key|menu|dropdown|config|data)\b",
    re.IGNORECASE,
)
"""Words of a program, which nobody should have to read in the worst minute of a week."""
LATIN = re.compile(r"\b(e\.g|i\.e|etc|asap|re:|w/|&)", re.IGNORECASE)


def _flow(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        (flow,) = tomllib.load(file).values()
    assert isinstance(flow, dict)
    return flow


def _texts(flow: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Every text: what it is, the text, and the words it may have."""
    yield "title", flow["title"], TITLE
    yield "use_when", flow["use_when"], 16
    for line in flow["first"]:
        yield "first", line, FIRST
    for name, question in flow.get("ask", {}).items():
        yield f"ask.{name}", question["text"], QUESTION
        yield from _answers(f"ask.{name}", question)
    for group in ("stage", "shared"):
        for name, stage in flow.get(group, {}).items():
            yield from _stage(f"{group}.{name}", stage)
    for name, outcome in flow["outcome"].items():
        yield f"outcome.{name}", outcome["text"], STEP
        yield f"outcome.{name}", outcome["decider"], EXIT
        if "follow_up" in outcome:
            yield f"outcome.{name}", outcome["follow_up"], STEP


def _stage(at: str, stage: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    if "title" in stage:
        yield at, stage["title"], TITLE
    for step in stage.get("step", ()):
        yield f"{at}.step.{step['id']}", step["text"], STEP
        yield from _answers(f"{at}.step.{step['id']}", step)
    for exit_ in stage.get("exit", ()):
        yield f"{at}.exit.{exit_['id']}", exit_["text"], EXIT
        if "ask" in exit_:
            yield f"{at}.exit.{exit_['id']}", exit_["ask"], ASKED
    for owed in stage.get("owed", ()):
        yield f"{at}.owed.{owed['id']}", owed["text"], STEP


def _answers(at: str, part: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    for answer in part.get("answers", ()):
        yield at, answer["say"], 4
        if "ask" in answer:
            yield at, answer["ask"], ASKED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_text_is_longer_than_a_glance(path: Path) -> None:
    found = list(_texts(_flow(path)))
    assert 1 <= sum(at == "first" for at, _, _ in found) <= 3
    assert sum(".step." in at for at, _, _ in found) > 0
    assert [(at, text) for at, text, most in found if not 1 <= len(text.split()) <= most] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_plain_english_on_one_line(path: Path) -> None:
    for at, text, _ in _texts(_flow(path)):
        assert not OF_A_PROGRAM.search(text.lower().replace("data controller", "controller")), (at, text)
        assert not LATIN.search(text), (at, text)
        assert text == text.strip(), (at, text)
        assert text.isprintable(), (at, text)
        assert "  " not in text, (at, text)
        assert len(text) <= 80, (at, text)


def test_no_text_is_forgotten_by_this_test() -> None:
    """Whatever a flow says in words is among those that are looked at."""
    known = {"source", "level", "id", "key", "to", "from", "after", "kind", "fact", "value", "message", "start", "look"}
    known |= {"letter", "channel", "closes", "gap", "tries", "mode", "proposes", "about"}

    def words(value: Any, name: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, one in value.items():
                if key not in known | {"when", "sets", "also", "set"}:
                    yield from words(one, key)
        elif isinstance(value, list):
            for one in value:
                yield from words(one, name)
        elif isinstance(value, str) and name not in {"shared", "shared_first"}:
            yield value

    for path in FILES:
        seen = {text for _, text, _ in _texts(_flow(path))}
        assert set(words(_flow(path))) - seen <= {"0s", "10s"}, path.stem
