"""`session-day policy`: check, list, show, on real files."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.commands.policy import RULES, run
from console.commands.policy_flow import span
from data.flows import load_flows
from data.flows import shipped as flow_names
from data.policies import load, own_file, shipped
from data.policy_layer import RULES as KNOWN_RULES
from data.values.time import Now

NOW = Now(datetime(2026, 11, 21, 20, 0, tzinfo=UTC))


def _run(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return run(list(args), out, err, NOW), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", shipped())
def test_check_finds_a_shipped_policy_well(name: str) -> None:
    code, out, err = _run("check", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: well; ")


def test_check_prints_one_line_a_problem_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(own_file("standard", {"trys": "2", "session": '"50"'}) + '[messages.x]\nchannel = "text"\n')
    code, out, err = _run("check", str(file))
    assert (code, err) == (1, "")
    assert out.splitlines() == [
        f'{file}:5: rules.trys: is not a rule; did you mean "tries"?',
        f'{file}:6: rules.session.is: must be a length of time in quotes, such as "50m", "3h", "14d" or "5s"',
        f"{file}:7: messages.x.source: is missing; add it",
        f"{file}:7: messages.x.text: is missing; add it",
    ]


def test_check_of_nothing_is_bad_usage_in_one_line() -> None:
    code, out, err = _run("check", "standrd")
    assert (code, out) == (2, "")
    assert err == 'standrd: no such file, and no shipped policy of that name; did you mean "standard"?\n'


@pytest.mark.parametrize("args", [(), ("chek", "x"), ("check",), ("list", "x"), ("show", "--nothing")])
def test_bad_usage_is_one_line_and_code_2(args: tuple[str, ...]) -> None:
    code, out, err = _run(*args)
    assert (code, out) == (2, "")
    assert err.startswith("session-day policy: ")
    assert err.count("\n") == 1


def test_help_goes_to_the_output_and_is_well() -> None:
    for args in (("--help",), ("check", "--help")):
        code, out, err = _run(*args)
        assert (code, err) == (0, "")
        assert "check|list|show" in out


def test_list_names_all_six_and_says_which_review_is_overdue() -> None:
    code, out, _ = _run("list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(shipped())
    assert [line for line in out.splitlines() if "overdue" in line] == [
        "remote-protocol      Remote Session Protocol Policy (review overdue 40 d)"
    ]


def test_show_gives_every_rule_and_check_with_its_source_and_what_was_taken_over() -> None:
    code, out, err = _run("show", "remote-protocol")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "remote-protocol: Remote Session Protocol Policy"
    assert "  review    review overdue 40 d" in lines
    assert "  reconnect, then the phone after: 5m  [Remote Session Protocol Policy, 4.4]" in lines
    assert "  phone tries: 2  [not in this source: standard]" in lines
    policy = load("remote-protocol")
    checks = lines[: lines.index("Flows")]
    for check in policy.checks:
        (line,) = (line for line in checks if line.startswith(f"  {check.id}: "))
        assert check.text in line
        assert line.endswith("]")
    assert [words for words in RULES.values() if f"  {words}: " not in out] == []
    assert all(message.text in out for message in policy.messages.values())
    assert all(reference.text in out for reference in policy.references.values())


def test_show_without_a_name_shows_standard_and_of_a_file_that_file(tmp_path: Path) -> None:
    assert _run("show")[1].startswith("standard: Session Day standard\n")
    file = tmp_path / "ours.toml"
    text = own_file("standard", {"platforms": '["Zoom"]'})
    file.write_text(text + '[[check]]\nid = "payment"\nasked = false\nsource = "practice"\n')
    code, out, _ = _run("show", str(file))
    assert code == 0
    assert "  platforms: Zoom  [our own practice]" in out
    assert "Not asked\n  payment  [our own practice]" in out


def test_show_of_a_flow_gives_all_of_it_in_words_with_its_sources() -> None:
    code, out, err = _run("show", "drop")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Connection dropped (drop)"
    assert "  First: Stay in the room. Note what you saw. Breathe." in lines
    assert "  Key: F2 · urgency 6, lower is more urgent" in lines
    drop = load_flows(load("standard"))["drop"]
    for stage in drop.stages.values():
        start = next(n for n, line in enumerate(lines) if line.startswith(f"Stage: {stage.title} ({stage.id})"))
        block = "\n".join(lines[start : lines.index("", start)])
        texts = [*(one.text for one in stage.steps), *(one.text for one in stage.exits)]
        assert [one for one in texts if f" {one}" not in block] == []
        assert block.count(" → ") == len(stage.exits) + len(stage.routes) + len(stage.deadlines)
        assert all(line.endswith("]") for line in block.splitlines()[1:])
    for outcome in drop.outcomes.values():
        assert f"  {outcome.text} ({outcome.id}): decided by {outcome.decider}" in out
    assert "  5m after it began → Phone (phone)  [Remote Session Protocol Policy, 4.4]" in lines
    assert any("unanswered for 10s: concern is unsure, until somebody says" in line for line in lines)


@pytest.mark.parametrize("name", flow_names())
def test_every_flow_can_be_shown_from_every_policy(name: str) -> None:
    for policy in ("standard", "remote-protocol"):
        code, out, err = _run("show", policy, name)
        assert (code, err) == (0, "")
        assert f"({name})" in out.splitlines()[0]
        assert "How it can end" in out


def test_show_tells_the_number_of_the_policy_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(own_file("standard", {"reconnect": '"7m"'}))
    assert "  7m after it began → Phone (phone)" in _run("show", str(file), "drop")[1]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("crysis",), 'crysis: no file, no shipped policy and no flow of that name; did you mean "crisis"?'),
        (("standrd",), 'standrd: no file, no shipped policy and no flow of that name; did you mean "standard"?'),
        (("standard", "dropp"), 'standard: there is no flow "dropp"; did you mean "drop"?'),
        (("standrd", "drop"), 'standrd: no such file, and no shipped policy of that name; did you mean "standard"?'),
    ],
)
def test_show_of_an_unknown_name_is_one_line_with_the_nearest(args: tuple[str, ...], words: str) -> None:
    assert _run("show", *args) == (2, "", f"{words}\n")


def test_check_says_how_much_was_proved_flow_by_flow() -> None:
    lines = _run("check", "standard")[1].splitlines()
    assert lines[1].split() == ["flow", "states", "paths", "an", "end", "in", "at", "most"]
    assert [line.split()[0] for line in lines[2:-1]] == sorted(flow_names())
    assert all(line.endswith(("key", "keys")) for line in lines[2:-1])
    assert lines[-1].startswith("  in all ")
    assert lines[-1].endswith(" s")


def test_show_of_a_faulty_file_is_one_line_and_code_2(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('extends = "standard"\n[rules\n')
    code, out, err = _run("show", str(file))
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}:2: this is not TOML")
    assert err.count("\n") == 1


def test_every_rule_has_its_words() -> None:
    assert RULES.keys() == KNOWN_RULES.keys()


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=50), "50m"),
        (timedelta(seconds=5), "5s"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(hours=24), "24h"),
        (timedelta(hours=72), "72h"),
        (timedelta(days=14), "14d"),
    ],
)
def test_a_length_of_time_reads_as_a_policy_writes_it(length: timedelta, words: str) -> None:
    assert span(length) == words
