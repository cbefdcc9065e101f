"""The day note as a value: protocol with its times, clinical text apart, and what must never be in it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from console.export import withhold
from console.export.as_csv import as_csv
from console.export.as_json import as_json
from console.export.clipboard import client_note
from console.export.markdown import markdown
from data.values.policy import About, CheckState
from data.values.session import SessionState
from tests.core.build import PRIVATE, a_check, a_client, a_policy, a_session, a_state, a_tick, at, days_ago
from tests.export.days import NOW, a_day, the_note


def test_the_protocol_names_privacy_location_and_contacts_first_each_with_its_time() -> None:
    protocol = the_note().sessions[0].protocol
    assert [(one.about, one.words, one.when.local if one.when else "") for one in protocol[:4]] == [
        ("privacy", "adjusted, moved to the car", "10:01:00"),
        ("location", "at, 1 High Street", "10:01:00"),
        ("emergency contact", "adjusted", "10:01:00"),
        ("contact rules", "adjusted", "10:01:00"),
    ]


def test_confirmed_contact_rules_say_only_that_and_when() -> None:
    rules = a_check("contact-rules", about=About.CONTACT_RULES, per_participant=True)
    session = a_session(state=SessionState.ENDED)
    tick = a_tick(rules, answer="SECRET", about=About.CONTACT_RULES)
    note = the_note(a_state(policy=a_policy(checks=(rules,)), sessions=(session,), ticks=(tick,)))
    (line,) = note.sessions[0].protocol
    assert (line.words, line.when.local if line.when else "") == ("confirmed", "10:01:00")


def test_what_was_never_asked_in_a_session_that_was_held_is_said_as_not_done() -> None:
    held = a_state(policy=a_policy(checks=(PRIVATE,)), sessions=(a_session(state=SessionState.ENDED),))
    assert [(one.words, one.state, one.when) for one in the_note(held).sessions[0].protocol] == [
        ("not done", "open", None)
    ]
    to_come = a_state(policy=a_policy(checks=(PRIVATE,)))
    assert the_note(to_come).sessions[0].protocol == ()


def test_an_answer_of_another_day_carries_its_date() -> None:
    identity = a_check("identity", about=About.IDENTITY, per_participant=True)
    tick = a_tick(identity, at=days_ago(9), about=About.IDENTITY)
    state = a_state(policy=a_policy(checks=(identity,)), ticks=(tick,))
    (line,) = the_note(state).sessions[0].protocol
    assert line.when is not None
    assert line.when.local == "Thu 12 Nov 10:18"


def test_an_override_carries_its_reason_and_does_not_look_done() -> None:
    tick = a_tick(PRIVATE, CheckState.OVERRIDDEN, reason="fire alarm", about=About.PRIVACY)
    state = a_state(policy=a_policy(checks=(PRIVATE,)), ticks=(tick,))
    (line,) = the_note(state).sessions[0].protocol
    assert (line.state, line.words) == ("overridden", "overridden: fire alarm")


def test_a_session_tells_its_start_its_end_its_length_and_all_that_happened_to_it() -> None:
    held = the_note().sessions[0]
    assert held.started and held.ended and held.ends
    assert (held.started.local, held.ends.local, held.ended.local) == ("10:00:00", "10:57:00", "10:56:10")
    assert (held.minutes, held.lost_minutes, held.choice) == (56, 7, "extended")
    assert held.course == (
        "Began late, on my side",
        "Went on by phone from 10:30:00",
        "Asleep 14 min at 10:20:00; ran: partly, 4 min lost",
        "3 min lost, on the client's side: drop",
    )


def test_a_cancelled_session_tells_when_the_cancellation_came_and_an_unsafe_one_gives_no_reason() -> None:
    notes = {one.id: one for one in the_note().sessions}
    assert notes["s-3"].course == ("Cancelled late, received 08:40: flu",)
    assert notes["s-4"].course == ("Unsafe to proceed",)
    assert notes["s-3"].minutes is None


def test_the_policy_is_named_with_its_date_and_an_overdue_review() -> None:
    policy = a_policy(title="Remote Session Protocol Policy", review=date(2026, 10, 12), created=date(2025, 10, 12))
    assert the_note(a_state(policy=policy)).policy.words == (
        "Remote Session Protocol Policy (of 2025-10-12), review overdue since 2026-10-12"
    )
    assert the_note(a_state()).policy.words == "The standard policy (of 2026-01-01), review by 2027-01-01"
    assert the_note(a_state(policy=a_policy(created=None, review=None))).policy.words.endswith(", no review date")


def test_open_items_are_named_as_they_were_at_the_closing_and_otherwise_as_they_stand() -> None:
    assert the_note().closed == "closed open items at 17:00"
    assert the_note().open_items == ("A.K.: ended, not closed",)
    open_day = replace(a_day(), days={})
    assert the_note(open_day).closed == "not closed"
    assert "A.K.: ended, not closed" in the_note(open_day).open_items


def test_what_is_owed_stands_with_its_session_or_with_the_day_until_it_is_done() -> None:
    note = the_note()
    assert note.owed == (("", "send the figures"),)
    assert note.sessions[0].owed == (("ak", "ring back, not [withheld], due 18:00"),)
    assert note.sessions[1].owed == (("rt", "write to R.T."),)


def test_without_layer_two_there_is_no_clinical_text_anywhere() -> None:
    note = the_note(clinical=False)
    for text in (markdown(note), as_json(note), as_csv(note), client_note(note, "s-1", "ak")):
        assert "Subjective" not in text
        assert "later" not in text
    assert "Subjective" in client_note(the_note(), "s-1", "ak")
    assert "Subjective" not in client_note(the_note(), "s-1", "ak", clinical=False)


def test_the_journals_head_is_named_where_it_is_given() -> None:
    note = the_note(head="seq 812, 5f3c")
    assert all("seq 812, 5f3c" in text for text in (markdown(note), as_json(note), as_csv(note)))


def test_no_safe_word_no_contact_safety_reason_and_no_abuse_marker_is_in_any_form() -> None:
    note = the_note()
    texts = [markdown(note), as_json(note), as_csv(note)]
    texts += [client_note(note, one.id, person.id) for one in note.sessions for person in one.people]
    assert len(texts) == 8
    for text in texts:
        assert "secret" not in text.lower()
        assert "safe word key" not in text.lower()
        assert not [name for name in ("Alex", "King", "Ruth Tell", "07700") if name in text]
    assert "[withheld]" in texts[1]


@given(st.sampled_from(["pineapple", "red  kite", "Ça va", "x.y*z", "(stop)", "苹果"]), st.text(max_size=20))
def test_a_safe_word_is_withheld_wherever_it_was_typed_in_any_case_and_spacing(word: str, around: str) -> None:
    found = withhold.pattern([word])
    typed = f"{around} {word.upper()} and {' '.join(word.split())}, {around}"
    kept = withhold.without(typed, found, withhold.SAFE_WORD)
    assert word.upper() not in kept
    assert " ".join(word.split()) not in kept or word in around
    assert kept.count("[withheld]") >= 2


def test_a_word_that_only_contains_a_safe_word_stays() -> None:
    found = withhold.pattern(["red"])
    assert withhold.without("hundred, Red, red-hot", found, "[withheld]") == "hundred, [withheld], [withheld]-hot"
    assert withhold.without("as it was", withhold.pattern(["", " "]), "[withheld]") == "as it was"


# --- one client's text ------------------------------------------------------------------------------------------------
def test_one_clients_note_is_plain_text_to_paste() -> None:
    assert client_note(the_note(), "s-1", "ak") == (
        "A.K. (REF-ak) · Sat 21 Nov 2026, 10:00 to 10:50 · times: Europe/London (GMT)\n"
        "Session 7: ended, video, Teams. 10:00:00 to 10:56:10, 56 min (7 min lost).\n"
        "Began late, on my side.\n"
        "Went on by phone from 10:30:00.\n"
        "Asleep 14 min at 10:20:00; ran: partly, 4 min lost.\n"
        "3 min lost, on the client's side: drop.\n"
        "Policy: The standard policy (of 2026-01-01), review by 2027-01-01\n"
        "\n"
        "Protocol\n"
        "  10:01:00  Alone, private and safe? adjusted, moved to the car\n"
        "  10:01:00  Where are you now? at, 1 High Street\n"
        "  10:01:00  Emergency contact still right? adjusted\n"
        "  10:01:00  Contact rules still safe? adjusted\n"
        "  10:01:00  Headphones on: done\n"
        "  10:01:00  Safe word agreed: adjusted\n"
        "\n"
        "Owed\n"
        "  ring back, not [withheld], due 18:00\n"
        "\n"
        "Note (SOAP), filed 12:00:00\n"
        "Subjective: well.\n"
        "# said [withheld] once\n"
        "Addendum 13:00:00: later\n"
    )


def test_a_members_note_names_no_other_member_whoever_typed_the_name() -> None:
    note = the_note()
    ruth, bella = client_note(note, "s-2", "rt"), client_note(note, "s-2", "bl")
    assert "[another member] and [another member] ([another member]) interrupted" in ruth
    for other in ("Bella", "bella", "Lund", "lund", "B.L.", "REF-bl"):
        assert other not in ruth
    for other in ("Ruth", "Tell", "R.T.", "REF-rt"):
        assert other not in bella
    assert "write to" in ruth
    assert "write to" not in bella
    assert bella.startswith("B.L. (REF-bl) · ")


def test_two_members_with_one_surname_keep_their_own() -> None:
    people = (a_client("a", initials="A.K.", name="Ann King"), a_client("b", initials="B.K.", name="Bob King"))
    session = a_session(participants=("a", "b"), group=True)
    note = the_note(a_state(clients=people, sessions=(session,), contacts={}))
    assert client_note(note, "s-1", "a").startswith("A.K. (REF-a)")


def test_a_session_or_a_client_that_is_not_there_gives_no_text() -> None:
    assert client_note(the_note(), "s-9", "ak") == ""
    assert client_note(the_note(), "s-1", "rt") == ""


def test_the_timeline_of_a_session_tells_every_fact_at_its_second() -> None:
    told = [(line.local, line.words) for line in the_note().sessions[0].timeline]
    assert told == [
        ("10:00:00", "Session started, ends 10:50 as booked"),
        ("10:01:00", "Alone, private and safe? adjusted, moved to the car"),
        ("10:01:01", "Where are you now? at, 1 High Street"),
        ("10:01:02", "Emergency contact still right? adjusted"),
        ("10:01:03", "Contact rules still safe? adjusted"),
        ("10:01:04", "Safe word agreed: adjusted"),
        ("10:34:00", "Asleep 14 min"),
        ("10:34:20", "Asleep 14 min; session ran: partly, 4 min lost"),
        ("10:45:00", "To end 10:57, extended"),
        ("10:50:00", "Incident key pressed"),
        ("10:56:10", "Session ended"),
    ]


def test_the_note_says_when_it_was_made_and_by_which_clock() -> None:
    note = the_note()
    assert (note.made.at, note.made.local, note.zone) == (NOW.utc, "17:30:00", "Europe/London (GMT)")
    assert at(17, 30) == NOW.utc
