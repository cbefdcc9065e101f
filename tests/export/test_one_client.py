"""One member's export never names another, whatever was typed and in whatever form, nor tells their incidents."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.commands import export
from console.core.state import State
from console.export.build import day_note
from console.export.clipboard import client_note
from console.export.day_note import DayNote
from console.export.exporter import FORMS, Exporter
from console.export.one_client import one_client
from data.flows import load_flows
from data.policies import load
from data.values import facts
from data.values.facts import Record
from data.values.incident import Given, Incident, Passage
from data.values.policy import CheckState
from data.values.session import FollowUp, LostTime, Note, SessionState, Side
from data.values.time import Now
from data.values.trouble import BadInput
from tests.core.build import a_client, a_session, a_state, a_tick, at, minutes, now_at

PEOPLE = (
    ("ak", "AK-014", "A.K.", "Anna-Lena King"),
    ("kb", "AK-0140", "A.K.B.", "Anna King Brandt"),
    ("jm", "JM-002", "J.M.", "Joy Moss"),
    ("jl", "JM-0021", "J.L.", "Joy Lee"),
    ("lj", "LJ-003", "L.J.", "Lee Joy"),
    ("zo", "ZO-1", "Z.O.", "Zoë O’Neil"),
)
POLICY = load("standard")
FLOWS = load_flows(POLICY)
CHECK = next(one for one in POLICY.checks if one.id == "group-turns")
NOW = now_at(17)
FORMS_OF_ONE = ("clipboard", *FORMS)


def a_group(words: list[str]) -> tuple[State, list[Record]]:
    """A group of six, these words typed wherever words can be typed, and a drop of each but the last."""
    ids = tuple(one[0] for one in PEOPLE)
    group = a_session(
        "g", participants=ids, group=True, title="Group", state=SessionState.ENDED, begin=at(10), end=at(11, 30),
        started=now_at(10), ends=at(11, 30), ended_at=at(11, 30), lost=(LostTime(minutes(3), Side.NEITHER, "paused"),),
    )  # fmt: skip
    typed = " ".join(words)
    clients = [a_client(key, reference=ref, initials=short, name=name) for key, ref, short, name in PEOPLE]
    drops = [_drop(number, key) for number, key in enumerate((*ids[:-1], ""))]
    records = [_record(one.client, facts.IncidentBegan(replace(one, client="")), one.t0.utc) for one in drops]
    records += [_record(one.client, facts.ClientChosen(one.id, one.client, "g"), one.t0.utc) for one in drops]
    tick = a_tick(CHECK, CheckState.DONE, session=group, answer="yes", detail=typed)
    records.append(_record("", facts.Ticked(tick), at(10, 1)))
    records.append(_record("", facts.Started("g", at(10), now_at(10), at(11, 30), group.choice), at(10)))
    state = a_state(
        policy=POLICY,
        clients=clients,
        sessions=[group],
        ticks=[tick],
        notes={f"g-{one}": Note(f"g-{one}", "g", one, "free", typed, at(12)) for one in ids},
        follow_ups={f"f-{one}": FollowUp(f"f-{one}", "call", f"owed-{one} {typed}", at(11), one, "g") for one in ids},
    )
    return replace(state, flows=FLOWS, incidents={one.id: one for one in drops}), records


def _drop(number: int, client: str) -> Incident:
    begun = now_at(10, 10 + number)
    given = (Given("saw", "frozen", begun.utc),)
    passed = (Passage("drop.reconnect", begun.utc, "start"),)
    made = Incident(
        f"i-{number}", "drop", "h", "g", client, begun, begun.utc, "drop.reconnect", given=given, path=passed
    )
    return replace(made, ended=begun.utc + minutes(2), outcome=f"outcome-{client}", decider="practitioner")


def _record(client: str, fact: facts.Fact, happened: object) -> Record:
    assert hasattr(happened, "tzinfo")
    return Record("session:g", client, fact, Now(happened), happened)  # type: ignore[arg-type]  # a datetime


def the_note(state: State, records: list[Record]) -> DayNote:
    return day_note(state, lambda stream: records if stream == "session:g" else (), NOW)


def told(note: DayNote, client: str, form: str) -> str:
    return client_note(note, "g", client) if form == "clipboard" else FORMS[form](one_client(note, client))


def names_of(client: str) -> list[re.Pattern[str]]:
    """By what the others would be recognised in a text about this one: as whole words, but for those also theirs."""
    key, _ref, short, name = next(one for one in PEOPLE if one[0] == client)
    own = {word.casefold() for word in (name, *name.split(), *re.split(r"[\s-]", name))}
    found = []
    for other, reference, initials, other_name in PEOPLE:
        if other == key:
            continue
        words = {other_name, *other_name.split(), *re.split(r"[\s-]", other_name)} - {""}
        found += [re.compile(rf"(?<!\w){re.escape(w)}(?!\w)", re.I) for w in words if w.casefold() not in own]
        mine = re.escape(short)
        found.append(re.compile(rf"(?<!\w)(?!{mine}){re.escape(initials)}(?!\w)"))
        found.append(re.compile(rf"(?<!\w){re.escape(reference)}(?!\w)"))
    return found


WORDS = [
    "said", "to", "left;", "with", "(", ")", "\n", "and",
    *(word for _key, ref, short, name in PEOPLE for word in (
        ref, short, short.replace(".", ""), name, name.upper(), name.lower(), *name.split(), f"{name.split()[0]}'s",
    )),
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12), client=st.sampled_from([one[0] for one in PEOPLE]))
def test_nobody_else_is_named_in_one_members_note(words: list[str], client: str) -> None:
    note = the_note(*a_group(words))
    for form in FORMS_OF_ONE:
        text = told(note, client, form)
        assert text
        plain = json.dumps(json.loads(text), ensure_ascii=False) if form == "json" else text.replace("\\", "")
        for name in names_of(client):
            assert not name.search(plain), f"{name.pattern} is in the {form} of {client}:\n{plain}"


@pytest.mark.parametrize("form", FORMS_OF_ONE)
def test_a_reference_of_anothers_that_begins_with_ones_own_initials_is_taken_out(form: str) -> None:
    text = told(the_note(*a_group(["AK", "AK-0140", "AK-014"])), "ak", form).replace("\\", "")
    assert "AK [another member] AK-014" in text


@pytest.mark.parametrize("form", FORMS_OF_ONE)
def test_a_members_own_name_stays_where_it_is_part_of_anothers(form: str) -> None:
    note = the_note(*a_group(["A.K.B. spoke to A.K. and AKB"]))
    assert "A.K.B. spoke to [another member]" in told(note, "kb", form).replace("\\", "")


@pytest.mark.parametrize("form", FORMS_OF_ONE)
def test_the_incident_of_one_member_is_in_nobody_elses_note_and_one_of_nobody_knows_whom_in_none(form: str) -> None:
    note = the_note(*a_group([]))
    for key, *_ in PEOPLE:
        text = told(note, key, form)
        outcomes = set(re.findall(r"outcome-(\w*)", text.replace("\\", "")))
        assert outcomes == ({key} if key != PEOPLE[-1][0] else set())
        assert set(re.findall(r"owed-(\w+)", text)) == {key}
        assert text.count("Drop began") == 0 or key != PEOPLE[-1][0]


def test_what_concerns_the_whole_group_is_in_every_members_note() -> None:
    note = the_note(*a_group(["round", "the", "circle"]))
    for key, *_ in PEOPLE:
        text = told(note, key, "md")
        assert "Session started" in text
        assert "3 min lost, on neither side: an interruption" in text
        assert "round the circle" in text


def test_one_clients_files_have_no_name_in_theirs_and_hold_nobody_else(tmp_path: Path) -> None:
    state, records = a_group(["Joy Moss", "left"])
    exporter = Exporter(tmp_path, lambda stream: records if stream == "session:g" else ())
    exporter.write(state, ["md", "csv"], True, NOW, "ak")
    names = sorted(one.name for one in tmp_path.iterdir())
    assert [name.partition("-day-note-")[2] for name in names] == ["of-ak.csv", "of-ak.md"], "by the id alone"
    for one in tmp_path.iterdir():
        assert "Moss" not in one.read_text(encoding="utf-8")


def test_a_reference_that_nobody_has_is_said_with_the_cure() -> None:
    state, _ = a_group([])
    assert export.client_named(state, "ak-014 ") == "ak"
    with pytest.raises(BadInput, match="No client has the reference 'XX-9'"):
        export.client_named(state, "XX-9")
