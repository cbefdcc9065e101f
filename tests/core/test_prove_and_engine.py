"""The proof reads flows as the engine runs them: from any stage and any facts both open the same stages next."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.apply import apply
from console.core.flow import engine
from console.core.flow.facts import FACTS, GIVEN
from console.core.flow.seen import facts_of
from console.core.prove.walk import Walk
from data.values.facts import StageEntered
from data.values.flow import Party
from data.values.incident import Attempt, Given, Passage
from data.values.people import Channel, Client, Plan, Safety, Turn
from data.values.time import Now
from tests.core.build import a_client, a_contact, a_route, a_rule
from tests.core.incident_build import Drop, a_day, flows_of, later

SAFE = {Channel.CALL: a_rule(), Channel.TEXT: a_rule(), Channel.VOICEMAIL: a_rule()}
NOT = {Channel.CALL: a_rule(Safety.NOT_SAFE)}
SISTER = replace(a_contact(), routes=(a_route("07700 900456", SAFE, id="r-sister"),))
DANGER = replace(a_contact("Paul", may_be_danger=True), routes=(a_route("07700 900999", SAFE, id="r-paul"),))
CLIENTS = (
    a_client(routes=(a_route(rules=SAFE),), emergency=(SISTER,)),
    a_client(routes=(a_route(rules=SAFE),), emergency=(DANGER,), plan=Plan(Turn.CLIENT, wait=timedelta(minutes=2))),
    a_client(routes=(a_route(rules=SAFE),), plan=Plan(by="chat")),
    a_client(routes=(a_route(rules=NOT),), emergency=()),
)
POLICIES = ("standard", "remote-protocol")
WALKS = {name: Walk(flows_of(name), FACTS) for name in POLICIES}
STAGES = sorted(name for name in WALKS["standard"].reached if not name.startswith("late."))
ASKED = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in GIVEN.items()})
TRIES = st.lists(st.sampled_from(["client", "no answer", "voicemail", "someone else"]), max_size=3)


def _next(walk: Walk, drop: Drop, now: Now) -> str:
    """The stage that the proof opens next with these facts; the one in hand where it stays."""
    point = {name: frozenset({value}) for name, value in facts_of(drop.state, drop.incident, now).items()}
    moves, rests = walk.read(drop.stage, point)
    assert len(moves) + len(rests) == 1, "one combination leads to one place"
    opened = moves[0].to if moves else drop.stage
    assert walk.next_at(drop.stage, point) == opened, "both readings of the routes agree"
    return opened


def _standing(stage: str, policy: str, client: Client, said: dict[str, str], tried: list[str], number: int) -> Drop:
    drop = Drop(a_day(policy, client=client))
    given_ = tuple(Given(fact, value, later(2).utc) for fact, value in said.items())
    attempts = tuple(
        Attempt(f"a{n}", "ring", Party.CLIENT.value, "ak", "r-1", later(2).utc, later(3).utc, outcome)
        for n, outcome in enumerate(tried)
    )
    path = (Passage(stage, later(3).utc, "key"),)
    moved = replace(drop.incident, stage=stage, given=given_, attempts=attempts, drop=number, path=path)
    drop.state = replace(drop.state, incidents={moved.id: moved})
    return drop


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(STAGES),
    st.sampled_from(POLICIES),
    st.sampled_from(CLIENTS),
    ASKED,
    TRIES,
    st.integers(min_value=1, max_value=4),
)
def test_the_engine_opens_the_stages_that_the_proof_says(
    stage: str, policy: str, client: Client, said: dict[str, str], tried: list[str], number: int
) -> None:
    drop = _standing(stage, policy, client, said, tried, number)
    now, walk = later(5), WALKS[policy]
    for record in engine.settle(drop.state, drop.incident, now):
        expected = _next(walk, drop, now)
        drop.state = apply(drop.state, record)
        if isinstance(record.fact, StageEntered):
            assert drop.stage == expected
    assert _next(walk, drop, now) == drop.stage
