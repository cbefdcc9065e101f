"""The gate: contact safety's plain answer (PRODUCT section 5). Every outbound step to a private person asks it.

Its rules, first refusal first: a retired number, never · a number that somebody who may be the danger uses, never ·
unknown counts as not safe · stale counts as not safe for a watch client, and asks others for one confirming key ·
outside the agreed hours on the client's own wall clock, not now. Rules belong to the number: the strictest word about
the same number counts, wherever it is written. A refusal carries no number at all. `why` and the words of a refusal are
for the screen only: they go in no note, audit, report, message or log. Overrides and flows are asked elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.core.ages import age, checked, date_words, hours_words, local_date, zone_named
from console.core.numbers import barred
from console.core.wall import in_hours
from data.values.people import (
    Channel,
    Client,
    ContactRule,
    EmergencyContact,
    Hours,
    Practice,
    Route,
    RouteKind,
    Safety,
    Turn,
)
from data.values.policy import Policy
from data.values.time import Now
from data.values.views import Part, Tone

PRACTICE_ZONE = Practice().zone
_DAY = timedelta(days=1)
_NO = {
    Channel.TEXT: "NO TEXT",
    Channel.CALL: "NO CALL",
    Channel.VOICEMAIL: "NO VOICEMAIL",
    Channel.EMAIL: "NO E-MAIL",
    Channel.LETTER: "NO LETTER",
}
_KINDS = {
    Channel.TEXT: RouteKind.PHONE,
    Channel.CALL: RouteKind.PHONE,
    Channel.VOICEMAIL: RouteKind.PHONE,
    Channel.EMAIL: RouteKind.EMAIL,
    Channel.LETTER: RouteKind.POST,
}
_MISSING = {RouteKind.PHONE: "no number", RouteKind.EMAIL: "no e-mail address", RouteKind.POST: "no address"}


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What the gate says of one way to reach somebody.

    `words` stand where the number would stand: the number itself, or "NO CALL: not safe (14 Nov)". `route` is None in
    every refusal. `confirm`: allowed, but one key must confirm it first. `age` is that of the rule ("7 days old").
    """

    allowed: bool
    words: str
    route: Route | None
    confirm: bool
    age: str
    why: str


def _refused(channel: Channel, why: str, told: str = "none") -> GateAnswer:
    return GateAnswer(allowed=False, words=f"{_NO[channel]}: {why}", route=None, confirm=False, age=told, why=why)


def within(hours: Hours | None, now: datetime, zone: str) -> bool:
    """Whether the zone's wall clock stands in these hours; they may cross midnight.

    From and until the same minute says nothing that can be kept, and an unknown zone tells no hour: both are "no".
    """
    if hours is None or (hours.after is None and hours.before is None):
        return True
    if zone_named(zone) is None or hours.after == hours.before:
        return False
    return in_hours(now, hours, zone)


def is_stale(confirmed: datetime | None, policy: Policy, now: Now) -> bool:
    """Whether a confirmation is too old to go by (setting `stale_after`), missing, or dated ahead of the clock."""
    if confirmed is None:
        return True
    return now.utc - confirmed > policy.stale_after.value or confirmed - now.utc > _DAY


def may(route: Route, channel: Channel, *, watch: bool, policy: Policy, now: Now, zone: str) -> GateAnswer:
    """Whether this number or address may be used in this way now. `zone` is the client's own wall clock.

    A voicemail rings first: it needs both its own rule and that of the call.
    """
    if route.retired:
        return _refused(channel, "retired")
    if route.kind is not _KINDS[channel]:
        return _refused(channel, _MISSING[_KINDS[channel]])
    if channel is Channel.VOICEMAIL:
        call = may(route, Channel.CALL, watch=watch, policy=policy, now=now, zone=zone)
        if not call.allowed:
            return _refused(channel, call.why, call.age)
    return _by_rule(route, channel, watch=watch, policy=policy, now=now, zone=zone)


def _by_rule(route: Route, channel: Channel, *, watch: bool, policy: Policy, now: Now, zone: str) -> GateAnswer:
    rule = route.rules.get(channel, ContactRule())
    told = age(rule.confirmed, now, zone)
    if rule.safety is not Safety.SAFE:
        return _refused(channel, rule.safety.value + _when(rule, now, zone), told)
    stale = is_stale(rule.confirmed, policy, now)
    if stale and watch:
        return _refused(channel, f"not confirmed lately ({checked(rule.confirmed, now, zone)})", told)
    if not within(rule.hours, now.utc, zone):
        return _refused(channel, f"only {hours_words(rule.hours)}, their time", told)
    why = f"{checked(rule.confirmed, now, zone)}: one key confirms it" if stale else ""
    return GateAnswer(allowed=True, words=route.value, route=route, confirm=stale, age=told, why=why)


def _when(rule: ContactRule, now: Now, zone: str) -> str:
    if rule.confirmed is None:
        return ""
    return f" ({date_words(local_date(rule.confirmed, zone), local_date(now.utc, zone))})"


