"""Forms become values: a client, a practice, sessions; and contact rules change one at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from console.core import rule_words as rules
from console.core.entry.client import entered_client, is_child, shown_client
from console.core.entry.practice import entered_practice, missing_of_practice
from console.core.entry.session import Booking, entered_sessions, overlapping, shown_session, time_words
from data.values.people import Channel, Client, ConsentKind, Practice, Role, Route, Safety
from data.values.session import Mode, Session
from data.values.trouble import BadInput
from tests.core.build import LONDON, NOW, POLICY, TODAY, a_client, a_contact, a_route, a_rule, a_session


def entered(client: Client | None, **values: str) -> Client:
    ids = count(1)
    return entered_client(client, values, now=NOW.utc, today=TODAY, make_id=lambda: f"new-{next(ids)}")


def rule(route: Route, channel: Channel) -> Safety:
    return route.rules[channel].safety if channel in route.rules else Safety.UNKNOWN


# --- clients ----------------------------------------------------------------------------------------------------------
def test_initials_alone_make_a_client_and_everything_else_stays_unknown() -> None:
    made = entered(None, initials="A.K.")
    assert made == Client("new-1", "", "A.K.")


def test_neither_reference_nor_initials_is_no_client() -> None:
    with pytest.raises(BadInput, match="one of them is needed"):
        entered(None, name="Ann Kay")


def test_a_client_left_as_shown_is_not_changed_at_all() -> None:
    client = a_client(plan=replace(a_client().plan, wait=timedelta(minutes=5)), watch=True)
    assert entered(client, **shown_client(client)) == client


def test_what_the_form_does_not_show_is_kept() -> None:
    changed = entered(a_client(), **(shown_client(a_client()) | {"name": "Alex Prince"}))
    assert changed == replace(a_client(), name="Alex Prince")


def test_another_number_retires_the_old_route_and_starts_with_nothing_known() -> None:
    changed = entered(a_client(), phone="07700 900999")
    old, new = changed.routes
    assert old == replace(a_route(), retired=True)
    assert (new.value, new.retired, dict(new.rules)) == ("07700 900999", False, {})


def test_the_same_number_written_otherwise_keeps_its_rules() -> None:
    changed = entered(a_client(), phone="07700-900123")
    assert changed.routes == (replace(a_route(), value="07700-900123"),)


def test_a_rule_said_anew_is_dated_now_and_the_others_keep_their_dates() -> None:
    changed = entered(a_client(), **(shown_client(a_client()) | {"text": "safe"}))
    route = changed.routes[0]
    assert route.rules[Channel.TEXT] == replace(a_rule(), confirmed=NOW.utc)
    assert route.rules[Channel.CALL] == a_route().rules[Channel.CALL]


def test_a_rule_said_to_be_unknown_loses_its_date() -> None:
    changed = entered(a_client(), call="unknown", phone="07700 900123")
    assert changed.routes[0].rules[Channel.CALL].confirmed is None


def test_an_emptied_number_retires_its_route() -> None:
    assert [route.retired for route in entered(a_client(), phone="").routes] == [True]


def test_a_contact_who_may_be_the_danger_is_flagged_and_the_others_are_kept() -> None:
    client = a_client(emergency=(a_contact(), a_contact("Tom")))
    changed = entered(client, danger="yes")
    assert changed.emergency[0].may_be_danger
    assert changed.emergency[0].confirmed == NOW.utc
    assert changed.emergency[1] == a_contact("Tom")


def test_a_childs_consent_needs_the_name_of_who_gave_it() -> None:
    child = {"initials": "C.D.", "born": "1/2/2014", "consent": "guardian"}
    with pytest.raises(BadInput, match=r"^Given by: "):
        entered(None, **child)
    consent = entered(None, **child, **{"consent-who": "Her mother"}).consent
    assert consent is not None
    assert (consent.kind, consent.given) == (ConsentKind.GUARDIAN, TODAY)


@pytest.mark.parametrize(("born", "child"), [("22/11/2008", True), ("21/11/2008", False), ("", False), ("x", False)])
def test_a_child_is_one_until_the_birthday_itself(born: str, child: bool) -> None:
    assert is_child(born, TODAY, 18) is child


# --- the practice -----------------------------------------------------------------------------------------------------
ANSWERS = {
    "policy": "remote-protocol", "platforms": "Zoom, Teams, Zoom", "country": "ireland", "zone": "dublin",
    "name": "Sam", "phone": "01632 960001", "lead-name": "Lee", "lead-phone": "01632 960002", "supervisor-name": "",
    "supervisor-phone": "", "minutes": "",
}  # fmt: skip


def test_first_answers_become_the_practice() -> None:
    made = entered_practice(Practice(), ANSWERS)
    assert (made.policy, made.country, made.zone, made.set_up) == ("remote-protocol", "IE", "Europe/Dublin", True)
    assert made.platforms == ("Zoom", "Teams")
    assert made.roles[Role.LEAD].phone == "01632 960002"


def test_what_was_left_for_later_is_missing_and_said() -> None:
    assert missing_of_practice(ANSWERS) == ("supervisor's number",)
    assert entered_practice(Practice(), dict.fromkeys(ANSWERS, "")).set_up


# --- sessions ---------------------------------------------------------------------------------------------------------
def booking(today: date = TODAY) -> Booking:
    ids = count(1)
    return Booking((a_client(), a_client("rt", seen=0)), Practice(), POLICY, today, lambda: f"new-{next(ids)}")


def booked(**values: str) -> tuple[Session, ...]:
    return entered_sessions(
        None, shown_session(None, booking()) | {"client": "ak", "time": "14:00"} | values, booking()
    )


def test_a_client_and_a_time_make_a_session_of_the_policys_length() -> None:
    (made,) = booked()
    assert (made.begin, made.end) == (
        datetime(2026, 11, 21, 14, tzinfo=UTC),
        datetime(2026, 11, 21, 14, 50, tzinfo=UTC),
    )
    assert (made.day, made.participants, made.number, made.zone) == (TODAY, ("ak",), 7, LONDON)


def test_a_session_left_as_shown_is_not_changed_at_all() -> None:
    session = a_session()
    assert entered_sessions(session, shown_session(session, booking()), booking()) == (session,)


def test_weekly_sessions_keep_their_time_of_day_when_the_clocks_change() -> None:
    made = booked(date="22/3/2027", weeks="2")
    assert [one.begin.hour for one in made] == [14, 13]
    assert [one.end - one.begin for one in made] == [timedelta(minutes=50)] * 2
    assert len({one.id for one in made}) == 2
    assert made[0].series == made[1].series != ""
    assert [one.number for one in made] == [7, 8]


def test_a_time_that_the_clocks_skip_is_refused_with_the_one_that_exists() -> None:
    with pytest.raises(
        BadInput, match=r"^Time: 01:30 does not exist on 28/03/2027, the clocks go forward. Write 02:30"
    ):
        booked(date="28/3/2027", time="1:30")
    with pytest.raises(BadInput, match=r"^Weekly: 01:30 does not exist on 28/03/2027"):
        booked(date="21/3/2027", time="1:30", weeks="2")


def test_a_time_that_comes_twice_is_said_and_the_first_is_taken() -> None:
    values = shown_session(None, booking()) | {"date": "31/10/2027", "time": "1:30"}
    assert time_words(values, booking()) == "Sun 31 Oct, 01:30 to 01:20; this time comes twice, the first is taken"
    assert booked(date="31/10/2027", time="1:30")[0].begin == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_phone_session_holds_no_platform_and_no_link() -> None:
    (made,) = booked(mode="phone", link="https://teams.microsoft.com/meet/123?p=x")
    assert (made.mode, made.platform, made.link) == (Mode.PHONE, "", None)


def test_a_pasted_invitation_gives_its_link_and_anything_else_is_refused() -> None:
    (made,) = booked(link="Join: https://us02web.zoom.us/j/88123456789?pwd=abc")
    assert made.link is not None
    assert made.link.key == "zoom:88123456789"
    with pytest.raises(BadInput, match=r"^Link: "):
        booked(link="our usual room")


def test_a_followers_link_is_never_the_same_room() -> None:
    made = booked(link="https://us02web.zoom.us/j/88123456789", weeks="3")
    assert [one.link is None for one in made] == [False, True, True]


def test_a_group_has_its_members_and_is_no_first_session() -> None:
    (made,) = booked(kind="group", members="ak,rt", title="Tuesday group", first="yes")
    assert (made.group, made.participants, made.first) == (True, ("ak", "rt"), False)
    with pytest.raises(BadInput, match=r"^Members: "):
        booked(kind="group", members="")


def test_a_session_that_runs_into_another_is_found_and_back_to_back_is_not() -> None:
    other = a_session(
        "s-2", begin=datetime(2026, 11, 21, 14, 50, tzinfo=UTC), end=datetime(2026, 11, 21, 15, tzinfo=UTC)
    )
    assert overlapping(booked(), (other,)) is None
    assert overlapping(booked(length="51"), (other,)) == other


# --- contact rules ----------------------------------------------------------------------------------------------------
def lines(client: Client) -> dict[str, rules.RuleLine]:
    return {f"{line.whose}{line.channel.value}": line for line in rules.rule_lines(client)}


def test_every_channel_of_every_number_is_a_line_and_retired_ones_are_not() -> None:
    client = a_client(routes=(a_route(), a_route("07700 900999", id="r-2", retired=True)))
    assert list(lines(client)) == ["call", "text", "voicemail", "Marycall", "Marytext", "Maryvoicemail"]


def test_a_rule_set_is_confirmed_now_and_only_that_rule_changes() -> None:
    client = a_client()
    changed = rules.set_safety(client, lines(client)["Marytext"], Safety.NOT_SAFE, NOW.utc)
    assert changed.routes == client.routes
    assert lines(changed)["Marytext"].rule.confirmed == NOW.utc


def test_what_is_unknown_cannot_be_confirmed() -> None:
    client = a_client()
    assert rules.confirm(client, lines(client)["Marytext"], NOW.utc) == client
    assert lines(rules.confirm(client, lines(client)["text"], NOW.utc))["text"].rule.confirmed == NOW.utc


@pytest.mark.parametrize(
    ("days", "watch", "words"),
    [
        (7, True, ("7 days old", False)),
        (20, False, ("20 days old: ask again", True)),
        (20, True, ("20 days old: counts as not safe", True)),
        (None, False, ("never confirmed", True)),
    ],
)
def test_a_rule_says_its_age_and_when_it_is_stale(days: float | None, watch: bool, words: tuple[str, bool]) -> None:
    client = a_client(routes=(a_route(rules={Channel.CALL: a_rule(days=days)}),))
    line = lines(client)["call"]
    assert rules.age_words(line, NOW.utc, LONDON, stale_after=timedelta(days=14), watch=watch) == words
