"""A group's members, a row each: who is here, private, where, and what the gate says.

Each has the digit by which an incident asks for them. Its rule: a row tells how a member's lines stand and names nobody
but by initials; what may be rung is the gate's word.
"""

from collections.abc import Iterator

from console.core.checklist.applies import is_absent
from console.core.checklist.checks import Line
from console.core.flow.who import MOST
from console.core.gate.people import best
from console.core.session import co_facilitator
from console.core.state import State, policy_of
from data.values.people import Channel, Client
from data.values.policy import About, CheckState, Phase, Scope
from data.values.session import Session, TickKey
from data.values.time import Now
from data.values.views import MembersView, MemberView, Part, Tone

MEMBER = "member"
"""The id of a member's row: "member|SESSION|CLIENT"; without a client it leads back to the whole group."""
BREAK_OUT = "group-break-out"
"""The check that asks for a break-out room and who goes there with a member."""
_ASKED_IN = frozenset({Phase.START, Phase.GROUP, Phase.FIRST})
_COLUMNS = (
    ("here", "in", About.PRESENT),
    ("alone", "alone", About.PRIVACY),
    ("where", "where", About.LOCATION),
    ("contact", "kin", About.EMERGENCY_CONTACT),
    ("rules", "rules", About.CONTACT_RULES),
    ("word", "word", About.SAFE_WORD),
    ("agreed", "terms", About.GROUP_AGREEMENT),
)
"""What each column tells, in a word and in a shorter one; the safe word's tells only that it was agreed."""
_MARKS = {
    CheckState.OPEN: ("○", Tone.PLAIN),
    CheckState.DONE: ("✓", Tone.DONE),
    CheckState.NOT_APPLICABLE: ("–", Tone.QUIET),
    CheckState.ADJUSTED: ("~", Tone.PLAIN),
    CheckState.REFUSED: ("×", Tone.ATTENTION),
    CheckState.DEFERRED: ("↷", Tone.ATTENTION),
    CheckState.OVERRIDDEN: ("!", Tone.ATTENTION),
}


def member_id(session: str, client: str = "") -> str:
    """The id of a member's row on the screen."""
    return f"{MEMBER}|{session}|{client}"


def member_of(line: str) -> tuple[str, str] | None:
    """(session, client) behind a row's id; None for any other line."""
    kind, _, rest = line.partition("|")
    session, _, client = rest.partition("|")
    return (session, client) if kind == MEMBER else None


def members_view(
    state: State, session: Session, lines: tuple[Line, ...], following: Line | None, *, names: bool, now: Now
) -> MembersView | None:
    """The members of a group as a table; None where it is no group, or nobody of it is known."""
    people = [state.clients[one] for one in session.participants if one in state.clients]
    if not session.group or not people:
        return None
    rows = tuple(
        MemberView(
            id=member_id(session.id, client.id),
            who=(client.name if names else "") or client.initials or client.reference,
            cells=tuple(_cell(client, about, lines) for *_titles, about in (_COLUMNS[:1] if absent else _COLUMNS)),
            notes=(Part("not here", Tone.ATTENTION),) if absent else tuple(_notes(state, session, client, now)),
            open=sum(line.client == client.id and line.state is CheckState.OPEN for line in lines),
            next=following is not None and following.client == client.id,
            key=str(number) if number <= MOST else "",
        )
        for number, client in enumerate(people, 1)
        for absent in (is_absent(state, session, client.id),)
    )
    return MembersView(
        tuple(title for title, _short, _about in _COLUMNS), rows, tuple(short for _title, short, _about in _COLUMNS)
    )


def led_by(state: State, session: Session) -> Part | None:
    """Who leads the group with me; alone, that a break-out has nobody to go along; None where it is no group."""
    if not session.group:
        return None
    if name := co_facilitator(state, session):
        return Part(f"with {name}", Tone.STRONG)
    policy = policy_of(state, session)
    asked = (TickKey(Scope.SESSION, session.id, "", one.id) for one in policy.checks if one.id == BREAK_OUT)
    told = next((tick for key in asked if (tick := state.ticks.get(key)) and tick.state is CheckState.DONE), None)
    if told is not None and told.detail.strip():
        return Part(f"you lead alone; break-out: {told.detail.strip()}", Tone.STRONG)
    return Part("you lead alone: nobody for a break-out", Tone.ATTENTION)


def _cell(client: Client, about: About, lines: tuple[Line, ...]) -> Part:
    """How this member's line about it stands; one that is asked no more was settled before."""
    asked = [
        line
        for line in lines
        if line.client == client.id and line.check.about is about and line.check.phase in _ASKED_IN
    ]
    if not asked:
        settled = about is About.GROUP_AGREEMENT or (about is About.SAFE_WORD and client.safe_word.strip())
        return Part(*_MARKS[CheckState.DONE]) if settled else Part("·", Tone.QUIET)
    return Part(*_MARKS[asked[0].state])


def _notes(state: State, session: Session, client: Client, now: Now) -> Iterator[Part]:
    """What to know of this member: watch, the camera they want, and what the gate refuses."""
    if client.watch:
        yield Part("watch", Tone.ATTENTION)
    policy, zone = policy_of(state, session), state.practice.zone
    for channel, words in ((Channel.CALL, "NO CALL"), (Channel.TEXT, "NO TEXT")):
        if not best(client, channel, policy, now, zone).allowed:
            yield Part(words, Tone.ATTENTION)
    if client.camera.strip():
        yield Part(f"camera {client.camera.strip()}", Tone.QUIET)


def of_member(lines: tuple[Line, ...], client: str) -> tuple[Line, ...]:
    """The lines about this member alone."""
    return tuple(line for line in lines if line.client == client)


def of_nobody(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines about the group as a whole."""
    return tuple(line for line in lines if not line.client)
