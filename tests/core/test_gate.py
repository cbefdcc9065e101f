"""The gate: every combination of its rules, and what it never lets out."""

from datetime import UTC, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.gate.gate import (
    OVERRIDABLE,
    best,
    confirmed,
    emergency,
    for_step,
    is_stale,
    may,
    own_zone,
    turn,
    within,
)
from console.core.gate.numbers import same_route
from console.core.gate.panel import drop_line
from console.core.gate.rule import Standing, opened, refused
from data.values.flow import Party
from data.values.incident import Incident
from data.values.people import (
    Channel,
    Client,
    ContactRule,
    Hours,
    Plan,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from tests.core.build import (
    LONDON,
    NOW,
    a_client,
    a_contact,
    a_policy,
    a_route,
    a_rule,
    a_session,
    a_state,
    days_ago,
    minutes,
    now_at,
)
from tests.core.people import CLIENTS, IDS, OVERRIDES

POLICY = a_policy()
KIND = {
    Channel.TEXT: RouteKind.PHONE,
    Channel.CALL: RouteKind.PHONE,
    Channel.VOICEMAIL: RouteKind.PHONE,
    Channel.EMAIL: RouteKind.EMAIL,
    Channel.LETTER: RouteKind.POST,
}
HOURS = {"any": None, "inside": Hours(time(9), time(17)), "outside": Hours(time(18), time(22))}
AGES = {"fresh": 7.0, "stale": 15.0, "never": None}


def rows(client: Client) -> list[str]:
    return ["".join(part.text for part in row) for row in drop_line(client, POLICY, NOW, LONDON)]


@pytest.mark.parametrize(
    ("channel", "safety", "watch", "aged", "hours", "retired"),
    list(product(Channel, Safety, (False, True), AGES, HOURS, (False, True))),
)
def test_the_gate_answers_every_combination_of_its_rules(
    channel: Channel, safety: Safety, watch: bool, aged: str, hours: str, retired: bool
) -> None:
    rule = a_rule(safety, AGES[aged], hours=HOURS[hours])
    rules = {Channel.CALL: a_rule(), channel: rule}
    route = Route("r", KIND[channel], "07700 900123", rules=rules, retired=retired)
    answer = may(route, channel, watch=watch, policy=POLICY, now=NOW, zone=LONDON)

    stale = aged != "fresh"
    expected = safety is Safety.SAFE and not retired and hours != "outside" and not (watch and stale)
    assert answer.allowed is expected
    assert answer.confirm is (expected and stale)
    assert (answer.route is route) is expected
    if expected:
        assert answer.words == "07700 900123"
        assert bool(answer.why) is stale
        assert answer.age == {"fresh": "7 days old", "stale": "15 days old", "never": "none"}[aged]
    else:
        assert answer.route is None
        assert "07700" not in answer.words + answer.why
        assert answer.words.startswith("NO ")
        assert answer.why


@pytest.mark.parametrize(("kind", "channel"), list(product(RouteKind, Channel)))
def test_a_route_is_used_only_for_what_it_is(kind: RouteKind, channel: Channel) -> None:
    route = Route("r", kind, "x", rules=dict.fromkeys(Channel, a_rule()))
    answer = may(route, channel, watch=False, policy=POLICY, now=NOW, zone=LONDON)
    assert answer.allowed is (KIND[channel] is kind)


def test_a_channel_that_nobody_asked_about_is_unknown_and_not_safe() -> None:
    answer = may(a_route(rules={}), Channel.CALL, watch=False, policy=POLICY, now=NOW, zone=LONDON)
    assert (answer.allowed, answer.words) == (False, "NO CALL: unknown")


def test_a_refusal_says_why_and_when() -> None:
    answer = best(a_client(), Channel.TEXT, POLICY, NOW)
    assert answer.words == "NO TEXT: not safe (14 Nov)"


def test_a_voicemail_needs_a_call_that_is_safe_too() -> None:
    route = a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE), Channel.VOICEMAIL: a_rule()})
    assert not may(route, Channel.VOICEMAIL, watch=False, policy=POLICY, now=NOW, zone=LONDON).allowed


@pytest.mark.parametrize(("extra", "stale"), [(-1, False), (0, False), (1, True)])
def test_stale_begins_just_after_the_setting(extra: int, stale: bool) -> None:
    confirmed = days_ago(14) - timedelta(seconds=extra)
    assert is_stale(confirmed, POLICY, NOW) is stale


def test_a_confirmation_dated_ahead_of_the_clock_proves_nothing() -> None:
    assert is_stale(NOW.utc + timedelta(days=3), POLICY, NOW)
    assert not is_stale(NOW.utc + timedelta(hours=1), POLICY, NOW)


