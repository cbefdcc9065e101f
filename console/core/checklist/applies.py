"""Which checks a session has, and for whom: the policy that counts, the conditions of each line, and its key.

Its rule: once a session has started, the policy pinned at its start counts, whatever was edited since. A line that a
person has answered stays, even where its condition no longer holds.
"""

from collections.abc import Iterator
from datetime import date

from console.core.ages import local_date
from console.core.state import State, policy_of
from data.values.people import Client, ConsentKind
from data.values.policy import About, Check, CheckState, Condition, Phase, Policy, Scope
from data.values.quick import dataclass
from data.values.session import BEFORE_START, Mode, Session, SessionState, Tick, TickKey

SETTLED = frozenset({CheckState.DONE, CheckState.ADJUSTED, CheckState.NOT_APPLICABLE, CheckState.REFUSED})
PHASES = tuple(Phase)
CONSOLE = "console"
NOT_HERE = "not here"
"""The answer about a member of a group that makes their other lines fall away, whatever state a policy gives it."""
# These phases say by themselves when they apply; a policy need not repeat it line by line.
_IMPLIED = {
    Phase.FIRST: Condition.FIRST_SESSION,
    Phase.REVIEW: Condition.REVIEW_DUE,
    Phase.GROUP: Condition.GROUP,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a session's list: a check and the person it is about ("" for the whole group)."""

    key: TickKey
    check: Check
    client: str


def has_started(session: Session) -> bool:
    """Whether the session ever began (and its start was not undone)."""
    return session.started is not None and session.state not in BEFORE_START


def age_on(born: date, day: date) -> int:
    """Full years on that day; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_child(client: Client, policy: Policy, day: date) -> bool:
    """Whether the policy sees a child on that day; without a birth date, only a guardian's recorded consent says so."""
    if client.born is None:
        return client.consent is not None and client.consent.kind is ConsentKind.GUARDIAN
    return age_on(client.born, day) < policy.child_under.value


def is_group(session: Session) -> bool:
    """Whether several people are seen together."""
    return session.group or len(session.participants) > 1


def is_absent(state: State, session: Session, client: str) -> bool:
    """Whether it was answered that this member is not here; asked of groups alone."""
    if not is_group(session) or not client:
        return False
    about = (one for one in policy_of(state, session).checks if one.about is About.PRESENT and one.per_participant)
    ticks = (state.ticks.get(TickKey(Scope.SESSION, session.id, client, one.id)) for one in about)
    return any(tick is not None and tick.answer.strip().casefold() == NOT_HERE for tick in ticks)


def people(state: State, session: Session, client: str = "") -> tuple[Client, ...]:
    """The client meant, or all participants where none is; those the state does not know are left out."""
    ids = (client,) if client else session.participants
    return tuple(state.clients[one] for one in ids if one in state.clients)


def _review_due(client: Client, policy: Policy, session: Session) -> bool:
    every = policy.review_every.value
    counted = session.state in {SessionState.ENDED, SessionState.CLOSED}
    return every > 0 and client.seen - counted - client.reviewed_at >= every


def _new_platform(client: Client, session: Session) -> bool:
    if session.mode is not Mode.VIDEO:
        return False
    if not client.platform:
        return session.first
    return bool(session.platform) and client.platform.casefold() != session.platform.casefold()


def holds(condition: Condition, policy: Policy, session: Session, clients: tuple[Client, ...]) -> bool:
    """Whether the condition holds in this session for any of these people."""
    match condition:
        case Condition.FIRST_SESSION:
            return session.first
        case Condition.NOT_FIRST:
            return not session.first
        case Condition.GROUP:
            return is_group(session)
        case Condition.ONE_TO_ONE:
            return not is_group(session)
        case Condition.VIDEO:
            return session.mode is Mode.VIDEO
        case Condition.PHONE:
            return session.mode is Mode.PHONE
        case Condition.REMOTE:
            return session.mode is not Mode.IN_PERSON
        case _:
            return any(_holds_for(condition, policy, session, client) for client in clients)


def _holds_for(condition: Condition, policy: Policy, session: Session, client: Client) -> bool:
    match condition:
        case Condition.CHILD:
            return is_child(client, policy, session.day)
        case Condition.WATCH:
            return client.watch
        case Condition.REVIEW_DUE:
            return _review_due(client, policy, session)
        case Condition.ACCESS_NEEDS:
            return bool(client.access_needs.strip())
        case _:
            return _new_platform(client, session)


def conditions(check: Check) -> tuple[Condition, ...]:
    """The conditions of a check, with the one its phase implies."""
    implied = _IMPLIED.get(check.phase)
    return check.when if implied is None or implied in check.when else (implied, *check.when)


# Each second every session of the day is looked at, and nearly always nothing changed. Values are never changed in
# place, so the very same objects give the very same answer.
_FOUND: dict[str, tuple[tuple[object, ...], tuple[Slot, ...]]] = {}
_FOUND_AT_MOST = 100


def forget() -> None:
    """Nothing of anybody stays here: the keys are forgotten."""
    _FOUND.clear()


def slots(state: State, session: Session) -> tuple[Slot, ...]:
    """The session's places in the order of phases and of the policy; a check of each person once for each."""
    policy = policy_of(state, session)
    of = (session, state.ticks, state.clients, policy)
    known = _FOUND.get(session.id)
    if known and all(one is other for one, other in zip(known[0], of, strict=True)):
        return known[1]
    if len(_FOUND) >= _FOUND_AT_MOST:
        _FOUND.clear()
    _FOUND[session.id] = (of, _slots(state, session, policy))
    return _FOUND[session.id][1]


def _slots(state: State, session: Session, policy: Policy) -> tuple[Slot, ...]:
    checks = [check for check in policy.checks if check.scope in {Scope.SESSION, Scope.CLIENT}]
    checks.sort(key=lambda check: PHASES.index(check.phase))
    return tuple(slot for check in checks for slot in _places(check, session) if _is_due(slot, state, session, policy))


def _places(check: Check, session: Session) -> Iterator[Slot]:
    if check.scope is Scope.CLIENT:
        for one in session.participants:
            yield Slot(TickKey(Scope.CLIENT, one, one, check.id), check, one)
    elif check.per_participant:
        for one in session.participants:
            yield Slot(TickKey(Scope.SESSION, session.id, one, check.id), check, one)
    else:
        only = session.participants[0] if len(session.participants) == 1 else ""
        yield Slot(TickKey(Scope.SESSION, session.id, "", check.id), check, only)


def _is_due(slot: Slot, state: State, session: Session, policy: Policy) -> bool:
    tick = state.ticks.get(slot.key)
    applies = _applies(slot, state, session, policy) and not _is_agreed(slot, state, policy)
    if tick is None or tick.state is CheckState.OPEN:
        return applies
    if slot.check.scope is Scope.SESSION:
        return applies or tick.by != CONSOLE
    # Once for good: seen again on the day it was settled, and as long as it is put off or only overridden.
    if is_spent(tick, slot.check, session):
        return applies
    return tick.state not in SETTLED or local_date(tick.at, session.zone) >= session.day


def _applies(slot: Slot, state: State, session: Session, policy: Policy) -> bool:
    clients = people(state, session, slot.client)
    wanted = conditions(slot.check)
    if Condition.REVIEW_DUE in wanted and _in_review(slot, state, session, policy):
        wanted = tuple(one for one in wanted if one is not Condition.REVIEW_DUE)
    return all(holds(one, policy, session, clients) for one in wanted)


def _is_agreed(slot: Slot, state: State, policy: Policy) -> bool:
    """Whether a safe word need not be asked again for a group: the client has one, or another line settled it."""
    client = state.clients.get(slot.client)
    if slot.check.about is not About.SAFE_WORD or slot.check.phase is not Phase.GROUP or client is None:
        return False
    others = (one.id for one in policy.checks if one.about is About.SAFE_WORD and one.id != slot.check.id)
    ticks = (state.ticks.get(TickKey(Scope.CLIENT, client.id, client.id, one)) for one in others)
    return bool(client.safe_word.strip()) or any(tick is not None and tick.state in SETTLED for tick in ticks)


def _in_review(slot: Slot, state: State, session: Session, policy: Policy) -> bool:
    """Whether a review was begun in this session: its first answer must not make the other lines vanish."""
    keys = (
        TickKey(Scope.SESSION, session.id, who, check.id)
        for check in policy.checks
        if check.about is About.REVIEW
        for who in {slot.client, ""}
    )
    ticks = (state.ticks.get(key) for key in keys)
    return any(tick is not None and tick.state is not CheckState.OPEN for tick in ticks)


def is_spent(tick: Tick, check: Check, session: Session) -> bool:
    """Whether this answer belongs to an earlier review: a review that is due again begins with open lines."""
    again = Condition.REVIEW_DUE in conditions(check) and check.scope is Scope.CLIENT
    return again and local_date(tick.at, session.zone) < session.day
