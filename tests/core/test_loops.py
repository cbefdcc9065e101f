"""What an incident leaves owed: made once, closed only by a person, first of what is owed, tomorrow too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core import alarms, day, events
from console.core.flow.loops import close_loop
from console.core.flow.read_past import past_time
from console.core.flow.run import Run
from console.core.rebuild import state_from
from console.core.step import step
from console.core.steps.watch import beat
from console.core.view.owed import owed_rows
from data.values import facts
from data.values.flow import Amount, Anchor, Exit, Flow, FlowAnswer, Outcome, Owed, Stage, Step, StepKind
from data.values.kept import Kept
from data.values.session import DayRecord, FollowUp, SessionState
from tests.core.build import LONDON, TODAY, at
from tests.core.incident_build import Drop, a_day, later


def asks(id_: str, fact: str, *answers: tuple[str, str, str], **more: str) -> Step:
    """A question with its answers: (key, value, what it asks)."""
    told = tuple(FlowAnswer(key, value, value, ask) for key, value, ask in answers)
    return Step(id_, StepKind.ASK, f"{fact}?", "S0", fact=fact, answers=told, **more)  # type: ignore[arg-type]


RECORD = Stage(
    "record",
    "Record it",
    steps=(
        asks("risk", "high_risk", ("3", "yes", "Who?"), ("4", "no", "")),
        asks("seen", "discovered", ("t", "yes", "When?")),
    ),
    exits=(Exit("report", "g", "report it", "report", "S0"),),
)
REPORT = Stage(
    "report",
    "Report it",
    owes=(
        Owed("management", "Report to management", "S0"),
        Owed("regulator", "Has the regulator to be told?", "S0", Amount(policy="breach_limit"), Anchor.DISCOVERED),
        Owed("people", "Tell those in danger", "S0", when={"high_risk": ("yes",)}),
    ),
    steps=(asks("told", "reported", ("1", "yes", "To whom?"), ("2", "no", ""), closes="management"),),
    exits=(
        Exit("people", "t", "tell them", "people", "S0", when={"high_risk": ("yes",)}),
        Exit("back", "b", "back", "before", "S0"),
        Exit("logged", "l", "logged", "logged", "S0"),
    ),
)
PEOPLE = Stage(
    "people", "Tell those in danger", exits=(Exit("told", "g", "told", "report", "S0", ask="Who?", closes="people"),)
)
TRIAL = Flow(
    "breach", "Security breach", "Use when tried.", (), "record", 9, "S0",
    stages={one.id: one for one in (RECORD, REPORT, PEOPLE)},
    outcomes={"logged": Outcome("logged", "Logged", "practitioner", "S0")},
)  # fmt: skip


def a_trial() -> Drop:
    """A breach by a flow of the test's own, at its start."""
    day = a_day()
    return Drop(replace(day, flows={**day.flows, "breach": TRIAL}), key="breach")


def a_breach() -> Drop:
    """The same, at the report."""
    drop = a_trial()
    drop.press("g", 2)
    assert drop.stage == "breach.report"
    return drop


def owed(drop: Drop) -> dict[str, FollowUp]:
    """What is open, by its kind."""
    return {one.kind: one for one in drop.state.follow_ups.values() if one.done is None}


def test_a_stage_makes_its_loops_once_and_only_where_their_guard_holds() -> None:
    drop = a_breach()
    assert owed(drop).keys() == {"management", "regulator"}
    drop.wait(60)
    drop.press("b", 61)
    drop.press("g", 62)
    assert len([one for one in drop.facts if isinstance(one, facts.FollowUpSaved)]) == 2


def test_a_loop_whose_guard_comes_to_hold_is_made_then() -> None:
    drop = a_trial()
    drop.press("3", 2, "the client's sister")
    drop.press("g", 3)
    assert "people" in owed(drop)


