"""The life of a session: the table, exhaustively, and the reasons for a refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core import events
from console.core.session import MOVES, is_late
from console.core.step import step
from data.values.facts import StateChanged
from data.values.people import Consent, ConsentKind
from data.values.session import BEFORE_START, LIVE, SIDE_EXITS, EndChoice, SessionState
from tests.core.build import NOW, TODAY, a_client, a_policy, a_session, a_state, at, now_at

S = SessionState


def in_state(state: SessionState, **changes: object) -> object:
    """A session as it is in that state."""
    session = a_session(state=state)
    if state in LIVE | {S.ENDED, S.CLOSED}:
        session = replace(session, started=now_at(10), ends=at(10, 50), policy_hash="policy-1")
    if state in {S.ENDED, S.CLOSED}:
        session = replace(session, ended_at=at(10, 15))
    return replace(session, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("to", S)
def test_only_the_moves_in_the_table_change_a_session(before: SessionState, to: SessionState) -> None:
    state = a_state(sessions=[in_state(before)])  # type: ignore[list-item]
    result = step(state, events.Moved("s-1", to), NOW)
    if to in MOVES[before]:
        assert result.state.sessions["s-1"].state is to
        assert len(result.records) >= 1
    else:
        assert result.state.sessions == state.sessions
        assert result.records == ()
        assert result.effects == ()


@pytest.mark.parametrize("before", S)
def test_a_start_is_one_key_from_every_earlier_state_and_from_no_other(before: SessionState) -> None:
    state = a_state(sessions=[in_state(before)])  # type: ignore[list-item]
    result = step(state, events.StartPressed("s-1"), NOW)
    begun = result.state.sessions["s-1"].state is S.RUNNING and before is not S.RUNNING
    assert begun == (before in BEFORE_START)
    if not begun:
        assert result.records == ()
        assert result.state.said
        assert result.state.said.refused


@pytest.mark.parametrize("before", S)
def test_an_undo_gives_back_the_state_before_the_move(before: SessionState) -> None:
    for to in MOVES[before]:
        state = a_state(sessions=[in_state(before)])  # type: ignore[list-item]
        moved = step(state, events.Moved("s-1", to), NOW)
        back = step(moved.state, events.Undone("s-1"), NOW)
        assert back.state.sessions["s-1"].state is before
        assert back.state.clients["ak"].seen == state.clients["ak"].seen
        assert sum(isinstance(one.fact, StateChanged) for one in back.records) == 1
        assert all(one.done and one.outcome == "taken back" for one in back.state.follow_ups.values())


def test_an_undone_start_leaves_no_trace_of_the_clock() -> None:
    state = a_state()
    started = step(state, events.StartPressed("s-1"), now_at(10))
    back = step(started.state, events.Undone("s-1"), now_at(10, 0, 5)).state.sessions["s-1"]
    assert (back.state, back.started, back.ends, back.modes, back.policy_hash) == (S.AGREED, None, None, (), "")


def test_a_start_can_be_backdated_but_never_into_the_future() -> None:
    state = a_state()
    early = step(state, events.StartPressed("s-1", at=at(10, 5)), NOW)
    begun = early.state.sessions["s-1"].started
    assert begun and begun.utc == at(10, 5)
    assert begun.boottime == now_at(10, 5).boottime
    assert early.records[0].happened == at(10, 5)
    assert early.records[0].recorded == NOW
    assert step(state, events.StartPressed("s-1", at=at(10, 19)), NOW).records == ()
    assert step(state, events.StartPressed("s-1", at=NOW.utc - timedelta(hours=13)), NOW).records == ()


def test_two_sessions_never_run_and_the_other_is_ended_when_the_person_says_when() -> None:
    running = in_state(S.RUNNING)
    other = a_session("s-2", begin=at(10, 15), end=at(11, 5))
    state = a_state(sessions=[running, other])  # type: ignore[list-item]
    asked = step(state, events.StartPressed("s-2"), NOW)
    assert asked.records == ()
    assert asked.state.said and "still running" in asked.state.said.words
    both = step(state, events.StartPressed("s-2", other_ended=at(10, 16)), NOW)
    assert both.state.sessions["s-1"].state is S.ENDED
    assert both.state.sessions["s-1"].ended_at == at(10, 16)
    assert both.state.sessions["s-2"].state is S.RUNNING
    before_it_began = step(state, events.StartPressed("s-2", other_ended=at(9)), NOW)
    assert before_it_began.records == ()


def test_an_undo_never_makes_a_second_session_run() -> None:
    ended = in_state(S.ENDED, before=S.RUNNING)
    running = replace(in_state(S.RUNNING), id="s-2")  # type: ignore[type-var]
    state = a_state(sessions=[ended, running])  # type: ignore[list-item]
    assert step(state, events.Undone("s-1"), NOW).records == ()


def test_a_child_without_recorded_consent_cannot_reach_running() -> None:
    child = a_client(born=TODAY.replace(year=TODAY.year - 15))
    refused = step(a_state(clients=[child]), events.StartPressed("s-1"), now_at(10))
    assert refused.records == ()
    guarded = replace(child, consent=Consent(ConsentKind.GUARDIAN, "mother", TODAY, "seen by video"))
    assert step(a_state(clients=[guarded]), events.StartPressed("s-1"), now_at(10)).records
    own = replace(child, consent=Consent(ConsentKind.OWN, "herself", TODAY, "competent"), own_consent_basis="competent")
    assert step(a_state(clients=[own]), events.StartPressed("s-1"), now_at(10)).records
    strict = a_policy(own_consent=False)
    assert step(a_state(clients=[own], policy=strict), events.StartPressed("s-1"), now_at(10)).records == ()


def test_did_not_attend_is_refused_before_the_booked_start() -> None:
    result = step(a_state(), events.Moved("s-1", S.DID_NOT_ATTEND), now_at(9, 59))
    assert result.records == ()
    assert step(a_state(), events.Moved("s-1", S.DID_NOT_ATTEND), now_at(10, 15)).records


def test_a_rearranged_session_leaves_a_new_appointment_owed_once() -> None:
    moved = step(a_state(), events.Moved("s-1", S.REARRANGED), NOW).state
    again = step(step(moved, events.Undone("s-1"), NOW).state, events.Moved("s-1", S.REARRANGED), NOW).state
    assert [one.text for one in again.follow_ups.values()] == ["New appointment for A.K."]


def test_late_is_derived_and_never_stored() -> None:
    assert not is_late(a_session(), now_at(10))
    assert is_late(a_session(), now_at(10, 0, 1))
    assert not is_late(a_session(state=S.CANCELLED_LATE), now_at(10, 30))


def test_a_late_start_ends_as_booked_until_the_full_length_is_chosen() -> None:
    state = step(a_state(), events.StartPressed("s-1"), now_at(10, 7)).state
    assert (state.sessions["s-1"].ends, state.sessions["s-1"].choice) == (at(10, 50), EndChoice.AS_BOOKED)
    full = step(state, events.EndChosen("s-1", EndChoice.FULL), now_at(10, 8)).state.sessions["s-1"]
    assert (full.ends, full.choice) == (at(10, 57), EndChoice.FULL)


def test_an_extension_counts_from_the_end_that_stands_and_has_a_limit() -> None:
    state = step(a_state(), events.StartPressed("s-1"), now_at(10)).state
    longer = step(state, events.Extended("s-1", timedelta(minutes=5)), now_at(10, 48)).state
    assert longer.sessions["s-1"].ends == at(10, 55)
    assert step(state, events.Extended("s-1", timedelta(hours=3)), now_at(10, 48)).records == ()
    assert step(state, events.Extended("s-1", timedelta(0)), now_at(10, 48)).records == ()


@pytest.mark.parametrize("state", sorted(SIDE_EXITS, key=str))
def test_no_side_exit_moves_on_by_itself(state: SessionState) -> None:
    assert MOVES[state] == frozenset()
