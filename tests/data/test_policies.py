"""Policies as data: the shipped profiles, inheritance, and every fault found with file, line and key."""

import hashlib
import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import policies
from data.policies import FOLDER, check, from_json, load, own_file, shipped, text_hash, to_json
from data.values.people import Hours
from data.values.policy import (
    About,
    Check,
    CheckState,
    Cited,
    Condition,
    LocationRule,
    NotReached,
    Phase,
    Policy,
    Recording,
    Scope,
    Sees,
)
from data.values.trouble import BadInput

ROOT = Path(__file__).parents[2]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# S0 support-service, S1 solo-counsellor, S2 group-safeguarding, S3 remote-protocol, S4 online-working
S0, S1, S2, S3, S4, ST = (
    "support-service",
    "solo-counsellor",
    "group-safeguarding",
    "remote-protocol",
    "online-working",
    "standard",
)


def _check(policy: Policy, name: str) -> Check:
    (found,) = (one for one in policy.checks if one.id == name)
    return found


# --- the shipped profiles --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_passes_its_own_check(name: str) -> None:
    assert check(name) == ()
    assert check(FOLDER / f"{name}.toml") == ()
    assert load(name).name == name


def test_the_shipped_names_are_the_files_and_the_default_comes_first() -> None:
    assert shipped()[0] == "standard"
    assert sorted(shipped()) == sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "sources")


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("session", 50 * MINUTE),
        ("warnings", (10 * MINUTE, 5 * MINUTE, MINUTE)),
        ("invitation", 10 * MINUTE),
        ("reminder", 3 * HOUR),
        ("in_room", 5 * MINUTE),
        ("late", (2 * MINUTE, 5 * MINUTE, 15 * MINUTE)),
        ("reconnect", 5 * MINUTE),
        ("tries", 2),
        ("gap", 3 * MINUTE),
        ("wait", 5 * MINUTE),
        ("notice", 24 * HOUR),
        ("stale_after", timedelta(days=14)),
        ("breach_limit", 72 * HOUR),
        ("note_overdue", 24 * HOUR),
        ("buffer", 10 * MINUTE),
        ("idle_lock", 5 * MINUTE),
        ("child_under", 18),
        ("review_every", 6),
        ("platforms", ()),
        ("platform_only", False),
        ("recording", Recording.NEVER),
        ("not_reached", NotReached.ON_CONCERN),
        ("location", LocationRule.EVERY_SESSION),
        ("own_consent", True),
        ("hours", Hours(time(9), time(18))),
    ],
)
def test_the_defaults_of_standard(rule: str, value: object) -> None:
    found: Cited[Any] = getattr(load("standard"), rule)
    assert found.value == value
    assert found.source
    assert not found.inherited


# Each cell of PRODUCT section 2's table that holds a rule: what the profile says, its source ("" where the cell is a
# dash: then the value is standard's and marked as taken over).
CELLS: list[tuple[str, str, object, str]] = [
    (S0, "platforms", ("Zoom",), "S0 L3"),
    (S1, "platforms", ("Zoom",), "S1 L13"),
    (S2, "platforms", (), "S2 L7"),
    (S3, "platforms", ("Teams", "Zoom Healthcare", "Zoom Enterprise"), "S3 2"),
    (S4, "platforms", ("Teams",), "S4 L45"),
    (S0, "platform_only", False, ""),
    (S1, "platform_only", False, ""),
    (S2, "platform_only", False, ""),
    (S3, "platform_only", False, ""),
    (S4, "platform_only", True, "S4 L45"),
    (S0, "recording", Recording.NOT_USED, "S0 L18"),
    (S1, "recording", Recording.NEVER, ""),
    (S2, "recording", Recording.NEVER, ""),
    (S3, "recording", Recording.DUAL_CONSENT, "S3 4.5"),
    (S4, "recording", Recording.NEVER, "S4 data protection 1.1"),
    (S0, "not_reached", NotReached.NEW_APPOINTMENT, "S0 L47"),
    (S1, "not_reached", NotReached.ON_CONCERN, ""),
    (S2, "not_reached", NotReached.ON_CONCERN, ""),
    (S3, "not_reached", NotReached.MUST, "S3 4.4"),
    (S4, "not_reached", NotReached.PLAN, "S4 therapist 1.3 L114-116"),
    (S0, "reconnect", 5 * MINUTE, ""),
    (S3, "reconnect", 5 * MINUTE, "S3 4.4"),
    (S0, "location", LocationRule.EVERY_SESSION, ""),
    (S1, "location", LocationRule.EVERY_SESSION, ""),
    (S2, "location", LocationRule.EVERY_SESSION, ""),
    (S3, "location", LocationRule.EVERY_SESSION, "S3 4.3"),
    (S4, "location", LocationRule.HOME, "S4 client 1.2"),
    (S0, "own_consent", True, ""),
    (S1, "own_consent", True, ""),
    (S2, "own_consent", True, ""),
    (S3, "own_consent", False, "S3 4.1"),
    (S4, "own_consent", True, ""),
    (S0, "session", 50 * MINUTE, "S0 L17"),
    (S1, "session", 50 * MINUTE, ""),
    (S2, "session", 50 * MINUTE, ""),
    (S3, "session", 50 * MINUTE, ""),
    (S4, "session", 50 * MINUTE, ""),
    (S0, "notice", 24 * HOUR, "S0 L8"),
    (S1, "notice", 24 * HOUR, ""),
    (S2, "notice", 24 * HOUR, ""),
    (S3, "notice", 24 * HOUR, ""),
    (S4, "notice", 24 * HOUR, ""),
]


