"""The timeline of incidents: each fact a plain sentence, and nothing that tells who came in or why it is unsafe."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.core import timeline
from console.core.incident import words
from console.core.incident.lines import _TELL
from data.flows import load_flows
from data.policies import load
from data.values import facts
from data.values.flow import Flow, Look, Stage, Step, StepKind
from data.values.incident import Attempt, Given, Incident, Passage, StepMark
from data.values.people import Channel
from data.values.session import FollowUp, LostTime, Side
from data.values.time import Now
from tests.core.build import LONDON, NOW, at, now_at

SECOND = timedelta(seconds=1)
DROP = Incident("i-1", "drop", "h", "s-1", "ak", NOW, NOW.utc, "drop.reconnect")
FLOWS = {
    "drop": Flow(
        "drop", "Connection dropped", "", (), "reconnect", 6, "S3 4.4",
        stages={
            "reconnect": Stage(
                "reconnect", "Reconnect", steps=(
                    Step("rejoin", StepKind.DO, "Rejoin the meeting.", "S3 4.4"),
                    Step("alone", StepKind.ASK, "Are you alone?", "S3 4.2", fact="alone"),
                )
            ),
            "phone": Stage("phone", "Phone: you ring"),
            "quiet": Stage("quiet", "SECRETtitle", look=Look.COVERT),
        },
    )
}  # fmt: skip


def told(*happened: facts.Fact, incident: Incident = DROP) -> list[str]:
    """The sentences after the one that it began."""
    every = (facts.IncidentBegan(incident), *happened)
    records = [
        facts.Record("session:s-1", "ak", fact, Now(NOW.utc + n * SECOND), NOW.utc + n * SECOND, seq=n)
        for n, fact in enumerate(every)
    ]
    return [line.words for line in timeline.lines(records, LONDON, str, flows=FLOWS)][1:]


def given(fact: str, value: str, by: str = "practitioner") -> facts.IncidentGiven:
    return facts.IncidentGiven("i-1", Given(fact, value, NOW.utc, by, words="SECRETwords"))


def began(number: int = 1, party: str = "client") -> facts.AttemptBegan:
    return facts.AttemptBegan("i-1", Attempt(f"a-{party}-{number}", "ring", party, "ak", "r-1", NOW.utc))


def ended(number: int, outcome: str, party: str = "client") -> facts.AttemptEnded:
    return facts.AttemptEnded("i-1", f"a-{party}-{number}", outcome, NOW.utc, "SECRETwords")


def marked(state: str, step: str = "rejoin") -> facts.StepMarked:
    return facts.StepMarked("i-1", StepMark(step, state, NOW.utc, "SECRETreason"))


def entered(stage: str, why: str = "key") -> facts.StageEntered:
    return facts.StageEntered("i-1", Passage(stage, NOW.utc, why))


SENTENCES: list[tuple[facts.Fact, str]] = [
    (facts.IncidentRetimed("i-1", now_at(10, 17, 31)), "It had begun earlier, at 10:17:31"),
    (given("saw", "frozen"), "Seen: frozen picture"),
    (given("concern", "unsure", "preset"), "Concern: unsure, preset after no answer"),
    (given("back", "yes"), "Client back in the room: yes"),
    (given("services", "yes"), "Emergency services called: yes"),
    (entered("drop.phone", "deadline"), "Phone: you ring, opened by itself"),
    (entered("drop.not-known"), "Not known"),
    (marked("done"), "Rejoin the meeting: done"),
    (marked("copied", "tell"), "Tell: text copied"),
    (marked("skipped", "ring-contact"), "Ring contact: skipped, with a reason"),
    (marked("not possible", "ring-contact"), "Ring contact, not possible: unsafe"),
    (began(), "Call to the client, try 1"),
    (began(1, "emergency contact"), "Call to an emergency contact, try 1"),
    (facts.ClientChosen("i-1", "ak", "s-1"), "Said whom it is about"),
    (facts.IncidentSuspended("i-1", NOW.utc), "Set aside for something more urgent"),
    (facts.IncidentSuspended("i-1", None), "Taken up again"),
    (
        facts.IncidentEnded("i-1", "The session went on by phone", "practitioner", NOW.utc),
        "Drop ended: The session went on by phone",
    ),
    (facts.IncidentEnded("i-1", "error", "practitioner", NOW.utc, error=True), "Drop entered in error"),
    (
        facts.TimeLost("s-1", LostTime(timedelta(minutes=3), Side.CLIENT, "drop"), NOW.utc),
        "3 min lost, on the client's side",
    ),
    (facts.ContentEnded("s-1", NOW.utc), "The session's content ended"),
    (
        facts.Overridden("i-1", "ak", "r-1", "text", "SECRETreason", NOW.utc),
        "A contact rule was overridden",
    ),
]


@pytest.mark.parametrize(("fact", "sentence"), SENTENCES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fact_of_an_incident_is_one_plain_sentence(fact: facts.Fact, sentence: str) -> None:
    assert told(fact) == [sentence]


def test_every_fact_of_an_incident_is_tried_here() -> None:
    tried = {type(fact) for fact, _ in SENTENCES} | {facts.IncidentBegan, facts.AttemptEnded}
    assert tried == set(_TELL)


def test_tries_are_counted_for_each_party_and_end_with_what_came_of_them() -> None:
    lines = told(
        began(1),
        ended(1, "voicemail"),
        began(2),
        ended(2, "client"),
        began(1, "emergency contact"),
        ended(1, "will check", "emergency contact"),
    )
    assert lines == [
        "Call to the client, try 1",
        "Call to the client, try 1: voicemail",
        "Call to the client, try 2",
        "Call to the client, try 2: client reached",
        "Call to an emergency contact, try 1",
        "Call to an emergency contact, try 1: will check and ring back",
    ]


def test_a_second_and_a_third_drop_are_named_as_such() -> None:
    for number, name in ((1, "Drop began"), (2, "Second drop began"), (3, "Third drop began"), (7, "7th drop began")):
        record = facts.Record("session:s-1", "ak", facts.IncidentBegan(replace(DROP, drop=number)), NOW, NOW.utc)
        (line,) = timeline.lines([record], LONDON, str)
        assert line.words == name


@pytest.mark.parametrize("where", ["covert.wait", "drop.quiet"])
def test_what_happens_in_a_covert_stage_and_what_led_to_it_has_no_line(where: str) -> None:
    lines = told(
        given("saw", "person"), given("signal", "unasked"), entered(where, "covert"), given("signal", "no"),
        marked("done"), began(1, "lead"), ended(1, "reached", "lead"),
        facts.IncidentEnded("i-1", "SECRET: someone came in", "practitioner", at(10, 50)),
    )  # fmt: skip
    assert lines == ["Drop ended: The session did not go on"]


def test_a_hidden_drop_that_a_crisis_took_in_ends_in_the_words_of_any_other() -> None:
    end = facts.IncidentEnded("i-1", words.TAKEN_IN, "practitioner", at(10, 50))
    plain = told(entered("drop.phone", "key"), end)
    assert told(entered("covert.wait", "covert"), end) == plain[-1:]
    assert told(entered("drop.quiet", "covert"), end) == plain[-1:]


def test_who_is_not_alone_when_they_are_back_is_not_told() -> None:
    assert told(entered("drop.phone"), given("alone", "no")) == ["Phone: you ring"]


@pytest.mark.parametrize("outcome", ["with-lead", "lead-owed", "services-called"])
def test_a_covert_drop_ends_in_the_words_of_any_drop(outcome: str) -> None:
    flows = load_flows(load("standard"))
    text = flows["covert"].outcomes[outcome].text
    ended_in_covert = replace(DROP, stage="covert.lead")
    assert words.outcome_words(ended_in_covert, text, flows) == flows["emergency"].outcomes[outcome].text


@pytest.mark.parametrize("flow", ["covert", "safe-word", "signal"])
def test_of_a_discreet_flow_only_that_there_was_an_incident_is_told(flow: str) -> None:
    incident = replace(DROP, flow=flow, stage=f"{flow}.wait")
    lines = told(
        given("danger", "yes"), entered("emergency.services"), began(1, "lead"),
        facts.IncidentEnded("i-1", "SECRET", "lead", NOW.utc), incident=incident,
    )  # fmt: skip
    assert lines == ["Incident ended"]


@pytest.mark.parametrize(("flow", "told_how"), [("disclosure", ""), ("drop", " (Dana: the stepfather)")])
def test_how_it_was_settled_what_a_discreet_flow_left_owed_is_not_told(flow: str, told_how: str) -> None:
    owed = FollowUp("i-1-lead-told", "lead-told", "Tell the lead", NOW.utc, "ak", "s-1")
    settled = replace(owed, done=NOW.utc, outcome="Dana: the stepfather")
    lines = told(facts.FollowUpSaved(settled), incident=replace(DROP, flow=flow))
    assert lines == [f"Settled: Tell the lead{told_how}"]


def test_how_it_was_settled_is_not_told_on_another_day_either() -> None:
    """The day's stream does not know of the incident any more; the id of what is owed does."""
    owed = FollowUp("day-signal-1-lead", "lead", "Tell the lead", NOW.utc, "ak", done=NOW.utc, outcome="the stepfather")
    records = [
        facts.Record("day:2026-11-22", "ak", facts.FollowUpSaved(replace(owed, id=name)), NOW, NOW.utc, seq=n)
        for n, name in enumerate(("day-signal-1-lead", "day-drop-1-lead"))
    ]
    flows = {**FLOWS, "signal": replace(FLOWS["drop"], id="signal", discreet=True)}
    lines = [one.words for one in timeline.lines(records, LONDON, str, flows=flows)]
    assert lines == ["Settled: Tell the lead", "Settled: Tell the lead (the stepfather)"]


