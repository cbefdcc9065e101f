"""A canary: the real program, but what is typed is kept only every six seconds."""

import sys

from console.cli import main
from console.screens import note

if __name__ == "__main__":
    note.DRAFT_AFTER = 6.0
    sys.exit(main(sys.argv[1:]))