# --- whom, and by which number ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Asking:
    """Who is to be reached and when: what every question to the gate has in common. `zone` is the practice's."""

    client: Client
    policy: Policy
    now: Now
    zone: str

    def routes(self) -> list[Route]:
        """The client's routes, the one that the plan names first."""
        return sorted(self.client.routes, key=lambda route: route.id != self.client.plan.route)

    def may(self, route: Route, channel: Channel) -> GateAnswer:
        client, zone = self.client, own_zone(self.client, self.zone)
        answer = may(route, channel, watch=client.watch, policy=self.policy, now=self.now, zone=zone)
        why = barred(client, route, channel) if answer.allowed else ""
        return _refused(channel, why, answer.age) if why else answer

    def first(self, routes: Iterable[Route], channel: Channel) -> GateAnswer:
        """The first that passes; otherwise the refusal of the first that is in use."""
        fitting = [route for route in routes if route.kind is _KINDS[channel]]
        answers = [self.may(route, channel) for route in fitting]
        if not answers:
            return _refused(channel, _MISSING[_KINDS[channel]])
        passing = (answer for answer in answers if answer.allowed)
        in_use = (answer for answer, route in zip(answers, fitting, strict=True) if not route.retired)
        return next(passing, next(in_use, answers[0]))

    def contact(self, contact: EmergencyContact) -> tuple[EmergencyContact, GateAnswer]:
        if contact.may_be_danger:
            told = age(contact.confirmed, self.now, own_zone(self.client, self.zone))
            answer = _refused(Channel.CALL, "flagged: may be the danger", told)
        else:
            answer = self.first(contact.routes, Channel.CALL)
        if answer.allowed and not contact.consent:
            why = " · ".join(filter(None, ("no consent recorded: one key confirms it", answer.why)))
            answer = replace(answer, confirm=True, why=why)
        return replace(contact, routes=(answer.route,) if answer.route else ()), answer


def own_zone(client: Client, practice_zone: str = PRACTICE_ZONE) -> str:
    """The client's own zone; the practice's where none is known, or the name is none."""
    return client.zone if zone_named(client.zone) else practice_zone


def best(client: Client, channel: Channel, policy: Policy, now: Now, zone: str = PRACTICE_ZONE) -> GateAnswer:
    """The first route that passes for this channel, the one named in the client's plan before the others; else why not.

    `zone` is the practice's, for a client without one. A retired number is never fallen back to.
    """
    asking = _Asking(client, policy, now, zone)
    return asking.first(asking.routes(), channel)


def emergency(
    client: Client, policy: Policy, now: Now, zone: str = PRACTICE_ZONE
) -> tuple[tuple[EmergencyContact, GateAnswer], ...]:
    """The emergency contacts in the client's order, each with the gate's answer to a call.

    Each contact is given back with the one number that passed, or with none: a number that must not be rung is not in
    the answer. One flagged as the danger is always refused. Without the client's recorded consent one key confirms.
    """
    asking = _Asking(client, policy, now, zone)
    return tuple(asking.contact(contact) for contact in client.emergency)


def turn(client: Client) -> Turn:
    """Who rings whom after a drop, as the client agreed."""
    return client.plan.who_rings


# --- the panel "If it drops" ------------------------------------------------------------------------------------------
def drop_line(client: Client, policy: Policy, now: Now, zone: str = PRACTICE_ZONE) -> tuple[tuple[Part, ...], ...]:
    """The rows of "If it drops", the most needed first: who rings and how, then the emergency contact, then wording.

    For a session still to come, give the instant of its start as `now`: hours are judged at the instant given.
    """
    call = best(client, Channel.CALL, policy, now, zone)
    rows = [_call_row(client, call, policy, now, zone), _emergency_row(client, policy, now, zone)]
    rule = call.route.rules.get(Channel.CALL) if call.route else None
    if rule and (rule.wording or rule.who_may_answer):
        say = f"say: {rule.wording}" if rule.wording else ""
        who = f"may answer: {rule.who_may_answer}" if rule.who_may_answer else ""
        rows.append((Part(" · ".join(filter(None, (say, who)))),))
    return tuple(rows)


def _call_row(client: Client, call: GateAnswer, policy: Policy, now: Now, zone: str) -> tuple[Part, ...]:
    asking = _Asking(client, policy, now, zone)
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


def _text_part(asking: _Asking, call: Route | None) -> tuple[Part, ...]:
    text = asking.first(asking.routes(), Channel.TEXT)
    if text.route is None:
        return (Part(" · "), Part(_NO[Channel.TEXT], Tone.ATTENTION))
    number = "" if call is not None and call.id == text.route.id else f" {text.route.value}"
    return (Part(f" · text{number}: one key confirms it" if text.confirm else f" · text{number} ok"),)


def _emergency_row(client: Client, policy: Policy, now: Now, zone: str) -> tuple[Part, ...]:
    offered = emergency(client, policy, now, zone)
    flagged = any(contact.may_be_danger for contact, _ in offered)
    for contact, answer in offered:
        if answer.route is not None:
            who = f"{contact.relation} ({contact.name})" if contact.relation else contact.name
            aside = (Part("one contact flagged: may be the danger · ", Tone.ATTENTION),) if flagged else ()
            asks = (Part(f" ({answer.why})", Tone.ATTENTION),) if answer.confirm else ()
            return (*aside, Part(f"then {who} "), Part(answer.route.value, Tone.STRONG), *asks)
    if flagged:
        return (Part("emergency contact flagged: may be the danger → lead", Tone.ATTENTION),)
    if offered:
        return (Part(f"emergency contact: {offered[0][1].words} → lead", Tone.ATTENTION),)
    return (Part("no emergency contact → lead", Tone.ATTENTION),)
