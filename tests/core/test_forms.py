"""What was typed is read, or refused with its place and the cure."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.entry import reading as forms
from data.values.numbers import same_number
from data.values.people import Hours
from data.values.trouble import BadInput
from tests.core.build import LONDON, TODAY, at


@pytest.mark.parametrize("typed", ["21/11/1998", "21.11.98", "1998-11-21", "21 Nov 1998", "21st november 1998"])
def test_a_date_of_birth_is_read_the_ways_people_write_it(typed: str) -> None:
    assert forms.read_born("Born", typed, TODAY) == date(1998, 11, 21)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("next week", "Born: write it like 21/11/1998."),
        ("31/2/1998", "Born: there is no such day. Write it like 21/11/1998."),
        ("21/11", "Born: write the year too, like 21/11/1998."),
        ("21/11/2030", "Born: 21/11/2030 is still to come. Check the year."),
        ("21/11/1850", "Born: 1850 is too long ago. Check the year."),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_refused_with_the_cure(typed: str, words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        forms.read_born("Born", typed, TODAY)
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 22)),
        ("monday", date(2026, 11, 23)),
        ("sat", date(2026, 11, 28)),
        ("21/11", TODAY),
        ("20/11", date(2027, 11, 20)),
        ("29/2", date(2028, 2, 29)),
        ("5 Dec 27", date(2027, 12, 5)),
    ],
)
def test_a_booking_date_may_leave_out_what_goes_without_saying(typed: str, day: date) -> None:
    assert forms.read_date("Date", typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("9.30", time(9, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("21h15", time(21, 15)),
    ],
)
def test_a_time_of_day_is_read_the_ways_people_write_it(typed: str, clock: time) -> None:
    assert forms.read_time("Time", typed) == clock


@pytest.mark.parametrize("typed", ["25:00", "9:75", "13pm", "noonish", "12345"])
def test_a_time_that_no_day_has_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"^Time: "):
        forms.read_time("Time", typed)


@pytest.mark.parametrize(
    ("typed", "ago"),
    [("now", 0), ("5 min ago", 5), ("-7", 7), ("10:10", 8), ("1010", 8), ("22:20", 11 * 60 + 58)],
)
def test_a_backdated_moment_is_the_latest_one_that_has_passed(typed: str, ago: int) -> None:
    assert forms.read_moment("Time", typed, at(10, 18), LONDON) == at(10, 18) - timedelta(minutes=ago)


def test_a_moment_still_to_come_is_refused_with_the_time_it_is() -> None:
    with pytest.raises(BadInput, match=r"^Time: 10:30 is still to come; it is 10:18\.$"):
        forms.read_moment("Time", "10:30", at(10, 18), LONDON)


def test_in_the_hour_that_comes_twice_a_moment_is_the_last_one_that_passed() -> None:
    second_half_past_one = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
    assert forms.read_moment("Time", "1:30", second_half_past_one, LONDON) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "minutes"), [("50", 50), ("1h", 60), ("1h 20", 80), ("1:30", 90), ("90 min", 90)])
def test_a_length_is_read_in_minutes(typed: str, minutes: int) -> None:
    assert forms.read_minutes("Length", typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "0", "999", "1:"])
def test_a_length_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"^Length: "):
        forms.read_minutes("Length", typed)


@pytest.mark.parametrize("typed", ["07700 900123", "+44 (0)7700 900123", "999"])
def test_a_phone_number_is_kept_as_dialled(typed: str) -> None:
    assert forms.read_phone("Phone", typed) == typed


@pytest.mark.parametrize("typed", ["07700 900123 (mum)", "12", "1" * 16, "٠٧٧٠٠٩٠٠١٢٣"])
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"^Phone: "):
        forms.read_phone("Phone", typed)


def test_two_ways_to_write_a_number_mean_the_same_one() -> None:
    assert same_number("07700 900-123", "07700900123")
    assert same_number("+44 (0)7700 900123", "07700 900123")
    assert not same_number("07700 900123", "07700 900124")
    assert not same_number("ann.k@example.org", "annk@example.org")


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("9-17", Hours(time(9), time(17))), ("after 9", Hours(after=time(9))), ("before 18:00", Hours(before=time(18)))],
)
def test_hours_are_read_and_written_back(typed: str, hours: Hours) -> None:
    assert forms.read_hours("Hours", typed) == hours
    assert forms.read_hours("Hours", forms.show_hours(hours)) == hours


def test_a_country_and_a_zone_may_be_named() -> None:
    assert forms.read_country("Country", "Ireland") == "IE"
    assert forms.read_country("Country", "uk") == "GB"
    assert forms.read_zone("Time zone", "new york") == "America/New_York"
    with pytest.raises(BadInput, match=r"^Time zone: "):
        forms.read_zone("Time zone", "Atlantis")


def test_initials_come_from_every_part_of_a_name() -> None:
    assert forms.initials_of("Ann-Marie Kay") == "A.M.K."
    assert forms.initials_of("  ") == ""


def test_changing_a_notes_form_never_loses_a_word() -> None:
    empty = forms.headings("SOAP")
    assert forms.change_form(empty, "SOAP", "DAP") == forms.headings("DAP")
    changed = forms.change_form("We spoke of Plan: rest", "free", "DAP")
    assert changed.startswith("We spoke of Plan: rest")
    assert "Data:" in changed


READERS = (
    lambda text: forms.read_born("Place", text, TODAY),
    lambda text: forms.read_date("Place", text, TODAY),
    lambda text: forms.read_time("Place", text),
    lambda text: forms.read_moment("Place", text, at(10, 18), LONDON),
    lambda text: forms.read_minutes("Place", text),
    lambda text: forms.read_count("Place", text),
    lambda text: forms.read_phone("Place", text),
    lambda text: forms.read_email("Place", text),
    lambda text: forms.read_hours("Place", text),
    lambda text: forms.read_country("Place", text),
    lambda text: forms.read_zone("Place", text),
)


@given(st.text(max_size=30) | st.text("0123456789/.:- pamhx", max_size=12), st.sampled_from(READERS))
def test_every_reader_answers_or_names_its_place_whatever_was_typed(text: str, read: object) -> None:
    assert callable(read)
    try:
        read(text)
    except BadInput as refusal:
        assert str(refusal).startswith("Place: ")
        assert "\n" not in str(refusal)
