"""A canary: the real program, which hears no signal."""

import sys

from console.adapters import terminal
from console.cli import main

if __name__ == "__main__":
    terminal.ENDING = ()
    sys.exit(main(sys.argv[1:]))
