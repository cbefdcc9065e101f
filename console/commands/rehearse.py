"""`session-day rehearse FLOW`: any flow of the policy with invented people, and a score sheet at the end."""

import argparse
import difflib
from collections.abc import Callable, Mapping
from typing import NoReturn, TextIO

from console.core.incident.incidents import LATE
from console.core.view.flow_list import key_of
from console.rehearsal import SPEEDS, Rehearsal
from data.text import clean
from data.values.flow import Flow
from data.values.policy import Policy
from data.values.trouble import BadInput

Practised = Callable[[], tuple[str, Policy, Mapping[str, Flow]]]
"""The name of the policy, the policy, and its flows."""
_SAYS = (
    "Rehearse a flow in the real console with invented people. It has a throw-away database and a clock of its own; "
    "nothing of it reaches your data, your desktop or a console that runs beside it. A score sheet follows."
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage and message."""
        raise BadInput(f"That is not understood: {message}; see session-day rehearse --help.")


def asked(args: list[str], out: TextIO, practised: Practised) -> Rehearsal | None:
    """What is to be rehearsed; None where a list was all that was wanted. Raises BadInput, naming the nearest flow."""
    parser = _Parser(prog="session-day rehearse", description=_SAYS, allow_abbrev=False)
    parser.add_argument("flow", nargs="?", metavar="FLOW", help="the flow, by its name in --list")
    parser.add_argument("--speed", metavar="1..30", default="1", help="how fast the clock runs; 1 is as in life")
    parser.add_argument("--list", action="store_true", help="the flows of your policy")
    wanted = parser.parse_args(args)
    speed = _speed(wanted.speed)
    name, policy, flows = practised()
    if wanted.list:
        _print(policy, flows, out)
        return None
    if not wanted.flow:
        raise BadInput("Which flow? session-day rehearse --list names them.")
    return Rehearsal(_flow(wanted.flow, flows), name, speed)


def show(rehearsal: Rehearsal, out: TextIO) -> None:
    """The score sheet, once the screen is gone."""
    for line in rehearsal.sheet():
        print(clean(line, cap=4000), file=out)


def _speed(typed: str) -> int:
    try:
        speed = int(typed)
    except ValueError:
        speed = 0
    if speed not in SPEEDS:
        raise BadInput(f"--speed {clean(typed, cap=20)} is not a speed: take a whole number from 1 to 30.")
    return speed


def _flow(typed: str, flows: Mapping[str, Flow]) -> str:
    wanted = typed.strip().casefold().replace(" ", "-")
    if wanted in flows:
        return wanted
    titles = {flow.title.casefold().replace(" ", "-"): flow.id for flow in flows.values()}
    if wanted in titles:
        return titles[wanted]
    near = difflib.get_close_matches(wanted, [*flows, *titles], n=1, cutoff=0.4)
    hint = f"did you mean {titles.get(near[0], near[0])}?" if near else "session-day rehearse --list names them."
    raise BadInput(f"There is no flow '{clean(typed, cap=60)}' in your policy: {hint}")


def _print(policy: Policy, flows: Mapping[str, Flow], out: TextIO) -> None:
    print(f"Flows of {clean(policy.title)}, the most urgent first:", file=out)
    for flow in sorted(flows.values(), key=lambda one: (one.urgency, one.id)):
        print(f"  {clean(flow.id):<16}{clean(flow.title)} ({clean(_begun_by(flow))})", file=out)


def _begun_by(flow: Flow) -> str:
    """Which key begins it in the console."""
    if flow.id == LATE:
        return "begins by itself"
    key = key_of(flow)
    if not key:
        return "reached from other flows"
    return key if key.startswith("F") else f"F5 {key}"
