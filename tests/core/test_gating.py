"""Overrides, confirmations, how an appointment was agreed, and the own line, as steps."""

from dataclasses import replace

import pytest

from console.core import effects, events
from console.core.gate import gate
from console.core.gate.rule import Standing
from console.core.state import State
from console.core.step import step
from data.values import facts
from data.values.flow import Party
from data.values.incident import Given, Incident
from data.values.people import Channel, Client, Colleague, Consent, ConsentKind, Practice, Role, Safety
from data.values.policy import CrisisNumber
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import (
    LONDON,
    NOW,
    TODAY,
    a_client,
    a_contact,
    a_policy,
    a_route,
    a_rule,
    a_session,
    a_state,
    at,
    days_ago,
    now_at,
)

DROP = Incident("i-1", "drop", "h", "s-1", "ak", NOW, NOW.utc, "drop.reconnect")
UNSAFE = a_client(
    routes=(a_route(rules={Channel.CALL: a_rule(Safety.NOT_SAFE), Channel.TEXT: a_rule(Safety.UNKNOWN)}),)
)


def in_a_drop(client: Client, **changes: object) -> State:
    return replace(a_state(clients=(client,), incidents={"i-1": DROP}), **changes)  # type: ignore[arg-type]


def overriding(channel: str = "call", reason: str = "client asked", **changes: str) -> events.GateOverridden:
    return replace(events.GateOverridden("i-1", "ak", "r-1", channel, reason), **changes)


def call(state: State) -> gate.GateAnswer:
    return gate.for_step(state, state.incidents["i-1"], Party.CLIENT, Channel.CALL, NOW)


# --- overrides --------------------------------------------------------------------------------------------------------
def test_an_override_opens_one_number_for_one_use_in_this_incident_and_keeps_its_reason_for_the_journal() -> None:
    before = in_a_drop(UNSAFE)
    assert call(before).words == "NO CALL: not safe (14 Nov)"
    assert call(before).may_override == "r-1"
    after = step(before, overriding(), NOW)
    (kept,) = after.records
    assert kept.fact == facts.Overridden("i-1", "ak", "r-1", "call", "client asked", NOW.utc)
    assert (call(after.state).number, call(after.state).standing) == ("07700 900123", Standing.OVERRIDDEN)
    text = gate.for_step(after.state, after.state.incidents["i-1"], Party.CLIENT, Channel.TEXT, NOW)
    assert text.words == "NO TEXT: unknown (14 Nov)"
    other = replace(DROP, id="i-2", overrides=())
    assert not gate.for_step(after.state, other, Party.CLIENT, Channel.CALL, NOW).allowed
    assert not gate.for_session(after.state, a_session(), "ak", Channel.CALL, NOW).allowed


def test_an_override_without_a_reason_is_refused() -> None:
    result = step(in_a_drop(UNSAFE), overriding(reason="  "), NOW)
    assert not result.records
    assert result.state.said is not None
    assert result.state.said.words == "An override needs a reason."


def test_a_retired_number_and_one_of_the_danger_are_never_overridden_whatever_the_reason() -> None:
    retired = a_client(routes=(a_route(retired=True),))
    danger = a_client(emergency=(a_contact("Sam", may_be_danger=True, routes=(a_route("+44 7700 900123", id="s"),)),))
    for client in (retired, danger):
        assert call(in_a_drop(client)).may_override == ""
        result = step(in_a_drop(client), overriding(reason="immediate danger"), NOW)
        assert not result.records
        assert result.state.said is not None
        assert result.state.said.words.endswith("That is never overridden.")
        forced = in_a_drop(client, incidents={"i-1": replace(DROP, overrides=(("r-1", "call"),))})
        assert not call(forced).allowed
        assert not call(forced).number


def test_a_flagged_contact_is_never_overridden_either() -> None:
    client = a_client(emergency=(a_contact("Sam", may_be_danger=True),))
    forced = in_a_drop(client, incidents={"i-1": replace(DROP, overrides=(("r-Sam", "call"),))})
    answer = gate.for_step(forced, forced.incidents["i-1"], Party.EMERGENCY, Channel.CALL, NOW)
    assert (answer.number, answer.standing, answer.may_override) == ("", Standing.DANGER, "")


