"""What the children that read other people's files have in common: how each is started, and what it may take.

Rule: nothing of a file stands in an argument, which every user of the machine can read; whatever a file holds, its
reader ends within five seconds and 512 MB, opens nothing and writes nothing.
"""

import subprocess
import sys
from contextlib import suppress

import session_day
from data.values.trouble import BadInput

LIMIT_SECONDS = 3.5  # leaves room for all that is around it, within the promised five
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 5


def asked(name: str, task: str, data: bytes, *, too_long: str, broken: str) -> bytes:
    """What the child of this name answers to one line of JSON and the file's bytes.

    Blocks for up to five seconds. Raises BadInput with these words where it took too long or ended without an answer.
    """
    try:
        child = subprocess.run(  # noqa: S603 - our own launcher, nothing from the file in its arguments
            [sys.executable, "-I", str(session_day.__file__), "child", name],
            input=task.encode() + b"\n" + data,
            capture_output=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(too_long) from None
    if child.returncode:
        raise BadInput(too_long if child.returncode < 0 else broken)
    return child.stdout


def limit_this_process() -> None:
    """512 MB, five seconds of processor, nothing written to the disk. Where a system knows no such limit, time is."""
    try:
        import resource
    except ImportError:
        return
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (limit, limit))
