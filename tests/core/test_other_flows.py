"""Disclosure, overwhelm, poor quality, client moved, breach, cannot go on, complaint: each ending by keys, what it
leaves owed, and what stands on the screen meanwhile."""

from dataclasses import replace

import pytest

from console.core import events
from console.core.state import State
from data.values.people import Channel, Place, Safety
from data.values.session import Mode, SessionState
from data.values.views import FlowRow
from tests.core.build import a_client, a_contact, a_route, a_rule, a_session, at
from tests.core.incident_build import Drop, a_day, policy_named, running

TELLING = "1:Lee, 10:30", "3:Dana, 10:40"
BREACH = "2", "r", "g", "w:Somebody joined", "t:09:10"
ENDINGS = [
    ("disclosure", ("2", "g", "1:tell them", "3", "g", *TELLING, "r", "5:Pat", "g"), "passed-on", {"passed-on"}),
    ("disclosure", ("1", "g", "2:line bad", "w:a child", *TELLING, "g"), "passed-on-without", {"passed-on-without"}),
    ("disclosure", ("g", "1:no", "g", "2", "4", "l"), "telling-owed", {"lead-told", "report"}),
    ("disclosure", ("g", "1:no", "l:long ago, all safe", "r", "6", "g"), "stays-between", {"stays-between"}),
    ("overwhelm", ("1", "2", "3", "g"), "went-on", set()),
    ("overwhelm", ("l", "1", "3", "4", "g"), "ended-well", {"ended-well"}),
    ("overwhelm", ("l", "b", "l", "2", "g"), "ended-concern", {"ended-concern"}),
    ("poor-quality", ("1", "2", "b", "r", "b", "1", "2", "g"), "went-on", set()),
    ("poor-quality", ("l", "1", "g"), "rearranged", {"rearranged"}),
    ("poor-quality", ("l", "2", "g"), "rearranged-concern", {"rearranged-concern"}),
    ("client-moved", ("1:12 Mill Lane, York", "3", "5", "g"), "moved", set()),
    ("client-moved", ("2", "g"), "moved", set()),
    ("client-moved", ("1:Calle 3, Madrid", "4:Spain", "g"), "moved-abroad", {"moved-abroad"}),
    ("client-moved", ("l",), "place-not-said", {"place-not-said"}),
    ("breach", (*BREACH, "1", "4", "g", "1:Dana, 10:30", "4:DC, no harm", "g"), "logged-reported", {"logged-reported"}),
    ("breach", ("4", "r", "g", "g", "l"), "logged-owed", {"management", "regulator", "logged-owed"}),
    ("cannot-go-on", ("2", "4:Dana", "g", "t", "t", "g"), "all-told", {"all-told"}),
    ("cannot-go-on", ("3", "5", "g", "t", "l"), "some-left", {"clients-told", "some-left"}),
    ("cannot-go-on", ("1", "l"), "went-on", set()),
    ("complaint", ("1:A.K., late twice", "2", "3:Dana", "g"), "passed-on", {"complaint-answered"}),
    ("complaint", ("1:A.K., late twice", "4", "l"), "recorded", {"complaint-told", "complaint-answered"}),
    ("complaint", ("1:A.K., late twice", "3:Dana", "w:on time from now on"), "settled", set()),
]


def full_day() -> State:
    """A.K. in session; B.O. at 12, who may be texted; C.P. at 14, whom no way is safe for."""
    day = a_day()
    texts = {Channel.TEXT: a_rule(), Channel.CALL: a_rule()}
    people = {
        "bo": a_client("bo", initials="B.O.", routes=(a_route("07700 900111", texts, id="r-bo"),), emergency=()),
        "cp": a_client("cp", initials="C.P.", routes=(), emergency=()),
    }
    booked = [a_session("s-2", begin=at(12), end=at(12, 50), participants=("bo",))]
    booked += [a_session("s-3", begin=at(14), end=at(14, 50), participants=("cp",))]
    return replace(day, clients={**day.clients, **people}, sessions={**day.sessions, **{one.id: one for one in booked}})


def walked(flow: str, *keys: str, state: State | None = None) -> Drop:
    """The flow with these keys pressed, ten seconds apart; words follow the key after a colon."""
    drop = Drop(state or full_day(), key=flow)
    for one in keys:
        key, _, words = one.partition(":")
        assert key in drop.means(), f"{key} means nothing in {drop.stage}"
        drop.press(key, drop.at + 10, words)
    return drop


def owed(drop: Drop) -> set[str]:
    """What is still open of the incident, by kind."""
    return {one.kind for one in drop.state.follow_ups.values() if one.done is None}


