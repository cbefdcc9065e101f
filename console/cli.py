"""The command line: finds the command and turns every ending into words and an exit code.

Rule: nothing heavy is imported until a command runs, so that `--help` and `--version` answer at once. No ending shows
a traceback: trouble is one line, a crash is one line that names its report.

Exit codes: 0 done · 1 it could not be done · 2 it was asked for wrongly · 70 an error in the program itself ·
130 interrupted · 141 nobody read the output.
"""

import errno
import importlib
import os
import sys
from contextlib import suppress
from typing import NoReturn

from console import VERSION
from data.values.trouble import BadInput, Trouble

COMMANDS = {
    "demo": "the console on a made-up day, in a throw-away database",
    "today": "today's sessions as plain lines",
    "import": "take in a calendar (FILE.ics) or clients (FILE.csv); shows what would change first",
    "export": "write the day note to files",
    "grab-card": "one page for today, to print or encrypt, for when the laptop itself fails",
    "policy": "list, show or check the policies",
    "rehearse": "rehearse a flow with invented people, faster if wanted; a score sheet follows",
    "verify": "whether everything is as it was saved; names what is not, and where",
    "backup": "a proven copy of everything, now; --to FOLDER puts it elsewhere",
    "restore": "put a backup back; shows what would be lost and asks first",
    "passphrase": "change what opens the data: the passphrase, the recovery words, the keyring",
    "doctor": "look at versions, database, clock, zone, notifier and terminal",
    "press": "signal the running console: press drop, press crisis, press safe-word",
}
CHILDREN = {
    "calendar": "adapters.calendar_child",
    "care": "caring",
    "clients": "adapters.clients_child",
    "glance": "glance",
    "notifier": "adapters.notifier_child",
}
FULL_SCREEN = ("", "demo", "passphrase")
HOW_TO_OPEN = """\
Commands that read what is kept ask for the passphrase in the terminal; in a script
--passphrase-fd N reads it from an open descriptor: … --passphrase-fd 3 3< FILE"""
HARMLESS = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS"})
"""The switches of Textual that are left. The others are a developer's: they write every key or the screen to a file,
send them to another program, or press keys by themselves."""

INTERRUPTED = 130
NOBODY_READS = 141


def main(argv: list[str]) -> int:
    """Run one command; the answer is its exit code. Nothing but KeyboardInterrupt at import time gets past it."""
    _guard_process()
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except Trouble as trouble:
        return _say(str(trouble), trouble.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _ended_by(error)
    return code


def _ended_by(error: Exception) -> int:
    """Output that cannot go anywhere is no fault of the program; everything else is."""
    if isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.EIO):
        _drop_output()
        return NOBODY_READS
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _drop_output()
        return _say("No room is left on the disk: make room and try again.", Trouble.code)
    from console import crash

    return crash.report_and_say(error)


def _dispatch(argv: list[str]) -> int:
    if argv and not argv[0].startswith("-"):
        command, args = argv[0], argv[1:]
    else:
        if _parse_options(argv):
            return 0
        command, args = "", []
    if command == "child":
        return _run_child(args)
    if command in FULL_SCREEN:
        if args:
            raise BadInput(f"The console takes nothing after its name, but was given {_quoted(args[0])}.")
        _need_a_terminal()
        return _run_console(command)
    if command == "press":
        # An emergency key: it must not wait for anything the other commands need.
        from console.commands import press

        return press.run(args, sys.stdout, sys.stderr)
    if command == "rehearse":
        return _run_rehearsal(args)
    if command not in COMMANDS:
        raise BadInput(f"There is no command {_quoted(command)}; see session-day --help.")
    from console import crash, wiring

    with crash.quiet():
        return wiring.run_command(command, args)


def _run_console(command: str) -> int:
    _drop_switches()
    from console import crash, wiring

    with crash.quiet():
        return wiring.run_passphrase() if command == "passphrase" else wiring.run_console(command == "demo")


def _run_rehearsal(args: list[str]) -> int:
    _drop_switches()
    from console import crash, wiring

    with crash.quiet():
        return wiring.run_rehearsal(args, _need_a_terminal)


def _drop_switches() -> None:
    for name in [one for one in os.environ if one.startswith("TEXTUAL") and one not in HARMLESS]:
        del os.environ[name]


def _parse_options(argv: list[str]) -> bool:
    """Answer --help and --version; true when that was all. Anything else raises BadInput."""
    if not argv:
        return False
    import argparse

    class _Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            """One line instead of argparse's usage and message."""
            raise BadInput(f"That is not an option: {message}; see session-day --help.")

    lines = "\n".join(f"  {name:<12}{words}" for name, words in COMMANDS.items())
    parser = _Parser(
        prog="session-day",
        usage="session-day [COMMAND] [OPTIONS]",
        description="A full-screen console for a counsellor's working day. Without a command it opens the console.",
        epilog=f"commands:\n{lines}\n\n{HOW_TO_OPEN}\n\nsession-day COMMAND --help says more about one of them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="say this")
    parser.add_argument("--version", action="store_true", help="say the version")
    asked, unknown = parser.parse_known_args(argv)
    if unknown:
        raise BadInput(f"There is no option {_quoted(unknown[0])}; see session-day --help.")
    # argparse's own printing would keep silent about output that cannot be written.
    if asked.help:
        print(parser.format_help(), end="")
    elif asked.version:
        print(f"session-day {VERSION}")
    return bool(asked.help or asked.version)


def _run_child(args: list[str]) -> int:
    """A short-lived process of our own, which may hang or be killed without harm."""
    name = args[0] if args else ""
    if name not in CHILDREN:
        raise BadInput("There is no such child; it is for the program's own use.")
    module = importlib.import_module(f"console.{CHILDREN[name]}")
    code: int = module.main(args[1:])
    return code


def _need_a_terminal() -> None:
    # Textual draws on stderr, reads keys from stdin, and hangs where they are not a terminal.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    shown = all(stream is not None and stream.isatty() for stream in streams)
    term = os.environ.get("TERM", "")
    if not shown or term == "dumb" or (not term and sys.platform != "win32"):
        raise BadInput("Session Day needs a terminal; for a plain list use: session-day today")


def _guard_process() -> None:
    """Files are for their owner alone, and a crash leaves no memory behind."""
    os.umask(0o077)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(words: str, code: int) -> int:
    """Say it on stderr in one line, whatever the words hold (an argument may carry control characters)."""
    from data.text import clean

    with suppress(OSError):
        print(clean(words.replace("\n", " "), cap=1000), file=sys.stderr)
    return code


def _quoted(word: str) -> str:
    from data.text import clean

    return f"'{clean(word, cap=60)}'"


def _drop_output() -> None:
    # Python flushes stdout once more at exit; give it somewhere to go.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
