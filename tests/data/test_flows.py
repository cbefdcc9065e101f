"""Flows as data: what is shipped, what a policy writes itself, and every name in them judged with file and line."""

import shutil
from pathlib import Path

import pytest

from console.core.flow.facts import FACTS, GIVEN, NUMBERS
from data import policies
from data.flow_check import together
from data.flows import FOLDER, Names, check, from_json, load_flows, planned, shipped, text_hash, to_json
from data.values.citing import citations
from data.values.flow import Amount, Anchor, Flow, Look, Party, Step, StepKind
from data.values.people import Channel
from data.values.trouble import BadInput, Problem
from tests.planted import own_drop, planted

NAMES = Names(FACTS, GIVEN, NUMBERS)
ALL = load_flows(policies.load("standard"))


def _problems(file: Path) -> tuple[Problem, ...]:
    """As `policy check` does: the shape first, then the names."""
    name = str(file)
    return policies.check(name) or check(policies.load(name), policies.own_flows(name), NAMES).problems


def _texts(flow: Flow) -> list[tuple[str, str, int]]:
    """Every text that is read in the worst minute: where, what, and how many words it may have."""
    found = [(f"{flow.id} first", line, 8) for line in flow.first]
    found += [(f"{flow.id} {one.id}", one.text, 8) for one in flow.questions]
    for stage in flow.stages.values():
        at = f"{flow.id}.{stage.id}"
        found.append((at, stage.title, 6))
        found += [(f"{at} {step.id}", step.text, 12) for step in stage.steps]
        found += [(f"{at} {exit_.id}", exit_.text, 6) for exit_ in stage.exits]
    return found


# --- what is shipped --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", policies.shipped())
def test_every_policys_flows_are_well(name: str) -> None:
    found = check(policies.load(name), policies.own_flows(name), NAMES)
    assert found.problems == ()
    assert set(found.flows) == set(shipped())


def test_the_files_are_the_shipped_flows_and_the_policies_list_nothing_else() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(shipped())
    for name in policies.shipped():
        assert set(policies.load(name).flows) <= set(shipped()) | set(planned())
    assert not set(shipped()) & set(planned())


@pytest.mark.parametrize("flow", ALL.values(), ids=list(ALL))
def test_every_text_is_short_enough_for_a_glance(flow: Flow) -> None:
    assert 1 <= len(flow.first) <= 3
    texts = _texts(flow)
    assert len(texts) > 10
    assert [(at, text) for at, text, most in texts if not 1 <= len(text.split()) <= most or len(text) > 60] == []


@pytest.mark.parametrize("flow", ALL.values(), ids=list(ALL))
def test_every_part_has_its_source(flow: Flow) -> None:
    sources = [flow.source, *(one.source for one in flow.questions), *(one.source for one in flow.routes)]
    sources += [one.source for one in flow.outcomes.values()]
    for stage in flow.stages.values():
        sources += [one.source for part in (stage.steps, stage.exits, stage.routes, stage.deadlines) for one in part]
    known = {*policies.load("standard").sources, "standard"}
    assert {part.doc for source in sources for part in citations(source)} <= known


def test_the_drop_says_what_the_design_says() -> None:
    drop = ALL["drop"]
    assert drop.first == ("Stay in the room.", "Note what you saw.", "Breathe.")
    saw, concern, _ = drop.questions
    assert [one.key for one in saw.answers] == list("fhpdm")
    assert [one.key for one in concern.answers] == list("ynu")
    assert saw.silent is not None
    assert (saw.silent.after.seconds, saw.silent.sets) == (10, {"concern": "unsure"})
    assert [route.level for route in drop.routes] == ["immediate danger", "someone came in"]
    (deadline,) = drop.stages["reconnect"].deadlines
    assert (deadline.anchor, deadline.after, deadline.to) == (Anchor.T0, Amount(policy="reconnect"), "phone")
    assert [route.level for route in drop.stages["not-reached"].routes] == [
        "concern",
        "concern",
        "the policy's must",
        "third drop",
        "second drop",
        "last five minutes",
        "client's plan",
    ]


