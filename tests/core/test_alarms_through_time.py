"""Alarms through any order of watching, sleep, changed clocks and restarts: nothing twice, missed, or silent.

The world below keeps its own account of the time that really passed, and its own list of what must have been shown; it
shares no arithmetic with the alarms.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from console.core import alarms
from console.core.rebuild import state_from
from console.core.state import State, slot
from data.values.kept import Kept
from data.values.people import Hours
from data.values.session import EndChoice, SessionState, Warned
from data.values.time import Now
from tests.core.build import a_client, a_policy, a_session, a_state, at, minutes

STALE = timedelta(hours=12)
POLICY = a_policy(reminder=minutes(20), buffer=timedelta(days=-2), hours=Hours())


@dataclass
class World:
    """A console on a machine whose clocks can be pushed about."""

    state: State
    start: datetime
    real: float = 0.0
    stepped: float = 0.0
    boots: int = 0
    booted: float = 0.0
    sounded: float = 0.0
    standing: str = ""
    was_shown: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    @property
    def now(self) -> Now:
        utc = self.start + timedelta(seconds=self.real + self.stepped)
        return Now(utc, f"boot-{self.boots}", self.real - self.booted)

    def passed(self) -> timedelta:
        """How long the running session has lasted; across boots nothing but the wall clock can tell."""
        return timedelta(seconds=self.real + (self.stepped if self.boots else 0))

    def required(self) -> set[str]:
        """What must have been shown by now, by the world's own reckoning."""
        now, found = self.now.utc, set()
        for session in self.state.sessions.values():
            if session.ends is not None:
                total = session.ends - self.start
                for number in (10, 5, 1, 0):
                    if self.passed() >= total - minutes(number):
                        found.add(f"{session.id}:end-{number}:{(session.ends - minutes(number)).isoformat()}")
            elif now - session.end < STALE:
                for kind, before in (("reminder", 20), ("invitation", 10), ("in-room", 5), ("start", 0)):
                    if now >= session.begin - minutes(before):
                        found.add(f"{session.id}:{kind}:{(session.begin - minutes(before)).isoformat()}")
                for late in (2, 5, 15):
                    if now >= session.begin + minutes(late):
                        found.add(f"{session.id}:late-{late}:{(session.begin + minutes(late)).isoformat()}")
        return found

    def beat(self) -> tuple[alarms.Alarm, ...]:
        """One heartbeat, as the step of the console does it."""
        now, state = self.now, self.state
        fresh = alarms.due(state, now)
        for one in fresh:
            warned = Warned(one.id, one.session, one.kind, one.words, one.at, now.utc, one.late)
            state = replace(state, warned={**state.warned, slot(warned): warned}, shown=state.shown | {one.id})
            self.standing = one.id if one.latch else self.standing
        if any(one.notify for one in fresh) or alarms.repeat_due(state, now):
            state = replace(state, rung=now)
            self.sounded = self.real
        self.state = replace(state, beat=now)
        self.was_shown += [one.id for one in fresh]
        return fresh

    def watch(self, seconds: float) -> None:
        """Go on awake, a heartbeat a second."""
        for _ in range(int(seconds)):
            self.real += 1.0
            self.check()

    def check(self) -> None:
        """One heartbeat, and all that must hold after it."""
        self.expected |= self.required()
        fresh = self.beat()
        assert len(self.was_shown) == len(set(self.was_shown)), "something was shown twice"
        assert set(self.was_shown) == self.expected, "something was missed, or shown too soon"
        assert len([one for one in fresh if one.latch]) <= 1

    def restart(self, reboot: bool) -> None:
        """The console is ended and comes back with what was stored; the machine perhaps too."""
        if reboot:
            self.boots, self.booted = self.boots + 1, self.real
        self.state = replace(self.state, rung=None, beat=None)


def a_world(*offsets: int) -> World:
    """A session running since ten o'clock, and others that begin so many minutes after it."""
    begun = Now(at(10), "boot-0", 0.0)
    live = a_session(state=SessionState.RUNNING, started=begun, ends=at(10, 50), policy_hash=POLICY.hash)
    others = [
        a_session(f"s-{place}", begin=at(10) + minutes(offset), end=at(10, 50) + minutes(offset))
        for place, offset in enumerate(offsets, 2)
    ]
    return World(a_state(policy=POLICY, clients=(a_client(),), sessions=(live, *others)), at(10))


