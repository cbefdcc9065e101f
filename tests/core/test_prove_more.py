"""More planted faults: what came with the other incidents, each found with file, line and key, and a cure in words."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.commands.policy import run
from console.core.flow.facts import GIVEN
from data.values.time import Now
from tests.planted import own_drop, planted

NOW = Now(datetime(2026, 11, 21, 20, 0, tzinfo=UTC))
HERE = "flow.drop"
RE_ENTRY = '[[flow.drop.stage.re-entry.exit]]\nid = "resume"\n'
LANDING = '[[flow.drop.stage.landing.step]]\nid = "two-minutes"'
CHAT = '[[flow.drop.stage.chat.exit]]\nid = "answers"\n'
NOT_TODAY = '[[flow.drop.stage.not-today.exit]]\nid = "offered"\n'
MANY = [name for name, values in GIVEN.items() if values == ("yes", "no", "unasked")][:14]


def _all(value: str) -> str:
    return "{ " + ", ".join(f'{name} = "{value}"' for name in MANY) + " }"


def _deadline(stage: str, to: str, when: str = "") -> str:
    held = f"when = {when}\n" if when else ""
    head = f'[[flow.drop.stage.{stage}.deadline]]\nfrom = "stage"\nafter = "5m"\n'
    return f'{head}to = "{to}"\n{held}source = "standard"\n\n'


def _exit(stage: str, name: str, key: str, to: str, more: str) -> str:
    head = f'[[flow.drop.stage.{stage}.exit]]\nid = "{name}"\nkey = "{key}"\ntext = "go on"\nto = "{to}"\n'
    return f'{head}source = "standard"\n{more}\n\n'


def _step(stage: str, name: str, more: str) -> str:
    return f'[[flow.drop.stage.{stage}.step]]\nid = "{name}"\n{more}\nsource = "standard"\n\n'


FAULTS = [
    (
        "loop that nobody can close from where it opens",
        [
            (
                RE_ENTRY,
                f'«[[flow.drop.stage.re-entry.owed]]\nid = "help"\ntext = "Help"\nsource = "standard"\n\n{RE_ENTRY}',
            ),
            ('text = "phone now"\n', 'text = "phone now"\ncloses = "help"\n'),
        ],
        "stage.re-entry.owed.help",
        "nobody can come from here to the line that closes it; lead there",
    ),
    (
        "closes an unknown loop",
        [('text = "end here, rearrange"\n', 'text = "end here, rearrange"\n«closes = "help"\n')],
        "stage.re-entry.exit.end.closes",
        'there is no loop "help"',
    ),
    (
        "exit that asks for words without a place to keep them",
        [
            (
                'text = "Ring the client, from the work phone."\n',
                'text = "Ring the client, from the work phone."\nmust = true\n',
            ),
            ('text = "not reached: go on"\n', '«text = "not reached: go on"\nask = "Why not?"\n'),
        ],
        "stage.ring.exit.leave",
        "asks for words, but while ring is undone the same key asks why",
    ),
    (
        "deadlines that only lead back and forth",
        [
            (RE_ENTRY, _deadline("re-entry", "landing") + RE_ENTRY),
            (LANDING, "«" + _deadline("landing", "re-entry") + LANDING),
        ],
        "stage.landing.deadline[1]",
        "goes round for ever without anybody's choice: drop.landing → drop.re-entry → drop.landing",
    ),
    (
        "deadline that can never pass",
        [(RE_ENTRY, "«" + _deadline("re-entry", "phone", '{ alone = "no", signal = "no" }') + RE_ENTRY)],
        "stage.re-entry.deadline[1]",
        "can never pass here; look at its when",
    ),
    (
        "back to before the beginning",
        [('text = "phone now"\nto = "phone"\n', '«text = "phone now"\nto = "before"\n')],
        "stage.reconnect.exit.phone",
        "a flow can begin here, where no stage is before it",
    ),
    (
        "today's clients past the gate",
        [
            (
                CHAT,
                "«"
                + _step("chat", "tell-today", 'kind = "do"\nkey = "j"\ntext = "Tell them."\nto = "today\'s client"')
                + CHAT,
            )
        ],
        "stage.chat.step.tell-today",
        "reaches somebody, but no gate is asked of a do",
    ),
    (
        "covert stage with the crisis card",
        [
            ('title = "By message, as agreed"\n', '«title = "By message, as agreed"\nlook = "covert"\ncard = true\n'),
        ],
        "stage.chat",
        "a covert stage shows nobody's place or number; take out card",
    ),
    (
        "number of a call out of reach",
        [
            (
                CHAT,
                "«"
                + _step(
                    "chat", "lead", 'kind = "do"\nkey = "j"\ntext = "Ring the lead."\nto = "lead"\nchannel = "call"'
                )
                + CHAT,
            )
        ],
        "stage.chat.step.lead",
        "a call to the lead is a step, but no line shows the number, and no key brings it forward",
    ),
    (
        "endless loop of routes through another flow",
        [
            (
                NOT_TODAY,
                '«[[flow.drop.stage.not-today.route]]\nlevel = "round"\n'
                'when = { concern = "no", concern_by = "person", late = "no", drop_number = "third" }\n'
                'to = "emergency.no-contact"\nsource = "standard"\n\n' + NOT_TODAY,
            )
        ],
        "stage.not-today.route[4]",
        "goes round for ever without anybody's choice",
    ),
    (
        "flow over a million states",
        [
            ("[flow.drop]\n", "«[flow.drop]\n"),
            (LANDING, _exit("landing", "one", "q", "rearrange", f"when = {_all('yes')}") + LANDING),
            (RE_ENTRY, _exit("re-entry", "two", "q", "rearrange", f"when = {_all('yes')}") + RE_ENTRY),
            (CHAT, _exit("chat", "three", "q", "rearrange", f"when = {_all('yes')}") + CHAT),
            (NOT_TODAY, _exit("not-today", "four", "q", "rearrange", f"when = {_all('yes')}") + NOT_TODAY),
        ],
        "",
        "names too many facts to be looked at in full (over 1,000,000 combinations); split it",
    ),
]


@pytest.mark.parametrize(("edits", "key", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_planted_fault_is_found_by_policy_check_with_file_line_and_key(
    tmp_path: Path, edits: list[tuple[str, str]], key: str, words: str
) -> None:
    file, line = planted(tmp_path, *edits)
    out, err = io.StringIO(), io.StringIO()
    assert run(["check", str(file)], out, err, NOW) == 1
    assert err.getvalue() == ""
    text = file.read_text(encoding="utf-8").splitlines()
    header = max(n for n, one in enumerate(text[:line], 1) if one.startswith("["))
    expected = tuple(f"{file}:{at}: {HERE}{key and '.'}{key}: " for at in (line, header))
    found = out.getvalue().splitlines()
    assert any(one.startswith(expected) and words in one for one in found), "\n".join(found)


def test_at_least_ten_more_kinds_of_fault_are_planted() -> None:
    assert len({one[0] for one in FAULTS}) >= 10


def test_two_flows_with_one_letter_are_found_where_the_second_says_it(tmp_path: Path) -> None:
    head = "urgency = 6\n"
    other = own_drop().partition("\n\n")[2].replace("flow.drop", "flow.late").replace(head, f'{head}letter = "w"\n')
    file = tmp_path / "ours.toml"
    file.write_text(f'extends = "standard"\n\n{other}', encoding="utf-8")
    out = io.StringIO()
    assert run(["check", str(file)], out, io.StringIO(), NOW) == 1
    line = other[: other.index('letter = "w"')].count("\n") + 3
    assert f'{file}:{line}: flow.late.letter: the letter "w" already opens overwhelm' in out.getvalue()
