"""Several incidents at once: which is in hand, which wait, what comes back and how; a crisis takes in the drop."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core import alarms, events
from console.core.changed import changed
from console.core.flow import engine
from console.core.incident.incidents import is_open, look_of
from console.core.incident.words import TAKEN_IN
from console.core.rebuild import state_from
from console.core.state import State
from console.core.step import step
from console.core.view.incident import incident_view
from data.values import facts
from data.values.flow import Look
from data.values.incident import Incident
from data.values.session import SessionState
from tests.core.build import a_client, a_session, now_at
from tests.core.incident_build import Drop, a_day, later, running


def named(drop: Drop, flow: str) -> Incident:
    """The newest incident that began with this flow."""
    return [one for one in drop.state.incidents.values() if one.flow == flow][-1]


def press(drop: Drop, flow: str, key: str, seconds: float, words: str = "") -> None:
    drop.send(events.FlowKeyPressed(named(drop, flow).id, key, words), seconds)


def in_hand(state: State) -> list[str]:
    return [one.flow for one in state.incidents.values() if is_open(one) and one.suspended is None]


def said(drop: Drop) -> str:
    return drop.state.said.words if drop.state.said else ""


def with_bo(*, group: bool = False) -> State:
    """A day on which B.O. is known too, in A.K.'s session where it is a group."""
    day = a_day(session=running(participants=("ak", "bo"), group=True, title="Group") if group else None)
    return replace(day, clients={**day.clients, "bo": a_client("bo", initials="B.O.")})


# --- which is in hand -------------------------------------------------------------------------------------------------
def test_a_more_urgent_one_takes_over_and_a_less_urgent_one_is_noted_and_waits() -> None:
    drop = Drop(key="poor-quality")
    drop.send(events.IncidentPressed("disclosure"), 10)
    assert in_hand(drop.state) == ["disclosure"]
    assert named(drop, "poor-quality").suspended == later(10).utc
    drop.send(events.IncidentPressed("complaint"), 20)
    assert in_hand(drop.state) == ["disclosure"]
    assert said(drop).startswith("Noted. ")
    assert "comes back after" in said(drop)


def test_pressed_again_it_only_leads_back() -> None:
    drop = Drop(key="overwhelm")
    assert drop.send(events.IncidentPressed("overwhelm"), 5).records == ()
    assert len(drop.state.incidents) == 1


def test_two_clients_are_two_people_and_neither_waits_for_the_other() -> None:
    drop = Drop(with_bo())
    drop.send(events.IncidentPressed("complaint"), 5)
    drop.send(events.IncidentFor(named(drop, "complaint").id, "bo"), 6)
    assert sorted(in_hand(drop.state)) == ["complaint", "drop"]


def test_members_of_a_group_run_side_by_side() -> None:
    drop = Drop(with_bo(group=True))
    drop.send(events.IncidentFor(drop.incident.id, "ak", "s-1"), 2)
    drop.send(events.IncidentPressed("crisis"), 5)
    drop.send(events.IncidentFor(named(drop, "crisis").id, "bo", "s-1"), 6)
    assert sorted(in_hand(drop.state)) == ["crisis", "drop"]
    assert named(drop, "crisis").client == "bo"


def test_it_turns_out_to_be_the_same_person_and_the_more_urgent_takes_over() -> None:
    drop = Drop(with_bo(group=True))
    drop.send(events.IncidentFor(drop.incident.id, "ak", "s-1"), 2)
    drop.send(events.IncidentPressed("crisis"), 5)
    drop.send(events.IncidentFor(named(drop, "crisis").id, "ak", "s-1"), 6)
    assert in_hand(drop.state) == ["crisis"]
    assert named(drop, "crisis").given[-1].fact == "line"