@pytest.mark.parametrize(("profile", "rule", "value", "source"), CELLS)
def test_a_cell_of_the_table_of_contradictions(profile: str, rule: str, value: object, source: str) -> None:
    found: Cited[Any] = getattr(load(profile), rule)
    assert found.value == value
    if source:
        assert (found.source, found.inherited) == (source, "")
    else:
        assert found == Cited(found.value, getattr(load("standard"), rule).source, "standard")


@pytest.mark.parametrize(
    ("profile", "sent", "source"),
    [
        (S0, "by e-mail", "S0 L14"),
        (S1, "minutes before, from my own address", "S1 L13,15-16,30-32"),
        (S2, "", ""),
        (S3, "", ""),
        (S4, "from my work e-mail", "S4 equipment 1.5"),
        (ST, "", "standard"),
    ],
)
def test_the_link_rule_of_each_profile(profile: str, sent: str, source: str) -> None:
    link = load(profile).link
    assert (link.value.new, link.value.passcode, link.value.sent) == (True, True, sent)
    assert (link.source, link.inherited) == ((source, "") if source else ("standard", "standard"))


@pytest.mark.parametrize(
    ("name", "profile", "source"),
    [
        ("identity", S0, ""),
        ("identity", S1, ""),
        ("identity", S2, ""),
        ("identity", S3, "S3 4.1"),
        ("identity", S4, "S4 therapist 1.3 L104-105"),
        ("guardian-consent", S0, ""),
        ("guardian-consent", S1, ""),
        ("guardian-consent", S2, ""),
        ("guardian-consent", S3, "S3 4.1"),
        ("guardian-consent", S4, ""),
        ("where", S0, ""),
        ("where", S1, ""),
        ("where", S2, ""),
        ("where", S3, "S3 4.3"),
        ("where", S4, "S4 client 1.2"),
    ],
)
def test_identity_consent_and_place_are_asked_everywhere_and_cited_only_where_the_source_asks(
    name: str, profile: str, source: str
) -> None:
    found = _check(load(profile), name)
    if source:
        assert (found.source, found.inherited) == (source, "")
    else:
        assert (found.source, found.inherited) == (_check(load(ST), name).source, "standard")


def test_the_group_profile_names_the_drop_as_the_likeliest_risk() -> None:
    risks = load(S2).references["risks"]
    assert risks.text.startswith("1 the call is poor or drops.")
    assert risks.source == "S2 L11,15"


def test_only_the_remote_protocol_refuses_a_young_persons_own_consent() -> None:
    for name in shipped():
        said = [answer.say for answer in _check(load(name), "guardian-consent").answers]
        assert ("their own" in said) is (name != S3)


