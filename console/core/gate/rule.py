"""The gate's rule for one number or address (PRODUCT section 5). Whom it belongs to is asked in `gate`.

Its rules, first refusal first: a retired number, never · a number that somebody who may be the danger uses, never ·
unknown counts as not safe · stale counts as not safe for a watch client, and asks others for one confirming key ·
outside the agreed hours on the client's own wall clock, not now. A refusal carries no number at all. An override opens
what was said not safe, unknown, stale or out of hours; never a retired number, never one of the danger.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from console.core.ages import age, checked, date_words, hours_words, local_date, zone_named
from console.core.wall import in_hours
from data.values.people import Channel, ContactRule, Hours, Route, RouteKind, Safety
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.time import Now

_DAY = timedelta(days=1)
NO = {
    Channel.TEXT: "NO TEXT",
    Channel.CALL: "NO CALL",
    Channel.VOICEMAIL: "NO VOICEMAIL",
    Channel.EMAIL: "NO E-MAIL",
    Channel.LETTER: "NO LETTER",
}
KINDS = {
    Channel.TEXT: RouteKind.PHONE,
    Channel.CALL: RouteKind.PHONE,
    Channel.VOICEMAIL: RouteKind.PHONE,
    Channel.EMAIL: RouteKind.EMAIL,
    Channel.LETTER: RouteKind.POST,
}
MISSING = {RouteKind.PHONE: "no number", RouteKind.EMAIL: "no e-mail address", RouteKind.POST: "no address"}


class Standing(Enum):
    """How a way to reach somebody stands: what an answer rests on. The first four let it through."""

    SAFE = "safe"
    CONFIRM = "confirm"
    OVERRIDDEN = "overridden"
    UNGATED = "ungated"
    NOT_SAFE = "not safe"
    UNKNOWN = "unknown"
    STALE = "stale"
    HOURS = "hours"
    RETIRED = "retired"
    DANGER = "danger"
    MISSING = "missing"


OVERRIDABLE = frozenset({Standing.NOT_SAFE, Standing.UNKNOWN, Standing.STALE, Standing.HOURS})
"""What a reason can open. A retired number and a flagged danger are not among them, whatever the reason."""


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What the gate says of one way to reach somebody.

    `words` stand where the number would stand: the number itself, or "NO CALL: not safe (14 Nov)". `route` is None in
    every refusal. `confirm`: allowed, but one key must confirm it first. `age` is that of the rule ("7 days old").
    `why` is for the screen only. `may_override` is the id of the route that an override would open, "" where none can.
    `person` is the client's or contact's id (or the role), `who` what a practitioner calls them ("sister (Mary)").
    """

    allowed: bool
    words: str
    route: Route | None
    confirm: bool
    age: str
    why: str
    standing: Standing = Standing.SAFE
    may_override: str = ""
    person: str = ""
    who: str = ""

    @property
    def number(self) -> str:
        """The number or address itself; "" in every refusal."""
        return self.route.value if self.route else ""

    @property
    def overridden(self) -> bool:
        """Whether only an override lets it through."""
        return self.standing is Standing.OVERRIDDEN


def refused(channel: Channel, why: str, standing: Standing, told: str = "none", *, route: str = "") -> GateAnswer:
    """A refusal; `route` is the id of the number that was asked about, kept only where an override can open it."""
    may_override = route if standing in OVERRIDABLE else ""
    words = f"{NO[channel]}: {why}"
    return GateAnswer(
        allowed=False, words=words, route=None, confirm=False, age=told, why=why,
        standing=standing, may_override=may_override,
    )  # fmt: skip


def opened(answer: GateAnswer, route: Route) -> GateAnswer:
    """The refusal overridden, where that is possible; otherwise as it is."""
    if answer.allowed or answer.standing not in OVERRIDABLE:
        return answer
    return replace(
        answer, allowed=True, words=route.value, route=route, why=f"overridden: {answer.why}",
        standing=Standing.OVERRIDDEN, may_override="",
    )  # fmt: skip


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


def may(
    route: Route,
    channel: Channel,
    *,
    watch: bool,
    policy: Policy,
    now: Now,
    zone: str,
    agreed: datetime | None = None,
) -> GateAnswer:
    """Whether this number or address may be used in this way now. `zone` is the client's own wall clock.

    `agreed` is when the appointment was agreed by this channel: for that appointment's messages it confirms what was
    said to be safe, and nothing else. A voicemail rings first: it needs both its own rule and that of the call.
    """
    if route.retired:
        return refused(channel, "retired", Standing.RETIRED)
    if route.kind is not KINDS[channel]:
        return refused(channel, MISSING[KINDS[channel]], Standing.MISSING)
    if channel is Channel.VOICEMAIL:
        call = may(route, Channel.CALL, watch=watch, policy=policy, now=now, zone=zone)
        if not call.allowed:
            return refused(channel, call.why, call.standing, call.age, route=route.id)
    return _by_rule(route, channel, watch=watch, policy=policy, now=now, zone=zone, agreed=agreed)


def _by_rule(
    route: Route, channel: Channel, *, watch: bool, policy: Policy, now: Now, zone: str, agreed: datetime | None
) -> GateAnswer:
    rule = _dated(route.rules.get(channel, ContactRule()), agreed)
    told = age(rule.confirmed, now, zone)
    if rule.safety is not Safety.SAFE:
        standing = Standing.NOT_SAFE if rule.safety is Safety.NOT_SAFE else Standing.UNKNOWN
        return refused(channel, rule.safety.value + _when(rule, now, zone), standing, told, route=route.id)
    stale = is_stale(rule.confirmed, policy, now)
    if stale and watch:
        why = f"not confirmed lately ({checked(rule.confirmed, now, zone)})"
        return refused(channel, why, Standing.STALE, told, route=route.id)
    if not within(rule.hours, now.utc, zone):
        why = f"only {hours_words(rule.hours)}, their time"
        return refused(channel, why, Standing.HOURS, told, route=route.id)
    asks = stale and agreed is None
    return GateAnswer(
        allowed=True,
        words=route.value,
        route=route,
        confirm=asks,
        age=told,
        why=f"{checked(rule.confirmed, now, zone)}: one key confirms it" if asks else "",
        standing=Standing.CONFIRM if asks else Standing.SAFE,
    )


def _dated(rule: ContactRule, agreed: datetime | None) -> ContactRule:
    if agreed is None or rule.safety is not Safety.SAFE or (rule.confirmed and rule.confirmed >= agreed):
        return rule
    return replace(rule, confirmed=agreed)


def _when(rule: ContactRule, now: Now, zone: str) -> str:
    if rule.confirmed is None:
        return ""
    return f" ({date_words(local_date(rule.confirmed, zone), local_date(now.utc, zone))})"
