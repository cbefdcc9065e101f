"""What an import would do, as lines to read before saying yes: initials only.

Titles of the calendar stand only where a person must recognise them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from console.core.imports.sessions import when
from data.values.imports import ClientPlan, ImportPlan, Question
from data.values.people import Client
from data.values.session import Mode, Session

_RUN = 3


def preview(plan: ImportPlan) -> list[str]:
    """The plan in lines: + added, ~ changed, - cancelled, ? to be answered; then what is left alone; then the sum."""
    zone = ZoneInfo(plan.zone)
    lines = _additions([addition.session for addition in plan.add], plan.clients, zone)
    lines += [
        f"~ {when(one.after.begin, zone)}  {who(one.after, plan.clients)} · {', '.join(one.words)}"
        for one in plan.change
    ]
    lines += [
        f"- {when(one.session.begin, zone)}  {who(one.session, plan.clients)} · {one.to.value} ({one.why})"
        for one in plan.cancel
    ]
    lines += [f"? {question_line(one, zone)}" for one in plan.ask]
    lines += [f"  {words}" for words in plan.skipped]
    return [*lines, _sum(plan)]


def client_preview(plan: ClientPlan) -> list[str]:
    """The plan of an import of clients in lines, without names or numbers."""
    lines = [f"+ {_label(client)}" for client in plan.add]
    lines += [f"~ {_label(one.after)} · {', '.join(one.words)}" for one in plan.change]
    lines += [f"! {words}" for words in plan.warnings]
    sums = (f"{len(plan.add)} new", f"{len(plan.change)} changed", f"{plan.unchanged} unchanged")
    return [*lines, "Clients: " + ", ".join(sums) + "."]


def who(session: Session, clients: Mapping[str, Client]) -> str:
    """The session's people by initials or reference; a group also by its title."""
    people = ", ".join(_label(clients[one]) for one in session.participants if one in clients)
    if session.group:
        return f"{session.title or 'Group'} ({people})" if people else session.title or "Group"
    return people or session.title or "client not known"


def question_line(question: Question, zone: ZoneInfo) -> str:
    """ "who is “Anna weekly” (8 sessions, first Tue 24 Nov 10:00)?" """
    count = len(question.appointments)
    first = when(question.appointments[0].begin, zone)
    title = question.title or "an appointment without a title"
    sessions = f"{count} sessions, first {first}" if count > 1 else first
    return f"who is “{title}” ({sessions})?"


def _label(client: Client) -> str:
    return client.initials or client.reference or "a client"


def _additions(sessions: Iterable[Session], clients: Mapping[str, Client], zone: ZoneInfo) -> list[str]:
    """One line a session, but one for a run of three or more at the same time of the week."""
    runs: dict[tuple[str, ...], list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda one: one.begin):
        weekly = f"{session.begin.astimezone(zone):%a %H:%M}"
        runs[(session.series, weekly, _about(session, clients))].append(session)
    lines: list[tuple[datetime, str]] = []
    for (_, weekly, about), run in runs.items():
        if len(run) < _RUN:
            lines += [(one.begin, f"+ {when(one.begin, zone)}  {about}") for one in run]
            continue
        first, last = (one.begin.astimezone(zone) for one in (run[0], run[-1]))
        span = f"{len(run)} sessions, {first.day} {first:%b} to {last.day} {last:%b}"
        lines.append((run[0].begin, f"+ {weekly}  {about} · {span}"))
    return [words for _, words in sorted(lines)]


def _about(session: Session, clients: Mapping[str, Client]) -> str:
    how = session.platform if session.mode is Mode.VIDEO else session.mode.value
    return " · ".join(part for part in (who(session, clients), how) if part)


def _sum(plan: ImportPlan) -> str:
    counts = (
        (len(plan.add), "new"),
        (len(plan.change), "changed"),
        (len(plan.cancel), "cancelled"),
        (len(plan.ask), "to answer"),
    )
    words = [f"{count} {word}" for count, word in counts if count]
    return "Sessions: " + ", ".join([*words, f"{plan.unchanged} unchanged"]) + "."
