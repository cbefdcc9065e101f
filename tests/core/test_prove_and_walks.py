"""Random ways through every flow on the real engine: no stage opens that the model of the proof does not allow.

Each move is looked at with the facts as they stood just before it and just after it, so that the proof and the engine
cannot drift apart: a route opens what the model says opens next, a key and a deadline one of what they may open, and an
answer leads to a combination that the model knows.
"""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from console.core.apply import apply
from console.core.flow import engine
from console.core.flow.facts import FACTS
from console.core.flow.keys import Meaning
from console.core.flow.seen import facts_of
from console.core.incident.incidents import is_open, place
from console.core.prove.model import OUTCOME, Model
from console.core.prove.walk import Walk
from console.core.state import State
from data.flows import shipped
from data.values import facts
from data.values.facts import Record
from data.values.incident import Incident
from data.values.people import Channel, Client, Colleague, Plan, Role, Safety
from data.values.session import SessionState
from data.values.time import Now
from tests.core.build import a_client, a_contact, a_route, a_rule, a_session, at
from tests.core.incident_build import PRACTICE, a_day, flows_of, later, running

POLICIES = ("standard", "remote-protocol")
MODELS = {name: Model(Walk(flows_of(name), FACTS)) for name in POLICIES}
FLOWS = shipped()
WALKS, KEYS = 24, 30
"""So many ways through each flow, of so many keys or waits each."""
SAFE = {Channel.CALL: a_rule(), Channel.TEXT: a_rule(), Channel.VOICEMAIL: a_rule()}
NOT = {Channel.CALL: a_rule(Safety.NOT_SAFE), Channel.TEXT: a_rule(Safety.NOT_SAFE)}
MARY = replace(a_contact(), routes=(a_route("07700 900456", SAFE, id="r-mary"),))
CLIENTS = (
    a_client(routes=(a_route(rules=SAFE),), emergency=(MARY,)),
    a_client(routes=(a_route(rules=SAFE),), plan=Plan(wait=timedelta(minutes=2), signal="a cup"), watch=True),
    a_client(routes=(a_route(rules=SAFE),), emergency=(MARY,), plan=Plan(by="chat")),
    a_client(routes=(a_route(rules=NOT),), emergency=()),
)
RT = a_client("rt", initials="R.T.", reference="RT-1", routes=(a_route("07700 900789", SAFE, id="r-rt"),))
WITH_ROLES = replace(PRACTICE, roles={**PRACTICE.roles, Role.MANAGEMENT: Colleague("Ann", "020 7946 0333")})
SELDOM = {"error", "why", "who", "earlier", "confirm", "override"}
"""Keys that end the way at once, or lead to a page of their own."""


