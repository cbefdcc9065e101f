"""Answers to checks: every rule of PRODUCT section 3, over every combination of line and event that is finite."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.checklist.checks import SETTLED, answer, close_refusal, find, start_refusal
from console.core.checklist.seen import freeze
from console.core.events import CheckAnswered
from console.core.state import State
from data.values.people import Consent, ConsentKind, RecordingConsent
from data.values.policy import About, Answer, Check, CheckState, Condition, Phase, Policy, Recording, Scope, Sees
from data.values.session import LIVE, SIDE_EXITS, MeetingLink, Mode, Session, SessionState, Tick, TickKey
from tests.core.build import (
    EMERGENCY,
    HEADPHONES,
    NOW,
    PRIVATE,
    RULES,
    TODAY,
    WHERE,
    a_check,
    a_client,
    a_policy,
    a_session,
    a_state,
    a_tick,
    key_of,
)

CHILD = date(2012, 3, 1)
MOTHER = Consent(ConsentKind.GUARDIAN, "mother", date(2026, 11, 3), "signed form")
OWN = Consent(ConsentKind.OWN, "herself", date(2026, 11, 3), "16, competent")

CHOICE = a_check("choice", answers=(Answer("yes"), Answer("partly", CheckState.ADJUSTED, "How?")))
SAID = a_check("said", safety=True)
RECORDING = a_check("recording-off", text="Recording is off", about=About.RECORDING, when=(Condition.REMOTE,))
RECORDING_ASKED = replace(RECORDING, id="recording", answers=(Answer("off"), Answer("on"), Answer("not on, off")))
PLATFORM = a_check("platform", text="On an approved platform", about=About.PLATFORM, sees=Sees.PLATFORM)
IN_DATE = a_check("in-date", sees=Sees.POLICY_IN_DATE)
CONSENT = a_check(
    "guardian-consent",
    text="Consent: who, when, how seen?",
    about=About.CONSENT,
    scope=Scope.CLIENT,
    per_participant=True,
    safety=True,
    when=(Condition.CHILD,),
    answers=(
        Answer("guardian", ask="Who, when, and how you saw it"),
        Answer("their own", ask="Basis"),
        Answer("refused", CheckState.REFUSED, "By whom"),
    ),
)
IDENTITY = a_check(
    "identity",
    Phase.START,
    about=About.IDENTITY,
    scope=Scope.CLIENT,
    per_participant=True,
    safety=True,
    when=(Condition.FIRST_SESSION,),
    answers=(Answer("name and date of birth"), Answer("refused", CheckState.REFUSED)),
)
GUARDED = (PRIVATE, WHERE, EMERGENCY, RULES)
ALL = (HEADPHONES, CHOICE, SAID, *GUARDED, RECORDING, RECORDING_ASKED, PLATFORM, IN_DATE, CONSENT, IDENTITY)
OVERDUE = a_policy(checks=ALL, review=date(2026, 10, 12))
SESSION = a_session(platform="Skype", first=True)


def at_work(policy: Policy = OVERDUE, session: Session = SESSION, *ticks: Tick, **client: Any) -> State:
    return a_state(policy=policy, clients=[a_client(**client)], sessions=[session], ticks=ticks)


def press(day: State, check: Check, **event: Any) -> Tick | str:
    return answer(day, CheckAnswered(key_of(check, SESSION), **event), NOW)


def ticked(found: Tick | str) -> Tick:
    assert isinstance(found, Tick), found
    return found


def refused(found: Tick | str) -> str:
    assert isinstance(found, str), found
    return found


# --- every line, every event ------------------------------------------------------------------------------------------
WORDS = ("", "yes", "partly", "alone", "at", "same", "updated", "rearranged", "refused", "guardian", "their own", "on")
EVENTS = list(
    product((None, *CheckState), (*WORDS, "off", "no such word"), ("", "..", "14 Elm Road"), ("", " . ", "why"))
)
STATES = {
    "open": at_work(),
    "private": at_work(OVERDUE, SESSION, a_tick(PRIVATE)),
    "child": at_work(OVERDUE, SESSION, a_tick(PRIVATE), born=CHILD),
    "in order": at_work(a_policy(checks=ALL), replace(SESSION, platform="Teams"), a_tick(PRIVATE), born=CHILD),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_no_event_walks_past_a_guard(check: Check, name: str) -> None:
    state = STATES[name]
    line = find(state, key_of(check, SESSION), NOW)
    for wanted, word, detail, reason in EVENTS:
        event = CheckAnswered(key_of(check, SESSION), word, detail, wanted, reason)
        found = answer(state, event, NOW)
        if isinstance(found, str):
            assert found
            assert "\n" not in found
            continue
        assert line is not None
        given = found.state
        assert (found.key, found.text, found.source, found.about) == (line.key, check.text, check.source, check.about)
        assert (found.by, found.at) == ("practitioner", NOW.utc)
        if given is CheckState.OPEN:
            assert line.tick is not None
            continue
        assert not line.waits
        if given is CheckState.OVERRIDDEN:
            assert reason == "why"
        if check.about in {one.about for one in GUARDED}:
            assert given not in {CheckState.DEFERRED, CheckState.NOT_APPLICABLE}
        if check.safety:
            assert given is not CheckState.DEFERRED
            assert word or detail or wanted is not None
        if check.about is About.RECORDING:
            assert given is not CheckState.OVERRIDDEN
            assert (found.answer, found.detail, found.reason) in {("off", "", ""), ("", "", "")}
        if check.sees is not None and name != "in order":
            assert given not in SETTLED
        if check.about is About.CONSENT:
            assert given not in {CheckState.OVERRIDDEN, CheckState.NOT_APPLICABLE}


@given(
    key=st.builds(
        TickKey, st.sampled_from(Scope), st.sampled_from(["s-1", "ak", "", "practice"]), st.text(), st.text()
    ),
    word=st.text(),
    detail=st.text(),
    reason=st.text(),
    wanted=st.none() | st.sampled_from(CheckState),
)
def test_an_unknown_line_is_refused_in_words(
    key: TickKey, word: str, detail: str, reason: str, wanted: CheckState | None
) -> None:
    refused(answer(at_work(), CheckAnswered(key, word, detail, wanted, reason), NOW))


@given(
    check=st.sampled_from(ALL),
    word=st.text() | st.sampled_from(WORDS),
    detail=st.text(),
    reason=st.text(),
    wanted=st.none() | st.sampled_from(CheckState),
)
def test_nothing_typed_ever_records_that_recording_is_on_in_a_never_policy(
    check: Check, word: str, detail: str, reason: str, wanted: CheckState | None
) -> None:
    for day in STATES.values():
        found = answer(day, CheckAnswered(key_of(check, SESSION), word, detail, wanted, reason), NOW)
        if isinstance(found, Tick) and found.about is About.RECORDING:
            assert found.answer in {"", "off"}
            assert found.detail == found.reason == ""
            assert found.state is not CheckState.OVERRIDDEN


# --- rule 1: values, and no bare Enter --------------------------------------------------------------------------------
def test_a_plain_line_is_ticked_by_a_bare_enter() -> None:
    assert ticked(press(at_work(), HEADPHONES)).state is CheckState.DONE


@pytest.mark.parametrize("check", [*GUARDED, SAID, CHOICE], ids=lambda check: check.id)
def test_a_bare_enter_settles_no_line_that_asks_for_a_value(check: Check) -> None:
    refused(press(STATES["private"], check))
    refused(press(STATES["private"], check, state=CheckState.DONE))


def test_a_line_about_safety_without_answers_is_answered_in_words() -> None:
    assert ticked(press(at_work(), SAID, detail=" she said yes ")).detail == "she said yes"


def test_an_answer_gives_its_state_and_asks_for_its_words() -> None:
    state = at_work()
    assert refused(press(state, CHOICE, answer="partly")) == "Type it too: How?"
    tick = ticked(press(state, CHOICE, answer=" Partly ", detail="by half"))
    assert (tick.state, tick.answer, tick.detail) == (CheckState.ADJUSTED, "partly", "by half")


@pytest.mark.parametrize("check", [EMERGENCY, RULES], ids=lambda check: check.id)
def test_an_answer_that_tells_something_new_never_confirms_the_old(check: Check) -> None:
    loose = replace(check, answers=(Answer("same"), Answer("changed", CheckState.DONE, "What is right now?")))
    state = at_work(a_policy(checks=(loose,)))
    assert ticked(press(state, loose, answer="same")).state is CheckState.DONE
    assert ticked(press(state, loose, answer="changed", detail="another number")).state is CheckState.ADJUSTED


def test_an_unknown_word_is_refused_with_the_words_there_are() -> None:
    assert refused(press(at_work(), CHOICE, answer="maybe")) == "Choose one of: yes, partly."
    refused(press(at_work(), HEADPHONES, answer="maybe"))


def test_a_state_that_the_answer_does_not_lead_to_is_refused() -> None:
    refused(press(at_work(), CHOICE, answer="yes", state=CheckState.REFUSED))
    refused(press(at_work(), HEADPHONES, state=CheckState.ADJUSTED))


# --- rule 2: put off, overridden, privacy first -----------------------------------------------------------------------
@pytest.mark.parametrize("check", GUARDED, ids=lambda check: check.id)
@pytest.mark.parametrize("wanted", [CheckState.DEFERRED, CheckState.NOT_APPLICABLE])
def test_privacy_place_contact_and_rules_are_never_put_off(check: Check, wanted: CheckState) -> None:
    refused(press(STATES["private"], check, state=wanted, reason="later"))


@pytest.mark.parametrize("check", GUARDED, ids=lambda check: check.id)
def test_what_these_four_are_about_guards_them_even_where_a_policy_does_not_call_them_safety(check: Check) -> None:
    plain = replace(check, safety=False, answers=())
    state = at_work(a_policy(checks=(plain,)))
    refused(press(state, plain))
    refused(press(state, plain, state=CheckState.DEFERRED))
    refused(press(state, plain, state=CheckState.NOT_APPLICABLE))
    assert ticked(press(state, plain, detail="14 Elm Road")).state is CheckState.DONE


def test_other_lines_about_safety_are_not_put_off_either() -> None:
    refused(press(at_work(), SAID, state=CheckState.DEFERRED))


def test_other_lines_may_be_put_off() -> None:
    assert ticked(press(at_work(), HEADPHONES, state=CheckState.DEFERRED)).state is CheckState.DEFERRED


@pytest.mark.parametrize("check", GUARDED, ids=lambda check: check.id)
def test_an_override_takes_a_typed_reason(check: Check) -> None:
    for reason in ("", "  ", "..."):
        refused(press(STATES["private"], check, state=CheckState.OVERRIDDEN, reason=reason))
    tick = ticked(press(STATES["private"], check, state=CheckState.OVERRIDDEN, reason=" in distress "))
    assert (tick.state, tick.reason) == (CheckState.OVERRIDDEN, "in distress")


@pytest.mark.parametrize("check", [WHERE, EMERGENCY, RULES, IDENTITY], ids=lambda check: check.id)
def test_while_it_is_not_private_the_others_wait(check: Check) -> None:
    word = check.answers[0].say
    assert refused(press(at_work(), check, answer=word, detail="x")).startswith("Privacy comes first")
    for settled in (CheckState.DONE, CheckState.ADJUSTED, CheckState.OVERRIDDEN):
        private = at_work(OVERDUE, SESSION, a_tick(PRIVATE, settled, reason="r"))
        assert ticked(press(private, check, answer=word, detail="x")).state is CheckState.DONE
    for unsettled in (CheckState.OPEN, CheckState.REFUSED):
        refused(press(at_work(OVERDUE, SESSION, a_tick(PRIVATE, unsettled)), check, answer=word, detail="x"))
    moved = a_tick(PRIVATE, CheckState.ADJUSTED, answer="rearranged", detail="to Monday")
    refused(press(at_work(OVERDUE, SESSION, moved), check, answer=word, detail="x"))


def test_one_members_privacy_holds_up_nobody_else() -> None:
    group = a_session(participants=("ak", "jm"), group=True)
    state = a_state(
        clients=[a_client(), a_client("jm")],
        sessions=[group],
        ticks=[a_tick(PRIVATE, session=group, participant="jm")],
    )
    for who, lets in (("jm", True), ("ak", False)):
        found = answer(state, CheckAnswered(key_of(RULES, group, who), "still right"), NOW)
        assert isinstance(found, Tick) is lets


def test_an_answer_can_be_taken_back_and_only_a_persons() -> None:
    state = at_work(OVERDUE, SESSION, a_tick(HEADPHONES))
    back = ticked(press(state, HEADPHONES, state=CheckState.OPEN))
    assert (back.state, back.answer, back.reason) == (CheckState.OPEN, "", "")
    refused(press(at_work(), HEADPHONES, state=CheckState.OPEN))
    begun = replace(SESSION, platform="Teams", state=SessionState.RUNNING, started=NOW, policy_hash=OVERDUE.hash)
    seen = {tick.key: tick for tick in freeze(at_work(), SESSION, NOW)}
    running = replace(at_work(OVERDUE, begun), ticks=seen)
    assert refused(press(running, IN_DATE, state=CheckState.OPEN)).startswith("The console saw this itself")


# --- rule 3: what the console sees ------------------------------------------------------------------------------------
def test_what_the_console_sees_to_fail_only_a_person_overrides() -> None:
    assert refused(press(at_work(), IN_DATE)).startswith("The console sees otherwise (review overdue 40 d)")
    refused(press(at_work(), IN_DATE, state=CheckState.NOT_APPLICABLE))
    tick = ticked(press(at_work(), IN_DATE, state=CheckState.OVERRIDDEN, reason="new one is in print"))
    assert (tick.by, tick.answer) == ("practitioner", "review overdue 40 d")


def test_what_the_console_sees_to_fail_does_not_gag_a_persons_own_answer() -> None:
    where = replace(WHERE, sees=Sees.LOCATION_AGE)
    state = at_work(a_policy(checks=(where,)))
    assert ticked(press(state, where, answer="at", detail="14 Elm Road")).state is CheckState.DONE


# --- rule 4: consent, identity, platform, recording -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("born", "consent", "own", "starts"),
    [
        (date(1990, 1, 1), None, True, True),
        (None, None, True, True),
        (CHILD, None, True, False),
        (CHILD, None, False, False),
        (CHILD, MOTHER, False, True),
        (CHILD, OWN, True, True),
        (CHILD, OWN, False, False),
    ],
)
def test_a_child_without_recorded_consent_cannot_reach_running(
    born: date | None, consent: Consent | None, own: bool, starts: bool
) -> None:
    policy = a_policy(checks=ALL, own_consent=own)
    session = a_session()
    state = at_work(policy, session, born=born, consent=consent)
    assert (start_refusal(state, session, NOW) == "") is starts


@pytest.mark.parametrize(
    ("word", "detail", "own", "starts"),
    [
        ("guardian", "mother, 3 Nov, signed form", False, True),
        ("guardian", "mother; 3 Nov; signed form", True, True),
        ("guardian", "ok", True, False),
        ("guardian", "mother, 3 Nov", True, False),
        ("their own", "sixteen, understands", True, True),
        ("their own", "sixteen, today, competent", False, False),
        ("refused", "the mother, today, by phone", True, False),
    ],
)
def test_a_consent_typed_into_its_line_is_recorded_only_with_who_when_and_how(
    word: str, detail: str, own: bool, starts: bool
) -> None:
    policy, session = a_policy(checks=ALL, own_consent=own), a_session()
    state = at_work(policy, session, born=CHILD)
    found = press(state, CONSENT, answer=word, detail=detail)
    ticks = {found.key: found} if isinstance(found, Tick) else {}
    assert (start_refusal(replace(state, ticks=ticks), session, NOW) == "") is starts


def test_where_only_a_guardian_may_consent_their_own_is_refused_and_counts_for_nothing() -> None:
    policy, session = a_policy(checks=ALL, own_consent=False), a_session()
    state = at_work(policy, session, born=CHILD)
    assert refused(press(state, CONSENT, answer="their own", detail="16, today, competent")).startswith("This policy")
    forced = a_tick(CONSENT, answer="their own", detail="16, today, competent")
    assert start_refusal(at_work(policy, session, forced, born=CHILD), session, NOW)


def test_a_consent_is_recorded_by_a_person() -> None:
    session = a_session()
    forced = a_tick(CONSENT, answer="passes", detail="guardian, 3 Nov, form", by="console")
    assert start_refusal(at_work(a_policy(checks=ALL), session, forced, born=CHILD), session, NOW)


def test_what_was_typed_into_the_line_is_seen_as_recorded() -> None:
    recorded = a_check("recorded", sees=Sees.CONSENT_RECORDED, per_participant=True, when=(Condition.CHILD,))
    typed = a_tick(CONSENT, answer="guardian", detail="mother, 3 Nov, signed form")
    state = at_work(a_policy(checks=(recorded, CONSENT)), a_session(), typed, born=CHILD)
    line = find(state, key_of(recorded), NOW)
    assert line is not None
    assert line.state is CheckState.DONE


def test_no_override_stands_in_for_a_childs_consent() -> None:
    state = at_work(born=CHILD)
    refused(press(state, CONSENT, state=CheckState.OVERRIDDEN, reason="urgent"))
    forced = a_tick(CONSENT, CheckState.OVERRIDDEN, reason="urgent")
    session = a_session()
    assert start_refusal(at_work(a_policy(checks=ALL), session, forced, born=CHILD), session, NOW)


def test_every_child_of_a_group_needs_consent() -> None:
    group = a_session(participants=("ak", "jm"), group=True)
    people = [a_client(), a_client("jm", initials="J.M.", born=CHILD)]
    state = a_state(clients=people, sessions=[group])
    assert start_refusal(state, group, NOW).startswith("J.M. is under 18")


@pytest.mark.parametrize("state", [*sorted(LIVE, key=str), SessionState.ENDED])
def test_a_first_session_cannot_close_without_an_identity_outcome(state: SessionState) -> None:
    session = a_session(first=True, state=state)
    for outcome in CheckState:
        allowed = outcome in {CheckState.DONE, CheckState.ADJUSTED, CheckState.REFUSED, CheckState.OVERRIDDEN}
        built = at_work(OVERDUE, session, a_tick(IDENTITY, outcome, reason="r"))
        assert (close_refusal(built, session) == "") is allowed
    assert close_refusal(at_work(OVERDUE, session), session)
    later = replace(session, first=False)
    assert close_refusal(at_work(OVERDUE, later), later) == ""


@pytest.mark.parametrize("state", sorted(SIDE_EXITS, key=str))
def test_a_first_session_that_never_was_closes_without_identity(state: SessionState) -> None:
    session = a_session(first=True, state=state)
    assert close_refusal(at_work(OVERDUE, session), session) == ""


def test_an_unapproved_platform_starts_only_with_an_override() -> None:
    assert start_refusal(at_work(), SESSION, NOW).startswith("Skype is not approved")
    for wanted in (None, CheckState.NOT_APPLICABLE):
        refused(press(at_work(), PLATFORM, state=wanted))
    tick = ticked(press(at_work(), PLATFORM, state=CheckState.OVERRIDDEN, reason="Teams is down"))
    overridden = at_work(OVERDUE, SESSION, tick)
    assert start_refusal(overridden, SESSION, NOW) == ""
    elsewhere = replace(SESSION, platform="WhatsApp")
    assert start_refusal(at_work(OVERDUE, elsewhere, tick), elsewhere, NOW)


def test_where_the_policy_says_only_no_override_helps() -> None:
    only = replace(OVERDUE, platform_only=a_policy(platform_only=True).platform_only)
    refused(press(at_work(only), PLATFORM, state=CheckState.OVERRIDDEN, reason="Teams is down"))
    tick = ticked(press(at_work(), PLATFORM, state=CheckState.OVERRIDDEN, reason="Teams is down"))
    assert start_refusal(at_work(only, SESSION, tick), SESSION, NOW)
    by_link = a_session(platform="", link=MeetingLink("u", "Skype"))
    assert start_refusal(at_work(only, by_link), by_link, NOW)
    by_phone = replace(SESSION, mode=Mode.PHONE)
    assert start_refusal(at_work(only, by_phone), by_phone, NOW) == ""


@pytest.mark.parametrize("rule", [Recording.NEVER, Recording.NOT_USED])
def test_recording_cannot_be_ticked_in_a_never_policy_by_any_route(rule: Recording) -> None:
    consents = RecordingConsent(TODAY, TODAY)
    state = at_work(a_policy(checks=ALL, recording=rule), recording=consents)
    refused(press(state, RECORDING_ASKED, answer="on"))
    refused(press(state, RECORDING_ASKED, answer="not on, off"))
    refused(press(state, RECORDING, state=CheckState.OVERRIDDEN, reason="they asked"))
    tick = ticked(press(state, RECORDING, detail="it is on", reason="it is on"))
    assert (tick.state, tick.answer, tick.detail, tick.reason) == (CheckState.DONE, "off", "", "")


@pytest.mark.parametrize("client", [None, TODAY, date(2027, 1, 1)])
@pytest.mark.parametrize("management", [None, TODAY, date(2027, 1, 1)])
def test_dual_consent_needs_both_dates_to_say_that_recording_is_on(
    client: date | None, management: date | None
) -> None:
    state = at_work(
        a_policy(checks=ALL, recording=Recording.DUAL_CONSENT), recording=RecordingConsent(client, management)
    )
    found = press(state, RECORDING_ASKED, answer="on")
    assert isinstance(found, Tick) is (client == management == TODAY)
    assert ticked(press(state, RECORDING_ASKED, answer="off")).answer == "off"


def test_recording_a_group_needs_both_dates_of_every_member() -> None:
    group = a_session(participants=("ak", "jm"), group=True)
    policy = a_policy(checks=(RECORDING_ASKED,), recording=Recording.DUAL_CONSENT)
    both, none = RecordingConsent(TODAY, TODAY), RecordingConsent()
    event = CheckAnswered(key_of(RECORDING_ASKED, group), "on")
    for other, may in ((both, True), (none, False), (None, False)):
        people = [a_client(recording=both)]
        if other is not None:
            people.append(a_client("jm", recording=other))
        assert isinstance(answer(a_state(policy=policy, clients=people, sessions=[group]), event, NOW), Tick) is may
    empty = a_session(participants=())
    event = CheckAnswered(key_of(RECORDING_ASKED, empty), "on")
    refused(answer(a_state(policy=policy, sessions=[empty]), event, NOW))


# --- rule 6: the text stays -------------------------------------------------------------------------------------------
def test_the_text_of_the_check_is_kept_with_the_tick_and_the_policy_of_the_start_counts() -> None:
    edited = a_policy(checks=(replace(HEADPHONES, text="Another text"),), hash="policy-2")
    begun = a_session(state=SessionState.RUNNING, started=NOW, policy_hash="policy-1")
    state = replace(at_work(a_policy(), begun), policy=edited)
    tick = ticked(answer(state, CheckAnswered(key_of(HEADPHONES)), NOW))
    assert (tick.text, tick.source) == ("Headphones on", "S0 L24")
    not_begun = replace(state, sessions={"s-1": a_session()})
    assert ticked(answer(not_begun, CheckAnswered(key_of(HEADPHONES)), NOW)).text == "Another text"
