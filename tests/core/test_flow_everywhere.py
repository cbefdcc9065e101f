"""Every stage of every shipped flow: no key leads nowhere, no number without the gate, no level passes a higher one.

Then 5,000 steps of random drops: what holds in every one of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, islice, product
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.core import events
from console.core.changed import changed
from console.core.flow import engine
from console.core.flow.facts import FACTS
from console.core.flow.seen import facts_of
from console.core.gate import gate
from console.core.incident.incidents import is_open, place
from console.core.rebuild import state_from
from console.core.state import State
from console.core.step import step
from console.core.view.incident import incident_view
from data.values.flow import Look, Party
from data.values.incident import Attempt, Given, Incident, Passage
from data.values.kept import Kept
from data.values.people import Channel, Client, Consent, ConsentKind, Plan, Route, Safety, Turn
from data.values.session import SessionState
from data.values.time import Now
from data.values.views import IncidentView
from tests.core.build import TODAY, a_client, a_contact, a_route, a_rule, at
from tests.core.incident_build import Drop, a_day, flows_of, later, running

POLICIES = ("standard", "remote-protocol", "support-service", "online-working")
STAGES = tuple(f"{name}.{stage}" for name, one in flows_of("standard").items() for stage in one.stages)
THIRD = 3
IGNORED = {"why", "confirm", "override", "who"}
"""Keys that are answered at the gate, by a chooser or by a page of their own."""


def numbered(rules: dict[Channel, Any], contacts: dict[Channel, Any] | None = None, **changes: Any) -> Client:
    """A client whose number and whose sister's follow these rules; a second contact may be the danger."""
    sister = replace(a_contact(), routes=(a_route("07700 900456", contacts or {}, id="r-Mary"),))
    paul = a_contact("Paul", may_be_danger=True, routes=(a_route("07700 900999", SAFE, id="r-Paul"),))
    return a_client(routes=(a_route(rules=rules),), emergency=(paul, sister), **changes)


SAFE = {Channel.CALL: a_rule(), Channel.TEXT: a_rule(), Channel.VOICEMAIL: a_rule()}
OLD = {Channel.CALL: a_rule(days=40), Channel.TEXT: a_rule(days=40)}
NOT = {Channel.CALL: a_rule(Safety.NOT_SAFE), Channel.TEXT: a_rule(Safety.NOT_SAFE)}
GUARDED = Consent(ConsentKind.GUARDIAN, "Mary", TODAY)
CLIENTS = {
    "safe": numbered(SAFE, SAFE),
    "old": numbered(OLD, OLD),
    "nothing": numbered(NOT, NOT),
    "watched": numbered(OLD, SAFE, watch=True),
    "rings": numbered(SAFE, SAFE, plan=Plan(Turn.CLIENT, wait=timedelta(minutes=2))),
    "chats": numbered(SAFE, NOT, plan=Plan(by="chat", signal="a cup")),
    "child": numbered(NOT, SAFE, born=TODAY.replace(year=2015), consent=GUARDED),
}
WORDS = (
    *product(("", "frozen", "hung-up", "distress", "mine", "person"), ("", "yes", "no"), ("",)),
    ("frozen", "no", "yes"),
    ("", "yes", "no"),
)
SAID = tuple(
    tuple(
        Given(fact, value, later(5).utc)
        for fact, value in zip(("saw", "concern", "danger"), said, strict=True)
        if value
    )
    for said in WORDS
)
TRIED = ((), ("no answer",), ("voicemail", "no answer"), ("client",))


def standing(stage: str, client: Client, policy: str, said: tuple[Given, ...], tried: tuple[str, ...]) -> Drop:
    """An incident that stands in this stage, however it came there."""
    late = stage.startswith("late.")
    waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 15))
    drop = Drop(a_day(policy, client=client, session=waiting if late else None), key="late" if late else "drop")
    one = drop.incident
    tries = tuple(
        Attempt(f"a{n}", "ring", Party.CLIENT.value, "ak", "r-1", later(10 + n).utc, later(20 + n).utc, how)
        for n, how in enumerate(tried)
    )
    path = (*one.path, Passage(stage, later(4).utc, "key"))
    moved = replace(one, stage=stage, path=path, given=said, attempts=tries)
    drop.state = replace(drop.state, incidents={one.id: moved})
    drop.at = 300.0
    return drop


def every_way(stage: str) -> Iterator[Drop]:
    """The stage with every client, every policy, everything said and tried; settled as a heartbeat would.

    A third of all combinations, another third from stage to stage: a step prime to all their counts.
    """
    ways = islice(product(CLIENTS.values(), SAID, TRIED), len(stage) % THIRD, None, THIRD)
    for n, (client, said, tried) in enumerate(ways):
        drop = standing(stage, client, POLICIES[n % len(POLICIES)], said, tried)
        drop.state = settled(drop)
        yield drop


