"""There is one way to the data file: each connection has WAL and FULL, and each write began with BEGIN IMMEDIATE.

Looked for in the source, and seen to be found. tests/data/test_watched_at_the_driver.py sees it happen.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.term import ROOT

FOLDERS = ("console", "widgets", "data")
DRIVER = "data/driver.py"

ENGINES = {"data/engine.py": "the store's engine: its every connection is made by data.driver.connect"}
"""Modules that make an engine."""

WRITING = {
    "data/engine.py": "the engine's connections, which write only where the execution option says so",
    "data/restoring.py": "brings the log into the file before another is put in its place; writes no row",
    "data/moving.py": "brings the log into the plain file before the encrypted one is put in its place; writes no row",
}
"""Modules that connect without `query_only`."""

BEGINNING = {
    "data/engine.py": "begins by itself, IMMEDIATE where the execution option says so",
    "data/saving.py": "the lane of every save",
    "data/opening.py": "what a new file says of itself",
    "data/migrations/upgrade.py": "the schema's steps",
}
"""Modules that know the execution option `write`."""


def violations(root: Path) -> list[str]:
    """Every place below this folder that goes to a database by another way, as "file:line: what"."""
    found = []
    for path in sorted(one for folder in FOLDERS for one in (root / folder).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{name}:{line}: {what}" for line, what in _ways(name, tree)]
    return found


def _ways(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    if name == DRIVER:
        return
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(one.name.split(".")[0] in {"sqlite3", "apsw"} for one in names):
                yield node.lineno, "another driver"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in {"sqlite3", "apsw"}:
                yield node.lineno, "another driver"
            case ast.Attribute(value=ast.Name(id="dbapi2" | "sqlcipher3"), attr="connect" | "Connection"):
                yield node.lineno, "a connection past data.driver"
            case ast.ImportFrom(module="sqlcipher3.dbapi2", names=names) if any(one.name == "connect" for one in names):
                yield node.lineno, "a connection past data.driver"
            case ast.Call(func=ast.Name(id="create_engine") | ast.Attribute(attr="create_engine")):
                if name not in ENGINES or not any(one.arg == "creator" for one in node.keywords):
                    yield node.lineno, "an engine that connects by itself"
            case ast.Call(func=ast.Name(id="connect") | ast.Attribute(value=ast.Name(id="driver"), attr="connect")):
                if name not in WRITING and not _reads_only(node):
                    yield node.lineno, "a connection that may write"
            case ast.keyword(arg="write") if name not in BEGINNING:
                yield node.value.lineno, "a transaction that writes"
            case ast.Constant(value=str(words)) if words.upper().startswith("BEGIN I") and name not in BEGINNING:
                yield node.lineno, "a transaction that writes"


def _reads_only(call: ast.Call) -> bool:
    return any(one.arg == "query_only" and getattr(one.value, "value", None) is True for one in call.keywords)


def test_nothing_goes_to_a_database_by_another_way() -> None:
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import sqlite3\n", "another driver"),
        ("from sqlite3 import connect\n", "another driver"),
        ("from sqlcipher3 import dbapi2\ndef f(p):\n    return dbapi2.connect(p)\n", "past data.driver"),
        ("from sqlcipher3.dbapi2 import connect as c\n", "past data.driver"),
        ("import sqlmodel\ndef f(p):\n    return sqlmodel.create_engine(p)\n", "an engine"),
        ("from data.driver import connect\ndef f(p):\n    return connect(p, None)\n", "may write"),
        ("from data import driver\ndef f(p):\n    return driver.connect(p, None, query_only=False)\n", "may write"),
        ("def f(engine):\n    return engine.connect().execution_options(write=True)\n", "transaction that writes"),
        ("def f(rows):\n    rows('BEGIN IMMEDIATE')\n", "transaction that writes"),
    ],
)
def test_a_planted_other_way_is_found(tmp_path: Path, source: str, what: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "planted.py").write_text(source, encoding="utf-8")
    (found,) = violations(tmp_path)
    assert what in found


@pytest.mark.parametrize("allowed", [ENGINES, WRITING, BEGINNING], ids=["engines", "writing", "beginning"])
def test_every_exception_says_why_and_is_still_needed(allowed: dict[str, str]) -> None:
    for name, reason in allowed.items():
        assert reason
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        assert list(_ways("data/any_other.py", tree)), f"{name} does no such thing: take it off the list"
