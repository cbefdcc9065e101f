"""Calendars as Google, Outlook, Apple and a practice system write them, read through the real child process."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.adapters.calendar import read_calendar, window_at
from data.values.imports import Appointment, Calendar, Status
from data.values.time import Now
from data.values.trouble import BadInput

FOLDER = Path(__file__).parent.parent / "calendars"
NOW = Now(datetime(2026, 11, 18, 9, tzinfo=UTC))
LONDON = "Europe/London"


def read(name: str, now: Now = NOW, zone: str = LONDON) -> Calendar:
    return read_calendar((FOLDER / f"{name}.ics").read_bytes(), now, zone)


def begins(calendar: Calendar, title: str = "") -> list[str]:
    return [f"{one.begin:%d %b %H:%M}" for one in calendar.appointments if not title or one.title == title]


def only(calendar: Calendar) -> Appointment:
    assert len(calendar.appointments) == 1
    return calendar.appointments[0]


def by_uid(calendar: Calendar, uid: str) -> Appointment:
    return next(one for one in calendar.appointments if one.uid == uid)


def test_there_are_more_than_twenty_calendars_and_every_one_is_read() -> None:
    names = [path.stem for path in FOLDER.glob("*.ics")]
    assert len(names) >= 20
    for name in names:
        calendar = read(name, Now(datetime(2027, 3, 20, tzinfo=UTC)) if "gap" in name else NOW)
        assert calendar.appointments, name
        assert all(
            one.begin.tzinfo == UTC and one.end >= one.begin - timedelta(hours=1) for one in calendar.appointments
        )


def test_the_window_is_one_week_back_to_twelve_weeks_ahead() -> None:
    window = window_at(NOW)
    assert (window.begin, window.end) == (
        datetime(2026, 11, 11, 9, tzinfo=UTC),
        datetime(2027, 2, 10, 9, tzinfo=UTC),
    )
    calendar = read("google_weekly")
    assert all(window.begin <= one.begin < window.end for one in calendar.appointments)


class TestGoogle:
    def test_a_weekly_series_skips_its_exceptions_and_keeps_moved_and_cancelled_instances(self) -> None:
        calendar = read("google_weekly")
        assert begins(calendar) == [
            *("17 Nov 10:00", "26 Nov 14:30", "01 Dec 10:00", "08 Dec 10:00", "15 Dec 10:00"),
            *("05 Jan 10:00", "12 Jan 10:00", "19 Jan 10:00", "26 Jan 10:00", "02 Feb 10:00", "09 Feb 10:00"),
        ]
        moved, cancelled = calendar.appointments[1], calendar.appointments[2]
        assert (moved.recurrence, moved.status) == ("20261124T100000Z", Status.CONFIRMED)
        assert (cancelled.recurrence, cancelled.status) == ("20261201T100000Z", Status.CANCELLED)
        assert calendar.whole and calendar.id and calendar.masters == {moved.uid}

    def test_the_link_and_its_passcode_are_found(self) -> None:
        link = read("google_weekly").appointments[0].link
        assert link and (link.platform, link.key, link.passcode) == ("Zoom", "zoom:84512345678", True)

    def test_a_meet_room_attached_by_itself_yields_to_the_room_that_was_chosen(self) -> None:
        zoom, meet = (one.link for one in read("google_meet_attached").appointments)
        assert zoom and zoom.key == "zoom:93312345678"
        assert meet and meet.platform == "Google Meet"

    def test_a_tentative_event_says_so(self) -> None:
        assert [one.status for one in read("google_meet_attached").appointments] == [
            Status.CONFIRMED,
            Status.TENTATIVE,
        ]

    def test_a_series_split_by_this_and_following_is_one_series(self) -> None:
        calendar = read("google_split_series")
        assert begins(calendar)[:4] == ["12 Nov 09:00", "19 Nov 09:00", "26 Nov 11:00", "03 Dec 11:00"]
        assert {one.series for one in calendar.appointments} == {"77split77split77split77@google.com"}
        assert len({one.uid for one in calendar.appointments}) == 2

    def test_count_until_interval_and_byday_are_kept(self) -> None:
        calendar = read("google_daily_count_until")
        assert begins(calendar, "Intensive week") == [f"{day} Nov 08:00" for day in (16, 17, 18, 19, 20)]
        assert begins(calendar, "Group reflect") == ["16 Nov 18:00", "18 Nov 18:00", "30 Nov 18:00", "02 Dec 18:00"]
        assert begins(calendar, "Supervision") == ["01 Dec 12:00", "05 Jan 12:00", "02 Feb 12:00"]

    def test_a_weekly_session_stays_at_its_wall_clock_time_when_summer_time_ends(self) -> None:
        calendar = read("google_dst", Now(datetime(2026, 10, 20, tzinfo=UTC)))
        assert begins(calendar, "AK-014")[:3] == ["20 Oct 09:00", "27 Oct 10:00", "03 Nov 10:00"]
        # New York changes a week later than London.
        assert begins(calendar, "Client abroad")[:3] == ["20 Oct 13:00", "27 Oct 13:00", "03 Nov 14:00"]
        assert {one.zone for one in calendar.appointments} == {LONDON, "America/New_York"}


class TestOutlook:
    def test_a_teams_series_in_a_windows_zone(self) -> None:
        calendar = read("outlook_teams")
        assert begins(calendar)[:3] == ["11 Nov 11:00", "18 Nov 11:00", "26 Nov 16:00"]
        assert begins(calendar)[-1] == "03 Feb 11:00"
        assert "23 Dec 11:00" not in begins(calendar)
        first = calendar.appointments[0]
        assert (first.zone, first.title) == (LONDON, "Anna weekly")
        assert first.link and first.link.key == "teams:19:meeting_NzM0ZmQxYjgt@thread.v2"
        assert first.link.passcode, "the words under the link say a passcode"

    def test_safelinks_and_html_lead_to_the_room_itself(self) -> None:
        wrapped, html = (one.link for one in read("outlook_safelinks").appointments)
        assert wrapped and wrapped.key == "teams:19:meeting_U2FmZUxpbms@thread.v2"
        assert wrapped.url.startswith("https://teams.microsoft.com/")
        assert html and (html.key, html.passcode) == ("teams:meet/3456789012345", True)

    def test_zones_of_the_calendars_own_and_windows_names_give_the_right_instants(self) -> None:
        calendar = read("outlook_custom_zone")
        assert begins(calendar) == ["25 Nov 08:00", "26 Nov 09:00"]
        assert all(one.zone for one in calendar.appointments)

    def test_a_cancellation_sent_by_mail_is_cancelled(self) -> None:
        calendar = read("outlook_cancelled")
        assert only(calendar).status is Status.CANCELLED
        assert not calendar.whole

    def test_an_update_of_one_instance_does_not_stand_for_its_series(self) -> None:
        calendar = read("outlook_request_one_instance")
        assert only(calendar).recurrence == "20261202T110000Z"
        assert begins(calendar) == ["02 Dec 12:00"]
        assert not calendar.masters and not calendar.whole

    def test_whole_days_are_said_to_be_whole_days(self) -> None:
        calendar = read("outlook_all_day")
        assert [(one.title, one.all_day) for one in calendar.appointments] == [
            ("Training day", True),
            ("Annual leave", True),
        ]

    def test_this_and_all_that_follow_moved(self) -> None:
        calendar = read("this_and_future")
        assert begins(calendar) == [
            *("16 Nov 10:00", "23 Nov 10:00", "30 Nov 15:00", "07 Dec 15:00", "14 Dec 15:00", "21 Dec 15:00")
        ]
        assert len({one.recurrence for one in calendar.appointments}) == 6


class TestApple:
    def test_floating_times_are_taken_in_the_practices_zone(self) -> None:
        floating = read("apple_floating_duration").appointments[0]
        assert floating.floating
        assert floating.begin == datetime(2026, 11, 27, 14, tzinfo=UTC)
        in_berlin = read("apple_floating_duration", zone="Europe/Berlin").appointments[0]
        assert in_berlin.begin == datetime(2026, 11, 27, 13, tzinfo=UTC)
        assert in_berlin.zone == "Europe/Berlin"

    def test_a_duration_stands_for_an_end_and_no_end_is_said(self) -> None:
        with_duration, without_end, _ = read("apple_floating_duration").appointments
        assert with_duration.end - with_duration.begin == timedelta(minutes=80)
        assert not with_duration.open_end
        assert without_end.open_end

    def test_a_phone_session_is_recognised_and_an_address_is_not_a_link(self) -> None:
        by_phone = read("apple_floating_duration").appointments[2]
        assert (by_phone.mode, by_phone.link) == ("phone", None)

    def test_extra_dates_and_left_out_dates(self) -> None:
        calendar = read("apple_weekly_rdate")
        assert begins(calendar) == ["16 Nov 09:00", "25 Nov 09:00", "30 Nov 09:00", "03 Dec 17:00", "07 Dec 09:00"]
        assert calendar.appointments[0].title == "Zoë O’Brien 🌱"
        assert all(one.link and one.link.key == "zoom:98765432101" for one in calendar.appointments)

    def test_a_time_that_the_clocks_leave_out_in_spring(self) -> None:
        calendar = read("apple_dst_gap", Now(datetime(2027, 3, 20, tzinfo=UTC)))
        assert begins(calendar, "AK-014")[:2] == ["22 Mar 10:00", "29 Mar 09:00"]
        assert begins(calendar, "Night line")[:3] == ["21 Mar 01:30", "28 Mar 01:30", "04 Apr 00:30"]

    def test_several_calendars_in_one_file(self) -> None:
        assert begins(read("several_calendars_in_one")) == ["24 Nov 10:00", "24 Nov 11:00"]


class TestPracticeSystem:
    def test_a_feed_of_single_appointments(self) -> None:
        calendar = read("feed_diary")
        assert Counter(one.title for one in calendar.appointments) == {
            "AK-014": 2,
            "JM-002": 1,
            "Ann K": 2,
            "Appointment": 2,
        }
        assert by_uid(calendar, "appt-100236@diary.example").mode == "phone"
        assert all(one.zone == LONDON and not one.repeats and not one.recurrence for one in calendar.appointments)

    def test_one_uid_for_everything_and_no_uid_at_all(self) -> None:
        calendar = read("feed_same_uid")
        assert [one.title for one in calendar.appointments] == ["AK-014", "JM-002", "No uid at all", "Newer"]
        assert len({one.uid for one in calendar.appointments}) == 4
        assert [one.uid for one in calendar.appointments] == [one.uid for one in read("feed_same_uid").appointments]


def test_hostile_text_is_only_text() -> None:
    calendar = read("hostile_text")
    titles = [one.title for one in calendar.appointments]
    assert titles[0] == "Ann [TODO] plan [/oops] [@click=app.quit]x[/]"
    assert titles[1] == "␛]52;c;cm0gLXJm␇␛[2Jred �31m"
    assert titles[2] == "elbon x tag"
    assert len(titles[3]) == 200
    for one in calendar.appointments:
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in one.title + one.uid)
        assert one.link is None


def test_events_that_cannot_be_read_are_said_and_keep_no_other_from_being_read() -> None:
    calendar = read("unreadable_events")
    assert only(calendar).title == "AK-014"
    assert {one.uid: one.why for one in calendar.unread} == {
        "bad-start": "its start cannot be read",
        "no-start": "its start cannot be read",
        "backwards": "it ends before it begins",
        "bad-rule": "its RRULE cannot be read",
    }
    assert calendar.masters == {"good"}


def test_a_zone_that_nobody_knows_counts_as_floating() -> None:
    one = only(read("unknown_zone"))
    assert (one.floating, one.zone, one.begin.hour) == (True, LONDON, 10)


@pytest.mark.parametrize("name", ["encoding_cp1252", "encoding_utf16", "encoding_bom_lf"])
def test_encodings_that_programs_really_use(name: str) -> None:
    assert only(read(name)).title == "Zoë – Müller"


def test_reading_twice_gives_the_same() -> None:
    assert read("outlook_teams") == read("outlook_teams")


def test_a_calendar_without_anything_in_the_window_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match=r"no sessions in this calendar from 13 May 2030"):
        read("feed_diary", Now(datetime(2030, 5, 20, tzinfo=UTC)))
