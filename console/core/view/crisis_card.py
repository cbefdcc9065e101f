"""The crisis card: what a call handler asks, in that order, to be read aloud; beside it whom else to ring, and plans.

Its rule: made from the state alone, so that it is there with the data file locked, full or gone. Every place says how
old it is, an old one never looks current, and it is never where the practitioner is. Every private number is the gate's
own answer; whoever may be the danger is told as a risk and never as somebody to ring. What is not known is named.
"""

from collections.abc import Iterator
from datetime import datetime

from console.core import ages
from console.core.checklist.applies import age_on
from console.core.checklist.seen import place_since
from console.core.gate import gate
from console.core.gate.gate import GateAnswer
from console.core.incident.incidents import client_of, given, policy_for, session_of
from console.core.incident.places import place_of
from console.core.state import State
from console.core.wall import hhmm
from data.values.flow import Party
from data.values.incident import Incident
from data.values.people import Channel, Client, EmergencyContact
from data.values.policy import About, CheckState, Policy
from data.values.session import Mode
from data.values.time import Now
from data.values.views import CardLine, CardView, Tone

NOT_KNOWN = "NOT KNOWN"
REFUSED = "REFUSED"
LOCAL_UNKNOWN = "local number unknown"
CHECK_HOURS = "check the hours"
_RISK = {"client": "the client", "another": "another person", "child": "a child"}
_BY = {Mode.VIDEO: "on a video call", Mode.PHONE: "on the phone", Mode.IN_PERSON: "in one room"}


def crisis_card(state: State, incident: Incident, now: Now) -> CardView:
    """The card of this incident now."""
    client = client_of(state, incident)
    answer = gate.for_step(state, incident, Party.SERVICES, Channel.CALL, now)
    read = (
        *_where(state, incident, client, now),
        *_abroad(client, answer),
        CardLine("WHO", _who(incident, client, now, state.practice.zone)),
        CardLine("NOW", _happening(state, incident)),
        _risks(client),
        _phone(state, incident, now),
        _call_back(state),
    )
    beside = (
        *_services(answer),
        *_contacts(state, incident, client, now),
        *_colleagues(state, incident, now),
        *_plan(client),
        *_lines(policy_for(state, incident), answer),
    )
    return CardView(read, beside, tuple(_missing(state, incident, client, answer, now)))


# --- read aloud -------------------------------------------------------------------------------------------------------
def _where(state: State, incident: Incident, client: Client | None, now: Now) -> Iterator[CardLine]:
    """Where the client is: as they said today, else LAST KNOWN with its age. A refusal is said too."""
    known, session = place_of(client, incident), session_of(state, incident)
    zone = gate.own_zone(client, state.practice.zone) if client else state.practice.zone
    refused = _refused(state, incident)
    if known is None:
        yield CardLine("WHERE", NOT_KNOWN, REFUSED if refused else "none", Tone.ATTENTION)
        return
    since = place_since(session) if session else None
    told = ages.age(known.at, now, zone)
    if ages.is_current(known, now, zone, since):
        yield CardLine("WHERE", known.text, f"said {told}", Tone.STRONG)
        return
    last = ages.last_known(told)
    yield CardLine("WHERE", known.text, f"{REFUSED} today · {last}" if refused else last, Tone.ATTENTION)


def _refused(state: State, incident: Incident) -> bool:
    """Whether the client would not say where they are, in this session."""
    return any(
        tick.about is About.LOCATION and tick.state is CheckState.REFUSED
        for key, tick in state.ticks.items()
        if key.scope_id == incident.session and key.participant in ("", incident.client)
    )


def _abroad(client: Client | None, answer: GateAnswer) -> Iterator[CardLine]:
    """In another country the practice's number may help nobody: it is said, beside the country."""
    country = client.last_place.abroad if client and client.last_place else ""
    if country:
        number = LOCAL_UNKNOWN if answer.route is None else answer.route.value
        yield CardLine("", f"abroad: {country}", number, Tone.ATTENTION)
    elif answer.route is None:
        yield CardLine("", LOCAL_UNKNOWN, "", Tone.ATTENTION)


def _who(incident: Incident, client: Client | None, now: Now, zone: str) -> str:
    """Name, age and date of birth; who is at risk, where it is not they."""
    risk = given(incident, "at_risk")
    at_risk = f" · at risk: {_RISK[risk]}" if risk in _RISK else ""
    if client is None:
        return f"{NOT_KNOWN}: say whom you see{at_risk}"
    name = client.name or client.initials or client.reference
    if client.born is None:
        return f"{name}, date of birth not known{at_risk}"
    years = age_on(client.born, ages.local_date(now.utc, zone))
    return f"{name}, {years}, born {client.born:%d.%m.%Y}{at_risk}"


