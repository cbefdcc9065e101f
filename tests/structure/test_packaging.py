"""The wheel: one top-level name, everything the program reads, and a program that runs from where it is installed."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from console import VERSION
from tests.term import ROOT

SHIPPED = {".tcss", ".toml", ".sql"}
FOLDERS = ("console", "widgets", "data")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def built(kind: str, folder: Path) -> Path:
    """Build offline with hatchling, as pip would; the file it made."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; the libraries are lent by this one. Answers its folder."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts, site = _places(folder)
    command = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*command, "--quiet", str(wheel)], check=True, capture_output=True, timeout=120)
    # Behind the environment's own folder, so that the installed program comes first and is no editable one.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def _places(folder: Path) -> tuple[Path, Path]:
    answer = subprocess.run(
        [str(folder / ("Scripts" if os.name == "nt" else "bin") / "python"), "-c",
         "import sysconfig as s, json; print(json.dumps([s.get_path('scripts'), s.get_path('purelib')]))"],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    scripts, site = json.loads(answer.stdout)
    return Path(scripts), Path(site)


def test_its_only_top_level_name_is_session_day(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"session_day", f"session_day-{VERSION}.dist-info"}


def test_everything_the_program_reads_is_in_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix("session_day/") for name in archive.namelist() if "dist-info" not in name}
    tracked = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SHIPPED | {".py"}
    ]
    assert len([name for name in tracked if name.endswith(".py")]) > 20
    assert set(tracked) <= inside
    assert not [name for name in inside if name.startswith(("tests", "screenshots")) or name.endswith(".pyc")]


def test_it_names_the_licence_and_the_version_that_the_program_says(wheel: Path) -> None:
    assert PROJECT["project"]["version"] == VERSION
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"session_day-{VERSION}.dist-info/METADATA").decode()
    assert "License-Expression: MIT" in metadata
    assert f"\nVersion: {VERSION}\n" in metadata


def test_the_command_runs_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    scripts, site = _places(installed)
    environment = {"PATH": os.environ["PATH"], "SESSION_DAY_HOME": str(tmp_path)}
    answer = subprocess.run(
        [str(scripts / "session-day"), "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    assert answer.stdout == f"session-day {VERSION}\n"
    where = subprocess.run(
        [str(scripts / "python"), "-c", "import session_day, console; print(session_day.__file__, console.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert all(Path(file).is_relative_to(site) for file in where.stdout.split())


def test_a_child_runs_from_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    """With nothing on PATH and no desktop the notifier's child answers NO_PROGRAM: it was found and it ran."""
    scripts, site = _places(installed)
    launcher = site / "session_day" / "__init__.py"
    answer = subprocess.run(
        [str(scripts / "python"), "-I", str(launcher), "child", "notifier"],
        input='{"words": "5 minutes left"}', cwd=tmp_path, env={"PATH": str(tmp_path)}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    from console.adapters.notifier_child import NO_PROGRAM

    assert (answer.returncode, answer.stdout, answer.stderr) == (NO_PROGRAM, "", "")


def test_the_source_archive_can_be_built(tmp_path: Path) -> None:
    assert built("sdist", tmp_path).name == f"session_day-{VERSION}.tar.gz"
