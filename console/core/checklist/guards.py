"""The guards that an answer to a check must pass, each a small function: "" lets it through, a sentence does not.

Its rule: every refusal is one sentence with the cure; the first that refuses is said. See `checks` for the rules.
"""

from typing import TYPE_CHECKING

from console.core.checklist.applies import SETTLED, is_child, people, slots
from console.core.checklist.consent import has_consent, is_own, is_typed, tells_who_when_how
from console.core.checklist.lines import Line
from console.core.checklist.seen import is_automatic, see
from console.core.state import State
from data.values.people import Client
from data.values.policy import About, Answer, Check, CheckState, Phase, Policy, Recording, Scope, Sees
from data.values.quick import dataclass
from data.values.session import Session
from data.values.time import Now

if TYPE_CHECKING:
    from console.core.events import CheckAnswered

NEVER_DEFERRED = frozenset({About.PRIVACY, About.LOCATION, About.EMERGENCY_CONTACT, About.CONTACT_RULES})
DONE = frozenset({CheckState.DONE, CheckState.ADJUSTED})
ASKED_FOR = frozenset({CheckState.DEFERRED, CheckState.OVERRIDDEN, CheckState.NOT_APPLICABLE, CheckState.OPEN})
_PLATFORM = Check("platform", Phase.BEFORE, "", "", about=About.PLATFORM, sees=Sees.PLATFORM)
_SAYS_OFF = frozenset({"off", "not", "no", "never", "none"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer before it is let through: the line, what was pressed and typed, and the state it asks for."""

    state: State
    policy: Policy
    session: Session | None
    line: Line
    event: "CheckAnswered"
    chosen: Answer | None
    given: CheckState
    now: Now


def refusal(asked: Asked) -> str:
    """The first guard that does not let this answer through; "" when all do."""
    guards = (_waits, _put_off, _reason, _words, _recording, _platform, _consent, _sight)
    return next((words for guard in guards if (words := guard(asked))), "")


def _waits(asked: Asked) -> str:
    return "Privacy comes first: settle that line, then this one." if asked.line.waits else ""


def _put_off(asked: Asked) -> str:
    check = asked.line.check
    if asked.given is CheckState.DEFERRED and (check.safety or check.about in NEVER_DEFERRED):
        return "This one cannot be put off: answer it, or override it with a reason."
    if asked.given is CheckState.NOT_APPLICABLE and (check.safety or check.about in NEVER_DEFERRED):
        return "This one always applies: answer it, or override it with a reason."
    return ""


def _reason(asked: Asked) -> str:
    if asked.given is CheckState.OVERRIDDEN and not is_typed(asked.event.reason):
        return "An override needs a reason: type why."
    return ""


def _words(asked: Asked) -> str:
    """What is asked for must be typed; a line about safety without answers of its own is answered in words."""
    if asked.event.state in ASKED_FOR or asked.chosen is None or is_typed(asked.event.detail):
        return ""
    if asked.chosen.ask:
        return f"Type it too: {asked.chosen.ask}"
    check = asked.line.check
    if not asked.chosen.say and (check.safety or check.about in NEVER_DEFERRED):
        return "This line is about safety: type what was said."
    return ""


def _sight(asked: Asked) -> str:
    """What the console sees to fail never looks done; a question that only a person can answer is not seen by it."""
    seen = asked.line.seen
    if seen is None or seen.verdict != "fails" or not is_automatic(asked.line.check):
        return ""
    if asked.given in SETTLED:
        return f"The console sees otherwise ({seen.words}): put that right, or override it with a reason."
    return ""


# --- recording --------------------------------------------------------------------------------------------------------
def says_on(asked: Asked) -> bool:
    """Whether the answer would say that recording is on: all do but a plain tick, a refusal, and those that say off."""
    words = set(asked.event.answer.casefold().replace(",", " ").split())
    return asked.given in DONE and bool(words) and (not words & _SAYS_OFF or "on" in words)


def _recording(asked: Asked) -> str:
    """Never on in a never-policy, by any route; with dual consent only when both dates are there (S3 6, S4 2)."""
    if asked.line.check.about is not About.RECORDING:
        return ""
    if asked.given is CheckState.OVERRIDDEN:
        return "Recording cannot be overridden: switch it off, then tick that it is off."
    if not says_on(asked):
        return ""
    if asked.policy.recording.value is not Recording.DUAL_CONSENT:
        return "This policy never records: switch it off, then say that it is off."
    if _both_dates(asked):
        return ""
    return "Recording needs the written consent of client and management: enter both dates with the client first."


def _both_dates(asked: Asked) -> bool:
    if asked.session is None:
        return False
    clients = people(asked.state, asked.session, asked.line.client)
    whole = len(clients) == (1 if asked.line.client else len(asked.session.participants))
    dates = [day for client in clients for day in (client.recording.client, client.recording.management)]
    return bool(dates) and whole and all(day is not None and day <= asked.now.utc.date() for day in dates)


# --- platform ---------------------------------------------------------------------------------------------------------
def is_about_platform(check: Check) -> bool:
    """Whether this line stands for the platform: by what it is about, or by what the console sees of it."""
    return check.about is About.PLATFORM or check.sees is Sees.PLATFORM


def unapproved(state: State, session: Session | None, now: Now) -> str:
    """What is wrong with the session's platform, in words; "" where nothing is, or nothing can be told."""
    seen = see(state, _PLATFORM, session, None, now)
    return seen.words if seen.verdict == "fails" else ""


def _platform(asked: Asked) -> str:
    if not is_about_platform(asked.line.check):
        return ""
    wrong = unapproved(asked.state, asked.session, asked.now)
    if wrong and asked.policy.platform_only.value:
        return f"{wrong}: this policy allows no other, so change the platform or the link."
    if wrong and asked.given in SETTLED:
        return f"{wrong}: change the platform, or override this line with a reason."
    return ""


def platform_refusal(state: State, policy: Policy, session: Session, now: Now) -> str:
    """Why the platform keeps this session from starting. An override covers only what it was given for."""
    wrong = unapproved(state, session, now)
    if not wrong:
        return ""
    if policy.platform_only.value:
        return f"{wrong}: this policy allows no other, so change the platform or the link first."
    keys = [slot.key for slot in slots(state, session) if is_about_platform(slot.check)]
    ticks = [state.ticks[key] for key in keys if key in state.ticks]
    if any(tick.state is CheckState.OVERRIDDEN and tick.answer == wrong for tick in ticks):
        return ""
    return f"{wrong}: change the platform, or override its line with a reason, first."


# --- consent ----------------------------------------------------------------------------------------------------------
def _consent(asked: Asked) -> str:
    """A child's consent is recorded with the client or typed here: who, when, how. Nothing else stands in for it."""
    child = _child(asked) if asked.line.check.about is About.CONSENT else None
    if child is None:
        return ""
    if asked.given in {CheckState.OVERRIDDEN, CheckState.NOT_APPLICABLE}:
        return "Nothing takes the place of a child's consent: record who gave it, when, and how you saw it."
    if asked.given not in DONE:
        return ""
    if is_own(asked.event.answer):
        if not asked.policy.own_consent.value:
            return "This policy asks for the guardian: record the guardian's consent."
        return "" if is_typed(asked.event.detail) else "Type the basis: 16 or over, or competent, and why."
    if has_consent(child, asked.policy) or tells_who_when_how(asked.event.detail):
        return ""
    return "Type who consented, when, and how you saw it, with commas: mother, 3 Nov, signed form."


def _child(asked: Asked) -> Client | None:
    """The child this line is about; for a line about a whole group the first child without a recorded consent."""
    session = asked.session
    if session is None:
        theirs = (one for one in asked.state.sessions.values() if asked.line.client in one.participants)
        session = max(theirs, key=lambda one: one.begin, default=None)
    if session is None:
        return None
    policy = asked.policy
    children = [one for one in people(asked.state, session, asked.line.client) if is_child(one, policy, session.day)]
    return min(children, key=lambda one: has_consent(one, policy), default=None)


def policy_scope(line: Line, state: State) -> Session | None:
    """The session a line belongs to; None for a line of the day, the practice or a client for good."""
    return state.sessions.get(line.key.scope_id) if line.key.scope is Scope.SESSION else None
