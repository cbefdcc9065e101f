"""`session-day grab-card`: one page for today, for when the laptop itself fails; to a file, or to a printer's pipe."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn, Protocol, TextIO

from console.core.state import State
from console.export import grab_card
from data.text import NOTE_CAP, clean
from data.values.time import Now
from data.values.trouble import BadInput, Trouble

AskPassword = Callable[[str], str]
SHORTEST = 8
_SAYS = (
    "One page for today, for when the laptop itself fails: initials, number, who rings, text yes or no, place, and who "
    "comes after. It obeys the contact rules and says when it was made. Cards of other days in that folder are removed."
)


class Door(Protocol):
    """What this command needs."""

    @property
    def documents(self) -> Path:
        """Where day notes and cards go."""
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
        raise BadInput(f"That is not understood: {message}; see session-day grab-card --help.")


def run(args: list[str], out: TextIO, err: TextIO, now: Now, door: Door, *, ask: AskPassword | None) -> int:
    """Write the card, or print it. `ask` reads a password unseen; None where nobody can be asked.

    Raises BadInput and Trouble.
    """
    del err
    wanted = _parser().parse_args(args)
    if wanted.print and (wanted.encrypt or wanted.form or wanted.to):
        raise BadInput("--print only prints: it goes with no other option.")
    state = door.day(door.today())
    if wanted.print:
        print(clean(grab_card.text(grab_card.card_of(state, now)), cap=NOTE_CAP, lines=True), end="", file=out)
        return 0
    password = _password(ask) if wanted.encrypt else ""
    try:
        path = grab_card.write(wanted.to or door.documents, state, now, wanted.form or "", password)
    except OSError as error:
        raise Trouble(f"The card could not be written: {error.strerror}. Choose another folder with --to.") from None
    how = ", encrypted: it opens with your password alone" if password else "; anybody who finds it can read it"
    print(f"Written to {clean(str(path), cap=400)}{how}.", file=out)
    return 0


def _parser() -> _Parser:
    parser = _Parser(prog="session-day grab-card", description=_SAYS, allow_abbrev=False)
    parser.add_argument("--print", action="store_true", help="plain lines to the terminal or a pipe: … --print | lpr")
    parser.add_argument("--form", choices=grab_card.FORMS, help="pdf (where the extra 'pdf' is there) or plain text")
    parser.add_argument("--encrypt", action="store_true", help="a PDF that opens with a password only; it is asked for")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="another folder than that of the day notes")
    return parser


def _password(ask: AskPassword | None) -> str:
    """A password typed twice. Raises BadInput."""
    if ask is None:
        raise BadInput("--encrypt asks for a password: run it in a terminal.")
    first = ask(f"Password for the card (at least {SHORTEST} characters): ")
    if len(first) < SHORTEST:
        raise BadInput(f"That password is too short: take at least {SHORTEST} characters.")
    if ask("The same once more: ") != first:
        raise BadInput("The two passwords differ: nothing was written.")
    return first
