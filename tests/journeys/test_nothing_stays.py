"""S6 on the whole application, on an encrypted home by its real way in: the night, and what is left after it.

Rule: what is searched for is held by the test only from its end to its beginning, so that whatever is found is the
program's.
"""

import gc
from datetime import timedelta
from pathlib import Path
from typing import Any

from data import vault
from tests import homes
from tests.homes import PASSPHRASE
from tests.journeys.harness import SMALL, Day, folders, open_day
from tests.journeys.people import bring_in
from tests.journeys.stories import set_up
from tests.journeys.test_forgetting import forgotten_for, forgotten_until
from tests.journeys.test_lock import painting

NAME, OWED, PHONE = "hcniflliuQ annA", "teltaeL a fo flaH", "166009 00770"
WORDS = (NAME, OWED, PHONE)


def said(backwards: str) -> str:
    return backwards[::-1]


def client() -> dict[str, str]:
    return {
        "reference": "AQ-002", "initials": "A.Q.", "name": said(NAME), "phone": said(PHONE), "call": "safe",
        "confirmed": "2026-11-11", "platform": "Zoom", "sessions_so_far": "3",
    }  # fmt: skip


def held(*more: bytes) -> list[str]:
    """What of it any object that Python can reach still holds: the kinds of those objects. `more` are backwards too."""
    gc.unfreeze()  # what the console put aside to be looked at no more is looked at here
    gc.collect()
    wanted = [*(said(one).encode() for one in WORDS), *(one[::-1] for one in more)]
    return sorted({
        f"{said(part.decode('latin-1'))} in a {type(holder).__name__}"
        for holder in gc.get_objects()
        if holder is not wanted
        for one in gc.get_referents(holder)
        if isinstance(one, str | bytes | bytearray)
        for part in wanted
        if part in (one.encode("utf-8", "replace") if isinstance(one, str) else one)
    })  # fmt: skip


async def lets_go(day: Day) -> Any:
    """Beats until the keys are forgotten; the keys."""
    opening: Any = day.app.opening
    keeping = opening.__self__.keeping
    keys = keeping.keys
    for _ in range(3):
        await forgotten_for(day, 10)
    await day.until(lambda: keys.wiped)
    assert keeping.store is None, "the store is closed, its engine disposed of"
    return keys


async def test_after_a_night_nothing_is_painted_and_nothing_of_anybody_or_of_the_keys_is_left(tmp_path: Path) -> None:
    homes.prepare(folders(tmp_path), encrypted=True)
    bring_in(tmp_path, [client()], "2026-11-19 10:00 50 AQ-002", when="2026-11-18 17:30")
    async with open_day(tmp_path, "2026-11-18 21:00", size=SMALL, encrypted=True) as day:
        await set_up(day)
        await day.press("f")
        await day.type(said(OWED))
        await day.press("enter")
        assert any(one.startswith(OWED) for one in held()), "what is on the screen is found"

        day.clock.suspend(timedelta(hours=12).total_seconds())
        with painting(day) as frames:
            day.beat()
            await day.quiet()
        assert frames
        assert [one for frame in frames for one in (*map(said, WORDS), "A.Q.") if one in frame] == []
        day.sees("Locked. Type your passphrase.")
        secret = homes.keys(day.here)
        assert secret is not None
        raw = [bytes(one)[::-1] for one in (secret.data, secret.mac)]
        secret.wipe()
        await lets_go(day)
        secrets = (*raw, *(one[::-1].hex().encode()[::-1] for one in raw))
        await day.until(lambda: not held(*secrets))

        day.notifier.shown.clear()
        await forgotten_until(day, "10:00:10")
        assert day.notifier.shown == ["An invitation is due", "A session begins soon", "A session is due"]
        for typed, shows in ((said(NAME), vault.WRONG), (PASSPHRASE, "A.Q.")):
            for letter in typed:
                await day._key("space" if letter == " " else letter)
            await day._key("enter")
            await day.until(shows)
        await day.settle()
        day.sees(said(OWED))


async def test_a_page_left_open_on_the_day_itself_goes_too(tmp_path: Path) -> None:
    homes.prepare(folders(tmp_path), encrypted=True)
    bring_in(tmp_path, [client()], "2026-11-19 10:00 50 AQ-002", when="2026-11-18 17:30")
    async with open_day(tmp_path, "2026-11-19 09:00", size=SMALL, encrypted=True) as day:
        await set_up(day)
        await day.press("b")
        assert any(one.startswith(PHONE) for one in held()), "what is on the screen is found"
        day.clock.suspend(timedelta(hours=12).total_seconds())
        day.beat()
        await day.quiet()
        day.sees("Locked. Type your passphrase.")
        await lets_go(day)
        await day.until(lambda: not held())
