"""The drop as it is shipped, second by second, through the core alone: from the key to how it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core import effects, events
from console.core.apply import apply
from console.core.incident.incidents import flow_named
from console.core.rebuild import state_from
from data.codec import decode, decode_fact, encode, kind_of
from data.values import facts
from data.values.incident import Incident
from data.values.kept import Kept
from data.values.people import Channel, Plan, Safety, Turn
from data.values.session import LostTime, Mode, SessionState, Side
from tests.core.build import TODAY, a_client, a_contact, a_route, a_rule, at, minutes
from tests.core.incident_build import LEAD, Drop, a_day, flows_of, later, running


def unsafe() -> object:
    return a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)})


# --- from the key on --------------------------------------------------------------------------------------------------
def test_the_drop_key_starts_the_countdown_at_once_and_a_second_press_only_shows_it() -> None:
    drop = Drop()
    assert (drop.stage, drop.view().digits) == ("drop.reconnect", "5:00")
    again = drop.send(events.IncidentPressed("drop"), 3)
    assert again.records == ()
    assert len(drop.state.incidents) == 1


def test_the_number_is_on_the_screen_within_one_key() -> None:
    assert "07700 900123" in str(Drop().view().rows)


def test_the_phone_opens_by_itself_at_five_minutes_and_not_a_second_before() -> None:
    drop = Drop()
    drop.wait(299)
    assert (drop.stage, drop.view().digits) == ("drop.reconnect", "0:01")
    drop.effects.clear()
    drop.wait(300)
    assert drop.stage == "drop.ring"
    assert drop.view().number == "07700 900123"
    assert effects.Bell() in drop.effects


def test_a_deadline_that_passed_in_sleep_is_dated_when_it_passed() -> None:
    drop = Drop()
    drop.wait(1200)
    opened = next(one.passage for one in drop.of(facts.StageEntered) if one.passage.stage == "drop.phone")
    assert opened.at == at(10, 23, 40)


def test_after_ten_seconds_without_an_answer_concern_is_preset_and_decides_nothing() -> None:
    drop = Drop()
    drop.wait(9)
    assert drop.of(facts.IncidentGiven) == []
    drop.wait(10)
    (given,) = drop.of(facts.IncidentGiven)
    assert (given.given.fact, given.given.value, given.given.by) == ("concern", "unsure", "preset")
    drop.wait(300)
    drop.press("l", 302)
    assert drop.stage == "drop.not-reached"


@pytest.mark.parametrize(("key", "seconds"), [("d", 1), ("", 60)])
def test_the_phone_is_offered_at_once_in_distress_and_after_a_minute_without_an_answer(key: str, seconds: int) -> None:
    drop = Drop()
    assert not drop.means()["t"].offered
    if key:
        drop.press(key, seconds)
    else:
        drop.wait(59)
        assert not drop.means()["t"].offered
        drop.wait(seconds)
    assert drop.means()["t"].offered
    assert drop.stage == "drop.reconnect"


def test_a_watch_client_is_offered_the_phone_at_once() -> None:
    assert Drop(a_day(client=a_client(watch=True))).means()["t"].offered


def test_it_began_a_minute_earlier_takes_a_minute_off_the_countdown_and_ten_are_the_most() -> None:
    drop = Drop()
    drop.press("e", 5)
    assert drop.view().digits == "3:55"
    drop.send(events.BeganEarlier(drop.incident.id, timedelta(hours=1)))
    assert drop.incident.pressed - drop.incident.t0.utc == timedelta(minutes=10)
    assert drop.stage == "drop.ring"


# --- back, and on the phone -------------------------------------------------------------------------------------------
def test_back_asks_before_the_session_resumes_and_keeps_what_was_lost_and_whose_side() -> None:
    drop = Drop()
    drop.press("m", 5)
    drop.press("b", 48)
    assert drop.stage == "drop.re-entry"
    for key in "135":
        drop.press(key, 60)
    drop.press("g", 72)
    assert drop.of(facts.TimeLost) == [
        facts.TimeLost("s-1", LostTime(timedelta(seconds=72), Side.MINE, "drop"), later(72).utc)
    ]
    assert drop.incident.decider == "practitioner"
    assert drop.state.sessions["s-1"].state is SessionState.RUNNING


def test_lost_again_and_back_everything_is_asked_anew() -> None:
    drop = Drop()
    for second, key in enumerate("fb135", 1):
        drop.press(key, second * 5)
    assert drop.means()["g"].kind == "exit"
    drop.press("t", 40)
    drop.press("b", 50)
    assert drop.stage == "drop.re-entry"
    assert "g" not in drop.means()
    assert not any(drop.means()[key].chosen for key in "135")
    assert not any(row.done for row in drop.view().rows)


def test_somebody_else_at_the_first_try_does_not_shut_out_the_client_at_the_next() -> None:
    drop = Drop()
    for second, key in enumerate("ftg12", 1):
        drop.press(key, second)
    assert drop.stage == "drop.not-reached"
    drop.press("t", 10)
    drop.press("g", 11)
    drop.press("1", 30)
    assert drop.stage == "drop.prove"
    assert not any(drop.means()[key].chosen for key in "1234")


def test_when_all_is_answered_the_way_on_is_the_next_thing() -> None:
    drop = Drop()
    for second, key in enumerate("b13", 1):
        drop.press(key, second)
    assert [row.id for row in drop.view().rows if row.next] == ["same-place"]
    drop.press("5", 10)
    assert [key.key for key in drop.view().exits if key.offered] == ["g"]
    assert not any(row.next for row in drop.view().rows)


def test_reached_by_phone_asks_who_it_is_and_goes_on_by_phone() -> None:
    drop = Drop()
    drop.press("t", 30)
    drop.press("1", 45)
    assert drop.stage == "drop.prove"
    drop.press("1", 50)
    drop.press("3", 52)
    drop.press("g", 55)
    assert drop.state.sessions["s-1"].mode is Mode.PHONE
    assert drop.incident.outcome == "The session went on by phone"


def test_a_drop_in_the_last_five_minutes_lands_and_ends_the_content() -> None:
    drop = Drop()
    drop.wait(46 * 60 + 30 - 18 * 60 - 40)
    drop.press("b")
    assert drop.stage == "drop.re-entry"
    drop.press("3")
    assert drop.stage == "drop.landing"
    assert drop.state.sessions["s-1"].content_ended
    assert drop.state.sessions["s-1"].state is SessionState.RUNNING


def test_back_on_a_third_drop_asks_whether_they_are_alone_before_anything_is_said() -> None:
    drop = Drop()
    third = replace(drop.incident, drop=3)
    drop.state = replace(drop.state, incidents={third.id: third})
    drop.press("b", 30)
    assert (drop.stage, drop.state.sessions["s-1"].content_ended) == ("drop.re-entry", None)
    drop.press("4", 35)
    assert drop.stage == "covert.wait"
    drop.press("1", 60)
    assert drop.stage == "drop.re-entry"
    drop.press("4", 65)
    assert drop.stage == "covert.wait", "the agreed sign of before does not hold for the next one who comes in"
    drop.press("1", 90)
    drop.press("3", 95)
    assert drop.stage == "drop.rearrange"
    assert drop.state.sessions["s-1"].content_ended


def test_the_second_drop_goes_to_the_phone_at_once_and_one_in_error_does_not_count() -> None:
    state = a_day()
    first = Drop(state)
    first.press("x", 2)
    assert first.incident.error
    assert first.of(facts.TimeLost) == []
    second = Drop(first.state)
    assert second.stage == "drop.reconnect"
    second.press("b", 10)
    for key in "135g":
        second.press(key, 20)
    third = Drop(second.state)
    assert (third.incident.drop, third.stage) == (2, "drop.ring")


# --- attempts ---------------------------------------------------------------------------------------------------------
def test_two_tries_are_all_and_the_second_waits_three_minutes_after_the_first_ended() -> None:
    drop = Drop()
    drop.press("t", 10)
    drop.press("5", 40)
    assert "5" not in drop.means()
    drop.wait(219)
    assert drop.view().digits == "0:01"
    assert "5" not in drop.means()
    drop.wait(220)
    assert "5" in drop.means()
    drop.press("3", 221)
    assert drop.stage == "drop.not-reached"
    assert [one.outcome for one in drop.incident.attempts] == ["no answer", "voicemail"]


def test_one_key_brings_the_second_try_forward() -> None:
    drop = Drop()
    drop.press("t", 10)
    drop.press("5", 40)
    drop.press("g", 50)
    drop.press("4", 60)
    assert drop.stage == "drop.not-reached"


# --- not reached ------------------------------------------------------------------------------------------------------
def not_reached(drop: Drop) -> Drop:
    drop.press("t", 20)
    drop.press("l", 30)
    assert drop.stage == "drop.not-reached"
    return drop


def test_without_concern_another_appointment_is_offered_and_something_is_owed() -> None:
    drop = not_reached(
        Drop(a_day(client=a_client(routes=(a_route(rules={Channel.CALL: a_rule(), Channel.TEXT: a_rule()}),))))
    )
    drop.press("n", 40)
    assert drop.stage == "drop.alternative"
    drop.press("c", 45)
    assert any(isinstance(one, effects.CopyText) for one in drop.effects)
    drop.press("g", 50)
    assert [one.follow_up.client for one in drop.of(facts.FollowUpSaved)] == ["ak"]


def test_with_concern_the_emergency_contact_is_next_and_then_the_lead() -> None:
    drop = not_reached(Drop())
    drop.press("u", 40)
    assert drop.stage == "emergency.contact"
    assert drop.view().number == "07700 900456"
    drop.press("4", 60)
    assert drop.stage == "emergency.lead"
    assert drop.view().number == LEAD


def test_a_contact_who_may_be_the_danger_is_never_offered() -> None:
    flagged = replace(
        a_contact("Paul", may_be_danger=True), routes=(a_route("07700 900999", {Channel.CALL: a_rule()}, id="r-p"),)
    )
    drop = not_reached(Drop(a_day(client=a_client(emergency=(flagged, a_contact())))))
    drop.press("y", 40)
    assert drop.view().number == "07700 900456"
    assert "900999" not in str(drop.view())
    alone = not_reached(Drop(a_day(client=a_client(emergency=(flagged,)))))
    alone.press("y", 40)
    assert alone.stage == "emergency.lead"


def test_will_check_and_ring_back_is_owed_by_the_time_that_was_said() -> None:
    drop = not_reached(Drop())
    drop.press("y", 40)
    drop.press("2", 50, "10:45")
    (owed,) = drop.of(facts.FollowUpSaved)
    assert owed.follow_up.due == at(10, 45)
    assert drop.stage == "emergency.will-check"
    assert "by 10:45" in str(drop.view().rows)
    drop.press("g", 90)
    assert drop.state.follow_ups[owed.follow_up.id].done is not None
    assert drop.incident.outcome == "Safe, says the emergency contact"


@pytest.mark.parametrize(
    ("typed", "opens"),
    [("10:45", 26 * 60 + 20), ("by 1045", 26 * 60 + 20), ("10 min", 650), ("in 7", 470), ("soon", 350), ("9:30", 350)],
)
def test_the_lead_is_next_at_the_time_that_was_said_and_after_the_plans_wait_where_none_can_be_read(
    typed: str, opens: float
) -> None:
    drop = not_reached(Drop())
    drop.press("y", 40)
    drop.press("2", 50, typed)
    assert "Lead or supervisor" in drop.view().then
    drop.wait(opens - 1)
    assert (drop.stage, drop.view().digits) == ("emergency.will-check", "0:01")
    drop.wait(opens)
    assert drop.stage == "emergency.lead"


def test_danger_before_a_late_clients_first_step_leads_back_to_the_waiting_and_not_to_a_drop() -> None:
    waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 18), end=at(11))
    drop = Drop(a_day(session=waiting), key="late")
    assert drop.stage == "late.waiting"
    drop.press("i", 5)
    assert drop.stage == "emergency.services"
    drop.press("k", 10)
    drop.press("b", 15)
    assert drop.stage == "late.arrived"


def test_a_client_whose_number_is_not_safe_is_never_rung() -> None:
    drop = Drop(a_day(client=a_client(routes=(unsafe(),))))
    drop.press("t", 10)
    view = drop.view()
    assert (drop.stage, view.number) == ("drop.no-call", "NO CALL")
    assert "07700 900123" not in str(view)


def test_an_override_asks_for_a_reason_and_then_the_number_is_there() -> None:
    drop = Drop(a_day(client=a_client(routes=(unsafe(),))))
    drop.press("t", 10)
    refused = drop.press("o", 12)
    assert refused.records == ()
    drop.press("o", 13, "the client asked for it last week")
    assert drop.stage == "drop.ring"
    assert drop.view().number == "07700 900123"


def test_where_the_client_rings_the_line_is_kept_free_for_as_long_as_was_agreed() -> None:
    plan = Plan(who_rings=Turn.CLIENT, wait=minutes(2))
    drop = Drop(a_day(client=a_client(plan=plan)))
    drop.press("t", 10)
    assert (drop.stage, drop.view().digits) == ("drop.line-free", "2:00")
    drop.wait(129)
    assert drop.stage == "drop.line-free"
    drop.wait(130)
    assert drop.stage == "drop.ring"


# --- a policy's must --------------------------------------------------------------------------------------------------
def test_a_must_is_reached_without_concern_and_is_skipped_only_with_a_reason() -> None:
    drop = not_reached_must(Drop(a_day("remote-protocol")))
    assert drop.stage == "emergency.contact"
    bare = drop.press("l", 50)
    assert bare.records == ()
    drop.press("l", 51, "the client wrote that all is well")
    (mark,) = drop.of(facts.StepMarked)
    assert (mark.mark.state, mark.mark.words) == ("skipped", "the client wrote that all is well")
    assert drop.stage == "emergency.lead"


def test_a_must_that_is_not_safe_is_recorded_as_not_possible() -> None:
    contact = replace(a_contact(), routes=(unsafe(),))  # type: ignore[arg-type]
    drop = not_reached_must(Drop(a_day("remote-protocol", client=a_client(emergency=(contact,)))))
    marks = [one.mark for one in drop.of(facts.StepMarked)]
    assert ("not possible", "unsafe") in {(mark.state, mark.words) for mark in marks}
    assert drop.stage == "emergency.no-contact"


def not_reached_must(drop: Drop) -> Drop:
    drop.press("t", 20)
    drop.press("l", 30)
    return drop


# --- covert -----------------------------------------------------------------------------------------------------------
def test_someone_came_in_turns_the_screen_neutral_and_silent() -> None:
    drop = Drop()
    drop.press("p", 4)
    view = drop.view()
    assert (drop.stage, view.look) == ("covert.wait", "covert")
    assert view.digits == "31:16"
    assert view.number == ""
    for value in ("07700 900123", "07700 900456"):
        assert value not in str(view)
    drop.effects.clear()
    for seconds in range(60, 3000, 60):
        drop.wait(seconds)
    assert not any(isinstance(one, effects.Bell | effects.Notify) for one in drop.effects)


def test_without_a_signal_by_the_booked_end_the_lead_is_next_and_with_one_the_questions_of_re_entry() -> None:
    drop = Drop()
    drop.press("p", 4)
    drop.wait(31 * 60 + 19)
    assert drop.stage == "covert.wait"
    drop.wait(31 * 60 + 20)
    assert drop.stage == "covert.lead"
    signalled = Drop()
    signalled.press("p", 4)
    signalled.press("1", 60)
    assert signalled.stage == "drop.re-entry"


# --- whom it is about -------------------------------------------------------------------------------------------------
def test_with_nobody_near_it_begins_with_no_call_and_t_zero_stays_at_the_key() -> None:
    later_today = running(state=SessionState.AGREED, started=None, ends=None, begin=at(15), end=at(15, 50))
    drop = Drop(a_day(session=later_today))
    assert drop.incident.client == ""
    assert "NO CALL" in str(drop.view())
    assert "07700 900123" not in str(drop.view())
    drop.press("1", 20)
    assert (drop.incident.client, drop.incident.t0) == ("ak", later(0))
    assert "07700 900123" in str(drop.view())


def test_of_a_group_it_is_asked_which_member() -> None:
    group = running(group=True, participants=("ak", "bk"))
    state = a_day(session=group)
    other = a_client("bk", initials="B.K.", reference="B")
    drop = Drop(replace(state, clients={**state.clients, "bk": other}))
    ask = drop.view().ask
    assert ask is not None
    assert [word for _, word, _ in ask.answers] == ["A.K.", "B.K.", "other"]
    drop.press("2", 5)
    assert drop.incident.client == "bk"


# --- late -------------------------------------------------------------------------------------------------------------
def test_a_late_client_becomes_an_incident_at_the_last_step_and_is_settled_by_the_start() -> None:
    waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 10), end=at(11))
    drop = Drop(a_day(session=waiting), key="")
    drop.wait(379)
    assert drop.state.incidents == {}
    drop.wait(380)
    assert drop.stage == "late.decide"
    drop.send(events.StartPressed("s-1"), 400)
    drop.wait(401)
    assert (drop.incident.outcome, drop.incident.ended is not None) == ("the client came", True)
    assert drop.state.sessions["s-1"].lost == ()


def test_no_concern_about_a_late_client_only_proposes_that_they_did_not_attend() -> None:
    waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 3), end=at(11))
    drop = Drop(a_day("remote-protocol", session=waiting), key="late")
    drop.press("n", 10)
    assert drop.stage == "late.not-attended"
    drop.press(next(key for key, one in drop.means().items() if one.words == "did not attend"), 20)
    assert drop.incident.ended
    assert drop.state.sessions["s-1"].state is SessionState.AGREED
    assert drop.state.said
    assert "did not attend" in drop.state.said.words


# --- it survives ------------------------------------------------------------------------------------------------------
def test_a_restart_in_the_middle_finds_the_same_stage_and_the_same_time() -> None:
    drop = Drop()
    for key, seconds in (("f", 4), ("r", 6), ("t", 30), ("g", 35)):
        drop.press(key, seconds)
    incident = drop.incident
    kept = Kept(incidents=(decode(encode(incident), Incident),))
    again = state_from(kept, drop.state.policy, TODAY, flows=drop.state.flows)
    assert again.incidents[incident.id] == incident
    replayed = a_day()
    for record in drop.records:
        fact = decode_fact(kind_of(record.fact), encode(record.fact))
        replayed = apply(replayed, replace(record, fact=fact))
    assert replayed.incidents == drop.state.incidents


def test_another_boot_goes_on_from_the_wall_clock() -> None:
    drop = Drop()
    drop.wait(100)
    rebooted = replace(later(200), boot="boot-2", boottime=3.0)
    from console.core.flow.engine import digits

    assert digits(drop.state, drop.incident, rebooted)[0] == "1:40"


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_step_of_the_wall_clock_moves_no_deadline(hours: int) -> None:
    from console.core.flow.engine import digits

    drop = Drop()
    now = later(120)
    stepped = replace(now, utc=now.utc + timedelta(hours=hours))
    assert digits(drop.state, drop.incident, stepped)[0] == "3:00"


def test_the_flow_goes_on_while_nothing_can_be_saved() -> None:
    drop = Drop()
    drop.send(events.SaveFailed("The disk is full: make room."), 5)
    drop.wait(300)
    drop.press("5", 310)
    assert [one.outcome for one in drop.incident.attempts] == ["no answer"]


def test_an_open_drop_keeps_all_the_texts_it_began_with_those_of_other_flows_too() -> None:
    drop = Drop()
    began_with = drop.state.flows["covert"]
    edited = {name: replace(one, start="edited", hash=f"{one.hash}2") for name, one in flows_of("standard").items()}
    drop.send(events.PolicyLoaded("standard", drop.state.policy, edited), 3)
    drop.press("p", 5)
    assert drop.stage == f"covert.{began_with.start}"
    again = {**{text: one for text, one in drop.state.flows.items() if text == one.hash}, **edited}
    restarted = replace(drop.state, flows=again)
    assert flow_named(restarted, drop.incident, "covert") == began_with