MOVES = st.one_of(
    st.tuples(st.just("watch"), st.integers(1, 12)),
    st.tuples(st.just("sleep"), st.integers(1, 43_200)),
    st.tuples(st.just("doze"), st.integers(1, 600)),
    st.tuples(st.just("step"), st.integers(-7200, 7200)),
    st.tuples(st.just("restart"), st.integers(0, 1)),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.integers(5, 700), max_size=3, unique=True), st.lists(MOVES, min_size=1, max_size=14))
def test_nothing_is_shown_twice_and_nothing_missed_whatever_the_clocks_do(
    offsets: list[int], moves: list[tuple[str, int]]
) -> None:
    world = a_world(*offsets)
    for kind, size in moves:
        match kind:
            case "watch":
                world.watch(size)
            case "sleep" | "doze":
                world.real += size
            case "step":
                world.stepped += size
            case "restart":
                world.restart(bool(size))
        world.check()


def test_watched_to_the_end_every_warning_is_shown_within_a_second_of_its_instant() -> None:
    world = a_world(60, 75)
    for _ in range(80 * 60):
        world.real += 1.0
        world.expected |= world.required()
        for one in world.beat():
            assert timedelta() <= world.now.utc - one.at <= timedelta(seconds=1)
            assert not one.late
    assert len(world.was_shown) == 4 + 7 + 6
    assert set(world.was_shown) == world.expected


def test_a_restart_shows_the_newest_warning_also_after_the_wall_clock_was_set_back() -> None:
    world = a_world()
    for seconds, stepped in ((45 * 60, 0), (270, -600), (40, 0)):
        world.real, world.stepped = world.real + seconds, world.stepped + stepped
        world.check()
    shown = tuple(world.state.warned.values())
    assert [one.kind for one in shown] == ["end-0"]
    sessions = tuple(world.state.sessions.values())
    earlier = replace(shown[0], id=f"s-1:end-5:{at(10, 45).isoformat()}", kind="end-5", shown=at(10, 45))
    again = state_from(Kept(sessions=sessions, warned=(shown[0], earlier)), POLICY, world.state.today)
    assert shown[0].shown < earlier.shown
    assert alarms.ringing(again, world.now) == shown[0]


class UnacknowledgedWarning(RuleBasedStateMachine):
    """T4: an end warning that nobody acknowledged is never silent for more than thirty seconds while awake."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.world = a_world()
        self.world.real = 39 * 60.0
        self.world.check()

    def heartbeat(self) -> None:
        world = self.world
        world.beat()
        standing = alarms.ringing(world.state, world.now)
        assert (standing.id if standing else "") == world.standing

    @rule(seconds=st.integers(1, 120))
    def watch(self, seconds: int) -> None:
        for _ in range(seconds):
            self.world.real += 1.0
            if self.world.standing:
                assert self.world.real - self.world.sounded <= 30
            self.heartbeat()

    @rule(seconds=st.integers(1, 43_200))
    def sleep(self, seconds: int) -> None:
        self.world.real += seconds
        self.heartbeat()

    @rule(seconds=st.integers(-7200, 7200))
    def change_the_clock(self, seconds: int) -> None:
        self.world.stepped += seconds
        self.heartbeat()

    @rule(reboot=st.booleans())
    def crash(self, reboot: bool) -> None:
        self.world.restart(reboot)
        self.heartbeat()

    @rule()
    def acknowledge(self) -> None:
        state = self.world.state
        if standing := alarms.ringing(state, self.world.now):
            seen = replace(standing, acknowledged=self.world.now.utc)
            self.world.state = replace(state, warned={**state.warned, slot(seen): seen})
        self.world.standing = ""

    @rule(by=st.integers(1, 30))
    def extend(self, by: int) -> None:
        state = self.world.state
        session = state.sessions["s-1"]
        assert session.ends is not None
        longer = replace(session, ends=session.ends + minutes(by), choice=EndChoice.EXTENDED)
        self.world.state = replace(state, sessions={**state.sessions, "s-1": longer})
        self.world.standing = ""
        self.heartbeat()

    @invariant()
    def shows_nothing_twice(self) -> None:
        assert len(self.world.was_shown) == len(set(self.world.was_shown))


TestUnacknowledgedWarning = UnacknowledgedWarning.TestCase
TestUnacknowledgedWarning.settings = settings(max_examples=25, stateful_step_count=80, deadline=None)
