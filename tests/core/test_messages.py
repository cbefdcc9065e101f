"""Texts to copy: gaps filled, nobody named, and nothing let out that the gate refuses."""

from dataclasses import replace

import pytest

from console.core import messages
from console.core.messages import message_text
from console.core.state import State
from data.policies import load, shipped
from data.values.incident import Incident
from data.values.people import Channel, Colleague, Plan, Practice, RouteKind, Safety
from data.values.policy import Message
from data.values.session import MeetingLink
from tests.core.build import NOW, a_client, a_policy, a_route, a_rule, a_session, a_state, at, now_at

ME = Practice(name="Quiet Rooms Service", me=Colleague("Jo", "020 7946 0000"))
LOST = Message("The line was cut off; I am trying to come back. {me}", "S0 L47")
AGAIN = Message("Would {new_day} at {new_time} suit you? {me}", "S0 L47")
INVITE = Message("At {time} on {day} {date}: {link} Passcode: {passcode}. {me}", "S1 L13", "email")
MESSAGES = {"connection-lost": LOST, "new-appointment": AGAIN, "invitation": INVITE}
SESSION = a_session(link=MeetingLink("https://meet.example/1"))
INCIDENT = Incident("i-1", "drop", "h", "s-1", "ak", NOW, NOW.utc, "drop.reconnect")


def the_state(text: Safety = Safety.SAFE, **changes: object) -> State:
    rules = {Channel.CALL: a_rule(), Channel.TEXT: a_rule(text)}
    client = a_client(routes=(a_route(rules=rules),))
    state = a_state(
        policy=a_policy(messages=MESSAGES),
        practice=ME,
        clients=(client,),
        sessions=(SESSION,),
        incidents={"i-1": INCIDENT},
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def test_the_text_is_signed_by_the_practitioner_alone() -> None:
    assert message_text(the_state(), INCIDENT, "connection-lost", NOW) == (
        "The line was cut off; I am trying to come back. Jo"
    )
    nameless = the_state(practice=Practice())
    assert message_text(nameless, INCIDENT, "connection-lost", NOW).endswith("trying to come back.")


def test_what_is_not_known_stays_a_visible_gap_and_is_named() -> None:
    assert message_text(the_state(), INCIDENT, "new-appointment", NOW) == "Would ____ at ____ suit you? Jo"
    assert messages.missing(the_state(), INCIDENT, "new-appointment", NOW) == ("new_day", "new_time")
    assert messages.missing(the_state(), INCIDENT, "connection-lost", NOW) == ()


def test_the_next_appointment_in_the_book_fills_the_gap() -> None:
    state = the_state()
    after = a_session("s-2", begin=at(15), end=at(15, 50))
    group = a_session("s-3", begin=at(14), end=at(14, 50), participants=("ak", "rt"), group=True)
    booked = replace(state, sessions={**state.sessions, "s-2": after, "s-3": group})
    assert message_text(booked, INCIDENT, "new-appointment", NOW) == "Would Saturday 21 November at 15:00 suit you? Jo"
    assert "____" in message_text(booked, INCIDENT, "new-appointment", now_at(16))


def test_times_are_those_of_the_clients_own_clock() -> None:
    there = replace(the_state(), clients={"ak": a_client(zone="Pacific/Auckland")})
    text = message_text(there, SESSION, "invitation", NOW)
    assert text.startswith("At 23:00 on Saturday 21 November: https://meet.example/1 Passcode: ____.")


def test_a_name_that_the_policy_has_not_is_no_text() -> None:
    assert message_text(the_state(), INCIDENT, "no-such", NOW) == ""
    assert messages.missing(the_state(), INCIDENT, "no-such", NOW) == ()


def test_a_text_is_given_out_only_where_the_gate_lets_it_through() -> None:
    answer, text = messages.may_copy(the_state(), INCIDENT, "connection-lost", NOW)
    assert (answer.allowed, bool(text)) == (True, True)
    answer, text = messages.may_copy(the_state(Safety.NOT_SAFE), INCIDENT, "connection-lost", NOW)
    assert (answer.words, text) == ("NO TEXT: not safe (14 Nov)", "")
    answer, text = messages.may_copy(the_state(), INCIDENT, "invitation", NOW)
    assert (answer.words, text) == ("NO E-MAIL: no e-mail address", "")


def test_a_stale_rule_gives_nothing_out_before_the_key_that_confirms_it() -> None:
    stale = a_client(routes=(a_route(rules={Channel.TEXT: a_rule(days=40)}),))
    state = replace(the_state(), clients={"ak": stale})
    answer, text = messages.may_copy(state, INCIDENT, "connection-lost", NOW)
    assert (answer.confirm, text) == (True, "")


def test_an_appointment_agreed_by_text_needs_no_confirming_key_for_its_own_messages() -> None:
    stale = a_client(routes=(a_route(rules={Channel.TEXT: a_rule(days=40)}),))
    agreed = replace(SESSION, agreed_by="text", agreed_at=at(9))
    state = replace(the_state(), clients={"ak": stale}, sessions={"s-1": agreed})
    assert messages.may_copy(state, agreed, "connection-lost", NOW)[1]
    by_mail = replace(agreed, agreed_by="email")
    assert not messages.may_copy(replace(state, sessions={"s-1": by_mail}), by_mail, "connection-lost", NOW)[1]


def test_to_a_group_as_a_whole_nothing_is_written() -> None:
    group = replace(SESSION, participants=("ak", "rt"), group=True)
    answer, text = messages.may_copy(replace(the_state(), sessions={"s-1": group}), group, "connection-lost", NOW)
    assert (answer.words, text) == ("NO TEXT: choose whom it is about", "")


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_text_names_a_client_or_the_service(name: str) -> None:
    policy = load(name)
    client = a_client(
        initials="Q.Z.", name="Quentin Zeal", reference="REF-qz", plan=Plan(signal="red scarf"),
        routes=(a_route(), a_route("q@example.org", dict.fromkeys(Channel, a_rule()), id="m", kind=RouteKind.EMAIL)),
    )  # fmt: skip
    state = replace(the_state(), policy=policy, clients={"ak": client})
    for message in policy.messages:
        text = message_text(state, replace(SESSION, title="Grief group"), message, NOW)
        assert text
        for word in ("Q.Z.", "Quentin", "Zeal", "REF-qz", "Quiet Rooms", "Grief", "pineapple", "red scarf", "07700"):
            assert word not in text
