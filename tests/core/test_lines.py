"""The lists as they stand: which lines there are, for whom, what counts, what waits, and what comes next."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from console.core.checklist.checks import (
    Line,
    comes_back,
    day_lines,
    deferred,
    due_phases,
    find,
    lines,
    missing,
    next_line,
    progress,
)
from console.core.state import State
from data.values.people import Client
from data.values.policy import About, Check, CheckState, Condition, Phase, Scope, Sees
from data.values.session import BEFORE_START, SIDE_EXITS, Mode, Session, SessionState
from tests.core.build import (
    CHECKS,
    EMERGENCY,
    HEADPHONES,
    NOTE,
    NOW,
    PAGES,
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
    at,
    days_ago,
    key_of,
    now_at,
)

RUNNING = a_session(state=SessionState.RUNNING, started=now_at(10), policy_hash="policy-1")


def of(state: State, session: Session | None = None) -> tuple[Line, ...]:
    return lines(state, session or next(iter(state.sessions.values())), NOW)


def ids(found: tuple[Line, ...]) -> list[str]:
    return [line.check.id for line in found]


def settled(*checks: Check, **changes: Any) -> list[Any]:
    return [a_tick(check, **changes) for check in checks]


# --- which lines there are --------------------------------------------------------------------------------------------
def test_lines_come_by_phase_and_in_the_policys_order() -> None:
    shuffled = (NOTE, PAGES, RULES, PRIVATE, HEADPHONES)
    assert ids(of(a_state(policy=a_policy(checks=shuffled)))) == [
        "headphones",
        "contact-rules",
        "private",
        "pages",
        "note",
    ]


@pytest.mark.parametrize(
    ("condition", "session", "client", "there"),
    [
        (Condition.FIRST_SESSION, {"first": True}, {}, True),
        (Condition.FIRST_SESSION, {}, {}, False),
        (Condition.NOT_FIRST, {}, {}, True),
        (Condition.NOT_FIRST, {"first": True}, {}, False),
        (Condition.CHILD, {}, {"born": date(2012, 3, 1)}, True),
        (Condition.CHILD, {}, {"born": date(2008, 11, 21)}, False),
        (Condition.CHILD, {}, {"born": date(2008, 11, 22)}, True),
        (Condition.CHILD, {}, {"born": None}, False),
        (Condition.WATCH, {}, {"watch": True}, True),
        (Condition.WATCH, {}, {}, False),
        (Condition.GROUP, {"group": True}, {}, True),
        (Condition.GROUP, {}, {}, False),
        (Condition.ONE_TO_ONE, {}, {}, True),
        (Condition.ONE_TO_ONE, {"group": True}, {}, False),
        (Condition.VIDEO, {}, {}, True),
        (Condition.VIDEO, {"mode": Mode.PHONE}, {}, False),
        (Condition.PHONE, {"mode": Mode.PHONE}, {}, True),
        (Condition.PHONE, {}, {}, False),
        (Condition.REMOTE, {"mode": Mode.PHONE}, {}, True),
        (Condition.REMOTE, {"mode": Mode.IN_PERSON}, {}, False),
        (Condition.REVIEW_DUE, {}, {"seen": 12, "reviewed_at": 6}, True),
        (Condition.REVIEW_DUE, {}, {"seen": 11, "reviewed_at": 6}, False),
        (Condition.REVIEW_DUE, {"state": SessionState.ENDED}, {"seen": 12, "reviewed_at": 6}, False),
        (Condition.ACCESS_NEEDS, {}, {"access_needs": "captions"}, True),
        (Condition.ACCESS_NEEDS, {}, {}, False),
        (Condition.TECHNICAL_FIRST, {}, {"platform": "Zoom"}, True),
        (Condition.TECHNICAL_FIRST, {}, {"platform": "teams"}, False),
        (Condition.TECHNICAL_FIRST, {"first": True}, {}, True),
        (Condition.TECHNICAL_FIRST, {}, {}, False),
        (Condition.TECHNICAL_FIRST, {"mode": Mode.PHONE}, {"platform": "Zoom"}, False),
    ],
)
def test_a_line_is_there_only_where_its_condition_holds(
    condition: Condition, session: dict[str, Any], client: dict[str, Any], there: bool
) -> None:
    state = a_state(
        policy=a_policy(checks=(a_check(when=(condition,)),)),
        clients=[a_client(**client)],
        sessions=[a_session(**session)],
    )
    assert bool(of(state)) is there


def test_a_line_with_several_conditions_needs_them_all() -> None:
    check = a_check(when=(Condition.VIDEO, Condition.WATCH))
    state = a_state(policy=a_policy(checks=(check,)))
    assert not of(state)
    assert of(replace(state, clients={"ak": a_client(watch=True)}))


@pytest.mark.parametrize("phase", [Phase.FIRST, Phase.REVIEW, Phase.GROUP])
def test_some_phases_say_by_themselves_when_they_apply(phase: Phase) -> None:
    policy = a_policy(checks=(a_check(phase=phase),))
    assert not of(a_state(policy=policy))
    everything = a_state(policy=policy, clients=[a_client(seen=12)], sessions=[a_session(first=True, group=True)])
    assert of(everything)


def test_every_member_of_a_group_has_lines_of_their_own() -> None:
    group = a_session(participants=("ak", "jm"), group=True)
    child = a_check("adult", Phase.START, when=(Condition.CHILD,), per_participant=True)
    people: list[Client] = [a_client(), a_client("jm", born=date(2012, 3, 1))]
    state = a_state(policy=a_policy(checks=(PRIVATE, HEADPHONES, child)), clients=people, sessions=[group])
    assert [(line.check.id, line.key.participant, line.client) for line in of(state)] == [
        ("headphones", "", ""),
        ("private", "ak", "ak"),
        ("private", "jm", "jm"),
        ("adult", "jm", "jm"),
    ]


def test_a_line_of_one_client_names_them_even_without_a_row_for_each() -> None:
    assert [line.client for line in of(a_state())] == ["ak"] * len(CHECKS)


def test_an_answered_line_stays_where_its_condition_no_longer_holds() -> None:
    check = a_check(when=(Condition.VIDEO,))
    by_phone = a_session(mode=Mode.PHONE)
    policy = a_policy(checks=(check,))
    assert not of(a_state(policy=policy, sessions=[by_phone]))
    assert of(a_state(policy=policy, sessions=[by_phone], ticks=[a_tick(check)]))


def test_what_the_console_stored_goes_where_its_condition_no_longer_holds() -> None:
    check = a_check(when=(Condition.VIDEO,), sees=Sees.POLICY_IN_DATE)
    by_phone = replace(RUNNING, mode=Mode.PHONE)
    assert not of(a_state(policy=a_policy(checks=(check,)), sessions=[by_phone], ticks=[a_tick(check, by="console")]))


def test_the_first_answer_of_a_review_does_not_make_the_others_vanish() -> None:
    first = a_check("review", Phase.REVIEW, about=About.REVIEW, per_participant=True)
    second = a_check("plans", Phase.REVIEW, per_participant=True)
    begun = a_state(
        policy=a_policy(checks=(first, second)), clients=[a_client(seen=12, reviewed_at=12)], ticks=[a_tick(first)]
    )
    assert ids(of(begun)) == ["review", "plans"]


def test_once_for_good_is_shown_on_its_day_and_not_asked_again() -> None:
    good = a_check("limits", Phase.BEFORE, scope=Scope.CLIENT)
    policy = a_policy(checks=(good,))
    assert of(a_state(policy=policy, ticks=[a_tick(good)]))[0].state is CheckState.DONE
    assert not of(a_state(policy=policy, ticks=[a_tick(good, at=days_ago(7))]))
    put_off = a_tick(good, CheckState.DEFERRED, at=days_ago(7))
    assert of(a_state(policy=policy, ticks=[put_off]))[0].state is CheckState.DEFERRED


def test_a_review_for_good_opens_again_when_it_is_due_again() -> None:
    again = a_check("review", Phase.REVIEW, scope=Scope.CLIENT)
    state = a_state(
        policy=a_policy(checks=(again,)), clients=[a_client(seen=12)], ticks=[a_tick(again, at=days_ago(50))]
    )
    assert [(line.state, line.tick) for line in of(state)] == [(CheckState.OPEN, None)]


# --- what counts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("given", CheckState)
def test_overridden_and_deferred_never_count_as_done(given: CheckState) -> None:
    state = a_state(policy=a_policy(checks=(HEADPHONES,)), ticks=[a_tick(HEADPHONES, given)])
    counts = given in {CheckState.DONE, CheckState.ADJUSTED, CheckState.NOT_APPLICABLE, CheckState.REFUSED}
    assert progress(of(state)) == (int(counts), 1)


def test_what_passes_is_done_by_the_console_and_looks_different() -> None:
    check = a_check(sees=Sees.CONTACT_PRESENT)
    line = of(a_state(policy=a_policy(checks=(check,))))[0]
    assert (line.state, line.tick) == (CheckState.DONE, None)
    assert line.seen is not None
    question = replace(check, about=About.EMERGENCY_CONTACT)
    assert of(a_state(policy=a_policy(checks=(question,))))[0].state is CheckState.OPEN


def test_a_persons_answer_stands_before_what_is_seen() -> None:
    check = a_check(sees=Sees.CONTACT_PRESENT)
    override = a_tick(check, CheckState.OVERRIDDEN, reason="lives alone")
    state = a_state(policy=a_policy(checks=(check,)), clients=[a_client(emergency=())], ticks=[override])
    assert of(state)[0].state is CheckState.OVERRIDDEN


def test_the_others_wait_until_it_is_private() -> None:
    assert [line.check.id for line in of(a_state()) if line.waits] == ["where", "emergency-contact", "contact-rules"]
    assert not any(line.waits for line in of(a_state(ticks=[a_tick(PRIVATE)])))


def test_where_privacy_is_asked_of_a_whole_group_everybody_waits_for_it() -> None:
    whole = replace(PRIVATE, per_participant=False)
    group = a_session(participants=("ak", "jm"), group=True)
    state = a_state(policy=a_policy(checks=(whole, RULES)), clients=[a_client(), a_client("jm")], sessions=[group])
    assert [line.waits for line in of(state)] == [False, True, True]


def test_missing_is_what_the_console_sees_to_be_wrong_and_what_is_due() -> None:
    contact = a_check("contact", sees=Sees.CONTACT_PRESENT)
    link = a_check("link", sees=Sees.LINK_NEW)
    place = a_check("place", sees=Sees.LOCATION_AGE)
    policy = a_policy(checks=(contact, link, place, HEADPHONES, WHERE))
    found = of(a_state(policy=policy, clients=[a_client(emergency=())]))
    assert ids(missing(found)) == ["contact", "link"]
    assert ids(missing(found, Phase.BEFORE)) == ["contact", "link", "place", "headphones"]
    decided = [a_tick(contact, CheckState.OVERRIDDEN), a_tick(HEADPHONES, CheckState.DEFERRED)]
    overridden = of(a_state(policy=policy, clients=[a_client(emergency=())], ticks=decided))
    assert ids(missing(overridden, Phase.BEFORE)) == ["link", "place"]


@pytest.mark.parametrize(("minute", "due"), [(49, False), (50, True), (59, True)])
def test_the_lines_before_a_session_are_due_when_its_invitation_is(minute: int, due: bool) -> None:
    assert (Phase.BEFORE in due_phases(a_session(), a_policy(), now_at(9, minute))) is due
    assert due_phases(RUNNING, a_policy(), now_at(9, minute)) == ()


# --- the one next thing -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        *((state, "headphones") for state in sorted(BEFORE_START, key=str)),
        (SessionState.RUNNING, "private"),
        (SessionState.ENDING, "pages"),
        (SessionState.ENDED, "note"),
        (SessionState.CLOSED, "note"),
        *((state, None) for state in sorted(SIDE_EXITS, key=str)),
    ],
)
def test_every_state_of_a_session_has_its_next_thing(state: SessionState, expected: str | None) -> None:
    session = a_session(state=state)
    found = next_line(of(a_state(sessions=[session])), session)
    assert (found.check.id if found else None) == expected


def test_privacy_is_next_before_all_others() -> None:
    late = (EMERGENCY, RULES, PRIVATE)
    found = of(a_state(policy=a_policy(checks=late), sessions=[RUNNING]))
    line = next_line(found, RUNNING)
    assert line is not None
    assert line.check is PRIVATE
    not_private = a_state(policy=a_policy(checks=late), sessions=[RUNNING], ticks=[a_tick(PRIVATE, CheckState.REFUSED)])
    again = next_line(of(not_private), RUNNING)
    assert again is not None
    assert again.check is PRIVATE


def test_when_the_start_is_answered_the_first_line_of_the_ending_is_next() -> None:
    ticks = [*settled(PRIVATE, WHERE, EMERGENCY), a_tick(RULES, CheckState.OVERRIDDEN)]
    found = next_line(of(a_state(sessions=[RUNNING], ticks=ticks)), RUNNING)
    assert found is not None
    assert found.check is PAGES


def test_when_all_of_it_is_answered_nothing_is_next() -> None:
    ticks = [*settled(PRIVATE, WHERE, EMERGENCY, PAGES), a_tick(RULES, CheckState.OVERRIDDEN)]
    assert next_line(of(a_state(sessions=[RUNNING], ticks=ticks)), RUNNING) is None


def test_a_deferred_line_comes_back_in_the_phase_where_it_fits() -> None:
    put_off = a_tick(HEADPHONES, CheckState.DEFERRED)
    start = settled(PRIVATE, WHERE, EMERGENCY, RULES)
    found = next_line(of(a_state(sessions=[RUNNING], ticks=[put_off, *start])), RUNNING)
    assert found is not None
    assert found.check is HEADPHONES
    before = a_session()
    assert next_line(of(a_state(ticks=[put_off])), before) is None


@pytest.mark.parametrize("phase", Phase)
def test_a_deferred_line_comes_back_later_or_at_the_days_end(phase: Phase) -> None:
    order = list(Phase)
    back = comes_back(a_check(phase=phase))
    assert order.index(back) > order.index(phase) or back is Phase.DAY_END


def test_day_end_asks_again_for_everything_put_off() -> None:
    room = a_check("room", Phase.DAY_START, scope=Scope.DAY)
    policy = a_policy(checks=(room, *CHECKS))
    late = a_session("s-2", begin=at(14), end=at(14, 50))
    gone = a_session("s-3", state=SessionState.CANCELLED_LATE)
    ticks = [
        a_tick(room, CheckState.DEFERRED),
        a_tick(NOTE, CheckState.DEFERRED, session=late),
        a_tick(HEADPHONES, CheckState.DEFERRED),
        a_tick(HEADPHONES, CheckState.DEFERRED, session=gone),
        a_tick(PAGES),
    ]
    state = a_state(policy=policy, sessions=[late, a_session(), gone], ticks=ticks)
    assert [(line.check.id, line.key.scope_id) for line in deferred(state, NOW)] == [
        ("room", TODAY.isoformat()),
        ("headphones", "s-1"),
        ("note", "s-2"),
    ]


# --- the day's own lines ----------------------------------------------------------------------------------------------
def test_the_day_has_its_own_lines() -> None:
    room = a_check("room", Phase.DAY_START, scope=Scope.DAY)
    rooms = a_check("rooms", Phase.DAY_END, scope=Scope.DAY)
    state = a_state(policy=a_policy(checks=(room, rooms, HEADPHONES)), ticks=[a_tick(room)])
    assert [(line.check.id, line.state) for line in day_lines(state, Phase.DAY_START, NOW)] == [
        ("room", CheckState.DONE)
    ]
    assert ids(day_lines(state, Phase.DAY_END, NOW)) == ["rooms"]
    assert ids(of(state)) == ["headphones"]
    assert find(state, key_of(room), NOW) is not None


@pytest.mark.parametrize(
    ("days", "done_ago", "given", "expected"),
    [
        (30, None, CheckState.DONE, CheckState.OPEN),
        (30, 29, CheckState.DONE, None),
        (30, 30, CheckState.DONE, CheckState.OPEN),
        (30, 31, CheckState.ADJUSTED, CheckState.OPEN),
        (30, 0, CheckState.DONE, CheckState.DONE),
        (0, 0, CheckState.DONE, CheckState.DONE),
        (30, 3, CheckState.DEFERRED, CheckState.DEFERRED),
        (30, 3, CheckState.OVERRIDDEN, CheckState.OVERRIDDEN),
        (None, 400, CheckState.DONE, None),
        (None, None, CheckState.DONE, CheckState.OPEN),
    ],
)
def test_a_duty_of_the_practice_comes_round_after_its_days(
    days: int | None, done_ago: int | None, given: CheckState, expected: CheckState | None
) -> None:
    duty = a_check("password", Phase.DAY_START, scope=Scope.PRACTICE, days=days)
    ticks = [] if done_ago is None else [a_tick(duty, given, at=days_ago(done_ago))]
    state = a_state(policy=a_policy(checks=(duty,)), ticks=ticks)
    found = [line.state for line in day_lines(state, Phase.DAY_START, NOW)]
    assert found == ([] if expected is None else [expected])


def test_a_line_of_the_day_with_a_condition_looks_at_todays_sessions() -> None:
    phone = a_check("phone", Phase.DAY_START, scope=Scope.DAY, when=(Condition.PHONE,))
    policy = a_policy(checks=(phone,))
    by_phone = a_session(mode=Mode.PHONE)
    assert not day_lines(a_state(policy=policy), Phase.DAY_START, NOW)
    assert day_lines(a_state(policy=policy, sessions=[by_phone]), Phase.DAY_START, NOW)
    tomorrow = replace(by_phone, day=TODAY + timedelta(days=1))
    assert not day_lines(a_state(policy=policy, sessions=[tomorrow]), Phase.DAY_START, NOW)


def test_the_policy_of_the_start_counts_from_the_start_on() -> None:
    newer = a_policy(checks=(a_check("new"),), hash="policy-2")
    state = replace(a_state(sessions=[RUNNING]), policy=newer)
    assert ids(of(state)) == ids(of(a_state()))
    assert ids(lines(state, a_session(), NOW)) == ["new"]
