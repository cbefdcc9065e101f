"""A disk that loses its power: what may stand on it after each call, when only what was synced is sure to be there.

Rule: a write is sure once a sync of its file that began after it has ended; a name is sure once its folder was synced,
and a folder once the one it lies in was. Everything else may be there or not, in any part, torn at every 512 bytes.
That is harsher than the journal of any file system of today.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from random import Random

from tests.faults.traced import Call

SECTOR = 512
VOLATILE = ("-shm", ".sock", ".lock")
"""Made anew after every start: the index of the log is mapped memory, a socket and a lock end with their process."""
SYNCS = frozenset({"fsync", "fdatasync"})


class Loss(StrEnum):
    """What becomes of the writes that were not synced."""

    ALL = "all of them are lost"
    HALF = "a random half is there, torn"
    TORN = "they are there up to a random one, which is torn"
    NONE = "all of them are there"


@dataclass(slots=True)
class Change:
    """A write, or (`data` is None) a new size; `at` is the line of the trace at which it ended."""

    at: int
    offset: int
    data: bytes | None

    def onto(self, content: bytearray) -> None:
        """Make it."""
        end = self.offset + len(self.data or b"")
        if self.data is None:
            del content[self.offset :]
        content.extend(bytes(max(0, end - len(content))))
        content[self.offset : end] = self.data or b""

    def pieces(self) -> Iterator["Change"]:
        """As the disk writes it: one sector at a time."""
        if self.data is None:
            yield self
            return
        start, end = self.offset, self.offset + len(self.data)
        while start < end:
            stop = min(end, (start // SECTOR + 1) * SECTOR)
            yield Change(self.at, start, self.data[start - self.offset : stop - self.offset])
            start = stop


@dataclass(slots=True)
class File:
    """One file, whatever its name: what is surely on the disk, and what was asked since."""

    sure: bytearray = field(default_factory=bytearray)
    size: int = 0
    waiting: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Ask for it."""
        self.waiting.append(change)
        end = change.offset + len(change.data or b"")
        self.size = end if change.data is None else max(self.size, end)

    def synced(self, began: int) -> None:
        """A sync that began here has ended."""
        late = []
        for change in self.waiting:
            if change.at < began:
                change.onto(self.sure)
            else:
                late.append(change)
        self.waiting = late

    def after(self, loss: Loss, random: Random) -> bytes:
        """What may be in it after the power is back."""
        content = bytearray(self.sure)
        for change in _kept(self.waiting, loss, random):
            change.onto(content)
        return bytes(content)


def _kept(waiting: list[Change], loss: Loss, random: Random) -> Iterator[Change]:
    if loss is Loss.NONE:
        yield from waiting
    elif loss is Loss.HALF:
        for change in waiting:
            if random.random() < 0.5:
                torn = random.random() < 0.5
                yield from (piece for piece in change.pieces() if not torn or random.random() < 0.5)
    elif loss is Loss.TORN and waiting:
        last = random.randrange(len(waiting))
        yield from waiting[:last]
        pieces = list(waiting[last].pieces())
        yield from pieces[: random.randrange(len(pieces) + 1)]


Names = dict[str, int | None]
"""What stands under each path: a file's number, or None for a folder."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that was made, taken away or changed, in these folders."""

    at: int
    folders: tuple[str, ...]
    do: Callable[[Names], None]


