"""The proof of the flows: what is shipped passes, and every kind of fault is found, with file, line and key."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.commands.policy import run
from console.core.flow.facts import FACTS
from console.core.flow.seen import holds
from console.core.prove.proof import PRECEDENCE, prove
from console.core.prove.situations import ANY, combinations, kinds, outside, size, within, words
from console.core.prove.walk import Walk
from data.flows import load_flows
from data.policies import load, shipped
from data.values.flow import (
    Amount,
    Anchor,
    Deadline,
    Exit,
    Flow,
    Guard,
    Look,
    Outcome,
    Party,
    Question,
    Route,
    Stage,
    Step,
    StepKind,
)
from data.values.people import Channel
from data.values.time import Now
from tests.planted import own_drop, planted

NOW = Now(datetime(2026, 11, 21, 20, 0, tzinfo=UTC))
ALL = load_flows(load("standard"))
HERE = "flow.drop"
MOST_KEYS = 8
"""So many keys at most to an end, in the worst combination of facts of the longest flow."""


def _check(file: Path) -> tuple[int, list[str]]:
    out, err = io.StringIO(), io.StringIO()
    code = run(["check", str(file)], out, err, NOW)
    assert err.getvalue() == ""
    return code, out.getvalue().splitlines()


# --- what is shipped --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", shipped())
def test_the_flows_of_every_policy_keep_what_is_promised(name: str) -> None:
    proof = prove(load_flows(load(name)))
    assert proof.findings == ()
    assert set(proof.flows) == set(ALL)
    assert all(one.states > 0 and one.paths >= one.states for one in proof.flows.values())
    assert proof.states > 10_000
    assert proof.paths > 10 * proof.states


def test_from_anywhere_in_a_flow_an_end_is_a_few_keys_away() -> None:
    keys = {name: one.keys for name, one in prove(ALL).flows.items()}
    assert all(1 <= one <= MOST_KEYS for one in keys.values()), keys
    assert keys["drop"] <= 4


def test_flows_that_were_proved_already_are_not_proved_again() -> None:
    assert prove(dict(ALL)) is prove(ALL)
    assert prove(load_flows(load("standard"))) is prove(load_flows(load("remote-protocol")))
    fewer = {name: flow for name, flow in ALL.items() if name in {"complaint"}}
    assert prove(fewer) is not prove(ALL)


def test_the_shipped_drop_as_a_policys_own_is_well(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(own_drop(), encoding="utf-8")
    code, lines = _check(file)
    assert code == 0
    assert lines[0].startswith(f"{file}: well; ")
    assert f"{len(ALL)} flows (proved over " in lines[0]
    assert [line.split()[0] for line in lines[2:-1]] == sorted(ALL)
    assert lines[-1].split()[:2] == ["in", "all"]
    assert lines[-1].endswith(" s")


def test_every_stage_is_reached_and_every_outcome_ends_something() -> None:
    walk = Walk(ALL, FACTS)
    assert set(walk.reached) == {f"{flow.id}.{stage}" for flow in ALL.values() for stage in flow.stages}
    assert walk.ended == {f"{flow.id}.{outcome}" for flow in ALL.values() for outcome in flow.outcomes}
    assert walk.ending == set(walk.reached)


# --- planted faults: the edits, with « on the header of the part or on its line; the key; the words ------------------
RECONNECT = '[[flow.drop.stage.reconnect.deadline]]\nfrom = "t0"\nafter = "policy.reconnect"\n'
MUST = (
    '[[flow.drop.stage.not-reached.route]]\nlevel = "the policy\'s must"\n'
    'when = { must = "yes" }\nto = "emergency"\nsource = "S3 4.4"\n\n'
)
THIRD = '[[flow.drop.stage.not-reached.route]]\nlevel = "third drop"\n'
RING = 'id = "ring"\nkind = "attempt"\nkey = "g"\ntext = "Ring the client, from the work phone."\n'
NO_WAY = 'title = "No safe route left"\n'
DANGER = (
    '[[flow.drop.route]]\nlevel = "immediate danger"\nwhen = { danger = "yes" }\n'
    'to = "emergency.services"\nsource = "S0 L25,34; S3 5"\n\n'
)
SOMEONE = (
    '[[flow.drop.route]]\nlevel = "someone came in"\nwhen = { saw = "person", signal = ["no", "unasked"] }\n'
    'to = "covert"\nsource = "S2 L27,31"\n'
)
NUMBER = (
    '[[flow.drop.stage.reconnect.step]]\nid = "number"\nkind = "show"\ntext = "Phone"\n'
    'to = "client"\nchannel = "call"\n'
)
AGAIN = (
    '«[[flow.drop.stage.no-safe-route.deadline]]\nfrom = "stage"\nafter = "5m"\n'
    'to = "alternative"\nsource = "standard"\n\n'
)
NO_SAFE = '[[flow.drop.stage.no-safe-route.route]]\nlevel = "concern"\nwhen = { saw'
NO_CALL = '[[flow.drop.stage.no-call.route]]\nlevel = "client\'s plan"\n'
STAY = 'text = "Stay in the room; they may come back."'


def maze(name: str, on: str) -> str:
    """A stage whose one key leads on, and never out."""
    return (
        f'[flow.drop.stage.{name}]\ntitle = "Maze"\n\n[[flow.drop.stage.{name}.exit]]\n'
        f'id = "on"\nkey = "g"\ntext = "on"\nto = "{on}"\nsource = "standard"\n\n'
    )


FAULTS = [
    (
        "unreachable stage",
        [("[flow.drop.stage.landing]", '«[flow.drop.stage.attic]\ntitle = "Attic"\n\n[flow.drop.stage.landing]')],
        "stage.attic",
        "nothing leads to this stage",
    ),
    (
        "dead end always",
        [
            ("[flow.drop.stage.landing]", '«[flow.drop.stage.cellar]\ntitle = "Cellar"\n\n[flow.drop.stage.landing]'),
            ('text = "lost them again"\nto = "not-reached"\nsource', 'text = "lost them again"\nto = "cellar"\nsource'),
        ],
        "stage.cellar",
        "no way out: always; add an exit",
    ),
    (
        "dead end in one case",
        [
            (f'{NO_WAY}shared = ["rejoin"]', NO_WAY),
            ("[flow.drop.stage.no-safe-route]", "«[flow.drop.stage.no-safe-route]"),
            ('text = "booked end: ask next time"', 'text = "booked end"\nwhen = { child = "no" }'),
        ],
        "stage.no-safe-route",
        "no way out: child is yes; add an exit that holds then",
    ),
    (
        "no outcome in reach",
        [
            (
                "[flow.drop.stage.landing]",
                f"«{maze('maze', 'maze-too')}{maze('maze-too', 'maze')}[flow.drop.stage.landing]",
            ),
            ('text = "lost them again"\nto = "not-reached"\nsource', 'text = "lost them again"\nto = "maze"\nsource'),
            (DANGER, ""),
            (SOMEONE, ""),
        ],
        "stage.maze",
        "no outcome can be reached",
    ),
    (
        "endless loop of routes",
        [
            (
                f'{NO_CALL}when = {{ call_route = ["safe", "confirm"] }}',
                f'«{NO_CALL}when = {{ call_route = "none" }}',
            )
        ],
        "stage.no-call.route[1]",
        "goes round for ever without anybody's choice: drop.",
    ),
    (
        "endless loop of deadlines",
        [(NO_SAFE, AGAIN + NO_SAFE)],
        "stage.no-safe-route.deadline[1]",
        "goes round for ever without anybody's choice: drop.",
    ),
    (
        "deadline that leads nowhere",
        [(f'{RECONNECT}to = "phone"', f'{RECONNECT}«to = "telephone"')],
        "stage.reconnect.deadline[1].to",
        "there is no stage",
    ),
    (
        "deadline to itself",
        [(f'{RECONNECT}to = "phone"', f'«{RECONNECT}to = "reconnect"')],
        "stage.reconnect.deadline[1]",
        "opens the stage it is in",
    ),
    (
        "ungated message",
        [
            (
                'text = "Offer another appointment by e-mail."\nto = "client"\nchannel = "email"\n',
                'text = "Offer another appointment by e-mail."«\nchannel = "email"\n',
            )
        ],
        "shared.another-time.step.offer-email",
        "add to, so that the gate can be asked",
    ),
    (
        "ungated call",
        [(f'{RING}to = "client"\nchannel = "call"', f'{RING}«to = "client"')],
        "stage.ring.step.ring",
        "add channel, so that the gate can be asked",
    ),
    (
        "number shown past the gate",
        [('text = "Then you ring"\nto = "client"\n', 'text = "Then you ring"«\n')],
        "stage.line-free.step.number",
        "add to, so that the gate can be asked",
    ),
    (
        "number written into the words",
        [('text = "Then you ring"', 'text = "Then ring 07700 900123"«')],
        "stage.line-free.step.number",
        "has a number in its words",
    ),
    (
        "call by a step that asks no gate",
        [(RING, RING.replace("attempt", "do") + "«")],
        "stage.ring.step.ring",
        "no gate is asked of a do",
    ),
    (
        "exit without outcome",
        [('text = "landed: end well"\nto = "landed"', 'text = "landed: end well"\n«to = "landd"')],
        "stage.landing.exit.landed.to",
        'did you mean "landed"?',
    ),
    (
        "outcome without decider",
        [
            (
                '[flow.drop.outcome.landed]\ntext = "Safe landing"\ndecider = "practitioner"\n',
                '«[flow.drop.outcome.landed]\ntext = "Safe landing"\n',
            )
        ],
        "outcome.landed.decider",
        "is missing",
    ),
    (
        "outcome never reached",
        [
            (
                "[flow.drop.outcome.landed]\n",
                '«[flow.drop.outcome.eaten]\ntext = "Eaten"\ndecider = "the dog"\nsource = "standard"\n\n'
                "[flow.drop.outcome.landed]\n",
            )
        ],
        "outcome.eaten",
        "no key leads to this outcome",
    ),
    (
        "unknown fact",
        [("when = { watch = ", "«when = { weather = ")],
        "stage.reconnect.exit.phone.offers[2].when.weather",
        "is not a fact",
    ),
    (
        "unknown value",
        [('when = { turn = "client", ', '«when = { turn = "dog", ')],
        "stage.phone.route[4].when.turn",
        '"dog" is no value of turn',
    ),
    (
        "clash of keys",
        [('key = "l"\ntext = "end here, rearrange"', '«key = "g"\ntext = "end here, rearrange"')],
        "stage.re-entry.exit.end.key",
        "already means exit resume",
    ),
    (
        "missing source",
        [('text = "Say what you heard last."\nsource = "S2 L17"\n', 'text = "Say what you heard last."«\n')],
        "stage.re-entry.step.missed.source",
        "is missing",
    ),
    (
        "too long a text",
        [
            (
                'text = "Say what you heard last."',
                '«text = "Say what you heard last and then what came before it, as well as you can."',
            )
        ],
        "stage.re-entry.step.missed.text",
        "12 words at most",
    ),
    (
        "precedence broken",
        [
            (MUST, ""),
            (
                THIRD,
                f"{THIRD.replace('third drop', 'last five minutes')}"
                'when = { last_minutes = "yes", concern = "no" }\nto = "not-today"\nsource = "standard"\n\n«'
                + MUST
                + THIRD,
            ),
        ],
        "stage.not-reached.route[4]",
        '"the policy\'s must" comes before "last five minutes" in the precedence',
    ),
    (
        "route that never opens",
        [
            (
                'when = { call_route = ["safe", "confirm"] }\nto = "ring"\nsource = "S3 4.4; S4',
                'when = { turn = "client", saw = "mine" }«\nto = "ring"\nsource = "S3 4.4; S4',
            )
        ],
        "stage.phone.route[5]",
        "never opens",
    ),
    (
        "exit that can never be taken",
        [('drop_number = ["first", "second"], last_minutes = "no" }', 'danger = "yes" }«')],
        "stage.prove.exit.go-on",
        "can never be taken here",
    ),
    (
        "must that is only shown",
        [(STAY, f"{STAY}«\nmust = true")],
        "stage.no-call.step.stay",
        "a must that is only a show cannot be recorded",
    ),
    (
        "must hidden by the gate",
        [('when = { letter = "yes" }\nsource', 'when = { letter = "yes" }«\nmust = true\nsource')],
        "shared.another-time.step.letter",
        "a must hidden by letter",
    ),
    (
        "covert stage with a number",
        [
            (
                f"[flow.drop.stage.no-safe-route]\n{NO_WAY}",
                f'[flow.drop.stage.no-safe-route]\n{NO_WAY}look = "covert"\n',
            ),
            (
                '[[flow.drop.stage.no-safe-route.step]]\nid = "number"',
                '«[[flow.drop.stage.no-safe-route.step]]\nid = "number"',
            ),
        ],
        "stage.no-safe-route.step.number",
        "a covert stage shows nobody's number",
    ),
    (
        "number out of reach",
        [
            (NUMBER, NUMBER.replace('to = "client"\nchannel = "call"\n', "")),
            ('text = "phone now"\nto = "phone"', 'text = "ask first"\nto = "re-entry"'),
            ("[flow.drop.stage.reconnect]", "«[flow.drop.stage.reconnect]"),
        ],
        "stage.reconnect",
        "no key brings its number forward",
    ),
]


@pytest.mark.parametrize(("edits", "key", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_planted_fault_is_found_by_policy_check_with_file_line_and_key(
    tmp_path: Path, edits: list[tuple[str, str]], key: str, words: str
) -> None:
    file, line = planted(tmp_path, *edits)
    code, found = _check(file)
    assert code == 1
    header = max(n for n, text in enumerate(file.read_text().splitlines()[:line], 1) if text.startswith("["))
    expected = tuple(f"{file}:{at}: {HERE}.{key}: " for at in (line, header))
    assert any(one.startswith(expected) and words in one for one in found), "\n".join(found)


def test_the_planted_faults_are_of_every_kind_that_the_design_names() -> None:
    assert len(FAULTS) >= 24
    assert len({one[0] for one in FAULTS}) == len(FAULTS)


# --- small flows ------------------------------------------------------------------------------------------------------
def _flow(*stages: Stage, routes: tuple[Route, ...] = (), questions: tuple[Question, ...] = ()) -> Flow:
    outcomes = {"done": Outcome("done", "It is done", "practitioner", "standard")}
    by_name = {stage.id: stage for stage in stages}
    return Flow("f", "F", "Use it.", ("Breathe.",), "a", 1, "standard", questions, routes, by_name, outcomes)


def _exit(to: str, key: str = "g", when: Guard | None = None) -> Exit:
    return Exit(f"{to}-{key}", key, "go", to, "standard", when or {})


def _said(flow: Flow, **others: Flow) -> list[str]:
    return [f"{one.key}: {one.words}" for one in prove({"f": flow, **others}).findings]


def test_the_smallest_flow_is_well() -> None:
    assert _said(_flow(Stage("a", "A", exits=(_exit("done"),)))) == []


def test_a_question_is_a_way_out_where_each_of_its_answers_is() -> None:
    asked = ALL["drop"].questions[1]
    yes = _exit("done", "g", {"concern": ("yes", "unsure"), "concern_by": ("person",)})
    no = _exit("done", "l", {"concern": ("no",), "concern_by": ("person",)})
    assert _said(_flow(Stage("a", "A", exits=(yes, no)), questions=(asked,))) == []
    (only_no,) = _said(_flow(Stage("a", "A", exits=(no,)), questions=(asked,)))
    assert only_no.startswith("f.stage.a: no way out: concern is ")
    (unasked,) = _said(_flow(Stage("a", "A", exits=(yes, no))))
    assert "concern_by is preset or nobody" in unasked


def test_a_question_that_does_not_stand_is_no_way_out() -> None:
    asked = replace(ALL["drop"].questions[1], when={"child": ("yes",)})
    stage = Stage("a", "A", exits=(_exit("done", when={"concern": ("yes",), "child": ("yes", "no")}),))
    assert any("no way out" in one for one in _said(_flow(stage, questions=(asked,))))


def test_an_exit_behind_a_route_that_always_opens_first_can_never_be_taken() -> None:
    first = Stage("a", "A", exits=(_exit("done", when={"child": ("yes",)}), _exit("b", "l")), routes=())
    route = Route({"child": ("yes",)}, "b", "x", "standard")
    second = Stage("b", "B", exits=(_exit("done"),))
    found = _said(_flow(replace(first, routes=(route,)), second))
    assert found == ["f.stage.a.exit.done-g: can never be taken here; look at its when"]


def test_the_flows_own_routes_come_before_the_stages() -> None:
    stage = Stage("a", "A", exits=(_exit("done"),), routes=(Route({"child": ("yes",)}, "b", "x", "standard"),))
    over = Route({"child": ("yes",)}, "c", "y", "standard")
    rest = (Stage("b", "B", exits=(_exit("done"),)), Stage("c", "C", exits=(_exit("done"),)))
    found = _said(_flow(stage, *rest, routes=(over,)))
    assert "f.stage.a.route[1]: never opens: those above always come first; move it, or take it out" in found
    assert "f.stage.b: nothing leads to this stage; lead to it, or take it out" in found


def test_keys_that_only_lead_round_are_no_way_to_an_end_and_are_found() -> None:
    ends = _exit("done", when={"child": ("yes",)})
    found = _said(_flow(Stage("a", "A", exits=(_exit("b"),)), Stage("b", "B", exits=(_exit("a", "l"), ends))))
    words = "no keys are sure to lead to an outcome"
    assert "f.stage.b: no keys are sure to lead to an outcome: child is no; add an exit that leads to one" in found
    assert any(one.startswith(f"f.stage.a: {words}") for one in found)


def test_the_most_keys_to_an_end_are_those_of_the_worst_answer() -> None:
    asked = ALL["drop"].questions[2]
    yes, no = _exit("done", "g", {"danger": ("yes",)}), _exit("b", "l", {"danger": ("no",)})
    flow = _flow(
        Stage("a", "A", exits=(yes, no)), Stage("b", "B", exits=(_exit("c"),)), Stage("c", "C", exits=(_exit("done"),)),
        questions=(asked,),
    )  # fmt: skip
    proof = prove({"f": flow})
    assert proof.findings == ()
    assert proof.flows["f"].keys == 4


def test_before_leads_to_every_stage_that_one_may_have_come_from() -> None:
    first = Stage("a", "A", exits=(_exit("b"), _exit("c", "l")))
    second = Stage("b", "B", exits=(_exit("c"), _exit("done", "l")))
    flow = _flow(first, second, Stage("c", "C", exits=(_exit("before", "t"),)))
    assert _said(flow) == []
    walk = Walk({"f": flow}, FACTS)
    assert walk.targets("f.c", "before") == [("f.a", False), ("f.b", False)]
    assert walk.ending == {"f.a", "f.b", "f.c"}
    assert prove({"f": flow}).flows["f"].keys == 3


def test_a_number_that_only_a_covert_screen_shows_is_not_one_key_away() -> None:
    lead = Step("lead", StepKind.SHOW, "Ring the lead.", "standard", to=Party.LEAD, channel=Channel.CALL)
    rings = Step("tell", StepKind.DO, "Tell the lead now.", "standard", "j", to=Party.LEAD, channel=Channel.CALL)
    first = Stage("a", "A", (rings,), exits=(_exit("done"), _exit("b", "l")))
    assert _said(_flow(first, Stage("b", "B", (lead,), exits=(_exit("done"),)))) == []
    covert = Stage("b", "B", (lead,), exits=(_exit("done"),), look=Look.COVERT)
    (found,) = _said(_flow(first, covert))
    assert found.startswith("f.stage.a.step.tell: a call to the lead is a step, but no line shows the number")
    said = replace(rings, to=None, channel=None, text="Ring the lead.")
    (found,) = _said(_flow(Stage("a", "A", (said,), exits=(_exit("done"),))))
    assert "a call to whom it says is a step" in found


def test_deadlines_that_lead_from_one_to_the_other_and_back_go_round() -> None:
    def timed(name: str, to: str) -> Stage:
        return Stage(name, "S", exits=(_exit("done"),), deadlines=(Deadline(Anchor.STAGE, Amount(60), to),))

    found = _said(_flow(timed("a", "b"), timed("b", "a")))
    words = "goes round for ever without anybody's choice: f.a → f.b → f.a; break it by a key"
    assert sorted(found) == [f"f.stage.a.deadline[1]: {words}", f"f.stage.b.deadline[1]: {words}"]


def test_a_round_that_contradicts_itself_is_none() -> None:
    def timed(name: str, to: str, child: str) -> Stage:
        deadline = Deadline(Anchor.STAGE, Amount(60), to, {"child": (child,)})
        return Stage(name, "S", exits=(_exit("done"),), deadlines=(deadline,))

    assert _said(_flow(timed("a", "b", "yes"), timed("b", "a", "no"))) == []


def test_an_outcome_without_words_or_decider_is_none() -> None:
    flow = _flow(Stage("a", "A", exits=(_exit("done"),)))
    bad = replace(flow, outcomes={"done": Outcome("done", " ", "", "standard")})
    assert _said(bad) == [
        "f.outcome.done: says nothing; write how it ended",
        "f.outcome.done: does not say who decided; add decider",
    ]


def test_a_flow_with_too_many_combinations_is_refused_by_its_name() -> None:
    found = prove(ALL, limit=100).findings
    assert {one.key for one in found} >= {"drop"}
    assert any("over 100 combinations" in one.words for one in found)


def test_no_flows_are_proved_in_no_time() -> None:
    assert prove({}).findings == ()


# --- situations are exact: a guard cuts them where the engine's own reading says --------------------------------------
NAMES = ["saw", "concern", "late", "must", "call_route"]
SMALL = {name: FACTS[name] for name in NAMES}
GUARDS = st.dictionaries(st.sampled_from(NAMES), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(FACTS[name]), min_size=1, unique=True).map(tuple) for name in names}
    )
)
POINTS = st.fixed_dictionaries({name: st.sampled_from(FACTS[name]) for name in NAMES})


def _inside(situation: Mapping[str, frozenset[str]] | None, point: Mapping[str, str]) -> bool:
    return situation is not None and all(point[fact] in values for fact, values in situation.items())


@given(GUARDS, GUARDS, POINTS)
def test_a_guard_cuts_a_situation_exactly_where_the_engine_reads_it(
    first: Guard, second: Guard, point: dict[str, str]
) -> None:
    start = within(ANY, first, SMALL)
    assert _inside(start, point) == holds(first, point)
    if start is None:
        return
    assert _inside(within(start, second, SMALL), point) == (holds(first, point) and holds(second, point))
    parts = [part for part in outside(start, second, SMALL) if _inside(part, point)]
    assert len(parts) == (holds(first, point) and not holds(second, point))


@given(st.lists(GUARDS, max_size=4), POINTS)
def test_values_in_one_group_are_alike_to_every_guard(guards: list[Guard], point: dict[str, str]) -> None:
    groups = kinds(guards, SMALL)
    found = [one for one in combinations(groups) if _inside(one, point)]
    assert len(found) == 1
    assert len(list(combinations(groups))) == size(groups)
    for guard in guards:
        assert (within(found[0], guard, SMALL) == found[0]) == holds(guard, point)


def test_a_situation_in_words_names_what_matters() -> None:
    situation = {"concern": frozenset({"no", "unasked"}), "late": frozenset(FACTS["late"])}
    assert words(situation, FACTS, ["concern", "late", "must"]) == "concern is no or unasked"


def test_the_precedence_is_the_one_that_was_written() -> None:
    assert PRECEDENCE[:4] == ("immediate danger", "someone came in", "concern", "the policy's must")
    assert PRECEDENCE[4:] == ("third drop", "second drop", "last five minutes", "client's plan")
