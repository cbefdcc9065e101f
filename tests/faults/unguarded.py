"""A canary: the real program on Textual's own driver, which one invalid byte ends."""

import sys

from console.adapters import terminal
from console.cli import main

if __name__ == "__main__":
    terminal.safe_driver = lambda: None
    sys.exit(main(sys.argv[1:]))