class Disk:
    """The folder `base` as it lay there, all of it synced; then what the calls do to it, one after the other."""

    def __init__(self, base: Path) -> None:
        self._base = str(base)
        self._files: list[File] = []
        self._names: Names = {".": None}
        for path in sorted(base.rglob("*")):
            name = str(path.relative_to(base))
            if not name.endswith(VOLATILE) and (path.is_dir() or path.is_file()):
                self._names[name] = None if path.is_dir() else self._new(path.read_bytes())
        self._sure: Names = dict(self._names)
        self._namings: list[Naming] = []
        self._written: dict[int, int] = {}

    def _new(self, content: bytes = b"") -> int:
        self._files.append(File(bytearray(content), len(content)))
        return len(self._files) - 1

    # --- what is asked of it ------------------------------------------------------------------------------------------
    def take(self, call: Call) -> bool:
        """Do it; whether anything on this disk changed. Raises ValueError for a call that the model does not know."""
        paths = [path for one in (*call.paths, *_texts(call)) if (path := self._inside(one)) is not None]
        if not paths or paths[-1].endswith(VOLATILE):
            return False
        path = paths[-1]
        match call.name:
            case "openat":
                return self._open(path, call)
            case "write":
                return self._write(path, call, self._written.get(self._file(path), -1))
            case "pwrite64":
                return self._write(path, call, int(call.rest[-1]))
            case "ftruncate":
                self._files[self._file(path)].change(Change(call.ended, int(call.rest[-1]), None))
            case "fsync" | "fdatasync":
                self._sync(path, call.begun)
            case "unlink" | "rmdir":
                if path not in self._names:
                    return False
                self._name(call, (path,), lambda names: _remove(names, path))
            case "rename" if len(paths) == 2 and self._file(paths[0]) >= 0:
                number = self._names[paths[0]]
                self._name(call, tuple(paths), lambda names: _rename(names, paths[0], path, number))
            case "mkdir":
                self._name(call, (path,), lambda names: names.update({path: None}))
            case "mmap" if "MAP_PRIVATE" in call.rest[3] or "PROT_WRITE" not in call.rest[2]:
                return False
            case _:
                raise ValueError(f"the model of the disk does not know {call.name} of {path} {call.rest}")
        return True

    def _inside(self, path: str) -> str | None:
        inside = path == self._base or path.startswith(f"{self._base}/")
        return path[len(self._base) + 1 :] or "." if inside else None

    def _file(self, path: str) -> int:
        number = self._names.get(path)
        if number is None:
            raise ValueError(f"{path} was written to and is no file that the model of the disk knows")
        return number

    def _open(self, path: str, call: Call) -> bool:
        flags = next(one for one in call.rest if one.startswith("O_")).split("|")
        if path not in self._names and "O_CREAT" in flags:
            number = self._new()
            self._name(call, (path,), lambda names: names.update({path: number}))
            changed = True
        else:
            changed = False
        number_now = self._names.get(path)
        if number_now is None:
            return False
        if "O_TRUNC" in flags:
            self._files[number_now].change(Change(call.ended, 0, None))
            changed = True
        if "O_RDONLY" not in flags:
            self._written[number_now] = -1 if "O_APPEND" in flags else 0
        return changed

    def _write(self, path: str, call: Call, offset: int) -> bool:
        number = self._file(path)
        file, data = self._files[number], call.texts[-1][: call.result]
        file.change(Change(call.ended, file.size if offset < 0 else offset, data))
        if call.name == "write" and offset >= 0:
            self._written[number] = offset + len(data)
        return True

    def _sync(self, path: str, began: int) -> None:
        number = self._names[path]
        if number is not None:
            self._files[number].synced(began)
            return
        late = []
        for naming in self._namings:
            if naming.at < began and set(naming.folders) == {path}:
                naming.do(self._sure)
            else:
                late.append(naming)
        self._namings = late

    def _name(self, call: Call, paths: tuple[str, ...], do: Callable[[Names], None]) -> None:
        do(self._names)
        self._namings.append(Naming(call.ended, tuple(str(PurePosixPath(path).parent) for path in paths), do))

    # --- the power goes -----------------------------------------------------------------------------------------------
    @property
    def names(self) -> list[str]:
        """What stands on it now, synced or not."""
        return sorted(self._names)[1:]

    @property
    def unsynced(self) -> int:
        """How many changes may be lost now."""
        return len(self._namings) + sum(len(file.waiting) for file in self._files)

    def after(self, loss: Loss, random: Random, to: Path) -> None:
        """Make the folder `to` what may be found once the power is back."""
        names = dict(self._sure)
        for naming in self._namings_kept(loss, random):
            naming.do(names)
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(mode=0o700, parents=True)
        for name, number in sorted(names.items())[1:]:
            path = to / name
            if not path.parent.is_dir():  # the folder it lay in is lost, and it with it
                continue
            if number is None:
                path.mkdir(mode=0o700)
            else:
                path.write_bytes(self._files[number].after(loss, random))

    def _namings_kept(self, loss: Loss, random: Random) -> list[Naming]:
        match loss:
            case Loss.ALL:
                return []
            case Loss.NONE:
                return self._namings
            case Loss.HALF:
                return [one for one in self._namings if random.random() < 0.5]
            case Loss.TORN:
                return self._namings[: random.randrange(len(self._namings) + 1)]


def _texts(call: Call) -> tuple[str, ...]:
    """The strings that are paths."""
    return () if call.name in {"write", "pwrite64"} else tuple(text.decode(errors="replace") for text in call.texts)


def _remove(names: Names, path: str) -> None:
    names.pop(path, None)


def _rename(names: Names, old: str, new: str, number: int | None) -> None:
    names.pop(old, None)
    names[new] = number
