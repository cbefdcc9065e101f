"""The lock's rules: every state with every event, and a random day that never shows what it must hide."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.core import alarms, effects, events, lock
from console.core import session as sessions
from console.core.incident.incidents import open_incidents
from console.core.state import Locked, Saving, State
from console.core.step import step
from console.core.view.locked import forgotten_view, locked_view
from data.values.kept import Kept
from data.values.people import Practice
from data.values.session import SessionState
from data.values.time import Now, elapsed
from tests.core.build import NOW, TODAY, a_policy, a_session, a_state, at, now_at
from tests.core.incident_build import a_day
from tests.core.test_session import in_state
from tests.core.test_step import EVENTS

MINUTE = timedelta(minutes=1)


def on(now: Now, span: timedelta) -> Now:
    """So much later on the same boot, suspend counted."""
    return Now(now.utc + span, now.boot, now.boottime + span.total_seconds())


def idle(**changes: Any) -> State:
    """Nobody has pressed a key since `NOW`, and the heart beats."""
    return a_state(touched=NOW, **changes)


def beaten(state: State, since: Now, span: timedelta) -> tuple[State, Now]:
    """The heart beats every twenty seconds for that long; the state and the instant it ends at."""
    end = on(since, span)
    now = since
    while now.utc < end.utc:
        now = on(now, min(timedelta(seconds=20), end.utc - now.utc))
        state = step(state, events.Beat(), now).state
    return state, now


def test_it_locks_after_the_policys_idle_time_and_not_a_second_sooner() -> None:
    state, now = beaten(idle(), NOW, 5 * MINUTE - timedelta(seconds=1))
    assert state.locked is None
    state = step(state, events.Beat(), on(now, timedelta(seconds=1))).state
    assert state.locked == Locked("idle", on(NOW, 5 * MINUTE))


def test_a_key_begins_the_idle_time_anew_and_the_wall_clock_moves_nothing() -> None:
    state, now = beaten(idle(), NOW, 4 * MINUTE)
    state = step(state, events.Touched(), now).state
    state, now = beaten(state, now, 4 * MINUTE)
    assert state.locked is None
    forward = replace(now, utc=now.utc + timedelta(hours=3))
    assert step(state, events.Beat(), forward).state.locked is None
    back = replace(on(now, MINUTE), utc=now.utc - timedelta(hours=3))
    assert step(state, events.Beat(), back).state.locked is not None


def test_a_policy_without_an_idle_time_locks_only_after_a_sleep_or_by_key() -> None:
    state, now = beaten(idle(policy=a_policy(idle_lock=timedelta())), NOW, timedelta(minutes=40))
    assert state.locked is None
    slept = step(state, events.Beat(), on(now, timedelta(hours=1))).state
    assert slept.locked is not None
    assert slept.locked.how == "resume"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_after_a_sleep_it_is_locked_before_any_event_is_answered(event: Any) -> None:
    state, now = beaten(idle(), NOW, MINUTE)
    late = on(now, timedelta(hours=12))
    result = step(state, event, late).state
    if isinstance(event, events.Unlocked | events.Opened):
        assert result.locked is None
    else:
        assert result.locked is not None, "nothing comes before the lock"


@pytest.mark.parametrize("name", SessionState)
@pytest.mark.parametrize("how", ["idle", "resume", "key"])
def test_only_the_way_in_opens_it_whatever_the_state(how: str, name: SessionState) -> None:
    state = a_state(sessions=[in_state(name)], locked=Locked(how, NOW), touched=NOW)  # type: ignore[list-item]
    for event in EVENTS:
        result = step(state, event, on(NOW, timedelta(seconds=10)))
        opened = isinstance(event, events.Unlocked | events.Opened)
        assert (result.state.locked is None) == opened, event
        assert result.state.locked is None or result.state.locked.since == NOW
        assert effects.ForgetKeys() not in result.effects


@pytest.mark.parametrize("name", SessionState)
def test_it_does_not_lock_by_itself_in_a_running_session_unless_asked(name: SessionState) -> None:
    runs = name in {SessionState.RUNNING, SessionState.ENDING}
    for asked in (False, True):
        for gap in (6 * MINUTE, timedelta(hours=12)):
            state = idle(sessions=[in_state(name)], lock_in_session=asked, beat=NOW)
            locked = step(state, events.Beat(), on(NOW, gap)).state.locked
            assert (locked is not None) == (asked or not runs)


@pytest.mark.parametrize("key", ["drop", "crisis", "safe-word"])
def test_it_never_locks_by_itself_while_a_flow_is_open_but_by_key_it_does(key: str) -> None:
    day = a_day(touched=NOW, lock_in_session=True)
    begun = step(day, events.IncidentPressed(key), NOW).state
    assert open_incidents(begun)
    for gap in (6 * MINUTE, timedelta(hours=12)):
        assert step(begun, events.Beat(), on(NOW, gap)).state.locked is None
        assert step(begun, events.CameBack(), on(NOW, gap)).state.locked is None
    assert step(begun, events.LockPressed(), NOW).state.locked == Locked("key", NOW)


def test_an_incident_key_begins_its_flow_on_a_locked_console_and_leaves_it_locked() -> None:
    state = a_day(touched=NOW, locked=Locked("idle", NOW))
    begun = step(state, events.IncidentPressed("crisis", outside=True), NOW).state
    assert [one.flow for one in open_incidents(begun)] == ["crisis"]
    assert begun.locked is not None


def test_locked_by_key_becomes_locked_by_itself_after_the_idle_time_but_not_while_a_session_runs() -> None:
    at_rest, _ = beaten(idle(locked=Locked("key", NOW)), NOW, 6 * MINUTE)
    assert at_rest.locked == Locked("idle", NOW)
    running = idle(sessions=[in_state(SessionState.RUNNING)], locked=Locked("key", NOW))
    still, _ = beaten(running, NOW, 6 * MINUTE)
    assert still.locked == Locked("key", NOW)


def test_coming_back_from_a_stop_locks_however_short_it_was() -> None:
    state = step(idle(), events.CameBack(), on(NOW, timedelta(seconds=2))).state
    assert state.locked is not None
    assert step(idle(rehearsal="drop"), events.CameBack(), NOW).state.locked is None


def test_a_rehearsal_locks_only_by_key() -> None:
    state, now = beaten(idle(rehearsal="drop"), NOW, timedelta(hours=1))
    assert state.locked is None
    assert step(state, events.LockPressed(), now).state.locked is not None


def test_a_second_console_locks_too_and_opens_again() -> None:
    state, now = beaten(idle(read_only=True), NOW, 6 * MINUTE)
    assert state.locked is not None
    assert step(state, events.Unlocked(), now).state.locked is None
    awake = step(idle(read_only=True), events.Beat(), NOW).state
    assert step(awake, events.Beat(), on(NOW, timedelta(hours=12))).state.locked is not None


def test_the_keys_are_forgotten_half_an_hour_after_the_lock_and_asked_for_until_they_are() -> None:
    state, now = beaten(idle(), NOW, timedelta(minutes=34))
    assert effects.ForgetKeys() not in step(state, events.Beat(), now).effects
    state, now = beaten(state, now, MINUTE)
    assert effects.ForgetKeys() in step(state, events.Beat(), now).effects
    assert effects.ForgetKeys() in step(state, events.Beat(), on(now, timedelta(seconds=5))).effects


def test_after_a_long_sleep_they_are_forgotten_at_once() -> None:
    slept = step(idle(beat=NOW), events.Beat(), on(NOW, timedelta(hours=12)))
    assert slept.state.locked is not None
    settled = replace(slept.state, saving=Saving(0, NOW.utc))
    assert effects.ForgetKeys() in step(settled, events.Beat(), on(NOW, timedelta(hours=12, seconds=1))).effects


@pytest.mark.parametrize(
    "needs",
    [
        {"sessions": [in_state(SessionState.RUNNING)], "lock_in_session": True},
        {"saving": Saving(1)},
        {"saving": Saving(0, None, "The disk is full: make room.")},
        {"rehearsal": "drop"},
        {"locked": None, "sessions": [in_state(SessionState.RUNNING)]},
    ],
)
def test_they_are_not_forgotten_while_anything_needs_them(needs: dict[str, Any]) -> None:
    state = idle(**{"locked": Locked("idle", NOW), **needs})
    later = on(NOW, timedelta(hours=3))
    assert effects.ForgetKeys() not in step(replace(state, beat=later), events.Beat(), later).effects


def test_they_are_not_forgotten_while_a_flow_is_open() -> None:
    begun = step(a_day(touched=NOW, locked=Locked("idle", NOW)), events.IncidentPressed("crisis"), NOW).state
    ended = replace(begun, sessions={}, saving=Saving(0, NOW.utc))
    assert not lock.forgets(ended, on(NOW, timedelta(hours=3)))
    assert lock.forgets(replace(ended, incidents={}), on(NOW, timedelta(hours=3)))


def test_midnight_opens_no_lock_and_ends_no_screen_share() -> None:
    state = idle(locked=Locked("idle", NOW), sharing=True, lock_in_session=True, plain=True, sessions=[])
    tomorrow = on(NOW, timedelta(hours=14))
    turned = step(state, events.DayLoaded(TODAY + timedelta(days=1), Kept()), tomorrow).state
    assert turned.today > TODAY
    kept = (turned.locked, turned.touched, turned.sharing, turned.lock_in_session, turned.plain)
    assert kept == (state.locked, NOW, True, True, True)
    assert lock.remains(turned, tomorrow).sharing


def test_what_remains_in_memory_is_every_reminder_to_come_in_words_about_nobody() -> None:
    state = idle(
        sessions=[a_session("s-1", begin=at(15), end=at(15, 50))],
        locked=Locked("idle", NOW),
        practice=Practice(name="Sentinel practice"),
    )
    kept = lock.remains(state, NOW)
    wanted = {(one.at, one.notice) for one in alarms.alarms(state, NOW) if one.at > NOW.utc and one.notify}
    assert {(one.at, one.words) for one in kept.due} == wanted
    assert at(15) in {one.at for one in kept.due}
    assert not any(word in repr(kept) for word in ("A.K.", "Alex", "REF-ak", "07700", "Sentinel"))


@given(st.lists(st.integers(0, 7200), max_size=8), st.lists(st.integers(1, 4000), max_size=12))
def test_each_reminder_comes_due_once_over_any_sleeps(due: list[int], steps: list[int]) -> None:
    kept = tuple(lock.Due(at(11) + timedelta(seconds=one), str(n)) for n, one in enumerate(due))
    told: list[lock.Due] = []
    last = at(10, 59, 59)
    for seconds in (*steps, 7300):
        now = last + timedelta(seconds=seconds)
        told += lock.come_due(kept, last, now)
        last = now
    assert sorted(told, key=lambda one: one.words) == sorted(kept, key=lambda one: one.words)


# --- what is seen -----------------------------------------------------------------------------------------------------
def test_the_locked_screen_is_about_nobody_and_by_key_has_the_next_action_and_f3() -> None:
    state = a_state(sessions=[in_state(SessionState.RUNNING)], touched=NOW)  # type: ignore[list-item]
    by_idle = locked_view(replace(state, locked=Locked("idle", NOW)), NOW, asks=True)
    assert (by_idle.digits, by_idle.caption) == ("31:29", "left · 10:18")
    assert (by_idle.next, by_idle.keys, by_idle.asks) == ("", (), True)
    by_key = locked_view(replace(state, locked=Locked("key", NOW)), NOW, asks=False)
    assert by_key.next == "Alone, private and safe?"
    assert by_key.keys == (("F3", "Crisis"),)
    for view in (by_idle, by_key):
        assert not any(word in repr(view) for word in ("A.K.", "Alex", "REF-ak", "07700", "Leeds"))


def test_an_end_warning_stands_on_the_locked_screen_and_what_came_due_has_no_name() -> None:
    running = in_state(SessionState.RUNNING)
    soon = a_session("s-2", begin=at(11), end=at(11, 50))
    state = a_state(sessions=[running, soon], touched=NOW, locked=Locked("key", NOW))  # type: ignore[list-item]
    state = step(state, events.Beat(), now_at(10, 55)).state
    view = locked_view(state, now_at(10, 55), asks=True)
    assert view.warnings[0].startswith("Time is up")
    assert view.seen
    assert "10:55 A session begins soon" in view.warnings
    assert "A.K." not in repr(view)
    seen = step(state, events.WarningAcknowledged("s-1"), now_at(10, 55, 5)).state
    assert not locked_view(seen, now_at(10, 55, 5), asks=True).seen


def test_in_a_covert_stage_the_lock_shows_the_clock_alone() -> None:
    begun = step(a_day(touched=NOW), events.IncidentPressed("safe-word"), NOW).state
    view = locked_view(step(begun, events.LockPressed(), NOW).state, NOW, asks=True)
    assert (view.next, view.keys, view.warnings) == ("", (), ())


def test_once_forgotten_an_incident_key_shows_the_services_number_and_waits() -> None:
    kept = lock.Remains(Locked("idle", NOW), "Europe/London", (lock.Due(at(11), "A session is due"),), "999")
    view = forgotten_view(kept, kept.due, now_at(11), pressed=("F3",))
    assert view.warnings == (
        "Danger now: ring 999. F3: noted, and open with your passphrase.",
        "11:00 A session is due",
    )


# --- a random day -----------------------------------------------------------------------------------------------------
class Desk(RuleBasedStateMachine):
    """Somebody comes and goes, the machine sleeps and wakes: after every event the lock is where its rules put it."""

    def __init__(self) -> None:
        super().__init__()
        second = a_session("s-2", begin=at(13), end=at(13, 50))
        self.state: State = a_day(touched=now_at(9, 50))
        self.state = replace(self.state, sessions={**self.state.sessions, "s-2": second})
        self.now: Now = now_at(10, 18, 31)

    def send(self, event: Any) -> None:
        before = self.state
        held = lock.in_hand(before)
        slept = lock.asleep(before, self.now)
        result = step(before, event, self.now)
        self.state = result.state
        away = before.touched is not None and elapsed(before.touched, self.now) >= 5 * MINUTE
        if (
            before.locked is None
            and not held
            and (slept or away)
            and not isinstance(event, events.Unlocked | events.Opened)
        ):
            assert self.state.locked is not None
        if before.locked is None and held and not isinstance(event, events.LockPressed):
            assert self.state.locked is None, "what is in hand keeps its screen"
        if before.locked is not None and not isinstance(event, events.Unlocked | events.Opened):
            assert self.state.locked is not None, "only the way in opens it"
        if effects.ForgetKeys() in result.effects:
            assert self.state.locked is not None
            assert sessions.live(self.state) is None
            assert not open_incidents(self.state)
            assert alarms.ringing(self.state, self.now) is None

    @rule(seconds=st.integers(1, 29))
    def time_passes(self, seconds: int) -> None:
        self.now = on(self.now, timedelta(seconds=seconds))
        self.send(events.Beat())

    @rule(minutes=st.integers(1, 60))
    def nobody_is_there(self, minutes: int) -> None:
        for _ in range(minutes * 3):
            self.time_passes(20)

    @rule(minutes=st.integers(1, 900))
    def the_machine_sleeps(self, minutes: int) -> None:
        self.now = on(self.now, minutes * MINUTE)
        self.send(events.Beat())

    @rule(seconds=st.integers(-7200, 7200))
    def the_wall_clock_is_set(self, seconds: int) -> None:
        self.now = replace(self.now, utc=self.now.utc + timedelta(seconds=seconds))
        self.send(events.Beat())

    @rule(event=st.sampled_from([one for one in EVENTS if type(one) is not events.DayLoaded]))
    def anything_happens(self, event: Any) -> None:
        self.send(event)

    @rule(asked=st.booleans())
    def the_setting_is_changed(self, asked: bool) -> None:
        self.state = replace(self.state, lock_in_session=asked)

    @invariant()
    def the_locked_screen_names_nobody(self) -> None:
        if self.state.locked:
            told = repr(locked_view(self.state, self.now, asks=True))
            assert not any(word in told for word in ("A.K.", "Alex", "REF-ak", "07700", "pineapple"))


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
