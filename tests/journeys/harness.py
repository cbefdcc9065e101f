"""A working day in the whole real application, driven only by keys, so that a test reads as a story.

Rule: real store, real core, real screens; only the clock, the scheduler and the notifier stand still until they are
told to move. Nothing here sleeps: time passes by hand; what happens beside the screen is awaited by what it changes.
"""

import asyncio
import io
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from textual.events import Key
from textual.pilot import Pilot

from console import wiring
from console.app import SessionDayApp
from console.commands import importing
from console.core import session
from console.core.state import State
from console.door import Door
from console.screens.day import DayScreen
from console.screens.incident import IncidentScreen
from console.settings import HOME_VARIABLE, Folders, Settings
from console.way_in import UNLOCK
from console.wiring import Parts, build
from console.wiring.beside import Beside
from console.wiring.way import Way
from data.values.kept import Draft
from data.values.session import Session
from data.values.views import DayView, IncidentView
from tests import homes
from tests.fakes import FakeClock, FakeLine, FakeNotifier, FakeScheduler
from widgets.digits import large

ZONE = "Europe/London"
HERE = ZoneInfo(ZONE)
EXPECTED = Path(__file__).parent / "expected"
REGENERATE = "SESSION_DAY_WRITE_EXPECTED"
"""Set to 1, a journey writes its expected file instead of comparing. Read every line of it before it is committed."""
STEP = timedelta(seconds=20)
"""The slowest heartbeat of a journey: thirty seconds without one would be taken for sleep."""
PATIENCE = 20.0
"""Seconds of real time after which something that was awaited will not come."""
NEVER_IN_COVERT = (
    r"\d{5}", "drop", "covert", "someone", "person", "emergency", "crisis", "danger", "police", "lead", "supervisor",
    "sign", "safe", "F[2-5]", "client", "incident", "ring", "wait", "lost",
)  # fmt: skip
"""What somebody who looks over a shoulder must not read: no number, no word of an incident."""
T = TypeVar("T")
_CHARACTERS = {"space": " ", "question_mark": "?", "plus": "+", "comma": ",", "enter": "\r", "tab": "\t"}
TALL, SMALL = (120, 36), (80, 24)


def at(words: str) -> datetime:
    """An instant as the wall clock in London reads it: "2026-11-18 09:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=HERE).astimezone(UTC)


def folders(base: Path) -> Folders:
    """A home of the test's own."""
    return Folders(*(base / name for name in ("data", "state", "config", "run", "documents")))


