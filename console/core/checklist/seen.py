"""What the console can see for itself: a closed list, each answered passes / fails / cannot tell, with words.

Its rule: what it cannot know it says it cannot tell; *fails* never looks done, and only a person overrides it. Answers
about a person's safety are never automatic. Recomputed until the session starts, then stored by `freeze`. The words go
into the day note, so they name no contact-safety reason and no marker.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from console.core.ages import age, date_words, is_current, last_known, local_date
from console.core.checklist.applies import CONSOLE, Slot, is_child, people, slots
from console.core.checklist.consent import has_consent, may_be_seen
from console.core.gate.people import own_zone
from console.core.gate.rule import is_stale
from console.core.state import State, policy_of
from data.values.people import Client, Safety
from data.values.policy import About, Check, CheckState, LocationRule, Policy, Scope, Sees
from data.values.quick import dataclass
from data.values.session import Mode, Session, Tick
from data.values.time import Now

Verdict = Literal["passes", "fails", "cannot tell"]
# A place told at the start may be told a little before the key is pressed or the booked time comes.
_SETTLING = timedelta(minutes=30)
_ASKED_OF_THE_CLIENT = frozenset({About.PRIVACY, About.LOCATION, About.EMERGENCY_CONTACT, About.CONTACT_RULES})
_ONLY_AN_AGE = frozenset({Sees.LOCATION_AGE, Sees.CONTACT_PRESENT, Sees.RULES_AGE})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the console saw, and in which words it says so."""

    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class _View:
    """Everything a look may need; `session` and `client` only where there is one."""

    state: State
    policy: Policy
    session: Session | None
    client: Client | None
    now: Now

    @property
    def zone(self) -> str:
        practice = self.state.practice.zone
        return own_zone(self.client, practice) if self.client else practice


def is_automatic(check: Check) -> bool:
    """Whether a pass may settle this line without a person: never an answer about somebody's safety."""
    asks_a_person = check.about in _ASKED_OF_THE_CLIENT or (check.safety and check.sees in _ONLY_AN_AGE)
    return check.sees is not None and not asks_a_person


def see(state: State, check: Check, session: Session | None, client: Client | None, now: Now) -> Seen:
    """What the console sees of this check now. Without a client, a session's line is about all its participants."""
    if check.sees is None:
        return Seen("cannot tell", "the console cannot see this")
    policy = policy_of(state, session) if session else state.policy
    look = _LOOKS[check.sees]
    if client is None and session and check.sees in _OF_A_CLIENT:
        each = [look(_View(state, policy, session, one, now)) for one in people(state, session)]
        return _together(each)
    return look(_View(state, policy, session, client, now))


def _together(each: list[Seen]) -> Seen:
    """One answer for a whole group, without anybody's data in it."""
    for verdict in ("fails", "cannot tell"):
        count = sum(one.verdict == verdict for one in each)
        if count:
            return Seen(verdict, f"{count} of {len(each)} members: look at each")
    return Seen("passes", f"all {len(each)} members") if each else Seen("cannot tell", "nobody is booked")


# --- the closed list --------------------------------------------------------------------------------------------------
def _link_new(view: _View) -> Seen:
    session = view.session
    if session is None or session.link is None:
        return Seen("cannot tell", "no link is held for this session")
    key = session.link.key
    if not key:
        return Seen("cannot tell", "the link shows no meeting number")
    others = [one for one in view.state.sessions.values() if one.id != session.id and one.link and one.link.key == key]
    if any(set(one.participants) != set(session.participants) for one in others):
        return Seen("fails", "the same link is on another client's session")
    if not view.policy.link.value.new:
        if key in view.state.other_links:
            return Seen("cannot tell", "this link was used before: only ever by this client?")
        return Seen("passes", "the link is used for no other client")
    if others or key in view.state.other_links:
        return Seen("fails", "this link was used before: make a new one")
    return Seen("passes", "the link is new")


def _passcode(view: _View) -> Seen:
    link = view.session.link if view.session else None
    if link is None:
        return Seen("cannot tell", "no link is held for this session")
    if link.passcode:
        return Seen("passes", "the link has a passcode")
    if view.policy.link.value.passcode:
        return Seen("fails", "the link has no passcode")
    return Seen("passes", "no passcode is asked for")


def platform_of(session: Session) -> str:
    """The platform the session is booked on, by its own word or by its link; "" where nothing says so."""
    return (session.platform or (session.link.platform if session.link else "")).strip()


def approved(state: State, policy: Policy) -> tuple[str, ...]:
    """The platforms that may be used: the policy's, narrowed by the practice's; one alone where the other is silent."""
    chosen, allowed = state.practice.platforms, policy.platforms.value
    if not chosen or not allowed:
        return allowed or chosen
    narrower = [name for name in chosen if any(_covers(one, name) for one in allowed)]
    wider = [name for name in allowed if name not in narrower and any(_covers(one, name) for one in chosen)]
    return (*narrower, *wider)


def _plain(name: str) -> str:
    words = name.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"microsoft", "ms"} else words)


def _covers(general: str, name: str) -> bool:
    """Whether "Zoom" covers "Zoom Healthcare"."""
    return f"{_plain(name)} ".startswith(f"{_plain(general)} ")


def _platform(view: _View) -> Seen:
    if view.session is None or view.session.mode is not Mode.VIDEO:
        return Seen("cannot tell", "not by video: no platform")
    name, names = platform_of(view.session), approved(view.state, view.policy)
    if not name:
        return Seen("cannot tell", "no platform is named")
    if not names and not view.policy.platforms.value:
        return Seen("cannot tell", "no platforms are chosen yet")
    if any(_covers(one, name) for one in names):
        return Seen("passes", f"{name} is approved")
    narrower = [one for one in names if _covers(name, one)]
    if narrower:
        return Seen("cannot tell", f"{name}: is it {' or '.join(narrower)}?")
    return Seen("fails", f"{name} is not approved; approved: {', '.join(names) or 'none'}")


