"""What must answer at once loads nothing heavy. Looked up in `sys.modules` of a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.term import ROOT

HEAVY = (
    "alembic", "apscheduler", "asyncio", "icalendar", "msgspec", "phonenumbers", "plyer", "pydantic", "rich",
    "sqlalchemy", "sqlcipher3", "sqlmodel", "textual", "console.wiring",
)  # fmt: skip

SCRIPT = """
import atexit, json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
atexit.register(lambda: Path(sys.argv[2]).write_text(json.dumps(sorted(sys.modules))))
from console.cli import main
raise SystemExit(main(sys.argv[3:]))
"""


def loaded_by(out: Path, *args: str) -> set[str]:
    """The top-level names, and our own modules, that this command line loads."""
    subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT, str(ROOT), str(out), *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
        env={"SESSION_DAY_HOME": str(out.parent)},
    )
    names: list[str] = json.loads(out.read_text(encoding="utf-8"))
    return {name.partition(".")[0] for name in names} | {name for name in names if name.startswith("console.")}


@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["nonsense"], [], ["press", "drop"], ["press", "--help"]], ids=" ".join
)
def test_it_loads_nothing_heavy(tmp_path: Path, args: list[str]) -> None:
    loaded = loaded_by(tmp_path / "modules", *args)
    assert "console.cli" in loaded
    assert not loaded & set(HEAVY)


def test_the_look_itself_sees_what_is_loaded(tmp_path: Path) -> None:
    """A look that cannot fail proves nothing: a notifier child does load plyer."""
    out = tmp_path / "modules"
    script = SCRIPT.replace("from console.cli", "import plyer, asyncio\nfrom console.cli")
    subprocess.run(
        [sys.executable, "-I", "-c", script, str(ROOT), str(out), "--version"],
        capture_output=True,
        check=True,
        timeout=20,
    )
    assert {"plyer", "asyncio"} <= set(json.loads(out.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("console.adapters.press", {"asyncio"}),
        ("console.adapters.scheduler", {"apscheduler"}),
        ("console.adapters.notifier", {"plyer"}),
        ("console.commands.doctor", {"textual", "sqlmodel", "zoneinfo"}),
        ("console.crash", {"traceback", "textual"}),
        ("console.settings", {"platformdirs"}),
    ],
)
def test_an_adapter_imports_its_library_only_when_it_is_used(module: str, without: set[str]) -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules); import {module}; " + (
        "print(*{name.partition('.')[0] for name in sys.modules} - before)"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True, timeout=20
    )
    assert not without & set(answer.stdout.split())
