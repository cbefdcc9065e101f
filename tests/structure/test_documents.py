"""README and CONTRIBUTING say what the program does: its keys, its commands, its pictures, its exceptions."""

import re
import tomllib
from pathlib import Path

import pytest

from console.cli import COMMANDS
from console.keymap import DAY, DISCREET, FLOW, INCIDENT, LOCKED
from tests.faults.proofs import PROOFS
from tests.term import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def test_the_tables_of_keys_are_those_of_the_keymap_in_its_order() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", README, re.MULTILINE)
    keys = [(key.cap, key.help) for key in (*INCIDENT, *DISCREET, *LOCKED, *FLOW, *DAY) if key.help]
    assert [row for row in rows if not row[0].startswith("session-day")] == keys


def test_every_command_is_named_with_its_words_in_the_order_of_the_help() -> None:
    named = re.findall(r"^\| `session-day ([a-z-]+)", README, re.MULTILINE)
    assert list(dict.fromkeys(named)) == list(COMMANDS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_picture_and_file_that_is_linked_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    linked = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert [link for link in linked if not (ROOT / link).exists()] == []


def test_what_security_says_is_checked_is_there() -> None:
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`]+)`", security)
    proofs = [name for some in re.findall(r"--only ([a-z0-9_ ]+)`", security) for name in some.split()]
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert set(proofs) <= {proof.name for proof in PROOFS}
    assert len(named) > 8
    assert len(proofs) > 3


def test_every_exception_from_the_rules_is_explained() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lint, mypy = config["tool"]["ruff"]["lint"], config["tool"]["mypy"]
    codes = [*lint["ignore"], *(code for some in lint["per-file-ignores"].values() for code in some)]
    modules = [name.removesuffix(".*") for override in mypy["overrides"] for name in override["module"]]
    explained = CONTRIBUTING.partition("## Exceptions")[2]
    assert [word for word in (*codes, *modules) if word not in explained] == []


def test_every_folder_and_file_of_the_map_is_there() -> None:
    drawn = re.search(r"## The map\n\n```\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert drawn
    for path in _paths(drawn[1]):
        assert list(ROOT.glob(path)), f"{path} is on the map and nowhere else"


def _paths(tree: str) -> list[str]:
    """Each name of the tree with the folders that it is indented below; a name holds a dot or ends in a slash."""
    found: list[str] = []
    above: list[str] = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = [word for word in re.split(r" {2,}", line.strip())[0].split() if "." in word or word.endswith("/")]
        found += [str(Path(*above[:depth], name)) for name in names]
        above[depth:] = [names[0].rstrip("/")] if names else []
    return found