def test_the_remote_protocol_is_forty_days_overdue_on_the_day_it_is_shown() -> None:
    policy = load(S3)
    assert (policy.created, policy.review) == (date(2025, 10, 12), date(2026, 10, 12))
    assert policy.review is not None
    assert (date(2026, 11, 21) - policy.review).days == 40
    assert load(S0).review is None


def test_the_crisis_numbers_are_these_three_and_no_others() -> None:
    for name in shipped():
        numbers = load(name).crisis_numbers
        assert [(one.name, one.number, one.hint) for one in numbers.pop("GB")] == [  # type: ignore[attr-defined]
            ("Emergency services", "999", "day and night"),
            ("Samaritans", "116 123", "check the hours"),
            ("Breathing Space (Scotland)", "0800 83 85 87", "check the hours"),
        ]
        assert not numbers


@pytest.mark.parametrize("name", shipped())
def test_a_profile_has_every_phase_and_the_checks_the_core_relies_on(name: str) -> None:
    policy = load(name)
    assert {one.phase for one in policy.checks} == set(Phase)
    about = {one.id: one.about for one in policy.checks if one.about is not About.PLAIN}
    assert about == {
        "private": About.PRIVACY,
        "where": About.LOCATION,
        "emergency-contact": About.EMERGENCY_CONTACT,
        "contact-rules": About.CONTACT_RULES,
        "identity": About.IDENTITY,
        "guardian-consent": About.CONSENT,
        "recording-off": About.RECORDING,
        "platform": About.PLATFORM,
        "link-new": About.LINK,
        "present": About.PRESENT,
        "member-present": About.PRESENT,
        "end-reminder": About.END_REMINDER,
        "aftercare": About.AFTERCARE,
        "next-session": About.NEXT_SESSION,
        "note": About.NOTE,
        "feedback": About.FEEDBACK,
        "test-alert": About.TEST_ALERT,
        "drop-key": About.DROP_KEY,
        "safe-word": About.SAFE_WORD,
        "group-safe-words": About.SAFE_WORD,
        "review-online": About.REVIEW,
        "group-agreement": About.GROUP_AGREEMENT,
    }
    safety = {one.id for one in policy.checks if one.safety}
    others = {"emergency-contact", "contact-rules", "identity", "guardian-consent", "present"}
    assert safety == {"private", "where"} | others
    assert {one.sees for one in policy.checks if one.sees} == set(Sees)
    assert [one.phase for one in policy.checks] == sorted((one.phase for one in policy.checks), key=list(Phase).index)
    start = [one.id for one in policy.checks if one.phase is Phase.START]
    assert start[0] == "private", "privacy comes first"


@pytest.mark.parametrize("name", shipped())
def test_the_texts_of_checks_are_short_and_every_line_has_its_source(name: str) -> None:
    policy = load(name)
    for one in policy.checks:
        assert len(one.text.split()) <= 12, one.text
        assert len("  ".join(answer.say for answer in one.answers)) <= 76, "they share one answer bar"
        assert one.source
    assert all(text.source for text in policy.messages.values())
    assert all(text.source for text in policy.references.values())


def test_where_needs_words_and_private_says_what_was_done() -> None:
    for name in shipped():
        policy = load(name)
        for answer in _check(policy, "where").answers:
            assert answer.ask, "an address, or the reason"
        given = {answer.say: (answer.gives, bool(answer.ask)) for answer in _check(policy, "private").answers}
        assert given == {
            "alone": (CheckState.DONE, False),
            "adjusted": (CheckState.ADJUSTED, True),
            "rearranged": (CheckState.ADJUSTED, True),
        }


def test_recording_can_be_answered_only_where_two_consents_allow_it() -> None:
    for name in shipped():
        answers = _check(load(name), "recording-off").answers
        assert bool(answers) is (name == S3)
    assert [answer.say for answer in _check(load(S3), "recording-off").answers if not answer.ask] == ["off"]


def test_the_phase_brings_its_own_condition_and_the_day_its_scope() -> None:
    policy = load(ST)
    assert _check(policy, "consent-online").when == (Condition.FIRST_SESSION,)
    assert _check(policy, "group-names").when == (Condition.GROUP,)
    assert _check(policy, "review-online").when == (Condition.REVIEW_DUE,)
    assert _check(policy, "my-room").scope is _check(policy, "day-me").scope is Scope.DAY
    duty = _check(policy, "security-check")
    assert (duty.scope, duty.days) == (Scope.PRACTICE, 30)


