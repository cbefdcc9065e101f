"""Calendars made to hang or fill the machine, and files that are no calendars: each refused within five seconds,
in one line that says the cure."""

import gzip
import io
import resource
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest

from console.adapters.calendar import read_calendar
from data.values.time import Now
from data.values.trouble import BadInput

NOW = Now(datetime(2026, 11, 18, 9, tzinfo=UTC))
PROMISED_SECONDS = 5.0


def event(*lines: str, uid: str = "1", start: str = "20261124T100000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", "SUMMARY:x", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("calendar.ics", data)
    return out.getvalue()


ZONE_BOMB = (
    "BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0000\r\n"
    "TZOFFSETTO:+0000\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
ZONE_MANY = "".join(
    f"BEGIN:VTIMEZONE\r\nTZID:Z{number}\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+0000\r\n"
    f"TZOFFSETTO:+0000\r\nRRULE:FREQ=DAILY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    for number in range(300)
)
NEVER = event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
EVERY_HOUR = ",".join(map(str, range(24)))
EVERY_MINUTE = ",".join(map(str, range(60)))

BOMBS = {
    "every second": (calendar(event("RRULE:FREQ=SECONDLY")), "more often than daily"),
    "every minute": (calendar(event("RRULE:FREQ=MINUTELY;COUNT=100000000")), "more often than daily"),
    "every hour": (calendar(event("RRULE:FREQ=HOURLY")), "more often than daily"),
    "every second, in small letters and folded": (calendar(event("rrule:fre\r\n q=Secondly")), "more often than daily"),
    "every second as an exception": (calendar(event("EXRULE:FREQ=SECONDLY")), "more often than daily"),
    "every second in a time zone": (calendar(ZONE_BOMB, event()), "more often than daily"),
    "interval 0": (calendar(event("RRULE:FREQ=DAILY;INTERVAL=0")), "repeats every 0 times"),
    "interval -1": (calendar(event("RRULE:FREQ=DAILY;INTERVAL=-1")), "repeats every -1 times"),
    "many times a day": (
        calendar(event(f"RRULE:FREQ=DAILY;BYHOUR={EVERY_HOUR};BYMINUTE={EVERY_MINUTE};BYSECOND={EVERY_MINUTE}")),
        "many times a day",
    ),
    "100,000 events": (
        calendar(*("BEGIN:VEVENT\r\nEND:VEVENT\r\n" for _ in range(60_000))),
        "more than 2,000 events",
    ),
    "2,001 events": (calendar(*(event(uid=str(number)) for number in range(2_001))), "more than 2,000 events"),
    "too many appointments": (
        calendar(*(event("RRULE:FREQ=DAILY", uid=str(number)) for number in range(40))),
        "more than 2,000 appointments",
    ),
    "more than 400 of one": (
        calendar(event("RRULE:FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=0,10")),
        "more than 400 times",
    ),
    "3 MB": (calendar(event("DESCRIPTION:" + "x" * 3_000_000)), "larger than 2 MB"),
    "100,000 dates": (calendar(event("RDATE:" + ",".join(["20261201T100000Z"] * 100_000))), "safely"),
    "100,000 left out": (calendar(event("RRULE:FREQ=DAILY", *["EXDATE:20261201T100000Z"] * 70_000)), "safely"),
    "never on the 30th of February, a thousand times": (
        calendar(*(event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=str(number)) for number in range(1000))),
        "too long",
    ),
    "daily since the year 1, a thousand times": (
        calendar(*(event("RRULE:FREQ=DAILY", uid=str(n), start="00010101T000000Z") for n in range(1000))),
        "",
    ),
    "100,000 parts": (calendar("BEGIN:VALARM\r\nEND:VALARM\r\n" * 50_000, event()), "safely"),
    "one line of 2 MB": (b"BEGIN:VCALENDAR\r\nX:" + b';=,:"' * 390_000 + b"\r\nEND:VCALENDAR\r\n", ""),
    "folded 600,000 times": (b"BEGIN:VCALENDAR\r\nX:" + b"\r\n " * 600_000 + b"x\r\nEND:VCALENDAR\r\n", ""),
}

HEAVY = {
    "1,900 within one another": calendar("BEGIN:VEVENT\r\n" * 1_900 + "END:VEVENT\r\n" * 1_900),
    "300 time zones since the year 1": calendar(
        ZONE_MANY, *(event(uid=str(n)).replace("DTSTART:", f"DTSTART;TZID=Z{n}:") for n in range(300))
    ),
    "never on the 30th of February, once": calendar(NEVER, event(uid="2")),
}

NO_CALENDARS = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\r\n ", "empty"),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "a web page about calendars": (b"\n<html>BEGIN:VCALENDAR END:VCALENDAR</html>", "web page"),
    "a letter": (b"Dear Anna, see you on Tuesday", "not a calendar"),
    "gzip": (gzip.compress(calendar(event())), "compressed"),
    "zip": (zipped(calendar(event())), "compressed"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a calendar"),
    "zeros": (bytes(100_000), "not a calendar"),
    "cut short": (calendar(event())[:-25], "stops in the middle"),
    "nonsense inside": (b"BEGIN:VCALENDAR\r\nfoo\r\nEND:VCALENDAR\r\n", "broken"),
    "ends before it begins": (b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n", "broken"),
    "no end of an event": (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "broken"),
    "another kind of component": (b"BEGIN:VEVENT\r\nX-A:begin:vcalendar END:VCALENDAR\r\nEND:VEVENT\r\n", "broken"),
    "no events": (calendar(), "no sessions in this calendar"),
    "only tasks": (calendar("BEGIN:VTODO\r\nUID:1\r\nSUMMARY:x\r\nEND:VTODO\r\n"), "no sessions in this calendar"),
}


def refused(data: bytes) -> tuple[str, float]:
    before = perf_counter()
    with pytest.raises(BadInput) as caught:
        read_calendar(data, NOW, "Europe/London")
    return str(caught.value), perf_counter() - before


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_time_and_in_one_line(name: str) -> None:
    data, says = BOMBS[name]
    words, seconds = refused(data)
    assert says in words
    assert "\n" not in words and words.endswith((".", "?"))
    assert seconds < PROMISED_SECONDS


@pytest.mark.parametrize("name", NO_CALENDARS)
def test_what_is_no_calendar_is_refused_with_the_cure(name: str) -> None:
    data, says = NO_CALENDARS[name]
    words, seconds = refused(data)
    assert says in words
    assert "\n" not in words
    assert seconds < PROMISED_SECONDS


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_heavy_but_finite_is_read_or_refused_in_time(name: str) -> None:
    before = perf_counter()
    try:
        found = read_calendar(HEAVY[name], NOW, "Europe/London")
        assert found.appointments or found.unread
    except BadInput as trouble:
        assert "\n" not in str(trouble)
    assert perf_counter() - before < PROMISED_SECONDS


def test_there_are_forty_of_them() -> None:
    assert len(BOMBS) + len(HEAVY) + len(NO_CALENDARS) >= 40


def test_no_child_took_more_memory_than_allowed() -> None:
    for data, _ in (BOMBS["one line of 2 MB"], BOMBS["folded 600,000 times"]):
        refused(data)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert used <= 512 * 1024 * 1024


def test_the_child_gets_no_more_than_512_mb() -> None:
    script = (
        "from console.adapters import child\n"
        "child.limit_this_process()\n"
        "try:\n    bytearray(600_000_000)\nexcept MemoryError:\n    print('refused')\n"
    )
    folder = Path(__file__).parent.parent.parent
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=folder, check=True)
    assert child.stdout == "refused\n"


def test_broken_bytes_in_a_title_spoil_nothing_else() -> None:
    data = calendar(event()).replace(b"SUMMARY:x", b"SUMMARY:Zo\xff\xfe\x80 \xc3")
    one = read_calendar(data, NOW, "Europe/London").appointments[0]
    assert one.title.startswith("Zo")
    assert not any(127 <= ord(char) < 160 for char in one.title)


def test_the_largest_calendar_that_is_allowed_is_read_in_time() -> None:
    filler = "DESCRIPTION:" + "word " * 140
    data = calendar(*(event(filler, "DURATION:PT50M", uid=str(number)) for number in range(2_000)))
    assert len(data) < 2_000_000
    before = perf_counter()
    assert len(read_calendar(data, NOW, "Europe/London").appointments) == 2_000
    assert perf_counter() - before < PROMISED_SECONDS
