"""Ages in words: exact, in the days of a wall clock, and an old place never reads as a current one."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.ages import age, checked, date_words, hours_words, is_current, last_known, place_words, zone_named
from data.values.people import Hours, Place
from data.values.time import Now
from tests.core.build import LONDON, NOW, TODAY, at, days_ago, now_at


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (at(10, 2), "10:02 today"),
        (days_ago(1), "10:18 yesterday"),
        (days_ago(7), "7 days old"),
        (days_ago(400), "400 days old"),
        (None, "none"),
        (NOW.utc + timedelta(days=2), "dated 23 Nov, ahead of the clock"),
    ],
)
def test_an_age_is_told_as_a_person_counts(told: datetime | None, words: str) -> None:
    assert age(told, NOW, LONDON) == words


def test_the_day_is_the_one_of_the_wall_clock_and_not_of_utc() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # 23:30 in London, already tomorrow in Athens
    morning = Now(datetime(2026, 7, 2, 8, 0, tzinfo=UTC))
    assert age(late, morning, LONDON) == "23:30 yesterday"
    assert age(late, morning, "Europe/Athens") == "01:30 today"


@pytest.mark.parametrize("zone", ["", "Nowhere/Atall", "../etc", "Europe"])
def test_an_unknown_zone_is_no_zone_and_reads_as_utc(zone: str) -> None:
    assert zone_named(zone) is None
    assert age(at(10, 2), NOW, zone) == "10:02 today"


def test_a_check_names_its_date_and_today_its_time() -> None:
    assert checked(days_ago(7), NOW, LONDON) == "checked 14 Nov"
    assert checked(at(10, 2), NOW, LONDON) == "checked 10:02 today"
    assert checked(None, NOW, LONDON) == "never checked"
    assert date_words(TODAY.replace(year=2025), TODAY) == "21 Nov 2025"


def test_an_old_address_is_last_known_and_says_its_age() -> None:
    place = Place("14 Elm Road, Leeds", days_ago(7))
    assert place_words(place, NOW, LONDON) == "LAST KNOWN, 7 DAYS: 14 Elm Road, Leeds"
    assert place_words(Place("14 Elm Road, Leeds", at(10, 2)), NOW, LONDON) == "14 Elm Road, Leeds (10:02 today)"
    assert place_words(None, NOW, LONDON) == "none"
    assert last_known("10:02 today") == "LAST KNOWN, 10:02 TODAY"


def test_a_place_told_before_the_session_is_last_known_even_on_the_same_day() -> None:
    morning = Place("at work", at(8))
    assert is_current(morning, NOW, LONDON)
    assert not is_current(morning, NOW, LONDON, since=at(9, 30))
    assert place_words(morning, NOW, LONDON, since=at(9, 30)) == "LAST KNOWN, 08:00 TODAY: at work"
    assert is_current(Place("home", at(23, 55)), now_at(0, 10, day=TODAY + timedelta(days=1)), LONDON, since=at(23, 30))


@given(st.integers(min_value=1, max_value=3000))
def test_no_old_place_is_ever_shown_as_where_the_client_is(days: int) -> None:
    words = place_words(Place("14 Elm Road", days_ago(days)), NOW, LONDON)
    assert words.startswith("LAST KNOWN, ")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, ""),
        (Hours(), ""),
        (Hours(time(9)), "after 9"),
        (Hours(time(0)), "after 0"),
        (Hours(before=time(17, 30)), "before 17:30"),
        (Hours(time(21), time(6, 5)), "21 to 06:05"),
    ],
)
def test_hours_are_told_in_few_words(hours: Hours | None, words: str) -> None:
    assert hours_words(hours) == words
