"""Incidents in the day note, in every form: attempts, drops, lost time, mode changes; and what must never be in it."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from console.core.apply import apply
from console.core.state import State
from console.export.as_csv import as_csv
from console.export.as_json import as_json
from console.export.build import day_note
from console.export.clipboard import client_note
from console.export.day_note import DayNote
from console.export.markdown import markdown
from data.values import facts
from data.values.facts import Fact, Record
from data.values.flow import Flow, Stage, Step, StepKind
from data.values.incident import Attempt, Given, Incident, Passage, StepMark
from data.values.session import LostTime, Mode, SessionState, Side
from data.values.time import Now
from tests.core.build import LONDON, a_client, a_policy, a_session, a_state, at, minutes, now_at

STAGES = {
    name: Stage(name, title, (Step("rejoin", StepKind.DO, "Rejoin the meeting.", "S3 4.4"),))
    for name, title in (("reconnect", "Reconnect"), ("phone", "Phone: you ring"))
}
FLOWS = {"drop": Flow("drop", "Connection dropped", "", (), "reconnect", 6, "S3 4.4", stages=STAGES, hash="h")}
BEGUN = now_at(10, 18, 40)
DROP = Incident("i-1", "drop", "h", "s-1", "ak", BEGUN, BEGUN.utc, "drop.reconnect")


class Day:
    """A day on which things happen, one fact after the other."""

    def __init__(self, *people: str) -> None:
        session = a_session(
            state=SessionState.RUNNING,
            started=now_at(10),
            ends=at(10, 50),
            modes=((at(10), Mode.VIDEO),),
            participants=people or ("ak",),
        )
        clients = (a_client(), a_client("rt", initials="R.T.", name="Ruth Tell", reference="REF-rt"))
        self.state: State = replace(
            a_state(policy=a_policy(checks=()), clients=clients, sessions=(replace(session, group=len(people) > 1),)),
            flows=FLOWS,
        )
        self.records: dict[str, list[Record]] = {}

    def happens(self, when: Now, *new: Fact, client: str = "ak", stream: str = "session:s-1") -> "Day":
        for fact in new:
            record = Record(stream, client, fact, when, when.utc, seq=len(self.records.get(stream, ())))
            self.records.setdefault(stream, []).append(record)
            self.state = apply(self.state, record)
        return self

    def note(self) -> DayNote:
        return day_note(self.state, lambda stream: self.records.get(stream, ()), now_at(17, 30))

    def forms(self) -> tuple[str, ...]:
        note = self.note()
        people = [(one.id, person.id) for one in note.sessions for person in one.people]
        return (markdown(note), as_json(note), as_csv(note), *(client_note(note, *pair) for pair in people))


def tried(number: int, party: str, minute: int, second: int, outcome: str) -> Iterable[tuple[Now, Fact]]:
    begun, over = now_at(10, minute, second), now_at(10, minute + second // 40, (second + 20) % 60)
    attempt = Attempt(f"a-{number}", "ring", party, "ak", "r-1", begun.utc)
    yield begun, facts.AttemptBegan("i-1", attempt)
    yield over, facts.AttemptEnded("i-1", f"a-{number}", outcome, over.utc, "SECRETtyped")


def a_drop() -> Day:
    """A drop at 10:18:40 that goes on by phone, with a number that had to be overridden."""
    day = Day().happens(BEGUN, facts.IncidentBegan(DROP))
    day.happens(
        now_at(10, 18, 45), facts.IncidentGiven("i-1", Given("saw", "frozen", at(10, 18, 45), words="SECRETsaw"))
    )
    day.happens(now_at(10, 18, 50), facts.StepMarked("i-1", StepMark("rejoin", "done", at(10, 18, 50), "SECRETmark")))
    day.happens(now_at(10, 23, 40), facts.StageEntered("i-1", Passage("drop.phone", at(10, 23, 40), "deadline")))
    day.happens(now_at(10, 23, 45), facts.Overridden("i-1", "ak", "r-1", "call", "SECREToverride", at(10, 23, 45)))
    for when, fact in (*tried(1, "client", 23, 50, "no answer"), *tried(2, "client", 27, 10, "client")):
        day.happens(when, fact)
    end = now_at(10, 28)
    return day.happens(
        end,
        facts.IncidentEnded("i-1", "The session went on by phone", "practitioner", end.utc),
        facts.TimeLost("s-1", LostTime(minutes(9), Side.NEITHER, "drop"), end.utc),
        facts.ModeChanged("s-1", Mode.PHONE, end.utc),
    )


def test_a_drop_is_in_the_note_with_its_tries_its_end_and_who_decided() -> None:
    (incident,) = a_drop().note().sessions[0].incidents
    assert (incident.what, incident.began.local, incident.ended and incident.ended.local) == (
        "Drop",
        "10:18:40",
        "10:28:00",
    )
    assert (incident.outcome, incident.decider) == ("The session went on by phone", "practitioner")
    assert [(one.when.local, one.what, one.outcome) for one in incident.attempts] == [
        ("10:23:50", "Call to the client, try 1", "no answer"),
        ("10:27:10", "Call to the client, try 2", "client reached"),
    ]


def test_lost_time_and_the_change_of_mode_are_in_the_course_of_the_session() -> None:
    session = a_drop().note().sessions[0]
    assert session.lost_minutes == 9
    assert "Went on by phone from 10:28:00" in session.course
    assert "9 min lost, on neither side: drop" in session.course


def test_the_timeline_tells_the_drop_second_by_second() -> None:
    lines = [f"{line.local} {line.words}" for line in a_drop().note().sessions[0].timeline]
    assert lines == [
        "10:18:40 Drop began",
        "10:18:45 Seen: frozen picture",
        "10:18:50 Rejoin the meeting: done",
        "10:23:40 Phone: you ring, opened by itself",
        "10:23:50 Call to the client, try 1",
        "10:24:10 Call to the client, try 1: no answer",
        "10:27:10 Call to the client, try 2",
        "10:27:30 Call to the client, try 2: client reached",
        "10:28:00 Drop ended: The session went on by phone",
        "10:28:00 9 min lost, on neither side",
        "10:28:00 Went on by phone",
    ]


def test_every_form_tells_it() -> None:
    text, json_text, csv_text, clip = a_drop().forms()
    assert "### Incidents" in text
    assert "10:18:40 to 10:28:00  Drop: The session went on by phone (decided by: practitioner)" in clip
    assert "    10:23:50  Call to the client, try 1: no answer" in clip
    session = json.loads(json_text)["sessions"][0]
    assert session["incidents"][0]["attempts"][1] == {
        "when": {"utc": "2026-11-21T10:27:10+00:00", "local": "10:27:10"},
        "what": "Call to the client, try 2",
        "outcome": "client reached",
    }
    assert json.loads(json_text)["version"] == 1
    rows = [row[4:8] for row in csv.reader(io.StringIO(csv_text)) if row[4] == "incident"]
    assert rows == [
        ["incident", "Drop", "began", "10:18:40"],
        ["incident", "Call to the client, try 1", "no answer", "10:23:50"],
        ["incident", "Call to the client, try 2", "client reached", "10:27:10"],
        ["incident", "Drop", "The session went on by phone (decided by: practitioner)", "10:28:00"],
    ]


def test_no_override_and_nothing_typed_in_a_flow_is_in_any_form() -> None:
    for text in a_drop().forms():
        assert "SECRET" not in text
        assert "overrid" not in text.lower()
        assert "07700" not in text


def a_covert_drop(stage: str = "covert.wait") -> Day:
    """Somebody came in: the client's line is dropped on purpose."""
    day = Day().happens(BEGUN, facts.IncidentBegan(DROP))
    day.happens(now_at(10, 18, 45), facts.IncidentGiven("i-1", Given("saw", "person", at(10, 18, 45))))
    day.happens(now_at(10, 18, 45), facts.StageEntered("i-1", Passage(stage, at(10, 18, 45), "someone came in")))
    day.happens(now_at(10, 20), facts.IncidentGiven("i-1", Given("signal", "no", at(10, 20))))
    for when, fact in tried(1, "lead", 22, 0, "reached"):
        day.happens(when, fact)
    end = now_at(10, 50)
    return day.happens(
        end,
        facts.IncidentEnded("i-1", "Someone came in; handed to the lead or supervisor", "lead", end.utc),
        facts.TimeLost("s-1", LostTime(minutes(31), Side.CLIENT, "covert"), end.utc),
    )


