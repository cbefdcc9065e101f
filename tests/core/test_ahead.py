"""Clients still to come, one by one, each through their own gate; a guardian who is meant; abroad; roles."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.core import events
from console.core.flow import ahead
from console.core.flow.facts import NUMBERS
from console.core.flow.run import Run
from console.core.flow.seen import facts_of
from console.core.gate import gate
from console.core.incident.apply import UNKNOWN_COUNTRY
from console.core.incident.incidents import numbers
from console.core.state import State
from data.values import facts
from data.values.flow import Party
from data.values.incident import Given
from data.values.people import Channel, Client, Colleague, Consent, ConsentKind, Place, Role, Safety
from data.values.session import Session, SessionState
from tests.core.build import TODAY, a_client, a_contact, a_route, a_rule, a_session, at
from tests.core.incident_build import Drop, a_day, later

SAFE = {Channel.CALL: a_rule(), Channel.TEXT: a_rule()}
NOT = {Channel.CALL: a_rule(Safety.NOT_SAFE), Channel.TEXT: a_rule(Safety.NOT_SAFE)}


def person(name: str, rules: Any, number: str) -> Client:
    return a_client(name, initials=name.upper(), routes=(a_route(number, rules, id=f"r-{name}"),), emergency=())


def appointment(name: str, hour: int, *people: str, **changes: Any) -> Session:
    return a_session(name, begin=at(hour), end=at(hour, 50), participants=people, **changes)


def full_day() -> State:
    """A.K. now; then B.O. at 11, who may be texted; C.P. at 12, whom no way is safe for; D.Q. and B.O. at 14."""
    people = (person("bo", SAFE, "07700 900111"), person("cp", NOT, "07700 900222"), person("dq", SAFE, "07700 900333"))
    booked = (
        appointment("s-2", 11, "bo"),
        appointment("s-3", 12, "cp"),
        appointment("s-4", 14, "dq", "bo", group=True),
        appointment("s-5", 15, "dq", state=SessionState.CANCELLED_IN_TIME),
    )
    day = a_day()
    return replace(
        day,
        clients={**day.clients, **{one.id: one for one in people}},
        sessions={**day.sessions, **{one.id: one for one in booked}},
    )


def seen(drop: Drop, *names: str) -> list[str]:
    found = facts_of(drop.state, drop.incident, later(drop.at))
    return [found[name] for name in names]


# --- one by one -------------------------------------------------------------------------------------------------------
def test_todays_clients_come_one_by_one_and_the_mark_says_whose_it_is() -> None:
    drop = Drop(full_day(), key="cannot-go-on")
    drop.press("g", 1)
    assert drop.stage == "cannot-go-on.clients"
    met = []
    while seen(drop, "clients_left") == ["yes"]:
        current = ahead.current(drop.state, drop.incident, Party.TODAY, later(drop.at))
        assert current is not None
        met.append((current[0], current[1].id, seen(drop, "today_route")[0]))
        drop.press("t", drop.at + 5)
    assert met == [("bo", "s-2", "text"), ("cp", "s-3", "none"), ("dq", "s-4", "text")]
    assert [one.person for one in drop.incident.marks if one.state == "done"] == ["bo", "cp", "dq"]
    assert "t" not in drop.means()


def test_each_number_is_that_of_the_one_in_hand_and_passed_their_own_gate() -> None:
    drop = Drop(full_day(), key="cannot-go-on")
    drop.press("g", 1)
    assert "07700 900111" in str(drop.view())
    assert "07700 900222" not in str(drop.view())
    drop.press("t", 5)
    assert not {"07700 900111", "07700 900222", "07700 900333"} & set(str(drop.view()).split("'"))
    assert "o" not in drop.means(), "no override for somebody else's client"


def test_a_message_copied_for_one_is_marked_as_theirs() -> None:
    drop = Drop(full_day(), key="cannot-go-on")
    drop.press("g", 1)
    drop.press("c", 3)
    (mark,) = drop.incident.marks
    assert (mark.state, mark.person) == ("copied", "bo")
    assert seen(drop, "clients_left") == ["yes"]


def test_the_next_client_is_that_of_the_next_appointment_and_of_a_group_one_member_after_the_other() -> None:
    drop = Drop(full_day(), key="crisis")
    assert seen(drop, "next_client", "next_route") == ["yes", "text"]
    drop.at = 5 * 3600.0 - 3600  # 14:18
    waiting = ahead.current(drop.state, drop.incident, Party.NEXT, later(drop.at))
    assert waiting is not None
    assert (waiting[0], waiting[1].id) == ("dq", "s-4")
    drop.at = 6 * 3600.0
    assert seen(drop, "next_client", "next_route", "clients_left", "today_route") == ["no", "none", "no", "none"]


def test_nobody_left_is_a_refusal_and_no_number() -> None:
    drop = Drop(key="cannot-go-on")
    answer = gate.for_step(drop.state, drop.incident, Party.TODAY, Channel.CALL, later(1))
    assert not answer.allowed
    assert answer.route is None


def test_how_an_earlier_appointment_was_agreed_says_nothing_of_the_one_to_come() -> None:
    """An appointment that nobody settled is still expected; what confirmed it confirms no other."""
    day = full_day()
    old = person("bo", {Channel.TEXT: a_rule(days=40)}, "07700 900111")
    missed = appointment("s-0", 8, "bo", agreed_by="text", agreed_at=at(7))
    day = replace(day, clients={**day.clients, "bo": old}, sessions={"s-0": missed, **day.sessions})
    drop = Drop(day, key="cannot-go-on")
    answer = gate.for_step(drop.state, drop.incident, Party.TODAY, Channel.TEXT, later(1), person="bo")
    assert answer.confirm


def test_one_key_confirms_the_other_clients_rule_and_not_that_of_the_incidents_own() -> None:
    day = full_day()
    old = person("bo", {Channel.TEXT: a_rule(days=40)}, "07700 900111")
    drop = Drop(replace(day, clients={**day.clients, "bo": old}), key="cannot-go-on")
    drop.press("g", 1)
    assert drop.means()["="].value == "bo"
    drop.press("=", 2)
    (saved,) = drop.of(facts.ClientSaved)
    assert saved.client.id == "bo"
    assert drop.means()["c"].kind == "copy"


# --- a guardian -------------------------------------------------------------------------------------------------------
def told(drop: Drop, fact: str, value: str, words: str = "") -> None:
    """As a flow's answer gives it."""
    run = Run(drop.state, drop.incident.id, later(drop.at))
    run.add(facts.IncidentGiven(drop.incident.id, Given(fact, value, run.here, words=words)))
    drop.state = run.state


