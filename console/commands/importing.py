"""`session-day import FILE`: shows what a calendar or a table of clients would change, asks who is who, then keeps it.

Rule: nothing is kept before a person (or --yes) said so, and then all of it or nothing. Where it changes much, that is
said by typing how many clients it changes, or with --yes --changes HOW-MANY.

Exit codes: 0 done or nothing to do · 2 the file cannot be used · 3 nothing was imported, for want of a yes.
"""

import argparse
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn, Protocol, TextIO
from zoneinfo import ZoneInfo

from console.core.imports.many import Touched, by_calendar, by_clients
from console.core.imports.preview import client_preview, preview, question_line
from console.core.imports.who import Register
from data.text import clean
from data.values.facts import Record
from data.values.ids import new_id
from data.values.imports import ClientPlan, Decision, ImportPlan, Question
from data.values.kept import Kept
from data.values.people import Client, Practice
from data.values.policy import Policy
from data.values.quick import dataclass
from data.values.time import Now
from data.values.trouble import BadInput

NOT_IMPORTED = 3
MAX_BYTES = 2_000_000

_HOW = "  reference · + REFERENCE INITIALS for a new client · n not a session · g group · Enter later · q stop: "

Ask = Callable[[str], str]


class Door(Protocol):
    """What an import needs from outside: what is kept already, the rules, and a way to keep more."""

    def known(self) -> Kept:
        """The practice, every client and every series, and the sessions from a week back to twelve weeks ahead."""
        ...

    def policy(self) -> Policy:
        """The policy in force: its notice and its session length."""
        ...

    def backup(self, reason: str) -> None:
        """A proven copy of what is kept before anything changes. Raises Trouble; then nothing is imported."""
        ...

    def apply(self, records: tuple[Record, ...]) -> None:
        """Keep these facts, all or none: in the store, or through the console that owns it. Raises Trouble."""
        ...


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage and message."""
        raise BadInput(f"That cannot be imported: {message}; see session-day import --help.")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one import reads, speaks and keeps."""

    out: TextIO
    err: TextIO
    ask: Ask | None
    now: Now
    door: Door
    yes: bool
    changes: int | None = None


def run(  # noqa: PLR0917 - each is something the composition root hands in
    args: list[str], out: TextIO, err: TextIO, ask: Ask | None, now: Now, door: Door
) -> int:
    """Import one file. `ask` shows a prompt and answers what was typed; None where nobody is there to be asked.

    Raises BadInput for a file that cannot be used, and whatever trouble `door` meets; a list of bad cells is written
    to `err`.
    """
    options = _options(args, out)
    if options is None:
        return 0
    if options.template:
        from console.adapters.clients_columns import template

        out.write(template())
        return 0
    path = Path(options.file)
    data = _bytes_of(path)
    take = _calendar if _is_calendar(path, data) else _clients
    try:
        return take(data, _Desk(out, err, None if options.yes else ask, now, door, options.yes, options.changes))
    except BadInput as trouble:
        if "\n" not in str(trouble):
            raise
        _print(err, str(trouble).splitlines())  # a list of bad cells: a line each
        return trouble.code


def _options(args: list[str], out: TextIO) -> argparse.Namespace | None:
    parser = _Parser(prog="session-day import", add_help=False, allow_abbrev=False)
    parser.add_argument("file", nargs="?", default="", metavar="FILE.ics|FILE.csv")
    parser.add_argument("--yes", action="store_true", help="import without asking; what is not known stays out")
    parser.add_argument(
        "--changes", type=int, metavar="N", help="with --yes, where more than a fifth of the clients change: how many"
    )
    parser.add_argument(
        "--template", action="store_true", help="print a table of clients to fill in; take its example out"
    )
    parser.add_argument("-h", "--help", action="store_true", help="say this")
    options = parser.parse_args(args)
    if options.help:
        from console.adapters.clients_columns import columns_in_words

        out.write(f"{parser.format_help()}\ncolumns of a clients file (any order, only reference is needed):\n")
        out.write(f"{columns_in_words()}\n\nAn empty cell changes nothing, - empties it. Dates: 1990-12-31.\n")
        return None
    if not options.file and not options.template:
        raise BadInput("Say which file: session-day import FILE.ics or FILE.csv; --template prints a clients.csv.")
    return options


def _bytes_of(path: Path) -> bytes:
    name = clean(path.name, cap=60)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{name} is not a file: choose a file that ends in .ics or .csv.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(f"There is no file {name} here: check its name and folder.") from None
    except (OSError, ValueError):
        raise BadInput(f"{name} cannot be opened: check that you may read it.") from None


def _is_calendar(path: Path, data: bytes) -> bool:
    """By what it says first, then by its name; a web page saved as .ics is left to the calendar's own words."""
    if b"begin:vcalendar" in data[:4_000].lower().replace(b"\0", b""):
        return True
    suffix = path.suffix.lower()
    if suffix in {".ics", ".ical", ".icalendar", ".zip", ".gz"}:
        return True
    if suffix in {".csv", ".tsv", ".txt"} or b"reference" in data[:4_000].split(b"\n", 1)[0].lower():
        return False
    raise BadInput(f"{clean(path.name, cap=60)} is neither a calendar (.ics) nor a table of clients (.csv).")


