"""What a program asked of the system, in one order, as strace saw it: every call that can change a file.

Rule: nothing is passed over in silence. A line that cannot be read, or a call that the model of the disk does not know,
is an error of the proof and never a state that "held".
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

TOOL = "strace"
CALLS = (
    "openat,openat2,open,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync,syncfs,sync_file_range,"
    "msync,mmap,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "mkdir,mkdirat,rmdir,copy_file_range,sendfile,splice"
)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN = re.compile(r"(-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")
_LINE = re.compile(r"(\d+) +(.*)", re.DOTALL)
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?|0x[0-9a-f]+)(.*)", re.DOTALL)
_UNFINISHED, _RESUMED = " <unfinished ...>", re.compile(r"<\.\.\. (\w+) resumed>(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded. `begun` and `ended` are lines of the trace: what lies between ran beside it.

    `paths` are the paths behind its descriptors, `texts` the strings it was given, `rest` its other arguments, `result`
    the number it answered.
    """

    name: str
    begun: int
    ended: int
    paths: tuple[str, ...]
    texts: tuple[bytes, ...]
    rest: tuple[str, ...]
    result: int

    def at(self, ending: str) -> bool:
        """Whether a file whose path ends so was opened for it, or named last in it."""
        return any(
            path.endswith(ending) for path in (*self.paths, *(text.decode("latin-1") for text in self.texts[-1:]))
        )

    def later(self, lines: int) -> "Call":
        """The same call in a trace that begins so many lines earlier."""
        return replace(self, begun=self.begun + lines, ended=self.ended + lines)


def there() -> bool:
    """Whether this machine has the tool."""
    return shutil.which(TOOL) is not None


def watched(argv: Sequence[str], trace: Path) -> list[str]:
    """This command line, its calls written into `trace`, with those of its children."""
    return [
        TOOL, "-f", "--seccomp-bpf", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-e", "signal=none",
        "-o", str(trace), *argv,
    ]  # fmt: skip


def calls(trace: Path) -> list[Call]:
    """The calls of a trace in the order in which they ended. Raises ValueError for a line that is none."""
    return list(_calls(trace))


def _calls(trace: Path) -> Iterator[Call]:
    begun: dict[str, tuple[int, str]] = {}
    with trace.open(encoding="ascii") as lines:
        for number, line in enumerate(lines):
            match = _LINE.fullmatch(line.rstrip("\n"))
            if not match:
                raise ValueError(f"line {number} of the trace cannot be read: {line[:200]}")
            process, words = match.groups()
            if words.startswith(("+++", "---")):
                continue
            if words.endswith(_UNFINISHED):
                begun[process] = (number, words.removesuffix(_UNFINISHED))
                continue
            first = number
            if resumed := _RESUMED.fullmatch(words):
                first, start = begun.pop(process)
                words = start + resumed[2]
            if call := _call(words, first, number):
                yield call


def _call(words: str, begun: int, ended: int) -> Call | None:
    match = _CALL.fullmatch(words)
    if not match:
        raise ValueError(f"line {ended} of the trace cannot be read: {words[:200]}")
    name, arguments, result, _ = match.groups()
    if result in {"-1", "?"}:  # it failed, or its process ended in it
        return None
    texts = tuple(_bytes(one) for one in _TEXT.findall(arguments))
    paths = tuple(_bytes(path).decode() for _, path in _OPEN.findall(arguments))
    rest = _OPEN.sub("", _TEXT.sub("", arguments)).split(",")
    return Call(name, begun, ended, paths, texts, tuple(part.strip() for part in rest if part.strip()), int(result, 0))


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))