def test_the_limit_counts_from_the_discovery_and_moves_with_what_is_said_of_it() -> None:
    drop = a_breach()
    assert owed(drop)["regulator"].due == later(0).utc + timedelta(hours=72)
    drop.press("b", 10)
    drop.press("t", 12, "yesterday 17:30")
    assert owed(drop)["regulator"].due == at(17, 30) - timedelta(days=1) + timedelta(hours=72)
    assert any(one.kind == "breach" for one in alarms.alarms(drop.state, later(12)))


def test_time_alone_closes_nothing_and_words_close_what_they_are_asked_for() -> None:
    drop = a_breach()
    drop.wait(3600 * 30)
    assert owed(drop).keys() == {"management", "regulator"}
    drop.press("2", 3600 * 30, "an answer that asks for no words closes by none")
    assert "management" in owed(drop)
    drop.press("1", 3600 * 30 + 1, "Dana Fox, 16:00")
    assert "management" not in owed(drop)
    (closed,) = [one for one in drop.state.follow_ups.values() if one.kind == "management"]
    assert closed.outcome == "Dana Fox, 16:00"


def test_what_was_closed_before_it_was_owed_is_kept_with_how() -> None:
    drop = a_trial()
    run = Run(drop.state, drop.incident.id, later(3))
    close_loop(run, "management", "Dana, at once")
    (kept,) = run.state.follow_ups.values()
    assert (kept.kind, kept.outcome, kept.done) == ("management", "Dana, at once", later(3).utc)


def test_an_exit_that_asks_needs_words_and_keeps_them_with_the_stage_and_the_loop() -> None:
    drop = a_trial()
    drop.press("3", 2, "the client's sister")
    drop.press("g", 3)
    drop.press("t", 4)
    assert drop.stage == "breach.people"
    assert drop.means()["g"].needs
    drop.press("g", 5)
    assert drop.stage == "breach.people"
    drop.press("g", 6, "A.K., 16:10, by phone")
    assert drop.incident.path[-1].words == "A.K., 16:10, by phone"
    assert "people" not in owed(drop)


def test_an_incident_in_error_takes_its_own_back_and_nobody_elses() -> None:
    drop = a_breach()
    other = FollowUp("f-1", "call back", "Ring the bank", later(0).utc)
    drop.state = replace(drop.state, follow_ups={**drop.state.follow_ups, "f-1": other})
    drop.press("x", 20)
    assert owed(drop) == {"call back": other}
    assert all(one.outcome == "entered in error" for one in drop.state.follow_ups.values() if one.done)


def test_open_incidents_and_loops_are_first_of_what_is_owed_and_keep_the_day_from_closing_clean() -> None:
    drop = a_breach()
    earlier = FollowUp("f-1", "call back", "Ring the bank", later(0).utc, due=at(9))
    drop.state = replace(drop.state, follow_ups={"f-1": earlier, **drop.state.follow_ups})
    rows = [row.text for row in owed_rows(drop.state, later(30))]
    assert rows[0].startswith("Security breach")
    assert "management" in rows[2] or "management" in rows[1]
    assert rows.index("Ring the bank") > 2
    kinds = [one.kind for one in day.unresolved(drop.state, later(30))]
    assert kinds[:3] == ["incident", "loop", "loop"]


def test_tomorrow_they_are_there_and_first_though_the_incident_has_ended() -> None:
    drop = a_breach()
    drop.press("l", 30)
    still = tuple(one for one in drop.state.follow_ups.values() if one.done is None)
    tomorrow = state_from(
        Kept(follow_ups=still), drop.state.policy, TODAY + timedelta(days=1), flows=drop.state.flows
    )  # fmt: skip
    assert {row.text for row in owed_rows(tomorrow, later(3600 * 20))[:2]} == {
        one.text for one in still if one.kind in {"management", "regulator"}
    }