def test_where_somebody_went_is_told_only_once_it_is_known_who_it_is() -> None:
    """Until then it stands in the note of every member of a group."""
    moved = facts.IncidentGiven("i-1", Given("same_place", "no", NOW.utc, words="14 Elm Road"))
    lines = told(moved, facts.ClientChosen("i-1", "ak", "s-1"), moved, incident=replace(DROP, client=""))
    assert lines == ["Same place: no", "Said whom it is about", "Same place: no, 14 Elm Road"]


def test_nothing_that_was_typed_is_in_any_sentence() -> None:
    facts_with_words = [given(fact, "yes") for fact in ("concern", "danger", "told", "nobody-knows", "alone")]
    texts = told(*facts_with_words, *(fact for fact, _ in SENTENCES), began(), ended(1, "someone else"))
    assert not [text for text in texts if "SECRET" in text]


def test_a_fact_of_an_incident_that_is_not_known_tells_nothing() -> None:
    alone = (given("concern", "yes"), facts.StageEntered("i-1", Passage("drop.phone", NOW.utc, "key", "SECRETwords")))
    lost = [facts.Record("session:s-1", "ak", fact, NOW, NOW.utc) for fact in alone]
    assert timeline.lines(lost, LONDON, str, flows=FLOWS) == ()


def test_how_an_appointment_was_agreed_is_told() -> None:
    assert told(facts.AgreedBy("s-1", Channel.EMAIL.value, NOW.utc)) == ["Agreed by e-mail"]


def test_an_answer_to_a_question_is_told_once() -> None:
    assert told(given("alone", "yes"), marked("done", "alone"), marked("done")) == ["Alone: yes", SENTENCES[7][1]]
