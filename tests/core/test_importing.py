"""What an import of a calendar plans, and what its facts make of the state."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from console.core.apply import apply
from console.core.imports.plan import plan
from console.core.imports.preview import preview
from console.core.imports.records import records
from console.core.state import State
from data.values import facts
from data.values.facts import Record
from data.values.imports import Appointment, Calendar, Decision, ImportPlan, Status, Unread, Window
from data.values.kept import Kept
from data.values.people import Client
from data.values.session import MeetingLink, Mode, Session, SessionState
from data.values.time import Now
from tests.core.build import a_policy

NOW = Now(datetime(2026, 11, 18, 9, tzinfo=UTC), "boot-1", 1000.0)
WINDOW = Window(NOW.utc - timedelta(weeks=1), NOW.utc + timedelta(weeks=12))
POLICY = a_policy()
ANNA = Client("anna", "AK-014", "A.K.", name="Anna Kowalska", seen=3, platform="Teams")
JO = Client("jo", "JM-002", "J.M.", name="Jo Miles", seen=1, mode="phone")
NEW = Client("new", "RT-003", "R.T.")
CLIENTS = (ANNA, JO, NEW)
LINK = MeetingLink("https://zoom.us/j/84512345678?pwd=a", "Zoom", "zoom:84512345678", True)


def on(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def single(title: str = "AK-014", begin: datetime | None = None, uid: str = "one", **changes: object) -> Appointment:
    begin = begin or on(24)
    base = Appointment(uid, "", uid, begin, begin + timedelta(minutes=50), "Europe/London", title)
    return replace(base, **changes)  # type: ignore[arg-type]


def weekly(days: Iterable[int], title: str = "AK-014", hour: int = 10, uid: str = "weekly") -> list[Appointment]:
    return [
        single(title, on(day, hour), uid, repeats=True, recurrence=f"202611{day:02}T{hour:02}0000Z") for day in days
    ]


def a_calendar(*appointments: Appointment, whole: bool = True, **changes: object) -> Calendar:
    base = Calendar(
        WINDOW, "cal" if whole else "", whole, appointments, masters=frozenset(one.uid for one in appointments)
    )
    return replace(base, **changes)  # type: ignore[arg-type]


class Practice:
    """A practice that imports: keeps what was applied, as the store would."""

    def __init__(self, *clients: Client) -> None:
        self.state = State(NOW.utc.date(), POLICY, clients={one.id: one for one in clients or CLIENTS})
        self._ids = (f"s{number}" for number in count(1))

    def known(self) -> Kept:
        return Kept(
            clients=tuple(self.state.clients.values()),
            sessions=tuple(self.state.sessions.values()),
            series=tuple(self.state.series.values()),
        )

    def plan(self, calendar: Calendar, now: Now = NOW) -> ImportPlan:
        return plan(calendar, self.known(), POLICY, now)

    def take(self, calendar: Calendar, now: Now = NOW, **answers: Decision) -> tuple[Record, ...]:
        wanted = self.plan(calendar, now)
        given = {one.series: answers["who"] for one in wanted.ask if "who" in answers}
        kept = records(wanted, given, now, lambda: next(self._ids))
        for one in kept:
            self.state = apply(self.state, one)
        return kept

    def put(self, session: Session) -> None:
        self.state = replace(self.state, sessions={**self.state.sessions, session.id: session})

    @property
    def sessions(self) -> list[Session]:
        return sorted(self.state.sessions.values(), key=lambda one: (one.begin, one.id))

    @property
    def only(self) -> Session:
        assert len(self.state.sessions) == 1
        return self.sessions[0]


@pytest.fixture
def practice() -> Practice:
    return Practice()


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "title", ["AK-014", "ak-014 weekly", "Session (AK-014)", "AK-014: review", "Zoom with AK-014.", "[AK-014]"]
)
def test_the_exact_reference_in_the_title_names_the_client(practice: Practice, title: str) -> None:
    practice.take(a_calendar(single(title)))
    assert practice.only.participants == ("anna",)


@pytest.mark.parametrize("title", ["AK-0145", "XAK-014", "AK-014-2", "AK 014", "A.K.", "Anna Kowalska", "", "weekly"])
def test_nothing_less_than_the_exact_reference_names_a_client(practice: Practice, title: str) -> None:
    wanted = practice.plan(a_calendar(single(title)))
    assert not wanted.add
    assert len(wanted.ask) == 1


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("12", True),
        ("#12", True),
        ("ref 12", True),
        ("(12)", True),
        ("Session 12 with Anna", False),
        ("12 Elm Road", False),
    ],
)
def test_a_short_reference_must_stand_alone_or_be_marked(title: str, named: bool) -> None:
    practice = Practice(replace(ANNA, reference="12"))
    assert bool(practice.plan(a_calendar(single(title))).add) is named


def test_a_name_or_initials_in_the_title_are_a_suggestion(practice: Practice) -> None:
    asked = practice.plan(
        a_calendar(single("Anna weekly"), single("J.M.", uid="two"), single("Peter", uid="three"))
    ).ask
    assert {one.title: one.perhaps for one in asked} == {"Anna weekly": ("anna",), "J.M.": ("jo",), "Peter": ()}


def test_a_series_is_asked_once_and_its_answer_is_remembered(practice: Practice) -> None:
    first = a_calendar(*weekly((24, 25, 26), "Anna weekly"))
    assert [len(one.appointments) for one in practice.plan(first).ask] == [3]
    practice.take(first, who=Decision(("anna",)))
    assert [one.participants for one in practice.sessions] == [("anna",)] * 3
    later = a_calendar(*weekly((24, 25, 26, 27), "Renamed"))
    wanted = practice.plan(later)
    assert not wanted.ask
    assert [one.session.participants for one in wanted.add] == [("anna",)]


def test_single_appointments_of_one_name_are_one_question_for_good(practice: Practice) -> None:
    feed = a_calendar(single("Ann K", on(24), "a"), single("ann  k", on(25), "b"))
    assert len(practice.plan(feed).ask) == 1
    practice.take(feed, who=Decision(("anna",)))
    assert not practice.plan(a_calendar(single("Ann K", on(26), "c"))).ask


def test_a_title_that_names_nobody_is_asked_for_each_appointment(practice: Practice) -> None:
    feed = a_calendar(single("Appointment", on(24), "a"), single("Video session", on(25), "b"), single("", on(26), "c"))
    assert len(practice.plan(feed).ask) == 3
    practice.take(a_calendar(single("Appointment", on(24), "a")), who=Decision(("anna",)))
    assert len(practice.plan(a_calendar(single("Appointment", on(27), "d"))).ask) == 1


def test_not_a_session_is_remembered(practice: Practice) -> None:
    calendar = a_calendar(*weekly((24, 25), "Supervision"))
    practice.take(calendar, who=Decision(is_session=False))
    assert not practice.state.sessions
    again = practice.plan(calendar)
    assert again.empty
    assert "2 × not a session, as you said before" in again.skipped


def test_the_title_itself_is_not_kept_with_a_remembered_answer(practice: Practice) -> None:
    kept = practice.take(a_calendar(single("Ann Kowalska")), who=Decision(("anna",)))
    assert "Kowalska" not in str([one.fact for one in kept])
    assert practice.only.title == ""


def test_a_question_without_an_answer_adds_nothing_and_is_asked_again(practice: Practice) -> None:
    calendar = a_calendar(single("Somebody"))
    assert practice.take(calendar) == ()
    assert len(practice.plan(calendar).ask) == 1


def test_an_answer_may_add_a_client_who_counts_as_seen(practice: Practice) -> None:
    added = Client("zoe", "ZO-1", "Z.O.", seen=1)
    kept = practice.take(a_calendar(single("Zoë")), who=Decision(("zoe",), new=(added,)))
    assert isinstance(kept[0].fact, facts.ClientSaved)
    assert (practice.only.participants, practice.only.first) == (("zoe",), False)


def test_two_references_make_a_group_and_a_group_is_remembered(practice: Practice) -> None:
    practice.take(a_calendar(single("AK-014 & JM-002")))
    assert (practice.only.group, practice.only.participants) == (True, ("anna", "jo"))
    practice = Practice()
    practice.take(a_calendar(*weekly((24,), "Thursday circle")), who=Decision(("anna", "jo"), group=True))
    added = practice.plan(a_calendar(*weekly((24, 25), "Thursday circle"))).add
    assert [(one.session.group, one.session.participants) for one in added] == [(True, ("anna", "jo"))]


def test_a_client_who_was_erased_is_asked_for_again(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((24,), "Anna weekly")), who=Decision(("anna",)))
    practice.state = replace(practice.state, clients={})
    assert len(practice.plan(a_calendar(*weekly((24, 25), "Anna weekly"))).ask) == 1


# --- what is added ----------------------------------------------------------------------------------------------------
def test_an_appointment_enters_as_agreed_with_its_link(practice: Practice) -> None:
    kept = practice.take(a_calendar(single(link=LINK)))
    session = practice.only
    assert (session.state, session.mode, session.platform, session.link) == (
        SessionState.AGREED,
        Mode.VIDEO,
        "Zoom",
        LINK,
    )
    assert (session.day, session.zone, session.begin) == (on(24).date(), "Europe/London", on(24))
    assert [(one.stream, one.client) for one in kept] == [(f"session:{session.id}", "anna")]


def test_mode_and_platform_come_from_the_client_where_the_calendar_says_nothing(practice: Practice) -> None:
    practice.take(
        a_calendar(
            single("AK-014"), single("JM-002", on(25), uid="two"), single("JM-002", on(26), uid="three", link=LINK)
        )
    )
    assert [(one.mode, one.platform) for one in practice.sessions] == [
        (Mode.VIDEO, "Teams"),
        (Mode.PHONE, ""),
        (Mode.VIDEO, "Zoom"),
    ]


def test_only_the_earliest_session_of_a_newcomer_is_the_first(practice: Practice) -> None:
    practice.take(a_calendar(single("RT-003", on(26), "b"), single("RT-003", on(25), "a"), single("AK-014", on(24))))
    assert [(one.participants[0], one.first) for one in practice.sessions] == [
        ("anna", False),
        ("new", True),
        ("new", False),
    ]
    practice.take(a_calendar(single("RT-003", on(27), "c")))
    assert [one.first for one in practice.sessions] == [False, True, False, False]


def test_what_names_no_end_lasts_as_long_as_the_policy_says(practice: Practice) -> None:
    practice.take(a_calendar(single(end=on(24), open_end=True)))
    assert practice.only.end - practice.only.begin == timedelta(minutes=50)


def test_whole_days_long_events_and_days_before_today_are_left_out_and_said(practice: Practice) -> None:
    wanted = practice.plan(
        a_calendar(
            single(all_day=True),
            single(uid="long", end=on(25)),
            single(uid="over", begin=on(17)),
            single(uid="this morning", begin=on(18, 7)),
        )
    )
    assert [one.appointment.uid for one in wanted.add] == ["this morning"]
    assert set(wanted.skipped) == {
        "all-day: not a session",
        "longer than twelve hours: not a session",
        "over before today: not added",
    }


def test_what_was_cancelled_before_it_was_known_is_not_added(practice: Practice) -> None:
    assert practice.plan(a_calendar(single(status=Status.CANCELLED))).empty


# --- again ------------------------------------------------------------------------------------------------------------
def test_a_second_import_of_the_same_calendar_plans_nothing(practice: Practice) -> None:
    calendar = a_calendar(*weekly((24, 25)), single("JM-002", uid="x", link=LINK), single("RT-003", uid="y"))
    practice.take(calendar)
    again = practice.plan(calendar)
    assert again.empty
    assert again.unchanged == 4
    assert records(again, {}, NOW) == ()


@pytest.mark.parametrize("uid", ["a/b/c/d", "/", "-", "uid with spaces", "ü" * 200])
def test_any_uid_is_found_again(practice: Practice, uid: str) -> None:
    practice.take(a_calendar(single(uid=uid)))
    assert practice.plan(a_calendar(single(uid=uid))).unchanged == 1


def test_what_a_person_changed_by_hand_stays_until_the_calendar_changes(practice: Practice) -> None:
    calendar = a_calendar(single(link=LINK))
    practice.take(calendar)
    practice.put(replace(practice.only, begin=on(24, 15), end=on(24, 16)))
    assert practice.plan(calendar).empty
    moved = practice.plan(a_calendar(single(begin=on(24, 11), link=LINK)))
    assert [one.after.begin for one in moved.change] == [on(24, 11)]


def test_a_move_is_a_change_and_what_was_sent_counts_no_more(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((24,))))
    practice.put(replace(practice.only, invited=NOW.utc, reminded=NOW.utc))
    moved = replace(weekly((24,))[0], begin=on(26, 14), end=on(26, 14, 50))
    wanted = practice.plan(a_calendar(moved))
    assert [one.words for one in wanted.change] == [("moved from Tue 24 Nov 10:00",)]
    practice.take(a_calendar(moved))
    session = practice.only
    assert (session.begin, session.day, session.invited, session.reminded) == (on(26, 14), on(26).date(), None, None)
    assert practice.plan(a_calendar(moved)).empty


def test_length_link_and_mode_are_changes_too(practice: Practice) -> None:
    practice.take(a_calendar(single()))
    longer = single(end=on(24, 11, 20), link=LINK)
    assert practice.plan(a_calendar(longer)).change[0].words == ("80 min, was 50", "new link")
    assert practice.plan(a_calendar(single(mode="phone"))).change[0].words == ("phone",)


def test_a_calendar_without_a_link_takes_none_away(practice: Practice) -> None:
    practice.take(a_calendar(single(link=LINK)))
    practice.take(a_calendar(single(begin=on(24, 12), end=on(24, 12, 50))))
    assert practice.only.link == LINK


def test_a_series_moved_as_a_whole_is_moved_and_not_cancelled_and_booked_anew(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((19, 24, 30))))
    wanted = practice.plan(a_calendar(*weekly((19, 25, 30), hour=15)))
    assert (len(wanted.change), wanted.cancel, wanted.add) == (3, (), ())
    practice.take(a_calendar(*weekly((19, 25, 30), hour=15)))
    assert [one.begin for one in practice.sessions] == [on(19, 15), on(25, 15), on(30, 15)]
    assert practice.plan(a_calendar(*weekly((19, 25, 30), hour=15))).empty


def test_a_series_split_in_two_keeps_its_sessions_and_its_client(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((19, 26), "Anna", uid="x@google.com")), who=Decision(("anna",)))
    split = replace(weekly((26,), "Anna", 11)[0], uid="x_R20261126T100000@google.com", series="x@google.com")
    wanted = practice.plan(a_calendar(*weekly((19,), "Anna", uid="x@google.com"), split))
    assert (len(wanted.change), wanted.cancel, wanted.add, wanted.ask) == (1, (), (), ())


# --- cancelled --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("begin", "state"),
    [(on(19, 9), SessionState.CANCELLED_IN_TIME), (on(19, 8, 59), SessionState.CANCELLED_LATE)],
)
def test_a_cancellation_is_in_time_or_late_by_the_policys_notice(
    practice: Practice, begin: datetime, state: SessionState
) -> None:
    practice.take(a_calendar(single(begin=begin, end=begin + timedelta(minutes=50))))
    practice.take(a_calendar(single(begin=begin, status=Status.CANCELLED)))
    assert practice.only.state is state
    assert (practice.only.reason, practice.only.received) == ("cancelled in the calendar", NOW.utc)


def test_a_cancellation_reaches_a_console_that_holds_only_today(practice: Practice) -> None:
    practice.take(a_calendar(single()))
    known = practice.known()
    kept = records(plan(a_calendar(single(status=Status.CANCELLED)), known, POLICY, NOW), {}, NOW)
    elsewhere = State(NOW.utc.date(), POLICY)
    for one in kept:
        elsewhere = apply(elsewhere, one)
    assert [one.state for one in elsewhere.sessions.values()] == [SessionState.CANCELLED_IN_TIME]


def test_an_instance_taken_out_of_its_series_is_proposed_as_cancelled(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((19, 26))))
    wanted = practice.plan(a_calendar(*weekly((19,)), whole=False))
    assert [(one.session.begin, one.why) for one in wanted.cancel] == [(on(26), "no longer in the calendar")]


def test_a_single_one_is_missed_only_by_the_calendar_it_came_from_and_only_as_far_as_that_reaches(
    practice: Practice,
) -> None:
    practice.take(a_calendar(single(uid="gone", begin=on(24)), single(uid="late", begin=on(30))))
    left = single("JM-002", on(26), "left")
    assert [one.session.begin for one in practice.plan(a_calendar(left)).cancel] == [on(24)]
    assert not practice.plan(a_calendar(left, id="other")).cancel
    assert not practice.plan(a_calendar(left, whole=False)).cancel


def test_what_is_past_out_of_the_window_or_unreadable_is_never_missed(practice: Practice) -> None:
    later = NOW.utc + timedelta(weeks=13)
    practice.take(a_calendar(*weekly((18, 26)), single(uid="later", begin=later, end=later + timedelta(hours=1))))
    calendar = a_calendar(*weekly((18,)), masters=frozenset({"weekly", "later"}))
    afternoon = Now(on(18, 16))
    wanted = practice.plan(replace(calendar, unread=(Unread("weekly", "x", "y"),), appointments=()), afternoon)
    assert not wanted.cancel
    assert "cannot be read: y" in wanted.skipped[0]
    assert [one.session.begin for one in practice.plan(calendar, afternoon).cancel] == [on(26)]


def test_sessions_entered_by_hand_are_never_missed(practice: Practice) -> None:
    practice.put(Session("mine", on(24).date(), on(24), on(24, 11), "Europe/London", ("anna",)))
    assert not practice.plan(a_calendar(single("JM-002", on(26)))).cancel


def test_a_session_cancelled_by_the_calendar_comes_back_when_it_is_confirmed_again(practice: Practice) -> None:
    practice.take(a_calendar(single()))
    practice.take(a_calendar(single(status=Status.CANCELLED)))
    practice.take(a_calendar(single()))
    assert sorted(one.state.value for one in practice.sessions) == ["agreed", "cancelled in time"]
    assert practice.plan(a_calendar(single())).empty


def test_a_session_that_a_person_called_off_stays_so(practice: Practice) -> None:
    practice.take(a_calendar(single()))
    practice.put(replace(practice.only, state=SessionState.CANCELLED_LATE, reason="ill"))
    assert practice.plan(a_calendar(single())).empty


def test_a_time_given_to_another_client_cancels_one_and_books_the_other(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((24,))))
    practice.take(a_calendar(*weekly((24,), "JM-002")))
    assert {(one.participants[0], one.state.value) for one in practice.sessions} == {
        ("anna", "cancelled in time"),
        ("jo", "agreed"),
    }
    assert practice.plan(a_calendar(*weekly((24,), "JM-002"))).empty


# --- what has begun ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "state",
    [SessionState.RUNNING, SessionState.ENDING, SessionState.ENDED, SessionState.CLOSED, SessionState.DID_NOT_ATTEND],
)
def test_a_session_that_has_begun_or_is_over_is_never_changed(practice: Practice, state: SessionState) -> None:
    begin = on(18, 8, 30)
    practice.take(a_calendar(single(begin=begin, end=on(18, 9, 20))))
    practice.put(replace(practice.only, state=state))
    before = practice.only
    for now_says in (
        single(begin=begin, end=on(18, 10)),
        single(begin=on(18, 12), end=on(18, 13)),
        single(begin=begin, status=Status.CANCELLED),
    ):
        practice.take(a_calendar(now_says))
        assert practice.sessions == [before]
    practice.take(a_calendar(single("JM-002", uid="other")))
    assert before in practice.sessions


def test_a_change_to_one_that_has_begun_is_said(practice: Practice) -> None:
    practice.take(a_calendar(single(begin=on(18, 8, 30), end=on(18, 9, 20))))
    practice.put(replace(practice.only, state=SessionState.RUNNING))
    wanted = practice.plan(a_calendar(single(begin=on(18, 12), end=on(18, 13))))
    assert any("left as they are" in words for words in wanted.skipped)


def test_one_that_was_to_have_begun_is_not_cancelled_by_the_calendar(practice: Practice) -> None:
    practice.take(a_calendar(single(begin=on(18, 8), end=on(18, 8, 50))))
    wanted = practice.plan(a_calendar(single(begin=on(18, 8), status=Status.CANCELLED)))
    assert wanted.empty
    assert any("you decide" in words for words in wanted.skipped)


def test_an_event_used_again_for_next_week_is_a_new_session(practice: Practice) -> None:
    practice.take(a_calendar(single(begin=on(18, 8), end=on(18, 8, 50))))
    practice.put(replace(practice.only, state=SessionState.CLOSED))
    again = a_calendar(single(begin=on(25, 8), end=on(25, 8, 50)))
    practice.take(again)
    assert [one.state for one in practice.sessions] == [SessionState.CLOSED, SessionState.AGREED]
    assert practice.plan(again).empty


# --- the preview ------------------------------------------------------------------------------------------------------
def test_the_preview_says_it_in_words_and_by_initials(practice: Practice) -> None:
    practice.take(a_calendar(*weekly((19, 26))))
    moved = replace(weekly((19,))[0], begin=on(20, 11), end=on(20, 11, 50))
    calendar = a_calendar(
        moved,
        single("AK-014", on(24), "two", link=LINK),
        *weekly((19, 23, 30), "Anna Kowalska weekly", 16, "asked"),
        *(single("JM-002", on(day), f"jo{day}", link=LINK) for day in (19, 26)),
    )
    calendar = replace(calendar, masters=calendar.masters | {"weekly"})
    assert preview(practice.plan(calendar)) == [
        "+ Thu 19 Nov 10:00  J.M. · Zoom",
        "+ Tue 24 Nov 10:00  A.K. · Zoom",
        "+ Thu 26 Nov 10:00  J.M. · Zoom",
        "~ Fri 20 Nov 11:00  A.K. · moved from Thu 19 Nov 10:00",
        "- Thu 26 Nov 10:00  A.K. · cancelled in time (no longer in the calendar)",
        "? who is “Anna Kowalska weekly” (3 sessions, first Thu 19 Nov 16:00)?",
        "Sessions: 3 new, 1 changed, 1 cancelled, 1 to answer, 0 unchanged.",
    ]


def test_a_run_of_weeks_is_one_line(practice: Practice) -> None:
    lines = preview(practice.plan(a_calendar(*weekly((19, 26)), *weekly((20, 27), uid="w2"))))
    assert len(lines) == 5
    month = [replace(one, begin=one.begin + timedelta(weeks=w), end=one.end + timedelta(weeks=w), recurrence=str(w))
             for one in weekly((19,)) for w in range(4)]  # fmt: skip
    assert preview(practice.plan(a_calendar(*month)))[0] == "+ Thu 10:00  A.K. · Teams · 4 sessions, 19 Nov to 10 Dec"


def test_times_are_those_of_the_practices_wall_clock() -> None:
    practice = Practice()
    known = replace(practice.known(), practice=None)
    assert preview(plan(a_calendar(single(begin=datetime(2026, 10, 20, 9, tzinfo=UTC))), known, POLICY,
                        Now(datetime(2026, 10, 19, tzinfo=UTC))))[0].startswith("+ Tue 20 Oct 10:00")  # fmt: skip