class Day:
    """One console from its first frame to its last; `async with open_day(…) as day`."""

    def __init__(self, here: Folders, clock: FakeClock, app: SessionDayApp, pilot: Pilot[None]) -> None:
        self.here = here
        self.clock = clock
        self.app = app
        self.pilot = pilot
        self.scheduler = FakeScheduler()
        self.notifier = FakeNotifier()
        self.own_line = FakeLine()
        self.besides: list[Beside] = []
        self.pictures: dict[str, str] = {}
        self.pressed = 0
        self.at_desk = True
        """Somebody touches a key now and then: without that the console locks after five minutes."""

    # --- what a person does -------------------------------------------------------------------------------------------
    async def press(self, *keys: str) -> None:
        """These keys, one after the other, as Textual names them."""
        for key in keys:
            await self._key(key)
        await self.settle()

    async def _key(self, name: str) -> None:
        """One key as the terminal would send it. (Textual's own pilot waits for an idle processor after each.)"""
        named = {" ": "space", "?": "question_mark", "+": "plus", ",": "comma"}.get(name, name)
        character = _CHARACTERS.get(name, name if len(name) == 1 else None)
        assert self.app._driver is not None
        self.pressed += 1
        self.app._driver.send_message(Key(named, character))
        await self.quiet()

    async def quiet(self) -> None:
        """Until every message, and every message that one led to, has been handled and drawn."""
        for _ in range(3):
            await self.pilot._wait_for_screen()
            await self.app.workers.wait_for_complete()
            self.app.screen._on_timer_update()

    async def resize(self, width: int, height: int) -> None:
        """The terminal's window changes its size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def beside(self, command: Callable[[], T]) -> T:
        """A command runs in another terminal meanwhile; its answer."""
        answer = await asyncio.to_thread(command)
        await self.settle()
        return answer

    async def type(self, words: str) -> None:
        """Letter by letter."""
        await self.press(*words)

    async def tick(self, words: str) -> None:
        """Space on the line that says this."""
        await self.line(words)
        await self.press("space")

    async def check(self, words: str, key: str, typed: str = "") -> None:
        """Enter on the line that says this, the key of an answer, and the words it asks for."""
        await self.line(words)
        await self.press("enter", key)
        if typed:
            await self.type(typed)
            await self.press("enter")

    async def settle_owed(self, words: str, outcome: str) -> None:
        """Space on what is owed, and how it ended."""
        await self._move("owed", words)
        await self.press("space")
        await self.type(outcome)
        await self.press("enter")

    async def take_owed(self, words: str) -> None:
        """Take what is owed and says this in hand, with the arrow keys."""
        await self._move("owed", words)

    async def line(self, words: str) -> None:
        """Take the line of the checklist that says this in hand, with the arrow keys."""
        await self._move("checks", words)

    async def row(self, words: str) -> None:
        """Take the row of Today that says this in hand, with the arrow keys."""
        await self._move("today", words)

    async def _move(self, panel: str, words: str) -> None:
        for _ in range(4):
            if self.app.day.focused is not None and self.app.day.focused.id == panel:
                break
            await self._key("right")
        if words not in self.in_hand(panel):
            await self._key("home")
        for _ in range(80):
            if words in self.in_hand(panel):
                break
            before = self.in_hand(panel)
            await self._key("down")
            assert self.in_hand(panel) != before, f"no line says {words!r}:\n{self.screen_text()}"
        await self.settle()

    @property
    def view(self) -> DayView:
        """What the day screen was given to draw."""
        assert self.app.day._view is not None
        return self.app.day._view

    @property
    def incident(self) -> IncidentView | None:
        """What the screen of an incident was given to draw, while it is the one on the screen."""
        return self.app.flow.view if self.app.screen is self.app.flow else None

    @property
    def stage(self) -> str:
        """The title of the incident's stage on the screen; "" on any other screen."""
        return self.incident.stage if self.incident else ""

    def in_hand(self, panel: str = "checks") -> str:
        """The line of that panel under the cursor, in words."""
        view = self.view
        if panel == "today":
            cursor = self.app.day._today.cursor
            return next((f"{row.time} {row.who} {row.what}" for row in view.rows if row.session == cursor), "")
        if panel == "owed":
            owed = self.app.day._owed.current
            return owed.text if owed else ""
        rows = [row for group in view.detail.groups for row in group.rows] if view.detail else []
        current = self.app.day._checks.current
        members = view.detail.members.rows if view.detail and view.detail.members else ()
        told = {row.id: f"{row.key} {row.who}" for row in members} | {row.id: f"{row.text} {row.value}" for row in rows}
        return told.get(current, "")

    # --- time ---------------------------------------------------------------------------------------------------------
    async def pass_time(self, *, every: timedelta = STEP, **span: float) -> None:
        """Time passes on a machine that is awake: a heartbeat now and then, and at each instant that was asked for."""
        end = self.clock.utc + timedelta(**span)
        while self.clock.utc < end:
            now = self.clock.utc
            waits = [every, end - now, *(due - now for due in self.scheduler.instants.values() if due > now)]
            self.clock.advance(min(waits).total_seconds())
            self.beat()
            if self.at_desk and self.app.acting:
                self.app.acting.touch()
        await self.settle()

    async def at(self, local: str) -> None:
        """Time passes until the wall clock reads this: "10:07", "10:07:30"; past midnight when it is earlier."""
        here = self.clock.utc.astimezone(HERE)
        then = datetime.fromisoformat(f"{here.date()} {local}").replace(tzinfo=HERE)
        if then < here:
            then += timedelta(days=1)
        await self.pass_time(seconds=(then - here).total_seconds())

    async def care(self) -> None:
        """Until the process beside the console has looked after everything that is kept."""
        await self.pass_time(seconds=3, every=timedelta(seconds=1))
        await self.besides[0].ended()
        await self.settle()

    async def suspend(self, **span: float) -> None:
        """The machine sleeps, wakes, and the heart beats."""
        self.clock.suspend(timedelta(**span).total_seconds())
        self.beat()
        await self.settle()

    def beat(self) -> None:
        """One heartbeat."""
        assert self.app.beat is not None
        self.app.beat()

    # --- what a person sees -------------------------------------------------------------------------------------------
    @property
    def state(self) -> State:
        """What the console decides from; only to know when something has happened."""
        state: State | None = getattr(self.app.acting, "state", None)
        assert state is not None, "the console has no state yet"
        return state

    @property
    def running(self) -> str:
        """Who is in session, as the screen names them; "" for nobody."""
        live = session.live(self.state)
        return session.who(self.state, live) if live else ""

    @property
    def only_session(self) -> Session:
        """The one session there is."""
        (one,) = self.state.sessions.values()
        return one

    def screen_text(self) -> str:
        """The screen as a person sees it, as lines of text."""
        width, height = self.app.size
        page = Console(width=width, height=height, file=io.StringIO(), record=True, legacy_windows=False)
        page.print(self.app.screen._compositor.render_update(full=True, screen_stack=self.app._background_screens))
        return page.export_text()

    def sees(self, *words: str) -> None:
        """All of this is on the screen, also where it was broken between two words over the whole width."""
        text = self.screen_text()
        running = " ".join(text.split())
        for one in words:
            assert one in text or one in running, f"{one!r} is not on the screen:\n{text}"

    def does_not_see(self, *words: str) -> None:
        """None of this is on the screen."""
        text = self.screen_text()
        for one in words:
            assert one not in text, f"{one!r} is on the screen:\n{text}"

    async def until(self, wanted: str | Callable[[], object]) -> None:
        """Until the screen says this, or this is true."""
        found = (lambda: wanted in self.screen_text()) if isinstance(wanted, str) else wanted
        try:
            async with asyncio.timeout(PATIENCE):
                while not found():
                    await self.quiet()
                    await self.pilot.pause(0.001)
        except TimeoutError:
            raise AssertionError(f"{wanted!r} did not come:\n{self.screen_text()}") from None

    async def saved(self) -> None:
        """Until everything that was pressed is on the disk."""
        await self.until(lambda: self.state.read_only or not self.state.saving.pending)

    async def settle(self) -> None:
        """Until what was pressed is drawn and saved, and every promise about the screen holds."""
        await self.quiet()
        await self.saved()
        await self.quiet()
        self.keeps_its_promises()

    def keeps_its_promises(self) -> None:
        """No words in the colour of their ground; at 80x24 the clock, who, what comes next and the incident keys."""
        for strip in self.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                hidden = style is not None and style.color is not None and style.color == style.bgcolor
                assert not (text.strip() and hidden), f"{text!r} cannot be seen"
        if self.app.screen is self.app.locked or (self.incident is None and self.state.locked):
            self._is_about_nobody()
            return
        if self.incident is not None:
            self._keeps_the_promises_of(self.incident)
            return
        if self.app.size != SMALL:
            return
        if isinstance(self.app.screen, IncidentScreen):
            self.sees("F3", "F4", "F5", self.view.clock.who, "›", "session ")
            return
        clock, banner, text = self.view.clock, self.view.banner, self.screen_text()
        self.sees(clock.who)
        for digit, word in (("2", "Drop"), ("3", "Crisis"), ("4", "Safe word"), ("5", "More")):
            assert re.search(rf"\b(F{digit}|{digit})\b +{word}", text), text  # the digit alone while Esc arms it
        said = self.view.said  # on a page the answer to the last key stands there for some seconds
        answered = said is not None and not isinstance(self.app.screen, DayScreen) and said.text[:20] in text
        assert clock.next in text or (banner and banner.words[:40] in text) or answered, text
        assert clock.next or banner or not clock.who, "what comes next is not said"
        digits = large(clock.digits, heavy=clock.mood == "over")
        assert clock.digits in text or all(line.strip() in text for line in digits), text

    def _is_about_nobody(self) -> None:
        """The locked screen: nobody's initials, name or number."""
        text, known = self.screen_text(), getattr(self.app.acting, "state", None)
        people = known.clients.values() if known else ()
        words = {word for one in people for word in (one.initials, one.name, one.reference) if word}
        words |= {route.value for one in people for route in one.routes}
        assert not [word for word in words if word in text], text

    def _keeps_the_promises_of(self, view: IncidentView) -> None:
        """Of an incident's screen: the clocks, who, the next thing, the way out and the keys; covert tells nothing."""
        text = self.screen_text()
        if self.app.flow.hidden:
            told = [word for word in NEVER_IN_COVERT if re.search(word, text, re.IGNORECASE)]
            assert not told and view.who not in text, f"{told or view.who} is on the covert screen:\n{text}"
        elif self.app.size == SMALL:
            running = " ".join(text.split())
            assert view.who in text and view.began in text, text
            assert view.digits in text or all(line.strip() in text for line in large(view.digits)), text
            assert view.clock in running, f"{view.clock!r} is not on the screen:\n{text}"
            keys = [*view.exits, *(key for row in view.rows for key in row.keys)]
            following = [f"{one.key} {one.words}" for one in keys if one.offered]
            following = following or [row.text for row in view.rows if row.next]
            assert len(following) == 1, f"not one thing is next, but {following}:\n{text}"
            assert f"› {following[0]}" in running, f"{following[0]!r} is not said to be next:\n{text}"
            assert running.count("›") == 1, text
            for cap in (*view.exits, *view.answers, *(key for row in view.rows for key in row.keys)):
                assert re.search(rf"(?<!\w){re.escape(cap.key)} +{re.escape(cap.words)}", text), f"{cap}:\n{text}"
            assert re.search(r"F3 +Crisis +F4( +Safe word| +Hide again)? +F5( +More)?", text), text

    def picture(self, name: str) -> None:
        """Remember the screen as it is now, for `tests.screenshots`."""
        self.pictures[name] = self.app.export_screenshot(title="Session Day", simplify=True)

    # --- the end ------------------------------------------------------------------------------------------------------
    async def export(self) -> None:
        """Close the day, export all: by keys."""
        await self.press("z", "x")
        await self.until("Written to")
        await self.saved()
        await self.press("escape")  # the page of the day's end stays open for what is still to be settled

    def day_note(self) -> str:
        """The exported day note, as Markdown."""
        (found,) = sorted(self.here.documents.glob("*-day-note.md"))
        return found.read_text(encoding="utf-8")

    def timeline(self) -> str:
        """The exported timelines with their headings, second by second."""
        told: list[str] = []
        for section in re.split(r"^## ", self.day_note(), flags=re.MULTILINE)[1:]:
            heading, _, rest = section.partition("\n")
            found = re.search(r"^### [^\n]*imeline\n\n(.*?)(?:\n\n|\Z)", rest, flags=re.MULTILINE | re.DOTALL)
            if found:
                told += [f"## {heading}", *found[1].strip().splitlines(), ""]
        return "\n".join(told).strip() + "\n"

    def tells(self, name: str) -> None:
        """The exported timeline is the expected one; `REGENERATE` writes it instead."""
        self.compare(name, self.timeline())

    @staticmethod
    def compare(name: str, told: str) -> None:
        """These words are the expected ones; `REGENERATE` writes them instead."""
        path = EXPECTED / f"{name}.txt"
        if os.environ.get(REGENERATE) == "1":
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8")

    def drafts(self) -> tuple[Draft, ...]:
        """What is kept of unsaved typing, as a second look at the same file finds it."""
        with homes.open_store(self.here) as store:
            return store.drafts()