@pytest.mark.parametrize(
    "changes",
    [{"incident": "nobody"}, {"client": "rt"}, {"route": "no-such"}, {"channel": "pigeon"}, {"channel": "email"}],
    ids=str,
)
def test_an_override_of_something_else_changes_nothing(changes: dict[str, str]) -> None:
    assert not step(in_a_drop(UNSAFE), overriding(**changes), NOW).records


def test_what_passes_needs_no_override_and_an_ended_incident_takes_none() -> None:
    assert not step(in_a_drop(a_client()), overriding(), NOW).records
    over = in_a_drop(UNSAFE, incidents={"i-1": replace(DROP, ended=at(10, 30))})
    assert not step(over, overriding(), NOW).records


def test_an_overridden_voicemail_rings_only_where_it_was_overridden_itself() -> None:
    only_call = in_a_drop(UNSAFE, incidents={"i-1": replace(DROP, overrides=(("r-1", "call"),))})
    assert not gate.for_step(only_call, only_call.incidents["i-1"], Party.CLIENT, Channel.VOICEMAIL, NOW).allowed


def test_one_key_is_reason_enough_in_a_crisis_or_in_distress() -> None:
    assert tuple(gate.QUICK_REASONS.values()) == ("immediate danger", "client asked", "other")
    assert not gate.is_pressing(DROP)
    assert gate.is_pressing(replace(DROP, flow="crisis"))
    assert gate.is_pressing(replace(DROP, stage="crisis.stay"))
    for fact, value in (("saw", "distress"), ("concern", "yes"), ("danger", "yes")):
        pressing = replace(DROP, given=(Given(fact, value, NOW.utc),))
        assert gate.is_pressing(pressing)
        assert not gate.is_pressing(replace(pressing, given=(*pressing.given, Given(fact, "no", NOW.utc))))


# --- confirmations ----------------------------------------------------------------------------------------------------
STALE = a_client(routes=(a_route(rules={Channel.CALL: a_rule(days=40)}),))


def test_one_key_confirms_a_stale_rule_and_keeps_its_new_date() -> None:
    before = in_a_drop(STALE)
    assert (call(before).standing, call(before).confirm) == (Standing.CONFIRM, True)
    after = step(before, events.RouteConfirmed("ak", "r-1", "call"), NOW)
    assert [type(one.fact) for one in after.records] == [facts.ClientSaved]
    assert (call(after.state).standing, call(after.state).age) == (Standing.SAFE, "10:18 today")


def test_a_key_makes_nothing_safe_that_nobody_said_was_safe() -> None:
    for rule in (a_rule(Safety.NOT_SAFE, days=40), a_rule(Safety.UNKNOWN)):
        client = a_client(routes=(a_route(rules={Channel.CALL: rule}),))
        assert not step(in_a_drop(client), events.RouteConfirmed("ak", "r-1", "call"), NOW).records
    retired = a_client(routes=(a_route(rules={Channel.CALL: a_rule(days=40)}, retired=True),))
    assert not step(in_a_drop(retired), events.RouteConfirmed("ak", "r-1", "call"), NOW).records
    assert not step(in_a_drop(STALE), events.RouteConfirmed("nobody", "r-1", "call"), NOW).records
    assert not step(in_a_drop(STALE), events.RouteConfirmed("ak", "r-1", "pigeon"), NOW).records


def test_a_watch_client_is_asked_first() -> None:
    watched = replace(STALE, watch=True)
    assert call(in_a_drop(watched)).standing is Standing.STALE
    result = step(in_a_drop(watched), events.RouteConfirmed("ak", "r-1", "call"), NOW)
    assert not result.records
    assert result.state.said is not None
    assert result.state.said.refused


def test_one_key_says_that_a_contact_may_be_rung_also_for_a_watch_client() -> None:
    client = a_client(watch=True, emergency=(a_contact(consent=False),))
    before = in_a_drop(client)
    ask = (before.incidents["i-1"], Party.EMERGENCY, Channel.CALL, NOW)
    assert gate.for_step(before, *ask).confirm
    after = step(before, events.RouteConfirmed("ak", "r-Mary", "call"), NOW)
    assert (gate.for_step(after.state, *ask).confirm, gate.for_step(after.state, *ask).number) == (
        False,
        "07700 900456",
    )


