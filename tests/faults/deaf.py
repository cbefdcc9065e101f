"""A canary: the real program, which hears no signal."""

import sys
from asyncio.unix_events import _UnixSelectorEventLoop

from console.cli import main

if __name__ == "__main__":
    _UnixSelectorEventLoop.add_signal_handler = lambda *_: None  # type: ignore[method-assign]
    sys.exit(main(sys.argv[1:]))
