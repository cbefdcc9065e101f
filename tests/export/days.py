"""A believable day to export: a session held, a group of two, a late cancellation; with sentinels planted.

Every `SECRET…` below may appear in no export.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from console.core.state import State
from console.export.build import day_note
from console.export.day_note import DayNote
from data.values.facts import EndSet, Fact, GapAnswered, GapFound, KeyArrived, Record, Started, StateChanged, Ticked
from data.values.people import Channel, Client, Colleague, Practice, Safety
from data.values.policy import About, Check, CheckState
from data.values.session import (
    Contact,
    DayRecord,
    EndChoice,
    FollowUp,
    Gap,
    LostTime,
    Mode,
    Note,
    Session,
    SessionState,
    Side,
    Tick,
)
from data.values.time import Now
from tests.core.build import (
    CHECKS,
    EMERGENCY,
    HEADPHONES,
    PRIVATE,
    RULES,
    TODAY,
    WHERE,
    a_check,
    a_client,
    a_contact,
    a_policy,
    a_route,
    a_rule,
    a_session,
    a_state,
    a_tick,
    at,
    minutes,
    now_at,
)

SAFE = "SECRETword"
SAFE_WORD_CHECK = a_check("safe-word", text="Safe word agreed", about=About.SAFE_WORD, per_participant=True)
POLICY = a_policy(checks=(*CHECKS, SAFE_WORD_CHECK))
NOW = now_at(17, 30)


def a_secretive_client(id: str, initials: str, name: str) -> Client:  # noqa: A002 - as in Client
    rule = a_rule(Safety.NOT_SAFE, wording="SECRETwording", who_may_answer="SECRETanswerer")
    route = a_route(rules={Channel.CALL: rule, Channel.TEXT: rule}, label="SECRETlabel")
    danger = a_contact("SECRETdanger", relation="SECRETrelation", may_be_danger=True)
    return a_client(id, initials=initials, name=name, safe_word=SAFE, routes=(route,), emergency=(danger,))


def ticks_of(session: Session, participant: str) -> Iterable[Tick]:
    def tick(check: Check, state: CheckState, **words: str) -> Tick:
        return a_tick(check, state, session=session, participant=participant, about=check.about, **words)

    yield tick(PRIVATE, CheckState.ADJUSTED, answer="adjusted", detail="moved to the car")
    yield tick(WHERE, CheckState.DONE, answer="at", detail="1 High Street")
    for check in (EMERGENCY, RULES, SAFE_WORD_CHECK):
        yield tick(check, CheckState.ADJUSTED, answer="SECRETanswer", detail="SECRETdetail", reason="SECRETreason")


def a_day() -> State:
    held = a_session(
        state=SessionState.ENDED,
        started=now_at(10),
        ends=at(10, 57),
        choice=EndChoice.EXTENDED,
        ended_at=at(10, 56, 10),
        policy_hash="policy-1",
        late_side=Side.MINE,
        modes=((at(10), Mode.VIDEO), (at(10, 30), Mode.PHONE)),
        gaps=(Gap("g-1", at(10, 20), at(10, 34), "asleep", "partly", minutes(4)),),
        lost=(LostTime(minutes(3), Side.CLIENT, "drop"),),
    )
    group = replace(held, id="s-2", begin=at(12), end=at(13), participants=("rt", "bl"), group=True, number=2)
    group = replace(group, title="SECRETtitle", started=now_at(12), ends=at(13), ended_at=at(13), modes=(), gaps=())
    group = replace(group, lost=(), late_side=None, choice=EndChoice.AS_BOOKED)
    unsafe = a_session("s-4", begin=at(16), end=at(16, 50), state=SessionState.UNSAFE, reason="SECRETunsafe")
    cancelled = a_session(
        "s-3", begin=at(15), end=at(15, 50), state=SessionState.CANCELLED_LATE, received=at(8, 40), reason="flu"
    )
    people = (
        a_secretive_client("ak", "A.K.", "Alex King"),
        a_secretive_client("rt", "R.T.", "Ruth Tell"),
        a_secretive_client("bl", "B.L.", "Bella Lund"),
    )
    ticks = [*ticks_of(held, "ak"), *ticks_of(group, "rt"), *ticks_of(group, "bl"), a_tick(HEADPHONES)]
    notes = (
        Note(
            "s-1-ak",
            "s-1",
            "ak",
            "SOAP",
            f"Subjective: well.\n# said {SAFE} once",
            at(11),
            at(12),
            ((at(13), "later"),),
        ),
        Note("s-2-rt", "s-2", "rt", "free", "Bella and B.L. (REF-bl) interrupted; bella lund left.", at(13, 10)),
        Note("s-2-bl", "s-2", "bl", "free", "Ruth spoke.", at(13, 20)),
    )
    owed = (
        FollowUp("f-1", "call", f"ring back, not {SAFE}", at(11), client="ak", session="s-1", due=at(18)),
        FollowUp("f-2", "call", "write to R.T.", at(13), client="rt", session="s-2"),
        FollowUp("f-3", "report", "send the figures", at(9)),
        FollowUp("f-4", "call", "done long ago", at(9), done=at(10)),
    )
    return a_state(
        policy=POLICY,
        clients=people,
        sessions=(held, group, cancelled, unsafe),
        ticks=ticks,
        practice=Practice(name="Quiet Rooms", me=Colleague("Sam Weller")),
        notes={note.id: note for note in notes},
        follow_ups={one.id: one for one in owed},
        contacts={"c-1": Contact("c-1", "ak", at(9, 5), "email", "moving Tuesday", "SECRETcontact")},
        days={TODAY: DayRecord(TODAY, at(8), at(17), "open items", ("A.K.: ended, not closed",))},
    )


def a_record(stream: str, client: str, fact: Fact, hour: int, minute: int, second: int = 0) -> Record:
    happened = at(hour, minute, second)
    return Record(stream, client, fact, Now(happened), happened)


def the_facts(state: State) -> Mapping[str, list[Record]]:
    held = state.sessions["s-1"]
    s1 = "session:s-1"
    return {
        s1: [
            a_record(s1, "ak", Started("s-1", at(10), now_at(10), at(10, 50), EndChoice.AS_BOOKED), 10, 0),
            *(a_record(s1, "ak", Ticked(tick), 10, 1, place) for place, tick in enumerate(ticks_of(held, "ak"))),
            a_record(s1, "ak", GapFound("s-1", held.gaps[0]), 10, 34),
            a_record(s1, "ak", GapAnswered("s-1", "g-1", "partly", minutes(4)), 10, 34, 20),
            a_record(s1, "ak", EndSet("s-1", at(10, 57), EndChoice.EXTENDED), 10, 45),
            a_record(s1, "ak", KeyArrived("safe-word", at(10, 50)), 10, 50),
            a_record(s1, "ak", StateChanged("s-1", SessionState.ENDED, at(10, 56, 10)), 10, 56, 10),
        ],
        "session:s-2": [
            a_record("session:s-2", who, Ticked(tick), 12, 1)
            for who in ("rt", "bl")
            for tick in ticks_of(state.sessions["s-2"], who)
        ],
        "session:s-4": [
            a_record("session:s-4", "ak", StateChanged("s-4", SessionState.UNSAFE, at(16), "SECRETunsafe"), 16, 0)
        ],
    }


FACTS = the_facts(a_day())


def records_of(stream: str) -> list[Record]:
    return FACTS.get(stream, [])


def the_note(state: State | None = None, *, clinical: bool = True, head: str = "") -> DayNote:
    return day_note(state or a_day(), records_of, NOW, clinical=clinical, head=head)
