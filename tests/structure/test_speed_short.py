"""What stands before the first frame, held by name: what is not imported takes no time. Looked up in a process of its
own, in a real terminal, at the instant the first frame is handed to it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from data.values.time import Now
from tests.bench import homes
from tests.fakes import START
from tests.term import ROOT, Term

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
    "data.values.views", "console.screens.incident",
}  # fmt: skip
WIDGETS = {"textual.widgets._text_area", "textual.widgets._data_table", "textual.widgets._markdown"}


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
    with Term([sys.executable, "-c", SCRIPT, str(ROOT), str(out)], env=home.environment()) as term:
        term.wait_for(lambda _text: out.exists())
    loaded = set(json.loads(out.read_text(encoding="utf-8")))
    assert {"console.screens.day", "textual.app"} <= loaded
    assert sorted({name.partition(".")[0] for name in loaded} & LATER) == []
    assert sorted(loaded & LATER_OURS) == []
    assert not loaded & WIDGETS
