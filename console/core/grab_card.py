"""The grab card: one page for today, for when the laptop itself fails.

Its rule: everything on it passed the gate (PRODUCT section 5) as of the session's start. What did not pass says so in
words that are the same for every reason, for paper is read by anybody. Initials only; no safe word, no reason, no flag,
no reference. Who may be the danger is not on it, nor is it said that there is somebody. It is good for its own day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from console.core import wall
from console.core.ages import checked, hours_words, place_words
from console.core.clock import count
from console.core.day import agenda
from console.core.gate import gate
from console.core.incident.incidents import open_incidents
from console.core.state import State, policy_of
from console.core.view.agenda import state_words
from data.values.flow import Party
from data.values.people import Channel, Client, EmergencyContact, Turn
from data.values.quick import dataclass
from data.values.session import BEFORE_START, EXPECTED, LIVE, Mode, Session
from data.values.time import Now

NOT_AGREED = "not agreed"
"""What stands for every refusal of safety: the same words whatever the reason."""
_ON_FILE = "none on file"
_COLLEAGUES = (Party.LEAD, Party.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One client of one session that is still to come, or runs.

    `rings` says who begins; `number` is the number to ring or "NO CALL: …"; `text` and `voicemail` say yes or NO;
    `say` is the agreed wording or ""; `place` the last known place with its age; `ladder` who comes after, in order.
    """

    time: str
    who: str
    how: str
    rings: str
    number: str
    text: str
    voicemail: str
    say: str
    place: str
    ladder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrabCard:
    """The whole page. `made` is the local time; `colleagues` are lead and supervisor with their numbers.

    `settled` are the sessions that need nobody rung, in a line each.
    """

    day: date
    made: str
    zone: str
    drop: str
    colleagues: tuple[str, ...]
    entries: tuple[CardEntry, ...]
    settled: tuple[str, ...]
    demo: bool = False


def grab_card(state: State, now: Now) -> GrabCard:
    """The card of the state's day as of `now`."""
    zone = state.practice.zone
    listed = agenda(state)
    open_now = {one.session for one in open_incidents(state)}
    needed = [one for one in listed if one.state in EXPECTED | LIVE or one.id in open_now]
    settled = [one for one in listed if one not in needed]
    return GrabCard(
        day=state.today,
        made=f"{wall.day_words(wall.day_of(now.utc, zone))} {wall.hhmm(now.utc, zone)}",
        zone=wall.offset_words(now.utc, zone),
        drop=_drop_words(state),
        colleagues=tuple(f"{party.value} {_colleague(state, party, now)}" for party in _COLLEAGUES),
        entries=tuple(entry for session in needed for entry in _entries(state, session, now)),
        settled=tuple(f"{wall.hhmm(one.begin, zone)} {_who(state, one)}: {state_words(state, one)}" for one in settled),
        demo=state.demo,
    )


def _drop_words(state: State) -> str:
    """What to do first, in the policy's own numbers."""
    policy = state.policy
    tries, gap = policy.tries.value, count(policy.gap.value)
    again = f"{tries} tries, {gap} apart" if tries > 1 else "one try"
    return (
        f"It drops: stay in the room, rejoin for {count(policy.reconnect.value)}, then ring from the work phone; "
        f"{again}. Not reached, and you are concerned or not sure: go along the ladder. "
        "Somebody is in danger: emergency services."
    )


def _entries(state: State, session: Session, now: Now) -> Iterator[CardEntry]:
    """One for each client; hours are judged at the session's start."""
    begins = max(now.utc, session.begin) if session.state in BEFORE_START else now.utc
    then = replace(now, utc=begins)
    known = [state.clients[one] for one in session.participants if one in state.clients]
    for client in known:
        yield _entry(state, session, client, then)
    if not known:
        yield _unknown(state, session, then)


def _who(state: State, session: Session) -> str:
    """Initials; never the title, which a calendar wrote."""
    client = state.clients.get(session.participants[0]) if session.participants and not session.group else None
    return "group" if session.group else client.initials or client.reference if client else "client not known"


def _time(state: State, session: Session) -> str:
    zone = state.practice.zone
    return f"{wall.hhmm(session.begin, zone)}–{wall.hhmm(session.ends or session.end, zone)}"


def _how(session: Session) -> str:
    by = session.platform if session.mode is Mode.VIDEO and session.platform else session.mode.value
    return f"group, {by}" if session.group else by


