"""What the console sees for itself: each of the closed list passes, fails, or says that it cannot tell."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from console.core.checklist.checks import lines
from console.core.checklist.consent import has_consent
from console.core.checklist.seen import freeze, is_automatic, see
from data.values.people import Channel, Client, Consent, ConsentKind, Place, Practice, Safety
from data.values.policy import About, Check, CheckState, LinkRule, LocationRule, Phase, Policy, Scope, Sees
from data.values.session import MeetingLink, Mode, Session, SessionState
from tests.core.build import (
    NOW,
    TODAY,
    WHERE,
    a_check,
    a_client,
    a_contact,
    a_policy,
    a_route,
    a_rule,
    a_session,
    a_state,
    a_tick,
    at,
    days_ago,
    key_of,
    now_at,
)

LINK = MeetingLink("https://zoom.us/j/1", "Zoom", "zoom:1", passcode=True)
MOTHER = Consent(ConsentKind.GUARDIAN, "mother", date(2026, 11, 3), "signed form")
OWN = Consent(ConsentKind.OWN, "herself", date(2026, 11, 3), "16, competent")
CHILD = date(2012, 3, 1)


def check_of(sees: Sees, **changes: Any) -> Check:
    return a_check(sees.value, sees=sees, **changes)


def verdict(
    sees: Sees,
    *,
    policy: Policy | None = None,
    session: Session | None = None,
    client: Client | None = None,
    **state: Any,
) -> tuple[str, str]:
    one, who = session or a_session(), client or a_client()
    built = a_state(policy=policy, clients=[who], sessions=[one, *state.pop("others", ())], **state)
    seen = see(built, check_of(sees), one, who, NOW)
    return seen.verdict, seen.words


# --- the link ---------------------------------------------------------------------------------------------------------
def test_a_link_that_no_other_session_uses_is_new() -> None:
    assert verdict(Sees.LINK_NEW, session=a_session(link=LINK))[0] == "passes"


def test_a_link_on_another_clients_session_fails_under_every_link_rule() -> None:
    other = a_session("s-2", participants=("rt",), link=LINK)
    for new in (True, False):
        policy = a_policy(link=LinkRule(new=new, passcode=True))
        assert verdict(Sees.LINK_NEW, policy=policy, session=a_session(link=LINK), others=[other])[0] == "fails"


def test_a_link_used_before_fails_where_it_must_be_new_every_time() -> None:
    before = a_session("s-0", link=LINK, begin=days_ago(7), day=TODAY - timedelta(days=7))
    mine = a_session(link=LINK)
    assert verdict(Sees.LINK_NEW, session=mine, others=[before])[0] == "fails"
    assert verdict(Sees.LINK_NEW, session=mine, other_links=frozenset({LINK.key}))[0] == "fails"
    lasting = a_policy(link=LinkRule(new=False, passcode=True))
    assert verdict(Sees.LINK_NEW, policy=lasting, session=mine, others=[before])[0] == "passes"
    assert verdict(Sees.LINK_NEW, policy=lasting, session=mine, other_links=frozenset({LINK.key}))[0] == "cannot tell"


def test_without_a_link_or_its_number_nothing_can_be_told() -> None:
    assert verdict(Sees.LINK_NEW)[0] == "cannot tell"
    assert verdict(Sees.LINK_NEW, session=a_session(link=replace(LINK, key="")))[0] == "cannot tell"
    assert verdict(Sees.PASSCODE)[0] == "cannot tell"


def test_a_passcode_is_demanded_where_the_policy_says_so() -> None:
    bare = a_session(link=replace(LINK, passcode=False))
    assert verdict(Sees.PASSCODE, session=a_session(link=LINK))[0] == "passes"
    assert verdict(Sees.PASSCODE, session=bare)[0] == "fails"
    lenient = a_policy(link=LinkRule(new=True, passcode=False))
    assert verdict(Sees.PASSCODE, policy=lenient, session=bare)[0] == "passes"


# --- the platform -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("allowed", "chosen", "name", "expected"),
    [
        (("Zoom", "Teams"), (), "teams", "passes"),
        (("Teams",), (), "Microsoft Teams", "passes"),
        (("Microsoft Teams",), (), "Teams", "passes"),
        (("Teams",), (), "Zoom", "fails"),
        (("Teams",), (), "Teamsters", "fails"),
        (("Zoom",), (), "Zoom Healthcare", "passes"),
        (("Zoom Healthcare", "Teams"), (), "Zoom", "cannot tell"),
        (("Zoom", "Teams"), ("Teams",), "Zoom", "fails"),
        (("Teams",), ("Zoom",), "Zoom", "fails"),
        (("Zoom Healthcare",), ("Zoom",), "Zoom Healthcare", "passes"),
        ((), ("Zoom",), "Zoom", "passes"),
        ((), ("Zoom",), "Skype", "fails"),
        ((), (), "Zoom", "cannot tell"),
        (("Teams",), (), "", "cannot tell"),
    ],
)
def test_a_platform_is_approved_by_the_policy_and_the_practice_may_narrow(
    allowed: tuple[str, ...], chosen: tuple[str, ...], name: str, expected: str
) -> None:
    session = a_session(platform=name)
    found = verdict(
        Sees.PLATFORM, policy=a_policy(platforms=allowed), session=session, practice=Practice(platforms=chosen)
    )
    assert found[0] == expected


def test_the_link_names_the_platform_where_the_session_does_not() -> None:
    session = a_session(platform="", link=LINK)
    assert verdict(Sees.PLATFORM, policy=a_policy(platforms=("Teams",)), session=session)[0] == "fails"


def test_a_session_by_phone_has_no_platform() -> None:
    session = a_session(mode=Mode.PHONE, platform="Skype")
    assert verdict(Sees.PLATFORM, session=session)[0] == "cannot tell"


# --- the policy, consent, place, contact, rules -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (date(2026, 10, 12), ("fails", "review overdue 40 d")),
        (TODAY - timedelta(days=1), ("fails", "review overdue 1 d")),
        (TODAY, ("passes", "review due 21 Nov")),
        (None, ("cannot tell", "the policy names no review date")),
    ],
)
def test_a_policy_past_its_review_is_overdue(review: date | None, expected: tuple[str, str]) -> None:
    assert verdict(Sees.POLICY_IN_DATE, policy=a_policy(review=review)) == expected
    assert (
        see(a_state(policy=a_policy(review=review)), check_of(Sees.POLICY_IN_DATE), None, None, NOW).verdict
        == (expected[0])
    )


@pytest.mark.parametrize(
    ("born", "consent", "own", "expected"),
    [
        (date(1990, 1, 1), None, True, "passes"),
        (None, None, True, "cannot tell"),
        (CHILD, None, True, "fails"),
        (CHILD, MOTHER, True, "passes"),
        (CHILD, MOTHER, False, "passes"),
        (CHILD, OWN, True, "passes"),
        (CHILD, OWN, False, "fails"),
        (CHILD, replace(OWN, how=""), True, "fails"),
        (CHILD, replace(MOTHER, who=" "), True, "fails"),
        (None, MOTHER, True, "passes"),
        (date(2008, 11, 21), None, True, "passes"),  # eighteen today
        (date(2008, 11, 22), None, True, "fails"),  # eighteen tomorrow
    ],
)
def test_a_childs_consent_is_recorded_or_missing(
    born: date | None, consent: Consent | None, own: bool, expected: str
) -> None:
    client = a_client(born=born, consent=consent)
    assert verdict(Sees.CONSENT_RECORDED, policy=a_policy(own_consent=own), client=client)[0] == expected


def test_a_basis_on_the_clients_page_serves_as_the_basis_of_own_consent() -> None:
    client = a_client(born=CHILD, consent=replace(OWN, how=""), own_consent_basis="competent")
    assert has_consent(client, a_policy())
    assert not has_consent(client, a_policy(own_consent=False))


@pytest.mark.parametrize(
    ("told", "rule", "expected"),
    [
        (None, LocationRule.EVERY_SESSION, ("fails", "none")),
        (at(10, 1), LocationRule.EVERY_SESSION, ("passes", "10:01 today")),
        (at(8), LocationRule.EVERY_SESSION, ("cannot tell", "LAST KNOWN, 08:00 TODAY")),
        (days_ago(7), LocationRule.EVERY_SESSION, ("cannot tell", "LAST KNOWN, 7 DAYS")),
        (days_ago(15), LocationRule.EVERY_SESSION, ("fails", "LAST KNOWN, 15 DAYS")),
        (None, LocationRule.HOME, ("cannot tell", "home unless noted; last told: none")),
    ],
)
def test_a_place_is_told_in_this_session_or_only_last_known(
    told: Any, rule: LocationRule, expected: tuple[str, str]
) -> None:
    client = a_client(last_place=Place("14 Elm Road", told) if told else None)
    assert verdict(Sees.LOCATION_AGE, policy=a_policy(location=rule), client=client) == expected


def test_an_emergency_contact_counts_only_where_one_may_ring() -> None:
    assert verdict(Sees.CONTACT_PRESENT) == ("passes", "sister, 7 days old")
    for emergency in (
        (),
        (a_contact(may_be_danger=True),),
        (a_contact(routes=()),),
        (a_contact(routes=(a_route(retired=True),)),),
    ):
        assert verdict(Sees.CONTACT_PRESENT, client=a_client(emergency=emergency)) == ("fails", "none")


@pytest.mark.parametrize(
    ("days", "watch", "expected"),
    [
        (7, False, "passes"),
        (7, True, "passes"),
        (15, False, "cannot tell"),
        (15, True, "fails"),
        (None, False, "cannot tell"),
        (None, True, "fails"),
    ],
)
def test_old_contact_rules_fail_for_a_watch_client_and_ask_for_the_others(
    days: float | None, watch: bool, expected: str
) -> None:
    route = a_route(rules={Channel.CALL: a_rule(days=days), Channel.TEXT: a_rule(Safety.NOT_SAFE, 100)})
    assert verdict(Sees.RULES_AGE, client=a_client(watch=watch, routes=(route,)))[0] == expected


def test_without_any_contact_rule_there_is_none() -> None:
    for routes in ((), (a_route(rules={}),), (a_route(rules={Channel.CALL: a_rule(Safety.UNKNOWN)}),)):
        assert verdict(Sees.RULES_AGE, client=a_client(routes=routes)) == ("fails", "none")


def test_the_rules_of_a_retired_number_count_no_more() -> None:
    retired = a_route(rules={Channel.CALL: a_rule(days=100)}, id="old", retired=True)
    assert verdict(Sees.RULES_AGE, client=a_client(routes=(a_route(), retired)))[0] == "passes"


def test_a_group_is_seen_as_a_whole_and_nobody_is_named() -> None:
    people = [a_client("ak"), a_client("jm", initials="J.M.", emergency=())]
    session = a_session(participants=("ak", "jm"), group=True)
    state = a_state(clients=people, sessions=[session])
    seen = see(state, check_of(Sees.CONTACT_PRESENT), session, None, NOW)
    assert (seen.verdict, seen.words) == ("fails", "1 of 2 members: look at each")


@pytest.mark.parametrize("sees", list(Sees))
def test_every_look_answers_with_nothing_to_look_at(sees: Sees) -> None:
    empty = a_state(clients=[], sessions=[])
    assert see(empty, check_of(sees), None, None, NOW).words
    assert see(empty, check_of(sees), a_session(participants=()), None, NOW).words
    assert see(empty, a_check(), None, None, NOW).verdict == "cannot tell"


def test_what_is_seen_names_no_reason_of_contact_safety() -> None:
    danger = a_client(watch=True, emergency=(a_contact(may_be_danger=True),), routes=(a_route(rules={}),))
    for sees in Sees:
        words = verdict(sees, client=danger)[1]
        assert "danger" not in words
        assert "watch" not in words
        assert "pineapple" not in words


# --- automatic, and stored --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sees", list(Sees))
def test_an_answer_about_safety_is_never_automatic(sees: Sees) -> None:
    for about in (About.PRIVACY, About.LOCATION, About.EMERGENCY_CONTACT, About.CONTACT_RULES):
        assert not is_automatic(check_of(sees, about=about))
    safety_of_a_person = {Sees.LOCATION_AGE, Sees.CONTACT_PRESENT, Sees.RULES_AGE}
    assert is_automatic(check_of(sees, safety=True)) is (sees not in safety_of_a_person)
    assert is_automatic(check_of(sees))
    assert not is_automatic(a_check())


FRESH, OLD = check_of(Sees.POLICY_IN_DATE), check_of(Sees.PLATFORM, about=About.PLATFORM)
PLACE = replace(WHERE, sees=Sees.LOCATION_AGE)
SEEING = a_policy(checks=(FRESH, OLD, PLACE, a_check()))
UNAPPROVED = a_session(platform="Skype")


def test_the_start_stores_what_is_seen_and_only_a_pass_is_done() -> None:
    client = a_client(last_place=Place("here", at(10, 1)))
    state = a_state(policy=SEEING, clients=[client], sessions=[UNAPPROVED])
    stored = {tick.key.check: tick for tick in freeze(state, UNAPPROVED, NOW)}
    assert set(stored) == {FRESH.id, OLD.id, PLACE.id}
    assert (stored[FRESH.id].state, stored[FRESH.id].by) == (CheckState.DONE, "console")
    assert (stored[OLD.id].state, stored[OLD.id].answer) == (CheckState.OPEN, "fails")
    assert stored[OLD.id].detail == "Skype is not approved; approved: Zoom, Teams"
    assert (stored[PLACE.id].state, stored[PLACE.id].answer) == (CheckState.OPEN, "passes")
    assert all(tick.at == NOW.utc and tick.text and tick.source for tick in stored.values())


def test_the_start_leaves_alone_what_a_person_has_answered() -> None:
    override = a_tick(OLD, CheckState.OVERRIDDEN, reason="no other way")
    state = a_state(policy=SEEING, sessions=[UNAPPROVED], ticks=[override])
    assert OLD.id not in {tick.key.check for tick in freeze(state, UNAPPROVED, NOW)}


def test_what_is_a_clients_for_good_is_not_frozen_into_one_session() -> None:
    for_good = replace(FRESH, scope=Scope.CLIENT)
    assert freeze(a_state(policy=a_policy(checks=(for_good,))), a_session(), NOW) == ()


def test_what_is_seen_is_looked_at_anew_until_the_start_and_then_stands() -> None:
    state = a_state(policy=SEEING, sessions=[UNAPPROVED])
    ticks = {tick.key: tick for tick in freeze(state, UNAPPROVED, NOW)}
    approved = replace(UNAPPROVED, platform="Teams")
    waiting = replace(state, sessions={"s-1": approved}, ticks=ticks)
    before = {line.check.id: line for line in lines(waiting, approved, NOW)}
    assert before[OLD.id].state is CheckState.DONE
    assert before[OLD.id].tick is None

    begun = replace(approved, state=SessionState.RUNNING, started=now_at(10), policy_hash=SEEING.hash)
    running = replace(waiting, sessions={"s-1": begun})
    after = {line.check.id: line for line in lines(running, begun, NOW)}
    assert after[OLD.id].state is CheckState.OPEN
    stored = after[OLD.id].seen
    assert stored is not None
    assert stored.verdict == "fails"
    assert after[FRESH.id].state is CheckState.DONE
    assert key_of(FRESH) in running.ticks


def test_a_phase_does_not_matter_to_what_is_stored() -> None:
    for phase in (Phase.BEFORE, Phase.START, Phase.ENDING):
        policy = a_policy(checks=(replace(FRESH, phase=phase),))
        assert len(freeze(a_state(policy=policy), a_session(), NOW)) == 1
