"""What happens to one member of a group is that member's: drops are counted for each, the group's own clock goes on."""

from dataclasses import replace
from datetime import timedelta

from console.core import clock, events
from console.core.checklist import checks
from console.core.checklist.applies import is_absent
from console.core.incident.incidents import look_of
from console.core.session import co_facilitator
from console.core.state import State
from console.core.steps.incident import flow_key
from console.core.steps.pressing import pressed
from console.core.view.incident import incident_view
from data.flows import load_flows
from data.policies import load
from data.values.flow import Look
from data.values.incident import Incident
from data.values.policy import CheckState
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import NOW, a_client, a_session, a_state, minutes

POLICY = load("standard")
MEMBERS = {"ak": "A.K.", "jm": "J.M.", "lb": "L.B."}


def later(seconds: float) -> Now:
    return replace(NOW, utc=NOW.utc + timedelta(seconds=seconds), boottime=NOW.boottime + seconds)


def a_group(co: str = "") -> State:
    begin = NOW.utc - minutes(10)
    group = a_session(
        participants=tuple(MEMBERS),
        group=True,
        title="Tuesday group",
        state=SessionState.RUNNING,
        begin=begin,
        end=begin + minutes(90),
        started=later(-600),
        ends=begin + minutes(90),
        co_facilitator=co,
    )
    people = [a_client(key, initials=initials, safe_word="") for key, initials in MEMBERS.items()]
    state = a_state(policy=POLICY, clients=people, sessions=[group])
    return replace(state, flows=load_flows(POLICY))


def key(state: State, what: str, seconds: float = 0) -> State:
    return pressed(state, events.IncidentPressed(what), later(seconds)).state


def answer(state: State, incident: str, *keys: str, seconds: float = 0, words: str = "") -> State:
    for one in keys:
        state = flow_key(state, events.FlowKeyPressed(incident, one, words), later(seconds)).state
    return state


def newest(state: State) -> Incident:
    return list(state.incidents.values())[-1]


def a_drop(state: State, member: str, seconds: float = 0) -> tuple[State, str]:
    """A drop of this member, by its digit."""
    state = key(state, "drop", seconds)
    one = newest(state)
    return answer(state, one.id, str(list(MEMBERS).index(member) + 1), seconds=seconds), one.id


def test_each_members_drops_are_counted_alone() -> None:
    state = a_group()
    for at, member in enumerate(("ak", "jm", "lb")):
        state, one = a_drop(state, member, at * 60)
        assert state.incidents[one].client == member
        assert state.incidents[one].drop == 1, "another member's drop is none of theirs"
        state = answer(state, one, "b", "1", "3", "5", "g", seconds=at * 60 + 30)
        assert state.incidents[one].ended
    state, again = a_drop(state, "ak", 300)
    assert state.incidents[again].drop == 2


def test_the_groups_clock_goes_on_and_a_members_minutes_are_not_the_groups() -> None:
    state, one = a_drop(a_group("Noor Hale"), "ak")
    state = answer(state, one, "b", "1", "3", "5", "g", seconds=200)
    (group,) = state.sessions.values()
    assert state.incidents[one].ended
    assert group.state is SessionState.RUNNING
    assert clock.lost(group) == timedelta()
    assert group.mode.value == "video"


def test_minutes_for_which_the_group_was_paused_are_lost_to_all_and_tell_of_nobody() -> None:
    state, one = a_drop(a_group(), "ak")
    state = answer(state, one, "1", seconds=20)
    state = answer(state, one, "b", "1", "3", "5", "g", seconds=200)
    (group,) = state.sessions.values()
    assert clock.lost(group) == timedelta(seconds=180)
    assert [(lost.side.value, lost.why) for lost in group.lost] == [("neither", "paused")]


def test_a_group_that_goes_on_after_a_pause_loses_only_the_pause() -> None:
    state, one = a_drop(a_group(), "ak")
    state = answer(state, one, "1", seconds=20)
    state = answer(state, one, "2", seconds=50)
    state = answer(state, one, "b", "1", "3", "5", "g", seconds=200)
    (group,) = state.sessions.values()
    assert clock.lost(group) == timedelta(seconds=30)


def test_a_member_who_is_not_reached_ends_neither_the_groups_content_nor_its_video() -> None:
    state, one = a_drop(a_group("Noor Hale"), "ak")
    state = answer(state, one, "n", "t", "g", "1", "1", "3", "g", seconds=60)
    (group,) = state.sessions.values()
    assert state.incidents[one].outcome == "The session went on by phone"
    assert group.mode.value == "video"
    state, third = a_drop(state, "ak", 120)
    state = answer(state, third, "n", "l", seconds=130)
    assert state.sessions[group.id].content_ended is None