# --- an appointment's own channel -------------------------------------------------------------------------------------
def test_agreeing_by_text_confirms_text_for_that_appointment_alone() -> None:
    client = a_client(routes=(a_route(rules={Channel.TEXT: a_rule(days=40), Channel.CALL: a_rule(days=40)}),))
    state = a_state(clients=(client,), sessions=(a_session(), a_session("s-2", begin=at(15), end=at(15, 50))))
    agreed = step(state, events.AppointmentAgreed("s-1", "text"), now_at(9)).state
    assert not gate.for_session(agreed, agreed.sessions["s-1"], "ak", Channel.TEXT, NOW).confirm
    assert gate.for_session(agreed, agreed.sessions["s-1"], "ak", Channel.CALL, NOW).confirm
    assert gate.for_session(agreed, agreed.sessions["s-2"], "ak", Channel.TEXT, NOW).confirm


@pytest.mark.parametrize("safety", [Safety.NOT_SAFE, Safety.UNKNOWN])
def test_agreeing_makes_nothing_safe_that_nobody_said_was_safe(safety: Safety) -> None:
    client = a_client(routes=(a_route(rules={Channel.TEXT: a_rule(safety)}),))
    agreed = a_session(agreed_by="text", agreed_at=at(9))
    state = a_state(clients=(client,), sessions=(agreed,))
    assert not gate.for_session(state, agreed, "ak", Channel.TEXT, NOW).allowed


def test_a_watch_clients_agreement_grows_stale_too() -> None:
    client = a_client(watch=True, routes=(a_route(rules={Channel.TEXT: a_rule(days=40)}),))
    fresh, old = (a_session(agreed_by="text", agreed_at=when) for when in (days_ago(3), days_ago(20)))
    state = a_state(clients=(client,))
    assert gate.for_session(state, fresh, "ak", Channel.TEXT, NOW).allowed
    assert not gate.for_session(state, old, "ak", Channel.TEXT, NOW).allowed


def test_of_two_numbers_it_is_not_known_by_which_it_was_agreed_unless_the_plan_names_one() -> None:
    rules = {Channel.TEXT: a_rule(days=40)}
    client = a_client(routes=(a_route(rules=rules), a_route("07700 900777", rules, id="b")))
    agreed = a_session(agreed_by="text", agreed_at=at(9))
    assert gate.for_session(a_state(clients=(client,)), agreed, "ak", Channel.TEXT, NOW).confirm
    planned = replace(client, plan=replace(client.plan, route="b"))
    assert not gate.for_session(a_state(clients=(planned,)), agreed, "ak", Channel.TEXT, NOW).confirm


def test_a_session_that_has_begun_is_not_agreed_again() -> None:
    begun = replace(a_session(), state=SessionState.RUNNING)
    assert not step(a_state(sessions=(begun,)), events.AppointmentAgreed("s-1", "text"), NOW).records
    assert not step(a_state(), events.AppointmentAgreed("s-1", "pigeon"), NOW).records


# --- who is not gated, and nobody at all ------------------------------------------------------------------------------
NUMBERS = {"GB": (CrisisNumber("Emergency services", "999"), CrisisNumber("Samaritans", "116 123"))}


def test_the_lead_the_supervisor_and_the_services_are_not_gated() -> None:
    practice = Practice(roles={Role.LEAD: Colleague("Ann", "020 7946 0001"), Role.SUPERVISOR: Colleague()})
    state = in_a_drop(UNSAFE, practice=practice, policy=a_policy(crisis_numbers=NUMBERS))
    lead = gate.for_step(state, DROP, Party.LEAD, Channel.CALL, NOW)
    assert (lead.number, lead.who, lead.standing) == ("020 7946 0001", "lead (Ann)", Standing.UNGATED)
    supervisor = gate.for_step(state, DROP, Party.SUPERVISOR, Channel.CALL, NOW)
    assert (supervisor.words, supervisor.standing) == (
        "NO CALL: the supervisor's number is not entered",
        Standing.MISSING,
    )
    assert gate.for_step(state, DROP, Party.SERVICES, Channel.CALL, NOW).number == "999"
    nobody = replace(DROP, client="", session="")
    assert gate.for_step(state, nobody, Party.SERVICES, Channel.CALL, NOW).number == "999"


def test_abroad_the_local_emergency_number_is_not_guessed() -> None:
    state = in_a_drop(a_client(country="FR"), policy=a_policy(crisis_numbers=NUMBERS))
    answer = gate.for_step(state, DROP, Party.SERVICES, Channel.CALL, NOW)
    assert (answer.number, answer.words) == ("", "NO CALL: local emergency number not known (FR)")


