"""Every event in every state of a session: total, and nothing is moved by time. Then 2,000 steps of a random day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.core import effects, events
from console.core.apply import apply
from console.core.changed import changed
from console.core.checklist import checks
from console.core.rebuild import state_from
from console.core.state import State
from console.core.step import HANDLERS, step
from data.values.kept import Kept
from data.values.people import Practice
from data.values.policy import CheckState
from data.values.session import LIVE, Contact, EndChoice, FollowUp, Mode, SessionState, TickKey
from data.values.time import Now
from tests.core.build import (
    CHECKS,
    HEADPHONES,
    NOW,
    PRIVATE,
    TODAY,
    a_check,
    a_client,
    a_policy,
    a_session,
    a_state,
    at,
    key_of,
    now_at,
)
from tests.core.test_session import in_state

EVENTS: tuple[Any, ...] = (
    events.Beat(),
    events.Opened(),
    events.Opened(at(9, 30)),
    events.Saved(),
    events.DraftSaved(),
    events.SaveFailed("The disk is full: make room."),
    events.NotifierAnswered("failed", "no desktop"),
    events.PolicyLoaded("standard", a_policy(hash="other")),
    events.DayLoaded(TODAY + timedelta(days=1), Kept()),
    events.ClientsLoaded((a_client("elsewhere"),)),
    events.EffectDone("It worked."),
    events.EffectFailed("It did not work: try again."),
    events.NotNow("Choose a session first."),
    events.LossesFound(("Entry 4 was changed after it was saved.",)),
    events.LossesRead(),
    events.BackupTried("No backup was made. The disk is full: make room."),
    events.NoBackupSeen(),
    events.HandoverDone("copied", "text", "A.K.", "s-1"),
    events.PracticeEntered(Practice(name="Mine")),
    events.ClientEntered(a_client("new", reference="N-1")),
    events.SessionEntered(a_session("s-9", begin=at(15), end=at(15, 50))),
    events.RecordsGiven(()),
    events.Undone("s-1"),
    events.StartPressed("s-1"),
    events.StartPressed("s-1", at=at(10, 2)),
    events.EndChosen("s-1", EndChoice.FULL),
    events.Extended("s-1", timedelta(minutes=5)),
    events.GapExplained("s-1", "none", "yes"),
    events.ModeSwitched("s-1", Mode.PHONE),
    events.CheckAnswered(key_of(HEADPHONES)),
    events.CheckAnswered(key_of(PRIVATE), "alone"),
    events.CheckAnswered(replace(key_of(PRIVATE), check="no-such")),
    events.WarningAcknowledged("s-1"),
    events.FollowUpEntered(FollowUp("f", "call", "Ring back", NOW.utc)),
    events.NoteTyped("s-1", "ak", "free", "as we spoke"),
    events.FormTyped("ask:1", {"text": "half a"}),
    events.NoteEntered("s-1", "ak", "free", "as we spoke"),
    events.NoteFiledAway("s-1-ak"),
    events.AddendumEntered("s-1-ak", "later"),
    events.ContactEntered(Contact("k", "ak", NOW.utc, "text", "appointment")),
    events.DayClosed(),
    events.DayClosed(with_open=True),
    events.DayReopened(),
    events.AlertAnswered(True),
    events.TestAlertAsked(),
    events.NoteCopied("s-1", "ak"),
    events.DayNoteWanted(),
    events.GrabCardWanted(),
    events.MessageSent("s-1", "invitation"),
    events.IncidentPressed("drop"),
    events.FlowKeyPressed("i-1", "t"),
    events.IncidentFor("i-1", "ak"),
    events.BeganEarlier("i-1", timedelta(minutes=1)),
    events.GateOverridden("i-1", "ak", "r-1", "text", "client asked"),
    events.RouteConfirmed("ak", "r-1", "call"),
    events.AppointmentAgreed("s-1", "text"),
    events.LineSeen("down"),
    events.Touched(),
    events.CameBack(),
    events.LockPressed(),
    events.Unlocked(),
    events.SharePressed(),
    events.LeaveAsked(),
    *(events.Moved("s-1", to) for to in SessionState),
    events.Moved("nobody", SessionState.ENDED),
    events.StartPressed("nobody"),
)
KEPT = tuple(name for name in Kept.__slots__ if name != "other_links")
BY_TIME = (
    events.Beat,
    events.Opened,
    events.Saved,
    events.SaveFailed,
    events.NotifierAnswered,
    events.EffectDone,
    events.EffectFailed,
)


def test_the_events_tried_here_are_all_there_are() -> None:
    assert {type(event) for event in EVENTS} == set(HANDLERS)


@pytest.mark.parametrize("name", SessionState)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_every_event_in_every_state_is_answered_and_time_moves_nothing(name: SessionState, event: Any) -> None:
    state = a_state(sessions=[in_state(name)])  # type: ignore[list-item]
    for now in (NOW, now_at(10, 49), now_at(23, 30), replace(NOW, utc=NOW.utc - timedelta(hours=1))):
        result = step(state, event, now)
        again = step(result.state, event, now)
        assert sum(one.state in LIVE for one in again.state.sessions.values()) <= 1
        if isinstance(event, BY_TIME):
            assert again.state.sessions["s-1"].state is name


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_the_facts_of_a_step_alone_lead_to_what_it_kept(event: Any) -> None:
    state = a_state()
    result = step(state, event, NOW)
    if not result.records:  # nothing happened: nothing is saved, whatever was loaded
        return
    replayed = state
    for record in result.records:
        replayed = apply(replayed, record)
    for name in KEPT:
        assert getattr(replayed, name) == getattr(result.state, name)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_read_only_console_keeps_nothing(event: Any) -> None:
    assert step(a_state(read_only=True), event, NOW).records == ()


def test_a_fact_is_about_one_client_at_most_and_a_group_act_about_none() -> None:
    group = a_session("s-1", group=True, participants=("ak", "bk"))
    state = a_state(clients=[a_client("ak"), a_client("bk", reference="B")], sessions=[group])
    started = step(state, events.StartPressed("s-1"), NOW)
    assert {record.client for record in started.records} == {""}
    tick = step(state, events.CheckAnswered(key_of(PRIVATE, group, "bk"), "alone"), NOW)
    assert [record.client for record in tick.records] == ["bk"]


def test_a_day_with_something_open_closes_only_with_open_items_and_says_how_many() -> None:
    state = a_state(sessions=[in_state(SessionState.ENDED)])  # type: ignore[list-item]
    refused = step(state, events.DayClosed(), now_at(18))
    assert refused.records == ()
    closed = step(state, events.DayClosed(with_open=True), now_at(18)).state.days[TODAY]
    assert closed.how == "open items"
    assert "A.K.: note not written" in closed.open_items


def test_at_midnight_the_next_day_is_opened_and_only_loaded_beside_a_session_that_runs() -> None:
    tomorrow = TODAY + timedelta(days=1)
    past = Now(at(0, 0, 1, day=tomorrow), NOW.boot, now_at(23, 59, 59).boottime + 2)
    opening = effects.OpenDay(tomorrow)
    quiet = step(a_state(), events.Beat(), past)
    assert opening in quiet.effects
    again = step(quiet.state, events.Beat(), past)
    assert opening not in again.effects
    turned = step(again.state, events.DayLoaded(tomorrow, Kept()), past).state
    assert turned.today == tomorrow
    assert turned.practice == again.state.practice

    running = step(a_state(sessions=[in_state(SessionState.RUNNING)]), events.Beat(), past)  # type: ignore[list-item]
    assert opening in running.effects
    next_one = a_session("s-9", day=tomorrow, begin=at(9, day=tomorrow), end=at(9, 50, day=tomorrow))
    loaded = step(running.state, events.DayLoaded(tomorrow, Kept(sessions=(next_one,))), past).state
    assert (loaded.today, set(loaded.sessions)) == (TODAY, {"s-1", "s-9"})
    assert opening not in step(loaded, events.Beat(), past).effects
    ended = step(loaded, events.Moved("s-1", SessionState.ENDED), past).state
    assert opening in step(ended, events.Beat(), past).effects


def test_a_restart_is_asked_about_only_when_something_could_have_been_missed() -> None:
    running = a_state(sessions=[in_state(SessionState.RUNNING)])  # type: ignore[list-item]
    assert not step(running, events.Opened(at(10, 18, 20)), NOW).state.sessions["s-1"].gaps
    assert step(running, events.Opened(at(10, 17, 31)), NOW).state.sessions["s-1"].gaps


def test_a_day_with_nothing_open_closes_clean() -> None:
    state = a_state(sessions=[])
    closed = step(state, events.DayClosed(), now_at(18)).state.days[TODAY]
    assert (closed.how, closed.open_items) == ("clean", ())


def test_a_filed_note_is_locked_and_takes_only_an_addendum() -> None:
    state = a_state()
    written = step(state, events.NoteEntered("s-1", "ak", "soap", "S: tired"), NOW).state
    filed = step(written, events.NoteFiledAway("s-1-ak"), NOW).state
    again = step(filed, events.NoteEntered("s-1", "ak", "soap", "changed"), NOW)
    assert again.records == ()
    assert again.state.notes["s-1-ak"].text == "S: tired"
    added = step(filed, events.AddendumEntered("s-1-ak", "and slept badly"), NOW).state.notes["s-1-ak"]
    assert added.addenda == ((NOW.utc, "and slept badly"),)


def test_a_notifier_that_begins_to_fail_rings() -> None:
    working = replace(a_state(), notifier="on")
    assert step(working, events.NotifierAnswered("failed", "gone"), NOW).effects
    still = replace(a_state(), notifier="failed")
    assert step(still, events.NotifierAnswered("failed", "gone"), NOW).effects == ()


class Day(RuleBasedStateMachine):
    """A practitioner and a clock, at random: whatever is pressed, the promises hold."""

    def __init__(self) -> None:
        super().__init__()
        policy = a_policy(checks=(*CHECKS, a_check("off", about=CHECKS[0].about)))
        child = a_client("kid", reference="K", born=TODAY.replace(year=TODAY.year - 12))
        first = a_session("s-3", begin=at(13), end=at(13, 50), first=True, participants=("new",))
        self.state: State = a_state(
            policy=policy,
            clients=[a_client(), child, a_client("new", reference="N", seen=0, identified=None)],
            sessions=[
                a_session(),
                a_session("s-2", begin=at(11), end=at(11, 50), participants=("kid",)),
                first,
            ],
        )
        self.now: Now = now_at(9, 30)
        self.store: dict[str, dict[Any, Any]] = {}
        self.by_person = False

    def send(self, event: Any) -> None:
        before = self.state
        result = step(before, event, self.now)
        for name in ("sessions", "ticks", "clients", "follow_ups", "notes", "days", "warned"):
            kept = self.store.setdefault(name, {})
            for value in getattr(changed(before, result.state), name):
                kept[getattr(value, "key", None) or getattr(value, "id", None) or value.day] = value
        if isinstance(event, BY_TIME):
            moved = {key: one.state for key, one in before.sessions.items()}
            assert moved == {key: one.state for key, one in result.state.sessions.items()}, "time moved a session"
        self.state = result.state

    @rule(seconds=st.integers(1, 1800))
    def time_passes(self, seconds: int) -> None:
        utc = self.now.utc + timedelta(seconds=seconds)
        self.now = Now(utc, self.now.boot, self.now.boottime + seconds)
        self.send(events.Beat())

    @rule(seconds=st.integers(-3600, 3600))
    def clock_is_set(self, seconds: int) -> None:
        self.now = replace(self.now, utc=self.now.utc + timedelta(seconds=seconds))
        self.send(events.Beat())

    # Another day's sessions would take these away: turning the day has its own tests.
    @rule(
        event=st.sampled_from([one for one in EVENTS if type(one) is not events.DayLoaded]),
        session=st.sampled_from(["s-1", "s-2", "s-3"]),
    )
    def anything_is_pressed(self, event: Any, session: str) -> None:
        if hasattr(event, "session") and not isinstance(event, events.SessionEntered):
            event = replace(event, session=session)
        self.send(event)

    @rule(session=st.sampled_from(["s-1", "s-2", "s-3"]), minutes=st.integers(0, 60))
    def start_with_the_other_ended(self, session: str, minutes: int) -> None:
        ended = self.now.utc - timedelta(minutes=minutes)
        self.send(events.StartPressed(session, other_ended=ended))

    @rule(
        session=st.sampled_from(["s-1", "s-2", "s-3"]), check=st.sampled_from(CHECKS), how=st.sampled_from(CheckState)
    )
    def a_check_is_forced(self, session: str, check: Any, how: CheckState) -> None:
        key = key_of(check, self.state.sessions[session])
        self.send(events.CheckAnswered(key, state=how))

    @invariant()
    def never_two_run(self) -> None:
        assert sum(one.state in LIVE for one in self.state.sessions.values()) <= 1

    @invariant()
    def no_guard_is_walked_past(self) -> None:
        assert self.state.sessions["s-2"].state not in LIVE, "a child without consent"
        new = self.state.sessions["s-3"]
        if new.state is SessionState.CLOSED:
            assert checks.close_refusal(self.state, replace(new, state=SessionState.ENDED)) == ""
        for key, tick in self.state.ticks.items():
            safety = next((one.safety for one in CHECKS if one.id == key.check), False)
            if safety and tick.by == "practitioner":
                assert tick.state is not CheckState.DEFERRED
                if tick.state is CheckState.DONE:
                    assert tick.answer, "a safety check done by a bare key"
                if tick.state is CheckState.OVERRIDDEN:
                    assert tick.reason.strip()

    @invariant()
    def what_was_kept_is_the_state(self) -> None:
        for name, kept in self.store.items():
            held: Any = getattr(self.state, name)
            values = set(map(repr, held.values()))
            if name != "warned":  # a newer warning takes the place of an older one, which stays kept
                assert all(repr(value) in values for value in kept.values())


TestDay = Day.TestCase
TestDay.settings = settings(
    max_examples=40, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_restart_is_a_replay() -> None:
    state = a_state()
    for event, now in (
        (events.StartPressed("s-1"), now_at(10)),
        (events.CheckAnswered(key_of(PRIVATE), "alone"), now_at(10, 1)),
        (events.Beat(), now_at(10, 40, 1)),
    ):
        state = step(state, event, now).state
    kept = changed(replace(a_state(clients=[], sessions=[]), practice=Practice(name="x")), state)
    again = state_from(kept, state.policy, TODAY, state.policies)
    for name in ("clients", "sessions", "ticks", "warned", "shown", "practice"):
        assert getattr(again, name) == getattr(state, name)


def test_a_tick_key_survives_its_screen_id() -> None:
    from console.core.view.detail import key_of_line, line_id

    key: TickKey = key_of(PRIVATE)
    assert key_of_line(line_id(key)) == key
