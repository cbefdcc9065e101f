"""SQLite's write-ahead log beside a data file, as far as it can be read without the key: which pages are in it."""

from pathlib import Path

_HEADER, _FRAME = 32, 24


def in_log(database: Path) -> set[int]:
    """The pages of this file that are read from its log and not from the file itself. Raises OSError."""
    log = database.with_name(f"{database.name}-wal")
    if not log.exists():
        return set()
    pages: set[int] = set()
    begun: set[int] = set()
    with log.open("rb") as file:
        header = file.read(_HEADER)
        size = int.from_bytes(header[8:12], "big")
        while (frame := file.read(_FRAME))[8:16] == header[16:24] != b"":  # an older frame has another mark
            begun.add(int.from_bytes(frame[:4], "big"))
            if frame[4:8] != bytes(4):  # the last one of a commit
                pages |= begun
            file.seek(size, 1)
    return pages