@asynccontextmanager
async def open_day(
    base: Path,
    when: str | FakeClock,
    *,
    size: tuple[int, int] = TALL,
    theme: str = "dark",
    looked_after: bool = False,
    encrypted: bool = False,
) -> AsyncIterator[Day]:
    """A console on the folders below `base`, open and ready for writing; left as `q` leaves it.

    `looked_after`: also with the process beside it that checks the journal and makes the day's backup. `encrypted`: the
    home is, whatever the run wants, and the lock asks for its passphrase.
    """
    clock = when if isinstance(when, FakeClock) else FakeClock(at(when))
    here = folders(base)
    scheduler, notifier, line = FakeScheduler(), FakeNotifier(), FakeLine()
    closed = encrypted or homes.ENCRYPTED
    settings, keys = Settings(theme=theme, encrypted=closed), homes.prepare(here, encrypted=closed)
    parts = Parts(clock, here, settings, scheduler, notifier, line, beating=False, zone=ZONE, keys=keys)
    besides: list[Beside] = []
    if looked_after:
        parts.beside = lambda runner: _kept(besides, wiring.looked_after(runner, {HOME_VARIABLE: str(base)}))
    app = build(parts, way=Way(here, settings, clock, UNLOCK) if encrypted else None)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        day = Day(here, clock, app, pilot)
        day.scheduler, day.notifier, day.own_line, day.besides = scheduler, notifier, line, besides
        await day.until(lambda: getattr(app.acting, "state", None) is not None)
        await day.saved()
        await day.settle()
        try:
            yield day
        finally:
            if app._watchdog is not None:  # it ends a program that does not close down in time: here, the test run
                app._watchdog.cancel()