# --- hours ------------------------------------------------------------------------------------------------------------
@given(
    after=st.none() | st.times(),
    before=st.none() | st.times(),
    clock=st.times(),
)
def test_hours_hold_on_the_wall_clock_and_may_cross_midnight(
    after: time | None, before: time | None, clock: time
) -> None:
    now = datetime.combine(NOW.utc.date(), clock, tzinfo=UTC)
    allowed = within(Hours(after, before), now, "UTC")
    if after is not None and before is not None and after == before:
        assert not allowed
    elif after is not None and before is not None and after > before:
        assert allowed is not (before <= clock < after)
    else:
        assert allowed is ((after or time.min) <= clock and (before is None or clock < before))


def test_hours_are_those_of_the_clients_own_clock() -> None:
    evening = a_route(rules={Channel.CALL: a_rule(hours=Hours(time(20), time(23)))})
    at_home = a_client(routes=(evening,))
    in_auckland = a_client(routes=(evening,), zone="Pacific/Auckland")  # 23:18 there: too late by 18 minutes
    assert best(at_home, Channel.CALL, POLICY, NOW).words == "NO CALL: only 20 to 23, their time"
    assert not best(in_auckland, Channel.CALL, POLICY, NOW).allowed
    assert best(in_auckland, Channel.CALL, POLICY, now_at(9, 30)).allowed


def test_hours_without_a_known_clock_cannot_be_kept() -> None:
    route = a_route(rules={Channel.CALL: a_rule(hours=Hours(time(9)))})
    assert not may(route, Channel.CALL, watch=False, policy=POLICY, now=NOW, zone="Nowhere").allowed
    assert best(a_client(zone="Nowhere", routes=(route,)), Channel.CALL, POLICY, NOW, LONDON).allowed


# --- the number, wherever it is written -------------------------------------------------------------------------------
def test_a_retired_number_is_never_fallen_back_to() -> None:
    old, new = (
        a_route(id="old", retired=True),
        a_route("07700 900777", {Channel.CALL: a_rule(Safety.NOT_SAFE)}, id="new"),
    )
    answer = best(a_client(routes=(old, new)), Channel.CALL, POLICY, NOW)
    assert not answer.allowed
    assert answer.words == "NO CALL: not safe (14 Nov)"
    assert best(a_client(routes=(old,)), Channel.CALL, POLICY, NOW).words == "NO CALL: retired"


def test_a_number_retired_in_one_place_is_retired_in_every_place() -> None:
    old = a_route("+44 7700 900123", id="old", retired=True)
    assert not best(a_client(routes=(a_route(), old)), Channel.CALL, POLICY, NOW).allowed
    contact = a_contact(routes=(a_route(),))
    assert not emergency(a_client(routes=(old,), emergency=(contact,)), POLICY, NOW)[0][1].allowed


def test_what_is_not_safe_for_a_number_in_one_place_is_not_safe_in_another() -> None:
    shared = a_contact(routes=(a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)}),))
    assert best(a_client(emergency=(shared,)), Channel.CALL, POLICY, NOW).why == "not safe"


def test_a_number_that_may_not_be_called_elsewhere_takes_no_voicemail() -> None:
    mine = a_route(rules={Channel.CALL: a_rule(), Channel.VOICEMAIL: a_rule()})
    shared = a_contact(routes=(a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)}),))
    assert best(a_client(routes=(mine,)), Channel.VOICEMAIL, POLICY, NOW).allowed
    assert not best(a_client(routes=(mine,), emergency=(shared,)), Channel.VOICEMAIL, POLICY, NOW).allowed


def test_the_same_number_is_known_however_it_is_written() -> None:
    assert same_route(a_route("+44 (0)7700 900-123"), a_route("07700 900123"))
    assert not same_route(a_route("07700 900124"), a_route("07700 900123"))
    assert not same_route(a_route(""), a_route("07700 900123"))


# --- whom -------------------------------------------------------------------------------------------------------------
def test_the_first_safe_route_is_taken_and_the_plans_own_before_it() -> None:
    first, second = a_route(id="a"), a_route("07700 900777", id="b")
    client = a_client(routes=(first, second))
    assert best(client, Channel.CALL, POLICY, NOW).route == first
    agreed = a_client(routes=(first, second), plan=Plan(route="b"))
    assert best(agreed, Channel.CALL, POLICY, NOW).route == second


def test_without_any_number_it_says_so() -> None:
    assert best(a_client(routes=()), Channel.CALL, POLICY, NOW).words == "NO CALL: no number"
    assert best(a_client(routes=()), Channel.LETTER, POLICY, NOW).words == "NO LETTER: no address"
    assert best(a_client(), Channel.EMAIL, POLICY, NOW).words == "NO E-MAIL: no e-mail address"


