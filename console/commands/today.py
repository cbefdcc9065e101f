"""`session-day today`: what the day screen shows, as plain lines for scripts and for screen readers."""

import argparse
from datetime import date
from typing import NoReturn, Protocol, TextIO

from console.core.state import State
from console.core.view import Look, day_view
from data.text import clean
from data.values.time import Now
from data.values.trouble import BadInput
from data.values.views import AgendaRow, DayView


class Door(Protocol):
    """What this command needs."""

    def today(self) -> date:
        """The practice's local date."""
        ...

    def day(self, day: date) -> State:
        """The state of one day."""
        ...


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage and message."""
        raise BadInput(f"That is not understood: {message}; see session-day today --help.")


def run(args: list[str], out: TextIO, err: TextIO, now: Now, door: Door) -> int:
    """Print the day. Raises BadInput for a date that is not one, Trouble where the data cannot be read."""
    del err
    parser = _Parser(prog="session-day today", description="Today's sessions as plain lines.", allow_abbrev=False)
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="another day")
    parser.add_argument("--names", action="store_true", help="names instead of initials")
    wanted = parser.parse_args(args)
    state = door.day(day_given(wanted.day) if wanted.day else door.today())
    for line in lines(day_view(state, Look(names=wanted.names), now), state):
        print(clean(line, cap=400), file=out)
    return 0


def day_given(typed: str) -> date:
    """The date in a --day option. Raises BadInput for what is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadInput(f"--day {typed!r} is not a date: write it like 2026-11-21.") from None


def lines(view: DayView, state: State) -> tuple[str, ...]:
    """The day in plain lines: where we are, the sessions, the clock, what is owed, what to do if it drops."""
    head = view.header
    out = [f"{state.today:%A} {state.today.day} {state.today:%B %Y}, {head.clock} ({state.practice.zone})"]
    out.append(f"Policy: {head.policy}{f', {head.policy_note}' if head.policy_note else ''}")
    sessions = [_row(row) for row in view.rows if row.session and not row.session.startswith("@")]
    out += ["", "Sessions:", *(f"  {line}" for line in sessions)] if sessions else ["", "No sessions."]
    if view.clock.mood != "idle":
        out += ["", f"Clock: {view.clock.who} {view.clock.digits} {view.clock.caption}"]
    if view.banner:
        out.append(f"Waiting for you: {view.banner.words}")
    if view.owed:
        out += ["", "Owed:", *(f"  {row.text}{f', {row.due}' if row.due else ''}" for row in view.owed)]
    if view.detail and view.drop:
        out += ["", f"If it drops ({view.detail.who}):"]
        out += [f"  {', '.join(part.text for part in parts)}" for parts in view.drop]
    return tuple(out)


def _row(row: AgendaRow) -> str:
    return ", ".join(part for part in (f"{row.time} {row.who}", row.what, row.note.replace("!", "").strip()) if part)