# --- the practice's own file -----------------------------------------------------------------------------------------
def _write(folder: Path, text: str, name: str = "ours.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_practices_file_keeps_the_document_it_extends_and_changes_what_it_says(tmp_path: Path) -> None:
    file = _write(tmp_path, own_file("remote-protocol", {"session": '"45m"', "platforms": '["Teams"]'}))
    assert check(file) == ()
    policy = load(file)
    assert (policy.name, policy.title, policy.source) == ("ours", "Remote Session Protocol Policy", "S3")
    assert policy.review == date(2026, 10, 12)
    assert policy.session == Cited(45 * MINUTE, "practice")
    assert policy.platforms == Cited(("Teams",), "practice")
    assert policy.reconnect == Cited(5 * MINUTE, "S3 4.4")
    assert policy.tries == Cited(2, "standard", "standard")


def test_a_file_with_a_source_of_its_own_marks_what_it_takes_over(tmp_path: Path) -> None:
    text = (
        'title = "Our protocol"\nsource = "OP"\nextends = "remote-protocol"\n[sources]\nOP = "Our protocol"\n'
        '[rules]\nreconnect = { is = "3m", source = "OP 2" }\n'
    )
    policy = load(_write(tmp_path, text))
    assert policy.reconnect == Cited(3 * MINUTE, "OP 2")
    assert policy.location.inherited == "remote-protocol"
    assert policy.tries.inherited == "standard"
    assert (policy.review, policy.owner, policy.extends) == (None, "", "remote-protocol")
    assert _check(policy, "private").inherited == "remote-protocol"
    assert _check(policy, "goodbye").inherited == "standard"


def test_a_check_is_changed_added_or_left_out_by_its_id(tmp_path: Path) -> None:
    text = (
        'extends = "standard"\n'
        '[[check]]\nid = "private"\ntext = "On your own?"\nsource = "practice"\n'
        '[[check]]\nid = "kettle"\nphase = "before"\ntext = "Kettle on"\nsource = "practice"\n'
        '[[check]]\nid = "payment"\nasked = false\nsource = "practice"\n'
    )
    policy, standard = load(_write(tmp_path, text)), load(ST)
    private = _check(policy, "private")
    assert (private.text, private.source) == ("On your own?", "practice")
    assert private.answers == _check(standard, "private").answers
    assert _check(policy, "kettle").scope is Scope.SESSION
    assert "payment" not in {one.id for one in policy.checks}
    assert policy.not_asked == {"payment": "practice"}
    assert len(policy.checks) == len(standard.checks)


def test_another_country_gets_its_own_number(tmp_path: Path) -> None:
    text = (
        'extends = "standard"\n[[crisis]]\ncountry = "IE"\nname = "Emergency services"\n'
        'number = "999"\nsource = "practice"\n'
    )
    numbers = load(_write(tmp_path, text)).crisis_numbers
    assert [one.number for one in numbers["IE"]] == ["999"]
    assert len(numbers["GB"]) == 3


def test_words_from_a_file_cannot_drive_the_terminal(tmp_path: Path) -> None:
    text = 'extends = "standard"\n[[check]]\nid = "x"\nphase = "before"\ntext = "a\\u001bb"\nsource = "practice"\n'
    assert _check(load(_write(tmp_path, text)), "x").text == "a␛b"
    bad = check(_write(tmp_path, 'extends = "standard"\n"\\u001b]0;x" = 1\n', "bad.toml"))
    assert len(bad) == 1
    assert "\x1b" not in str(bad[0])


# --- the hash and the cache ------------------------------------------------------------------------------------------
def test_the_hash_is_of_the_texts_and_changes_with_any_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _write(tmp_path, own_file("standard", {"tries": "3"}))
    policy = load(file)
    texts = [Path(file).read_bytes(), (FOLDER / "standard.toml").read_bytes()]
    assert policy.hash == text_hash(file) == hashlib.sha256(b"".join(text + b"\0" for text in texts)).hexdigest()
    _write(tmp_path, own_file("standard", {"tries": "4"}))
    assert text_hash(file) != policy.hash
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "standard.toml").write_bytes(texts[1] + b"# edited\n")
    _write(tmp_path, own_file("standard", {"tries": "3"}))
    monkeypatch.setattr(policies, "FOLDER", folder)
    assert text_hash(file) != policy.hash
    assert len({text_hash(file), policy.hash, text_hash("standard")}) == 3


