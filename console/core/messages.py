"""A policy's text with its gaps filled in, ready to be copied. Its rule: never a client's name, never the service's.

Whoever reads over the client's shoulder learns no more than that somebody wrote. Nothing here asks the gate: whoever
copies or shows a text asks it first (`may_copy` does both). What is not known stays a visible gap, "____".
"""

import re
from collections.abc import Mapping

from console.core import clock, wall
from console.core.gate import gate
from console.core.gate.gate import GateAnswer
from console.core.state import State, policy_of
from data.values.flow import Party
from data.values.incident import Incident
from data.values.people import Channel, Client
from data.values.policy import Message
from data.values.session import Session
from data.values.time import Now

GAP = "____"
_NAMED = re.compile(r"\{([a-z_]+)\}")
_LOOSE = re.compile(r"\s+(?=[.,;:!?]|$)")


def message_text(state: State, about: Incident | Session, message: str, now: Now) -> str:
    """The text of this name, filled in for the incident's client or the session's; "" where the policy has none."""
    session, client = _session(state, about), _client(state, about)
    found = _message(state, session, message)
    return _filled(found.text, _values(state, session, client, now)) if found else ""


def missing(state: State, about: Incident | Session, message: str, now: Now) -> tuple[str, ...]:
    """The gaps that are still to be filled by hand, by their names ("new_day"), in the order of the text."""
    session, client = _session(state, about), _client(state, about)
    found = _message(state, session, message)
    values = _values(state, session, client, now)
    return tuple(dict.fromkeys(name for name in _NAMED.findall(found.text) if not values.get(name))) if found else ()


def may_copy(state: State, about: Incident | Session, message: str, now: Now) -> tuple[GateAnswer, str]:
    """The gate's answer for this message, and its text where that lets it through; "" in every refusal."""
    session, client = _session(state, about), _client(state, about)
    found = _message(state, session, message)
    channel = Channel(found.channel) if found else Channel.TEXT
    if isinstance(about, Incident):
        answer = gate.for_step(state, about, Party.CLIENT, channel, now)
    else:
        answer = gate.for_session(state, about, client.id if client else "", channel, now)
    through = answer.allowed and not answer.confirm
    return answer, message_text(state, about, message, now) if through else ""


def _session(state: State, about: Incident | Session) -> Session | None:
    return state.sessions.get(about.session) if isinstance(about, Incident) else about


def _client(state: State, about: Incident | Session) -> Client | None:
    """The one client; of a group, nobody: each member is written to alone."""
    if isinstance(about, Incident):
        return state.clients.get(about.client)
    return state.clients.get(about.participants[0]) if len(about.participants) == 1 else None


def _message(state: State, session: Session | None, message: str) -> Message | None:
    policy = policy_of(state, session) if session else state.policy
    return policy.messages.get(message)


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        known = values.get(found[1], "")
        return known if known or found[1] == "me" else GAP

    return _LOOSE.sub("", _NAMED.sub(value, text)).strip()


def _values(state: State, session: Session | None, client: Client | None, now: Now) -> Mapping[str, str]:
    """Every gap's value, "" where it is not known. Times are those of the client's own wall clock."""
    zone = gate.own_zone(client, state.practice.zone) if client else session.zone if session else state.practice.zone
    begin = session.begin if session else now.utc
    local = wall.local(begin, zone)
    after = _next(state, session, client, now)
    link = session.link if session else None
    return {
        "me": state.practice.me.name,
        "phone": state.practice.me.phone,
        "sender": "",
        "time": f"{local:%H:%M}" if session else "",
        "day": _DAYS[local.weekday()],
        "date": f"{local.day} {_MONTHS[local.month - 1]}",
        "length": f"{int(clock.length(session).total_seconds() // 60)} minutes" if session else "",
        "link": link.url if link else "",
        "passcode": "",
        "platform": session.platform if session else "",
        "new_day": _day(after, zone) if after else "",
        "new_time": wall.hhmm(after.begin, zone) if after else "",
    }


def _day(session: Session, zone: str) -> str:
    local = wall.local(session.begin, zone)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def _next(state: State, session: Session | None, client: Client | None, now: Now) -> Session | None:
    """The next appointment with this client alone that is already in the book, after this one."""
    after = max(session.begin if session else now.utc, now.utc)
    found = [
        one
        for one in state.sessions.values()
        if client
        and one.participants == (client.id,)
        and one.begin > after
        and one.id != (session.id if session else "")
    ]
    return min(found, key=lambda one: one.begin, default=None)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
