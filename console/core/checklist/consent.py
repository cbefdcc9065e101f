"""A child's consent: what counts as recorded, with the client or in its line of a checklist (S3 4.1).

Its rule: who gave it, when, and how it was seen; a guardian's always, the young person's own only where the policy
lets it do and its basis is written down. What the console itself stored is never a consent.
"""

from console.core.checklist.applies import CONSOLE, slots
from console.core.state import State
from data.values.people import Client, ConsentKind
from data.values.policy import About, CheckState, Policy
from data.values.session import Session, Tick

_GIVEN = frozenset({CheckState.DONE, CheckState.ADJUSTED})
_OWN_CONSENT = frozenset({"own", "self", "competent"})
_WHO_WHEN_HOW = 3


def is_typed(words: str) -> bool:
    """Whether somebody wrote something: spaces and full stops are no words."""
    return any(char.isalnum() for char in words)


def has_consent(client: Client, policy: Policy) -> bool:
    """Whether the consent that lets this child be seen is recorded: a guardian's, or their own where that may do."""
    consent = client.consent
    if consent is None or not consent.who.strip():
        return False
    if consent.kind is ConsentKind.GUARDIAN:
        return True
    return policy.own_consent.value and bool(client.own_consent_basis.strip() or consent.how.strip())


def is_own(word: str) -> bool:
    """Whether this answer says that the consent is the young person's own."""
    return bool(set(word.casefold().replace("'", " ").split()) & _OWN_CONSENT)


def tells_who_when_how(detail: str) -> bool:
    """Whether the three things that make a consent a record were typed: "mother, 3 Nov, signed form"."""
    return sum(map(is_typed, detail.replace(";", ",").split(","))) >= _WHO_WHEN_HOW


def may_be_seen(state: State, policy: Policy, session: Session, child: Client) -> bool:
    """Whether this child's consent is recorded: with the client, or typed by a person into a line about consent."""
    if has_consent(child, policy):
        return True
    keys = [one.key for one in slots(state, session) if one.check.about is About.CONSENT and one.client == child.id]
    return any(_records_consent(state.ticks[key], policy) for key in keys if key in state.ticks)


def _records_consent(tick: Tick, policy: Policy) -> bool:
    if tick.state not in _GIVEN or tick.by == CONSOLE:
        return False
    if is_own(tick.answer):
        return policy.own_consent.value and is_typed(tick.detail)
    return tells_who_when_how(tick.detail)
