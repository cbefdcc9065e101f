"""Nothing personal where others can see it: notifications, arguments, the title, logs, pictures of the screen (S13)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.app import SessionDayApp
from console.core import alarms, effects, events
from console.core.rebuild import state_from
from console.core.state import State
from console.core.step import step
from console.core.wall import day_of
from console.demo import demo_day
from console.keymap import DAY, FLOW, INCIDENT
from data import flows, policies
from data.values.kept import Kept
from data.values.people import Practice
from data.values.time import Now
from tests.core.build import LONDON, now_at
from tests.faults.s1_home import KEPT
from tests.hostile import filled
from tests.structure.ways_out import name_of
from tests.term import ROOT

SENTINEL = "Wilhelmina 07700 900987"
ABOUT_SOMEBODY = re.compile(r"Wilhelmina|\d{3}|\b[A-Z]\.[A-Z]\.")
CONSTANT = ast.Constant | ast.Name


def later(now: Now, by: timedelta) -> Now:
    return replace(now, utc=now.utc + by, boottime=now.boottime + by.total_seconds())


@pytest.fixture(scope="module")
def day() -> tuple[State, Now]:
    """The demo's day in which every word that somebody typed is a name and a number."""
    now = now_at(10, 18, 31)
    policy = policies.load("remote-protocol")
    empty = state_from(
        Kept(practice=Practice(zone=LONDON)), policy, day_of(now.utc, LONDON), flows=flows.load_flows(policy)
    )
    state, _ = demo_day(empty, now)
    return filled(state, lambda: SENTINEL, KEPT | {"today", "notifier", "policy", "flows"}), now


# --- notifications ----------------------------------------------------------------------------------------------------
def test_no_notice_of_anything_that_comes_due_names_anybody(day: tuple[State, Now]) -> None:
    state, now = day
    seen = [one for hours in range(0, 36, 3) for one in alarms.alarms(state, later(now, timedelta(hours=hours)))]
    assert any(SENTINEL in one.words for one in seen), "the console itself names them"
    assert {one.kind for one in seen} >= {"in-room", "start", "owed", "own", "buffer", "reminder", "late-15", "end-0"}
    told = [one.notice for one in seen if ABOUT_SOMEBODY.search(one.notice)]
    assert not told


def test_nothing_that_is_sent_to_the_desktop_in_a_whole_day_names_anybody(day: tuple[State, Now]) -> None:
    state, now = day
    told: set[str] = set()
    pressed = {20: "drop", 40: "crisis", 55: "safe-word"}
    for minute in range(0, 240):
        now = later(now, timedelta(minutes=1 if minute % 60 else 15))
        happened: list[events.Event] = [events.Beat()]
        if minute in pressed:
            happened.append(events.IncidentPressed(pressed[minute]))
        for event in happened:
            made = step(state, event, now)
            state = made.state
            told |= {one.words for one in made.effects if isinstance(one, effects.Notify)}
    assert len(told) >= 4, told
    assert not [words for words in told if ABOUT_SOMEBODY.search(words)]


def sends(source: str) -> Iterator[str]:
    """What each notification is made of."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and name_of(node.func) == "Notify":
            for one in node.args:
                yield "" if _is_neutral(one) else ast.unparse(one)


def _is_neutral(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.Attribute):
        return node.attr == "notice"
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and name_of(node.func) == "notice_of")


def test_a_notification_is_made_of_constants_and_notices_alone() -> None:
    for path in (ROOT / "console").rglob("*.py"):
        assert not any(sends(path.read_text(encoding="utf-8"))), path
    assert any(sends("effects.Notify(alarm.words)"))
    assert any(sends("effects.Notify(f'{who} waits')"))


# --- arguments --------------------------------------------------------------------------------------------------------
STARTS = {
    "console/adapters/child.py": "our own launcher, and the name of the child",
    "console/adapters/notifier.py": "our own launcher",
    "console/adapters/notifier_child.py": "plyer's own call of notify-send, with a notice",
    "console/glance.py": "our own launcher",
    "console/wiring/beside.py": "our own launcher",
}
STARTING = {
    ("asyncio", "create_subprocess_exec"), ("asyncio", "create_subprocess_shell"), ("os", "execv"), ("os", "system"),
    *(("subprocess", name) for name in ("Popen", "run", "call", "check_call", "check_output")),
}  # fmt: skip


def starts(source: str) -> bool:
    """Whether it starts a process."""
    used = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return any((name_of(one.value), one.attr) in STARTING for one in used)


def test_processes_are_started_in_known_places_only() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("console", "data", "widgets")
        for path in (ROOT / folder).rglob("*.py")
        if starts(path.read_text(encoding="utf-8"))
    }
    assert found <= set(STARTS), f"what stands in the arguments of {sorted(found - set(STARTS))}?"
    assert starts("import subprocess\nsubprocess.run(['notify-send', who])")


# --- logs -------------------------------------------------------------------------------------------------------------
def test_nothing_writes_a_log() -> None:
    for folder in ("console", "data", "widgets"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            logs = re.search(
                r"\bimport logging\b|\bgetLogger\b|self\.log[.(]|app\.log[.(]|from textual import .*\blog\b", source
            )
            assert not logs or path.name == "crash.py", path


# --- the title and pictures of the screen -----------------------------------------------------------------------------
def test_the_title_is_neutral() -> None:
    assert SessionDayApp.TITLE == SessionDayApp.TERMINAL_TITLE == "Session Day"
    for folder in ("console", "widgets"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(
                r"self\.(app\.)?(sub_)?title\s*=|TERMINAL_TITLE\s*=", path.read_text(encoding="utf-8")
            ), path


async def test_no_action_and_no_command_takes_a_picture_of_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    app = SessionDayApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not list(app.get_system_commands(app.screen))
        assert not app.COMMANDS
        assert not app.ENABLE_COMMAND_PALETTE
        assert not [one for one in app.active_bindings.values() if "screenshot" in one.binding.action]
        app.action_screenshot("x.svg", str(tmp_path))
        app.save_screenshot("x.svg", str(tmp_path))
        app.deliver_screenshot("x.svg", str(tmp_path))
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert type(app.screen).__name__ != "CommandPalette"
    assert not list(tmp_path.rglob("*"))
    assert not [
        key
        for key in (*DAY, *FLOW, *INCIDENT)
        if re.search("screenshot|picture", f"{key.action} {key.words} {key.help}")
    ]
