"""Homes to start in: a practice with a working day around now, alone or with years of practice in the file.

Everything is written through the store's own commit, as the console would.
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from console import settings
from console.settings import Folders
from data import shelf
from data.store import Store
from data.values import facts
from data.values.facts import Fact, Record
from data.values.kept import Kept
from data.values.people import Channel, Client, Colleague, ContactRule, Practice, Route, RouteKind, Safety
from data.values.policy import CheckState, Policy, Scope
from data.values.session import Session, SessionState, Tick, TickKey
from data.values.time import Now
from tests import homes

POLICY = "remote-protocol"
ZONE = "Europe/London"
SESSIONS = 10
"""With the two lines of the day itself, Today has the dozen rows of the table it is compared with."""
RUNNING = 3
"""The session that runs: begun a few minutes ago."""
MARK = "S4.Z."
"""The initials of a session yet to come: the list is painted as a whole."""


@dataclass(frozen=True, slots=True)
class Home:
    """A person's home folder, in which the program finds its own folders as it does on a real machine."""

    base: Path

    def environment(self) -> dict[str, str]:
        """What makes a program take this for its home."""
        places = {f"XDG_{name}_HOME": str(self.base / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
        return {"HOME": str(self.base), "XDG_RUNTIME_DIR": str(self.base / "run"), **places}

    @property
    def folders(self) -> Folders:
        """The program's folders there."""
        before = dict(os.environ)
        os.environ.update(self.environment())
        os.environ.pop(settings.HOME_VARIABLE, None)
        try:
            return settings.folders()
        finally:
            os.environ.clear()
            os.environ.update(before)

    def store(self) -> Store:
        """Its store, made where there is none."""
        self.folders.make()
        homes.prepare(self.folders)
        return homes.open_store(self.folders)

    def copy_to(self, base: Path) -> "Home":
        """The same, fresh: whatever the last start left there is gone."""
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(self.base, base)
        return Home(base)


def make(base: Path, now: Now, today: date) -> Home:
    """A practice that is set up, with today's sessions, one of them running."""
    home = Home(base)
    policy = shelf.cached(POLICY, home.folders.state / "policies")
    shelf.flows(policy, home.folders.state / "policies")  # the first start of all keeps them; this is every other one
    practice = Practice(name="Bench", me=Colleague("A. Person"), policy=POLICY, zone=ZONE, set_up=True)
    clients = tuple(client(f"c{at}", f"S{at}.Z.", now) for at in range(SESSIONS))
    sessions = tuple(_session(at, now, today, policy) for at in range(SESSIONS))
    ticks = tuple(tick for one in sessions[: RUNNING + 1] for tick in ticks_of(one, policy, now))
    records = (
        record("practice", "", facts.PracticeSet(practice), now),
        *(record(f"client:{one.id}", one.id, facts.ClientSaved(one), now) for one in clients),
        *(record(f"session:{one.id}", one.participants[0], facts.SessionSaved(one), now) for one in sessions),
        *(record(f"session:{one.key.scope_id}", "", facts.Ticked(one), now) for one in ticks),
    )
    with closing(home.store()) as store:
        store.commit(records, Kept(practice=practice, clients=clients, sessions=sessions, ticks=ticks))
    return home


def client(name: str, initials: str, now: Now) -> Client:
    """Somebody who may be rung."""
    safe = {Channel.CALL: ContactRule(Safety.SAFE, confirmed=now.utc - timedelta(days=7))}
    phone = Route(f"{name}-phone", RouteKind.PHONE, "07700 900123", "mobile", safe)
    return Client(name, f"R-{name}", initials, f"Person {name}", routes=(phone,))


def _session(at: int, now: Now, today: date, policy: Policy) -> Session:
    begin = now.utc + timedelta(hours=at - RUNNING, minutes=-4)
    state = SessionState.RUNNING if at == RUNNING else SessionState.CLOSED if at < RUNNING else SessionState.AGREED
    end = begin + policy.session.value
    begun = Now(begin, now.boot, now.boottime - 240)
    return Session(
        id=f"today-{at}",
        day=today,
        begin=begin,
        end=end,
        zone=ZONE,
        participants=(f"c{at}",),
        platform="Teams",
        series=f"weekly-{at}",
        number=at + 2,
        state=state,
        started=begun if at <= RUNNING else None,
        ends=end if at <= RUNNING else None,
        ended_at=end if at < RUNNING else None,
        closed_at=end if at < RUNNING else None,
        policy_hash=policy.hash if at <= RUNNING else "",
    )


def ticks_of(session: Session, policy: Policy, now: Now, most: int = 100) -> tuple[Tick, ...]:
    """An answer to each of the session's checks."""
    wanted = [check for check in policy.checks if check.scope is Scope.SESSION][:most]
    return tuple(
        Tick(
            TickKey(Scope.SESSION, session.id, session.participants[0] if check.per_participant else "", check.id),
            CheckState.DONE,
            check.text,
            min(session.begin, now.utc),
            source=check.source,
        )
        for check in wanted
    )


def record(stream: str, person: str, fact: Fact, now: Now) -> Record:
    """A fact of now."""
    return Record(stream, person, fact, now, now.utc)