def _policy_in_date(view: _View) -> Seen:
    review, today = view.policy.review, local_date(view.now.utc, view.state.practice.zone)
    if review is None:
        return Seen("cannot tell", "the policy names no review date")
    if review < today:
        return Seen("fails", f"review overdue {(today - review).days} d")
    return Seen("passes", f"review due {date_words(review, today)}")


def _consent(view: _View) -> Seen:
    client = view.client
    if client is None or view.session is None:
        return Seen("cannot tell", "no client is named")
    if not is_child(client, view.policy, view.session.day):
        known = client.born is not None
        return Seen("passes", "not a child") if known else Seen("cannot tell", "no date of birth")
    if not may_be_seen(view.state, view.policy, view.session, client):
        return Seen("fails", "no consent is recorded that this policy accepts")
    if client.consent is None or not has_consent(client, view.policy):
        return Seen("passes", "consent is recorded in its line")
    given = date_words(client.consent.given, local_date(view.now.utc, view.zone))
    return Seen("passes", f"{client.consent.kind.value} consent: {client.consent.who}, {given}")


def place_since(session: Session) -> datetime:
    """From when a place that was told counts as told in this session."""
    began = min(session.begin, session.started.utc) if session.started else session.begin
    return began - _SETTLING


def _location(view: _View) -> Seen:
    """Told in this session: passes. An earlier place is only LAST KNOWN; a stale one, or none, fails."""
    if view.client is None:
        return Seen("cannot tell", "no client is named")
    place = view.client.last_place
    told = age(place.at if place else None, view.now, view.zone)
    if is_current(place, view.now, view.zone, place_since(view.session) if view.session else None):
        return Seen("passes", told)
    if view.policy.location.value is not LocationRule.EVERY_SESSION:
        return Seen("cannot tell", f"{view.policy.location.value.value}; last told: {told}")
    if place is None:
        return Seen("fails", told)
    verdict: Verdict = "fails" if is_stale(place.at, view.policy, view.now) else "cannot tell"
    return Seen(verdict, last_known(told))


def _contact(view: _View) -> Seen:
    if view.client is None:
        return Seen("cannot tell", "no client is named")
    for contact in view.client.emergency:
        if not contact.may_be_danger and any(not route.retired for route in contact.routes):
            return Seen("passes", f"{contact.relation or contact.name}, {age(contact.confirmed, view.now, view.zone)}")
    return Seen("fails", "none")


def _rules(view: _View) -> Seen:
    if view.client is None:
        return Seen("cannot tell", "no client is named")
    stated = [rule for route in view.client.routes if not route.retired for rule in route.rules.values()]
    known = [rule for rule in stated if rule.safety is not Safety.UNKNOWN]
    dates = [rule.confirmed for rule in known if rule.safety is Safety.SAFE] or [rule.confirmed for rule in known]
    if not dates:
        return Seen("fails", "none")
    given = [one for one in dates if one is not None]
    oldest = min(given) if len(given) == len(dates) else None
    told = age(oldest, view.now, view.zone) if oldest else "never confirmed"
    if not is_stale(oldest, view.policy, view.now):
        return Seen("passes", told)
    return Seen("fails" if view.client.watch else "cannot tell", told)


_LOOKS: dict[Sees, Callable[[_View], Seen]] = {
    Sees.LINK_NEW: _link_new,
    Sees.PASSCODE: _passcode,
    Sees.PLATFORM: _platform,
    Sees.POLICY_IN_DATE: _policy_in_date,
    Sees.CONSENT_RECORDED: _consent,
    Sees.LOCATION_AGE: _location,
    Sees.CONTACT_PRESENT: _contact,
    Sees.RULES_AGE: _rules,
}
_OF_A_CLIENT = frozenset({Sees.CONSENT_RECORDED, Sees.LOCATION_AGE, Sees.CONTACT_PRESENT, Sees.RULES_AGE})


# --- storing it -------------------------------------------------------------------------------------------------------
def freeze(state: State, session: Session, now: Now) -> tuple[Tick, ...]:
    """What the console sees at the start, as ticks to be stored; lines that a person has answered are left alone.

    Only a pass of an automatic line is DONE; all else is kept as OPEN with its words. Give the session as it stood
    before its start.
    """
    return tuple(_as_tick(state, slot, session, now) for slot in slots(state, session) if _is_ours(state, slot))


def _is_ours(state: State, slot: Slot) -> bool:
    tick = state.ticks.get(slot.key)
    answered = tick is not None and tick.by != CONSOLE and tick.state is not CheckState.OPEN
    return slot.check.sees is not None and slot.check.scope is Scope.SESSION and not answered


def _as_tick(state: State, slot: Slot, session: Session, now: Now) -> Tick:
    seen = see(state, slot.check, session, state.clients.get(slot.client), now)
    done = seen.verdict == "passes" and is_automatic(slot.check)
    return Tick(
        key=slot.key,
        state=CheckState.DONE if done else CheckState.OPEN,
        text=slot.check.text,
        at=now.utc,
        answer=seen.verdict,
        detail=seen.words,
        by=CONSOLE,
        source=slot.check.source,
        about=slot.check.about,
    )


def seen_in(tick: Tick) -> Seen:
    """What the console saw when it stored this tick of its own."""
    verdicts: dict[str, Verdict] = {"passes": "passes", "fails": "fails"}
    return Seen(verdicts.get(tick.answer, "cannot tell"), tick.detail)
