"""The checks: what an answer becomes, or why it is none; what keeps a session from starting or closing.

Its rules (PRODUCT section 3): a bare Enter never settles a line about safety · a value is asked for where one exists ·
privacy, location, emergency contact and contact rules are done, adjusted, refused or overridden, never put off · what
the console sees to fail only a person overrides, with a typed reason · recording is never recorded as on, unless a
dual-consent policy has both dates · no child without a recorded consent, no close of a first session without an
identity outcome. A refusal is one sentence with the cure. Everything here is total: an odd event is refused.
"""

from typing import TYPE_CHECKING

from console.core.checklist.applies import CONSOLE, SETTLED, is_child, people, slots
from console.core.checklist.consent import may_be_seen
from console.core.checklist.guards import (
    ASKED_FOR,
    DONE,
    NEVER_DEFERRED,
    Asked,
    is_about_platform,
    platform_refusal,
    policy_scope,
    refusal,
    says_on,
    unapproved,
)
from console.core.checklist.lines import (
    Line,
    comes_back,
    day_lines,
    deferred,
    due_phases,
    find,
    lines,
    missing,
    next_line,
    progress,
)
from console.core.state import State, policy_of
from data.values.policy import About, Answer, Check, CheckState
from data.values.session import SIDE_EXITS, Session, Tick
from data.values.time import Now

if TYPE_CHECKING:
    from console.core.events import CheckAnswered

__all__ = [
    "NEVER_DEFERRED",
    "SETTLED",
    "Line",
    "answer",
    "close_refusal",
    "comes_back",
    "day_lines",
    "deferred",
    "due_phases",
    "find",
    "lines",
    "missing",
    "next_line",
    "progress",
    "start_refusal",
]

# DONE refreshes the dates of these (PRODUCT 5): an answer that tells something new must not confirm the old as well.
_CONFIRMED_BY_DONE = frozenset({About.EMERGENCY_CONTACT, About.CONTACT_RULES})
_IDENTITY_OUTCOMES = DONE | {CheckState.REFUSED, CheckState.OVERRIDDEN}


# --- answering --------------------------------------------------------------------------------------------------------
def answer(state: State, event: "CheckAnswered", now: Now) -> Tick | str:
    """The tick that this answer makes, or the one sentence that says why it makes none and what to do."""
    line = find(state, event.key, now)
    if line is None:
        return "That line is not on today's lists: choose it on the screen again."
    chosen = _chosen(line.check, event.answer)
    given = _given(line.check, event, chosen)
    if isinstance(given, str):
        return given
    session = policy_scope(line, state)
    policy = policy_of(state, session) if session else state.policy
    asked = Asked(state, policy, session, line, event, chosen, given, now)
    if given is CheckState.OPEN:
        return _nothing_to_take_back(line) or _tick(asked)
    return refusal(asked) or _tick(asked)


def _given(check: Check, event: "CheckAnswered", chosen: Answer | None) -> CheckState | str:
    """The state that the answer asks for; or which answers there are."""
    if event.state is not None and event.state in ASKED_FOR:
        return event.state
    if chosen is None:
        words = ", ".join(one.say for one in check.answers)
        return f"Choose one of: {words}." if words else "This line has no such answer: tick it, or leave it open."
    if event.state is not None and event.state is not chosen.gives:
        return "That answer does not lead there: choose another of the answers."
    changed = bool(chosen.ask) and check.about in _CONFIRMED_BY_DONE and chosen.gives is CheckState.DONE
    return CheckState.ADJUSTED if changed else chosen.gives


def _chosen(check: Check, word: str) -> Answer | None:
    """The answer with that word; a plain tick where the check has none of its own."""
    said = word.strip().casefold()
    if not check.answers:
        return Answer("") if not said else None
    return next((one for one in check.answers if said and one.say.strip().casefold() == said), None)


def _nothing_to_take_back(line: Line) -> str:
    if line.tick is not None and line.tick.by == CONSOLE:
        return "The console saw this itself: put right what it saw, or override it with a reason."
    if line.tick is None or line.tick.state is CheckState.OPEN:
        return "There is no answer of yours to take back here."
    return ""


def _tick(asked: Asked) -> Tick:
    check, given = asked.line.check, asked.given
    word, detail, reason = _kept_words(asked)
    return Tick(
        key=asked.line.key,
        state=given,
        text=check.text,
        at=asked.now.utc,
        answer=word,
        detail=detail,
        reason=reason,
        source=check.source,
        about=check.about,
    )


def _kept_words(asked: Asked) -> tuple[str, str, str]:
    """The word, what was typed, and the reason, as they are kept.

    Of recording only "off" is kept unless it may be on: no typed word may ever read as if it were. An override keeps
    what the console saw, so that it never covers something else seen later.
    """
    event, given = asked.event, asked.given
    if given is CheckState.OPEN:
        return "", "", ""
    if asked.line.check.about is About.RECORDING and not says_on(asked):
        return "off" if given in DONE else "", "", ""
    word = asked.chosen.say if asked.chosen else ""
    if given is CheckState.OVERRIDDEN:
        wrong = unapproved(asked.state, asked.session, asked.now) if is_about_platform(asked.line.check) else ""
        word = wrong or (asked.line.seen.words if asked.line.seen else "")
    return word, event.detail.strip(), event.reason.strip()


# --- starting and closing a session -----------------------------------------------------------------------------------
def start_refusal(state: State, session: Session, now: Now) -> str:
    """Why this session may not begin: a child's consent (S3 4.1), an unapproved platform (S3 2). "" when it may."""
    policy = policy_of(state, session)
    for client in people(state, session):
        if is_child(client, policy, session.day) and not may_be_seen(state, policy, session, client):
            own = ", or their own with its basis," if policy.own_consent.value else ""
            return f"{client.initials} is under {policy.child_under.value}: record the guardian's consent{own} first."
    return platform_refusal(state, policy, session, now)


def close_refusal(state: State, session: Session) -> str:
    """Why this session may not be closed: a first session needs an identity outcome for each person (S3 4.1)."""
    if not session.first or session.state in SIDE_EXITS:
        return ""
    for slot in slots(state, session):
        tick = state.ticks.get(slot.key)
        if slot.check.about is About.IDENTITY and (tick is None or tick.state not in _IDENTITY_OUTCOMES):
            person = state.clients.get(slot.client)
            who = f" of {person.initials or person.reference}" if person else ""
            return f"Before closing, settle the identity{who}: done, refused or overridden."
    return ""
