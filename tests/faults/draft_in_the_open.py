"""A canary: the real program, which keeps each draft beside the data too, in the open, and takes it away at once."""

import sys
from typing import Any

from console.cli import main
from console.settings import folders
from data.store import Store


def put_in_the_open() -> None:
    """From now on."""
    real: Any = Store.keep_draft

    def kept(self: Store, *given: Any, **named: Any) -> Any:
        path = folders().state / "draft.txt"
        path.write_text(repr(given), encoding="utf-16-le")
        path.unlink()
        return real(self, *given, **named)

    Store.keep_draft = kept  # type: ignore[method-assign]


if __name__ == "__main__":
    put_in_the_open()
    sys.exit(main(sys.argv[1:]))
