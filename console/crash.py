"""The one crash handler: a report without data, one line on the screen, exit code 70.

Rule: what goes into a report is what the program is made of (types, files, lines, versions), never what it holds. No
message of an exception, no value, no local variable: any of them may be about a client.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console import VERSION
from data.values.ids import new_id

if TYPE_CHECKING:
    import threading

CODE = 70
_ROOT = Path(__file__).resolve().parent.parent
_FRAMES_CAP = 60


def report_and_say(error: BaseException) -> int:
    """Write the report, say so in one line on stderr, and answer the exit code. Never raises."""
    return say(write_report(error))


def say(report: Path | None) -> int:
    """Say in one line on stderr that the program had to stop, and where the report is; answer the exit code."""
    line = "Something went wrong in the program, and it had to stop. What was shown as saved is saved."
    if report is not None:
        # `clean` is beyond the reach of what must work when anything failed; what cannot be printed is left out.
        line += f" Report, without client data: {''.join(one for one in str(report) if one.isprintable())}"
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)
    return CODE


@contextmanager
def quiet() -> Iterator[None]:
    """While it lasts, nothing that fails beside the main line (threads, tasks, logging) writes on the terminal.

    Python's own hooks would print the message and the source lines; a thread's failure becomes a report instead.
    """
    import logging
    import threading

    nowhere = logging.NullHandler()
    logging.getLogger().addHandler(nowhere)
    before = threading.excepthook, sys.unraisablehook
    threading.excepthook = _thread_failed
    sys.unraisablehook = _ignored
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
        logging.getLogger().removeHandler(nowhere)


def _thread_failed(failed: "threading.ExceptHookArgs") -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        write_report(failed.exc_value)


def _ignored(unraisable: "sys.UnraisableHookArgs") -> None:
    del unraisable


def write_report(error: BaseException, folder: Path | None = None) -> Path | None:
    """The report as a new 0600 file in the folder (the state folder's `crashes`); None where it cannot be written."""
    with suppress(OSError, ImportError):
        if folder is None:
            from console.settings import folders

            folder = folders().state / "crashes"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink():
            return None
        path = folder / f"crash-{new_id()}.txt"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(describe(error))
        return path
    return None


def describe(error: BaseException) -> str:
    """The report's text: versions, then each exception of the chain by type, with its frames."""
    lines = [
        f"Session Day {VERSION}",
        f"Python {sys.version.split()[0]} on {sys.platform}",
        *(f"{name} {version}" for name, version in _library_versions()),
        "",
        "This report holds no message, no value and no client data: only where in the program it happened.",
    ]
    for one in _chain(error):
        lines += ["", _type_name(one), *_frames(one)]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and those that led to it, newest first, members of groups included."""
    out: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting and len(out) < 20:
        one = waiting.pop(0)
        if one in out:
            continue
        out.append(one)
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        inside = getattr(one, "error", None)  # Textual wraps what failed in a worker
        led_here = (one.__cause__, one.__context__, inside)
        waiting += [led for led in led_here if isinstance(led, BaseException)]
    return out


def _type_name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> list[str]:
    """file:line in function, outermost first; other people's files by their last two names."""
    frames: list[str] = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"  {_place(code.co_filename)}:{step.tb_lineno} in {code.co_name}")
        step = step.tb_next
    return frames[-_FRAMES_CAP:]


def is_ours(error: BaseException) -> bool:
    """Whether a line of this program led to it."""
    step = error.__traceback__
    while step is not None:
        if _is_ours(Path(step.tb_frame.f_code.co_filename)):
            return True
        step = step.tb_next
    return False


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(_ROOT) and "site-packages" not in path.relative_to(_ROOT).parts


def _place(filename: str) -> str:
    # A full path would name the user's account.
    path = Path(filename)
    if _is_ours(path):
        return str(path.relative_to(_ROOT))
    return "/".join(path.parts[-2:])


def _library_versions() -> list[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError, version

    found: list[tuple[str, str]] = []
    for name in ("textual", "sqlmodel", "sqlalchemy", "sqlcipher3", "apscheduler", "plyer"):
        with suppress(PackageNotFoundError):
            found.append((name, version(name)))
    return found
