"""A confirmed plan as facts: what is kept when a person said yes, and their answers to "who is this?".

Rule: the facts of one plan are kept together or not at all. A question without an answer adds nothing; it is asked
again next time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from console.core.imports.sessions import booked
from data.values import facts
from data.values.facts import Fact, Record
from data.values.ids import new_id
from data.values.imports import Cancellation, ClientPlan, Decision, ImportPlan
from data.values.people import Client
from data.values.session import SeriesLink, Session
from data.values.time import Now

PRACTICE = "practice"

MakeId = Callable[[], str]


def records(
    plan: ImportPlan, answers: Mapping[str, Decision], now: Now, make_id: MakeId = new_id
) -> tuple[Record, ...]:
    """The facts of this plan with these answers (series to decision), in the order in which they must be kept."""
    people = _clients(answers.values(), now)
    series = [_record(PRACTICE, link.client, facts.SeriesDecided(link), now) for link in _series_links(plan, answers)]
    sessions = _first_ones(_new_sessions(plan, answers), plan, answers)
    added = [_about(replace(one, id=make_id()), now) for one in sessions]
    changed = [_about(change.after, now) for change in plan.change]
    cancelled = [record for one in plan.cancel for record in _cancelled(one, now)]
    return (*people, *series, *cancelled, *changed, *added)


def client_records(plan: ClientPlan, now: Now) -> tuple[Record, ...]:
    """The facts of an import of clients."""
    return tuple(
        _record(f"client:{client.id}", client.id, facts.ClientSaved(client), now)
        for client in (*plan.add, *(change.after for change in plan.change))
    )


def _cancelled(one: Cancellation, now: Now) -> tuple[Record, Record]:
    """The session before its cancellation: a running console that holds only today must know what is cancelled."""
    session = one.session
    change = facts.StateChanged(session.id, one.to, now.utc, one.why, received=now.utc)
    return _about(session, now), _moved(session, change, now)


def _clients(decisions: Iterable[Decision], now: Now) -> list[Record]:
    new = {client.id: client for decision in decisions for client in decision.new}
    return [_record(f"client:{one.id}", one.id, facts.ClientSaved(one), now) for one in new.values()]


def _series_links(plan: ImportPlan, answers: Mapping[str, Decision]) -> list[SeriesLink]:
    links = []
    for question in plan.ask:
        if decision := answers.get(question.series):
            # A group is remembered as a series without one client; its members are those of its last session.
            client = decision.clients[0] if len(decision.clients) == 1 and not decision.group else ""
            links.append(SeriesLink(question.series, client, decision.is_session))
    return links


def _new_sessions(plan: ImportPlan, answers: Mapping[str, Decision]) -> list[Session]:
    sessions = [addition.session for addition in plan.add]
    clients: dict[str, Client] = dict(plan.clients)
    clients.update({one.id: one for decision in answers.values() for one in decision.new})
    length = timedelta(minutes=plan.length_minutes)
    for question in plan.ask:
        decision = answers.get(question.series)
        if decision and decision.is_session:
            sessions += [
                booked(one, decision, clients, plan.calendar, plan.zone, length=length) for one in question.appointments
            ]
    return sorted(sessions, key=lambda one: (one.begin, one.came_from))


def _first_ones(sessions: list[Session], plan: ImportPlan, answers: Mapping[str, Decision]) -> list[Session]:
    """Mark the earliest session of each newcomer as the first (first_session=yes; everybody else was seen before)."""
    waiting = set(plan.newcomers)
    waiting |= {one.id for decision in answers.values() for one in decision.new if one.seen == 0}
    marked = []
    for session in sessions:
        first = not session.group and bool(waiting.intersection(session.participants))
        waiting.difference_update(session.participants if first else ())
        marked.append(replace(session, first=first))
    return marked


def _about(session: Session, now: Now) -> Record:
    return _moved(session, facts.SessionSaved(session), now)


def _moved(session: Session, fact: Fact, now: Now) -> Record:
    one = session.participants[0] if len(session.participants) == 1 and not session.group else ""
    return _record(f"session:{session.id}", one, fact, now)


def _record(stream: str, client: str, fact: Fact, now: Now) -> Record:
    return Record(stream, client, fact, now, now.utc)
