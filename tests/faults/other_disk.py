"""The real program on another disk: what OTHER_DISK names is otherwise; its children run through here as well.

`often`: the log is carried over every 40 pages and not every 1,000. Two canaries: with `normal` a commit is not synced,
with `first` a commit is said to be saved first and saved later.
"""

import os
import sys
import threading
from pathlib import Path

VARIABLE = "OTHER_DISK"
OFTEN = 40
LATER = 0.3


def change(names: list[str]) -> None:
    """From now on, in this process. Before anything else of the program is imported."""
    from data import driver

    if "often" in names:
        driver.SETTINGS["wal_autocheckpoint"] = (str(OFTEN), OFTEN)
    if "normal" in names:
        driver.SETTINGS["synchronous"] = ("NORMAL", 1)
    if "first" in names:
        from data.saving import Saving

        real = Saving.commit
        Saving.commit = lambda *given: threading.Timer(LATER, real, given).start()  # type: ignore[method-assign]


def main() -> int:
    """The program, or one of its children."""
    change(os.environ[VARIABLE].split(","))
    import session_day
    from console.cli import main as run

    session_day.__file__ = __file__  # what the console starts beside itself comes through here
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main())