def _happening(state: State, incident: Incident) -> str:
    """A line to begin with; what is seen and heard only the practitioner can say."""
    session, lost = session_of(state, incident), _lost(incident)
    how = _BY[session.mode] if session else ""
    if lost is not None:
        broke = hhmm(lost, state.practice.zone)
        return f"I am their counsellor. The call broke off at {broke}. I saw and heard …"
    return f"I am their counsellor{', ' if how else ''}{how}. I see and hear …"


def _lost(incident: Incident) -> datetime | None:
    """Since when the client is gone from the call; None while they are there."""
    told = next((one for one in reversed(incident.given) if one.fact == "line"), None)
    return told.at if told is not None and told.value == "lost" else None


def _risks(client: Client | None) -> CardLine:
    """What a call handler sends differently for: who may be dangerous there, and what the client needs."""
    flagged = [_called(one) for one in client.emergency if one.may_be_danger] if client else []
    danger = [f"may be dangerous: {one}, may be present" for one in flagged]
    needs = client.access_needs.strip() if client else ""
    told = " · ".join([*danger, *([f"access: {needs}"] if needs else [])])
    return CardLine("RISKS", told or "no access needs and nobody dangerous known", "", _tone(warns=bool(danger)))


def _called(contact: EmergencyContact) -> str:
    return contact.relation.strip() or contact.name.strip() or "an emergency contact"


def _tone(*, warns: bool) -> Tone:
    return Tone.ATTENTION if warns else Tone.PLAIN


def _phone(state: State, incident: Incident, now: Now) -> CardLine:
    """The client's number, or NO CALL and why: also a call handler who rings it may be heard by the wrong person."""
    return _answered("PHONE", gate.for_step(state, incident, Party.CLIENT, Channel.CALL, now))


def _answered(label: str, answer: GateAnswer) -> CardLine:
    if answer.route is None:
        head, _, why = answer.words.partition(": ")
        return CardLine(label, head, why, Tone.ATTENTION)
    return CardLine(label, answer.route.value, answer.why, _tone(warns=answer.confirm))


def _call_back(state: State) -> CardLine:
    me = state.practice.me
    if not me.phone.strip():
        return CardLine("CALL BACK", NOT_KNOWN, "say the number you ring from", Tone.ATTENTION)
    return CardLine("CALL BACK", f"{me.phone}{', ' if me.name else ''}{me.name}")


# --- beside it --------------------------------------------------------------------------------------------------------
def _services(answer: GateAnswer) -> Iterator[CardLine]:
    if answer.route is not None:
        yield CardLine("Emergency services", answer.route.value, "", Tone.STRONG)
    else:
        yield CardLine("Emergency services", LOCAL_UNKNOWN, "", Tone.ATTENTION)


def _contacts(state: State, incident: Incident, client: Client | None, now: Now) -> Iterator[CardLine]:
    """Whom of the client's own people one may ring; whoever may be the danger is not among them."""
    offered = [one for one in client.emergency if not one.may_be_danger] if client else []
    for one in offered:
        answer = gate.for_step(state, incident, Party.EMERGENCY, Channel.CALL, now, person=one.id)
        yield _answered(answer.who or _called(one), answer)


def _colleagues(state: State, incident: Incident, now: Now) -> Iterator[CardLine]:
    for party in (Party.LEAD, Party.SUPERVISOR):
        answer = gate.for_step(state, incident, party, Channel.CALL, now)
        if answer.route is not None:
            yield _answered(answer.who, answer)


def _plan(client: Client | None) -> Iterator[CardLine]:
    plan = client.safety_plan.strip() if client else ""
    if plan:
        yield CardLine("Safety plan", plan, "", Tone.QUIET)


def _lines(policy: Policy, answer: GateAnswer) -> Iterator[CardLine]:
    """Lines of the same country to give to the client. Hours change: each says that they are to be checked."""
    if answer.route is None:
        return
    found = (one for one in policy.crisis_numbers.values() if one and one[0].number == answer.route.value)
    for one in next(found, ())[1:]:
        yield CardLine(one.name, one.number, one.hint or CHECK_HOURS, Tone.QUIET)


def _missing(state: State, incident: Incident, client: Client | None, answer: GateAnswer, now: Now) -> Iterator[str]:
    """What nobody entered and a call handler or the next hour will want."""
    for party in (Party.LEAD, Party.SUPERVISOR):
        if gate.for_step(state, incident, party, Channel.CALL, now).route is None:
            yield f"{party.value}'s number"
    if not state.practice.me.phone.strip():
        yield "your call-back number"
    if answer.route is None:
        yield "the local emergency number"
    if client is None:
        return
    if not any(not one.may_be_danger for one in client.emergency):
        yield "an emergency contact who may be rung" if client.emergency else "an emergency contact"
    if client.born is None:
        yield "date of birth"
    if not client.safety_plan.strip():
        yield "safety plan"