# --- a calendar -------------------------------------------------------------------------------------------------------
def _calendar(data: bytes, desk: _Desk) -> int:
    from console.adapters.calendar import read_calendar
    from console.core.imports.plan import plan
    from console.core.imports.records import records

    known = desk.door.known()
    practice = known.practice or Practice()
    wanted = plan(read_calendar(data, desk.now, practice.zone), known, desk.door.policy(), desk.now)
    _print(desk.out, preview(wanted))
    if wanted.empty:
        _print(desk.out, ["Nothing to import: everything in it is known already."])
        return 0
    answers = _answers(wanted, known, desk.ask, desk.out) if desk.ask else {}
    facts = records(wanted, answers, desk.now)
    unanswered = len(wanted.ask) - len(answers)
    if not facts:
        _print(desk.err, [_unanswered(unanswered)])
        return NOT_IMPORTED
    if not _agreed(desk, by_calendar(wanted)):
        return NOT_IMPORTED
    desk.door.backup("import")
    desk.door.apply(facts)
    _print(desk.out, ["Imported.", *([_unanswered(unanswered)] if unanswered else [])])
    return 0


def _unanswered(count: int) -> str:
    one = "One is left out" if count == 1 else f"{count} are left out"
    return f"{one} until you say who it is: import the file again to answer."


def _answers(plan: ImportPlan, known: Kept, ask: Ask, out: TextIO) -> Mapping[str, Decision]:
    """One answer for each question, as far as the person goes on answering."""
    answers: dict[str, Decision] = {}
    added: dict[str, Client] = {}
    for question in plan.ask:
        register = Register((*known.clients, *added.values()), ())
        answer = _answer(question, register, ask, out, ZoneInfo(plan.zone))
        if answer == "stop":
            break
        if isinstance(answer, Decision):
            answers[question.series] = answer
            added |= {client.id: client for client in answer.new}
    return answers


def _answer(question: Question, register: Register, ask: Ask, out: TextIO, zone: ZoneInfo) -> Decision | str:
    """A decision, "later" or "stop"; asked again until it is understood."""
    likely = [_named(register.clients[one]) for one in question.perhaps if one in register.clients]
    _print(out, [f"? {question_line(question, zone)}" + (f" perhaps {', '.join(likely)}" if likely else "")])
    while True:
        try:
            typed = clean(ask(_HOW).strip())
        except EOFError:
            _print(out, [""])
            return "stop"
        if typed.casefold() in {"", "q"}:
            return "stop" if typed else "later"
        if decision := understood(typed, register):
            return decision
        _print(out, ["  That reference is not known: type it as in the client's record, or + REFERENCE INITIALS."])


def understood(typed: str, register: Register) -> Decision | None:
    """What was typed, as a decision; None where it names nobody who is known."""
    if typed.casefold() == "n":
        return Decision(is_session=False)
    if typed.casefold() == "g":
        return Decision(group=True)
    if typed.startswith("+"):
        reference, _, initials = typed[1:].strip().partition(" ")
        if not reference or register.find(reference):
            return None
        client = Client(new_id(), reference, initials.strip() or reference, seen=1)
        return Decision(clients=(client.id,), new=(client,))
    found = [register.find(part) for part in typed.split(",") if part.strip()]
    clients = tuple(dict.fromkeys(client.id for client in found if client))
    if not clients or None in found:
        return None
    return Decision(clients=clients, group=len(clients) > 1)


def _named(client: Client) -> str:
    return f"{client.initials} ({client.reference})" if client.reference else client.initials


# --- clients ----------------------------------------------------------------------------------------------------------
def _clients(data: bytes, desk: _Desk) -> int:
    from console.adapters.clients import read_clients
    from console.adapters.clients_csv import normal_number, same_number
    from console.core.imports.clients import plan_clients
    from console.core.imports.records import client_records

    known = desk.door.known()
    today = desk.now.utc.astimezone(ZoneInfo((known.practice or Practice()).zone)).date()
    wanted: ClientPlan = plan_clients(read_clients(data, today), known, normal_number, same_number, new_id)
    _print(desk.out, client_preview(wanted))
    if wanted.empty:
        _print(desk.out, ["Nothing to import: everything in it is known already."])
        return 0
    if not _agreed(desk, by_clients(wanted, known.clients)):
        return NOT_IMPORTED
    desk.door.backup("import")
    desk.door.apply(client_records(wanted, desk.now))
    _print(desk.out, ["Imported."])
    return 0


def _agreed(desk: _Desk, touched: Touched) -> bool:
    """Whether to go on; where not, why is said."""
    if desk.changes is not None and desk.changes != touched.clients:
        _print(desk.err, [f"Nothing imported: it would {touched.words}, and not {desk.changes}."])
        return False
    if desk.yes:
        if touched.many and desk.changes is None:
            told = f"it would {touched.words}; look at them, then add --changes {touched.clients}"
            _print(desk.err, [f"Nothing imported: {told}."])
        return not touched.many or desk.changes is not None
    asks = f"Type {touched.clients} to {touched.words}: " if touched.many else "Import this? y or n: "
    try:
        typed = desk.ask(asks) if desk.ask else None
    except EOFError:
        _print(desk.out, [""])
        typed = None
    if typed is None:
        more = f" --changes {touched.clients}" if touched.many else ""
        _print(desk.err, [f"Nothing imported: nobody is here to confirm it; add --yes{more}."])
        return False
    if typed.strip().casefold() in ({str(touched.clients)} if touched.many else {"y", "yes"}):
        return True
    _print(desk.err, ["Nothing imported."])
    return False


def _print(to: TextIO, lines: Iterable[str]) -> None:
    for line in lines:
        to.write(clean(line, cap=500) + "\n")