@pytest.mark.parametrize("name", shipped())
def test_a_policy_comes_back_from_the_cache_as_it_was(name: str) -> None:
    policy = load(name)
    assert text_hash(name) == policy.hash
    assert from_json(to_json(policy)) == policy


def test_what_is_no_policy_is_not_taken_from_the_cache() -> None:
    with pytest.raises(ValueError):
        from_json('{"name": "standard"}')


def test_the_hash_and_the_cache_need_no_toml_reader() -> None:
    script = (
        "import sys; from data import policies; policies.text_hash('standard');"
        "print([name for name in ('tomllib', 'data.policy_layer', 'difflib', 'msgspec') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- what cannot be read at all --------------------------------------------------------------------------------------
def test_a_name_that_is_not_there_is_refused_in_one_line_with_the_nearest() -> None:
    with pytest.raises(BadInput) as refused:
        load("remote-protcol")
    assert str(refused.value).count("\n") == 0
    assert 'did you mean "remote-protocol"?' in str(refused.value)


def test_a_file_that_is_no_text_or_a_folder_or_huge_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'title = "caf\xe9"\n')
    (tmp_path / "huge.toml").write_bytes(b"#" * 1_000_001)
    for name, words in (("latin.toml", "UTF-8"), ("huge.toml", "too large"), ("", "cannot be read"), ("a\0b", "name")):
        with pytest.raises(BadInput, match=words) as refused:
            load(str(tmp_path) + ("/" + name if name else ""))
        assert "\n" not in str(refused.value)


def test_loading_a_faulty_file_says_the_first_fault_and_how_many_more(tmp_path: Path) -> None:
    file = _write(tmp_path, 'extends = "standard"\ntitel = "x"\nownr = "y"\n')
    with pytest.raises(BadInput) as refused:
        load(file)
    assert str(refused.value).startswith(f'{file}:2: titel: is not a key of a policy; did you mean "title"?')
    assert str(refused.value).endswith(f"(and 1 more: session-day policy check {file})")


# --- planted faults --------------------------------------------------------------------------------------------------
GOOD = """\
name = "ours"
title = "Our policy"
source = "OP"
extends = "remote-protocol"
created = 2026-01-01
review = 2027-01-01

[sources]
OP = "Our policy"

[rules]
session = { is = "50m", source = "OP 1" }
warnings = { is = ["10m", "5m"], source = "OP 1" }
late = { is = ["2m", "5m"], source = "OP 1" }
tries = { is = 2, source = "OP 2" }
platforms = { is = ["Teams"], source = "OP 3" }
platform_only = { is = false, source = "OP 3" }
link = { is = { new = true, passcode = true }, source = "OP 3" }
recording = { is = "dual consent", source = "OP 4" }
hours = { is = "09:00-18:00", source = "OP 5" }

[[crisis]]
country = "IE"
name = "Emergency services"
number = "999"
source = "OP 6"

[[check]]
id = "kettle"
phase = "before"
text = "Kettle on"
source = "OP 7"

[[check]]
id = "quiet"
phase = "start"
per = "participant"
about = "privacy"
safety = true
text = "Is it quiet?"
answers = [
  { say = "quiet" },
  { say = "noisy", gives = "adjusted", ask = "What helps?" },
]
when = ["remote"]
source = "OP 7"

[[check]]
id = "room"
phase = "before"
sees = "platform"
text = "The right room"
source = "OP 7"

[[check]]
id = "fire-drill"
phase = "day start"
scope = "practice"
days = 365
text = "Fire drill"
source = "OP 7"

[messages.hello]
channel = "text"
text = "Hello, {time} today. {me}"
source = "OP 8"

[references.house]
title = "House rules"
text = "Shoes off."
source = "OP 9"
"""
RECORDING = """
[[check]]
id = "tape"
phase = "before"
about = "recording"
text = "Recording"
answers = [
  { say = "off" },
  { say = "on" },
]
source = "OP 4"
"""

