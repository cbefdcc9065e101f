"""Whatever a program wrote, kept byte by byte, and searched for words that must not be there.

Rule: a file that was removed counts too, so what is written is taken from the trace and not only from the disk. A word
is looked for as it stands and as programs write words: UTF-8 and UTF-16, hexadecimal, base64 wherever it begins.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.traced import CALLS, Call, calls, watched

WRITES = {"write", "writev", "pwrite64", "pwritev", "pwritev2"}
COPIES = {"copy_file_range", "sendfile", "splice"}
MORE = ",execve,execveat"
NO_FILES = re.compile(r"/dev/(?:pts/|tty|null|ptmx)|(?:pipe|socket|anon_inode):|/memfd:|/proc/")


@dataclass(frozen=True, slots=True)
class Needle:
    """One word and every form of it."""

    word: str
    exactly: tuple[bytes, ...]
    folded: tuple[bytes, ...]

    @classmethod
    def of(cls, word: str | bytes) -> "Needle":
        """For a text, in any case of its letters; for bytes, as they are."""
        if isinstance(word, bytes):
            return cls(f"{len(word)} secret bytes", (word, *in_base64(word)), (word.hex().encode(),))
        raw, small = word.encode(), word.lower()
        folded = (small.encode(), small.encode("utf-16-le"), small.encode("utf-16-be"), raw.hex().encode())
        return cls(word, tuple(in_base64(raw)), (*folded, small.encode().hex().encode()))

    def found(self, content: bytes, small: bytes) -> bool:
        """Whether any form of it is in this; `small` is the same in small letters."""
        return any(one in content for one in self.exactly) or any(one in small for one in self.folded)


def in_base64(raw: bytes) -> Iterator[bytes]:
    """The letters that it gives whatever stands before and after it, in both alphabets."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        first = -(-before * 8 // 6)
        whole = (before + len(raw)) * 8 // 6
        yield coded[first:whole]
        yield coded[first:whole].translate(bytes.maketrans(b"+/", b"-_"))


def found(needles: Iterable[Needle], content: bytes) -> list[str]:
    """The words that are in it."""
    small = content.lower()
    return [one.word for one in needles if one.found(content, small)]


@dataclass
class Evidence:
    """What some programs wrote: `files` by path, what the disk then held, what they gave to their children."""

    files: dict[str, bytearray] = field(default_factory=dict)
    disk: dict[str, bytes] = field(default_factory=dict)
    given: list[tuple[bytes, ...]] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    copied: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)

    def take(self, trace: Path) -> None:
        """The trace of one program and its children."""
        for call in calls(trace):
            self._take(call)

    def _take(self, call: Call) -> None:
        if call.name.startswith("execve"):
            self.given.append(call.texts)
        elif call.name in WRITES:
            if not NO_FILES.match(call.paths[0]):
                self.files.setdefault(call.paths[0], bytearray()).extend(b"".join(call.texts))
        elif call.name in COPIES:
            self.copied.update(path for path in call.paths if not NO_FILES.match(path))
        elif call.name == "mmap" and call.paths and {"PROT_WRITE", "MAP_SHARED"} <= set(_flags(call)):
            self.shared.update(call.paths)
        elif call.name.startswith("open") and "O_CREAT" in _flags(call) and call.texts:
            self.created.add(call.texts[-1].decode("utf-8", "replace"))

    def look(self, *folders: Path) -> None:
        """All that lies below these folders now, names and contents."""
        for folder in folders:
            for path in folder.rglob("*"):
                if path.is_file():
                    self.disk[f"{path} #{len(self.disk)}"] = path.read_bytes()

    def places(self, needles: Iterable[Needle]) -> dict[str, list[str]]:
        """Where which words are: files by name."""
        needles = tuple(needles)
        told: dict[str, list[str]] = {}
        for path, content in (*self.files.items(), *self.disk.items()):
            name = path.partition(" #")[0]
            words = found(needles, bytes(content)) + found(needles, name.encode())
            if words:
                told[name] = sorted({*told.get(name, ()), *words})
        return told

    def told_to_children(self, needles: Iterable[Needle]) -> list[str]:
        """Words in the arguments or the environment of a process that was started."""
        needles = tuple(needles)
        return sorted({word for texts in self.given for word in found(needles, b"\0".join(texts))})

    @property
    def size(self) -> int:
        """Bytes that were looked at."""
        return sum(map(len, self.files.values())) + sum(map(len, self.disk.values()))


def _flags(call: Call) -> list[str]:
    return [flag for part in call.rest for flag in part.split("|")]


def all_watched(argv: list[str], trace: Path) -> list[str]:
    """As `watched`, with what is given to every process that is started."""
    line = watched(argv, trace)
    line[line.index(f"trace={CALLS}")] = f"trace={CALLS}{MORE}"
    return [line[0], "-v", *line[1:]]


def outside(raw: bytes) -> bytes:
    """What a terminal keeps once the alternate screen is gone: all that was written before and after it."""
    kept, inside = [], False
    for part in re.split(rb"(\x1b\[\?1049[hl])", raw):
        if part.startswith(b"\x1b[?1049"):
            inside = part.endswith(b"h")
        elif not inside:
            kept.append(part)
    return b"".join(kept)


def titles(raw: bytes) -> bytes:
    """What a terminal was told beside its screen: titles, the clipboard."""
    return b"\n".join(re.findall(rb"\x1b[\]P^_X](.*?)(?:\x07|\x1b\\)", raw, re.DOTALL))
