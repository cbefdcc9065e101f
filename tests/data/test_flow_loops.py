"""Loops, letters and what else came with the other incidents: every name in them judged, with file and line."""

from pathlib import Path

import pytest

from console.core.flow.facts import FACTS, GIVEN, NUMBERS
from data import policies
from data.flows import Names, check
from data.values.trouble import Problem
from tests.planted import own_drop, planted

NAMES = Names(FACTS, GIVEN, NUMBERS)
HEAD = 'urgency = 6\nsource = "S3 4.4; S2 L17; standard"\n'
LOOP = '[[flow.drop.stage.re-entry.owed]]\nid = "help"\ntext = "Help on its way"\nsource = "standard"\n\n'
RESUME = '[[flow.drop.stage.re-entry.exit]]\nid = "resume"\n'
END = 'text = "end here, rearrange"\n'
MISSED = 'kind = "show"\ntext = "Say what you heard last."\n'

RING = 'id = "ring"\nkind = "attempt"\nkey = "g"\ntext = "Ring the client, from the work phone."\n'


def _problems(file: Path) -> tuple[Problem, ...]:
    name = str(file)
    return policies.check(name) or check(policies.load(name), policies.own_flows(name), NAMES).problems


WELL = [
    ("a letter and facts at the start", [(HEAD, f'{HEAD}letter = "z"\nsets = {{ saw = "mine" }}\n')]),
    ("a loop that an exit closes", [(RESUME, LOOP + RESUME), (END, f'{END}closes = "help"\n')]),
    (
        "a loop that a step closes",
        [(RESUME, LOOP + RESUME), (MISSED, 'kind = "do"\nkey = "j"\ntext = "Say it."\ncloses = "help"\n')],
    ),
    (
        "back to where one came from",
        [('key = "l"\n' + END + 'to = "rearrange"', 'key = "l"\n' + END + 'to = "before"')],
    ),
]


@pytest.mark.parametrize("edits", [one[1] for one in WELL], ids=[one[0] for one in WELL])
def test_what_is_written_well_is_well(tmp_path: Path, edits: list[tuple[str, str]]) -> None:
    text = own_drop()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    assert _problems(file) == ()


FAULTS = [
    (
        "sets what the console sees",
        [(HEAD, f'{HEAD}«sets = {{ reached = "yes" }}\n')],
        "sets",
        "nothing can set it",
    ),
    (
        "sets what is no value",
        [(HEAD, f'{HEAD}«sets = {{ saw = "hang-up" }}\n')],
        "sets.saw",
        'did you mean "hung-up"?',
    ),
    (
        "closes an unknown loop",
        [(RESUME, LOOP + RESUME), (END, f'{END}«closes = "halp"\n')],
        "stage.re-entry.exit.end.closes",
        'there is no loop "halp"; did you mean "help"?',
    ),
    (
        "a show closes nothing",
        [(RESUME, LOOP + RESUME), (MISSED, f'{MISSED}«closes = "help"\n')],
        "stage.re-entry.step.missed.closes",
        "a show is no word of a person",
    ),
    (
        "a text that was copied closes nothing",
        [(RESUME, LOOP + RESUME), ('message = "connection-lost"\n', 'message = "connection-lost"\n«closes = "help"\n')],
        "shared.tell.step.tell.closes",
        "a message is no word of a person",
    ),
    (
        "a try that asks for words",
        [(RING, f'{RING}«answers = [{{ key = "1", say = "the client", value = "client", ask = "Who?" }}]\n')],
        "stage.ring.step.ring.answers[1].ask",
        "the end of a try asks for no words",
    ),
    (
        "a try that never says they were reached",
        [
            (RESUME, LOOP + RESUME),
            (RING, f'{RING}«closes = "help"\nanswers = [{{ key = "1", say = "no", value = "no answer" }}]\n'),
        ],
        "stage.ring.step.ring.closes",
        "no end of this try says that they were reached",
    ),
    (
        "one loop, two texts",
        [
            (RESUME, LOOP + RESUME),
            (
                '[[flow.drop.stage.landing.step]]\nid = "two-minutes"',
                LOOP.replace("re-entry", "landing").replace('id = "help"', '«id = "help"').replace("on its", "on the")
                + '[[flow.drop.stage.landing.step]]\nid = "two-minutes"',
            ),
        ],
        "stage.landing.owed.help.id",
        "says something else in another stage",
    ),
    (
        "a loop with a guard of no fact",
        [(RESUME, LOOP.replace('source = "standard"', 'source = "standard"\n«when = { rain = "yes" }') + RESUME)],
        "stage.re-entry.owed.help.when.rain",
        "is not a fact",
    ),
    (
        "a loop with an amount of no number",
        [(RESUME, LOOP.replace('source = "standard"', 'source = "standard"\n«after = "policy.tea"') + RESUME)],
        "stage.re-entry.owed.help.after",
        'there is no number "tea"',
    ),
    (
        "a reserved key for an exit",
        [('key = "l"\n' + END, '«key = "7"\n' + END)],
        "stage.re-entry.exit.end.key",
        "kept for what is asked after an interruption",
    ),
    (
        "a reserved key for an answer",
        [('{ key = "k", say = "no danger"', '«{ key = "0", say = "no danger"')],
        "ask.danger.answers[2]",
        "kept for what is asked after an interruption",
    ),
    (
        "a deadline leads back",
        [
            (
                'from = "t0"\nafter = "policy.reconnect"\nto = "phone"',
                'from = "t0"\nafter = "policy.reconnect"\n«to = "before"',
            )
        ],
        "stage.reconnect.deadline[1].to",
        "only a key leads back",
    ),
    (
        "an outcome named before",
        [("[flow.drop.outcome.landed]\n", "«[flow.drop.outcome.before]\n"), ('to = "landed"\n', 'to = "before"\n')],
        "outcome.before",
        "always means the stage one came from",
    ),
]


@pytest.mark.parametrize(("edits", "key", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_fault_is_found_with_file_line_and_key(
    tmp_path: Path, edits: list[tuple[str, str]], key: str, words: str
) -> None:
    file, line = planted(tmp_path, *edits)
    found = _problems(file)
    assert (str(file), line, f"flow.drop.{key}") in [(one.file, one.line, one.key) for one in found], found
    assert any(words in one.words for one in found if one.line == line), "\n".join(map(str, found))


def test_two_flows_with_one_letter_are_found_where_the_second_says_it(tmp_path: Path) -> None:
    text = own_drop().replace(HEAD, f'{HEAD}letter = "z"\n')
    other = own_drop().partition("\n\n")[2].replace("flow.drop", "flow.late")
    at = other.index(HEAD) + len(HEAD)
    file = tmp_path / "ours.toml"
    file.write_text(f'{text}\n{other[:at]}letter = "z"\n{other[at:]}', encoding="utf-8")
    (found,) = (one for one in _problems(file) if "letter" in one.key)
    assert found.key == "flow.late.letter"
    assert found.words == 'the letter "z" already opens drop in the list of F5; take another'