def test_before_it_is_known_whom_it_is_about_there_is_no_call() -> None:
    nobody = replace(DROP, client="")
    for party in (Party.CLIENT, Party.EMERGENCY, Party.GUARDIAN):
        answer = gate.for_step(a_state(), nobody, party, Channel.CALL, NOW)
        assert (answer.words, answer.number) == ("NO CALL: choose whom it is about", "")


def test_a_childs_guardian_is_found_by_the_consent_or_the_relation_and_a_flagged_one_is_not_rung() -> None:
    consent = Consent(ConsentKind.GUARDIAN, "Pat Green", TODAY)
    pat = a_contact("Pat Green", relation="neighbour")
    child = a_client(consent=consent, emergency=(a_contact("Tom", relation="brother"), pat))
    assert [one.name for one in gate.guardians(child)] == ["Pat Green"]
    assert [one.name for one in gate.guardians(a_client(emergency=(a_contact("Jo", relation="Step-mother"),)))] == [
        "Jo"
    ]
    ask = (Party.GUARDIAN, Channel.CALL, NOW)
    assert gate.for_step(in_a_drop(child), DROP, *ask).who == "neighbour (Pat Green)"
    flagged = replace(child, emergency=(replace(pat, may_be_danger=True),))
    assert gate.for_step(in_a_drop(flagged), DROP, *ask).words == "NO CALL: flagged: may be the danger"
    assert gate.for_step(in_a_drop(a_client()), DROP, *ask).words == "NO CALL: no guardian's number"


def test_one_emergency_contact_can_be_asked_about_by_name() -> None:
    sam = a_contact("Sam", may_be_danger=True, routes=(a_route("07700 900666", id="s"),))
    client = a_client(emergency=(sam, a_contact("Tom"), a_contact("Mary")))
    state = in_a_drop(client)
    ask = (DROP, Party.EMERGENCY, Channel.CALL, NOW)
    assert gate.for_step(state, *ask).person == "e-Tom"
    assert gate.for_step(state, *ask, person="e-Mary").person == "e-Mary"
    assert not gate.for_step(state, *ask, person="e-Sam").allowed
    assert gate.for_step(state, *ask, person="no-such").words == "NO CALL: no emergency contact"


def test_no_safe_route_is_left_only_where_nothing_passes() -> None:
    policy = a_policy()
    assert not gate.no_safe_route(a_client(), policy, NOW, LONDON)
    assert not gate.no_safe_route(UNSAFE, policy, NOW, LONDON)  # the sister may be rung
    assert gate.no_safe_route(UNSAFE, policy, NOW, LONDON, contacts=False)
    alone = replace(UNSAFE, emergency=(a_contact(may_be_danger=True),))
    assert gate.no_safe_route(alone, policy, NOW, LONDON)
    assert not gate.no_safe_route(alone, policy, NOW, LONDON, overrides=frozenset({("r-1", "call")}))


# --- the own line -----------------------------------------------------------------------------------------------------
def looks(state: State, now: Now) -> int:
    return step(state, events.Beat(), now).effects.count(effects.LookAtLine())


def test_the_own_line_is_looked_at_every_few_seconds_while_a_drop_is_open_and_never_otherwise() -> None:
    idle, dropped = a_state(), in_a_drop(a_client())
    assert looks(idle, NOW) == 0
    asked = step(dropped, events.Beat(), NOW)
    assert asked.effects.count(effects.LookAtLine()) == 1
    assert looks(asked.state, now_at(10, 18, 34)) == 0
    assert looks(asked.state, now_at(10, 18, 36)) == 1
    over = replace(asked.state, line="up", incidents={"i-1": replace(DROP, ended=at(10, 19))})
    ended = step(over, events.Beat(), now_at(10, 19))
    assert ended.effects.count(effects.LookAtLine()) == 0
    assert (ended.state.line, ended.state.line_asked) == ("unknown", None)


def test_a_line_that_is_down_says_since_when() -> None:
    state = step(in_a_drop(a_client()), events.LineSeen("down"), NOW).state
    assert state.line == "down since 10:18:31"
    assert step(state, events.LineSeen("down"), now_at(10, 20)).state.line == "down since 10:18:31"
    assert step(state, events.LineSeen("up"), now_at(10, 20)).state.line == "up"
    assert step(state, events.LineSeen("nonsense"), now_at(10, 20)).state.line == "unknown"
