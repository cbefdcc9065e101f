"""The demo: a believable day, anchored at now, as the events a practitioner would have sent.

It goes through the same core as a real day; nothing here is written by a side door. All people are invented; the phone
numbers are from the ranges reserved for drama.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from console.core import events
from console.core.state import State
from console.core.step import step
from console.core.steps.making import PRACTICE
from data.values.facts import Record
from data.values.people import (
    Channel,
    Client,
    Colleague,
    Consent,
    ConsentKind,
    ContactRule,
    EmergencyContact,
    OwnDate,
    Plan,
    Practice,
    Role,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from data.values.policy import Check, CheckState, Phase, Policy, Scope
from data.values.session import FollowUp, MeetingLink, Mode, Session, SessionState, TickKey
from data.values.time import Now

POLICY = "remote-protocol"
RUNNING_FOR = timedelta(minutes=16)


def demo_day(state: State, now: Now, *, policy: str = POLICY, begun: bool = True) -> tuple[State, tuple[Record, ...]]:
    """The state of the demo at `now`, and the facts that led to it.

    With `policy` the practice goes by another one; unless `begun`, the client of the session at hand is only just late.
    """
    records: list[Record] = []
    for at, event in _Story(state, now, policy, begun=begun).told():
        result = step(state, event, at)
        state = result.state
        records += result.records
    return replace(state, demo=True, said=None, beat=None), tuple(records)


def anchor(now: Now) -> datetime:
    """The booked start of the session that runs: a round time some sixteen minutes ago."""
    start = now.utc - RUNNING_FOR
    return start - timedelta(minutes=start.minute % 5, seconds=start.second, microseconds=start.microsecond)


class _Story:
    """The day's events in order. `_at` gives the reading of the clocks so many minutes from the anchor."""

    def __init__(self, state: State, now: Now, name: str, *, begun: bool) -> None:
        self._policy: Policy = state.policy
        allowed = self._policy.platforms.value
        self._platform = allowed[0] if allowed and "Teams" not in allowed else "Teams"
        self._name = name
        self._begun = begun
        self._now = now
        self._zone = state.practice.zone
        self._day = state.today
        self._ten = anchor(now) if begun else now.utc.replace(second=0, microsecond=0)

    def _at(self, minutes: float) -> Now:
        utc = self._ten + timedelta(minutes=minutes)
        return replace(self._now, utc=utc, boottime=self._now.boottime - (self._now.utc - utc).total_seconds())

    def told(self) -> Iterator[tuple[Now, events.Event]]:
        """Every event with its instant."""
        early = self._at(-150)
        yield early, events.PracticeEntered(_practice(self._zone, self._day, self._name, self._platform))
        yield early, events.Opened()
        for client in _clients(self._day, early.utc):
            yield early, events.ClientEntered(replace(client, platform=client.platform and self._platform))
        for session in self._sessions():
            yield early, events.SessionEntered(session)
        yield from self._day_start()
        yield from self._ended_session()
        yield from self._running_session()
        yield (
            self._at(-30),
            events.Moved("lb", SessionState.CANCELLED_LATE, reason="by text", received=self._at(-31).utc),
        )
        for owed in self._owed():
            yield self._at(-100), events.FollowUpEntered(owed)

    def _sessions(self) -> tuple[Session, ...]:
        return (
            self._session("jm", -60, series="weekly-jm", number=12),
            self._session("ak", 0, series="weekly-ak", number=7),
            self._session("rt", 60, first=True),
            self._session("lb", 120, series="weekly-lb", number=3),
            self._group("group", 240),
            self._session("dw", 300, series="weekly-dw", number=4),
            self._session("so", 360, series="weekly-so", number=21, mode=Mode.PHONE, platform="", link=None),
        )

    def _session(self, client: str, minutes: float, **more: object) -> Session:
        begin = self._at(minutes).utc
        number = {"jm": "8812345670", "ak": "8812345671", "rt": "8812345672", "lb": "8812345673", "dw": "8812345674"}
        base = Session(
            id=client,
            day=self._day,
            begin=begin,
            end=begin + self._policy.session.value,
            zone=self._zone,
            participants=(client,),
            platform=self._platform,
            link=_link(number[client], self._platform) if client in number else None,
        )
        return replace(base, **more)  # type: ignore[arg-type]  # names of Session's own fields

    def _group(self, name: str, minutes: float) -> Session:
        members = ("ak", "jm", "m1", "m2", "m3", "m4")
        session = self._session(
            name, minutes, title="Group", group=True, participants=members, co_facilitator="Noor Hale"
        )
        return replace(session, end=session.begin + timedelta(minutes=90), link=_link("8812345679", self._platform))

    def _checks(self, phases: tuple[Phase, ...], scope: Scope) -> tuple[Check, ...]:
        return tuple(check for check in self._policy.checks if check.phase in phases and check.scope is scope)

    def _day_start(self) -> Iterator[tuple[Now, events.Event]]:
        """All of it but the policy's review, which is overdue and stays so until a person says why it may."""
        for scope, owner in ((Scope.DAY, self._day.isoformat()), (Scope.PRACTICE, PRACTICE)):
            for index, check in enumerate(self._checks((Phase.DAY_START,), scope)):
                if check.id not in {"policy-in-date", "policy-reviewed"}:
                    yield self._at(-85 + index * 0.3), _answer(check, TickKey(scope, owner, "", check.id))

    def _answers(self, session: str, phases: tuple[Phase, ...], first: float) -> Iterator[tuple[Now, events.Event]]:
        """Every line of these phases; one that does not apply to the session is refused, and nothing happens."""
        for index, check in enumerate(self._checks(phases, Scope.SESSION)):
            participant = session if check.per_participant else ""
            key = TickKey(Scope.SESSION, session, participant, check.id)
            yield self._at(first + index * 0.25), _answer(check, key)

    def _ended_session(self) -> Iterator[tuple[Now, events.Event]]:
        yield from self._answers("jm", (Phase.BEFORE,), -69)
        yield self._at(-60), events.StartPressed("jm")
        yield from self._answers("jm", (Phase.START, Phase.DURING), -59.5)
        yield from self._answers("jm", (Phase.ENDING,), -16)
        yield self._at(-10), events.Moved("jm", SessionState.ENDED)
        yield self._at(-4), events.NoteEntered("jm", "jm", "free", "Settled. Walks after each session help.")
        yield from self._answers("jm", (Phase.AFTER,), -4)

    def _running_session(self) -> Iterator[tuple[Now, events.Event]]:
        yield from self._answers("ak", (Phase.BEFORE,), -6)
        if self._begun:
            yield self._at(0.2), events.StartPressed("ak")
            yield from self._answers("ak", (Phase.START,), 0.8)

    def _owed(self) -> tuple[FollowUp, ...]:
        made = self._at(-100).utc
        return (
            FollowUp(
                "breach", "report", "Report Tuesday's breach", made, due=self._now.utc + timedelta(hours=31, minutes=10)
            ),
            FollowUp("ring", "call", "Ring back R.T.'s mother", made, client="rt"),
        )


