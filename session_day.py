"""The launcher: makes the flat source folders importable wherever they are installed, then runs the command line.

Frozen: the wheel holds this file as ``session_day/__init__.py`` with ``console``, ``widgets`` and ``data`` beside it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    """Run ``session-day`` with the arguments of this process; the exit code is the command's."""
    from console.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