def test_that_somebody_came_in_is_told_nowhere() -> None:
    for text in a_covert_drop().forms():
        for word in (
            "came in",
            "covert",
            "person",
            "signal",
            "the lead",
            "someone",
            "seen:",
            "noted",
            "a step",
            "answered",
        ):
            assert word not in text.lower()
    (incident,) = a_covert_drop().note().sessions[0].incidents
    assert (incident.what, incident.outcome, incident.decider, incident.attempts) == (
        *("Drop", "The session did not go on", "lead", ()),
    )


@pytest.mark.parametrize("flow", ["covert", "safe-word", "signal"])
def test_of_a_discreet_flow_only_that_there_was_an_incident_is_told(flow: str) -> None:
    day = Day().happens(BEGUN, facts.IncidentBegan(replace(DROP, flow=flow, stage=f"{flow}.wait")))
    for text in day.forms():
        assert flow not in text.lower()
    (incident,) = day.note().sessions[0].incidents
    assert (incident.what, incident.outcome) == ("Incident", "not ended")


def test_an_incident_entered_in_error_is_in_the_timeline_alone() -> None:
    day = Day().happens(BEGUN, facts.IncidentBegan(DROP))
    day.happens(
        now_at(10, 18, 50), facts.IncidentEnded("i-1", "entered in error", "practitioner", at(10, 18, 50), True)
    )
    session = day.note().sessions[0]
    assert session.incidents == ()
    assert [line.words for line in session.timeline] == ["Drop began", "Drop entered in error"]


def test_one_members_drop_is_not_in_another_members_note() -> None:
    day = Day("ak", "rt").happens(BEGUN, facts.IncidentBegan(DROP))
    note = day.note()
    assert "Drop" in client_note(note, "s-1", "ak")
    assert "Drop" not in client_note(note, "s-1", "rt")
    assert "A.K. · 10:18:40" in markdown(note)


def test_an_incident_of_no_session_stands_with_the_day() -> None:
    outside = replace(DROP, session="")
    day = Day().happens(BEGUN, facts.IncidentBegan(outside), stream="day:2026-11-21")
    note = day.note()
    assert [one.what for one in note.incidents] == ["Drop"]
    assert note.sessions[0].incidents == ()
    assert "### Incidents" in markdown(note).partition("## The day")[2]
    assert json.loads(as_json(note))["incidents"][0]["outcome"] == "not ended"
    assert LONDON in note.zone