def test_emergency_contacts_come_in_the_clients_order() -> None:
    client = a_client(emergency=(a_contact("Tom"), a_contact("Mary", routes=())))
    found = emergency(client, POLICY, NOW)
    assert [contact.name for contact, _ in found] == ["Tom", "Mary"]
    assert [answer.allowed for _, answer in found] == [True, False]


def test_without_recorded_consent_to_ring_a_contact_one_key_confirms() -> None:
    _, answer = emergency(a_client(emergency=(a_contact(consent=False),)), POLICY, NOW)[0]
    assert answer.allowed
    assert answer.confirm
    assert "no consent recorded" in answer.why


def test_a_contact_who_may_be_the_danger_is_never_offered() -> None:
    danger = a_contact("Sam", relation="partner", may_be_danger=True)
    contact, answer = emergency(a_client(emergency=(danger,)), POLICY, NOW)[0]
    assert contact.routes == ()
    assert not answer.allowed
    assert "07700" not in answer.words + answer.why


def test_a_number_that_the_danger_shares_is_offered_for_nobody() -> None:
    danger = a_contact("Sam", may_be_danger=True, routes=(a_route("+447700900123"),))
    sister = a_contact("Mary", routes=(a_route(id="other"),))
    client = a_client(emergency=(danger, sister))
    assert not best(client, Channel.CALL, POLICY, NOW).allowed
    assert not any(answer.allowed for _, answer in emergency(client, POLICY, NOW))


def test_the_plan_says_whose_turn_it_is() -> None:
    assert turn(a_client()) is Turn.PRACTITIONER
    assert turn(a_client(plan=Plan(who_rings=Turn.CLIENT))) is Turn.CLIENT


# --- the panel --------------------------------------------------------------------------------------------------------
def test_the_panel_reads_like_the_sketch() -> None:
    rules = {Channel.CALL: a_rule(hours=Hours(time(9))), Channel.TEXT: a_rule(Safety.NOT_SAFE)}
    assert rows(a_client(routes=(a_route(rules=rules),))) == [
        "YOU RING 07700 900123 after 9 · no voicemail · NO TEXT (checked 14 Nov)",
        "then sister (Mary) 07700 900456",
    ]


def test_where_the_client_rings_the_line_is_kept_free_and_then_you_ring() -> None:
    first = rows(a_client(plan=Plan(who_rings=Turn.CLIENT)))[0]
    assert first.startswith("KEEP THE LINE FREE 5:00: they ring you · then YOU RING 07700 900123")
    agreed = rows(a_client(plan=Plan(who_rings=Turn.CLIENT, wait=minutes(2.5))))[0]
    assert agreed.startswith("KEEP THE LINE FREE 2:30:")


def test_where_no_number_is_safe_it_says_no_call_and_who_comes_next() -> None:
    client = a_client(routes=(a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE)}),))
    assert rows(client) == ["NO CALL: not safe (14 Nov) · NO TEXT", "then sister (Mary) 07700 900456"]


def test_where_the_contact_may_be_the_danger_the_lead_comes_next() -> None:
    danger = a_contact(may_be_danger=True)
    assert rows(a_client(emergency=(danger,)))[1] == "emergency contact flagged: may be the danger → lead"
    both = a_client(emergency=(danger, a_contact("Tom", relation="brother", routes=(a_route("07700 900999"),))))
    assert rows(both)[1] == "one contact flagged: may be the danger · then brother (Tom) 07700 900999"
    assert rows(a_client(emergency=()))[1] == "no emergency contact → lead"
    assert rows(a_client(emergency=(a_contact(routes=()),)))[1] == "emergency contact: NO CALL: no number → lead"


def test_a_stale_number_asks_for_the_confirming_key() -> None:
    stale = a_route(rules={Channel.CALL: a_rule(days=30)})
    assert rows(a_client(routes=(stale,)))[0].endswith("(checked 22 Oct · one key confirms it)")


def test_a_text_to_another_number_names_that_number() -> None:
    other = a_route("07700 900777", {Channel.TEXT: a_rule()}, id="t")
    assert "text 07700 900777 ok" in rows(a_client(routes=(a_route(rules={Channel.CALL: a_rule()}), other)))[0]


def test_agreed_chat_or_relay_comes_first() -> None:
    assert rows(a_client(plan=Plan(by="chat")))[0].startswith("CHAT first, as agreed · YOU RING")
    assert rows(a_client(plan=Plan(by="relay")))[0].startswith("RELAY first, as agreed · YOU RING")


def test_the_agreed_wording_and_who_may_answer_are_shown() -> None:
    rule = a_rule(wording="It is Jo from the library", who_may_answer="only A.K.")
    shown = rows(a_client(routes=(a_route(rules={Channel.CALL: rule}),)))
    assert shown[2] == "say: It is Jo from the library · may answer: only A.K."