def contact(name: str, number: str, **changes: Any) -> Any:
    return a_contact(name, routes=(a_route(number, {Channel.CALL: a_rule()}, id=f"r-{name}"),), **changes)


@pytest.mark.parametrize(
    ("changes", "consent"),
    [
        ({"guardian": True, "relation": "Jo's partner"}, None),
        ({"relation": "mother"}, None),
        ({"relation": "neighbour"}, Consent(ConsentKind.GUARDIAN, "mary", TODAY)),
    ],
)
def test_a_disclosure_about_a_guardian_takes_them_off_every_ladder_and_their_number_too(
    changes: dict[str, Any], consent: Consent | None
) -> None:
    mary, aunt = contact("Mary", "07700 900456", **changes), contact("Ann", "07700 900 456", relation="aunt")
    child = a_client(born=TODAY.replace(year=2014), consent=consent, emergency=(mary, aunt))
    drop = Drop(a_day(client=child), key="disclosure")
    told(drop, "about_guardian", "yes")
    assert [one.may_be_danger for one in drop.state.clients["ak"].emergency] == [True, False]
    for party in (Party.EMERGENCY, Party.GUARDIAN):
        assert not gate.for_step(drop.state, drop.incident, party, Channel.CALL, later(1)).allowed
    drop.send(events.IncidentPressed("drop"), 5)
    assert seen(drop, "emergency") == ["flagged-only"]


def test_who_is_marked_a_guardian_is_the_one_to_tell_where_somebody_is() -> None:
    mother, marked = contact("Mary", "07700 900456", relation="mother"), contact("Ann", "07700 900789", guardian=True)
    child = a_client(born=TODAY.replace(year=2014), emergency=(mother, marked))
    assert [one.name for one in gate.guardians(child)] == ["Ann"]
    assert [one.name for one in gate.guardians(replace(child, emergency=(mother,)))] == ["Mary"]


# --- abroad -----------------------------------------------------------------------------------------------------------
def services(drop: Drop) -> tuple[str, str]:
    answer = gate.for_step(drop.state, drop.incident, Party.SERVICES, Channel.CALL, later(1))
    return answer.number, answer.why


def test_abroad_the_number_is_unknown_until_the_policy_has_one() -> None:
    drop = Drop(key="crisis")
    assert services(drop)[0] == "999"
    told(drop, "abroad", "yes", "France")
    assert services(drop) == ("", "local number unknown (France)")
    told(drop, "abroad", "yes", "Scotland")
    assert services(drop)[0] == "999"
    told(drop, "abroad", "yes", "")
    assert services(drop) == ("", f"local number unknown ({UNKNOWN_COUNTRY})")
    told(drop, "abroad", "no")
    assert services(drop)[0] == "999"


def test_a_place_just_told_is_the_one_that_is_abroad_and_an_old_one_is_not() -> None:
    drop = Drop(key="crisis")
    told(drop, "same_place", "no", "12 rue Basse, Lyon")
    told(drop, "abroad", "yes", "France")
    assert drop.state.clients["ak"].last_place == Place("12 rue Basse, Lyon", later(0).utc, "France")
    old = a_client(last_place=Place("14 Elm Road", at(9)))
    drop = Drop(a_day(client=old), key="crisis")
    told(drop, "abroad", "yes", "France")
    assert drop.state.clients["ak"].last_place == Place("France", later(0).utc, "France")


# --- the practice -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("party", "role"),
    [(Party.MANAGEMENT, Role.MANAGEMENT), (Party.DATA_CONTROLLER, Role.DATA_CONTROLLER)],
)
def test_roles_of_the_practice_are_known_by_their_number_alone(party: Party, role: Role) -> None:
    drop = Drop(key="breach")
    assert seen(drop, role.name.lower()) == ["none"]
    roles = {**drop.state.practice.roles, role: Colleague("Kim", "020 7946 0333")}
    drop.state = replace(drop.state, practice=replace(drop.state.practice, roles=roles))
    assert seen(drop, role.name.lower()) == ["known"]
    assert gate.for_step(drop.state, drop.incident, party, Channel.CALL, later(1)).number == "020 7946 0333"


def test_a_breach_limit_is_a_number_that_flows_may_name() -> None:
    drop = Drop(key="breach")
    assert numbers(drop.state, drop.incident)["breach_limit"] == timedelta(hours=72)
    assert set(numbers(drop.state, drop.incident)) | {"tries"} == set(NUMBERS)
