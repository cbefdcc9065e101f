"""The lock: it satisfies the project, every file in it has its hash, and it names no registry."""

import re
import tomllib
from itertools import chain

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.term import ROOT

TEXT = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(\s|$)")


def entries() -> list[str]:
    """Each locked release with its continuation lines, as one line."""
    joined = TEXT.replace("\\\n", " ").splitlines()
    return [line for line in joined if line.strip() and not line.lstrip().startswith("#")]


def locked() -> dict[str, list[tuple[Version, Requirement]]]:
    found: dict[str, list[tuple[Version, Requirement]]] = {}
    for entry in entries():
        requirement = Requirement(entry.split(" --hash", 1)[0].strip())
        (exact,) = requirement.specifier
        assert exact.operator == "==", entry
        found.setdefault(canonicalize_name(requirement.name), []).append((Version(exact.version), requirement))
    return found


def wanted() -> list[Requirement]:
    groups = (*PROJECT["dependency-groups"].values(), *PROJECT["project"]["optional-dependencies"].values())
    return [Requirement(one) for one in chain(PROJECT["project"]["dependencies"], *groups)]


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_what_the_project_wants_is_locked_at_a_version_it_takes(requirement: Requirement) -> None:
    releases = locked().get(canonicalize_name(requirement.name), [])
    assert releases, f"{requirement} is not in requirements.lock: make lock"
    assert all(version in requirement.specifier for version, _ in releases)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_each_is_locked_once_for_every_python_and_platform_that_is_promised(python: str, platform: str) -> None:
    environment: dict[str, str] = {
        **{key: str(value) for key, value in default_environment().items()},
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": platform.capitalize(),
    }
    table = locked()
    for requirement in wanted():
        matching = [
            version
            for version, release in table[canonicalize_name(requirement.name)]
            if release.marker is None or release.marker.evaluate(environment)
        ]
        assert len(matching) == 1, (requirement, matching)


def test_every_release_has_its_hashes() -> None:
    assert len(entries()) > 30
    assert [entry for entry in entries() if not HASH.search(entry)] == []


def test_it_names_no_registry_and_no_path() -> None:
    lines = [line for line in TEXT.splitlines() if not line.lstrip().startswith("#")]
    assert [
        line for line in lines if "://" in line or "index" in line or line.startswith(("-e", "-i", "./", "/"))
    ] == []
    assert "://" not in TEXT


def test_locks_that_hold_addresses_are_not_kept() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"uv.lock", "pylock.toml"} <= set(ignored)