_TYPED = {
    "where": "14 Elm Road, Leeds",
    "aftercare": "a walk by the canal",
    "identity": "name and date of birth",
    "guardian-consent": "mother, seen by video",
}


def _answer(check: Check, key: TickKey) -> events.CheckAnswered:
    """The plainest answer to a check: its first word, with something typed where something is asked."""
    if not check.answers:
        return events.CheckAnswered(key)
    answer = next((one for one in check.answers if one.gives is CheckState.DONE), check.answers[0])
    return events.CheckAnswered(key, answer.say, _TYPED.get(check.id, "as usual") if answer.ask else "")


def _link(number: str, platform: str) -> MeetingLink:
    host = "teams.microsoft.com/meet" if platform == "Teams" else f"{platform.casefold().replace(' ', '-')}.example/j"
    return MeetingLink(f"https://{host}/{number}?p=demo", platform, f"{platform.casefold()}:{number}", passcode=True)


def _practice(zone: str, today: date, policy: str, platform: str) -> Practice:
    return Practice(
        name="Demo practice",
        me=Colleague("Sam Rivers", "07700 900001"),
        policy=policy,
        zone=zone,
        platforms=(platform,),
        roles={
            Role.LEAD: Colleague("Jo Marsh", "07700 900010"),
            Role.SUPERVISOR: Colleague("Dr Okafor", "07700 900011"),
            Role.MANAGEMENT: Colleague("Practice office", "020 7946 0020"),
        },
        own_dates=(OwnDate("supervision", "Group supervision", today + timedelta(days=5)),),
        set_up=True,
    )