def settled(drop: Drop) -> State:
    """The state after what comes due by itself."""
    from console.core.apply import apply

    state = drop.state
    for record in engine.settle(state, drop.incident, later(drop.at)):
        state = apply(state, record)
    return state


def numbers_of(client: Client) -> list[tuple[Route, Party, str]]:
    mine = [(route, Party.CLIENT, client.id) for route in client.routes]
    return mine + [(route, Party.EMERGENCY, one.id) for one in client.emergency for route in one.routes]


def shown_without_the_gate(state: State, incident: Incident, view: IncidentView, now: Now) -> list[str]:
    """Numbers on this screen that the gate does not let through by any channel."""
    wrong = []
    client = state.clients.get(incident.client)
    for every in state.clients.values():
        for route, party, person in numbers_of(every):
            ways = (gate.for_step(state, incident, party, one, now, person=person) for one in Channel)
            ok = every is client and any(way.allowed and way.route and way.route.value == route.value for way in ways)
            if route.value in str(view) and not ok:
                wrong.append(route.value)
    return wrong


# --- every stage ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_way_on_and_no_number_that_the_gate_refuses(stage: str) -> None:
    for n, drop in enumerate(every_way(stage)):
        means = drop.means()
        assert {one.kind for one in means.values()} & {"exit", "answer", "outcome", "ring"}, drop.stage
        if n % 3:
            continue
        view = drop.view()
        assert shown_without_the_gate(drop.state, drop.incident, view, later(drop.at)) == []
        assert sum(row.next for row in view.rows) <= 1
        at_place = place(drop.state, drop.incident)
        assert at_place is not None
        if at_place[1].look is not Look.COVERT:
            assert view.digits
            assert view.who


@pytest.mark.parametrize("stage", STAGES)
def test_no_key_of_any_stage_leads_nowhere(stage: str) -> None:
    for n, drop in enumerate(every_way(stage)):
        if n % 7:  # every seventh way: each client, each policy and each answer is still among them
            continue
        for key, meaning in drop.means().items():
            if meaning.kind in IGNORED:
                continue
            records = engine.press(drop.state, drop.incident, key, "words", later(drop.at))
            assert records, (drop.stage, key, meaning)
            after = step(drop.state, events.FlowKeyPressed(drop.incident.id, key, "words"), later(drop.at)).state
            incident = after.incidents[drop.incident.id]
            assert not is_open(incident) or engine.keys(after, incident, later(drop.at)), (drop.stage, key)


@pytest.mark.parametrize("stage", STAGES)
def test_a_key_without_a_meaning_changes_nothing(stage: str) -> None:
    drop = standing(stage, CLIENTS["safe"], "standard", (), ())
    for key in set("abcdefghijklmnopqrstuvwxyz0123456789 +-") - set(drop.means()):
        assert engine.press(drop.state, drop.incident, key, "words", later(drop.at)) == ()


@pytest.mark.parametrize("stage", STAGES)
def test_every_fact_has_a_listed_value_everywhere(stage: str) -> None:
    for n, drop in enumerate(every_way(stage)):
        if n % 7 == 0:
            found = facts_of(drop.state, drop.incident, later(drop.at))
            assert set(found) == set(FACTS)
            assert all(value in FACTS[name] for name, value in found.items())


# --- precedence -------------------------------------------------------------------------------------------------------
def given(fact: str, value: str) -> Given:
    return Given(fact, value, later(5).utc)


LEVELS: dict[str, Any] = {
    "immediate danger": {"given": (given("danger", "yes"),)},
    "covert": {"given": (given("saw", "person"),)},
    "concern": {"given": (given("concern", "yes"),)},
    "the policy's must": {"policy": "remote-protocol"},
    "third drop": {"drop": 3},
    "second drop": {"drop": 2},
    "last five minutes": {"at": 27 * 60.0},
    "the client's plan": {},
}
ORDER = tuple(LEVELS)


def lands(*levels: str) -> str:
    """Where a drop that was not reached goes when these levels hold together."""
    has: dict[str, Any] = {"policy": "standard", "drop": 1, "at": 300.0}
    said: tuple[Given, ...] = ()
    for level in sorted(levels, key=ORDER.index, reverse=True):  # the higher one has the last word on what both set
        has |= {name: value for name, value in LEVELS[level].items() if name != "given"}
        said += LEVELS[level].get("given", ())
    if "concern" not in levels:
        said += (given("concern", "no"),)
    drop = standing("drop.not-reached", CLIENTS["safe"], has["policy"], said, ())
    moved = replace(drop.incident, drop=has["drop"])
    drop.state = replace(drop.state, incidents={moved.id: moved})
    drop.at = has["at"]
    drop.state = settled(drop)
    return drop.stage


@pytest.mark.parametrize(("higher", "lower"), list(combinations(ORDER, 2)))
def test_the_higher_level_decides_whatever_holds_below_it(higher: str, lower: str) -> None:
    assert lands(higher, lower) == lands(higher)