def test_the_same_flow_twice_for_one_person_is_one() -> None:
    drop = Drop(with_bo(group=True))
    drop.send(events.IncidentFor(drop.incident.id, "ak", "s-1"), 2)
    drop.send(events.IncidentPressed("drop"), 5)
    second = drop.incident
    assert second.client == ""
    drop.send(events.IncidentFor(second.id, "ak", "s-1"), 6)
    assert drop.state.incidents[second.id].error
    assert in_hand(drop.state) == ["drop"]


# --- it comes back ----------------------------------------------------------------------------------------------------
def suspended_drop(at: float = 10) -> Drop:
    """A drop at 0:00 with a signal for help ten seconds later."""
    drop = Drop()
    drop.press("f", 2)
    drop.send(events.IncidentPressed("signal"), at)
    return drop


def test_what_waits_moves_by_no_deadline_and_wakes_nobody() -> None:
    drop = suspended_drop()
    drop.wait(400)
    assert named(drop, "drop").stage == "drop.reconnect"
    assert not [one for one in alarms.wakeups(drop.state, later(20)) if one.startswith(named(drop, "drop").id)]


def test_given_back_it_stands_where_it_stood_and_asks_private_and_where_before_its_own_lines() -> None:
    drop = suspended_drop()
    press(drop, "signal", "x", 60)
    back = named(drop, "drop")
    assert (back.suspended, back.stage, back.resumed) == (None, "drop.reconnect", later(60).utc)
    view = incident_view(drop.state, back, later(60))
    assert [row.text for row in view.rows[:2]] == ["Still private?", "Still in the same place?"]
    assert view.rows[0].next
    assert {"7", "8", "9", "0"} <= engine.keys(drop.state, back, later(60)).keys()


def test_what_passed_meanwhile_shows_as_overdue_and_opens_with_the_second_answer() -> None:
    drop = suspended_drop()
    drop.wait(400)
    press(drop, "signal", "x", 402)
    drop.wait(405)
    assert named(drop, "drop").stage == "drop.reconnect"
    assert "Overdue: “Phone” since 10:23" in incident_view(drop.state, named(drop, "drop"), later(405)).overdue
    press(drop, "drop", "7", 406)
    assert named(drop, "drop").stage == "drop.reconnect"
    press(drop, "drop", "0", 408, "the library, York")
    assert named(drop, "drop").stage == "drop.ring"
    opened = [one.passage for one in drop.of(facts.StageEntered) if one.passage.stage == "drop.phone"]
    assert [one.at for one in opened] == [later(408).utc]
    place = drop.state.clients["ak"].last_place
    assert place is not None
    assert place.text == "the library, York"
    assert incident_view(drop.state, named(drop, "drop"), later(409)).overdue == ""
    assert "7" not in engine.keys(drop.state, named(drop, "drop"), later(409))


def test_of_several_that_wait_the_most_urgent_comes_back_first() -> None:
    drop = Drop(key="poor-quality")
    for second, flow in enumerate(("disclosure", "crisis"), 10):
        drop.send(events.IncidentPressed(flow), second)
    assert in_hand(drop.state) == ["crisis"]
    press(drop, "crisis", "x", 20)
    assert in_hand(drop.state) == ["disclosure"]
    press(drop, "disclosure", "x", 30)
    assert in_hand(drop.state) == ["poor-quality"]
    press(drop, "poor-quality", "x", 40)
    assert in_hand(drop.state) == []


def test_what_a_person_presses_on_one_that_waits_still_counts() -> None:
    drop = suspended_drop()
    press(drop, "drop", "b", 20)
    assert named(drop, "drop").stage == "drop.re-entry"
    assert in_hand(drop.state) == ["signal"]


# --- crisis and drop --------------------------------------------------------------------------------------------------
def test_crisis_in_a_drop_takes_it_in_and_the_line_is_lost() -> None:
    drop = Drop()
    drop.send(events.IncidentPressed("crisis"), 30)
    crisis = named(drop, "crisis")
    assert [(one.fact, one.value, one.by) for one in crisis.given] == [("line", "lost", "console")]
    assert crisis.stage == "crisis.lost"
    assert named(drop, "drop").suspended_by == crisis.id


