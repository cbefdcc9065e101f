"""The line-based commands with what stands behind them; each one's module is imported only when it runs."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from console.adapters.clock import SystemClock, machine_zone
from console.door import Door
from console.settings import folders
from console.wiring.asking import Asking, asked_on_the_terminal, taken_out
from data.values.trouble import BadInput

Args = list[str]


def run(name: str, args: Args) -> int:
    """Run this command; the answer is its exit code. Raises Trouble."""
    if name not in _COMMANDS and name not in _NEED_KEYS:
        raise BadInput(f"'{name}' is not a command; see session-day --help.")
    if name not in _NEED_KEYS:
        return _COMMANDS[name](args)
    rest, descriptor = taken_out(args)
    asking = Asking(
        folders(),
        SystemClock(),
        descriptor=descriptor,
        ask=asked_on_the_terminal(),
        makes=name == "import",
        backup=_backup_named(rest) if name == "restore" else None,
    )
    return _NEED_KEYS[name](rest, asking)


def _door(asking: Asking) -> Door:
    return Door(folders(), SystemClock(), machine_zone(), asking)


def _backup_named(args: Args) -> Path | None:
    return Path(args[0]).expanduser().absolute() if args and not args[0].startswith("-") else None


def _policy(args: Args) -> int:
    from console.commands import policy

    return policy.run(args, sys.stdout, sys.stderr, SystemClock().now())


def _doctor(args: Args) -> int:
    from console.commands import doctor, doctor_parts

    return doctor.run(args, sys.stdout, sys.stderr, doctor_parts.parts(folders()))


def _today(args: Args, asking: Asking) -> int:
    from console.commands import today

    return today.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door(asking))


def _export(args: Args, asking: Asking) -> int:
    from console.commands import export

    return export.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door(asking))


def _grab_card(args: Args, asking: Asking) -> int:
    from console.commands import grab_card

    ask = asked_on_the_terminal()
    return grab_card.run(args, sys.stdout, sys.stderr, SystemClock().now(), _door(asking), ask=ask)


def _import(args: Args, asking: Asking) -> int:
    from console.commands import importing

    # Without a terminal there is nobody to ask.
    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    return importing.run(args, sys.stdout, sys.stderr, ask, SystemClock().now(), _door(asking))


def _verify(args: Args, asking: Asking) -> int:
    from console.commands import verify
    from console.wiring.care import Care

    return verify.run(args, sys.stdout, sys.stderr, Care(folders(), asking))


def _backup(args: Args, asking: Asking) -> int:
    from console.commands import backup
    from console.wiring.care import Care

    return backup.run(args, sys.stdout, SystemClock().now(), Care(folders(), asking))


def _restore(args: Args, asking: Asking) -> int:
    from console.commands import restore
    from console.wiring.care import Care

    ask = input if sys.stdin is not None and sys.stdin.isatty() else None
    return restore.run(args, sys.stdout, ask, SystemClock().now(), Care(folders(), asking))


_COMMANDS: Mapping[str, Callable[[Args], int]] = {"policy": _policy, "doctor": _doctor}
_NEED_KEYS: Mapping[str, Callable[[Args, Asking], int]] = {
    "today": _today,
    "export": _export,
    "grab-card": _grab_card,
    "import": _import,
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
}
