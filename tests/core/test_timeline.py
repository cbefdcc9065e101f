"""The timeline: every fact in one plain sentence, at its second, and nothing in it that could put a client at risk."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from console.core import timeline
from console.core.incident.lines import _TELL as INCIDENTS
from data.values import facts
from data.values.people import Practice
from data.values.policy import About, Check, CheckState
from data.values.session import (
    Contact,
    DayRecord,
    EndChoice,
    FollowUp,
    Gap,
    Mode,
    Note,
    SeriesLink,
    SessionState,
    Side,
    Warned,
)
from data.values.time import Now
from tests.core.build import (
    EMERGENCY,
    LONDON,
    PRIVATE,
    RULES,
    TODAY,
    WHERE,
    a_check,
    a_client,
    a_session,
    a_tick,
    at,
    minutes,
)

MOMENT = at(10, 1, 5)
GAP = Gap("g-1", at(10, 20), at(10, 34), "asleep")


def a_record(
    fact: facts.Fact,
    happened: datetime = MOMENT,
    *,
    stream: str = "session:s-1",
    client: str = "ak",
    seq: int = 0,
) -> facts.Record:
    return facts.Record(stream, client, fact, Now(happened), happened, seq=seq)


def told(*records: facts.Record) -> list[str]:
    return [line.words for line in timeline.lines(records, LONDON, lambda client: client.upper())]


def words_of(fact: facts.Fact) -> str:
    (words,) = told(a_record(fact))
    return words


FACTS: list[tuple[facts.Fact, str]] = [
    (facts.PracticeSet(Practice()), "The practice's own data were set"),
    (facts.ClientSaved(a_client()), "Client's details saved"),
    (facts.SessionSaved(a_session()), "Session entered: Sat 21 Nov 10:00 to 10:50, video"),
    (facts.StateChanged("s-1", SessionState.IN_ROOM, at(9, 55)), "In the room"),
    (
        facts.StateChanged("s-1", SessionState.CANCELLED_LATE, at(9), "flu", received=at(8, 40)),
        "Cancelled late, received 08:40: flu",
    ),
    (facts.StateChanged("s-1", SessionState.AGREED, at(9), undo=True), "Taken back: agreed"),
    (facts.StateChanged("s-1", SessionState.ENDED, at(10, 50)), "Session ended"),
    (facts.StateChanged("s-1", SessionState.DID_NOT_ATTEND, at(10, 50)), "Did not attend"),
    (
        facts.Started("s-1", at(10), Now(at(10)), at(10, 50), EndChoice.AS_BOOKED),
        "Session started, ends 10:50 as booked",
    ),
    (
        facts.Started("s-1", at(10, 7), Now(at(10, 7)), at(10, 57), EndChoice.FULL, Side.MINE),
        "Session started, practitioner late, ends 10:57, full length",
    ),
    (facts.EndSet("s-1", at(11), EndChoice.EXTENDED), "To end 11:00, extended"),
    (facts.EndSet("s-1", at(10, 50), EndChoice.AS_BOOKED, Side.CLIENT), "To end 10:50 as booked, client late"),
    (facts.ModeChanged("s-1", Mode.PHONE, at(10, 20)), "Went on by phone"),
    (facts.GapFound("s-1", GAP), "Asleep 14 min"),
    (facts.GapFound("s-1", replace(GAP, why="restart")), "Off for 14 min"),
    (facts.GapFound("s-1", replace(GAP, why="clock changed")), "Clock changed by 14 min"),
    (facts.GapAnswered("s-1", "g-9", "yes", timedelta()), "Gap; session ran: yes"),
    (facts.Ticked(a_tick(PRIVATE, answer="alone")), "Alone, private and safe? alone"),
    (
        facts.Ticked(a_tick(PRIVATE, CheckState.ADJUSTED, answer="adjusted", detail="moved to the car")),
        "Alone, private and safe? adjusted, moved to the car",
    ),
    (facts.Ticked(a_tick(WHERE, answer="at", detail="1 High Street")), "Where are you now? at, 1 High Street"),
    (
        facts.Ticked(a_tick(PRIVATE, CheckState.OVERRIDDEN, reason="no time")),
        "Alone, private and safe? overridden: no time",
    ),
    (facts.Ticked(a_tick(PRIVATE, CheckState.OPEN)), "Alone, private and safe? taken back"),
    (facts.Ticked(a_tick(a_check(), by="console")), "The line headphones: done (seen by the console)"),
    (
        facts.WarningShown(Warned("w", "s-1", "end-5", "5 minutes left: say so", at(10, 45), at(10, 45))),
        "5 minutes left: shown",
    ),
    (
        facts.WarningShown(Warned("w", "s-1", "start", "10:00 A.K. is due", at(10), at(10, 9), late=True)),
        "A session is due: shown late, was due 10:00:00",
    ),
    (facts.Acknowledged("w", "s-1", at(10, 46)), "Acknowledged"),
    (
        facts.FollowUpSaved(FollowUp("f", "call", "ring back", at(9), due=at(17))),
        "Owed: ring back, due Sat 21 Nov 17:00",
    ),
    (facts.FollowUpSaved(FollowUp("f", "call", "ring back", at(9))), "Owed: ring back"),
    (
        facts.FollowUpSaved(FollowUp("f", "call", "ring back", at(9), done=at(10), outcome="rang")),
        "Settled: ring back (rang)",
    ),
    (facts.NoteSaved(Note("n", "s-1", "ak", text="secret")), "Note saved"),
    (facts.NoteFiled("n", at(11)), "Note filed"),
    (facts.AddendumAdded("n", at(12), "secret"), "Addendum added"),
    (
        facts.ContactLogged(Contact("c", "ak", at(12), "call", "rearranging", "secret")),
        "Contact logged, call: rearranging",
    ),
    (facts.DaySaved(DayRecord(TODAY, at(8))), "Day opened"),
    (facts.DaySaved(DayRecord(TODAY, at(8), alert_seen="yes")), "Test alert seen: yes"),
    (facts.DaySaved(DayRecord(TODAY, at(8), at(17), "clean")), "Day closed clean"),
    (facts.DaySaved(DayRecord(TODAY, at(8), at(17), "open items", ("a",))), "Day closed with open items"),
    (facts.SeriesDecided(SeriesLink("u", "ak")), "Calendar series decided"),
    (facts.MessageNoted("s-1", "invitation", at(9, 50)), "Invitation sent by the practitioner"),
    (facts.HandedOver("exported", "md, json", at(17)), "Day note exported: md, json"),
    (facts.HandedOver("exported", "grab card", at(17)), "Grab card written"),
    (facts.KeyArrived("drop", at(10, 18)), "Drop key pressed"),
    (facts.Restored(at(8), 0, 0, at(9)), "Restored from the backup of 2026-11-21 08:00"),
    (facts.Restored(at(8), 3, 9, at(9)), "Restored from the backup of 2026-11-21 08:00; entries 3 to 9 were given up"),
    (facts.LossesRead(("x",), at(9)), "What the check of the journal found was read"),
    (facts.AgreedBy("s-1", "text", at(9)), "Agreed by text"),
]


@pytest.mark.parametrize(("fact", "words"), FACTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fact_is_one_plain_sentence(fact: facts.Fact, words: str) -> None:
    assert words_of(fact) == words


def test_every_kind_of_fact_has_a_sentence() -> None:
    assert {type(fact) for fact, _ in FACTS} | set(INCIDENTS) == set(facts.Fact.__args__)


def test_a_line_tells_its_second_in_local_time_whom_it_is_about_and_which_session() -> None:
    summer = datetime.fromisoformat("2026-07-01T09:01:05+00:00")
    (line,) = timeline.lines([a_record(facts.NoteFiled("n", summer), summer)], LONDON, lambda _: "A.K.")
    assert line == timeline.TimelineLine(summer, "10:01:05", "Note filed", "ak", "s-1", "A.K.")


def test_lines_come_in_the_order_in_which_things_happened() -> None:
    first = a_record(facts.NoteFiled("n", at(9)), at(9), seq=2)
    same = a_record(facts.KeyArrived("drop", at(9)), at(9), seq=3)
    later = a_record(facts.NoteSaved(Note("n", "s-1", "ak")), at(11), seq=1)
    assert told(later, same, first) == ["Note filed", "Drop key pressed", "Note saved"]


def test_what_was_entered_afterwards_says_when_it_was_entered() -> None:
    start = facts.Started("s-1", at(10), Now(at(10)), at(10, 50), EndChoice.AS_BOOKED)
    late = facts.Record("session:s-1", "ak", start, Now(at(10, 3)), at(10))
    assert told(late) == ["Session started, ends 10:50 as booked (entered 10:03)"]


def test_a_gap_and_its_answer_are_told_together() -> None:
    records = [
        a_record(facts.GapFound("s-1", GAP), at(10, 34)),
        a_record(facts.GapAnswered("s-1", "g-1", "partly", minutes(4)), at(10, 35)),
    ]
    assert told(*records) == ["Asleep 14 min", "Asleep 14 min; session ran: partly, 4 min lost"]


def test_a_day_that_is_opened_again_says_so() -> None:
    opened, closed = DayRecord(TODAY, at(8)), DayRecord(TODAY, at(8), at(17), "clean")
    records = [a_record(facts.DaySaved(day), at(8 + hour)) for hour, day in enumerate((opened, closed, opened))]
    assert told(*records) == ["Day opened", "Day closed clean", "Day opened again"]


@pytest.mark.parametrize("check", [RULES, EMERGENCY, a_check("safe-word", about=About.SAFE_WORD)])
@pytest.mark.parametrize("state", [CheckState.DONE, CheckState.ADJUSTED, CheckState.OVERRIDDEN, CheckState.REFUSED])
def test_of_a_discreet_check_only_its_state_is_told(check: Check, state: CheckState) -> None:
    tick = a_tick(check, state, about=check.about, answer="SENTINEL", detail="SENTINEL", reason="SENTINEL")
    assert words_of(facts.Ticked(tick)) == f"{timeline.asked(check.text)} {state.value}"


def test_further_checks_can_be_kept_discreet_by_their_id() -> None:
    record = a_record(facts.Ticked(a_tick(PRIVATE, answer="SENTINEL")))
    (line,) = timeline.lines([record], LONDON, str, frozenset({"private"}))
    assert line.words == "Alone, private and safe? done"


def test_why_it_was_unsafe_to_proceed_and_which_key_called_for_help_are_not_told() -> None:
    assert words_of(facts.StateChanged("s-1", SessionState.UNSAFE, at(10), "SENTINEL")) == "Unsafe to proceed"
    assert words_of(facts.KeyArrived("safe-word", at(10))) == "Incident key pressed"


def test_the_session_of_a_fact_is_found_in_its_stream_or_in_what_it_is_about() -> None:
    follow_up = FollowUp("f", "call", "ring back", at(9), session="s-2")
    assert timeline.session_of(a_record(facts.NoteFiled("n", at(9)))) == "s-1"
    assert timeline.session_of(a_record(facts.FollowUpSaved(follow_up), stream="client:ak")) == "s-2"
    assert timeline.session_of(a_record(facts.Acknowledged("w", "", at(9)), stream="day:2026-11-21")) == ""
    assert timeline.session_of(a_record(facts.SessionSaved(a_session()), stream="practice")) == "s-1"
