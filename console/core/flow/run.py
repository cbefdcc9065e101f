"""Facts of one incident, gathered one after another, each seen by the next."""

from datetime import datetime

from console.core import session as sessions
from console.core.apply import apply
from console.core.flow.read_time import next_time
from console.core.incident.incidents import flow_named, here, session_of
from console.core.state import State
from data.values import facts
from data.values.facts import Fact, Record
from data.values.flow import Whom
from data.values.incident import Incident
from data.values.session import FollowUp
from data.values.time import Now


class Run:
    """What one event does to one incident: the state as it has become, and the facts that made it so."""

    def __init__(self, state: State, incident: str, now: Now) -> None:
        self.state = state
        self.id = incident
        self.now = now
        self._records: list[Record] = []

    @property
    def incident(self) -> Incident:
        """The incident as it stands."""
        return self.state.incidents[self.id]

    @property
    def here(self) -> datetime:
        """This instant on the incident's own clock."""
        return here(self.incident, self.now)

    @property
    def who(self) -> str:
        """Whom the incident is about, as a practitioner names it; "" while that is not known: a group's title may name
        its other members.
        """
        if self._about_nobody:
            return ""
        session = session_of(self.state, self.incident)
        client = self.state.clients.get(self.incident.client)
        if client is not None:
            return client.initials or client.reference
        return sessions.who(self.state, session) if session and not session.group else ""

    @property
    def _about_nobody(self) -> bool:
        flow = flow_named(self.state, self.incident, self.incident.flow)
        return flow is not None and flow.about is Whom.PRACTICE

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything gathered so far, in order."""
        return tuple(self._records)

    def add(self, fact: Fact) -> None:
        """One more fact."""
        known = fact.incident if isinstance(fact, facts.IncidentBegan) else self.incident
        stream = f"session:{known.session}" if known.session else f"day:{self.state.today.isoformat()}"
        client = fact.client if isinstance(fact, facts.ClientChosen) else known.client
        record = Record(stream, client, fact, self.now, self.now.utc)
        self._records.append(record)
        self.state = apply(self.state, record)

    def owe(self, kind: str, words: str, by: str) -> None:
        """Something is owed after it, about somebody: `{who}` is the client's initials, put first where it is missing.

        `by` says when it is due, where it can be read: see `next_time`.
        """
        who = self.who
        words = words if "{who}" in words or self._about_nobody else f"{{who}}: {words}"
        number = sum(one.startswith(self.id) for one in self.state.follow_ups) + 1
        follow_up = FollowUp(
            id=f"{self.id}-{kind.replace(' ', '-')}-{number}",
            kind=kind,
            text=words.replace("{who}", who or "the client"),
            made=self.now.utc,
            client=self.incident.client,
            session=self.incident.session,
            due=next_time(by, self.now.utc, self.state.practice.zone),
        )
        self.add(facts.FollowUpSaved(follow_up))