def _unknown(state: State, session: Session, then: Now) -> CardEntry:
    return CardEntry(
        time=_time(state, session),
        who="client not known",
        how=_how(session),
        rings="",
        number=f"{gate.NO[Channel.CALL]}: the client is not known yet",
        text=gate.NO[Channel.TEXT],
        voicemail=gate.NO[Channel.VOICEMAIL].lower(),
        say="",
        place="none",
        ladder=tuple(_after(state, session, "", then)),
    )


def _entry(state: State, session: Session, client: Client, then: Now) -> CardEntry:
    call, text, voicemail = (
        gate.for_session(state, session, client.id, channel, then)
        for channel in (Channel.CALL, Channel.TEXT, Channel.VOICEMAIL)
    )
    rule = call.route.rules.get(Channel.CALL) if call.route else None
    zone = gate.own_zone(client, state.practice.zone)
    return CardEntry(
        time=_time(state, session),
        who=client.initials or client.reference,
        how=_how(session),
        rings=_rings(state, session, client, call.allowed),
        number=_number(call, Channel.CALL, then, zone),
        text=_text(text, call),
        voicemail="voicemail yes" if voicemail.allowed else gate.NO[Channel.VOICEMAIL].lower(),
        say=rule.wording if rule else "",
        place=place_words(client.last_place, then, zone),
        ladder=tuple(_ladder(state, session, client, then)),
    )


def _rings(state: State, session: Session, client: Client, may_ring: bool) -> str:
    """Who begins, as the client agreed; "" where nobody rings."""
    by = client.plan.by.strip().casefold()
    first = f"{by.upper()} FIRST, as agreed; " if by in {"chat", "relay"} else ""
    if gate.turn(client) is Turn.CLIENT:
        wait = count(client.plan.wait or policy_of(state, session).wait.value)
        return f"{first}KEEP THE LINE FREE {wait}: they ring you; then {'YOU RING' if may_ring else 'the ladder'}"
    return f"{first}YOU RING" if may_ring else first.removesuffix("; ")


def _number(call: gate.GateAnswer, channel: Channel, then: Now, zone: str) -> str:
    """The number with its hours and age, or NO CALL in words that tell nothing."""
    if call.route is None:
        return _refusal(call, channel)
    rule = call.route.rules.get(channel)
    hours = f", {hours_words(rule.hours)}" if rule and hours_words(rule.hours) else ""
    told = checked(rule.confirmed if rule else None, then, zone)
    asks = ": make sure first" if call.confirm else ""
    return f"{call.number}{hours} ({told}{asks})"


def _refusal(answer: gate.GateAnswer, channel: Channel) -> str:
    reasons = {gate.Standing.MISSING: _ON_FILE, gate.Standing.HOURS: answer.why}
    return f"{gate.NO[channel]}: {reasons.get(answer.standing, NOT_AGREED)}"


def _text(text: gate.GateAnswer, call: gate.GateAnswer) -> str:
    if not text.allowed:
        return gate.NO[Channel.TEXT]
    number = "" if text.number == call.number else f" {text.number}"
    return f"text yes{number}{', make sure first' if text.confirm else ''}"


def _ladder(state: State, session: Session, client: Client, then: Now) -> Iterator[str]:
    """Who comes after the client: the contacts who may be rung, then the lead, the supervisor, the services."""
    for contact in client.emergency:
        answer = gate.ask(
            state, Party.EMERGENCY, Channel.CALL, then, client=client.id, session=session, person=contact.id
        )
        if answer.allowed:
            yield f"{_called(contact)} {answer.number}{' (ask the lead first)' if answer.confirm else ''}"
    yield from _after(state, session, client.id, then)


def _called(contact: EmergencyContact) -> str:
    """By relation; otherwise by initials: a family's name is often the client's."""
    return contact.relation or "".join(f"{word[0]}." for word in contact.name.split()) or "contact"


def _after(state: State, session: Session, client: str, then: Now) -> Iterator[str]:
    yield from (party.value for party in _COLLEAGUES)
    services = gate.ask(state, Party.SERVICES, Channel.CALL, then, client=client, session=session)
    yield services.number or services.why


def _colleague(state: State, party: Party, now: Now) -> str:
    return gate.ask(state, party, Channel.CALL, now).number or "number not entered"