def _phone(client: str, number: str, rules: dict[Channel, ContactRule]) -> Route:
    return Route(f"{client}-phone", RouteKind.PHONE, number, "mobile", rules)


def _clients(today: date, early: datetime) -> tuple[Client, ...]:
    week_ago = early - timedelta(days=7)
    safe = ContactRule(Safety.SAFE, confirmed=week_ago)
    open_rules = {Channel.TEXT: safe, Channel.CALL: safe, Channel.VOICEMAIL: safe}
    no_text = {
        Channel.CALL: safe,
        Channel.VOICEMAIL: ContactRule(Safety.NOT_SAFE, confirmed=week_ago),
        Channel.TEXT: ContactRule(Safety.NOT_SAFE, confirmed=week_ago),
    }

    def relative(client: str, name: str, relation: str, number: str) -> tuple[EmergencyContact, ...]:
        phone = _phone(f"{client}-{relation}", number, {Channel.CALL: safe})
        return (EmergencyContact(f"{client}-{relation}", name, relation, True, False, (phone,), week_ago),)

    plan = Plan(Turn.PRACTITIONER, signal="a thumbs up")
    known: dict[str, object] = {
        "seen": 6,
        "reviewed_at": 6,
        "identified": week_ago,
        "identity": "name and date of birth",
        "plan": plan,
        "platform": "Teams",
    }
    adult, child = date(1988, 4, 2), today.replace(year=today.year - 14, day=1)
    by_phone = {Channel.CALL: safe}
    people = (
        ("jm", "J.M.", "Jo Mbeki", adult, open_rules, "22", ("Tom", "partner")),
        ("ak", "A.K.", "Asha Kaur", adult, no_text, "23", ("Mina", "sister")),
        ("lb", "L.B.", "Lee Brook", adult, open_rules, "25", ("Kit", "friend")),
        ("dw", "D.W.", "Dani Wells", child, open_rules, "26", ("Helen", "mother")),
        ("so", "S.O.", "Sol Ortiz", adult, by_phone, "28", ("Ana", "sister")),
        ("m1", "M.A.", "May Abbot", adult, open_rules, "31", ("Rob", "brother")),
        ("m2", "M.B.", "Max Bell", adult, open_rules, "32", ("Joy", "mother")),
        ("m3", "N.C.", "Nia Cole", adult, open_rules, "33", ("Dev", "partner")),
        ("m4", "O.D.", "Oz Demir", adult, open_rules, "34", ("Ela", "sister")),
    )
    clients = {"rt": Client("rt", "R-031", "R.T.", "Rory Tan", born=adult)}
    for at, (key, initials, name, born, rules, number, (contact, relation)) in enumerate(people):
        base = Client(
            key,
            f"{key.upper()}-{at + 11}",
            initials,
            name,
            born=born,
            routes=(_phone(key, f"07700 9001{number}", rules),),
            emergency=relative(key, contact, relation, f"07700 9002{number}"),
        )
        clients[key] = replace(base, **known)  # type: ignore[arg-type]  # names of Client's own fields
    clients["ak"] = replace(clients["ak"], last_activity="tea with her sister")
    consent = Consent(ConsentKind.GUARDIAN, "Helen Wells, mother", week_ago.date(), "seen by video")
    clients["dw"] = replace(clients["dw"], consent=consent)
    return tuple(clients.values())