def row(drop: Drop, name: str) -> FlowRow:
    """One line of the screen."""
    return next(one for one in drop.view().rows if one.id == name)


def told(drop: Drop, name: str) -> str:
    """What stands beside a line."""
    return " ".join(one.text for one in row(drop, name).value)


@pytest.mark.parametrize(("flow", "keys", "outcome", "left"), ENDINGS, ids=[f"{one[0]}-{one[2]}" for one in ENDINGS])
def test_every_ending_is_reached_by_keys_and_leaves_owed_what_it_says(
    flow: str, keys: tuple[str, ...], outcome: str, left: set[str]
) -> None:
    drop = walked(flow, *keys)
    ending = drop.state.flows[flow].outcomes[outcome]
    assert (drop.incident.outcome, drop.incident.decider) == (ending.text, ending.decider)
    assert owed(drop) == left
    assert drop.state.sessions["s-1"].state is SessionState.RUNNING, "only a person ends the session"


def test_every_outcome_has_its_walk() -> None:
    walks = {(flow, outcome) for flow, _, outcome, _ in ENDINGS} | {("cannot-go-on", "nobody-left")}
    flows = a_day().flows
    assert walks == {(name, one) for name, _ in walks for one in flows[name].outcomes}


@pytest.mark.parametrize("keys", [("1:Calle 3, Madrid", "4:Spain"), ("4:Spain", "1:Calle 3, Madrid")])
def test_abroad_no_number_of_this_country_is_given_whichever_is_said_first(keys: tuple[str, ...]) -> None:
    drop = walked("client-moved", *keys, "g")
    place = drop.state.clients["ak"].last_place
    assert place is not None
    assert (place.text, place.abroad) == ("Calle 3, Madrid", "Spain")
    drop.send(events.IncidentPressed("crisis"), 90)
    view = drop.view().card
    assert view is not None
    card = " ".join(f"{one.text} {one.age}" for one in (*view.read, *view.beside))
    assert "abroad: Spain" in card
    assert "local number unknown" in card
    assert "999" not in card


@pytest.mark.parametrize("flow", ["disclosure", "overwhelm", "poor-quality", "breach"])
def test_immediate_danger_opens_the_crisis(flow: str) -> None:
    assert walked(flow, "i").stage == "crisis.services"


# --- disclosure -------------------------------------------------------------------------------------------------------
def test_the_words_about_confidentiality_stand_there_to_be_read_out() -> None:
    drop = walked("disclosure")
    assert drop.view().script == policy_named("standard").references["confidentiality"].text


def test_in_a_group_who_heard_comes_first_and_alone_a_room_apart_warns() -> None:
    members = {name: a_client(name, initials=f"{name.upper()}.") for name in ("m1", "m2")}
    group = replace(running(), participants=("m1", "m2"), group=True)
    drop = Drop(replace(a_day(session=group), clients=members), key="disclosure")
    drop.send(events.IncidentFor(drop.incident.id, "m1", "s-1"), 1)
    assert drop.stage == "disclosure.in-group"
    assert row(drop, "no-break-out").text.startswith("You are alone")
    drop.press("1", 5, "m2")
    drop.press("g", 9)
    assert drop.stage == "disclosure.listen"


def test_a_guardian_whom_it_is_about_may_not_be_rung_any_more() -> None:
    child = a_client(emergency=(replace(a_contact(), guardian=True),))
    drop = walked("disclosure", "1", state=a_day(client=child))
    assert all(one.may_be_danger for one in drop.state.clients[child.id].emergency)


def test_what_a_disclosure_leaves_owed_does_not_say_what_it_was() -> None:
    drop = walked("disclosure", "g", "1:no", "g", "2", "4", "l")
    texts = " ".join(one.text for one in drop.state.follow_ups.values()).casefold()
    assert texts
    assert not [word for word in ("disclos", "abuse", "harm", "guardian") if word in texts]


# --- overwhelm and poor quality ---------------------------------------------------------------------------------------
def test_what_was_agreed_for_too_much_stands_first_in_the_clients_words() -> None:
    drop = walked("overwhelm", state=a_day(client=a_client(pacing="cold water, then the window")))
    assert told(drop, "pacing") == "cold water, then the window"
    assert told(walked("overwhelm"), "pacing").startswith("nothing yet")


def test_minutes_of_a_poor_line_are_not_lost_and_none_are_shown() -> None:
    drop = walked("poor-quality", "b", "g")
    assert drop.state.sessions["s-1"].lost == ()
    assert "lost" not in walked("poor-quality").view().clock


