"""The calendar child: reads one calendar in a process of its own, which may run out of time or memory without harm.

Asked on stdin (one line of JSON, then the calendar's bytes), answers on stdout (JSON). What it is asked never stands
in its arguments, which every user of the machine can read. It opens no file and no connection. Trouble it finds is
answered in words; being killed is its parent's to explain.
"""

import hashlib
import re
import sys
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from console.adapters.child import limit_this_process
from data.codec import decode, encode
from data.text import clean
from data.values.imports import Answered, Calendar, Task
from data.values.trouble import BadInput

if TYPE_CHECKING:
    import icalendar

MAX_BYTES = 2_000_000
MAX_EVENTS = 2_000
MAX_DATES = 1_000
MAX_PARTS = 20_000
MAX_PER_DAY = 4

TOO_MUCH = (
    "This calendar asks for more than can be worked out safely: export only the coming weeks and import that file."
)
BROKEN = "This calendar is broken and cannot be read: export or fetch it again."
CUT_SHORT = "This calendar stops in the middle: export or fetch it again, whole."

_SLOW_ENOUGH = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_FOLD = re.compile(rb"\r?\n[ \t]")
_RULE = re.compile(rb"^[ \t]*(?:RRULE|EXRULE)\b[^:\r\n]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_DATES = re.compile(rb"^[ \t]*(?:RDATE|EXDATE)\b[^:\r\n]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_FAST_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def main(argv: list[str]) -> int:
    """Read the task and the calendar from stdin, write the answer to stdout; 0 whenever there is an answer."""
    del argv
    limit_this_process()
    warnings.simplefilter("ignore")
    line, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = Answered(calendar=read(data, decode(line, Task)))
    except BadInput as trouble:
        answer = Answered(trouble=str(trouble))
    except (MemoryError, RecursionError):
        answer = Answered(trouble=TOO_MUCH)
    sys.stdout.write(encode(answer))
    return 0


def read(data: bytes, task: Task) -> Calendar:
    """The calendar in these bytes, within the task's window. Raises BadInput in one line with the cure."""
    import icalendar

    from console.adapters.calendar_events import read_events

    data = guarded(data)
    parts = _parsed(data)
    events = [event for part in parts for event in part.walk("VEVENT") if isinstance(event, icalendar.Event)]
    if len(events) > MAX_EVENTS:
        raise BadInput(_too_many())
    method = next((str(part.get("METHOD")).upper() for part in parts if part.get("METHOD")), "")
    name = _name(parts)
    calendar = read_events(events, task, method)
    if not (calendar.appointments or calendar.unread):
        begin, end = (f"{day.day} {day:%b %Y}" for day in (task.window.begin, task.window.end))
        raise BadInput(f"There are no sessions in this calendar from {begin} to {end}: is it the right one?")
    return replace(calendar, id=name, whole=bool(name) and method in {"", "PUBLISH"})


def guarded(data: bytes) -> bytes:
    """The bytes as UTF-8 with unfolded lines, once nothing in them can keep the parser busy for long.

    Raises BadInput for what is no calendar, is too big, holds too much, or repeats more often than daily.
    """
    if len(data) > MAX_BYTES:
        raise BadInput("This calendar is larger than 2 MB: export only the coming weeks and import that file.")
    text = _decoded(data)
    _refuse_other_files(text)
    data = _FOLD.sub(b"", text.encode("utf-8", "replace"))
    upper = data.upper()
    if b"END:VCALENDAR" not in upper:
        raise BadInput(CUT_SHORT)
    if upper.count(b"BEGIN:VEVENT") > MAX_EVENTS:
        raise BadInput(_too_many())
    dates = sum(found.count(b",") + 1 for found in _DATES.findall(data))
    if upper.count(b"BEGIN:") > MAX_PARTS or dates > MAX_DATES * 4:
        raise BadInput(TOO_MUCH)
    for rule in _RULE.findall(data):
        _refuse_fast(rule.decode("utf-8", "replace").upper())
    return data


def _decoded(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b" or data[:4] == b"PK\x03\x04":
        raise BadInput("This is a compressed file: unpack it first, and import the .ics file inside.")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _refuse_other_files(text: str) -> None:
    head = text[:5_000].lstrip().lower()
    if not head:
        raise BadInput("This file is empty: export or fetch the calendar again.")
    if head.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        raise BadInput(
            "This is a web page, not a calendar: the address may need a sign-in; use the calendar's own iCal address."
        )
    if "begin:vcalendar" not in text.lower():
        raise BadInput("This is not a calendar: choose a file that ends in .ics, exported from your calendar.")


def _too_many() -> str:
    return f"This calendar has more than {MAX_EVENTS:,} events: export only the coming weeks and import that file."


def _refuse_fast(rule: str) -> None:
    """Refuse a rule that repeats more often than daily, or never moves on."""
    parts = dict(part.strip().split("=", 1) for part in rule.strip().split(";") if "=" in part)
    if parts.get("FREQ", "DAILY").strip() not in _SLOW_ENOUGH:
        raise BadInput("Something in this calendar repeats more often than daily: take it out and export it again.")
    interval = parts.get("INTERVAL", "1").strip()
    if not interval.isdigit() or not int(interval[:9]) >= 1:
        raise BadInput(f"Something in this calendar repeats every {clean(interval, cap=20)} times: correct it there.")
    if any(parts.get(name, "").count(",") >= MAX_PER_DAY for name in _FAST_PARTS):
        raise BadInput("Something in this calendar repeats many times a day: take it out and export it again.")


def _parsed(data: bytes) -> list["icalendar.Calendar"]:
    from icalendar import Calendar as Parser

    try:
        # Bytes, never a str: a str without line ends would be looked up as the name of a file.
        parts = Parser.from_ical(data, multiple=True)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise BadInput(BROKEN) from error
    calendars = [part for part in parts if part.name == "VCALENDAR"]
    if not calendars:
        raise BadInput(BROKEN)
    return calendars


def _name(parts: list["icalendar.Calendar"]) -> str:
    """What tells this calendar from others, as far as it has a name: eight digits of a hash, so that none is kept."""
    for part in parts:
        names = [str(part.get(key)) for key in ("X-WR-RELCALID", "X-WR-CALNAME", "NAME") if part.get(key)]
        if names:
            return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:8]
    return ""