def test_the_emergency_contact_is_the_only_must_and_is_behind_the_gate() -> None:
    musts = [(stage.id, step) for flow in ALL.values() for stage in flow.stages.values() for step in stage.steps]
    (found,) = ((stage, step) for stage, step in musts if step.must)
    assert found[0] == "contact"
    assert (found[1].to, found[1].channel, found[1].kind) == (Party.EMERGENCY, Channel.CALL, StepKind.ATTEMPT)


def test_covert_is_covert_throughout_and_names_nobody_of_the_clients() -> None:
    for stage in ALL["covert"].stages.values():
        assert stage.look is Look.COVERT
        assert {step.to for step in stage.steps} <= {None, Party.LEAD, Party.SUPERVISOR, Party.SERVICES}
    assert {stage.look for name in ("drop", "late", "emergency") for stage in ALL[name].stages.values()} == {Look.OPEN}


def test_lines_written_once_stand_in_every_stage_that_names_them() -> None:
    stages = ALL["drop"].stages
    assert [step.id for step in stages["reconnect"].steps][2:4] == ["rejoin", "tell"]
    assert stages["ring"].steps[-1].id == "rejoin"
    assert {exit_.id for exit_ in stages["ring"].exits} == {"leave", "back"}


# --- kept and cached --------------------------------------------------------------------------------------------------
def test_flows_come_back_from_their_text_unchanged() -> None:
    assert from_json(to_json(ALL)) == ALL
    with pytest.raises(ValueError, match=r"Expected"):
        from_json("[]")


