"""The columns of clients.csv: what each is, an example, and how its cells are read.

Rule: a bad cell is said with its cure; nothing is guessed.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from zoneinfo import available_timezones

from data.values.people import Hours, Safety, Turn
from data.values.session import Mode

_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_SAFETY = {"safe": Safety.SAFE, "not safe": Safety.NOT_SAFE, "unknown": Safety.UNKNOWN}
_TURNS = {"me": Turn.PRACTITIONER, "practitioner": Turn.PRACTITIONER, "client": Turn.CLIENT}
_PHONE = re.compile(r"[+(]?[\d(][\d\s().\-/]{1,30}(?:\s*(?:ext|x)\.?\s*\d{1,6})?", re.IGNORECASE)

Reader = Callable[[str], object]


class BadCell(ValueError):  # noqa: N818 - it is what is said, not the name of a bug
    """A cell that cannot be used; its text is the cure."""


def _text(cell: str) -> str:
    return cell


def _yes_no(cell: str) -> bool:
    if cell.casefold() not in _YES:
        raise BadCell("write yes or no")
    return _YES[cell.casefold()]


def _date(cell: str) -> date:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", cell):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise BadCell("write the date as 1990-12-31 (or 31/12/1990, day first)")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("there is no such day; write the date as 1990-12-31") from None


def _one_of(words: Mapping[str, object]) -> Reader:
    def read(cell: str) -> object:
        key = cell.casefold().replace("_", " ")
        if key not in words:
            raise BadCell(f"write {' or '.join(words)}")
        return words[key]

    return read


def _hours(cell: str) -> Hours:
    """ "09:00-17:00", "after 18:00" or "before 12:00"; may cross midnight."""
    clock = r"(\d{1,2}):(\d{2})"
    shapes = (
        (rf"{clock}\s*(?:-|–|to)\s*{clock}", True, True),
        (rf"(?:after|from)\s+{clock}", True, False),
        (rf"(?:before|until)\s+{clock}", False, True),
    )
    for shape, has_after, has_before in shapes:
        found = re.fullmatch(shape, cell.casefold())
        numbers = [int(part) for part in found.groups()] if found else []
        if numbers and all(number < limit for number, limit in zip(numbers, (24, 60, 24, 60), strict=False)):
            times = [time(numbers[at], numbers[at + 1]) for at in range(0, len(numbers), 2)]
            return Hours(times[0] if has_after else None, times[-1] if has_before else None)
    raise BadCell("write the hours as 09:00-17:00, after 18:00 or before 12:00")


def _number(low: int, high: int) -> Reader:
    def read(cell: str) -> int:
        if not cell.isdecimal() or not low <= int(cell[:9]) <= high:
            raise BadCell(f"write a whole number from {low} to {high}")
        return int(cell)

    return read


def _wait(cell: str) -> timedelta:
    minutes = _number(1, 180)(cell)
    return timedelta(minutes=minutes if isinstance(minutes, int) else 0)


def _email(cell: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell):
        raise BadCell("write one e-mail address, as name@example.org")
    return cell


def _phone(cell: str) -> str:
    if not _PHONE.fullmatch(cell):
        raise BadCell("write one number, as 07700 900123 or +44 7700 900123")
    return cell


def _zone(cell: str) -> str:
    if cell not in available_timezones():
        raise BadCell("write a time zone as Europe/London")
    return cell


def _country(cell: str) -> str:
    import phonenumbers

    code = {"UK": "GB"}.get(cell.upper(), cell.upper())
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise BadCell("write the country as two letters, as GB or IE")
    return code


_SAFE_CELL = _one_of(_SAFETY)
_BY = _one_of({"call": "call", "text": "text", "chat": "chat", "relay": "relay"})
_MODE = _one_of({mode.value: mode.value for mode in Mode})

# name: (what it is, an example for the template, how a cell is read)
COLUMNS: Mapping[str, tuple[str, str, Reader]] = {
    "reference": ("the client's reference in your record system; needed, and each only once", "AK-014", _text),
    "initials": ("shown on the screen; made from the name where it is missing", "A.K.", _text),
    "name": ("the full name, shown only on a key", "Anna Kowalska", _text),
    "born": ("date of birth", "1990-12-31", _date),
    "watch": ("yes: stale contact rules count as not safe", "no", _yes_no),
    "country": ("two letters, where the client is", "GB", _country),
    "zone": ("the client's time zone, where it is not yours", "Europe/London", _zone),
    "phone": ("the number to ring or text", "07700 900123", _phone),
    "text": ("a text to the phone: safe, not safe or unknown", "not safe", _SAFE_CELL),
    "call": ("a call to the phone: safe, not safe or unknown", "safe", _SAFE_CELL),
    "voicemail": ("a voicemail on the phone: safe, not safe or unknown", "not safe", _SAFE_CELL),
    "hours": ("when the phone may be used", "after 09:00", _hours),
    "wording": ("the agreed wording of messages to the phone", "Hi, please call me back. Sam", _text),
    "who_may_answer": ("who else may answer the phone", "flatmate", _text),
    "email": ("the e-mail address", "anna@example.org", _email),
    "email_safe": ("an e-mail: safe, not safe or unknown", "unknown", _SAFE_CELL),
    "address": ("the postal address", "14 Elm Road, Leeds", _text),
    "letter": ("a letter: safe, not safe or unknown", "unknown", _SAFE_CELL),
    "confirmed": ("when these contact rules were last confirmed", "2026-11-14", _date),
    "emergency_name": ("the emergency contact", "Ewa Kowalska", _text),
    "emergency_relation": ("who that is to the client", "sister", _text),
    "emergency_phone": ("their number", "0113 496 0123", _phone),
    "emergency_call": ("a call to them: safe, not safe or unknown", "safe", _SAFE_CELL),
    "emergency_consent": ("yes: the client agreed that they may be told", "yes", _yes_no),
    "emergency_danger": ("yes: they may be the danger, and are never offered", "no", _yes_no),
    "plan_who_rings": ("after a drop: me or client", "me", _one_of(_TURNS)),
    "plan_by": ("after a drop: call, text, chat or relay", "call", _BY),
    "plan_wait": ("after a drop: minutes to wait before ringing", "5", _wait),
    "plan_signal": ("the agreed sign that somebody came in", "coffee cup", _text),
    "closing_line": ("the agreed neutral closing line", "I will send the brochure.", _text),
    "letter_agreed": ("yes: a letter was agreed where nothing else reaches them", "no", _yes_no),
    "mode": ("video, phone or in person", "video", _MODE),
    "platform": ("Zoom, Teams, …", "Teams", _text),
    "first_session": ("yes: never seen before; everybody else counts as seen", "no", _yes_no),
    "sessions_so_far": ("how many sessions there were", "6", _number(0, 5_000)),
    "guardian_consent": ("a child: who gave consent", "", _text),
    "guardian_consent_date": ("a child: when", "", _date),
    "guardian_consent_how": ("a child: how it was seen", "", _text),
    "own_consent_basis": ("a young person's own consent: on what basis", "", _text),
    "access_needs": ("what helps the client take part", "captions", _text),
    "camera": ("what was agreed about the camera", "", _text),
    "device": ("the client's device", "laptop", _text),
    "suitability": ("what was found about working online", "", _text),
    "self_care": ("what the client does afterwards", "a walk", _text),
    "pacing": ("what helps when it is too much", "", _text),
    "safety_plan": ("the client's safety plan", "", _text),
    "safe_word": ("the agreed safe word", "", _text),
    "fee_note": ("what was agreed about fees", "", _text),
}


def template() -> str:
    """A clients.csv to fill in: the columns, and one invented client to be deleted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow([example for _, example, _ in COLUMNS.values()])
    return out.getvalue()


def columns_in_words() -> str:
    """Each column and what it is, one a line, for --help."""
    width = max(map(len, COLUMNS))
    return "\n".join(f"  {name:<{width}}  {words}" for name, (words, _, _) in COLUMNS.items())