def test_a_drop_in_a_crisis_is_a_step_of_it_with_the_phone_at_once_and_back_leads_where_one_came_from() -> None:
    drop = Drop(key="crisis")
    press(drop, "crisis", "1", 5)
    drop.send(events.IncidentPressed("drop"), 60)
    assert [one.flow for one in drop.state.incidents.values()] == ["crisis"]
    assert drop.stage == "crisis.lost"
    assert drop.view().number == "07700 900123"
    drop.press("b", 90)
    assert drop.stage == "crisis.stay"
    drop.send(events.IncidentPressed("drop"), 120)
    assert drop.stage == "crisis.lost"


def ended_well(drop: Drop, seconds: float) -> None:
    """The crisis ends as "the risk is less", from wherever it stands."""
    crisis = named(drop, "crisis")
    path = (*crisis.path, replace(crisis.path[-1], stage="crisis.reduced", at=later(seconds).utc, why="key"))
    moved = replace(crisis, stage="crisis.reduced", path=path)
    drop.state = replace(drop.state, incidents={**drop.state.incidents, crisis.id: moved})
    drop.at = seconds
    exits = {key: one for key, one in engine.keys(drop.state, moved, later(seconds)).items() if one.kind == "exit"}
    key = next(key for key, one in exits.items() if one.ask)
    press(drop, "crisis", key, seconds, "plan with Jo until Monday")
    assert not is_open(named(drop, "crisis"))


def test_when_the_crisis_ends_for_good_the_drop_ends_with_it_and_its_minutes_count() -> None:
    drop = Drop()
    drop.send(events.IncidentPressed("crisis"), 30)
    press(drop, "crisis", "b", 90)
    ended_well(drop, 300)
    taken = named(drop, "drop")
    assert (taken.outcome, is_open(taken)) == (TAKEN_IN, False)
    (lost,) = drop.of(facts.TimeLost)
    assert lost.lost.lost == timedelta(seconds=90)
    assert named(drop, "crisis").words == "plan with Jo until Monday"


@pytest.mark.parametrize("between", ["safe-word", "signal"])
def test_a_drop_that_waits_for_something_else_comes_into_the_crisis_too(between: str) -> None:
    drop = Drop()
    drop.send(events.IncidentPressed(between), 20)
    drop.send(events.IncidentPressed("crisis"), 30)
    crisis = named(drop, "crisis")
    assert [(one.fact, one.value) for one in crisis.given] == [("line", "lost")]
    assert named(drop, "drop").suspended_by == crisis.id
    assert named(drop, between).suspended_by == crisis.id
    drop.wait(40)
    ended_well(drop, 300)
    assert named(drop, "drop").outcome == TAKEN_IN
    assert in_hand(drop.state) == [between]


def test_a_crisis_entered_in_error_gives_the_drop_back() -> None:
    drop = Drop()
    drop.send(events.IncidentPressed("crisis"), 30)
    press(drop, "crisis", "x", 40)
    assert in_hand(drop.state) == ["drop"]
    assert named(drop, "drop").stage == "drop.reconnect"
    assert not [one for one in drop.state.follow_ups.values() if one.done is None]


def test_a_drop_that_was_back_already_is_no_lost_line() -> None:
    drop = Drop()
    drop.press("b", 5)
    drop.send(events.IncidentPressed("crisis"), 10)
    assert named(drop, "crisis").given == ()