class Way:
    """One incident going its way; everything that it does is held against the model."""

    def __init__(self, flow: str, number: int) -> None:
        self.dice = random.Random(f"{flow} {number}")
        self.policy = POLICIES[number % len(POLICIES)]
        self.model = MODELS[self.policy]
        self.seconds = 0.0
        self.state = self._day(flow, number)
        self.moves = 0
        (self.id,) = self.follow(engine.begin(self.state, flow, "s-1", "ak", self.now), None)

    def _day(self, flow: str, number: int) -> State:
        waiting = running(state=SessionState.AGREED, started=None, ends=None, begin=at(10, 15))
        client: Client = CLIENTS[self.dice.randrange(len(CLIENTS))]
        session = waiting if flow == "late" else None
        day = a_day(self.policy, client=client, session=session, practice=WITH_ROLES if number % 3 else PRACTICE)
        if number % 4 == 0:
            return day
        later_today = a_session("s-2", participants=("rt",), begin=at(11), end=at(11, 50))
        return replace(day, clients={**day.clients, "rt": RT}, sessions={**day.sessions, "s-2": later_today})

    @property
    def now(self) -> Now:
        return later(self.seconds)

    @property
    def incident(self) -> Incident:
        return self.state.incidents[self.id]

    def point(self) -> dict[str, frozenset[str]]:
        """How every fact stands."""
        seen = facts_of(self.state, self.incident, self.now)
        return {name: frozenset({seen[name]}) for name in FACTS}

    def go(self) -> None:
        """One key, or some time."""
        if self.dice.random() < 0.25:
            self.seconds += self.dice.choice((11, 61, 181, 301, 901))
            self.follow(engine.settle(self.state, self.incident, self.now), None)
            return
        self.seconds += 1
        self.follow(engine.settle(self.state, self.incident, self.now), None)
        if not is_open(self.incident):
            return
        means = engine.keys(self.state, self.incident, self.now)
        means = {key: one for key, one in means.items() if one.kind not in SELDOM}
        key = self.dice.choice(sorted(means))
        self.follow(engine.press(self.state, self.incident, key, "10:45", self.now), means[key])

    def follow(self, records: tuple[Record, ...], pressed: Meaning | None) -> set[str]:
        """Apply what the engine says, fact by fact, each move held against the model; the incidents that began."""
        began: set[str] = set()
        for record in records:
            fact = record.fact
            if isinstance(fact, facts.IncidentBegan):
                self.state = apply(self.state, record)
                self.id = fact.incident.id
                began.add(self.id)
                assert fact.incident.stage in self.model.stages
                continue
            before, stage = self.point(), self.incident.stage
            self.state = apply(self.state, record)
            if isinstance(fact, facts.StageEntered):
                self.moves += 1
                self.check_move(stage, before, fact.passage.why, pressed)
            elif isinstance(fact, facts.IncidentEnded):
                self.check_end(stage, before, pressed)
        return began

    def check_move(self, stage: str, before: dict[str, frozenset[str]], why: str, pressed: Meaning | None) -> None:
        walk, here = self.model.walk, self.incident.stage
        arrived = self.point()
        if why == "deadline":
            assert here in walk.deadlines(stage), f"{stage} → {here} by time"
        elif why == "key":
            assert pressed is not None
            goals = {goal for goal, outcome in self._targets(stage, pressed) if not outcome}
            assert here in goals, f"{stage} → {here} by {pressed.words}"
        else:
            assert walk.next_at(stage, before) == here, f"{stage} → {here}: {why}"
        after = walk.arriving(before)
        for name in self.model.stages[here].groups:
            if why != "deadline" and name in after:
                assert arrived[name] <= after[name], f"{stage} → {here}: {name} is {set(arrived[name])}"
        assert stage in walk.came[here] or stage == here

    def check_end(self, stage: str, before: dict[str, frozenset[str]], pressed: Meaning | None) -> None:
        if pressed is None:
            assert stage.startswith("late."), "only a late client who came ends an incident without a key"
            return
        ended = [goal for goal, outcome in self._targets(stage, pressed) if outcome]
        assert len(ended) == 1
        assert ended[0] in self.model.walk.ended
        (point,) = self.model.stages[stage].at(before)
        assert any(way.goals == (OUTCOME,) for way in self.model.stages[stage].ways[point])

    def _targets(self, stage: str, pressed: Meaning) -> list[tuple[str, bool]]:
        (exit_,) = (one for one in self.model.walk.stage(stage).exits if one.id == pressed.what)
        return self.model.walk.targets(stage, exit_.to)

    def rests_where_the_model_rests(self) -> None:
        """Nothing moves any more: neither the engine nor the model has a route that opens."""
        if is_open(self.incident) and place(self.state, self.incident):
            more = engine.settle(self.state, self.incident, self.now)
            assert not [one for one in more if isinstance(one.fact, facts.StageEntered)]
            assert self.model.walk.next_at(self.incident.stage, self.point()) == self.incident.stage


@pytest.mark.parametrize("flow", FLOWS)
def test_every_move_of_the_real_engine_is_one_that_the_model_allows(flow: str) -> None:
    moves = ends = 0
    for number in range(WALKS):
        way = Way(flow, number)
        for _ in range(KEYS):
            if not is_open(way.incident):
                break
            way.go()
            way.rests_where_the_model_rests()
        moves += way.moves
        ends += not is_open(way.incident)
    assert ends, "some of the ways end"
    assert moves or len(flows_of("standard")[flow].stages) == 1, "and some lead from stage to stage"
