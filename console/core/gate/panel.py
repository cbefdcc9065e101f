"""The panel "If it drops": who rings whom and how, judged by the gate before anything has happened."""

from console.core.ages import checked, hours_words
from console.core.gate.people import PRACTICE_ZONE, Asking, best, emergency, own_zone, turn
from console.core.gate.rule import NO, GateAnswer
from data.values.people import Channel, Client, EmergencyContact, Route, Turn
from data.values.policy import Policy
from data.values.time import Now
from data.values.views import Part, Tone


def drop_line(
    client: Client, policy: Policy, now: Now, zone: str = PRACTICE_ZONE, *, names: bool = True
) -> tuple[tuple[Part, ...], ...]:
    """The rows of "If it drops", the most needed first: who rings and how, then the emergency contact, then wording.

    For a session still to come, give the instant of its start as `now`: hours are judged at the instant given. Without
    `names` the emergency contact is told by the relation: a family's name is often the client's.
    """
    call = best(client, Channel.CALL, policy, now, zone)
    rows = [_call_row(client, call, policy, now, zone), _emergency_row(client, policy, now, zone, names)]
    rule = call.route.rules.get(Channel.CALL) if call.route else None
    if rule and (rule.wording or rule.who_may_answer):
        say = f"say: {rule.wording}" if rule.wording else ""
        who = f"may answer: {rule.who_may_answer}" if rule.who_may_answer else ""
        rows.append((Part(" · ".join(filter(None, (say, who)))),))
    return tuple(rows)


def _call_row(client: Client, call: GateAnswer, policy: Policy, now: Now, zone: str) -> tuple[Part, ...]:
    asking = Asking(client, policy, now, zone)
    parts = list(_first_words(client, call, policy))
    if call.route is None:
        parts.append(Part(call.words, Tone.ATTENTION))
        return (*parts, *_text_part(asking, None))
    rule = call.route.rules[Channel.CALL]
    parts.append(Part(call.route.value, Tone.STRONG))
    if rule.hours:
        parts.append(Part(f" {hours_words(rule.hours)}"))
    voicemail = asking.may(call.route, Channel.VOICEMAIL).allowed
    parts.append(Part(" · voicemail ok" if voicemail else " · no voicemail"))
    parts.extend(_text_part(asking, call.route))
    asks = " · one key confirms it" if call.confirm else ""
    date = f" ({checked(rule.confirmed, now, own_zone(client, zone))}{asks})"
    return (*parts, Part(date, Tone.ATTENTION if call.confirm else Tone.QUIET))


def _first_words(client: Client, call: GateAnswer, policy: Policy) -> tuple[Part, ...]:
    """Who begins: the agreed chat or relay, the client (KEEP THE LINE FREE), or you."""
    by = client.plan.by.strip().casefold()
    agreed = (Part(f"{by.upper()} first, as agreed", Tone.STRONG), Part(" · ")) if by in {"chat", "relay"} else ()
    if turn(client) is Turn.CLIENT:
        wait = client.plan.wait or policy.wait.value
        seconds = int(wait.total_seconds())
        then = Part(f" {seconds // 60}:{seconds % 60:02d}: they ring you", Tone.PLAIN)
        after = Part(" · then YOU RING " if call.allowed else " · then ")
        return (*agreed, Part("KEEP THE LINE FREE", Tone.STRONG), then, after)
    return (*agreed, Part("YOU RING ", Tone.STRONG)) if call.allowed else agreed


def _text_part(asking: Asking, call: Route | None) -> tuple[Part, ...]:
    text = asking.first(asking.routes(), Channel.TEXT)
    if text.route is None:
        return (Part(" · "), Part(NO[Channel.TEXT], Tone.ATTENTION))
    number = "" if call is not None and call.id == text.route.id else f" {text.route.value}"
    return (Part(f" · text{number}: one key confirms it" if text.confirm else f" · text{number} ok"),)


def _named(contact: EmergencyContact, names: bool) -> str:
    name = contact.name if names else "".join(f"{word[0]}." for word in contact.name.split())
    if not contact.relation:
        return name
    return f"{contact.relation} ({name})" if names and name else contact.relation


def _emergency_row(client: Client, policy: Policy, now: Now, zone: str, names: bool) -> tuple[Part, ...]:
    offered = emergency(client, policy, now, zone)
    flagged = any(contact.may_be_danger for contact, _ in offered)
    for contact, answer in offered:
        if answer.route is not None:
            who = _named(contact, names)
            aside = (Part("one contact flagged: may be the danger · ", Tone.ATTENTION),) if flagged else ()
            asks = (Part(f" ({answer.why})", Tone.ATTENTION),) if answer.confirm else ()
            return (*aside, Part(f"then {who} "), Part(answer.route.value, Tone.STRONG), *asks)
    if flagged:
        return (Part("emergency contact flagged: may be the danger → lead", Tone.ATTENTION),)
    if offered:
        return (Part(f"emergency contact: {offered[0][1].words} → lead", Tone.ATTENTION),)
    return (Part("no emergency contact → lead", Tone.ATTENTION),)
