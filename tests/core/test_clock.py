"""The session clock: both ends of a late session, what is left, what an extension runs into, and gaps."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core import clock
from data.values.session import EndChoice, Gap, LostTime, Session, SessionState, Side
from data.values.time import Now
from tests.core.build import (
    BEGIN,
    BOOT,
    END,
    a_client,
    a_policy,
    a_session,
    a_state,
    at,
    minutes,
    now_at,
)

SECOND = timedelta(seconds=1)


def running(**changes: object) -> Session:
    session = a_session(state=SessionState.RUNNING, started=now_at(10), ends=END, policy_hash="policy-1")
    return replace(session, **changes)  # type: ignore[arg-type]  # any field of a session


def left(session: Session, now: Now) -> timedelta:
    face = clock.face(session, a_policy(), now)
    assert face is not None
    return face.left


# --- the start --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "ends", "choice"),
    [
        (at(10), at(10, 50), EndChoice.AS_BOOKED),
        (at(10, 0, 40), at(10, 50, 40), EndChoice.FULL),
        (at(10, 1), at(10, 51), EndChoice.FULL),
        (at(9, 50), at(10, 40), EndChoice.FULL),
        (at(10, 1, 1), at(10, 50), EndChoice.AS_BOOKED),
        (at(10, 7), at(10, 50), EndChoice.AS_BOOKED),
        (at(10, 50), at(11, 40), EndChoice.FULL),
    ],
)
def test_a_prompt_start_runs_the_full_length_and_a_late_one_ends_as_booked(
    start: datetime, ends: datetime, choice: EndChoice
) -> None:
    assert clock.at_start(a_session(), start) == (ends, choice)


def test_when_the_practitioner_was_late_the_full_length_is_the_default() -> None:
    assert clock.at_start(a_session(late_side=Side.MINE), at(10, 7)) == (at(10, 57), EndChoice.FULL)


def test_both_ends_of_a_late_session_are_offered() -> None:
    assert clock.late_choices(running(started=now_at(10, 7))) == (at(10, 50), at(10, 57))
    assert clock.late_choices(a_session(), at(10, 5)) == (at(10, 50), at(10, 55))


# --- the face ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "digits"),
    [
        (now_at(10), "50:00"),
        (now_at(10, 18, 31), "31:29"),
        (now_at(10, 49, 59), "0:01"),
        (now_at(10, 50), "0:00"),
        (now_at(10, 52, 10), "+2:10"),
        (now_at(11, 55), "+1:05:00"),
    ],
)
def test_the_clock_counts_down_to_zero_and_then_up(now: Now, digits: str) -> None:
    face = clock.face(running(), a_policy(), now)
    assert face is not None
    assert clock.digits(face) == digits


def test_more_than_an_hour_is_shown_with_hours() -> None:
    assert clock.count(timedelta(minutes=65)) == "1:05:00"


def test_a_second_that_has_begun_still_counts_as_left() -> None:
    assert clock.count(timedelta(seconds=299.4)) == "5:00"
    assert clock.count(timedelta(seconds=-0.4)) == "+0:00"


def test_the_bar_knows_how_far_the_session_is_and_where_its_warnings_lie() -> None:
    face = clock.face(running(), a_policy(), now_at(10, 25))
    assert face is not None
    assert face.fraction == 0.5
    assert [(round(fraction, 2), label) for fraction, label in face.marks] == [(0.8, "10"), (0.9, "5"), (0.98, "1")]
    assert not face.over
    late = clock.face(running(), a_policy(), now_at(12))
    assert late is not None
    assert (late.fraction, late.over) == (1.0, True)


def test_a_session_that_does_not_run_has_no_clock() -> None:
    assert clock.face(a_session(), a_policy(), now_at(10)) is None
    assert clock.face(running(state=SessionState.ENDED), a_policy(), now_at(10)) is None


def test_the_warnings_of_a_session_shorter_than_them_have_no_mark() -> None:
    face = clock.face(running(ends=at(10, 8)), a_policy(), now_at(10, 1))
    assert face is not None
    assert [label for _, label in face.marks] == ["5", "1"]


def test_a_step_of_the_wall_clock_shortens_no_session_and_its_end_is_shown_on_the_new_clock() -> None:
    stepped = replace(now_at(10, 20), utc=at(11, 20))
    face = clock.face(running(), a_policy(), stepped)
    assert face is not None
    assert face.left == minutes(30)
    assert face.ends == at(11, 50)


@given(
    st.lists(
        st.tuples(st.sampled_from(["beat", "sleep", "step"]), st.floats(-7200, 43_200, allow_nan=False)), max_size=40
    )
)
def test_the_time_left_is_right_to_a_second_through_any_sleep_and_any_step(moves: list[tuple[str, float]]) -> None:
    now, passed = now_at(10), 0.0
    for kind, size in moves:
        real = {"beat": 1.0, "sleep": abs(size), "step": 0.0}[kind]
        jump = timedelta(seconds=size if kind == "step" else 0)
        now = Now(now.utc + timedelta(seconds=real) + jump, BOOT, now.boottime + real)
        passed += real
        assert abs(left(running(), now) - (minutes(50) - timedelta(seconds=passed))) <= SECOND


def test_across_a_restart_of_the_machine_the_wall_clock_is_all_there_is() -> None:
    assert left(running(), Now(at(10, 30), "boot-2", 12.0)) == minutes(20)


# --- extensions -------------------------------------------------------------------------------------------------------
def after(begin: datetime, **changes: object) -> Session:
    session = a_session("s-2", begin=begin, end=begin + minutes(50), participants=("rt",))
    return replace(session, **changes)  # type: ignore[arg-type]  # any field of a session


def extended(by: float, *others: Session, now: Now | None = None) -> clock.Extension:
    people = (a_client(), a_client("rt", initials="R.T."))
    state = a_state(clients=people, sessions=(running(), *others))
    return clock.extension(state, running(), minutes(by), now or now_at(10, 40))


def test_an_extension_into_the_next_session_says_so_before_it_can_be_taken() -> None:
    shown = extended(15, after(at(11)))
    assert (shown.ends, shown.runs_into) == (at(11, 5), "s-2")
    assert shown.words == "runs into R.T. at 11:00"


def test_an_extension_into_the_buffer_says_how_long_a_break_is_left() -> None:
    assert extended(6, after(at(11))) == clock.Extension(at(10, 56), "", "leaves 4 min before R.T. at 11:00")
    assert extended(10, after(at(11))).words == "leaves no time before R.T. at 11:00"


def test_an_extension_that_disturbs_nothing_says_until_when_it_is_free() -> None:
    assert extended(5, after(at(14))) == clock.Extension(at(10, 55), "", "free until 14:00")
    assert extended(5).words == "nothing after it today"


def test_a_cancelled_session_is_not_in_the_way() -> None:
    assert extended(15, after(at(11), state=SessionState.CANCELLED_LATE)).words == "nothing after it today"


def test_after_a_step_of_the_clock_an_extension_is_judged_by_when_it_will_really_end() -> None:
    stepped = replace(now_at(10, 40), utc=at(10, 50))  # ten minutes more on the wall than have passed
    assert extended(1, after(at(11)), now=stepped).runs_into == "s-2"


# --- gaps -------------------------------------------------------------------------------------------------------------
def test_heartbeats_in_their_order_are_nothing_to_speak_of() -> None:
    assert clock.notice(None, now_at(10)) is None
    assert clock.notice(now_at(10), now_at(10, 0, 1)) is None
    assert clock.notice(now_at(10), now_at(10, 0, 30)) is None


def test_after_sleep_it_says_how_long_and_asks_whether_the_session_ran() -> None:
    notice = clock.notice(now_at(10, 22, 20), now_at(10, 36, 20), session=running())
    assert notice is not None
    assert (notice.kind, notice.begin, notice.end, notice.asks) == ("asleep", at(10, 22, 20), at(10, 36, 20), True)
    assert notice.words == "Asleep 14 min. By the clock 36:20 have passed. Was the session running?"


def test_without_a_running_session_there_is_nothing_to_ask() -> None:
    notice = clock.notice(now_at(10), now_at(10, 14))
    assert notice is not None
    assert notice.words == "Asleep 14 min."


@pytest.mark.parametrize(("step", "way"), [(3600, "forward 1 h"), (-3600, "back 1 h"), (-3, "back 3 s")])
def test_a_changed_wall_clock_is_said_and_hides_nothing(step: int, way: str) -> None:
    later = replace(now_at(10, 20, 1), utc=at(10, 20, 1) + timedelta(seconds=step))
    notice = clock.notice(now_at(10, 20), later, session=running())
    assert notice is not None
    assert (notice.kind, notice.asks) == ("clock changed", False)
    assert notice.begin < notice.end
    assert notice.words == f"The computer's clock was set {way}. By the clock 20:01 have passed."


def test_a_clock_that_drifts_a_little_was_not_changed() -> None:
    assert clock.notice(now_at(10), replace(now_at(10, 0, 1), utc=at(10, 0, 3))) is None


def test_sleep_and_a_changed_clock_at_once_are_both_said() -> None:
    later = replace(now_at(10, 34), utc=at(11, 34))
    notice = clock.notice(now_at(10, 20), later)
    assert notice is not None
    assert notice.words == "Asleep 14 min. The computer's clock was set forward 1 h."
    assert notice.end - notice.begin == minutes(14)


def test_after_a_restart_it_says_for_how_long_nobody_watched() -> None:
    notice = clock.unwatched(at(10, 20), now_at(10, 23), running())
    assert notice is not None
    assert (notice.kind, notice.begin, notice.end) == ("restart", at(10, 20), at(10, 23))
    assert notice.words == "Off for 3 min. By the clock 23:00 have passed. Was the session running?"
    assert clock.notice(Now(at(10, 20), "boot-0", 5.0), now_at(10, 23), session=running()) == notice
    assert clock.unwatched(None, now_at(10)) is None


def test_a_restart_that_finds_an_earlier_clock_still_has_a_gap_that_ends_after_it_began() -> None:
    notice = clock.unwatched(at(11), now_at(10, 30))
    assert notice is not None
    assert notice.begin <= notice.end
    assert notice.words == "Off; the clock now reads 30 min earlier."


def test_a_machine_without_a_boot_id_is_not_restarted_at_every_heartbeat() -> None:
    assert clock.notice(Now(at(10)), Now(at(10, 0, 1))) is None
    asleep = clock.notice(Now(at(10)), Now(at(10, 5)))
    back = clock.notice(Now(at(10)), Now(at(9)))
    assert asleep is not None
    assert asleep.kind == "asleep"
    assert back is not None
    assert back.kind == "clock changed"


# --- lost time --------------------------------------------------------------------------------------------------------
GAP = Gap("g", at(10, 20), at(10, 34), "asleep", "partly", minutes(4))


def test_lost_time_adds_up_gaps_and_drops() -> None:
    session = running(gaps=(GAP,), lost=(LostTime(minutes(3), Side.CLIENT, "drop"),))
    assert clock.lost(session) == minutes(7)
    assert clock.lost(running()) == timedelta()


def test_lost_time_offers_to_end_on_time_to_use_the_buffer_or_to_make_it_good_later() -> None:
    session = running(gaps=(GAP,), lost=(LostTime(minutes(3), Side.MINE, "drop"),))
    assert clock.lost_choices(session, after(at(11, 30)), a_policy()) == (
        "end on time, 10:50",
        "use the buffer: 7 min more, to 10:57",
        "offer 7 min later",
    )
    assert clock.lost_choices(session, after(at(10, 55)), a_policy())[1] == (
        "use the buffer: 5 min more, to 10:55 (a short break)"
    )
    assert len(clock.lost_choices(session, after(at(10, 50)), a_policy())) == 2
    assert clock.lost_choices(session, None, a_policy())[1] == "use the buffer: 7 min more, to 10:57"
    assert clock.lost_choices(running(), None, a_policy()) == ()


def test_the_length_of_a_session_is_what_was_booked() -> None:
    assert clock.length(a_session()) == END - BEGIN == minutes(50)