def test_what_the_last_day_left_stands_once_and_is_gone_once_it_is_settled() -> None:
    ring, post = (
        FollowUp(name, "call back", f"{name.capitalize()} the bank", later(0).utc) for name in ("ring", "post")
    )
    last = DayRecord(TODAY - timedelta(days=1), how="open items", open_items=(ring.text, post.text, "Rooms closed"))
    state = replace(a_day(), days={last.day: last}, follow_ups={"ring": ring, "post": post})
    rows = owed_rows(state, later(0))
    assert [(row.id, row.due) for row in rows[:2]] == [("ring", "from last time"), ("post", "from last time")]
    settled = replace(state, follow_ups={"ring": replace(ring, done=later(5).utc), "post": post})
    assert [row.text for row in owed_rows(settled, later(9))] == [post.text, "Rooms closed"]


def test_an_open_incident_is_loaded_on_the_next_day_and_goes_on() -> None:
    drop = a_breach()
    kept = Kept(incidents=(drop.incident,), sessions=tuple(drop.state.sessions.values()))
    loaded = events.DayLoaded(TODAY + timedelta(days=1), kept)
    drop.state = replace(drop.state, sessions={one.id: replace(one, state=SessionState.ENDED) for one in kept.sessions})
    drop.send(loaded, 3600 * 15)
    assert drop.state.today == TODAY + timedelta(days=1)
    drop.press("2", 3600 * 15 + 5)
    assert drop.incident.given[-1].fact == "reported"
    assert beat(drop.state, events.Beat(), later(3600 * 16)).state.incidents


def test_it_becomes_known_whom_it_is_about_and_so_is_what_it_owes() -> None:
    drop = a_trial()
    unknown = replace(drop.incident, client="", session="")
    drop.state = replace(drop.state, incidents={unknown.id: unknown})
    drop.press("g", 1)
    assert {one.client for one in owed(drop).values()} == {""}
    drop.send(events.IncidentFor(unknown.id, "ak"), 10)
    assert {one.client for one in owed(drop).values()} == {"ak"}


# --- when it was ------------------------------------------------------------------------------------------------------
NOW = at(10, 18)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("09:10", at(9, 10)),
        ("9.10", at(9, 10)),
        ("17:30", at(17, 30) - timedelta(days=1)),
        ("20 Nov 17:30", at(17, 30) - timedelta(days=1)),
        ("17:30 on 20 November", at(17, 30) - timedelta(days=1)),
        ("20/11/2026 17:30", at(17, 30) - timedelta(days=1)),
        ("yesterday", at(0) - timedelta(days=1)),
        ("Thursday, 08:00", at(8) - timedelta(days=2)),
        ("today at 09:00", at(9)),
        ("24 Dec 10:00", at(10).replace(year=2025, month=12, day=24)),
        ("tomorrow", None),
        ("31/02/2026 10:00", None),
        ("a while ago", None),
        ("", None),
        ("22 November 2026 09:00", None),
    ],
)
def test_a_time_that_has_passed_is_read_and_what_is_none_is_none(words: str, meant: object) -> None:
    assert past_time(words, NOW, LONDON) == meant


@pytest.mark.parametrize("words", ["01/01/0001", "31/12/9999 23:59", "1 Jan 0001 00:10", "1 Jan 0000"])
@pytest.mark.parametrize("zone", [LONDON, "Asia/Tokyo", "America/New_York"])
def test_a_date_at_the_edge_of_the_calendar_is_no_time_in_any_zone(words: str, zone: str) -> None:
    assert past_time(words, NOW, zone) is None


def test_what_an_incident_left_open_is_not_closed_from_the_day_without_words() -> None:
    drop = a_breach()
    loop = owed(drop)["management"]
    closed = replace(loop, done=later(70).utc)
    silent = step(drop.state, events.FollowUpEntered(closed), later(70))
    assert not silent.records
    assert silent.state.said is not None
    assert silent.state.said.refused
    told = step(drop.state, events.FollowUpEntered(replace(closed, outcome="Ola Byrne, 10:30")), later(70))
    assert told.state.follow_ups[loop.id].done is not None
    plain = FollowUp("f", "call", "Ring back", later(0).utc, done=later(70).utc)
    assert step(drop.state, events.FollowUpEntered(plain), later(70)).records
