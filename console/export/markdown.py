"""The day note as Markdown, to be read and printed. What people typed is shown as typed: none of it is markup."""

import re
from collections.abc import Iterable

from console.core import wall
from console.core.timeline import TimelineLine
from console.export.clipboard import lasted, said
from console.export.day_note import DayNote, IncidentNote, SessionNote
from console.export.incidents import told, tried
from data.text import NOTE_CAP, clean

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def markdown(note: DayNote) -> str:
    """The whole note."""
    parts = [_head(note), _open_items(note), *(_session(one, note) for one in note.sessions), _day(note)]
    return "\n\n".join(text for part in parts if (text := "\n".join(part))) + "\n"


def plain(text: str) -> str:
    """One line of somebody's text with nothing in it that Markdown would act on."""
    return _BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", clean(text, cap=NOTE_CAP)))


def _quoted(text: str) -> Iterable[str]:
    for line in clean(text, cap=NOTE_CAP, lines=True).split("\n"):
        yield f"> {plain(line)}  ".rstrip() if not line.strip() else f"> {plain(line)}  "


def _head(note: DayNote) -> Iterable[str]:
    yield f"# Day note, {wall.day_words(note.day)} {note.day.year}" + (" (DEMO)" if note.demo else "")
    yield ""
    whose = ", ".join(plain(one) for one in (note.practitioner, note.practice) if one)
    if whose:
        yield f"- {whose}"
    yield f"- Policy: {plain(note.policy.words)}"
    yield f"- Day: {plain(note.closed)}; written {note.made.local}"
    yield f"- All times: {plain(note.zone)}"
    if note.head:
        yield f"- Journal: {plain(note.head)}"


def _open_items(note: DayNote) -> Iterable[str]:
    if note.open_items:
        yield "## Not settled"
        yield ""
        yield from (f"- {plain(item)}" for item in note.open_items)


def _session(session: SessionNote, note: DayNote) -> Iterable[str]:
    who = ", ".join(plain(one.shown) for one in session.people) or "client not known"
    yield f"## {session.begin.local[:5]} to {session.end.local[:5]} · {who}"
    yield ""
    number = f"session {session.number}, " if session.number else ""
    by = f", {plain(session.platform)}" if session.platform else ""
    yield f"- {'Group, ' if session.group else ''}{number}{session.state}, {session.mode}{by}"
    if words := lasted(session):
        yield f"- {words}"
    yield from (f"- {plain(words)}." for words in session.course)
    if session.policy.hash != note.policy.hash:
        yield f"- Policy: {plain(session.policy.words)}"
    yield from _protocol(session)
    yield from _titled("Incidents", list(_incidents(session.incidents, session)))
    yield from _titled("Owed", [plain(words) for _, words in session.owed])
    yield from _clinical(session)
    yield from _titled("Timeline", [_line(line, session) for line in session.timeline])


def _titled(title: str, lines: list[str]) -> Iterable[str]:
    if lines:
        yield from ("", f"### {title}", "", *(f"- {line}" for line in lines))


def _protocol(session: SessionNote) -> Iterable[str]:
    initials = {one.id: plain(one.initials) for one in session.people}
    many = len(session.people) > 1
    lines = [
        (f"{initials.get(one.client, '')} · " if many and one.client else "") + plain(said(one))
        for one in session.protocol
    ]
    yield from _titled("Protocol", lines)


def _incidents(found: Iterable[IncidentNote], session: SessionNote | None = None) -> Iterable[str]:
    """The incidents, and under each its tries."""
    initials = {one.id: plain(one.initials) for one in session.people} if session and len(session.people) > 1 else {}
    for one in found:
        who = f"{initials[one.client]} · " if initials.get(one.client) else ""
        yield f"{who}{plain(told(one))}"
        yield from (f"  {plain(tried(each))}" for each in one.attempts)


def _clinical(session: SessionNote) -> Iterable[str]:
    people = {one.id: one for one in session.people}
    for one in session.clinical:
        filed = f", filed {one.filed.local}" if one.filed else ""
        who = f" · {plain(people[one.client].shown)}" if len(people) > 1 else ""
        yield from ("", f"### Note ({plain(one.form)}{filed}){who}", "", *_quoted(one.text))
        for moment, words in one.addenda:
            yield from ("", f"Addendum {moment.local}:", "", *_quoted(words))


def _line(line: TimelineLine, session: SessionNote | None = None) -> str:
    who = f"{plain(line.who)} · " if line.who and (session is None or len(session.people) > 1) else ""
    return f"{line.local}  {who}{plain(line.words)}"


def _day(note: DayNote) -> Iterable[str]:
    blocks = [
        ("Incidents", list(_incidents(note.incidents))),
        ("Owed", [plain(words) for _, words in note.owed]),
        (
            "Contacts between sessions",
            [f"{at.local}  {plain(who.shown)}: {plain(words)}" for who, at, words in note.contacts],
        ),
        ("The day's checks", [plain(said(one)) for one in note.day_checks]),
        ("The day's timeline", [_line(line) for line in note.timeline]),
    ]
    if any(lines for _, lines in blocks):
        yield "## The day"
        for title, lines in blocks:
            yield from _titled(title, lines)