# --- ended suddenly is a drop -----------------------------------------------------------------------------------------
def test_ended_suddenly_in_a_drop_only_answers_it_and_is_counted_with_the_drops() -> None:
    drop = Drop()
    drop.send(events.IncidentPressed("ended-suddenly"), 3)
    assert len(drop.state.incidents) == 1
    assert [(one.fact, one.value) for one in drop.incident.given] == [("saw", "hung-up")]
    for key in "b135g":
        drop.press(key, 10)
    assert not is_open(drop.incident)
    drop.send(events.IncidentPressed("ended-suddenly"), 60)
    assert (drop.incident.flow, drop.incident.drop) == ("ended-suddenly", 2)
    assert [(one.fact, one.value) for one in drop.incident.given][:1] == [("saw", "hung-up")]


# --- what hides -------------------------------------------------------------------------------------------------------
def covert_drop() -> Drop:
    drop = Drop()
    drop.press("p", 5)
    assert look_of(drop.state, drop.incident) is Look.COVERT
    return drop


@pytest.mark.parametrize("key", ["drop", "safe-word", "complaint"])
def test_on_the_covert_screen_no_key_but_the_crisis_changes_what_is_seen(key: str) -> None:
    drop = covert_drop()
    seen = incident_view(drop.state, named(drop, "drop"), later(8))
    drop.send(events.IncidentPressed(key), 8)
    assert drop.state.said is None
    assert in_hand(drop.state) == ["drop"]
    assert incident_view(drop.state, named(drop, "drop"), later(8)) == seen


def test_a_crisis_hides_where_the_drop_was_hidden_and_shows_once_the_sign_came() -> None:
    drop = covert_drop()
    drop.send(events.IncidentPressed("crisis"), 20)
    assert look_of(drop.state, named(drop, "crisis")) is Look.COVERT
    assert not incident_view(drop.state, named(drop, "crisis"), later(20)).grave
    assert incident_view(drop.state, named(drop, "crisis"), later(20)).others == ()


def test_the_safe_word_in_a_crisis_hides_it_within_the_same_key_and_says_nothing() -> None:
    drop = Drop(key="crisis")
    drop.send(events.IncidentPressed("safe-word"), 20)
    assert in_hand(drop.state) == ["crisis"]
    assert look_of(drop.state, named(drop, "crisis")) is Look.COVERT
    assert drop.state.said is None


# --- the clock's warnings ---------------------------------------------------------------------------------------------
def test_end_warnings_are_silent_in_a_crisis_and_the_newest_is_shown_as_late_after_it() -> None:
    drop = Drop(key="crisis")
    drop.wait(22 * 60)  # 10:40:40: ten minutes before the end
    assert drop.of(facts.WarningShown) == []
    assert alarms.ringing(drop.state, later(22 * 60)) is None
    drop.wait(27 * 60)  # 10:45:40
    assert drop.of(facts.WarningShown) == []
    press(drop, "crisis", "x", 27 * 60 + 5)
    drop.wait(27 * 60 + 6)
    standing = alarms.ringing(drop.state, later(27 * 60 + 6))
    assert standing is not None
    assert (standing.kind, standing.late) == ("end-5", True)


# --- over midnight and a restart --------------------------------------------------------------------------------------
def test_what_waits_and_what_is_in_hand_is_the_same_after_a_restart() -> None:
    drop = suspended_drop()
    kept = changed(replace(drop.state, incidents={}, sessions={}, clients={}, follow_ups={}), drop.state)
    fresh = state_from(kept, drop.state.policy, drop.state.today, flows=drop.state.flows)
    assert fresh.incidents == drop.state.incidents
    again = step(fresh, events.Beat(), later(20))
    assert in_hand(again.state) == ["signal"]


def test_a_late_client_who_comes_is_late_no_more_even_while_it_waits() -> None:
    waiting = a_session(state=SessionState.AGREED)
    drop = Drop(a_day(session=waiting), key="")
    drop.send(events.IncidentPressed("late"))
    drop.send(events.IncidentPressed("crisis"), 5)
    assert in_hand(drop.state) == ["crisis"]
    drop.send(events.StartPressed("s-1"), 10)
    assert not is_open(named(drop, "late"))
    assert now_at(10).utc < named(drop, "late").t0.utc