def test_each_level_that_leads_somewhere_of_its_own_does() -> None:
    assert {level: lands(level) for level in ORDER} == {
        "immediate danger": "emergency.services",
        "covert": "covert.wait",
        "concern": "emergency.contact",
        "the policy's must": "emergency.contact",
        "third drop": "drop.not-today",
        "second drop": "drop.alternative",
        "last five minutes": "drop.not-today",
        "the client's plan": "drop.alternative",
    }


# --- 5,000 random steps -----------------------------------------------------------------------------------------------
KEYS = "fhpdmynuikrbtcglovjswx12345670="


class RandomDrop(RuleBasedStateMachine):
    """A working day in which everything happens at once."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.shift = timedelta()
        self.state = a_day()
        self.boot = "boot-1"

    @property
    def now(self) -> Now:
        """This instant, on clocks that may have been changed."""
        clean = later(self.seconds)
        return replace(clean, utc=clean.utc + self.shift, boot=self.boot)

    @rule(policy=st.sampled_from(POLICIES), client=st.sampled_from(sorted(CLIENTS)), late=st.booleans())
    def begin_again(self, policy: str, client: str, late: bool) -> None:
        waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 5))
        self.seconds, self.shift, self.boot = 0.0, timedelta(), "boot-1"
        self.state = a_day(policy, client=CLIENTS[client], session=waiting if late else None)
        self.send(events.IncidentPressed("late" if late else "drop"))

    def send(self, event: events.Event) -> None:
        before = self.state
        result = step(before, event, self.now)
        self.state = result.state
        covert = any(
            is_open(one) and (found := place(self.state, one)) and found[1].look is Look.COVERT
            for one in self.state.incidents.values()
        )
        if covert:
            assert not {type(one).__name__ for one in result.effects} & {"Bell", "Notify"}
        if self.state.incidents != before.incidents:
            assert result.records, "an incident moved without a fact"

    @rule(key=st.sampled_from(KEYS), words=st.sampled_from(("", "10:45", "because")))
    def press(self, key: str, words: str) -> None:
        for one in list(self.state.incidents.values()):
            self.send(events.FlowKeyPressed(one.id, key, words))

    @rule(seconds=st.sampled_from((1, 9, 60, 180, 300, 1500)))
    def wait(self, seconds: int) -> None:
        self.seconds += seconds
        self.send(events.Beat())

    @rule(key=st.sampled_from(("drop", "late")))
    def incident_key(self, key: str) -> None:
        self.send(events.IncidentPressed(key))

    @rule(minutes=st.sampled_from((-90, 90)))
    def clock_step(self, minutes: int) -> None:
        self.shift += timedelta(minutes=minutes)
        self.send(events.Beat())

    @rule()
    def restart(self) -> None:
        kept = changed(replace(self.state, incidents={}, sessions={}, clients={}, follow_ups={}), self.state)
        flows, beat = self.state.flows, self.state.beat
        fresh = state_from(replace(kept, practice=self.state.practice), self.state.policy, TODAY, flows=flows)
        assert fresh.incidents == self.state.incidents
        self.state = replace(fresh, beat=beat, policies=self.state.policies)

    @rule(state=st.sampled_from((SessionState.ENDED, SessionState.DID_NOT_ATTEND)))
    def session_moves(self, state: SessionState) -> None:
        self.send(events.Moved("s-1", state))

    @rule()
    def start(self) -> None:
        self.send(events.StartPressed("s-1"))

    @invariant()
    def an_open_incident_has_keys_and_a_screen_without_a_forbidden_number(self) -> None:
        for one in self.state.incidents.values():
            view = incident_view(self.state, one, self.now)
            if is_open(one):
                kinds = {meaning.kind for meaning in engine.keys(self.state, one, self.now).values()}
                assert kinds & {"exit", "answer", "outcome", "ring"}
                assert shown_without_the_gate(self.state, one, view, self.now) == []
            else:
                assert one.decider
                assert one.outcome

    @invariant()
    def the_reconnect_countdown_is_never_longer_than_the_policy(self) -> None:
        for one in self.state.incidents.values():
            if is_open(one) and one.stage == "drop.reconnect":
                _, rest, deadline = engine.digits(self.state, one, self.now)
                assert deadline is None or rest <= self.state.policy.reconnect.value

    @invariant()
    def no_more_tries_than_the_policy_allows(self) -> None:
        for one in self.state.incidents.values():
            tries = [each.outcome for each in one.attempts if each.party == Party.CLIENT.value]
            since = tries[len(tries) - tries[::-1].index("client") :] if "client" in tries else tries
            assert len(since) <= self.state.policy.tries.value


TestRandomDrop = RandomDrop.TestCase
TestRandomDrop.settings = settings(
    max_examples=100, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_kept_incidents_are_all_that_a_restart_needs() -> None:
    drop = Drop()
    drop.press("f", 4)
    assert state_from(Kept(incidents=(drop.incident,)), drop.state.policy, TODAY).incidents == drop.state.incidents