def test_gone_for_good_is_a_drop_with_the_phone_at_once() -> None:
    drop = walked("poor-quality", "t")
    assert drop.stage == "drop.ring"
    for key in ("1", "1", "3", "g"):
        drop.press(key, drop.at + 20)
    assert drop.state.sessions["s-1"].mode is Mode.PHONE


# --- breach -----------------------------------------------------------------------------------------------------------
def test_the_regulators_limit_counts_from_the_discovery_and_stands_on_the_screen() -> None:
    drop = walked("breach", *BREACH, "g")
    regulator = next(one for one in drop.state.follow_ups.values() if one.kind == "regulator")
    assert regulator.due == at(9, 10, day=at(9).date().replace(day=24))
    assert told(drop, "limit") == "Tue 24 Nov 09:10 70 h left"


def test_those_in_danger_are_told_by_a_way_that_passes_the_gate_and_stay_owed_until_somebody_says_so() -> None:
    drop = walked("breach", "3", "g", "3:the client", "g", "2", "t")
    assert drop.stage == "breach.people"
    assert "NO TEXT" in told(drop, "text")
    assert "c" not in drop.means()
    drop.press("g", 90)
    assert "people" in owed(drop)
    for key, words in (("t", ""), ("1", "A.K., rung 10:40"), ("g", "")):
        drop.press(key, drop.at + 10, words)
    assert "people" not in owed(drop)


def test_a_breach_without_a_session_asks_who_only_where_it_reaches_them() -> None:
    alone = replace(full_day(), sessions={})
    drop = walked("breach", "4", "r", "g", "3:somebody", "g", state=alone)
    assert drop.view().who == ""
    assert drop.view().ask is None
    drop.press("t", 90)
    assert drop.view().ask is not None
    assert drop.view().number in {"", "NO CALL"}


# --- cannot go on -----------------------------------------------------------------------------------------------------
def test_it_is_about_nobody_and_says_whose_turn_it_is() -> None:
    drop = walked("cannot-go-on", "2", "4:Dana", "g")
    assert drop.incident.client == ""
    assert "0" not in drop.means()
    assert told(drop, "whose-turn") == "B.O. · 12:00 1 more"
    assert told(drop, "text") == "07700 900111"
    drop.press("c", 50)
    assert row(drop, "text").done
    drop.press("t", 60)
    assert told(drop, "whose-turn") == "C.P. · 14:00"
    assert {one.id for one in drop.view().rows} == {"whose-turn", "no-way", "next"}
    assert not row(drop, "next").done, "the mark is that of the one before"
    drop.press("t", 70)
    assert told(drop, "whose-turn") == "nobody left today"
    assert drop.means()["g"].offered


def test_what_it_leaves_owed_names_no_client() -> None:
    drop = walked("cannot-go-on", "2", "4:Dana", "g", "l")
    assert {one.client for one in drop.state.follow_ups.values()} == {""}
    assert not any("A.K." in one.text for one in drop.state.follow_ups.values())


def test_with_nobody_left_today_there_is_nobody_to_tell() -> None:
    drop = walked("cannot-go-on", "3", "5", "g", state=a_day())
    assert drop.incident.outcome == "Could not go on today; nobody else was to come"


# --- where the client is, and complaints ------------------------------------------------------------------------------
def test_a_new_place_is_on_the_crisis_card_and_an_unsaid_one_makes_the_old_one_last_known() -> None:
    here = Place("14 Elm Road, Leeds", at(10, 1))
    for keys, text, age in (
        (("1:12 Mill Lane, York", "g"), "12 Mill Lane, York", "said 10:18 today"),
        (("l",), "14 Elm Road, Leeds", "LAST KNOWN, 10:01 TODAY"),
    ):
        drop = walked("client-moved", *keys, state=a_day(client=a_client(last_place=here)))
        drop.send(events.IncidentPressed("crisis"), 90)
        card = drop.view().card
        assert card is not None
        assert (card.read[0].text, card.read[0].age) == (text, age)


def test_the_way_to_complain_is_brought_up_by_its_key() -> None:
    drop = walked("complaint", "2")
    assert policy_named("standard").references["complaints"].text in told(drop, "way")


def test_unsafe_stays_unsafe_in_all_of_them() -> None:
    closed = {one: a_rule(Safety.NOT_SAFE) for one in Channel}
    client = a_client(routes=(a_route("07700 900999", closed, id="r-x"),))
    for flow in ("poor-quality", "breach", "overwhelm", "disclosure", "complaint", "client-moved", "cannot-go-on"):
        drop = Drop(a_day(client=client), key=flow)
        for key in ("3", "g", "3", "g", "2", "t", "l"):
            assert "07700 900999" not in str(drop.view()), drop.stage
            drop.press(key, drop.at + 5, "words")
