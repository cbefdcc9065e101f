"""What stands before the first frame, held by name: what is not imported takes no time. Looked up in a process of its
own, in a real terminal, at the instant the first frame is handed to it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import shelf
from data.values.time import Now
from tests.bench import homes
from tests.fakes import START
from tests.homes import ENCRYPTED
from tests.term import ROOT, Term

pytestmark = pytest.mark.skipif(ENCRYPTED, reason="behind the passphrase screen everything comes in while it is typed")

SCRIPT = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
out = Path(sys.argv[2])
from textual.app import App
painted = App._display
def painting(self, screen, renderable):
    if renderable is not None and not out.exists():
        out.write_text(json.dumps(sorted(sys.modules)))
    painted(self, screen, renderable)
App._display = painting
from console.cli import main
raise SystemExit(main([]))
"""

LATER = {
    "alembic", "apscheduler", "dateutil", "icalendar", "msgspec", "phonenumbers", "plyer", "pydantic", "sqlalchemy",
    "sqlcipher3", "sqlmodel",
}  # fmt: skip
"""Libraries that nothing painted needs."""
LATER_OURS = {
    "console.acts", "console.core.events", "console.core.state", "console.core.step", "console.core.view",
    "console.runner", "data.store", "data.values.facts", "data.values.people", "data.values.session",
    "data.values.views", "console.screens.incident", "data.vault", "console.wiring.way",
}  # fmt: skip
WIDGETS = {"textual.widgets._text_area", "textual.widgets._data_table", "textual.widgets._markdown"}


READY = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
out = Path(sys.argv[2])
import importlib.util
class Seen:
    def find_spec(self, name, path, target=None):
        if name != "data.saving":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        make = spec.loader.exec_module
        def exec_module(module):
            make(module)
            commit = module.Saving.commit
            def committing(*given):
                module.Saving.commit = commit
                commit(*given)
                out.write_text(json.dumps(list(sys.modules)))
            module.Saving.commit = committing
        spec.loader.exec_module = exec_module
        return spec
sys.meta_path.insert(0, Seen())
from console.cli import main
raise SystemExit(main([]))
"""
AFTER = {"alembic", "apscheduler", "dateutil", "icalendar", "phonenumbers", "plyer", "pydantic", "sqlmodel"}
"""Libraries that the first thing saved does not need."""
AFTER_OURS = {
    "console.export", "console.wiring.way", "data.backup", "data.models", "data.restoring", "data.vault",
    "data.flow_read", "data.policy_layer", "console.commands",
}  # fmt: skip
"""Of ours: nothing that reads a policy's or a flow's own text, nothing of a backup, nothing that leaves."""

GLANCE = """
import sys
sys.path.insert(0, sys.argv[1])
import console.glance
console.glance.main([])
print(*sys.modules, file=sys.stderr)
"""
ACTING = {
    "console.acts", "console.core.effects", "console.core.events", "console.core.step", "console.runner", "data.store",
    "data.values.facts", "sqlalchemy", "sqlmodel", "pydantic", "textual", "apscheduler", "argparse",
    "asyncio", "dateutil", "logging", "subprocess", "traceback", "tzlocal",
}  # fmt: skip


def own(home: homes.Home) -> dict[str, str]:
    """What makes a program take this home and no other."""
    return {**home.environment(), "SESSION_DAY_HOME": ""}


def test_a_glance_at_the_day_loads_nothing_that_acts(tmp_path: Path) -> None:
    home = homes.make(tmp_path / "home", Now(START, "boot", 1000.0), START.date())
    child = subprocess.run(
        [sys.executable, "-c", GLANCE, str(ROOT)],
        capture_output=True,
        check=True,
        timeout=20,
        env={**os.environ, **home.environment(), "SESSION_DAY_HOME": ""},
    )
    loaded = set(child.stderr.decode().split())
    assert child.stdout, "it saw nothing"
    assert {"console.core.view", "data.today"} <= loaded
    assert sorted(loaded & ACTING) == []


def test_the_first_frame_waits_for_no_library_and_for_nothing_of_the_core(tmp_path: Path) -> None:
    home = homes.make(tmp_path / "home", Now(START, "boot", 1000.0), START.date())
    out = tmp_path / "modules"
    with Term([sys.executable, "-c", SCRIPT, str(ROOT), str(out)], env=own(home)) as term:
        term.wait_for(lambda _text: out.exists())
    loaded = set(json.loads(out.read_text(encoding="utf-8")))
    assert {"console.screens.day", "textual.app"} <= loaded
    assert sorted({name.partition(".")[0] for name in loaded} & LATER) == []
    assert sorted(loaded & LATER_OURS) == []
    assert not loaded & WIDGETS


def test_the_first_thing_saved_waits_for_nothing_that_is_used_later(tmp_path: Path) -> None:
    home = homes.make(tmp_path / "home", Now(START, "boot", 1000.0), START.date())
    shelf.flows(shelf.cached(homes.POLICY, home.folders.state / "policies"), home.folders.state / "policies")
    out = tmp_path / "modules"
    with Term([sys.executable, "-c", READY, str(ROOT), str(out)], env=own(home)) as term:
        term.wait_for(lambda _text: out.exists() and out.read_text(encoding="utf-8").endswith("]"))
    loaded = set(json.loads(out.read_text(encoding="utf-8")))
    assert {"data.saving", "sqlalchemy", "console.acts"} <= loaded
    assert sorted({name.partition(".")[0] for name in loaded} & AFTER) == []
    assert sorted(loaded & AFTER_OURS) == []
    assert [name for name in sorted(loaded) if makes_values_slowly(name)] == []


def makes_values_slowly(module: str) -> bool:
    """Whether all the classes of this module of ours could be quick ones, and are not; see `data.values.quick`."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    if module.partition(".")[0] not in ("console", "data", "widgets") or not path.exists():
        return False
    source = path.read_text(encoding="utf-8")
    kinds = set(re.findall(r"^ *@dataclass.*$", source, re.MULTILINE))
    return kinds == {"@dataclass(frozen=True, slots=True)"} and "from dataclasses import dataclass" in source