# (old text, new text; the key; words of the message). The line is where the marker « of the new text stands.
FAULTS: list[tuple[str, str, str, str]] = [
    # unknown keys
    ('title = "Our policy"', '«titel = "Our policy"', "titel", 'did you mean "title"?'),
    ("tries = {", "«trys = {", "rules.trys", 'did you mean "tries"?'),
    ('{ is = 2, source = "OP 2" }', '«{ is = 2, sorce = "OP 2" }', "rules.tries.sorce", 'did you mean "source"?'),
    ('text = "Kettle on"', '«txt = "Kettle on"', "check.kettle.txt", 'did you mean "text"?'),
    ('{ say = "noisy", gives', '«{ say = "noisy", give', "check.quiet.answers[2].give", 'did you mean "gives"?'),
    ("{ new = true, passcode", "«{ nev = true, passcode", "rules.link.is.nev", 'did you mean "new"?'),
    # wrong types
    ("is = 2,", '«is = "2",', "rules.tries.is", "whole number"),
    ("is = 2,", "«is = 0,", "rules.tries.is", "1 or more"),
    ("is = false", '«is = "no"', "rules.platform_only.is", "true or false"),
    ("is = false", "«is = 0", "rules.platform_only.is", "true or false"),
    ('is = ["Teams"]', '«is = "Teams"', "rules.platforms.is", "a list in brackets"),
    ('is = ["Teams"]', '«is = ["Teams", 3]', "rules.platforms.is[2]", "words in quotes"),
    ("created = 2026-01-01", '«created = "2026-01-01"', "created", "a date without quotes"),
    ("safety = true", '«safety = "yes"', "check.quiet.safety", "true or false"),
    ('per = "participant"', '«per = "everyone"', "check.quiet.per", '"participant"'),
    ("is = { new = true, passcode = true }", "«is = true", "rules.link.is", "in braces"),
    ("tries = { is = 2", "«tries = 2 #", "rules.tries", "must be a table"),
    ("[references.house]", '[references]\n«house = "x"\n[references.home]', "references.house", "must be a table"),
    ("[[crisis]]", "«[crisis]", "crisis", "[[crisis]]"),
    # missing texts and sources
    ('text = "Kettle on"\n', "", "check.kettle.text", "is missing"),
    ('phase = "before"\ntext = "Kettle on"', 'text = "Kettle on"', "check.kettle.phase", "is missing"),
    ('text = "Kettle on"\nsource = "OP 7"', 'text = "Kettle on"', "check.kettle.source", "is missing"),
    ('text = "Kettle on"', '«text = "  "', "check.kettle.text", "is empty"),
    ('id = "kettle"\n', "", "check[1].id", "is missing"),
    (', source = "OP 2" }', " }", "rules.tries.source", "is missing"),
    ('text = "Shoes off."\n', "", "references.house.text", "is missing"),
    ('channel = "text"\n', "", "messages.hello.channel", "is missing"),
    ('number = "999"\n', "", "crisis.Emergency services.number", "is missing"),
    ('title = "Our policy"\n', "", "title", "is missing"),
    ('[sources]\nOP = "Our policy"\n', "[sources]\n", "source", '"OP" has no title'),
    # sources
    ('is = 2, source = "OP 2"', '«is = 2, source = "XX 2"', "rules.tries.source", '"XX" is not among the sources'),
    ('is = 2, source = "OP 2"', '«is = 2, source = "17"', "rules.tries.source", "cannot read the source"),
    # durations and hours
    ('session = { is = "50m"', '«session = { is = "50"', "rules.session.is", "length of time"),
    ('session = { is = "50m"', '«session = { is = "50 min"', "rules.session.is", "length of time"),
    ('session = { is = "50m"', "«session = { is = 50", "rules.session.is", "length of time"),
    ('session = { is = "50m"', '«session = { is = "0m"', "rules.session.is", "longer than nothing"),
    ('["10m", "5m"]', '«["10m", "5x"]', "rules.warnings.is[2]", "length of time"),
    ('"09:00-18:00"', '«"9 to 5"', "rules.hours.is", "09:00-18:00"),
    ('"09:00-18:00"', '«"09:00-25:00"', "rules.hours.is", "09:00-18:00"),
    # words from closed lists
    ('about = "privacy"', '«about = "privasy"', "check.quiet.about", 'did you mean "privacy"?'),
    ('sees = "platform"', '«sees = "platfrom"', "check.room.sees", 'did you mean "platform"?'),
    ('when = ["remote"]', '«when = ["remot"]', "check.quiet.when[1]", 'did you mean "remote"?'),
    ('phase = "start"', '«phase = "strat"', "check.quiet.phase", 'did you mean "start"?'),
    ('gives = "adjusted"', '«gives = "ajusted"', "check.quiet.answers[2].gives", 'did you mean "adjusted"?'),
    ('gives = "adjusted"', '«gives = "deferred"', "check.quiet.answers[2].gives", "no answer can give"),
    ('channel = "text"', '«channel = "txt"', "messages.hello.channel", 'did you mean "text"?'),
    ('is = "dual consent"', '«is = "dual"', "rules.recording.is", "is not known here"),
    ('extends = "remote-protocol"', '«extends = "remote-protokol"', "extends", 'did you mean "remote-protocol"?'),
    ('extends = "remote-protocol"\n', "", "extends", 'write extends = "standard"'),
    # checks that contradict themselves
    ('id = "room"', '«id = "kettle"', "check.kettle.id", "is there already, on line 28"),
    ('say = "noisy"', '«say = "quiet"', "check.quiet.answers[2].say", 'two answers "quiet"'),
    ("safety = true", 'safety = true\n«sees = "rules age"', "check.quiet.sees", "never automatic"),
    ('sees = "platform"', 'sees = "platform"\nsafety = true', "check.room.answers", "a safety line needs answers"),
    ("days = 365\n", "", "check.fire-drill.days", "after how many days"),
    ('text = "Kettle on"', 'text = "Kettle on"\n«days = 3', "check.kettle.days", 'scope = "practice"'),
    ("days = 365", 'days = 365\n«per = "participant"', "check.fire-drill.per", "no participants"),
    ('about = "privacy"', 'about = "location"', "check.quiet.answers", "must be typed"),
    ('text = "Kettle on"', '«text = "' + "k" * 91 + '"', "check.kettle.text", "90 characters"),
    ('say = "noisy"', '«say = "it is very noisy round here"', "check.quiet.answers[2].say", "24 characters"),
    ('id = "kettle"', '«id = "kettle"\nasked = false', "check.kettle.id", "no such check to leave out"),
    # rules that contradict each other
    ('["10m", "5m"]', '«["5m", "10m"]', "rules.warnings.is", "longest first"),
    ('["10m", "5m"]', '["50m", "5m"]', "rules.session.is", "before the session begins"),
    ('["2m", "5m"]', '«["5m", "2m"]', "rules.late.is", "shortest first"),
    (
        'is = ["Teams"], source = "OP 3" }\nplatform_only = { is = false',
        'is = [], source = "OP 3" }\n«platform_only = { is = true',
        "rules.platform_only.is",
        "none is named",
    ),
    # texts that would give a client away, and placeholders
    ("Hello, {time}", "«Hello, {tme}", "messages.hello.text", 'did you mean "time"?'),
    ("Hello, {time}", "«Hello, {time", "messages.hello.text", "brace without its partner"),
    ("Hello, {time}", "«Your counselling is at {time}", "messages.hello.text", '"counselling" would tell others'),
    ("Hello, {time}", "«The trauma group is at {time}", "messages.hello.text", '"trauma" would tell others'),
    # not TOML
    ("[rules]", "«[rules", "", "this is not TOML"),
    ("created = 2026-01-01", '«created = 2026-01-01\nname = "again"', "", "this is not TOML"),
]


