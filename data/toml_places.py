"""Where each key of a TOML text stands: key path -> line. tomllib reads values and gives no positions.

It reads only texts that tomllib has accepted, so it need not judge: it walks headers, keys and brackets, and counts
lines. A path is a tuple of keys and of positions in arrays: `("check", 3, "answers", 0, "gives")`.
"""

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]+")


def places(text: str) -> dict[Path, int]:
    """The line (from 1) of every key, table and array item of a valid TOML text."""
    return _Walker(text.replace("\r\n", "\n")).walk()


class _Walker:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}
        self._counted, self._line = 0, 1

    def walk(self) -> dict[Path, int]:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return self.found
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self.line()
        repeated = self.text.startswith("[[", self.at)
        self.at += 2 if repeated else 1
        path = self._through(self._key(), line)
        self.at += 2 if repeated else 1
        if repeated:
            self.found.setdefault(path, line)
            path = (*path, self.arrays.setdefault(path, 0))
            self.arrays[path[:-1]] += 1
        self.found.setdefault(path, line)
        return path

    def _through(self, keys: Path, line: int) -> Path:
        """The path of a header, stepping into the newest item of each array of tables; tables on the way begin here."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            self.found.setdefault(path, line)
            if path in self.arrays:
                path = (*path, self.arrays[path] - 1)
        return (*path, keys[-1])

    def _pair(self, table: Path) -> None:
        line = self.line()
        key = self._key()
        for end in range(1, len(key) + 1):
            self.found.setdefault((*table, *key[:end]), line)
        self._skip(_SPACE)
        self.at += 1  # the equals sign
        self._value((*table, *key))

    def _key(self) -> Path:
        keys: list[str | int] = []
        while True:
            self._skip(_SPACE)
            bare = _BARE.match(self.text, self.at)
            keys.append(bare.group() if bare else self._quoted())
            self.at = bare.end() if bare else self.at
            self._skip(_SPACE)
            if not self._next("."):
                return tuple(keys)
            self.at += 1

    def _quoted(self) -> str:
        found = _STRING.match(self.text, self.at)
        if not found:  # not TOML after all: go on, never stand still
            self.at += 1
            return ""
        self.at = found.end()
        return found.group()[1:-1]

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        if self._next("["):
            self._items(path)
        elif self._next("{"):
            self._inline(path)
        elif not (self._skip(_STRING) or self._skip(_PLAIN)):
            self.at += 1  # not TOML after all: go on, never stand still

    def _items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while not self._closed("]"):
            self.found.setdefault((*path, index), self.line())
            self._value((*path, index))
            index += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while not self._closed("}"):
            self._pair(path)

    def _closed(self, bracket: str) -> bool:
        """Past blanks and a comma: whether the bracket closes here (or the text ends)."""
        self._skip(_BLANK)
        if self._next(","):
            self.at += 1
            self._skip(_BLANK)
        if self.at < len(self.text) and not self._next(bracket):
            return False
        self.at += 1
        return True

    def _next(self, char: str) -> bool:
        return self.text.startswith(char, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if not found or found.end() == self.at:
            return False
        self.at = found.end()
        return True

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
