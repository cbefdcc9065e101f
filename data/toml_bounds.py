"""What keeps a TOML file that somebody else wrote from hanging the program: its size, its kind and how deep it goes.

Rule: looked at before a parser sees it. tomllib ends in a RecursionError on deep brackets, and needs the square of the
length of a dotted key.
"""

import errno
import os
import re
import stat
from pathlib import Path

MOST_LEVELS = 12
"""Tables within tables; a flow has five."""
_KNOWN = re.compile(
    r'"""(?:[^\\"]++|\\.|"(?!""))*+(?:"""|\Z)|"(?:[^"\\\n]++|\\.)*+"?' r"|'''.*?(?:'''|\Z)|'[^'\n]*+'?|#[^\n]*+",
    re.DOTALL,
)
"""Strings and comments, those that are never closed included: each is passed once, however it goes on."""
_DOTTED = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){12}")
_BRACKETS = re.compile(r"[\[{\]}]")


class TooLarge(OSError):  # noqa: N818 - it is what is said, not the name of a bug
    """The file has more bytes than asked for."""


class NoFile(OSError):  # noqa: N818 - as above
    """It is no regular file: reading it might never end."""


def read_text(path: Path, limit: int) -> str:
    """The text of a file of at most `limit` bytes. Raises TooLarge, NoFile, OSError, UnicodeDecodeError, ValueError."""
    # A pipe that nobody writes to would wait.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoFile(errno.EINVAL, "it is not a file")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLarge(errno.EFBIG, "it is too large")
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")  # as a file read as text


def too_deep(text: str) -> int:
    """The line (from 1) where keys or brackets go deeper than twelve levels; 0 where they do not."""
    bare = _KNOWN.sub(lambda found: "s" + "\n" * found[0].count("\n"), text)
    level = 0
    for found in _BRACKETS.finditer(bare):
        level = level + 1 if found[0] in "[{" else max(level - 1, 0)
        if level > MOST_LEVELS:
            return _line(bare, found)
    deep = _DOTTED.search(bare)
    return _line(bare, deep) if deep else 0


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
