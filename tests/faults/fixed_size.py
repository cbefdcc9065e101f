"""A canary: the real program, which is never told of a new size."""

import signal
import sys
from typing import Any

from console.cli import main

if __name__ == "__main__":
    real = signal.signal

    def deaf_to_sizes(number: Any, handler: Any) -> Any:
        return None if number == signal.SIGWINCH else real(number, handler)

    signal.signal = deaf_to_sizes  # type: ignore[assignment]
    sys.exit(main(sys.argv[1:]))
