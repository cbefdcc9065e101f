"""T3: two hundred reminders in one second all appear, each once, and nothing holds the screen up.

The whole application on a clock that moves by hand; every reminder is looked for in the data file, in the list of what
is to be sent, and some on the screen itself. They are those of eight sessions of the evening and of 192 early the next
day, whose reminders keep to the policy's hours. How long the loop is held is counted in its own processor time, so that
what else the machine does plays no part. The canaries are a console that shows ten at a time, as a pool of workers
would, and one that waits for its notifier.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_THREAD, getrusage

from console.core import alarms
from console.wiring import open_store
from data.values.facts import ClientSaved, PracticeSet, Record, SessionSaved, WarningShown
from data.values.kept import Kept
from data.values.people import Practice
from data.values.session import Session
from data.values.time import Now
from tests.core.build import LONDON, a_client, a_session, minutes
from tests.faults.result import Result
from tests.journeys.harness import Day, at, folders, open_day

MANY = 200
TODAY, DUE = 8, at("2026-11-18 17:00")
EVENING, MORNING = at("2026-11-18 20:00"), at("2026-11-19 09:00")
"""The policy reminds three hours before, and an hour before it closes where that would be at night."""
WAITS = 0.1
ON_SCREEN = 12
"""So many of the list are looked for on the screen itself."""


def run(count: int, seed: int) -> Result:
    """So many mornings of this kind."""
    del seed  # there is nothing to choose
    result = Result("T3 two hundred reminders in one second", "0 missed, 0 doubled, the screen waits at most 0.1 s")
    pool, blocked = Result("canary", ""), Result("canary", "")
    with asyncio.Runner() as loop:
        for number in range(count):
            result.timed(number, lambda once: loop.run(_together(once)))
        loop.run(_together(pool, ten_at_a_time=True))
        loop.run(_together(blocked, waits=True))
    result.canary = "ten at a time, and one that waits for its notifier"
    result.canary_failed = bool(pool.failures and blocked.slow)
    return result


async def _together(result: Result, *, ten_at_a_time: bool = False, waits: bool = False) -> None:
    real = alarms.due
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        _book(base)
        if ten_at_a_time:
            alarms.due = lambda state, now: real(state, now)[:10]
        try:
            async with open_day(base, "2026-11-18 16:59:58") as day:
                await _second(day, result, waits)
        finally:
            alarms.due = real
        _kept(base, result)


async def _second(day: Day, result: Result, waits: bool) -> None:
    if waits:
        day.notifier.show = _slow  # type: ignore[method-assign]
    day.clock.advance(1)
    day.beat()
    await day.settle()
    result.expect(not _listed(day), "some were listed too soon")
    async with _watched(result):
        day.clock.advance(1)
        day.beat()
        await day.quiet()
    await day.settle()
    listed = _listed(day)
    result.expect(len(set(listed)) == len(listed) == MANY, f"{len(listed)} of {MANY} are listed")
    result.expect(day.notifier.shown or waits, "the desktop was told nothing")
    if waits or len(listed) < MANY:
        return
    await day.take_owed(listed[0])
    for text in listed[:: MANY // ON_SCREEN]:
        while day.in_hand("owed") != text:
            before = day.in_hand("owed")
            await day.press("down")
            if not result.expect(day.in_hand("owed") != before, f"nothing leads to {text}"):
                return
        result.expect(text.partition(" for ")[0] in day.screen_text(), f"{text} is not on the screen")


def _listed(day: Day) -> list[str]:
    return [row.text for row in day.view.owed if "reminder" in row.text]


async def _slow(words: str) -> tuple[str, str]:
    """A notifier that holds up the loop, as plyer called in it would."""
    begun = _used()
    while _used() - begun < 2 * WAITS:
        pass
    return "on", words


def _used() -> float:
    """Seconds of processor time that this thread has had."""
    used = getrusage(RUSAGE_THREAD)
    return used.ru_utime + used.ru_stime


@asynccontextmanager
async def _watched(result: Result) -> AsyncIterator[None]:
    """What runs meanwhile holds the loop for no longer than the bound at a time."""
    longest = 0.0

    async def turn() -> None:
        nonlocal longest
        last = _used()
        while True:
            await asyncio.sleep(0)
            now = _used()
            longest, last = max(longest, now - last), now

    turning = asyncio.create_task(turn())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        turning.cancel()
        with suppress(asyncio.CancelledError):
            await turning
    result.within("the screen waits", longest, WAITS)


def _kept(base: Path, result: Result) -> None:
    """Every one is in the data file, once, shown in its second."""
    with closing(open_store(folders(base), folders(base).database)) as store:
        warned = [one.fact.warned for one in store.records() if isinstance(one.fact, WarningShown)]
    shown = [one.session for one in warned if one.kind == "reminder"]
    late = [one for one in warned if one.kind == "reminder" and not minutes(0) <= one.shown - DUE <= minutes(1 / 60)]
    result.expect(set(shown) == {one.id for one in _sessions()}, f"{MANY - len(set(shown))} were missed")
    result.expect(len(shown) == len(set(shown)), "some were shown twice")
    result.expect(not late, f"{len(late)} were shown late")


def _sessions() -> tuple[Session, ...]:
    begins = (EVENING if number < TODAY else MORNING for number in range(MANY))
    return tuple(
        replace(
            a_session(f"s-{number:03}", participants=(f"c-{number:03}",)),
            day=begin.date(), begin=begin, end=begin + minutes(50),
        )
        for number, begin in enumerate(begins)
    )  # fmt: skip


def _book(base: Path) -> None:
    """A practice with so many clients and sessions."""
    practice = Practice(name="x", zone=LONDON, set_up=True)
    people = tuple(
        replace(a_client(f"c-{number:03}"), initials=f"C.{number:03}", reference=f"C-{number:03}")
        for number in range(MANY)
    )
    begun = at("2026-11-17 17:00")
    now = Now(begun, "boot-0", 0.0)
    here = folders(base)
    here.make()
    facts = (
        Record("practice", "", PracticeSet(practice), now, begun),
        *(Record(f"client:{one.id}", one.id, ClientSaved(one), now, begun) for one in people),
        *(Record(f"session:{one.id}", one.participants[0], SessionSaved(one), now, begun) for one in _sessions()),
    )
    with closing(open_store(here, here.database)) as store:
        store.commit(facts, Kept(practice=practice, clients=people, sessions=_sessions()))