def _kept(besides: list[Beside], one: Beside) -> Beside:
    besides.append(one)
    return one


# --- what comes before the day ----------------------------------------------------------------------------------------
def import_file(base: Path, name: str, text: str, when: str, *answers: str) -> str:
    """`session-day import`, with these answers typed (none: `--yes`); what it printed."""
    file = base / name
    file.write_text(text, encoding="utf-8")
    typed = iter(answers)
    clock = FakeClock(at(when))
    out, err = io.StringIO(), io.StringIO()
    args = [str(file)] if answers else [str(file), "--yes"]
    door = Door(folders(base), clock, ZONE, homes.prepare(folders(base)))
    code = importing.run(args, out, err, (lambda _: next(typed)) if answers else None, clock.now(), door)
    assert code == 0, err.getvalue()
    return out.getvalue()


def calendar(*events: str) -> str:
    """A calendar with these events: "2026-11-18 10:00 50 JM-002 weekly https://…" (minutes, then the title)."""
    made = []
    for number, words in enumerate(events, 1):
        day, time, minutes, *title = words.split()
        begin = datetime.fromisoformat(f"{day} {time}")
        finish = begin + timedelta(minutes=int(minutes))
        links = [one for one in title if one.startswith("https:")]
        summary = " ".join(one for one in title if one not in links)
        made += [
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20261101T080000Z",
            f"DTSTART;TZID=Europe/London:{begin:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/London:{finish:%Y%m%dT%H%M%S}",
            f"SUMMARY:{summary}",
            *(f"LOCATION:{one}" for one in links),
            "END:VEVENT",
        ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", *made, "END:VCALENDAR"]
    return "\r\n".join(lines) + "\r\n"


def table(*rows: dict[str, str]) -> str:
    """A clients.csv with the columns that these rows name."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(f'"{row.get(one, "")}"' for one in columns) for row in rows)]
    return "\n".join(lines) + "\n"
