"""The grab card: today on one page, through the gate, and telling nothing that paper should not tell."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from console.core.grab_card import GrabCard, grab_card
from data.values.people import Channel, Client, Colleague, Hours, Place, Plan, Practice, Role, Safety, Turn
from data.values.policy import CrisisNumber
from data.values.session import SessionState
from tests.core.build import (
    NOW,
    a_client,
    a_contact,
    a_policy,
    a_route,
    a_rule,
    a_session,
    a_state,
    at,
    days_ago,
    now_at,
)

EARLY = now_at(8, 30)
ROLES = {Role.LEAD: Colleague("Jo", "07700 900010"), Role.SUPERVISOR: Colleague("Dr O", "07700 900011")}
PRACTICE = Practice(roles=ROLES)


def a_card(*clients: Client, now: Any = EARLY, **changes: Any) -> GrabCard:
    policy = a_policy(crisis_numbers={"GB": (CrisisNumber("999", "999"),)})
    return grab_card(a_state(policy=policy, clients=clients or (a_client(),), practice=PRACTICE, **changes), now)


def words(card: GrabCard) -> str:
    return repr(card)


def test_a_client_has_time_initials_number_who_rings_text_and_the_ladder() -> None:
    (entry,) = a_card().entries
    assert (entry.time, entry.who, entry.how) == ("10:00–10:50", "A.K.", "Teams")
    assert (entry.rings, entry.number) == ("YOU RING", "07700 900123 (checked 14 Nov)")
    assert (entry.text, entry.voicemail) == ("NO TEXT", "no voicemail")
    assert entry.ladder == ("sister 07700 900456", "lead", "supervisor", "999")
    assert a_card().colleagues == ("lead 07700 900010", "supervisor 07700 900011")


def test_it_says_when_it_was_made_and_for_which_day() -> None:
    assert a_card().made == "Sat 21 Nov 08:30"
    assert a_card().day == at(10).date()


@pytest.mark.parametrize(
    "route",
    [
        a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)}),
        a_route(rules={}),
        a_route(rules={Channel.CALL: a_rule()}, retired=True),
        a_route("07700 900999"),
    ],
    ids=["not safe", "unknown", "retired", "the danger's too"],
)
def test_a_number_that_may_not_be_rung_is_not_on_it_and_the_words_are_the_same_for_every_reason(route: Any) -> None:
    danger = a_contact("Mo", may_be_danger=True, routes=(a_route("+44 7700 900999", {Channel.CALL: a_rule()}, id="d"),))
    card = a_card(a_client(routes=(route,), emergency=(danger,)))
    assert card.entries[0].number == "NO CALL: not agreed"
    assert card.entries[0].rings == ""
    assert "0123" not in words(card)
    assert "0999" not in words(card)


def test_a_stale_number_of_a_client_on_watch_is_refused_in_the_same_words() -> None:
    old = a_route(rules={Channel.CALL: a_rule(days=30)})
    assert a_card(a_client(routes=(old,), watch=True)).entries[0].number == "NO CALL: not agreed"
    assert a_card(a_client(routes=(old,))).entries[0].number == "07700 900123 (checked 22 Oct: make sure first)"


def test_who_may_be_the_danger_is_not_on_it_and_nothing_says_that_there_is_somebody() -> None:
    alone = a_card(a_client(emergency=())).entries[0]
    flagged = a_card(a_client(emergency=(a_contact(may_be_danger=True),))).entries[0]
    assert flagged == alone


def test_a_contact_without_the_clients_consent_is_the_leads_to_decide() -> None:
    (entry,) = a_card(a_client(emergency=(a_contact(consent=False),))).entries
    assert entry.ladder[0] == "sister 07700 900456 (ask the lead first)"


def test_names_safe_word_reference_and_title_are_not_on_it() -> None:
    told = words(a_card(sessions=(a_session(title="Alex King, weekly"),)))
    for secret in ("Alex", "King", "Mary", "pineapple", "REF-ak", "weekly"):
        assert secret not in told


def test_who_waits_and_for_how_long_is_as_the_client_agreed() -> None:
    plan = Plan(Turn.CLIENT, by="chat", wait=timedelta(minutes=3))
    (entry,) = a_card(a_client(plan=plan)).entries
    assert entry.rings == "CHAT FIRST, as agreed; KEEP THE LINE FREE 3:00: they ring you; then YOU RING"
    (unsafe,) = a_card(a_client(plan=plan, routes=())).entries
    assert unsafe.rings.endswith("then the ladder")
    assert unsafe.number == "NO CALL: none on file"


def test_hours_are_judged_at_the_sessions_start_and_stand_on_the_paper() -> None:
    after_nine = a_route(rules={Channel.CALL: a_rule(hours=Hours(after=time(9)))})
    evening = a_route(rules={Channel.CALL: a_rule(hours=Hours(after=time(18)))})
    assert a_card(a_client(routes=(after_nine,))).entries[0].number == "07700 900123, after 9 (checked 14 Nov)"
    assert a_card(a_client(routes=(evening,))).entries[0].number == "NO CALL: only after 18, their time"


def test_an_old_place_is_last_known_with_its_age() -> None:
    old = a_client(last_place=Place("14 Elm Road", days_ago(7)))
    assert a_card(old).entries[0].place == "LAST KNOWN, 7 DAYS: 14 Elm Road"
    today = a_client(last_place=Place("14 Elm Road", at(10, 2)))
    assert a_card(today, now=NOW).entries[0].place == "14 Elm Road (10:02 today)"
    assert a_card().entries[0].place == "none"


def test_abroad_the_local_emergency_number_is_not_made_up() -> None:
    assert a_card(a_client(country="FR")).entries[0].ladder[-1] == "local emergency number not known (FR)"


def test_what_is_over_keeps_its_number_off_the_paper() -> None:
    card = a_card(sessions=(a_session(state=SessionState.CANCELLED_LATE),))
    assert card.entries == ()
    assert card.settled == ("10:00 A.K.: cancelled late",)


def test_each_member_of_a_group_has_an_entry() -> None:
    other = a_client("rt", initials="R.T.", routes=(a_route("07700 900777", id="r-rt"),))
    session = a_session(participants=("ak", "rt"), group=True, title="Alex and Rory")
    card = a_card(a_client(), other, sessions=(session,))
    assert [(one.who, one.how) for one in card.entries] == [("A.K.", "group, Teams"), ("R.T.", "group, Teams")]


def test_a_session_whose_client_is_not_known_rings_nobody() -> None:
    (entry,) = a_card(sessions=(a_session(participants=(), title="Alex King"),)).entries
    assert (entry.who, entry.number) == ("client not known", "NO CALL: the client is not known yet")
    assert entry.ladder == ("lead", "supervisor", "999")


def test_without_the_leads_number_it_says_so() -> None:
    bare = grab_card(replace(a_state(), practice=Practice()), EARLY)
    assert bare.colleagues == ("lead number not entered", "supervisor number not entered")
