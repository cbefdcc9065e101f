"""The child process that shows one desktop notification through plyer, and ends.

Rule: words come on stdin, never in this process's arguments; the answer is the exit code, because plyer writes to both
outputs, may block for half a minute, and forgets the exit code of notify-send.
"""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

SHOWN = 0
FAILED = 1
NO_PROGRAM = 10
NO_DESKTOP = 11
REFUSED = 12

TITLE = "Session Day"
WORDS_CAP = 200  # Windows refuses bodies over 255 characters
_INPUT_CAP = 10_000


def main(args: list[str]) -> int:
    """Show `{"words": …}` from stdin. One of the codes above; whatever plyer raises is FAILED."""
    del args
    try:
        words = str(json.loads(sys.stdin.read(_INPUT_CAP))["words"])
    except (ValueError, KeyError, TypeError):
        return FAILED
    cause = _cause_of_silence()
    if cause:
        return cause
    try:
        return _show(words)
    except Exception:
        return FAILED


def _show(words: str) -> int:
    codes: list[int] = []
    call = subprocess.call

    def remembering(*args: Any, **kwargs: Any) -> int:
        codes.append(call(*args, **kwargs))
        return codes[-1]

    # plyer calls notify-send with subprocess.call and drops its exit code; this process lives for this one call.
    subprocess.call = remembering
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from plyer import notification

        # A body that begins with a hyphen would be read as an option.
        body = words[:WORDS_CAP]
        body = f" {body}" if body.startswith("-") else body
        notification.notify(title=TITLE, message=body, app_name=TITLE, timeout=10)
    return REFUSED if any(codes) else SHOWN


def _cause_of_silence() -> int:
    """Why no notification can come of it on Linux and the BSDs, where plyer would only warn; 0 where it can."""
    if sys.platform in ("win32", "darwin"):
        return SHOWN
    import importlib.util
    import shutil

    if importlib.util.find_spec("dbus") is None and shutil.which("notify-send") is None:
        return NO_PROGRAM
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if not address and not (runtime and (Path(runtime) / "bus").exists()) and not os.environ.get("DISPLAY"):
        return NO_DESKTOP
    return SHOWN
