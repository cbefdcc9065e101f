"""The urgent flows, gone through key by key: crisis, safe word, Signal for Help, ended suddenly, somebody may hear."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.core import events
from console.core.flow.seen import facts_of
from console.core.incident.incidents import is_open
from console.core.view.incident import incident_view
from data.values.flow import Flow, Look
from data.values.incident import Incident
from data.values.people import Channel
from data.values.session import FollowUp, SessionState
from tests.core.build import a_client, a_route, a_rule, a_session, at
from tests.core.incident_build import Drop, a_day, flows_of, later

FLOWS = flows_of("standard")
CRISIS = FLOWS["crisis"]


def _owed(day: Drop) -> dict[str, FollowUp]:
    return {one.kind: one for one in day.state.follow_ups.values() if one.id.startswith(f"{day.incident.id}-")}


def _open(day: Drop) -> set[str]:
    return {kind for kind, one in _owed(day).items() if one.done is None}


def _named(day: Drop, flow: str) -> Incident:
    return next(one for one in day.state.incidents.values() if one.flow == flow)


def _press(day: Drop, flow: str, key: str, words: str = "") -> None:
    day.send(events.FlowKeyPressed(_named(day, flow).id, key, words))


# --- what the crisis is ----------------------------------------------------------------------------------------------
def test_no_time_passes_a_stage_of_the_crisis_but_to_tell_the_lead_unseen() -> None:
    timed = {stage.id for stage in CRISIS.stages.values() if stage.deadlines}
    assert timed == {"unseen"}


def test_a_crisis_ends_in_three_ways_and_each_wants_words() -> None:
    ends = [exit_ for stage in CRISIS.stages.values() for exit_ in stage.exits if exit_.to in CRISIS.outcomes]
    assert {exit_.to for exit_ in ends} == {"help-arrived", "risk-reduced", "handed-over"} == set(CRISIS.outcomes)
    assert all(exit_.ask for exit_ in ends)
    assert all(outcome.decider and outcome.follow_up for outcome in CRISIS.outcomes.values())


@pytest.mark.parametrize("flow", [FLOWS[one] for one in ("safe-word", "signal", "overheard")], ids=lambda one: one.id)
def test_what_somebody_may_not_learn_is_told_of_nowhere(flow: Flow) -> None:
    assert flow.discreet
    assert all(stage.look in {Look.QUIET, Look.COVERT} for stage in flow.stages.values())


def test_every_open_stage_of_the_crisis_hides_when_somebody_comes_in() -> None:
    for stage in CRISIS.stages.values():
        hides = [route for route in stage.routes if route.to == "unseen" and "covert_open" in route.when]
        assert bool(hides) == (stage.look is Look.OPEN), stage.id
        assert not hides or stage.routes[0] is hides[0]


# --- the crisis, with the client -------------------------------------------------------------------------------------
def test_at_the_end_of_the_hour_and_after_midnight_the_crisis_is_still_open() -> None:
    day = Drop(key="crisis")
    day.press("1")
    for seconds in (31 * 60, 33 * 60, 60 * 60, 14 * 60 * 60):
        day.wait(seconds)
        assert is_open(day.incident)
        assert day.stage == "crisis.stay"


def test_danger_opens_the_emergency_services_and_what_was_arranged_leads_on() -> None:
    day = Drop(key="crisis")
    day.press("1", 5)
    day.press("5", 8, "they would leave")
    day.press("i", 10)
    assert day.stage == "crisis.services"
    assert day.view().number == "999"
    assert day.view().card is not None
    day.press("1", 40, "CAD 12, Ann, 10:19")
    assert day.stage == "crisis.waiting"
    assert _open(day) == {"lead", "debrief", "management", "arrived"}


def test_help_arrived_is_said_with_who_confirmed_it_and_then_only_the_rest_is_owed() -> None:
    day = Drop(key="crisis")
    for key, words in (("1", ""), ("i", ""), ("1", "CAD 12")):
        day.press(key, words=words)
    day.press("g")
    assert is_open(day.incident)
    day.press("g", 600, "PC Lee, at the door")
    assert (day.incident.outcome, day.incident.words) == ("Help arrived", "PC Lee, at the door")
    assert _owed(day)["arrived"].outcome == "PC Lee, at the door"
    assert _open(day) == {"lead", "debrief", "management", "help-arrived"}


def test_handed_over_to_a_service_leaves_its_result_owed() -> None:
    day = Drop(key="crisis")
    day.press("s")
    day.press("2", words="Crisis team, ref 7, Jo, 10:30")
    assert day.incident.outcome == "Handed over"
    assert _owed(day)["handed-over"].text.endswith("Ask the service what came of it")


def test_a_smaller_risk_ends_with_the_plan_and_closes_help_only_where_it_was_called() -> None:
    calm = Drop(key="crisis")
    for key in "16":
        calm.press(key)
    calm.press("g", words="stays with the sister until nine")
    assert calm.incident.outcome == "The risk is less; a plan was agreed"
    assert "arrived" not in _owed(calm)
    called = Drop(key="crisis")
    for key, words in (("s", ""), ("1", "CAD 12"), ("6", ""), ("g", "the sister is there; Ann told 10:40")):
        called.press(key, words=words)
    assert _owed(called)["arrived"].done is not None
    assert not is_open(called.incident)


def test_once_help_is_arranged_the_line_may_be_left_and_the_crisis_stays() -> None:
    day = Drop(key="crisis")
    for key, words in (("s", ""), ("1", "CAD 12"), ("5", "")):
        day.press(key, words=words)
    assert day.stage == "crisis.left"
    assert is_open(day.incident)
    assert "arrived" in _open(day)
    day.press("5")
    assert day.stage == "crisis.waiting"


@pytest.mark.parametrize("key", ["2", "3"])
def test_where_the_client_is_not_at_risk_the_lead_and_the_police_come_at_once(key: str) -> None:
    day = Drop(key="crisis")
    day.press(key)
    assert day.stage == "crisis.others"
    rows = {row.id: "".join(part.text for part in row.value) for row in day.view().rows}
    assert "999" in rows["police"]
    day.press("5")
    assert "lead" in _open(day)
    day.press("4", words="Lee, 10:25: police told")
    assert "lead" not in _open(day)
    day.press("g")
    assert day.stage == "crisis.stay"


def test_who_is_at_risk_can_be_put_right() -> None:
    day = Drop(key="crisis")
    day.press("2")
    day.press("1")
    assert day.stage == "crisis.stay"


def test_the_lead_is_told_from_beside_the_steps_and_management_too() -> None:
    day = Drop(key="crisis")
    for key, words in (("s", ""), ("1", "CAD"), ("l", ""), ("4", "Lee, 10:25"), ("1", "Pat, 10:30"), ("g", "")):
        day.press(key, words=words)
    assert day.stage == "crisis.waiting"
    assert _open(day) == {"debrief", "arrived"}


def test_a_moved_client_is_one_key_in_every_stage_with_the_card() -> None:
    day = Drop(key="crisis")
    for path in ("", "i", "1"):
        if path:
            day.press(path, words="CAD" if path == "1" else "")
        assert day.means()["v"].fact == "same_place"
    day.press("v", words="12 Oak Lane, Leeds")
    card = day.view().card
    assert card is not None
    assert card.read[0].text == "12 Oak Lane, Leeds"


def test_your_own_crisis_policy_is_brought_up_by_a_key() -> None:
    day = Drop(key="crisis")
    rows = {row.id: row for row in day.view().rows}
    assert not rows["crisis-policy"].value
    day.press("q")
    rows = {row.id: row for row in day.view().rows}
    assert day.state.policy.references["crisis-policy"].text in [part.text for part in rows["crisis-policy"].value]


# --- the line is lost ------------------------------------------------------------------------------------------------
def test_the_drop_key_in_a_crisis_opens_the_phone_at_once_and_back_leads_to_the_same_step() -> None:
    day = Drop(key="crisis")
    for key, words in (("1", ""), ("s", ""), ("1", "CAD 12")):
        day.press(key, words=words)
    day.send(events.IncidentPressed("drop"), 60)
    assert len(day.state.incidents) == 1
    assert day.stage == "crisis.lost"
    assert day.view().number
    assert {"1", "5", "r", "b", "i", "s", "l"} <= day.means().keys()
    day.press("b", 70)
    assert day.stage == "crisis.waiting"
    assert {row.id: row.next for row in day.view().rows}["again"]


def test_a_crisis_in_a_drop_begins_at_the_phone_and_back_leads_to_its_first_stage() -> None:
    day = Drop()
    day.send(events.IncidentPressed("crisis"), 20)
    crisis = _named(day, "crisis")
    assert crisis.stage == "crisis.lost"
    _press(day, "crisis", "b")
    assert _named(day, "crisis").stage == "crisis.stay"


def test_whoever_answers_goes_on_by_phone_at_the_same_step() -> None:
    day = Drop(key="crisis")
    day.send(events.IncidentPressed("drop"), 60)
    assert "t" not in day.means()
    day.press("4", 70)
    day.press("1", 75)
    assert day.means()["t"].offered
    day.press("t", 80)
    assert day.stage == "crisis.stay"


def test_danger_without_a_line_is_the_services_first_and_the_phone_stays_a_key_away() -> None:
    day = Drop(key="crisis")
    day.press("i", 5)
    day.send(events.IncidentPressed("drop"), 20)
    assert day.stage == "crisis.services"
    assert day.means()["b"].value == "back"
    day.press("t", 25)
    assert day.stage == "crisis.lost"
    day.press("s", 30)
    assert day.stage == "crisis.services"
    day.press("1", 40, "CAD 12")
    assert day.stage == "crisis.waiting"


def test_not_reached_goes_on_to_who_can_look_and_the_line_can_come_back_there() -> None:
    day = Drop(key="crisis")
    day.send(events.IncidentPressed("drop"), 60)
    day.press("5", 70)
    day.press("l", 75)
    assert day.stage == "crisis.contact"
    day.press("l", 80)
    assert day.stage == "crisis.lead"
    day.press("b", 85)
    assert facts_of(day.state, day.incident, later(85))["line"] == "back"
    day.send(events.IncidentPressed("drop"), 90)
    assert day.stage == "crisis.lost"


# --- the next client, the group --------------------------------------------------------------------------------------
def _with_next(**changes: Any) -> Drop:
    other = a_client(id="c2", reference="R.T.", initials="R.T.", **changes)
    after = a_session(id="s2", begin=at(11), end=at(11, 50), participants=("c2",), state=SessionState.AGREED)
    day = a_day()
    clients, sessions = {**day.clients, "c2": other}, {**day.sessions, "s2": after}
    return Drop(replace(day, clients=clients, sessions=sessions), "crisis")


TEXT_IS_SAFE = (a_route("07700 900999", {Channel.TEXT: a_rule()}, id="r-2"),)


@pytest.mark.parametrize(
    ("changes", "line", "key"),
    [({"routes": TEXT_IS_SAFE}, "text", "c"), ({}, "call", ""), ({"routes": ()}, "no-way", "")],
)
def test_the_next_client_is_told_only_that_one_is_late_and_by_their_own_safe_way(
    changes: dict[str, Any], line: str, key: str
) -> None:
    day = _with_next(**changes)
    assert day.means()["w"].words == "next client waits"
    day.press("w")
    assert day.stage == "crisis.next-client"
    (row,) = day.view().rows
    assert row.id == line
    assert [one.key for one in row.keys] == [key] * bool(key)
    day.press("g")
    assert day.stage == "crisis.stay"


def test_the_words_for_the_next_client_say_nothing_of_why() -> None:
    text = a_day().policy.messages["delayed"].text
    assert not {"crisis", "emergency", "client", "session"} & set(text.lower().replace(".", "").split())
    assert "{time}" not in text


# --- somebody came in, in the crisis ---------------------------------------------------------------------------------
def test_the_safe_word_hides_a_crisis_until_the_sign_comes() -> None:
    day = Drop(key="crisis")
    day.press("1", 5)
    day.send(events.IncidentPressed("safe-word"), 10)
    assert _named(day, "crisis").stage == "crisis.unseen"
    assert _named(day, "safe-word").suspended
    _press(day, "crisis", "4")
    assert _named(day, "crisis").stage == "crisis.unseen-services"
    _press(day, "crisis", "5")
    assert _named(day, "crisis").stage == "crisis.unseen"
    _press(day, "crisis", "1")
    assert _named(day, "crisis").stage in {"crisis.stay", "crisis.waiting"}


def _hidden(day: Drop) -> bool:
    """Whether what is in hand of this person hides the screen."""
    (first,) = [one for one in day.state.incidents.values() if is_open(one) and not one.suspended]
    return incident_view(day.state, first, later(day.at)).look == "covert"


def _told(flow: str, keys: str) -> Drop:
    day = Drop(key=flow)
    for key in keys:
        day.press(key)
    return day


@pytest.mark.parametrize(
    ("flow", "keys"),
    [
        ("safe-word", "1"),
        ("signal", "t1"),
        ("overheard", "v1"),
        ("safe-word", "13"),
        ("signal", "t13"),
        ("crisis", "1"),
    ],
)
def test_the_safe_word_said_again_hides_the_screen_again(flow: str, keys: str) -> None:
    day = _told(flow, keys)
    assert not _hidden(day)
    for seconds in (30, 60):
        day.send(events.IncidentPressed("safe-word"), seconds)
        assert _hidden(day)
        first = next(one for one in day.state.incidents.values() if is_open(one) and not one.suspended)
        day.send(events.FlowKeyPressed(first.id, "1", ""), seconds + 5)
        assert not _hidden(day)


def test_an_unseen_crisis_is_never_left_in_silence() -> None:
    day = Drop(key="crisis")
    day.send(events.IncidentPressed("safe-word"), 10)
    _press(day, "crisis", "l")
    assert _named(day, "crisis").stage == "crisis.unseen-lead"
    _press(day, "crisis", "5")
    _press(day, "crisis", "g")
    assert _named(day, "crisis").stage == "crisis.unseen"
    _press(day, "crisis", "l")
    _press(day, "crisis", "l")
    assert _named(day, "crisis").stage == "crisis.stay"


# --- safe word, signal, somebody may hear ----------------------------------------------------------------------------
def test_the_safe_word_is_covert_at_once_and_the_sign_leads_to_whether_they_are_alone() -> None:
    day = Drop(key="safe-word")
    assert day.view().look == "covert"
    day.press("1", 60)
    assert (day.stage, day.view().look) == ("safe-word.after", "quiet")
    day.press("2", 65)
    assert day.view().look == "covert"
    day.press("1", 90)
    assert day.stage == "safe-word.after"
    day.press("1", 95)
    day.press("g", 100)
    assert day.incident.outcome == "The session went on"
    assert _open(day) == {"went-on"}


def test_without_a_sign_by_the_booked_end_the_lead_is_next() -> None:
    day = Drop(key="safe-word")
    day.wait((timedelta(minutes=31, seconds=20) + timedelta(seconds=5)).total_seconds())
    assert day.stage == "covert.lead"


def test_the_signal_for_help_is_no_police_call_and_normal_talk_is_asked_about_again() -> None:
    day = Drop(key="signal")
    assert "999" not in day.view().number
    day.press("j")
    day.press("r")
    day.press("g")
    assert day.incident.outcome == "The session went on"
    assert next(one.text for one in _owed(day).values()).endswith("Ask how they are when you next speak")


@pytest.mark.parametrize(
    ("keys", "stage"),
    [
        ("t", "covert.wait"),
        ("wt", "covert.lead"),
        ("l", "covert.wait"),
        ("jw", "crisis.stay"),
        ("ji", "crisis.services"),
        ("i", "crisis.services"),
    ],
)
def test_what_the_signal_leads_to(keys: str, stage: str) -> None:
    day = Drop(key="signal")
    for key in keys:
        day.press(key)
    assert day.stage == stage


def test_the_agreed_sign_after_the_signal_asks_how_they_are() -> None:
    day = Drop(key="signal")
    day.press("t")
    day.press("1")
    assert day.stage == "safe-word.after"
    day.press("3")
    assert day.stage == "crisis.stay"


def test_what_was_heard_is_owed_to_management_whoever_heard_it() -> None:
    for side in "12":
        day = Drop(key="overheard")
        day.press(side)
        assert "management" not in _owed(day)
        day.press("3")
        assert _open(day) == {"management"}
        day.press("1")
        day.press("g")
        assert day.incident.outcome == "The session went on"
        assert _open(day) == {"management"}


def test_somebody_who_may_be_the_danger_hides_the_screen() -> None:
    for keys in ("v", "1v", "1i"):
        day = Drop(key="overheard")
        for key in keys:
            day.press(key)
        assert day.view().look == "covert"


# --- ended suddenly --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["drop", "ended-suddenly"])
def test_five_minutes_run_from_the_key_whichever_way_it_was_entered(key: str) -> None:
    day = Drop(key=key)
    if key == "drop":
        day.press("h", 40)
    assert day.stage == "ended-suddenly.concern"
    day.press("n", 50)
    day.wait(299)
    assert day.stage == "ended-suddenly.concern"
    day.wait(300)
    assert day.stage == "drop.ring"


@pytest.mark.parametrize(("key", "stage"), [("f", "drop.reconnect"), ("m", "drop.reconnect"), ("d", "drop.reconnect")])
def test_another_answer_about_what_was_seen_leads_where_it_leads_in_the_drop(key: str, stage: str) -> None:
    day = Drop(key="ended-suddenly")
    day.press(key, 20)
    assert day.stage == stage
    day.press("p", 25)
    assert day.view().look == "covert"


@pytest.mark.parametrize(("key", "offered"), [("y", True), ("u", True), ("n", True), ("", False)])
def test_concern_offers_the_phone_at_once_and_so_does_the_plan_where_i_ring(key: str, offered: bool) -> None:
    day = Drop(key="ended-suddenly")
    if key:
        day.press(key, 3)
    assert day.means()["t"].offered is offered
    assert day.view().number or day.stage == "ended-suddenly.concern"


def test_where_they_said_why_it_ends_with_their_words() -> None:
    day = Drop(key="ended-suddenly")
    assert "l" not in day.means()
    day.press("n", 5)
    day.press("l", 60)
    assert is_open(day.incident)
    day.press("l", 60, "the baby woke; text")
    assert day.incident.words == "the baby woke; text"