def test_the_hash_of_a_flow_is_that_of_what_it_says_and_not_of_its_comments(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    policy = policies.load("standard")
    file = tmp_path / "late.toml"
    before = text_hash(policy, tmp_path)
    file.write_text("# a comment\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_flows(policy, tmp_path)["late"].hash == ALL["late"].hash
    assert text_hash(policy, tmp_path) != before
    file.write_text(file.read_text(encoding="utf-8").replace("Wait in the room", "Wait here"), encoding="utf-8")
    assert load_flows(policy, tmp_path)["late"].hash != ALL["late"].hash
    assert len({flow.hash for flow in ALL.values()}) == len(ALL)


# --- a policy's own flow ----------------------------------------------------------------------------------------------
def test_a_policy_may_replace_a_flow_inside_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(own_drop().replace('"Connection dropped"', '"Line lost"'), encoding="utf-8")
    policy = policies.load(str(file))
    assert set(policy.own_flows) == {"drop"}
    found = load_flows(policy)
    assert found["drop"].title == "Line lost"
    assert found["drop"].stages == ALL["drop"].stages
    assert found["late"] == ALL["late"]
    assert policies.from_json(policies.to_json(policy)) == policy
    assert _problems(file) == ()


def test_an_own_flow_that_no_list_names_is_pointed_out(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(own_drop().replace('"standard"\n', '"standard"\nflows = ["late", "covert", "emergency"]\n', 1))
    (problem,) = policies.check(file)
    assert problem.key == "flow.drop"
    assert "nothing uses it" in problem.words


@pytest.mark.parametrize(
    ("listed", "key", "words"),
    [
        ('["drop", "lat"]', "flows[2]", 'there is no flow "lat"; did you mean "late"?'),
        ('["drop", "drop"]', "flows[2]", "in the list already"),
    ],
)
def test_a_list_of_flows_that_is_not_well_says_where(tmp_path: Path, listed: str, key: str, words: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(f'extends = "standard"\nflows = {listed}\n')
    (problem,) = policies.check(file)
    assert (problem.line, problem.key) == (2, key)
    assert words in problem.words


# --- faults in what is written: what stands there, the fault with « on its line, the key, the words ------------------
FAULTS = [
    # names
    (
        'when = { watch = "yes" }',
        '«when = { wach = "yes" }',
        "stage.reconnect.exit.phone.offers[2].when.wach",
        'did you mean "watch"?',
    ),
    (
        '{ drop_number = "third" }\nto = "phone"',
        '«{ drop_number = "thrid" }\nto = "phone"',
        "stage.reconnect.route[2].when.drop_number",
        'did you mean "third"?',
    ),
    (
        'title = "Keep the line free"\nshared = ["rejoin"',
        'title = "Keep the line free"\n«shared = ["rejon"',
        "stage.line-free.shared[1]",
        'no shared group "rejon"',
    ),
    ('start = "reconnect"', '«start = "reconect"', "start", 'did you mean "reconnect"?'),
    (
        'from = "t0"\nafter = "policy.reconnect"\nto = "phone"',
        'from = "t0"\nafter = "policy.reconnect"\n«to = "fone"',
        "stage.reconnect.deadline[1].to",
        "there is no stage",
    ),
    (
        'from = "t0"\nafter = "policy.reconnect"\nto = "phone"',
        'from = "t0"\n«after = "policy.reconect"\nto = "phone"',
        "stage.reconnect.deadline[1].after",
        'did you mean "reconnect"?',
    ),
    ('to = "emergency.services"', '«to = "emergency.service"', "route[1].to", 'did you mean "emergency.services"?'),
    ('to = "on-the-phone"', '«to = "on-the-fone"', "stage.prove.exit.go-on.to", "there is no stage, outcome or flow"),
    (
        'message = "connection-lost"',
        '«message = "connection-list"',
        "shared.tell.step.tell.message",
        'did you mean "connection-lost"?',
    ),
    (
        'value = "person", also = { signal = "unasked" }',
        '«value = "person", also = { signal = "gone" }',
        "ask.saw.answers[3].also.signal",
        '"gone" is no value',
    ),
    (
        'say = "frozen", value = "frozen"',
        '«say = "frozen", value = "stuck"',
        "ask.saw.answers[1]",
        '"stuck" is no value of saw',
    ),
    (
        'sets = { back = "yes" }',
        '«sets = { reached = "yes" }',
        "shared.rejoin.exit.back.sets",
        "worked out by the console",
    ),
    ('fact = "proven"', '«fact = "reached"', "stage.prove.step.proven.fact", "a person cannot set it"),
    (
        'from = "t0"\nafter = "policy.reconnect"\nto = "phone"',
        'from = "t0"\nafter = "policy.reconnect"\n«to = "landed"',
        "stage.reconnect.deadline[1].to",
        "only a person's key ends a flow",
    ),
    # keys
    (
        'key = "t"\ntext = "phone now"',
        '«key = "r"\ntext = "phone now"',
        "stage.reconnect.exit.phone.key",
        "already means step rejoin",
    ),
    (
        'key = "t"\ntext = "phone now"',
        '«key = "d"\ntext = "phone now"',
        "stage.reconnect.exit.phone.key",
        "always means what was seen",
    ),
    (
        'key = "t"\ntext = "phone now"',
        '«key = "x"\ntext = "phone now"',
        "stage.reconnect.exit.phone.key",
        "always means: entered in error",
    ),
    (
        'key = "t"\ntext = "phone now"',
        '«key = "F2"\ntext = "phone now"',
        "stage.reconnect.exit.phone.key",
        "must be one key",
    ),
    (
        'key = "l"\ntext = "not reached: go on"',
        '«key = "4"\ntext = "not reached: go on"',
        "stage.ring.exit.leave.key",
        "how a try to ring ended",
    ),
    ('{ key = "n", say = "no"', '«{ key = "y", say = "no"', "ask.concern.answers[2]", 'already means "yes"'),
    (
        '{ key = "k", say = "no danger"',
        '«{ key = "m", say = "no danger"',
        "ask.danger.answers[2]",
        'already means "my side"',
    ),
    # shape
    ('text = "phone now"', '«txt = "phone now"', "stage.reconnect.exit.phone.txt", 'did you mean "text"?'),
    (
        'id = "programs"\nkind = "show"',
        'id = "programs"\n«kind = "shown"',
        "stage.reconnect.step.programs.kind",
        'did you mean "show"?',
    ),
    (
        'after = "60s", when = { saw = "frozen"',
        '«after = "60", when = { saw = "frozen"',
        "stage.reconnect.exit.phone.offers[7].after",
        "must be a time",
    ),
    ('id = "other-device"', '«id = "programs"', "stage.reconnect.step.programs.id", "is there already in this stage"),
    (
        'content = false\nshared = ["another-time"]',
        '«content = "no"\nshared = ["another-time"]',
        "stage.rearrange.content",
        "true or false",
    ),
    (
        'proposes = "ended"\nsource = "standard"',
        '«proposes = "over"\nsource = "standard"',
        "outcome.landed.proposes",
        "is not known here",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), FAULTS, ids=[f"{fault[2]}-{fault[3]}" for fault in FAULTS])
def test_a_fault_is_found_with_file_line_and_key(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    file, line = planted(tmp_path, (old, new))
    found = _problems(file)
    at = [(one.file, one.line, one.key) for one in found]
    assert (str(file), line, f"flow.drop.{key}") in at, "\n".join(map(str, found))
    assert any(words in one.words for one in found if one.line == line), "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            'text = "Rejoin the room; try again."\nsource = "S3 4.4"',
            'text = "Rejoin the room; try again."',
            "source",
            "is missing",
        ),
        ('text = "Rejoin the room; try again."\n', "", "text", "is missing"),
        (
            'text = "Rejoin the room; try again."',
            'text = "' + "again " * 13 + '"',
            "text",
            "too long to read at a glance; 12 words at most",
        ),
    ],
)
def test_a_missing_or_a_long_text_is_found_in_the_line_that_stages_share(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    text = own_drop()
    file = tmp_path / "ours.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problem,) = {one for one in policies.check(file) if words in one.words}
    assert problem.key == f"flow.drop.shared.rejoin.step.rejoin.{key}"
    begins = text[: text.index("[[flow.drop.shared.rejoin.step]]")].count("\n") + 1
    assert begins <= problem.line <= begins + 5


def test_an_outcome_without_words_or_decider_and_an_exit_without_goal_say_what_is_missing(tmp_path: Path) -> None:
    text = own_drop().replace('text = "Safe landing"\ndecider = "practitioner"\n', "").replace('to = "landed"\n', "")
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    assert {(one.key, one.words) for one in policies.check(file)} == {
        ("flow.drop.outcome.landed.text", "is missing; add it"),
        ("flow.drop.outcome.landed.decider", "is missing; add it"),
        ("flow.drop.stage.landing.exit.landed.to", "is missing; add it"),
    }


def test_a_file_that_holds_another_flow_or_none_says_so(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    policy = policies.load("standard")
    (tmp_path / "late.toml").write_text("[lat]\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r'late\.toml:1: lat: this file holds one flow; did you mean "late"\?'):
        load_flows(policy, tmp_path)
    (tmp_path / "late.toml").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match=r"begin it with \[late\]"):
        load_flows(policy, tmp_path)
    (tmp_path / "late.toml").write_text("[late\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"late\.toml:1: this is not TOML"):
        load_flows(policy, tmp_path)
    (tmp_path / "late.toml").unlink()
    with pytest.raises(BadInput, match=r"late\.toml: cannot be read"):
        load_flows(policy, tmp_path)


def test_all_problems_of_a_file_come_at_once(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    text = own_drop().replace('kind = "do"', 'kind = "dot"', 1).replace('text = "BACK"', 'txt = "BACK"', 1)
    file.write_text(text.replace('title = "Phone"', "title = 5", 1), encoding="utf-8")
    keys = [problem.key.removeprefix("flow.drop.") for problem in policies.check(file)]
    assert {"shared.rejoin.step.rejoin.kind", "shared.rejoin.exit.back.txt", "stage.phone.title"} <= set(keys)


def test_guards_that_share_no_value_can_never_hold_together() -> None:
    assert not together({"late": ("no",)}, {"late": ("first", "second")})
    assert together({"late": ("no", "first")}, {"late": ("first",)})
    assert together({"late": ("no",)}, {"child": ("yes",)})
    assert together({}, {"late": ("no",)})


def test_a_step_without_a_key_or_an_answer_is_no_step(tmp_path: Path) -> None:
    file, _ = planted(tmp_path, ('key = "g"\ntext = "Ring the client', '«text = "Ring the client'))
    assert any("a step of kind attempt needs it" in one.words for one in _problems(file))
    assert Step("x", StepKind.DO, "x", "standard").key == ""


def test_nothing_that_a_policy_lists_is_only_planned() -> None:
    assert planned() == ()
    assert set(policies.load("standard").flows) == set(shipped()) == set(ALL)
