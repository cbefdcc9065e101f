"""The line-based commands with what stands behind them; each one's module is imported only when it runs."""

import sys
from collections.abc import Callable, Mapping

from console.adapters.clock import SystemClock, machine_zone
from console.door import Door
from console.settings import folders
from data.values.trouble import BadInput

Args = list[str]


def run(name: str, args: Args) -> int:
    """Run this command; the answer is its exit code. Raises Trouble."""
    if name not in _COMMANDS:
        raise BadInput(f"'{name}' is not a command; see session-day --help.")
    return _COMMANDS[name](args)


def _door() -> Door:
    return Door(folders(), SystemClock(), machine_zone())


def _policy(args: Args) -> int:
    from console.commands import policy

    return policy.run(args, sys.stdout, sys.stderr, SystemClock().now())


def _doctor(args: Args) -> int:
    from console.commands import doctor, doctor_parts

    return doctor.run(args, sys.stdout, sys.stderr, doctor_parts.parts(folders()))


def _today(args: Args) -> int:
    from console.commands import today

    return today.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door())


def _export(args: Args) -> int:
    from console.commands import export

    return export.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door())


def _grab_card(args: Args) -> int:
    import getpass

    from console.commands import grab_card

    ask = getpass.getpass if sys.stdin is not None and sys.stdin.isatty() else None
    return grab_card.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door(), ask=ask)


def _import(args: Args) -> int:
    from console.commands import importing

    # Without a terminal there is nobody to ask.
    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    return importing.run(args, sys.stdout, sys.stderr, ask, SystemClock().now(), _door())


def _verify(args: Args) -> int:
    from console.commands import verify
    from console.wiring.care import Care

    return verify.run(args, sys.stdout, sys.stderr, Care(folders()))


def _backup(args: Args) -> int:
    from console.commands import backup
    from console.wiring.care import Care

    return backup.run(args, sys.stdout, SystemClock().now(), Care(folders()))


def _restore(args: Args) -> int:
    from console.commands import restore
    from console.wiring.care import Care

    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    return restore.run(args, sys.stdout, ask, SystemClock().now(), Care(folders()))


_COMMANDS: Mapping[str, Callable[[Args], int]] = {
    "policy": _policy,
    "doctor": _doctor,
    "today": _today,
    "export": _export,
    "grab-card": _grab_card,
    "import": _import,
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
}