def test_the_policy_into_which_faults_are_planted_is_well(tmp_path: Path) -> None:
    assert check(_write(tmp_path, GOOD)) == ()
    assert len(FAULTS) >= 25


def _plant(old: str, new: str) -> tuple[str, int | None]:
    """The faulty text, and the line on which « marks the fault (None where nothing could be marked)."""
    assert GOOD.count(old) >= 1, old
    text = GOOD.replace(old, new, 1)
    at = text.find("«")
    return text.replace("«", ""), text.count("\n", 0, at) + 1 if at >= 0 else None


# Where something is missing, the line is that of the table that should hold it.
MISSING = {
    "check.kettle.text": '[[check]]\nid = "kettle"',
    "check.kettle.phase": '[[check]]\nid = "kettle"',
    "check.kettle.source": '[[check]]\nid = "kettle"',
    "check[1].id": '[[check]]\nid = "kettle"',
    "check.room.answers": '[[check]]\nid = "room"',
    "check.fire-drill.days": '[[check]]\nid = "fire-drill"',
    "check.quiet.answers": 'answers = [\n  { say = "quiet"',
    "rules.tries.source": "tries = ",
    "rules.session.is": "session = ",
    "references.house.text": "[references.house]",
    "messages.hello.channel": "[messages.hello]",
    "crisis.Emergency services.number": "[[crisis]]",
    "title": "name = ",
    "source": "source = ",
    "extends": "name = ",
}


