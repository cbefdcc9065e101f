"""`session-day export`: the day note to files, as the console writes it; of the whole day, or of one client alone."""

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn, Protocol, TextIO

from console.commands.today import day_given
from console.core.state import State
from console.export.exporter import FORMS, Exporter
from data.text import clean
from data.values.facts import Record
from data.values.time import Now
from data.values.trouble import BadInput, Trouble


class Door(Protocol):
    """What this command needs."""

    @property
    def documents(self) -> Path:
        """Where day notes go."""
        ...

    def records(self, stream: str) -> tuple[Record, ...]:
        """The facts of one stream."""
        ...

    def newest(self) -> str:
        """The journal's newest entry in words; "" to leave it out."""
        ...

    def today(self) -> date:
        """The practice's local date."""
        ...

    def day(self, day: date) -> State:
        """The state of one day."""
        ...


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage and message."""
        raise BadInput(f"That is not understood: {message}; see session-day export --help.")


def run(args: list[str], out: TextIO, err: TextIO, now: Now, door: Door) -> int:
    """Write the day note; the folder is printed. Raises BadInput and Trouble."""
    del err
    parser = _Parser(prog="session-day export", description="Write the day note to files.", allow_abbrev=False)
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="another day than today")
    parser.add_argument("--form", action="append", choices=sorted(FORMS), help="md, json or csv; may be repeated")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="another folder than the usual one")
    parser.add_argument("--facts-only", action="store_true", help="leave the clinical text out")
    parser.add_argument("--client", metavar="REFERENCE", help="one client's alone; of a group nobody else is in it")
    wanted = parser.parse_args(args)
    state = door.day(day_given(wanted.day) if wanted.day else door.today())
    client = client_named(state, wanted.client) if wanted.client else ""
    exporter = Exporter(wanted.to or door.documents, door.records, door.newest)
    try:
        where = exporter.write(state, wanted.form or sorted(FORMS), not wanted.facts_only, now, client)
    except OSError as error:
        raise Trouble(
            f"The day note could not be written: {error.strerror}. Choose another folder with --to."
        ) from None
    print(f"Written to {clean(str(where), cap=400)}.", file=out)
    return 0


def client_named(state: State, reference: str) -> str:
    """The id of the client with this reference. Raises BadInput."""
    found = [one.id for one in state.clients.values() if one.reference.casefold() == reference.strip().casefold()]
    if len(found) != 1:
        raise BadInput(f"No client has the reference {reference!r}: see it on the client's page.")
    return found[0]
