"""The wall clock: weekly times across a change of the clocks, working hours, and dates in words."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core import wall
from data.values.people import Hours
from tests.core.build import LONDON, TODAY, at

NEW_YORK = "America/New_York"
OFFICE = Hours(time(9), time(18))
NIGHT = Hours(time(20), time(6))
ZONES = st.sampled_from([LONDON, NEW_YORK, "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "UTC"])


def test_a_time_and_a_date_read_as_a_person_says_them() -> None:
    assert wall.hhmm(at(10), LONDON) == "10:00"
    assert wall.hhmmss(at(10, 1, 5), LONDON) == "10:01:05"
    assert wall.day_words(date(2026, 11, 24)) == "Tue 24 Nov"
    assert wall.when(at(10), LONDON, TODAY) == "10:00"
    assert wall.when(at(10), LONDON, date(2026, 11, 20)) == "Sat 21 Nov 10:00"
    assert wall.offset_words(at(10), LONDON) == "Europe/London (GMT)"
    assert wall.offset_words(datetime(2026, 7, 1, tzinfo=UTC), LONDON) == "Europe/London (BST)"
    assert wall.offset_words(at(10), "America/Sao_Paulo") == "America/Sao_Paulo"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (48, "48 s"), (60, "1 min"), (840, "14 min"), (3600, "1 h"), (3900, "1 h 5 min"), (259_200, "3 days")],
)
def test_a_duration_reads_as_a_person_says_it(seconds: int, words: str) -> None:
    assert wall.span(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize("name", ["", "Nowhere/Atlantis", "/etc/passwd", "Europe", "a\x00b"])
def test_an_unknown_zone_reads_as_utc_and_hides_nothing(name: str) -> None:
    assert wall.hhmm(at(10), name) == "10:00"


def test_a_weekly_appointment_keeps_its_wall_clock_time_across_both_changes_of_the_clocks() -> None:
    first = datetime(2026, 10, 16, 16, 0, tzinfo=UTC)  # 17:00 BST; the clocks go back on 25 October
    times = list(wall.weekly(first, LONDON, 24))
    assert [wall.hhmm(one, LONDON) for one in times] == ["17:00"] * 24
    assert [one.hour for one in times[:3]] == [16, 16, 17]
    assert times[-1] == datetime(2027, 3, 26, 17, 0, tzinfo=UTC)


def test_a_weekly_time_that_summer_time_skips_moves_forward_that_week_only() -> None:
    first = datetime(2026, 3, 22, 1, 30, tzinfo=UTC)
    assert [wall.hhmm(one, LONDON) for one in wall.weekly(first, LONDON, 3)] == ["01:30", "02:30", "01:30"]


def test_a_time_that_happens_twice_is_the_first_of_the_two_and_comes_once() -> None:
    assert wall.instant(date(2026, 10, 25), time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.integers(1_577_836_800, 1_893_456_000).map(lambda at: datetime.fromtimestamp(at, UTC)), ZONES)  # 2020 to 2029
def test_weekly_instants_always_go_forward_and_fall_on_the_same_weekday(first: datetime, zone: str) -> None:
    times = list(wall.weekly(first, zone, 60))
    assert len(times) == 60
    assert times[0] == first
    assert all(one < other for one, other in pairwise(times))
    assert {wall.day_of(one, zone).weekday() for one in times} == {wall.day_of(first, zone).weekday()}


def test_a_client_abroad_is_shown_their_own_time_and_the_weeks_in_which_the_difference_changes() -> None:
    assert wall.their_time(at(10), LONDON, NEW_YORK) == "05:00 there"
    assert wall.their_time(at(2), LONDON, NEW_YORK) == "Fri 20 Nov 21:00 there"
    assert wall.their_time(at(10), LONDON, LONDON) == ""
    assert wall.their_time(at(10), LONDON, "") == ""
    changed = [
        day
        for day in range(1, 31)
        if wall.difference_changed(datetime(2026, 10, day, 12, tzinfo=UTC), LONDON, NEW_YORK)
    ]
    assert changed == [25, 26, 27, 28, 29, 30]  # the British clocks have changed, the American ones have not
    assert not wall.difference_changed(at(10), LONDON, NEW_YORK)


@pytest.mark.parametrize(
    ("hours", "clock", "inside"),
    [
        (OFFICE, time(9), True),
        (OFFICE, time(18), False),
        (OFFICE, time(8, 59), False),
        (NIGHT, time(23), True),
        (NIGHT, time(3), True),
        (NIGHT, time(12), False),
        (Hours(), time(3), True),
        (Hours(after=time(9)), time(23), True),
        (Hours(before=time(9)), time(10), False),
    ],
)
def test_hours_hold_from_their_opening_to_their_closing_across_midnight_too(
    hours: Hours, clock: time, inside: bool
) -> None:
    assert wall.in_hours(wall.instant(TODAY, clock, LONDON), hours, LONDON) is inside


def test_the_next_opening_and_the_last_closing_are_found_on_the_days_around() -> None:
    assert wall.next_opening(at(7), OFFICE, LONDON) == at(9)
    assert wall.next_opening(at(10), OFFICE, LONDON) == at(9) + timedelta(days=1)
    assert wall.last_closing(at(7), OFFICE, LONDON) == at(18) - timedelta(days=1)
    assert wall.last_closing(at(19), OFFICE, LONDON) == at(18)
    assert wall.next_opening(at(7), Hours(), LONDON) is None
    assert wall.last_closing(at(7), Hours(), LONDON) is None
