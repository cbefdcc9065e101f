"""What stands before the first frame, held by name: what is not imported takes no time. Looked up in a process of its
own, in a real terminal, at the instant the first frame is handed to it."""

import json
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
}  # fmt: skip
WIDGETS = {"textual.widgets._text_area", "textual.widgets._data_table", "textual.widgets._markdown"}


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