def _line_of(part: str) -> int:
    return GOOD.count("\n", 0, GOOD.index(part)) + 1


@pytest.mark.parametrize(("old", "new", "key", "words"), FAULTS, ids=[f"{n}-{f[2]}" for n, f in enumerate(FAULTS)])
def test_a_planted_fault_is_named_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    text, line = _plant(old, new)
    if key == "" and "again" in new:
        line = 6  # the second of two equal keys is the one that is wrong
    file = _write(tmp_path, text)
    problems = check(file)
    found = [one for one in problems if one.key == key and words in one.words]
    assert found, "\n".join(map(str, problems))
    (problem,) = found
    assert problem.file == file
    assert problem.line == (line or _line_of(MISSING[key]))
    assert str(problem).startswith(f"{file}:{problem.line}: ")
    assert "\n" not in str(problem)
    with pytest.raises(BadInput):
        load(file)


def test_all_faults_are_found_at_once_and_sorted_by_line(tmp_path: Path) -> None:
    text = GOOD.replace('"50m"', '"50"').replace("is = 2,", "is = true,").replace('"privacy"', '"x"')
    text = text.replace("{me}", "{you}").replace('"Shoes off."', '""')
    problems = check(_write(tmp_path, text))
    assert [one.key for one in problems] == [
        "rules.session.is",
        "rules.tries.is",
        "check.quiet.about",
        "messages.hello.text",
        "references.house.text",
    ]
    assert [one.line for one in problems] == sorted(one.line for one in problems)


@pytest.mark.parametrize("rule", ["never", "not used"])
def test_recording_cannot_be_ticked_on_in_a_never_policy(tmp_path: Path, rule: str) -> None:
    text = GOOD.replace("dual consent", rule) + RECORDING
    problems = check(_write(tmp_path, text))
    tape = [one for one in problems if one.key.startswith("check.tape")]
    line = text.count("\n", 0, text.index('say = "on"')) + 1
    assert [(one.line, one.key) for one in tape] == [(line, "check.tape.answers[2].say")]
    # and the answer that the extended profile allows must go too
    (taken,) = (one for one in problems if one not in tape)
    assert (taken.line, taken.key) == (19, "rules.recording.is")
    assert "recording-off" in taken.words


def test_recording_under_dual_consent_must_ask_for_both_dates(tmp_path: Path) -> None:
    (problem,) = check(_write(tmp_path, GOOD + RECORDING))
    assert problem.key == "check.tape.answers[2].ask"
    assert "two dated consents" in problem.words


def test_an_empty_file_is_told_how_to_begin(tmp_path: Path) -> None:
    (problem,) = check(_write(tmp_path, ""))
    assert (problem.line, problem.key) == (1, "extends")


def test_extends_below_a_table_is_not_followed_in_silence(tmp_path: Path) -> None:
    above, below = check(_write(tmp_path, '[rules]\nextends = "standard"\n'))
    assert (above.line, above.key, below.line, below.key) == (1, "extends", 2, "rules.extends")
    (problem,) = check(_write(tmp_path, '"extends" = "standard"\n'))
    assert "alone on its line" in problem.words
