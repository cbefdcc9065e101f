"""What is due when: the warnings of a running session, appointments and messages, what is owed, and their order."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from console.core import alarms
from console.core.state import State, slot
from console.core.view.owed import owed_rows
from data.values.people import Hours, OwnDate, Practice
from data.values.session import BEFORE_START, FollowUp, Mode, Note, Session, SessionState, Warned
from data.values.time import Now
from tests.core.build import (
    END,
    TODAY,
    a_client,
    a_policy,
    a_session,
    a_state,
    at,
    minutes,
    now_at,
)

QUIET = a_policy(invitation=timedelta(), reminder=timedelta(), in_room=timedelta(), late=())


def running(**changes: object) -> Session:
    session = a_session(state=SessionState.RUNNING, started=now_at(10), ends=END, policy_hash="policy-1")
    return replace(session, **changes)  # type: ignore[arg-type]  # any field of a session


def in_session(**changes: object) -> State:
    return a_state(sessions=(running(**changes),))


def show(state: State, now: Now) -> tuple[State, tuple[alarms.Alarm, ...]]:
    """What the heartbeat does: show what is due and keep that it was shown."""
    fresh = alarms.due(state, now)
    for one in fresh:
        warned = Warned(one.id, one.session, one.kind, one.words, one.at, now.utc, one.late)
        state = replace(state, warned={**state.warned, slot(warned): warned}, shown=state.shown | {one.id})
    if any(one.notify for one in fresh):
        state = replace(state, rung=now)
    return state, fresh


def kinds(fresh: tuple[alarms.Alarm, ...]) -> list[str]:
    return [one.kind for one in fresh]


# --- the end of a running session -------------------------------------------------------------------------------------
def test_a_running_session_warns_at_ten_five_one_and_zero_minutes() -> None:
    ends = [(one.kind, one.at) for one in alarms.alarms(in_session(), now_at(10, 5))]
    assert ends == [("end-10", at(10, 40)), ("end-5", at(10, 45)), ("end-1", at(10, 49)), ("end-0", at(10, 50))]


def test_a_warning_is_due_at_its_instant_and_not_a_second_before() -> None:
    assert alarms.due(in_session(), now_at(10, 39, 59)) == ()
    (warning,) = alarms.due(in_session(), now_at(10, 40))
    assert (warning.words, warning.notice) == ("10 minutes left: say so", "10 minutes left")
    assert warning.bell and warning.notify and warning.latch and warning.repeat and not warning.late


def test_the_last_two_warnings_read_as_a_person_says_them() -> None:
    state, _ = show(in_session(), now_at(10, 45))
    state, (one,) = show(state, now_at(10, 49))
    assert one.words == "1 minute left: say so"
    _, (zero,) = show(state, now_at(10, 50))
    assert (zero.words, zero.notice) == ("Time is up: close when you are ready", "Time is up")


def test_what_was_shown_is_not_shown_again() -> None:
    state, fresh = show(in_session(), now_at(10, 40))
    assert kinds(fresh) == ["end-10"]
    assert alarms.due(state, now_at(10, 41)) == ()


def test_after_sleep_only_the_newest_warning_sounds_but_all_are_kept_as_shown_and_late() -> None:
    state, fresh = show(in_session(), now_at(10, 54))
    assert kinds(fresh) == ["end-10", "end-5", "end-1", "end-0"]
    assert [one.notify for one in fresh] == [False, False, False, True]
    assert [one.latch for one in fresh] == [False, False, False, True]
    assert all(one.late for one in fresh)
    assert fresh[1].words == "5 minutes left: was due 10:45, 9 min ago. Now 4:00 over"
    assert fresh[3].notice == "Time is up"
    assert alarms.due(state, now_at(10, 55)) == ()


def test_a_late_warning_says_what_is_left_now() -> None:
    (*_, newest) = alarms.due(in_session(), now_at(10, 47))
    assert newest.words == "5 minutes left: was due 10:45, 2 min ago. Now 3:00 left"
    assert newest.notice == "Less than 5 minutes left"


def test_five_seconds_are_not_yet_late() -> None:
    assert not alarms.due(in_session(), now_at(10, 40, 5))[0].late
    assert alarms.due(in_session(), now_at(10, 40, 6))[0].late


def test_a_step_of_the_wall_clock_brings_no_end_warning_forward_and_holds_none_back() -> None:
    ahead = replace(now_at(10, 20), utc=at(11, 20))
    assert alarms.due(in_session(), ahead) == ()
    behind = replace(now_at(10, 40), utc=at(9, 40))
    assert kinds(alarms.due(in_session(), behind)) == ["end-10"]


def test_a_moved_end_warns_anew_and_does_not_warn_backwards() -> None:
    state, _ = show(in_session(), now_at(10, 45))
    moved = replace(state, sessions={"s-1": running(ends=at(10, 55))})
    assert alarms.due(moved, now_at(10, 46)) == ()  # ten minutes before the new end, five before the old one
    assert kinds(alarms.due(moved, now_at(10, 50))) == ["end-5"]
    much_later = replace(state, sessions={"s-1": running(ends=at(11, 20))})
    assert kinds(alarms.due(much_later, now_at(11, 10))) == ["end-10"]


def test_an_end_moved_forward_warns_of_what_is_left_then() -> None:
    state, _ = show(in_session(ends=at(10, 57)), now_at(10, 47))
    sooner = replace(state, sessions={"s-1": running(ends=at(10, 50))})
    assert kinds(alarms.due(sooner, now_at(10, 48))) == ["end-5"]


def test_a_session_shorter_than_a_warning_does_not_begin_with_it() -> None:
    assert kinds(alarms.alarms(in_session(ends=at(10, 8)), now_at(10))) == ["end-5", "end-1", "end-0"]


def test_warnings_follow_the_policy_that_was_pinned_at_the_start() -> None:
    state = replace(in_session(), policy=a_policy(warnings=(minutes(20),), hash="policy-2"))
    assert kinds(alarms.alarms(state, now_at(10))) == ["end-10", "end-5", "end-1", "end-0"]


# --- standing and repeating -------------------------------------------------------------------------------------------
def test_an_end_warning_stands_and_sounds_again_until_it_is_acknowledged() -> None:
    state, _ = show(in_session(), now_at(10, 40))
    assert alarms.ringing(state, now_at(10, 44)) is not None
    assert not alarms.repeat_due(state, now_at(10, 40, 28))
    assert alarms.repeat_due(state, now_at(10, 40, 30))
    standing = state.warned["s-1"]
    seen = replace(state, warned={"s-1": replace(standing, acknowledged=at(10, 41))})
    assert alarms.ringing(seen, now_at(10, 44)) is None
    assert not alarms.repeat_due(seen, now_at(10, 44))


def test_a_newer_warning_stands_in_the_place_of_the_older() -> None:
    state, _ = show(in_session(), now_at(10, 40))
    state, _ = show(state, now_at(10, 45))
    standing = alarms.ringing(state, now_at(10, 46))
    assert standing is not None
    assert standing.kind == "end-5"
    assert alarms.notice_of(standing) == "5 minutes left"


def test_after_a_crash_a_standing_warning_sounds_at_once() -> None:
    state, _ = show(in_session(), now_at(10, 50))
    assert alarms.repeat_due(replace(state, rung=None), now_at(10, 50, 3))
    assert alarms.repeat_due(state, Now(at(10, 50, 3), "boot-2", 9.0))


def test_choosing_another_end_answers_the_warning_of_the_old_one() -> None:
    state, _ = show(in_session(), now_at(10, 50))
    assert alarms.ringing(replace(state, sessions={"s-1": running(ends=at(11, 5))}), now_at(10, 51)) is None


def test_ending_the_session_answers_its_warnings() -> None:
    state, _ = show(in_session(), now_at(10, 50))
    ended = replace(state, sessions={"s-1": running(state=SessionState.ENDED, ended_at=at(10, 51))})
    assert alarms.ringing(ended, now_at(10, 52)) is None


def test_a_warning_whose_id_is_not_ours_goes_on_standing() -> None:
    foreign = Warned("w-1", "s-1", "end-5", "5 minutes left", at(10, 45), at(10, 45))
    assert alarms.ringing(replace(in_session(), warned={"s-1": foreign}), now_at(10, 46)) == foreign


def test_a_reminder_stands_only_in_the_list_and_does_not_repeat() -> None:
    state, fresh = show(a_state(), now_at(9))
    assert [(one.kind, one.latch, one.repeat, one.notify) for one in fresh] == [("reminder", False, False, True)]
    assert alarms.ringing(state, now_at(9, 5)) is None


# --- before a session -------------------------------------------------------------------------------------------------
def test_a_session_to_come_has_its_reminder_invitation_room_start_and_late_ladder() -> None:
    coming = [(one.kind, one.at, one.words) for one in alarms.alarms(a_state(), now_at(6))]
    assert coming == [
        ("reminder", at(9), "Reminder to A.K. for 10:00 is due"),
        ("invitation", at(9, 50), "Invitation to A.K. for 10:00 is due"),
        ("in-room", at(9, 55), "A.K. in 5 minutes: be in the room"),
        ("start", at(10), "10:00 A.K. is due"),
        ("late-2", at(10, 2), "10:00 A.K. has not started: 2 min"),
        ("late-5", at(10, 5), "10:00 A.K. has not started: 5 min"),
        ("late-15", at(10, 15), "10:00 A.K. has not started: 15 min"),
    ]


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"invited": at(9)}, {"invitation"}),
        ({"reminded": at(9)}, {"reminder"}),
        ({"mode": Mode.PHONE}, {"invitation"}),
        ({"mode": Mode.IN_PERSON}, {"invitation", "reminder"}),
        ({"state": SessionState.IN_ROOM}, {"in-room"}),
    ],
)
def test_what_was_done_or_does_not_apply_is_not_due(changes: dict[str, object], gone: set[str]) -> None:
    whole = set(kinds(alarms.alarms(a_state(), now_at(6))))
    session = replace(a_session(), **changes)  # type: ignore[arg-type]  # any field of a session
    assert whole - set(kinds(alarms.alarms(a_state(sessions=(session,)), now_at(6)))) == gone


@pytest.mark.parametrize("state", sorted(set(SessionState) - BEFORE_START, key=str))
def test_nothing_announces_a_session_that_will_not_begin_any_more(state: SessionState) -> None:
    session = a_session(state=state, started=now_at(10), ends=END, ended_at=at(10, 50))
    found = {one.kind.split("-")[0] for one in alarms.alarms(a_state(sessions=(session,)), now_at(9))}
    assert found <= {"end", "note"}


def test_an_enquiry_that_was_not_agreed_announces_nothing() -> None:
    assert alarms.alarms(a_state(sessions=(a_session(state=SessionState.OFFERED),)), now_at(9)) == ()


def test_an_old_appointment_is_not_announced_when_it_is_imported() -> None:
    old = a_session(begin=at(10) - timedelta(days=3), end=at(10, 50) - timedelta(days=3))
    assert alarms.due(a_state(sessions=(old,)), now_at(9)) == ()


def test_a_morning_slept_through_is_told_in_full_but_sounds_once_for_each_session() -> None:
    other = a_session("s-2", begin=at(11), end=at(11, 50), participants=("rt",))
    state = a_state(clients=(a_client(), a_client("rt", initials="R.T.")), sessions=(a_session(), other))
    _, fresh = show(state, now_at(11, 6))
    sounded = [(one.session, one.kind) for one in fresh if one.notify and one.session]
    assert sounded == [("s-1", "late-15"), ("s-2", "late-5")]
    assert len([one for one in fresh if one.session]) == 13
    assert fresh[-1].words == "11:00 R.T. has not started: 5 min (was due 11:05, 1 min ago)"


def test_a_session_due_while_another_runs_makes_no_sound_of_its_own() -> None:
    state = a_state(sessions=(running(), a_session("s-2", begin=at(10, 55), end=at(11, 45))))
    assert [one.bell for one in alarms.alarms(state, now_at(10, 20)) if one.kind == "start"] == [False]


@pytest.mark.parametrize(
    ("begin", "hours", "reminder"),
    [
        (at(14), Hours(time(9), time(18)), at(11)),
        (at(10), Hours(time(9), time(18)), at(9)),
        (at(9), Hours(time(9), time(18)), at(17) - timedelta(days=1)),
        (at(9, 30), Hours(time(9), time(18)), at(9)),
        (at(22), Hours(time(9), time(18)), at(17)),
        (at(9), Hours(time(9)), at(6)),
        (at(9), Hours(), at(6)),
    ],
)
def test_a_text_reminder_falls_within_the_policys_hours(begin: datetime, hours: Hours, reminder: datetime) -> None:
    state = a_state(policy=a_policy(hours=hours))
    assert alarms.reminder_at(state, a_session(begin=begin, end=begin + minutes(50))) == reminder


def test_a_reminder_for_tomorrow_that_is_due_today_is_told_and_listed_today() -> None:
    tomorrow = TODAY + timedelta(days=1)
    early = a_session(day=tomorrow, begin=at(9, day=tomorrow), end=at(9, 50, day=tomorrow))
    state = a_state(policy=a_policy(hours=Hours(time(9), time(18))), sessions=(early,))
    assert alarms.due(state, now_at(16, 59, 59)) == ()
    assert [(one.kind, one.late) for one in alarms.due(state, now_at(17))] == [("reminder", False)]
    assert owed_rows(state, now_at(16, 59, 59)) == ()
    (row,) = owed_rows(state, now_at(17))
    assert (row.text, row.due) == ("A.K.: reminder for Sun 22 Nov 09:00 to send", "since 17:00")
    (later,) = owed_rows(replace(state, today=tomorrow), now_at(8, day=tomorrow))
    assert (later.text, later.due) == ("A.K.: reminder to send", "since Sat")
    agreed = replace(early, reminded=at(17))
    assert owed_rows(replace(state, sessions={"s-1": agreed}), now_at(17, 1)) == ()


# --- what is owed -----------------------------------------------------------------------------------------------------
def owing(**changes: object) -> State:
    follow_up = replace(FollowUp("f-1", "call", "ring Mary back", at(9)), **changes)  # type: ignore[arg-type]  # any field
    return a_state(sessions=(), follow_ups={"f-1": follow_up})


def test_something_owed_comes_due_until_it_is_done() -> None:
    (one,) = alarms.due(owing(due=at(11)), now_at(11))
    assert (one.words, one.notice, one.session) == ("Due now: ring Mary back", "Something owed is due", "")
    assert alarms.alarms(owing(due=at(11), done=at(10)), now_at(11)) == ()
    assert alarms.alarms(owing(), now_at(11)) == ()


def test_a_breach_warns_a_day_before_its_limit_and_at_it() -> None:
    found = alarms.alarms(owing(kind="breach", text="report the breach"), now_at(10))
    assert [(one.kind, one.at, one.words) for one in found] == [
        ("breach-soon", at(9) + timedelta(hours=48), "24 h left: report the breach"),
        ("breach", at(9) + timedelta(hours=72), "Due now: report the breach"),
    ]


def test_something_owed_by_a_running_session_does_not_push_its_end_warning_away() -> None:
    follow_up = FollowUp("f-1", "call", "ring Mary back", at(9), session="s-1", due=at(10, 46))
    state, _ = show(replace(in_session(), follow_ups={"f-1": follow_up}), now_at(10, 45))
    state, fresh = show(state, now_at(10, 46))
    assert kinds(fresh) == ["owed"]
    standing = alarms.ringing(state, now_at(10, 47))
    assert standing is not None
    assert standing.kind == "end-5"


def test_a_note_is_overdue_a_day_after_the_session_until_every_participant_has_one() -> None:
    ended = running(state=SessionState.ENDED, ended_at=at(10, 52))
    state = a_state(sessions=(ended,))
    (one,) = alarms.alarms(state, now_at(11))
    assert (one.kind, one.at) == ("note", at(10, 52) + timedelta(hours=24))
    assert one.words == "Note of A.K., Sat 21 Nov, is overdue"
    written = replace(state, notes={"n": Note("n", "s-1", "ak", text="Well.")})
    assert alarms.alarms(written, now_at(11)) == ()


def test_a_short_break_is_said_in_the_morning_and_never_called_late() -> None:
    other = a_session("s-2", begin=at(10, 55), end=at(11, 45), participants=("rt",))
    people = (a_client(), a_client("rt", initials="R.T."))
    state = a_state(policy=QUIET, clients=people, sessions=(a_session(), other))
    buffers = [one for one in alarms.due(state, now_at(8)) if one.kind == "buffer"]
    assert [(one.words, one.late) for one in buffers] == [("Only 5 min between A.K. and R.T. at 10:55", False)]
    for begin, words in ((at(10, 50), "No break between"), (at(10, 40), "Two sessions at once: A.K. and R.T.")):
        moved = replace(state, sessions={"s-1": a_session(), "s-2": replace(other, begin=begin)})
        assert any(one.words.startswith(words) for one in alarms.due(moved, now_at(8)))
    apart = replace(state, sessions={"s-1": a_session(), "s-2": replace(other, begin=at(11))})
    assert not any(one.kind == "buffer" for one in alarms.alarms(apart, now_at(8)))


def test_ones_own_dates_come_due_on_their_day() -> None:
    own = OwnDate("o-1", "supervision", TODAY)
    state = a_state(sessions=(), practice=Practice(own_dates=(own, OwnDate("o-2", "done", TODAY, done=TODAY))))
    assert [(one.words, one.late) for one in alarms.due(state, now_at(8))] == [("Due: supervision", False)]
    tomorrow = replace(own, due=date(2026, 11, 22))
    assert alarms.due(replace(state, practice=Practice(own_dates=(tomorrow,))), now_at(8)) == ()


# --- waking, discretion, numbers --------------------------------------------------------------------------------------
def test_the_scheduler_is_given_every_instant_to_come_and_the_next_repeat() -> None:
    state, _ = show(in_session(), now_at(10, 40))
    coming = alarms.wakeups(state, now_at(10, 40, 10))
    assert sorted(coming.values()) == [at(10, 40, 29), at(10, 45), at(10, 49), at(10, 50)]
    assert coming["repeat"] == at(10, 40, 29)
    assert f"s-1:end-5:{at(10, 45).isoformat()}" in coming


def test_notifications_hold_no_name_and_no_number_of_anybody() -> None:
    breach = FollowUp("f-1", "breach", "Alex King 07700 900123", at(9) - timedelta(days=4))
    own = OwnDate("o-1", "DBS for Alex King", TODAY)
    ended = running(id="s-3", state=SessionState.ENDED, ended_at=at(9) - timedelta(days=2))
    state = a_state(sessions=(running(), a_session("s-2", begin=at(10, 50)), ended), follow_ups={"f-1": breach})
    state = replace(state, practice=Practice(own_dates=(own,)))
    notices = {one.notice for one in (*alarms.due(state, now_at(11, 30)), *alarms.alarms(state, now_at(11)))}
    assert len(notices) > 10
    assert not [notice for notice in notices if "A.K." in notice or "Alex" in notice or "07700" in notice]


def test_two_hundred_reminders_in_one_second_all_appear_once() -> None:
    people = tuple(a_client(f"c-{number}") for number in range(200))
    sessions = tuple(a_session(f"s-{number}", participants=(f"c-{number}",)) for number in range(200))
    state, fresh = show(a_state(clients=people, sessions=sessions), now_at(9))
    reminders = [one for one in fresh if one.kind == "reminder"]
    assert len({one.session for one in reminders}) == len(reminders) == 200
    assert all(one.notify for one in reminders)
    assert alarms.due(state, now_at(9, 0, 1)) == ()
