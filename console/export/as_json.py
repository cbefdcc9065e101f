"""The day note as JSON, for programs. Its shape is a promise: what is here stays under this `version`.

{"format": "session-day/day-note", "version": 1, "demo": bool, "day": "2026-11-21",
 "made": MOMENT, "zone": "Europe/London (GMT)", "practice": str, "practitioner": str,
 "policy": POLICY, "closed": str, "clinical_included": bool, "journal_head": str,
 "open_items": [str], "owed": [OWED], "contacts": [{"client": PERSON, "when": MOMENT, "words": str}],
 "day_checks": [CHECK], "timeline": [LINE], "sessions": [SESSION], "incidents": [INCIDENT]}
MOMENT    {"utc": "2026-11-21T10:00:00+00:00", "local": "10:00:00"}, or null
POLICY    {"title", "name", "created", "review", "overdue", "hash"}; dates as "2026-10-12" or null
PERSON    {"id", "reference", "initials"}
CHECK     {"client": id or "", "about", "text", "answer", "state", "when": MOMENT, "by", "source"}
OWED      {"client": id or "", "words"}
LINE      {"utc", "local", "client": id or "", "words"}
NOTE      {"client": id, "form", "text", "saved": MOMENT, "filed": MOMENT, "addenda": [{"when", "text"}]}
SESSION   {"id", "day", "begin": MOMENT, "end": MOMENT, "group": bool, "number": int, "people": [PERSON], "state",
           "mode", "platform", "started": MOMENT, "ends": MOMENT, "choice", "ended": MOMENT, "minutes": int or null,
           "lost_minutes": int, "course": [str], "policy": POLICY, "protocol": [CHECK], "clinical": [NOTE],
           "owed": [OWED], "timeline": [LINE], "incidents": [INCIDENT]}
INCIDENT  {"client": id or "", "what", "began": MOMENT, "ended": MOMENT, "outcome", "decided_by",
           "attempts": [{"when": MOMENT, "what", "outcome"}]}; "" where it is not told
"""

import json
from typing import Any

from console.core.timeline import TimelineLine
from console.export.day_note import Clinical, DayNote, IncidentNote, Moment, Person, PolicyNamed, Protocol, SessionNote
from data.text import NOTE_CAP, clean

FORMAT = "session-day/day-note"
VERSION = 1


def as_json(note: DayNote) -> str:
    """The whole note, indented, in UTF-8 without escapes."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "demo": note.demo,
        "day": note.day.isoformat(),
        "made": _moment(note.made),
        "zone": note.zone,
        "practice": note.practice,
        "practitioner": note.practitioner,
        "policy": _policy(note.policy),
        "closed": note.closed,
        "clinical_included": note.clinical,
        "journal_head": note.head,
        "open_items": list(note.open_items),
        "owed": _owed(note.owed),
        "contacts": [
            {"client": _person(who), "when": _moment(when), "words": words} for who, when, words in note.contacts
        ],
        "day_checks": [_check(one) for one in note.day_checks],
        "timeline": [_line(one) for one in note.timeline],
        "sessions": [_session(one) for one in note.sessions],
        "incidents": [_incident(one) for one in note.incidents],
    }
    return json.dumps(_cleaned(whole), ensure_ascii=False, indent=2) + "\n"


def _cleaned(value: Any) -> Any:
    """Every text of it without control characters: it may be shown in a terminal."""
    if isinstance(value, str):
        return clean(value, cap=NOTE_CAP, lines=True)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else value


def _session(note: SessionNote) -> dict[str, Any]:
    return {
        "id": note.id,
        "day": note.day.isoformat(),
        "begin": _moment(note.begin),
        "end": _moment(note.end),
        "group": note.group,
        "number": note.number,
        "people": [_person(one) for one in note.people],
        "state": note.state,
        "mode": note.mode,
        "platform": note.platform,
        "started": _moment(note.started),
        "ends": _moment(note.ends),
        "choice": note.choice,
        "ended": _moment(note.ended),
        "minutes": note.minutes,
        "lost_minutes": note.lost_minutes,
        "course": list(note.course),
        "policy": _policy(note.policy),
        "protocol": [_check(one) for one in note.protocol],
        "clinical": [_clinical(one) for one in note.clinical],
        "owed": _owed(note.owed),
        "timeline": [_line(one) for one in note.timeline],
        "incidents": [_incident(one) for one in note.incidents],
    }


def _incident(one: IncidentNote) -> dict[str, Any]:
    return {
        "client": one.client,
        "what": one.what,
        "began": _moment(one.began),
        "ended": _moment(one.ended),
        "outcome": one.outcome,
        "decided_by": one.decider,
        "attempts": [
            {"when": _moment(tried.when), "what": tried.what, "outcome": tried.outcome} for tried in one.attempts
        ],
    }


def _moment(moment: Moment | None) -> dict[str, str] | None:
    return {"utc": moment.at.isoformat(), "local": moment.local} if moment else None


def _person(person: Person) -> dict[str, str]:
    return {"id": person.id, "reference": person.reference, "initials": person.initials}


def _policy(policy: PolicyNamed) -> dict[str, Any]:
    return {
        "title": policy.title,
        "name": policy.name,
        "created": policy.created.isoformat() if policy.created else None,
        "review": policy.review.isoformat() if policy.review else None,
        "overdue": policy.overdue,
        "hash": policy.hash,
    }


def _owed(owed: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"client": client, "words": words} for client, words in owed]


def _check(one: Protocol) -> dict[str, Any]:
    return {
        "client": one.client,
        "about": one.about,
        "text": one.text,
        "answer": one.words,
        "state": one.state,
        "when": _moment(one.when),
        "by": one.by,
        "source": one.source,
    }


def _line(line: TimelineLine) -> dict[str, str]:
    return {"utc": line.at.isoformat(), "local": line.local, "client": line.client, "words": line.words}


def _clinical(note: Clinical) -> dict[str, Any]:
    return {
        "client": note.client,
        "form": note.form,
        "text": note.text,
        "saved": _moment(note.saved),
        "filed": _moment(note.filed),
        "addenda": [{"when": _moment(when), "text": words} for when, words in note.addenda],
    }
