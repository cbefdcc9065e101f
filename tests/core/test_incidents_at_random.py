"""Thousands of random steps through several incidents at once, of every flow there is: what holds in all of them.

Of one person the most urgent is in hand and nothing else; what waits comes back; no number is shown past the gate; no
stage is a dead end; time alone closes nothing; a hidden screen neither rings nor speaks.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from console.core import effects, events
from console.core.changed import changed
from console.core.day import loop_kinds, owed
from console.core.flow import ahead, engine
from console.core.gate import gate
from console.core.incident.incidents import DROPS, LATE, any_covert, is_open, numbers, place
from console.core.incident.urgency import by_person, is_crisis, rank
from console.core.rebuild import state_from
from console.core.state import State
from console.core.step import step
from console.core.view.incident import incident_view
from data.values.flow import Look, Party
from data.values.incident import Incident
from data.values.people import Channel, Client, Route
from data.values.session import FollowUp, SessionState
from data.values.time import Now
from data.values.views import IncidentView
from tests.core.build import TODAY, a_session, at
from tests.core.incident_build import a_day, flows_of, later, running
from tests.core.test_flow_everywhere import CLIENTS, POLICIES

FLOWS = (
    *sorted(name for name, flow in flows_of("standard").items() if flow.letter),
    *("drop", "crisis", "safe-word", "late"),
)
KEYS = "fhpdmynuikrbtcglovjswxqz1234567890=e"
LEADING = frozenset({"exit", "answer", "fact", "outcome", "ring", "done", "who"})
BY_TIME = (events.Beat,)
KINDS = ("one to one", "group", "not begun", "nobody")


def people(name: str) -> dict[str, Client]:
    """A.K. as named; B.O. and C.P. as others are, each with numbers of their own."""
    others = {"bo": CLIENTS["safe"], "cp": CLIENTS["nothing"]}
    return {
        "ak": CLIENTS[name],
        **{id_: _renumbered(one, id_, place) for place, (id_, one) in enumerate(others.items(), 1)},
    }


def _renumbered(client: Client, id_: str, place: int) -> Client:
    def other(route: Route) -> Route:
        return replace(route, id=f"{route.id}-{id_}", value=f"07700 9{place}{route.value[-4:]}")

    contacts = tuple(replace(one, routes=tuple(map(other, one.routes))) for one in client.emergency)
    routes = tuple(map(other, client.routes))
    return replace(client, id=id_, initials=id_.upper(), reference=id_, routes=routes, emergency=contacts)


def a_start(policy: str, client: str, kind: str) -> State:
    """A.K.'s session runs, or a group's, or nothing has begun; B.O. is expected at eleven, C.P. at twelve."""
    begun = {"state": SessionState.AGREED, "started": None, "ends": None, "begin": at(10, 15)}
    group = {"participants": ("ak", "bo", "cp"), "group": True, "title": "Group"}
    session = running(**(group if kind == "group" else begun if kind == "not begun" else {}))
    day = a_day(policy, session=session)
    later_on = (
        a_session("s-2", begin=at(11), end=at(11, 50), participants=("bo",)),
        a_session("s-3", begin=at(12), end=at(12, 50), participants=("cp",)),
    )
    kept = {} if kind == "nobody" else {**day.sessions, **{one.id: one for one in later_on}}
    return replace(day, clients=people(client), sessions=kept)


def numbers_past_the_gate(state: State, incident: Incident, view: IncidentView, now: Now) -> list[str]:
    """Numbers of private people on this screen that the gate does not let through by any channel."""
    shown, wrong = str(view), []
    for client in state.clients.values():
        mine = [(route, Party.CLIENT, client.id) for route in client.routes]
        mine += [(route, Party.EMERGENCY, one.id) for one in client.emergency for route in one.routes]
        for route, party, who in mine:
            if route.value in shown and not _let_through(state, incident, client, (route, party, who), now):
                wrong.append(route.value)
    return wrong


def _let_through(state: State, incident: Incident, client: Client, number: tuple[Route, Party, str], now: Now) -> bool:
    route, party, who = number
    if client.id == incident.client:
        ways = (gate.for_step(state, incident, party, one, now, person=who) for one in Channel)
    elif client.id in dict(ahead.to_come(state, incident, now)) and party is Party.CLIENT:
        ways = (gate.for_step(state, incident, Party.TODAY, one, now, person=client.id) for one in Channel)
    else:
        return False
    return any(way.allowed and way.route and way.route.value == route.value for way in ways)


class RandomDay(RuleBasedStateMachine):
    """A working day on which everything happens at once, to several people."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.shift = timedelta()
        self.boot = "boot-1"
        self.state = a_start("standard", "safe", "one to one")

    @property
    def now(self) -> Now:
        """This instant, on clocks that may have been changed."""
        clean = later(self.seconds)
        return replace(clean, utc=clean.utc + self.shift, boot=self.boot)

    def send(self, event: events.Event) -> None:
        before = self.state
        result = step(before, event, self.now)
        self.state = result.state
        if any_covert(before) and any_covert(self.state):
            assert not {type(one) for one in result.effects} & {effects.Bell, effects.Notify}
        if self.state.incidents != before.incidents:
            assert result.records, "an incident moved without a fact"
        if isinstance(event, BY_TIME):
            self._moved_by_time(before)

    def _moved_by_time(self, before: State) -> None:
        """Time ends nothing but a wait for somebody who came, closes no loop, and moves nothing that waits."""
        for id_, one in before.incidents.items():
            now = self.state.incidents[id_]
            if is_open(one) and one.suspended and now.suspended:
                assert now.stage == one.stage
            if is_open(one) and one.flow != LATE and one.suspended_by == "":
                assert is_open(now)
        for id_, owed_ in before.follow_ups.items():
            assert self.state.follow_ups[id_].done == owed_.done

    # --- what happens ---------------------------------------------------------------------------------------------
    @initialize(policy=st.sampled_from(POLICIES), client=st.sampled_from(sorted(CLIENTS)), kind=st.sampled_from(KINDS))
    def begin(self, policy: str, client: str, kind: str) -> None:
        self.state = a_start(policy, client, kind)

    @rule(flow=st.sampled_from(FLOWS))
    def incident_key(self, flow: str) -> None:
        self.send(events.IncidentPressed(flow))

    @rule(number=st.integers(0, 40), which=st.integers(0, 5), words=st.sampled_from(("", "09:10", "because", "France")))
    def a_key_that_means_something(self, number: int, which: int, words: str) -> None:
        open_ones = [one for one in self.state.incidents.values() if is_open(one)]
        if open_ones:
            one = open_ones[which % len(open_ones)]
            means = sorted(engine.keys(self.state, one, self.now))
            if means:
                self.send(events.FlowKeyPressed(one.id, means[number % len(means)], words))

    @rule(number=st.integers(0, 40), words=st.sampled_from(("because", "10:45")))
    def a_way_on(self, number: int, words: str) -> None:
        """A key of the one in hand that leads on: this is how the far stages are reached."""
        for one in [one for one in self.state.incidents.values() if is_open(one) and one.suspended is None]:
            ways = [key for key, way in sorted(engine.keys(self.state, one, self.now).items()) if way.kind in LEADING]
            if ways:
                self.send(events.FlowKeyPressed(one.id, ways[number % len(ways)], words))

    @rule(key=st.sampled_from(KEYS), words=st.sampled_from(("", "because")))
    def any_key(self, key: str, words: str) -> None:
        for one in list(self.state.incidents.values()):
            self.send(events.FlowKeyPressed(one.id, key, words))

    @rule(which=st.integers(0, 5), client=st.sampled_from(("ak", "bo", "cp")))
    def said_whom(self, which: int, client: str) -> None:
        standing = list(self.state.incidents.values())
        if standing:
            self.send(events.IncidentFor(standing[which % len(standing)].id, client))

    @rule(seconds=st.sampled_from((1, 9, 60, 180, 300, 1500, 7200)))
    def wait(self, seconds: int) -> None:
        self.seconds += seconds
        self.send(events.Beat())

    @rule(minutes=st.sampled_from((-90, 90)))
    def clock_step(self, minutes: int) -> None:
        self.shift += timedelta(minutes=minutes)
        self.send(events.Beat())

    @rule(day=st.integers(0, 1))
    def restart(self, day: int) -> None:
        """Over midnight too, where nothing runs any more."""
        nothing = replace(self.state, incidents={}, sessions={}, clients={}, follow_ups={})
        kept = replace(changed(nothing, self.state), practice=self.state.practice)
        live = any(one.state in {SessionState.RUNNING, SessionState.ENDING} for one in self.state.sessions.values())
        today = self.state.today if live else max(self.state.today, TODAY + timedelta(days=day))
        fresh = state_from(kept, self.state.policy, today, flows=self.state.flows)
        assert fresh.incidents == self.state.incidents
        self.state = replace(fresh, beat=self.state.beat, policies=self.state.policies)
        self.send(events.Beat())

    @rule(state=st.sampled_from((SessionState.ENDED, SessionState.DID_NOT_ATTEND)))
    def session_moves(self, state: SessionState) -> None:
        self.send(events.Moved("s-1", state))

    @rule()
    def start(self) -> None:
        self.send(events.StartPressed("s-1"))

    # --- what holds -----------------------------------------------------------------------------------------------
    @invariant()
    def of_each_person_the_most_urgent_is_in_hand_and_all_others_wait(self) -> None:
        for person, waiting in by_person(self.state).items():
            first, *others = waiting
            assert first == min(waiting, key=lambda one: rank(self.state, one))
            assert first.suspended is None, person
            assert all(one.suspended is not None for one in others), person

    @invariant()
    def nobody_has_two_crises_or_two_drops_or_a_drop_that_a_crisis_did_not_take_in(self) -> None:
        for person, waiting in by_person(self.state).items():
            if person.startswith("?"):
                continue
            begun = ["drop" if one.flow in DROPS else one.flow for one in waiting if one.flow != LATE]
            assert len(set(begun)) == len(begun), begun
            crisis = next((one for one in waiting if is_crisis(one)), None)
            assert crisis is None or all(one.suspended for one in waiting if one.flow in DROPS)

    @invariant()
    def an_open_incident_has_keys_and_a_screen_without_a_forbidden_number(self) -> None:
        for one in self.state.incidents.values():
            view = incident_view(self.state, one, self.now)
            if is_open(one):
                kinds = {meaning.kind for meaning in engine.keys(self.state, one, self.now).values()}
                assert kinds & LEADING, one.stage
                assert numbers_past_the_gate(self.state, one, view, self.now) == []
                assert sum(row.next for row in view.rows) <= 1
            else:
                assert one.decider
                assert one.outcome

    @invariant()
    def a_countdown_is_never_longer_than_the_policy(self) -> None:
        for one in self.state.incidents.values():
            at_place = place(self.state, one) if is_open(one) else None
            if at_place is None or at_place[1].look is Look.COVERT:
                continue
            _, rest, deadline = engine.digits(self.state, one, self.now)
            if deadline is not None and deadline.after.policy in {"reconnect", "wait", "gap"}:
                assert rest <= numbers(self.state, one)[deadline.after.policy]

    @invariant()
    def a_hidden_screen_tells_nothing_beside_it(self) -> None:
        for one in self.state.incidents.values():
            at_place = place(self.state, one) if is_open(one) else None
            if at_place is not None and at_place[1].look is Look.COVERT:
                view = incident_view(self.state, one, self.now)
                assert (view.others, view.grave, view.card, view.number) == ((), False, None, "")

    @invariant()
    def what_incidents_left_open_is_owed(self) -> None:
        loops = {one.id for one in self.state.follow_ups.values() if _is_loop(self.state, one)}
        listed = owed(self.state, self.now)
        assert loops == {one.id for one in listed if one.kind == "loop"}

    def teardown(self) -> None:
        """Everything that waits comes back, one after the other, until nothing is left."""
        for _ in range(100):
            in_hand = [one for one in self.state.incidents.values() if is_open(one) and one.suspended is None]
            if not in_hand:
                break
            self.send(events.FlowKeyPressed(in_hand[0].id, "x"))
        assert not [one for one in self.state.incidents.values() if is_open(one)]


def _is_loop(state: State, one: FollowUp) -> bool:
    return one.done is None and one.kind in loop_kinds(state)


TestRandomDay = RandomDay.TestCase
TestRandomDay.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
