"""Files made to hang or fill the machine, or to be taken for what they are not: calendars, tables, policies, settings.

Rule: each is what somebody could hand to a practitioner, or leave in a folder. `BOMBS` makes each when it is asked for.
"""

import bz2
import codecs
import gzip
import io
import zipfile
from collections.abc import Callable, Mapping

from tests.adapters.test_calendar_bombs import BOMBS as CALENDARS
from tests.adapters.test_calendar_bombs import HEAVY, NO_CALENDARS

HEAD = b"reference,name\n"
ROWS = HEAD + b"R-1,Anna\n"
MB = 1_000_000
Make = Callable[[], bytes]


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return out.getvalue()


TABLES: Mapping[str, Make] = {
    "100,000 columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n",
    "100,000 times the reference": lambda: b",".join([b"reference"] * 100_000) + b"\n1\n",
    "a million columns without a name": lambda: b"reference" + b"," * MB + b"\n1\n",
    "one cell of 2 MB": lambda: HEAD + b'R-1,"' + b"x" * (2 * MB - 30) + b'"\n',
    "a column name of 2 MB": lambda: b"reference," + b"n" * (2 * MB - 30) + b"\n",
    "a quote never closed": lambda: HEAD + b'R-1,"never\n' + b"R-2,Jo\n" * 200_000,
    "quotes only": lambda: HEAD + b'"' * 1_900_000,
    "quotes in quotes": lambda: HEAD + b'R-1,"' + b'""' * 900_000 + b'"\n',
    "quotes and commas in turn": lambda: HEAD + b'",' * 900_000,
    "NULs": lambda: HEAD + b"R-1,A\0nna\n",
    "only NULs": lambda: bytes(MB),
    "UTF-16": lambda: codecs.BOM_UTF16_LE + ROWS.decode().encode("utf-16-le"),
    "UTF-16, big end first": lambda: codecs.BOM_UTF16_BE + ROWS.decode().encode("utf-16-be"),
    "UTF-16 without a mark": lambda: ROWS.decode().encode("utf-16-le"),
    "UTF-32": lambda: ROWS.decode().encode("utf-32"),
    "three marks before it": lambda: codecs.BOM_UTF8 * 3 + ROWS,
    "a mark of UTF-8 before UTF-16": lambda: codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + ROWS.decode().encode("utf-16-le"),
    "a million empty lines": lambda: HEAD + b"\n" * MB,
    "a million lines of commas": lambda: HEAD + b",\n" * 900_000,
    "a million line ends of the old Mac": lambda: HEAD + b"\r" * MB,
    "100,000 rows": lambda: HEAD + b"".join(b"R-%d,A\n" % n for n in range(100_000)),
    "100,000 bad rows": lambda: HEAD + b",x\n" * 100_000,
    "2,000 times one client": lambda: HEAD + b"R-1,A\n" * 1_999,
    "2,000 rows of bad dates": lambda: b"reference,born\n" + b"".join(b"R-%d,9/9/9\n" % n for n in range(1_999)),
    "2,000 numbers of a thousand digits": lambda: (
        b"reference,phone\n" + b"".join(b"R-%d,+44%s\n" % (n, b"7" * 900) for n in range(1_999))
    ),
    "numbers of spaces": lambda: b"reference,phone\n" + b"R-1,1" + b" " * 120_000 + b"x\n",
    "a zip": lambda: _zipped("clients.csv", ROWS),
    "a zip of 500 MB": lambda: _zipped("clients.csv", bytes(500 * MB)),
    "a spreadsheet": lambda: _zipped("xl/workbook.xml", b"<workbook/>" * 1000),
    "gzip": lambda: gzip.compress(ROWS),
    "bzip2": lambda: bz2.compress(ROWS),
    "lone surrogates": lambda: HEAD + "R-1,\ud800\udfff\ud83d".encode("utf-8", "surrogatepass") + b"\n",
    "overlong UTF-8": lambda: HEAD + b"R-1,\xc0\xaf\xf8\x88\x80\x80\x80\n",
    "formulas": lambda: HEAD + b"=cmd|' /C calc'!A0,@SUM(1)\n+1,-2\n",
    "combining marks": lambda: HEAD + ("R-1,a" + "\u0301" * 60_000).encode() + b"\n",
    "right to left and tags": lambda: HEAD + ("R-1," + "\u202e\U000e0041" * 20_000).encode() + b"\n",
    "columns twice": lambda: b"reference,name,name\nR-1,a,b\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
    "a program": lambda: b"\x7fELF" + bytes(range(1, 256)) * 400,
    "3 MB": lambda: HEAD + b"R-1,x\n" * 500_000,
    "nothing": lambda: b"",
    "escape sequences": lambda: b"reference,\x1b]52;c;aGk=\x07\x1b[2J\nR-1,x\n",
}

_TOP = b'extends = "standard"\n'
POLICIES: Mapping[str, Make] = {
    "50 MB": lambda: b"#" * (50 * MB),
    "400,000 brackets": lambda: b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "100,000 tables in tables": lambda: b"a = " + b"{a=" * 50_000 + b"1" + b"}" * 50_000,
    "a key of 100,000 parts": lambda: b".".join([b"a"] * 100_000) + b" = 1",
    "a header of 100,000 parts": lambda: b"[" + b".".join([b"a"] * 100_000) + b"]",
    "100,000 keys": lambda: _TOP + b"\n".join(b"k%d = 1" % n for n in range(20_000)),
    "20,000 tables": lambda: _TOP + b"\n".join(b"[t%d]" % n for n in range(20_000)),
    "20,000 rules": lambda: _TOP + b"[rules]\n" + b"\n".join(b"k%d = 1" % n for n in range(20_000)),
    "20,000 checks": lambda: _TOP + b"[[check]]\n" * 20_000,
    "7,000 flows": lambda: _TOP + b"\n".join(b'[flow.f%d]\ntitle = "x"' % n for n in range(7_000)),
    "20,000 flows that are nowhere": lambda: (
        b"flows = [" + b",".join(b'"f%d"' % n for n in range(20_000)) + b"]\n" + _TOP
    ),
    "a number of 200,000 digits": lambda: _TOP + b"a = " + b"9" * 200_000,
    "a text never closed": lambda: _TOP + b'title = """' + b"x" * 200_000,
    "quotes that are none": lambda: _TOP + b'title = "' + b'\\"' * 100_000,
    "NULs": lambda: bytes(100_000),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
    "a loop": lambda: b'extends = "policy"\n',
}

SETTINGS: Mapping[str, Make] = {
    "50 MB": lambda: b"#" * (50 * MB),
    "brackets": lambda: b"probe_hosts = " + b"[" * 9_000 + b"]" * 9_000,
    "a key of 9,000 parts": lambda: b".".join([b"a"] * 9_000) + b" = 1",
    "9,000 digits": lambda: b"bell = " + b"9" * 9_000,
    "bytes": lambda: bytes(range(256)) * 20,
}


def every() -> dict[tuple[str, str], Make]:
    """All of them by what each is given as and its name; those read as calendars first."""
    found: dict[tuple[str, str], Make] = {}
    for name, (data, _) in (CALENDARS | NO_CALENDARS).items():
        found["ics", name] = lambda data=data: data  # type: ignore[misc]
    for name, data in HEAVY.items():
        found["ics", name] = lambda data=data: data  # type: ignore[misc]
    for kind, made in (("csv", TABLES), ("policy", POLICIES), ("settings", SETTINGS)):
        found |= {(kind, name): make for name, make in made.items()}
    return found
