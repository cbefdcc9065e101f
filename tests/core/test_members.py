"""A group's members on the day screen: a row each, one looked at alone, and nobody's lines among the whole group's."""

from dataclasses import replace

from console.core.session import co_facilitator
from console.core.state import State
from console.core.view.detail import detail_view, drop_view
from console.core.view.members import member_id, member_of
from data.values.people import Colleague, Role, Safety
from data.values.policy import About, CheckState, Phase
from data.values.session import Session, Tick
from tests.core.build import NOW, a_check, a_client, a_policy, a_route, a_rule, a_session, a_state, a_tick
from widgets.members import table

PRESENT = a_check("present", Phase.START, about=About.PRESENT, per_participant=True, text="Here?")
ALONE = a_check("private", Phase.START, about=About.PRIVACY, per_participant=True, safety=True, text="Alone?")
ROOM = a_check("group-room", Phase.GROUP, text="Waiting room on")
POLICY = a_policy(checks=(PRESENT, ALONE, ROOM))
GROUP = a_session(participants=("ak", "jm"), group=True, title="Tuesday group")


def _state(*ticks: Tick) -> State:
    people = [a_client("ak", initials="A.K.", camera="off"), a_client("jm", initials="J.M.")]
    return a_state(policy=POLICY, clients=people, sessions=[GROUP], ticks=ticks)


def test_each_member_has_a_row_that_tells_who_is_here_and_alone() -> None:
    here = a_tick(PRESENT, session=GROUP, participant="ak")
    view = detail_view(_state(here), GROUP, names=False, now=NOW)
    assert view.members is not None
    assert view.members.columns[:3] == ("here", "alone", "where")
    first, second = view.members.rows
    assert [cell.text for cell in first.cells[:2]] == ["✓", "○"]
    assert [cell.text for cell in second.cells[:2]] == ["○", "○"]
    assert any("camera off" in note.text for note in first.notes)


def test_the_whole_groups_list_holds_no_members_lines_and_a_members_list_only_theirs() -> None:
    state = _state()
    whole = [row.text for group in detail_view(state, GROUP, names=False, now=NOW).groups for row in group.rows]
    alone = detail_view(state, GROUP, names=False, now=NOW, member="jm")
    theirs = [row.text for group in alone.groups for row in group.rows]
    assert whole == ["Waiting room on"]
    assert theirs == ["Back to the whole group", "Here?", "Alone?"]
    assert alone.members is None
    assert alone.who.startswith("J.M.")
    assert "A.K." not in alone.who


def test_a_rows_id_leads_to_the_member_and_back() -> None:
    assert member_of(member_id("s-1", "jm")) == ("s-1", "jm")
    assert member_of(member_id("s-1")) == ("s-1", "")
    assert member_of("session|s-1||present") is None


def test_a_member_who_must_not_be_texted_shows_it_in_their_row_and_their_gate_alone() -> None:
    quiet = a_route(rules={channel: a_rule(Safety.NOT_SAFE) for channel in a_route().rules})
    people = [a_client("ak", initials="A.K.", routes=(quiet,)), a_client("jm", initials="J.M.")]
    state = a_state(policy=POLICY, clients=people, sessions=[GROUP])
    members = detail_view(state, GROUP, names=False, now=NOW).members
    assert members is not None
    assert [note.text for note in members.rows[0].notes] == ["NO CALL", "NO TEXT"]
    assert [note.text for note in members.rows[1].notes] == ["NO TEXT"]
    theirs = " ".join(part.text for row in drop_view(state, GROUP, NOW, member="ak") for part in row)
    assert quiet.value not in theirs
    assert "NO CALL" in theirs


def test_what_does_not_fit_is_left_out_from_the_right() -> None:
    members = detail_view(_state(), GROUP, names=False, now=NOW).members
    assert members is not None
    wide, narrow = table(members, 100)[0], table(members, 40)[0]
    assert "agreed" in wide.left[1].text
    assert narrow.left[1].text.split()[:3] == ["in", "alone", "where"]
    for width in range(20, 100):
        for entry in table(members, width)[1]:
            assert sum(len(run.text.rstrip()) for run in entry.rows[0].left[-1:]) <= width


def test_each_row_has_the_digit_by_which_an_incident_asks_for_the_member() -> None:
    members = detail_view(_state(), GROUP, names=False, now=NOW).members
    assert members is not None
    assert [row.key for row in members.rows] == ["1", "2"]


def test_what_to_know_takes_a_line_of_its_own_where_there_is_no_room_beside_the_marks() -> None:
    members = detail_view(_state(), GROUP, names=False, now=NOW).members
    assert members is not None
    first, second = table(members, 46)[1]
    assert len(first.rows) == len(second.rows) == 2
    told = "".join(run.text for run in first.rows[1].left)
    assert "NO TEXT" in told
    assert "camera off" in told
    assert "terms" in table(members, 46)[0].left[1].text, "every column is there, by a shorter word"


def test_who_leads_the_group_stands_above_it_and_a_break_out_without_a_facilitator_warns() -> None:
    check = a_check("group-break-out", Phase.GROUP, text="A break-out room")
    state = replace(_state(), policy=a_policy(checks=(PRESENT, ALONE, check)))

    def told(session: Session, *ticks: Tick) -> tuple[str, str]:
        having = replace(state, sessions={session.id: session}, ticks={one.key: one for one in ticks})
        (fact,) = detail_view(having, session, names=False, now=NOW).facts
        return fact.text, fact.tone.value

    assert told(GROUP) == ("you lead alone: nobody for a break-out", "attention")
    assert told(replace(GROUP, co_facilitator="Noor Hale")) == ("with Noor Hale", "strong")
    settled = a_tick(check, session=GROUP, answer="ready", detail="Ola Byrne")
    assert told(GROUP, settled) == ("you lead alone; break-out: Ola Byrne", "strong")
    without = a_tick(check, CheckState.ADJUSTED, session=GROUP, answer="none", detail="by phone after")
    assert told(GROUP, without) == ("you lead alone: nobody for a break-out", "attention")


def test_a_member_who_is_not_here_has_no_open_marks() -> None:
    gone = a_tick(PRESENT, CheckState.REFUSED, session=GROUP, participant="jm", answer="not here")
    members = detail_view(_state(gone), GROUP, names=False, now=NOW).members
    assert members is not None
    assert [cell.text for cell in members.rows[1].cells] == ["×"], "nothing else is asked of them"
    assert [note.text for note in members.rows[1].notes] == ["not here"]
    assert members.rows[1].open == 0


def test_the_co_facilitator_of_the_booking_comes_before_the_usual_one() -> None:
    state = _state()
    assert co_facilitator(state, GROUP) == ""
    usual = replace(state.practice, roles={Role.CO_FACILITATOR: Colleague("Noor Hale", "")})
    state = replace(state, practice=usual)
    assert co_facilitator(state, GROUP) == "Noor Hale"
    assert co_facilitator(state, replace(GROUP, co_facilitator="Ola Byrne")) == "Ola Byrne"
    assert co_facilitator(state, replace(GROUP, group=False)) == ""


def test_a_finished_line_of_a_member_counts_as_settled_in_the_row() -> None:
    refused = a_tick(ALONE, CheckState.REFUSED, session=GROUP, participant="jm")
    members = detail_view(_state(refused), GROUP, names=False, now=NOW).members
    assert members is not None
    assert members.rows[1].cells[1].text == "×"