def test_the_first_stage_says_who_has_the_group() -> None:
    state, one = a_drop(a_group("Noor Hale"), "ak")
    assert co_facilitator(state, next(iter(state.sessions.values()))) == "Noor Hale"
    rows = incident_view(state, state.incidents[one], NOW).rows
    (told,) = [row for row in rows if row.id == "co-facilitator"]
    assert [part.text for part in told.value] == ["Noor Hale has the group"]
    assert not [row for row in rows if row.id == "group"]


def test_alone_the_practitioner_chooses_and_going_on_leaves_a_talk_owed() -> None:
    state, one = a_drop(a_group(), "jm")
    rows = incident_view(state, state.incidents[one], NOW).rows
    (asked,) = [row for row in rows if row.id == "group"]
    assert asked.next
    assert [cap.key for cap in asked.keys] == ["1", "2"]
    state = answer(state, one, "2")
    assert [owed.text for owed in state.follow_ups.values()] == ["Speak with J.M. after the group"]
    assert state.incidents[one].ended is None, "the drop runs on beside the group"


def test_until_it_is_said_whom_it_is_about_every_digit_means_a_person() -> None:
    state = key(a_group(), "crisis")
    one = newest(state)
    view = incident_view(state, one, NOW)
    assert view.first == ("Stay with the client.", "Keep the picture up.", "Ring from another device.")
    assert view.ask is not None
    digits = [cap.key for row in view.rows for cap in row.keys if cap.key.isdigit()]
    assert not digits, "no digit stands there for anything else"
    state = answer(state, one.id, "4")
    assert state.incidents[one.id].client == ""
    assert not state.incidents[one.id].given


def test_behind_the_covert_look_a_group_is_asked_who_by_digits_and_initials_alone() -> None:
    state = key(a_group(), "safe-word")
    one = newest(state)
    view = incident_view(state, one, NOW)
    assert view.look == "covert"
    assert view.neutral[0].text == "Who?"
    assert [(cap.key, cap.words) for cap in view.neutral[0].keys] == [("1", "A.K."), ("2", "J.M."), ("3", "L.B.")]
    assert not [row for row in view.neutral if row.id in {"sign", "plan"}], "the neutral questions turn on who it is"
    state = answer(state, one.id, "2")
    assert state.incidents[one.id].client == "jm"
    after = incident_view(state, state.incidents[one.id], NOW)
    assert [row.text for row in after.neutral if row.text] == ["All as agreed?", "Keep to the plan?"]


def test_a_safe_word_said_again_in_a_group_hides_the_screen_again() -> None:
    state = key(a_group(), "safe-word")
    first = newest(state).id
    state = answer(state, first, "2", "1")
    assert look_of(state, state.incidents[first]) is not Look.COVERT
    state = key(state, "safe-word", 60)
    state = answer(state, newest(state).id, "2", seconds=61)
    open_ones = [one for one in state.incidents.values() if one.ended is None]
    assert [look_of(state, one) for one in open_ones] == [Look.COVERT]


def test_incidents_of_two_members_run_side_by_side() -> None:
    state, drop = a_drop(a_group("Noor Hale"), "ak")
    state = key(state, "crisis", 10)
    crisis = newest(state).id
    state = answer(state, crisis, "3", seconds=12)
    assert state.incidents[drop].suspended is None
    assert state.incidents[crisis].client == "lb"
    others = incident_view(state, state.incidents[crisis], later(12)).others
    assert [one.id for one in others] == [drop]


def test_a_member_who_is_not_here_is_asked_nothing_more_and_needs_no_note() -> None:
    state = a_group()
    (group,) = state.sessions.values()
    line = next(
        one for one in checks.lines(state, group, NOW) if one.check.id == "member-present" and one.client == "jm"
    )
    tick = checks.answer(state, events.CheckAnswered(line.key, "not here"), NOW)
    assert not isinstance(tick, str), tick
    state = replace(state, ticks={**state.ticks, tick.key: tick})
    assert is_absent(state, group, "jm")
    left = [one.check.id for one in checks.lines(state, group, NOW) if one.client == "jm"]
    assert left == ["member-present"]
    assert [one.client for one in checks.lines(state, group, NOW) if one.check.id == "private"] == ["ak", "lb"]


def test_a_safe_word_that_was_agreed_before_is_not_asked_for_again() -> None:
    state = a_group()
    (group,) = state.sessions.values()
    state = replace(state, clients={**state.clients, "ak": replace(state.clients["ak"], safe_word="blue door")})
    asked = [one.client for one in checks.lines(state, group, NOW) if one.check.id == "group-safe-words"]
    assert asked == ["jm", "lb"]
    line = next(one for one in checks.lines(state, group, NOW) if one.check.id == "group-safe-words")
    tick = checks.answer(state, events.CheckAnswered(line.key, "agreed"), NOW)
    assert not isinstance(tick, str)
    assert tick.state is CheckState.DONE