# --- anything at all --------------------------------------------------------------------------------------------------
def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def never_used(client: Client) -> list[Route]:
    """The numbers that nothing may open: retired anywhere, or somebody's who may be the danger."""
    contacts = [(one, contact.may_be_danger) for contact in client.emergency for one in contact.routes]
    every = [*((one, False) for one in client.routes), *contacts]
    return [one for one, danger in every if danger or one.retired]


@given(client=CLIENTS)
def test_no_number_leaves_the_gate_that_is_retired_dangerous_or_not_said_to_be_safe(client: Client) -> None:
    shown = _digits(" ".join(rows(client)))
    phones = [one for one in never_used(client) if one.kind is RouteKind.PHONE]
    assert not any(_digits(one.value)[-9:] in shown for one in phones)
    for contact, answer in emergency(client, POLICY, NOW):
        assert not (contact.may_be_danger and (answer.allowed or contact.routes))
        assert bool(contact.routes) is answer.allowed


@given(client=CLIENTS, overrides=OVERRIDES, agreed=st.sampled_from([None, *Channel]))
def test_no_answer_ever_holds_a_number_that_its_rule_does_not_let_through(
    client: Client, overrides: frozenset[tuple[str, str]], agreed: Channel | None
) -> None:
    session = a_session(agreed_by=agreed.value if agreed else "", agreed_at=days_ago(2) if agreed else None)
    incident = Incident("i", "drop", "h", "s-1", "ak", NOW, NOW.utc, "drop.phone", overrides=tuple(sorted(overrides)))
    state = a_state(clients=(client,), sessions=(session,), incidents={"i": incident})
    parties = product((Party.CLIENT, Party.EMERGENCY, Party.GUARDIAN), Channel)
    for party, channel in parties:
        answer = for_step(state, incident, party, channel, NOW)
        assert (answer.route is not None) is answer.allowed is bool(answer.number)
        if answer.route is None:
            assert not _digits(answer.words.partition("(")[0]).startswith(("077009", "447700"))
            continue
        route = answer.route
        assert not any(same_route(route, one) for one in never_used(client))
        assert route.kind is KIND[channel]
        if answer.overridden:
            assert (route.id, channel.value) in overrides
            continue
        let_through(client, route, channel, confirmed=session.agreed_at if agreed is channel else None)
        assert session.agreed_at is not None or not agreed


def let_through(client: Client, route: Route, channel: Channel, confirmed: datetime | None) -> None:
    """The rule of this very number says that it may be used now, and nothing says otherwise anywhere."""
    for one in {channel, Channel.CALL} if channel is Channel.VOICEMAIL else {channel}:
        rule = route.rules[one]
        assert rule.safety is Safety.SAFE
        assert within(rule.hours, NOW.utc, own_zone(client, LONDON))
        dated = max(filter(None, (rule.confirmed, confirmed if one is channel else None)), default=None)
        assert not (client.watch and is_stale(dated, POLICY, NOW))
        others = (*client.routes, *(other for contact in client.emergency for other in contact.routes))
        twins = [other for other in others if same_route(route, other)]
        assert not any(twin.rules.get(one, ContactRule()).safety is Safety.NOT_SAFE for twin in twins)


@given(client=CLIENTS, overrides=OVERRIDES)
def test_what_an_answer_offers_to_override_is_opened_by_that_override(
    client: Client, overrides: frozenset[tuple[str, str]]
) -> None:
    for channel in Channel:
        answer = best(client, channel, POLICY, NOW, overrides=overrides)
        if answer.allowed:
            continue
        assert answer.may_override == "" or answer.standing in OVERRIDABLE
        if answer.may_override:
            opened = best(
                client, channel, POLICY, NOW, overrides=overrides | {(answer.may_override, channel.value)}
            )  # fmt: skip
            assert opened.overridden


@pytest.mark.parametrize("standing", [one for one in Standing if one not in OVERRIDABLE])
def test_a_refusal_that_nothing_may_open_stays_one(standing: Standing) -> None:
    answer = refused(Channel.CALL, "why", standing, route="r-1")
    assert answer.may_override == ""
    assert opened(answer, a_route()) == answer


@given(client=CLIENTS, channel=st.sampled_from(Channel), route=IDS)
def test_a_confirmation_opens_nothing_that_was_not_said_to_be_safe(
    client: Client, channel: Channel, route: str
) -> None:
    after = confirmed(client, route, channel, NOW.utc)
    before_rules = [one.rules.get(channel) for one in client.routes]
    for old, new in zip(before_rules, [one.rules.get(channel) for one in after.routes], strict=True):
        assert (old.safety if old else None) is (new.safety if new else None)
        assert old == new or (old is not None and old.safety is Safety.SAFE)
